"""Gradients by nudging, their comparison, and clipping."""

import numpy as np
import pytest

from lstm_lib.gradients import clip_by_norm, numerical_gradient, relative_error


def test_nudging_gives_the_gradient_of_a_known_function(rng):
    """Does the gradient of sin agree with cos, in any shape, and is the value left alone?"""
    value = rng.normal(size=(2, 3, 4))
    before = value.copy()
    found = numerical_gradient(lambda x: np.sum(np.sin(x)), value)
    assert relative_error(found, np.cos(value)) < 1e-9
    np.testing.assert_array_equal(value, before)


def test_each_nudge_begins_at_the_value():
    """Does a function that writes into its argument not spoil the next nudge?"""

    def writes(x):
        result = np.sum(x**2)
        x[:] = 0
        return result

    np.testing.assert_allclose(numerical_gradient(writes, [1.0, 2.0]), [2, 4])


def test_float32_values_are_nudged_in_float64():
    """Is a value of float32, where a small nudge would be lost, nudged in float64?"""
    found = numerical_gradient(lambda x: np.sum(x**2), np.array([100.0], np.float32))
    np.testing.assert_allclose(found, [200], rtol=1e-6)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((3, [1.0]), TypeError, "function is 3, expected a function of one array"),
        ((np.sum, ["a"]), TypeError, "value holds <U1 values, expected real numbers"),
        ((np.sum, [np.inf]), ValueError, "value has 1 of 1 values NaN or infinite"),
        ((np.sum, [1.0], 0), ValueError, "step is 0.0, expected a number above 0"),
        (
            (np.sin, [1.0, 2.0]),
            TypeError,
            r"function returned float64 of shape \(2,\), expected one",
        ),
        ((lambda x: None, [1.0]), TypeError, "function returned object"),
        ((lambda x: np.nan, [1.0]), ValueError, "what function returned is nan"),
    ],
)
def test_nudging_refuses_by_name(arguments, error, message):
    """Does each error say what was passed and what was expected?"""
    with pytest.raises(error, match=message):
        numerical_gradient(*arguments)


def test_relative_error_does_not_depend_on_the_scale(rng):
    """Is an error of one thousandth one thousandth, at any size of the numbers?"""
    expected = rng.normal(size=(3, 2))
    for scale in (1e-9, 1, 1e9):
        assert relative_error(1.001 * scale * expected, scale * expected) == pytest.approx(
            1e-3, rel=2e-3
        )
    assert relative_error(np.zeros(2), np.zeros(2)) == 0
    with pytest.raises(
        ValueError, match=r"found has shape \(2,\), expected \(3,\), the shape of expected"
    ):
        relative_error(np.zeros(2), np.zeros(3))


def test_clipping_keeps_the_direction(rng):
    """Is the global norm the limit, and each array scaled by the same factor?"""
    gradients = [rng.normal(size=(3, 4)), rng.normal(size=5)]
    clipped = clip_by_norm(gradients, 0.5)
    assert np.sqrt(sum(np.sum(a**2) for a in clipped)) == pytest.approx(0.5)
    factors = np.concatenate([(a / b).ravel() for a, b in zip(clipped, gradients, strict=True)])
    np.testing.assert_allclose(factors, factors[0])


def test_a_short_gradient_is_left_alone():
    """Does clipping never lengthen, not divide by zero, and keep float32?"""
    short = [np.array([0.1], np.float32), np.zeros(2, np.float32)]
    for gradients in (short, [np.zeros(3)]):
        for found, expected in zip(clip_by_norm(gradients, 1), gradients, strict=True):
            np.testing.assert_array_equal(found, expected)
    assert clip_by_norm(short, 0.01)[0].dtype == np.float32


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([np.ones(2)], 0), "limit is 0.0, expected a number above 0"),
        (([], 1), "gradients has 0 arrays, expected 1 or more"),
        (([np.ones(1), [np.nan]], 1), r"gradients\[1\] has 1 of 1 values NaN"),
    ],
)
def test_clipping_refuses_by_name(arguments, message):
    """Does each error say what was passed and what was expected?"""
    with pytest.raises(ValueError, match=message):
        clip_by_norm(*arguments)
