"""What came after the LSTM and the GRU, one step each in NumPy: sLSTM, minLSTM and minGRU.

Weights lie in Keras' layout: one block of columns for each gate, side by side, in the order that
each function names. `lstm_lib.steps.run_steps` runs any of them along a sequence.
"""

import numpy as np

from lstm_lib.arguments import finite_array, lstm_state, real_array
from lstm_lib.cell import sigmoid
from lstm_lib.relatives import _read, _weights


def slstm_step(x_t, h_prev, c_prev, n_prev, m_prev, W, U, b):
    """Return the four states after one step of the sLSTM, part of the xLSTM of Beck et al. (2024).

    The input gate is an exponential, so a new candidate can outweigh all that the cell holds. The
    **normalizer** n adds up the weights that the **cell state** c gives to candidates, and
    ``c / n`` is their weighted mean, which stays between -1 and 1.

    Exponentials overflow. So both states are kept divided by ``exp(m)``, where m, the
    **stabilizer**, is the logarithm of the largest of these weights; the division cancels in
    ``c / n``. One of the two gates below is then always 1, and n is never under 1.

    The forget gate may be a sigmoid or an exponential in the paper. Here it is a sigmoid, as in
    the authors' published code, and there is one head: U is a full matrix.

    Parameters
    ----------
    x_t : array_like of shape (batch, features)
        The input at this step.
    h_prev, c_prev, n_prev, m_prev : array_like of shape (batch, units)
        Hidden state, cell state, normalizer and stabilizer after the previous step. Before the
        first, the first three are 0 and the stabilizer is minus infinity, the logarithm of
        nothing.
    W : array_like of shape (features, 4·units)
        Input weights, in the order i f g o.
    U : array_like of shape (units, 4·units)
        Recurrent weights, in the same order.
    b : array_like of shape (4·units,)
        Bias, in the same order.

    Returns
    -------
    h_t, c_t, n_t, m_t : ndarray of shape (batch, units)
        The new states, in the order in which they came.

    Raises
    ------
    TypeError
        If an array does not hold real numbers.
    ValueError
        If an array's shape does not fit the others, or it holds NaN or infinity other than a
        stabilizer of minus infinity; or if the normalizer is not above 0 where the stabilizer is
        finite.

    Examples
    --------
    Two steps with all-zero weights but a bias of 1000 for the input gate, whose exponential no
    computer can hold. The forget gate is one half, so what came first weighs half as much.

    >>> x_t, zeros, start = np.ones((1, 1)), np.zeros((1, 1)), np.full((1, 1), -np.inf)
    >>> weights = np.zeros((1, 4)), np.zeros((1, 4)), np.array([1000.0, 0.0, 0.0, 0.0])
    >>> first = slstm_step(x_t, zeros, zeros, zeros, start, *weights)
    >>> h_t, c_t, n_t, m_t = slstm_step(x_t, *first, *weights)
    >>> n_t, m_t
    (array([[1.5]]), array([[1000.]]))
    """
    W, U, b = _weights(4, W, U, b)
    x_t, h_prev, c_prev, n_prev = _read(x_t, W, len(U), h_prev=h_prev, c_prev=c_prev, n_prev=n_prev)
    m_prev = _stabilizer(m_prev, n_prev)

    z_i, z_f, z_g, z_o = np.split(x_t @ W + h_prev @ U + b, 4, axis=1)  # (batch, units) each
    log_i = z_i  # the logarithm of an exponential
    log_f = -np.logaddexp(0, -z_f)  # of a sigmoid, 1 / (1 + exp(-z))
    m_t = np.maximum(log_f + m_prev, log_i)
    i = np.exp(log_i - m_t)
    f = np.exp(log_f + m_prev - m_t)
    g = np.tanh(z_g)
    o = sigmoid(z_o)
    c_t = f * c_prev + i * g
    n_t = f * n_prev + i
    h_t = o * (c_t / n_t)
    return h_t, c_t, n_t, m_t


