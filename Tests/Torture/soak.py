#!/usr/bin/env python3
"""Mixed load for an hour, and what the node uses meanwhile: memory, descriptors and threads of both processes, and the
sizes of the work list and its write-ahead log, as a picture and a table.

soak.py --programs .build/debug [--minutes 60] [--figures soak.jsonl] [--picture soak.svg]

Each sample is a line of the file of figures as soon as it is taken. Several runs share the file: the picture shows all of
them one after the other, and the table shows this run.

Exit code 0 if what the processes use is flat: the median of the last quarter is at most a tenth, or the slack of its
measure, above that of the second quarter. The write-ahead log is flat up to the size that thoraxd keeps of it
(WriteAheadLog.keptBytes), however long it takes to get there.
"""
import argparse
import logging
import os
import random
import shutil
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import figures
from archive import Archive
from chart import panels
from invariants import Backups, Invariants
from ledger import Ledger
from load import Load
from node import PACKAGE, Node
from report import Progress, table

# Measure: unit, how much more is still flat, and up to where it may grow. The database and its files grow with what is stored.
MEASURES = {"memory": ("MB", 8, 0), "descriptors": ("", 6, 0), "threads": ("", 4, 0), "write-ahead log": ("MB", 4, 16)}
GROWING = {"database": "MB", "studies": ""}


def of_process(process):
    """Resident memory in MB, descriptors, threads; None if the process is gone."""
    try:
        status = dict(line.split(":", 1) for line in Path(f"/proc/{process}/status").read_text().splitlines())
        return (int(status["VmRSS"].split()[0]) / 1024, len(os.listdir(f"/proc/{process}/fd")),
                int(status["Threads"]))
    except (OSError, KeyError, ValueError):
        return None


def sample(node):
    values = {}
    for name, process in (("daemon", node.process.pid), ("reporter", node.reporter)):
        found = of_process(process) if process else None
        if found:
            for measure, value in zip(("memory", "descriptors", "threads"), found):
                values[f"{measure} {name}"] = value
    for name, ending in (("write-ahead log", "-wal"), ("database", "")):
        try:
            values[name] = (node.state / f"worklist.sqlite{ending}").stat().st_size / 2**20
        except OSError:
            pass
    rows = node.read("SELECT sum(number) FROM workItemCount")
    if rows and rows[0][0] is not None:
        values["studies"] = rows[0][0]
    return values


def growth(samples):
    """For each measure: medians of the second and of the last quarter, and whether that is flat."""
    rows = []
    for key in sorted({key for _, values in samples for key in values}):
        series = [values[key] for _, values in samples if key in values]
        quarter = max(len(series) // 4, 1)
        early, late = statistics.median(series[quarter:2 * quarter] or series), statistics.median(series[-quarter:])
        measure = next((m for m in MEASURES if key.startswith(m)), None)
        _, slack, kept_size = MEASURES.get(measure, ("", 0, 0))
        flat = measure is None or late <= max(early * 1.1, early + slack, kept_size)
        rows.append((key, f"{early:.1f}", f"{late:.1f}", f"{max(series):.1f}",
                     "grows with what is kept" if measure is None else "flat" if flat else "GROWS"))
    return rows


def kept(path):
    """Returns all samples of a file of figures as (seconds, values), one run after the other, and the number of runs."""
    samples, runs, begin, last = [], [], 0, 0
    for line in figures.lines(path):
        if line["seed"] not in runs:
            runs.append(line["seed"])
            begin = last
        last = begin + line["seconds"]
        samples.append((last, line["values"]))
    return samples, len(runs)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", default=PACKAGE / ".build/release", type=lambda p: Path(p).resolve())
    parser.add_argument("--minutes", default=60, type=float)
    parser.add_argument("--figures", default="soak.jsonl", type=Path)
    parser.add_argument("--picture", default="soak.svg", type=Path)
    parser.add_argument("--interval", default=5, type=float, help="seconds between two samples")
    parser.add_argument("--seed", default=random.SystemRandom().randrange(10**9), type=int)
    parser.add_argument("--directory", help="where the state directory is made")
    options = parser.parse_args()
    logging.getLogger("pynetdicom").setLevel(logging.CRITICAL)
    folder = Path(tempfile.mkdtemp(prefix="soak-", dir=options.directory))
    (folder / "tree").mkdir()
    archive, ledger, backups, progress = Archive(), Ledger(), Backups(), Progress()
    node = Node(folder / "tree", options.programs, {}, archive.port, archive.modality_port)
    archive.ledger, archive.node_port = ledger, node.port
    node.start()
    for login, name in (("mary", "Doe^Mary"), ("jane", "Roe^Jane")):
        node.run("users", "add", login, "--name", name, "--organization", "Hospital")
    load = Load(node, ledger, options.seed, backups, keeping_pause=60)
    load.start()
    samples, begin, stopping = [], time.monotonic(), []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.append(True))
    try:
        while not stopping and (passed := time.monotonic() - begin) < options.minutes * 60:
            samples.append((passed, sample(node)))
            figures.append(options.figures, {
                "seed": options.seed, "seconds": round(passed, 1),
                "values": {key: round(value, 2) for key, value in samples[-1][1].items()}})
            now = ", ".join(f"{key} {value:.0f}" for key, value in samples[-1][1].items())
            progress.show(f"{passed:.0f} s: {now}")
            time.sleep(options.interval)
    finally:
        progress.end()
    load.stop()
    checked = Counter()
    faults = Invariants(node, ledger, checked).of(node.state) + ledger.faults
    code = node.stop()
    archive.close()
    rows = growth(samples)
    print(f"{(time.monotonic() - begin) / 60:.0f} minutes of mixed load, seed {options.seed}")
    print(table(["what happened", "times"], sorted(ledger.counts.items())))
    print(table(["used", "second quarter", "last quarter", "most", ""], rows))
    for fault in faults:
        print(f"FAULT {fault}")
    together, runs = kept(options.figures)
    options.picture.write_text(panels(together, list(MEASURES) + list(GROWING), {
        **{name: unit for name, (unit, *_) in MEASURES.items()}, **GROWING}))
    print(f"{options.picture}: {together[-1][0] / 60 if together else 0:.0f} minutes of {runs} runs; "
          f"exit code of thoraxd {code}")
    failed = bool(faults) or code != 0 or any(row[-1] == "GROWS" for row in rows)
    if not failed:
        shutil.rmtree(folder)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
