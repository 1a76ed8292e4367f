"""Closing the library's answers, and the packages that an exercise must do without."""

import sys
import types

import numpy as np
import pytest

from lstm_lib import checks
from lstm_lib.cell import lstm_gates, lstm_step
from lstm_lib.checks import withhold
from lstm_lib.sequence import lstm_forward

WEIGHTS = np.zeros((3, 8)), np.zeros((2, 8)), np.zeros(8)
STATES = np.zeros((1, 2)), np.zeros((1, 2))


@pytest.fixture(autouse=True)
def everything_open_afterwards():
    """Leave the library as it was."""
    yield
    withhold.reopen()


def test_closed_function_is_closed_to_whoever_holds_it():
    """Does a name that was imported before refuse as well, and open again?"""
    withhold.close(["cell.lstm_step"])
    with pytest.raises(withhold.Withheld, match="write this yourself"):
        lstm_step(np.ones((1, 3)), *STATES, *WEIGHTS)
    withhold.reopen()
    assert len(lstm_step(np.ones((1, 3)), *STATES, *WEIGHTS)) == 2


def test_what_depends_on_a_closed_function_is_closed():
    """Does the whole sequence refuse where the step is withheld, unless it is given another?"""
    withhold.close(["cell.lstm_gates", "cell.lstm_step"])
    with pytest.raises(withhold.Withheld):
        lstm_forward(np.ones((1, 4, 3)), *WEIGHTS)
    own = lstm_forward(np.ones((1, 4, 3)), *WEIGHTS, step=lambda x, h, c, W, U, b: (h, c))
    assert own.h.shape == (1, 4, 2)


def test_package_that_was_imported_before_is_refused_and_nothing_closed(monkeypatch):
    """Does a start that fails leave the library open?"""
    monkeypatch.setitem(sys.modules, "a_package", types.ModuleType("a_package"))
    with pytest.raises(ImportError, match="restart the kernel"):
        checks.start(withhold=["cell.lstm_gates"], without=["a_package"])
    assert len(lstm_gates(np.ones((1, 3)), STATES[0], *WEIGHTS)) == 4


def test_package_that_an_exercise_does_without_cannot_be_imported():
    """Is the import refused in the exercise's words, and possible again afterward?"""
    checks.start(without=["this_package"])
    with pytest.raises(ImportError, match="write this yourself, without this_package"):
        __import__("this_package")
    checks.start()
    with pytest.raises(ModuleNotFoundError):
        __import__("this_package")
