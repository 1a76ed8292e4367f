"""The check of `run_in_chunks`, and how the parts of its exercise depend on one another."""

from functools import partial

import numpy as np
import pytest
from check_tools import SEEDS, run_check

from autograde.quality import typed
from lstm_lib.checks import verdict as v
from lstm_lib.checks.exercises.judge import judge
from lstm_lib.checks.exercises.lstm_through_time.checks import RUN_IN_CHUNKS
from lstm_lib.checks.exercises.lstm_through_time.judge.chunks import chunked
from lstm_lib.checks.exercises.lstm_through_time.judge.run_answers import run
from lstm_lib.checks.exercises.lstm_through_time.observe import made_up_run
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.seed import random_generator

MISTAKES = typed.mistakes("lstm_through_time")


def of_notebook(answer, run_lstm=run):
    """Return a notebook with an answer that calls run_lstm by its name."""
    namespace = {"run_lstm": run_lstm}
    named = partial(answer, run=lambda *given: namespace["run_lstm"](*given))
    namespace["run_in_chunks"] = named
    return namespace


def cut_before(inputs, chunk, h_0, c_0, W, U, b, run=run):
    """Cut all chunks first, then run one after the other, into arrays made before."""
    h = np.empty((*inputs.shape[:2], len(U)))
    c = np.empty_like(h)
    begin = 0
    for part in np.split(inputs, range(chunk, inputs.shape[1], chunk), axis=1):
        end = begin + part.shape[1]
        h[:, begin:end], c[:, begin:end] = run(part, h_0, c_0, W, U, b)
        h_0, c_0, begin = h[:, end - 1], c[:, end - 1], end
    return [h.tolist(), c]


def shortest_first(inputs, chunk, h_0, c_0, W, U, b, run=run):
    """Put the remainder in front."""
    steps = inputs.shape[1]
    first = steps % chunk or min(chunk, steps)
    h, c = run(inputs[:, :first], h_0, c_0, W, U, b)
    if first == steps:
        return h, c
    rest = shortest_first(inputs[:, first:], chunk, h[:, -1], c[:, -1], W, U, b, run=run)
    return tuple(np.concatenate(pair, axis=1) for pair in zip((h, c), rest, strict=True))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("answer", [chunked, cut_before, shortest_first])
def test_right_chunks_pass(answer, seed):
    """Does a right answer pass, with the notebook's run and with a loop of its own?"""
    assert run_check("run_in_chunks", of_notebook(answer), seed).share == 1
    assert run_check("run_in_chunks", {"run_in_chunks": answer}, seed).share == 1


@pytest.mark.parametrize(
    "row", [r for r in MISTAKES["run_in_chunks"] if r[0] != "other chunks"], ids=lambda row: row[0]
)
def test_wrong_chunks_are_named_with_a_loop_of_their_own(row):
    """Is each mistake named even if the chunks do not call `run_lstm`?"""
    name, _, text = row
    own = text.replace("run_lstm(", "own_loop(")
    namespace = typed.namespace("lstm_through_time", "run_in_chunks", own)
    namespace["own_loop"] = run
    verdict = run_check("run_in_chunks", namespace)
    assert (verdict.share, set(verdict.diagnoses)) == (0, {name})


def test_chunks_that_drop_the_last_are_told_the_sequence_that_is_shorter_than_one():
    """Is the case named in which an answer that makes only whole chunks makes none?"""
    text = """all_h, all_c = [], []
for start in range(0, inputs.shape[1] - chunk + 1, chunk):
    h, c = run_lstm(inputs[:, start:start + chunk], h_0, c_0, W, U, b)
    h_0, c_0 = h[:, -1], c[:, -1]
    all_h.append(h)
    all_c.append(c)
return np.concatenate(all_h, axis=1), np.concatenate(all_c, axis=1)
"""
    namespace = typed.namespace("lstm_through_time", "run_in_chunks", text)
    verdict = run_check("run_in_chunks", namespace)
    assert (verdict.share, set(verdict.diagnoses)) == (0, {"last chunk dropped"})
    assert "A sequence that is shorter than `chunk` has no other chunk." in verdict.text()
    assert "On case 3 your function was given: inputs (1, 5, 2), chunk 9," in verdict.text()


