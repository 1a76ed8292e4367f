"""The exercise `lstm_backward`: its cases, drawn from a check's generator.

Sizes all differ, so that a wrong axis cannot pass, and so do all values; weights are small and
sequences short, so that rounding cannot fail a right answer.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from lstm_lib.sequence import lstm_forward

Case = dict[str, Any]


def made_up_loss(a: np.ndarray, b: np.ndarray) -> Callable[[np.ndarray], float]:
    """Make a function of an array whose slope is not that of a straight line anywhere.

    Parameters
    ----------
    a, b : ndarray of one shape
        What distinguishes the entries.

    Returns
    -------
    callable
        Takes an array of this shape and returns a number. It refuses any other shape.

    Examples
    --------
    >>> made_up_loss(np.ones(2), np.ones(2))(np.array([1.0, 2.0]))
    18.0
    """

    def loss(value: np.ndarray) -> float:
        if np.shape(value) != a.shape:
            raise ValueError(f"function was handed the shape {np.shape(value)}, expected {a.shape}")
        value = np.asarray(value)
        return float(np.sum(a * value**3) + np.sum(b * value) ** 2)

    return loss


def nudged(rng: np.random.Generator) -> list[Case]:
    """Draw functions of an array, where to measure their gradients, and how far to nudge.

    Parameters
    ----------
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    list of dict
        Each with `function`, `value` (an array), `step`; the steps are so large that a one-sided
        difference is another number.

    Examples
    --------
    >>> [(case["value"].shape, case["step"]) for case in nudged(np.random.default_rng(0))]
    [((3,), 0.5), ((2, 4), 0.25), ((1, 3, 2), 0.1)]
    """
    return [
        {
            "function": made_up_loss(rng.uniform(0.5, 1.5, shape), rng.uniform(0.3, 1.2, shape)),
            "value": rng.uniform(0.4, 1.4, shape) * rng.choice([-1, 1], shape),
            "step": step,
        }
        for shape, step in (((3,), 0.5), ((2, 4), 0.25), ((1, 3, 2), 0.1))
    ]


def states(rng: np.random.Generator) -> list[Case]:
    """Draw all that the gradients of one step read: gates, cell states, what comes back.

    Parameters
    ----------
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    list of dict
        Each with `dh_t`, `dc_next`, `dc_t`, `c_prev`, `c_t`, `i`, `f`, `g`, `o`, all (batch,
        units), and none made of the others.

    Examples
    --------
    >>> [case["dc_t"].shape for case in states(np.random.default_rng(0))]
    [(2, 4), (1, 3), (5, 2)]
    """
    return [
        {
            "dh_t": rng.normal(0, 1, size),
            "dc_next": rng.normal(0, 1, size),
            "dc_t": rng.normal(0, 1, size),
            "c_prev": rng.normal(0, 1.2, size),
            "c_t": rng.normal(0, 0.9, size),
            "i": rng.uniform(0.1, 0.9, size),
            "f": rng.uniform(0.1, 0.9, size),
            "g": rng.uniform(-0.9, 0.9, size),
            "o": rng.uniform(0.1, 0.9, size),
        }
        for size in ((2, 4), (1, 3), (5, 2))
    ]


def sums(rng: np.random.Generator) -> list[Case]:
    """Draw gradients before the activations, and all that they are multiplied by.

    Parameters
    ----------
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    list of dict
        Each with `dz` (batch, 4·units), `x_t` (batch, features), `h_prev`, `dc_t` and `f`
        (batch, units), `W` and `U`.

    Examples
    --------
    >>> case = sums(np.random.default_rng(0))[1]
    >>> case["x_t"].shape, case["h_prev"].shape
    ((3, 1), (3, 2))
    """
    return [
        {
            "dz": rng.normal(0, 0.6, (batch, 4 * units)),
            "x_t": rng.normal(0, 0.8, (batch, features)),
            "h_prev": rng.uniform(-0.9, 0.9, (batch, units)),
            "dc_t": rng.normal(0, 1, (batch, units)),
            "f": rng.uniform(0.1, 0.9, (batch, units)),
            "W": rng.normal(0, 0.6, (features, 4 * units)),
            "U": rng.normal(0, 0.6, (units, 4 * units)),
        }
        for batch, features, units in ((2, 3, 4), (3, 1, 2), (5, 2, 3))
    ]


def sequences(rng: np.random.Generator) -> list[Case]:
    """Draw sequences with their states and a loss that looks at every step.

    Parameters
    ----------
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    list of dict
        Each with `dh`, `h`, `c` (batch, steps, units), `inputs` (batch, steps, features), `h_0`
        and `c_0` (batch, units), `W`, `U`, `b`. The states are those of an LSTM.

    Examples
    --------
    >>> [case["inputs"].shape for case in sequences(np.random.default_rng(0))]
    [(2, 5, 3), (3, 4, 1), (1, 6, 2)]
    """
    cases = []
    for batch, steps, features, units in ((2, 5, 3, 4), (3, 4, 1, 2), (1, 6, 2, 3)):
        case = {
            "dh": rng.normal(0, 1, (batch, steps, units)),
            "inputs": rng.normal(0, 0.8, (batch, steps, features)),
            "h_0": rng.uniform(-0.9, 0.9, (batch, units)),
            "c_0": rng.normal(0, 1.2, (batch, units)),
            "W": rng.normal(0, 0.6, (features, 4 * units)),
            "U": rng.normal(0, 0.6, (units, 4 * units)),
            "b": rng.normal(0, 0.5, 4 * units),
        }
        trajectory = lstm_forward(**{name: case[name] for name in case if name != "dh"})
        cases.append({**case, "h": trajectory.h, "c": trajectory.c})
    return cases


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
    >>> said_sizes(sums(np.random.default_rng(0))[0])
    'batch 2, features 3, units 4'
    >>> said_sizes(nudged(np.random.default_rng(0))[1])
    'value of shape (2, 4)'
    """
    if "value" in case:
        return f"value of shape {case['value'].shape}"
    if "inputs" in case:
        batch, steps, features = case["inputs"].shape
        return f"batch {batch}, steps {steps}, features {features}, units {len(case['U'])}"
    batch, units = case["dc_t"].shape
    features = f"features {case['x_t'].shape[1]}, " if "x_t" in case else ""
    return f"batch {batch}, {features}units {units}"
