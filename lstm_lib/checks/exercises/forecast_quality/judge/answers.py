"""The exercise `forecast_quality`: errors by horizon and skill, and the common wrong ones."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.checks.judge.compare import WrongAnswer


def errors_by_horizon(
    forecasts: np.ndarray, truths: np.ndarray, low: float, high: float
) -> np.ndarray:
    """Return the mean squared error of scaled forecasts, in the truths' units, by steps ahead.

    Parameters
    ----------
    forecasts : ndarray of shape (starts, horizon)
        Scaled: `low` is 0 and `high` is 1.
    truths : ndarray of shape (starts, horizon)
        In the series' units.
    low, high : float
        The ends of the scale, in the series' units.

    Returns
    -------
    ndarray of shape (horizon,)
        In the square of the series' units.

    Examples
    --------
    >>> errors_by_horizon(np.array([[0.5, 1.0]]), np.array([[21.0, 27.0]]), 10.0, 30.0)
    array([1., 9.])
    """
    return np.asarray(np.mean(_errors(forecasts, truths, low, high) ** 2, axis=0))


def _errors(forecasts: np.ndarray, truths: np.ndarray, low: float, high: float) -> np.ndarray:
    """Return every error in the series' units."""
    return low + forecasts * (high - low) - truths


def _read(read: Callable[[np.ndarray], Any]) -> Callable[..., Any]:
    """Make an answer that sums up the right errors in a way of its own."""
    return lambda *arguments: read(_errors(*arguments))


def _brought_back(back: Callable[..., np.ndarray]) -> Callable[..., np.ndarray]:
    """Make an answer that takes the forecasts back in a way of its own."""
    return lambda forecasts, truths, low, high: np.mean(
        (back(forecasts, low, high) - truths) ** 2, axis=0
    )


def _one_step_apart(
    forecasts: np.ndarray, truths: np.ndarray, low: float, high: float
) -> np.ndarray:
    """Compare each forecast with the truth one step before it."""
    return errors_by_horizon(forecasts[:, 1:], truths[:, :-1], low, high)


def _up_to_each_step(*arguments: Any) -> np.ndarray:
    """Return the mean of the errors from the first step to each step."""
    errors = errors_by_horizon(*arguments)
    return np.cumsum(errors) / np.arange(1, len(errors) + 1)


WRONG_ERRORS = (
    WrongAnswer(
        "scaled against unscaled",
        _brought_back(lambda forecasts, low, high: forecasts),
        "compare scaled forecasts with truths in the series' units. Take the forecasts back first",
    ),
    WrongAnswer(
        "in scaled units",
        lambda forecasts, truths, low, high: np.mean(
            (forecasts - (truths - low) / (high - low)) ** 2, axis=0
        ),
        "are in scaled units. They were expected in the square of the series' units",
    ),
    WrongAnswer(
        "width not squared",
        lambda forecasts, truths, low, high: (
            np.mean((forecasts - (truths - low) / (high - low)) ** 2, axis=0) * (high - low)
        ),
        "equal scaled errors times the width of the scale. Squares go with the square of the width",
    ),
    WrongAnswer(
        "low not added",
        _brought_back(lambda forecasts, low, high: forecasts * (high - low)),
        "equal what you get when `low` is not added on the way back: 0 would become 0, "
        "and it stands for `low`",
    ),
    WrongAnswer(
        "stretched by high",
        _brought_back(lambda forecasts, low, high: forecasts * high + low),
        "equal what you get when the way back stretches by `high`. From `low` to `high` it is "
        "less far",
    ),
    WrongAnswer(
        "scaled once more",
        _brought_back(lambda forecasts, low, high: (forecasts - low) / (high - low)),
        "equal what you get when the forecasts are scaled a second time. The way back undoes it",
    ),
    WrongAnswer(
        "one number",
        _read(lambda errors: np.mean(errors**2)),
        "are one number: the mean over all steps ahead. One was expected for each of them",
    ),
    WrongAnswer(
        "mean over the steps ahead",
        _read(lambda errors: np.mean(errors**2, axis=1)),
        "are one for each start. The mean runs over the starts, the first axis",
    ),
    WrongAnswer(
        "median over the starts",
        _read(lambda errors: np.median(errors**2, axis=0)),
        "equal the medians of the squared errors, not their means",
    ),
    WrongAnswer(
        "variance",
        _read(lambda errors: np.var(errors, axis=0)),
        "equal the variances of the errors: an error that all starts share is not counted",
    ),
    WrongAnswer(
        "one step apart",
        _one_step_apart,
        "compare each forecast with the truth one step before it. Both arrays begin one step ahead",
    ),
    WrongAnswer(
        "up to each step",
        _up_to_each_step,
        "are means from the first step up to each. Each step ahead was expected by itself",
    ),
    WrongAnswer(
        "root",
        _read(lambda errors: np.sqrt(np.mean(errors**2, axis=0))),
        "equal the roots of the mean squared errors",
    ),
    WrongAnswer(
        "absolute error",
        _read(lambda errors: np.mean(np.abs(errors), axis=0)),
        "equal the mean absolute errors",
    ),
    WrongAnswer(
        "sum for mean",
        _read(lambda errors: np.sum(errors**2, axis=0)),
        "equal the sums of the squared errors, not their means",
    ),
    WrongAnswer(
        "squared too late",
        _read(lambda errors: np.mean(errors, axis=0) ** 2),
        "equal the squares of the mean errors: positive and negative ones cancel first",
    ),
)

WRONG_SKILLS = (
    WrongAnswer(
        "upside down",
        lambda error, floor: 1 - floor / error,
        "equals what you get when the floor is divided by the error. Which of the two is the "
        "yardstick?",
    ),
    WrongAnswer(
        "share that is left",
        lambda error, floor: error / floor,
        "equals the share of the floor's error that is left. The skill is the share that is saved",
    ),
    WrongAnswer(
        "times better",
        lambda error, floor: floor / error,
        "equals how many times the floor is as large as the error. As good as the floor would "
        "be 1 then, and it has to be 0",
    ),
    WrongAnswer(
        "sign",
        lambda error, floor: error / floor - 1,
        "has the wrong sign: a forecast better than the floor has a skill above 0",
    ),
    WrongAnswer(
        "more than the error",
        lambda error, floor: floor / error - 1,
        "equals by how much the floor exceeds the error, as a part of the error. "
        "Divide by the floor",
    ),
    WrongAnswer(
        "root",
        lambda error, floor: 1 - np.sqrt(error / floor),
        "equals what you get from the roots of the errors. Take them as they come, squared",
    ),
    WrongAnswer(
        "difference",
        lambda error, floor: floor - error,
        "equals the difference of floor and error. It depends on the units: "
        "make it a share of the floor",
    ),
    WrongAnswer(
        "share of both",
        lambda error, floor: (floor - error) / (floor + error),
        "equals the difference as a share of the sum of both. Divide by the floor alone",
    ),
    WrongAnswer(
        "percent",
        lambda error, floor: 100 * (1 - error / floor),
        "is in percent. A perfect forecast has a skill of 1",
    ),
    WrongAnswer(
        "cut off at zero",
        lambda error, floor: np.maximum(0, 1 - error / floor),
        "never falls below 0. A forecast worse than the floor has a negative skill",
    ),
    WrongAnswer(
        "logarithm",
        lambda error, floor: np.log10(floor / error),
        "equals a logarithm: it counts powers of ten. A perfect forecast has a skill of 1",
    ),
    WrongAnswer(
        "one number",
        lambda error, floor: np.mean(1 - error / floor),
        "is one number also where there are several errors. One was expected for each of them",
    ),
)
