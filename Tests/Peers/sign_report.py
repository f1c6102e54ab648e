"""Signs a draft as another vendor's workstation would, for the tests of DICOMObject.

usage: sign_report.py basic|enhanced|comprehensive DRAFT IMAGE OUT

`basic` changes a copy of the draft with pydicom; the others are newly written with highdicom and its heading codes.
"""

import sys

import highdicom
import pydicom
from highdicom.sr import CodedConcept, ContainerContentItem, RelationshipTypeValues, TextContentItem
from pydicom.dataset import Dataset

kind, draft_path, image_path, out = sys.argv[1:]
draft = pydicom.dcmread(draft_path)


def item(**attributes):
    dataset = Dataset()
    for name, value in attributes.items():
        setattr(dataset, name, value)
    return dataset


if kind == "basic":
    predecessor = item(
        StudyInstanceUID=draft.StudyInstanceUID,
        ReferencedSeriesSequence=[item(
            SeriesInstanceUID=draft.SeriesInstanceUID,
            ReferencedSOPSequence=[item(
                ReferencedSOPClassUID=draft.SOPClassUID, ReferencedSOPInstanceUID=draft.SOPInstanceUID)])])
    draft.PredecessorDocumentsSequence = [predecessor]
    draft.SOPInstanceUID = draft.file_meta.MediaStorageSOPInstanceUID = "1.2.3.77"
    draft.CompletionFlag, draft.VerificationFlag, draft.PreliminaryFlag = "COMPLETE", "VERIFIED", "FINAL"
    draft.SpecificCharacterSet = "ISO_IR 192"
    draft.TimezoneOffsetFromUTC = "+0200"
    draft.VerifyingObserverSequence = [item(
        VerifyingObserverName="Yamada^Hanako=山田^花子", VerifyingOrganization="Hôpital",
        VerificationDateTime="20261123081500", VerifyingObserverIdentificationCodeSequence=[])]
    draft.save_as(out)
    sys.exit()

image = pydicom.dcmread(image_path)
contains = RelationshipTypeValues.CONTAINS


def section(code, name, *texts):
    heading = ContainerContentItem(CodedConcept(code, "LN", name), relationship_type=contains)
    heading.ContentSequence = highdicom.sr.ContentSequence([
        TextContentItem(CodedConcept("121071", "DCM", "Finding"), text, contains) for text in texts])
    return heading


root = ContainerContentItem(CodedConcept("18748-4", "LN", "Diagnostic Imaging Report"), template_id="2000")
root.ContentSequence = highdicom.sr.ContentSequence([
    section("59776-5", "Findings", "The heart is enlarged.", "Kein Erguß – 胸水なし"),
    section("55110-1", "Conclusions", "Cardiomegaly."),
])
maker = highdicom.sr.EnhancedSR if kind == "enhanced" else highdicom.sr.ComprehensiveSR
maker(
    evidence=[image], content=root, series_instance_uid="1.2.3.76", series_number=1, sop_instance_uid="1.2.3.77",
    instance_number=1, manufacturer="Another maker", is_complete=True, is_final=True, is_verified=True,
    verifying_observer_name="Yamada^Hanako=山田^花子", verifying_organization="Hôpital",
    previous_versions=[draft],
).save_as(out)
