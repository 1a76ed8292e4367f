"""The checks of `vanishing_gradients` on norms, reach, the highway and clipping."""

import numpy as np
import pytest
from check_tools import SEEDS, run_check

from autograde.quality import typed
from lstm_lib.checks import verdict as v
from lstm_lib.checks.exercises.vanishing_gradients.judge import clip_answers as clip
from lstm_lib.checks.exercises.vanishing_gradients.judge import curve_answers as curve
from lstm_lib.checks.exercises.vanishing_gradients.judge import path_answers as path
from lstm_lib.gradients import clip_by_norm
from lstm_lib.sequence import lstm_forward, lstm_state_gradients

RIGHT = {
    "gradient_norms": curve.norms_of,
    "reach": curve.reach_of,
    "direct_path": path.highway,
    "clip_by_norm": clip_by_norm,
}
MANY_SEEDS = [f"{number:02x}" for number in range(15)]
MISTAKES = typed.mistakes("vanishing_gradients")


def judged(name, text, seed):
    """Return the verdict on a function that was typed."""
    return run_check(name, typed.namespace("vanishing_gradients", name, text), seed)


def norms_by_loops(dh):
    """Return the norms, one number after the other."""
    batch, steps, units = dh.shape
    norms = []
    for lag in range(steps):
        lengths = [sum(dh[k, steps - 1 - lag, j] ** 2 for j in range(units)) for k in range(batch)]
        norms.append(sum(length**0.5 for length in lengths) / batch)
    return norms


def reach_by_a_loop(norms, share):
    """Return the reach as a NumPy number."""
    for lag, norm in enumerate(norms / norms[0]):
        if norm < share:
            return np.int32(lag)
    return float(len(norms))


def path_backward(f):
    """Return the path in float32, from the last step to the first."""
    share = np.ones(f.shape, np.float32)
    for t in range(f.shape[1] - 2, -1, -1):
        share[:, t] = share[:, t + 1] * f[:, t + 1]
    return share


def clip_to_tuple(gradients, limit):
    """Return float32 lists in a tuple, clipped by one factor."""
    flat = np.concatenate([np.ravel(a) for a in gradients])
    factor = min(1.0, limit / np.linalg.norm(flat))
    return tuple(np.float32(factor * a).tolist() for a in gradients)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", RIGHT)
def test_right_answer_passes(name, seed):
    """Does a right answer get full marks, even if it is written differently?"""
    otherwise = {
        "gradient_norms": norms_by_loops,
        "reach": reach_by_a_loop,
        "direct_path": path_backward,
        "clip_by_norm": clip_to_tuple,
    }
    for answer in (RIGHT[name], otherwise[name]):
        verdict = run_check(name, {name: answer}, seed)
        assert verdict.share == 1, verdict.text()


def test_the_highway_is_the_gradient_of_the_cell_state():
    """Is the right path what backpropagation gives if no hidden state is read?"""
    rng = np.random.default_rng(0)
    inputs, W = rng.normal(size=(2, 5, 3)), rng.normal(size=(3, 16))
    U, b = np.zeros((4, 16)), rng.normal(size=16)
    trajectory = lstm_forward(inputs, W, U, b)
    dh = np.zeros((2, 5, 4))
    dh[:, -1] = 1
    gradient = lstm_state_gradients(dh, trajectory, U).c
    np.testing.assert_allclose(gradient / gradient[:, -1:], path.highway(trajectory.f))


# These keep one of the two marks.
WRONG_AT_THE_END = (
    "zero where it never falls",
    "last lag where it never falls",
    "−1 where it never falls",
    "infinity where it never falls",
    "nothing where it never falls",
    "error where it never falls",
)
RIGHT_AT_THE_END = (
    "last lag not looked at",
    "last fall",
    "lags counted above",
    "share as the limit itself",
    "equal counts as below",
    "against the lag before",
    "last lag not looked at",
)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("row", MISTAKES["reach"], ids=lambda row: row[0])
def test_a_wrong_reach_loses_what_it_got_wrong(row, seed):
    """Does each wrong reach lose the marks of what it got wrong, and no others?"""
    name, _, text = row
    verdict = judged("reach", text, seed)
    assert set(verdict.diagnoses) == {name}
    kept = [finding.what for finding in verdict.findings if finding.right]
    if name in WRONG_AT_THE_END:
        assert kept == ["first lag"]
    elif name in RIGHT_AT_THE_END:
        assert kept == ["reach without a fall"]
    else:
        assert kept == []


@pytest.mark.parametrize("seed", MANY_SEEDS)
def test_no_seed_lets_a_wrong_reach_pass(seed):
    """Can each wrong reach be told from the right one, whatever the curves are?"""
    assert run_check("reach", {"reach": curve.reach_of}, seed).share == 1
    for name, _, text in MISTAKES["reach"]:
        assert set(judged("reach", text, seed).diagnoses) == {name}


def search_that_stops(norms, share):
    """Return the first lag below, and raise where there is none."""
    return np.flatnonzero(norms < share * norms[0])[0]


