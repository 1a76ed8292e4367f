"""What is right in `masked_loss`, what goes wrong, and what to say about it."""

from collections.abc import Callable
from functools import partial

import numpy as np

from lstm_lib.checks.exercises.translation.observe import END, PADDING
from lstm_lib.checks.judge.diagnosis import WrongAnswer

Array = np.ndarray


def log_softmax(scores: Array, axis: int | None = -1) -> Array:
    """Return the logarithm of softmax over an axis, or over everything."""
    above = scores - scores.max(axis=axis, keepdims=True)
    return above - np.log(np.exp(above).sum(axis=axis, keepdims=True))


def picked(values: Array, targets: Array) -> Array:
    """Return the value of the target at each step, of shape (batch, steps)."""
    return np.take_along_axis(values, targets[:, :, np.newaxis], axis=2)[:, :, 0]


def costs(scores: Array, targets: Array) -> Array:
    """Return the cross-entropy at each step, padding too."""
    return -picked(log_softmax(scores), targets)


def masked_loss(scores, targets):
    """Return the mean cross-entropy of the real words."""
    return costs(scores, targets)[targets != PADDING].mean()


def _of_costs(change: Callable[[Array, Array], Array]) -> Callable[..., Array]:
    """Make a loss from (costs, real): both of shape (batch, steps)."""
    return lambda scores, targets: np.asarray(change(costs(scores, targets), targets != PADDING))


def _of_logs(change: Callable[[Array], Array]) -> Callable[..., Array]:
    """Make a loss from what stands in place of the logarithms of shares."""
    return lambda scores, targets: -picked(change(scores), targets)[targets != PADDING].mean()


def _own_softmax(scores: Array, sum_over: int = 2, largest_of: int = 2) -> Array:
    """Return the logarithm of a softmax that sums, or takes the largest, over another axis."""
    above = scores - scores.max(axis=largest_of, keepdims=True)
    return above - np.log(np.exp(above).sum(axis=sum_over, keepdims=True))


def _squared(scores: Array, targets: Array) -> Array:
    """Return the mean squared distance of the shares from a row with a single 1."""
    right = np.eye(scores.shape[2])[targets]
    return ((np.exp(log_softmax(scores)) - right) ** 2)[targets != PADDING].mean()


