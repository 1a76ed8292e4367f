"""What is right in `ask_often`, what goes wrong, and what to say about it."""

from collections.abc import Callable
from functools import partial

import numpy as np

from lstm_lib.checks.judge.diagnosis import WrongAnswer

Array = np.ndarray


def softmax(scores: Array, axis: int | None = -1) -> Array:
    """Return the softmax over an axis, or over everything."""
    exps = np.exp(scores - scores.max(axis=axis, keepdims=True))
    return exps / exps.sum(axis=axis, keepdims=True)


def _scores(h_t, masks, V, a):
    """Return the scores, of shape (times, batch, outputs)."""
    return (h_t * masks) @ V + a


def ask_often(h_t, masks, V, a):
    """Return mean and standard deviation of the answers over the times."""
    return _moments(softmax(_scores(h_t, masks, V, a)))


def _moments(answers: Array) -> tuple[Array, Array]:
    """Return mean and standard deviation over the first axis."""
    return answers.mean(axis=0), answers.std(axis=0)


def _other_shares(shares: Callable[[Array], Array]) -> Callable[..., tuple[Array, Array]]:
    """Make an answer whose scores become something else than shares of each answer."""
    return lambda *given: _moments(shares(_scores(*given)))


def _other_spread(spread: Callable[[Array], Array]) -> Callable[..., tuple[Array, Array]]:
    """Make an answer with the right mean and another measure of the spread."""

    def answer(*given):
        answers = softmax(_scores(*given))
        return answers.mean(axis=0), spread(answers)

    return answer


def _over(axis: int) -> Callable[..., tuple[Array, Array]]:
    """Make an answer with mean and deviation over another axis."""

    def answer(*given):
        answers = softmax(_scores(*given))
        return answers.mean(axis=axis), answers.std(axis=axis)

    return answer


def _along(scores: Array, axis: int, form: int) -> Array:
    """Return softmax of one's own that divides, or takes the largest off, along another axis."""
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return (
        exps / exps.sum(axis=axis, keepdims=True),
        softmax(scores - scores.max(axis=axis, keepdims=True)),
    )[form]


def _divided_again(*given):
    """Return the mean divided by the times once more, and the deviation from that."""
    answers = softmax(_scores(*given))
    mean = answers.mean(axis=0) / len(answers)
    return mean, np.sqrt(((answers - mean) ** 2).mean(axis=0))


def _mean_scores_first(h_t, masks, V, a):
    """Return softmax of the mean scores, and the right deviation."""
    scores = _scores(h_t, masks, V, a)
    return softmax(scores.mean(axis=0)), softmax(scores).std(axis=0)


