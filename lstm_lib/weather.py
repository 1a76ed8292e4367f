"""Hourly weather as inputs of a forecast: gaps, errors, units, the wind, and the calendar.

Nothing here looks ahead: what is made of an hour comes from that hour and earlier ones. So a
forecast that is tried on old hours reads what it could have read in those hours.
"""

from typing import NamedTuple

import numpy as np

from lstm_lib.arguments import real_array
from lstm_lib.several_series import fill_forward, on_circle

COLUMNS = 6  # of readings: temperature, dew point, humidity, wind direction and speed, pressure
FEATURES = (
    "temperature (°C)",
    "dew point (°C)",
    "humidity (%)",
    "wind to the east (m/s)",
    "wind to the north (m/s)",
    "pressure (hPa)",
    "sine of the hour",
    "cosine of the hour",
    "sine of the day",
    "cosine of the day",
)
# What a station at sea level in New York can read, in the order of the columns and their units:
# °F, °F, %, degrees, miles an hour, hPa. The city's records are -15 °F and 106 °F.
LOWEST = np.array([-30.0, -50.0, 0.0, 0.0, 0.0, 930.0])
HIGHEST = np.array([120.0, 90.0, 100.5, 360.0, 100.0, 1070.0])
JUMP = 30.0  # °F in an hour; the largest believable one of 2013 has 14
METRES_A_SECOND = 0.44704  # one mile an hour, by definition


class Hourly(NamedTuple):
    """Hours without a gap between them, and what was read in each.

    ``times`` is of shape (hours,), ``rows`` of shape (hours, columns).
    """

    times: np.ndarray
    rows: np.ndarray


def hourly(times, readings):
    """Put readings on a grid with a row for each hour; an hour without a reading holds NaN.

    Parameters
    ----------
    times : array_like of datetime64 of shape (readings,)
        When each reading was made: full hours, later and later.
    readings : array_like of shape (readings, columns)
        What was read, in any units; NaN is a gap.

    Returns
    -------
    Hourly
        From the first time to the last one.

    Raises
    ------
    TypeError
        If ``times`` does not hold times, or ``readings`` no real numbers.
    ValueError
        If there are no readings, the lengths differ, a time comes twice, comes after a later one,
        or is no full hour.

    Examples
    --------
    >>> times = np.array(["2013-01-01T06", "2013-01-01T08"], "datetime64[h]")
    >>> hourly(times, [[39.0], [41.0]]).rows[:, 0]
    array([39., nan, 41.])
    """
    times = _hours("times", times)
    readings = _rows("readings", readings)
    if len(times) == 0 or len(times) != len(readings):
        raise ValueError(
            f"times has {len(times)} entries and readings {len(readings)} rows, expected the same "
            "number of both, 1 or more"
        )
    steps = np.diff(times).astype(int)
    if np.any(steps == 0):
        twice = times[:-1][steps == 0][0]
        raise ValueError(
            f"{twice} comes {np.sum(times == twice)} times, expected each hour once: keep one of "
            "its readings. Local time repeats an hour in autumn, UTC does not"
        )
    if np.any(steps < 0):
        late = np.flatnonzero(steps < 0)[0] + 1
        raise ValueError(
            f"times has {times[late]} after {times[late - 1]}, expected later and later times: "
            "sort times and readings together"
        )
    grid = np.arange(times[0], times[-1] + 1)
    rows = np.full((len(grid), readings.shape[1]), np.nan)
    rows[(times - times[0]).astype(int)] = readings
    return Hourly(grid, rows)


def without_errors(rows):
    """Return readings with NaN in place of what cannot be true.

    Two rules, both of which know only the past. A reading outside of what a station in New York
    can read is an error, such as a wind of 1,048 miles an hour. So are a row's temperature, dew
    point and humidity if its temperature lies more than 30 °F from the last one that was kept, at
    most two hours before. One wrong value often lies within the limits; the jump gives it away.

    Parameters
    ----------
    rows : array_like of shape (hours, 6)
        Temperature and dew point (°F), humidity (%), the direction that the wind comes from
        (degrees), its speed (miles an hour), pressure (hPa).

    Returns
    -------
    ndarray of shape (hours, 6)
        A copy.

    Raises
    ------
    TypeError
        If ``rows`` does not hold real numbers.
    ValueError
        If it has not six columns.

    Examples
    --------
    >>> row = [50.0, 40.0, 68.0, 270.0, 10.0, 1015.0]
    >>> without_errors([row, [13.0, 12.0, 95.0, 270.0, 1048.0, 1015.0]])[1]
    array([  nan,   nan,   nan,  270.,   nan, 1015.])
    """
    rows = _readings(rows)
    with np.errstate(invalid="ignore"):
        rows[(rows < LOWEST) | (rows > HIGHEST)] = np.nan
    kept, age = np.nan, 0
    for row in rows:
        age += 1
        if np.isnan(row[0]):
            continue
        if age <= 2 and abs(row[0] - kept) > JUMP:
            row[:3] = np.nan  # humidity is computed from the other two
        else:
            kept, age = row[0], 0
    return rows


