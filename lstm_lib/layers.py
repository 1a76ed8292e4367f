"""The Keras layers that the library knows: found in a model, their weights read and checked."""

import numpy as np

from lstm_lib.arguments import finite_numbers
from lstm_lib.attention_layers import ATTENTION
from lstm_lib.backend import keras
from lstm_lib.layer_kind import array_of
from lstm_lib.normalization_layers import BATCH_NORM, LAYER_NORM
from lstm_lib.recurrent_layers import GRU, LSTM

KINDS = (LSTM, GRU, LAYER_NORM, BATCH_NORM, ATTENTION)


def kind_of(layer):
    """Return the kind of a layer, or of both layers of a bidirectional one; None if unknown."""
    if isinstance(layer, keras.layers.Bidirectional):
        forward, backward = (kind_of(one) for one in opened("", layer).values())
        return forward if forward is backward else None
    return next((kind for kind in KINDS if isinstance(layer, kind.layers)), None)


def either(kinds):
    """Return the names of the layers of some kinds, in words."""
    *names, last = (layer.__name__ for kind in kinds for layer in kind.layers)
    return f"{', '.join(names)} or {last}" if names else last


def layers_of(model, kinds=KINDS):
    """Return the layers of some kinds of a model and of the models inside it, by name."""
    if not isinstance(model, keras.Model):
        raise TypeError(f"model is {type(model).__name__}, expected a Keras model")
    layers = {}
    _collect(model, "", layers, kinds)
    if not layers:
        raise ValueError(f"model {model.name} has no {either(kinds)} layer, expected 1 or more")
    return layers


def opened(name, layer):
    """Return the two layers of a bidirectional one by name, or the layer itself."""
    if isinstance(layer, keras.layers.Bidirectional):
        return {f"{name}/forward": layer.forward_layer, f"{name}/backward": layer.backward_layer}
    return {name: layer}


def weights_of(name, layer):
    """Return copies of a layer's weights; refuse a layer that NumPy would not match."""
    if not layer.built:
        raise ValueError(
            f"layer {name} is not built, so it has no weights yet: "
            "begin its model with an Input, or call it once"
        )
    kind = kind_of(layer)
    for setting, expected in kind.settings.items():
        found = getattr(layer, setting, expected[0])
        if found not in expected:
            raise ValueError(
                f"layer {name} has {setting} {_worded(found)}, expected {_worded(expected[0])}"
            )
    return kind.form(
        *(
            part.neutral.astype(layer.variable_dtype)
            if part.variable is None
            else array_of(part.variable)
            for part in kind.parts(layer)
        )
    )


def assignments(name, layer, weights):
    """Return a layer's variables, each with the array that it is to hold, after checking all."""
    known = weights_of(name, layer)
    parts = kind_of(layer).parts(layer)
    values = unpacked(f"weights of {name}", weights, known._fields)
    rows = zip(known._fields, known, parts, values, strict=True)
    checked = [
        (part.variable, _checked(f"{field} of {name}", own, part, value))
        for field, own, part, value in rows
    ]
    return [(variable, array) for variable, array in checked if variable is not None]


def unpacked(name, value, parts):
    """Return a tuple or list, after checking that it has one entry per part."""
    expected = ", ".join(parts)
    if not isinstance(value, tuple | list):
        raise TypeError(f"{name} is {type(value).__name__}, expected a tuple or list: {expected}")
    if len(value) != len(parts):
        raise ValueError(f"{name} has length {len(value)}, expected {len(parts)}: {expected}")
    return value


def _checked(name, own, part, value):
    """Return a value as an array that fits a layer's own."""
    array = finite_numbers(name, value)
    if array.shape != own.shape:
        shape = f"({', '.join(part.axes)}) = {own.shape}" if part.axes else own.shape
        raise ValueError(f"{name} has shape {array.shape}, expected {shape}")
    if part.variable is None and not np.array_equal(array, own):
        raise ValueError(
            f"{name} is not {own.flat[0]:g}, but the layer has none ({part.left_out_by})"
        )
    return array.astype(own.dtype)


def _collect(model, prefix, layers, kinds):
    """Add a model's layers of some kinds to those found, each layer once."""
    for layer in model.layers:
        name = prefix + layer.name
        if isinstance(layer, keras.Model):
            _collect(layer, name + "/", layers, kinds)
        elif kind_of(layer) in kinds and not any(layer is known for known in layers.values()):
            layers[name] = layer


def _worded(value):
    """Return a setting's value in words: a function by its name."""
    return getattr(value, "__name__", type(value).__name__ if callable(value) else value)
