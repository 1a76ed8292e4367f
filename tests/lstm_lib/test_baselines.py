"""The yardsticks, on series where the answer is known."""

import numpy as np
import pytest

from lstm_lib.baselines import linear_autoregression, persistence
from lstm_lib.series import sine_wave
from lstm_lib.windows import make_windows, prepare


def test_two_coefficients_and_an_intercept_solve_the_scaled_sine():
    """Is the linear model's error that of rounding, with 2 values and with the whole window?"""
    data = prepare(sine_wave())
    assert linear_autoregression(data, order=2) < 1e-27
    assert linear_autoregression(data) < 1e-27


def test_the_intercept_is_what_scaling_asks_for():
    """Does the same model without an intercept stay near the lesson's losses?"""
    data = prepare(sine_wave())
    last_two = data.inputs_train[:, -2:, 0]
    coefficients = np.linalg.lstsq(last_two, data.targets_train)[0]
    residuals = data.inputs_test[:, -2:, 0] @ coefficients - data.targets_test
    assert 8e-6 < np.mean(residuals**2) < 1e-5
    assert linear_autoregression(data, order=2) < 1e-27


def test_the_linear_model_is_fitted_on_the_training_part_alone():
    """Does a test part that breaks the training part's rule get a large error?"""
    follows = np.tile([0.0, 1.0], 25)
    breaks = np.concatenate([follows[:40], np.ones(10)])
    assert linear_autoregression(prepare(follows, steps=2)) < 1e-25
    assert linear_autoregression(prepare(breaks, steps=2)) > 0.1


def test_persistence_is_the_mean_squared_difference_of_neighbours():
    """Is the error that of the series against itself, one point earlier?"""
    series = np.cumsum([3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0, 5.0, 3.0, 5.0, 8.0])
    data = prepare(series, steps=3)
    n_test = len(data.targets_test)
    steps_up = np.diff(series)[-n_test:] / data.scaler.data_range_
    np.testing.assert_allclose(persistence(data), np.mean(steps_up**2))


def test_both_baselines_take_float32_windows():
    """Do windows in Keras' own dtype give errors in float64?"""
    data = prepare(sine_wave())
    single = data._replace(
        **{
            name: value.astype(np.float32)
            for name, value in data._asdict().items()
            if name != "scaler"
        }
    )
    assert linear_autoregression(single, order=2) < 1e-12
    np.testing.assert_allclose(persistence(single), persistence(data), rtol=1e-5)


@pytest.mark.parametrize("baseline", [persistence, linear_autoregression])
def test_something_else_than_prepared_data_is_refused(baseline):
    """Does the error say what was passed and what was expected?"""
    with pytest.raises(TypeError, match="data is tuple, expected what prepare returns"):
        baseline(make_windows(np.arange(9.0), 3))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"targets_test": np.zeros(3)}, "inputs_test has 2 windows and targets_test 3 values"),
        (
            {"targets_test": np.zeros(0), "inputs_test": np.zeros((0, 2, 1))},
            "inputs_test has 0 windows and targets_test 0 values, expected .* 1 or more",
        ),
        ({"inputs_test": np.zeros((2, 2, 4))}, "inputs_test has 4 features, expected 1"),
        ({"inputs_test": np.full((2, 2, 1), np.nan)}, "inputs_test has 4 of 4 values NaN"),
        (
            {"inputs_test": np.zeros((2, 3, 1))},
            "test windows have 3 steps, expected 2 as in training",
        ),
    ],
)
def test_parts_that_do_not_fit_are_refused(changes, message):
    """Does the error name the part and what is wrong with it?"""
    data = prepare(np.arange(12.0), steps=2)._replace(**changes)
    with pytest.raises(ValueError, match=message):
        linear_autoregression(data)


@pytest.mark.parametrize(
    ("order", "error", "message"),
    [
        (0, ValueError, "order is 0, expected 1 or more"),
        (3, ValueError, "order is 3, expected at most the window's 2 steps"),
        (1.5, TypeError, "order is 1.5, expected a whole number"),
    ],
)
def test_an_order_that_no_window_has_is_refused(order, error, message):
    """Does the error say what was passed and what was expected?"""
    with pytest.raises(error, match=message):
        linear_autoregression(prepare(np.arange(12.0), steps=2), order)
