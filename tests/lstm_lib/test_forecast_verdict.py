"""The verdict: by hand, and by scikit-learn's errors."""

import numpy as np
import pytest
from sklearn.metrics import mean_squared_error, r2_score

from lstm_lib.forecast_verdict import skill_beside, skills, strongest_floor, verdict

RNG = np.random.default_rng(8)
TRUTH = RNG.normal(size=(4, 30))
FLOOR = TRUTH + RNG.normal(size=(4, 30))


def near(share):
    """Return forecasts whose errors are a share of the floor's."""
    return TRUTH + share * (FLOOR - TRUTH)


def test_beside_the_mean_of_the_truth_it_is_r2():
    """Is it R² if the floor is the mean of the truth?"""
    truth, said = RNG.normal(size=(2, 50))
    mean = np.full(50, truth.mean())
    assert np.isclose(skill_beside(truth, said, mean), r2_score(truth, said))


def test_skills_are_those_of_each_fold():
    """Is each entry the skill of one seed in one fold, by scikit-learn's errors?"""
    said = np.array([near(0.5), near(1.3), TRUTH + 1])
    expected = [
        [
            1 - mean_squared_error(t, s) / mean_squared_error(t, f)
            for t, s, f in zip(TRUTH, one, FLOOR, strict=True)
        ]
        for one in said
    ]
    assert np.allclose(skills(TRUTH, said, FLOOR), expected)


def test_the_strongest_floor_has_the_smallest_error():
    """Is it found wherever it stands?"""
    for place in range(3):
        floors = [near(2.0), near(1.5)]
        floors.insert(place, near(0.9))
        assert strongest_floor(TRUTH, floors) == place


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ((0.9, 0.8, 0.7), "shown"),
        ((0.9, 0.8, 1.1), "not shown"),  # one seed is worse
        ((0.9, 1.2, 1.1), "worse"),
        ((0.9, 0.8, 1.0), "not shown"),  # one is as good
        ((1.0, 1.0, 1.0), "not shown"),
    ],
)
def test_every_seed_has_to_be_better(shares, expected):
    """Does one seed that is no better withhold the word?"""
    assert verdict(TRUTH, [near(share) for share in shares], [near(1.0), near(3.0)]) == expected


def test_every_year_has_to_be_better():
    """Does a year in which the median seed loses withhold the word, though none loses overall?"""
    said = np.array([near(0.5), near(0.5), near(0.5)])
    said[:2, 2] = TRUTH[2] + 1.2 * (FLOOR[2] - TRUTH[2])
    assert verdict(TRUTH, said, [FLOOR]) == "not shown"
    said[0, 2] = TRUTH[2] + 0.9 * (FLOOR[2] - TRUTH[2])
    assert verdict(TRUTH, said, [FLOOR]) == "shown"


def test_a_weak_floor_changes_nothing():
    """Is the verdict the same when a floor is added that is weaker?"""
    said = [near(share) for share in (1.1, 1.2, 1.3)]
    assert verdict(TRUTH, said, [FLOOR]) == verdict(TRUTH, said, [near(9.0), FLOOR]) == "worse"


@pytest.mark.parametrize(
    ("function", "arguments", "words"),
    [
        (skill_beside, (TRUTH, TRUTH, TRUTH), "never wrong"),
        (skill_beside, (TRUTH, TRUTH[0], FLOOR), "expected one shape"),
        (verdict, (TRUTH, [FLOOR[:2]], [FLOOR]), "expected the truth's shape"),
        (verdict, (TRUTH, [FLOOR], np.zeros((0, 4, 30))), "nothing empty"),
        (skills, (TRUTH, [FLOOR], FLOOR[:, :9]), "expected that of truth"),
    ],
)
def test_what_cannot_be_used_is_refused(function, arguments, words):
    """Does the error say what was expected?"""
    with pytest.raises(ValueError, match=words):
        function(*arguments)
