"""Groups of recordings that stand in for speakers."""

import numpy as np
import pytest

from lstm_lib.datasets import spoken_digits
from lstm_lib.speakers import voice_groups

pytestmark = pytest.mark.slow  # scikit-learn takes seconds to import


def recordings(rng, n_voices, n_digits, times):
    """Draw recordings: voices differ in mean and spread, digits far more in their mean."""
    levels = rng.normal(0, 3, (n_voices, 4))
    spreads = rng.uniform(0.5, 2, (n_voices, 4))
    words = rng.normal(0, 20, (n_digits, 4))
    order = rng.permutation(
        [(v, d) for v in range(n_voices) for d in range(n_digits) for _ in range(times)]
    )
    sequences = [
        words[d] + levels[v] + spreads[v] * rng.normal(size=(rng.integers(15, 40), 4))
        for v, d in order
    ]
    return sequences, order[:, 1], order[:, 0]


def test_voices_are_found_whatever_is_said(rng):
    """Does each group hold the recordings of one voice, and all of them?"""
    sequences, digits, voices = recordings(rng, n_voices=3, n_digits=5, times=12)
    groups = voice_groups(sequences, digits, n_groups=3)
    pairs = set(zip(groups.tolist(), voices.tolist(), strict=True))
    assert len(pairs) == 3
    assert groups[0] == 0  # counted in the order in which they appear


def test_four_speakers_of_the_spoken_digits_are_told_apart():
    """Has each of four groups 50 recordings of each digit, but for two at most, as it should?"""
    _, digits = data = spoken_digits()
    groups = voice_groups(*data)
    counts = np.array([np.bincount(digits[groups == k], minlength=10) for k in range(6)])
    clean = np.abs(counts.sum(axis=1) - 500) <= 2
    assert clean.sum() == 4
    assert np.abs(counts[clean] - 50).max() <= 2
    assert counts[~clean].sum() == pytest.approx(1000, abs=4)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"sequences": 3}, TypeError, "sequences is int, expected a list of arrays"),
        ({"digits": [1, 2]}, ValueError, r"digits has shape \(2,\), expected \(3,\)"),
        ({"n_groups": 4}, ValueError, "there are 3 recordings, expected 4 or more"),
        (
            {"sequences": [np.zeros((0, 2))] * 3},
            ValueError,
            r"sequences\[0\] has 0 frames, expected 1 or more",
        ),
    ],
)
def test_what_cannot_be_grouped_is_refused(arguments, error, message):
    """Does the error say what came and what was expected?"""
    right = {"sequences": [np.ones((4, 2))] * 3, "digits": [0, 1, 2], "n_groups": 2}
    with pytest.raises(error, match=message):
        voice_groups(**{**right, **arguments})