LOSS_WRONG_ANSWERS = (
    WrongAnswer(
        "padding counted",
        _of_costs(lambda costs, real: costs.mean()),
        "counts padding as if it were a word to be written",
    ),
    WrongAnswer(
        "divided by all places",
        _of_costs(lambda costs, real: (costs * real).mean()),
        "leaves padding out of the sum, and still divides by the number of all places: the more "
        "padding a batch has, the smaller it looks. Divide by the number of real words",
    ),
    WrongAnswer(
        "sum for mean",
        _of_costs(lambda costs, real: (costs * real).sum()),
        "is the sum over the real words. Divide by their number",
    ),
    WrongAnswer(
        "divided by the batch",
        _of_costs(lambda costs, real: (costs * real).sum() / len(costs)),
        "is divided by the number of sentences. A mean over words is asked for",
    ),
    WrongAnswer(
        "divided by the steps",
        _of_costs(lambda costs, real: (costs * real).sum() / costs.shape[1]),
        "is divided by the number of steps. A mean over real words is asked for",
    ),
    WrongAnswer(
        "mean of sentence means",
        _of_costs(lambda costs, real: ((costs * real).sum(axis=1) / real.sum(axis=1)).mean()),
        "is the mean of each sentence's own mean: words of short sentences would count more. Every "
        "word counts alike",
    ),
    WrongAnswer(
        "mean of step means",
        _of_costs(
            lambda costs, real: (
                (costs * real).sum(axis=0) / np.maximum(real.sum(axis=0), 1)
            ).mean()
        ),
        "is the mean of each step's own mean over the batch. Every word counts alike",
    ),
    WrongAnswer(
        "end mark not counted",
        lambda scores, targets: costs(scores, targets)[targets > END].mean(),
        "leaves END out as well as padding. A decoder that loses nothing at END does not learn "
        "when to stop",
    ),
    WrongAnswer(
        "mask reversed",
        _of_costs(lambda costs, real: costs[~real].mean()),
        "is the mean over the padding, and leaves the words out",
    ),
    WrongAnswer(
        "sign",
        _of_costs(lambda costs, real: -costs[real].mean()),
        "is below 0: the logarithm of a share is negative, and a loss is *minus* that",
    ),
    WrongAnswer(
        "no softmax",
        _of_logs(lambda scores: scores),
        "comes from the scores as they are: softmax and the logarithm are missing",
    ),
    WrongAnswer(
        "no logarithm",
        _of_logs(lambda scores: np.exp(log_softmax(scores))),
        "is minus the mean share of the right words: the logarithm is missing",
    ),
    WrongAnswer(
        "one minus the share",
        lambda scores, targets: (
            1 - np.exp(picked(log_softmax(scores), targets)[targets != PADDING])
        ).mean(),
        "is the mean of one minus the right word's share. The cross-entropy is minus the logarithm "
        "of the share",
    ),
    WrongAnswer(
        "logarithm of the mean share",
        lambda scores, targets: (
            -np.log(np.exp(picked(log_softmax(scores), targets)[targets != PADDING]).mean())
        ),
        "is minus the logarithm of the mean share. Take the logarithm of each word's share first, "
        "then the mean",
    ),
    WrongAnswer(
        "bits for nats",
        _of_logs(lambda scores: log_softmax(scores) / np.log(2)),
        "is in bits, from a logarithm to the base 2. Here it is in nats: take np.log",
    ),
    WrongAnswer(
        "perplexity",
        _of_costs(lambda costs, real: np.exp(costs[real].mean())),
        "is the exponential of the loss, the perplexity",
    ),
    WrongAnswer(
        "softmax twice",
        _of_logs(lambda scores: log_softmax(np.exp(log_softmax(scores)))),
        "comes from scores that went through softmax twice",
    ),
    WrongAnswer(
        "softmax over the steps",
        _of_logs(lambda scores: log_softmax(scores, 1)),
        "comes from shares that add up to 1 over the steps. The shares of one step add up to 1 "
        "over the words",
    ),
    WrongAnswer(
        "softmax over the batch",
        _of_logs(lambda scores: log_softmax(scores, 0)),
        "comes from shares that add up to 1 over the batch. The shares of one step add up to 1 "
        "over the words",
    ),
    WrongAnswer(
        "softmax over everything",
        _of_logs(lambda scores: log_softmax(scores, None)),
        "comes from shares that add up to 1 over the whole batch, as softmax does without an axis. "
        "The shares of one step add up to 1",
    ),
    *(
        WrongAnswer(
            f"sum of softmax over the {where}",
            _of_logs(partial(_own_softmax, sum_over=axis)),
            f"comes from a softmax of your own whose sum runs over the {where}. It runs over the "
            "words of one step",
        )
        for where, axis in (("steps", 1), ("batch", 0))
    ),
    *(
        WrongAnswer(
            f"largest score of the {where} taken off",
            _of_logs(partial(_own_softmax, largest_of=axis)),
            f"comes from scores less the largest over the {where}: softmax stays the same only if "
            "all scores of one step lose the same number",
        )
        for where, axis in (("steps", 1), ("batch", 0))
    ),
    WrongAnswer(
        "mean over the vocabulary as well",
        lambda scores, targets: masked_loss(scores, targets) / scores.shape[2],
        "is divided by the number of words in the vocabulary as well",
    ),
    WrongAnswer(
        "likeliest word for the right one",
        lambda scores, targets: -log_softmax(scores).max(axis=2)[targets != PADDING].mean(),
        "looks at the likeliest word in place of the right one: `targets` says which that is",
    ),
    WrongAnswer(
        "squared distance",
        _squared,
        "is a mean squared distance. For shares, the cross-entropy is asked for",
    ),
    WrongAnswer(
        "mean for sum in softmax",
        lambda scores, targets: masked_loss(scores, targets) - np.log(scores.shape[2]),
        "comes from a softmax of your own that divides by the mean: it divides by the sum",
    ),
)
