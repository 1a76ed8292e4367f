"""What goes wrong with the highway and with clipping in the exercise `vanishing_gradients`."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.checks.judge.diagnosis import WrongAnswer


def highway(f):
    """Return the share of each step's cell state that reaches the last step."""
    ones = np.ones_like(f[:, :1])
    return np.concatenate([np.cumprod(f[:, :0:-1], axis=1)[:, ::-1], ones], axis=1)


def _with_own_gate(f):
    """Return the product from each step's own gate on."""
    return np.cumprod(f[:, ::-1], axis=1)[:, ::-1]


def _before(f):
    """Return the product of the gates before each step: from the first one on."""
    return np.concatenate([np.ones_like(f[:, :1]), np.cumprod(f[:, :-1], axis=1)], axis=1)


def _sum_of_gates(f):
    """Return sums in place of the products."""
    return np.cumsum(f[:, ::-1], axis=1)[:, ::-1] - f


def _means(f):
    """Return the mean of the gates after each step, one at the last."""
    after = np.arange(f.shape[1] - 1, -1, -1)[np.newaxis, :, np.newaxis]
    return _one_at_the_end(_sum_of_gates(f) / np.maximum(after, 1))


def _one_at_the_end(shares):
    """Return shares that are 1 at the last step."""
    return np.concatenate([shares[:, :-1], np.ones_like(shares[:, :1])], axis=1)


def _power(f):
    """Return each step's own gate, raised to the number of steps that follow."""
    return f ** np.arange(f.shape[1] - 1, -1, -1)[np.newaxis, :, np.newaxis]


def _all_in_one(f):
    """Return at each step one product of all later gates, over all units and sequences."""
    after = [np.prod(f[:, t + 1 :]) for t in range(f.shape[1])]
    return np.broadcast_to(np.array(after)[np.newaxis, :, np.newaxis], f.shape)


PATH_WRONG_ANSWERS = (
    WrongAnswer(
        "own gate included",
        _with_own_gate,
        "holds the forget gate of the step itself as well. That gate acts on the way into the "
        "step; the way out of it begins with the next gate",
    ),
    WrongAnswer(
        "last gate left out",
        lambda f: np.concatenate([highway(f[:, :-1]), np.ones_like(f[:, :1])], axis=1),
        "lacks the forget gate of the last step: it acts on the way into the last step",
    ),
    WrongAnswer(
        "from the first step on",
        lambda f: np.cumprod(f, axis=1),
        "is the product from the first step to each step. From each step to the last was asked for",
    ),
    WrongAnswer(
        "gates before the step",
        _before,
        "is the product of the gates before each step. Those after it lead to the last one",
    ),
    WrongAnswer(
        "last step first",
        lambda f: highway(f)[:, ::-1],
        "begins with the last step. Put each share where its step is: the first step first",
    ),
    WrongAnswer(
        "own gate included, last step first",
        lambda f: np.cumprod(f[:, ::-1], axis=1),
        "begins with the last step, and each product holds the step's own gate. "
        "Put each share where its step is, and begin each product with the gate after it",
    ),
    *(
        WrongAnswer(
            "sum for product",
            answer,
            "is a sum of gates. One gate after the other takes its share: that multiplies",
        )
        for answer in (
            _sum_of_gates,
            lambda f: 1 + _sum_of_gates(f),  # starts with 1 at the last step, as the product does
            lambda f: _one_at_the_end(_sum_of_gates(f)),
        )
    ),
    WrongAnswer(
        "mean of the gates",
        _means,
        "is the mean of the gates that follow. One gate after the other takes its share: "
        "that multiplies",
    ),
    WrongAnswer(
        "own gate to a power",
        _power,
        "is each step's own gate, raised to the number of steps that follow. "
        "Every step on the way has a gate of its own",
    ),
    WrongAnswer(
        "the next gate alone",
        lambda f: np.concatenate([f[:, 1:], np.ones_like(f[:, :1])], axis=1),
        "is the next step's gate alone. The highway leads on to the last step",
    ),
    WrongAnswer(
        "the gates themselves",
        lambda f: f,
        "is f itself. What is left at the last step is a product of several gates",
    ),
    WrongAnswer(
        "along the units",
        lambda f: np.cumprod(f, axis=2),
        "is a product along the units. The highway of each unit runs along the steps",
    ),
    WrongAnswer(
        "along the batch",
        lambda f: np.cumprod(f, axis=0),
        "is a product along the batch. The highway runs along the steps, the second axis",
    ),
    WrongAnswer(
        "gates reversed",
        lambda f: highway(1 - f),
        "equals what you get with 1 − f. f says how much is kept",
    ),
    WrongAnswer(
        "units and sequences in one product",
        _all_in_one,
        "multiplies the gates of all units and of the whole batch together. Each unit has a "
        "highway of its own: say along which axis, `axis=1`",
    ),
    WrongAnswer(
        "one product for all",
        lambda f: np.prod(f, axis=1),
        "is one product over all steps. Each step has a product of its own, up to the last step",
    ),
)


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
    WrongAnswer(
        "mean of the squares",
        _clipped(lambda gradients: joint_norm(gradients) / np.sqrt(sum(a.size for a in gradients))),
        "equal what you get with the root of the mean square. The squares are added up",
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
