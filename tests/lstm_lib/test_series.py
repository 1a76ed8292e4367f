"""The series of the sine chapters."""

import numpy as np
import pytest

from lstm_lib.series import drifting_wave, sine_wave


def test_the_sine_is_a_thousand_points_from_0_to_100():
    """Is the default series the lesson's?"""
    series = sine_wave()
    assert series.shape == (1000,)
    np.testing.assert_allclose(series[[0, 1, -1]], [0, np.sin(100 / 999), np.sin(100)])


def test_the_sine_obeys_its_recursion():
    """Is x[t+1] = 2 cos(d) x[t] - x[t-1] at every point?"""
    series = sine_wave()
    np.testing.assert_allclose(
        series[2:], 2 * np.cos(100 / 999) * series[1:-1] - series[:-2], atol=1e-12
    )


def test_the_drifting_wave_is_the_sine_on_a_line():
    """Does taking away the sine leave a straight line through zero?"""
    line = drifting_wave(n_points=50, stop=7.0, drift=0.3) - sine_wave(n_points=50, stop=7.0)
    np.testing.assert_allclose(line, 0.3 * np.linspace(0, 7, 50), atol=1e-14)


def test_the_drifting_wave_peaks_in_the_test_part():
    """Does the last fifth hold a value that no earlier point reaches?"""
    series = drifting_wave()
    assert series[:800].max() < series[800:].max()


@pytest.mark.parametrize("make", [sine_wave, drifting_wave])
@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"n_points": 1}, ValueError, "n_points is 1, expected 2 or more"),
        ({"n_points": 10.5}, TypeError, "n_points is 10.5, expected a whole number"),
        ({"n_points": True}, TypeError, "n_points is True, expected a whole number"),
        ({"stop": 0}, ValueError, "stop is 0.0, expected a time after 0"),
        ({"stop": np.inf}, ValueError, "stop is inf, expected a finite number"),
        ({"stop": "late"}, TypeError, "stop is 'late', expected a number"),
    ],
)
def test_a_wrong_argument_is_refused_by_name(make, arguments, error, message):
    """Does the error say what was passed and what was expected?"""
    with pytest.raises(error, match=message):
        make(**arguments)
