"""Gaps, circles and windows of several places: against loops, and against a changed future."""

import numpy as np
import pytest

from lstm_lib.several_series import fill_forward, on_circle, windows_ahead

RNG = np.random.default_rng(5)


def test_gaps_hold_the_last_reading():
    """Is each gap filled with what a walk down the hours remembers, series by series?"""
    rows = np.where(RNG.random((40, 3)) < 0.4, np.nan, RNG.normal(size=(40, 3)))
    filled = fill_forward(rows)
    for column, series in zip(filled.T, rows.T, strict=True):
        last = np.nan
        for found, value in zip(column, series, strict=True):
            last = last if np.isnan(value) else value
            assert found == last or (np.isnan(found) and np.isnan(last))


def test_rows_given_are_left_as_they_are():
    """Is a copy filled?"""
    rows = np.array([[1.0], [np.nan]])
    fill_forward(rows)
    assert np.isnan(rows[1, 0])


def test_filling_does_not_look_ahead():
    """Do filled rows stay the same when whatever comes later changes?"""
    rows = np.where(RNG.random((30, 2)) < 0.5, np.nan, RNG.normal(size=(30, 2)))
    for hour in range(1, 30):
        other = rows.copy()
        other[hour:] = RNG.normal(size=other[hour:].shape)
        assert np.array_equal(fill_forward(rows)[:hour], fill_forward(other)[:hour], equal_nan=True)


def test_a_circle_closes_after_its_period():
    """Are neighbors across midnight as near as any others, and a day later the same?"""
    points = np.array(on_circle(np.arange(25), 24))
    steps = np.linalg.norm(np.diff(points), axis=0)
    assert np.allclose(steps, 2 * np.sin(np.pi / 24))  # the chord of 15 degrees
    assert np.allclose(points[:, 0], points[:, 24])


def test_windows_lie_in_one_place():
    """Do windows and targets hold consecutive rows of one place, and is none left out?"""
    places, rows = np.repeat([4, 2, 7], [9, 3, 8]), np.arange(20.0)
    inputs, targets, last = windows_ahead(rows[:, np.newaxis], 100 + rows, places, 3, 2)
    found = []
    for window, following, row in zip(inputs[:, :, 0], targets - 100, last, strict=True):
        hours = np.concatenate([window, following])
        assert np.array_equal(hours, row + np.arange(-2.0, 3))
        assert len(set(places[hours.astype(int)])) == 1
        found.append(row)
    assert found == [*range(2, 7), *range(14, 18)]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"places": [1, 2]}, r"target 4 values and places the shape \(2,\), expected as many"),
        ({"places": "AAAA"}, r"places the shape \(\), expected as many of each, \(4,\)"),
        ({"steps": 4}, "no place has 5 hours, expected as many: 4 to read and 1 to forecast"),
        ({"horizon": 0}, "horizon is 0, expected 1 or more"),
        ({"target": [1.0, np.nan, 1.0, 1.0]}, "target has 1 of 4 values NaN or infinite"),
    ],
)
def test_what_is_refused(change, words):
    """Is it said what came and what was expected?"""
    given = {"features": np.zeros((4, 1)), "target": np.zeros(4), "places": [1] * 4}
    with pytest.raises(ValueError, match=words):
        windows_ahead(**{**given, "steps": 2, "horizon": 1, **change})


@pytest.mark.parametrize(
    ("function", "given", "error", "words"),
    [
        (fill_forward, ([1.0, 2.0],), ValueError, r"rows has shape \(2,\), expected \(hours, colu"),
        (fill_forward, (np.zeros((0, 2)),), ValueError, "1 or more"),
        (fill_forward, ([["warm"]],), TypeError, "expected real numbers"),
        (on_circle, ([np.nan], 24), ValueError, "values has 1 of 1 values NaN or infinite"),
        (on_circle, ([1.0], 0), ValueError, "period is 0.0, expected more than 0"),
        (on_circle, ([1.0], "day"), TypeError, "period is 'day', expected a number"),
        (on_circle, (None, 24), TypeError, "expected real numbers"),
    ],
)
def test_what_no_series_can_be(function, given, error, words):
    """Is it said what came and what was expected?"""
    with pytest.raises(error, match=words):
        function(*given)
