"""Judges of `last_hidden` and `input_products`: what goes wrong, and what to say about it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.lstm_through_time.checks import INPUT_PRODUCTS, LAST_HIDDEN
from lstm_lib.checks.exercises.lstm_through_time.judge.run_answers import TOLERANCE, Array
from lstm_lib.checks.judge.crash import explain
from lstm_lib.checks.judge.diagnosis import WrongAnswer
from lstm_lib.checks.judge.judged import Judge, judged
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.observe.function import Function
from lstm_lib.checks.verdict import Finding


def last_hidden(h: Array, lengths: Array) -> Array:
    """Return each sequence's hidden state at its last real step, (batch, units)."""
    return h[np.arange(len(h)), lengths - 1]


def _over_real(join: Callable[[Array], Array]) -> Callable[..., Array]:
    """Make an answer that joins the states of the real steps of each sequence."""
    return lambda h, lengths: np.stack(
        [join(own[:length]) for own, length in zip(h, lengths, strict=True)]
    )


def _padding_cleared(h, lengths):
    """Return all states, with those of the padding set to zero."""
    real = np.arange(h.shape[1]) < lengths[:, np.newaxis]
    return h * real[:, :, np.newaxis]


def _and_one_more(h):
    """Return all states, and NaN for the step after the last one, which is an error to look up."""
    return np.concatenate([h, np.full_like(h[:, :1], np.nan)], axis=1)


LAST_WRONG_ANSWERS = (
    WrongAnswer(
        "last column",
        lambda h, lengths: h[:, -1],
        "is the state after the last of all steps. For a shorter sequence that step is padding, "
        "which the LSTM has read as well",
    ),
    WrongAnswer(
        "one step too late",
        lambda h, lengths: _and_one_more(h)[np.arange(len(h)), lengths],
        "is one step too late. Steps are counted from 0: the last of 3 steps has the number 2",
    ),
    WrongAnswer(
        "one step too early",
        lambda h, lengths: h[np.arange(len(h)), lengths - 2],
        "is one step too early. Steps are counted from 0: the last of 3 steps has the number 2",
    ),
    WrongAnswer("first step", lambda h, lengths: h[:, 0], "is the state after the first step"),
    WrongAnswer(
        "every length for every sequence",
        lambda h, lengths: h[:, lengths - 1],
        "has a state for each sequence at each of the lengths, in the shape "
        "(batch, batch, units). Pair each sequence with its own length",
    ),
    WrongAnswer(
        "every length for every sequence, one step too late",
        lambda h, lengths: _and_one_more(h)[:, lengths],
        "has a state for each sequence at each of the lengths, in the shape "
        "(batch, batch, units). Pair each sequence with its own length, and count from 0",
    ),
    WrongAnswer(
        "longest for all",
        lambda h, lengths: h[:, lengths.max() - 1],
        "is the state after the last step of the longest sequence, for all of them",
    ),
    WrongAnswer(
        "shortest for all",
        lambda h, lengths: h[:, lengths.min() - 1],
        "is the state after the last step of the shortest sequence, for all of them",
    ),
    WrongAnswer(
        "counted from the end",
        lambda h, lengths: h[np.arange(len(h)), -lengths],
        "is counted from the end of the padding. The real steps come first",
    ),
    WrongAnswer(
        "mean over the real steps",
        _over_real(lambda own: own.mean(axis=0)),
        "is the mean over the real steps. The last one alone was expected",
    ),
    WrongAnswer(
        "sum over the real steps",
        _over_real(lambda own: own.sum(axis=0)),
        "is the sum over the real steps. The last one alone was expected",
    ),
    WrongAnswer(
        "largest of the real steps",
        _over_real(lambda own: own.max(axis=0)),
        "is the largest value of each unit over the real steps. The last one alone was expected",
    ),
    WrongAnswer(
        "mean over all steps",
        lambda h, lengths: h.mean(axis=1),
        "is the mean over all steps, padding included. The last real step alone was expected",
    ),
    WrongAnswer(
        "step axis kept",
        lambda h, lengths: last_hidden(h, lengths)[:, np.newaxis],
        "is right, with an axis of length 1 left over: its shape is (batch, 1, units), and "
        "(batch, units) was expected",
    ),
    WrongAnswer(
        "padding set to zero",
        _padding_cleared,
        "still holds all steps, with zeros at the padding. One state per sequence was expected",
    ),
)


