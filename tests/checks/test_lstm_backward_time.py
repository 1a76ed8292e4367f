"""The check of `backward_through_time`."""

from functools import partial

import numpy as np
import pytest
from check_tools import SEEDS, run_check

from autograde.quality import typed
from lstm_lib import checks
from lstm_lib.cell import lstm_gates
from lstm_lib.checks import verdict as v
from lstm_lib.checks.exercises.judge import judge
from lstm_lib.checks.exercises.lstm_backward.judge import sweep
from lstm_lib.checks.exercises.lstm_backward.judge import time_answers as judges
from lstm_lib.sequence import lstm_backward, lstm_forward

NAME = "backward_through_time"
SUMS, BACK = {"dW", "dU", "db"}, {"dh_0", "dc_0"}
WORTH = {"dW": 0.1875, "dU": 0.1875, "db": 0.125, "dh_0": 0.25, "dc_0": 0.25}

# Which results a wrong sweep loses if it calls step_backward. A wrong way back keeps the marks for
# sums that follow from it.
LOST = {
    **{wrong.name: BACK for wrong in judges.CHAIN_WRONG_ANSWERS},
    **{wrong.name: SUMS for wrong in judges.SUM_WRONG_ANSWERS},
    "first step left out": SUMS | BACK,
    "last step left out": SUMS | BACK,
    "last step only": SUMS | BACK,
    "dh_0 and dc_0 swapped": BACK,
    "dW and dU swapped": {"dW", "dU"},
    "states' gradients first": SUMS | BACK,
}
CALLS = [row for row in typed.mistakes("lstm_backward")[NAME] if row[0] == judges.WRONG_CALL]
SWEEPS = [row for row in typed.mistakes("lstm_backward")[NAME] if row not in CALLS]


def notebook(answer, step=sweep.real_step):
    """Return the dictionary that stand-ins are put into."""
    namespace = {"step_backward": step}
    namespace[NAME] = partial(answer, step=lambda *given: namespace["step_backward"](*given))
    return namespace


def parts_of_notebook(names=tuple(sweep.RIGHT_PARTS)):
    """Return a notebook whose sweep calls some of the four parts and no step_backward."""
    namespace = dict(sweep.RIGHT_PARTS)
    called = {
        name: (lambda *given, name=name: namespace[name](*given))
        if name in names
        else sweep.RIGHT_PARTS[name]
        for name in sweep.RIGHT_PARTS
    }
    namespace[NAME] = partial(sweep.backward, step=sweep.joined(called))
    return namespace


def lost(verdict):
    """Return the results that a verdict takes marks for."""
    return {finding.what for finding in verdict.findings if not finding.right}


def of_the_library(dh, inputs, h, c, h_0, c_0, W, U, b):
    """Return the library's gradients."""
    trajectory = lstm_forward(inputs, W, U, b, h_0, c_0)
    made = lstm_backward(dh, trajectory, inputs, W, U, h_0, c_0)
    return [made.W, made.U, made.b, made.h_0, made.c_0]


def in_one_piece(dh, inputs, h, c, h_0, c_0, W, U, b):
    """Sweep without any of the notebook's functions, collecting dz of all steps, in float32."""
    given = (np.float32(array) for array in (dh, inputs, h, c, h_0, c_0, W, U, b))
    dh, inputs, h, c, h_0, c_0, W, U, b = given
    before = [np.concatenate([a[:, None], b[:, :-1]], axis=1) for a, b in ((h_0, h), (c_0, c))]
    dz, back_h, back_c = [], np.zeros_like(h_0), np.zeros_like(c_0)
    for t in range(inputs.shape[1] - 1, -1, -1):
        i, f, g, o = lstm_gates(inputs[:, t], before[0][:, t], W, U, b)
        arriving, tanh_c = dh[:, t] + back_h, np.tanh(c[:, t])
        dc_t = back_c + arriving * o * (1 - tanh_c**2)
        own = before[1][:, t]
        terms = [dc_t * g * i * (1 - i), dc_t * own * f * (1 - f)]
        terms += [dc_t * i * (1 - g**2), arriving * tanh_c * o * (1 - o)]
        dz.insert(0, np.hstack(terms))
        back_h, back_c = dz[0] @ U.T, dc_t * f
    dz = np.stack(dz, axis=1)
    dW, dU = (np.einsum("ntj,ntk->jk", a, dz) for a in (inputs, before[0]))
    return dW.tolist(), dU, dz.sum(axis=(0, 1)), back_h, back_c


