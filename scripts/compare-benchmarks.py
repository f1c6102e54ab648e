#!/usr/bin/env python3
"""Prints the figures of two benchmark runs and their ratio.

usage: scripts/compare-benchmarks.py BEFORE AFTER

Both are files that a benchmark wrote with BENCH_JSON=FILE: a JSON object to a line, with benchmark, row, figure, unit,
commit and date. Of a row that was measured several times the median counts.
"""

import json
import statistics
import sys


def figures(path):
    measured = {}
    with open(path, encoding="utf-8") as lines:
        for line in filter(str.strip, lines):
            entry = json.loads(line)
            key = (entry["benchmark"], entry["row"], entry["unit"])
            measured.setdefault(key, []).append(float(entry["figure"]))
    return {key: statistics.median(values) for key, values in measured.items()}


def main(before, after):
    old, new = figures(before), figures(after)
    print(f"{'benchmark':14}{'row':48}{'before':>12}{'after':>12} {'unit':12}{'ratio':>7}")
    for key in sorted(old.keys() | new.keys()):
        benchmark, row, unit = key
        both = key in old and key in new and old[key] != 0
        cells = [f"{run[key]:.6g}" if key in run else "-" for run in (old, new)]
        ratio = f"{new[key] / old[key]:.2f}" if both else "-"
        print(f"{benchmark:14}{row:48}{cells[0]:>12}{cells[1]:>12} {unit:12}{ratio:>7}")


if len(sys.argv) != 3:
    sys.exit(__doc__)
main(*sys.argv[1:])
