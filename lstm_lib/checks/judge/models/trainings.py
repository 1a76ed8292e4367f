"""The exercises' windows, and the common wrong ways to train on them: how each shows.

The weights of a model show how it was trained: one that does better on windows reversed in time
was trained on such windows. So nothing is trained here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from lstm_lib import windows
from lstm_lib.checks.judge.models.network import Network, NotEvaluated
from lstm_lib.checks.observe.sine_task import STEPS

Predict = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True, eq=False)
class WrongTraining:
    """A diagnosis of a trained model that is recognized by what it does well.

    `error(predict, data)` is the mean squared error of a model in the setup of this mistake. If it
    is clearly lower than the error in the right setup, the model was trained with this mistake:
    `clearly` is how many times. Of networks trained as asked, each looked at after every epoch, 122
    lay below the floor, and none of these came to 1.1 times, beside any of the mistakes.
    """

    name: str
    error: Callable[[Predict, windows.Data], float]
    message: str
    clearly: float = 4.0


def reading(network: Network) -> Predict:
    """Return a model as a function of the exercise's windows.

    Parameters
    ----------
    network : Network
        A chain that reads windows of (steps, 1), or has their axes swapped.

    Returns
    -------
    callable
        (windows, steps, 1) in, (windows, 1) out.

    Raises
    ------
    NotEvaluated
        If it reads windows of another shape; when called, if it cannot be evaluated or gives
        more than one answer for a window.

    Examples
    --------
    >>> reading(Network("sequential", input_shape=(None, 3, 1)))
    Traceback (most recent call last):
    lstm_lib.checks.judge.models.network.NotEvaluated: it reads windows of (3, 1), and those of ...
    """
    shape = network.input_shape[1:]
    if shape not in ((STEPS, 1), (None, 1), (1, STEPS)):
        raise NotEvaluated(f"it reads windows of {shape}, and those of `data` are {(STEPS, 1)}")

    def predict(inputs: np.ndarray) -> np.ndarray:
        answers = network(inputs.swapaxes(1, 2) if shape == (1, STEPS) else inputs)
        if answers.shape != (len(inputs), 1):
            raise NotEvaluated(
                f"its answers to {len(inputs)} windows have the shape {answers.shape}, "
                f"and {(len(inputs), 1)} was expected"
            )
        return answers

    return predict


def mean_squared_error(predict: Predict, inputs: np.ndarray, targets: np.ndarray) -> float:
    """Return the mean squared error of a model on some windows.

    Parameters
    ----------
    predict : callable
        What `reading` returns.
    inputs : ndarray of shape (windows, steps, 1)
        Windows, scaled.
    targets : ndarray of shape (windows,)
        Their targets, scaled.

    Returns
    -------
    float
        Scaled.

    Examples
    --------
    >>> mean_squared_error(lambda x: x[:, -1], np.ones((2, 3, 1)), np.array([1.0, 3.0]))
    2.0
    """
    return float(np.mean((predict(inputs)[:, 0] - targets) ** 2))


def _in_own_units(data: Any, values: np.ndarray) -> np.ndarray:
    """Take scaled values of any shape back to the series' own units."""
    return data.scaler.inverse_transform(values.reshape(-1, 1)).reshape(values.shape)


def _error_in_own_units(predict: Predict, data: Any) -> float:
    """Return a model's error on windows and targets in the series' own units, scaled."""
    inputs, targets = (_in_own_units(data, a) for a in (data.inputs_test, data.targets_test))
    return mean_squared_error(predict, inputs, targets) / float(data.scaler.data_range_[0]) ** 2


WRONG_TRAININGS = (
    WrongTraining(
        "windows reversed in time",
        lambda predict, data: mean_squared_error(
            predict, data.inputs_test[:, ::-1], data.targets_test
        ),
        "does far better on windows that are reversed in time, so it was trained on such windows. "
        "An LSTM reads the oldest value first",
    ),
    WrongTraining(
        "not scaled",
        _error_in_own_units,
        "does far better on values in the series' own units, so it was trained on such values. "
        "`data` holds scaled values",
    ),
    WrongTraining(
        "inputs not scaled",
        lambda predict, data: mean_squared_error(
            predict, _in_own_units(data, data.inputs_test), data.targets_test
        ),
        "does far better on windows in the series' own units, so it was trained on such windows. "
        "`data` holds scaled windows",
    ),
    WrongTraining(
        "last value of the window as the target",
        lambda predict, data: mean_squared_error(
            predict, data.inputs_test, data.inputs_test[:, -1, 0]
        ),
        "answers the last value of the window. The target is the value after it",
    ),
    WrongTraining(
        "one step too far",
        lambda predict, data: mean_squared_error(
            predict, data.inputs_test[:-1], data.targets_test[1:]
        ),
        "answers the value two steps after the window. The target is the one directly after it",
        clearly=1.5,
    ),
)
