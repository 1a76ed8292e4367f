"""What Keras' layers compute at inference, in NumPy: the short list that checks evaluate.

Each takes what the layer reads, its weights as Keras orders them, and its settings; each raises
ValueError if shapes do not fit or a setting is not supported.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from lstm_lib.cell import sigmoid
from lstm_lib.sequence import lstm_forward

Weights = list[np.ndarray]
Settings = Mapping[str, Any]
SEQUENCE_READERS = ("LSTM", "GRU", "SimpleRNN")

ACTIVATIONS: Mapping[str, Callable[[np.ndarray], np.ndarray]] = {
    "linear": lambda z: z,
    "tanh": np.tanh,
    "sigmoid": sigmoid,
    "relu": lambda z: np.maximum(z, 0),
    "softmax": lambda z: np.exp(z - _log_sum(z)),
}


def read_settings(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return a layer's settings; states that it returns and nothing reads are left out.

    Parameters
    ----------
    said : mapping of str to object
        The published settings; nothing in them is trusted.

    Returns
    -------
    dict of str to object
        Where the next layer reads the last hidden state from among the states, the settings are
        those of a layer that returns it.

    Examples
    --------
    >>> read_settings({"return_state": True, "return_sequences": True, "reads": 1})
    {'return_state': False, 'return_sequences': False, 'reads': 1}
    """
    settings = {str(name): value for name, value in said.items()}
    if settings.get("return_state") is True and settings.get("reads") in (0, 1):
        settings["return_state"] = False
        if settings["reads"] == 1:
            settings["return_sequences"] = False
    return settings


def changing(layers: Sequence[tuple[str, Settings]]) -> list[int]:
    """Return the places of the layers that do something to what they read.

    Parameters
    ----------
    layers : sequence of (str, mapping)
        The class and the settings of each.

    Returns
    -------
    list of int
        Without a linear activation, an identity, and a flattening of what is flat already.

    Examples
    --------
    >>> changing([("LSTM", {}), ("Flatten", {}), ("Activation", {"activation": "linear"})])
    [0]
    """
    places, flat = [], False
    for place, (kind, settings) in enumerate(layers):
        if (
            kind == "Identity"
            or (kind == "Activation" and settings.get("activation") == "linear")
            or (kind == "Flatten" and flat)
        ):
            continue
        places.append(place)
        returns_all = settings.get("return_sequences") is True
        flat = kind == "Flatten" or (kind in SEQUENCE_READERS and not returns_all) or flat
    return places


def _log_sum(z: np.ndarray) -> np.ndarray:
    """Return the logarithm of the sum of exponentials, over the last axis."""
    most = z.max(axis=-1, keepdims=True)
    return most + np.log(np.exp(z - most).sum(axis=-1, keepdims=True))


def _activation(settings: Settings, name: str, default: str) -> Callable:
    """Return an activation by the name that a layer's settings give."""
    said = settings.get(name, default)
    if not isinstance(said, str) or said not in ACTIVATIONS:
        raise ValueError(f"its activation {str(said)[:60]} is not one of {', '.join(ACTIVATIONS)}")
    return ACTIVATIONS[said]


def _parts(weights: Weights, settings: Settings, blocks: int, biases: int = 1) -> Weights:
    """Return W, U and b of a recurrent layer, if their shapes fit."""
    bias = settings.get("use_bias", True) is True
    if len(weights) != 2 + bias:
        raise ValueError(f"it has {len(weights)} weight arrays, and {2 + bias} were expected")
    W, U = weights[:2]
    units = U.shape[0]
    wide = blocks * units
    expected = (wide,) if biases == 1 else (biases, wide)
    b = weights[2] if bias else np.zeros(expected)
    if W.ndim != 2 or W.shape[1] != wide or U.shape != (units, wide) or b.shape != expected:
        raise ValueError(
            f"weights of {W.shape}, {U.shape} and {b.shape} do not belong to one layer"
        )
    return [W, U, b]


def _sequence(x: np.ndarray, W: np.ndarray, settings: Settings) -> np.ndarray:
    """Return the sequence that a recurrent layer reads, in the order in which it reads it."""
    if x.ndim != 3 or x.shape[2] != W.shape[0] or x.shape[1] == 0:
        raise ValueError(f"it reads {x.shape}, and {W.shape[0]} features were expected")
    if settings.get("return_state") is True or settings.get("stateful") is True:
        raise ValueError("return_state and stateful are not evaluated")
    return x[:, ::-1] if settings.get("go_backwards") is True else x


