"""What goes wrong with the weights of `attention`, and what to say about it."""

from collections.abc import Callable

import numpy as np

from lstm_lib.cell import sigmoid
from lstm_lib.checks.exercises.attention.judge.answers import attention_weights, softmax
from lstm_lib.checks.judge.diagnosis import Told, WrongAnswer

Array = np.ndarray
TAKEN_OFF = "largest score of padding taken off"


def _over(axis: int | None) -> Callable[..., Array]:
    """Make weights that add up to 1 over another axis than the steps."""

    def weights(scores, mask):
        kept = np.where(mask, scores, -np.inf)
        exps = np.exp(kept - kept.max(axis=axis, keepdims=True))
        return exps / exps.sum(axis=axis, keepdims=True)

    return weights


def _shifted(scores, mask):
    """Return exponentials that cannot overflow, 0 where masked."""
    kept = np.where(mask, scores, -np.inf)
    return np.exp(kept - kept.max(axis=1, keepdims=True))


def sums_over_the_batch(scores, mask):
    """Return what dividing by sums over the sequences gives, by how the rest is written."""
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    kept = _shifted(scores, mask)
    late = shifted / shifted.sum(axis=0) * mask
    once = softmax(scores) * mask
    with np.errstate(invalid="ignore"):
        return (
            kept / kept.sum(axis=0),
            shifted * mask / (shifted * mask).sum(axis=0),
            late / late.sum(axis=1, keepdims=True),
            once / once.sum(axis=0),
        )


def largest_over_the_batch(scores, mask):
    """Return what taking off the largest score of a step gives: of real ones, or of all."""
    kept = np.where(mask, scores, -np.inf)
    with np.errstate(invalid="ignore", divide="ignore"):
        made = [np.exp(kept - top.max(axis=0)) for top in (kept, scores)]
        return tuple(exps / exps.sum(axis=1, keepdims=True) for exps in made)


def _less_the_largest_of_all(scores, mask):
    """Return what taking off the largest score of all steps gives, 0 where 0 is divided by 0."""
    exps = np.exp(scores - scores.max(axis=1, keepdims=True)) * mask
    return exps / np.maximum(exps.sum(axis=1, keepdims=True), np.finfo(float).tiny)


def _of_products(scores, mask):
    """Return scores divided by their sum, without exp."""
    kept = np.where(mask, scores, 0)
    return kept / kept.sum(axis=1, keepdims=True)


MEAN = "are divided by the mean of their row. The weights of a row add up to 1: divide by its sum"

WEIGHTS_WRONG_ANSWERS = (
    WrongAnswer(
        "mask left out",
        lambda scores, mask: softmax(scores),
        "equal what you get without the mask: padding gets weight",
    ),
    WrongAnswer(
        "mask after softmax",
        lambda scores, mask: softmax(scores) * mask,
        "are set to 0 at padding after softmax, so their rows no longer add up to 1. The mask has "
        "to act before",
    ),
    WrongAnswer(
        "scores of padding set to 0",
        lambda scores, mask: softmax(np.where(mask, scores, 0)),
        "equal what you get when the scores of padding are 0. exp(0) is 1, so padding still gets "
        "weight",
    ),
    WrongAnswer(
        "mask reversed",
        lambda scores, mask: attention_weights(scores, ~mask),
        "give all weight to padding, and none to the words: True means a real step",
    ),
    WrongAnswer(
        "softmax over the batch",
        _over(0),
        "add up to 1 over the sequences of the batch. Each sequence shares out its own weights, "
        "over its steps",
    ),
    WrongAnswer(
        "softmax over everything",
        _over(None),
        "add up to 1 over the whole batch. Each sequence shares out its own weights",
    ),
    WrongAnswer(
        "not divided by the sum",
        _shifted,
        "are not divided by their sum: the largest weight of each row is 1",
    ),
    *(
        WrongAnswer(
            "sum over the batch",
            lambda scores, mask, form=form: sums_over_the_batch(scores, mask)[form],
            "are divided by sums over the sequences of the batch. The weights of each sequence add "
            "up to 1 by themselves",
        )
        for form in range(4)
    ),
    *(
        WrongAnswer("mean for sum", answer, MEAN)
        for answer in (
            lambda scores, mask: attention_weights(scores, mask) * scores.shape[1],
            lambda scores, mask: attention_weights(scores, mask) * mask.sum(axis=1, keepdims=True),
        )
    ),
    *(
        WrongAnswer(
            "largest score of the batch taken off",
            lambda scores, mask, form=form: largest_over_the_batch(scores, mask)[form],
            "come from scores less the largest of their step, over the batch. Softmax stays the "
            "same only if all scores of a row lose the same number",
        )
        for form in (0, 1)
    ),
    WrongAnswer(
        TAKEN_OFF,
        _less_the_largest_of_all,
        "are all 0 in a row whose padding has far larger scores. Take off the largest score among "
        "the real steps, so that exp is 1 there",
    ),
    WrongAnswer(
        "no exp",
        _of_products,
        "are the scores divided by their sum. Softmax takes exp first, which makes them positive",
    ),
    WrongAnswer(
        "sigmoid for softmax",
        lambda scores, mask: np.where(mask, sigmoid(scores), 0),
        "are a sigmoid of each score by itself. Softmax makes the steps share one whole",
    ),
    WrongAnswer(
        "all weight on the largest score",
        lambda scores, mask: np.eye(scores.shape[1])[
            np.where(mask, scores, -np.inf).argmax(axis=1)
        ],
        "are 1 for the largest score of each row and 0 for the others. Softmax gives each real "
        "step some weight",
    ),
    WrongAnswer(
        "log of softmax",
        lambda scores, mask: np.log(attention_weights(scores, mask), where=mask, out=0.0 * scores),
        "are the logarithms of the weights",
    ),
)

OVERFLOW = Told(
    "softmax overflows",
    "they hold NaN or infinity (case 5, where scores are near 800). exp(800) is infinite: take the "
    "largest score of each row's real steps off its row first, which changes no weight",
)

ONE_FOR_ALL = Told(
    "largest score of everything taken off",
    "they hold NaN or infinity (case 5, where one row's scores are near 800 and all others are "
    "small). After the largest score of the whole batch is taken off, exp is 0 in all other rows. "
    "Take off each row the largest of its own real steps",
)
PADDING_TAKEN_OFF = Told(
    TAKEN_OFF,
    "they hold NaN or infinity (case 6, where one row's scores are near 800 at padding). After a "
    "score of padding is taken off, exp is 0 at all real steps, and 0 is divided by 0. Take off "
    "the largest score among the real steps",
)
