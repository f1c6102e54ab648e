#!/usr/bin/env python3
"""Wraps real chest X-rays as DICOM objects of fictitious patients, in samples/xrays.

    python3 -m venv VENV && VENV/bin/pip install pydicom==3.0.2 numpy pillow
    VENV/bin/python samples/make-xrays.py SHARED_DATA

SHARED_DATA holds nih_full (1024 x 1024), nih1000 (256 x 256 and labels.csv) and transfer_syntaxes. DCMTK's dcmcjpeg,
dcmcjpls and dcmcrle do the compression. The same inputs give the same bytes: every UID and time is derived or fixed.
"""
import csv
import hashlib
import pathlib
import subprocess
import sys

import numpy as np
from PIL import Image
from pydicom import dcmread
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian

DX_FOR_PRESENTATION = "1.2.840.10008.5.1.4.1.1.1.1"
COMPUTED_RADIOGRAPHY = "1.2.840.10008.5.1.4.1.1.1"
SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7"

LOSSLESS = ["dcmcjpeg", "+e1"]
JPEG_LS = ["dcmcjpls"]
RLE = ["dcmcrle"]
OUTPUT = pathlib.Path(__file__).resolve().parent / "xrays"

# Patient number, images, compression, special properties.
CHESTS = [
    (1, ["00001682_001"], None, {}),
    (2, ["00001981_000"], LOSSLESS, {}),
    (3, ["00002117_005"], None, {"syntax": ImplicitVRLittleEndian}),
    (4, ["00001383_000"], LOSSLESS, {"cr": True}),
    (5, ["00005869_001"], LOSSLESS, {}),
    (6, ["00001582_024"], JPEG_LS, {}),
    (7, ["00005288_014"], RLE, {}),
    (8, ["00007340_013", "00007340_014"], LOSSLESS, {}),
    (9, ["00009507_001"], LOSSLESS, {"name": "Yangben^Jiu=样本^九", "charset": "GB18030"}),
    (10, ["00010610_003"], LOSSLESS, {}),
    (11, ["00002061_000"], JPEG_LS, {"name": "Muster^Jörg", "charset": "ISO_IR 100"}),
    (12, ["00005532_004"], JPEG_LS, {}),
    (13, ["00011460_043"], JPEG_LS, {"name": "Shiken^Juusan=試験^十三", "charset": "ISO_IR 192"}),
]


def uid(*parts):
    """A UID under 2.25 that depends only on the parts."""
    number = int.from_bytes(hashlib.sha256("|".join(map(str, parts)).encode()).digest()[:16], "big")
    return f"2.25.{number & ~(0xF << 76) & ~(0b11 << 62) | 0x8 << 76 | 0b10 << 62}"


def code(value, scheme, meaning):
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, meaning
    return item


def decimal(number):
    return f"{number:.6g}"


def instance(sop_class, number, key, charset=None):
    """The attributes of every sample: identity, patient, study, order."""
    dataset = Dataset()
    dataset.file_meta = FileMetaDataset()
    if charset:
        dataset.SpecificCharacterSet = charset
    dataset.SOPClassUID = sop_class
    dataset.SOPInstanceUID = uid("thoraxd sample", number, key)
    dataset.StudyInstanceUID = uid("thoraxd sample study", number)
    dataset.SeriesInstanceUID = uid("thoraxd sample series", number)
    dataset.PatientName = f"Thoraxd^Sample {number:02}"
    dataset.PatientID = f"THORAXD-{number:04}"
    dataset.IssuerOfPatientID = "THORAXD-SAMPLES"
    dataset.PatientBirthDate = ""
    dataset.PatientSex = ""
    dataset.StudyID = f"S{number}"
    dataset.StudyDate = dataset.SeriesDate = dataset.ContentDate = dataset.AcquisitionDate = "20261102"
    dataset.StudyTime = dataset.SeriesTime = dataset.ContentTime = dataset.AcquisitionTime = f"08{number:02}00"
    dataset.AccessionNumber = f"ACC{number:04}"
    dataset.ReferringPhysicianName = "Referrer^Sample"
    dataset.InstitutionName = "thoraxd samples"
    dataset.Manufacturer = "thoraxd samples"
    dataset.ManufacturerModelName = "make-xrays.py"
    dataset.DeviceSerialNumber = "1"
    dataset.SoftwareVersions = "1"
    dataset.SeriesNumber = "1"
    dataset.InstanceNumber = "1"
    dataset.BurnedInAnnotation = "NO"
    return dataset


