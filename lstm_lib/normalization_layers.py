"""Keras' normalizations of layers and batches: their weights, and what a trace shows of them.

`lstm_lib.parity` reads and sets their weights; `lstm_lib.trace` repeats a call of theirs. What
Keras calls ``gamma`` and ``beta`` are the gain and the offset.
"""

from typing import NamedTuple

import numpy as np

from lstm_lib.backend import keras
from lstm_lib.layer_kind import Kind, Part, array_of
from lstm_lib.normalization import batch_norm, layer_norm


class LayerNormWeights(NamedTuple):
    """The weights of a layer normalization, both of the shape of the normalized axes."""

    gain: np.ndarray
    offset: np.ndarray


class BatchNormWeights(NamedTuple):
    """The weights of a batch normalization and its running moments, each (features,)."""

    gain: np.ndarray
    offset: np.ndarray
    mean: np.ndarray
    variance: np.ndarray


class NormalizationTrace(NamedTuple):
    """What came into a normalization and what went out, of one shape."""

    inputs: np.ndarray
    outputs: np.ndarray


def _layer_norm_parts(layer):
    """Return gain and offset of a layer normalization."""
    axes = _axes(layer)
    sizes = layer.get_build_config()["input_shape"]
    names = tuple(f"axis {axis}" for axis in axes)
    return _gain_and_offset(layer, names, [sizes[axis] for axis in axes])


def _batch_norm_parts(layer):
    """Return gain, offset and running moments of a batch normalization."""
    moments = [layer.moving_mean, layer.moving_variance]
    parts = _gain_and_offset(layer, ("features",), layer.moving_mean.shape)
    return parts + [Part(moment, ("features",)) for moment in moments]


def _gain_and_offset(layer, axes, shape):
    """Return gain and offset of a normalization."""
    return [
        Part(layer.gamma, axes, np.ones(shape), "scale=False"),
        Part(layer.beta, axes, np.zeros(shape), "center=False"),
    ]


def _axes(layer):
    """Return the axes over which a layer normalizes."""
    return tuple(np.atleast_1d(layer.axis))


def _observe(layer, call, inputs, *args, **kwargs):
    """Make a call, and return its result and what came in and went out."""
    result = call(inputs, *args, **kwargs)
    return result, NormalizationTrace(array_of(inputs), array_of(result))


def _layer_norm(layer, weights, seen):
    """Return what a layer normalization does, and its outputs beside those of Keras."""
    outputs = layer_norm(seen.inputs, *weights, _axes(layer), layer.epsilon)
    return NormalizationTrace(seen.inputs, outputs), [(outputs, seen.outputs)]


def _batch_norm(layer, weights, seen):
    """Return what a batch normalization does at inference, and its outputs beside Keras'."""
    gain, offset, *running = weights
    # Features last, as the library has them; Keras may have them on another axis.
    features_last = np.moveaxis(seen.inputs, layer.axis, -1)
    rows = features_last.reshape(-1, features_last.shape[-1])
    normalized = batch_norm(rows, running, gain, offset, layer.epsilon)
    outputs = np.moveaxis(normalized.reshape(features_last.shape), -1, layer.axis)
    return NormalizationTrace(seen.inputs, outputs), [(outputs, seen.outputs)]


LAYER_NORM = Kind(
    layers=(keras.layers.LayerNormalization,),
    settings={"rms_scaling": (False,)},
    form=LayerNormWeights,
    parts=_layer_norm_parts,
    observe=_observe,
    repeat=_layer_norm,
    outputs="outputs",
)
BATCH_NORM = Kind(
    layers=(keras.layers.BatchNormalization,),
    settings={"renorm": (False,)},
    form=BatchNormWeights,
    parts=_batch_norm_parts,
    observe=_observe,
    repeat=_batch_norm,
    outputs="outputs",
)