def one_sequence_at_a_time(dh, inputs, h, c, h_0, c_0, W, U, b, step=sweep.real_step):
    """Sweep each sequence by itself, and add."""
    rows = [
        sweep.backward(*(a[[n]] for a in (dh, inputs, h, c, h_0, c_0)), W, U, b, step=step)
        for n in range(len(dh))
    ]
    dW, dU, db, dh_0, dc_0 = zip(*rows, strict=True)
    return sum(dW), sum(dU), sum(db), np.concatenate(dh_0), np.concatenate(dc_0)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("answer", [of_the_library, in_one_piece, one_sequence_at_a_time])
def test_right_sweep_in_one_piece_passes(answer, seed):
    """Does a right sweep pass that calls none of the learner's functions?"""
    assert run_check(NAME, {NAME: answer}, seed).share == 1


@pytest.mark.parametrize("answer", [sweep.backward, one_sequence_at_a_time])
def test_right_sweep_of_steps_passes(answer):
    """Does a right sweep pass that calls step_backward, even one that is missing?"""
    namespace = notebook(answer)
    assert run_check(NAME, namespace).share == 1
    del namespace["step_backward"]
    assert run_check(NAME, namespace).share == 1
    assert "step_backward" not in namespace


@pytest.mark.parametrize(
    "names",
    [
        tuple(sweep.RIGHT_PARTS),
        ("cell_state_gradient", "gate_gradients"),
        ("input_gradients",),
        (),
    ],
)
def test_right_sweep_of_parts_passes(names):
    """Does a right sweep pass that calls some of the four parts and writes out the others?"""
    assert run_check(NAME, parts_of_notebook(names)).share == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_dh_next_for_dc_next_in_a_part_loses_marks(seed):
    """Does a sweep lose marks that hands the wrong one of two gradients to a part?"""
    before, after = "cell_state_gradient(dh_t, dc_next,", "cell_state_gradient(dh_t, dh_next,"
    right = [text for _, text in typed.right("lstm_backward")[NAME] if before in text]
    assert right
    for text in right:
        names = typed.namespace("lstm_backward", NAME, text.replace(before, after))
        assert lost(run_check(NAME, names, seed)) == SUMS | BACK


def test_what_other_stand_ins_published_is_not_judged():
    """Is a sweep left without a verdict, which would cost marks, if its parts were others?"""
    seen = checks.CHECKS[NAME].observe(parts_of_notebook(), SEEDS[0])
    assert judge(NAME, seen, SEEDS[0]).share == 1
    seen.arrays["0/part/gate_gradients"] = np.array(1)
    verdict = judge(NAME, seen, SEEDS[0])
    assert verdict.status == v.NOT_JUDGED
    assert "made up other numbers" in verdict.text()


def test_wrong_parts_cost_nothing_in_the_sweep():
    """Do parts and a step that are wrong leave the marks of a right sweep alone?"""
    namespace = parts_of_notebook()
    for name in sweep.RIGHT_PARTS:
        namespace[name] = lambda *given: None
    assert run_check(NAME, namespace).share == 1
    assert run_check(NAME, notebook(sweep.backward, step=lambda *given: None)).share == 1


@pytest.mark.parametrize("row", SWEEPS, ids=lambda row: row[0])
def test_wrong_sweep_loses_what_it_got_wrong(row):
    """Does each wrong sweep lose the marks of what it got wrong, and no others?"""
    verdict = run_check(NAME, typed.namespace("lstm_backward", NAME, row[2]))
    assert (lost(verdict), set(verdict.diagnoses)) == (LOST[row[0]], {row[0]})
    assert verdict.share == pytest.approx(1 - sum(WORTH[name] for name in lost(verdict)))