def wind_components(direction, speed):
    """Return how fast the air moves to the east and to the north.

    A direction is where the wind comes *from*, clockwise from north: 270 degrees is a west wind,
    which moves to the east. As a number, 359 degrees lies far from 1 degree; as two components
    both are nearly the same.

    Parameters
    ----------
    direction : float or array_like
        Degrees; NaN where unknown.
    speed : float or array_like
        In any unit; NaN where unknown. Where it is 0, the direction does not matter.

    Returns
    -------
    east, north : ndarray
        In the unit of the speed.

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If the shapes do not fit.

    Examples
    --------
    >>> east, north = wind_components([270.0, 0.0], [10.0, 4.0])
    >>> east.round(1) + 0.0, north.round(1) + 0.0
    (array([10.,  0.]), array([ 0., -4.]))
    """
    direction, speed = real_array("direction", direction), real_array("speed", speed)
    try:
        direction, speed = np.broadcast_arrays(direction, speed)
    except ValueError:
        raise ValueError(
            f"direction has shape {direction.shape} and speed {speed.shape}, expected shapes that "
            "fit"
        ) from None
    angle = np.radians(np.where(speed == 0, 0.0, direction))
    return -speed * np.sin(angle), -speed * np.cos(angle)


def features(times, rows):
    """Turn readings into the ten numbers an hour that the forecast reads.

    Errors become gaps, units those of the rest of the world, the wind its two components; gaps
    are filled forward; hour and day become points on circles. `FEATURES` names the columns.

    Parameters
    ----------
    times : array_like of datetime64 of shape (hours,)
        Full hours in UTC, one after another.
    rows : array_like of shape (hours, 6)
        Readings, as `without_errors` takes them.

    Returns
    -------
    ndarray of shape (hours, 10)
        NaN before the first reading of a column.

    Raises
    ------
    TypeError
        If ``times`` does not hold times, or ``rows`` no real numbers.
    ValueError
        If the lengths differ, hours are missing or in disorder, or there are not six columns.

    Examples
    --------
    >>> times = np.array(["2013-03-01T06"], "datetime64[h]")
    >>> made = features(times, [[50.0, 41.0, 71.0, 270.0, 10.0, 1015.0]])
    >>> made[0, :7].round(2).tolist()
    [10.0, 5.0, 71.0, 4.47, 0.0, 1015.0, 1.0]
    """
    times, rows = _hours("times", times), without_errors(rows)
    if len(times) != len(rows) or np.any(np.diff(times).astype(int) != 1):
        raise ValueError(
            f"times has {len(times)} entries and rows {len(rows)}, expected as many, each an hour "
            "after the one before: hourly() makes them so"
        )
    celsius = (rows[:, :2] - 32) / 1.8
    east, north = wind_components(rows[:, 3], rows[:, 4] * METRES_A_SECOND)
    read = np.column_stack([celsius, rows[:, 2], east, north, rows[:, 5]])
    return np.column_stack([fill_forward(read), calendar(times)])


def calendar(times):
    """Return hour of the day and day of the year as points on two circles.

    Parameters
    ----------
    times : array_like of datetime64 of shape (hours,)
        Full hours in UTC.

    Returns
    -------
    ndarray of shape (hours, 4)
        Sine and cosine of the hour, sine and cosine of the day.

    Raises
    ------
    TypeError
        If ``times`` does not hold times.
    ValueError
        If it is not one-dimensional, or one is no full hour.

    Examples
    --------
    >>> calendar(np.array(["2013-01-01T12"], "datetime64[h]")).round(2) + 0.0
    array([[ 0., -1.,  0.,  1.]])
    """
    times = _hours("times", times)
    day, year = times.astype("datetime64[D]"), times.astype("datetime64[Y]")
    hour = on_circle((times - day).astype(int), 24)
    return np.column_stack([*hour, *on_circle((day - year).astype(int), 365.25)])


def _hours(name, times):
    """Return times as full hours."""
    times = np.asarray(times)
    if times.dtype.kind != "M":
        raise TypeError(f"{name} holds {times.dtype} values, expected times, of type datetime64[h]")
    if times.ndim != 1:
        raise ValueError(f"{name} has shape {times.shape}, expected (hours,)")
    hours = times.astype("datetime64[h]")
    if np.any(hours != times):  # NaT is unlike anything, itself too
        wrong = times[hours != times][0]
        raise ValueError(f"{name} holds {wrong}, expected full hours")
    return hours


def _rows(name, rows):
    """Return a copy of readings as float64 of shape (hours, columns)."""
    rows = real_array(name, rows)
    if rows.ndim != 2:
        raise ValueError(f"{name} has shape {rows.shape}, expected (hours, columns)")
    return np.array(rows, np.float64)


def _readings(rows):
    """Return a copy of readings with the six columns of the data set."""
    rows = _rows("rows", rows)
    if rows.shape[1] != COLUMNS:
        raise ValueError(f"rows has {rows.shape[1]} columns, expected {COLUMNS}")
    return rows
