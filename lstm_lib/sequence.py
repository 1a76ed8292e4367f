"""An LSTM along a whole sequence in NumPy: every step, every gate, nothing hidden."""

from typing import NamedTuple

import numpy as np

from lstm_lib import cell
from lstm_lib.arguments import finite_array, lstm_state, lstm_weights


class Trajectory(NamedTuple):
    """What an LSTM did at every step; each array is of shape (batch, steps, units).

    The gates are None when the step was the caller's own, which returns only the states.
    """

    h: np.ndarray
    c: np.ndarray
    i: np.ndarray | None
    f: np.ndarray | None
    g: np.ndarray | None
    o: np.ndarray | None


def lstm_forward(inputs, W, U, b, h_0=None, c_0=None, step=None):
    """Run an LSTM over every step of a batch of sequences.

    Parameters
    ----------
    inputs : array_like of shape (batch, steps, features)
        The sequences.
    W : array_like of shape (features, 4·units)
        Input weights, in the order i f g o.
    U : array_like of shape (units, 4·units)
        Recurrent weights, in the same order.
    b : array_like of shape (4·units,)
        Bias, in the same order.
    h_0, c_0 : array_like of shape (batch, units), optional
        Hidden and cell state before the first step; zeros when left out.
    step : callable, optional
        A step of your own, ``step(x_t, h_prev, c_prev, W, U, b)`` returning h_t and c_t.
        When left out, `lstm_lib.cell` does the step.

    Returns
    -------
    Trajectory
        h, c, i, f, g and o at every step; with a ``step`` of your own the gates are None.

    Raises
    ------
    TypeError
        If an array does not hold real numbers, or ``step`` cannot be called or does not return
        a pair.
    ValueError
        If an array's shape does not fit the others, or it holds NaN or infinity, those that
        ``step`` returns included; if there is no step to run.

    Examples
    --------
    With all-zero weights the cell state halves at every step.

    >>> inputs, W, U, b = np.ones((1, 3, 2)), np.zeros((2, 4)), np.zeros((1, 4)), np.zeros(4)
    >>> trajectory = lstm_forward(inputs, W, U, b, c_0=[[8.0]])
    >>> trajectory.c[0, :, 0]
    array([4., 2., 1.])
    """
    W, U, b = lstm_weights(W, U, b)
    inputs = finite_array("inputs", inputs, ("batch", "steps", "features"))
    batch, steps, features = inputs.shape
    if features != W.shape[0]:
        raise ValueError(f"inputs have {features} features but W expects {W.shape[0]}")
    if steps == 0:
        raise ValueError("inputs have 0 steps, wanted 1 or more")
    units = U.shape[0]
    zeros = np.zeros((batch, units), np.result_type(inputs, W, U, b))
    h_0 = zeros if h_0 is None else lstm_state("h_0", h_0, batch, units)
    c_0 = zeros if c_0 is None else lstm_state("c_0", c_0, batch, units)

    if step is None:
        return _forward(inputs, W, U, b, h_0, c_0)
    return _forward_with(step, inputs, W, U, b, h_0, c_0)


def _forward(inputs, W, U, b, h_t, c_t):
    """Run the library's own step and record all that it computes."""
    x_W = inputs.swapaxes(0, 1) @ W  # (steps, batch, 4·units): needs no state, so all at once
    steps, batch, _ = x_W.shape
    # Steps come first in here, so that what belongs to one step lies together.
    record = np.empty((6, steps, batch, U.shape[0]), np.result_type(x_W, U, b, h_t, c_t))
    for t in range(steps):
        i, f, g, o = cell._gates(x_W[t], h_t, U, b)  # (batch, units) each
        h_t, c_t = cell._states(c_t, i, f, g, o)  # (batch, units) each
        record[:, t] = h_t, c_t, i, f, g, o
    return Trajectory(*record.swapaxes(1, 2))


def _forward_with(step, inputs, W, U, b, h_t, c_t):
    """Run a step that came from outside, and check what it returns."""
    if not callable(step):
        raise TypeError(f"step is {step!r}, wanted a function of x_t, h_prev, c_prev, W, U, b")
    h, c = [], []
    for t in range(inputs.shape[1]):
        states = step(inputs[:, t], h_t, c_t, W, U, b)
        if not isinstance(states, tuple | list):
            raise TypeError(f"step returned {type(states).__name__}, wanted the pair h_t, c_t")
        if len(states) != 2:
            raise ValueError(f"step returned {len(states)} values, wanted the pair h_t, c_t")
        h_t = lstm_state(f"h_t of step {t}", states[0], *h_t.shape)
        c_t = lstm_state(f"c_t of step {t}", states[1], *c_t.shape)
        h.append(h_t)
        c.append(c_t)
    return Trajectory(np.stack(h, axis=1), np.stack(c, axis=1), None, None, None, None)
