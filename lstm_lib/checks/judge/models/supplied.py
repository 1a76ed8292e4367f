"""The network that a check supplies to a learner's function, as the judge evaluates it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from lstm_lib.checks.judge.models.network import Layer, Network


def from_weights(steps: int, weights: Sequence[np.ndarray]) -> Network:
    """Return an LSTM layer and a dense layer with given weights.

    Parameters
    ----------
    steps : int
        Points in one window.
    weights : sequence of ndarray
        W, U, b of the LSTM; kernel and bias of the dense layer.

    Returns
    -------
    Network
        It answers (batch, 1).

    Examples
    --------
    >>> zeros = [np.zeros(s) for s in ((1, 8), (2, 8), 8, (2, 1), 1)]
    >>> from_weights(4, zeros)(np.ones((3, 4, 1))).shape
    (3, 1)
    """
    lstm = Layer("LSTM", {"use_bias": True}, tuple(weights[:3]))
    dense = Layer("Dense", {"use_bias": True}, tuple(weights[3:]))
    return Network("sequential", input_shape=(None, steps, 1), layers=(lstm, dense), layer_count=2)


def with_network(case: dict[str, Any]) -> dict[str, Any]:
    """Return a case of a function of a trained model, with the model in NumPy.

    Parameters
    ----------
    case : dict
        With `weights` and `steps`, see `lstm_lib.checks.observe.supplied_model`.

    Returns
    -------
    dict
        The same, and its `model`.

    Examples
    --------
    >>> zeros = [np.zeros(s) for s in ((1, 8), (2, 8), 8, (2, 1), 1)]
    >>> with_network({"weights": zeros, "steps": 4})["model"].kind
    'sequential'
    """
    return {**case, "model": from_weights(case["steps"], case["weights"])}


def in_training(network: Network) -> Network:
    """Return a supplied network as it answers in training, with its first unit dropped.

    Parameters
    ----------
    network : Network
        What `from_weights` made.

    Returns
    -------
    Network
        The same, and nothing of the first unit reaches its answer.

    Examples
    --------
    >>> ones = [np.ones(s) for s in ((1, 8), (2, 8), 8, (2, 1), 1)]
    >>> in_training(from_weights(4, ones)).layers[1].weights[0].ravel()
    array([0., 1.])
    """
    lstm, dense = network.layers
    kernel = dense.weights[0].copy()
    kernel[0] = 0
    thinned = replace(dense, weights=(kernel, *dense.weights[1:]))
    return replace(network, layers=(lstm, thinned))
