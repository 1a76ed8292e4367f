"""Layers that stand beside an LSTM or in its place, between Keras and NumPy.

These are the GRU, the layer normalization and the batch normalization. `lstm_lib.parity` reads and
sets their weights in the forms below, and `lstm_lib.trace` shows what they did. As with the LSTM
nothing is reordered: what Keras calls z r h in a GRU is u r g here, and ``gamma`` and ``beta`` of
a normalization are its gain and its offset.
"""

from typing import NamedTuple

import numpy as np

from lstm_lib.arguments import finite_numbers
from lstm_lib.backend import keras
from lstm_lib.normalization import batch_norm, layer_norm
from lstm_lib.relatives import gru_gates
from lstm_lib.steps import run_steps


class GRUWeights(NamedTuple):
    """The weights of one GRU: (features, 3·units), (units, 3·units) and (2, 3·units).

    With ``reset_after=False``, b is of shape (3·units,).
    """

    W: np.ndarray
    U: np.ndarray
    b: np.ndarray


class LayerNormWeights(NamedTuple):
    """The weights of a layer normalization; None for one that the layer does without."""

    gain: np.ndarray | None
    offset: np.ndarray | None


class BatchNormWeights(NamedTuple):
    """The weights of a batch normalization and its running moments, each (features,).

    None for a gain or an offset that the layer does without.
    """

    gain: np.ndarray | None
    offset: np.ndarray | None
    mean: np.ndarray
    variance: np.ndarray


class GRUTrajectory(NamedTuple):
    """What a GRU did at every step; each array is of shape (batch, steps, units).

    The gates are NaN at masked steps, where no gate acts.
    """

    h: np.ndarray
    u: np.ndarray
    r: np.ndarray
    g: np.ndarray


class Normalized(NamedTuple):
    """What came into a normalization and what went out, of one shape."""

    inputs: np.ndarray
    outputs: np.ndarray


FORMS = {
    keras.layers.GRU: GRUWeights,
    keras.layers.LayerNormalization: LayerNormWeights,
    keras.layers.BatchNormalization: BatchNormWeights,
}
NORMALIZATIONS = (keras.layers.LayerNormalization, keras.layers.BatchNormalization)


def _is_one(layer):
    """Tell whether a layer is a GRU, a layer normalization or a batch normalization."""
    return isinstance(layer, tuple(FORMS))


def _weights(layer):
    """Return the weights of a built layer as copies; zeros where a GRU has no bias."""
    form, variables = _form(layer), _variables(layer)
    arrays = [None if v is None else np.array(v.numpy()) for v in variables]
    if form is GRUWeights and arrays[2] is None:
        size = arrays[1].shape[1]
        arrays[2] = np.zeros((2, size) if layer.reset_after else size, arrays[1].dtype)
    return form(*arrays)


def _assign(layer, values):
    """Give a built layer weights from arrays; all are checked before the first is set."""
    known = _weights(layer)
    names = ", ".join(known._fields)
    if not isinstance(values, tuple | list):
        raise TypeError(f"weights is {type(values).__name__}, expected a tuple or list: {names}")
    if len(values) != len(known):
        raise ValueError(f"weights has length {len(values)}, expected {len(known)}: {names}")
    variables = _variables(layer)
    arrays = [
        _checked(f"{name} of {layer.name}", value, mine, variable is None)
        for name, value, mine, variable in zip(known._fields, values, known, variables, strict=True)
    ]
    for variable, array in zip(variables, arrays, strict=True):
        if variable is not None:
            variable.assign(array)


def _checked(name, value, mine, is_left_out):
    """Return a weight as an array that fits a layer's own."""
    if value is None and mine is None:
        return None
    if mine is None:
        raise ValueError(f"{name} is given, but the layer does without: expected None")
    array = finite_numbers(name, value)
    if array.shape != mine.shape:
        raise ValueError(f"{name} has shape {array.shape}, expected {mine.shape}")
    if is_left_out and np.any(array):
        raise ValueError(f"{name} is not zero, but the layer does without: expected zeros")
    return array.astype(mine.dtype)


def _form(layer):
    """Return the form of a layer's weights; refuse a layer that NumPy would not match."""
    for setting in ("renorm", "rms_scaling"):
        if getattr(layer, setting, False):
            raise ValueError(f"layer {layer.name} has {setting}=True, expected False")
    return next(form for kind, form in FORMS.items() if isinstance(layer, kind))


def _variables(layer):
    """Return a layer's variables in the order of its form; None for one that it does without."""
    if isinstance(layer, keras.layers.GRU):
        return [layer.cell.kernel, layer.cell.recurrent_kernel, layer.cell.bias]
    moments = ["moving_mean", "moving_variance"]
    names = ["gamma", "beta"] + moments * isinstance(layer, keras.layers.BatchNormalization)
    return [getattr(layer, name) for name in names]


def _gru(layer, inputs, h_0, mask):
    """Return what a GRU does with inputs in the order in which it reads them."""
    W, U, b = _weights(layer)

    def step(x_t, h_prev, *_):
        u, r, g = gru_gates(x_t, h_prev, W, U, b, layer.reset_after)
        return u * h_prev + (1 - u) * g, u, r, g

    start = np.zeros((len(inputs), len(U)), inputs.dtype)
    h_0 = start if h_0 is None else h_0
    # The gates go through the loop as if they were states, so that each step's are kept.
    h, *gates = run_steps(step, inputs, (h_0, start, start, start), (), mask)
    if mask is not None:
        gates = [np.where(mask[:, :, np.newaxis], gate, np.nan) for gate in gates]
    return GRUTrajectory(h, *(gate.astype(h.dtype) for gate in gates))


def _normalized(layer, inputs):
    """Return what a normalization gives at inference."""
    gain, offset, *running = _weights(layer)
    if not running:
        return layer_norm(inputs, gain, offset, tuple(np.atleast_1d(layer.axis)), layer.epsilon)
    # Features last, as the course has them; Keras may have them on another axis.
    features_last = np.moveaxis(inputs, layer.axis, -1)
    rows = features_last.reshape(-1, features_last.shape[-1])
    outputs = batch_norm(rows, running, gain, offset, layer.epsilon).reshape(features_last.shape)
    return np.moveaxis(outputs, -1, layer.axis)
