"""Any recurrent step along a batch of sequences: one loop for the LSTM and for its relatives."""

import numpy as np

from lstm_lib.arguments import finite_array, real_array, step_mask


def run_steps(step, inputs, states, weights, mask=None):
    """Run a step from the first to the last, and keep every state.

    Parameters
    ----------
    step : callable
        ``step(x_t, *states, *weights)`` returns the new states: a tuple, or one array where there
        is one state. The first is the hidden state. `lstm_lib.cell.lstm_step` is such a step.
    inputs : array_like of shape (batch, steps, features)
        The sequences.
    states : tuple or list of array_like of shape (batch, units)
        The states before the first step, in the order in which the step takes them.
    weights : tuple or list
        What the step takes after the states; handed on as it is.
    mask : array_like of bool of shape (batch, steps), optional
        False where a step is to be skipped: all states stay as they were. When left out, no step
        is skipped.

    Returns
    -------
    tuple of ndarray of shape (batch, steps, units)
        Every state at every step, in the order of ``states``.

    Raises
    ------
    TypeError
        If an array does not hold real numbers or the mask not truth values; if ``step`` cannot be
        called, ``states`` or ``weights`` are neither tuple nor list, or ``step`` returns
        something else than arrays.
    ValueError
        If an array's shape does not fit the others, or it holds NaN or infinity; if there is no
        state, or no step to run; if ``step`` returns more or fewer states than it was given.

    Examples
    --------
    With all-zero weights every gate is one half and the candidate zero, so the cell state halves
    at every step.

    >>> from lstm_lib.cell import lstm_step
    >>> states, weights = ([[0.0]], [[8.0]]), (np.zeros((2, 4)), np.zeros((1, 4)), np.zeros(4))
    >>> h, c = run_steps(lstm_step, np.ones((1, 3, 2)), states, weights)
    >>> c[0, :, 0]
    array([4., 2., 1.])
    """
    if not callable(step):
        raise TypeError(f"step is {step!r}, expected a function of x_t, the states and the weights")
    inputs = finite_array("inputs", inputs, ("batch", "steps", "features"))
    if inputs.shape[1] == 0:
        raise ValueError("inputs have 0 steps, expected 1 or more")
    states = _initial(_listed("states", states), len(inputs))
    weights = _listed("weights", weights)
    mask = None if mask is None else step_mask(mask, inputs.shape[:2])

    every = []
    for t in range(inputs.shape[1]):
        new = _returned(step(inputs[:, t], *states, *weights), states, t)
        if mask is not None:
            runs = mask[:, t, np.newaxis]  # (batch, 1)
            new = [np.where(runs, n, s) for n, s in zip(new, states, strict=True)]
        states = new
        every.append(states)
    return tuple(np.stack(one, axis=1) for one in zip(*every, strict=True))


def _listed(name, value):
    """Return a tuple or list as a list."""
    if not isinstance(value, tuple | list):
        raise TypeError(f"{name} is {type(value).__name__}, expected a tuple or list of arrays")
    return [*value]


def _initial(states, batch):
    """Return the states before the first step as arrays of the sequences' batch."""
    if not states:
        raise ValueError("states has 0 arrays, expected 1 or more")
    arrays = [real_array(f"states[{k}]", state) for k, state in enumerate(states)]
    for k, array in enumerate(arrays):
        if array.ndim != 2 or len(array) != batch:
            raise ValueError(
                f"states[{k}] has shape {array.shape}, expected (batch, units) with batch = {batch}"
            )
        # Minus infinity is the logarithm of nothing, with which the sLSTM's stabilizer begins.
        if np.isnan(array).any() or np.isposinf(array).any():
            raise ValueError(f"states[{k}] holds NaN or infinity, expected neither")
    return arrays


def _returned(returned, states, t):
    """Return what a step returned as a list of arrays, after checking it against the states."""
    new = [*returned] if isinstance(returned, tuple | list) else [returned]
    if len(new) != len(states):
        raise ValueError(
            f"step returned {len(new)} states at step {t}, expected {len(states)}, as given"
        )
    arrays = [
        finite_array(f"state {k} after step {t}", state, ("batch", "units"))
        for k, state in enumerate(new)
    ]
    for k, (array, state) in enumerate(zip(arrays, states, strict=True)):
        if array.shape != state.shape:
            raise ValueError(
                f"state {k} after step {t} has shape {array.shape}, expected {state.shape}"
            )
    return arrays
