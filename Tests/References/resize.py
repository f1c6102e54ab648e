#!/usr/bin/env python3
"""Reference values for ImagingTests: python3 Tests/References/resize.py > Tests/References/resize.json

Needs Pillow and numpy. Uses Pillow's BILINEAR filter on 32-bit floats, which are not rounded between the passes."""

import json

import numpy
from PIL import Image

SIZES = [((17, 23), (8, 8)), ((5, 7), (11, 13)), ((64, 40), (10, 10)), ((30, 9), (30, 4)), ((12, 12), (5, 24))]


def main():
    generator = numpy.random.RandomState(3)
    cases = []
    for (rows, columns), (new_rows, new_columns) in SIZES:
        pixels = generator.rand(rows, columns).astype(numpy.float32)
        resized = Image.fromarray(pixels).resize((new_columns, new_rows), Image.BILINEAR)
        cases.append({
            "rows": rows, "columns": columns, "pixels": [round(float(v), 6) for v in pixels.ravel()],
            "newRows": new_rows, "newColumns": new_columns,
            "resized": [round(float(v), 6) for v in numpy.asarray(resized).ravel()],
        })
    print(json.dumps(cases))


main()
