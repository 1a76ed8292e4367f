"""Models whose look-ahead is known: what `looks_ahead` is tried on.

Each answers every step of a sequence with one number. They are no LSTMs, so that how long each
one looks ahead can be read off its line.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

Answers = Callable[[Any], Any]  # of (batch, steps, 1)


def _since_the_first(x):
    """Add up all steps so far, the newest with the most weight."""
    every = np.zeros_like(x)
    for t in range(x.shape[1]):
        every[:, t] = x[:, t] + 0.7 * (every[:, t - 1] if t else 0)
    return every


def _moved(x, by):
    """Move the steps: at step t stands step t + by; zeros stand where there is none."""
    moved = np.zeros_like(x)
    steps = x.shape[1]
    for t in range(max(0, -by), min(steps, steps - by)):
        moved[:, t] = x[:, t + by]
    return moved


def _at(x, step, source):
    """Answer with the own step, and at one step with another one as well, if both are there."""
    answers, steps = x.copy(), x.shape[1]
    if max(step, source) < steps >= -min(step, source):
        answers[:, step] += 0.1 * x[:, source]
    return answers


LAST_PAIR = "fourth step sees the fifth"  # the last two of its window
MIDDLE_PAIR = "third step sees the fourth"  # of six: on both sides of the middle
STEPS = {LAST_PAIR: 5, MIDDLE_PAIR: 6}  # of these models' windows

# What each does with u, (batch, steps, 1), a weighted sum of the features; x has the features.
MODELS: dict[str, Answers] = {
    "own step": lambda u: u,
    "all so far": _since_the_first,
    "two steps late": lambda u: _moved(u, -2),
    "the same always": lambda u: 0 * u + 0.3,
    "next step": lambda u: u + 0.1 * _moved(u, 1),
    "mean of all": lambda u: u - u.mean(axis=1, keepdims=True),
    "first step sees the last": lambda u: _at(u, 0, -1),
    "first step sees the second": lambda u: _at(u, 0, 1),
    "second step sees the third": lambda u: _at(u, 1, 2),
    LAST_PAIR: lambda u: _at(u, 3, 4),
    # Added later, and drawn after those above.
    MIDDLE_PAIR: lambda u: _at(u, 2, 3),
    "late, but the first step sees the second": lambda u: _moved(u, -2) + _at(u, 0, 1) - u,
}
FIRST, LATER = tuple(MODELS)[:10], tuple(MODELS)[10:]


def made(kind: str, weights: np.ndarray) -> Answers:
    """Return a model that reads (batch, steps, features) and answers every step.

    Parameters
    ----------
    kind : str
        One of `MODELS`.
    weights : ndarray of shape (features, 1)
        How it sums the features up.

    Returns
    -------
    callable
        Its answers are of shape (batch, steps, 1).

    Raises
    ------
    ValueError
        If what it is called with does not have three axes, or other features.

    Examples
    --------
    >>> model = made("next step", np.ones((2, 1)))
    >>> model(np.arange(6.0).reshape(1, 3, 2))[0, :, 0]
    array([1.5, 5.9, 9. ])
    """

    def model(inputs: Any) -> np.ndarray:
        x = np.asarray(inputs, dtype=np.float64)
        if x.ndim != 3 or x.shape[2] != len(weights):
            raise ValueError(
                f"the model was given an array of shape {x.shape}, expected (batch, steps, "
                f"{len(weights)}), as the window has it"
            )
        return MODELS[kind](x @ weights)

    return model
