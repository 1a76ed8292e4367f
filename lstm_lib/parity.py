"""The weights of Keras' LSTM and attention layers as NumPy arrays, and back.

Nothing is reordered or transposed on the way: a layer's ``kernel`` is W, its ``recurrent_kernel``
is U and its ``bias`` is b, with their gates in the order i f g o (Keras writes c for g). So what
`weights_from_keras` returns can go straight into `lstm_lib.sequence.lstm_forward`, or into
`lstm_lib.bidirectional.bidirectional_forward`; that of an attention layer into the function of its
scores.
"""

from typing import NamedTuple

import numpy as np

from lstm_lib import companions
from lstm_lib.arguments import finite_array
from lstm_lib.attention_layers import is_attention, scale_of, set_scale
from lstm_lib.backend import keras

# The two activations of the standard cell, under the names by which Keras knows them.
ACTIVATIONS = {
    "activation": (keras.activations.tanh, keras.ops.tanh),
    "recurrent_activation": (keras.activations.sigmoid, keras.ops.sigmoid),
}


class Weights(NamedTuple):
    """The weights of one LSTM: (features, 4·units), (units, 4·units) and (4·units,)."""

    W: np.ndarray
    U: np.ndarray
    b: np.ndarray


class BidirectionalWeights(NamedTuple):
    """The weights of two LSTMs: one reads a sequence forward, the other backward."""

    forward: Weights
    backward: Weights


class ScoreWeights(NamedTuple):
    """The scale of an attention layer's scores: of shape () or, if additive, (dim,)."""

    scale: np.ndarray


def weights_from_keras(layer):
    """Return the weights of a layer, or of every LSTM layer of a model, as arrays.

    Parameters
    ----------
    layer : keras.layers.LSTM, Bidirectional, GRU, Attention or a normalization, or keras.Model
        A built layer, or a built model with LSTM layers.

    Returns
    -------
    Weights, BidirectionalWeights, ScoreWeights, list of the first two, or a form of `companions`
        W from ``kernel``, U from ``recurrent_kernel``, b from ``bias``: copies, in the layer's
        dtype. Without a bias (``use_bias=False``) b is zeros. Of a bidirectional layer, the
        weights of its two LSTMs; of an attention layer, the scale of its scores, which is 1 with
        ``use_scale=False``. Of a model, one entry for each LSTM or bidirectional layer, in the
        order of `lstm_layers`.

    Raises
    ------
    TypeError
        If ``layer`` is anything else.
    ValueError
        If a layer is not built yet, has other activations than tanh and sigmoid or another
        ``score_mode`` than dot, or a model has no LSTM layer.

    Examples
    --------
    A layer of 3 units that reads 2 features; its forget gate's bias starts at 1.

    >>> layer = keras.layers.LSTM(3)
    >>> layer.build((None, None, 2))
    >>> W, U, b = weights_from_keras(layer)
    >>> W.shape, U.shape
    ((2, 12), (3, 12))
    >>> b
    array([0., 0., 0., 1., 1., 1., 0., 0., 0., 0., 0., 0.], dtype=float32)
    """
    if isinstance(layer, keras.Model):
        return [_read(name, each) for name, each in lstm_layers(layer).items()]
    if is_attention(layer):
        return ScoreWeights(scale_of(layer))
    if companions._is_one(layer):
        _checked_layer(layer.name, layer)
        return companions._weights(layer)
    return _read(_name(layer), layer)


def weights_to_keras(layer, weights):
    """Give a layer, or every LSTM layer of a model, weights from arrays.

    All weights are checked before the first is set, so an error leaves every layer unchanged.

    Parameters
    ----------
    layer : keras.layers.LSTM, Bidirectional, GRU, Attention or a normalization, or keras.Model
        A built layer, or a built model with LSTM layers.
    weights : tuple or list
        In the form that `weights_from_keras` returns for this layer: W, U and b; a pair of such
        triples; a list of these; or scale alone. They are rounded to the layer's dtype.

    Returns
    -------
    None
        The layer is changed in place: ``kernel`` to W, ``recurrent_kernel`` to U, ``bias`` to b.

    Raises
    ------
    TypeError
        If ``layer`` is anything else, ``weights`` are not tuples or lists, or an array does not
        hold real numbers.
    ValueError
        If `weights_from_keras` would refuse the layer; if there are more or fewer weights than
        the layer has, an array's shape is not that of the layer's, or it holds NaN or infinity;
        or if b is not zero and the layer has no bias, or scale not 1 and it has no scale.

    Examples
    --------
    >>> layer = keras.layers.LSTM(1)
    >>> layer.build((None, None, 2))
    >>> weights_to_keras(layer, (np.ones((2, 4)), np.zeros((1, 4)), np.zeros(4)))
    >>> layer.get_weights()[0]
    array([[1., 1., 1., 1.],
           [1., 1., 1., 1.]], dtype=float32)
    """
    if is_attention(layer):
        return set_scale(layer, weights)
    if isinstance(layer, keras.Model):
        layers = lstm_layers(layer)
        each = _unpacked("weights", weights, [f"those of {name}" for name in layers])
        pairs = [
            pair
            for (name, one), its in zip(layers.items(), each, strict=True)
            for pair in _paired(name, one, its)
        ]
    elif companions._is_one(layer):
        _checked_layer(layer.name, layer)
        return companions._assign(layer, weights)
    else:
        pairs = _paired(_name(layer), layer, weights)

    checked = [(one, _checked(name, one, its)) for name, one, its in pairs]
    for one, (W, U, b) in checked:
        one.cell.kernel.assign(W)
        one.cell.recurrent_kernel.assign(U)
        if one.cell.bias is not None:
            one.cell.bias.assign(b)