def set_pixels(dataset, pixels, bits, photometric="MONOCHROME2"):
    dataset.SamplesPerPixel = 1
    dataset.PhotometricInterpretation = photometric
    dataset.Rows, dataset.Columns = pixels.shape
    dataset.BitsAllocated = 8 if bits == 8 else 16
    dataset.BitsStored, dataset.HighBit = bits, bits - 1
    dataset.PixelRepresentation = 0
    dataset.PixelData = pixels.astype("u1" if bits == 8 else "<u2").tobytes()
    dataset["PixelData"].VR = "OB" if bits == 8 else "OW"
    dataset.WindowCenter, dataset.WindowWidth = str(2 ** (bits - 1)), str(2**bits)


def chest(shared, labels, number, position, source, special):
    row = labels[source + ".png"]
    path = shared / "nih_full" / (source + ".png")
    if not path.exists():
        path = shared / "nih1000" / (source + ".png")
    pixels = np.asarray(Image.open(path).convert("L"))
    is_cr = special.get("cr", False)
    dataset = instance(
        COMPUTED_RADIOGRAPHY if is_cr else DX_FOR_PRESENTATION, number, position, special.get("charset"))
    dataset.PatientName = special.get("name", dataset.PatientName)
    dataset.PatientSex = row["sex"]
    dataset.PatientAge = f"{int(row['age']):03}Y"
    dataset.PatientBirthDate = f"{2026 - int(row['age'])}0101"
    dataset.StudyDescription = "Chest"
    dataset.SeriesDescription = f"Chest {row['view']}"
    dataset.Modality = "CR" if is_cr else "DX"
    dataset.InstanceNumber = str(position)
    dataset.ImageType = ["DERIVED", "PRIMARY"] if is_cr else ["DERIVED", "PRIMARY", ""]
    dataset.DerivationDescription = "8-bit image of ChestX-ray14, wrapped anew"
    dataset.BodyPartExamined = "CHEST"
    dataset.ViewPosition = row["view"]
    dataset.PatientOrientation = ["L", "F"]
    dataset.LossyImageCompression = "00"
    height = float(row["pixel_spacing_y"]) * int(row["original_rows"]) / pixels.shape[0]
    width = float(row["pixel_spacing_x"]) * int(row["original_columns"]) / pixels.shape[1]
    dataset.ImagerPixelSpacing = [decimal(height), decimal(width)]
    request = Dataset()
    request.RequestedProcedureID = f"RP{number:04}"
    request.RequestedProcedureDescription = "X-ray of the chest"
    request.ScheduledProcedureStepID = f"SPS{number:04}"
    dataset.RequestAttributesSequence = Sequence([request])
    if is_cr:
        # Twelve bits with zero as white, as a storage phosphor reader would write the picture.
        set_pixels(dataset, 4095 - np.round(pixels.astype(np.float64) * 4095 / 255), 12, "MONOCHROME1")
        return dataset
    set_pixels(dataset, pixels, 8)
    dataset.PresentationIntentType = "FOR PRESENTATION"
    dataset.ImageLaterality = "U"
    dataset.AnatomicRegionSequence = Sequence([code("51185008", "SCT", "Chest")])
    view = ("272479007", "postero-anterior") if row["view"] == "PA" else ("399348003", "antero-posterior")
    dataset.ViewCodeSequence = Sequence([code(view[0], "SCT", view[1])])
    dataset.ViewCodeSequence[0].ViewModifierCodeSequence = Sequence()
    dataset.PixelIntensityRelationship = "LOG"
    dataset.PixelIntensityRelationshipSign = -1
    dataset.RescaleIntercept, dataset.RescaleSlope, dataset.RescaleType = "0", "1", "US"
    dataset.PresentationLUTShape = "IDENTITY"
    dataset.DetectorType = ""
    dataset.DetectorID = ""
    dataset.PositionerType = "NONE"
    dataset.AcquisitionContextSequence = Sequence()
    return dataset


