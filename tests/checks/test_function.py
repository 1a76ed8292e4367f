"""The loop that calls a learner's function on every case."""

import numpy as np
import pytest

from lstm_lib.checks.exercises import CHECKS
from lstm_lib.checks.observe.function import Function
from lstm_lib.checks.observe.models import Trained

CASES = [{"a": np.array([1.0, 2.0])}, {"a": np.array([3.0])}]
TWICE = Function(
    "twice",
    takes="a",
    returns="double",
    cases=lambda rng: CASES,
    axes={"a": "points"},
    hints=("", "", ""),
)
# Cases that hold a Keras model or layer are slow to draw.
FUNCTIONS = [
    pytest.param(
        check,
        marks=[pytest.mark.slow] if {"model", "layer"} & set(check.arguments) else [],
        id=check.name,
    )
    for check in CHECKS
    if not isinstance(check, Trained)
]


def interrupted(*given, **named):
    """Do what a learner's Ctrl-C does inside a function."""
    raise KeyboardInterrupt


@pytest.mark.parametrize("check", FUNCTIONS)
def test_an_interrupt_is_the_learners(check):
    """Does Ctrl-C in a learner's function end the cell, and not count as a wrong answer?"""
    with pytest.raises(KeyboardInterrupt):
        check.observe({check.name: interrupted}, "07")


@pytest.mark.parametrize("error", [ZeroDivisionError, SystemExit, GeneratorExit])
def test_any_other_error_is_published(error):
    """Is every error except an interrupt published, with its case and the arguments' sizes?"""

    def fails(a):
        if len(a) == 1:
            raise error("no")
        return 2 * a

    facts = TWICE.observe({"twice": fails}, "07").facts
    assert (facts["status"], facts["error"], facts["case"]) == ("raised", error.__name__, 1)
    assert facts["sizes"] == "a (1,)"


def test_no_case_feels_the_one_before():
    """Does each call get copies, and is it noted which of them a function wrote into?"""

    def in_place(a):
        a *= 2
        return a

    seen = TWICE.observe({"twice": in_place}, "07")
    assert seen.facts["changed"] == ["a"]
    assert [seen.arrays[f"{k}/0"].tolist() for k in (0, 1)] == [[2.0, 4.0], [6.0]]
    assert CASES[0]["a"].tolist() == [1.0, 2.0]


def test_sizes_are_said_by_the_names_of_their_axes():
    """Are sizes stated if axes are declared, and only then?"""
    assert TWICE.said_sizes(CASES[0]) == "points 2"
    bare = Function("f", takes="a", returns="b", cases=lambda rng: CASES, hints=("", "", ""))
    assert bare.said_sizes(CASES[0]) == ""


def test_the_names_of_a_notebook_are_its_own_again():
    """Are the notebook's own functions back after a check, and is no stand-in left behind?"""
    check = next(check for check in CHECKS if check.name == "lstm_step")

    def step(x_t, h_prev, c_prev, W, U, b):
        assert names["forget_gate"] is not own
        raise ValueError

    own, names = object(), {"lstm_step": step}
    names["forget_gate"] = own
    check.observe(names, "07")
    assert names == {"lstm_step": step, "forget_gate": own}
