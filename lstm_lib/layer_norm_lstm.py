"""An LSTM with layer normalization inside the cell, forward and backward, in NumPy.

Ba, Kiros and Hinton (2016), supplementary material, put three norms into a step. Two stand where
the gates are computed, on the products with the input and with the hidden state, each over all
4·units values together and before the two are added. The third stands on the new cell state, on
its way into the hidden state: what the cell keeps is not normalized. In their order::

    z   = LN(x_t W; gain_x) + LN(h_prev U; gain_h) + b
    c_t = f c_prev + i g
    h_t = o tanh(LN(c_t; gain_c, offset_c))

In the paper the first two norms have offsets of their own. They are left out here, since they
are added to one another and to b: one offset does what three would.
"""

from typing import NamedTuple

import numpy as np

from lstm_lib import cell
from lstm_lib.arguments import (
    along_steps,
    finite_array,
    initial_state,
    lstm_state,
    lstm_weights,
    sequences,
)

# What is added to a variance: not in the paper, in Keras' layer normalization the default.
EPSILON = 1e-3


class LayerNormGradients(NamedTuple):
    """The gradient of a loss with respect to each input; arrays have the shapes of these inputs."""

    inputs: np.ndarray
    W: np.ndarray
    U: np.ndarray
    b: np.ndarray
    gain_x: np.ndarray
    gain_h: np.ndarray
    gain_c: np.ndarray
    offset_c: np.ndarray
    h_0: np.ndarray
    c_0: np.ndarray


def layer_norm_lstm_step(x_t, h_prev, c_prev, W, U, b, gain_x, gain_h, gain_c, offset_c):
    """Return the hidden state and the cell state after one step with layer normalization.

    The equations stand at the top of the module. `lstm_lib.steps.run_steps` runs it along a
    sequence.

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
    gain_x, gain_h : array_like of shape (4·units,)
        Gains of the norms on ``x_t W`` and on ``h_prev U``.
    gain_c, offset_c : array_like of shape (units,)
        Gain and offset of the norm on the new cell state.

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
    Inputs that are a thousand times as large make hardly a difference.

    >>> W, U, b = np.array([[1.0, 2.0, 3.0, 4.0]]), np.zeros((1, 4)), np.zeros(4)
    >>> norms = np.ones(4), np.ones(4), np.ones(1), np.zeros(1)
    >>> zeros = np.zeros((1, 1))
    >>> _, small = layer_norm_lstm_step([[1.0]], zeros, zeros, W, U, b, *norms)
    >>> _, large = layer_norm_lstm_step([[1000.0]], zeros, zeros, W, U, b, *norms)
    >>> bool(abs(small - large) < 1e-3)
    True
    """
    weights = _weights(W, U, b, gain_x, gain_h, gain_c, offset_c)
    W, U, *_ = weights
    x_t = finite_array("x_t", x_t, ("batch", "features"))
    if x_t.shape[1] != W.shape[0]:
        raise ValueError(f"x_t has {x_t.shape[1]} features but W expects {W.shape[0]}")
    h_prev = lstm_state("h_prev", h_prev, len(x_t), len(U))
    c_prev = lstm_state("c_prev", c_prev, len(x_t), len(U))

    i, f, g, o, _, _ = _gates(x_t, h_prev, *weights[:5])
    c_t = f * c_prev + i * g
    n_c, _ = _normalized(c_t)
    h_t = o * np.tanh(gain_c * n_c + offset_c)
    return h_t, c_t


def layer_norm_lstm_backward(dh, inputs, h, c, weights, h_0=None, c_0=None):
    """Return a loss's gradient for everything a layer-normalized LSTM reads.

    Parameters
    ----------
    dh : array_like of shape (batch, steps, units)
        The loss's own gradient for each hidden state; zero where the loss does not use it itself.
    inputs : array_like of shape (batch, steps, features)
        The sequences.
    h, c : array_like of shape (batch, steps, units)
        What `lstm_lib.steps.run_steps` returned for `layer_norm_lstm_step`, without a mask.
    weights : tuple or list
        W, U, b, gain_x, gain_h, gain_c and offset_c, as `layer_norm_lstm_step` takes them.
    h_0, c_0 : array_like of shape (batch, units), optional
        The states before the first step; zeros when left out.

    Returns
    -------
    LayerNormGradients
        inputs, W, U, b, gain_x, gain_h, gain_c, offset_c, h_0 and c_0; those of weights are
        summed over batch and steps.

    Raises
    ------
    TypeError
        If an array does not hold real numbers, or ``weights`` is neither tuple nor list.
    ValueError
        If there are not seven weights, an array's shape does not fit the others, or it holds NaN
        or infinity.

    Examples
    --------
    A loss that uses no hidden state has no gradient.

    >>> from lstm_lib.steps import run_steps
    >>> inputs, zeros = np.ones((1, 3, 2)), np.zeros((1, 1))
    >>> weights = np.ones((2, 4)), np.ones((1, 4)), np.ones(4)
    >>> weights += np.ones(4), np.ones(4), np.ones(1), np.zeros(1)
    >>> h, c = run_steps(layer_norm_lstm_step, inputs, (zeros, zeros), weights)
    >>> layer_norm_lstm_backward(np.zeros((1, 3, 1)), inputs, h, c, weights).b
    array([0., 0., 0., 0.])
    """
    if not isinstance(weights, tuple | list):
        raise TypeError(f"weights is {type(weights).__name__}, expected a tuple or list")
    if len(weights) != 7:
        raise ValueError(f"weights has length {len(weights)}, expected 7: W, U, b, those of norms")
    weights = _weights(*weights)
    inputs = sequences(inputs, weights[0])
    batch, steps, _ = inputs.shape
    units = len(weights[1])
    shape = (batch, steps, units)
    dh, h, c = along_steps("dh", dh, shape), along_steps("h", h, shape), along_steps("c", c, shape)
    h_0 = initial_state("h_0", h_0, batch, units, h.dtype)
    c_0 = initial_state("c_0", c_0, batch, units, c.dtype)

    dh_next = dc_next = np.zeros_like(dh[:, 0])  # nothing comes back after the last step
    d_inputs = np.empty(inputs.shape, np.result_type(dh, inputs, *weights))
    sums = [np.zeros_like(weight) for weight in weights]
    for t in reversed(range(steps)):
        h_prev, c_prev = (h[:, t - 1], c[:, t - 1]) if t else (h_0, c_0)
        dh_t = dh[:, t] + dh_next  # h_t is used twice: by the loss and by step t + 1
        d_inputs[:, t], dh_next, dc_next, *d_weights = _step_backward(
            dh_t, dc_next, inputs[:, t], h_prev, c_prev, c[:, t], *weights
        )
        sums = [total + d for total, d in zip(sums, d_weights, strict=True)]
    return LayerNormGradients(d_inputs, *sums, dh_next, dc_next)


