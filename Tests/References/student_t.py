"""Prints quantiles of Student's t distribution and a paired interval by scipy, as a reference for StudentTTests and
PairedDifferenceTests. Needs scipy.

Usage: student_t.py
"""

from scipy import stats

for degrees in (1, 2, 4, 9, 30):
    print(degrees, [float(stats.t.ppf(share, degrees)) for share in (0.9, 0.975, 0.99875, 0.9999)])

differences = [0.031, 0.012, 0.044, -0.007, 0.025]
for comparisons in (1, 17):
    interval = stats.ttest_1samp(differences, 0).confidence_interval(1 - 0.05 / comparisons)
    print(comparisons, float(interval.low), float(interval.high))
