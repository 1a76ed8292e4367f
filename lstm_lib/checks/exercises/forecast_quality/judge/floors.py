"""The exercise `forecast_quality`: the two floors, and the common wrong ones."""

from collections.abc import Callable

import numpy as np

from lstm_lib.checks.judge.compare import WrongAnswer

Parts = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def persistence_errors(inputs: np.ndarray, futures: np.ndarray) -> np.ndarray:
    """Return the mean squared error of saying the last value again, by steps ahead.

    Parameters
    ----------
    inputs : ndarray of shape (windows, steps, 1)
        Windows.
    futures : ndarray of shape (windows, horizon)
        What followed each.

    Returns
    -------
    ndarray of shape (horizon,)
        In the square of the inputs' units.

    Examples
    --------
    >>> persistence_errors(np.array([[[1.0], [2.0]]]), np.array([[5.0, 2.0]]))
    array([9., 0.])
    """
    return _mean_squares(inputs[:, -1] - futures)


def _mean_squares(errors: np.ndarray) -> np.ndarray:
    """Return the mean of the squares of each column."""
    return np.asarray(np.mean(errors**2, axis=0))


def _with_value_before(inputs: np.ndarray, futures: np.ndarray) -> np.ndarray:
    """Return persistence that is told each true value before it has to say the next."""
    before = np.column_stack([inputs[:, -1], futures[:, :-1]])
    return _mean_squares(before - futures)


def _up_to_each_step(inputs: np.ndarray, futures: np.ndarray) -> np.ndarray:
    """Return the mean of the errors from the first step to each step."""
    errors = persistence_errors(inputs, futures)
    return np.cumsum(errors) / np.arange(1, len(errors) + 1)


WRONG_PERSISTENCE = (
    WrongAnswer(
        "first value",
        lambda inputs, futures: _mean_squares(inputs[:, 0] - futures),
        "equal what you get with the first value of each window. Which one is the newest?",
    ),
    WrongAnswer(
        "second newest value",
        lambda inputs, futures: _mean_squares(inputs[:, -2] - futures),
        "equal what you get with the second newest value: they look one step further ahead than "
        "was asked for",
    ),
    WrongAnswer(
        "mean of the window",
        lambda inputs, futures: _mean_squares(inputs.mean(axis=1) - futures),
        "equal the errors of saying the mean of the window",
    ),
    WrongAnswer(
        "mean of the future",
        lambda inputs, futures: np.var(futures, axis=0),
        "equal the variances of the futures: the errors of a forecast that knows their mean",
    ),
    WrongAnswer(
        "told each value before",
        _with_value_before,
        "compare each value with the one before it. From the second step on, that one has not "
        "been measured yet: persistence keeps saying the last value of the window",
    ),
    WrongAnswer(
        "one value for all windows",
        lambda inputs, futures: _mean_squares(inputs[-1, -1] - futures),
        "equal what you get when the last value of the last window serves all windows",
    ),
    WrongAnswer(
        "one number",
        lambda inputs, futures: np.mean((inputs[:, -1] - futures) ** 2),
        "are one number: the mean over all steps ahead. One was expected for each of them",
    ),
    WrongAnswer(
        "mean over the steps ahead",
        lambda inputs, futures: np.mean((inputs[:, -1] - futures) ** 2, axis=1),
        "are one for each window. The mean runs over the windows, the first axis, and leaves one "
        "for each step ahead",
    ),
    WrongAnswer(
        "first step left out",
        lambda inputs, futures: persistence_errors(inputs, futures)[1:],
        "begin two steps ahead. The first column of `futures` is one step ahead",
    ),
    WrongAnswer(
        "up to each step",
        _up_to_each_step,
        "are means from the first step up to each. Each step ahead was expected by itself",
    ),
    WrongAnswer(
        "root",
        lambda inputs, futures: np.sqrt(persistence_errors(inputs, futures)),
        "equal the roots of the mean squared errors",
    ),
    WrongAnswer(
        "absolute error",
        lambda inputs, futures: np.mean(np.abs(inputs[:, -1] - futures), axis=0),
        "equal the mean absolute errors",
    ),
    WrongAnswer(
        "sum for mean",
        lambda inputs, futures: np.sum((inputs[:, -1] - futures) ** 2, axis=0),
        "equal the sums of the squared errors, not their means",
    ),
    WrongAnswer(
        "squared too late",
        lambda inputs, futures: np.mean(inputs[:, -1] - futures, axis=0) ** 2,
        "equal the squares of the mean errors: positive and negative ones cancel first",
    ),
    WrongAnswer(
        "not squared",
        lambda inputs, futures: np.mean(futures - inputs[:, -1], axis=0),
        "equal the means of the errors themselves: positive and negative ones cancel",
    ),
)


def _rows(inputs: np.ndarray, order: int | None = None, constant: bool = True) -> np.ndarray:
    """Return the last values of each window, and a 1 behind them."""
    values = inputs[:, -(order or inputs.shape[1]) :, 0]
    return np.column_stack([values, np.ones(len(values))]) if constant else values


