"""From a series to windows: cut, split in time order, scale without looking ahead."""

import math
from typing import NamedTuple

import numpy as np

from lstm_lib.arguments import finite_array, paired, real_number, whole_number


class Split(NamedTuple):
    """Windows and targets of three parts, one after another in time.

    Each ``inputs_…`` is of shape (windows, steps, features), each ``targets_…`` of shape
    (windows,). A part that was not asked for holds no windows.
    """

    inputs_train: np.ndarray
    targets_train: np.ndarray
    inputs_validation: np.ndarray
    targets_validation: np.ndarray
    inputs_test: np.ndarray
    targets_test: np.ndarray


class Data(NamedTuple):
    """The parts of `Split`, scaled, and the fitted ``scaler`` that takes values back."""

    inputs_train: np.ndarray
    targets_train: np.ndarray
    inputs_validation: np.ndarray
    targets_validation: np.ndarray
    inputs_test: np.ndarray
    targets_test: np.ndarray
    scaler: object


def make_windows(series, steps):
    """Cut a series into every window that has a next value, and those next values.

    Parameters
    ----------
    series : array_like of shape (n_points,)
        The values in time order, in any unit.
    steps : int
        Points in one window.

    Returns
    -------
    inputs : ndarray of shape (n_points - steps, steps, 1)
        Window i holds points i to i + steps - 1, in the series' unit.
    targets : ndarray of shape (n_points - steps,)
        Target i is point i + steps, the one directly after window i.

    Raises
    ------
    TypeError
        If ``series`` does not hold real numbers or ``steps`` is not a whole number.
    ValueError
        If ``series`` is not one-dimensional, holds NaN or infinity, or is not longer than
        ``steps``; if ``steps`` is under 1.

    Examples
    --------
    >>> inputs, targets = make_windows([10.0, 20.0, 30.0, 40.0], steps=2)
    >>> inputs[:, :, 0]
    array([[10., 20.],
           [20., 30.]])
    >>> targets
    array([30., 40.])
    """
    series, steps = _check_series(series, steps)
    every_window = np.lib.stride_tricks.sliding_window_view(series, steps)
    inputs = every_window[:-1, :, np.newaxis].copy()  # the last window has no next value
    targets = series[steps:].copy()
    return inputs, targets


def split_in_time(inputs, targets, train_fraction=0.8, validation_fraction=0.0, gap=0):
    """Split windows into a training, a validation and a test part, in time order.

    Parameters
    ----------
    inputs : array_like of shape (windows, steps, features)
        Windows in time order.
    targets : array_like of shape (windows,)
        Their targets.
    train_fraction, validation_fraction : float
        Shares of the windows, each rounded down to whole windows; the test part gets the rest.
    gap : int
        Windows left out at the end of each earlier part, before the next one begins.
        With ``gap`` equal to ``steps`` or more, no point belongs to two parts.

    Returns
    -------
    Split
        The three parts; the validation part is empty when its fraction is 0.

    Raises
    ------
    TypeError
        If an array does not hold real numbers, a fraction is not a number, or ``gap`` is not a
        whole number.
    ValueError
        If shapes do not fit, values are NaN or infinite, the fractions leave no training or
        no test part, or ``gap`` uses up a part.

    Examples
    --------
    >>> inputs, targets = make_windows(np.arange(12.0), steps=2)
    >>> parts = split_in_time(inputs, targets, train_fraction=0.5, validation_fraction=0.2, gap=1)
    >>> parts.targets_train, parts.targets_validation, parts.targets_test
    (array([2., 3., 4., 5.]), array([7.]), array([ 9., 10., 11.]))
    """
    inputs, targets = paired("inputs", inputs, "targets", targets)
    train, validation, test = _parts(len(inputs), train_fraction, validation_fraction, gap)
    return Split(
        inputs[train],
        targets[train],
        inputs[validation],
        targets[validation],
        inputs[test],
        targets[test],
    )


