"""Observing the exercises of `through_time`: stand-ins that record what they are handed."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from lstm_lib.cell import lstm_step
from lstm_lib.checks.observe.stand_ins import Arrays, Case, record_call

CALLS_KEPT = 20  # of one case: the arguments of more calls are not published


def recorded_step(number: int, case: Case, arrays: Arrays) -> Mapping[str, Callable[..., Any]]:
    """Make an lstm_step that is the library's, and records what it is handed.

    Parameters
    ----------
    number : int
        The case.
    case : dict
        Not used: the step is no stand-in for work of the learner's.
    arrays : dict
        The observation that grows.

    Returns
    -------
    dict
        By the name of `lstm_step`.

    Examples
    --------
    >>> sorted(recorded_step(0, {}, {}))
    ['lstm_step']
    """

    def step(x_t: Any, h_prev: Any, c_prev: Any, W: Any, U: Any, b: Any) -> Any:
        record_call(arrays, number, {"x_t": x_t, "h_prev": h_prev, "c_prev": c_prev}, CALLS_KEPT)
        return lstm_step(x_t, h_prev, c_prev, W, U, b)

    return {"lstm_step": step}


def made_up_run(inputs: Any, h_0: Any, c_0: Any, W: Any, U: Any, b: Any) -> tuple[Any, Any]:
    """Stand in for a run over all steps: both states turn around one another, and are no LSTM's.

    As complex numbers h + i·c they are multiplied by one factor at every step, and something of the
    input is added. Like a run, this gives the same numbers in chunks if both are handed on.

    Parameters
    ----------
    inputs : ndarray of shape (batch, steps, features)
        The sequences.
    h_0, c_0 : ndarray of shape (batch, units)
        Where it begins.
    W : ndarray of shape (features, 4·units)
        Input weights.
    U : ndarray of shape (units, 4·units)
        Recurrent weights.
    b : ndarray of shape (4·units,)
        Bias.

    Returns
    -------
    h, c : ndarray of shape (batch, steps, units)
        Numbers that depend on all that was handed in.

    Raises
    ------
    ValueError
        If `inputs` has another number of axes, or no step.

    Examples
    --------
    Where nothing is added, h and c only turn.

    >>> h, c = made_up_run(np.ones((1, 3, 1)), [[3.0]], [[4.0]], *np.zeros((2, 1, 4)), np.zeros(4))
    >>> np.hypot(h, c)[0, :, 0]
    array([5., 5., 5.])
    """
    inputs = np.asarray(inputs)
    if inputs.ndim != 3:
        raise ValueError(f"inputs has shape {inputs.shape}, expected (batch, steps, features)")
    if inputs.shape[1] == 0:
        raise ValueError("inputs have 0 steps, expected 1 or more")
    units = len(U)
    added = inputs @ W + U[0] + b
    added = added[..., :units] + 1j * added[..., units : 2 * units]
    turned = np.exp(0.7j * np.arange(1, inputs.shape[1] + 1))[:, np.newaxis]  # (steps, 1)
    first = (np.asarray(h_0) + 1j * np.asarray(c_0))[:, np.newaxis]
    states = turned * (first + np.cumsum(added / turned, axis=1))
    return states.real, states.imag


def recorded_run(number: int, case: Case, arrays: Arrays) -> Mapping[str, Callable[..., Any]]:
    """Make a run_lstm that is made up, and records how many steps it is handed.

    Parameters
    ----------
    number : int
        The case.
    case : dict
        Not used.
    arrays : dict
        The observation that grows: ``"CASE/lengths"`` has one number a call.

    Returns
    -------
    dict
        By the name of `run_lstm`.

    Examples
    --------
    >>> sorted(recorded_run(0, {}, {}))
    ['run_lstm']
    """

    def run_lstm(inputs: Any, h_0: Any, c_0: Any, W: Any, U: Any, b: Any) -> Any:
        h, c = made_up_run(inputs, h_0, c_0, W, U, b)
        before = arrays.get(f"{number}/lengths", np.empty(0, dtype=int))
        arrays[f"{number}/lengths"] = np.append(before, h.shape[1])
        return h, c

    return {"run_lstm": run_lstm}
