"""The peers that the node calls: an archive that takes documents and answers commitment, and a modality that waits for
reports. They outlive the node."""
import threading

from pydicom.dataset import Dataset
from pynetdicom import AE, build_role, evt
from pynetdicom.sop_class import (
    BasicTextSRStorage, EnhancedSRStorage, KeyObjectSelectionDocumentStorage,
    StorageCommitmentPushModel as Push, StorageCommitmentPushModelInstance as Instance)

from node import free_port


class Archive:
    """Answers at once; asks the ledger of the state directory that is under torture."""

    def __init__(self):
        self.ledger, self.node_port = None, 0
        self.port, self.modality_port = free_port(), free_port()
        archive = AE(ae_title="ARCHIVE")
        for each in (BasicTextSRStorage, EnhancedSRStorage, KeyObjectSelectionDocumentStorage, Push):
            archive.add_supported_context(each)
        archive.maximum_associations = 50
        modality = AE(ae_title="MODALITY")
        modality.add_supported_context(Push, scu_role=False, scp_role=True)
        modality.maximum_associations = 50
        self.servers = [
            archive.start_server(("127.0.0.1", self.port), block=False,
                                 evt_handlers=[(evt.EVT_C_STORE, self._store), (evt.EVT_N_ACTION, self._asked)]),
            modality.start_server(("127.0.0.1", self.modality_port), block=False,
                                  evt_handlers=[(evt.EVT_N_EVENT_REPORT, self._reported)])]

    def close(self):
        for server in self.servers:
            server.shutdown()

    def _store(self, event):
        self.ledger.arrived(str(event.request.AffectedSOPInstanceUID), event.request.DataSet.getvalue())
        return 0x0000

    def _asked(self, event):
        threading.Thread(target=self._report, args=(event.action_information, self.ledger), daemon=True).start()
        return 0x0000, None

    def _report(self, request, ledger):
        """Says what it holds, on an association of its own; asked again if the node is away."""
        held, missing = [], []
        for reference in request.ReferencedSOPSequence:
            item = Dataset()
            item.ReferencedSOPClassUID = reference.ReferencedSOPClassUID
            item.ReferencedSOPInstanceUID = reference.ReferencedSOPInstanceUID
            known = str(reference.ReferencedSOPInstanceUID) in ledger.archive
            if not known:
                item.FailureReason = 0x0112
                ledger.fault(f"the archive was asked for {reference.ReferencedSOPInstanceUID}, which never arrived")
            (held if known else missing).append(item)
        information = Dataset()
        information.TransactionUID = request.TransactionUID
        if held:
            information.ReferencedSOPSequence = held
        if missing:
            information.FailedSOPSequence = missing
        ae = AE(ae_title="ARCHIVE")
        ae.add_requested_context(Push)
        association = ae.associate(
            "127.0.0.1", self.node_port, ae_title="THORAXD", ext_neg=[build_role(Push, scp_role=True)])
        if association.is_established:
            try:
                association.send_n_event_report(information, 2 if missing else 1, Push, Instance)
                ledger.count("commitment answers of the archive")
            except (ValueError, RuntimeError, AttributeError):
                pass
            association.release()

    def _reported(self, event):
        information = event.event_information
        committed = {str(i.ReferencedSOPInstanceUID) for i in information.get("ReferencedSOPSequence", [])}
        failed = {str(i.ReferencedSOPInstanceUID) for i in information.get("FailedSOPSequence", [])}
        with self.ledger.lock:
            self.ledger.reports[str(information.TransactionUID)].append((committed, failed))
            self.ledger.counts["commitment reports"] += 1
        return 0x0000, None
