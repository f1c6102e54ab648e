#!/usr/bin/env python3
"""Writes Sources/CAttributes/attributes.inc: tag, VR and keyword of each attribute of PS3.6 chapter 6, in the order of tags.

Usage: attributes.py > Sources/CAttributes/attributes.inc  (with pydicom, whose dictionary is made from the standard)
"""

import sys

from pydicom._dicom_dict import DicomDictionary, RepeatersDictionary

# One VR where PS3.6 leaves a choice. In Implicit VR the words are OW (PS3.5 A.1); XS is US or SS by Pixel Representation.
CHOICES = {"US or SS": "XS", "OB or OW": "OW", "US or OW": "OW", "US or SS or OW": "OW"}


def entries():
    for tag, (vr, _, _, _, keyword) in DicomDictionary.items():
        yield tag, vr, keyword
    for mask, (vr, _, _, _, keyword) in RepeatersDictionary.items():
        # Curves and overlays: the first of the groups stands for all.
        if mask[:4] in ("50xx", "60xx"):
            yield int(mask.replace("x", "0"), 16), vr, keyword


for tag, vr, keyword in sorted(entries()):
    vr = CHOICES.get(vr, vr)
    if tag >> 16 in (0x0002, 0xFFFE) or len(vr) != 2 or not keyword:
        continue
    sys.stdout.write(f'{{0x{tag:08X}, "{vr}", "{keyword}"}},\n')
