#!/usr/bin/env python3
"""Prints an index of the types of every target in Markdown: name, kind, first sentence of the doc comment, file. Types inside
others are listed with the names of those around them; private ones are not.

It is generated when it is wanted (`make types`) and is not kept in the tree, where it would go stale with every change.
"""

import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent
DECLARATION = re.compile(
    r"^( *)(?:package |public |@\w+(?:\([^)]*\))? |final |indirect |nonisolated )*"
    r"(struct|class|enum|actor|protocol|typealias) (\w+)"
)
# What types may stand in: its indentation, which the format checks, and the name that theirs begin with.
AROUND = re.compile(
    r"^( *)(?:\w+(?:\(\w+\))? |@\w+(?:\([^)]*\))? )*(?:struct|class|enum|actor|protocol|extension) ([\w.]+)"
)
# How deep a body is indented.
STEP = 4


def sentence(comment):
    """The first sentence of a doc comment, on one line."""
    text = " ".join(comment).strip()
    end = re.search(r"[.:](?= [A-Z`-]|$)", text)
    return (text[: end.start()] + "." if end else text).replace("|", "\\|")


def types(path):
    comment, around = [], []
    is_text = False
    for line in path.read_text().splitlines():
        # The lines of a text in three quotes are no declarations.
        if line.count('"""') % 2 == 1:
            is_text = not is_text
            continue
        words = line.strip()
        if is_text or not words:
            continue
        if words.startswith("///"):
            comment.append(words[3:].strip())
            continue
        depth = (len(line) - len(line.lstrip(" "))) // STEP
        around = around[:depth]
        found = DECLARATION.match(line)
        # A type in a function is deeper than the names around it.
        if found and len(around) == depth and None not in around:
            # What comes after an empty line of the comment is not the summary.
            summary = comment[: comment.index("")] if "" in comment else comment
            yield ".".join([*around, found[3]]), found[2], sentence(summary)
        if len(around) == depth and words.endswith("{"):
            outer = AROUND.match(line)
            is_hidden = re.match(r"(private|fileprivate) ", words)
            around.append(outer[2] if outer and not is_hidden else None)
        if not words.startswith("@"):
            comment = []


def main():
    print("# Types of the package")
    for target in sorted((ROOT / "Sources").iterdir(), key=lambda folder: folder.name.lower()):
        rows = []
        for path in sorted(target.rglob("*.swift")):
            rows += [(name, kind, summary, path.relative_to(target)) for name, kind, summary in types(path)]
        if rows:
            print(f"\n## {target.name}\n\n| type | kind | summary | file |\n|---|---|---|---|")
            for name, kind, summary, path in sorted(rows, key=lambda row: row[0].lower()):
                print(f"| `{name}` | {kind} | {summary} | {path} |")


main()
