"""Appends figures as JSON lines to the file named by BENCH_JSON, like Benchmarks/figures.sh; does nothing if unset."""

import datetime
import json
import os
import subprocess


def keep(benchmark, row, figure, unit):
    if not os.environ.get("BENCH_JSON"):
        return
    described = subprocess.run(["git", "describe", "--always", "--dirty"], capture_output=True, text=True)
    entry = {"benchmark": benchmark, "row": row, "figure": round(figure, 4), "unit": unit,
             "commit": described.stdout.strip() or "unknown",
             "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")}
    with open(os.environ["BENCH_JSON"], "a", encoding="utf-8") as lines:
        lines.write(json.dumps(entry) + "\n")
