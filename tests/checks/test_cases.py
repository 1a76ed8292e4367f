"""The cases of all checks: what a wrong answer could hide behind if all sizes differed.

A mistake may show only where two cases have one size, where two sizes are equal, or where a number
is large.
"""

import numpy as np
import pytest
from check_tools import SEEDS, run_check

from autograde.places import ASSIGNMENTS
from autograde.quality import typed
from autograde.release.build import read_assignment
from lstm_lib.checks.exercises import CHECKS_OF
from lstm_lib.checks.exercises.judge import judge
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.observe.function import Function
from lstm_lib.checks.seed import random_generator
from lstm_lib.checks.verdict import NOT_JUDGED

FUNCTIONS = [
    pytest.param(
        check,
        marks=[pytest.mark.slow] if {"model", "layer"} & set(check.arguments) else [],
        id=f"{exercise}: {check.name}",
    )
    for exercise, checks in CHECKS_OF.items()
    for check in checks
    if isinstance(check, Function)
]
NUMPY = ("lstm_cell", "lstm_backward", "lstm_through_time", "vanishing_gradients")
ON_ARRAYS = [
    pytest.param(exercise, check, id=check.name)
    for exercise in NUMPY
    for check in CHECKS_OF[exercise]
    if check.name not in ("reach", "clip_by_norm")
]


def sizes(value):
    """Return the shape of an array, those of the arrays in a list, or a number's type."""
    if isinstance(value, list | tuple):
        return [sizes(one) for one in value]
    return np.shape(value) if isinstance(value, np.ndarray) else type(value)


def axes_of(check):
    """Return the names of the axes of the arrays that a check hands to its function."""
    handed = [axes for name, axes in check.axes.items() if name in check.arguments]
    return {axis.rpartition("·")[2] for axes in handed for axis in axes.split()}


def changed(exercise, check, decorator):
    """Return the notebook in which the right answer is changed by a decorator."""
    cells = read_assignment(ASSIGNMENTS / exercise / "notebook.md").cells
    (right,) = (cell.source for cell in cells if f"def {check}(" in cell.source)
    return typed.namespace(exercise, check, f"{right}\n\n{decorator}\n{check} = change({check})")


@pytest.mark.parametrize("check", FUNCTIONS)
def test_two_cases_have_one_size(check):
    """Would an answer that is kept from one case to the next be seen?

    Where no argument is an array, all cases are of one size.
    """
    cases = check.cases(random_generator("07", check.name))
    found = [
        repr([sizes(case[name]) for name in check.arguments if name in case]) for case in cases
    ]
    assert len(set(found)) < len(found), found


@pytest.mark.parametrize(
    "check", [one for one in FUNCTIONS if {"batch", "units"} <= axes_of(one.values[0])]
)
def test_one_case_has_as_many_sequences_as_units(check):
    """Would a transpose be seen that does harm only where both sizes are equal?"""
    found = []
    for case in check.cases(random_generator("07", check.name)):
        of_axis = {}
        for name in check.axes.keys() & case.keys():
            for axis, size in zip(check.axes[name].split(), np.shape(case[name]), strict=True):
                times, _, whole = axis.rpartition("·")
                of_axis.setdefault(whole, size // int(times or 1))
        found.append((of_axis["batch"], of_axis["units"]))
    assert any(batch == units for batch, units in found), found


KEPT_BY_SIZE = """def change(function):
    known = {}
    def kept(*given):
        return known.setdefault(str([np.shape(a) for a in given]), function(*given))
    return kept
"""
KEPT_FROM_THE_CALL_BEFORE = """def change(function):
    before = {}
    def kept(*given):
        size, result = str([np.shape(a) for a in given]), function(*given)
        told = before.get(size, result)
        before.clear()
        before[size] = result
        return told
    return kept
"""
TURNED_WHERE_SQUARE = """def change(function):
    def turned(*given):
        square = [np.ndim(a) > 1 and len(a) == np.shape(a)[-1] for a in given]
        return function(*(np.swapaxes(a, 0, -1) if s else a for a, s in zip(given, square)))
    return turned
"""
CLIPPED = """def change(function):
    def clipped(*given):
        result = function(*given)
        if isinstance(result, tuple):
            return tuple(np.clip(a, -5, 5) for a in result)
        return np.clip(result, -5, 5)
    return clipped
"""


@pytest.mark.parametrize(
    "decorator",
    [KEPT_BY_SIZE, KEPT_FROM_THE_CALL_BEFORE, TURNED_WHERE_SQUARE],
    ids=["kept by size", "kept from the call before", "turned where square"],
)
@pytest.mark.parametrize(("exercise", "check"), ON_ARRAYS)
def test_an_answer_that_depends_on_sizes_is_refused(exercise, check, decorator):
    """Does an answer lose marks that is right as long as all sizes differ?"""
    assert run_check(check.name, changed(exercise, check.name, decorator)).share < 1


@pytest.mark.parametrize(("exercise", "check"), ON_ARRAYS)
def test_an_observation_of_fewer_cases_is_not_judged(exercise, check):
    """Is what was published before a check had its last two cases left without a verdict?"""
    seen = check.observe(typed.notebook(exercise), "07")
    count = len(check.cases(random_generator("07", check.name)))
    late = tuple(f"{number}/" for number in (count - 2, count - 1))
    early = {key: array for key, array in seen.arrays.items() if not key.startswith(late)}
    assert 0 < len(early) < len(seen.arrays)
    facts = {key: value for key, value in seen.facts.items() if key != "own"}
    assert judge(check.name, Observation(seen.check, early, facts), "07").status == NOT_JUDGED


def test_a_reach_of_fewer_curves_is_not_judged():
    """Is a missing answer to a curve that was not yet drawn left without a verdict as well?"""
    (check,) = (one for one in CHECKS_OF["vanishing_gradients"] if one.name == "reach")
    seen = check.observe(typed.notebook("vanishing_gradients"), "07")
    early = {key: array for key, array in seen.arrays.items() if key != "6/0"}
    assert len(early) == len(seen.arrays) - 1
    for facts in ({"status": "observed"}, {"status": "observed", "returned": "None"}):
        assert judge("reach", Observation("reach", early, facts), "07").status == NOT_JUDGED


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("exercise", "check"),
    [
        ("lstm_cell", "update_cell_state"),
        ("lstm_cell", "lstm_step"),
        *(("lstm_backward", check.name) for check in CHECKS_OF["lstm_backward"][1:]),
        ("lstm_through_time", "run_lstm"),
        ("vanishing_gradients", "step_back"),
        ("vanishing_gradients", "state_gradients"),
        ("vanishing_gradients", "gradient_norms"),
    ],
)
def test_clipped_numbers_are_refused(exercise, check, seed):
    """Does an answer lose marks whose numbers are cut off at 5?"""
    assert run_check(check, changed(exercise, check, CLIPPED), seed).share < 1


