#!/usr/bin/env python3
"""Decodes and renders the shared test files with pydicom and writes what came out to pixels.json.

    pip install pydicom==3.0.2 numpy pylibjpeg pylibjpeg-libjpeg pyjpegls
    pixels.py SHARED_DATA > pixels.json

Each entry: SHA-256 of the first frame's stored values (16-bit little endian, the stored bits only), and the brightness
(0 black, 1 white) of every 10007th pixel, after modality LUT, VOI LUT or window, padding and MONOCHROME1 inversion, by
pydicom's own functions. Decoders: pydicom (RLE, native), libjpeg of the JPEG committee (JPEG), CharLS (JPEG-LS).
"""
import hashlib
import json
import pathlib
import sys

import numpy as np
import pydicom
from pydicom.pixels import apply_modality_lut, apply_rescale, apply_voi_lut

LOSSY = {"1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51"}
NOT_READ = {"1.2.840.10008.1.2.1.99"} | {f"1.2.840.10008.1.2.4.{last}" for last in (53, 55, 90, 91)}
SKIPPED = {
    "RG2_JPLY.dcm": "invalid scan header that this decoder refuses",
}


def stored_values(dataset):
    values = dataset.pixel_array
    if dataset.get("NumberOfFrames", 1) > 1:
        values = values[0]
    return values.astype(np.int64)


def brightness(dataset, values):
    numbers = apply_modality_lut(values, dataset).astype(np.float64)
    padding = np.zeros(values.shape, bool)
    if "PixelPaddingValue" in dataset:
        first = int(dataset.PixelPaddingValue)
        if dataset.PixelRepresentation == 1 and first > 32767:
            first -= 65536
        limit = int(dataset.get("PixelPaddingRangeLimit", first))
        padding = (values >= min(first, limit)) & (values <= max(first, limit))
    if "VOILUTSequence" in dataset and dataset.VOILUTSequence:
        length, _, bits = dataset.VOILUTSequence[0].LUTDescriptor
        result = apply_voi_lut(numbers.astype(np.int64), dataset) / (2**bits - 1)
    elif "WindowCenter" in dataset:
        result = apply_voi_lut(numbers, dataset)
        lowest, highest = 0, 2**dataset.BitsStored - 1
        if dataset.PixelRepresentation == 1:
            lowest, highest = -(2 ** (dataset.BitsStored - 1)), 2 ** (dataset.BitsStored - 1) - 1
        ends = apply_rescale(np.array([lowest, highest]), dataset)
        result = (result - ends[0]) / (ends[1] - ends[0])
    else:
        lowest, highest = numbers[~padding].min(), numbers[~padding].max()
        result = (numbers - lowest) / (highest - lowest)
    if dataset.PhotometricInterpretation == "MONOCHROME1":
        result = 1 - result
    result[padding] = 0
    return result


def main(shared):
    references = {}
    for folder in ("chest_dicom", "transfer_syntaxes"):
        for path in sorted((shared / folder).glob("*.dcm")):
            dataset = pydicom.dcmread(path, force=True)
            if "TransferSyntaxUID" not in dataset.file_meta:
                dataset.file_meta.TransferSyntaxUID = pydicom.uid.ImplicitVRLittleEndian
            syntax = dataset.file_meta.TransferSyntaxUID
            if "PixelData" not in dataset or path.name in SKIPPED or syntax in NOT_READ:
                continue
            values = stored_values(dataset)
            mask = (1 << dataset.BitsStored) - 1
            words = (values & mask).astype("<u2").tobytes()
            references[f"{folder}/{path.name}"] = {
                "isExact": syntax not in LOSSY,
                "rows": dataset.Rows,
                "columns": dataset.Columns,
                "storedValues": hashlib.sha256(words).hexdigest(),
                "brightness": [round(float(b), 4) for b in brightness(dataset, values).ravel()[::10007]],
            }
    lines = [f"{json.dumps(name)}: {json.dumps(entry)}" for name, entry in references.items()]
    print("{\n" + ",\n".join(lines) + "\n}")


main(pathlib.Path(sys.argv[1]))
