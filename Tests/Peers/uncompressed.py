#!/usr/bin/env python3
"""Compares uncompressed copies with the compressed images that they were made of, sample for sample.

    uncompressed.py FOLDER TRANSFER-SYNTAX-UID CASES NAME STORED [NAME STORED ...]

FOLDER has what a receiver wrote, STORED are files of the node, NAME is that of an image in CASES (`matrix/cases.json`), which has
the SHA-256 of the samples that pydicom decoded. Exit status 1 if an image is missing or differs in a sample, an Image Pixel
attribute or another element.
"""
import hashlib
import json
import pathlib
import sys
import warnings

import numpy as np
import pydicom

warnings.simplefilter("ignore")
PIXELS = {0x00280002, 0x00280004, 0x00280006, 0x00280100, 0x00280101, 0x00280102, 0x00280103, 0x00282110, 0x7fe00010}
LOSSY = {"1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51"}

folder, syntax, cases, *stored = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3], *sys.argv[4:]
digests = {case["name"]: case.get("numbers") for case in json.load(open(cases))}
received = {ds.SOPInstanceUID: ds for ds in (pydicom.dcmread(path) for path in folder.iterdir())}
faults = 0


def check(uid, holds, what):
    global faults
    if not holds:
        faults += 1
        print(uid, what)


def digest(frame):
    return hashlib.sha256(frame.astype("<i4").tobytes()).hexdigest()


for name, path in zip(stored[::2], stored[1::2]):
    before = pydicom.dcmread(path)
    uid = before.SOPInstanceUID
    after = received.get(uid)
    if after is None:
        check(uid, False, "was not received")
        continue
    check(uid, after.file_meta.TransferSyntaxUID == syntax, f"is in {after.file_meta.TransferSyntaxUID.name}")
    samples = after.pixel_array
    frames = samples if after.get("NumberOfFrames", 1) > 1 else samples[np.newaxis]
    check(uid, digest(frames[0]) == digests[name], f"has other samples than {name}")
    # The second of two frames is the first one upside down.
    check(uid, all(np.array_equal(frame, frames[0][::-1]) for frame in frames[1:]), "has another second frame")
    check(uid, after.HighBit == after.BitsStored - 1 <= after.BitsAllocated - 1, "has an impossible High Bit")
    lossy = before.file_meta.TransferSyntaxUID in LOSSY
    check(uid, not lossy or after.get("LossyImageCompression") == "01", "does not say that it was lossy")
    for element in before:
        if element.tag not in PIXELS:
            check(uid, after.get(element.tag) == element, f"differs in {element.tag}")
print(f"{len(stored) // 2} images, {faults} faults")
sys.exit(1 if faults else 0)
