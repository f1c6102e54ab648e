#!/usr/bin/env python3
"""Reference values for ReportMetricsTests: python3 Tests/References/metrics.py > Tests/References/metrics.json

Needs numpy, scikit-learn and pycocoevalcap (its BLEU and ROUGE-L are pure Python; --no-deps is enough)."""

import json
import random

import numpy
from pycocoevalcap.bleu.bleu_scorer import BleuScorer
from pycocoevalcap.rouge.rouge import Rouge
from sklearn.metrics import precision_recall_fscore_support, roc_auc_score

PAIRS = [
    ("the heart is normal in size . the lungs are clear .",
     "heart size is normal . lungs are clear without effusion ."),
    ("no pleural effusion or pneumothorax .", "there is no pleural effusion or pneumothorax ."),
    ("the lungs are clear .", "the lungs are clear ."),
    ("pneumonia .", "patchy infiltrates are present , in keeping with pneumonia . no pleural effusion ."),
    ("the the the the .", "the heart is enlarged ."),
    ("edema", "no acute disease"),
]


def bleu(pairs):
    scorer = BleuScorer(n=4)
    for candidate, reference in pairs:
        scorer += (candidate, [reference])
    return scorer.compute_score(option="closest", verbose=0)[0]


def main():
    generator = random.Random(7)
    curves = []
    for count in (5, 20, 200):
        # Few distinct scores, so that ties occur.
        scores = [round(generator.random(), 1 if count < 200 else 2) for _ in range(count)]
        labels = [generator.random() < 0.2 + 0.5 * score for score in scores]
        labels[0], labels[1] = True, False
        curves.append({"scores": scores, "labels": labels, "auc": roc_auc_score(labels, scores)})
    claimed = numpy.array([[generator.random() < 0.3 for _ in range(5)] for _ in range(12)], dtype=int)
    labelled = numpy.array([[generator.random() < 0.3 for _ in range(5)] for _ in range(12)], dtype=int)
    claimed[:, 3] = 0
    labelled[:, 4] = 0

    def scores(average):
        values = precision_recall_fscore_support(labelled, claimed, average=average, zero_division=0)
        return [float(value) for value in values[:3]]

    rouge = Rouge()
    values = sorted(generator.random() for _ in range(11))
    print(json.dumps({
        "pairs": PAIRS,
        "bleu": bleu(PAIRS),
        "bleuOfFirst": bleu(PAIRS[:1]),
        "rougeL": [float(rouge.calc_score([candidate], [reference])) for candidate, reference in PAIRS],
        "curves": curves,
        "claimed": [[i for i, flag in enumerate(row) if flag] for row in claimed.tolist()],
        "labelled": [[i for i, flag in enumerate(row) if flag] for row in labelled.tolist()],
        "micro": scores("micro"),
        "macro": scores("macro"),
        "sorted": values,
        "percentiles": {str(share): float(numpy.percentile(values, share * 100)) for share in (0.025, 0.5, 0.975)},
    }, indent=1))


main()