@pytest.mark.parametrize("right", [True, False])
def test_another_error_on_a_short_sequence_is_not_called_a_dropped_chunk(right):
    """Is the error alone told where the other sequences drop no chunk, with no marks?"""

    def answer(inputs, chunk, *given, run):
        if chunk > inputs.shape[1]:
            raise ValueError("too short for me")
        h, c = chunked(inputs, chunk, *given, run=run)
        return (h, c) if right else (2 * h, c)

    verdict = run_check("run_in_chunks", of_notebook(answer))
    assert (verdict.share, verdict.diagnoses) == (0, ("not yet right",))
    assert "ValueError: too short for me" in verdict.text()


def test_chunks_whose_lengths_are_no_numbers_earn_nothing():
    """Does a claim that chunks of NaN steps were read give no point?"""
    arrays = {}
    for number, case in enumerate(RUN_IN_CHUNKS.cases(random_generator("07", "run_in_chunks"))):
        given = [case[name] for name in RUN_IN_CHUNKS.arguments]
        arrays[f"{number}/0"], arrays[f"{number}/1"] = chunked(*given, run=made_up_run)
        count = -(-case["inputs"].shape[1] // case["chunk"])
        arrays[f"{number}/lengths"] = np.full(count, np.nan)
    verdict = judge(
        "run_in_chunks", Observation("run_in_chunks", arrays, {"status": "observed"}), "07"
    )
    assert (verdict.share, set(verdict.diagnoses)) == (0, {"other chunks"})


@pytest.mark.parametrize(
    ("chunk", "says"),
    [
        (1000, "on case 1, with 7 steps and chunk 3, `run_lstm` was given 7 steps"),
        (1, "the chunks are too short: on case 1, with 7 steps and chunk 3, `run_lstm` was"),
    ],
)
def test_chunks_of_another_length_are_told(chunk, says):
    """Is an answer recognized that gets the numbers right with chunks of another length?"""

    def answer(inputs, expected, *given, run):
        return chunked(inputs, chunk, *given, run=run)

    verdict = run_check("run_in_chunks", of_notebook(answer))
    assert (verdict.share, set(verdict.diagnoses)) == (0, {"other chunks"})
    assert verdict.text().count(says) == 1


@pytest.mark.parametrize("row", MISTAKES["run_lstm"][:6], ids=lambda row: row[0])
def test_wrong_run_costs_nothing_in_the_chunks(row):
    """Does a wrong or missing run leave the marks of the chunks alone?"""
    wrong = typed.namespace("lstm_through_time", "run_lstm", row[2])["run_lstm"]
    namespace = of_notebook(chunked, wrong)
    assert run_check("run_lstm", namespace).share == 0
    assert run_check("run_in_chunks", namespace).share == 1
    del namespace["run_lstm"]
    assert run_check("run_in_chunks", namespace).share == 1
    assert "run_lstm" not in namespace


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (
            lambda inputs, chunk, *given, run: run(inputs[:, 0], *given),
            "inputs has shape (2, 1), expected (batch, steps, features)",
        ),
        (
            lambda inputs, chunk, *given, run: run(inputs[:, :0], *given),
            "inputs have 0 steps, expected 1 or more",
        ),
    ],
)
def test_run_that_is_handed_no_sequence_says_so(answer, says):
    """Does the stand-in refuse what no run can read, in words?"""
    verdict = run_check("run_in_chunks", of_notebook(answer))
    assert verdict.status == v.CRASHED
    assert says in verdict.text()


def test_only_the_numbers_of_one_state_cost_the_marks_of_one():
    """Does an answer with right hidden states keep their marks?"""

    def answer(*given, run):
        h, c = chunked(*given, run=run)
        return h, 2 * c

    verdict = run_check("run_in_chunks", of_notebook(answer))
    assert verdict.share == 0.5
    assert "✓ h:" in verdict.text()
