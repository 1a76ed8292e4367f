"""Hourly weather: the grid, errors, units, and that nothing looks ahead."""

import re

import numpy as np
import pytest

from lstm_lib.datasets import new_york_weather
from lstm_lib.weather import calendar, features, hourly, wind_components, without_errors
from lstm_lib.weather_table import HEAD, read_table

HOURS = np.arange("2013-03-01T00", "2013-03-02T06", dtype="datetime64[h]")
RNG = np.random.default_rng(3)
SPREAD = np.array([4.0, 4.0, 5.0, 60.0, 4.0, 3.0])
ROWS = np.array([50.0, 40.0, 68.0, 180.0, 12.0, 1015.0]) + RNG.uniform(-1, 1, (30, 6)) * SPREAD
CALM = [50.0, 40.0, 68.0, np.nan, 0.0, 1015.0]


@pytest.fixture(scope="module")
def weather():
    """Return the data set."""
    return new_york_weather()


def test_each_hour_has_its_row(weather):
    """Are all readings on the grid, each in its hour, and the rest empty?"""
    for times, rows in weather.values():
        grid = hourly(times, rows)
        assert np.all(np.diff(grid.times).astype(int) == 1)
        assert np.array_equal(grid.rows[np.isin(grid.times, times)], rows, equal_nan=True)
        assert np.isnan(grid.rows[~np.isin(grid.times, times)]).all()


def test_two_errors_are_found_and_nothing_else(weather):
    """Are the wind of 1,048 miles an hour and the cold hour of May gone, and all else kept?"""
    found = []
    for place, readings in weather.items():
        times, rows = hourly(*readings)
        gone = np.isnan(without_errors(rows)) & ~np.isnan(rows)
        found += [(place, str(times[hour]), int(column)) for hour, column in np.argwhere(gone)]
    cold = [("JFK", "2013-05-09T02", column) for column in range(3)]
    assert found == [("EWR", "2013-02-12T08", 4), *cold]


def test_a_jump_after_a_gap_is_kept():
    """Is only a jump from a reading an hour or two ago an error?"""
    rows = np.tile(CALM, (5, 1))
    rows[1:, 0] = 10.0
    assert np.isnan(without_errors(rows)[:, 0]).tolist() == [False, True, True, False, False]


def test_the_wind_blows_where_it_goes():
    """Do components give speed and direction back?"""
    direction, speed = RNG.uniform(0, 360, 50), RNG.uniform(1, 20, 50)
    east, north = wind_components(direction, speed)
    assert np.allclose(np.hypot(east, north), speed)
    assert np.allclose(np.degrees(np.arctan2(-east, -north)) % 360, direction)


def test_a_calm_needs_no_direction():
    """Is there no gap where the speed is 0?"""
    assert np.array_equal(np.abs(wind_components(np.nan, 0.0)), [0, 0])


def test_units():
    """Are degrees Celsius and metres a second those of a table of units?"""
    rows = np.tile(CALM, (2, 1))
    rows[:, 0], rows[:, 3], rows[:, 4] = [32.0, 50.0], 180.0, [0.0, 22.369363]
    made = features(HOURS[:2], rows)
    assert np.allclose(made[:, 0], [0, 10])
    assert np.allclose(made[:, 4], [0, 10])


def test_no_feature_looks_ahead():
    """Are features up to an hour the same when everything after it changes?"""
    rows = np.where(RNG.random(ROWS.shape) < 0.3, np.nan, ROWS)
    made = features(HOURS, rows)
    for hour in (1, 7, 20, 29):
        other = rows.copy()
        other[hour:] = RNG.permuted(ROWS, axis=0)[hour:] + 5
        assert np.array_equal(features(HOURS, other)[:hour], made[:hour], equal_nan=True)


def test_the_year_begins_where_it_ends():
    """Are the last hour of a year and the first one of the next neighbors?"""
    near = calendar(np.array(["2012-12-31T23", "2013-01-01T00"], "datetime64[h]"))
    assert np.abs(np.diff(near, axis=0)).max() < 0.27  # sine of the hour, 15 degrees


@pytest.mark.parametrize(
    ("times", "words"),
    [
        (HOURS[[0, 1, 1]], "2013-03-01T01 comes 2 times, expected each hour once"),
        (HOURS[[0, 2, 1]], "has 2013-03-01T01 after 2013-03-01T02, expected later and later"),
        (HOURS[:2], "times has 2 entries and readings 3 rows"),
        (HOURS[:0], "times has 0 entries and readings 3 rows"),
        (HOURS[:3] + np.timedelta64(30, "m"), "holds 2013-03-01T00:30, expected full hours"),
        (np.full(3, np.datetime64("NaT", "h")), "holds NaT, expected full hours"),
        (HOURS[:3, np.newaxis], "times has shape (3, 1), expected (hours,)"),
    ],
    ids=["twice", "disorder", "fewer", "none", "half past", "NaT", "two axes"],
)
def test_times_that_are_refused(times, words):
    """Is it said which hour is wrong, and what was expected?"""
    with pytest.raises(ValueError, match=re.escape(words)):
        hourly(times, ROWS[:3])


@pytest.mark.parametrize(
    ("times", "rows", "words"),
    [
        (HOURS[[0, 2]], ROWS[:2], "each an hour after the one before"),
        (HOURS[:3], ROWS[:2], "times has 3 entries and rows 2"),
        (HOURS[:2], ROWS[:2, :5], "rows has 5 columns, expected 6"),
        (HOURS[:2], ROWS[0], "rows has shape (6,), expected (hours, columns)"),
    ],
)
def test_rows_that_are_refused(times, rows, words):
    """Is it said what came and what was expected?"""
    with pytest.raises(ValueError, match=re.escape(words)):
        features(times, rows)


def test_what_is_no_time_is_refused():
    """Are numbers and text refused as times, and text as readings?"""
    with pytest.raises(TypeError, match="holds int64 values, expected times"):
        hourly([1, 2, 3], ROWS[:3])
    with pytest.raises(TypeError, match="expected real numbers"):
        hourly(HOURS[:1], [["warm"]])
    with pytest.raises(ValueError, match="direction has shape"):
        wind_components(np.zeros(3), np.zeros(2))


LINE = "JFK,2013-12-01T12,45,40,83,,0,1016"


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["place,time", LINE], "expected 1 or more below 'place,time,temperature"),
        ([",".join(HEAD)], "the table has 0 lines below"),
        ([], "the table has 0 lines below ''"),
        ([",".join(HEAD), LINE, "JFK,2013-12-01T13,45"], "line 3 has 3 values, expected 8"),
        ([",".join(HEAD), LINE.replace("45", "warm")], "line 2 is 'JFK,2013-12-01T12,warm,"),
        ([",".join(HEAD), LINE.replace("T12", "T32")], "line 2 is 'JFK,2013-12-01T32,45"),
    ],
)
def test_tables_that_are_refused(lines, words):
    """Is the line named, and what was expected in it?"""
    with pytest.raises(ValueError, match=re.escape(words)):
        read_table("\n".join(lines))


def test_what_is_no_text_is_no_table():
    """Are bytes refused?"""
    with pytest.raises(TypeError, match="text is bytes, expected text"):
        read_table(b"")
