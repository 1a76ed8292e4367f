"""What goes wrong in losses of quantiles and in coverage, and what to say about it."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.checks.judge.diagnosis import WrongAnswer

Answer = Callable[..., Any]


def pinball_losses(forecasts, truths, levels):
    """Return the mean pinball loss of each level."""
    return _pinball(truths[:, np.newaxis] - forecasts, levels).mean(axis=0)


def _pinball(errors, levels):
    """Return the pinball loss of each error."""
    return np.maximum(levels * errors, (levels - 1) * errors)


def _costing(cost: Answer) -> Answer:
    """Make an answer in which an error costs something else, ``cost(errors, levels)``."""
    return lambda forecasts, truths, levels: np.mean(
        cost(truths[:, np.newaxis] - forecasts, levels), axis=0
    )


def _read(read: Answer) -> Answer:
    """Make an answer that averages the right losses in another way."""
    return lambda forecasts, truths, levels: read(
        _pinball(truths[:, np.newaxis] - forecasts, levels)
    )


WRONG_LOSSES = (
    WrongAnswer(
        "sides exchanged",
        _costing(lambda errors, levels: _pinball(-errors, levels)),
        "are those of the levels mirrored at one half: the error has the wrong sign. At level 0.9 "
        "a truth *above* the forecast is the one that costs nine times as much",
    ),
    WrongAnswer(
        "levels in reverse order",
        _costing(lambda errors, levels: _pinball(errors, levels[::-1])),
        "come from the levels in reverse order: each column has its own level",
    ),
    WrongAnswer(
        "absolute error",
        _costing(lambda errors, levels: np.abs(errors)),
        "are mean absolute errors: every level would then ask for the median",
    ),
    WrongAnswer(
        "half the absolute error",
        _costing(lambda errors, levels: np.abs(errors) / 2),
        "are half the mean absolute errors: the loss of the median, for every level",
    ),
    WrongAnswer(
        "level on both sides",
        _costing(lambda errors, levels: levels * np.abs(errors)),
        "cost level times the error on both sides. Below the forecast it is 1 − level times",
    ),
    WrongAnswer(
        "larger of both weights",
        _costing(lambda errors, levels: np.maximum(levels, 1 - levels) * np.abs(errors)),
        "take the larger of level and 1 − level on both sides",
    ),
    WrongAnswer(
        "sign of 1 − level",
        _costing(lambda errors, levels: np.maximum(levels * errors, (1 - levels) * errors)),
        "take 1 − level where level − 1 belongs, so that a truth below the forecast earns "
        "something. A loss is never negative",
    ),
    WrongAnswer(
        "sign of 1 − level",
        _costing(lambda errors, levels: np.where(errors > 0, levels, 1 - levels) * errors),
        "take 1 − level times the error below the forecast, where the error is negative, so that "
        "it earns something. It costs 1 − level times its size",
    ),
    WrongAnswer(
        "smaller for larger",
        _costing(lambda errors, levels: np.minimum(levels * errors, (levels - 1) * errors)),
        "take the smaller of both, and are negative",
    ),
    WrongAnswer(
        "one side alone",
        _costing(lambda errors, levels: levels * np.maximum(errors, 0)),
        "count truths above the forecast alone. Those below it cost 1 − level times the error",
    ),
    WrongAnswer(
        "other side alone",
        _costing(lambda errors, levels: (1 - levels) * np.maximum(-errors, 0)),
        "count truths below the forecast alone. Those above it cost level times the error",
    ),
    WrongAnswer(
        "squared",
        _costing(lambda errors, levels: np.where(errors > 0, levels, 1 - levels) * errors**2),
        "weigh squared errors, whose best forecast is no quantile. Take their sizes",
    ),
    WrongAnswer(
        "not an error",
        _costing(lambda errors, levels: levels * errors),
        "are level times the mean error: positive and negative ones cancel",
    ),
    WrongAnswer(
        "share below",
        _costing(lambda errors, levels: errors <= 0),
        "are shares of truths below each forecast: a test of a quantile, not its loss",
    ),
    WrongAnswer(
        "doubled",
        _costing(lambda errors, levels: 2 * _pinball(errors, levels)),
        "are twice the pinball losses",
    ),
    WrongAnswer("sum for mean", _read(lambda losses: losses.sum(axis=0)), "are sums, not means"),
    WrongAnswer(
        "one number",
        _read(np.mean),
        "are one number: the mean over all levels. One was expected for each level",
    ),
    WrongAnswer(
        "mean over the levels",
        _read(lambda losses: losses.mean(axis=1)),
        "are one for each forecast. The mean runs over the forecasts, the first axis",
    ),
    WrongAnswer(
        "not averaged",
        _read(lambda losses: losses),
        "are one for each forecast and level. The mean over the forecasts was expected",
    ),
    WrongAnswer(
        "median for mean",
        _read(lambda losses: np.median(losses, axis=0)),
        "are medians of the losses, not means",
    ),
)


def coverage_by_hour(low, high, truths):
    """Return the share of truths in their intervals, for each hour."""
    return _inside(low, high, truths).mean(axis=0)


def _inside(low, high, truths):
    """Tell which truths lie in their intervals, both ends included."""
    return (np.minimum(low, high) <= truths) & (truths <= np.maximum(low, high))


def _holding(holds: Answer) -> Answer:
    """Make an answer with another condition, on ends that are in order."""
    return lambda low, high, truths: np.mean(
        holds(np.minimum(low, high), np.maximum(low, high), truths), axis=0
    )


def _as_they_come(holds: Answer) -> Answer:
    """Make an answer with another condition, on ends that may have crossed."""
    return lambda low, high, truths: np.mean(holds(low, high, truths), axis=0)


def _counted(count: Answer) -> Answer:
    """Make an answer that makes something else of what holds."""
    return lambda low, high, truths: count(_inside(low, high, truths))


def _without_crossed(low, high, truths):
    """Leave intervals that crossed out of the count."""
    valid = low <= high
    return (_inside(low, high, truths) & valid).sum(axis=0) / valid.sum(axis=0)


CROSSED = ". Where low is larger than high, the interval lies between them all the same"

WRONG_COVERAGE = (
    WrongAnswer(
        "low above high",
        _as_they_come(lambda low, high, truths: (low <= truths) & (truths <= high)),
        "counts no truth where low is larger than high. The interval lies between both, whichever "
        "is larger",
    ),
    WrongAnswer(
        "crossed intervals left out",
        _without_crossed,
        "leaves out the intervals whose ends crossed, from the count and from what it is divided by"
        + CROSSED,
    ),
    WrongAnswer(
        "ends left out",
        _holding(lambda low, high, truths: (low < truths) & (truths < high)),
        "does not count a truth that lies on an end. Both ends belong to the interval",
    ),
    WrongAnswer(
        "lower end left out",
        _holding(lambda low, high, truths: (low < truths) & (truths <= high)),
        "does not count a truth that lies on the lower end. Both ends belong to the interval",
    ),
    WrongAnswer(
        "upper end left out",
        _holding(lambda low, high, truths: (low <= truths) & (truths < high)),
        "does not count a truth that lies on the upper end. Both ends belong to the interval",
    ),
    WrongAnswer(
        "low above high, and ends left out",
        _as_they_come(lambda low, high, truths: (low < truths) & (truths < high)),
        "counts no truth on an end, and none where low is larger than high",
    ),
    WrongAnswer(
        "low above high, and the lower left out",
        _as_they_come(lambda low, high, truths: (low < truths) & (truths <= high)),
        "counts no truth on the lower end, and none where low is larger than high",
    ),
    WrongAnswer(
        "low above high, and the upper left out",
        _as_they_come(lambda low, high, truths: (low <= truths) & (truths < high)),
        "counts no truth on the upper end, and none where low is larger than high",
    ),
    WrongAnswer(
        "low and high exchanged",
        _as_they_come(lambda low, high, truths: (high <= truths) & (truths <= low)),
        "counts truths above `high` and below `low`, which only the crossed intervals have",
    ),
    WrongAnswer(
        "low and high exchanged",
        _holding(lambda low, high, truths: (high <= truths) & (truths <= low)),
        "counts truths above the upper end and below the lower one, and there are none",
    ),
    WrongAnswer(
        "upper end alone",
        _holding(lambda low, high, truths: truths <= high),
        "asks the upper end alone, so that a truth far below the interval counts",
    ),
    WrongAnswer(
        "upper end alone, as it comes",
        _as_they_come(lambda low, high, truths: truths <= high),
        "asks `high` alone, so that a truth far below `low` counts",
    ),
    WrongAnswer(
        "lower end alone",
        _holding(lambda low, high, truths: truths >= low),
        "asks the lower end alone, so that a truth far above the interval counts",
    ),
    WrongAnswer(
        "lower end alone, as it comes",
        _as_they_come(lambda low, high, truths: truths >= low),
        "asks `low` alone, so that a truth far above `high` counts",
    ),
    WrongAnswer(
        "either condition",
        _as_they_come(lambda low, high, truths: (low <= truths) | (truths <= high)),
        "joins the two conditions by or. A truth has to fulfill both",
    ),
    WrongAnswer(
        "outside",
        _counted(lambda inside: 1 - inside.mean(axis=0)),
        "is the share of truths outside of their intervals",
    ),
    WrongAnswer(
        "sum for mean",
        _counted(lambda inside: inside.sum(axis=0)),
        "is a count. Divide it by the number of forecasts",
    ),
    WrongAnswer(
        "percent",
        _counted(lambda inside: 100 * inside.mean(axis=0)),
        "is in percent. A share of 1 was expected where all hold",
    ),
    WrongAnswer(
        "one number",
        _counted(np.mean),
        "is one number, over all hours. One was expected for each hour ahead",
    ),
    WrongAnswer(
        "mean over the hours",
        _counted(lambda inside: inside.mean(axis=1)),
        "is one for each forecast. The mean runs over the forecasts, the first axis, and leaves "
        "one for each hour ahead",
    ),
    WrongAnswer(
        "whole rows",
        _counted(lambda inside: inside.all(axis=1).mean()),
        "is the share of forecasts of which every hour holds. Each hour was asked for by itself",
    ),
    WrongAnswer(
        "divided by the hours",
        _counted(lambda inside: inside.sum(axis=0) / inside.shape[1]),
        "is divided by the number of hours. Divide by the number of forecasts",
    ),
    WrongAnswer(
        "mean divided again",
        _counted(lambda inside: inside.mean(axis=0) / len(inside)),
        "is divided by the number of forecasts twice. A mean has been divided by it already",
    ),
    WrongAnswer(
        "not averaged",
        _counted(lambda inside: inside),
        "is true or false for each forecast and hour. The share over the forecasts was expected",
    ),
)
