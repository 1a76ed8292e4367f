"""The LSTM's older relatives in NumPy, one step each: peepholes, coupled gates, the GRU.

Weights lie in Keras' layout: one block of columns for each gate, side by side, in the order that
each function names. `lstm_lib.steps.run_steps` runs any of them along a sequence. What came after
them is in `lstm_lib.successors`.
"""

import numpy as np

from lstm_lib.arguments import finite_array, lstm_state
from lstm_lib.cell import sigmoid


def peephole_step(x_t, h_prev, c_prev, W, U, b, p):
    """Return the hidden state and the cell state after one step of an LSTM with peepholes.

    Gers and Schmidhuber (2000), and at length Gers, Schraudolph and Schmidhuber (2002): each gate
    looks at the cell state of its own unit, with one weight. The input gate and the forget gate
    look at the old cell state, the output gate at the new one. The rest is the LSTM's step.

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
    p : array_like of shape (3·units,)
        Peephole weights, in the order i f o: the candidate has none.

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
    A forget gate that looks at a large cell state with a weight of 1 keeps all of it. Without
    peepholes it keeps half.

    >>> x_t, h_prev, c_prev = np.ones((1, 1)), np.zeros((1, 1)), np.array([[80.0]])
    >>> weights = np.zeros((1, 4)), np.zeros((1, 4)), np.zeros(4)
    >>> peephole_step(x_t, h_prev, c_prev, *weights, p=[0.0, 1.0, 0.0])[1]
    array([[80.]])
    >>> peephole_step(x_t, h_prev, c_prev, *weights, p=[0.0, 0.0, 0.0])[1]
    array([[40.]])
    """
    W, U, b = _weights(4, W, U, b)
    x_t, h_prev, c_prev = _read(x_t, W, len(U), h_prev=h_prev, c_prev=c_prev)
    p = finite_array("p", p, ("3·units",))
    if len(p) != 3 * len(U):
        raise ValueError(f"p has {len(p)} values but U expects {3 * len(U)}, 3·units")

    z_i, z_f, z_g, z_o = np.split(x_t @ W + h_prev @ U + b, 4, axis=1)  # (batch, units) each
    p_i, p_f, p_o = np.split(p, 3)  # (units,) each
    i = sigmoid(z_i + p_i * c_prev)
    f = sigmoid(z_f + p_f * c_prev)
    g = np.tanh(z_g)
    c_t = f * c_prev + i * g
    o = sigmoid(z_o + p_o * c_t)  # the new cell state: what it lets out is what it looks at
    h_t = o * np.tanh(c_t)
    return h_t, c_t


def coupled_step(x_t, h_prev, c_prev, W, U, b):
    """Return the hidden state and the cell state after one step of an LSTM with coupled gates.

    "Coupled input and forget gate" in Greff et al. (2017): the cell forgets as much as it writes,
    ``f = 1 - i``. So it has three blocks of weights and not four.

    Parameters
    ----------
    x_t : array_like of shape (batch, features)
        The input at this step.
    h_prev, c_prev : array_like of shape (batch, units)
        The hidden state and the cell state after the previous step.
    W : array_like of shape (features, 3·units)
        Input weights, in the order i g o.
    U : array_like of shape (units, 3·units)
        Recurrent weights, in the same order.
    b : array_like of shape (3·units,)
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
    With all-zero weights the input gate is one half, and so is what is left of the old cell state.

    >>> x_t, h_prev, c_prev = np.ones((1, 2)), np.zeros((1, 1)), np.array([[8.0]])
    >>> coupled_step(x_t, h_prev, c_prev, np.zeros((2, 3)), np.zeros((1, 3)), np.zeros(3))[1]
    array([[4.]])
    """
    W, U, b = _weights(3, W, U, b)
    x_t, h_prev, c_prev = _read(x_t, W, len(U), h_prev=h_prev, c_prev=c_prev)

    z_i, z_g, z_o = np.split(x_t @ W + h_prev @ U + b, 3, axis=1)  # (batch, units) each
    i = sigmoid(z_i)
    g = np.tanh(z_g)
    o = sigmoid(z_o)
    c_t = (1 - i) * c_prev + i * g
    h_t = o * np.tanh(c_t)
    return h_t, c_t


