"""The checks of the exercise `lstm_through_time`: the run over all steps, and the last states."""

import numpy as np
import pytest
from check_tools import SEEDS, run_check

from autograde.quality import typed
from lstm_lib.cell import lstm_step
from lstm_lib.checks import verdict as v
from lstm_lib.checks.exercises.lstm_through_time.judge.arrays import input_products, last_hidden
from lstm_lib.sequence import lstm_forward

MISTAKES = typed.mistakes("lstm_through_time")


def not_written(*arguments):
    """Behave as a released stub does."""
    raise NotImplementedError


def library_run(inputs, h_0, c_0, W, U, b):
    """Run the library's own loop."""
    trajectory = lstm_forward(inputs, W, U, b, h_0, c_0)
    return trajectory.h, trajectory.c


def run_of_notebook(namespace):
    """Return a run that calls the notebook's lstm_step."""

    def run_lstm(inputs, h_0, c_0, W, U, b):
        h_t, c_t, h, c = h_0, c_0, [], []
        for t in range(inputs.shape[1]):
            h_t, c_t = namespace["lstm_step"](inputs[:, t], h_t, c_t, W, U, b)
            h.append(h_t)
            c.append(c_t)
        return np.stack(h, axis=1), np.stack(c, axis=1)

    return run_lstm


def in_float32(*arrays):
    """Run in the number format of Keras, and return lists."""
    h, c = library_run(*(np.float32(array) for array in arrays))
    return h.tolist(), c.tolist()


def one_sequence_at_a_time(inputs, h_0, c_0, W, U, b):
    """Run each sequence of the batch by itself, into arrays made before."""
    h = np.empty((*inputs.shape[:2], h_0.shape[1]))
    c = np.empty_like(h)
    for n, sequence in enumerate(inputs):
        h_t, c_t = h_0[[n]], c_0[[n]]
        for t, x_t in enumerate(sequence):
            h_t, c_t = lstm_step(x_t[np.newaxis], h_t, c_t, W, U, b)
            h[n, t], c[n, t] = h_t[0], c_t[0]
    return [h, c]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("answer", [library_run, in_float32, one_sequence_at_a_time])
def test_right_runs_pass(answer, seed):
    """Does a right run pass however it is written?"""
    assert run_check("run_lstm", {"run_lstm": answer}, seed).share == 1


def test_run_that_calls_the_notebooks_step_passes():
    """Does a run pass that calls lstm_step by its name, even if the name is missing?"""
    namespace = {"lstm_step": lstm_step}
    namespace["run_lstm"] = run_of_notebook(namespace)
    assert run_check("run_lstm", namespace).share == 1
    del namespace["lstm_step"]
    assert run_check("run_lstm", namespace).share == 1


@pytest.mark.parametrize(
    ("check", "row"),
    [
        pytest.param(check, row, id=f"{check}: {row[0]}")
        for check, rows in MISTAKES.items()
        for row in rows
    ],
)
def test_a_mistake_costs_all_marks_of_its_part(check, row):
    """Does each typed mistake leave neither of two states right?"""
    verdict = run_check(check, typed.namespace("lstm_through_time", check, row[2]))
    assert verdict.share == 0


def test_right_hidden_states_keep_their_marks():
    """Does a run that returns wrong cell states keep the marks of its hidden states?"""

    def run_lstm(*given):
        h, c = library_run(*given)
        return h, np.tanh(c)

    verdict = run_check("run_lstm", {"run_lstm": run_lstm})
    assert verdict.share == 0.5
    assert "✓ h:" in verdict.text()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            lambda t, x_t, h_t, c_t, first: (x_t, h_t, c_t if t < 2 else first[1]),
            "call 3 of `lstm_step`, on case 1, was not given the right c_prev: c_0 came.",
        ),
        (
            lambda t, x_t, h_t, c_t, first: (x_t, h_t if t < 3 else first[0], c_t),
            "call 4 of `lstm_step`, on case 1, was not given the right h_prev: h_0 came.",
        ),
        (
            lambda t, x_t, h_t, c_t, first: (x_t, h_t if t != 2 else c_t, c_t),
            "was not given the right h_prev: the cell state after step 1 came.",
        ),
        (
            lambda t, x_t, h_t, c_t, first: (x_t[::-1] if t else x_t, h_t, c_t),
            "call 2 of `lstm_step`, on case 1, was not given the right x_t. Call n reads",
        ),
    ],
)
def test_first_wrong_call_is_named(change, says):
    """Is the first call with a wrong argument named, where no known mistake fits?"""
    namespace = {"lstm_step": lstm_step}

    def run_lstm(inputs, h_0, c_0, W, U, b):
        h_t, c_t, states = h_0, c_0, []
        for t in range(inputs.shape[1]):
            handed = change(t, inputs[:, t], h_t, c_t, (h_0, c_0))
            h_t, c_t = namespace["lstm_step"](*handed, W, U, b)
            states.append((h_t, c_t))
        return tuple(np.stack(s, axis=1) for s in zip(*states, strict=True))

    namespace["run_lstm"] = run_lstm
    verdict = run_check("run_lstm", namespace)
    assert set(verdict.diagnoses) == {"wrong call of the step"}
    assert verdict.text().count(says) == 1


