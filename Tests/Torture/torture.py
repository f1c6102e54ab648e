#!/usr/bin/env python3
"""Kills the node at random while it stores, drafts, reviews, delivers, commits, removes and backs up, or cuts its power,
and looks after each round whether everything holds that it has promised.

torture.py --programs .build/debug [--minutes 10 | --rounds 20] [--mode kill|power|both] [--seed N] [--forget files]
           [--figures torture.jsonl [--total 1000]]

With --figures, each state directory adds its figures to a file, which several runs share; with --total, the run ends when the
file has that many rounds. figures.py adds them up.

Exit code 0 if everything held. With --forget the disk lies about fsync, and the exit code is 0 only if that was found:
it shows that the checks can fail.
"""
import argparse
import logging
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import figures
import rest
from archive import Archive
from invariants import Backups, Invariants
from ledger import Ledger
from load import Load
from node import PACKAGE, PATIENCE, Node
from powercut import PowerCut
from report import Progress, table

VICTIMS = {"kill": {"daemon": 5, "reporter": 3, "both": 1, "thoraxctl": 2}, "power": {"power": 1}}
ROUNDS_OF_A_STATE = 30


class Failed(Exception):
    pass


class Torture:
    def __init__(self, options, archive):
        self.options, self.archive = options, archive
        self.checked, self.kills, self.phases, self.counts = Counter(), Counter(), Counter(), Counter()
        self.rounds, self.lost, self.faults = 0, 0, []
        self.progress = Progress()
        self.folder = Path(tempfile.mkdtemp(prefix="torture-", dir=options.directory))
        self.begin = time.monotonic()
        self.stopping = False
        # Rounds of earlier runs in the file of figures.
        self.earlier = figures.rounds(options.figures) if options.figures else 0
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.stop)

    def stop(self, *_):
        """Ends with the present state: it still comes to rest and is looked at."""
        self.stopping = True

    @property
    def is_over(self):
        if self.stopping:
            return True
        if self.options.total:
            return self.earlier + self.rounds >= self.options.total
        if self.options.rounds:
            return self.rounds >= self.options.rounds
        return time.monotonic() - self.begin > self.options.minutes * 60

    def run(self):
        number = 0
        while not self.is_over:
            number += 1
            modes = ["kill", "power"] if self.options.mode == "both" else [self.options.mode]
            self.state(number, modes[number % len(modes)])

    def state(self, number, mode):
        """Tortures one state directory for some rounds, lets it come to rest and throws it away."""
        seed = f"{self.options.seed}.{number}"
        before = self.figures()
        rng = random.Random(seed)
        root = self.folder / f"state-{number}"
        disk = PowerCut(root, self.options.forget)
        node = Node(disk.tree, self.options.programs, disk.environment if mode == "power" else {},
                    self.archive.port, self.archive.modality_port)
        ledger, backups = Ledger(), Backups()
        self.archive.ledger, self.archive.node_port = ledger, node.port
        node.start()
        self.add_users(node)
        load = Load(node, ledger, seed, backups)
        load.start()
        try:
            for _ in range(ROUNDS_OF_A_STATE):
                if self.is_over:
                    break
                self.round(rng, mode, node, ledger, backups, load, disk)
            load.resting.set()
            self.judge(rest.come_to_rest(node, ledger, backups, self.checked), node)
            code = node.stop()
            self.judge([] if code == 0 else [f"thoraxd ended with {code} at SIGTERM"], node)
        except RuntimeError as error:
            # A program that does not do its work in time is a fault as well.
            self.lost += 1
            self.judge([str(error)], node)
        except Failed:
            self.lost += 1
            raise
        finally:
            load.resting.set()
            node.kill("power")
            load.stop()
            self.counts += ledger.counts
            self.keep(mode, before)
        node.kill("power")
        shutil.rmtree(root)

    def figures(self):
        """Returns the figures of this run so far."""
        return {"rounds": self.rounds, "seconds": time.monotonic() - self.begin, "faults": list(self.faults),
                "killed": Counter(self.kills), "while": Counter({" during ".join(k): n for k, n in self.phases.items()}),
                "happened": Counter(self.counts), "checked": Counter(self.checked)}

    def keep(self, mode, before):
        """Adds the figures of one state directory to the file."""
        if not self.options.figures or self.options.forget:
            return
        now = self.figures()
        figures.append(self.options.figures, {
            "seed": self.options.seed, "mode": mode, "rounds": now["rounds"] - before["rounds"],
            "seconds": round(now["seconds"] - before["seconds"], 1),
            "faults": now["faults"][len(before["faults"]):],
        } | {kind: dict(now[kind] - before[kind]) for kind in figures.KINDS})

    def add_users(self, node):
        for login, name in (("mary", "Doe^Mary"), ("jane", "Roe^Jane")):
            code, output = node.run("users", "add", login, "--name", name, "--organization", "Hospital")
            if code != 0:
                raise RuntimeError(f"users add: {output}")

    def round(self, rng, mode, node, ledger, backups, load, disk):
        victims = VICTIMS[mode]
        victim = rng.choices(list(victims), victims.values())[0]
        if victim == "thoraxctl":
            self.wait_for_tool(node)
        time.sleep(rng.uniform(0.05, self.options.pause))
        doing = set(load.doing.values())
        if mode == "power":
            load.resting.set()
        node.kill(victim)
        self.rounds += 1
        self.kills[victim] += 1
        doing |= self.states(node)
        for phase in doing:
            self.phases[victim, phase] += 1
        if mode == "power":
            # What the node answered is on its way to the peers: it counts.
            self.wait(lambda: not load.doing, "the load does not come to rest")
            disk.cut(rng if rng.random() < 0.5 else None)
        look = Invariants(node, ledger, self.checked)
        look.of(node.state)
        faults = look.faults + ledger.faults
        if mode == "power" and not faults:
            faults += backups.check(node, ledger, self.checked)
        self.judge(faults, node)
        if node.process is None:
            try:
                node.start()
            except RuntimeError as error:
                self.judge([str(error)], node)
        load.resting.clear()
        self.progress.show(
            f"{self.rounds} rounds, {time.monotonic() - self.begin:.0f} s, {ledger.counts['objects acknowledged']}"
            f" objects acknowledged to this state, {sum(self.checked.values())} checks, {self.lost} lost")

    def wait_for_tool(self, node):
        limit = time.monotonic() + 5
        while not node.tools and time.monotonic() < limit:
            time.sleep(0.002)

    def states(self, node):
        """What the rows say was under way."""
        found = set()
        if node.process is None:
            return found
        for phase, query in (
                ("draft", "SELECT 1 FROM workItem WHERE state = 'drafting'"),
                ("deliver", "SELECT 1 FROM outbox WHERE state = 'sending'"),
                ("write", "SELECT 1 FROM review WHERE documentState = 'writing'")):
            if node.read(query + " LIMIT 1"):
                found.add(phase)
        return found

    def wait(self, condition, otherwise):
        limit = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > limit:
                raise RuntimeError(otherwise)
            time.sleep(0.005)

    def judge(self, faults, node):
        if not faults:
            return
        self.faults += faults[:20]
        self.progress.end()
        for fault in faults[:20]:
            print(f"FAULT {fault}")
        if len(faults) > 20:
            print(f"and {len(faults) - 20} more")
        print(f"round {self.rounds}, seed {self.options.seed}; the state is kept in {node.tree.parent}")
        raise Failed

    def tell(self):
        self.progress.end()
        seconds = time.monotonic() - self.begin
        print(f"\n{self.rounds} rounds in {seconds:.0f} s, seed {self.options.seed}")
        print(table(["killed", "times"], sorted(self.kills.items())))
        print(table(["killed", "while", "times"], [(*key, n) for key, n in sorted(self.phases.items())]))
        print(table(["what happened", "times"], sorted(self.counts.items())))
        print(table(["checked", "times"], sorted(self.checked.items())))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", default=PACKAGE / ".build/release", type=lambda p: Path(p).resolve())
    parser.add_argument("--minutes", default=10, type=float)
    parser.add_argument("--rounds", default=0, type=int, help="instead of minutes")
    parser.add_argument("--mode", default="both", choices=["kill", "power", "both"])
    parser.add_argument("--seed", default=random.SystemRandom().randrange(10**9), type=int)
    parser.add_argument("--pause", default=1.5, type=float, help="longest time before a kill, in seconds")
    parser.add_argument("--directory", help="where state directories are made")
    parser.add_argument("--figures", type=Path, help="file of JSON lines to which each state directory adds one")
    parser.add_argument("--total", default=0, type=int, help="rounds that the file of figures has at the end")
    parser.add_argument("--forget", default="", help="the disk lies: all, or some of files, directories, logs")
    options = parser.parse_args()
    if options.total and not options.figures:
        parser.error("--total needs --figures")
    if options.forget:
        options.mode = "power"
    logging.getLogger("pynetdicom").setLevel(logging.CRITICAL)
    print(f"seed {options.seed}, mode {options.mode}", flush=True)
    archive = Archive()
    torture = Torture(options, archive)
    try:
        torture.run()
        failed = False
    except Failed:
        failed = True
    except RuntimeError as error:
        # The daemon of a new state directory did not start, or refused its users.
        print(f"FAULT {error}")
        failed = True
    finally:
        torture.tell()
        archive.close()
    if options.forget:
        print("the loss was found" if failed else "a disk that forgets was not noticed")
        shutil.rmtree(torture.folder, ignore_errors=True)
        return 0 if failed else 1
    if not failed:
        shutil.rmtree(torture.folder, ignore_errors=True)
        print(f"{torture.counts['objects acknowledged']} objects acknowledged, 0 lost")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
