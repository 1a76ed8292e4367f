"""What a Keras model reads and what it answers, as arrays."""

import numpy as np

from lstm_lib.backend import keras


def window_shape(model):
    """Return the steps and features of the windows that a model reads."""
    if not isinstance(model, keras.Model):
        raise TypeError(f"model is {type(model).__name__}, expected a Keras model")
    if not model.built:
        raise ValueError("the model has no weights yet, expected one that begins with an Input")
    reads, answers = model.input_shape, model.output_shape
    if len(reads) != 3 or None in reads[1:]:
        raise ValueError(f"the model reads {reads}, expected (batch, steps, features)")
    if answers != (None, 1):
        raise ValueError(f"the model returns {answers}, expected (batch, 1)")
    return reads[1:]


def require_readable(model, name, inputs):
    """Raise an error unless the model reads windows of this shape."""
    expected = window_shape(model)
    if inputs.shape[1:] != expected:
        raise ValueError(
            f"{name} has windows of {inputs.shape[1:]} but the model reads {expected}, "
            "(steps, features)"
        )


def answer(model, inputs):
    """Return what a model answers to windows (windows, steps, features), as float64 (windows,)."""
    outputs = keras.ops.convert_to_numpy(model(inputs, training=False))  # (windows, 1)
    return outputs[:, 0].astype(np.float64)