def prepare(series, steps=10, train_fraction=0.8, validation_fraction=0.0, gap=0):
    """Scale a series so that its training part spans [0, 1], cut it into windows, split them.

    The scaler is fitted on exactly the points that training windows and their targets touch:
    so later values may leave [0, 1], as they may in the real world.

    Parameters
    ----------
    series : array_like of shape (n_points,)
        The values in time order, in any unit.
    steps : int
        Points in one window.
    train_fraction, validation_fraction : float
        Shares of the windows, each rounded down; the test part gets the rest.
    gap : int
        Windows left out at the end of each earlier part.

    Returns
    -------
    Data
        The three parts, scaled, float64, and the fitted `sklearn.preprocessing.MinMaxScaler`.

    Raises
    ------
    TypeError
        As `make_windows` and `split_in_time`.
    ValueError
        As `make_windows` and `split_in_time`.

    Examples
    --------
    >>> data = prepare([0.0, 1.0, 2.0, 3.0, 4.0, 5.0], steps=2, train_fraction=0.75)
    >>> data.inputs_train.shape, data.inputs_test.shape
    ((3, 2, 1), (1, 2, 1))
    >>> data.scaler.data_max_  # the last point, 5, belongs to the test part alone
    array([4.])
    >>> data.targets_test
    array([1.25])
    """
    from sklearn.preprocessing import MinMaxScaler  # slow to import, and only this needs it

    series, steps = _check_series(series, steps)
    train, _, _ = _parts(len(series) - steps, train_fraction, validation_fraction, gap)
    touched = series[: train.stop + steps]  # the last training target is point stop - 1 + steps
    scaler = MinMaxScaler().fit(touched[:, np.newaxis].astype(np.float64))
    scaled = scaler.transform(series[:, np.newaxis].astype(np.float64))[:, 0]
    inputs, targets = make_windows(scaled, steps)
    return Data(*split_in_time(inputs, targets, train_fraction, validation_fraction, gap), scaler)


def _check_series(series, steps):
    """Return the series as an array and the steps as an int, if one window and a target fit."""
    series = finite_array("series", series, ("n_points",))
    steps = whole_number("steps", steps)
    if len(series) <= steps:
        raise ValueError(
            f"series has {len(series)} points, expected more than steps, {steps}: "
            "a window needs a value after it"
        )
    return series, steps


def _parts(n_windows, train_fraction, validation_fraction, gap):
    """Return the slices of the windows that train, validate and test."""
    train_fraction = real_number("train_fraction", train_fraction)
    validation_fraction = real_number("validation_fraction", validation_fraction)
    gap = whole_number("gap", gap, least=0)
    if not 0 < train_fraction < 1:
        raise ValueError(
            f"train_fraction is {train_fraction}, expected more than 0 and less than 1"
        )
    if not 0 <= validation_fraction < 1:
        raise ValueError(
            f"validation_fraction is {validation_fraction}, expected at least 0 and below 1"
        )
    n_train = _rounded_down(train_fraction, n_windows)
    n_validation = _rounded_down(validation_fraction, n_windows)
    end_validation = n_train + n_validation
    if end_validation >= n_windows:
        raise ValueError(
            f"train_fraction {train_fraction} and validation_fraction {validation_fraction} of "
            f"{n_windows} windows leave none to test, expected 1 or more"
        )
    if n_train <= gap:
        raise ValueError(
            f"{n_train} training windows less a gap of {gap} leave none, expected 1 or more"
        )
    if validation_fraction > 0 and n_validation <= gap:
        raise ValueError(
            f"{n_validation} validation windows less a gap of {gap} leave none, expected 1 or more"
        )
    train = slice(0, n_train - gap)
    validation = slice(n_train, max(n_train, end_validation - gap))
    test = slice(end_validation, n_windows)
    return train, validation, test


def _rounded_down(fraction, n_windows):
    """Return the fraction of the windows, rounded down to a whole number."""
    # 0.29 * 100 is 28.999999999999996 in binary, and a person expects 29.
    return math.floor(fraction * n_windows + 1e-9)
