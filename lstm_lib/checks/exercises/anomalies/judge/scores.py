"""What goes wrong in scores, and what to say about it."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.checks.judge.diagnosis import WrongAnswer

Answer = Callable[..., Any]


def _padded(errors: Answer, back: int = 0) -> Answer:
    """Make an answer that fills the end of zeros with errors, `back` points before the end."""

    def answer(values, forecasts):
        made = errors(values[-len(forecasts) :], forecasts)
        scores = np.zeros(len(values))
        scores[-len(forecasts) :] = made
        return np.roll(scores, -back)

    return answer


def _absolute(values: np.ndarray, forecasts: np.ndarray) -> Any:
    """Return absolute errors."""
    return np.abs(values - forecasts)


def _from_the_start(values, forecasts):
    """Compare forecasts with the first values."""
    scores = np.zeros(len(values))
    scores[: len(forecasts)] = _absolute(values[: len(forecasts)], forecasts)
    return scores


def _moved(by: int) -> Answer:
    """Make an answer that compares each forecast with a neighbor of its value."""

    def answer(values, forecasts):
        scores = np.zeros(len(values))
        first = len(values) - len(forecasts)
        for k, forecast in enumerate(forecasts):
            if 0 <= first + k + by < len(values):
                scores[first + k] = abs(values[first + k + by] - forecast)
        return scores

    return answer


NO_SIGN = "keep the sign of the errors. A value far above its forecast is as odd as one far below"

WRONG_SCORES = (
    WrongAnswer("signed", _padded(lambda v, f: v - f), f"{NO_SIGN} it"),
    WrongAnswer("signed", _padded(lambda v, f: f - v), f"{NO_SIGN} it"),
    WrongAnswer(
        "one side",
        _padded(lambda v, f: np.maximum(v - f, 0)),
        "are 0 where a value lies below its forecast. Both sides count",
    ),
    WrongAnswer(
        "one side",
        _padded(lambda v, f: np.maximum(f - v, 0)),
        "are 0 where a value lies above its forecast. Both sides count",
    ),
    WrongAnswer(
        "squared",
        _padded(lambda v, f: (v - f) ** 2),
        "equal the squares of the errors. The absolute errors were asked for, in the values' unit",
    ),
    WrongAnswer(
        "relative",
        _padded(lambda v, f: np.abs(v - f) / v),
        "equal the errors as shares of the values. The errors themselves were asked for",
    ),
    WrongAnswer(
        "relative",
        _padded(lambda v, f: np.abs(v - f) / np.abs(f)),
        "equal the errors as shares of the forecasts. The errors themselves were asked for",
    ),
    WrongAnswer(
        "scaled by themselves",
        _padded(lambda v, f: np.abs(v - f) / np.abs(v - f).max()),
        "are divided by the largest of them, which is the anomaly that you look for. Leave them "
        "in the values' unit",
    ),
    WrongAnswer(
        "scaled by themselves",
        _padded(lambda v, f: np.abs(v - f) / np.std(v - f)),
        "are divided by the spread of all errors, anomalies included. Leave them in the values' "
        "unit",
    ),
    WrongAnswer(
        "scaled by themselves",
        _padded(lambda v, f: np.abs((v - f) - np.mean(v - f)) / np.std(v - f)),
        "are scaled by mean and spread of all errors, anomalies included. Leave them in the "
        "values' unit",
    ),
    WrongAnswer(
        "from the start",
        _from_the_start,
        "compare the forecasts with the first values. They are forecasts of the last ones",
    ),
    WrongAnswer(
        "at the wrong end",
        lambda v, f: np.append(_absolute(v[-len(f) :], f), np.zeros(len(v) - len(f))),
        "have the zeros at the end. The first values have no forecast, so the zeros stand in front",
    ),
    WrongAnswer(
        "no zeros",
        lambda v, f: _absolute(v[-len(f) :], f),
        "are as many as there are forecasts. One score for each value was expected, with 0 for "
        "those that have no forecast",
    ),
    WrongAnswer(
        "values for zeros",
        lambda v, f: np.concatenate(
            [v[: -len(f) or None][: len(v) - len(f)], _absolute(v[-len(f) :], f)]
        ),
        "are the values themselves where there is no forecast. A score of 0 was asked for: "
        "nothing speaks against such a value",
    ),
    WrongAnswer(
        "one point early",
        _padded(_absolute, back=1),
        "stand one point too early: an error belongs to the value that was forecast, and not to "
        "the last one that the forecast has read",
    ),
    WrongAnswer(
        "one point late",
        _padded(_absolute, back=-1),
        "stand one point too late: an error belongs to the value that was forecast",
    ),
    WrongAnswer(
        "value before",
        _moved(-1),
        "compare each forecast with the value before the one that it is a forecast of",
    ),
    WrongAnswer(
        "changes of the values",
        lambda v, f: np.abs(np.diff(v, prepend=v[0])),
        "are the changes from value to value. The forecasts do not come into them",
    ),
    WrongAnswer(
        "mean of all",
        lambda v, f: np.mean(_absolute(v[-len(f) :], f)),
        "are one number, the mean error. Each value has a score of its own",
    ),
)
