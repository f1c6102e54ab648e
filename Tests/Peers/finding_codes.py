"""Looks codes up in pydicom's copy of PS3.16 and prints those that it lacks, one per line.

usage: finding_codes.py SCHEME VALUE MEANING [SCHEME VALUE MEANING ...]
"""

import sys

from pydicom.sr._concepts_dict import concepts

arguments = sys.argv[1:]
for scheme, value, meaning in zip(arguments[0::3], arguments[1::3], arguments[2::3]):
    known = [codes[value][0] for codes in concepts.get(scheme, {}).values() if value in codes]
    if not any(meaning.lower() == name.lower() for name in known):
        print(scheme, value, meaning, known)