@pytest.mark.parametrize("row", SWEEPS, ids=lambda row: row[0])
def test_wrong_sweep_in_one_piece_is_named(row):
    """Is each wrong sweep named even if it calls nothing from the notebook?"""
    text = row[2].replace("step_backward(", "own_step(")
    namespace = typed.namespace("lstm_backward", NAME, text)
    namespace["own_step"] = sweep.real_step
    verdict = run_check(NAME, namespace)
    assert verdict.share < 1
    assert set(verdict.diagnoses) == {row[0]}


@pytest.mark.parametrize(
    ("row", "loses"),
    [*zip(CALLS, (BACK, BACK, SUMS), strict=True)],
    ids=["handed", "count", "use"],
)
def test_a_sweep_told_by_its_calls_loses_what_it_got_wrong(row, loses):
    """Does a mistake that only the calls show cost what follows from it, and nothing else?"""
    assert lost(run_check(NAME, typed.namespace("lstm_backward", NAME, row[2]))) == loses


def test_right_sums_of_a_wrong_way_back_are_told():
    """Does the card say why the sums keep their marks?"""
    (row, _) = (row for row in SWEEPS if row[0] == "dc_next not handed on")
    text = run_check(NAME, typed.namespace("lstm_backward", NAME, row[2])).text()
    assert "✓ dW: you add up what your calls returned, as asked, so this keeps its points." in text


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            lambda n, dh_t, dc_next, x, h, c: (dh_t, dc_next if n < 2 else 0 * dc_next, x, h, c),
            "call 3 of `step_backward`, on case 1, was not given the right dc_next: an array of "
            "zeros came.",
        ),
        (
            lambda n, dh_t, dc_next, x, h, c: (dh_t, dc_next, x, c if n == 1 else h, c),
            "call 2 of `step_backward`, on case 1, was not given the right h_prev: the cell "
            "state after step 2 came.",
        ),
        (
            lambda n, dh_t, dc_next, x, h, c: (dh_t * (1 + n), dc_next, x, h, c),
            "call 2 of `step_backward`, on case 1, was not given the right dh_t. It is the "
            "loss's own gradient plus what comes back",
        ),
    ],
)
def test_first_wrong_call_is_named(change, says):
    """Is the first call with a wrong argument named, where no known mistake fits?"""
    namespace = {}
    calls = []

    def step(dh_t, dc_next, x_t, h_prev, c_prev, *weights):
        handed = change(len(calls), dh_t, dc_next, x_t, h_prev, c_prev)
        calls.append(1)
        return namespace["step_backward"](*handed, *weights)

    def answer(*given):
        calls.clear()
        return sweep.backward(*given, step=step)

    namespace[NAME] = answer
    verdict = run_check(NAME, namespace)
    assert set(verdict.diagnoses) == {"wrong call of the step"}
    assert verdict.text().count(says) == 1


def test_right_calls_and_wrong_results_are_told_apart():
    """Does the card say that the calls are right, and their use is not?"""

    def answer(*given, step):
        dW, *rest = sweep.backward(*given, step=step)
        return (np.tanh(dW), *rest)

    verdict = run_check(NAME, notebook(answer))
    assert lost(verdict) == {"dW"}
    assert "every call of `step_backward` is right" in verdict.text()


def test_steps_done_twice_earn_no_marks_for_their_sums():
    """Do the sums of all calls earn nothing if each step is done twice?"""

    def answer(*given, step):
        shares = []

        def twice(*handed):
            made = [step(*handed), step(*handed)]
            shares.extend(one[3:] for one in made)
            return made[0]

        *_, dh_0, dc_0 = sweep.backward(*given, step=twice)
        return (*sweep.summed(shares), dh_0, dc_0)

    verdict = run_check(NAME, notebook(answer))
    assert lost(verdict) == SUMS
    assert "call 2 of `step_backward`, on case 1, was not given the right x_t" in verdict.text()


def test_sweep_that_writes_into_the_losss_gradient_is_told_so():
    """Does a sweep that adds what comes back into dh lose its marks?"""

    def answer(dh, *given, step):
        results = sweep.backward(dh, *given, step=step)
        dh[:, 0] += 1
        return results

    verdict = run_check(NAME, notebook(answer))
    assert (verdict.share, set(verdict.diagnoses)) == (0, {"input changed"})
    assert "your function changed `dh`" in verdict.text()