def changed_call(exercise, check, part, argument, wrong):
    """Type a right answer with another argument in its call of a part."""
    cells = read_assignment(ASSIGNMENTS / exercise / "notebook.md").cells
    (right,) = (cell.source for cell in cells if f"def {check}(" in cell.source)
    before, call = right.split(f" {part}(", 1)
    return f"{before} {part}({call.replace(argument, wrong, 1)}"


@pytest.mark.parametrize(
    ("exercise", "check", "part", "argument", "wrong", "says"),
    [
        ("lstm_backward", "backward_through_time", "step_backward", *rest)
        for rest in (
            ("inputs[:, t]", "0 * inputs[:, t]", "the right x_t: zeros came"),
            ("inputs[:, t]", "inputs[:, t - 1]", "the right x_t: the input of step 3 came"),
            ("inputs[:, t]", "inputs[:, -1 - t]", "the right x_t: the input of step 0 came"),
            ("W, U, b", "0 * W, U, b", "the right W. Every step has the same weights"),
            ("W, U, b", "W, 0 * U, b", "the right U. Every step has the same weights"),
            ("W, U, b", "W, U, 0 * b", "the right b. Every step has the same weights"),
            ("W, U, b", "W[::-1], U, b", "the right W. Every step has the same weights"),
            ("W, U, b", "W, np.roll(U, 1), b", "the right U. Every step has the same weights"),
            ("W, U, b", "W, U, b[::-1]", "the right b. Every step has the same weights"),
        )
    ]
    + [
        ("lstm_through_time", "run_lstm", "lstm_step", "W, U, b", wrong, says)
        for wrong, says in (
            ("0 * W, U, b", "the right W. Every step has the same weights"),
            ("W, 0 * U, b", "the right U. Every step has the same weights"),
            ("W, U, 0 * b", "the right b. Every step has the same weights"),
            ("W, U, np.roll(b, 1)", "the right b. Every step has the same weights"),
        )
    ],
)
def test_each_argument_of_a_call_matters(exercise, check, part, argument, wrong, says):
    """Does a wrong argument in the call of another function cost marks, under its own name?"""
    text = changed_call(exercise, check, part, argument, wrong)
    verdict = run_check(check, typed.namespace(exercise, check, text))
    assert verdict.share < 1
    assert set(verdict.diagnoses) == {"wrong call of the step"}
    assert says in verdict.text()


@pytest.mark.parametrize(
    "wrong",
    [
        "0 * W, U, b",
        "W, 0 * U, b",
        "W, U, 0 * b",
        "W * np.repeat([1, 1, 1, 2], W.shape[1] // 4), U, b",
        "W, np.vstack([U[:-1], 0 * U[-1:]]), b",
        "W, U, np.roll(b, 1)",
    ],
)
def test_each_argument_of_a_run_matters(wrong):
    """Does a chunk that is run with other weights cost marks?"""
    check = "run_in_chunks"
    text = changed_call("lstm_through_time", check, "run_lstm", "W, U, b", wrong)
    assert run_check(check, typed.namespace("lstm_through_time", check, text)).share == 0


@pytest.mark.parametrize("argument", ["x_t", "h_prev", "W", "U", "b"])
@pytest.mark.parametrize("part", ["input_gate", "forget_gate", "candidate", "output_gate"])
def test_each_argument_of_a_gate_matters(part, argument):
    """Does a step that hands a wrong argument to a gate lose marks, under the argument's name?"""
    text = changed_call("lstm_cell", "lstm_step", part, argument, f"2 * {argument}")
    verdict = run_check("lstm_step", typed.namespace("lstm_cell", "lstm_step", text))
    assert verdict.share < 1
    assert f"`{part}` was not given {argument} in its place" in verdict.text()
