"""Windows, parts and scaling: every window is there, and nothing is seen ahead of time."""

import numpy as np
import pytest

from lstm_lib.series import drifting_wave, sine_wave
from lstm_lib.windows import make_windows, prepare, split_in_time


def test_a_thousand_points_and_ten_steps_give_990_windows():
    """Are all windows there, so that the last target is the series' last value?"""
    series = sine_wave()
    inputs, targets = make_windows(series, steps=10)
    assert inputs.shape == (990, 10, 1)
    assert targets.shape == (990,)
    assert targets[-1] == series[-1]


def test_each_target_comes_directly_after_its_window():
    """Is window i points i to i + steps - 1, and target i point i + steps?"""
    inputs, targets = make_windows(np.arange(20.0), steps=6)
    for i in range(14):
        np.testing.assert_array_equal(inputs[i, :, 0], np.arange(i, i + 6))
        assert targets[i] == i + 6


def test_windows_do_not_write_through_to_the_series():
    """Are the windows a copy?"""
    series = np.arange(5.0)
    inputs, targets = make_windows(series, steps=2)
    inputs[:] = targets[:] = -1
    np.testing.assert_array_equal(series, np.arange(5.0))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_windows_keep_the_series_dtype(dtype):
    """Does float32 stay float32 and float64 float64?"""
    inputs, targets = make_windows(np.arange(5, dtype=dtype), steps=2)
    assert inputs.dtype == targets.dtype == dtype


def numbered(n_windows):
    """Return windows of three steps whose targets are their own numbers."""
    return np.zeros((n_windows, 3, 1)), np.arange(n_windows)


@pytest.mark.parametrize(
    ("n_windows", "fraction", "n_train"),
    [(990, 0.8, 792), (100, 0.29, 29), (99, 0.5, 49), (3, 2 / 3, 2), (10, 0.7, 7), (7, 0.999, 6)],
)
def test_a_fraction_is_rounded_down_as_a_person_would(n_windows, fraction, n_train):
    """Is 0.29 of 100 windows 29, although 0.29 * 100 is below 29 in binary?"""
    parts = split_in_time(*numbered(n_windows), train_fraction=fraction)
    assert len(parts.targets_train) == n_train
    assert len(parts.targets_test) == n_windows - n_train


def test_the_parts_follow_one_another_in_time():
    """Are training, validation and test part whole, in order and without overlap?"""
    parts = split_in_time(*numbered(101), train_fraction=0.7, validation_fraction=0.1)
    assert [len(part) for part in parts] == [70, 70, 10, 10, 21, 21]
    together = np.concatenate([parts.targets_train, parts.targets_validation, parts.targets_test])
    np.testing.assert_array_equal(together, np.arange(101))


def test_the_validation_part_is_empty_when_not_asked_for():
    """Does a split without validation hold arrays of no windows, of the right shape?"""
    parts = split_in_time(*numbered(10))
    assert parts.inputs_validation.shape == (0, 3, 1)
    assert parts.targets_validation.shape == (0,)


@pytest.mark.parametrize("validation_fraction", [0.0, 0.2])
def test_a_gap_is_taken_from_the_end_of_each_earlier_part(validation_fraction):
    """Do later parts stay as they were while earlier ones lose their last windows?"""
    arguments = dict(train_fraction=0.5, validation_fraction=validation_fraction)
    without = split_in_time(*numbered(40), **arguments)
    parts = split_in_time(*numbered(40), **arguments, gap=3)
    np.testing.assert_array_equal(parts.targets_train, without.targets_train[:-3])
    np.testing.assert_array_equal(parts.targets_validation, without.targets_validation[:-3])
    np.testing.assert_array_equal(parts.targets_test, without.targets_test)


@pytest.mark.parametrize(("gap", "shared"), [(0, 4), (1, 3), (3, 1), (4, 0)])
def test_a_gap_as_long_as_a_window_leaves_no_point_in_two_parts(gap, shared):
    """How many points do training windows share with the test part's?"""
    steps = 4
    inputs, targets = make_windows(np.arange(50.0), steps)
    parts = split_in_time(inputs, targets, gap=gap)
    train = {*parts.inputs_train.flat, *parts.targets_train}
    test = {*parts.inputs_test.flat, *parts.targets_test}
    assert len(train & test) == shared


