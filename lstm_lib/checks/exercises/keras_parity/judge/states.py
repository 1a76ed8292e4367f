"""The states of a Keras layer, step by step in NumPy: the right ones, and others."""

import numpy as np

from lstm_lib.cell import lstm_step


def states(layer, inputs, hand_on=lambda h_t, c_t: (h_t, c_t), step=lstm_step):
    """Run all steps; return the hidden states and the cell states, (batch, steps, units) each.

    `layer` is its W, U and b; `hand_on(h_t, c_t)` returns what the next step gets as its states,
    and `step` is called as `lstm_step` is.
    """
    W, U, b = layer
    h = c = np.zeros((len(inputs), len(U)))
    hidden, cell = [], []
    for x_t in inputs.swapaxes(0, 1):
        h_t, c_t = step(x_t, h, c, W, U, b)
        hidden.append(h_t)
        cell.append(c_t)
        h, c = hand_on(h_t, c_t)
    return np.stack(hidden, axis=1), np.stack(cell, axis=1)


def hidden_states(layer, inputs, **otherwise):
    """Return the hidden states at all steps: the right ones by default."""
    return states(layer, inputs, **otherwise)[0]
