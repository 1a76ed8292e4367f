"""What the tests of `sine_windows` share: right answers, and what each typed mistake loses."""

import typed

from lstm_lib import windows

WINDOWS = {"inputs", "targets"}
TRAIN, TEST = {"inputs_train", "targets_train"}, {"inputs_test", "targets_test"}
SEEN, DOES = {"the points it has seen"}, {"what it does with points"}

# Which quantities each mistake loses; the others it keeps.
LOST = {
    "make_windows": {
        "one window too few": WINDOWS,
        "one window too few, and no feature axis": WINDOWS,
        "one window too many": {"inputs"},
        "target inside the window": {"targets"},
        "target inside the window, and one window more": WINDOWS,
        "windows begin one late": {"inputs"},
        "target two ahead": WINDOWS,
        "first window begins at point 1": WINDOWS,
        "first window begins at point 1, and no feature axis": WINDOWS,
        "target is the first point of the window": {"targets"},
        "window one step too long": {"inputs"},
        "window one step too short": {"inputs"},
        "steps not used": WINDOWS,
        "reversed in time": {"inputs"},
        "non-overlapping windows": WINDOWS,
        "scaled": WINDOWS,
        "shuffled": WINDOWS,
        "wrapped around": WINDOWS,
        "no feature axis": {"inputs"},
        "batch and time axes swapped": {"inputs"},
        "time and feature axes swapped": {"inputs"},
        "targets with an extra axis": {"targets"},
        "inputs and targets swapped": WINDOWS,
    },
    "split_in_time": {
        "random split": TRAIN | TEST,
        "gap ignored": TRAIN,
        "gap taken from the test part": TRAIN | TEST,
        "gap taken from both parts": TEST,
        "gap taken twice": TRAIN,
        "gap taken from the beginning": TRAIN,
        "gap moves the border": TEST,
        "gap makes the parts overlap": TRAIN | TEST,
        "nothing left with a gap of 0": TRAIN,
        "fraction taken after the gap": TRAIN | TEST,
        "rounded up": TRAIN | TEST,
        "rounded to the nearest": TRAIN | TEST,
        "fraction of the points": TRAIN | TEST,
        "fraction of the points, less a window": TRAIN | TEST,
        "fraction to test on": TRAIN | TEST,
        "one training window too many": TRAIN,
        "one test window too many": TEST,
        "one test window too few": TEST,
        "last window lost": TEST,
        "test part before training part": TRAIN | TEST,
        "trained on what comes after": TRAIN | TEST,
        "parts returned in the wrong order": TRAIN | TEST,
        "inputs together, targets together": {"targets_train", "inputs_test"},
    },
    "fit_scaler": {
        "whole series": SEEN,
        "missing the last target": SEEN,
        "only targets": SEEN,
        "first and last point only": SEEN,
        "fraction of the points": SEEN,
        "fraction of the points, plus a window": SEEN,
        "first points of the windows": SEEN,
        "one point too many": SEEN,
        "one window too many counted": SEEN,
        "rounded up": SEEN,
        "test part": SEEN,
        "range from −1 to 1": DOES,
        "values clipped": DOES,
        "StandardScaler": DOES,
        "transform already applied": SEEN | DOES,
        "scaler and values": SEEN | DOES,
        "not fitted": SEEN | DOES,
        "a range for each step": SEEN | DOES,
        "a range for each point": SEEN | DOES,
        "another scaler": SEEN | DOES,
        "split with a gap": SEEN,
        "wrong arguments": SEEN,
    },
}


def typed_answer(check, diagnosis):
    """Return the function that the first typed mistake of a diagnosis makes."""
    text = next(
        text for name, _, text in typed.mistakes("sine_windows")[check] if name == diagnosis
    )
    return typed.namespace("sine_windows", check, text)[check]


def reference_split(inputs, targets, train_fraction, gap):
    """Return the library's four parts."""
    split = windows.split_in_time(inputs, targets, train_fraction, gap=gap)
    return split.inputs_train, split.targets_train, split.inputs_test, split.targets_test


def reference_scaler(series, steps, train_fraction):
    """Return the library's scaler."""
    return windows.prepare(series, steps, train_fraction).scaler


REFERENCE = {
    "make_windows": windows.make_windows,
    "split_in_time": reference_split,
    "fit_scaler": reference_scaler,
}


def lost(verdict):
    """Return the quantities that a verdict takes marks for."""
    return {finding.what for finding in verdict.findings if not finding.right}


def not_written(*arguments):
    """Behave as a released stub does."""
    raise NotImplementedError
