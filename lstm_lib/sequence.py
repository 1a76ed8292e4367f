"""An LSTM along a whole sequence in NumPy, forward and backward: every step, every gate."""

from typing import NamedTuple

import numpy as np

from lstm_lib import cell
from lstm_lib.arguments import (
    along_steps,
    finite_array,
    initial_state,
    lstm_matrices,
    lstm_state,
    lstm_weights,
    recurrent_weights,
    sequences,
    step_mask,
)


class Trajectory(NamedTuple):
    """What an LSTM did at every step; each array is of shape (batch, steps, units).

    The gates are None when the step was the caller's own, which returns only the states, and NaN
    at masked steps, where no gate acts.
    """

    h: np.ndarray
    c: np.ndarray
    i: np.ndarray | None
    f: np.ndarray | None
    g: np.ndarray | None
    o: np.ndarray | None


class Gradients(NamedTuple):
    """The gradient of a loss with respect to each input; arrays have the shapes of these inputs."""

    inputs: np.ndarray
    W: np.ndarray
    U: np.ndarray
    b: np.ndarray
    h_0: np.ndarray
    c_0: np.ndarray


class StateGradients(NamedTuple):
    """The gradient of a loss with respect to both states, each (batch, steps, units)."""

    h: np.ndarray
    c: np.ndarray


