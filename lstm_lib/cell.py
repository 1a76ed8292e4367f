"""One step of an LSTM in NumPy, in Keras' layout: ``x_t @ W``, gates in the order i f g o.

The cell is that of Hochreiter and Schmidhuber (1997), with the forget gate of Gers, Schmidhuber
and Cummins (2000) and without peepholes: all gates read x_t and h_prev, none the cell state.
Every equation stands here once; `lstm_lib.sequence` repeats them along a series.
"""

import numpy as np

from lstm_lib.arguments import finite_array, lstm_state, lstm_weights


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

    Examples
    --------
    >>> sigmoid(np.array([-1000.0, 0.0, 1000.0]))
    array([0. , 0.5, 1. ])
    """
    z = np.asarray(z)
    if z.dtype.kind not in "fiu":
        raise TypeError(f"z holds {z.dtype} values, wanted real numbers")
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
        The hidden state that the previous step left.
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
        The hidden state and the cell state that the previous step left.
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


# The equations themselves. They begin with the input product x_t @ W, because
# `lstm_lib.sequence.lstm_forward` makes it for all steps at once.


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
