"""What goes wrong when sequences are turned around and two runs are joined."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.checks.judge.diagnosis import WrongAnswer
from lstm_lib.ragged import reverse_within_lengths
from lstm_lib.sequence import lstm_forward

Array = np.ndarray


def turned(inputs: Array, lengths: Array) -> Array:
    """Return each sequence turned around within its own length."""
    return reverse_within_lengths(inputs, lengths)


def _one_length(length: Callable[[Array], int]) -> Callable[[Array, Array], Array]:
    """Make an answer that takes one length for all sequences."""
    return lambda inputs, lengths: turned(inputs, np.full_like(lengths, length(lengths)))


def _cleared(inputs, lengths):
    """Return the right answer, with zeros at the padding."""
    real = np.arange(inputs.shape[1]) < lengths[:, np.newaxis]
    return turned(inputs, lengths) * real[:, :, np.newaxis]


def _reversed_and_moved(inputs, lengths):
    """Return all steps reversed, then the padding behind the real steps: in its reverse order."""
    rows = [np.roll(row[::-1], n, axis=0) for row, n in zip(inputs, lengths, strict=True)]
    return np.stack(rows)


REVERSE_WRONG_ANSWERS = (
    WrongAnswer(
        "all steps turned around",
        lambda inputs, lengths: inputs[:, ::-1],
        "turns all steps around, so that the padding comes first. Each sequence has its own length",
    ),
    WrongAnswer(
        "not turned around",
        lambda inputs, lengths: inputs,
        "is the inputs as they came: nothing is turned around",
    ),
    WrongAnswer(
        "padding set to zero",
        _cleared,
        "is right at the real steps, and zero at the padding. The padding stays as it is",
    ),
    WrongAnswer(
        "padding turned around too",
        _reversed_and_moved,
        "is right at the real steps, and has the padding in reverse order behind them. "
        "The padding stays as it is",
    ),
    WrongAnswer(
        "one step too many",
        lambda inputs, lengths: turned(inputs, np.minimum(lengths + 1, inputs.shape[1])),
        "turns one step of the padding around with each sequence",
    ),
    WrongAnswer(
        "one step too few",
        lambda inputs, lengths: turned(inputs, lengths - 1),
        "leaves the last real step of each sequence where it was",
    ),
    WrongAnswer(
        "longest for all",
        _one_length(max),
        "turns every sequence around within the length of the longest one",
    ),
    WrongAnswer(
        "shortest for all",
        _one_length(min),
        "turns every sequence around within the length of the shortest one",
    ),
    WrongAnswer(
        "first length for all",
        _one_length(lambda lengths: lengths[0]),
        "turns every sequence around within the length of the first one",
    ),
    WrongAnswer(
        "batch turned around",
        lambda inputs, lengths: inputs[::-1],
        "has the sequences in reverse order. The steps of each were to be turned around",
    ),
    WrongAnswer(
        "features turned around",
        lambda inputs, lengths: inputs[:, :, ::-1],
        "has the features in reverse order. The steps were to be turned around",
    ),
    WrongAnswer(
        "steps and features turned around",
        lambda inputs, lengths: turned(inputs, lengths)[:, :, ::-1],
        "has the steps in the right order, and the features of all steps in reverse order",
    ),
)


def _states(inputs, *weights):
    """Return the hidden states of one run."""
    return lstm_forward(inputs, *weights).h


def joined(
    inputs: Array,
    *weights: Array,
    runs: Callable[..., Any] = lambda x, f, b: (_states(x, *f), _states(x[:, ::-1], *b)[:, ::-1]),
    join: Callable[[Any, Any], Any] = lambda h_f, h_b: np.concatenate([h_f, h_b], axis=-1),
) -> Array:
    """Return both runs' hidden states side by side: the right answer by default."""
    return join(*runs(inputs, weights[:3], weights[3:]))


