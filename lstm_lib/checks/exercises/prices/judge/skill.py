"""What goes wrong in a skill that is computed from forecasts, and what to say about it."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.checks.judge.diagnosis import WrongAnswer

Errors = Callable[[np.ndarray], Any]


def mean_square(errors: np.ndarray) -> Any:
    """Return the mean of the squares."""
    return np.mean(errors**2)


def skill_beside(truth, forecast, floor):
    """Return the share of the floor's mean squared error that is saved."""
    return 1 - mean_square(forecast - truth) / mean_square(floor - truth)


def _measured(size: Errors) -> Callable[..., Any]:
    """Make a skill that measures errors in another way."""
    return lambda truth, forecast, floor: 1 - size(forecast - truth) / size(floor - truth)


def _of_both(compared: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    """Make an answer that compares the two mean squared errors in another way."""
    return lambda truth, forecast, floor: compared(
        mean_square(forecast - truth), mean_square(floor - truth)
    )


def _correlation(truth: np.ndarray, forecast: np.ndarray, floor: np.ndarray) -> Any:
    """Return the correlation of forecast and truth."""
    return np.corrcoef(truth, forecast)[0, 1]


WRONG_SKILLS = (
    WrongAnswer(
        "root mean square",
        _measured(lambda errors: np.sqrt(mean_square(errors))),
        "is computed from the roots of the mean squared errors. Leave the roots out",
    ),
    WrongAnswer(
        "absolute error",
        _measured(lambda errors: np.mean(np.abs(errors))),
        "is computed from mean absolute errors. Square them",
    ),
    WrongAnswer(
        "absolute error of the forecast",
        lambda truth, forecast, floor: (
            1 - np.mean(np.abs(forecast - truth)) / mean_square(floor - truth)
        ),
        "has the forecast's mean absolute error above the floor's mean squared one. Square both",
    ),
    WrongAnswer(
        "absolute error of the floor",
        lambda truth, forecast, floor: (
            1 - mean_square(forecast - truth) / np.mean(np.abs(floor - truth))
        ),
        "has the floor's mean absolute error below the forecast's mean squared one. Square both",
    ),
    WrongAnswer(
        "sum for mean of the forecast",
        lambda truth, forecast, floor: (
            1 - np.sum((forecast - truth) ** 2) / mean_square(floor - truth)
        ),
        "divides the forecast's sum of squares by the floor's mean. Take means of both",
    ),
    WrongAnswer(
        "sum for mean of the floor",
        lambda truth, forecast, floor: (
            1 - mean_square(forecast - truth) / np.sum((floor - truth) ** 2)
        ),
        "divides the forecast's mean of squares by the floor's sum. Take means of both",
    ),
    WrongAnswer(
        "squared too late",
        _measured(lambda errors: np.mean(errors) ** 2),
        "squares the mean error: positive and negative errors cancel first. Square each one",
    ),
    WrongAnswer(
        "variance of the errors",
        _measured(np.var),
        "is computed from the variances of the errors: a forecast that is always too high loses "
        "nothing by it",
    ),
    WrongAnswer(
        "median",
        _measured(lambda errors: np.median(errors**2)),
        "is computed from medians of the squared errors. Take their means",
    ),
    WrongAnswer(
        "largest error",
        _measured(lambda errors: np.max(errors**2)),
        "is computed from the largest squared errors. Take their means",
    ),
    WrongAnswer(
        "R²",
        lambda truth, forecast, floor: 1 - mean_square(forecast - truth) / np.var(truth),
        "is R²: its floor is the mean of these very days, which nobody knew before. Take the floor "
        "that was given",
    ),
    WrongAnswer(
        "R² of the floor",
        lambda truth, forecast, floor: 1 - mean_square(floor - truth) / np.var(truth),
        "is the R² of the floor. Where is the forecast?",
    ),
    WrongAnswer(
        "zero for a floor",
        lambda truth, forecast, floor: 1 - mean_square(forecast - truth) / mean_square(truth),
        "takes zero for a floor. Take the floor that was given",
    ),
    WrongAnswer(
        "own denominator",
        lambda truth, forecast, floor: 1 - mean_square(forecast - truth) / mean_square(floor),
        "divides by the mean square of the floor's forecasts. Its *error* is asked for: subtract "
        "the truth",
    ),
    WrongAnswer(
        "forecast beside floor",
        lambda truth, forecast, floor: (
            1 - mean_square(forecast - floor) / mean_square(floor - truth)
        ),
        "compares the forecast with the floor's. Both are compared with the truth",
    ),
    WrongAnswer(
        "spread of the forecasts",
        lambda truth, forecast, floor: 1 - mean_square(forecast - truth) / np.var(forecast),
        "divides by the variance of the forecasts. Divide by the floor's mean squared error",
    ),
    WrongAnswer(
        "sign",
        _of_both(lambda error, floor: error / floor - 1),
        "has the wrong sign: a better forecast gets less",
    ),
    WrongAnswer(
        "upside down",
        _of_both(lambda error, floor: 1 - floor / error),
        "is upside down: the floor's error is divided by the forecast's",
    ),
    WrongAnswer(
        "share that is left",
        _of_both(lambda error, floor: error / floor),
        "is the share of the floor's error that is left. Which share is saved?",
    ),
    WrongAnswer(
        "times better",
        _of_both(lambda error, floor: floor / error),
        "says how many times smaller the error is. No gain gives 1 here, and should give 0",
    ),
    WrongAnswer(
        "difference",
        _of_both(lambda error, floor: floor - error),
        "is the difference of the two errors. As a share of the floor's it has no unit",
    ),
    WrongAnswer(
        "share of the error",
        _of_both(lambda error, floor: (floor - error) / error),
        "is a share of the forecast's own error. Divide by the floor's",
    ),
    WrongAnswer(
        "share of both",
        _of_both(lambda error, floor: (floor - error) / (floor + error)),
        "is a share of the sum of both errors. Divide by the floor's",
    ),
    WrongAnswer(
        "percent", _of_both(lambda error, floor: 100 * (1 - error / floor)), "is in percent"
    ),
    WrongAnswer(
        "cut off at zero",
        _of_both(lambda error, floor: max(0.0, 1 - error / floor)),
        "never falls below 0: a forecast that is worse than its floor has to show it",
    ),
    WrongAnswer(
        "error", _of_both(lambda error, floor: error), "is the mean squared error of the forecast"
    ),
    WrongAnswer(
        "day by day",
        lambda truth, forecast, floor: 1 - ((forecast - truth) / (floor - truth)) ** 2,
        "is one number for each day. Take the means first, and divide once",
    ),
    WrongAnswer(
        "mean of ratios",
        lambda truth, forecast, floor: 1 - mean_square((forecast - truth) / (floor - truth)),
        "is a mean of daily ratios: a day on which the floor was nearly right decides it alone. "
        "Take the means first, and divide once",
    ),
    WrongAnswer(
        "correlation",
        _correlation,
        "is the correlation of forecast and truth, which forgives any wrong level and scale",
    ),
    WrongAnswer(
        "correlation squared",
        lambda *arguments: _correlation(*arguments) ** 2,
        "is the squared correlation of forecast and truth, which forgives any wrong level and "
        "scale, and the wrong sign as well",
    ),
    WrongAnswer(
        "right directions",
        lambda truth, forecast, floor: np.mean(np.sign(forecast) == np.sign(truth)),
        "is the share of days with the right sign. It does not look at the floor",
    ),
)