def _forecasts(
    inputs: np.ndarray,
    targets: np.ndarray,
    asked: np.ndarray,
    order: int | None = None,
    constant: bool = True,
) -> np.ndarray:
    """Fit on windows and their targets, and forecast from the windows that are asked."""
    weights, *_ = np.linalg.lstsq(_rows(inputs, order, constant), targets)
    return np.asarray(_rows(asked, order, constant) @ weights)


def linear_error(
    inputs_train: np.ndarray,
    targets_train: np.ndarray,
    inputs_test: np.ndarray,
    targets_test: np.ndarray,
) -> float:
    """Return the test error of the linear model that fits the training part best.

    Parameters
    ----------
    inputs_train, inputs_test : ndarray of shape (windows, steps, 1)
        Windows.
    targets_train, targets_test : ndarray of shape (windows,)
        Their targets.

    Returns
    -------
    float
        Mean squared error on the test part.

    Examples
    --------
    >>> windows, targets = np.array([[[0.0]], [[1.0]], [[2.0]]]), np.array([1.0, 3.0, 5.0])
    >>> round(linear_error(windows, targets, np.array([[[3.0]], [[4.0]]]), np.array([8.0, 9.0])), 9)
    0.5
    """
    return _mse(_forecasts(inputs_train, targets_train, inputs_test), targets_test)


def _mse(forecasts: np.ndarray, targets: np.ndarray) -> float:
    """Return the mean squared error."""
    return float(np.mean((forecasts - targets) ** 2))


def _residual(read: Callable[[np.ndarray], np.ndarray]) -> Callable[..., float]:
    """Make an answer that fits rightly and sums the test errors up in a way of its own."""
    return lambda x, y, x_test, y_test: float(read(_forecasts(x, y, x_test) - y_test))


def _centered(x: np.ndarray, y: np.ndarray, x_test: np.ndarray, y_test: np.ndarray) -> float:
    """Take the mean of each part from its own windows and targets, and fit without a constant."""
    fit = _forecasts(x - x.mean(axis=0), y - y.mean(), x_test - x_test.mean(axis=0), None, False)
    return _mse(fit, y_test - y_test.mean())


WRONG_LINEAR = (
    WrongAnswer(
        "no intercept",
        lambda x, y, x_test, y_test: _mse(_forecasts(x, y, x_test, None, False), y_test),
        "equals what you get without an intercept. Each row of values needs a 1 beside them",
    ),
    WrongAnswer(
        "fitted on the test part",
        lambda x, y, x_test, y_test: _mse(_forecasts(x_test, y_test, x_test), y_test),
        "equals what you get when the model is fitted on the test part, on which it is judged",
    ),
    WrongAnswer(
        "fitted on both parts",
        lambda x, y, x_test, y_test: _mse(
            _forecasts(np.concatenate([x, x_test]), np.append(y, y_test), x_test), y_test
        ),
        "equals what you get when the model is fitted on both parts: it has seen the test part",
    ),
    WrongAnswer(
        "error on the training part",
        lambda x, y, x_test, y_test: _mse(_forecasts(x, y, x), y),
        "equals the error on the training part, on which the model was fitted",
    ),
    WrongAnswer(
        "parts exchanged",
        lambda x, y, x_test, y_test: _mse(_forecasts(x_test, y_test, x), y),
        "equals what you get when the model is fitted on the test part and judged on the "
        "training part",
    ),
    WrongAnswer(
        "each part centered by itself",
        _centered,
        "equals what you get when each part's own mean is taken away. That of the test part is "
        "not known yet when the forecasts are made",
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
        lambda x, y, x_test, y_test: _mse(np.full(len(y_test), y.mean()), y_test),
        "equals the error of always saying the mean of the training targets: no value of a "
        "window is used",
    ),
    WrongAnswer(
        "persistence",
        lambda x, y, x_test, y_test: _mse(x_test[:, -1, 0], y_test),
        "equals the error of persistence: nothing is fitted",
    ),
    WrongAnswer(
        "test windows reversed",
        lambda x, y, x_test, y_test: _mse(_forecasts(x, y, x_test[:, ::-1]), y_test),
        "equals what you get when the weights meet the test windows in reversed order",
    ),
    WrongAnswer(
        "stretched shapes",
        lambda x, y, x_test, y_test: _mse(_forecasts(x, y[:, None], x_test), y_test),
        "equals what you get when forecasts of shape (windows, 1) meet targets of shape "
        "(windows,): every one is compared with every target",
    ),
    WrongAnswer(
        "residuals of the fit",
        lambda x, y, x_test, y_test: len(y) * _mse(_forecasts(x, y, x), y),
        "equals the sum of squares that least squares leaves on the training part",
    ),
    WrongAnswer(
        "root",
        _residual(lambda errors: np.sqrt(np.mean(errors**2))),
        "equals the root of the mean squared error",
    ),
    WrongAnswer(
        "absolute error",
        _residual(lambda errors: np.mean(np.abs(errors))),
        "equals the mean absolute error",
    ),
    WrongAnswer(
        "sum for mean",
        _residual(lambda errors: np.sum(errors**2)),
        "equals the sum of the squared errors, not their mean",
    ),
    WrongAnswer(
        "not squared",
        _residual(np.mean),
        "equals the mean of the errors themselves: positive and negative ones cancel",
    ),
)
