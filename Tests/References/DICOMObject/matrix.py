#!/usr/bin/env python3
"""Encodes pictures in each transfer syntax, bit depth, sign and width, and writes what pydicom decodes.

    pip install pydicom==3.0.2 numpy pillow pylibjpeg pylibjpeg-libjpeg pylibjpeg-openjpeg pylibjpeg-rle pyjpegls imagecodecs
    matrix.py matrix/

Needs DCMTK's dcmcjpeg. Writes `objects`, all objects after each other, and `cases.json`: for each object its name, offset
and length in `objects`, whether its coding differs from its header (`odd`), and the SHA-256 of its numbers (32-bit little
endian) or the luminance of its colours. The numbers are pydicom's; of other objects than those of the matrix, which pydicom
does not read, those that were encoded. Encoders:
pydicom (native, RLE), dcmcjpeg and imagecodecs (JPEG), CharLS (JPEG-LS), OpenJPEG (JPEG 2000), OpenJPH (HTJ2K).
"""
import json
import pathlib
import sys

import imagecodecs
import numpy as np
import pydicom
from pydicom.encaps import encapsulate
from pydicom.uid import UID

from matrix_encoding import (
    Container, DEPTHS, NATIVE, SIZES, SYNTAXES, WORDS, encapsulated, header, jpeg_by_dcmcjpeg,
    picture, set_native, stream, words,
)


def add_regular(container, name, size, stored, allocated, signed, precision):
    values = picture(size, stored, signed)
    ds = header(name, size, stored, allocated, signed)
    label = f"{name} {size[0]}x{size[1]} stored {stored} of {allocated} {'signed' if signed else 'unsigned'}"
    if name in NATIVE:
        set_native(ds, values, allocated)
        return container.add(label, ds)
    if name in ("baseline", "extended"):
        # Blocks of one value each: no two inverse cosine transforms differ at them.
        values = np.kron(values[:2, :2], np.ones((8, 8), np.int64))[:size[0], :size[1]]
        data, coded = jpeg_by_dcmcjpeg(["+eb" if name == "baseline" else "+ee", "+q", "100"], values, stored, allocated,
                                       signed)
        for tag in ("BitsAllocated", "BitsStored", "HighBit", "PixelRepresentation"):
            setattr(ds, tag, getattr(coded, tag))
        return container.add(label, encapsulated(ds, data))
    if name in ("lossless", "lossless14") and precision is None:
        data, _ = jpeg_by_dcmcjpeg(["+e1" if name == "lossless" else "+el"], values, stored, allocated, signed)
        return container.add(label, encapsulated(ds, data))
    if name == "rle" or name.startswith("htj2k"):
        precision = allocated
    data = stream(name, values, precision or stored, signed)
    is_lossy = name in ("jpegls-near", "j2k-lossy", "htj2k-lossy")
    container.add(f"{label} coded {precision or stored}", encapsulated(ds, data),
                  odd=None if is_lossy and precision and precision > stored else False)


