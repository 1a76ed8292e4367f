"""What goes wrong in errors by steps ahead and in the skill, and what to say about it."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.checks.judge.diagnosis import WrongAnswer

Answer = Callable[..., Any]


def _mean_squares(errors: np.ndarray) -> Any:
    """Return the mean of the squares of each column: one for each step ahead."""
    return np.mean(errors**2, axis=0)


def _up_to_each_step(errors: np.ndarray) -> Any:
    """Return the mean of the squares from the first column to each column."""
    return np.cumsum(_mean_squares(errors)) / np.arange(1, errors.shape[1] + 1)


def _wrong_means(errors: Answer, row: str) -> tuple[WrongAnswer, ...]:
    """List what goes wrong when errors are averaged; each row belongs to a window or start."""

    def read(way: Answer) -> Answer:
        return lambda *arguments: way(errors(*arguments))

    return (
        WrongAnswer(
            "one number",
            read(lambda errors: np.mean(errors**2)),
            "are one number: the mean over all steps ahead. One was expected for each of them",
        ),
        WrongAnswer(
            "mean over the steps ahead",
            read(lambda errors: np.mean(errors**2, axis=1)),
            f"are one for each {row}. The mean runs over the {row}s, the first axis, and leaves "
            "one for each step ahead",
        ),
        WrongAnswer(
            "up to each step",
            read(_up_to_each_step),
            "are means from the first step up to each. A mean for each step alone was expected",
        ),
        WrongAnswer(
            "root",
            read(lambda errors: np.sqrt(_mean_squares(errors))),
            "equal the roots of the mean squared errors",
        ),
        WrongAnswer(
            "absolute error",
            read(lambda errors: np.mean(np.abs(errors), axis=0)),
            "equal the mean absolute errors",
        ),
        WrongAnswer(
            "sum for mean",
            read(lambda errors: np.sum(errors**2, axis=0)),
            "equal the sums of the squared errors, not their means",
        ),
        WrongAnswer(
            "squared too late",
            read(lambda errors: np.mean(errors, axis=0) ** 2),
            "equal the squares of the mean errors: positive and negative ones cancel first",
        ),
    )


def persistence_errors(inputs, futures):
    """Return the mean squared error of repeating the last value, by steps ahead."""
    return _mean_squares(futures - inputs[:, -1])


def _saying(forecasts: Answer) -> Answer:
    """Make an answer that forecasts something other than the last value of each window."""
    return lambda inputs, futures: _mean_squares(futures - forecasts(inputs, futures))


NOT_SQUARED = "equal the means of the errors themselves: positive and negative ones cancel"

WRONG_PERSISTENCE = (
    WrongAnswer(
        "first value",
        _saying(lambda inputs, futures: inputs[:, 0]),
        "equal what you get with the first value of each window. Which one is the newest?",
    ),
    WrongAnswer(
        "second newest value",
        _saying(lambda inputs, futures: inputs[:, -2]),
        "equal what you get with the second newest value: they look one step further ahead than "
        "was asked for",
    ),
    WrongAnswer(
        "mean of the window",
        _saying(lambda inputs, futures: inputs.mean(axis=1)),
        "equal the errors of predicting the mean of the window",
    ),
    WrongAnswer(
        "mean of the future",
        _saying(lambda inputs, futures: futures.mean(axis=0)),
        "equal the variances of the futures: the errors of a forecast that knows their mean",
    ),
    WrongAnswer(
        "told each value before",
        _saying(lambda inputs, futures: np.column_stack([inputs[:, -1], futures[:, :-1]])),
        "compare each value with the one before it. From the second step on, that one has not "
        "been measured yet: persistence keeps repeating the last value of the window",
    ),
    WrongAnswer(
        "one value for all windows",
        _saying(lambda inputs, futures: inputs[-1, -1]),
        "equal what you get when the last value of the last window is used for all windows",
    ),
    WrongAnswer(
        "first step left out",
        lambda inputs, futures: persistence_errors(inputs, futures)[1:],
        "begin two steps ahead. The first column of `futures` lies one step ahead",
    ),
    # An error may be counted from either side.
    WrongAnswer("not squared", lambda x, y: np.mean(y - x[:, -1], axis=0), NOT_SQUARED),
    WrongAnswer("not squared", lambda x, y: np.mean(x[:, -1] - y, axis=0), NOT_SQUARED),
    *_wrong_means(lambda inputs, futures: futures - inputs[:, -1], "window"),
)


def _errors(forecasts, truths, low, high):
    """Return every error in the series' units."""
    return low + forecasts * (high - low) - truths


def errors_by_horizon(forecasts, truths, low, high):
    """Return the mean squared error of scaled forecasts, in the truths' units, by steps ahead."""
    return _mean_squares(_errors(forecasts, truths, low, high))


def _brought_back(back: Answer) -> Answer:
    """Make an answer that takes the forecasts back to the series' units in a given way."""
    return lambda forecasts, truths, low, high: _mean_squares(back(forecasts, low, high) - truths)


def _scaled(forecasts, truths, low, high):
    """Return the mean squared error in scaled units."""
    return _mean_squares(forecasts - (truths - low) / (high - low))


WRONG_ERRORS = (
    WrongAnswer(
        "scaled against unscaled",
        _brought_back(lambda forecasts, low, high: forecasts),
        "compare scaled forecasts with truths in the series' units. Take the forecasts back first",
    ),
    WrongAnswer(
        "in scaled units",
        _scaled,
        "are in scaled units. They were expected in the square of the series' units",
    ),
    WrongAnswer(
        "width not squared",
        lambda *arguments: _scaled(*arguments) * (arguments[3] - arguments[2]),
        "equal scaled errors times the width of the scale. "
        "Squared errors scale with the square of the width",
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
        "equal what you get when the way back stretches by `high`. The distance from `low` to "
        "`high` is shorter",
    ),
    WrongAnswer(
        "low and high exchanged",
        _brought_back(lambda forecasts, low, high: high + forecasts * (low - high)),
        "equal what you get when `low` and `high` are exchanged on the way back: 0 would become "
        "`high`, and it stands for `low`",
    ),
    WrongAnswer(
        "scaled once more",
        _brought_back(lambda forecasts, low, high: (forecasts - low) / (high - low)),
        "equal what you get when the forecasts are scaled a second time. The way back undoes it",
    ),
    WrongAnswer(
        "median over the starts",
        lambda *arguments: np.median(_errors(*arguments) ** 2, axis=0),
        "equal the medians of the squared errors, not their means",
    ),
    WrongAnswer(
        "variance",
        lambda *arguments: np.var(_errors(*arguments), axis=0),
        "equal the variances of the errors: an error that all starts share is not counted",
    ),
    WrongAnswer(
        "one step apart",
        lambda forecasts, truths, *ends: errors_by_horizon(forecasts[:, 1:], truths[:, :-1], *ends),
        "compare each forecast with the truth one step before it. Both arrays begin one step ahead",
    ),
    *_wrong_means(_errors, "start"),
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
        "equals floor / error. A forecast as good as the floor would then get 1, and 0 was "
        "expected",
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
        "equals what you get from the roots of the errors. Use the mean squared errors themselves",
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
        "is one number even where there are several errors: the mean of their skills. "
        "One was expected for each of them",
    ),
)
