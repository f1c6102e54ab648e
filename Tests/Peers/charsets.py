"""A modality and a workstation: sends an object, queries it by its own names in its own character set and in UTF-8,
and compares the answers with what pydicom reads in the file, once with pynetdicom and once with DCMTK's findscu.

charsets.py PORT FILE FOLDER
"""
import subprocess
import sys
from pathlib import Path

import pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian
from pynetdicom import AE
from pynetdicom.sop_class import StudyRootQueryRetrieveInformationModelFind as Find

from fresh_associations import FreshAssociations

port, path, folder = int(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
file = pydicom.dcmread(path)
own = file.get("SpecificCharacterSet", "")
texts = ["PatientName", "PatientID", "StudyDescription", "ReferringPhysicianName", "StudyID", "AccessionNumber"]
expected = {key: str(file.get(key) or "").rstrip("=^ ") for key in texts}
problems = []


def check(condition, *what):
    if not condition:
        problems.append(what)


def query(terms, name):
    keys = Dataset()
    if terms:
        keys.SpecificCharacterSet = terms
    keys.QueryRetrieveLevel = "STUDY"
    for key in texts:
        setattr(keys, key, "")
    keys.StudyInstanceUID = ""
    keys.PatientName = name
    return keys


def hold(answers, what):
    check(len(answers) == 1, what, "answers", len(answers))
    for answer in answers:
        for key in texts:
            found = str(answer.get(key) or "").rstrip("=^ ")
            check(found == expected[key], what, key, found, expected[key])
        check(answer.StudyInstanceUID == file.StudyInstanceUID, what, "study")


ae = AE(ae_title="PYNETDICOM")
ae.acse_timeout = ae.dimse_timeout = ae.network_timeout = 600  # Longer than a busy machine takes.
ae.add_requested_context(file.SOPClassUID, file.file_meta.TransferSyntaxUID)
ae.add_requested_context(Find, ExplicitVRLittleEndian)
association = FreshAssociations(ae, port)
check(association.send_c_store(path).Status == 0, "stored")

name = str(file.PatientName)
groups = [group for group in name.split("=") if group]
for terms in (own, "ISO_IR 192"):
    for pattern in [name, *groups, *(group[0] + "*" for group in groups), *(group + "*" for group in groups)]:
        responses = association.send_c_find(query(terms, pattern), Find)
        check(responses[-1][0].Status == 0, "status", responses[-1][0].Status)
        hold([keys for status, keys in responses if keys], f"pynetdicom {terms} {pattern}")
        for answer in (keys for _, keys in responses if keys):
            if terms != own:
                continue
            raw, sent = answer.PatientName.original_string, file.PatientName.original_string
            check(answer.get("SpecificCharacterSet", "") in (own, ""), "answered in", answer.get("SpecificCharacterSet"))
            if not isinstance(own, pydicom.multival.MultiValue):
                check(raw.rstrip(b"=^ ") == sent.rstrip(b"=^ "), "bytes", raw, sent)

for number, terms in enumerate((own, "ISO_IR 192")):
    keys = query(terms, groups[-1])
    keys.file_meta = FileMetaDataset()
    keys.file_meta.TransferSyntaxUID = ImplicitVRLittleEndian
    request = folder / f"query{number}.dcm"
    pydicom.dcmwrite(request, keys, enforce_file_format=False)
    extracted = folder / f"answers{number}"
    extracted.mkdir()
    tool = subprocess.run(
        ["/usr/bin/findscu", "-S", "-X", "-od", extracted, "-aec", "THORAXD", "127.0.0.1", str(port), request],
        capture_output=True, text=True)
    check(tool.returncode == 0, "findscu", tool.stderr)
    hold([pydicom.dcmread(answer, force=True) for answer in sorted(extracted.iterdir())], f"findscu {terms}")

for problem in problems:
    print(*problem)
sys.exit(1 if problems else 0)
