"""What is right and what goes wrong with bits per character."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.checks.judge.diagnosis import WrongAnswer


def bits_per_character(probabilities, targets, lengths):
    """Return bits and perplexity."""
    bits = np.mean(-np.log2(_given(probabilities, targets)[_real(targets, lengths)]))
    return bits, 2**bits


def _given(probabilities, targets):
    """Return the probability of each target, (windows, steps)."""
    return np.take_along_axis(probabilities, targets[:, :, np.newaxis], axis=2)[:, :, 0]


def _real(targets, lengths):
    """Return which steps are real."""
    return np.arange(targets.shape[1]) < lengths[:, np.newaxis]


def _of(statistic: Callable[..., Any], base: float = 2) -> Callable[..., Any]:
    """Make an answer whose bits are a statistic of the probabilities that the targets got."""

    def answer(probabilities, targets, lengths):
        real = _real(targets, lengths)
        bits = statistic(_given(probabilities, targets), real)
        return bits, float(base) ** bits

    return answer


def _surprise(given):
    """Return -log2."""
    return -np.log2(given)


def _by_window(given, real):
    """Return the mean over windows of the means of their real characters."""
    return np.mean([np.mean(_surprise(g[r])) for g, r in zip(given, real, strict=True)])


def _entropy(probabilities, targets, lengths):
    """Return the mean entropy of the model's own probabilities."""
    entropy = -(probabilities * np.log2(probabilities)).sum(axis=2)
    bits = entropy[_real(targets, lengths)].mean()
    return bits, 2**bits


def _most_probable(probabilities, targets, lengths):
    """Return bits of what the model holds most probable."""
    bits = np.mean(_surprise(probabilities.max(axis=2)[_real(targets, lengths)]))
    return bits, 2**bits


def _other_perplexity(change: Callable[[Any], Any]) -> Callable[..., Any]:
    """Make an answer with right bits and another perplexity."""

    def answer(probabilities, targets, lengths):
        bits = bits_per_character(probabilities, targets, lengths)[0]
        return bits, change(bits)

    return answer


NATS = (
    "comes from the natural logarithm, which measures in nats. Bits are asked for: log2, or the "
    "natural logarithm divided by that of 2"
)
LONE = "comes from the mean of each window, and then over windows"
BITS_WRONG_ANSWERS = (
    WrongAnswer("natural logarithm", _of(lambda g, r: -np.mean(np.log(g[r])), base=np.e), NATS),
    WrongAnswer("natural logarithm", _of(lambda g, r: -np.mean(np.log(g[r]))), NATS),
    WrongAnswer(
        "logarithm to base 10",
        _of(lambda g, r: -np.mean(np.log10(g[r]))),
        "comes from log10. Bits are asked for: log2",
    ),
    WrongAnswer(
        "minus left out",
        _of(lambda g, r: np.mean(np.log2(g[r]))),
        "lacks its minus: the logarithm of a probability is below zero",
    ),
    WrongAnswer(
        "padding counted",
        _of(lambda g, r: np.mean(_surprise(g))),
        "counts the padding of the last window. Only the first `length` steps of each are real",
    ),
    WrongAnswer(
        "mean of window means",
        _of(_by_window),
        f"{LONE}: a character of the short window counts more than another. Take one mean over all "
        "real characters",
    ),
    WrongAnswer(
        "divided by all steps",
        _of(lambda g, r: np.sum(_surprise(g) * r) / r.size),
        "divides the sum over real characters by the number of all steps, padding among them",
    ),
    WrongAnswer(
        "sum for mean",
        _of(lambda g, r: np.sum(_surprise(g[r]))),
        "is a sum over characters. Bits *per character*: divide by their number",
    ),
    WrongAnswer(
        "per window",
        _of(lambda g, r: np.sum(_surprise(g[r])) / len(r)),
        "is bits per window: divided by the number of windows and not of characters",
    ),
    WrongAnswer(
        "logarithm of the mean",
        _of(lambda g, r: -np.log2(np.mean(g[r]))),
        "is the logarithm of the mean probability. Take logarithms first, and then their mean",
    ),
    WrongAnswer(
        "no logarithm",
        _of(lambda g, r: np.mean(g[r])),
        "is the mean probability of the characters that came: the logarithm is missing",
    ),
    WrongAnswer(
        "most probable for target",
        _most_probable,
        "comes from the largest probability at each step. That of the character that came counts",
    ),
    WrongAnswer(
        "entropy for cross-entropy",
        _entropy,
        "is the mean entropy of the probabilities themselves: how sure the model is, whatever "
        "came. Only the probability of the target counts",
    ),
    WrongAnswer(
        "divided by the size too",
        lambda probabilities, targets, lengths: _of(
            lambda g, r: np.mean(_surprise(g[r])) / probabilities.shape[2]
        )(probabilities, targets, lengths),
        "is divided by the size of the vocabulary as well, as a mean over its axis does",
    ),
    WrongAnswer(
        "first window alone",
        lambda probabilities, targets, lengths: bits_per_character(
            probabilities[:1], targets[:1], lengths[:1]
        ),
        "comes from the first window alone",
    ),
    WrongAnswer(
        "last window left out",
        lambda probabilities, targets, lengths: bits_per_character(
            probabilities[:-1], targets[:-1], lengths[:-1]
        ),
        "comes without the last window. Its real characters count",
    ),
    WrongAnswer(
        "targets of the next step",
        lambda probabilities, targets, lengths: bits_per_character(
            probabilities, np.roll(targets, -1, axis=1), lengths
        ),
        "comes from targets that are shifted once more. They are shifted already",
    ),
    WrongAnswer(
        "one step too few",
        lambda probabilities, targets, lengths: bits_per_character(
            probabilities, targets, lengths - 1
        ),
        "leaves out the last real character of each window",
    ),
    WrongAnswer(
        "perplexity to base e",
        _other_perplexity(lambda bits: np.exp(bits)),
        "is e to the power of the bits. Bits go with 2",
    ),
    WrongAnswer(
        "perplexity upside down",
        _other_perplexity(lambda bits: 2.0**-bits),
        "is 2 to the power of *minus* the bits",
    ),
    WrongAnswer(
        "bits squared",
        _other_perplexity(lambda bits: bits**2),
        "is the square of the bits. 2 to the power of the bits is asked for",
    ),
    WrongAnswer(
        "perplexity is bits", _other_perplexity(lambda bits: bits), "is the bits once more"
    ),
    WrongAnswer(
        "perplexity twice the bits",
        _other_perplexity(lambda bits: 2 * bits),
        "is twice the bits. 2 to the power of the bits is asked for",
    ),
    WrongAnswer(
        "mean of 1 / p",
        lambda probabilities, targets, lengths: (
            bits_per_character(probabilities, targets, lengths)[0],
            np.mean(1 / _given(probabilities, targets)[_real(targets, lengths)]),
        ),
        "is the mean of 1 / p. It is 2 to the power of the mean bits",
    ),
    WrongAnswer(
        "returned in the other order",
        lambda probabilities, targets, lengths: bits_per_character(probabilities, targets, lengths)[
            ::-1
        ],
        "stands in the other's place: return bits first, then the perplexity",
    ),
)
