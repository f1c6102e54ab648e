#!/usr/bin/env python3
"""Converts a program's help into a manual page of section 1: PROGRAM --experimental-dump-help | man.py.

The page uses man(7) macros and describes all commands of the program. Its date is SOURCE_DATE_EPOCH if that is set, so
that the same sources give the same page.
"""

import datetime
import json
import os
import sys


def escaped(text):
    """Escapes text for roff, so that no line begins with a control character and no hyphen is replaced."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    text = "".join(each if each.isascii() else "\\[u%04X]" % ord(each) for each in text)
    return "\n".join(("\\&" + line) if line[:1] in ".'" else line for line in text.split("\n"))


def paragraphs(text):
    """Yields the lines of a text; a line that begins with a number, such as an exit code, stays a separate line."""
    for line in (text or "").split("\n"):
        if not line.strip():
            yield ".PP"
        elif line[0].isdigit():
            number, _, rest = line.partition(" ")
            yield ".TP\n.B %s\n%s" % (number, escaped(rest.strip()))
        else:
            yield escaped(line.strip())


def name(argument):
    """Returns an argument as the user types it: \\-\\-limit LIMIT."""
    if argument["kind"] == "positional":
        return "\\fI%s\\fR" % escaped(argument["valueName"].upper())
    dashes = {"short": "-", "longWithSingleDash": "-", "long": "--"}
    names = ", ".join("\\fB%s\\fR" % escaped(dashes[each["kind"]] + each["name"]) for each in argument["names"])
    if argument["kind"] == "flag":
        return names
    return names + " \\fI%s\\fR" % escaped(argument["valueName"])


def arguments(command):
    for argument in command.get("arguments", []):
        if not argument.get("shouldDisplay", True) or name(argument).endswith("help\\fR"):
            continue
        yield ".TP\n" + name(argument)
        text = " ".join(filter(None, [argument.get("abstract"), argument.get("discussion")]))
        if argument.get("defaultValue"):
            text += " (default: %s)" % argument["defaultValue"]
        yield escaped(text) or "\\&"


def synopsis(command, path):
    words = ["\\fB%s\\fR" % escaped(path)]
    for argument in command.get("arguments", []):
        if not argument.get("shouldDisplay", True) or name(argument).endswith("help\\fR"):
            continue
        words.append("[%s]" % name(argument) if argument["isOptional"] else name(argument))
    return " ".join(words)


def commands(command, path):
    """Yields all commands below a command, at every depth."""
    for each in command.get("subcommands", []):
        if each["commandName"] == "help" or not each.get("shouldDisplay", True):
            continue
        below = "%s %s" % (path, each["commandName"])
        yield each, below
        yield from commands(each, below)


def page(root):
    program = root["commandName"]
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    day = datetime.datetime.fromtimestamp(int(epoch) if epoch else 0, datetime.timezone.utc) if epoch else None
    day = day or datetime.datetime.now(datetime.timezone.utc)
    yield '.TH "%s" 1 "%s" "thoraxd" "User Commands"' % (escaped(program.upper()), day.strftime("%Y-%m-%d"))
    yield ".SH NAME\n%s \\- %s" % (escaped(program), escaped(root.get("abstract", "")))
    yield ".SH SYNOPSIS\n\\fB%s\\fR \\fIcommand\\fR [\\fIoptions\\fR]" % escaped(program)
    yield ".SH DESCRIPTION"
    yield from paragraphs(root.get("discussion"))
    yield ".SH COMMANDS"
    for command, path in commands(root, program):
        yield ".SS %s\n%s\n.PP" % (escaped(path), synopsis(command, path))
        yield escaped(command.get("abstract", ""))
        if command.get("discussion"):
            yield ".PP"
            yield from paragraphs(command["discussion"])
        yield from arguments(command)
    others = [each for each in ("thoraxd", "thoraxctl", "thorax-model") if each != program]
    yield ".SH SEE ALSO\n%s" % ",\n".join("\\fB%s\\fR(1)" % escaped(each) for each in others)


if __name__ == "__main__":
    print("\n".join(page(json.load(sys.stdin)["command"])))
