"""Encoders of matrix.py: pictures of a bit depth, headers, code streams, and the file that holds the objects."""
import hashlib
import pathlib
import subprocess
import tempfile
import warnings

import imagecodecs
import numpy as np
import pydicom
from pydicom.encaps import encapsulate
from pydicom.uid import UID

warnings.simplefilter("ignore")
SYNTAXES = {
    "implicit": "1.2.840.10008.1.2", "explicit": "1.2.840.10008.1.2.1", "big": "1.2.840.10008.1.2.2",
    "deflated": "1.2.840.10008.1.2.1.99", "baseline": "1.2.840.10008.1.2.4.50",
    "extended": "1.2.840.10008.1.2.4.51", "lossless14": "1.2.840.10008.1.2.4.57",
    "lossless": "1.2.840.10008.1.2.4.70", "jpegls": "1.2.840.10008.1.2.4.80", "jpegls-near": "1.2.840.10008.1.2.4.81",
    "j2k": "1.2.840.10008.1.2.4.90", "j2k-lossy": "1.2.840.10008.1.2.4.91", "htj2k": "1.2.840.10008.1.2.4.201",
    "htj2k-rpcl": "1.2.840.10008.1.2.4.202", "htj2k-lossy": "1.2.840.10008.1.2.4.203", "rle": "1.2.840.10008.1.2.5",
}
NATIVE = ("implicit", "explicit", "big", "deflated")
# Codecs whose encoder takes whole words only.
WORDS = ("rle", "htj2k")
SIZES = ((12, 16), (13, 15))
DEPTHS = ((8, 8), (8, 16), (10, 16), (12, 16), (14, 16), (15, 16), (16, 16))


def picture(size, depth, signed, seed=0):
    """A ramp with noise over the whole range of the depth, and its two ends."""
    rows, columns = size
    random = np.random.default_rng(depth * 100 + rows + seed)
    ramp = np.add.outer(np.arange(rows) * columns, np.arange(columns)) / (rows * columns)
    values = (ramp * 0.9 * (1 << depth) + random.integers(0, max((1 << depth) // 20, 2), size)).astype(np.int64)
    values = np.clip(values, 0, (1 << depth) - 1)
    values.flat[0], values.flat[-1] = 0, (1 << depth) - 1
    return values - (1 << (depth - 1)) if signed else values


def header(name, size, stored, allocated, signed, high=None, components=1, colour="MONOCHROME2"):
    ds = pydicom.Dataset()
    ds.file_meta = pydicom.dataset.FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = UID(SYNTAXES[name])
    ds.SOPClassUID, ds.SOPInstanceUID = "1.2.840.10008.5.1.4.1.1.7", "2.25.1"
    ds.Rows, ds.Columns = size
    ds.SamplesPerPixel, ds.PhotometricInterpretation = components, colour
    if components == 3:
        ds.PlanarConfiguration = 0
    ds.BitsAllocated, ds.BitsStored, ds.HighBit = allocated, stored, stored - 1 if high is None else high
    ds.PixelRepresentation = int(signed)
    return ds


def words(values, allocated):
    return (values & ((1 << allocated) - 1)).astype("<u2" if allocated == 16 else "u1")


def jpeg_by_dcmcjpeg(options, values, stored, allocated, signed):
    ds = header("explicit", values.shape, stored, allocated, signed)
    set_native(ds, values, allocated)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "a.dcm"
        ds.save_as(path, enforce_file_format=True)
        subprocess.run(["dcmcjpeg", *options, path, path.with_name("b.dcm")], check=True, capture_output=True)
        coded = pydicom.dcmread(path.with_name("b.dcm"))
        return next(pydicom.encaps.generate_frames(coded.PixelData, number_of_frames=1)), coded


def stream(name, values, precision, signed):
    """The code stream of values of this precision."""
    masked = (values & ((1 << precision) - 1)).astype("u1" if precision <= 8 else "<u2")
    if name == "rle":
        width = 1 if precision <= 8 else 2
        ds = header("explicit", values.shape, 8 * width, 8 * width, False)
        set_native(ds, masked.astype(np.int64), 8 * width)
        ds.compress(UID(SYNTAXES["rle"]), encoding_plugin="pydicom")
        return next(pydicom.encaps.generate_frames(ds.PixelData, number_of_frames=1))
    if name in ("lossless", "lossless14"):
        return imagecodecs.ljpeg_encode(masked, bitspersample=precision)
    if name in ("jpegls", "jpegls-near"):
        import jpeg_ls
        return bytes(jpeg_ls.encode_array(masked, lossy_error=2 if name == "jpegls-near" else 0))
    if name in ("j2k", "j2k-lossy"):
        data = values.astype("i1" if precision <= 8 else "<i2") if signed else masked
        return bytes(imagecodecs.jpeg2k_encode(
            data, codecformat="j2k", bitspersample=precision, resolutions=2,
            **({"level": 60, "reversible": False} if name == "j2k-lossy" else {"reversible": True})))
    if name.startswith("htj2k"):
        # Of whole words, in the order RPCL: this encoder knows no other.
        data = values.astype("i1" if precision <= 8 else "<i2") if signed else masked
        return bytes(imagecodecs.htj2k_encode(data, reversible=name != "htj2k-lossy"))
    raise ValueError(name)


def set_native(ds, values, allocated):
    data = words(values, allocated).tobytes()
    big = ds.file_meta.TransferSyntaxUID == SYNTAXES["big"]
    if big and allocated == 16:
        data = words(values, allocated).astype(">u2").tobytes()
    ds.PixelData = data + b"\0" * (len(data) % 2)
    ds["PixelData"].VR = "OW" if allocated == 16 else "OB"


class Container:
    def __init__(self):
        self.objects = b""
        self.cases = []
        self.missing = {}

    def add(self, name, ds, numbers=None, odd=False, change=None, luminance=None):
        with tempfile.NamedTemporaryFile(suffix=".dcm") as file:
            syntax = ds.file_meta.TransferSyntaxUID
            ds.save_as(file.name, implicit_vr=syntax == SYNTAXES["implicit"], little_endian=syntax != SYNTAXES["big"],
                       enforce_file_format=True)
            data = pathlib.Path(file.name).read_bytes()
            if change:
                data = change(data)
            if luminance is not None:
                self.cases.append({"name": name, "offset": len(self.objects), "length": len(data), "odd": odd,
                                   "luminance": [round(float(x), 3) for x in np.ravel(luminance)]})
                self.objects += data
                return
            if numbers is None:
                numbers = pydicom.dcmread(file.name).pixel_array
        numbers = np.ascontiguousarray(np.asarray(numbers).astype("<i4"))
        self.cases.append({"name": name, "offset": len(self.objects), "length": len(data), "odd": odd,
                           "numbers": hashlib.sha256(numbers.tobytes()).hexdigest()})
        self.objects += data

    def attempt(self, name, make):
        try:
            make()
        except Exception as error:  # noqa: BLE001: the reason is listed
            self.missing[name] = f"{type(error).__name__}: {error}"


def encapsulated(ds, data, **options):
    ds.PixelData = encapsulate([data], **options)
    ds["PixelData"].VR = "OB"
    ds["PixelData"].is_undefined_length = True
    return ds
