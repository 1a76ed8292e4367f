"""What changes nothing in answers of `relatives`: inputs to draw."""

import numpy as np


def _sizes(rng):
    """Draw batch, features and units."""
    return rng.integers(1, 7, 3)


def _step(rng):
    """Draw what a step of a GRU takes."""
    batch, features, units = _sizes(rng)
    return (
        rng.normal(size=(batch, features)),
        rng.uniform(-1, 1, (batch, units)),
        rng.normal(size=(features, 3 * units)),
        rng.normal(size=(units, 3 * units)),
        rng.normal(size=3 * units),
    )


def _entered(rng):
    """Draw what enters the gates, and stabilizers: small, large, or before the first step.

    Large ones are whole, with forget gates of 1, so that rounding to single precision changes none.
    """
    batch, _, units = _sizes(rng)
    size = (batch, units)
    if rng.random() < 0.5:
        z_i, m_prev = 800.0 + rng.integers(-3, 4, (2, *size))
        return z_i, np.full(size, 60.0), m_prev
    m_prev = rng.normal(0, 2, size)
    if rng.random() < 0.3:
        m_prev[:] = -np.inf
    return rng.normal(0, 2, size), rng.normal(0, 2, size), m_prev


def _opened(rng):
    """Draw stabilized gates, one of the two 1 in each unit, and states before the step."""
    batch, _, units = _sizes(rng)
    size = (batch, units)
    writes, other = rng.random(size) < 0.5, rng.uniform(0, 1, size)
    i, f = np.where(writes, 1.0, other), np.where(writes, other, 1.0)
    g, o = rng.uniform(-1, 1, size), rng.uniform(0, 1, size)
    return i, f, g, o, rng.normal(size=size), rng.uniform(1, 5, size)


def _layer(rng):
    """Draw the sizes of a layer."""
    return tuple(map(int, rng.integers(1, 9, 2)))


INPUTS = {
    "gru_step": _step,
    "stabilized_gates": _entered,
    "slstm_states": _opened,
    "parameter_counts": _layer,
}
