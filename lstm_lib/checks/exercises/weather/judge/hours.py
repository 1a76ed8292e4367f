"""What goes wrong when hours become features, and what to say about it."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.checks.judge.diagnosis import WrongAnswer

Answer = Callable[..., Any]


def fill_forward(rows):
    """Return rows in which each gap holds the last reading before it."""
    filled = rows.copy()
    for hour in range(1, len(filled)):
        gaps = np.isnan(filled[hour])
        filled[hour, gaps] = filled[hour - 1, gaps]
    return filled


def _by_series(fill: Answer) -> Answer:
    """Make an answer that fills each series by itself: ``fill(values, known)``."""

    def answer(rows):
        filled = rows.copy()
        for column, values in zip(filled.T, rows.T, strict=True):
            column[:] = fill(values.copy(), ~np.isnan(values))
        return filled

    return answer


def _line(values, known):
    """Fill with a straight line from the reading before to the one after."""
    hours = np.arange(len(values))
    return np.interp(hours, hours[known], values[known])


def _with(value: Answer) -> Answer:
    """Make a filling that puts one value into all gaps of a series."""
    return _by_series(lambda values, known: np.where(known, values, value(values, known)))


def _backward(values, known):
    """Fill with the next reading; at the end, where there is none, with the last one."""
    values[::-1] = fill_forward(values[::-1, np.newaxis])[:, 0]
    return fill_forward(values[:, np.newaxis])[:, 0]


def _nearest(values, known):
    """Fill with the reading that is nearest in time; of two, with the earlier one."""
    read = np.flatnonzero(known)
    return values[[read[np.argmin(np.abs(read - hour))] for hour in range(len(values))]]


def _middle(values, known):
    """Fill with the mean of the readings before and after; at the end, with the last one."""
    forward = fill_forward(values[:, np.newaxis])[:, 0]
    return (forward + _backward(values.copy(), known)) / 2


def _mean_so_far(values, known):
    """Fill with the mean of all readings before."""
    return [values[n] if known[n] else np.nanmean(values[:n]) for n in range(len(values))]


def _whole_rows(rows):
    """Repeat the last whole row wherever a row has a gap."""
    filled = rows.copy()
    for hour in range(1, len(rows)):
        if np.isnan(rows[hour]).any():
            filled[hour] = filled[hour - 1]
    return filled


FUTURE = "That one has not been made yet in the hour of the gap"

WRONG_FILLED = (
    WrongAnswer(
        "interpolated",
        _by_series(_line),
        "holds a straight line across each gap. The line ends at the next reading. " + FUTURE,
    ),
    WrongAnswer(
        "filled backward",
        _by_series(_backward),
        "holds the next reading in each gap. " + FUTURE,
    ),
    WrongAnswer(
        "nearest reading",
        _by_series(_nearest),
        "holds the reading nearest in time in each gap, which is often the one after it. " + FUTURE,
    ),
    WrongAnswer(
        "mean of both neighbors",
        _by_series(_middle),
        "holds the mean of the readings before and after each gap. The one after has not been made "
        "yet in the hour of the gap",
    ),
    WrongAnswer(
        "mean of the series",
        _with(lambda values, known: values[known].mean()),
        "holds the mean of the whole series in each gap. Most of it lies in the future, and it is "
        "far from what was read last",
    ),
    WrongAnswer(
        "median of the series",
        _with(lambda values, known: np.median(values[known])),
        "holds the median of the whole series in each gap. Most of it lies in the future",
    ),
    WrongAnswer(
        "mean so far",
        _by_series(_mean_so_far),
        "holds the mean of all readings before each gap. It does not look ahead, but the last "
        "reading alone is asked for",
    ),
    WrongAnswer(
        "zeros",
        np.nan_to_num,
        "holds 0 in each gap. Zero degrees is a reading like any other, and a wrong one",
    ),
    WrongAnswer(
        "first reading",
        _with(lambda values, known: values[0]),
        "holds the first reading of the series in each gap. The last one before the gap is asked "
        "for",
    ),
    WrongAnswer(
        "last reading of all",
        _with(lambda values, known: values[known][-1]),
        "holds the last reading of the whole series in each gap. " + FUTURE,
    ),
    WrongAnswer(
        "whole rows repeated",
        _whole_rows,
        "repeats the whole row above wherever one series has a gap. The other series of that hour "
        "were read, and keep their readings",
    ),
    WrongAnswer(
        "filled with the series beside",
        lambda rows: fill_forward(fill_forward(rows.T).T),
        "holds in each gap what the series beside it read in that hour. Go down the hours, which "
        "are the first axis",
    ),
    WrongAnswer(
        "rows left out",
        lambda rows: rows[~np.isnan(rows).any(axis=1)],
        "has no row for an hour with a gap. Windows count hours by rows, so each keeps its row",
    ),
    WrongAnswer(
        "one hour late",
        lambda rows: np.concatenate([rows[:1], fill_forward(rows)[:-1]]),
        "holds in each hour what was known an hour before, even where there is no gap",
    ),
)


def on_circle(values, period):
    """Return sine and cosine of values that come back after a period."""
    return _at(2 * np.pi * values / period)


def _at(angle):
    """Return sine and cosine of an angle."""
    return np.sin(angle), np.cos(angle)


def _turned(angle: Answer) -> Answer:
    """Make an answer with another angle."""
    return lambda values, period: _at(angle(values, period))


WRONG_CIRCLES = (
    WrongAnswer(
        "a number, no circle",
        lambda values, period: (values / period, values / period),
        "is the share of the period, a number that jumps back at its end. Take sine and cosine of "
        "an angle",
    ),
    WrongAnswer(
        "period one too small",
        _turned(lambda values, period: 2 * np.pi * values / (period - 1)),
        "comes from a period of one less. Hour 23 is not hour 0: a day has 24 hours, from 0 to 23",
    ),
    WrongAnswer(
        "period one too large",
        _turned(lambda values, period: 2 * np.pi * values / (period + 1)),
        "comes from a period of one more",
    ),
    WrongAnswer(
        "always 24",
        _turned(lambda values, period: 2 * np.pi * values / 24),
        "comes from a period of 24 in every case. The period is given",
    ),
    WrongAnswer(
        "largest value for period",
        _turned(lambda values, period: 2 * np.pi * values / values.max()),
        "comes from the largest value in place of the period. A window need not hold a whole day",
    ),
    WrongAnswer(
        "half a turn",
        _turned(lambda values, period: np.pi * values / period),
        "comes from half a turn, π. The end of the period then lies across from its beginning",
    ),
    WrongAnswer(
        "no turn",
        _turned(lambda values, period: values / period),
        "comes from the share of the period as an angle. A whole period is a turn of 2π",
    ),
    WrongAnswer(
        "period left out",
        _turned(lambda values, period: 2 * np.pi * values),
        "comes from 2π times the value: one turn for each hour, so that whole hours all agree",
    ),
    WrongAnswer(
        "values for angles",
        _turned(lambda values, period: values),
        "comes from the values themselves as angles. One hour is not one radian",
    ),
    WrongAnswer(
        "degrees for radians",
        _turned(lambda values, period: 360 * values / period),
        "comes from an angle in degrees. NumPy's sine takes radians, and a turn has 2π of them",
    ),
    WrongAnswer(
        "counted from 1",
        _turned(lambda values, period: 2 * np.pi * (values - 1) / period),
        "comes from values of one less. Hours count from 0",
    ),
    WrongAnswer(
        "turned the other way",
        _turned(lambda values, period: -2 * np.pi * values / period),
        "comes from an angle that runs backward",
    ),
    WrongAnswer(
        "sine and cosine exchanged",
        lambda values, period: on_circle(values, period)[::-1],
        "is the other one of the two: the sine comes first, then the cosine",
    ),
    WrongAnswer(
        "moved to 0 to 1",
        lambda values, period: tuple((1 + one) / 2 for one in on_circle(values, period)),
        "was moved to the range from 0 to 1. Sine and cosine themselves are asked for",
    ),
)
