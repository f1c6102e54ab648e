#!/usr/bin/env python3
"""Last image to draft, and to the draft at its destination: sends single studies with pauses between them to a daemon
with a quiet period of 0 seconds and an archive (DCMTK's storescp), and prints how long each study waited, beyond what
decoding, model and SR took. Times are those of the work list. Needs `make build`."""

import json
import os
import random
import signal
import sqlite3
import statistics
import subprocess
import tempfile
import time

import figures

BIN = os.environ.get("BIN", ".build/release")
PORT = int(os.environ.get("PORT", "21121"))
STUDIES = int(os.environ.get("STUDIES", "40"))

CONFIGURATION = """
state_directory: {state}
model: samples/model
log_level: error
dicom: {{ address: 127.0.0.1, port: {port}, unknown_peers: learn }}
storage: {{ reserve_megabytes: 64 }}
intake: {{ quiet_period_seconds: 0 }}
peers:
  - {{ name: archive, ae_title: ARCHIVE, host: 127.0.0.1, port: {archive}, deliver: [basic-text-sr] }}
"""

# When the last image of a study was stored, when its draft was, what its stages took, when the draft was delivered.
TIMES = """
SELECT (SELECT max(instance.storedAt) FROM instance JOIN series ON series.id = instance.seriesRow
        WHERE series.studyRow = workItem.studyRow AND instance.origin = 'received'),
    draft.createdAt, draft.stageSeconds, outbox.changedAt
FROM draft JOIN workItem ON workItem.id = draft.workItemRow JOIN outbox ON outbox.instanceRow = draft.instanceRow
WHERE outbox.state = 'delivered'
"""


def wait_for_reporter(state):
    for _ in range(300):
        try:
            with open(f"{state}/reporter.lock") as lock:
                if "ready" in lock.read():
                    return
        except OSError:
            pass
        time.sleep(0.1)
    raise SystemExit("the reporter process does not become ready")


def send_studies():
    random.seed(1)
    # Each call invents new UIDs: a new study.
    options = ["-q", "+II", "+IR", "1", "+IS", "1", "--repeat", "1", "-aec", "THORAXD"]
    for _ in range(STUDIES):
        subprocess.run(
            ["/usr/bin/storescu", *options, "127.0.0.1", str(PORT), "samples/xrays/thoraxd-0001-1.dcm"], check=True)
        # Not in step with anything that looks at fixed times.
        time.sleep(1 + random.random())


def show(name, milliseconds):
    median, most = statistics.median(milliseconds), max(milliseconds)
    figures.keep("latency", f"{name}, median", median, "ms")
    figures.keep("latency", f"{name}, most", most, "ms")
    print(f"{name:<44}{median:8.0f}{most:8.0f}")


def main():
    with tempfile.TemporaryDirectory(prefix="thoraxd-bench.") as directory:
        state = f"{directory}/state"
        with open(f"{directory}/thoraxd.yaml", "w") as file:
            file.write(CONFIGURATION.format(state=state, port=PORT, archive=PORT + 1))
        archive = subprocess.Popen(["/usr/bin/storescp", "--ignore", "-aet", "ARCHIVE", str(PORT + 1)])
        daemon = subprocess.Popen([f"{BIN}/thoraxd", "serve", "--config", f"{directory}/thoraxd.yaml"])
        try:
            wait_for_reporter(state)
            send_studies()
            time.sleep(5)
            work_list = sqlite3.connect(f"file:{state}/worklist.sqlite?mode=ro", uri=True)
            times = work_list.execute(TIMES).fetchall()
        finally:
            daemon.send_signal(signal.SIGTERM)
            daemon.wait()
            archive.terminate()
            archive.wait()
    print(f"milliseconds of {len(times)} studies{'':<20}median    most")
    stages = [1000 * sum(json.loads(seconds).values()) for _, _, seconds, _ in times]
    show("last image to draft, without its stages", [d - i - s for (i, d, _, _), s in zip(times, stages)])
    show("its stages", stages)
    show("draft to delivered", [o - d for _, d, _, o in times])
    show("last image to delivered", [o - i for i, _, _, o in times])


if __name__ == "__main__":
    main()
