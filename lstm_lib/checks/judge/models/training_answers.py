"""The common wrong ways to train, as a learner would write them, and how each shows.

Keras is imported inside them: the half that judges trains nothing.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.checks.judge.models.building import asked_for, chain
from lstm_lib.checks.judge.models.trained import WrongTraining, mean_squared_error


def fitted(
    window: Callable[[np.ndarray], np.ndarray] = lambda inputs: inputs,
    target: Callable[[np.ndarray, np.ndarray], np.ndarray] = lambda inputs, targets: targets,
    scaled: bool = True,
    epochs: int = 12,
    rate: float = 2e-2,
    layers_of: Callable[..., list[Any]] = asked_for,
) -> Callable[[Any], Any]:
    """Make a way to train out of what it does to windows and targets.

    Parameters
    ----------
    window, target : callable
        ``window(inputs)`` and ``target(inputs, targets)`` return what the network is fitted on.
    scaled : bool
        Whether the data are scaled.
    epochs : int
        How long it trains, in batches of 32.
    rate : float
        The learning rate at the start; it falls along half a cosine.
    layers_of : callable
        Lists the layers after the Input.

    Returns
    -------
    callable
        ``train(data)`` returns a small network, trained.

    Examples
    --------
    >>> callable(fitted(epochs=1))
    True
    """

    def train(data):  # type: ignore[no-untyped-def]
        from lstm_lib.backend import keras

        inputs, targets = data.inputs_train, data.targets_train
        if not scaled:
            inputs, targets = unscaled(data, inputs), unscaled(data, targets)
        targets, inputs = target(inputs, targets), window(inputs)
        inputs = inputs[: len(targets)]
        updates = epochs * (len(inputs) // 32 + 1)
        schedule = keras.optimizers.schedules.CosineDecay(rate, updates)
        keras.utils.set_random_seed(0)
        model = chain(layers_of)(*inputs.shape[1:], 12)
        model.compile(optimizer=keras.optimizers.Adam(schedule), loss="mse")
        model.fit(inputs, targets, epochs=epochs, batch_size=32, verbose=0)
        return model

    return train


def unscaled(data: Any, values: np.ndarray) -> np.ndarray:
    """Take scaled values back to the series' own units.

    Parameters
    ----------
    data : lstm_lib.windows.Data
        With the scaler.
    values : ndarray
        Scaled, of any shape.

    Returns
    -------
    ndarray
        Of the same shape.

    Examples
    --------
    >>> from lstm_lib.windows import prepare
    >>> unscaled(prepare([0.0, 2.0, 4.0, 4.0, 4.0], steps=2), np.array([0.5]))
    array([2.])
    """
    return data.scaler.inverse_transform(values.reshape(-1, 1)).reshape(values.shape)


def _raw_error(predict, data, targets_too):  # type: ignore[no-untyped-def]
    """Return a model's error on windows, and targets if asked, in the series' own units."""
    inputs, targets = unscaled(data, data.inputs_test), data.targets_test
    if not targets_too:
        return mean_squared_error(predict, inputs, targets)
    width = float(data.scaler.data_range_[0])
    return mean_squared_error(predict, inputs, unscaled(data, targets)) / width**2


WRONG_TRAININGS = (
    WrongTraining(
        "windows reversed in time",
        fitted(window=lambda inputs: inputs[:, ::-1]),
        "does far better on windows that are reversed in time, so it was trained on such. "
        "An LSTM reads the oldest value first",
        lambda predict, data: mean_squared_error(
            predict, data.inputs_test[:, ::-1], data.targets_test
        ),
    ),
    WrongTraining(
        "not scaled",
        fitted(scaled=False),
        "does far better on values in the series' own units, so it was trained on such. "
        "`data` holds scaled values",
        lambda predict, data: _raw_error(predict, data, targets_too=True),
    ),
    WrongTraining(
        "inputs not scaled",
        fitted(window=lambda inputs: 2 * inputs - 1),
        "does far better on windows in the series' own units, so it was trained on such. "
        "`data` holds scaled windows",
        lambda predict, data: _raw_error(predict, data, targets_too=False),
    ),
    WrongTraining(
        "last value of the window as the target",
        fitted(target=lambda inputs, targets: inputs[:, -1, 0]),
        "answers the last value of the window. The target is the value after it",
        lambda predict, data: mean_squared_error(
            predict, data.inputs_test, data.inputs_test[:, -1, 0]
        ),
    ),
    WrongTraining(
        "one step too far",
        fitted(target=lambda inputs, targets: targets[1:]),
        "answers the value two steps after the window. The target is the one directly after it",
        lambda predict, data: mean_squared_error(
            predict, data.inputs_test[:-1], data.targets_test[1:]
        ),
    ),
)