def add_odd(container):
    """Objects whose header, label or fragments are not as the standard wants them."""
    size, values = SIZES[0], picture(SIZES[0], 12, False)
    codecs = ("lossless", "jpegls", "j2k", "htj2k", "rle")
    streams = {name: stream(name, values, 16 if name in WORDS else 12, False) for name in codecs}
    labels = [name for name in SYNTAXES if name != "deflated"]
    for codec, data in streams.items():
        for label in labels:
            if label != codec:
                ds = encapsulated(header(label, size, 12, 16, False), data)
                container.attempt(f"{codec} labelled {label}",
                                  lambda: container.add(f"{codec} labelled {label}", ds, values, odd=label not in (
                                      {"lossless": ("lossless14",), "jpegls": ("jpegls-near",), "j2k": ("j2k-lossy",),
                                       "htj2k": ("htj2k-rpcl", "htj2k-lossy")}.get(codec, ()))))
        ds = encapsulated(header("explicit", size, 12, 16, False), data)
        container.add(f"{codec} of undefined length labelled explicit", ds, values, odd=True, change=lambda all_: all_[
            :all_.index(b"\xe0\x7f\x10\x00OB") + 8] + b"\xff\xff\xff\xff" + encapsulate([data])
            + b"\xfe\xff\xdd\xe0\0\0\0\0")
        ds = header(codec, size, 12, 16, False)

        def items(*parts, end=True):
            body = b"".join(b"\xfe\xff\x00\xe0" + len(part).to_bytes(4, "little") + part for part in parts)
            return body + (b"\xfe\xff\xdd\xe0\0\0\0\0" if end else b"")

        def put(name, parts, end=True, odd=True):
            def cut(data):
                at = data.index(b"\xe0\x7f\x10\x00OB\0\0\xff\xff\xff\xff") + 12
                return data[:at] + items(*parts, end=end)
            container.add(f"{codec} {name}", encapsulated(ds, data), values, odd=odd, change=cut)

        pieces = [data[i:i + 64] for i in range(0, len(data), 64)]
        pieces[-1] += b"\0" * (len(pieces[-1]) % 2)
        whole = data + b"\0" * (len(data) % 2)
        put("in fragments of 64 bytes", [b""] + pieces, odd=False)
        put("in fragments without table", pieces, odd=False)
        put("after an empty fragment", [b"", b"", whole], odd=False)
        put("between empty fragments", [b"\0\0\0\0", b"", *pieces[:2], b"", *pieces[2:], b""], odd=False)
        put("without delimiter", [b"", whole], end=False)
        put("with a table that is wrong", [b"\0\0\0\0\x40\0\0\0", whole], odd=False)
        if codec != "rle":
            cut = data.rstrip(b"\0")
            assert cut.endswith(b"\xff\xd9"), codec
            cut = cut[:-2]
            put("without end marker", [b"", cut + b"\0" * (len(cut) % 2)])
        container.add(f"{codec} not encapsulated", ds, values, odd=True, change=lambda all_: all_[:all_.index(
            b"\xe0\x7f\x10\x00OB\0\0\xff\xff\xff\xff")] + b"\xe0\x7f\x10\x00OB\0\0" + len(whole).to_bytes(4, "little") + whole)
        container.add(f"{codec} of VR UN", encapsulated(ds, data), values, odd=False, change=lambda all_: all_.replace(
            b"\xe0\x7f\x10\x00OB\0\0", b"\xe0\x7f\x10\x00UN\0\0"))
        two = header(codec, size, 12, 16, False)
        two.NumberOfFrames = 2
        other = stream(codec, values[::-1], 16 if codec in WORDS else 12, False)
        for table in (True, False):
            two.PixelData = encapsulate([data, other], has_bot=table, fragments_per_frame=1)
            two["PixelData"].VR, two["PixelData"].is_undefined_length = "OB", True
            container.add(f"{codec} first of two {'with' if table else 'without'} table", two, values)
            two.PixelData = encapsulate([data, other], has_bot=table, fragments_per_frame=3)
            two["PixelData"].VR, two["PixelData"].is_undefined_length = "OB", True
            container.add(f"{codec} first of two in three fragments {'with' if table else 'without'} table", two, values)
        # What the header says of the bits is wrong, or not what the stream says.
        for stored, allocated, high, precision, odd in (
            (10, 16, 9, 12, True), (16, 16, 15, 12, True), (8, 16, 7, 12, True), (8, 8, 7, 12, True),
            (12, 16, 15, 12, False), (12, 16, 11, 16, False), (10, 16, 9, 16, True), (16, 16, 15, 8, True),
            (8, 16, 7, 8, False), (12, 16, 11, 8, True),
        ):
            if codec in WORDS and precision == 12:
                precision, odd = 16, stored < 12 or high >= stored
            shown = picture(size, min(precision, 12), False)
            ds = header(codec, size, stored, allocated, False, high)
            name = f"{codec} of {precision} bits, stored {stored} of {allocated}, high bit {high}"
            container.attempt(name, lambda: container.add(
                name, encapsulated(ds, stream(codec, shown, precision, False)), shown, odd=odd))
        left = header(codec, size, 12, 16, False, 15)
        container.add(f"{codec} of 16 bits, stored 12 on the left",
                      encapsulated(left, stream(codec, values << 4, 16, False)), values)
        overlaid = header(codec, size, 12, 16, False)
        overlaid.add_new(0x60000102, "US", 12)
        marked = values | (1 << 12) * (np.arange(values.size).reshape(values.shape) % 3 == 0)
        container.add(f"{codec} of 16 bits, an overlay above 12",
                      encapsulated(overlaid, stream(codec, marked, 16, False)), values)
        below = picture(size, 12, True)
        container.add(f"{codec} of 16 bits, 12 signed and extended",
                      encapsulated(header(codec, size, 12, 16, True), stream(codec, below & 0xFFFF, 16, False)), below)
        container.add(f"{codec} of 16 bits, 12 signed", encapsulated(
            header(codec, size, 12, 16, True), stream(codec, below & 0xFFF, 16, False)), below)
        for colour, components in (("RGB", 1), ("YBR_FULL", 1), ("RGB", 3), ("YBR_FULL_422", 3)):
            named = header(codec, size, 12, 16, False, components=components, colour=colour)
            container.add(f"{codec} of one component named {colour} of {components}", encapsulated(named, data), values,
                          odd=True)
    for label in labels:
        if label not in NATIVE:
            ds = header(label, size, 12, 16, False)
            data = words(values, 16).tobytes()
            container.add(f"native labelled {label}", encapsulated(ds, b"\0\0"), values, odd=True,
                          change=lambda all_: all_[:all_.index(b"\xe0\x7f\x10\x00OB")] + b"\xe0\x7f\x10\x00OW\0\0"
                          + len(data).to_bytes(4, "little") + data)
    ds = header("explicit", size, 12, 16, False)
    set_native(ds, values, 16)
    container.add("native of VR UN", ds, values, change=lambda all_: all_.replace(
        b"\xe0\x7f\x10\x00OW\0\0", b"\xe0\x7f\x10\x00UN\0\0"))


