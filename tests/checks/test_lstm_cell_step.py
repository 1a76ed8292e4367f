"""The check of `lstm_step`."""

import numpy as np
import pytest
from check_tools import SEEDS, run_check

from autograde.quality import typed
from lstm_lib.cell import lstm_gates, lstm_step
from lstm_lib.checks.exercises.judge import judge
from lstm_lib.checks.exercises.lstm_cell.checks import LSTM_STEP
from lstm_lib.checks.exercises.lstm_cell.judge import step_answers as judges
from lstm_lib.checks.exercises.lstm_cell.judge.answers import BLOCKS, UPDATE_WRONG_ANSWERS
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.seed import random_generator

GATES = tuple(BLOCKS)
ROWS = typed.mistakes("lstm_cell")["lstm_step"]
UPDATES = ROWS[7 : 7 + len(UPDATE_WRONG_ANSWERS)]


def right_gate(name):
    """Return the reference of one gate."""
    return lambda *arguments: lstm_gates(*arguments)[BLOCKS[name]]


def parts():
    """Return a notebook's five right parts, as a learner writes them."""
    names = {name: right_gate(name) for name in GATES}
    return {**names, "update_cell_state": lambda c_prev, i, f, g: f * c_prev + i * g}


def step_of_parts(namespace):
    """Return a step that calls the notebook's parts by their names."""

    def step(x_t, h_prev, c_prev, W, U, b):
        i, f, g, o = (namespace[n](x_t, h_prev, W, U, b) for n in GATES)
        c_t = namespace["update_cell_state"](c_prev, i, f, g)
        return o * np.tanh(c_t), c_t

    return step


def step_of_gates(wrong, update=None):
    """Return a step that makes its gates itself, and may call the notebook's update."""

    def step(x_t, h_prev, c_prev, W, U, b):
        made = wrong(x_t=x_t, h_prev=h_prev, c_prev=c_prev, W=W, U=U, b=b)
        if update is None:
            return judges.combine(**made, h_prev=h_prev, c_prev=c_prev)
        c_t = update["update_cell_state"](c_prev, made["i"], made["f"], made["g"])
        return made["o"] * np.tanh(c_t), c_t

    return step


def found(verdict):
    """Return which of h_t and c_t are right."""
    return {finding.what: finding.right for finding in verdict.findings}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_wrong_step_loses_what_it_got_wrong(row):
    """Does each wrong step lose the marks of what it got wrong, and no others?"""
    name, _, text = row
    verdict = run_check("lstm_step", typed.namespace("lstm_cell", "lstm_step", text))
    if name in {wrong.name for wrong in judges.EMISSIONS}:
        assert found(verdict) == {"h_t": False, "c_t": True}
    elif name in {wrong.name for wrong in judges.STEP_WRONG_ANSWERS}:
        both = name in ("h_t and c_t swapped", "activation twice")
        assert verdict.share == (0 if both else 0.5)
    else:
        assert verdict.share <= 0.5


@pytest.mark.parametrize("row", UPDATES, ids=lambda row: row[0])
def test_what_follows_from_a_wrong_cell_state_is_right(row):
    """Does the card say that h_t is right, given the step's own c_t?"""
    verdict = run_check("lstm_step", typed.namespace("lstm_cell", "lstm_step", row[2]))
    assert "✓ h_t: right: it follows from your c_t." in verdict.text()


@pytest.mark.parametrize("c_t", [0.0, 1e-12, 1e6, np.nan, np.inf])
def test_nothing_follows_from_a_cell_state_that_tells_nothing(c_t):
    """Does a made-up c_t earn h_t no marks if every way to emit gives the same?"""

    def step(x_t, h_prev, c_prev, W, U, b):
        o = lstm_gates(x_t, h_prev, W, U, b)[3]
        c = np.full(c_prev.shape, c_t)
        return o * np.tanh(c), c

    assert run_check("lstm_step", {"lstm_step": step}).share == 0


def test_nothing_follows_from_a_cell_state_of_another_shape():
    """Does a c_t for one unit earn h_t no marks?"""

    def step(x_t, h_prev, c_prev, W, U, b):
        o = lstm_gates(x_t, h_prev, W, U, b)[3]
        return o * np.tanh(c_prev[:, :1]), c_prev[:, :1]

    assert run_check("lstm_step", {"lstm_step": step}).share == 0


@pytest.mark.parametrize("order", ["i f o g", "i g f o", "o i f g"])
def test_blocks_in_another_order_are_told_beside_the_learners_own_update(order):
    """Is the order named even if the step calls the notebook's update?"""
    (wrong,) = (w for w in judges.MADE_GATES_WRONG if w.name == f"blocks in the order {order}")
    namespace = parts()
    namespace["lstm_step"] = step_of_gates(wrong.answer, namespace)
    verdict = run_check("lstm_step", namespace)
    assert set(verdict.diagnoses) == {wrong.name}
    assert f"cut in the order {', '.join(order.split())}; the right order is" in verdict.text()


