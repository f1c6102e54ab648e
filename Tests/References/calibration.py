"""Fits calibrations with scipy's general minimiser and by the definition of isotonic regression, as a reference for
CalibrationFitTests. Needs numpy and scipy.

Usage: calibration.py
"""

import numpy as np
from scipy.optimize import minimize

logits = np.array([-2.5, -2.0, -1.6, -1.1, -0.7, -0.3, 0.0, 0.4, 0.9, 1.3, 1.9, 2.6])
found = np.array([0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 1, 1])
label = np.array([0, 1] * 6)


def loss(predictor):
    return np.sum(np.logaddexp(0, predictor) - found * predictor)


def fit(function, count):
    return minimize(function, np.array([1.0] + [0.0] * (count - 1)), tol=1e-12).x


print("temperature", fit(lambda p: loss(p[0] * logits), 1))
print("platt", fit(lambda p: loss(p[0] * logits + p[1]), 2))


def by_label(p):
    return loss(p[0] * logits + p[1] + p[2 + label]) + np.sum(p[2:] ** 2) / 2


slope, common, first, second = fit(by_label, 4)
print("plattByLabel", slope, common + first, common + second)
# The isotonic value of a case is the largest mean that begins at or before it of the smallest that ends at or after it.
n = len(found)
print("isotonic", [float(max(min(found[i : j + 1].mean() for j in range(k, n)) for i in range(k + 1))) for k in range(n)])
