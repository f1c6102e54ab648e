"""Compares DICOM JSON with the objects that it is of, element by element: pydicom reads both.

Usage: metadata.py FOLDER. Each NAME.json in it has NAME.path beside it, which holds the path of the object.
Prints a line for each difference, and exits 1 if there is one. Values of elements are not printed.
"""

import json
import math
import pathlib
import sys
import warnings

import pydicom
from pydicom.dataset import Dataset
from pydicom.multival import MultiValue

warnings.simplefilter("ignore")
pydicom.config.settings.reading_validation_mode = pydicom.config.IGNORE

BINARY = {"OB", "OW", "OF", "OD", "OL", "OV", "UN"}


def values(element):
    value = element.value
    if value is None or (isinstance(value, (str, bytes)) and len(value) == 0):
        return []
    if isinstance(value, (MultiValue, list, tuple)):
        return list(value)
    return [value]


def plain(value, vr):
    if value is None:
        return ""
    if vr in ("DS", "IS"):
        try:
            return float(str(value))
        except ValueError:
            return str(value).strip(" \0")
    if vr in ("FL", "FD"):
        return float(value)
    if vr == "PN":
        return "=".join(group.rstrip("^ \0") for group in str(value).split("=")).rstrip("=")
    if vr == "AT":
        return int(value)
    if isinstance(value, str):
        return value.rstrip(" \0")
    return value


def differences(stored, shown, raw, place=""):
    ignored = {0x00080005, 0x00083002}
    for element in stored:
        tag = element.tag
        if tag in ignored or tag.element == 0 or tag > 0x7FE00010:
            continue
        here = f"{place}{tag}"
        if tag not in shown:
            yield f"{here} is missing"
            continue
        other = shown[tag]
        vr = other.VR
        if vr != element.VR and not (tag.is_private or element.VR == "UN" or tag == 0x7FE00010):
            yield f"{here} is {vr}, not {element.VR}"
            continue
        raw_element = raw[f"{int(tag):08X}"]
        if "BulkDataURI" in raw_element:
            continue
        if vr == "SQ":
            # Of what has a sequence's tag and holds text, pydicom makes a sequence.
            if element.VR != "SQ" or raw_element["vr"] != "SQ":
                continue
            if len(element.value) != len(other.value):
                yield f"{here} has {len(other.value)} items, not {len(element.value)}"
                continue
            for index, (one, two) in enumerate(zip(element.value, other.value)):
                yield from differences(one, two, raw_element["Value"][index], f"{here}/{index + 1}/")
            continue
        if element.VR == "UN" and vr != "UN":
            continue
        if vr in BINARY:
            # In Implicit VR pydicom knows some private attributes.
            if element.VR in BINARY and bytes(element.value or b"") != bytes(other.value or b""):
                yield f"{here} has other bytes"
            continue
        one = [plain(v, vr) for v in values(element)]
        two = [plain(v, vr) for v in values(other)]
        if all(v == "" for v in one):
            one = []
        if all(v == "" for v in two):
            two = []
        if one != two:
            same = len(one) == len(two) and all(
                a == b or (isinstance(a, float) and isinstance(b, float) and math.isclose(a, b, rel_tol=1e-12))
                for a, b in zip(one, two)
            )
            if not same:
                yield f"{here} {vr} has another value"
    for element in shown:
        if element.tag not in stored and element.tag not in ignored:
            yield f"{place}{element.tag} is not in the object"


def main():
    count = elements = unread = 0
    failed = False
    for path in sorted(pathlib.Path(sys.argv[1]).glob("*.json")):
        text = path.read_text(encoding="utf-8")
        try:
            stored = pydicom.dcmread(path.with_suffix(".path").read_text(), force=True)
            # Also what is read when it is asked for.
            str(stored)
        except Exception as error:
            print(f"pydicom cannot read {path.stem}: {type(error).__name__}")
            unread += 1
            json.loads(text)
            continue
        previous = None
        raw = json.loads(text)
        for key in raw:
            assert previous is None or previous < key, "the tags do not ascend"
            previous = key
        try:
            shown = Dataset.from_json(text, bulk_data_uri_handler=lambda tag, vr, uri: None)
        except ValueError as error:
            # It takes no IS that is no number.
            if "invalid literal for int" not in str(error):
                raise
            print(f"pydicom cannot read the JSON of {path.stem}: {error}")
            unread += 1
            continue
        count += 1
        elements += len(stored)
        for difference in differences(stored, shown, raw):
            failed = True
            print(f"{path.stem}: {difference}")
    print(f"compared {count} objects of {elements} elements; pydicom cannot read {unread}")
    sys.exit(1 if failed or count == 0 else 0)


main()
