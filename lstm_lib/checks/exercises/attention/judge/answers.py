"""What is right in the parts of `attention`, what goes wrong, and what to say about it."""

from collections.abc import Callable

import numpy as np

from lstm_lib.cell import sigmoid
from lstm_lib.checks.judge.diagnosis import Told, WrongAnswer

Array = np.ndarray


def dot_scores(h_t, encoder_h):
    """Return the dot product of h_t with each of the encoder's hidden states."""
    return np.einsum("bu,bju->bj", h_t, encoder_h)


def softmax(scores: Array) -> Array:
    """Return the softmax over the last axis."""
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def attention_weights(scores, mask):
    """Return the softmax over the real steps."""
    return softmax(np.where(mask, scores, -np.inf))


def context(weights, encoder_h):
    """Return the sum of the encoder's hidden states by weights."""
    return np.einsum("bj,bju->bu", weights, encoder_h)


def _scores(change: Callable[..., Array]) -> Callable[..., Array]:
    """Make scores that are changed: (scores, h_t, encoder_h) -> scores."""
    return lambda h_t, encoder_h: change(dot_scores(h_t, encoder_h), h_t, encoder_h)


SCORES_WRONG_ANSWERS = (
    WrongAnswer(
        "scaled",
        _scores(lambda scores, h_t, _: scores / np.sqrt(h_t.shape[1])),
        "is divided by the root of units: that is the scaled score. Here the plain dot product is "
        "asked for",
    ),
    WrongAnswer(
        "mean for sum",
        _scores(lambda scores, h_t, _: scores / h_t.shape[1]),
        "is the mean of the products over the units. A dot product is their sum",
    ),
    WrongAnswer(
        "cosine",
        _scores(
            lambda scores, h_t, encoder_h: (
                scores
                / np.linalg.norm(h_t, axis=1, keepdims=True)
                / np.linalg.norm(encoder_h, axis=2)
            )
        ),
        "is the cosine: the dot product divided by both lengths. Nothing is divided here",
    ),
    WrongAnswer(
        "sum for product",
        _scores(lambda _, h_t, encoder_h: (h_t[:, np.newaxis] + encoder_h).sum(axis=2)),
        "adds h_t and the encoder's hidden states. A dot product multiplies entry by entry first",
    ),
    WrongAnswer(
        "additive score",
        _scores(lambda _, h_t, encoder_h: np.tanh(h_t[:, np.newaxis] + encoder_h).sum(axis=2)),
        "equals what you get with a tanh of the sum: that is close to the additive score. Here the "
        "dot product is asked for",
    ),
    WrongAnswer(
        "distance",
        _scores(lambda _, h_t, encoder_h: ((h_t[:, np.newaxis] - encoder_h) ** 2).sum(axis=2)),
        "is the squared distance of the two. What fits well must score high",
    ),
    WrongAnswer(
        "softmax taken already",
        _scores(lambda scores, *_: softmax(scores)),
        "has gone through softmax already. That is the next part's work",
    ),
    WrongAnswer(
        "tanh of the scores",
        _scores(lambda scores, *_: np.tanh(scores)),
        "has gone through tanh. A dot product is squashed by nothing",
    ),
    WrongAnswer(
        "query transposed, or another sequence's",
        lambda h_t, encoder_h: dot_scores(np.broadcast_to(h_t[:1], h_t.shape), encoder_h),
        "comes from the first sequence's h_t everywhere, as when h_t is transposed. Each sequence "
        "asks for itself",
    ),
    WrongAnswer(
        "keys of another sequence",
        lambda h_t, encoder_h: dot_scores(h_t, np.broadcast_to(encoder_h[:1], encoder_h.shape)),
        "comes from the first sequence's encoder_h everywhere. Each sequence has its own",
    ),
)


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


def _of_products(scores, mask):
    """Return scores divided by their sum, without exp."""
    kept = np.where(mask, scores, 0)
    return kept / kept.sum(axis=1, keepdims=True)


MEAN = (
    "is divided by the mean of its row. The weights of a row add up to 1: it is divided by its sum"
)