def _with(**parts: Any) -> Callable[..., Array]:
    """Make an answer with other parts."""
    return lambda *given: joined(*given, **parts)


BOTH_WRONG_ANSWERS = (
    WrongAnswer(
        "backward states not turned back",
        _with(runs=lambda x, f, b: (_states(x, *f), _states(x[:, ::-1], *b))),
        "has the states of the backward run in the order in which it read. At each step, both "
        "halves have to be about the same step of the inputs",
    ),
    WrongAnswer(
        "backward run reads forward",
        _with(runs=lambda x, f, b: (_states(x, *f), _states(x, *b))),
        "comes from two runs that both read forward. The second one reads from the last step: turn "
        "the second axis around, not the first",
    ),
    WrongAnswer(
        "turned around afterward only",
        _with(runs=lambda x, f, b: (_states(x, *f), _states(x, *b)[:, ::-1])),
        "comes from a second run that reads forward, and whose states are turned around afterward. "
        "The inputs have to be turned around before it",
    ),
    WrongAnswer(
        "one set of weights",
        _with(runs=lambda x, f, b: (_states(x, *f), _states(x[:, ::-1], *f)[:, ::-1])),
        "comes from two runs with the weights of the forward run. Each run has its own",
    ),
    WrongAnswer(
        "weights exchanged",
        _with(runs=lambda x, f, b: (_states(x, *b), _states(x[:, ::-1], *f)[:, ::-1])),
        "comes from a forward run with the backward weights, and the other way around",
    ),
    WrongAnswer(
        "backward first",
        _with(join=lambda h_f, h_b: np.concatenate([h_b, h_f], axis=-1)),
        "has the backward half first. The forward run comes first",
    ),
    WrongAnswer(
        "added up",
        _with(join=lambda h_f, h_b: h_f + h_b),
        "is the sum of both runs' states. They were to stand side by side",
    ),
    WrongAnswer(
        "averaged",
        _with(join=lambda h_f, h_b: (h_f + h_b) / 2),
        "is the mean of both runs' states. They were to stand side by side",
    ),
    WrongAnswer(
        "multiplied",
        _with(join=lambda h_f, h_b: h_f * h_b),
        "is the product of both runs' states. They were to stand side by side",
    ),
    WrongAnswer(
        "joined along the steps",
        _with(join=lambda h_f, h_b: np.concatenate([h_f, h_b], axis=1)),
        "has the backward states behind the forward ones, in the shape (batch, 2 · steps, units). "
        "Join them along the last axis",
    ),
    WrongAnswer(
        "joined along the batch",
        _with(join=lambda h_f, h_b: np.concatenate([h_f, h_b])),
        "has the backward states below the forward ones, in the shape (2 · batch, steps, units). "
        "Join them along the last axis",
    ),
    WrongAnswer(
        "an axis of its own",
        _with(join=lambda h_f, h_b: np.stack([h_f, h_b])),
        "has both runs one behind the other on an axis of its own, in the shape (2, batch, steps, "
        "units). `np.concatenate` makes no new axis",
    ),
    WrongAnswer(
        "forward run only",
        _with(join=lambda h_f, h_b: h_f),
        "is the forward run alone",
    ),
    WrongAnswer(
        "backward run only",
        _with(join=lambda h_f, h_b: h_b),
        "is the backward run alone",
    ),
    WrongAnswer(
        "everything turned back",
        _with(
            runs=lambda x, f, b: (_states(x, *f), _states(x[:, ::-1], *b)),
            join=lambda h_f, h_b: np.concatenate([h_f, h_b], axis=-1)[:, ::-1],
        ),
        "is turned around as a whole. Only the backward run's states are turned back",
    ),
    WrongAnswer(
        "last states only",
        _with(
            join=lambda h_f, h_b: np.concatenate([h_f[:, -1], h_b[:, 0]], axis=-1),
        ),
        "is what each run ends with. The states of all steps were expected",
    ),
)
