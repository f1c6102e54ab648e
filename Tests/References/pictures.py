#!/usr/bin/env python3
"""Small real PNG and JPEG files for ImagingTests: python3 Tests/References/pictures.py Tests/References/pictures

Needs Pillow and numpy. Writes the files, and `expected.json` with the grey values in 0...1 that Pillow reads."""

import json
import os
import sys

import numpy
from PIL import Image


def main(folder):
    os.makedirs(folder, exist_ok=True)
    generator = numpy.random.RandomState(5)
    ramp = numpy.add.outer(numpy.arange(9) * 9, numpy.arange(13) * 11).astype(numpy.uint8)
    noise = generator.randint(0, 256, (9, 13, 3)).astype(numpy.uint8)
    pictures = {
        "gray8.png": Image.fromarray(ramp),
        "gray16.png": Image.fromarray(generator.randint(0, 65536, (9, 13)).astype(numpy.uint16)),
        "gray1.png": Image.fromarray(ramp > 90),
        "alpha.png": Image.merge("LA", (Image.fromarray(ramp), Image.fromarray(ramp))),
        "rgb.png": Image.fromarray(noise),
        "rgba.png": Image.fromarray(numpy.dstack([noise, ramp])),
        "palette.png": Image.fromarray(noise).quantize(16),
        "gray.jpg": Image.fromarray(ramp),
        "progressive.jpg": Image.fromarray(ramp),
        "cmyk.jpg": Image.fromarray(noise).convert("CMYK"),
    }
    expected = {}
    for name, picture in pictures.items():
        path = os.path.join(folder, name)
        picture.save(path, **({"quality": 90, "progressive": name == "progressive.jpg"} if name[-3:] == "jpg" else {}))
        if name == "cmyk.jpg":
            continue
        stored = Image.open(path)
        if name == "gray16.png":
            values = numpy.asarray(stored).astype(float) / 65535
        else:
            values = numpy.asarray(stored.convert("RGB").convert("L") if name == "palette.png" else
                                   stored.convert("RGB" if "A" in stored.mode else stored.mode).convert("L")) / 255.0
        expected[name] = {"rows": values.shape[0], "columns": values.shape[1],
                          "pixels": [round(float(v), 6) for v in values.ravel()]}
    with open(os.path.join(folder, "expected.json"), "w") as file:
        json.dump(expected, file)


main(sys.argv[1])
