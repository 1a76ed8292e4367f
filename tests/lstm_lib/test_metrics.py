"""Skill and usable horizon, where the answer is known."""

import numpy as np
import pytest

from lstm_lib.baselines import persistence
from lstm_lib.metrics import skill, usable_horizon
from lstm_lib.series import sine_wave
from lstm_lib.windows import prepare


def test_skill_of_persistence_against_the_mean_is_that_of_its_correlation():
    """Does persistence save what theory says of a wave: one minus twice one minus cos(d)?"""
    data = prepare(sine_wave(n_points=6284, stop=1000 * np.pi / 5))  # whole waves
    saved = skill(persistence(data), float(np.var(data.targets_test)))
    step = 1000 * np.pi / 5 / 6283
    assert saved == pytest.approx(1 - 2 * (1 - np.cos(step)), abs=1e-4)


def test_skill_does_not_depend_on_the_units():
    """Is the skill the same when both errors are measured in another unit?"""
    rng = np.random.default_rng(0)
    errors, floors = rng.random(7), rng.random(7) + 0.1
    np.testing.assert_allclose(skill(81 * errors, 81 * floors), skill(errors, floors))


def test_skill_of_one_pair_is_a_number():
    """Do one error and one floor give a float, and an array of errors an array?"""
    assert type(skill(np.float32(1), 2)) is float
    assert skill(np.ones(3), np.full(3, 4.0)).tolist() == [0.75, 0.75, 0.75]


@pytest.mark.parametrize(
    ("errors", "limit", "steps"),
    [
        ([1.0, 2.0, 3.0], 9.0, 3),
        ([1.0, 2.0, 3.0], 2.5, 2),
        ([1.0, 2.0, 3.0], 2.0, 1),
        ([1.0, 2.0, 3.0], 1.0, 0),
        ([1.0, 5.0, 1.0], 2.0, 1),
        ([1.0, 2.0, 3.0], [2.0, 3.0, 2.0], 2),
        ([1.0], 2.0, 1),
    ],
)
def test_the_steps_before_the_first_that_is_not_below(errors, limit, steps):
    """Is the count right at both ends, at the limit itself, and where the error comes back?"""
    assert usable_horizon(errors, limit) == steps
    assert type(usable_horizon(errors, limit)) is int


@pytest.mark.parametrize(
    ("function", "arguments", "error", "words"),
    [
        (skill, (1.0, 0.0), ValueError, "floor is 0"),
        (skill, (-1.0, 1.0), ValueError, "error is negative"),
        (skill, (np.nan, 1.0), ValueError, "NaN"),
        (skill, ("one", 1.0), TypeError, "error holds"),
        (skill, (np.ones(3), np.ones(2)), ValueError, "shapes that fit"),
        (usable_horizon, (np.ones((2, 3)), 1.0), ValueError, "errors has shape"),
        (usable_horizon, (np.ones(0), 1.0), ValueError, "errors has 0 values"),
        (usable_horizon, (np.ones(3), np.ones(2)), ValueError, "limit has shape"),
        (usable_horizon, (np.ones(3), np.inf), ValueError, "limit has 1 of 1"),
        (usable_horizon, (np.ones(3), None), TypeError, "limit holds"),
    ],
)
def test_nonsense_is_refused(function, arguments, error, words):
    """Does the error say which argument is wrong, and how?"""
    with pytest.raises(error, match=words):
        function(*arguments)
