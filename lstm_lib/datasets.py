"""The data sets of the course, as arrays and text.

What each of them is, who made it and under which terms stands in the book, on the page *The data*.
They are files beside the library or in it, brought there by one command. If one is missing, the
error says which command that is.
"""

import csv
import io
import json
from typing import NamedTuple

import numpy as np

from lstm_lib.fetch.lock import DataError, read
from lstm_lib.weather_table import read_table

__all__ = [
    "DataError",
    "FirstNames",
    "Flights",
    "SharePrices",
    "SpokenDigits",
    "UsUnemployment",
    "electricity_demand",
    "first_names",
    "flights",
    "new_york_weather",
    "shakespeare",
    "share_prices",
    "spoken_digits",
    "us_unemployment",
]


class Flights(NamedTuple):
    """Flights by the hour, in order of time.

    ``hours`` is of shape (hours,) and says when each hour begins, on the clocks on the wall;
    ``scheduled`` and ``cancelled`` are of this shape too, as numbers of flights.
    """

    hours: np.ndarray
    scheduled: np.ndarray
    cancelled: np.ndarray


class FirstNames(NamedTuple):
    """First names in capital letters, the most frequent one first.

    ``female`` and ``male`` are lists of text. Some names are in both.
    """

    female: list[str]
    male: list[str]


class SpokenDigits(NamedTuple):
    """Recordings of spoken digits, and which digit each is.

    ``sequences`` is a list with an array of shape (frames, coefficients) for each recording,
    ``digits`` is of shape (recordings,).
    """

    sequences: list[np.ndarray]
    digits: np.ndarray


class SharePrices(NamedTuple):
    """What one share cost on each trading day, in order of time.

    ``dates`` is of shape (days,), by day. The others are of this shape too: ``open``, ``high``,
    ``low`` and ``close`` in dollars as they were paid, ``volume`` in shares, and ``adjusted``, the
    last price without the jumps of splits and dividends, in dollars of the last share.
    """

    dates: np.ndarray
    open: np.ndarray
    high: np.ndarray
    low: np.ndarray
    close: np.ndarray
    volume: np.ndarray
    adjusted: np.ndarray


class UsUnemployment(NamedTuple):
    """A rate of unemployment for each month.

    ``months`` is a list of text such as ``1948-01``, ``rates`` is of shape (months,), in percent.
    """

    months: list[str]
    rates: np.ndarray


def shakespeare():
    r"""Return Shakespeare's plays as plain text.

    Returns
    -------
    dict of str to str
        The text of each of 37 plays by its title, in the order of the titles. Act, scene, the name
        of the one who speaks, each line and each stage direction have a line of their own; a blank
        line stands between two speeches.

    Raises
    ------
    DataError
        If the data are missing or damaged.

    Examples
    --------
    >>> plays = shakespeare()
    >>> len(plays)
    37
    >>> plays["Hamlet"].splitlines()[6:8]
    ['BERNARDO', "Who's there?"]
    """
    return json.loads(read("shakespeare"))


def spoken_digits():
    """Return recordings of spoken digits, as mel-frequency cepstral coefficients.

    Each of six speakers said each digit in English 50 times. Who said which is not told.

    Returns
    -------
    SpokenDigits
        3,000 sequences of 6 to 92 frames, 40 frames a second, with 13 coefficients each, as
        float32 and not scaled; and their digits, 0 to 9.

    Raises
    ------
    DataError
        If the data are missing or damaged.

    Examples
    --------
    >>> sequences, digits = spoken_digits()
    >>> len(sequences), sequences[0].shape
    (3000, (14, 13))
    >>> np.bincount(digits)
    array([300, 300, 300, 300, 300, 300, 300, 300, 300, 300])
    """
    with np.load(io.BytesIO(read("spoken_digits")), allow_pickle=False) as arrays:
        frames, digits, lengths = (arrays[name] for name in ("X", "y", "lengths"))
    return SpokenDigits(np.split(frames, np.cumsum(lengths)[:-1]), digits)