def nothing_at_the_end(norms, share):
    """Return the first lag below, and None if there is none."""
    for lag, norm in enumerate(norms):
        if norm < share * norms[0]:
            return lag
    return None


@pytest.mark.parametrize(
    ("answer", "diagnosis", "says"),
    [
        (search_that_stops, "error where it never falls", "Found: IndexError: "),
        (nothing_at_the_end, "nothing where it never falls", "Found: None for norms ["),
    ],
)
def test_a_reach_without_an_end_keeps_the_mark_of_curves_that_fall(answer, diagnosis, says):
    """Does an error or None on a curve that never falls cost this one mark?"""
    verdict = run_check("reach", {"reach": answer})
    assert (verdict.status, verdict.share) == (v.NOT_YET, 0.5)
    assert verdict.diagnoses == (diagnosis,)
    assert says in verdict.text()


@pytest.mark.parametrize("make", [lambda lag: [lag], lambda lag: np.array([[lag]])])
def test_an_array_of_one_number_counts_as_this_number(make):
    """Does a reach pass that is wrapped in an array?"""
    answer = {"reach": lambda norms, share: make(curve.reach_of(norms, share))}
    assert run_check("reach", answer).share == 1


def test_an_array_of_lags_is_told_from_one_lag():
    """Does the card say that all lags below were returned?"""
    answer = {"reach": lambda norms, share: np.flatnonzero(norms < share * norms[0])}
    text = run_check("reach", answer).text()
    assert "your function returns an array, and one number was expected.\nFound: shape (" in text


def test_the_curve_is_told_beside_a_wrong_reach():
    """Does the card show the norms and the share of the curve that was read wrongly?"""
    text = run_check("reach", {"reach": lambda norms, share: 17}).text()
    assert "Found: 17 for norms [" in text
    assert "and share 0.1" in text


# These keep the mark for lists below the limit; the others keep none, or the mark for lists above.
HARMLESS_BELOW = {
    "each array alone",
    "each row alone",
    "each value alone",
    "root left out of the factor",
    "largest of the norms",
    "mean of the norms",
    "norm of the first array",
    "largest value",
    "mean of the squares",
    "norm of one",
    "factor turned around",
    "divided by the limit",
    "multiplied by the limit",
    "only the first array",
    "set to zero",
    "never clipped",
}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("row", MISTAKES["clip_by_norm"], ids=lambda row: row[0])
def test_a_wrong_clipping_loses_what_it_got_wrong(row, seed):
    """Does each wrong clipping lose the marks of what it got wrong, and no others?"""
    name, _, text = row
    verdict = judged("clip_by_norm", text, seed)
    assert set(verdict.diagnoses) == {name}
    right = {finding.what for finding in verdict.findings if finding.right}
    if name == "scaled up":
        assert right == {"gradients above the limit"}
    elif name in HARMLESS_BELOW:
        assert right == {"gradients below the limit"}
    else:
        assert right == set()


@pytest.mark.slow
@pytest.mark.parametrize("seed", MANY_SEEDS)
def test_no_seed_lets_a_wrong_clipping_pass(seed):
    """Can each wrong clipping be told from the right one, whatever the gradients are?"""
    for name, _, text in MISTAKES["clip_by_norm"]:
        assert name in judged("clip_by_norm", text, seed).diagnoses


def written_into(gradients, limit):
    """Clip, and write the result into the given arrays."""
    norm = clip.joint_norm(gradients)
    for array in gradients:
        array *= min(1.0, limit / norm)
    return gradients


def none_written(*arguments):
    """Behave as a released stub does."""
    raise NotImplementedError


@pytest.mark.parametrize(
    ("answer", "status", "says"),
    [
        (None, v.NOT_ATTEMPTED, "`clip_by_norm` is not there yet"),
        (none_written, v.NOT_ATTEMPTED, "still holds `raise NotImplementedError()`"),
        (lambda g, limit: None, v.NOT_YET, "it returns None"),
        (lambda g, limit: g[0], v.NOT_YET, "it returns a ndarray"),
        (lambda g, limit: (g, 1.0), v.NOT_YET, "it returns a list and a number"),
        (lambda g, limit: g[:1], v.NOT_YET, "it returns a list of 1"),
        (lambda g, limit: (), v.NOT_YET, "it returns a list of 0"),
        (lambda g, limit: [np.ravel(a) for a in g], v.NOT_YET, "its shape is"),
        (lambda g, limit: [0.5 * a for a in g], v.NOT_YET, "the global norm is"),
        (lambda g, limit: np.concatenate(g), v.CRASHED, "gradients[0] (2, 6)"),
        (written_into, v.NOT_YET, "your function changed `gradients[0]`"),
    ],
)
def test_other_outcomes_of_clipping_are_told_apart(answer, status, says):
    """Is every other kind of result described in words, with no marks?"""
    verdict = run_check("clip_by_norm", {"clip_by_norm": answer} if answer else {})
    assert (verdict.status, verdict.share) == (status, 0)
    assert says in verdict.text()
