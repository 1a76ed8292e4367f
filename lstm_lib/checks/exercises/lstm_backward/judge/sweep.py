"""The right answer to `backward_through_time`, with the places where a wrong one differs."""

from collections.abc import Callable, Iterable

import numpy as np

from lstm_lib.cell import lstm_gates, lstm_step_backward
from lstm_lib.checks.exercises.lstm_backward.judge.answers import cell_state_gradient
from lstm_lib.checks.exercises.lstm_backward.judge.gate_answers import gate_gradients
from lstm_lib.checks.exercises.lstm_backward.judge.sum_answers import (
    input_gradients,
    parameter_gradients,
)

Array = np.ndarray
Arrays = tuple[Array, ...]
Step = Callable[..., Arrays]

RIGHT_PARTS: dict[str, Callable[..., Array | Arrays]] = {
    "cell_state_gradient": cell_state_gradient,
    "gate_gradients": gate_gradients,
    "parameter_gradients": parameter_gradients,
    "input_gradients": input_gradients,
}


def joined(parts: dict[str, Callable[..., Array | Arrays]]) -> Step:
    """Join four parts to a step back, as the notebook does."""

    def step(dh_t, dc_next, x_t, h_prev, c_prev, W, U, b):
        i, f, g, o = lstm_gates(x_t, h_prev, W, U, b)
        c_t = f * c_prev + i * g
        dc_t = parts["cell_state_gradient"](dh_t, dc_next, c_t, o)
        dz_each = parts["gate_gradients"](dh_t, dc_t, c_prev, c_t, i, f, g, o)
        dz = np.concatenate(dz_each, axis=1)
        back = parts["input_gradients"](dz, dc_t, f, W, U)
        return (*back, *parts["parameter_gradients"](dz, x_t, h_prev))

    return step


def real_step(dh_t, dc_next, x_t, h_prev, c_prev, W, U, b):
    """Return the library's gradients of one step, in the order of the notebook's."""
    return tuple(lstm_step_backward(dh_t, dc_next, x_t, h_prev, c_prev, W, U, b))


def states_before(t: int, h: Array, c: Array, h_0: Array, c_0: Array) -> Arrays:
    """Return both states before step t."""
    return (h[:, t - 1], c[:, t - 1]) if t else (h_0, c_0)


def summed(shares: list[Arrays]) -> Arrays:
    """Add the steps' shares of dW, dU and db; they come from the last step to the first."""
    return tuple(np.sum(arrays, axis=0) for arrays in zip(*shares, strict=True))


def backward(
    dh,
    inputs,
    h,
    c,
    h_0,
    c_0,
    *weights,
    step: Step = real_step,
    order: Callable[[int], Iterable[int]] = lambda steps: reversed(range(steps)),
    before: Callable[..., Arrays] = states_before,
    arriving: Callable[[Array, Array, bool], Array] = lambda own, back, last: own + back,
    taken: Callable[[Array], Array] = lambda dc_next: dc_next,
    hand_on: Callable[[Arrays, Arrays], Arrays] = lambda made, back: made,
    join: Callable[[list[Arrays]], Arrays] = summed,
    finish: Callable[[Arrays], Arrays] = lambda results: results,
) -> Arrays:
    """Return dW, dU, db, dh_0 and dc_0: the right ones by default."""
    back: Arrays = (np.zeros_like(h_0), np.zeros_like(c_0))  # dh_next, dc_next
    shares: list[Arrays] = []
    for t in order(steps := inputs.shape[1]):
        dh_t = arriving(dh[:, t], back[0], t == steps - 1)
        read = inputs[:, t], *before(t, h, c, h_0, c_0), *weights
        _, *made, dW, dU, db = step(dh_t, taken(back[1]), *read)
        back = hand_on(tuple(made), back)
        shares.append((dW, dU, db))
    return finish((*join(shares), *back))
