"""Forecasts of the season, windows that look ahead, and days that change places."""

import numpy as np
import pytest

from lstm_lib.seasons import calendar, seasonal_mean, seasonal_median, swap_days, windows_ahead


def test_a_series_that_repeats_is_forecast_without_error():
    """Do both forecasts equal a series of whole seasons that are all alike?"""
    season = np.random.default_rng(0).normal(size=5)
    values = np.tile(season, 6)
    np.testing.assert_allclose(seasonal_mean(values, 5, 17), values)
    np.testing.assert_array_equal(seasonal_median(values, 5, 3), values[15:])


def test_the_mean_sees_the_training_part_alone():
    """Is a forecast the same whatever comes after the training part?"""
    values = np.random.default_rng(1).normal(size=20)
    other = np.append(values[:11], np.full(9, 1e6))
    np.testing.assert_array_equal(seasonal_mean(values, 4, 11), seasonal_mean(other, 4, 11))


def test_the_median_does_not_see_the_point_or_what_follows():
    """Does a forecast change only with values that lie before its point?"""
    values = np.random.default_rng(2).normal(size=20)
    before = seasonal_median(values, 4, 3)
    values[15:] = 1e6
    np.testing.assert_array_equal(seasonal_median(values, 4, 3)[:4], before[:4])
    assert before[3] == np.median([values[11], values[7], values[3]])  # point 15


@pytest.mark.parametrize(("steps", "ahead"), [(1, 1), (3, 1), (2, 4), (5, 3)])
def test_a_window_ends_as_many_points_before_as_it_looks_ahead(steps, ahead):
    """Does each window hold the values up to `ahead` points before, and the point's features?"""
    values, features = np.arange(12.0), 100 + np.arange(12.0)[:, np.newaxis]
    windows = windows_ahead(values, features, steps, ahead)
    first = 12 - len(windows)
    for point, window in enumerate(windows, start=first):
        assert window[-1].tolist() == [point - ahead, 100 + point]
        assert window[:, 0].tolist() == list(range(point - ahead - steps + 1, point - ahead + 1))
    assert first == steps + ahead - 1


def test_the_calendar_comes_back_after_a_week():
    """Is each point's row that of the point a week later, and of no other?"""
    rows = calendar(2 * 7 * 3, day=3)
    np.testing.assert_allclose(rows[:21], rows[21:])
    assert len(np.unique(rows[:21].round(6), axis=0)) == 21


def test_days_swapped_twice_are_back():
    """Does a second swap undo the first, and is the series that was given left alone?"""
    values = np.random.default_rng(3).normal(size=13)
    kept = values.copy()
    once = swap_days(values, 0, 2, 4)
    np.testing.assert_array_equal(swap_days(once, 2, 0, 4), kept)
    np.testing.assert_array_equal(values, kept)
    assert np.flatnonzero(once != values).tolist() == [0, 1, 2, 3, 8, 9, 10, 11]


@pytest.mark.parametrize(
    ("function", "arguments", "words"),
    [
        (seasonal_median, (np.ones(6), 3, 2), "values has 6 points, expected more than the 6"),
        (seasonal_mean, (np.ones(6), 4, 3), "n_train is 3, expected at least the season's 4"),
        (seasonal_mean, (np.ones(6), 4, 7), "at most the 6 of values"),
        (swap_days, (np.ones(6), 0, 2, 3), "day 2 is not in the series, expected one of its 2"),
        (windows_ahead, (np.ones(4), np.ones((4, 1)), 3, 2), "has 4 points, expected 5 or more"),
        (windows_ahead, (np.ones(4), np.ones((3, 1)), 1, 1), "features has 3 points, expected 4"),
    ],
)
def test_what_is_too_short_is_refused(function, arguments, words):
    """Does the error say what came, and what was expected?"""
    with pytest.raises(ValueError, match=words):
        function(*arguments)