def _gates(x_t, h_prev, W, U, b, gain_x, gain_h):
    """Return i, f, g and o, and the two normalized products with their deviations."""
    n_x, s_x = _normalized(x_t @ W)  # (batch, 4·units), (batch, 1)
    n_h, s_h = _normalized(h_prev @ U)
    z_i, z_f, z_g, z_o = np.split(gain_x * n_x + gain_h * n_h + b, 4, axis=1)
    i = cell.sigmoid(z_i)  # (batch, units)
    f = cell.sigmoid(z_f)
    g = np.tanh(z_g)
    o = cell.sigmoid(z_o)
    return i, f, g, o, (n_x, s_x), (n_h, s_h)


def _step_backward(
    dh_t, dc_next, x_t, h_prev, c_prev, c_t, W, U, b, gain_x, gain_h, gain_c, offset_c
):
    """Return the gradients of x_t, of both old states and of the seven weights, for one step."""
    i, f, g, o, (n_x, s_x), (n_h, s_h) = _gates(x_t, h_prev, W, U, b, gain_x, gain_h)
    n_c, s_c = _normalized(c_t)
    squashed = np.tanh(gain_c * n_c + offset_c)

    dy = dh_t * o * (1 - squashed**2)  # (batch, units): into what tanh squashes
    dc_t = dc_next + _normalized_backward(dy * gain_c, n_c, s_c)
    dz = np.concatenate(
        [
            dc_t * g * i * (1 - i),
            dc_t * c_prev * f * (1 - f),
            dc_t * i * (1 - g**2),
            dh_t * squashed * o * (1 - o),
        ],
        axis=1,
    )  # (batch, 4·units)
    d_xW = _normalized_backward(dz * gain_x, n_x, s_x)  # (batch, 4·units)
    d_hU = _normalized_backward(dz * gain_h, n_h, s_h)
    return (
        d_xW @ W.T,  # (batch, features)
        d_hU @ U.T,  # (batch, units)
        dc_t * f,  # (batch, units)
        x_t.T @ d_xW,  # (features, 4·units)
        h_prev.T @ d_hU,  # (units, 4·units)
        dz.sum(axis=0),  # (4·units,)
        (dz * n_x).sum(axis=0),
        (dz * n_h).sum(axis=0),
        (dy * n_c).sum(axis=0),  # (units,)
        dy.sum(axis=0),
    )


def _normalized(a):
    """Return rows with their mean subtracted, over their deviation; and the deviation."""
    s = np.sqrt(a.var(axis=1, keepdims=True) + EPSILON)  # (batch, 1)
    return (a - a.mean(axis=1, keepdims=True)) / s, s


def _normalized_backward(dn, n, s):
    """Return the gradient of what was normalized to n, from that of n."""
    # Every value moves its row's mean and its row's deviation: the two terms that are subtracted.
    return (dn - dn.mean(axis=1, keepdims=True) - n * (dn * n).mean(axis=1, keepdims=True)) / s


def _weights(W, U, b, gain_x, gain_h, gain_c, offset_c):
    """Return the seven weights of one layer as arrays whose sizes agree."""
    W, U, b = lstm_weights(W, U, b)
    units = len(U)
    norms = []
    for name, value, size, axis in (
        ("gain_x", gain_x, 4 * units, "4·units"),
        ("gain_h", gain_h, 4 * units, "4·units"),
        ("gain_c", gain_c, units, "units"),
        ("offset_c", offset_c, units, "units"),
    ):
        array = finite_array(name, value, (axis,))
        if len(array) != size:
            raise ValueError(f"{name} has {len(array)} values but U expects {size}, {axis}")
        norms.append(array)
    return W, U, b, *norms
