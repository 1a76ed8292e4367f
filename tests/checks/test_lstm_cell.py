"""The checks of the exercise `lstm_cell`: its gates and the cell state update."""

import numpy as np
import pytest
from check_tools import SEEDS, run_check

from lstm_lib.cell import lstm_gates, sigmoid
from lstm_lib.checks import verdict as v
from lstm_lib.checks.exercises.lstm_cell.judge.answers import BLOCKS

GATES = tuple(BLOCKS)


def right_gate(name):
    """Return the reference of one gate."""
    return lambda *arguments: lstm_gates(*arguments)[BLOCKS[name]]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", GATES)
def test_right_gate_passes(name, seed):
    """Does each right gate get full marks on every seed?"""
    assert run_check(name, {name: right_gate(name)}, seed).share == 1


def test_float32_and_lists_pass():
    """Does a right answer that works in float32 or returns lists pass?"""

    def gate(x_t, h_prev, W, U, b):
        x_t, h_prev, W, U, b = (np.float32(a) for a in (x_t, h_prev, W, U, b))
        units = h_prev.shape[1]
        return sigmoid((x_t @ W + h_prev @ U + b)[:, units : 2 * units])

    assert run_check("forget_gate", {"forget_gate": gate}).share == 1
    as_list = {"forget_gate": lambda *a: gate(*a).tolist()}
    assert run_check("forget_gate", as_list).share == 1


def not_written(*arguments):
    """Behave as a released stub does."""
    raise NotImplementedError


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (None, v.NOT_ATTEMPTED),
        (not_written, v.NOT_ATTEMPTED),
        (lambda *a: 1 / 0, v.CRASHED),
        (lambda *a: exit(0), v.CRASHED),
        (lambda *a: "text", v.CRASHED),
        (lambda *a: None, v.NOT_YET),
        (lambda x_t, h_prev, W, U, b: np.full(h_prev.shape, np.nan), v.NOT_YET),
        (lambda x_t, h_prev, W, U, b: h_prev.T, v.NOT_YET),
        (7, v.CRASHED),
    ],
)
def test_outcomes_are_told_apart(answer, status):
    """Are not attempted, not yet right and crashed told apart, each with no marks?"""
    verdict = run_check("forget_gate", {"forget_gate": answer} if answer else {})
    assert (verdict.status, verdict.share) == (status, 0)


@pytest.mark.parametrize("name", GATES)
def test_all_four_blocks_at_once_are_told_from_one(name):
    """Does the card say that no block was cut out, with the sizes of the case?"""
    text = run_check(name, {name: lambda x_t, h_prev, W, U, b: sigmoid(x_t @ W + h_prev @ U + b)})
    assert "These are all four blocks: cut out one." in text.text()
    assert (
        "its shape is (2, 16), and (2, 4) was expected (case 1: batch 2, features 3, units 4)"
        in (text.text())
    )


def test_a_size_that_is_written_as_a_number_is_met_by_other_sizes():
    """Is the case on which a fixed number of units fails named?"""

    def gate(x_t, h_prev, W, U, b):
        return sigmoid((x_t @ W + h_prev @ U + b)[:, 4:8])

    text = run_check("forget_gate", {"forget_gate": gate}).text()
    assert "(case 2: batch 1, features 2, units 3)" in text
