"""One step of an LSTM in NumPy, forward and backward: ``x_t @ W``, gates in the order i f g o.

The cell is that of Hochreiter and Schmidhuber (1997), with the forget gate of Gers, Schmidhuber
and Cummins (2000) and without peepholes: all gates read x_t and h_prev, and none reads the cell
state. The candidate and the cell state go through tanh, where the 1997 paper used scaled sigmoids.
Every equation appears here once; `lstm_lib.sequence` repeats them along a series.
"""

from typing import NamedTuple

import numpy as np

from lstm_lib.arguments import finite_array, lstm_state, lstm_weights, real_array


class StepGradients(NamedTuple):
    """The gradient of a loss with respect to everything that one step reads.

    Each array has the shape of the variable it belongs to.
    """

    x_t: np.ndarray
    h_prev: np.ndarray
    c_prev: np.ndarray
    W: np.ndarray
    U: np.ndarray
    b: np.ndarray


def sigmoid(z):
    """Return the logistic function of ``z``, which never overflows.

    Uses ``1 / (1 + exp(-z)) = (1 + tanh(z / 2)) / 2``: tanh levels off where exp overflows.

    Parameters
    ----------
    z : array_like
        Finite numbers of any shape.

    Returns
    -------
    ndarray of the shape of ``z``
        Values from 0 to 1; float32 stays float32.

    Raises
    ------
    TypeError
        If ``z`` does not hold real numbers.
    ValueError
        If ``z`` has rows of different lengths.

    Examples
    --------
    >>> sigmoid(np.array([-1000.0, 0.0, 1000.0]))
    array([0. , 0.5, 1. ])
    """
    z = real_array("z", z)
    s = np.tanh(0.5 * z)
    s += 1  # in place, since gates are most of what an LSTM computes
    s *= 0.5
    return s


def lstm_gates(x_t, h_prev, W, U, b):
    """Return the input gate, forget gate, candidate and output gate of one step.

    All four read the same two things, the input and the previous hidden state: Gers,
    Schmidhuber and Cummins (2000), equations of an LSTM with forget gates.

    Parameters
    ----------
    x_t : array_like of shape (batch, features)
        The input at this step.
    h_prev : array_like of shape (batch, units)
        The hidden state after the previous step.
    W : array_like of shape (features, 4·units)
        Input weights, in the order i f g o.
    U : array_like of shape (units, 4·units)
        Recurrent weights, in the same order.
    b : array_like of shape (4·units,)
        Bias, in the same order.

    Returns
    -------
    i, f, g, o : ndarray of shape (batch, units)
        The gates i, f and o from 0 to 1, the candidate g from -1 to 1.

    Raises
    ------
    TypeError
        If an array does not hold real numbers.
    ValueError
        If an array's shape does not fit the others, or it holds NaN or infinity.

    Examples
    --------
    With all-zero weights every gate is one half, and the candidate is zero.

    >>> x_t, h_prev = np.ones((1, 3)), np.ones((1, 2))
    >>> i, f, g, o = lstm_gates(x_t, h_prev, np.zeros((3, 8)), np.zeros((2, 8)), np.zeros(8))
    >>> i, g
    (array([[0.5, 0.5]]), array([[0., 0.]]))
    """
    W, U, b = lstm_weights(W, U, b)
    x_t = finite_array("x_t", x_t, ("batch", "features"))
    if x_t.shape[1] != W.shape[0]:
        raise ValueError(f"x_t has {x_t.shape[1]} features but W expects {W.shape[0]}")
    h_prev = lstm_state("h_prev", h_prev, x_t.shape[0], U.shape[0])

    return _gates(x_t @ W, h_prev, U, b)


def lstm_step(x_t, h_prev, c_prev, W, U, b):
    """Return the hidden state and the cell state after one step.

    Parameters
    ----------
    x_t : array_like of shape (batch, features)
        The input at this step.
    h_prev, c_prev : array_like of shape (batch, units)
        The hidden state and the cell state after the previous step.
    W : array_like of shape (features, 4·units)
        Input weights, in the order i f g o.
    U : array_like of shape (units, 4·units)
        Recurrent weights, in the same order.
    b : array_like of shape (4·units,)
        Bias, in the same order.

    Returns
    -------
    h_t, c_t : ndarray of shape (batch, units)
        The new hidden state and the new cell state.

    Raises
    ------
    TypeError
        If an array does not hold real numbers.
    ValueError
        If an array's shape does not fit the others, or it holds NaN or infinity.

    Examples
    --------
    With all-zero weights every gate is one half and the candidate zero, so the cell keeps half
    of what it held.

    >>> x_t, h_prev, c_prev = np.ones((1, 3)), np.zeros((1, 1)), np.array([[8.0]])
    >>> h_t, c_t = lstm_step(x_t, h_prev, c_prev, np.zeros((3, 4)), np.zeros((1, 4)), np.zeros(4))
    >>> c_t
    array([[4.]])
    """
    i, f, g, o = lstm_gates(x_t, h_prev, W, U, b)  # (batch, units) each
    c_prev = lstm_state("c_prev", c_prev, *i.shape)

    return _states(c_prev, i, f, g, o)


