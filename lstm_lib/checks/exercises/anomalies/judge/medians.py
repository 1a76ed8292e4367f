"""What goes wrong in medians of the seasons before, and what to say about it."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.checks.judge.diagnosis import WrongAnswer
from lstm_lib.seasons import seasonal_median

Answer = Callable[..., Any]


def _over_seasons(first: int, of: Answer = np.median, last: int = 0) -> Answer:
    """Make an answer that looks back from season `first` to the last one asked for, or further."""

    def answer(values, season, seasons):
        before = season * seasons
        return np.array(
            [
                of([values[t - k * season] for k in range(first, seasons + 1 + last)])
                for t in range(before + last * season, len(values))
            ]
        )

    return answer


def _run_before(values, season, seasons, with_now=False):
    """Return the median of all values that lie in the seasons before each point."""
    before = season * seasons
    return np.array(
        [np.median(values[t - before : t + with_now]) for t in range(before, len(values))]
    )


def _around(values, season, seasons):
    """Return the median of the same place in seasons on both sides of a point."""
    before = season * seasons
    return np.array([np.median(values[t % season :: season]) for t in range(before, len(values))])


def _ever_before(values, season, seasons):
    """Return the median of the same place in all seasons before a point."""
    before = season * seasons
    return np.array(
        [np.median(values[t % season : t : season]) for t in range(before, len(values))]
    )


def _shifted(by: int) -> Answer:
    """Make an answer that looks at another place of the season."""

    def answer(values, season, seasons):
        before = season * seasons
        return np.array(
            [
                np.median([values[t - k * season + by] for k in range(1, seasons + 1)])
                for t in range(before, len(values))
            ]
        )

    return answer


WRONG_MEDIANS = (
    WrongAnswer(
        "includes the present",
        _over_seasons(0),
        "count the point itself among the values: a forecast that has seen what it forecasts. "
        "The nearest value lies one season back",
    ),
    WrongAnswer(
        "present for the last season",
        lambda values, season, seasons: np.array(
            [
                np.median([values[t - k * season] for k in range(seasons)])
                for t in range(season * seasons, len(values))
            ]
        ),
        "begin with the point itself, and stop one season early: `range(seasons)` starts at 0",
    ),
    WrongAnswer(
        "looks ahead",
        _around,
        "take the median over all seasons of the series, those after the point included. Those "
        "are not known yet",
    ),
    WrongAnswer(
        "all seasons before",
        _ever_before,
        "equal the medians of all seasons before the point. The last `seasons` of them were asked "
        "for",
    ),
    WrongAnswer(
        "mean for median",
        _over_seasons(1, np.mean),
        "equal the means of these values. One storm moves a mean, and leaves a median alone",
    ),
    WrongAnswer(
        "nearest season",
        lambda values, season, seasons: values[season * (seasons - 1) : len(values) - season],
        "repeat the value that lies a single season back",
    ),
    WrongAnswer(
        "furthest season",
        lambda values, season, seasons: values[: len(values) - season * seasons],
        "repeat the value that lies `seasons` seasons back",
    ),
    WrongAnswer(
        "all values between",
        _run_before,
        "equal the medians of all values in the seasons before. Only those at the same place of "
        "the season were asked for",
    ),
    WrongAnswer(
        "all values up to now",
        lambda values, season, seasons: _run_before(values, season, seasons, with_now=True),
        "equal the medians of a window of all values that ends with the point itself",
    ),
    WrongAnswer(
        "last values",
        lambda values, season, seasons: np.array(
            [np.median(values[t - seasons : t]) for t in range(season * seasons, len(values))]
        ),
        "equal the medians of the last `seasons` values. Each of them has to lie a season further "
        "back",
    ),
    WrongAnswer(
        "one season too many",
        _over_seasons(1, last=1),
        "look back one season more than was asked for",
    ),
    WrongAnswer(
        "one season too few",
        lambda values, season, seasons: seasonal_median(values, season, seasons - 1)[season:],
        "look back one season less than was asked for: `range(1, seasons)` ends before `seasons`",
    ),
    WrongAnswer(
        "one season too few",
        lambda values, season, seasons: seasonal_median(values, season, seasons - 1),
        "look back one season less than was asked for, and begin a season too early",
    ),
    WrongAnswer(
        "one point late",
        _shifted(-1),
        "look at the point before the same place of the season",
    ),
    WrongAnswer(
        "one point early",
        _shifted(1),
        "look at the point after the same place of the season",
    ),
    WrongAnswer(
        "first point left out",
        lambda *given: seasonal_median(*given)[1:],
        "leave out the first point that has enough seasons before it",
    ),
    WrongAnswer(
        "last point left out",
        lambda *given: seasonal_median(*given)[:-1],
        "leave out the last point of the series",
    ),
    WrongAnswer(
        "one point beyond",
        lambda values, season, seasons: np.array(
            [
                np.median([values[t - k * season] for k in range(1, seasons + 1)])
                for t in range(season * seasons, len(values) + 1)
            ]
        ),
        "go one point beyond the series: there is no value to compare the last one with",
    ),
    WrongAnswer(
        "whole season beyond",
        lambda values, season, seasons: np.array(
            [
                np.median([values[t - k * season] for k in range(1, seasons + 1)])
                for t in range(season * seasons, len(values) + season)
            ]
        ),
        "go on for a season after the series has ended: there is nothing to compare those with",
    ),
    WrongAnswer(
        "zeros in front",
        lambda values, season, seasons: np.concatenate(
            [np.zeros(season * seasons), seasonal_median(values, season, seasons)]
        ),
        "have zeros in front, for points that have too few seasons before them. Leave those out",
    ),
    WrongAnswer(
        "values in front",
        lambda values, season, seasons: np.concatenate(
            [values[: season * seasons], seasonal_median(values, season, seasons)]
        ),
        "have the values themselves in front, for points that have too few seasons before them. "
        "Leave those out",
    ),
)
