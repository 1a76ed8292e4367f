"""What is right in the parts of `attention`, what goes wrong, and what to say about it."""

from collections.abc import Callable

import numpy as np

from lstm_lib.checks.judge.diagnosis import WrongAnswer

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
        "are divided by the root of units: those are scaled scores. Here the plain dot product is "
        "asked for",
    ),
    WrongAnswer(
        "mean for sum",
        _scores(lambda scores, h_t, _: scores / h_t.shape[1]),
        "are means of the products over the units. A dot product is their sum",
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
        "are cosines: dot products divided by both lengths. Nothing is divided here",
    ),
    WrongAnswer(
        "sum for product",
        _scores(lambda _, h_t, encoder_h: (h_t[:, np.newaxis] + encoder_h).sum(axis=2)),
        "come from h_t and the encoder's hidden states added up. A dot product multiplies entry by "
        "entry first",
    ),
    WrongAnswer(
        "additive score",
        _scores(lambda _, h_t, encoder_h: np.tanh(h_t[:, np.newaxis] + encoder_h).sum(axis=2)),
        "equal what you get with a tanh of the sum: that is close to the additive score. Here the "
        "dot product is asked for",
    ),
    WrongAnswer(
        "distance",
        _scores(lambda _, h_t, encoder_h: ((h_t[:, np.newaxis] - encoder_h) ** 2).sum(axis=2)),
        "are the squared distances of the two. What fits well must score high",
    ),
    WrongAnswer(
        "softmax taken already",
        _scores(lambda scores, *_: softmax(scores)),
        "have gone through softmax already. That is the next part's work",
    ),
    WrongAnswer(
        "tanh of the scores",
        _scores(lambda scores, *_: np.tanh(scores)),
        "have gone through tanh. A dot product is squashed by nothing",
    ),
    WrongAnswer(
        "query transposed, or another sequence's",
        lambda h_t, encoder_h: dot_scores(np.broadcast_to(h_t[:1], h_t.shape), encoder_h),
        "come from the first sequence's h_t everywhere, as when h_t is transposed. Each sequence "
        "asks for itself",
    ),
    WrongAnswer(
        "keys of another sequence",
        lambda h_t, encoder_h: dot_scores(h_t, np.broadcast_to(encoder_h[:1], encoder_h.shape)),
        "come from the first sequence's encoder_h everywhere. Each sequence has its own",
    ),
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
