"""Stand-ins for a step back and its parts: made-up numbers that depend on all their arguments.

Each has the shapes of what it stands in for, and its numbers are no gradients.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from lstm_lib.checks.observation import Observation
from lstm_lib.checks.observe.stand_ins import Case, MakeStandIn, mixed, recorded

RECORDED = ("dh_t", "dc_next", "x_t", "h_prev", "c_prev", "W", "U", "b")
EDITION = 2  # of the numbers that the parts make up: what others published must run again
FAR = 8.0  # what comes back is so large that clipping would change it


def made_up_step(
    dh_t: Any, dc_next: Any, x_t: Any, h_prev: Any, c_prev: Any, W: Any, U: Any, b: Any
) -> tuple[np.ndarray, ...]:
    """Stand in for `step_backward`; dW, dU and db are sums over the batch."""
    arrays = (np.asarray(a) for a in (dh_t, dc_next, x_t, h_prev, c_prev, W, U, b))
    dh_t, dc_next, x_t, h_prev, c_prev, W, U, b = arrays
    units = len(U)
    read = mixed(W, units) + mixed(U, units) + mixed(b, units)
    read = read + 0.5 * x_t @ np.cos(1 + np.arange(x_t.shape[-1]))[:, np.newaxis]
    odd = np.sin(0.6 * dh_t - 0.3 * dc_next + 0.4 * h_prev + 0.2 * c_prev + read)
    even = np.cos(0.3 * dh_t + 0.5 * dc_next + 0.2 * h_prev - 0.4 * c_prev + 0.7 * read)
    wide = 3 + np.concatenate([odd, even, odd * even, odd - even], axis=1)  # (batch, 4·units)
    return (
        x_t * odd.sum(axis=1, keepdims=True),
        FAR + odd + 0.5 * even,
        FAR + 0.8 * even - 0.2 * odd * np.cos(dh_t),
        np.einsum("nj,nk->jk", 2 + np.sin(x_t), wide),
        np.einsum("nj,nk->jk", 2 + np.cos(h_prev), wide),
        wide.sum(axis=0),
    )


def made_up_cell_state(dh_t: Any, dc_next: Any, c_t: Any, o: Any) -> np.ndarray:
    """Stand in for `cell_state_gradient`; a tanh would be flat at what is handed on."""
    return np.sin(0.5 * dh_t + 0.3 * dc_next - 0.2 * c_t + 0.1 * o)


def made_up_gates(
    dh_t: Any, dc_t: Any, c_prev: Any, c_t: Any, i: Any, f: Any, g: Any, o: Any
) -> tuple[np.ndarray, ...]:
    """Stand in for `gate_gradients`."""
    return (
        np.tanh(0.4 * dc_t + 0.2 * i - 0.1 * g),
        np.tanh(0.3 * dc_t - 0.2 * f + 0.2 * c_prev),
        np.tanh(0.2 * dc_t + 0.3 * g - 0.2 * i),
        np.tanh(0.4 * dh_t - 0.1 * o + 0.2 * c_t),
    )


def made_up_parameters(dz: Any, x_t: Any, h_prev: Any) -> tuple[np.ndarray, ...]:
    """Stand in for `parameter_gradients`."""
    wide = 3 + np.sin(dz)
    return (
        np.einsum("nj,nk->jk", 2 + np.cos(x_t), wide),
        np.einsum("nj,nk->jk", 2 + np.cos(h_prev), wide),
        0.5 * wide.sum(axis=0),
    )


def made_up_inputs(dz: Any, dc_t: Any, f: Any, W: Any, U: Any) -> tuple[np.ndarray, ...]:
    """Stand in for `input_gradients`."""
    units = len(U)
    first, second, third, fourth = np.split(dz, 4, axis=1)
    read = first - 0.5 * second + 0.3 * third - 0.2 * fourth + mixed(U, units)
    return (
        np.cos(dz.sum(axis=1, keepdims=True) + np.asarray(W)[:, 0]),  # W matters here alone
        FAR + np.sin(read),
        FAR + np.cos(dc_t) - 0.4 * f,
    )


def _noted(function: Callable[..., Any]) -> MakeStandIn:
    """Make stand-ins that note in ``"CASE/part/NAME"`` that they were called."""

    def make(name: str, number: int, _: Case, seen: Observation) -> Callable[..., Any]:
        def part(*args: Any, **kwargs: Any) -> Any:
            seen.arrays[f"{number}/part/{name}"] = np.array(EDITION)
            return function(*args, **kwargs)

        return part

    return make


# What `backward_through_time` may call instead of `step_backward`.
PARTS: Mapping[str, Callable[..., Any]] = {
    "cell_state_gradient": made_up_cell_state,
    "gate_gradients": made_up_gates,
    "parameter_gradients": made_up_parameters,
    "input_gradients": made_up_inputs,
}
STAND_INS = {name: _noted(made_up) for name, made_up in PARTS.items()} | {
    "step_backward": recorded(made_up_step, ", ".join(RECORDED))
}
