"""The checks of the exercise `keras_parity` that need no Keras: counts, shapes, the longest."""

import numpy as np
import pytest
from check_tools import SEEDS, run_check

from autograde.quality import typed
from lstm_lib import checks
from lstm_lib.checks import verdict as v
from lstm_lib.checks.exercises.judge import judge
from lstm_lib.checks.exercises.keras_parity.judge.gate_answers import longest_kept
from lstm_lib.checks.exercises.keras_parity.judge.output_answers import output_shapes
from lstm_lib.checks.exercises.keras_parity.judge.weight_answers import parameter_count
from lstm_lib.checks.observation import Observation

MANY_SEEDS = [f"{number:02x}" for number in range(6)]
ROWS = typed.mistakes("keras_parity")


def run_typed(check, text, seed="07"):
    """Judge what a learner typed into the notebook."""
    return run_check(check, typed.namespace("keras_parity", check, text), seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_right_answers_pass(seed):
    """Does each right answer get full marks, even if it is written differently?"""
    for name, answers in {
        "parameter_count": (
            parameter_count,
            lambda u, d, use_bias: float(sum([d * 4 * u, u * 4 * u, 4 * u if use_bias else 0])),
        ),
        "output_shapes": (
            output_shapes,
            lambda *given: tuple(list(map(np.int64, one)) for one in output_shapes(*given)),
        ),
        "longest_kept": (
            longest_kept,
            lambda f: [np.argmax(f.reshape(-1, f.shape[2]).sum(axis=0))],
            lambda f: max(range(f.shape[2]), key=lambda unit: np.float32(f)[:, :, unit].mean()),
        ),
    }.items():
        for answer in answers:
            verdict = run_check(name, {name: answer}, seed)
            assert verdict.share == 1, verdict.text()


def test_a_single_shape_needs_no_list():
    """Does a single shape pass if one array comes back?"""

    def answer(*given):
        found = output_shapes(*given)
        return found if len(found) > 1 else found[0]

    assert run_check("output_shapes", {"output_shapes": answer}).share == 1


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("row", ROWS["parameter_count"], ids=lambda row: row[0])
def test_wrong_count_is_named(row, seed):
    """Does each wrong count lose its mark with its own diagnosis, whatever the sizes are?"""
    name, _, text = row
    verdict = run_typed("parameter_count", text, seed)
    assert (verdict.share, verdict.diagnoses) == (0, (name,))


# What is wrong only if the states come back, and what only if they do not.
RIGHT_WITHOUT = {
    "return_state not asked",
    "states of all steps",
    "states always of all steps",
    "one state",
    "output left out",
    "states before the output",
    "states in one array",
}
RIGHT_WITH = {"always with states"}


@pytest.mark.parametrize("row", ROWS["output_shapes"], ids=lambda row: row[0])
def test_wrong_shapes_lose_what_they_got_wrong(row):
    """Does each wrong list of shapes lose the marks of what it got wrong, and no others?"""
    name, _, text = row
    verdict = run_typed("output_shapes", text)
    right = {finding.what for finding in verdict.findings if finding.right}
    if name in RIGHT_WITHOUT:
        assert right == {"shapes without states"}
    elif name in RIGHT_WITH:
        assert right == {"shapes with states"}
    else:
        assert right == set()


def test_other_shapes_are_told_with_the_case():
    """Does the card show what was returned, and for which flags?"""
    text = run_check("output_shapes", {"output_shapes": lambda *given: [(1, 2)]}).text()
    assert "Found: [(1, 2)] for batch " in text
    assert "return_sequences False, return_state False" in text


@pytest.mark.parametrize("seed", MANY_SEEDS)
@pytest.mark.parametrize("row", ROWS["longest_kept"], ids=lambda row: row[0])
def test_wrong_unit_is_named(row, seed):
    """Does each wrong unit lose its mark with its own diagnosis, whatever the gates are?"""
    name, _, text = row
    verdict = run_typed("longest_kept", text, seed)
    assert (verdict.share, verdict.diagnoses) == (0, (name,))


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
        (lambda *a: None, v.NOT_YET),
        (lambda *a: np.zeros((2, 2)), v.NOT_YET),
        (7, v.CRASHED),
    ],
)
@pytest.mark.parametrize("name", ["parameter_count", "output_shapes", "longest_kept"])
def test_outcomes_are_told_apart(name, answer, status):
    """Are not attempted, not yet right and crashed told apart, each with no marks?"""
    verdict = run_check(name, {name: answer} if answer else {})
    assert (verdict.status, verdict.share) == (status, 0)


@pytest.mark.parametrize(
    "came",
    [
        "text",
        {"output": (1, 2)},
        [],
        [[]],
        [(1, None)],
        [(1, 2.5)],
        [(True, 2)],
        [(-1, 2)],
        [(10**9, 2)],
        [(1,) * 10],
        [(1, 2)] * 10,
        [[(1, 2)]],
    ],
)
def test_what_is_no_list_of_shapes_is_told_so(came):
    """Is anything but a list of shapes shown, with what was expected?"""
    verdict = run_check("output_shapes", {"output_shapes": lambda *given: came})
    assert (verdict.status, verdict.share) == (v.NOT_YET, 0)
    assert "a list of shapes was expected, such as [(3, 4)]" in verdict.text()


@pytest.mark.parametrize("claim", [None, 7, [1, 2, 3, 4], [[7]] * 4, [[["a"]]] * 4, [[[1]]] * 9])
def test_forged_shapes_are_read_with_distrust(claim):
    """Does the judge read anything in place of shapes without an error?"""
    seen = Observation("output_shapes", {}, {"status": "observed", "shapes": claim})
    assert judge("output_shapes", seen, "07").share == 0


def test_gates_that_are_written_into_are_named():
    """Does a function that overwrites the gates lose its mark?"""

    def answer(f):
        f -= 1
        return longest_kept(f)

    verdict = run_check("longest_kept", {"longest_kept": answer})
    assert (verdict.share, verdict.diagnoses) == (0, ("input changed",))
    assert "longest_kept" in checks.CHECKS
