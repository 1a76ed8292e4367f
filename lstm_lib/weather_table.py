"""A table of hourly weather, read from text: one line a reading, as `data/new_york_weather.csv`."""

import csv
import io
from typing import NamedTuple

import numpy as np

HEAD = [
    *("place", "time", "temperature", "dew_point", "humidity"),
    *("wind_direction", "wind_speed", "pressure"),
]


class Readings(NamedTuple):
    """What a weather station read, hour by hour.

    ``times``, of shape (readings,), are full hours in UTC, of type datetime64[h]; ``rows``, of
    shape (readings, 6), holds temperature and dew point (°F), relative humidity (%), the direction
    that the wind comes from (degrees), its speed (miles an hour) and the pressure (hPa).
    """

    times: np.ndarray
    rows: np.ndarray


def read_table(text):
    r"""Return the readings of each place in a table.

    Parameters
    ----------
    text : str
        CSV, with the columns of `HEAD` in its first line. Times are in UTC, such as
        ``2013-12-01T12``; a value that is missing is empty, or ``NaN``.

    Returns
    -------
    dict of str to Readings
        By place, in the order of the table. A value that is missing is NaN.

    Raises
    ------
    TypeError
        If ``text`` is not text.
    ValueError
        If the first line is another one, there is no other, or a line has another number of
        values, a time that is none, or a value that is no number. The line is named.

    Examples
    --------
    >>> head = ",".join(HEAD)
    >>> times, rows = read_table(f"{head}\nJFK,2013-12-01T12,45,40,83,,0,1016\n")["JFK"]
    >>> str(times[0]), rows[0, :4].tolist()
    ('2013-12-01T12', [45.0, 40.0, 83.0, nan])
    """
    if not isinstance(text, str):
        raise TypeError(f"text is {type(text).__name__}, expected text")
    head, *lines = list(csv.reader(io.StringIO(text))) or [[]]
    if head != HEAD or not lines:
        raise ValueError(
            f"the table has {len(lines)} lines below {','.join(head)!r}, expected 1 or more below "
            f"{','.join(HEAD)!r}"
        )
    found: dict[str, list] = {}
    for number, line in enumerate(lines, 2):
        if len(line) != len(HEAD):
            raise ValueError(
                f"line {number} has {len(line)} values, expected {len(HEAD)}: {', '.join(HEAD)}"
            )
        try:
            row = np.datetime64(line[1], "h"), [float(value or "nan") for value in line[2:]]
        except ValueError:
            raise ValueError(
                f"line {number} is {','.join(line)!r}, expected a place, a time such as "
                "2013-12-01T12, and six numbers, or nothing where one is missing"
            ) from None
        found.setdefault(line[0], []).append(row)
    return {
        place: Readings(np.array([time for time, _ in rows]), np.array([row for _, row in rows]))
        for place, rows in found.items()
    }
