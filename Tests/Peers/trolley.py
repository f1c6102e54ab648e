"""Searches and retrieves with dicomtrolley, which accepts anything (`*/*`) everywhere.

Usage: trolley.py BASE TOKEN FOLDER. The objects in FOLDER are stored there; compares what comes back with them, and prints
each call that passed. Exits with an error at the first difference.
"""

import pathlib
import sys
import tempfile
import warnings
from datetime import datetime

import pydicom
import requests
from dicomtrolley.core import InstanceReference, Query, QueryLevels, SeriesReference, StudyReference
from dicomtrolley.qido_rs import HierarchicalQuery, QidoRS, RelationalQuery
from dicomtrolley.trolley import Trolley
from dicomtrolley.wado_rs import WadoRS, WadoRSMetaData

warnings.simplefilter("ignore")
base, token, folder = sys.argv[1:]
session = requests.Session()
session.headers["Authorization"] = f"Bearer {token}"


def unicode(answer, *_, **__):
    """Says that JSON is UTF-8 (RFC 8259): the client guesses the encoding of an answer whose type names none."""
    if answer.headers["Content-Type"].endswith("json"):
        answer.encoding = "utf-8"


session.hooks["response"].append(unicode)
files = [pydicom.dcmread(path) for path in sorted(pathlib.Path(folder).glob("*.dcm"))]
studies = {f.StudyInstanceUID for f in files}


def passed(call):
    """Prints a call once."""
    if call not in passed.calls:
        passed.calls.append(call)
        print(f"pass {call}")


passed.calls = []

search = QidoRS(session, base)
assert {s.uid for s in search.find_studies(Query())} == studies
passed("QidoRS.find_studies(Query)")
assert search.find_studies(HierarchicalQuery(PatientID="not stored")) == []
day = datetime.strptime(files[0].StudyDate, "%Y%m%d")
dated = search.find_studies(HierarchicalQuery(min_study_date=day, max_study_date=day, include_fields=["StudyDescription"]))
assert files[0].StudyInstanceUID in [s.uid for s in dated]
limited = search.find_studies(HierarchicalQuery(limit=1, offset=1))
assert len(limited) == 1
passed("QidoRS.find_studies(HierarchicalQuery)")

for file in files:
    study, series, instance = file.StudyInstanceUID, file.SeriesInstanceUID, file.SOPInstanceUID
    (one,) = search.find_studies(HierarchicalQuery(PatientID=file.PatientID, StudyInstanceUID=study))
    assert one.uid == study and one.data.PatientName == file.PatientName, instance
    below = search.find_studies(HierarchicalQuery(query_level=QueryLevels.SERIES, StudyInstanceUID=study))
    assert series in [s.uid for s in below[0].series]
    below = search.find_studies(
        HierarchicalQuery(query_level=QueryLevels.INSTANCE, StudyInstanceUID=study, SeriesInstanceUID=series))
    assert instance in [i.uid for i in below[0].all_instances()]
    across = search.find_studies(RelationalQuery(query_level=QueryLevels.INSTANCE, StudyInstanceUID=study))
    assert instance in [i.uid for i in across[0].all_instances()]
    passed("QidoRS.find_studies(RelationalQuery)")
    assert search.find_study(HierarchicalQuery(StudyInstanceUID=study)).uid == study
    passed("QidoRS.find_study")
    assert search.find_study_by_id(study, QueryLevels.INSTANCE).uid == study
    passed("QidoRS.find_study_by_id")

    references = {
        "InstanceReference": InstanceReference(study_uid=study, series_uid=series, instance_uid=instance),
        "SeriesReference": SeriesReference(study_uid=study, series_uid=series),
        "StudyReference": StudyReference(study_uid=study),
    }
    for name, reference in references.items():
        objects = list(WadoRS(session, base, request_per_series=False).datasets([reference]))
        (read,) = [o for o in objects if o.SOPInstanceUID == instance]
        assert read.PixelData == file.PixelData and read.PatientName == file.PatientName, instance
        passed(f"WadoRS.datasets({name})")
        headers = list(WadoRSMetaData(session, base).datasets([reference]))
        (header,) = [h for h in headers if h.SOPInstanceUID == instance]
        assert header.PatientName == file.PatientName and header.Rows == file.Rows, instance
        passed(f"WadoRSMetaData.datasets({name})")

with tempfile.TemporaryDirectory() as target:
    trolley = Trolley(searcher=search, downloader=WadoRS(session, base))
    found = trolley.find_studies(Query())
    passed("Trolley.find_studies")
    fetched = {data_set.SOPInstanceUID for data_set in trolley.fetch_all_datasets(found)}
    assert fetched == {f.SOPInstanceUID for f in files}, fetched
    passed("Trolley.fetch_all_datasets")
    assert trolley.find_study(HierarchicalQuery(StudyInstanceUID=files[0].StudyInstanceUID)).uid in studies
    passed("Trolley.find_study")
    trolley.download(found, target)
    saved = {pydicom.dcmread(p).SOPInstanceUID for p in pathlib.Path(target).rglob("*") if p.is_file()}
    assert saved == {f.SOPInstanceUID for f in files}, saved
    passed("Trolley.download")
