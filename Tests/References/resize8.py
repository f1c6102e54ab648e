#!/usr/bin/env python3
"""Reference values for ImageNetInputTests: python3 Tests/References/resize8.py > Tests/References/resize8.json

Needs Pillow 11 or older and numpy: Pillow 13 chooses by size which axis to shrink first, and in some pixels
differs by one step of 255 from the input that earlier models were trained with. Uses Pillow's BILINEAR filter on 8-bit
grey pictures, and for one of them torchvision's ToTensor and Normalize in single precision. The test draws the same
pictures; results are stored as a hash of their bytes and, for small ones, in full."""

import json

import numpy
from PIL import Image

SIZES = [((17, 23), (8, 8)), ((5, 7), (11, 13)), ((64, 40), (10, 10)), ((30, 9), (30, 4)), ((12, 12), (5, 24)),
         ((1, 1), (3, 2)), ((300, 257), (224, 224)), ((2048, 2500), (224, 224)), ((700, 700), (256, 256)),
         ((1023, 767), (128, 128)), ((100, 90), (224, 224)), ((333, 777), (256, 597)), ((991, 637), (512, 320))]
MEAN = numpy.array([0.485, 0.456, 0.406], numpy.float32)
DEVIATION = numpy.array([0.229, 0.224, 0.225], numpy.float32)


def picture(rows, columns):
    """Bytes from a multiplicative hash of their position; a quarter is black and a quarter white."""
    index = numpy.arange(rows * columns, dtype=numpy.uint64)
    hashed = (index + numpy.uint64(rows * 65536 + columns)) * numpy.uint64(11400714819323198485)
    values = (hashed >> numpy.uint64(40)) & numpy.uint64(511)
    return numpy.clip(values.astype(int) - 128, 0, 255).astype(numpy.uint8).reshape(rows, columns)


def fnv(data):
    """FNV-1a, 64 bits."""
    value = 0xCBF29CE484222325
    for byte in data:
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return str(value)


def main():
    cases = []
    with numpy.errstate(over="ignore"):
        for (rows, columns), (new_rows, new_columns) in SIZES:
            pixels = picture(rows, columns)
            resized = numpy.asarray(Image.fromarray(pixels).resize((new_columns, new_rows), Image.BILINEAR))
            case = {"rows": rows, "columns": columns, "newRows": new_rows, "newColumns": new_columns,
                    "hash": fnv(resized.tobytes())}
            if resized.size <= 400:
                case["resized"] = resized.ravel().tolist()
            cases.append(case)
    small = numpy.asarray(Image.fromarray(picture(20, 30)).resize((16, 16), Image.BILINEAR))
    grey = small.astype(numpy.float32)[:, :, None] / numpy.float32(255)
    normalized = (grey - MEAN) / DEVIATION
    print(json.dumps({"cases": cases, "normalized": [v.item() for v in normalized.ravel().view(numpy.uint32)]}))


main()
