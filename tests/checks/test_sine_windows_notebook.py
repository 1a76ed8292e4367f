"""The notebook of the exercise `sine_windows`: what it says about its checks and the book."""

import inspect
from pathlib import Path

import numpy as np
from check_tools import run_check
from sine_windows_tables import REFERENCE, reference_split, typed_answer

from lstm_lib import windows
from lstm_lib.checks.exercises.sine_windows.checks import SPLIT_IN_TIME, series_to_scale

ASSIGNMENT = (
    Path(__file__).parents[2] / "autograde" / "assignments" / "sine_windows" / "notebook.md"
)
TEXT = ASSIGNMENT.read_text(encoding="utf-8")


def test_notebook_tells_the_series_as_they_are():
    """Does the notebook count the check's series, and those that only rise or only fall?"""
    steps = [np.diff(case["series"]) for case in series_to_scale(np.random.default_rng(0))]
    monotone = sum(np.all(step > 0) or np.all(step < 0) for step in steps)
    assert (len(steps), monotone) == (6, 5)
    assert "*The check* uses six random series" in TEXT
    assert "Five of them only rise or only fall" in TEXT


def test_notebook_rounds_down_as_the_library():
    """Are the notebook's numbers of windows those that the library's split gives?"""
    for said, n_windows, fraction, counted in (
        ("0.8 of 13 windows are 10.4, so 10 count", 13, 0.8, 10),
        ("Of 7.5 windows 7 count", 10, 0.75, 7),
        ("4 of them train (4.2, rounded down)", 7, 0.6, 4),
    ):
        assert said in TEXT
        parts = reference_split(np.zeros((n_windows, 3, 1)), np.zeros(n_windows), fraction, 0)
        assert len(parts[0]) == counted


def test_notebook_tells_its_split_from_the_books():
    """Does the notebook say how its split differs from the library's, and is that true?"""
    assert "returns one object with named parts and has defaults; yours returns four arrays" in TEXT
    assert "def split_in_time(inputs, targets, train_fraction, gap):" in TEXT
    library = inspect.signature(windows.split_in_time).parameters
    assert library["gap"].default == library["validation_fraction"].default == 0
    assert set(SPLIT_IN_TIME.values) < set(windows.Split._fields)


def test_notebook_promises_what_the_checks_keep():
    """Does the notebook promise that a mistake costs nothing in later parts, and does that hold?"""
    assert "**A mistake costs points only in its own part:** no later part suffers" in TEXT
    short = {**REFERENCE, "make_windows": typed_answer("make_windows", "one window too few")}
    assert [run_check(name, short).share for name in REFERENCE] == [0, 1, 1]
