"""Times in order, and on even steps: what is missing, and what stands twice."""

import numpy as np
import pandas as pd

from lstm_lib.reading.errors import SeriesError


def in_order(values, stamps):
    """Put values in time order and on even steps of time.

    Parameters
    ----------
    values : ndarray of shape (points,)
        As they stand in the file.
    stamps : DatetimeIndex or None
        Their times, if there are any.

    Returns
    -------
    ndarray of shape (points,)
        In time order, NaN where a time is missing.
    DatetimeIndex or None
        Their times.
    str
        One step, in words.

    Raises
    ------
    SeriesError
        If times stand twice, or if their steps are not even.

    Examples
    --------
    >>> days = pd.DatetimeIndex(["2024-01-04", "2024-01-01", "2024-01-02"])
    >>> in_order(np.array([4.0, 1.0, 2.0]), days)[0]
    array([ 1.,  2., nan,  4.])
    """
    if stamps is None:
        return values, None, ""
    if stamps.has_duplicates:
        twice = stamps[stamps.duplicated()]
        raise SeriesError(
            f"{len(twice)} times stand twice or more, the first is {day_of(twice[0])}. Expected "
            "one value for each time. Are there several series in one file, or an hour that comes "
            "twice in autumn? Keep one line of each"
        )
    series = pd.Series(values, index=stamps).sort_index()
    if len(series) < 3:
        return series.to_numpy(), series.index, "too few to say how far"
    whole, step = _regular(series)
    return whole.to_numpy(), whole.index, step


def _regular(series):
    """Put a series on even steps of time."""
    index = series.index
    gaps = np.diff(index).astype("timedelta64[s]").astype(float)
    lengths, counts = np.unique(gaps, return_counts=True)
    usual, day = float(lengths[np.argmax(counts)]), 86400.0  # the most frequent, else the least
    middle = float(np.median(gaps))  # months differ in length
    if 28 * day <= middle <= 31 * day and len(set(index.day)) == 1:
        return series.asfreq(pd.DateOffset(months=1)), "one month"
    if 28 * day <= middle <= 31 * day and index.is_month_end.all():
        return series.asfreq("ME"), "one month"
    if 89 * day <= middle <= 92 * day and len(set(index.day)) == 1:
        return series.asfreq(pd.DateOffset(months=3)), "three months"
    if 365 * day <= middle <= 366 * day and len(set(index.strftime("%m-%d"))) == 1:
        return series.asfreq(pd.DateOffset(years=1)), "one year"
    if not np.allclose(gaps / usual, np.round(gaps / usual), atol=1e-6) or usual <= 0:
        odd = int(np.argmax(np.abs(gaps / usual - np.round(gaps / usual))))
        raise SeriesError(
            f"the times are not evenly spaced: {_length(usual)} is usual, and between "
            f"{day_of(index[odd])} and {day_of(index[odd + 1])} lie {_length(gaps[odd])}. "
            "Expected even steps: take means over hours, days or months first. Working days "
            "alone are even in a file without the column of times"
        )
    if len(index) < 0.5 * (gaps.sum() / usual + 1):
        raise SeriesError(
            f"more than half of the times are missing, if {_length(usual)} is one step. Expected a "
            "series with few gaps: take means over a longer time, or a stretch without gaps"
        )
    return series.asfreq(pd.Timedelta(seconds=usual)), _length(usual)


def _length(seconds):
    """Say how long something takes, in the largest unit that fits."""
    for name, size in (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1)):
        if seconds >= size:
            count = seconds / size
            return f"one {name}" if count == 1 else f"{count:g} {name}s"
    return f"{seconds:g} seconds"


def day_of(time):
    """Write a time, without its hours if there are none.

    Parameters
    ----------
    time : Timestamp
        Any.

    Returns
    -------
    str
        As ISO 8601 has it, with a space.

    Examples
    --------
    >>> day_of(pd.Timestamp("2024-01-04")), day_of(pd.Timestamp("2024-01-04 13:30"))
    ('2024-01-04', '2024-01-04 13:30:00')
    """
    text = time.isoformat(sep=" ")
    return text.removesuffix(" 00:00:00")
