#!/usr/bin/env python3
"""Reference values for ClinicalEfficacyTests:
python3 Tests/References/clinical_efficacy.py > Tests/References/clinical_efficacy.json

Needs numpy and scikit-learn. Each label becomes a sentence that states it, so that the comparison includes the
labeler; the values are scikit-learn's for the labels that were drawn."""

import json
import random

import numpy
from sklearn.metrics import precision_recall_fscore_support

# Findings in CheXpert's order, each with its positive, negative and uncertain sentence. "No Finding" follows from them.
WORDS = [None, "widened mediastinum", "cardiomegaly", "lung mass", "airspace disease", "edema", "consolidation",
         "pneumonia", "atelectasis", "pneumothorax", "pleural effusion", "pleural thickening", "fracture", "pacemaker"]


def draw(generator):
    status = [0] + [generator.choice(["", "", "", "", "+", "-", "?"]) for _ in WORDS[1:]]
    status[12] = ""  # a finding that no report mentions
    said = [{"+": "There is {}.", "-": "No {}.", "?": "Possible {}."}[s].format(w)
            for s, w in zip(status, WORDS) if s]
    # Devices do not count against "No Finding". Pleural thickening is also on the list of other abnormalities.
    status[0] = "" if any(s in ("+", "?") for s in status[1:13]) else "+"
    return " ".join(said), status


def main():
    generator = random.Random(11)
    pairs = [(draw(generator), draw(generator)) for _ in range(40)]
    pairs.append((("", ["+"] + [""] * 13), draw(generator)))
    scores, labels = {}, {}
    for policy, positive in (("u0", "+"), ("u1", "+?")):
        candidate = numpy.array([[int(s != "" and s in positive) for s in c[1]] for c, _ in pairs])
        reference = numpy.array([[int(s != "" and s in positive) for s in r[1]] for _, r in pairs])
        for name, average in (("macro14", "macro"), ("micro14", "micro"), ("example14", "samples")):
            values = precision_recall_fscore_support(reference, candidate, average=average, zero_division=0)[:3]
            for part, value in zip(("precision", "recall", "f1"), values):
                scores[f"CE-{name}-{policy}-{part}"] = float(value)
        labels[policy] = precision_recall_fscore_support(reference, candidate, zero_division=0)[2].tolist()
    print(json.dumps({"pairs": [[c[0], r[0]] for c, r in pairs], "scores": scores, "labelF1": labels}, indent=1))


main()
