"""What changes nothing in answers of `lstm_backward`: inputs to draw, and records."""

import numpy as np

from lstm_lib.sequence import lstm_forward


def _nudged(rng):
    """Draw a function of arrays, an array of any shape, and a step."""
    shape = tuple(rng.integers(1, 5, rng.integers(1, 4)))
    scale = rng.normal(size=shape)
    return lambda value: float(np.sum(scale * value**3)), rng.normal(size=shape), 0.25


def _states(count):
    """Draw a number of arrays of gates and states, all (batch, units)."""
    return lambda rng: list(rng.normal(size=(count, *rng.integers(1, 7, 2))))


def _products(rng, names):
    """Draw gradients before the activations, and some of what they are multiplied by."""
    batch, features, units = rng.integers(1, 7, 3)
    drawn = {
        "dz": rng.normal(size=(batch, 4 * units)),
        "x_t": rng.normal(size=(batch, features)),
        "h_prev": rng.uniform(-1, 1, (batch, units)),
        "dc_t": rng.normal(size=(batch, units)),
        "f": rng.uniform(0, 1, (batch, units)),
        "W": rng.normal(size=(features, 4 * units)),
        "U": rng.normal(size=(units, 4 * units)),
    }
    return [drawn[name] for name in names]


def _sequences(rng):
    """Draw sequences, the states of an LSTM on them, and the gradients that arrive."""
    batch, steps, features, units = rng.integers(1, 6, 4)
    inputs = rng.normal(size=(batch, steps, features))
    h_0, c_0 = rng.uniform(-1, 1, (batch, units)), rng.normal(size=(batch, units))
    W, U = rng.normal(size=(features, 4 * units)), rng.normal(size=(units, 4 * units))
    b = rng.normal(size=4 * units)
    run = lstm_forward(inputs, W, U, b, h_0, c_0)
    return rng.normal(size=run.h.shape), inputs, run.h, run.c, h_0, c_0, W, U, b


INPUTS = {
    "numerical_gradient": _nudged,
    "cell_state_gradient": _states(4),
    "gate_gradients": _states(8),
    "parameter_gradients": lambda rng: _products(rng, ("dz", "x_t", "h_prev")),
    "input_gradients": lambda rng: _products(rng, ("dz", "dc_t", "f", "W", "U")),
    "backward_through_time": _sequences,
}
