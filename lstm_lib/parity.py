"""The weights of Keras' layers as NumPy arrays, and back.

Nothing is reordered or transposed on the way: an LSTM's ``kernel`` is W, its ``recurrent_kernel``
is U and its ``bias`` is b, with their gates in the order i f g o (Keras writes c for g). So what
`weights_from_keras` returns can go straight into NumPy: the weights of an LSTM into
`lstm_lib.sequence.lstm_forward`, those of a bidirectional layer into
`lstm_lib.bidirectional.bidirectional_forward`, those of an attention layer into the function of
its scores. `lstm_lib.recurrent_layers` and the two modules after it define their forms.
"""

from lstm_lib.backend import keras
from lstm_lib.layers import (
    KINDS,
    assignments,
    either,
    kind_of,
    layers_of,
    opened,
    unpacked,
    weights_of,
)
from lstm_lib.recurrent_layers import GRU, LSTM, BidirectionalWeights


def weights_from_keras(layer):
    """Return the weights of a layer, or of every LSTM layer of a model, as arrays.

    Parameters
    ----------
    layer : keras.layers.Layer or keras.Model
        A built LSTM, GRU, LayerNormalization, BatchNormalization, Attention or AdditiveAttention,
        or Bidirectional of two LSTMs or two GRUs; or a built model with LSTM layers.

    Returns
    -------
    LSTMWeights, GRUWeights, LayerNormWeights, BatchNormWeights, ScoreWeights, or list
        Copies, in the layer's dtype. Of an LSTM or a GRU, W from ``kernel``, U from
        ``recurrent_kernel``, b from ``bias``; of a normalization, the gain from ``gamma``, the
        offset from ``beta``, and of that of batches the running moments; of an attention layer,
        the scale of its scores. For what a layer does without stands what changes nothing: zeros
        for b and the offset, ones for the gain and the scale. Of a bidirectional layer,
        `BidirectionalWeights`: the weights of its two layers. Of a model, one entry for each
        LSTM or bidirectional layer of LSTMs, in the order of `lstm_layers`.

    Raises
    ------
    TypeError
        If ``layer`` is anything else.
    ValueError
        If a layer is not built yet, or has a setting that NumPy does not match: other activations
        than tanh and sigmoid, another ``score_mode`` than dot, ``renorm`` or ``rms_scaling``; or
        if a model has no LSTM layer.

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
        return [_read(name, one) for name, one in lstm_layers(layer).items()]
    return _read(_name(layer), layer)


def weights_to_keras(layer, weights):
    """Give a layer, or every LSTM layer of a model, weights from arrays.

    All weights are checked before the first is set, so an error leaves every layer unchanged.

    Parameters
    ----------
    layer : keras.layers.Layer or keras.Model
        Of one of the kinds that `weights_from_keras` takes.
    weights : tuple or list
        In the form that `weights_from_keras` returns for this layer, such as W, U and b; a pair
        of such triples for a bidirectional layer; a list of these for a model. They are rounded
        to the layer's dtype.

    Returns
    -------
    None
        The layer is changed in place, such as an LSTM's ``kernel`` to W, its ``recurrent_kernel``
        to U and its ``bias`` to b.

    Raises
    ------
    TypeError
        If ``layer`` is anything else, ``weights`` are not tuples or lists, or an array does not
        hold real numbers.
    ValueError
        If `weights_from_keras` would refuse the layer; if there are more or fewer weights than
        the layer has, an array's shape is not that of the layer's, or it holds NaN or infinity;
        or if the layer does without an array and the one given would change something, such as
        a b other than zero.

    Examples
    --------
    >>> import numpy as np
    >>> layer = keras.layers.LSTM(1)
    >>> layer.build((None, None, 2))
    >>> weights_to_keras(layer, (np.ones((2, 4)), np.zeros((1, 4)), np.zeros(4)))
    >>> layer.get_weights()[0]
    array([[1., 1., 1., 1.],
           [1., 1., 1., 1.]], dtype=float32)
    """
    if isinstance(layer, keras.Model):
        layers = lstm_layers(layer)
        each = unpacked("weights", weights, [f"those of {name}" for name in layers])
    else:
        layers, each = {_name(layer): layer}, [weights]
    pairs = [
        pair
        for (name, one), its in zip(layers.items(), each, strict=True)
        for pair in _pairs(name, one, its)
    ]
    for variable, array in pairs:
        variable.assign(array)


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
    return layers_of(model, [LSTM])


def _name(layer):
    """Return the name of a layer, after checking that it is of a kind that is known."""
    if kind_of(layer) is None:
        raise TypeError(
            f"layer is {type(layer).__name__}, expected {either(KINDS)}, "
            f"Bidirectional of two {either([LSTM, GRU])} layers, or a Keras model"
        )
    return layer.name


def _read(name, layer):
    """Return the weights of a layer, or of both layers of a bidirectional one."""
    weights = [weights_of(*one) for one in opened(name, layer).items()]
    return weights[0] if len(weights) == 1 else BidirectionalWeights(*weights)


def _pairs(name, layer, weights):
    """Return each variable of a layer with the array that it is to hold."""
    layers = opened(name, layer)
    if len(layers) == 1:
        return assignments(name, layer, weights)
    each = unpacked(f"weights of {name}", weights, ["forward", "backward"])
    rows = zip(layers.items(), each, strict=True)
    return [pair for (one_name, one), its in rows for pair in assignments(one_name, one, its)]
