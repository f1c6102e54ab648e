"""The load: modalities that store, reviewers that sign, a modality that asks for commitment, backups, retention. Each
actor is a thread that goes on until it is stopped, whatever the node does meanwhile."""
import io
import random
import threading

from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, generate_uid
from pynetdicom import AE
from pynetdicom.dsutils import encode
from pynetdicom.sop_class import (
    ComputedRadiographyImageStorage as CR, StorageCommitmentPushModel as Push,
    StorageCommitmentPushModelInstance as Instance)

VERDICTS = {"accept": [], "reject": ["--reason", "quality"], "edit": []}
# More would only make the end of a state last longer.
BACKLOG = 12
TEXT = "FINDINGS:\nThe lungs are clear.\n\nIMPRESSION:\nNo acute disease.\n"


def film(rng, study, series, instance, is_frontal=True):
    """A chest film of 32 by 32 pixels; only a frontal one gets a draft."""
    image = Dataset()
    image.file_meta = FileMetaDataset()
    image.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    image.SOPClassUID, image.SOPInstanceUID = CR, instance
    image.StudyInstanceUID, image.SeriesInstanceUID = study, series
    image.StudyDate, image.StudyTime, image.AccessionNumber = "20260101", "120000", str(rng.randrange(10**8))
    image.Modality, image.BodyPartExamined = "CR", "CHEST"
    image.ViewPosition = rng.choice(["PA", "AP"]) if is_frontal else "LL"
    image.PatientName, image.PatientID = f"Torture^{rng.randrange(1000)}", f"T{rng.randrange(1000)}"
    image.PatientBirthDate, image.PatientSex, image.StudyID = "19700101", "O", "1"
    image.SeriesNumber, image.InstanceNumber = 1, 1
    image.SamplesPerPixel, image.PhotometricInterpretation = 1, "MONOCHROME2"
    image.Rows = image.Columns = 32
    image.BitsAllocated, image.BitsStored, image.HighBit, image.PixelRepresentation = 8, 8, 7, 0
    image.PixelData = rng.randbytes(1024)
    return image


