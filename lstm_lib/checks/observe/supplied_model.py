"""A small network that a check supplies, for functions that take a trained model.

Its weights are random and distinct, so that knowing the series does not give the right answer;
the judging half evaluates the same weights in NumPy.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from lstm_lib.checks.observe.function import Function
from lstm_lib.checks.observe.stand_ins import Case

UNITS = 3
SHAPES = ((1, 4 * UNITS), (UNITS, 4 * UNITS), (4 * UNITS,), (UNITS, 1), (1,))


@dataclass(frozen=True, eq=False)
class FunctionOfModel(Function):
    """A function that takes a trained `model`, which the check supplies as a Keras model.

    Each case has the model's `weights`, as `draw_weights` draws them, and the `steps` of the
    windows that it reads. With `dropout`, a call in training mode gives another answer, as it
    does for the learner's own network if that has dropout.
    """

    dropout: bool = False

    def handed(self, case: Case) -> dict[str, Any]:
        """Return the arguments, the model among them."""
        model = as_keras(case["steps"], case["weights"], self.dropout)
        return super().handed({**case, "model": model})


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
    return [rng.normal(0, 0.9, shape).astype(np.float32) for shape in SHAPES]


def shape_complaint(shape: Sequence[int], steps: int) -> str:
    """Say what is wrong with the shape of what a network is given.

    Keras' own message names neither the shape nor the remedy. Wrong shapes that Keras reads all
    the same pass here: windows without the features axis, and windows of another length.

    Parameters
    ----------
    shape : sequence of int
        Of the array that the network is given.
    steps : int
        Points in one window.

    Returns
    -------
    str
        Empty if the network can read it as windows of one feature.

    Examples
    --------
    >>> shape_complaint((1, 4, 1), 4)
    ''
    >>> shape_complaint((4,), 4).endswith("here (1, 4, 1): add the missing axes.")
    True
    """
    axes = list(shape)
    while axes and axes[-1] == 1:
        axes.pop()
    if len(axes) == 2:
        return ""
    expected = (1, steps, 1)
    remedy = f"{expected} for one window"
    if tuple(shape) in ((steps,), (steps, 1)):
        remedy = f"{expected}: add the missing axes"
    elif len(shape) == 3 and shape[1] == 1 < shape[2]:
        remedy = f"{expected}: the axes of steps and features are swapped"
    return (
        f"your function gave the network an array of shape {tuple(shape)}. "
        f"It reads (windows, steps, features), here {remedy}."
    )


@functools.cache
def _untrained(steps: int, dropout: bool) -> Any:
    """Build the network once for each length of window, with dropout and without."""
    import tensorflow as tf

    from lstm_lib.backend import keras
    from lstm_lib.sequence import lstm_forward

    def refuse(given: Any) -> None:
        if isinstance(given, np.ndarray) or hasattr(given, "numpy"):  # Keras' placeholders pass
            if complaint := shape_complaint(given.shape, steps):
                raise ValueError(complaint)

    class Answering(keras.layers.Layer):
        """An LSTM and a dense layer in one, computed in NumPy: no network to build one after.

        In training its first unit is dropped, if anything is.
        """

        def build(self, input_shape):  # type: ignore[no-untyped-def]
            for number, shape in enumerate(SHAPES):
                self.add_weight(shape=shape, name=f"weights_{number}")

        def call(self, inputs, training=False):  # type: ignore[no-untyped-def]
            def answers(windows, W, U, b, v, a):  # type: ignore[no-untyped-def]
                h, kept = lstm_forward(windows, W, U, b).h[:, -1], int(dropout and bool(training))
                return (h[:, kept:] @ v[kept:] + a).astype(np.float32)

            given = [inputs, *(weights.value for weights in self.weights)]
            if tf.executing_eagerly():
                return tf.constant(answers(*(tensor.numpy() for tensor in given)))
            return tf.ensure_shape(tf.numpy_function(answers, given, tf.float32), (None, 1))

        def compute_output_spec(self, inputs, training=False):  # type: ignore[no-untyped-def]
            return keras.KerasTensor((inputs.shape[0], 1))

    class Supplied(keras.Sequential):
        """A Sequential that says in plain words which shape it was given."""

        def __call__(self, inputs, *args, **kwargs):  # type: ignore[no-untyped-def]
            refuse(inputs)
            return super().__call__(inputs, *args, **kwargs)

        def predict(self, x, *args, **kwargs):  # type: ignore[no-untyped-def]
            refuse(x)
            return super().predict(x, *args, **kwargs)

        def predict_on_batch(self, x):  # type: ignore[no-untyped-def]
            refuse(x)
            return super().predict_on_batch(x)

    # In float32 whatever precision the notebook has chosen for its own networks.
    model = Supplied([keras.Input((steps, 1)), Answering(dtype="float32")])
    # Compiling takes longer than answering a few windows. And a function compiled for windows
    # with another number of axes would later fail on right ones.
    model.run_eagerly = True
    return model


def as_keras(steps: int, weights: list[np.ndarray], dropout: bool = False) -> Any:
    """Return the network as a Keras model, which a learner's function takes.

    Parameters
    ----------
    steps : int
        Points in one window.
    weights : list of ndarray
        What `draw_weights` drew.
    dropout : bool
        Whether its first unit is dropped in training.

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
    model = _untrained(steps, dropout)
    model.set_weights(weights)
    return model