def lstm_forward(inputs, W, U, b, h_0=None, c_0=None, step=None, mask=None):
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
    mask : array_like of bool of shape (batch, steps), optional
        False where a step is to be skipped: both states stay as they were. When left
        out, no step is skipped.

    Returns
    -------
    Trajectory
        h, c, i, f, g and o at every step; with a ``step`` of your own the gates are None.

    Raises
    ------
    TypeError
        If an array does not hold real numbers or the mask not truth values, or ``step`` cannot be
        called or does not return a pair.
    ValueError
        If an array's shape does not fit the others, or it holds NaN or infinity, including
        the arrays that ``step`` returns; if there is no step to run.

    Examples
    --------
    With all-zero weights the cell state halves at every step.

    >>> inputs, W, U, b = np.ones((1, 3, 2)), np.zeros((2, 4)), np.zeros((1, 4)), np.zeros(4)
    >>> trajectory = lstm_forward(inputs, W, U, b, c_0=[[8.0]])
    >>> trajectory.c[0, :, 0]
    array([4., 2., 1.])
    """
    W, U, b = lstm_weights(W, U, b)
    inputs = sequences(inputs, W)
    batch, steps, _ = inputs.shape
    dtype = np.result_type(inputs, W, U, b)
    h_0 = initial_state("h_0", h_0, batch, U.shape[0], dtype)
    c_0 = initial_state("c_0", c_0, batch, U.shape[0], dtype)
    mask = None if mask is None else step_mask(mask, (batch, steps))

    if step is None:
        return _forward(inputs, W, U, b, h_0, c_0, mask)
    return _forward_with(step, inputs, W, U, b, h_0, c_0, mask)


def lstm_backward(dh, trajectory, inputs, W, U, h_0=None, c_0=None):
    """Return a loss's gradient for everything an LSTM reads: backpropagation through time.

    The whole chain rule, with no path cut off: Graves and Schmidhuber (2005), without peepholes.

    Parameters
    ----------
    dh : array_like of shape (batch, steps, units)
        The loss's own gradient for each hidden state; zero where the loss does not use it itself.
    trajectory : Trajectory
        What `lstm_forward` returned for these inputs.
    inputs : array_like of shape (batch, steps, features)
        The sequences.
    W : array_like of shape (features, 4·units)
        Input weights, in the order i f g o.
    U : array_like of shape (units, 4·units)
        Recurrent weights, in the same order.
    h_0, c_0 : array_like of shape (batch, units), optional
        The states that `lstm_forward` was given; zeros when left out.

    Returns
    -------
    Gradients
        inputs, W, U, b, h_0 and c_0; those of W, U and b are summed over batch and steps.

    Raises
    ------
    TypeError
        If an array does not hold real numbers, or ``trajectory`` is not what `lstm_forward`
        returns, with gates.
    ValueError
        If an array's shape does not fit the others, or it holds NaN or infinity, as the gates of
        a masked step do.

    Examples
    --------
    With all-zero weights each step passes on half of the cell state's gradient. The loss is the
    last hidden state, and the output gate lets half of it through.

    >>> inputs, W, U, b = np.ones((1, 3, 2)), np.zeros((2, 4)), np.zeros((1, 4)), np.zeros(4)
    >>> trajectory = lstm_forward(inputs, W, U, b)
    >>> dh = [[[0.0], [0.0], [1.0]]]
    >>> lstm_backward(dh, trajectory, inputs, W, U).c_0
    array([[0.0625]])
    """
    W, U = lstm_matrices(W, U)
    inputs = sequences(inputs, W)
    batch, steps, _ = inputs.shape
    units = U.shape[0]
    dh, trajectory = _checked(dh, trajectory, (batch, steps, units))
    h_0 = initial_state("h_0", h_0, batch, units, trajectory.h.dtype)
    c_0 = initial_state("c_0", c_0, batch, units, trajectory.c.dtype)

    dz, _, dh_0, dc_0 = _backward(dh, trajectory, U, c_0)
    h_prev = np.concatenate([h_0[np.newaxis], trajectory.h.swapaxes(0, 1)[:-1]])
    every_dz = np.concatenate(dz)  # (steps·batch, 4·units): one product for all steps
    return Gradients(
        (dz @ W.T).swapaxes(0, 1),  # (batch, steps, features)
        np.concatenate(inputs.swapaxes(0, 1)).T @ every_dz,  # (features, 4·units)
        np.concatenate(h_prev).T @ every_dz,  # (units, 4·units)
        every_dz.sum(axis=0),  # (4·units,)
        dh_0,  # (batch, units)
        dc_0,  # (batch, units)
    )


def lstm_state_gradients(dh, trajectory, U, c_0=None):
    """Return the gradient of a loss with respect to both states at every step.

    Parameters
    ----------
    dh : array_like of shape (batch, steps, units)
        The loss's own gradient for each hidden state; zero where the loss does not use it itself.
    trajectory : Trajectory
        What `lstm_forward` returned.
    U : array_like of shape (units, 4·units)
        Recurrent weights, in the order i f g o.
    c_0 : array_like of shape (batch, units), optional
        The cell state that `lstm_forward` was given; zeros when left out.

    Returns
    -------
    StateGradients
        h and c: how the loss changes with h_t or with c_t, the other held fixed, along all the
        steps that follow.

    Raises
    ------
    TypeError
        If an array does not hold real numbers, or ``trajectory`` is not what `lstm_forward`
        returns, with gates.
    ValueError
        If an array's shape does not fit the others, or it holds NaN or infinity, as the gates of
        a masked step do.

    Examples
    --------
    With all-zero weights each step passes on half of the cell state's gradient, and nothing
    flows through the hidden state.

    >>> inputs, W, U, b = np.ones((1, 3, 2)), np.zeros((2, 4)), np.zeros((1, 4)), np.zeros(4)
    >>> h, c = lstm_state_gradients([[[0.0], [0.0], [1.0]]], lstm_forward(inputs, W, U, b), U)
    >>> h[0, :, 0], c[0, :, 0]
    (array([0., 0., 1.]), array([0.125, 0.25 , 0.5  ]))
    """
    U = recurrent_weights(U)
    dh = finite_array("dh", dh, ("batch", "steps", "units"))
    dh, trajectory = _checked(dh, trajectory, (*dh.shape[:2], U.shape[0]))
    c_0 = initial_state("c_0", c_0, len(dh), U.shape[0], trajectory.c.dtype)

    _, states, _, _ = _backward(dh, trajectory, U, c_0)
    return StateGradients(*states.swapaxes(1, 2))


def _forward(inputs, W, U, b, h_t, c_t, mask):
    """Run the library's own step and record everything that it computes."""
    x_W = inputs.swapaxes(0, 1) @ W  # (steps, batch, 4·units): needs no state, so all at once
    steps, batch, _ = x_W.shape
    # The step axis comes first here, so that the values of one step lie together.
    record = np.empty((6, steps, batch, U.shape[0]), np.result_type(x_W, U, b, h_t, c_t))
    for t in range(steps):
        i, f, g, o = cell._gates(x_W[t], h_t, U, b)  # (batch, units) each
        h_new, c_new = cell._states(c_t, i, f, g, o)  # (batch, units) each
        h_t, c_t = (h_new, c_new) if mask is None else _kept(mask[:, t], h_new, c_new, h_t, c_t)
        record[:, t] = h_t, c_t, i, f, g, o
    if mask is not None:
        record[2:, ~mask.T] = np.nan
    return Trajectory(*record.swapaxes(1, 2))