def test_wrong_number_of_calls_is_told():
    """Does the card say that the last step was done twice?"""
    namespace = {"lstm_step": lstm_step}
    right = run_of_notebook(namespace)

    def run_lstm(inputs, *given):
        again = np.concatenate([inputs, inputs[:, -1:]], axis=1)
        h, c = right(again, *given)
        return h[:, 1:], c[:, 1:]

    namespace["run_lstm"] = run_lstm
    assert "called 6 times on case 1, which has 5 steps" in run_check("run_lstm", namespace).text()


def test_right_calls_and_wrong_results_are_told_apart():
    """Does the card say that the calls are right, and what the run keeps is not?"""
    namespace = {"lstm_step": lstm_step}
    right = run_of_notebook(namespace)
    namespace["run_lstm"] = lambda *given: tuple(np.cumsum(s, axis=1) for s in right(*given))
    text = run_check("run_lstm", namespace).text()
    assert "every call of `lstm_step` is right. Look at what you keep" in text


def test_a_look_ahead_is_told():
    """Does the card say that early states depend on later inputs?"""

    def run_lstm(inputs, *given):
        return library_run(inputs - inputs.mean(axis=1, keepdims=True), *given)

    verdict = run_check("run_lstm", {"run_lstm": run_lstm})
    assert set(verdict.diagnoses) == {"looks ahead"}
    assert "a state before step 3 changes when only the inputs from step 3 onward" in verdict.text()


def test_unknown_mistake_is_located():
    """Is an unknown mistake reported with the place where it is largest?"""

    def run_lstm(inputs, *given):
        return library_run(1.5 * inputs, *given)

    verdict = run_check("run_lstm", {"run_lstm": run_lstm})
    assert verdict.diagnoses == ("not yet right",)
    assert "and" in verdict.text()
    assert "was expected" in verdict.text()


def test_run_that_writes_into_its_initial_states_is_told_so():
    """Does a run that updates h_0 and c_0 in place lose its marks?"""

    def run_lstm(inputs, h_0, c_0, W, U, b):
        h, c = [], []
        for t in range(inputs.shape[1]):
            h_0[:], c_0[:] = lstm_step(inputs[:, t], h_0, c_0, W, U, b)
            h.append(h_0.copy())
            c.append(c_0.copy())
        return np.stack(h, axis=1), np.stack(c, axis=1)

    verdict = run_check("run_lstm", {"run_lstm": run_lstm})
    assert (verdict.share, set(verdict.diagnoses)) == (0, {"input changed"})


@pytest.mark.parametrize("name", ["run_lstm", "last_hidden", "run_in_chunks", "input_products"])
@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (None, v.NOT_ATTEMPTED),
        (not_written, v.NOT_ATTEMPTED),
        (lambda *given: 1 / 0, v.CRASHED),
        (lambda *given: exit(0), v.CRASHED),
        (lambda *given: ("text", "text"), v.CRASHED),
        (lambda *given: None, v.NOT_YET),
        (lambda *given: (np.full((2, 2), np.nan), np.nan), v.NOT_YET),
        (7, v.CRASHED),
    ],
)
def test_outcomes_are_told_apart(name, answer, status):
    """Are not attempted, not yet right and crashed told apart, each with no marks?"""
    if name in ("last_hidden", "input_products") and status == v.NOT_YET:
        answer = (lambda *given: None) if answer() is None else (lambda *given: np.nan)
    verdict = run_check(name, {name: answer} if answer else {})
    assert (verdict.status, verdict.share) == (status, 0)


def looked_up_in_a_loop(h, lengths):
    """Return lists, one sequence after the other."""
    return [own[length - 1].tolist() for own, length in zip(h, lengths, strict=True)]


def taken_along_the_steps(h, lengths):
    """Return what a mask leaves, in float32."""
    last = np.arange(h.shape[1]) == lengths[:, None] - 1
    return np.float32(h[last])


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("answer", [last_hidden, looked_up_in_a_loop, taken_along_the_steps])
def test_right_last_states_pass(answer, seed):
    """Does a right way to find the last real states pass?"""
    assert run_check("last_hidden", {"last_hidden": answer}, seed).share == 1


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("row", MISTAKES["last_hidden"], ids=lambda row: row[0])
def test_wrong_last_states_are_named_on_every_seed(row, seed):
    """Is each wrong last state named whatever lengths are drawn?"""
    name, _, text = row
    namespace = typed.namespace("lstm_through_time", "last_hidden", text)
    assert run_check("last_hidden", namespace, seed).diagnoses == (name,)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "answer",
    [
        input_products,
        lambda inputs, W: np.einsum("btj,jk->btk", inputs, W).tolist(),
        lambda inputs, W: np.stack([np.float32(i) @ np.float32(W) for i in inputs]),
        lambda inputs, W: (inputs.reshape(-1, len(W)) @ W).reshape(*inputs.shape[:2], -1),
    ],
)
def test_right_products_pass(answer, seed):
    """Does a right product of all steps pass however it is written?"""
    assert run_check("input_products", {"input_products": answer}, seed).share == 1
