"""What must hold after a kill or a power cut, looked at in a copy of the work list, so that the node itself has to recover
the original."""
import hashlib
import json
import shutil
import sqlite3
import subprocess
from collections import Counter
from pathlib import Path

from ledger import digest


class Invariants:
    """Looks at one state directory; `faults` is what does not hold, `checked` counts what was looked at."""

    def __init__(self, node, ledger, checked=None):
        self.node, self.ledger = node, ledger
        self.checked = Counter() if checked is None else checked
        self.faults = []

    def hold(self, name, condition, text, count=1):
        self.checked[name] += count
        if not condition:
            self.faults.append(f"{name}: {text}")

    def of(self, state, stored=None, is_running=False):
        """All of them; for a state directory that the peers have been told about `stored`."""
        copy = self.node.tree.parent / "look"
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        with self.ledger.lock:
            stored = dict(self.ledger.stored if stored is None else stored)
            self.reviews, self.committed = list(self.ledger.reviews), dict(self.ledger.committed)
            self.reports = {key: list(value) for key, value in self.ledger.reports.items()}
        if not (state / "worklist.sqlite-shm").exists():
            # Nobody has the work list open: a restored backup, or the disk after a power cut.
            for name in ("worklist.sqlite", "worklist.sqlite-wal"):
                if (state / name).exists():
                    shutil.copyfile(state / name, copy / name)
        else:
            self._copy_live(state, copy)
        if not (copy / "worklist.sqlite").exists():
            self.hold("acknowledged objects", not stored, f"no work list, and {len(stored)} objects acknowledged")
            return self.faults
        try:
            db = sqlite3.connect(copy / "worklist.sqlite")
            db.row_factory = sqlite3.Row
            self._database(db)
            if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'act'").fetchone():
                self._rows(db)
                self._files(db, state)
                self._acknowledged(db, state, stored)
            else:
                self.hold("acknowledged objects", not stored, "the work list has no tables")
            db.close()
        except sqlite3.Error as error:
            self.hold("integrity", False, str(error))
        self._trail(copy)
        return self.faults

    def _copy_live(self, state, copy):
        """As of one instant, and through the shared index: a transaction whose writer was killed during the sync is complete in
        the file, but those who still have the work list open do not see it and write over it. Never by opening the file
        beside SQLite, which would drop this process's locks on it."""
        source = sqlite3.connect(f"file:{state}/worklist.sqlite?mode=ro", uri=True, timeout=60)
        target = sqlite3.connect(copy / "worklist.sqlite")
        source.backup(target)
        target.close()
        source.close()

    def _database(self, db):
        answer = [row[0] for row in db.execute("PRAGMA integrity_check(3)")]
        self.hold("integrity", answer == ["ok"], answer)
        broken = [tuple(row) for row in db.execute("PRAGMA foreign_key_check")]
        self.hold("foreign keys", not broken, broken)

    def _rows(self, db):
        def none(name, query, text):
            rows = [tuple(row) for row in db.execute(query)]
            self.hold(name, not rows, f"{text}: {rows[:3]}")

        none("one current draft", """
            SELECT workItem.id, state, revision FROM workItem WHERE state IN
                ('drafted', 'inReview', 'accepted', 'edited', 'rejected')
            AND (SELECT count(*) FROM draft WHERE workItemRow = workItem.id AND draft.revision = workItem.revision) <> 1
            """, "no draft, or more than one, of the current revision")
        none("one verdict", """
            SELECT draftRow, count(*) FROM review WHERE verdict <> 'addended' GROUP BY draftRow HAVING count(*) > 1
            """, "two verdicts on a draft")
        none("one verdict", """
            SELECT id, state FROM workItem WHERE state IN ('accepted', 'edited', 'rejected') AND (
                SELECT count(*) FROM review WHERE review.workItemRow = workItem.id
                AND review.revision = workItem.revision AND verdict = workItem.state) <> 1
            """, "a state without its verdict")
        none("delivered once", """
            SELECT outboxRow, count(*) FROM outboxHistory WHERE toState = 'delivered'
            GROUP BY outboxRow HAVING count(*) > 1
            """, "a delivery is delivered twice")
        none("one content", """
            SELECT sopInstanceUID, count(*) FROM instance GROUP BY sopInstanceUID HAVING count(*) > 1
            """, "two rows for one SOP Instance UID")
        none("counts", """
            SELECT state, number FROM workItemCount
            WHERE number <> (SELECT count(*) FROM workItem WHERE workItem.state = workItemCount.state)
            """, "the kept number of studies is wrong")
        sent = list(db.execute("""
            SELECT sopInstanceUID, byteCount, sha256, path FROM outbox JOIN instance ON instance.id = instanceRow
            WHERE outbox.state = 'delivered'"""))
        for row in sent:
            self.hold("delivered has arrived", row["sopInstanceUID"] in self.ledger.archive, row["sopInstanceUID"])

    def _files(self, db, state):
        """Every file that a row names, by size and digest; one that a retention run removed meanwhile is no fault."""
        for table in ("instance", "quarantine"):
            for row in db.execute(f"SELECT path, byteCount, sha256 FROM {table}"):
                try:
                    data = (state / row["path"]).read_bytes()
                except FileNotFoundError:
                    gone = self._is_gone(row["path"])
                    self.hold("file by digest", gone, f"{row['path']} is missing")
                    continue
                same = hashlib.sha256(data).digest() == row["sha256"] and row["byteCount"] in (None, len(data))
                self.hold("file by digest", same, f"{row['path']} has {len(data)} other bytes")

    def _is_gone(self, path):
        """Whether retention, which may outlive the daemon, has removed it since."""
        rows = self.node.read(
            "SELECT count(*) FROM (SELECT 1 FROM instance WHERE path = ? UNION SELECT 1 FROM quarantine WHERE path = ?)",
            path, path)
        return rows == [(0,)]

    def _acknowledged(self, db, state, stored):
        removed = {row[0] for row in db.execute("SELECT studyInstanceUID FROM act WHERE kind = 'removed'")}
        rows = {row["sopInstanceUID"]: row for row in db.execute("SELECT sopInstanceUID, path FROM instance")}
        for instance, (length, wanted) in stored.items():
            row = rows.get(instance)
            if row is None:
                gone = self.ledger.study_of[instance] in removed
                self.hold("acknowledged objects", gone, f"{instance} was acknowledged and is lost")
                continue
            try:
                with open(state / row["path"], "rb") as file:
                    data = file.read()[-length:]
            except FileNotFoundError:
                self.hold("acknowledged objects", self._is_gone(row["path"]), f"the file of {instance} is lost")
                continue
            self.hold("acknowledged objects", digest(data) == wanted or self.ledger.study_of[instance] in removed,
                      f"{instance} has another content than the one acknowledged")
        kept = {(row[0], row[1]) for row in db.execute("""
            SELECT studyInstanceUID, review.revision FROM review JOIN workItem ON workItem.id = workItemRow
            JOIN study ON study.id = studyRow WHERE verdict <> 'addended'""")}
        for study, revision in self.reviews:
            self.hold("acknowledged verdicts", (study, revision) in kept or study in removed,
                      f"the verdict on {study}, revision {revision}, is lost")
        promised = {row[0] for row in db.execute("SELECT transactionUID FROM commitment WHERE direction = 'incoming'")}
        for transaction in self.committed:
            self.hold("accepted commitment", transaction in promised, f"{transaction} was accepted and is lost")
        for transaction, answers in self.reports.items():
            for held, _ in answers:
                for instance in held:
                    self.hold("committed objects are kept", instance in rows, f"{instance} was committed and is lost")

    def _trail(self, copy):
        """The chain of the audit trail, from the last head on."""
        head = ["--expect-head", self.ledger.audited] if self.ledger.audited else []
        answer = subprocess.run(
            [self.node.programs / "thoraxctl", "audit", "verify", "--json", "--state-directory", copy, "--config",
             self.node.configuration, *head],
            capture_output=True, text=True, env=_without_preload(self.node.environment))
        try:
            told = json.loads(answer.stdout)
        except ValueError:
            return self.hold("audit chain", False, answer.stdout + answer.stderr)
        self.hold("audit chain", told["isWhole"], told)
        self.ledger.audited = told.get("head") or self.ledger.audited


