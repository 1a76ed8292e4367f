"""The exercise `lstm_through_time`: its cases, drawn from a check's generator.

Sizes all differ, so that a wrong axis cannot pass; weights are small and sequences short, so that
rounding cannot fail a right answer.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

Case = dict[str, Any]

CHANGED_FROM = 3  # the twin's inputs differ from this step on


def _weights(rng: np.random.Generator, features: int, units: int) -> Case:
    """Draw the weights of one layer."""
    return {
        "W": rng.normal(0, 0.6, (features, 4 * units)),
        "U": rng.normal(0, 0.6, (units, 4 * units)),
        "b": rng.normal(0, 0.5, 4 * units),
    }


def _states(rng: np.random.Generator, batch: int, units: int) -> Case:
    """Draw the states before the first step, far from zero and from one another."""
    return {
        "h_0": rng.uniform(-0.9, 0.9, (batch, units)),
        "c_0": rng.normal(0, 1.2, (batch, units)),
    }


def sequences(rng: np.random.Generator) -> list[Case]:
    """Draw batches of sequences with initial states and weights.

    Parameters
    ----------
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    list of dict
        Each with `inputs` (batch, steps, features), `h_0` and `c_0` (batch, units), `W`, `U`, `b`.
        The last is a twin of the first: it has other inputs from step `CHANGED_FROM` on.

    Examples
    --------
    >>> [case["inputs"].shape for case in sequences(np.random.default_rng(0))]
    [(2, 5, 3), (3, 4, 1), (1, 6, 2), (2, 5, 3)]
    """
    cases = [
        {
            "inputs": rng.normal(0, 0.8, (batch, steps, features)),
            **_states(rng, batch, units),
            **_weights(rng, features, units),
        }
        for batch, steps, features, units in ((2, 5, 3, 4), (3, 4, 1, 2), (1, 6, 2, 3))
    ]
    inputs = cases[0]["inputs"].copy()
    inputs[:, CHANGED_FROM:] = rng.normal(0, 0.8, inputs[:, CHANGED_FROM:].shape)
    return [*cases, {**cases[0], "inputs": inputs}]


def padded(rng: np.random.Generator) -> list[Case]:
    """Draw hidden states of padded sequences, and how many steps of each are real.

    No sequence fills all the steps: a step too late is then a wrong number and not an error.
    None has a single step: the shortest would then end where all begin.

    Parameters
    ----------
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    list of dict
        Each with `h` (batch, steps, units) and `lengths` (batch,), whole numbers that all differ.

    Examples
    --------
    >>> case = padded(np.random.default_rng(0))[0]
    >>> case["h"].shape, sorted(case["lengths"].tolist())[-1] < 7
    ((3, 7, 4), True)
    """
    return [
        {
            "h": rng.uniform(-0.9, 0.9, (batch, steps, units)),
            "lengths": 2 + rng.permutation(steps - 2)[:batch],
        }
        for batch, steps, units in ((3, 7, 4), (4, 6, 2), (2, 5, 3))
    ]


def long_sequences(rng: np.random.Generator) -> list[Case]:
    """Draw sequences that are to be read in chunks: one remainder, none, one chunk for all.

    Parameters
    ----------
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    list of dict
        As those of `sequences`, each with `chunk` besides, a number of steps.

    Examples
    --------
    >>> [(c["inputs"].shape[1], c["chunk"]) for c in long_sequences(np.random.default_rng(0))]
    [(7, 3), (8, 4), (5, 9)]
    """
    return [
        {
            "inputs": rng.normal(0, 0.8, (batch, steps, features)),
            "chunk": chunk,
            **_states(rng, batch, units),
            **_weights(rng, features, units),
        }
        for batch, steps, features, units, chunk in (
            (2, 7, 1, 4, 3),
            (3, 8, 2, 5, 4),
            (1, 5, 2, 3, 9),
        )
    ]


def products(rng: np.random.Generator) -> list[Case]:
    """Draw sequences and input weights.

    Parameters
    ----------
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    list of dict
        Each with `inputs` (batch, steps, features) and `W` (features, 4·units).

    Examples
    --------
    >>> [case["W"].shape for case in products(np.random.default_rng(0))]
    [(3, 16), (1, 8), (2, 12)]
    """
    return [
        {
            "inputs": rng.normal(0, 0.8, (batch, steps, features)),
            "W": rng.normal(0, 0.7, (features, 4 * units)),
        }
        for batch, steps, features, units in ((2, 5, 3, 4), (4, 3, 1, 2), (1, 6, 2, 3))
    ]


def said_sizes(case: Mapping[str, Any]) -> str:
    """Say the sizes of a case in words.

    Parameters
    ----------
    case : dict
        One of this module's.

    Returns
    -------
    str
        As many sizes as the case has.

    Examples
    --------
    >>> said_sizes(sequences(np.random.default_rng(0))[1])
    'batch 3, steps 4, features 1, units 2'
    """
    if "h" in case:
        batch, steps, units = case["h"].shape
        return f"batch {batch}, steps {steps}, units {units}"
    batch, steps, features = case["inputs"].shape
    return f"batch {batch}, steps {steps}, features {features}, units {case['W'].shape[1] // 4}"
