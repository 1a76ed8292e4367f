"""The norms of `normalization`, and how one norm is written wrong: wherever it gets its moments."""

from collections.abc import Callable

import numpy as np

from lstm_lib.checks.judge.diagnosis import WrongAnswer

Array = np.ndarray
Moments = tuple[Array, Array]  # mean and variance


def scaled(x, mean, variance, gain, offset, epsilon):
    """Return values normalized with these moments."""
    return (x - mean) / np.sqrt(variance + epsilon) * gain + offset


def moments(x: Array, axis: int | tuple[int, ...] | None, ddof: int = 0) -> Moments:
    """Return mean and variance over some axes, which stay with the size 1."""
    mean = x.mean(axis=axis, keepdims=True)
    return mean, x.var(axis=axis, ddof=ddof, keepdims=True)


def about(x: Array, mean: Array, axis: int | tuple[int, ...]) -> Moments:
    """Return a number that stands for the mean, and the mean square distance to it."""
    return mean, ((x - mean) ** 2).mean(axis=axis, keepdims=True)


def sums(x: Array, axis: int | tuple[int, ...], count: int) -> tuple[Moments, ...]:
    """Return what a sum of so many numbers in place of a mean gives, by where it stands."""
    mean, variance = moments(x, axis)
    return (count * mean, variance), about(x, count * mean, axis), (mean, count * variance)


def unsquared(x: Array, axis: int | tuple[int, ...]) -> Moments:
    """Return the mean, and the mean distance to it."""
    mean = x.mean(axis=axis, keepdims=True)
    return mean, np.abs(x - mean).mean(axis=axis, keepdims=True)


def _parts(
    divided: Callable[..., Array] = lambda variance, epsilon: np.sqrt(variance + epsilon),
    gained: Callable[..., Array] = lambda normalized, gain, offset: normalized * gain + offset,
) -> Callable[..., Array]:
    """Make a norm that divides by something else, or handles gain and offset in another way."""

    def norm(x, mean, variance, gain, offset, epsilon):
        return gained((x - mean) / divided(variance, epsilon), gain, offset)

    return norm


# name, the norm, and what to say; each takes x, mean, variance, gain, offset, epsilon.
FORMS: tuple[tuple[str, Callable[..., Array], str], ...] = (
    (
        "epsilon left out",
        _parts(lambda variance, epsilon: np.sqrt(variance)),
        "equals what you get without epsilon",
    ),
    (
        "epsilon outside the root",
        _parts(lambda variance, epsilon: np.sqrt(variance) + epsilon),
        "has epsilon added to the standard deviation. It is added to the variance, under the root",
    ),
    (
        "root left out",
        _parts(lambda variance, epsilon: variance + epsilon),
        "is divided by the variance. The root of it is missing",
    ),
    (
        "standard deviation under the root",
        _parts(lambda variance, epsilon: np.sqrt(np.sqrt(variance) + epsilon)),
        "has the standard deviation under the root. The variance belongs there: one root, not two",
    ),
    (
        "not divided",
        _parts(lambda variance, epsilon: np.ones_like(variance)),
        "has lost its mean, but is not divided by anything",
    ),
    (
        "multiplied by the root",
        _parts(lambda variance, epsilon: 1 / np.sqrt(variance + epsilon)),
        "is multiplied by the root, where it should be divided",
    ),
    (
        "mean not taken off",
        lambda x, mean, variance, gain, offset, epsilon: scaled(
            x, 0, variance, gain, offset, epsilon
        ),
        "still has its mean: it is divided, but nothing was taken off",
    ),
    (
        "gain left out",
        _parts(gained=lambda normalized, gain, offset: normalized + offset),
        "equals what you get without the gain",
    ),
    (
        "offset left out",
        _parts(gained=lambda normalized, gain, offset: normalized * gain),
        "equals what you get without the offset",
    ),
    (
        "gain and offset left out",
        _parts(gained=lambda normalized, gain, offset: normalized),
        "is normalized, and then neither multiplied by the gain nor moved by the offset",
    ),
    (
        "gain and offset swapped",
        _parts(gained=lambda normalized, gain, offset: normalized * offset + gain),
        "is multiplied by the offset, and the gain is added",
    ),
    (
        "offset times gain",
        _parts(gained=lambda normalized, gain, offset: (normalized + offset) * gain),
        "has the offset added before the gain multiplies. The offset comes last",
    ),
)

SUM = "comes from a sum where a mean belongs. Divide it by how many numbers there are"
UNSQUARED = "is divided by a mean distance to the mean. A variance has these distances squared"
BEFORE = (
    "comes from gain and offset that were applied before the norm, which takes them off again. "
    "They come last"
)


def forms(answer: Callable[[Callable[..., Array]], Callable[..., object]]) -> list[WrongAnswer]:
    """Return the wrong answers of a check: ``answer`` makes one of each wrong norm."""
    return [WrongAnswer(name, answer(norm), message) for name, norm, message in FORMS]
