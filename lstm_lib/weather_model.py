"""Tomorrow's temperature of one place, with an interval: a linear model, and an LSTM for its doubt.

A linear model of the last 48 hours forecasts how the temperature changes. An LSTM that has read the
same hours says which quantiles of the linear model's errors to expect, and so gives the interval
and its middle. The weights of both were learned from New York's weather of January to September
2013, so elsewhere they are a guess.
"""

import warnings
from typing import NamedTuple

import numpy as np

from lstm_lib.sequence import lstm_forward
from lstm_lib.trained import trained
from lstm_lib.weather import features, hourly, without_errors

EXPERIMENT = "weather_intervals"
NAMES = {"W", "U", "b", "V", "a", "size", "linear", "intercept", "mean", "spread", "held"}
STEPS, HORIZON, LEVELS = 48, 24, 3
COLUMNS = ("temperature", "dew point", "humidity", "wind direction", "wind speed", "pressure")
LONGEST_GAP = 12  # hours; the longest one of 2013 has 11


class Forecast(NamedTuple):
    """What the 24 hours after a moment may bring, in degrees Celsius; each of shape (24,).

    ``times`` are the hours in UTC; ``low``, ``middle`` and ``high`` are the quantiles 0.05, 0.5
    and 0.95; ``linear`` is the linear model's forecast alone, ``yesterday`` what was read 24 hours
    before each hour.
    """

    times: np.ndarray
    low: np.ndarray
    middle: np.ndarray
    high: np.ndarray
    linear: np.ndarray
    yesterday: np.ndarray


def load_weights():
    """Return the weights of the linear model and of the LSTM.

    Returns
    -------
    dict of str to ndarray
        By the names in `NAMES`; ``held`` is the share of intervals that held in winter, by hour.

    Raises
    ------
    NotTrainedError
        If they are missing or damaged.

    Examples
    --------
    >>> load_weights()["linear"].shape  # from 48 hours of 10 features to 24 hours
    (480, 24)
    """
    return trained(EXPERIMENT, NAMES)


def moment(text):
    """Return a moment that somebody typed.

    Parameters
    ----------
    text : str
        Such as ``2013-12-01 12:00``, in UTC; minutes have to be zero, and may be left out.

    Returns
    -------
    datetime64
        A full hour.

    Raises
    ------
    ValueError
        If it is anything else.

    Examples
    --------
    >>> str(moment("2013-12-01 12:00"))
    '2013-12-01T12'
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # NumPy warns of a time zone, and would convert it
            time = np.datetime64(str(text).strip())
    except (UserWarning, ValueError):
        time = np.datetime64("NaT")
    if np.isnat(time) or np.datetime_data(time.dtype)[0] in ("Y", "M", "W", "D"):
        raise ValueError(f"the time is {text!r}, expected a day and an hour: 2013-12-01 12:00")
    if time != (hour := time.astype("datetime64[h]")):
        raise ValueError(f"the time is {text!r}, expected a full hour, such as {hour}:00")
    return hour


def forecast(readings, time, weights=None):
    """Forecast the temperature of the 24 hours after a moment, from the readings up to it.

    Parameters
    ----------
    readings : Readings
        Of one place. Later ones than ``time`` are not used; a gap of up to 12 hours is bridged.
    time : datetime64 or str
        The last hour that is known, in UTC.
    weights : dict of str to ndarray, optional
        Those of `load_weights`, by default.

    Returns
    -------
    Forecast
        24 hours, the first one an hour after ``time``.

    Raises
    ------
    TypeError
        If ``readings`` is not what `lstm_lib.datasets.new_york_weather` holds for a place.
    ValueError
        If the time is none or lies outside of the readings, fewer than 48 hours lie before it, a
        time comes twice or in disorder, or one of these hours ends a gap of more than 12.

    Examples
    --------
    >>> from lstm_lib.datasets import new_york_weather
    >>> times, low, middle, high, *_ = forecast(new_york_weather()["JFK"], "2013-12-01 12:00")
    >>> str(times[-1]), bool(np.all(low < high))
    ('2013-12-02T12', True)
    """
    try:
        times, rows = readings
    except (TypeError, ValueError):
        raise TypeError(
            f"readings is {type(readings).__name__}, expected Readings: times and rows of one place"
        ) from None
    time = moment(time)
    grid, rows = hourly(times, rows)
    if not grid[0] <= time <= grid[-1]:
        raise ValueError(
            f"{time} lies outside of the readings, expected a time from {grid[0]} to {grid[-1]} UTC"
        )
    known = int((time - grid[0]).astype(int)) + 1
    if known < STEPS:
        raise ValueError(
            f"the readings begin {known} hours before the end of {time}, expected {STEPS} hours or "
            f"more: the first possible time is {grid[0] + STEPS - 1}"
        )
    _require_no_long_gap(grid[:known], without_errors(rows[:known]))
    window = features(grid[:known], rows[:known])[-STEPS:]
    return _forecast(window, time, load_weights() if weights is None else weights)


def _forecast(window, time, weights):
    """Return the forecast from 48 hours of features."""
    scaled = ((window - weights["mean"]) / weights["spread"])[np.newaxis]
    linear = (scaled.reshape(1, -1) @ weights["linear"] + weights["intercept"])[0]
    h_t = lstm_forward(scaled, weights["W"], weights["U"], weights["b"]).h[:, -1]
    answers = (h_t @ weights["V"] + weights["a"]).reshape(HORIZON, LEVELS)
    newest = window[-1, 0]
    quantiles = newest + linear[:, np.newaxis] + answers * weights["size"][:, np.newaxis]
    low, middle, high = np.sort(quantiles, axis=1).T  # they may cross
    hours = time + np.arange(1, HORIZON + 1)
    return Forecast(hours, low, middle, high, newest + linear, window[-HORIZON:, 0])


def _require_no_long_gap(times, rows):
    """Refuse hours that could only be filled with readings from long before."""
    rows[rows[:, 4] == 0, 3] = 0.0  # a calm has no direction, and needs none
    for name, column in zip(COLUMNS, rows.T, strict=True):
        read = np.flatnonzero(~np.isnan(column))
        before = np.concatenate([[-1], read, [len(column)]])
        for last, following in zip(before[:-1], before[1:], strict=True):
            if following - last - 1 > LONGEST_GAP and following > len(column) - STEPS:
                raise ValueError(
                    f"{name} has no reading that could be true for {following - last - 1} hours "
                    f"from {times[last + 1]} on, expected gaps of {LONGEST_GAP} hours at most: "
                    "choose another time, or fill the gap with what you know"
                )
