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


def _of_real(change: Callable[[Array], Array]) -> Callable[[Array, Array], Array]:
    """Make an answer that changes the real steps, (length, features), of each sequence."""

    def changed(inputs, lengths):
        made = inputs.copy()
        for row, source, length in zip(made, inputs, lengths, strict=True):
            row[:length] = change(source[:length])
        return made

    return changed


def _second_half_twice(x):
    """Return what is left if step after step is overwritten before it is read."""
    half = len(x) // 2
    return np.concatenate([x[::-1][:half], x[half:]])


def _first_half_twice(x):
    """Return what is left if this goes on from the last step to the first."""
    return _second_half_twice(x[::-1])[::-1]


AROUND = (
    "have their steps in the right order, and their features in reverse order, as `np.flip` "
    "without an axis leaves them. Of a sequence, only the axis of the steps is turned around"
)
FEATURES_AROUND = "have their features in reverse order. The steps were to be turned around"
HALF_TWICE = (
    "hold one half of each sequence twice, the second time mirrored: steps were overwritten before "
    "they were read. `a[j], a[k] = a[k], a[j]` exchanges numbers, but not the rows of an array, "
    "which are views of it: read from `inputs`, and write into a copy"
)

REVERSE_WRONG_ANSWERS = (
    WrongAnswer(
        "all steps turned around",
        lambda inputs, lengths: inputs[:, ::-1],
        "have all their steps turned around, so that the padding comes first. Each one has its own "
        "length",
    ),
    WrongAnswer(
        "not turned around",
        lambda inputs, lengths: inputs,
        "are the inputs as they came: nothing is turned around",
    ),
    WrongAnswer(
        "padding set to zero",
        _cleared,
        "are right at the real steps, and zero at the padding. The padding stays as it is",
    ),
    WrongAnswer(
        "padding turned around too",
        _reversed_and_moved,
        "are right at the real steps, and have the padding in reverse order behind them. "
        "The padding stays as it is",
    ),
    WrongAnswer(
        "one step too many",
        lambda inputs, lengths: turned(inputs, np.minimum(lengths + 1, inputs.shape[1])),
        "are turned around together with one step of their padding",
    ),
    WrongAnswer(
        "one step too few",
        lambda inputs, lengths: turned(inputs, lengths - 1),
        "have their last real step where it was, and only those before it are turned around",
    ),
    WrongAnswer(
        "longest for all",
        _one_length(max),
        "are all turned around within the length of the longest one",
    ),
    WrongAnswer(
        "shortest for all",
        _one_length(min),
        "are all turned around within the length of the shortest one",
    ),
    WrongAnswer(
        "first length for all",
        _one_length(lambda lengths: lengths[0]),
        "are all turned around within the length of the first one",
    ),
    *(
        WrongAnswer("the same half twice", _of_real(answer), HALF_TWICE)
        for answer in (_second_half_twice, _first_half_twice)
    ),
    WrongAnswer(
        "batch turned around",
        lambda inputs, lengths: inputs[::-1],
        "stand in reverse order in the batch. The steps of each were to be turned around",
    ),
    *(
        WrongAnswer("features turned around", answer, FEATURES_AROUND)
        for answer in (
            lambda inputs, lengths: inputs[:, :, ::-1],
            _of_real(lambda x: x[:, ::-1]),
        )
    ),
    *(
        WrongAnswer("steps and features turned around", answer, AROUND)
        for answer in (
            lambda inputs, lengths: turned(inputs, lengths)[:, :, ::-1],
            _of_real(lambda x: x[::-1, ::-1]),
        )
    ),
    WrongAnswer(
        "all axes turned around",
        lambda inputs, lengths: inputs[::-1, ::-1, ::-1],
        "are turned around along all three axes, as by `np.flip` without an axis: batch, steps and "
        "features. Only the real steps of each were to be turned around",
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


def _around(
    before: Callable[[Array], Array], after: Callable[[Array], Array]
) -> Callable[..., Array]:
    """Make an answer whose inputs and states are turned around in some ways."""
    return _with(runs=lambda x, f, b: (_states(x, *f), after(_states(before(x), *b))))


def _steps(x: Array) -> Array:
    """Turn the steps around, as is right."""
    return x[:, ::-1]


def _batch(x: Array) -> Array:
    """Turn the sequences of the batch around."""
    return x[::-1]


ALL_AXES = (
    "come from a backward run that was turned around along all axes, as by `np.flip` without an "
    "axis: the batch and the last axis with it. Turn the steps around, and nothing else"
)
BATCH_AROUND = (
    "come from a backward run with the sequences of the batch in reverse order. Turn the second "
    "axis around both times: the steps"
)

BOTH_WRONG_ANSWERS = (
    WrongAnswer(
        "backward states not turned back",
        _with(runs=lambda x, f, b: (_states(x, *f), _states(x[:, ::-1], *b))),
        "have the states of the backward run in the order in which it read. At each step, both "
        "halves have to be about the same step of the inputs",
    ),
    WrongAnswer(
        "backward run reads forward",
        _with(runs=lambda x, f, b: (_states(x, *f), _states(x, *b))),
        "come from two runs that both read forward. The second one reads from the last step: turn "
        "the second axis around, not the first",
    ),
    WrongAnswer(
        "turned around afterward only",
        _with(runs=lambda x, f, b: (_states(x, *f), _states(x, *b)[:, ::-1])),
        "come from a second run that reads forward, and whose states are turned around afterward. "
        "The inputs have to be turned around before it",
    ),
    WrongAnswer(
        "one set of weights",
        _with(runs=lambda x, f, b: (_states(x, *f), _states(x[:, ::-1], *f)[:, ::-1])),
        "come from two runs with the weights of the forward run. Each run has its own",
    ),
    WrongAnswer(
        "weights exchanged",
        _with(runs=lambda x, f, b: (_states(x, *b), _states(x[:, ::-1], *f)[:, ::-1])),
        "come from a forward run with the backward weights, and the other way around",
    ),
    WrongAnswer(
        "backward first",
        _with(join=lambda h_f, h_b: np.concatenate([h_b, h_f], axis=-1)),
        "have the backward half first. The forward run comes first",
    ),
    WrongAnswer(
        "added up",
        _with(join=lambda h_f, h_b: h_f + h_b),
        "are the sum of both runs' states. They were to stand side by side",
    ),
    WrongAnswer(
        "averaged",
        _with(join=lambda h_f, h_b: (h_f + h_b) / 2),
        "are the mean of both runs' states. They were to stand side by side",
    ),
    WrongAnswer(
        "multiplied",
        _with(join=lambda h_f, h_b: h_f * h_b),
        "are the product of both runs' states. They were to stand side by side",
    ),
    WrongAnswer(
        "joined along the steps",
        _with(join=lambda h_f, h_b: np.concatenate([h_f, h_b], axis=1)),
        "have the backward states behind the forward ones, in the shape (batch, 2 · steps, units). "
        "Join them along the last axis",
    ),
    WrongAnswer(
        "joined along the batch",
        _with(join=lambda h_f, h_b: np.concatenate([h_f, h_b])),
        "have the backward states below the forward ones, in the shape (2 · batch, steps, units). "
        "Join them along the last axis",
    ),
    WrongAnswer(
        "an axis of its own",
        _with(join=lambda h_f, h_b: np.stack([h_f, h_b])),
        "have both runs one behind the other on an axis of its own, in the shape (2, batch, steps, "
        "units). `np.concatenate` makes no new axis",
    ),
    WrongAnswer(
        "forward run only",
        _with(join=lambda h_f, h_b: h_f),
        "are the states of the forward run alone",
    ),
    WrongAnswer(
        "backward run only",
        _with(join=lambda h_f, h_b: h_b),
        "are the states of the backward run alone",
    ),
    WrongAnswer(
        "everything turned back",
        _with(
            runs=lambda x, f, b: (_states(x, *f), _states(x[:, ::-1], *b)),
            join=lambda h_f, h_b: np.concatenate([h_f, h_b], axis=-1)[:, ::-1],
        ),
        "are turned around as a whole. Only the backward run's states are turned back",
    ),
    WrongAnswer(
        "last states only",
        _with(
            join=lambda h_f, h_b: np.concatenate([h_f[:, -1], h_b[:, 0]], axis=-1),
        ),
        "are what each run ends with. The states of all steps were expected",
    ),
    *(
        WrongAnswer("all axes turned around", _around(before, after), ALL_AXES)
        for before, after in ((np.flip, np.flip), (_steps, np.flip), (np.flip, _steps))
    ),
    *(
        WrongAnswer("batch turned around", _around(before, after), BATCH_AROUND)
        for before, after in ((_batch, _steps), (_steps, _batch))
    ),
)
