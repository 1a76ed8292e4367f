"""Pinball loss and coverage, against scikit-learn and against counting."""

import numpy as np
from sklearn.metrics import mean_pinball_loss

from lstm_lib.quantiles import coverage, pinball_losses

RNG = np.random.default_rng(8)


def test_losses_are_those_of_scikit_learn():
    """Does each level have the loss that another library computes?"""
    forecasts, truths, levels = RNG.normal(size=(50, 3)), RNG.normal(size=50), [0.05, 0.5, 0.8]
    theirs = [mean_pinball_loss(truths, forecasts[:, k], alpha=levels[k]) for k in range(3)]
    assert np.allclose(pinball_losses(forecasts, truths, levels), theirs)


def test_the_quantile_has_the_smallest_loss():
    """Of all constant forecasts, is the best one where a share `level` of the truths lies below?"""
    truths = RNG.normal(size=199)
    asked = np.sort(truths)
    for level, rank in ((0.05, 9), (0.5, 99), (0.9, 179)):
        losses = [pinball_losses(np.full((199, 1), a), truths, [level])[0] for a in asked]
        assert np.argmin(losses) == rank


def test_coverage_counts_each_hour():
    """Is it the share that a loop counts, with both ends, and with ends that crossed?"""
    low, high, truths = RNG.integers(0, 5, (3, 40, 4)).astype(float)
    counted = [
        sum(sorted((a, b, t))[1] == t for a, b, t in zip(*rows, strict=True)) / 40
        for rows in zip(low.T, high.T, truths.T, strict=True)
    ]
    assert np.allclose(coverage(low, high, truths), counted)
