"""Reads a Structured Report with highdicom and prints its contents as JSON, for the tests of DICOMObject.

usage: highdicom_read.py FILE
"""

import json
import sys

import highdicom

document = highdicom.sr.srread(sys.argv[1])
found = {
    "class": type(document).__name__,
    "title": document.ContentSequence and document.ConceptNameCodeSequence[0].CodeValue,
    "evidence": [uids[2] for uids in document.get_evidence()],
    "groups": [],
}
if isinstance(document, highdicom.sr.Comprehensive3DSR):
    for group in document.content.get_image_measurement_groups():
        measurement = group.get_measurements()[0]
        evaluation = group.get_qualitative_evaluations()[0]
        algorithm = {item.name.value: item.value for item in group[0].ContentSequence if item.ValueType == "TEXT"}
        found["groups"].append({
            "tracking": group.tracking_identifier,
            "trackingUID": group.tracking_uid,
            "measurement": [measurement.name.value, measurement.value, measurement.unit.value],
            "evaluation": [evaluation.name.scheme_designator, evaluation.name.value, evaluation.value.value],
            "algorithm": [algorithm.get("111001"), algorithm.get("111003"), algorithm.get("111002")],
        })
print(json.dumps(found))
