"""Lets a state directory come to rest and looks whether deliveries, commitment and backups agree."""
import time

from invariants import Invariants
from node import PATIENCE

UNFINISHED = {
    "studies": "SELECT count(*) FROM workItem WHERE state IN ('collecting', 'queued', 'drafting')",
    "documents": "SELECT count(*) FROM review WHERE documentState IN ('pending', 'writing')",
    "deliveries": "SELECT count(*) FROM outbox WHERE state <> 'delivered'",
    "reports": "SELECT count(*) FROM commitment WHERE direction = 'incoming' AND state <> 'reported'"}


def come_to_rest(node, ledger, backups, checked):
    """Waits without load until everything that was begun is finished. Returns the faults that are found then."""
    if waiting := finish(node):
        return [f"does not come to rest: {waiting}"]
    look = Invariants(node, ledger, checked)
    for transaction, instances in ledger.committed.items():
        look.hold("commitment is reported", transaction in ledger.reports, f"{transaction} was never reported")
        for held, failed in ledger.reports[transaction]:
            look.hold("commitment is reported", held | failed == instances, f"{transaction} names others")
    rows = node.read("""SELECT sopInstanceUID, path, outbox.state FROM outbox
        JOIN instance ON instance.id = instanceRow""")
    look.hold("delivery has arrived", bool(rows) or not node.read("SELECT 1 FROM draft"), "nothing was delivered")
    for instance, _, state in rows:
        look.hold("delivery has arrived", len(ledger.archive[instance]) == 1, f"{instance} in state {state}")
    code, output = node.run("backup", node.backup)
    look.hold("backup", code == 0, output)
    if code == 0:
        backups.done(dict(ledger.stored))
    look.of(node.state)
    return look.faults + ledger.faults + backups.check(node, ledger, checked)


def finish(node):
    """Returns what is still unfinished after PATIENCE seconds, counted by kind; empty if nothing is."""
    limit = time.monotonic() + PATIENCE
    while True:
        waiting = {kind: rows[0][0] for kind, query in UNFINISHED.items() if (rows := node.read(query)) and rows[0][0]}
        if not waiting or time.monotonic() > limit:
            return waiting
        node.run("outbox", "retry", "--destination", "archive")
        # Reports wait for minutes for their next attempt: they are due now.
        node.sql("UPDATE commitment SET notBefore = 0 WHERE direction = 'incoming' AND state = 'waiting'")
