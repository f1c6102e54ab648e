#!/usr/bin/env python3
"""Adds up the figures of torture in a file of JSON lines over several runs, as tables and a picture.

figures.py torture.jsonl [--picture torture.svg]
"""
import argparse
import json
import sys
import time
from collections import Counter
from html import escape
from pathlib import Path

from report import table

KINDS = ("killed", "while", "happened", "checked")
BAR, ROW, LEFT = 420, 20, 250


def append(path, figures):
    """Adds one line. A run that is killed while it writes leaves an incomplete line, which `lines` skips."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a", encoding="utf-8") as file:
        file.write(json.dumps({"at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())} | figures) + "\n")


def lines(path):
    """Returns the lines of a file, oldest first; empty without a file."""
    if not path.exists():
        return []
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:
            pass
    return found


def rounds(path):
    """Returns the number of rounds in a file."""
    return sum(line["rounds"] for line in lines(path))


class Sums:
    """The figures of torture, added up: one line for each state directory."""

    def __init__(self, path):
        found = lines(path)
        self.states, self.runs = len(found), len({line["seed"] for line in found})
        self.rounds = sum(line["rounds"] for line in found)
        self.seconds = sum(line["seconds"] for line in found)
        self.faults = [fault for line in found for fault in line["faults"]]
        self.modes = Counter()
        for line in found:
            self.modes[line["mode"]] += line["rounds"]
        self.counters = {kind: sum((Counter(line[kind]) for line in found), Counter()) for kind in KINDS}

    def text(self):
        modes = ", ".join(f"{count} {mode}" for mode, count in sorted(self.modes.items()))
        parts = [f"{self.rounds} rounds ({modes}) in {self.seconds / 60:.0f} minutes, {self.runs} runs, "
                 f"{self.states} state directories"]
        for kind in KINDS:
            parts.append(table([kind, "times"], sorted(self.counters[kind].items())))
        parts.append(f"{len(self.faults)} faults" + "".join(f"\n  {fault}" for fault in self.faults))
        parts.append(f"{self.counters['happened']['objects acknowledged']} objects acknowledged")
        return "\n".join(parts)

    def picture(self):
        """Draws bars: how often each pair of victim and work under way occurred, and how often each rule was checked."""
        parts, top = [f'<text x="10" y="22" font-size="15">{self.rounds} rounds, '
                      f'{sum(self.counters["checked"].values())} checks, {len(self.faults)} faults</text>'], 50
        for title, kind in (("killed while under way", "while"), ("checked", "checked")):
            parts.append(f'<text x="10" y="{top}" font-weight="bold">{title}</text>')
            most = max(self.counters[kind].values(), default=1)
            for name, count in self.counters[kind].most_common():
                top += ROW
                parts.append(f'<text x="{LEFT - 8}" y="{top + 4}" text-anchor="end">{escape(name)}</text>'
                             f'<rect x="{LEFT}" y="{top - 9}" width="{BAR * count / most:.1f}" height="14" fill="#2060a0"/>'
                             f'<text x="{LEFT + BAR * count / most + 6:.1f}" y="{top + 4}">{count}</text>')
            top += 2 * ROW
        return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + BAR + 80} {top}" font-size="12" '
                f'font-family="sans-serif"><rect width="100%" height="100%" fill="white"/>\n' + "\n".join(parts)
                + "\n</svg>\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("figures", type=Path)
    parser.add_argument("--picture", type=Path)
    options = parser.parse_args()
    sums = Sums(options.figures)
    print(sums.text())
    if options.picture:
        options.picture.write_text(sums.picture())
    return 1 if sums.faults else 0


if __name__ == "__main__":
    sys.exit(main())
