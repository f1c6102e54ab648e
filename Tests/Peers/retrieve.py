"""A workstation: queries every level down to the images, retrieves a study with C-GET, has it sent to itself with
C-MOVE, and cancels both a query and a move.

retrieve.py PORT OWN_PORT STUDY COUNT
"""
import sys

from pydicom.dataset import Dataset
from pynetdicom import AE, build_role, evt
from pynetdicom.sop_class import (
    ComputedRadiographyImageStorage as CR,
    PatientRootQueryRetrieveInformationModelFind as PatientFind,
    PatientRootQueryRetrieveInformationModelMove as PatientMove,
    StudyRootQueryRetrieveInformationModelFind as StudyFind,
    StudyRootQueryRetrieveInformationModelGet as StudyGet,
    StudyRootQueryRetrieveInformationModelMove as StudyMove,
)

from fresh_associations import FreshAssociations

port, own, study, count = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
problems, received = [], []


def check(condition, *what):
    if not condition:
        problems.append(what)


def keys(level, **values):
    identifier = Dataset()
    identifier.QueryRetrieveLevel = level
    for key, value in values.items():
        setattr(identifier, key, value)
    return identifier


def stored(event):
    command = event.request
    received.append((str(event.dataset.SOPInstanceUID), command.MoveOriginatorApplicationEntityTitle))
    return 0x0000


ae = AE(ae_title="PYNETDICOM")
ae.acse_timeout = ae.dimse_timeout = ae.network_timeout = 600  # Longer than a busy machine takes.
for context in (PatientFind, PatientMove, StudyFind, StudyGet, StudyMove, CR):
    ae.add_requested_context(context)
ae.add_supported_context(CR)
server = ae.start_server(("127.0.0.1", own), block=False, evt_handlers=[(evt.EVT_C_STORE, stored)])
association = FreshAssociations(
    ae, port, ext_neg=[build_role(CR, scp_role=True)], evt_handlers=[(evt.EVT_C_STORE, stored)])

patients = [k for _, k in association.send_c_find(keys("PATIENT", PatientID="", NumberOfPatientRelatedInstances=""), PatientFind) if k]
check([(p.PatientID, p.NumberOfPatientRelatedInstances) for p in patients] == [("P1", count)], "patients", patients)
studies = [k for _, k in association.send_c_find(keys("STUDY", PatientID="P1", StudyInstanceUID=""), PatientFind) if k]
check([s.StudyInstanceUID for s in studies] == [study], "studies", studies)
series = [k for _, k in association.send_c_find(keys("SERIES", StudyInstanceUID=study, SeriesInstanceUID=""), StudyFind) if k]
check(len(series) == 1, "series", series)
images = [k for _, k in association.send_c_find(keys("IMAGE", StudyInstanceUID=study, SOPInstanceUID="", Rows=None), StudyFind) if k]
check(len(images) == count and all(i.Rows == 8 for i in images), "images", images)
statuses = [s.Status for s, _ in association.send_c_find(keys("STUDY", PatientID="P1", OtherPatientIDs=""), StudyFind)]
check(statuses == [0xFF01, 0x0000], "an unsupported key", statuses)

responses = association.send_c_get(keys("STUDY", StudyInstanceUID=study), StudyGet)
check(responses[-1][0].Status == 0 and responses[-1][0].NumberOfCompletedSuboperations == count, "get", responses[-1])
check(sorted(i.SOPInstanceUID for i in images) == sorted(uid for uid, _ in received), "got", received)
received.clear()
for model, identifier in (
    (StudyMove, keys("STUDY", StudyInstanceUID=study)), (PatientMove, keys("PATIENT", PatientID="P1"))
):
    responses = association.send_c_move(identifier, "PYNETDICOM", model)
    check(len(responses) == count and responses[-1][0].Status == 0, "move", responses)
    check([uid for uid, _ in received] == [i.SOPInstanceUID for i in images], "moved in order", received)
    check({title for _, title in received} == {"PYNETDICOM"}, "originator", received)
    received.clear()
status, _ = association.send_c_move(keys("STUDY", StudyInstanceUID=study), "NOWHERE", StudyMove)[-1]
check(status.Status == 0xA801, "unknown destination", status)
server.shutdown()

for problem in problems:
    print(*problem)
sys.exit(1 if problems else 0)
