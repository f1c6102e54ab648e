"""Compares decoding with pydicom: from file to windowed picture, with a warm page cache and alternating runs.

Called by decode.sh with the path of the Swift program. Every decoder that pydicom finds for a syntax is measured; the
table shows the fastest. Medians; a ratio below 1 means that ours is faster.
"""

import argparse
import pathlib
import statistics
import subprocess
import tempfile
import time

import numpy as np
import pydicom
from figures import keep
from pydicom.pixels import apply_modality_lut, apply_voi_lut, get_decoder
from pydicom.uid import ExplicitVRLittleEndian, JPEG2000, JPEG2000Lossless

ROWS, COLUMNS, BITS = 2500, 2048, 12
# Syntaxes that DCMTK can write; it cannot write JPEG 2000.
CODERS = {
    "Implicit VR Little Endian": ["dcmconv", "+ti"],
    "Explicit VR Little Endian": ["dcmconv", "+te"],
    "Deflated": ["dcmconv", "+td"],
    "RLE": ["dcmcrle"],
    "JPEG Lossless SV1": ["dcmcjpeg", "+e1"],
    "JPEG Lossless": ["dcmcjpeg", "+el", "+sv", "6"],
    "JPEG Extended, 12 bit": ["dcmcjpeg", "+ee", "+q", "95"],
    "JPEG-LS": ["dcmcjpls", "+el"],
}


def radiograph(path):
    """Soft shapes with detector noise; compresses like a radiograph, to two fifths with JPEG Lossless."""
    random = np.random.default_rng(1)
    y, x = np.mgrid[-1:1:ROWS * 1j, -1:1:COLUMNS * 1j]
    lungs = sum(np.exp(-((x - side) / 0.25) ** 2 - (y / 0.5) ** 2) for side in (-0.4, 0.4))
    ribs = 0.1 * np.sin(40 * y + 6 * x**2)
    picture = 800 + 2200 * lungs * (1 + ribs) + random.normal(0, 12, (ROWS, COLUMNS))
    dataset = pydicom.Dataset()
    dataset.SOPClassUID = pydicom.uid.DigitalXRayImageStorageForPresentation
    dataset.SOPInstanceUID = dataset.StudyInstanceUID = dataset.SeriesInstanceUID = pydicom.uid.generate_uid()
    dataset.Rows, dataset.Columns, dataset.SamplesPerPixel = ROWS, COLUMNS, 1
    dataset.BitsAllocated, dataset.BitsStored, dataset.HighBit, dataset.PixelRepresentation = 16, BITS, BITS - 1, 0
    dataset.PhotometricInterpretation = "MONOCHROME2"
    dataset.RescaleSlope, dataset.RescaleIntercept = 1, 0
    dataset.WindowCenter, dataset.WindowWidth = 2048, 4096
    dataset.PixelData = np.clip(picture, 0, 2**BITS - 1).astype("<u2").tobytes()
    dataset.file_meta = pydicom.dataset.FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset.save_as(path, enforce_file_format=True)


def write_all(folder):
    source = folder / "source.dcm"
    radiograph(source)
    for name, command in CODERS.items():
        path = folder / f"{name}.dcm"
        subprocess.run([f"/usr/bin/{command[0]}", "-q", *command[1:], source, path], check=True)
        yield name, path
    for name, syntax, options in (
        ("JPEG 2000 Lossless", JPEG2000Lossless, {}),
        ("JPEG 2000, a tenth", JPEG2000, {"j2k_cr": [10]}),
    ):
        dataset = pydicom.dcmread(source)
        dataset.compress(syntax, encoding_plugin="pylibjpeg", **options)
        path = folder / f"{name}.dcm"
        dataset.save_as(path)
        yield name, path


class Swift:
    """The Swift process: answers each line with one line."""

    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, path, threads):
        self.process.stdin.write(f"{threads} {path}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().split()
        if not answer:
            raise SystemExit(f"decode-benchmark ended at {path}")
        return float(answer[0]), float(answer[1])


def pydicom_run(path, plugin):
    start = time.perf_counter()
    dataset = pydicom.dcmread(path)
    if plugin:
        dataset.pixel_array_options(decoding_plugin=plugin)
    picture = apply_voi_lut(apply_modality_lut(dataset.pixel_array, dataset), dataset)
    milliseconds = (time.perf_counter() - start) * 1000
    return milliseconds, float(picture.mean()) / (2**BITS - 1)


def plugins(path):
    syntax = pydicom.dcmread(path, stop_before_pixels=True).file_meta.TransferSyntaxUID
    if not syntax.is_encapsulated:
        return {"": lambda: pydicom_run(path, None)}
    runs = {}
    for plugin in get_decoder(syntax).available_plugins:
        try:
            pydicom_run(path, plugin)
        except Exception:  # plugins fail in different ways; leave this one out
            continue
        runs[plugin] = lambda plugin=plugin: pydicom_run(path, plugin)
    return runs


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    swift = Swift(options.program)
    print(f"{ROWS} x {COLUMNS}, {BITS} bits; milliseconds, medians of {options.rounds}")
    print(f"{'transfer syntax':28}{'MB':>6}{'ours':>8}{'1 thread':>10}  {'pydicom, best decoder':24}{'ratio':>7}{'slowest':>9}")
    with tempfile.TemporaryDirectory() as folder:
        for name, path in write_all(pathlib.Path(folder)):
            runs = {"ours": lambda: swift.run(path, 2), "one": lambda: swift.run(path, 1), **plugins(path)}
            times = {key: [] for key in runs}
            for turn in range(options.rounds + 1):
                results = {key: run() for key, run in runs.items()}
                means = [mean for _, mean in results.values()]
                if max(means) - min(means) > 0.001:
                    raise SystemExit(f"{name}: the pictures differ: {results}")
                if turn > 0:
                    for key, (milliseconds, _) in results.items():
                        times[key].append(milliseconds)
            median = {key: statistics.median(values) for key, values in times.items()}
            ours, one = median.pop("ours"), median.pop("one")
            best = min(median, key=median.get)
            keep("decode", name, ours, "ms")
            size = path.stat().st_size / 1e6
            print(f"{name:28}{size:6.1f}{ours:8.1f}{one:10.1f}  {best or 'numpy':14}{median[best]:10.1f}"
                  f"{ours / median[best]:7.2f}{max(median.values()):9.1f}", flush=True)
    swift.process.stdin.close()


main()