def add_colour(container):
    """Red, green and blue, and luminance with colour differences, of a grey and of a coloured picture."""
    size = SIZES[0]
    gray = picture(size, 8, False).astype("u1")
    grays = np.stack([gray] * 3, axis=-1)
    neutral = np.stack([gray, np.full(size, 128, "u1"), np.full(size, 128, "u1")], axis=-1)
    coloured = np.stack([gray, gray[::-1], np.full(size, 40, "u1")], axis=-1)
    weights = np.array([0.299, 0.587, 0.114])

    def coded(name, planes):
        if name == "rle":
            ds = header("explicit", size, 8, 8, False, components=3, colour="RGB")
            ds.PixelData = planes.tobytes()
            ds["PixelData"].VR = "OB"
            ds.compress(UID(SYNTAXES["rle"]), encoding_plugin="pydicom")
            return next(pydicom.encaps.generate_frames(ds.PixelData, number_of_frames=1))
        if name == "jpegls":
            import jpeg_ls
            return bytes(jpeg_ls.encode_array(planes, interleave_mode=2))
        if name == "j2k":
            return bytes(imagecodecs.jpeg2k_encode(planes, codecformat="j2k", resolutions=2, reversible=True, mct=False))
        if name == "j2k with transform":
            return bytes(imagecodecs.jpeg2k_encode(planes, codecformat="j2k", resolutions=2, reversible=True, mct=True))
        if name == "htj2k":
            return bytes(imagecodecs.htj2k_encode(planes, reversible=True, rgb=False, planar=False))
        space = "YCBCR" if name == "baseline" else "RGB"
        return bytes(imagecodecs.jpeg8_encode(planes, level=98, colorspace="RGB", outcolorspace=space,
                                              subsampling="444"))

    def put(codec, what, planes, named, luminance, odd):
        label = codec.split(" ")[0]
        ds = header(label, size, 8, 8, False, components=3, colour=named)
        name = f"{codec} of {what} named {named}"
        container.attempt(name, lambda: container.add(
            name, encapsulated(ds, coded(codec, planes)), odd=odd, luminance=luminance))

    for codec in ("rle", "jpegls", "j2k"):
        put(codec, "colours", coloured, "RGB", coloured @ weights / 255, False)
        put(codec, "grays", grays, "RGB", gray / 255, False)
        put(codec, "grays", grays, "MONOCHROME2", gray / 255, True)
        put(codec, "luminance", neutral, "YBR_FULL", gray / 255, False)
        put(codec, "luminance", neutral, "RGB", gray / 255, True)
    for codec in ("j2k with transform", "baseline RGB"):
        put(codec, "colours", coloured, "RGB", coloured @ weights / 255, False)
        put(codec, "colours", coloured, "YBR_FULL", coloured @ weights / 255, True)
    put("j2k with transform", "colours", coloured, "YBR_RCT", coloured @ weights / 255, False)
    put("baseline", "colours", coloured, "YBR_FULL_422", coloured @ weights / 255, False)
    put("baseline", "colours", coloured, "RGB", coloured @ weights / 255, True)
    put("htj2k", "colours", coloured, "RGB", coloured @ weights / 255, False)


def main():
    folder = pathlib.Path(sys.argv[1])
    container = Container()
    for name in SYNTAXES:
        for size in SIZES:
            for stored, allocated in DEPTHS:
                for signed in (False, True):
                    precisions = [None]
                    if name not in NATIVE and not name.startswith("htj2k") and name not in (
                            "baseline", "extended", "rle"):
                        precisions = [None, allocated] if allocated != stored or "lossless" in name else [None]
                    for precision in precisions:
                        label = f"{name} {size} stored {stored} of {allocated} signed {signed} coded {precision}"
                        container.attempt(label, lambda: add_regular(
                            container, name, size, stored, allocated, signed, precision))
    regular = len(container.cases)
    add_odd(container)
    add_colour(container)
    (folder / "objects").write_bytes(container.objects)
    (folder / "cases.json").write_text(
        "[\n" + ",\n".join(json.dumps(case) for case in container.cases) + "\n]\n")
    print(f"{regular} regular, {len(container.cases) - regular} others, {len(container.objects)} bytes")
    for name, reason in container.missing.items():
        print(f"not there: {name}: {reason}")


main()