@pytest.mark.parametrize("gap", [0, 7])
@pytest.mark.parametrize("validation_fraction", [0.0, 0.15])
def test_the_scaler_has_seen_what_training_windows_touch_and_no_more(gap, validation_fraction):
    """Is the fit that of the points in training windows and targets, on a series that drifts?"""
    series = drifting_wave()
    arguments = dict(train_fraction=0.6, validation_fraction=validation_fraction, gap=gap)
    parts = split_in_time(*make_windows(series, 10), **arguments)
    touched = np.concatenate([parts.inputs_train.ravel(), parts.targets_train])
    scaler = prepare(series, **arguments).scaler
    assert scaler.data_min_ == touched.min()
    assert scaler.data_max_ == touched.max()
    assert scaler.n_samples_seen_ == len(np.unique(touched))


def test_the_last_training_target_is_seen_and_the_point_after_it_is_not():
    """Does a rising series scale to 1 at exactly the last training target?"""
    data = prepare(np.arange(20.0), steps=3)
    assert data.targets_train[-1] == 1
    assert data.targets_test[0] > 1


def test_leakage_shows_on_the_drifting_wave_and_hides_on_the_sine():
    """Does a scaler of the whole series differ on the first, and agree on the second?"""
    for series, hidden in ((drifting_wave(), False), (sine_wave(), True)):
        scaler = prepare(series).scaler
        leaks = (series.min(), series.max()) != (scaler.data_min_[0], scaler.data_max_[0])
        assert leaks is not hidden


def test_scaled_windows_go_back_through_the_scaler():
    """Does the inverse transform give windows of the series itself?"""
    series = drifting_wave(n_points=60)
    data = prepare(series, steps=5, train_fraction=0.5, validation_fraction=0.25)
    scaled = np.concatenate([data.targets_train, data.targets_validation, data.targets_test])
    back = data.scaler.inverse_transform(scaled[:, np.newaxis])[:, 0]
    np.testing.assert_allclose(back, series[5:])
    assert data.inputs_train.min() == 0
    assert data.inputs_train.dtype == np.float64


@pytest.mark.parametrize(
    ("series", "steps", "error", "message"),
    [
        ([], 2, ValueError, "series has 0 points, expected more than steps, 2"),
        ([1.0, 2.0], 2, ValueError, "series has 2 points, expected more than steps, 2"),
        ([1.0, np.nan, 2.0], 1, ValueError, "series has 1 of 3 values NaN or infinite"),
        ([[1.0], [2.0]], 1, ValueError, r"series has shape \(2, 1\), expected \(n_points,\)"),
        (["a", "b"], 1, TypeError, "series holds <U1 values, expected real numbers"),
        ([1.0, 2.0], 0, ValueError, "steps is 0, expected 1 or more"),
        ([1.0, 2.0], 1.0, TypeError, "steps is 1.0, expected a whole number"),
    ],
)
@pytest.mark.parametrize("function", [make_windows, prepare])
def test_a_series_that_gives_no_window_is_refused(function, series, steps, error, message):
    """Does the error say what was passed and what was expected?"""
    with pytest.raises(error, match=message):
        function(series, steps)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"train_fraction": 0}, ValueError, "train_fraction is 0.0, expected more than 0"),
        ({"train_fraction": 1.0}, ValueError, "train_fraction is 1.0, expected .* less than 1"),
        ({"train_fraction": 80}, ValueError, "train_fraction is 80.0, expected .* less than 1"),
        ({"train_fraction": None}, TypeError, "train_fraction is None, expected a number"),
        ({"train_fraction": 0.01}, ValueError, "0 training windows .* leave none"),
        (
            {"validation_fraction": -0.1},
            ValueError,
            "validation_fraction is -0.1, expected at least 0",
        ),
        ({"validation_fraction": 0.2}, ValueError, "leave none to test, expected 1 or more"),
        ({"validation_fraction": 0.01}, ValueError, "0 validation windows .* leave none"),
        ({"gap": -1}, ValueError, "gap is -1, expected 0 or more"),
        ({"gap": 24}, ValueError, "24 training windows less a gap of 24 leave none"),
        ({"gap": 3, "validation_fraction": 0.1}, ValueError, "3 validation windows less a gap"),
    ],
)
def test_parts_that_would_be_empty_are_refused(arguments, error, message):
    """Does the error say which part would hold no window?"""
    with pytest.raises(error, match=message):
        split_in_time(*numbered(30), **arguments)


def test_windows_and_targets_of_different_number_are_refused():
    """Does the error name both numbers?"""
    with pytest.raises(ValueError, match="inputs has 5 windows and targets 4 values"):
        split_in_time(np.zeros((5, 3, 1)), np.zeros(4))
    with pytest.raises(ValueError, match=r"inputs has shape \(5, 3\), expected \(windows, steps"):
        split_in_time(np.zeros((5, 3)), np.zeros(5))
