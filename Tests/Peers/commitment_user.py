"""A modality that asks for storage commitment and waits for the report, which it prints as JSON.

commitment_user.py PORT OWN_PORT WHERE CALLED TRANSACTION CLASS:INSTANCE...
WHERE is `own`: the report comes to its own port; `same`: it comes on the association of the request.
"""
import json
import sys
import threading

from pydicom.dataset import Dataset
from pynetdicom import AE, evt
from pynetdicom.sop_class import StorageCommitmentPushModel as Push, StorageCommitmentPushModelInstance as Instance

port, own, where, called, transaction = int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:6]
reports, arrived = [], threading.Event()


def reported(event):
    information = event.event_information
    reports.append({
        "event": event.event_type,
        "transaction": str(information.TransactionUID),
        "committed": sorted(str(i.ReferencedSOPInstanceUID) for i in information.get("ReferencedSOPSequence", [])),
        "failed": {str(i.ReferencedSOPInstanceUID): i.FailureReason for i in information.get("FailedSOPSequence", [])},
        "calling": event.assoc.requestor.ae_title,
        "on_own_port": event.assoc.is_acceptor,
    })
    arrived.set()
    return 0x0000, None


handlers = [(evt.EVT_N_EVENT_REPORT, reported)]
ae = AE(ae_title="MODALITY")
ae.add_requested_context(Push)
ae.add_supported_context(Push, scu_role=False, scp_role=True)
server = ae.start_server(("127.0.0.1", own), block=False, evt_handlers=handlers) if own else None
association = ae.associate("127.0.0.1", port, ae_title=called, evt_handlers=handlers)
result = {"established": association.is_established}
if association.is_established:
    request = Dataset()
    request.TransactionUID = transaction
    request.ReferencedSOPSequence = []
    for reference in sys.argv[6:]:
        item = Dataset()
        item.ReferencedSOPClassUID, item.ReferencedSOPInstanceUID = reference.split(":")
        request.ReferencedSOPSequence.append(item)
    status, _ = association.send_n_action(request, 1, Push, Instance)
    result["status"] = status.get("Status")
    if where == "own":
        association.release()
    arrived.wait(20 if result["status"] == 0 else 0)
    if where == "same" and association.is_established:
        association.release()
if server:
    server.shutdown()
print(json.dumps(result | {"reports": reports}))