def gru_gates(x_t, h_prev, W, U, b, reset_after=True):
    """Return the update gate, the reset gate and the candidate of one step of a GRU.

    There are two conventions. Cho et al. (2014) reset the hidden state before they multiply it by
    the candidate's recurrent weights: ``reset_after=False``. cuDNN resets the product, after a
    bias of its own: ``reset_after=True``, the default of Keras, and of this function. Weights
    trained with the one do not fit the other.

    Cho et al. and Keras write z for the update gate. Here it is u, since z stands for what enters
    an activation.

    Parameters
    ----------
    x_t : array_like of shape (batch, features)
        The input at this step.
    h_prev : array_like of shape (batch, units)
        The hidden state after the previous step.
    W : array_like of shape (features, 3·units)
        Input weights, in the order u r g: update gate, reset gate, candidate.
    U : array_like of shape (units, 3·units)
        Recurrent weights, in the same order.
    b : array_like of shape (2, 3·units), or (3·units,) without ``reset_after``
        Bias, in the same order: with ``reset_after`` the first row is added to the product of
        the input, the second to that of the hidden state.
    reset_after : bool
        Whether the reset gate acts after the product with U, or before.

    Returns
    -------
    u, r, g : ndarray of shape (batch, units)
        The gates u and r from 0 to 1, the candidate g from -1 to 1.

    Raises
    ------
    TypeError
        If an array does not hold real numbers, or ``reset_after`` is not True or False.
    ValueError
        If an array's shape does not fit the others, or it holds NaN or infinity.

    Examples
    --------
    With all-zero weights both gates are one half, and the candidate is zero.

    >>> x_t, h_prev = np.ones((1, 2)), np.array([[8.0]])
    >>> gru_gates(x_t, h_prev, np.zeros((2, 3)), np.zeros((1, 3)), np.zeros((2, 3)))
    (array([[0.5]]), array([[0.5]]), array([[0.]]))
    """
    if not isinstance(reset_after, bool | np.bool_):
        raise TypeError(f"reset_after is {reset_after!r}, expected True or False")
    W, U = _matrices(3, W, U)
    x_t, h_prev = _read(x_t, W, len(U), h_prev=h_prev)
    b = finite_array("b", b, ("2", "3·units") if reset_after else ("3·units",))
    expected = (2, W.shape[1]) if reset_after else (W.shape[1],)
    if b.shape != expected:
        raise ValueError(f"b has shape {b.shape}, expected {expected} as reset_after={reset_after}")

    b_x, b_h = b if reset_after else (b, np.zeros_like(b))  # (3·units,) each
    U_u, U_r, U_g = np.split(U, 3, axis=1)  # (units, units) each
    x_u, x_r, x_g = np.split(x_t @ W + b_x, 3, axis=1)  # (batch, units) each
    b_u, b_r, b_g = np.split(b_h, 3)  # (units,) each
    u = sigmoid(x_u + h_prev @ U_u + b_u)
    r = sigmoid(x_r + h_prev @ U_r + b_r)
    h_U = r * (h_prev @ U_g + b_g) if reset_after else (r * h_prev) @ U_g
    g = np.tanh(x_g + h_U)
    return u, r, g


def gru_step(x_t, h_prev, W, U, b, reset_after=True):
    """Return the hidden state after one step of a GRU, which has no other state.

    Cho et al. (2014): the update gate mixes the old state and the candidate. `gru_gates` says
    which two conventions there are.

    Parameters
    ----------
    x_t : array_like of shape (batch, features)
        The input at this step.
    h_prev : array_like of shape (batch, units)
        The hidden state after the previous step.
    W : array_like of shape (features, 3·units)
        Input weights, in the order u r g.
    U : array_like of shape (units, 3·units)
        Recurrent weights, in the same order.
    b : array_like of shape (2, 3·units), or (3·units,) without ``reset_after``
        Bias, in the same order.
    reset_after : bool
        Whether the reset gate acts after the product with U, or before.

    Returns
    -------
    ndarray of shape (batch, units)
        The new hidden state.

    Raises
    ------
    TypeError
        If an array does not hold real numbers, or ``reset_after`` is not True or False.
    ValueError
        If an array's shape does not fit the others, or it holds NaN or infinity.

    Examples
    --------
    With all-zero weights the update gate is one half and the candidate zero, so half is kept.

    >>> x_t, h_prev = np.ones((1, 2)), np.array([[8.0]])
    >>> gru_step(x_t, h_prev, np.zeros((2, 3)), np.zeros((1, 3)), np.zeros((2, 3)))
    array([[4.]])
    """
    u, _, g = gru_gates(x_t, h_prev, W, U, b, reset_after)  # (batch, units) each
    return u * np.asarray(h_prev) + (1 - u) * g


def _matrices(blocks, W, U):
    """Return input and recurrent weights as arrays of so many blocks of units."""
    axis = f"{blocks}·units"
    W = finite_array("W", W, ("features", axis))
    U = finite_array("U", U, ("units", axis))
    if len(U) == 0 or U.shape[1] != blocks * len(U):
        raise ValueError(f"U has shape {U.shape}, expected (units, {axis})")
    if W.shape[1] != U.shape[1]:
        raise ValueError(f"W has {W.shape[1]} columns but U expects {U.shape[1]}, {axis}")
    return W, U


def _weights(blocks, W, U, b):
    """Return the weights of one layer as arrays of so many blocks of units."""
    W, U = _matrices(blocks, W, U)
    b = finite_array("b", b, (f"{blocks}·units",))
    if len(b) != U.shape[1]:
        raise ValueError(f"b has {len(b)} values but U expects {U.shape[1]}, {blocks}·units")
    return W, U, b


def _read(x_t, W, units, **states):
    """Return the input and the states of one step as arrays that fit the weights."""
    x_t = finite_array("x_t", x_t, ("batch", "features"))
    if x_t.shape[1] != len(W):
        raise ValueError(f"x_t has {x_t.shape[1]} features but W expects {len(W)}")
    return x_t, *(lstm_state(name, state, len(x_t), units) for name, state in states.items())
