"""The checks of the exercise `vanishing_gradients`: one step back, and all of them."""

import numpy as np
import pytest
from check_tools import SEEDS, run_check

from autograde.quality import typed
from lstm_lib.checks import verdict as v
from lstm_lib.checks.exercises.vanishing_gradients.judge import answers as known
from lstm_lib.rnn import rnn_state_gradients

ROWS = typed.mistakes("vanishing_gradients")["state_gradients"]
INSIDE = [row for row in ROWS if row[0] in {wrong.name for wrong in known.BACK_WRONG_ANSWERS}]
OUTSIDE = [row for row in ROWS if row not in INSIDE]
# A right step back, as a learner writes it into the function that calls it.
OWN_STEP = """def one_back(dh_t, h_t, U):
    return (dh_t * (1 - h_t**2)) @ U.T
"""


def as_float32(function):
    """Return a function that works in float32."""
    return lambda *given: function(*(np.float32(a) for a in given))


def as_lists(function):
    """Return a function that returns lists."""
    return lambda *given: np.asarray(function(*given)).tolist()


def states_by(namespace):
    """Return a right state_gradients that calls the notebook's step back."""

    def state_gradients(dh_T, h, U):
        dh = np.zeros_like(h)
        dh[:, -1] = dh_T
        for t in range(h.shape[1] - 1, 0, -1):
            dh[:, t - 1] = namespace["step_back"](dh[:, t], h_t=h[:, t], U=U)
        return dh

    return state_gradients


def states_of_the_library(dh_T, h, U):
    """Return the gradients as the library does, in one piece."""
    dh = np.zeros_like(h)
    dh[:, -1] = dh_T
    return rnn_state_gradients(dh, h, U)


def row_by_row(namespace):
    """Return a right state_gradients that takes one sequence after the other."""

    def state_gradients(dh_T, h, U):
        found = []
        for dh_t, states in zip(dh_T, h, strict=True):
            rows = [dh_t]
            for h_t in states[:0:-1]:
                rows.insert(0, namespace["step_back"](rows[0], h_t, U))
            found.append(rows)
        return np.array(found)

    return state_gradients


@pytest.mark.parametrize("seed", SEEDS)
def test_right_step_passes(seed):
    """Does a right step back get full marks, in float32 and as lists too?"""
    for answer in (
        known.stepped_back,
        as_float32(known.stepped_back),
        as_lists(known.stepped_back),
        lambda dh_t, h_t, U: (U @ (dh_t - dh_t * h_t * h_t).T).T,
    ):
        assert run_check("step_back", {"step_back": answer}, seed).share == 1


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("make", [states_by, row_by_row], ids=lambda m: m.__name__)
def test_right_states_pass_whatever_the_step_is(make, seed):
    """Do right gradients at all steps pass beside a wrong step back, or none at all?"""
    for step in ({}, {"step_back": lambda dh_t, h_t, U: 0 * dh_t}):
        namespace = dict(step)
        namespace["state_gradients"] = make(namespace)
        assert run_check("state_gradients", namespace, seed).share == 1
        assert set(namespace) == {"state_gradients", *step}


@pytest.mark.parametrize("seed", SEEDS)
def test_right_states_in_one_piece_pass(seed):
    """Does a function that does not call step_back pass, in float32 and as lists too?"""
    right = states_of_the_library
    for answer in (right, as_float32(right), as_lists(right)):
        assert run_check("state_gradients", {"state_gradients": answer}, seed).share == 1


def judged(text):
    """Return the verdict on a state_gradients that was typed."""
    names = typed.namespace("vanishing_gradients", "state_gradients", text)
    return run_check("state_gradients", names)