def min_lstm_step(x_t, h_prev, W, b):
    """Return the hidden state after one step of the minLSTM of Feng et al. (2024).

    The gates and the candidate read the input alone. So all of them can be computed at once for
    all steps, and what is left is a weighted sum. There is no output gate and no tanh, and the
    two gates are divided by their sum, so that together they are 1.

    Parameters
    ----------
    x_t : array_like of shape (batch, features)
        The input at this step.
    h_prev : array_like of shape (batch, units)
        The hidden state after the previous step.
    W : array_like of shape (features, 3·units)
        Input weights, in the order i f g. There are no recurrent weights.
    b : array_like of shape (3·units,)
        Bias, in the same order.

    Returns
    -------
    ndarray of shape (batch, units)
        The new hidden state.

    Raises
    ------
    TypeError
        If an array does not hold real numbers.
    ValueError
        If an array's shape does not fit the others, or it holds NaN or infinity.

    Examples
    --------
    With all-zero weights both gates are one half, and the candidate is its bias.

    >>> min_lstm_step(np.ones((1, 2)), [[8.0]], np.zeros((2, 3)), [0.0, 0.0, 2.0])
    array([[5.]])
    """
    x_t, h_prev, W, b = _input_weights(3, x_t, h_prev, W, b)

    z_i, z_f, g = np.split(x_t @ W + b, 3, axis=1)  # (batch, units) each
    log_i = -np.logaddexp(0, -z_i)  # the logarithm of a sigmoid, 1 / (1 + exp(-z))
    log_f = -np.logaddexp(0, -z_f)
    f = sigmoid(log_f - log_i)  # f / (f + i), also where both would round to zero
    i = sigmoid(log_i - log_f)  # i / (f + i)
    return f * h_prev + i * g


def min_gru_step(x_t, h_prev, W, b):
    """Return the hidden state after one step of the minGRU of Feng et al. (2024).

    The update gate and the candidate read the input alone, and there is no reset gate and no tanh.
    As in the paper, the gate u multiplies the candidate; in Cho et al. (2014) and in Keras' GRU it
    multiplies the old state.

    Parameters
    ----------
    x_t : array_like of shape (batch, features)
        The input at this step.
    h_prev : array_like of shape (batch, units)
        The hidden state after the previous step.
    W : array_like of shape (features, 2·units)
        Input weights, in the order u g: update gate, candidate. There are no recurrent weights.
    b : array_like of shape (2·units,)
        Bias, in the same order.

    Returns
    -------
    ndarray of shape (batch, units)
        The new hidden state.

    Raises
    ------
    TypeError
        If an array does not hold real numbers.
    ValueError
        If an array's shape does not fit the others, or it holds NaN or infinity.

    Examples
    --------
    With all-zero weights the gate is one half, and the candidate is its bias.

    >>> min_gru_step(np.ones((1, 2)), [[8.0]], np.zeros((2, 2)), [0.0, 2.0])
    array([[5.]])
    """
    x_t, h_prev, W, b = _input_weights(2, x_t, h_prev, W, b)

    z_u, g = np.split(x_t @ W + b, 2, axis=1)  # (batch, units) each
    u = sigmoid(z_u)
    return (1 - u) * h_prev + u * g


def _stabilizer(m_prev, n_prev):
    """Return a stabilizer of the normalizer's shape: finite, or minus infinity at the start."""
    m_prev = real_array("m_prev", m_prev)
    start = np.isneginf(m_prev)
    lstm_state("m_prev", np.where(start, 0, m_prev), *n_prev.shape)
    if np.any((n_prev <= 0) & ~start):
        raise ValueError(
            "n_prev is not above 0 where m_prev is finite, expected minus infinity as first m_prev"
        )
    return m_prev


def _input_weights(blocks, x_t, h_prev, W, b):
    """Return what a step without recurrent weights reads as arrays whose sizes agree."""
    axis = f"{blocks}·units"
    W = finite_array("W", W, ("features", axis))
    b = finite_array("b", b, (axis,))
    units = W.shape[1] // blocks
    if units == 0 or W.shape[1] != blocks * units:
        raise ValueError(f"W has {W.shape[1]} columns, expected {axis}")
    if len(b) != W.shape[1]:
        raise ValueError(f"b has {len(b)} values but W expects {W.shape[1]}, {axis}")
    return *_read(x_t, W, units, h_prev=h_prev), W, b