def _without_preload(environment):
    return {key: value for key, value in environment.items() if key != "LD_PRELOAD"}


class Backups:
    """The state that the last backup that was completed must have."""

    def __init__(self):
        self.stored, self.number = None, 0

    def done(self, stored):
        self.stored, self.number = stored, self.number + 1

    def check(self, node, ledger, checked):
        """Restores the backup and looks at everything in it."""
        if self.stored is None or not (node.backup / "SHA256SUMS").exists():
            return []
        target = Path(node.tree) / "restored"
        shutil.rmtree(target, ignore_errors=True)
        code, output = node.run("restore", node.backup, state=target)
        look = Invariants(node, ledger, checked)
        look.hold("backup can be restored", code == 0, f"exit code {code}: {output}")
        if code == 0:
            restored = Invariants(node, _Told(ledger, self.stored), checked)
            look.faults += [f"restored backup: {fault}" for fault in restored.of(target, self.stored)]
        shutil.rmtree(target, ignore_errors=True)
        return look.faults


class _Told:
    """A ledger of what the node had promised before a backup."""

    def __init__(self, ledger, stored):
        self.lock, self.archive, self.study_of = ledger.lock, ledger.archive, ledger.study_of
        self.stored, self.reviews, self.committed, self.reports, self.audited = stored, [], {}, {}, None