@pytest.mark.parametrize("row", OUTSIDE, ids=lambda row: row[0])
def test_wrong_states_with_an_own_step_are_named(row):
    """Is a wrong way back named even if it does its own steps and calls no step back?"""
    name, says, text = row
    own = text.replace("step_back(", "one_back(")
    verdict = judged(f"{OWN_STEP}\n\n{typed.cell('state_gradients', own)}")
    if name == "U transposed on the way in":  # the same numbers, since no function is given U.T
        name, says = "U not transposed", "with U untransposed"
    assert (verdict.share, verdict.diagnoses) == (0, (name,))
    assert says in verdict.text()


@pytest.mark.parametrize("row", INSIDE, ids=lambda row: row[0])
def test_a_wrong_step_inside_is_told_as_one(row):
    """Is a wrong step back inside the function named, with all marks lost?"""
    verdict = judged(row[2])
    assert verdict.share == 0
    assert "your gradients come from a step back that " in verdict.text()


@pytest.mark.parametrize(("right", "told"), [(1, False), (2, True), (3, False)])
@pytest.mark.parametrize("before", [0.0, np.nan])
def test_only_the_last_two_steps_are_told_as_such(right, told, before):
    """Is it said that the last two steps alone are right only where it is true?"""

    def state_gradients(dh_T, h, U):
        dh = states_of_the_library(dh_T, h, U)
        dh[:, :-right] = before
        dh[:, :-right] += np.arange(1, 1 + dh[:, :-right].shape[1])[:, np.newaxis]
        return dh

    verdict = run_check("state_gradients", {"state_gradients": state_gradients})
    assert verdict.share == 0
    assert ("right at the last two steps alone" in verdict.diagnoses) is told


def test_the_case_is_told_of_a_wrong_shape():
    """Does the card state the sizes of the case whose shape is wrong?"""
    text = run_check("state_gradients", {"state_gradients": lambda dh_T, h, U: dh_T}).text()
    assert (
        "its shape is (2, 4), and (2, 6, 4) was expected (case 1: batch 2, steps 6, units 4)"
        in (text)
    )


@pytest.mark.parametrize("claim", [None, 7, "all", [[0]], [0, 1, 2, {}]])
def test_a_forged_list_of_calls_is_read_with_distrust(claim):
    """Does the judge read any list of calls without an error?"""
    from lstm_lib import checks
    from lstm_lib.checks.exercises.judge import judge
    from lstm_lib.checks.observation import Observation

    seen = checks.CHECKS["state_gradients"].observe(
        {"state_gradients": states_of_the_library}, "07"
    )
    forged = Observation(seen.check, seen.arrays, {**seen.facts, "called": claim})
    assert judge("state_gradients", forged, "07").status in (v.RIGHT, v.NOT_YET)


def test_a_step_back_that_lacks_arguments_is_told_by_its_name():
    """Does the error name the learner's function, and not the check's stand-in?"""
    text = judged("return step_back(dh_T)").text()
    assert "TypeError: step_back() missing 2 required positional arguments" in text


def destroying(dh_T, h, U):
    """Return the right gradients, and overwrite an argument with zeros."""
    found = states_of_the_library(dh_T, h, U)
    h[:] = 0
    return found


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
        (lambda *a: 7.0, v.NOT_YET),
        (lambda *a: np.nan, v.NOT_YET),
        (7, v.CRASHED),
    ],
)
@pytest.mark.parametrize(
    "name", ["step_back", "state_gradients", "gradient_norms", "reach", "direct_path"]
)
def test_outcomes_are_told_apart(name, answer, status):
    """Are not attempted, not yet right and crashed told apart, each with no marks?"""
    verdict = run_check(name, {name: answer} if answer else {})
    assert (verdict.status, verdict.share) == (status, 0)


def test_inputs_that_are_written_into_are_named():
    """Does a function that overwrites its argument lose its mark?"""
    verdict = run_check("state_gradients", {"state_gradients": destroying})
    assert (verdict.share, verdict.diagnoses) == (0, ("input changed",))
    assert "your function changed `h`, which it was given" in verdict.text()
