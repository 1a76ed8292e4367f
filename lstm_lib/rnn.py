"""A plain recurrent network in NumPy, in Keras' layout: what an LSTM is compared with."""

import numpy as np

from lstm_lib.arguments import along_steps, finite_array, initial_state, lstm_state, sequences


def rnn_step(x_t, h_prev, W, U, b):
    """Return the hidden state after one step: ``tanh(x_t @ W + h_prev @ U + b)``.

    The network of Elman (1990), with tanh as in Keras' ``SimpleRNN``.

    Parameters
    ----------
    x_t : array_like of shape (batch, features)
        The input at this step.
    h_prev : array_like of shape (batch, units)
        The hidden state after the previous step.
    W : array_like of shape (features, units)
        Input weights.
    U : array_like of shape (units, units)
        Recurrent weights.
    b : array_like of shape (units,)
        Bias.

    Returns
    -------
    ndarray of shape (batch, units)
        The new hidden state, from -1 to 1.

    Raises
    ------
    TypeError
        If an array does not hold real numbers.
    ValueError
        If an array's shape does not fit the others, or it holds NaN or infinity.

    Examples
    --------
    With all-zero weights nothing is read, and nothing is kept.

    >>> rnn_step(np.ones((1, 3)), np.ones((1, 2)), np.zeros((3, 2)), np.zeros((2, 2)), np.zeros(2))
    array([[0., 0.]])
    """
    W, U, b = _weights(W, U, b)
    x_t = finite_array("x_t", x_t, ("batch", "features"))
    if x_t.shape[1] != W.shape[0]:
        raise ValueError(f"x_t has {x_t.shape[1]} features but W expects {W.shape[0]}")
    h_prev = lstm_state("h_prev", h_prev, x_t.shape[0], U.shape[0])

    return _step(x_t @ W, h_prev, U, b)


def rnn_forward(inputs, W, U, b, h_0=None):
    """Run a plain recurrent network over every step of a batch of sequences.

    Parameters
    ----------
    inputs : array_like of shape (batch, steps, features)
        The sequences.
    W : array_like of shape (features, units)
        Input weights.
    U : array_like of shape (units, units)
        Recurrent weights.
    b : array_like of shape (units,)
        Bias.
    h_0 : array_like of shape (batch, units), optional
        The hidden state before the first step; zeros when left out.

    Returns
    -------
    ndarray of shape (batch, steps, units)
        The hidden state after every step.

    Raises
    ------
    TypeError
        If an array does not hold real numbers.
    ValueError
        If an array's shape does not fit the others, or it holds NaN or infinity; if there is no
        step to run.

    Examples
    --------
    With zero weights and a bias of zero the first hidden state is forgotten at once.

    >>> inputs, W, U, b = np.ones((1, 3, 2)), np.zeros((2, 1)), np.zeros((1, 1)), np.zeros(1)
    >>> rnn_forward(inputs, W, U, b, h_0=[[0.5]])[0, :, 0]
    array([0., 0., 0.])
    """
    W, U, b = _weights(W, U, b)
    inputs = sequences(inputs, W)
    h_t = initial_state("h_0", h_0, len(inputs), len(U), np.result_type(inputs, W, U, b))
    x_W = inputs.swapaxes(0, 1) @ W  # (steps, batch, units): needs no state, so all at once
    h = []
    for x_W_t in x_W:
        h_t = _step(x_W_t, h_t, U, b)  # (batch, units)
        h.append(h_t)
    return np.stack(h, axis=1)


def rnn_state_gradients(dh, h, U):
    """Return the gradient of a loss with respect to the hidden state at every step.

    Parameters
    ----------
    dh : array_like of shape (batch, steps, units)
        The loss's own gradient for each hidden state; zero where the loss does not use it itself.
    h : array_like of shape (batch, steps, units)
        What `rnn_forward` returned.
    U : array_like of shape (units, units)
        Recurrent weights.

    Returns
    -------
    ndarray of shape (batch, steps, units)
        How the loss changes with h_t, along all the steps that follow.

    Raises
    ------
    TypeError
        If an array does not hold real numbers.
    ValueError
        If an array's shape does not fit the others, or it holds NaN or infinity.

    Examples
    --------
    At hidden states of zero the slope of tanh is one, so each step multiplies by U alone.

    >>> rnn_state_gradients([[[0.0], [0.0], [8.0]]], np.zeros((1, 3, 1)), [[0.5]])[0, :, 0]
    array([2., 4., 8.])
    """
    U = _recurrent_weights(U)
    dh = finite_array("dh", dh, ("batch", "steps", "units"))
    if dh.shape[2] != len(U):
        raise ValueError(f"dh has {dh.shape[2]} units but U expects {len(U)}")
    h = along_steps("h", h, dh.shape)

    dz_U = np.zeros_like(dh[:, 0], dtype=np.result_type(dh, h, U))  # nothing follows the last step
    states = []
    for dh_t, h_t in zip(dh.swapaxes(0, 1)[::-1], h.swapaxes(0, 1)[::-1], strict=True):
        dh_t = dh_t + dz_U  # h_t is used twice: by the loss and by step t + 1
        dz_U = (dh_t * (1 - h_t**2)) @ U.T  # tanh' = 1 - tanh²
        states.append(dh_t)
    return np.stack(states[::-1], axis=1)


def _step(x_W, h_prev, U, b):
    """Return h_t of one step from its input product ``x_W = x_t @ W``."""
    return np.tanh(x_W + h_prev @ U + b)


def _recurrent_weights(U):
    """Return recurrent weights as a square array."""
    U = finite_array("U", U, ("units", "units"))
    if U.shape[0] == 0 or U.shape[0] != U.shape[1]:
        raise ValueError(f"U has shape {U.shape}, expected (units, units)")
    return U


def _weights(W, U, b):
    """Return the weights of one layer as arrays whose sizes agree."""
    W = finite_array("W", W, ("features", "units"))
    U = _recurrent_weights(U)
    b = finite_array("b", b, ("units",))
    if W.shape[1] != len(U):
        raise ValueError(f"W has {W.shape[1]} columns but U expects {len(U)}, the units")
    if len(b) != len(U):
        raise ValueError(f"b has {len(b)} values but U expects {len(U)}, the units")
    return W, U, b
