"""Reads the patient names in a folder of data sets in DICOM's character sets with pydicom.

Writes charsets.json: for each file its Specific Character Set, the bytes of Patient's Name in hexadecimal and the name in
Unicode. usage: charsets.py FOLDER > charsets.json
"""

import json
import pathlib
import sys

import pydicom

entries = []
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.dcm")):
    data_set = pydicom.dcmread(path, force=True)
    raw = pydicom.dcmread(path, force=True).get_item("PatientName")
    if raw is None:
        continue
    terms = data_set.SpecificCharacterSet
    entries.append({
        "file": path.name,
        "terms": terms if isinstance(terms, str) else "\\".join(terms),
        "bytes": raw.value.hex(),
        "name": str(data_set.PatientName),
    })
json.dump({"pydicom": pydicom.__version__, "names": entries}, sys.stdout, ensure_ascii=True, indent=1)
print()
