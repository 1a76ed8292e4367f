"""``python -m lstm_lib.forecast_weather JFK "2013-12-01 12:00"``: tomorrow's temperature.

The 24 hours after a moment are forecast from the readings up to it. Times are in UTC. A table of
your own can be read in place of the course's: ``--readings FILE``, in the form of
`lstm_lib.weather_table`. What cannot be used is named in one line.
"""

import argparse
import sys
from pathlib import Path

from lstm_lib.datasets import new_york_weather
from lstm_lib.fetch.lock import DataError
from lstm_lib.terminal import run
from lstm_lib.trained import NotTrainedError
from lstm_lib.weather_model import HORIZON, forecast, load_weights, moment
from lstm_lib.weather_table import read_table


def report(place, time, said, held):
    """Write a forecast as lines of text.

    Parameters
    ----------
    place : str
        Whose temperature it is.
    time : datetime64 or str
        The last hour that was known.
    said : Forecast
        The forecast.
    held : array_like of shape (24,)
        Which share of such intervals held, by hour.

    Returns
    -------
    str
        A line for every third hour, and what comes of tomorrow.

    Raises
    ------
    ValueError
        If the time is none.

    Examples
    --------
    >>> import numpy as np
    >>> from lstm_lib.weather_model import Forecast
    >>> hours = np.datetime64("2013-12-01T12") + np.arange(1, 25)
    >>> said = Forecast(hours, *np.tile([[1.0], [2.0], [3.0], [2.5], [4.0]], 24))
    >>> report("JFK", "2013-12-01 12:00", said, np.full(24, 0.8)).splitlines()[2]
    '2013-12-01 15:00     1.0 to   3.0     2.0       2.5         4.0'
    """
    lines = [
        f"{place}: the 24 hours after {str(moment(time)).replace('T', ' ')}:00 UTC, in °C",
        "hour (UTC)           interval    middle    linear   yesterday",
    ]
    for k in range(2, HORIZON, 3):
        hour = str(said.times[k]).replace("T", " ")
        lines.append(
            f"{hour}:00  {said.low[k]:6.1f} to {said.high[k]:5.1f}  {said.middle[k]:6.1f}"
            f"  {said.linear[k]:8.1f}  {said.yesterday[k]:10.1f}"
        )
    lines.append(
        f"Tomorrow at this hour: {said.middle[-1]:.1f} °C. Of such intervals "
        f"{100 * held[-1]:.0f} % held in November and December 2013; 90 % were asked for."
    )
    return "\n".join(lines)


def main(arguments=None):
    """Print a forecast, or one line on stderr if there can be none.

    Parameters
    ----------
    arguments : list of str, optional
        What was typed behind the command; by default, what was typed.

    Returns
    -------
    int
        0, or 2 if there is no forecast.

    Raises
    ------
    SystemExit
        If the place or the time is missing, or an option unknown.

    Examples
    --------
    >>> main(["JFK", "2013-12-01 12:00"])  # doctest: +ELLIPSIS
    JFK: the 24 hours after 2013-12-01 12:00 UTC, in °C
    ...
    0
    """
    parser = argparse.ArgumentParser(
        prog="python -m lstm_lib.forecast_weather", description="Forecast tomorrow's temperature."
    )
    parser.add_argument("place", help="EWR, JFK or LGA, or a place of your own table")
    parser.add_argument(
        "time", nargs="+", help="the last hour that is known, in UTC: 2013-12-01 12:00"
    )
    parser.add_argument("--readings", metavar="FILE", type=Path, help="a table of your own, as CSV")
    asked = parser.parse_args(arguments)
    time = " ".join(asked.time)  # with quotes or without
    try:
        weather = _weather(asked.readings)
        if asked.place not in weather:
            raise ValueError(f"there is no place {asked.place}, expected {', '.join(weather)}")
        weights = load_weights()
        said = forecast(weather[asked.place], time, weights)
    except (DataError, NotTrainedError, ValueError) as error:
        print(f"forecast_weather: {error}", file=sys.stderr)
        return 2
    print(report(asked.place, time, said, weights["held"]))
    return 0


def _weather(path):
    """Return the readings of each place: the course's, or those of a file."""
    if path is None:
        return new_york_weather()
    try:
        return read_table(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ValueError(f"{path} is no text in UTF-8, expected a table as CSV") from None


if __name__ == "__main__":
    sys.exit(run(main))