def lstm_layers(model):
    """Return the LSTM layers of a model and of the models inside it, by name.

    A bidirectional layer counts once. Other layers that hold an LSTM, such as `TimeDistributed`,
    are not opened.

    Parameters
    ----------
    model : keras.Model
        Sequential, functional or subclassed.

    Returns
    -------
    dict of str to keras.layers.LSTM or keras.layers.Bidirectional
        In the order of ``model.layers``. A layer of an inner model is named "MODEL/LAYER".

    Raises
    ------
    TypeError
        If ``model`` is not a Keras model.
    ValueError
        If it has no LSTM layer.

    Examples
    --------
    >>> layers = [keras.layers.LSTM(3, name="reader"), keras.layers.Dense(1)]
    >>> list(lstm_layers(keras.Sequential(layers)))
    ['reader']
    """
    return _found(model, "LSTM", _is_lstm)


def _found(model, kind, wanted):
    """Return the layers of a kind of a model and of the models inside it, by name."""
    if not isinstance(model, keras.Model):
        raise TypeError(f"model is {type(model).__name__}, expected a Keras model")
    layers = {}
    _collect(model, "", layers, wanted)
    if not layers:
        raise ValueError(f"model {model.name} has no {kind} layer, expected 1 or more")
    return layers


def _collect(model, prefix, layers, wanted):
    """Add a model's wanted layers to those found, each layer once."""
    for layer in model.layers:
        name = prefix + layer.name
        if isinstance(layer, keras.Model):
            _collect(layer, name + "/", layers, wanted)
        elif wanted(layer) and not any(layer is known for known in layers.values()):
            layers[name] = layer


def _is_lstm(layer):
    """Tell whether a layer is an LSTM, or a bidirectional layer of two."""
    if isinstance(layer, keras.layers.Bidirectional):
        return _is_lstm(layer.forward_layer) and _is_lstm(layer.backward_layer)
    return isinstance(layer, keras.layers.LSTM)


def _name(layer):
    """Return the name of a layer, after checking that it holds an LSTM."""
    if not _is_lstm(layer):
        raise TypeError(
            f"layer is {type(layer).__name__}, expected keras.layers.LSTM, Bidirectional of LSTMs, "
            "GRU, LayerNormalization, BatchNormalization, Attention or AdditiveAttention, or a "
            "Keras model"
        )
    return layer.name


def _single(name, layer):
    """Return the one LSTM of a layer or the two of a bidirectional one, by name."""
    if isinstance(layer, keras.layers.Bidirectional):
        return {f"{name}/forward": layer.forward_layer, f"{name}/backward": layer.backward_layer}
    return {name: layer}


def _read(name, layer):
    """Return the weights of a layer, or of both LSTMs of a bidirectional one."""
    weights = [_weights(*pair) for pair in _single(name, layer).items()]
    return weights[0] if len(weights) == 1 else BidirectionalWeights(*weights)


def _weights(name, layer):
    """Return the weights of one LSTM; refuse one that NumPy would not match."""
    _checked_layer(name, layer)
    W, U = _copied(layer.cell.kernel), _copied(layer.cell.recurrent_kernel)
    b = np.zeros(U.shape[1], U.dtype) if layer.cell.bias is None else _copied(layer.cell.bias)
    return Weights(W, U, b)


def _checked_layer(name, layer):
    """Refuse a layer that is not built, or has other activations than the standard cell."""
    if not layer.built:
        raise ValueError(
            f"layer {name} is not built, so it has no weights yet: "
            "begin its model with an Input, or call it once"
        )
    for argument, expected in ACTIVATIONS.items():
        found = getattr(layer, argument, expected[0])
        if found not in expected:
            found_name = getattr(found, "__name__", type(found).__name__)
            raise ValueError(
                f"layer {name} has {argument} {found_name}, expected {expected[0].__name__}"
            )


def _copied(variable):
    """Return a copy of a variable's value as an array."""
    return np.array(variable.numpy())


def _paired(name, layer, weights):
    """Return (name, LSTM, its weights) for each LSTM of a layer."""
    layers = _single(name, layer)
    each = [weights] if len(layers) == 1 else _unpacked(name, weights, ["forward", "backward"])
    return [(*pair, its) for pair, its in zip(layers.items(), each, strict=True)]


def _unpacked(name, value, parts):
    """Return a tuple or list, after checking that it has one entry per part."""
    expected = ", ".join(parts)
    if not isinstance(value, tuple | list):
        raise TypeError(f"{name} is {type(value).__name__}, expected a tuple or list: {expected}")
    if len(value) != len(parts):
        raise ValueError(f"{name} has length {len(value)}, expected {len(parts)}: {expected}")
    return value


def _checked(name, layer, weights):
    """Return weights as arrays that fit a layer."""
    expected = _weights(name, layer)._asdict()
    axes = {"W": ("features", "4·units"), "U": ("units", "4·units"), "b": ("4·units",)}
    checked = []
    for key, value in zip(axes, _unpacked(name, weights, list(axes)), strict=True):
        array = finite_array(f"{key} of {name}", value, axes[key])
        if array.shape != expected[key].shape:
            raise ValueError(
                f"{key} of {name} has shape {array.shape}, "
                f"expected ({', '.join(axes[key])}) = {expected[key].shape}"
            )
        checked.append(array.astype(expected[key].dtype))
    if layer.cell.bias is None and np.any(checked[2]):
        raise ValueError(f"b of {name} is not zero, but the layer has no bias (use_bias=False)")
    return checked