OFTEN_WRONG_ANSWERS = (
    WrongAnswer(
        "divided by times − 1",
        _other_spread(lambda answers: answers.std(axis=0, ddof=1)),
        "is divided by times − 1. Here the deviation of these answers is asked for: divide by "
        "times",
    ),
    WrongAnswer(
        "standard error",
        _other_spread(lambda answers: answers.std(axis=0) / np.sqrt(len(answers))),
        "is divided by the root of times: that says how sure the *mean* is, and shrinks the more "
        "often you ask",
    ),
    WrongAnswer(
        "variance",
        _other_spread(lambda answers: answers.var(axis=0)),
        "is the variance. The deviation is its root",
    ),
    WrongAnswer(
        "range for deviation",
        _other_spread(lambda answers: np.ptp(answers, axis=0)),
        "is the largest answer less the smallest one",
    ),
    WrongAnswer(
        "softmax of the mean scores",
        _mean_scores_first,
        "is softmax of the mean scores. Each time gives an answer of its own, and answers are "
        "averaged",
    ),
    WrongAnswer(
        "spread of the scores",
        lambda *given: (ask_often(*given)[0], _scores(*given).std(axis=0)),
        "is the spread of the scores, before softmax. The answers are shares",
    ),
    WrongAnswer(
        "no softmax",
        lambda *given: _moments(_scores(*given)),
        "comes from scores: softmax is missing",
    ),
    WrongAnswer(
        "softmax over everything",
        _other_shares(lambda scores: softmax(scores, None)),
        "comes from shares that add up to 1 over everything, as scipy's softmax does without an "
        "axis. The shares of each answer add up to 1",
    ),
    WrongAnswer(
        "softmax along the axis of times",
        _other_shares(lambda scores: softmax(scores, 0)),
        "comes from shares that add up to 1 over the times. The shares of each answer add up to 1",
    ),
    WrongAnswer(
        "softmax over the batch",
        _other_shares(lambda scores: softmax(scores, 1)),
        "comes from shares that add up to 1 over the batch. The shares of each answer add up to 1",
    ),
    *(
        WrongAnswer(
            f"{what} {where}",
            _other_shares(partial(_along, axis=axis, form=form)),
            f"comes from a softmax of your own {how} {where}, and not of each answer",
        )
        for axis, where in ((0, "over the axis of times"), (1, "over the axis of the batch"))
        for form, (what, how) in enumerate(
            (
                ("divided by the sum", "that divides by the sum"),
                ("largest taken off", "that takes off the largest score"),
            )
        )
    ),
    WrongAnswer(
        "mean for sum in softmax",
        _other_shares(lambda scores: softmax(scores) * scores.shape[-1]),
        "comes from a softmax of your own that divides by the mean: it divides by the sum",
    ),
    WrongAnswer(
        "sum for mean",
        lambda *given: (ask_often(*given)[0] * len(given[1]), ask_often(*given)[1]),
        "is the sum of all answers",
    ),
    WrongAnswer(
        "sum for mean",
        lambda *given: (ask_often(*given)[0] * len(given[1]), 0 * ask_often(*given)[1]),
        "is the sum of all answers, and the deviation was reckoned from it",
    ),
    WrongAnswer(
        "mean divided once more",
        _divided_again,
        "is divided by the number of answers twice, or reckoned from a mean that is",
    ),
    WrongAnswer(
        "sum for mean in the deviation",
        _other_spread(lambda answers: answers.std(axis=0) * np.sqrt(len(answers))),
        "is the root of the *sum* of the squares. Take their mean",
    ),
    WrongAnswer(
        "sum for mean in the deviation",
        _other_spread(
            lambda answers: np.sqrt((answers**2).sum(axis=0) - answers.mean(axis=0) ** 2)
        ),
        "is reckoned from the *sum* of the squares of all answers. Take their mean",
    ),
    WrongAnswer(
        "absolute for square",
        _other_spread(lambda answers: np.sqrt(np.abs(answers - answers.mean(axis=0)).mean(axis=0))),
        "is the root of the mean distance. Square the distances first",
    ),
    WrongAnswer(
        "over the batch",
        _over(1),
        "is taken over the sequences of the batch. Mean and deviation are those of one sequence's "
        "answers, over the times",
    ),
    WrongAnswer(
        "over the outputs",
        _over(2),
        "is taken over the outputs. Mean and deviation are those of each output, over the times",
    ),
    WrongAnswer(
        "nothing dropped",
        lambda h_t, masks, V, a: _moments(softmax(_scores(h_t, np.ones_like(masks), V, a))),
        "comes from answers without any mask, which are all the same",
    ),
    WrongAnswer(
        "first mask alone",
        lambda h_t, masks, V, a: _moments(softmax(_scores(h_t, 0 * masks + masks[0], V, a))),
        "comes from the first mask each time. Every time has its own",
    ),
    WrongAnswer(
        "masks of truth values",
        lambda h_t, masks, V, a: ask_often(h_t, 1.0 * (masks > 0), V, a),
        "comes from masks that were turned into 0 and 1: what is kept has to be scaled",
    ),
    WrongAnswer(
        "bias left out",
        lambda h_t, masks, V, a: ask_often(h_t, masks, V, 0 * a),
        "comes from scores without the bias a",
    ),
    WrongAnswer(
        "mean and deviation swapped",
        lambda *given: ask_often(*given)[::-1],
        "holds the other one: return the mean first, then the deviation",
    ),
)
