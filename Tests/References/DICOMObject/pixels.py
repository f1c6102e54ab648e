#!/usr/bin/env python3
"""Decodes and renders the shared test files with pydicom and writes the results to pixels.json.

    pip install pydicom==3.0.2 numpy pylibjpeg pylibjpeg-libjpeg pylibjpeg-openjpeg pyjpegls
    pixels.py SHARED_DATA > pixels.json

Each entry: SHA-256 of the first frame's stored values (16-bit little endian, the stored bits only), and the brightness
(0 black, 1 white) of a hundred pixels, `step` apart, after modality LUT, VOI LUT or window, padding and MONOCHROME1
inversion, by pydicom's own functions; for colour images the luminance. Decoders: pydicom (RLE, native), the JPEG
committee's libjpeg (JPEG), CharLS (JPEG-LS), a later OpenJPEG than Debian's (JPEG 2000).
"""
import hashlib
import json
import pathlib
import sys

import numpy as np
import pydicom
from pydicom.pixels import apply_color_lut, apply_modality_lut, apply_rescale, apply_voi_lut

LOSSY = {f"1.2.840.10008.1.2.4.{last}" for last in (50, 51, 91)}
NOT_READ = {f"1.2.840.10008.1.2.4.{last}" for last in (53, 55)}  # retired; refused in negotiation
ALSO_MALFORMED = {f"1.2.840.10008.1.2.{last}" for last in ("1.99", "4.90", "4.91")}
SKIPPED = {
    "SC_rgb_jpeg.dcm": "declares explicit VR but is implicit; DCMTK refuses it",
    "JPEG2000-embedded-sequence-delimiter.dcm": "no code stream: its header is overwritten",
    "RG2_JPLY.dcm": "invalid scan header that this decoder refuses",
}


def stored_values(dataset):
    values = dataset.pixel_array
    if dataset.get("NumberOfFrames", 1) > 1:
        values = values[0]
    return values.astype(np.int64)


def luminance(dataset):
    """BT.601 of the first frame's colours."""
    colours = dataset.pixel_array
    if dataset.PhotometricInterpretation == "PALETTE COLOR":
        colours = apply_color_lut(colours, dataset)
    while colours.ndim > 3:
        colours = colours[0]
    return colours.astype(np.float64) @ [0.299, 0.587, 0.114] / np.iinfo(colours.dtype).max


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


def sampled(picture):
    step = max(1, picture.size // 100)
    return {"step": step, "brightness": [round(float(b), 4) for b in picture.ravel()[::step]]}


def grayscale(dataset):
    values = stored_values(dataset)
    words = (values & ((1 << dataset.BitsStored) - 1)).astype("<u2").tobytes()
    return {
        "isExact": dataset.file_meta.TransferSyntaxUID not in LOSSY,
        "rows": dataset.Rows,
        "columns": dataset.Columns,
        "storedValues": hashlib.sha256(words).hexdigest(),
        **sampled(brightness(dataset, values)),
    }


def colour(dataset):
    return {
        "isExact": False,
        "rows": dataset.Rows,
        "columns": dataset.Columns,
        "storedValues": "",
        **sampled(luminance(dataset)),
    }


def main(shared):
    references = {}
    for folder in ("chest_dicom", "transfer_syntaxes", "malformed"):
        for path in sorted((shared / folder).glob("*.dcm")):
            dataset = pydicom.dcmread(path, force=True)
            if "TransferSyntaxUID" not in dataset.file_meta:
                dataset.file_meta.TransferSyntaxUID = pydicom.uid.ImplicitVRLittleEndian
            syntax = dataset.file_meta.TransferSyntaxUID
            is_grayscale = dataset.get("PhotometricInterpretation", "MONO")[:4] == "MONO"
            if "PixelData" not in dataset or path.name in SKIPPED or syntax in NOT_READ:
                continue
            if dataset.get("BitsAllocated", 32) > 16:
                continue
            if folder == "malformed" and is_grayscale and syntax not in ALSO_MALFORMED:
                continue
            references[f"{folder}/{path.name}"] = grayscale(dataset) if is_grayscale else colour(dataset)
    lines = [f"{json.dumps(name)}: {json.dumps(entry)}" for name, entry in references.items()]
    print("{\n" + ",\n".join(lines) + "\n}")


main(pathlib.Path(sys.argv[1]))
