"""What goes wrong with counts, floors and forecasts in `stacked_lstm`, and what to say about it."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.checks.judge.diagnosis import WrongAnswer
from lstm_lib.checks.judge.models.supplied import in_training


def count_parameters(units: int, features: int) -> int:
    """Return the number of parameters of one LSTM: four blocks of weights W and U, and biases."""
    return 4 * units * (units + features + 1)


def count_stacked(units: int, features: int, count: Callable[[int, int], int]) -> int:
    """Return the number of parameters of two LSTMs, each counted by `count`, and a dense layer."""
    return count(units, features) + count(units, units) + units + 1


WRONG_COUNTS = (
    WrongAnswer(
        "no bias",
        lambda units, features: 4 * units * (units + features),
        "equals the count without biases: each of the four blocks has `units` of them",
    ),
    WrongAnswer(
        "three blocks",
        lambda units, features: 3 * units * (units + features + 1),
        "equals the count for three blocks, which is a GRU's. An LSTM has three gates and a "
        "candidate",
    ),
    WrongAnswer(
        "a GRU's",
        lambda units, features: 3 * units * (units + features + 2),
        "equals Keras' count for a GRU: three blocks, with two biases each. An LSTM has four "
        "blocks, with one bias each",
    ),
    WrongAnswer(
        "two biases",
        lambda units, features: 4 * units * (units + features + 2),
        "equals the count with two biases per block, as in PyTorch. Keras has one",
    ),
    WrongAnswer(
        "recurrent weights left out",
        lambda units, features: 4 * units * (features + 1),
        "equals the count without the recurrent weights: each block reads the hidden state of the "
        "step before, too",
    ),
    WrongAnswer(
        "one block",
        lambda units, features: units * (units + features + 1),
        "equals the count of one block. How many gates are there, and what else?",
    ),
    WrongAnswer(
        "input weights left out",
        lambda units, features: 4 * units * (units + 1),
        "equals the count without the input weights",
    ),
    WrongAnswer(
        "units and features swapped",
        lambda units, features: count_parameters(features, units),
        "equals the count for a layer of `features` units that reads `units` features",
    ),
    WrongAnswer(
        "dense layer counted",
        lambda units, features: count_parameters(units, features) + units + 1,
        "includes the dense layer. One LSTM layer alone was asked for",
    ),
)

# Each takes the count of one LSTM as its last argument, since the check puts a stand-in there.
WRONG_STACKED_COUNTS = (
    WrongAnswer(
        "second LSTM reads the window",
        lambda units, features, count: 2 * count(units, features) + units + 1,
        "equals what you get when the second LSTM reads `features` values at each step. "
        "It reads what the first hands on",
    ),
    WrongAnswer(
        "dense layer reads the window",
        lambda units, features, count: count(units, features) + count(units, units) + features + 1,
        "equals what you get when the dense layer has a weight for each feature. "
        "It reads what the second LSTM hands on",
    ),
    WrongAnswer(
        "dense layer left out",
        lambda units, features, count: count(units, features) + count(units, units),
        "equals the count without the dense layer",
    ),
    WrongAnswer(
        "no bias in the dense layer",
        lambda units, features, count: count(units, features) + count(units, units) + units,
        "is one less than the right one: the dense layer has a bias",
    ),
    WrongAnswer(
        "one LSTM only",
        lambda units, features, count: count(units, features) + units + 1,
        "equals the count of the single LSTM's network",
    ),
    WrongAnswer(
        "units and features exchanged",
        lambda units, features, count: (
            count(features, units) + count(features, features) + features + 1
        ),
        "equals the count of a network with `features` units in its layers that reads `units` "
        "features",
    ),
    WrongAnswer(
        "arguments swapped",
        lambda units, features, count: count(features, units) + count(units, units) + units + 1,
        "equals what you get when `count_parameters` is given features first, then units",
    ),
)


def persistence_mse(inputs: np.ndarray, targets: np.ndarray) -> float:
    """Return the mean squared error of repeating the last value."""
    return _mean_square(inputs[:, -1, 0] - targets)


def _mean_square(errors: np.ndarray) -> float:
    """Return the mean of squares."""
    return float(np.mean(errors**2))


WRONG_FLOORS = (
    WrongAnswer(
        "first value",
        lambda inputs, targets: _mean_square(inputs[:, 0, 0] - targets),
        "equals the error of predicting the first value of the window. Which one is the newest?",
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
        "equals the error of predicting the mean of the window",
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
        "The last value is in `inputs`",
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
    """Make a roll-out from the rule that moves its window; it returns `extra` values too many.

    ``move_on(window, answer)`` returns the next window, (steps, 1); the answer is (1, 1).
    """

    def roll_out(model, window, horizon):  # type: ignore[no-untyped-def]
        answers = []
        for _ in range(horizon + extra):
            answer = model(window[np.newaxis])
            answers.append(float(answer[0, 0]))
            window = move_on(window, answer)
        return np.array(answers)

    return roll_out


def moved_on(window: np.ndarray, answer: np.ndarray) -> np.ndarray:
    """Drop the oldest value of a window and put the answer at its end."""
    return np.concatenate([window[1:], answer])


def _shaped(shape_of: Callable[..., Any]) -> Callable[..., Any]:
    """Make a roll-out that gives its answers another shape."""
    return lambda model, window, horizon: shape_of(
        rolling(moved_on)(model, window, horizon), window
    )


WRONG_ROLL_OUTS = (
    WrongAnswer(
        "as in training",
        lambda model, window, horizon: rolling(moved_on)(in_training(model), window, horizon),
        "equals what the network answers in training, when dropout is on: "
        "leave `training=True` out",
    ),
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
        "begins with the last value of the window, which is already known. "
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
