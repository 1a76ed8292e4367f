"""A Keras LSTM layer that a check supplies, made of weights that it drew gate by gate.

Keras is imported inside the function, since the checks of NumPy exercises need none.
"""

import functools
from collections.abc import Mapping
from typing import Any

import numpy as np

GATES = ("i", "f", "g", "o")  # the order of a Keras layer's blocks
PARTS = ("W", "U", "b")

Blocks = Mapping[str, tuple[np.ndarray, np.ndarray, np.ndarray]]


def joined(blocks: Blocks) -> list[np.ndarray]:
    """Lay the blocks of the four gates side by side.

    Parameters
    ----------
    blocks : mapping of str to (ndarray, ndarray, ndarray)
        Of each gate its W (features, units), U (units, units) and b (units,).

    Returns
    -------
    list of ndarray
        W (features, 4·units), U (units, 4·units) and b (4·units,), as a Keras layer has them.

    Examples
    --------
    >>> blocks = {gate: (np.ones((3, 2)), np.ones((2, 2)), np.ones(2)) for gate in GATES}
    >>> [array.shape for array in joined(blocks)]
    [(3, 8), (2, 8), (8,)]
    """
    return [
        np.concatenate([blocks[gate][place] for gate in GATES], axis=-1)
        for place in range(len(PARTS))
    ]


@functools.cache
def _noting_layer() -> Any:
    """Return the class of an LSTM layer that notes that it was asked."""
    from lstm_lib.backend import keras

    class LSTM(keras.layers.LSTM):
        """Keras' own layer, which a function in NumPy has no need to call."""

        def call(self, sequences, initial_state=None, mask=None, training=False):  # type: ignore[no-untyped-def]
            vars(self)["asked"] = True
            return super().call(sequences, initial_state, mask, training)

    return LSTM


def as_layer(blocks: Blocks) -> Any:
    """Return the weights in a built Keras layer, with Keras' own settings.

    Parameters
    ----------
    blocks : mapping of str to (ndarray, ndarray, ndarray)
        Of each gate its W, U and b.

    Returns
    -------
    keras.layers.LSTM
        It returns its last hidden state alone, as Keras does unless it is told otherwise.

    Examples
    --------
    >>> blocks = {gate: (np.ones((3, 2)), np.ones((2, 2)), np.ones(2)) for gate in GATES}
    >>> as_layer(blocks).units
    2
    """
    weights = joined(blocks)
    features, units = len(weights[0]), len(weights[1])
    layer = _noting_layer()(units, use_cudnn=False)
    layer.build((None, None, features))
    layer.set_weights(weights)
    return layer


def was_asked(layer: Any) -> bool:
    """Tell whether a supplied layer was called.

    Parameters
    ----------
    layer : keras.layers.LSTM
        What `as_layer` returned.

    Returns
    -------
    bool
        True once it has computed anything.

    Examples
    --------
    >>> blocks = {gate: (np.ones((1, 1)), np.ones((1, 1)), np.ones(1)) for gate in GATES}
    >>> was_asked(as_layer(blocks))
    False
    """
    return bool(vars(layer).get("asked", False))


def was_changed(layer: Any, blocks: Blocks) -> bool:
    """Tell whether a supplied layer has other weights than it was given.

    Parameters
    ----------
    layer : keras.layers.LSTM
        What `as_layer` returned.
    blocks : mapping of str to (ndarray, ndarray, ndarray)
        What it was made of.

    Returns
    -------
    bool
        True for any other number, shape or count.

    Examples
    --------
    >>> blocks = {gate: (np.ones((1, 1)), np.ones((1, 1)), np.ones(1)) for gate in GATES}
    >>> was_changed(as_layer(blocks), blocks)
    False
    """
    pairs = zip(layer.get_weights(), joined(blocks), strict=True)
    return not all(np.array_equal(now, before) for now, before in pairs)
