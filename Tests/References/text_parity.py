#!/usr/bin/env python3
"""Reference tokens for ParityTextTests: python3 Tests/References/text_parity.py > Tests/References/text_parity.json

R2Gen's report cleaning, reimplemented from its description: the order of the replacements, the character class with its
range from ':' to '[', the empty pieces that are kept. The texts are random strings of report fragments and of pieces that
break cleaners. Standard library only."""

import json
import random
import re

GOLDEN = [
    "1. No acute disease. 2. T11. wedge (old)",
    "AP/PA view; x-ray shows 2.5 cm nodule <1 cm @ RUL.. ",
    "",
    "No focal consolidation. . Heart size normal",
    "FINDINGS:\n ___ year old  man. Compared to ___, no change.",
]

PIECES = [
    "1. ", " 2. ", ". 3. ", "4. ", ". 5. ", "6. ", "11. ", "12. ", "21. ", "..", "...", "....", ".", ". ", " . ", ".  ", "  ",
    "   ", "\n", "\r\n", "\t", "\u00a0", "\u2003", "\x1c", "\x85", "___", "_", "__________", "XXXX", "XXXX.", "[**12-3**]",
    "2.5 cm", "T11.", "L4-L5", "AP/PA", "\\", "\"quoted\"", "it's", "'", "<1", ">", "=", "@", "#3", "$", "~", "`", "|",
    "[", "]", "{", "}", "^", "&", "*", "+", "%", "!", "?", ";", ":", ",", "(", ")", "-", "/", "x-ray", "Heart", "NORMAL",
    "size", "is", "no", "effusion.", "Stable", "opacity,", "caf\u00e9", "e\u0301", ".\u0301", "\u0130", "\u212a",
    "\u039f\u0394\u039f\u03a3", "\u03a3", "\u03a3 a", "\u00dfS", "\u5fc3\u810f\u3002", "\U0001f600", "1.", "2.", "a1. b",
    "no change", "right lower lobe", "COPD", "0.9", "10%", "e.g.", "i.e.,", "Dr. X", "\u2028", "\ufeff", "\u200b",
]


def clean(report, mimic):
    def apply(pairs):
        nonlocal report
        for old, new in pairs:
            report = report.replace(old, new)

    if mimic:
        apply([("\n", " ")] + [("__", "_")] * 7 + [("  ", " ")] * 6 + [("..", ".")] * 8)
    else:
        apply([("..", ".")] * 3)
    apply([("1. ", "")])
    apply([(f". {number}. ", ". ") for number in range(2, 6)])
    apply([(f" {number}. ", ". ") for number in range(2, 6)])
    kept = []
    for piece in report.strip().lower().split(". "):
        for mark in "\"/\\'":
            piece = piece.replace(mark, "")
        kept.append(re.sub(r"[.,?;*!%^&_+()\]{}:-\[]", "", piece.strip().lower()))
    return (" . ".join(kept) + " .").split()


def main():
    generator = random.Random(42)
    texts = list(GOLDEN)
    for index in range(400):
        glue = ["", " ", ". "][index % 3]
        texts.append(glue.join(generator.choice(PIECES) for _ in range(generator.randint(1, 14))))
    print(json.dumps([{"text": text, "iu": clean(text, False), "mimic": clean(text, True)} for text in texts]))


main()
