"""The exercise `stacked_lstm`: common wrong floors and forecasts, as a learner has them.

Each forecast takes a model as a function of windows: a Keras model, or one in NumPy.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.checks.judge.compare import WrongAnswer


def persistence_mse(inputs: np.ndarray, targets: np.ndarray) -> float:
    """Return the mean squared error of saying the last value again.

    Parameters
    ----------
    inputs : ndarray of shape (windows, steps, 1)
        Windows.
    targets : ndarray of shape (windows,)
        Their targets.

    Returns
    -------
    float
        In the square of the inputs' units.

    Examples
    --------
    >>> persistence_mse(np.array([[[1.0], [2.0]]]), np.array([5.0]))
    9.0
    """
    return _mean_square(inputs[:, -1, 0] - targets)


def _mean_square(errors: np.ndarray) -> float:
    """Return the mean of squares."""
    return float(np.mean(errors**2))


WRONG_FLOORS = (
    WrongAnswer(
        "first value",
        lambda inputs, targets: _mean_square(inputs[:, 0, 0] - targets),
        "equals the error of saying the first value of the window. Which one is the newest?",
    ),
    WrongAnswer(
        "stretched shapes",
        lambda inputs, targets: _mean_square(inputs[:, -1] - targets),
        "equals what you get when last values of shape (windows, 1) meet targets of shape "
        "(windows,): every one is compared with every target",
    ),
    WrongAnswer(
        "root",
        lambda inputs, targets: np.sqrt(persistence_mse(inputs, targets)),
        "equals the root of the mean squared error",
    ),
    WrongAnswer(
        "absolute error",
        lambda inputs, targets: float(np.mean(np.abs(inputs[:, -1, 0] - targets))),
        "equals the mean absolute error",
    ),
    WrongAnswer(
        "sum for mean",
        lambda inputs, targets: float(np.sum((inputs[:, -1, 0] - targets) ** 2)),
        "equals the sum of the squared errors, not their mean",
    ),
    WrongAnswer(
        "mean of the window",
        lambda inputs, targets: _mean_square(inputs[:, :, 0].mean(axis=1) - targets),
        "equals the error of saying the mean of the window",
    ),
    WrongAnswer(
        "whole window",
        lambda inputs, targets: _mean_square(inputs[:, :, 0] - targets[:, np.newaxis]),
        "compares every step of the window with the target. Persistence takes one of them",
    ),
    WrongAnswer(
        "target before",
        lambda inputs, targets: _mean_square(targets[1:] - targets[:-1]),
        "compares each target with the one before it, so the first window is not counted. "
        "The last value stands in `inputs`",
    ),
    WrongAnswer(
        "errors not squared",
        lambda inputs, targets: float(np.mean(inputs[:, -1, 0] - targets)),
        "equals the mean of the errors themselves: positive and negative ones cancel",
    ),
)


def rolling(
    move_on: Callable[[np.ndarray, np.ndarray], np.ndarray], extra: int = 0
) -> Callable[..., np.ndarray]:
    """Make a roll-out out of how the window moves on.

    Parameters
    ----------
    move_on : callable
        ``move_on(window, answer)`` returns the next window, (steps, 1); the answer is (1, 1).
    extra : int
        How many values too many to return.

    Returns
    -------
    callable
        ``roll_out(model, window, horizon) -> ndarray of shape (horizon,)``.

    Examples
    --------
    >>> rolling(moved_on)(lambda inputs: inputs.sum(axis=1), np.array([[1.0], [1.0]]), 4)
    array([2., 3., 5., 8.])
    """

    def roll_out(model, window, horizon):  # type: ignore[no-untyped-def]
        answers = []
        for _ in range(horizon + extra):
            answer = np.asarray(model(window[np.newaxis])).reshape(1, 1)
            answers.append(float(answer[0, 0]))
            window = move_on(window, answer)
        return np.array(answers)

    return roll_out


def moved_on(window: np.ndarray, answer: np.ndarray) -> np.ndarray:
    """Drop the oldest value of a window and put the answer at its end.

    Parameters
    ----------
    window : ndarray of shape (steps, 1)
        The oldest value first.
    answer : ndarray of shape (1, 1)
        The value directly after it.

    Returns
    -------
    ndarray of shape (steps, 1)
        The window one step later.

    Examples
    --------
    >>> moved_on(np.array([[1.0], [2.0]]), np.array([[3.0]]))[:, 0]
    array([2., 3.])
    """
    return np.concatenate([window[1:], answer])


def _shaped(shape_of: Callable[..., Any]) -> Callable[..., Any]:
    """Make a roll-out that gives its answers another shape."""
    return lambda model, window, horizon: shape_of(
        rolling(moved_on)(model, window, horizon), window
    )


WRONG_ROLL_OUTS = (
    WrongAnswer(
        "not fed back",
        rolling(lambda window, answer: window),
        "repeats the first answer: the window never changes. Each answer has to be read next",
    ),
    WrongAnswer(
        "answer put in front",
        rolling(lambda window, answer: np.concatenate([answer, window[:-1]])),
        "equals what you get when the answer enters the window in front and the newest value "
        "leaves it. Time runs from the oldest value to the newest",
    ),
    WrongAnswer(
        "newest value overwritten",
        rolling(lambda window, answer: np.concatenate([window[:-1], answer])),
        "equals what you get when the answer takes the place of the newest value: "
        "it is the oldest that leaves the window",
    ),
    WrongAnswer(
        "oldest value overwritten",
        rolling(lambda window, answer: np.concatenate([answer, window[1:]])),
        "equals what you get when the answer takes the place of the oldest value. "
        "It is the newest now, so it belongs at the end",
    ),
    WrongAnswer(
        "window grows",
        rolling(lambda window, answer: np.concatenate([window, answer])),
        "equals what you get when the window grows by every answer. "
        "The network reads windows of one length: what leaves it?",
    ),
    WrongAnswer(
        "one too many",
        rolling(moved_on, extra=1),
        "has one value more than `horizon`",
    ),
    WrongAnswer(
        "one too few",
        rolling(moved_on, extra=-1),
        "has one value less than `horizon`",
    ),
    WrongAnswer(
        "starts with the known value",
        _shaped(lambda answers, window: np.concatenate([window[-1], answers[:-1]])),
        "begins with the last value of the window, which is known already. "
        "The first value is the answer to the window itself",
    ),
    WrongAnswer(
        "window returned too",
        _shaped(lambda answers, window: np.concatenate([window[:, 0], answers])),
        "holds the window as well. The answers alone were asked for",
    ),
    WrongAnswer(
        "column",
        _shaped(lambda answers, window: answers[:, np.newaxis]),
        "has the shape (horizon, 1). One row of numbers was asked for, (horizon,)",
    ),
    WrongAnswer(
        "batch axis kept",
        _shaped(lambda answers, window: answers[:, np.newaxis, np.newaxis]),
        "has the shape (horizon, 1, 1). Take the number out of each answer: (horizon,)",
    ),
)