def lstm_step_backward(dh_t, dc_next, x_t, h_prev, c_prev, W, U, b):
    """Return the gradient of a loss with respect to everything that one step reads.

    The chain rule through `lstm_step`, backward: Gers, Schmidhuber and Cummins (2000) cut off some
    of these paths; here none is cut, as in Graves and Schmidhuber (2005).

    Parameters
    ----------
    dh_t : array_like of shape (batch, units)
        The gradient of the loss with respect to this step's hidden state, along all paths.
    dc_next : array_like of shape (batch, units)
        The gradient of the loss with respect to this step's cell state, along the paths through
        the next step's cell state. The path through ``h_t`` is added here.
    x_t : array_like of shape (batch, features)
        The input at this step.
    h_prev, c_prev : array_like of shape (batch, units)
        The hidden state and the cell state after the previous step.
    W : array_like of shape (features, 4·units)
        Input weights, in the order i f g o.
    U : array_like of shape (units, 4·units)
        Recurrent weights, in the same order.
    b : array_like of shape (4·units,)
        Bias, in the same order.

    Returns
    -------
    StepGradients
        x_t, h_prev, c_prev, W, U and b; the last three are summed over the batch.

    Raises
    ------
    TypeError
        If an array does not hold real numbers.
    ValueError
        If an array's shape does not fit the others, or it holds NaN or infinity.

    Examples
    --------
    With all-zero weights the forget gate is one half, so half of the gradient is passed on.

    >>> zeros, ones = np.zeros((1, 1)), np.ones((1, 1))
    >>> weights = np.zeros((3, 4)), np.zeros((1, 4)), np.zeros(4)
    >>> lstm_step_backward(zeros, ones, np.ones((1, 3)), zeros, zeros, *weights).c_prev
    array([[0.5]])
    """
    i, f, g, o = lstm_gates(x_t, h_prev, W, U, b)  # (batch, units) each
    _, c_t = lstm_step(x_t, h_prev, c_prev, W, U, b)
    x_t, h_prev, c_prev, W, U = map(np.asarray, (x_t, h_prev, c_prev, W, U))
    dh_t = lstm_state("dh_t", dh_t, *c_t.shape)
    dc_next = lstm_state("dc_next", dc_next, *c_t.shape)

    slopes = _slopes(c_prev, c_t, i, f, g, o)
    _, dc_prev, dz_each = _states_backward(dh_t, dc_next, f, *slopes)
    dz = np.concatenate(dz_each, axis=1)  # (batch, 4·units)
    return StepGradients(
        dz @ W.T,  # (batch, features)
        dz @ U.T,  # (batch, units)
        dc_prev,  # (batch, units)
        x_t.T @ dz,  # (features, 4·units)
        h_prev.T @ dz,  # (units, 4·units)
        dz.sum(axis=0),  # (4·units,)
    )


# The equations themselves. Forward, they begin with the input product x_t @ W, because
# `lstm_lib.sequence` computes it for all steps at once. Backward, the slopes need no gradient, so
# `lstm_lib.sequence` computes them for all steps at once as well.


def _gates(x_W, h_prev, U, b):
    """Return i, f, g and o of one step from its input product ``x_W = x_t @ W``."""
    units = U.shape[0]
    z = x_W + h_prev @ U + b  # (batch, 4·units)
    i = sigmoid(z[:, :units])  # (batch, units)
    f = sigmoid(z[:, units : 2 * units])  # (batch, units)
    g = np.tanh(z[:, 2 * units : 3 * units])  # (batch, units)
    o = sigmoid(z[:, 3 * units :])  # (batch, units)
    return i, f, g, o


def _states(c_prev, i, f, g, o):
    """Return h_t and c_t of one step from its gates."""
    c_t = f * c_prev + i * g  # (batch, units)
    h_t = o * np.tanh(c_t)  # (batch, units)
    return h_t, c_t


def _slopes(c_prev, c_t, i, f, g, o):
    """Return dh_t/dc_t, then dc_t/dz_i, dc_t/dz_f, dc_t/dz_g and dh_t/dz_o, each (…, units)."""
    tanh_c = np.tanh(c_t)
    dh_dc = o * (1 - tanh_c * tanh_c)  # tanh' = 1 - tanh²
    dc_dz_i = g * i * (1 - i)  # sigmoid' = s (1 - s)
    dc_dz_f = c_prev * f * (1 - f)
    dc_dz_g = i * (1 - g * g)
    dh_dz_o = tanh_c * o * (1 - o)
    return dh_dc, dc_dz_i, dc_dz_f, dc_dz_g, dh_dz_o


def _states_backward(dh_t, dc_next, f, dh_dc, dc_dz_i, dc_dz_f, dc_dz_g, dh_dz_o):
    """Return dc_t, dc_prev, and the tuple dz_i, dz_f, dz_g, dz_o, each (batch, units)."""
    dc_t = dc_next + dh_t * dh_dc  # c_t is used twice: by h_t and by the next step
    dz_i = dc_t * dc_dz_i
    dz_f = dc_t * dc_dz_f
    dz_g = dc_t * dc_dz_g
    dz_o = dh_t * dh_dz_o  # the output gate acts on h_t without the cell state
    return dc_t, dc_t * f, (dz_i, dz_f, dz_g, dz_o)