def _last_judged(function: Function) -> Judge:
    """Make the judge of the last states, on the cases of a function."""
    look_at = "which step is the last real one of each sequence, counted from 0"
    return judged(function, last_hidden, LAST_WRONG_ANSWERS, look_at, TOLERANCE)


ON_ALL = _last_judged(LAST_HIDDEN)
WITHOUT_FULL = _last_judged(replace(LAST_HIDDEN, cases=lambda rng: LAST_HIDDEN.cases(rng)[:-1]))


def _judge_last(seen: Observation, rng: Any) -> list[Finding]:
    """Judge the last states; an error on the last case is explained by the others."""
    stopped = seen.facts.get("stopped")
    if not isinstance(stopped, dict):
        return ON_ALL.findings(seen, rng)
    (finding,) = WITHOUT_FULL.findings(seen, rng)
    if finding.diagnosis:
        return [finding]
    return [replace(finding, right=False, message=explain(stopped))]


LAST = Judge(_judge_last, LAST_WRONG_ANSWERS)


def input_products(inputs: Array, W: Array) -> Array:
    """Return what the inputs of all steps contribute to z, (batch, steps, 4·units)."""
    return inputs @ W


PRODUCT_WRONG_ANSWERS = (
    WrongAnswer(
        "steps before sequences",
        lambda inputs, W: (inputs @ W).swapaxes(0, 1),
        "is right, with its axes swapped: it has the shape (steps, batch, 4·units), and "
        "(batch, steps, 4·units) was expected",
    ),
    WrongAnswer(
        "columns before steps",
        lambda inputs, W: (inputs @ W).swapaxes(1, 2),
        "is right, with its axes swapped: it has the shape (batch, 4·units, steps), and "
        "(batch, steps, 4·units) was expected",
    ),
    WrongAnswer(
        "sequences and steps on one axis",
        lambda inputs, W: inputs.reshape(-1, inputs.shape[2]) @ W,
        "has sequences and steps on one axis, in the shape (batch · steps, 4·units)",
    ),
    WrongAnswer(
        "sequences and steps mixed up",
        # The steps are stacked first, and the result is cut as if the sequences came first.
        lambda inputs, W: (inputs @ W).swapaxes(0, 1).reshape(*inputs.shape[:2], -1),
        "holds the right products in wrong places: `reshape` does not swap axes, it only "
        "cuts the same row of numbers in another way",
    ),
    WrongAnswer(
        "last step only",
        lambda inputs, W: inputs[:, -1] @ W,
        "is the product of the last step alone",
    ),
    WrongAnswer(
        "first step only",
        lambda inputs, W: inputs[:, 0] @ W,
        "is the product of the first step alone",
    ),
    WrongAnswer(
        "sum over the steps",
        lambda inputs, W: (inputs @ W).sum(axis=1),
        "is the sum over all steps. Each step has a product of its own",
    ),
    WrongAnswer(
        "mean over the steps",
        lambda inputs, W: (inputs @ W).mean(axis=1),
        "is the mean over all steps. Each step has a product of its own",
    ),
    WrongAnswer(
        "mean over the features",
        lambda inputs, W: inputs @ W / inputs.shape[2],
        "is divided by the number of features. What the features contribute is added up",
    ),
    WrongAnswer(
        "one block only",
        lambda inputs, W: (inputs @ W)[..., : W.shape[1] // 4],
        "holds the first block of columns alone. All four blocks, for i, f, g and o, were expected",
    ),
    WrongAnswer(
        "sum over the features",
        lambda inputs, W: inputs.sum(axis=2, keepdims=True) * W.sum(axis=0),
        "comes from sums over the features that were taken before the product. Each feature "
        "meets its own row of W",
    ),
)

PRODUCTS = judged(
    INPUT_PRODUCTS,
    input_products,
    PRODUCT_WRONG_ANSWERS,
    "which axis of the inputs meets the rows of W",
    TOLERANCE,
)
