"""What goes wrong with clipping in the exercise `vanishing_gradients`."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.checks.judge.diagnosis import WrongAnswer


def joint_norm(gradients):
    """Return the Euclidean length of all numbers together."""
    return np.sqrt(sum(np.sum(a**2) for a in gradients))


def _clipped(
    norm: Callable[..., Any],
    scale: Callable[..., Any] = lambda norm, limit: limit / norm,
) -> Callable[..., list[np.ndarray]]:
    """Make a clipping function from its norm and the factor that it scales by above the limit."""

    def clip_by_norm(gradients, limit):
        found = norm(gradients)
        return [a * scale(found, limit) if found > limit else a for a in gradients]

    return clip_by_norm


clipped = _clipped(joint_norm)


def _always(gradients, limit):
    """Scale to the limit, up or down."""
    return [a * limit / joint_norm(gradients) for a in gradients]


def _first_only(gradients, limit):
    """Scale the first array, and leave the others."""
    scaled = clipped(gradients, limit)
    return [scaled[0], *gradients[1:]]


CLIP_WRONG_ANSWERS = (
    WrongAnswer(
        "each array alone",
        lambda gradients, limit: [clipped([a], limit)[0] for a in gradients],
        "are clipped one by one, each by its own norm. That changes the direction of the whole, "
        "and their global norm can stay above the limit",
    ),
    WrongAnswer(
        "each row alone",
        lambda gradients, limit: [
            a * np.minimum(1, limit / np.linalg.norm(a, axis=-1, keepdims=True)) for a in gradients
        ],
        "are clipped row by row. One factor serves all arrays",
    ),
    WrongAnswer(
        "each value alone",
        lambda gradients, limit: [np.clip(a, -limit, limit) for a in gradients],
        "are clipped value by value, to between −limit and limit. That is another method, which "
        "changes the direction: here one factor scales everything",
    ),
    WrongAnswer(
        "scaled up",
        _always,
        "are scaled to the limit even where their norm is below it. There, leave them unchanged",
    ),
    WrongAnswer(
        "comparison turned around",
        lambda gradients, limit: (
            _always(gradients, limit) if joint_norm(gradients) < limit else gradients
        ),
        "are scaled up to the limit where their norm is below it, and left alone above it: "
        "the comparison is reversed",
    ),
    WrongAnswer(
        "root left out",
        _clipped(lambda gradients: joint_norm(gradients) ** 2),
        "equal what you get with the squared norm: the root is missing",
    ),
    WrongAnswer(
        "root left out of the factor",
        _clipped(joint_norm, lambda norm, limit: limit / norm**2),
        "are scaled by the limit over the squared norm: the root is missing",
    ),
    WrongAnswer(
        "sum of the norms",
        _clipped(lambda gradients: sum(np.linalg.norm(a) for a in gradients)),
        "equal what you get with the sum of the arrays' norms. Add the squares, and take the root "
        "at the end",
    ),
    WrongAnswer(
        "largest of the norms",
        _clipped(lambda gradients: max(np.linalg.norm(a) for a in gradients)),
        "equal what you get with the largest of the arrays' norms. The global norm is that of all "
        "numbers together",
    ),
    WrongAnswer(
        "mean of the norms",
        _clipped(lambda gradients: np.mean([np.linalg.norm(a) for a in gradients])),
        "equal what you get with the mean of the arrays' norms. The global norm is that of all "
        "numbers together",
    ),
    WrongAnswer(
        "norm of the first array",
        _clipped(lambda gradients: np.linalg.norm(gradients[0])),
        "equal what you get with the norm of the first array alone",
    ),
    WrongAnswer(
        "absolute values",
        _clipped(lambda gradients: sum(np.abs(a).sum() for a in gradients)),
        "equal what you get with the sum of absolute values. The norm is the Euclidean length",
    ),
    WrongAnswer(
        "largest value",
        _clipped(lambda gradients: max(np.abs(a).max() for a in gradients)),
        "equal what you get when the largest value is scaled to the limit. "
        "The limit applies to the global norm",
    ),
    *(
        WrongAnswer(
            "mean of the squares",
            _clipped(norm),
            "equal what you get with a mean under the root. The squares of all numbers are added "
            "up there",
        )
        for norm in (
            lambda gradients: joint_norm(gradients) / np.sqrt(sum(a.size for a in gradients)),
            lambda gradients: np.sqrt(sum(np.mean(a**2) for a in gradients)),  # of each array
            lambda gradients: joint_norm(gradients) / np.sqrt(len(gradients)),  # over the arrays
        )
    ),
    WrongAnswer(
        "norm of one",
        _clipped(joint_norm, lambda norm, limit: 1 / norm),
        "have the global norm 1: the limit is left out of the factor",
    ),
    WrongAnswer(
        "factor turned around",
        _clipped(joint_norm, lambda norm, limit: norm / limit),
        "are scaled by the norm over the limit: they grew. Invert the factor",
    ),
    WrongAnswer(
        "divided by the limit",
        _clipped(joint_norm, lambda norm, limit: 1 / limit),
        "are divided by the limit. The factor depends on the norm as well",
    ),
    WrongAnswer(
        "multiplied by the limit",
        _clipped(joint_norm, lambda norm, limit: limit),
        "are multiplied by the limit. The factor depends on the norm as well",
    ),
    WrongAnswer(
        "only the first array",
        _first_only,
        "are right in the first array alone: the others are unchanged",
    ),
    WrongAnswer(
        "set to zero",
        _clipped(joint_norm, lambda norm, limit: 0.0),
        "are zero where their norm is above the limit. The direction must stay",
    ),
    WrongAnswer(
        "never clipped",
        lambda gradients, limit: list(gradients),
        "are unchanged, even where their norm is above the limit",
    ),
)
