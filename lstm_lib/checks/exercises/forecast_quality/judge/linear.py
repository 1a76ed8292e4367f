"""The floor of the linear model: what goes wrong with it, and what to say about it."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.checks.judge.diagnosis import WrongAnswer

# A linear model: (inputs_train, targets_train, inputs_test, targets_test) -> a number.
Answer = Callable[..., Any]


def _rows(inputs: np.ndarray, order: int | None, constant: bool) -> np.ndarray:
    """Return the last values of each window, followed by a 1."""
    values = inputs[:, -(order or inputs.shape[1]) :, 0]
    return np.column_stack([values, np.ones(len(values))]) if constant else values


def _forecasts(x, y, asked, order=None, constant=True):
    """Fit on windows and their targets, and forecast from the windows in `asked`."""
    weights, *_ = np.linalg.lstsq(_rows(x, order, constant), y)
    return _rows(asked, order, constant) @ weights


def _mse(forecasts, targets):
    """Return the mean squared error."""
    return np.mean((forecasts - targets) ** 2)


def _mse_of_pairs(forecasts, targets):
    """Return the mean squared error of as many pairs as there are, as `zip` makes them."""
    pairs = min(len(forecasts), len(targets))
    return _mse(forecasts[:pairs], targets[:pairs])


def linear_error(inputs_train, targets_train, inputs_test, targets_test):
    """Return the test error of the linear model that fits the training part best."""
    return _mse(_forecasts(inputs_train, targets_train, inputs_test), targets_test)


def _read(read: Answer) -> Answer:
    """Make an answer that fits correctly and combines the test errors in its own way."""
    return lambda x, y, x_test, y_test: read(y_test - _forecasts(x, y, x_test))


def _centered(x, y, x_test, y_test):
    """Take the mean of each part from its own windows and targets, and fit without a constant."""
    fit = _forecasts(x - x.mean(axis=0), y - y.mean(), x_test - x_test.mean(axis=0), None, False)
    return _mse(fit, y_test - y_test.mean())


NOT_SQUARED = "equals the mean of the errors themselves: positive and negative ones cancel"

WRONG_LINEAR = (
    WrongAnswer(
        "no intercept",
        lambda x, y, x_test, y_test: _mse(_forecasts(x, y, x_test, constant=False), y_test),
        "equals what you get without an intercept. Each row of values needs a 1 at its end",
    ),
    WrongAnswer(
        "fitted on the test part",
        lambda x, y, x_test, y_test: linear_error(x_test, y_test, x_test, y_test),
        "equals what you get when the model is fitted on the test part, on which it is judged",
    ),
    WrongAnswer(
        "fitted on both parts",
        lambda x, y, x_test, y_test: linear_error(
            np.concatenate([x, x_test]), np.append(y, y_test), x_test, y_test
        ),
        "equals what you get when the model is fitted on both parts: it has seen the test part",
    ),
    WrongAnswer(
        "error on the training part",
        lambda x, y, x_test, y_test: linear_error(x, y, x, y),
        "equals the error on the training part, on which the model was fitted",
    ),
    WrongAnswer(
        "parts exchanged",
        lambda x, y, x_test, y_test: linear_error(x_test, y_test, x, y),
        "equals what you get when the model is fitted on the test part and judged on the "
        "training part",
    ),
    WrongAnswer(
        "windows and targets of two parts",
        lambda x, y, x_test, y_test: _mse_of_pairs(_forecasts(x, y, x), y_test),
        "equals what you get when targets of the test part are compared with forecasts from "
        "training windows",
    ),
    WrongAnswer(
        "windows and targets of two parts",
        lambda x, y, x_test, y_test: _mse_of_pairs(_forecasts(x, y, x_test), y),
        "equals what you get when forecasts from test windows are compared with targets of the "
        "training part",
    ),
    WrongAnswer(
        "each part centered by itself",
        _centered,
        "equals what you get when each part's own mean is subtracted. That of the test part is "
        "not yet known when the forecasts are made",
    ),
    WrongAnswer(
        "last value only",
        lambda x, y, x_test, y_test: _mse(_forecasts(x, y, x_test, 1), y_test),
        "equals what you get from the last value of each window alone. All steps were asked for",
    ),
    WrongAnswer(
        "last two values only",
        lambda x, y, x_test, y_test: _mse(_forecasts(x, y, x_test, 2), y_test),
        "equals what you get from the last two values of each window. All steps were asked for",
    ),
    WrongAnswer(
        "constant forecast",
        lambda x, y, x_test, y_test: _mse(y.mean(), y_test),
        "equals the error of always predicting the mean of the training targets: no value of a "
        "window is used",
    ),
    WrongAnswer(
        "persistence",
        lambda x, y, x_test, y_test: _mse(x_test[:, -1, 0], y_test),
        "equals the error of persistence: nothing is fitted",
    ),
    WrongAnswer(
        "test windows reversed",
        lambda x, y, x_test, y_test: linear_error(x, y, x_test[:, ::-1], y_test),
        "equals what you get when the weights are applied to the test windows in reversed order",
    ),
    WrongAnswer(
        "stretched shapes",
        lambda x, y, x_test, y_test: linear_error(x, y[:, np.newaxis], x_test, y_test),
        "equals what you get when forecasts of shape (windows, 1) meet targets of shape "
        "(windows,): every one is compared with every target",
    ),
    WrongAnswer(
        "residuals of the fit",
        lambda x, y, x_test, y_test: len(y) * linear_error(x, y, x, y),
        "equals the sum of squares that least squares leaves on the training part",
    ),
    WrongAnswer(
        "root",
        _read(lambda errors: np.sqrt(np.mean(errors**2))),
        "equals the root of the mean squared error",
    ),
    WrongAnswer(
        "absolute error",
        _read(lambda errors: np.mean(np.abs(errors))),
        "equals the mean absolute error",
    ),
    WrongAnswer(
        "sum for mean",
        _read(lambda errors: np.sum(errors**2)),
        "equals the sum of the squared errors, not their mean",
    ),
    # An error may be counted from either side.
    WrongAnswer("not squared", _read(np.mean), NOT_SQUARED),
    WrongAnswer("not squared", _read(lambda errors: -np.mean(errors)), NOT_SQUARED),
)