def _returned(h: np.ndarray, settings: Settings) -> np.ndarray:
    """Return the hidden state at every step, or the last one."""
    return h if settings.get("return_sequences") is True else h[:, -1]


def _lstm(x: np.ndarray, weights: Weights, settings: Settings) -> np.ndarray:
    """Evaluate an LSTM layer."""
    W, U, b = _parts(weights, settings, 4)
    x = _sequence(x, W, settings)
    activation = _activation(settings, "activation", "tanh")
    gate = _activation(settings, "recurrent_activation", "sigmoid")
    if activation is np.tanh and gate is sigmoid:
        return _returned(lstm_forward(x, W, U, b).h, settings)

    def step(x_t, h_prev, c_prev, W, U, b):  # type: ignore[no-untyped-def]
        z_i, z_f, z_g, z_o = np.split(x_t @ W + h_prev @ U + b, 4, axis=1)
        c_t = gate(z_f) * c_prev + gate(z_i) * activation(z_g)
        return gate(z_o) * activation(c_t), c_t

    return _returned(lstm_forward(x, W, U, b, step=step).h, settings)


def _recurrent(step: Callable, blocks: int, biases: int) -> Callable:
    """Make the evaluation of a layer that has a hidden state and no cell state."""

    def layer(x: np.ndarray, weights: Weights, settings: Settings) -> np.ndarray:
        W, U, b = _parts(weights, settings, blocks, biases)
        x = _sequence(x, W, settings)
        activation = _activation(settings, "activation", "tanh")
        gate = _activation(settings, "recurrent_activation", "sigmoid")
        h = [np.zeros((len(x), U.shape[0]))]
        for t in range(x.shape[1]):
            h.append(step(x[:, t], h[-1], W, U, b, activation, gate))
        return _returned(np.stack(h[1:], axis=1), settings)

    return layer


def _plain_step(x_t, h_prev, W, U, b, activation, gate):  # type: ignore[no-untyped-def]
    """Return the new hidden state of a plain recurrent layer."""
    return activation(x_t @ W + h_prev @ U + b)


def _gru_step(x_t, h_prev, W, U, b, activation, gate):  # type: ignore[no-untyped-def]
    """Return the new hidden state of a GRU as in Keras: two biases, reset after the product."""
    x_z, x_r, x_g = np.split(x_t @ W + b[0], 3, axis=1)
    h_z, h_r, h_g = np.split(h_prev @ U + b[1], 3, axis=1)
    z = gate(x_z + h_z)
    return z * h_prev + (1 - z) * activation(x_g + gate(x_r + h_r) * h_g)


def _dense(x: np.ndarray, weights: Weights, settings: Settings) -> np.ndarray:
    """Evaluate a dense layer on the last axis."""
    bias = settings.get("use_bias", True) is True
    if len(weights) != 1 + bias or weights[0].ndim != 2 or weights[0].shape[0] != x.shape[-1]:
        raise ValueError(f"it reads {x.shape}, weights are {[w.shape for w in weights]}")
    z = x @ weights[0]
    if bias:
        if weights[1].shape != z.shape[-1:]:
            raise ValueError(f"a bias of {weights[1].shape} was given for {z.shape}")
        z = z + weights[1]
    return _activation(settings, "activation", "linear")(z)


# What each layer does at inference, when dropout does nothing.
LAYERS: Mapping[str, Callable[[np.ndarray, Weights, Settings], np.ndarray]] = {
    "LSTM": _lstm,
    "GRU": _recurrent(_gru_step, 3, 2),
    "SimpleRNN": _recurrent(_plain_step, 1, 1),
    "Dense": _dense,
    "Dropout": lambda x, weights, settings: x,
    "SpatialDropout1D": lambda x, weights, settings: x,
    "GaussianDropout": lambda x, weights, settings: x,
    "Activation": lambda x, weights, settings: _activation(settings, "activation", "linear")(x),
    "Flatten": lambda x, weights, settings: x.reshape(len(x), -1),
}
