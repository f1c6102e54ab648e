"""A modality that requests storage commitment and waits for the report, which it prints as JSON.

commitment_user.py PORT OWN_PORT WHERE COUNT CALLED TRANSACTION CLASS:INSTANCE...
WHERE is `own`: the report arrives at its own port; `same`: it arrives on the association of the request. It waits for COUNT
reports.

commitment_user.py 0 OWN_PORT FILE
requests nothing and writes the transaction of each report it receives to the file, one per line.
"""
import json
import sys
import threading

from pydicom.dataset import Dataset
from pynetdicom import AE, evt
from pynetdicom.pdu import P_DATA_TF
from pynetdicom.sop_class import StorageCommitmentPushModel as Push, StorageCommitmentPushModelInstance as Instance

port, own, where = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
reports, answered = [], threading.Semaphore(0)
unanswered = set()  # The open associations whose report arrived and whose answer is not on the wire yet.
changed = threading.Condition()  # Of these.


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
    with changed:
        unanswered.add(event.assoc)
    if not port:
        with open(where, "a") as file:
            print(information.TransactionUID, file=file)
    return 0x0000, None


def sent(event):
    with changed:
        if event.assoc in unanswered and isinstance(event.pdu, P_DATA_TF):
            unanswered.remove(event.assoc)
            changed.notify_all()
            answered.release()


def closed(event):
    with changed:
        unanswered.discard(event.assoc)
        changed.notify_all()


def release(association):
    """Releases an association, but not between a report on it and the answer: pynetdicom would end its own thread, and wait for
    the whole limit. It takes no report any more when it negotiates the release, so it waits for the answer there."""
    negotiate = association.acse.negotiate_release

    def negotiate_once_answered():
        with changed:
            changed.wait_for(lambda: association not in unanswered)
        negotiate()

    association.acse.negotiate_release = negotiate_once_answered
    association.release()


handlers = [(evt.EVT_N_EVENT_REPORT, reported), (evt.EVT_PDU_SENT, sent), (evt.EVT_CONN_CLOSE, closed)]
ae = AE(ae_title="MODALITY")
ae.acse_timeout = ae.dimse_timeout = ae.network_timeout = 600  # Longer than a busy machine takes.
ae.add_requested_context(Push)
ae.add_supported_context(Push, scu_role=False, scp_role=True)
server = ae.start_server(("127.0.0.1", own), block=not port, evt_handlers=handlers) if own else None
count, called, transaction = int(sys.argv[4]), *sys.argv[5:7]
association = ae.associate("127.0.0.1", port, ae_title=called, evt_handlers=handlers)
result = {"established": association.is_established}
if association.is_established:
    request = Dataset()
    request.TransactionUID = transaction
    request.ReferencedSOPSequence = []
    for reference in sys.argv[7:]:
        item = Dataset()
        item.ReferencedSOPClassUID, item.ReferencedSOPInstanceUID = reference.split(":")
        request.ReferencedSOPSequence.append(item)
    status, _ = association.send_n_action(request, 1, Push, Instance)
    result["status"] = status.get("Status")
    if where == "own":
        release(association)
    for _ in range(count if result["status"] == 0 else 0):
        answered.acquire(timeout=600)
    if where == "same" and association.is_established:
        release(association)
if server:
    server.shutdown()
print(json.dumps(result | {"reports": reports}))
