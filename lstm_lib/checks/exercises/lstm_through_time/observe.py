"""The stand-in for `run_lstm`: a run with made-up numbers that records its lengths."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.checks.observation import Observation
from lstm_lib.checks.observe.stand_ins import Case, mixed


def made_up_run(inputs: Any, h_0: Any, c_0: Any, W: Any, U: Any, b: Any) -> tuple[Any, Any]:
    """Stand in for a run over all steps: both states turn around one another, unlike an LSTM's.

    As complex numbers h + i·c they are multiplied by one factor at every step, and a function
    of the input is added. Like a real run, this gives the same numbers in chunks if both states
    are passed on.

    Raises
    ------
    ValueError
        If `inputs` does not have three axes, or has no step.

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
    added = inputs @ W + b + mixed(U, 4 * units)
    first, second, third, fourth = np.split(added, 4, axis=-1)
    added = first - 0.5 * third + 1j * (second + 0.5 * fourth)
    turned = np.exp(0.7j * np.arange(1, inputs.shape[1] + 1))[:, np.newaxis]  # (steps, 1)
    before = (np.asarray(h_0) + 1j * np.asarray(c_0))[:, np.newaxis]
    states = turned * (before + np.cumsum(added / turned, axis=1))
    return states.real, states.imag


def recorded_run(_: str, number: int, case: Case, seen: Observation) -> Callable[..., Any]:
    """Make a `made_up_run` that records how many steps each call is given, in "CASE/lengths"."""

    def run_lstm(inputs: Any, h_0: Any, c_0: Any, W: Any, U: Any, b: Any) -> Any:
        h, c = made_up_run(inputs, h_0, c_0, W, U, b)
        before = seen.arrays.get(f"{number}/lengths", np.empty(0, dtype=int))
        seen.arrays[f"{number}/lengths"] = np.append(before, h.shape[1])
        return h, c

    return run_lstm
