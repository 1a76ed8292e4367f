"""The checks of the exercise `lstm_cell`."""

import numpy as np
import pytest
from check_tools import SEEDS, run_check

from lstm_lib.cell import lstm_gates, lstm_step, sigmoid
from lstm_lib.checks import verdict as v
from lstm_lib.checks.judge import lstm_cell_answers as judges

GATES = tuple(judges.BLOCKS)


def right_gate(name):
    """Return the reference of one gate."""
    return lambda *arguments: lstm_gates(*arguments)[judges.BLOCKS[name]]


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


def step_of(combination):
    """Return a step written in one piece from the gates on."""

    def step(x_t, h_prev, c_prev, W, U, b):
        gates = dict(zip("ifgo", lstm_gates(x_t, h_prev, W, U, b), strict=True))
        return combination(**gates, h_prev=h_prev, c_prev=c_prev)

    return step


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", GATES)
def test_right_gate_passes(name, seed):
    """Does each right gate get full marks on every seed?"""
    assert run_check(name, {name: right_gate(name)}, seed).share == 1


@pytest.mark.parametrize(
    ("name", "wrong"),
    [(name, wrong) for name in GATES for wrong in judges.GATE_WRONG_ANSWERS[name]],
    ids=lambda value: getattr(value, "name", value),
)
def test_wrong_gate_is_named(name, wrong):
    """Does each wrong gate lose its marks with its own diagnosis?"""
    verdict = run_check(name, {name: wrong.answer})
    assert (verdict.share, verdict.diagnoses) == (0, (wrong.name,))


@pytest.mark.parametrize("wrong", judges.UPDATE_WRONG_ANSWERS, ids=lambda w: w.name)
def test_wrong_update_is_named(wrong):
    """Does each wrong cell state update lose its marks with its own diagnosis?"""
    verdict = run_check("update_cell_state", {"update_cell_state": wrong.answer})
    assert (verdict.share, verdict.diagnoses) == (0, (wrong.name,))


@pytest.mark.parametrize("wrong", judges.STEP_WRONG_ANSWERS, ids=lambda w: w.name)
def test_wrong_step_is_named(wrong):
    """Does each wrong step lose the marks of what it got wrong, and no others?"""
    verdict = run_check("lstm_step", {"lstm_step": step_of(wrong.answer)})
    assert set(verdict.diagnoses) == {wrong.name}
    reads_only = wrong.answer.__qualname__.startswith("_emitting")
    assert verdict.share == (0.5 if reads_only else 0)


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
    """Is a step told that it hands the cell state to its gates?"""
    namespace = parts()

    def step(x_t, h_prev, c_prev, W, U, b):
        i, f, g, o = (namespace[n](x_t, c_prev, W, U, b) for n in GATES)
        c_t = namespace["update_cell_state"](c_prev, i, f, g)
        return o * np.tanh(c_t), c_t

    namespace["lstm_step"] = step
    verdict = run_check("lstm_step", namespace)
    assert verdict.share == 0
    assert "was not given h_prev in its place. It was given c_prev." in verdict.text()


def test_float32_and_lists_pass():
    """Does a right answer pass that works in float32, or returns lists?"""

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
