"""The node under torture: thoraxd with its reporter, thoraxctl, and the folder they live in."""
import os
import re
import signal
import socket
import sqlite3
import subprocess
import threading
import time
from pathlib import Path

PACKAGE = Path(__file__).parents[2]
PATIENCE = 300


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Node:
    def __init__(self, tree, programs, environment, archive_port, modality_port, settings=""):
        self.tree, self.programs = Path(tree), Path(programs)
        self.state, self.backup = self.tree / "state", self.tree / "backup"
        self.configuration = self.tree.parent / "thoraxd.yaml"
        self.log = self.tree.parent / "thoraxd.log"
        # `thoraxctl` takes the account from USER, and the programs no setting from the caller's environment.
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("THORAXD_")} | environment
        self.port = free_port()
        self.process, self.tools, self.lock = None, set(), threading.Lock()
        self.starts = 0
        self.configuration.write_text(f"""
state_directory: {self.state}
model: {PACKAGE}/samples/model
dicom: {{ address: 127.0.0.1, port: {self.port} }}
storage: {{ reserve_megabytes: 16 }}
intake: {{ quiet_period_seconds: 0 }}
retention: {{ reviewed_days: 1, ineligible_days: 1, failed_days: 1, quarantine_days: 1 }}
peers:
  - {{ name: modality, ae_title: MODALITY, host: 127.0.0.1, port: {modality_port}, maximum_associations: 20,
      permissions: [store, query, retrieve, commit] }}
  - {{ name: archive, ae_title: ARCHIVE, host: 127.0.0.1, port: {archive_port}, request_commitment: true,
      deliver: [basic-text-sr, enhanced-sr, rejection-note] }}
{settings}
""")

    # --- the daemon and its reporter

    def start(self):
        """Starts the daemon and waits until it serves."""
        self.starts += 1
        with open(self.log, "a") as log:
            print(f"--- start {self.starts}", file=log, flush=True)
            begin = log.tell()
            self.process = subprocess.Popen(
                [self.programs / "thoraxd", "serve", "--config", self.configuration], stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, env=self.environment)
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            if self.process.poll() is not None:
                raise RuntimeError(f"thoraxd did not start: exit code {self.process.returncode}, see {self.log}")
            with open(self.log) as log:
                log.seek(begin)
                if re.search(r"port=\d+[^\n]* serving", log.read()):
                    return
            time.sleep(0.02)
        raise RuntimeError(f"thoraxd does not serve, see {self.log}")

    @property
    def reporter(self):
        """The process that holds the lock of the reporter, as /proc/locks says."""
        path = self.state / "reporter.lock"
        try:
            inode = path.stat().st_ino
            for line in Path("/proc/locks").read_text().splitlines():
                fields = line.split()
                if fields[1] == "FLOCK" and fields[5].endswith(f":{inode}"):
                    return int(fields[4])
        except (OSError, IndexError, ValueError):
            pass
        return None

    def kill(self, name):
        """Ends a process with SIGKILL; returns whether there was one."""
        reporter = self.reporter
        killed = False
        with self.lock:
            tools = list(self.tools)
        if name in ("daemon", "both", "power") and self.process:
            self.process.kill()
            killed = True
        if name in ("reporter", "both", "power") and reporter:
            killed |= _kill(reporter)
        if name in ("thoraxctl", "power"):
            killed |= any([_kill(tool.pid) for tool in tools])
        if name in ("daemon", "both", "power") and self.process:
            self.process.wait()
            self.process = None
            _wait(lambda: self.reporter is None, "the reporter outlives its daemon")
        if name == "power":
            _wait(lambda: not self.tools, "thoraxctl outlives SIGKILL")
        return killed

    def stop(self):
        if self.process:
            self.process.send_signal(signal.SIGTERM)
            code = self.process.wait(timeout=PATIENCE)
            self.process = None
            return code
        return 0

    # --- thoraxctl

    def run(self, *arguments, state=None):
        """Runs thoraxctl; returns exit code and output. It may be killed meanwhile: then the code is negative."""
        options = ["--config", self.configuration, *(["--state-directory", state] if state else [])]
        with self.lock:
            tool = subprocess.Popen(
                [self.programs / "thoraxctl", *arguments, *options], stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=self.environment, text=True)
            self.tools.add(tool)
        try:
            output = tool.communicate(timeout=PATIENCE)[0]
            return tool.returncode, output
        finally:
            tool.kill()
            with self.lock:
                self.tools.discard(tool)

    def age(self, days):
        """Makes half of the reviewed studies and the quarantined objects older, as if days had passed."""
        shift = days * 86_400_000
        return self.sql(
            f"UPDATE workItem SET changedAt = changedAt - {shift} WHERE state IN ('accepted', 'edited', 'rejected',"
            f"'failed', 'ineligible') AND id % 2 = 0; UPDATE quarantine SET at = at - {shift};")

    def sql(self, script):
        """Changes rows in a process of its own, through the same library as the node."""
        program = ("import sqlite3, sys; db = sqlite3.connect(sys.argv[1], timeout=20);"
                   "db.execute('PRAGMA synchronous = FULL'); db.executescript(sys.argv[2])")
        with self.lock:
            tool = subprocess.Popen(
                ["/usr/bin/python3", "-c", program, self.state / "worklist.sqlite", script], env=self.environment,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            self.tools.add(tool)
        tool.wait()
        with self.lock:
            self.tools.discard(tool)
        return tool.returncode == 0

    def read(self, query, *arguments):
        """Rows of the work list while the daemon runs; none while it cannot be read."""
        try:
            with _closing(sqlite3.connect(f"file:{self.state}/worklist.sqlite?mode=ro", uri=True, timeout=20)) as db:
                return db.execute(query, arguments).fetchall()
        except sqlite3.Error:
            return []


class _closing:
    def __init__(self, thing):
        self.thing = thing

    def __enter__(self):
        return self.thing

    def __exit__(self, *_):
        self.thing.close()


def _kill(process):
    try:
        os.kill(process, signal.SIGKILL)
        return True
    except ProcessLookupError:
        return False


def _wait(condition, otherwise):
    limit = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > limit:
            raise RuntimeError(otherwise)
        time.sleep(0.005)