def secondary_capture(number, pixels, bits, modality, description):
    dataset = instance(SECONDARY_CAPTURE, number, 1)
    dataset.Modality = modality
    dataset.ConversionType = "WSD"
    dataset.StudyDescription = dataset.SeriesDescription = description
    dataset.ImageType = ["DERIVED", "SECONDARY"]
    dataset.PatientOrientation = ""
    set_pixels(dataset, pixels, bits)
    return dataset


def computed_tomography(shared):
    """A real CT slice as a workstation may send it: not a radiograph, although its body part is the chest."""
    source = dcmread(shared / "transfer_syntaxes" / "CTImage.dcm")
    numbers = source.pixel_array.astype(np.int64) * int(source.RescaleSlope) + int(source.RescaleIntercept)
    # Burned-in mediastinal window: 40 +/- 200.
    pixels = np.clip((numbers + 160) * 255 / 400, 0, 255).round()
    dataset = secondary_capture(14, pixels, 8, "CT", "Helical chest")
    dataset.BodyPartExamined = "CHEST"
    return dataset


def step_wedge():
    """A synthetic quality control picture that is not a chest."""
    steps = np.repeat(np.arange(16) * 17, 32)
    dataset = secondary_capture(15, np.tile(steps, (512, 1)), 8, "OT", "Quality control step wedge")
    dataset.Laterality = ""
    return dataset


def picture(dataset):
    """SHA-256 of the displayed picture, 8 bits per pixel with 0 as black; readers of the object must reproduce it."""
    values = np.frombuffer(dataset.PixelData, "u1" if dataset.BitsAllocated == 8 else "<u2").astype(np.float64)
    brightness = values / (2**dataset.BitsStored - 1)
    if dataset.PhotometricInterpretation == "MONOCHROME1":
        brightness = 1 - brightness
    return hashlib.sha256(np.round(brightness * 255).astype("u1").tobytes()).hexdigest()


def write(dataset, name, compression, syntax=ExplicitVRLittleEndian):
    path = OUTPUT / name
    dataset.file_meta.TransferSyntaxUID = syntax
    dataset.save_as(path, enforce_file_format=True, overwrite=True)
    if compression:
        plain = path.with_suffix(".plain")
        path.rename(plain)
        subprocess.run([f"/usr/bin/{compression[0]}", *compression[1:], plain, path], check=True)
        plain.unlink()
    return path


def main(shared):
    labels = {row["image"]: row for row in csv.DictReader((shared / "nih1000" / "labels.csv").open())}
    OUTPUT.mkdir(exist_ok=True)
    rows = []

    def add(dataset, name, compression, source, finding, syntax=ExplicitVRLittleEndian):
        path = write(dataset, name, compression, syntax)
        written = dcmread(path, stop_before_pixels=True)
        rows.append([
            name, dataset.PatientID, dataset.Modality, dataset.get("ViewPosition", ""), dataset.get("PatientAge", ""),
            dataset.PatientSex, finding, source, written.file_meta.TransferSyntaxUID,
            picture(dataset), hashlib.sha256(path.read_bytes()).hexdigest(),
        ])

    for number, sources, compression, special in CHESTS:
        for position, source in enumerate(sources, start=1):
            dataset = chest(shared, labels, number, position, source, special)
            name = f"thoraxd-{number:04}-{position}.dcm"
            finding = labels[source + ".png"]["labels"]
            add(dataset, name, compression, source + ".png", finding, special.get("syntax", ExplicitVRLittleEndian))
    add(computed_tomography(shared), "thoraxd-0014-1.dcm", LOSSLESS, "CTImage.dcm", "not a radiograph")
    add(step_wedge(), "thoraxd-0015-1.dcm", RLE, "drawn", "not a chest")
    with (OUTPUT / "manifest.csv").open("w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow([
            "file", "patient", "modality", "view", "age", "sex", "labels", "source", "transfer_syntax",
            "picture_sha256", "file_sha256"])
        table.writerows(rows)


main(pathlib.Path(sys.argv[1]))