class Load:
    """All actors against one node."""

    def __init__(self, node, ledger, seed, backups, keeping_pause=0.5):
        """keeping_pause: seconds between two backups, and between two retention runs, at most."""
        self.node, self.ledger, self.seed, self.backups = node, ledger, seed, backups
        self.keeping_pause = keeping_pause
        self.stopping, self.resting = threading.Event(), threading.Event()
        self.doing = {}
        self.threads = [
            threading.Thread(target=self._go, args=(action, f"{action.__name__[1:]}-{number}"), daemon=True)
            for action, count in (
                (self._store, 2), (self._review, 2), (self._commit, 1), (self._backup, 1), (self._retain, 1))
            for number in range(count)]

    def start(self):
        for thread in self.threads:
            thread.start()

    def stop(self):
        self.stopping.set()
        for thread in self.threads:
            thread.join()

    def _go(self, action, name):
        rng = random.Random(f"{self.seed} {name}")
        while not self.stopping.is_set():
            if self.resting.is_set():
                self.doing.pop(name, None)
                self.stopping.wait(0.01)
                continue
            self.doing[name] = action.__name__[1:]
            try:
                action(rng)
            except (OSError, RuntimeError) as error:
                # pynetdicom's ways to say that the association is gone
                self.ledger.count(f"peers interrupted by {type(error).__name__}")
            except Exception as error:
                self.ledger.fault(f"the load itself: {name}: {error!r}")
            finally:
                self.doing.pop(name, None)
            self.stopping.wait(rng.random() * 0.05)

    # --- storing

    def _store(self, rng):
        ae = AE(ae_title="MODALITY")
        ae.add_requested_context(CR, ExplicitVRLittleEndian)
        ae.acse_timeout = ae.dimse_timeout = ae.network_timeout = 10
        association = ae.associate("127.0.0.1", self.node.port, ae_title="THORAXD")
        if not association.is_established:
            self.stopping.wait(0.1)
            return
        try:
            self._send(association, rng)
        finally:
            if association.is_established:
                association.release()

    def _send(self, association, rng):
        with self.ledger.lock:
            known = list(self.ledger.study_of.items())
        kind = rng.random()
        images, other = [], False
        if known and kind < 0.1:       # another image of a study that may be drafted or signed already
            images.append(film(rng, rng.choice(known)[1], generate_uid(), generate_uid()))
        elif known and kind < 0.2:     # other bytes under a known identifier
            instance, study = rng.choice(known)
            images, other = [film(rng, study, generate_uid(), instance)], True
        else:
            study, series = generate_uid(), generate_uid()
            is_frontal = self._waiting() < BACKLOG and rng.random() < 0.8
            images = [film(rng, study, series, generate_uid(), is_frontal) for _ in range(rng.choice([1, 1, 2]))]
        for image in images:
            data = encode(image, False, True)
            # A modality sends again what was not acknowledged, and sometimes what was.
            for _ in range(rng.choice([1, 1, 2])):
                status = association.send_c_store(image)
                if "Status" not in status:
                    return
                if status.Status != 0x0000:
                    self.ledger.count(f"stores answered with {status.Status:04X}")
                    continue
                if other and image.SOPInstanceUID in self.ledger.stored and not self._is_removed(image):
                    self.ledger.fault(f"{image.SOPInstanceUID} was acknowledged with two contents")
                self.ledger.acknowledge(str(image.SOPInstanceUID), str(image.StudyInstanceUID), data)

    def _waiting(self):
        rows = self.node.read("SELECT sum(number) FROM workItemCount WHERE state IN ('queued', 'drafting')")
        return rows[0][0] or 0 if rows else 0

    def _is_removed(self, image):
        """A removed study may come again with any bytes."""
        return bool(self.node.read(
            "SELECT 1 FROM act WHERE kind = 'removed' AND studyInstanceUID = ?", str(image.StudyInstanceUID)))

    # --- review

    def _review(self, rng):
        login = rng.choice(["mary", "jane"])
        rows = self.node.read(
            "SELECT studyInstanceUID, revision FROM workItem JOIN study ON study.id = studyRow"
            " WHERE state = 'drafted' ORDER BY workItem.id LIMIT 4")
        if not rows:
            self.stopping.wait(0.1)
            return
        study, revision = rng.choice(rows)
        verdict = rng.choice(list(VERDICTS))
        options = list(VERDICTS[verdict])
        if verdict == "edit":
            text = self.node.tree.parent / f"text-{login}"
            text.write_text(TEXT)
            options += ["--file", text]
        code, output = self.node.run(
            "review", verdict, study, "--as", login, "--yes", "--revision", str(revision), *options)
        if code == 0:
            with self.ledger.lock:
                self.ledger.reviews.append((study, revision))
                self.ledger.counts["verdicts acknowledged"] += 1
        elif code > 0:
            self.ledger.count("verdicts refused")

    # --- commitment

    def _commit(self, rng):
        self.stopping.wait(rng.random() * 0.3)
        with self.ledger.lock:
            known = list(self.ledger.stored)
        # What retention may remove is not asked for: it could be gone before the report.
        known = known[-20:]
        if len(known) < 3:
            return
        chosen = rng.sample(known, rng.randint(1, 3))
        ae = AE(ae_title="MODALITY")
        ae.add_requested_context(Push)
        ae.acse_timeout = ae.dimse_timeout = ae.network_timeout = 10
        association = ae.associate("127.0.0.1", self.node.port, ae_title="THORAXD")
        if not association.is_established:
            return
        request = Dataset()
        request.TransactionUID = generate_uid()
        request.ReferencedSOPSequence = []
        for instance in chosen:
            item = Dataset()
            item.ReferencedSOPClassUID, item.ReferencedSOPInstanceUID = CR, instance
            request.ReferencedSOPSequence.append(item)
        status, _ = association.send_n_action(request, 1, Push, Instance)
        if status.get("Status") == 0x0000:
            with self.ledger.lock:
                self.ledger.committed[str(request.TransactionUID)] = set(chosen)
                self.ledger.counts["commitment requests accepted"] += 1
        association.release()

    # --- keeping

    def _backup(self, rng):
        self.stopping.wait(rng.random() * self.keeping_pause)
        with self.ledger.lock:
            before = dict(self.ledger.stored)
        code, output = self.node.run("backup", self.node.backup)
        if code == 0:
            self.ledger.count("backups")
            self.backups.done(before)
        elif code == 2:
            self.ledger.fault(f"backup found faults: {output}")
        elif code > 0:
            self.ledger.count("backups refused")

    def _retain(self, rng):
        self.stopping.wait(rng.random() * self.keeping_pause)
        if not self.node.age(3):
            return
        code, output = self.node.run("retention", "run", "--confirm", "--json")
        if code == 0:
            self.ledger.count("retention runs")
        elif code > 0:
            self.ledger.count("retention runs refused")


def data_set_of(path, length):
    """The data set at the end of a stored file."""
    with open(path, "rb") as file:
        file.seek(-length, io.SEEK_END)
        return file.read()
