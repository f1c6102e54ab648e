"""What the peers were told: each promise that the node has made, and what the archive holds."""
import hashlib
import threading
from collections import Counter, defaultdict


def digest(data):
    return hashlib.sha256(data).hexdigest()


class Ledger:
    """Of one state directory. Safe for threads."""

    def __init__(self):
        self.lock = threading.Lock()
        self.stored = {}          # SOP instance: (length, digest) of the data set that was acknowledged with 0000
        self.study_of = {}        # SOP instance: study
        self.reviews = []         # (study, revision, verdict) of thoraxctl review that exited with 0
        self.committed = {}       # transaction: SOP instances that the node accepted to report on
        self.reports = defaultdict(list)   # transaction: (committed, failed)
        self.archive = defaultdict(set)    # SOP instance: digests of the data sets that the archive has got
        self.arrivals = Counter()          # SOP instance: how often it arrived
        self.audited = None       # the last head of the audit trail
        self.faults = []          # what a peer saw that must not be
        self.counts = Counter()

    def acknowledge(self, instance, study, data):
        with self.lock:
            self.stored[instance] = (len(data), digest(data))
            self.study_of[instance] = study
            self.counts["objects acknowledged"] += 1

    def arrived(self, instance, data):
        with self.lock:
            self.archive[instance].add(digest(data))
            self.arrivals[instance] += 1
            self.counts["deliveries"] += 1
            if len(self.archive[instance]) > 1:
                self.faults.append(f"the archive got two contents for {instance}")

    def fault(self, text):
        with self.lock:
            self.faults.append(text)

    def count(self, what):
        with self.lock:
            self.counts[what] += 1