def first_names():
    """Return frequent first names of the United States.

    Returns
    -------
    FirstNames
        4,275 names of women and 1,219 of men.

    Raises
    ------
    DataError
        If the data are missing or damaged.

    Examples
    --------
    >>> female, male = first_names()
    >>> female[:3], male[:3]
    (['MARY', 'PATRICIA', 'LINDA'], ['JAMES', 'JOHN', 'ROBERT'])
    >>> len(female), len(male)
    (4275, 1219)
    """
    return FirstNames(**json.loads(read("first_names")))


def flights():
    """Return how many flights were to leave New York in each hour of 2013, and did not.

    Returns
    -------
    Flights
        8,760 hours, with the numbers of scheduled and of cancelled flights.

    Raises
    ------
    DataError
        If the data are missing or damaged.

    Examples
    --------
    >>> hours, scheduled, cancelled = flights()
    >>> str(hours[0]), int(scheduled.sum()), int(cancelled.sum())
    ('2013-01-01T00', 336776, 8255)
    """
    counts = json.loads(read("flights"))
    scheduled, cancelled = np.array(counts["scheduled"]), np.array(counts["cancelled"])
    hours = np.datetime64(counts["start"], "h") + np.arange(len(scheduled))
    return Flights(hours, scheduled, cancelled)


def electricity_demand():
    """Return the electricity demand of England and Wales in the summer of 2000.

    Returns
    -------
    ndarray of shape (4032,)
        Megawatts in each half-hour of twelve weeks, the first of which begins on Monday, June 5.

    Raises
    ------
    DataError
        If the data are missing or damaged.

    Examples
    --------
    >>> demand = electricity_demand()
    >>> demand.shape, demand[:3]
    ((4032,), array([22262., 21756., 22247.]))
    """
    return np.array(json.loads(read("electricity_demand")), float)


def new_york_weather():
    """Return the hourly weather at three airports of New York in 2013.

    As it was published, with its gaps and its errors; `lstm_lib.weather` mends both.

    Returns
    -------
    dict of str to Readings
        By airport: EWR, JFK and LGA. Times are in order, and some hours are missing; a value that
        is missing is NaN.

    Raises
    ------
    DataError
        If the data are missing or damaged.

    Examples
    --------
    >>> times, rows = new_york_weather()["JFK"]
    >>> str(times[0]), rows[0].round(1).tolist()
    ('2013-01-01T06', [39.0, 26.1, 59.4, 260.0, 12.7, 1012.6])
    """
    return read_table(read("new_york_weather").decode("ascii"))


def share_prices():
    """Return daily prices of five shares of American companies.

    Returns
    -------
    dict of str to SharePrices
        By the sign of the share: AAPL (Apple), IBM and MSFT (Microsoft) with 3,270 days from March
        2000 to March 2013, GOOG (Google) with the last 2,148 and FB (Facebook) with the last 196
        of them.

    Raises
    ------
    DataError
        If the data are missing or damaged.

    Examples
    --------
    >>> prices = share_prices()
    >>> {name: len(share.dates) for name, share in prices.items()}
    {'AAPL': 3270, 'FB': 196, 'GOOG': 2148, 'IBM': 3270, 'MSFT': 3270}
    >>> apple = prices["AAPL"]
    >>> str(apple.dates[-1]), float(apple.low[-1]), float(apple.high[-1])
    ('2013-03-01', 429.98, 438.1799)
    """
    _, *rows = csv.reader(io.StringIO(read("share_prices").decode("ascii")))
    columns = {}
    for name in sorted({row[0] for row in rows}):
        dates, *numbers = zip(*(row[1:] for row in rows if row[0] == name), strict=True)
        columns[name] = SharePrices(np.array(dates, "datetime64[D]"), *np.array(numbers, float))
    return columns


def us_unemployment():
    """Return how many in a hundred looked for work in the United States, month by month.

    Returns
    -------
    UsUnemployment
        828 months, from 1948 to 2016, not adjusted for the season.

    Raises
    ------
    DataError
        If the data are missing or damaged.

    Examples
    --------
    >>> months, rates = us_unemployment()
    >>> months[0], rates[0], len(rates)
    ('1948-01', np.float64(4.0), 828)
    """
    lines = read("us_unemployment").decode("ascii").splitlines()[1:]
    pairs = [line.split(",") for line in lines]
    return UsUnemployment([month for month, _ in pairs], np.array([float(v) for _, v in pairs]))