def test_exchanged_gates_are_told_with_both_causes():
    """Are both causes named where the numbers cannot tell which it is?"""
    (wrong,) = (w for w in judges.MADE_GATES_WRONG if w.name == "gates swapped")
    verdict = run_check("lstm_step", {"lstm_step": step_of_gates(wrong.answer)})
    assert found(verdict) == {"h_t": True, "c_t": False}
    assert "the blocks were cut in the order f, i, g, o" in verdict.text()
    assert "or i scales the old cell state" in verdict.text()


def test_gates_that_were_supplied_are_not_blamed():
    """Is a step that calls its gates not blamed for blocks, and blamed for g only if it makes g?"""
    namespace = parts()

    def step(x_t, h_prev, c_prev, W, U, b):
        i, f, o = (namespace[n](x_t, h_prev, W, U, b) for n in GATES if n != "candidate")
        units = h_prev.shape[1]
        z = (x_t @ W + h_prev @ U + b)[:, 2 * units : 3 * units]
        c_t = f * c_prev + i / (1 + np.exp(-z))
        return o * np.tanh(c_t), c_t

    namespace["lstm_step"] = step
    verdict = run_check("lstm_step", namespace)
    assert verdict.diagnoses == ("sigmoid on all four blocks",)
    assert found(verdict) == {"h_t": True, "c_t": False}


@pytest.mark.parametrize("seed", SEEDS)
def test_step_in_one_piece_passes(seed):
    """Does a step that calls none of the learner's parts get full marks?"""
    assert run_check("lstm_step", {"lstm_step": lstm_step}, seed).share == 1


def test_step_of_parts_passes():
    """Does a step that calls the learner's parts get full marks?"""
    namespace = parts()
    namespace["lstm_step"] = step_of_parts(namespace)
    assert run_check("lstm_step", namespace).share == 1


def test_wrong_part_costs_nothing_in_the_step():
    """Does a wrong forget gate leave the marks of a right step alone?"""
    namespace = parts()
    namespace["forget_gate"] = lambda x_t, h_prev, W, U, b: np.zeros_like(h_prev)
    namespace["lstm_step"] = step_of_parts(namespace)
    assert run_check("forget_gate", namespace).share == 0
    assert run_check("lstm_step", namespace).share == 1


def test_gates_that_read_the_cell_state_are_named():
    """Does the card say that the step passes the cell state to its gates?"""
    namespace = parts()

    def step(x_t, h_prev, c_prev, W, U, b):
        i, f, g, o = (namespace[n](x_t, c_prev, W, U, b) for n in GATES)
        c_t = namespace["update_cell_state"](c_prev, i, f, g)
        return o * np.tanh(c_t), c_t

    namespace["lstm_step"] = step
    verdict = run_check("lstm_step", namespace)
    assert verdict.share == 0
    assert "was not given h_prev in its place. It was given c_prev." in verdict.text()


def test_arguments_in_another_order_cost_the_cell_state_alone():
    """Does a call of the update with its gates swapped leave h_t its marks?"""
    namespace = parts()

    def step(x_t, h_prev, c_prev, W, U, b):
        i, f, g, o = (namespace[n](x_t, h_prev, W, U, b) for n in GATES)
        c_t = namespace["update_cell_state"](c_prev, f, i, g)
        return o * np.tanh(c_t), c_t

    namespace["lstm_step"] = step
    verdict = run_check("lstm_step", namespace)
    assert found(verdict) == {"h_t": True, "c_t": False}
    assert "`update_cell_state` was not given i in its place. It was given f." in verdict.text()


def test_a_step_that_destroys_the_old_cell_state_is_told_so():
    """Does a step that writes into c_prev lose its marks?"""

    def step(x_t, h_prev, c_prev, W, U, b):
        i, f, g, o = lstm_gates(x_t, h_prev, W, U, b)
        c_prev *= f
        c_prev += i * g
        return o * np.tanh(c_prev), c_prev

    verdict = run_check("lstm_step", {"lstm_step": step})
    assert verdict.share == 0
    assert "your function changed `c_prev`, which it was given" in verdict.text()


def test_part_whose_cell_has_an_error_costs_nothing_in_the_step():
    """Does a step that calls a missing part get its marks, and is no stand-in left behind?"""
    namespace = parts()
    del namespace["candidate"]
    namespace["lstm_step"] = step_of_parts(namespace)
    assert run_check("lstm_step", namespace).share == 1
    assert "candidate" not in namespace


@pytest.mark.parametrize("argument", ["x", "c_prev"])
def test_a_call_without_its_arguments_was_no_call(argument):
    """Does a claim that a part was called, without saying with what, give no point?"""
    arrays = {}
    for number, case in enumerate(LSTM_STEP.cases(random_generator("07", "lstm_step"))):
        arrays[f"{number}/0"] = 0 * case["c_t"]
        arrays[f"{number}/1"] = case["c_t"]  # what the stand-in would have returned
        arrays[f"{number}/update_cell_state/{argument}"] = case["c_t"]
    verdict = judge("lstm_step", Observation("lstm_step", arrays, {"status": "observed"}), "07")
    assert verdict.share == 0
