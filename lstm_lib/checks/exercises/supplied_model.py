"""A small network that a check supplies, for functions that take a trained model.

Its weights are random and distinct, so that a right answer cannot be had by knowing the series;
the half that judges evaluates the same weights in NumPy.
"""

import functools
from typing import Any

import numpy as np

UNITS = 3


def draw_weights(rng: np.random.Generator) -> list[np.ndarray]:
    """Draw the weights of an LSTM layer and a dense layer that answers one value.

    Parameters
    ----------
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    list of ndarray
        W (1, 4·units), U (units, 4·units), b (4·units,), and the dense layer's kernel (units, 1)
        and bias (1,); float32, as Keras holds them.

    Examples
    --------
    >>> [w.shape for w in draw_weights(np.random.default_rng(0))]
    [(1, 12), (3, 12), (12,), (3, 1), (1,)]
    """
    shapes = ((1, 4 * UNITS), (UNITS, 4 * UNITS), (4 * UNITS,), (UNITS, 1), (1,))
    return [rng.normal(0, 0.9, shape).astype(np.float32) for shape in shapes]


@functools.cache
def _untrained(steps: int) -> Any:
    """Build the network once for each length of window: Keras compiles what it has not seen."""
    from lstm_lib.backend import keras

    return keras.Sequential(
        [
            keras.Input((steps, 1)),
            keras.layers.LSTM(UNITS, use_cudnn=False),
            keras.layers.Dense(1),
        ]
    )


def as_keras(steps: int, weights: list[np.ndarray]) -> Any:
    """Return the network as a Keras model, which a learner's function takes.

    Parameters
    ----------
    steps : int
        Points in one window.
    weights : list of ndarray
        What `draw_weights` drew.

    Returns
    -------
    keras.Sequential
        Takes (batch, steps, 1), returns (batch, 1). The next call with the same steps gives the
        same object with other weights.

    Examples
    --------
    >>> as_keras(4, draw_weights(np.random.default_rng(0))).output_shape
    (None, 1)
    """
    model = _untrained(steps)
    model.set_weights(weights)
    return model
