"""A trained network that reads characters, in NumPy: embedding, LSTM, dense layer, softmax."""

from typing import NamedTuple

import numpy as np

from lstm_lib.arguments import finite_array
from lstm_lib.sequence import lstm_forward


class CharacterNetwork(NamedTuple):
    """The weights: (size, embedded), those of an LSTM, (units, size) and (size,)."""

    embedding: np.ndarray
    W: np.ndarray
    U: np.ndarray
    b: np.ndarray
    V: np.ndarray
    a: np.ndarray


CHUNK = 500  # characters: so many steps of an LSTM are kept at once


def network_of(trained, seed=0):
    """Return one of the networks whose weights an experiment has stored.

    Parameters
    ----------
    trained : mapping of str to ndarray
        Weights by name and seed, such as ``"W_0"``.
    seed : int
        The network's seed.

    Returns
    -------
    CharacterNetwork
        In float32, in which NumPy computes.

    Raises
    ------
    ValueError
        If the weights of this seed are not there.

    Examples
    --------
    >>> one = np.zeros((1, 1), np.float16)
    >>> network_of({f"{name}_7": one for name in CharacterNetwork._fields}, seed=7).W
    array([[0.]], dtype=float32)
    """
    try:
        arrays = [trained[f"{name}_{seed}"] for name in CharacterNetwork._fields]
    except (KeyError, TypeError) as error:
        raise ValueError(f"trained lacks {error}, expected the weights of seed {seed}") from None
    return CharacterNetwork(*(array.astype(np.float32) for array in arrays))


def reader(network):
    """Return a function that reads characters and says what may come next.

    Parameters
    ----------
    network : CharacterNetwork
        The network.

    Returns
    -------
    callable
        ``read(places)`` takes the places of one character or more, and returns the probability of
        each character after all that it has read since it was made, of shape (size,).

    Raises
    ------
    TypeError
        If ``network`` is not a network. The function raises it for places that are not whole
        numbers.

    Examples
    --------
    With weights of zero, all characters are alike.

    >>> shapes = (2, 1), (1, 4), (1, 4), (4,), (1, 2), (2,)
    >>> read = reader(CharacterNetwork(*map(np.zeros, shapes)))
    >>> read([0, 1])
    array([0.5, 0.5])
    """
    _require_network(network)
    states = []

    def read(places):
        """Read characters, and return the probability of each as the next one."""
        h = _hidden(network, _places(places, network), states)
        return _softmax(h[-1] @ network.V + network.a)

    return read


def probabilities_read(network, encoded):
    """Return how probable a network finds each character of a text after those before it.

    Parameters
    ----------
    network : CharacterNetwork
        The network. It reads the text from one end to the other, from states of zero.
    encoded : array_like of int of shape (characters of the text,)
        The text: one character or more.

    Returns
    -------
    ndarray of shape (characters of the text,)
        Probabilities. The first character has nothing before it: there all are alike.

    Raises
    ------
    TypeError
        If ``network`` is not a network, or ``encoded`` does not hold whole numbers.
    ValueError
        If the text is empty, or holds a number that is no place in the vocabulary.

    Examples
    --------
    >>> shapes = (2, 1), (1, 4), (1, 4), (4,), (1, 2), (2,)
    >>> probabilities_read(CharacterNetwork(*map(np.zeros, shapes)), [0, 1, 1])
    array([0.5, 0.5, 0.5])
    """
    _require_network(network)
    encoded = _places(encoded, network)
    found, states = [np.array([1 / len(network.embedding)])], []
    for first in range(0, len(encoded) - 1, CHUNK):
        read = encoded[first : first + CHUNK][: len(encoded) - 1 - first]
        shares = _softmax(_hidden(network, read, states) @ network.V + network.a)
        follow = encoded[first + 1 : first + 1 + len(read)]
        found.append(shares[np.arange(len(read)), follow])
    return np.concatenate(found)


def _hidden(network, places, states):
    """Return the hidden states (steps, units) over some characters; the last states are kept."""
    inputs = network.embedding[places][np.newaxis]  # (1, steps, embedded)
    trajectory = lstm_forward(inputs, network.W, network.U, network.b, *states)
    states[:] = trajectory.h[:, -1], trajectory.c[:, -1]
    return trajectory.h[0]


def _softmax(scores):
    """Return scores as probabilities, along the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def _require_network(network):
    """Raise an error unless this is a network."""
    if not isinstance(network, CharacterNetwork):
        raise TypeError(f"network is {type(network).__name__}, expected a CharacterNetwork")


def _places(value, network):
    """Return places in the vocabulary as an array."""
    array, size = finite_array("encoded", value, ("characters",)), len(network.embedding)
    if array.size == 0:
        raise ValueError("encoded has no character, expected one or more")
    if array.dtype.kind not in "iu":
        raise TypeError(f"encoded holds {array.dtype} values, expected whole numbers")
    if outside := array[(array < 0) | (array >= size)].tolist():
        raise ValueError(f"encoded holds {outside[0]}, expected 0 to {size - 1}")
    return array