def _kept(mask_t, h_new, c_new, h_prev, c_prev):
    """Return the new states where the step counts, the old ones where it is masked."""
    runs = mask_t[:, np.newaxis]  # (batch, 1)
    return np.where(runs, h_new, h_prev), np.where(runs, c_new, c_prev)


def _forward_with(step, inputs, W, U, b, h_t, c_t, mask):
    """Run the caller's own step, and check what it returns."""
    if not callable(step):
        raise TypeError(f"step is {step!r}, expected a function of x_t, h_prev, c_prev, W, U, b")
    h, c = [], []
    for t in range(inputs.shape[1]):
        states = step(inputs[:, t], h_t, c_t, W, U, b)
        if not isinstance(states, tuple | list):
            raise TypeError(f"step returned {type(states).__name__}, expected the pair h_t, c_t")
        if len(states) != 2:
            raise ValueError(f"step returned {len(states)} values, expected the pair h_t, c_t")
        h_new = lstm_state(f"h_t of step {t}", states[0], *h_t.shape)
        c_new = lstm_state(f"c_t of step {t}", states[1], *c_t.shape)
        h_t, c_t = (h_new, c_new) if mask is None else _kept(mask[:, t], h_new, c_new, h_t, c_t)
        h.append(h_t)
        c.append(c_t)
    return Trajectory(np.stack(h, axis=1), np.stack(c, axis=1), None, None, None, None)


def _checked(dh, trajectory, shape):
    """Return the loss's gradient and a trajectory whose arrays all have one shape."""
    if not isinstance(trajectory, Trajectory):
        kind = type(trajectory).__name__
        raise TypeError(f"trajectory is {kind}, expected what lstm_forward returns")
    if trajectory.i is None:
        raise TypeError("trajectory has no gates, expected that of lstm_forward without step=")
    names = [f"trajectory.{name}" for name in Trajectory._fields]
    arrays = [along_steps(n, a, shape) for n, a in zip(names, trajectory, strict=True)]
    return along_steps("dh", dh, shape), Trajectory(*arrays)


def _backward(dh, trajectory, U, c_0):
    """Return dz, the gradients of both states at every step, and those before the first step.

    The step axis comes first: dz is (steps, batch, 4·units), the states (2, steps, batch, units).
    """
    dh = dh.swapaxes(0, 1)
    h, c, i, f, g, o = (a.swapaxes(0, 1) for a in trajectory)  # (steps, batch, units) each
    c_prev = np.concatenate([c_0[np.newaxis], c[:-1]])
    slopes = cell._slopes(c_prev, c, i, f, g, o)  # they need no gradient, so all at once
    dz = np.empty((len(dh), 4, *c_0.shape), np.result_type(dh, c, U))
    states = np.empty((2, *h.shape), dz.dtype)
    dh_next = dc_next = np.zeros_like(dz[0, 0])  # nothing comes back after the last step
    for t in reversed(range(len(dh))):
        dh_t = dh[t] + dh_next  # h_t is used twice: by the loss and by step t + 1
        dc_t, dc_next, dz[t] = cell._states_backward(
            dh_t, dc_next, f[t], *(slope[t] for slope in slopes)
        )
        states[:, t] = dh_t, dc_t
        dh_next = np.concatenate(dz[t], axis=1) @ U.T
    return np.concatenate(dz.swapaxes(0, 1), axis=-1), states, dh_next, dc_next
