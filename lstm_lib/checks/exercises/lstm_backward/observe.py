"""Stand-ins for the parts of a step back: made-up numbers that depend on all they are given."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from lstm_lib.checks.observe.stand_ins import Arrays, record_call

CALLS_KEPT = 20  # of one case: the arguments of more calls are not published
RECORDED = ("dh_t", "dc_next", "x_t", "h_prev", "c_prev")


def made_up_step(
    dh_t: Any, dc_next: Any, x_t: Any, h_prev: Any, c_prev: Any, W: Any, U: Any, b: Any
) -> tuple[np.ndarray, ...]:
    """Stand in for a step back: it has the shapes of one, and its numbers are no gradients.

    Parameters
    ----------
    dh_t, dc_next, h_prev, c_prev : ndarray of shape (batch, units)
        What a step back is handed.
    x_t : ndarray of shape (batch, features)
        The input.
    W, U, b : ndarray
        The weights.

    Returns
    -------
    dx_t, dh_prev, dc_prev, dW, dU, db : ndarray
        Each of the shape of the variable it belongs to; the last three are sums over the batch.

    Examples
    --------
    >>> zeros, weights = np.zeros((2, 1)), (np.zeros((3, 4)), np.zeros((1, 4)), np.zeros(4))
    >>> [a.shape for a in made_up_step(zeros, zeros, np.ones((2, 3)), zeros, zeros, *weights)]
    [(2, 3), (2, 1), (2, 1), (3, 4), (1, 4), (4,)]
    """
    arrays = (np.asarray(a) for a in (dh_t, dc_next, x_t, h_prev, c_prev, W, U, b))
    dh_t, dc_next, x_t, h_prev, c_prev, W, U, b = arrays
    units = len(U)
    odd = np.tanh(0.6 * dh_t - 0.3 * dc_next + 0.4 * h_prev + 0.2 * c_prev + U[0, :units])
    even = np.cos(0.3 * dh_t + 0.5 * dc_next + 0.2 * h_prev - 0.4 * c_prev + b[:units])
    wide = np.concatenate([odd, even, odd * even, odd - even], axis=1)  # (batch, 4·units)
    return (
        x_t * odd.sum(axis=1, keepdims=True) + W[:, 0],
        odd + 0.5 * even,
        0.8 * even - 0.2 * odd * dh_t,
        np.einsum("nj,nk->jk", np.sin(x_t), wide),
        np.einsum("nj,nk->jk", np.cos(h_prev), wide),
        wide.sum(axis=0),
    )


def made_up_cell_state(dh_t: Any, dc_next: Any, c_t: Any, o: Any) -> np.ndarray:
    """Stand in for `cell_state_gradient`.

    Parameters
    ----------
    dh_t, dc_next, c_t, o : ndarray of shape (batch, units)
        What it is handed.

    Returns
    -------
    ndarray of shape (batch, units)
        No gradient.

    Examples
    --------
    >>> made_up_cell_state(*np.zeros((4, 1, 1)))
    array([[0.]])
    """
    return np.tanh(0.5 * dh_t + 0.3 * dc_next - 0.2 * c_t + 0.1 * o)


def made_up_gates(
    dh_t: Any, dc_t: Any, c_prev: Any, c_t: Any, i: Any, f: Any, g: Any, o: Any
) -> tuple[np.ndarray, ...]:
    """Stand in for `gate_gradients`.

    Parameters
    ----------
    dh_t, dc_t, c_prev, c_t, i, f, g, o : ndarray of shape (batch, units)
        What it is handed.

    Returns
    -------
    tuple of four ndarray of shape (batch, units)
        No gradients.

    Examples
    --------
    >>> [a.item() for a in made_up_gates(*np.zeros((8, 1, 1)))]
    [0.0, 0.0, 0.0, 0.0]
    """
    return (
        np.tanh(0.4 * dc_t + 0.2 * i - 0.1 * g),
        np.tanh(0.3 * dc_t - 0.2 * f + 0.2 * c_prev),
        np.tanh(0.2 * dc_t + 0.3 * g - 0.2 * i),
        np.tanh(0.4 * dh_t - 0.1 * o + 0.2 * c_t),
    )


def made_up_parameters(dz: Any, x_t: Any, h_prev: Any) -> tuple[np.ndarray, ...]:
    """Stand in for `parameter_gradients`.

    Parameters
    ----------
    dz : ndarray of shape (batch, 4·units)
        What comes before the activations.
    x_t, h_prev : ndarray of shape (batch, features) and (batch, units)
        What the step reads.

    Returns
    -------
    tuple of three ndarray
        Of the shapes of W, U and b; no gradients.

    Examples
    --------
    >>> [a.shape for a in made_up_parameters(np.ones((2, 4)), np.ones((2, 3)), np.ones((2, 1)))]
    [(3, 4), (1, 4), (4,)]
    """
    wide = np.sin(dz)
    return (
        np.einsum("nj,nk->jk", np.cos(x_t), wide),
        np.einsum("nj,nk->jk", np.cos(h_prev), wide),
        0.5 * wide.sum(axis=0),
    )


def made_up_inputs(dz: Any, dc_t: Any, f: Any, W: Any, U: Any) -> tuple[np.ndarray, ...]:
    """Stand in for `input_gradients`.

    Parameters
    ----------
    dz : ndarray of shape (batch, 4·units)
        What comes before the activations.
    dc_t, f : ndarray of shape (batch, units)
        The cell state's gradient and the forget gate.
    W, U : ndarray
        The weights.

    Returns
    -------
    tuple of three ndarray
        Of the shapes of x_t, h_prev and c_prev; no gradients.

    Examples
    --------
    >>> dz, dc_t, f = np.ones((2, 4)), np.ones((2, 1)), np.ones((2, 1))
    >>> [a.shape for a in made_up_inputs(dz, dc_t, f, np.ones((3, 4)), np.ones((1, 4)))]
    [(2, 3), (2, 1), (2, 1)]
    """
    units = len(U)
    first, second = dz[:, :units], dz[:, units : 2 * units]
    return (
        np.cos(dz.sum(axis=1, keepdims=True) + W[:, 0]),
        np.tanh(first - 0.5 * second + U[0, :units]),
        np.cos(dc_t) - 0.4 * f,
    )


# What `backward_through_time` may call in the place of `step_backward`.
PARTS: Mapping[str, tuple[tuple[str, ...], Callable[..., Any]]] = {
    "cell_state_gradient": (("dh_t", "dc_next", "c_t", "o"), made_up_cell_state),
    "gate_gradients": (("dh_t", "dc_t", "c_prev", "c_t", "i", "f", "g", "o"), made_up_gates),
    "parameter_gradients": (("dz", "x_t", "h_prev"), made_up_parameters),
    "input_gradients": (("dz", "dc_t", "f", "W", "U"), made_up_inputs),
}


def stand_ins_of_step(number: int, case: Any, arrays: Arrays) -> Mapping[str, Callable[..., Any]]:
    """Make the stand-ins for a step back and for its parts, which record that they were called.

    Parameters
    ----------
    number : int
        The case.
    case : dict
        Not used.
    arrays : dict
        The observation that grows: ``"CASE/callN/ARGUMENT"`` of `step_backward`, and
        ``"CASE/part/NAME"`` for each part that was called past it.

    Returns
    -------
    dict
        By name.

    Examples
    --------
    >>> sorted(stand_ins_of_step(0, {}, {}))[-1]
    'step_backward'
    """

    def step_backward(
        dh_t: Any, dc_next: Any, x_t: Any, h_prev: Any, c_prev: Any, W: Any, U: Any, b: Any
    ) -> tuple[np.ndarray, ...]:
        given = dict(zip(RECORDED, (dh_t, dc_next, x_t, h_prev, c_prev), strict=True))
        record_call(arrays, number, given, CALLS_KEPT)
        return made_up_step(dh_t, dc_next, x_t, h_prev, c_prev, W, U, b)

    def part(name: str, made_up: Callable[..., Any]) -> Callable[..., Any]:
        def stand_in(*args: Any, **kwargs: Any) -> Any:
            arrays[f"{number}/part/{name}"] = np.array(1)
            return made_up(*args, **kwargs)

        return stand_in

    return {name: part(name, made_up) for name, (_, made_up) in PARTS.items()} | {
        "step_backward": step_backward
    }
