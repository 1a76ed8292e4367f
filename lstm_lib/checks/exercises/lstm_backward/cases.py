"""The exercise `lstm_backward`: its cases, drawn from a check's generator.

Sizes all differ, so that a wrong axis cannot pass, and so do all values; weights are small and
sequences short, so that rounding cannot fail a right answer. Only the last two cases of each check
have one size, with as many sequences as units: what is kept from one call to the next, or told by a
size, shows there. In the very last, one number is far from all others: clipping would change it.
"""

from collections.abc import Callable

import numpy as np

from lstm_lib.checks.observe.stand_ins import Case
from lstm_lib.sequence import lstm_forward

FAR = 40.0
SEQUENCES = ((2, 5, 3, 4), (3, 4, 1, 2), (1, 6, 2, 3), (3, 4, 2, 3), (3, 4, 2, 3))


def made_up_loss(a: np.ndarray, b: np.ndarray) -> Callable[[np.ndarray], float]:
    """Make a function of arrays of a's shape, whose slope depends on all entries."""

    def loss(value: np.ndarray) -> float:
        if np.shape(value) != a.shape:
            raise ValueError(f"function was given the shape {np.shape(value)}, expected {a.shape}")
        value = np.asarray(value)
        return float(np.sum(a * value**3) + np.sum(b * value) ** 2)

    return loss


def nudged(rng: np.random.Generator) -> list[Case]:
    """Draw functions of an array, places to measure their gradients, and steps.

    The steps are so large that a one-sided difference gives a different number.
    """
    return [
        {
            "function": made_up_loss(rng.uniform(0.5, 1.5, shape), rng.uniform(0.3, 1.2, shape)),
            "value": rng.uniform(0.4, 1.4, shape) * rng.choice([-1, 1], shape),
            "step": step,
        }
        for shape, step in (
            *(((3,), 0.5), ((2, 4), 0.25), ((1, 3, 2), 0.1)),
            *[((3, 3), 0.2)] * 2,
        )
    ]


def states(rng: np.random.Generator) -> list[Case]:
    """Draw gates, cell states and what comes back to one step, all independently."""
    cases = [
        {
            "dh_t": rng.normal(0, 1, size),  # (batch, units), like all of them
            "dc_next": rng.normal(0, 1, size),
            "dc_t": rng.normal(0, 1, size),
            "c_prev": rng.normal(0, 1.2, size),
            "c_t": rng.normal(0, 0.9, size),
            "i": rng.uniform(0.1, 0.9, size),
            "f": rng.uniform(0.1, 0.9, size),
            "g": rng.uniform(-0.9, 0.9, size),
            "o": rng.uniform(0.1, 0.9, size),
        }
        for size in ((2, 4), (1, 3), (5, 2), (3, 3), (3, 3))
    ]
    for name in ("dh_t", "dc_next", "dc_t"):
        cases[-1][name][0, 0] = FAR
    return cases


def sums(rng: np.random.Generator) -> list[Case]:
    """Draw gradients before the activations, and everything that they are multiplied by."""
    cases = [
        {
            "dz": rng.normal(0, 0.6, (batch, 4 * units)),
            "x_t": rng.normal(0, 0.8, (batch, features)),
            "h_prev": rng.uniform(-0.9, 0.9, (batch, units)),
            "dc_t": rng.normal(0, 1, (batch, units)),
            "f": rng.uniform(0.1, 0.9, (batch, units)),
            "W": rng.normal(0, 0.6, (features, 4 * units)),
            "U": rng.normal(0, 0.6, (units, 4 * units)),
        }
        for batch, features, units in ((2, 3, 4), (3, 1, 2), (5, 2, 3), (3, 2, 3), (3, 2, 3))
    ]
    for name in ("dz", "dc_t"):
        cases[-1][name][0, 0] = FAR
    return cases


def sequences(rng: np.random.Generator) -> list[Case]:
    """Draw sequences, the states of an LSTM on them, and a loss that depends on every step."""
    cases: list[Case] = []
    for batch, steps, features, units in SEQUENCES:
        dh = rng.normal(0, 1, (batch, steps, units))
        read = {
            "inputs": rng.normal(0, 0.8, (batch, steps, features)),
            "h_0": rng.uniform(-0.9, 0.9, (batch, units)),
            "c_0": rng.normal(0, 1.2, (batch, units)),
            "W": rng.normal(0, 0.6, (features, 4 * units)),
            "U": rng.normal(0, 0.6, (units, 4 * units)),
            "b": rng.normal(0, 0.5, 4 * units),
        }
        if len(cases) == len(SEQUENCES) - 1:
            dh[0, -1, 0] = FAR
        trajectory = lstm_forward(**read)
        cases.append({"dh": dh, **read, "h": trajectory.h, "c": trajectory.c})
    return cases
