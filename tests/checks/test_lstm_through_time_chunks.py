"""The check of `run_in_chunks`, and what the parts of its exercise owe one another."""

from functools import partial

import numpy as np
import pytest
from check_tools import SEEDS, run_check

from lstm_lib.checks import verdict as v
from lstm_lib.checks.exercises.lstm_through_time.judge.answers import RUN_WRONG_ANSWERS, run
from lstm_lib.checks.exercises.lstm_through_time.judge.chunk_answers import (
    CHUNK_WRONG_ANSWERS,
    chunked,
)


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


@pytest.mark.parametrize("wrong", CHUNK_WRONG_ANSWERS, ids=lambda w: w.name)
def test_wrong_chunks_are_named(wrong):
    """Does each wrong answer lose its marks with its own diagnosis, whatever it runs with?"""
    for namespace in (of_notebook(wrong.answer), {"run_in_chunks": wrong.answer}):
        verdict = run_check("run_in_chunks", namespace)
        assert (verdict.share, set(verdict.diagnoses)) == (0, {wrong.name})


@pytest.mark.parametrize(
    ("chunk", "says"),
    [
        (1000, "on case 1, with 7 steps and chunk 3, `run_lstm` was handed 7 steps"),
        (1, "the chunks are too short: on case 1, with 7 steps and chunk 3, `run_lstm` was"),
    ],
)
def test_chunks_of_another_length_are_told(chunk, says):
    """Is an answer told so that gets the numbers right without chunks of the expected length?"""

    def answer(inputs, expected, *given, run):
        return chunked(inputs, chunk, *given, run=run)

    verdict = run_check("run_in_chunks", of_notebook(answer))
    assert (verdict.share, set(verdict.diagnoses)) == (0, {"other chunks"})
    assert verdict.text().count(says) == 1


@pytest.mark.parametrize("wrong", RUN_WRONG_ANSWERS[:6], ids=lambda w: w.name)
def test_wrong_run_costs_nothing_in_the_chunks(wrong):
    """Does a wrong run leave the marks of the chunks alone, and one that is not there?"""
    namespace = of_notebook(chunked, wrong.answer)
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