WEIGHTS_WRONG_ANSWERS = (
    WrongAnswer(
        "mask left out",
        lambda scores, mask: softmax(scores),
        "equals what you get without the mask: padding gets weight",
    ),
    WrongAnswer(
        "mask after softmax",
        lambda scores, mask: softmax(scores) * mask,
        "is set to 0 at padding after softmax, so its rows no longer add up to 1. The mask has to "
        "act before",
    ),
    WrongAnswer(
        "scores of padding set to 0",
        lambda scores, mask: softmax(np.where(mask, scores, 0)),
        "equals what you get when the scores of padding are 0. exp(0) is 1, so padding still gets "
        "weight",
    ),
    WrongAnswer(
        "mask reversed",
        lambda scores, mask: attention_weights(scores, ~mask),
        "gives all weight to padding, and none to the words: True means a real step",
    ),
    WrongAnswer(
        "softmax over the batch",
        _over(0),
        "adds up to 1 over the sequences of the batch. Each sequence shares out its own weights, "
        "over its steps",
    ),
    WrongAnswer(
        "softmax over everything",
        _over(None),
        "adds up to 1 over the whole batch. Each sequence shares out its own weights",
    ),
    WrongAnswer(
        "not divided by the sum",
        _shifted,
        "is not divided by its sum: the largest weight of each row is 1",
    ),
    *(
        WrongAnswer(
            "sum over the batch",
            lambda scores, mask, form=form: sums_over_the_batch(scores, mask)[form],
            "is divided by sums over the sequences of the batch. The weights of each sequence add "
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
            "comes from scores less the largest of their step, over the batch. Softmax stays the "
            "same only if all scores of a row lose the same number",
        )
        for form in (0, 1)
    ),
    WrongAnswer(
        "no exp",
        _of_products,
        "is the scores divided by their sum. Softmax takes exp first, which makes them positive",
    ),
    WrongAnswer(
        "sigmoid for softmax",
        lambda scores, mask: np.where(mask, sigmoid(scores), 0),
        "is a sigmoid of each score by itself. Softmax makes the steps share one whole",
    ),
    WrongAnswer(
        "all weight on the largest score",
        lambda scores, mask: np.eye(scores.shape[1])[
            np.where(mask, scores, -np.inf).argmax(axis=1)
        ],
        "is 1 for the largest score of each row and 0 for the others. Softmax gives each real step "
        "some weight",
    ),
    WrongAnswer(
        "log of softmax",
        lambda scores, mask: np.log(attention_weights(scores, mask), where=mask, out=0.0 * scores),
        "is the logarithm of the weights",
    ),
)

OVERFLOW = Told(
    "softmax overflows",
    "it holds NaN or infinity (case 5, where scores are near 800). exp(800) is infinite: take the "
    "largest score of each row off its row first, which changes no weight",
)

CONTEXT_WRONG_ANSWERS = (
    WrongAnswer(
        "weights left out",
        lambda weights, encoder_h: encoder_h.sum(axis=1),
        "is the sum of all hidden states, whatever their weights",
    ),
    WrongAnswer(
        "plain mean",
        lambda weights, encoder_h: encoder_h.mean(axis=1),
        "is the mean of all hidden states, whatever their weights",
    ),
    WrongAnswer(
        "mean for sum",
        lambda weights, encoder_h: context(weights, encoder_h) / encoder_h.shape[1],
        "is divided by the number of steps. The weights add up to 1 already",
    ),
    WrongAnswer(
        "softmax again",
        lambda weights, encoder_h: context(softmax(weights), encoder_h),
        "equals what you get when the weights go through softmax once more",
    ),
    WrongAnswer(
        "largest weight alone",
        lambda weights, encoder_h: encoder_h[np.arange(len(weights)), weights.argmax(axis=1)],
        "is the hidden state with the largest weight alone. All of them count, by their weights",
    ),
    WrongAnswer(
        "last hidden state",
        lambda weights, encoder_h: encoder_h[:, -1],
        "is the encoder's last hidden state: attention is there to look at all of them",
    ),
    WrongAnswer(
        "squashed",
        lambda weights, encoder_h: np.tanh(context(weights, encoder_h)),
        "has gone through tanh. The context is a plain sum",
    ),
    WrongAnswer(
        "weights of another sequence",
        lambda weights, encoder_h: context(np.broadcast_to(weights[:1], weights.shape), encoder_h),
        "comes from the first sequence's weights everywhere. Each sequence has its own",
    ),
)
