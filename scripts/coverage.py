#!/usr/bin/env python3
"""Prints the lines of each target that the tests cover.

usage: scripts/coverage.py FILE     the JSON export of llvm-cov, whose path `swift test --show-codecov-path` prints
"""

import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def main(path):
    lines = {}
    for report in json.loads(pathlib.Path(path).read_text())["data"]:
        for file in report["files"]:
            try:
                parts = pathlib.Path(file["filename"]).relative_to(ROOT).parts
            except ValueError:
                continue
            if parts[0] == "Sources":
                covered, count = lines.get(parts[1], (0, 0))
                summary = file["summary"]["lines"]
                lines[parts[1]] = (covered + summary["covered"], count + summary["count"])
    if not lines:
        sys.exit(f"{path} reports no file of {ROOT / 'Sources'}")
    print(f"{'target':24}{'covered':>9}{'lines':>9}{'share':>8}")
    lines["all"] = tuple(map(sum, zip(*lines.values())))
    for target, (covered, count) in sorted(lines.items(), key=lambda item: (item[0] == "all", item[0].lower())):
        print(f"{target:24}{covered:9}{count:9}{100 * covered / max(count, 1):7.1f}%")


if len(sys.argv) != 2:
    sys.exit(__doc__)
main(sys.argv[1])
