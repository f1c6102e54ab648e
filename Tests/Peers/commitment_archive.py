"""An archive that is asked for storage commitment.

commitment_archive.py PORT NODE_PORT BEHAVIOUR LOG
BEHAVIOUR is `keep`: reports success on its own association; `same`: reports success on that of the request; `refuse`:
reports that it has no such instance (0112); `silent`: never reports; `decline`: answers the request with 0110;
`forget`: reports another transaction. Each request and each answer to a report is a line in the file LOG.
"""
import sys
import threading
import time

from pydicom.dataset import Dataset
from pydicom.uid import generate_uid
from pynetdicom import AE, build_role, evt
from pynetdicom.sop_class import StorageCommitmentPushModel as Push, StorageCommitmentPushModelInstance as Instance

port, node, behaviour, path = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]


def tell(*what):
    with open(path, "a") as file:
        print(*what, file=file)


def item(reference, reason=None):
    each = Dataset()
    each.ReferencedSOPClassUID = reference.ReferencedSOPClassUID
    each.ReferencedSOPInstanceUID = reference.ReferencedSOPInstanceUID
    if reason is not None:
        each.FailureReason = reason
    return each


def report(request, association):
    information = Dataset()
    information.TransactionUID = generate_uid() if behaviour == "forget" else request.TransactionUID
    references = request.ReferencedSOPSequence
    if behaviour == "refuse":
        information.FailedSOPSequence = [item(i, 0x0112) for i in references]
    else:
        information.ReferencedSOPSequence = [item(i) for i in references]
    time.sleep(0.2)
    own = association is None
    if own:
        association = ae.associate("127.0.0.1", node, ae_title="THORAXD", ext_neg=[build_role(Push, scp_role=True)])
        if not association.is_established:
            return tell("no association")
    status, _ = association.send_n_event_report(information, 2 if behaviour == "refuse" else 1, Push, Instance)
    tell("answer", f"{status.get('Status', 0xFFFF):04X}")
    if own:
        association.release()


def asked(event):
    request = event.action_information
    tell("request", request.TransactionUID, len(request.ReferencedSOPSequence), event.assoc.requestor.ae_title)
    if behaviour == "decline":
        return 0x0110, None
    if behaviour != "silent":
        association = event.assoc if behaviour == "same" else None
        threading.Thread(target=report, args=(request, association), daemon=True).start()
    return 0x0000, None


ae = AE(ae_title="ARCHIVE")
ae.acse_timeout = ae.dimse_timeout = ae.network_timeout = 600  # Longer than a busy machine takes.
ae.add_supported_context(Push)
ae.add_requested_context(Push)
ae.start_server(("127.0.0.1", port), evt_handlers=[(evt.EVT_N_ACTION, asked)])
