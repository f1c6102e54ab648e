#!/usr/bin/env python3
"""Scores of report pairs by pycocoevalcap, as JSON: scores.py PAIRS.json, a list of [candidate, reference].

Tests/References/scores.json is `scores.py Tests/References/pairs.json`. METEOR is the package's jar with the modules
exact, stem and synonym; it is null without java."""

import json
import os
import shutil
import subprocess
import sys

import pycocoevalcap.bleu.bleu
from pycocoevalcap.bleu.bleu import Bleu
from pycocoevalcap.cider.cider import Cider
from pycocoevalcap.rouge.rouge import Rouge

MODULES = ["-m", "exact stem synonym", "-w", "1.0 0.6 0.8"]


def meteor(pairs):
    package = os.path.dirname(os.path.dirname(pycocoevalcap.bleu.bleu.__file__))
    jar = os.path.join(package, "meteor", "meteor-1.5.jar")
    if not shutil.which("java"):
        return None
    command = ["java", "-Xmx1G", "-jar", jar, "-", "-", "-stdio", "-l", "en", "-norm", *MODULES]
    program = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
                               env={**os.environ, "LC_ALL": "C.UTF-8"})

    def ask(line):
        program.stdin.write(line + "\n")
        program.stdin.flush()
        return program.stdout.readline().strip()

    counts = [ask(f"SCORE ||| {reference} ||| {candidate}") for candidate, reference in pairs]
    first = ask("EVAL ||| " + " ||| ".join(counts))
    values = [float(first)] + [float(program.stdout.readline()) for _ in pairs]
    program.stdin.close()
    program.wait()
    return {"each": values[:-1], "together": values[-1]}


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        pairs = json.load(file)
    candidates = {index: [pair[0]] for index, pair in enumerate(pairs)}
    references = {index: [pair[1]] for index, pair in enumerate(pairs)}
    cider, ciders = Cider().compute_score(references, candidates)
    rouge, rouges = Rouge().compute_score(references, candidates)
    print(json.dumps({
        "bleu": Bleu(4).compute_score(references, candidates, verbose=0)[0],
        "rougeL": float(rouge), "rougeLEach": [float(value) for value in rouges],
        "cider": float(cider), "ciderEach": [float(value) for value in ciders],
        "meteor": meteor(pairs),
    }, indent=1))


if __name__ == "__main__":
    main()
