"""Stores objects with dicomweb-client, finds them and retrieves them by every call that it has for it.

Usage: dicomweb.py BASE TOKEN FOLDER. Compares what comes back with the files, and prints each call with its result; exits 1
at the first difference.
"""

import collections
import pathlib
import sys
import warnings

import pydicom
from dicomweb_client.api import DICOMwebClient
from requests import HTTPError

warnings.simplefilter("ignore")
base, token, folder = sys.argv[1:]
# The client gives up after 20 s, on a busy machine too, and then sends a body that it has used up once more: empty.
options = {"url": base, "headers": {"Authorization": f"Bearer {token}"}, "timeout": 3600}


class Counted:
    """The client, whose calls are counted by their names."""

    calls = collections.Counter()

    def __init__(self, **more):
        self.client = DICOMwebClient(**options, **more)

    def __getattr__(self, name):
        method = getattr(self.client, name)

        def call(*arguments, **named):
            answer = method(*arguments, **named)
            self.calls[name] += 1
            return answer

        return call


client = Counted()
# Clients read large bodies in pieces, and send them so.
in_pieces = Counted(chunk_size=100_000)
files = {}
for path in sorted(pathlib.Path(folder).glob("*.dcm")):
    data_set = pydicom.dcmread(path)
    files[data_set.SOPInstanceUID] = data_set

for store in (client, in_pieces):
    try:
        answer = store.store_instances(list(files.values()))
    except HTTPError as error:
        sys.exit(f"{error}: {error.response.headers} {error.response.text}")
    assert len(answer.ReferencedSOPSequence) == len(files), answer
    for item in answer.ReferencedSOPSequence:
        assert item.RetrieveURL.startswith(base), item.RetrieveURL

# Searches: all of them, in pages, with fields, and below a study and a series.
studies = {f.StudyInstanceUID for f in files.values()}
found = client.search_for_studies(fields=["StudyDescription", "00080060"], fuzzymatching=False)
assert {s["0020000D"]["Value"][0] for s in found} == studies, found
paged = client.search_for_studies(limit=1, get_remaining=True)
assert [s["0020000D"]["Value"][0] for s in paged] == [s["0020000D"]["Value"][0] for s in found], paged
assert client.search_for_studies(search_filters={"PatientID": "not stored"}) == []
assert len(client.search_for_series()) == len({f.SeriesInstanceUID for f in files.values()})
assert len(client.search_for_instances()) == len(files)

for stored in files.values():
    study, series, instance = stored.StudyInstanceUID, stored.SeriesInstanceUID, stored.SOPInstanceUID
    one = client.search_for_studies(search_filters={"StudyInstanceUID": study, "PatientID": stored.PatientID})
    assert len(one) == 1 and pydicom.Dataset.from_json(one[0]).PatientName == stored.PatientName, one
    assert series in [s["0020000E"]["Value"][0] for s in client.search_for_series(study)]
    assert instance in [i["00080018"]["Value"][0] for i in client.search_for_instances(study, series)]
    assert instance in [i["00080018"]["Value"][0] for i in client.search_for_instances(study)]

    def check(read):
        assert read.PatientID == stored.PatientID and read.PixelData == stored.PixelData, instance
        assert str(read.PatientName) == str(stored.PatientName), instance

    def pick(objects):
        (read,) = [o for o in objects if o.SOPInstanceUID == instance]
        return read

    check(client.retrieve_instance(study, series, instance))
    for retrieve in (client.retrieve_series, client.iter_series):
        check(pick(retrieve(study, series)))
    for retrieve in (client.retrieve_study, client.iter_study, in_pieces.iter_study):
        check(pick(retrieve(study)))
    stored_syntax = stored.file_meta.TransferSyntaxUID
    for media_types in ((("application/dicom", "*"),), (("application/dicom", str(stored_syntax)),)):
        if not stored_syntax.is_implicit_VR or media_types[0][1] == "*":
            check(client.retrieve_instance(study, series, instance, media_types))

    for metadata in (
        client.retrieve_instance_metadata(study, series, instance),
        *client.retrieve_series_metadata(study, series),
        *client.retrieve_study_metadata(study),
    ):
        assert metadata["0020000D"]["Value"] == [study], metadata
    metadata = client.retrieve_instance_metadata(study, series, instance)
    uri = metadata["7FE00010"]["BulkDataURI"]
    assert uri.startswith(base), uri
    values = client.retrieve_bulkdata(uri)
    assert list(client.iter_bulkdata(uri)) == values
    frames = client.retrieve_instance_frames(study, series, instance, [1])
    assert list(client.iter_instance_frames(study, series, instance, [1])) == frames
    if stored_syntax.is_compressed:
        assert frames[0] == next(pydicom.encaps.generate_frames(stored.PixelData, number_of_frames=1)), instance
        assert values == frames, instance
    else:
        assert stored.PixelData.startswith(frames[0]) and values == [stored.PixelData], instance
    for media_types in (("application/octet-stream",), ("*/*",)):
        assert client.retrieve_instance_frames(study, series, instance, [1], media_types) == frames, instance

    # Pictures, of which the client makes bytes.
    jpeg = ("image/jpeg",)
    small = {"viewport": "64,64"}
    for picture in (
        client.retrieve_instance_rendered(study, series, instance, jpeg, small),
        client.retrieve_instance_frames_rendered(study, series, instance, [1], jpeg, small),
        client.retrieve_series_rendered(study, series, jpeg, small),
    ):
        assert picture.startswith(b"\xff\xd8"), picture[:20]

# Nothing is deleted over the web.
for call, uids in (("delete_study", (study,)), ("delete_series", (study, series)), ("delete_instance", (study, series, instance))):
    try:
        getattr(client, call)(*uids)
    except HTTPError as error:
        assert error.response.status_code == 405, error
        print(f"refused {call}")
known = {name for name in dir(DICOMwebClient) if not name.startswith(("_", "lookup_", "set_"))}
untried = {name for name in known if name not in Counted.calls and not name.startswith("delete_")}
assert not untried, untried
for call in sorted(Counted.calls):
    print(f"pass {call}")
print(f"{len(files)} objects, {sum(Counted.calls.values())} calls of dicomweb-client", file=sys.stderr)
