"""What goes wrong with the norms of a step, and what to say about it.

What goes wrong in the LSTM around them is in `step_lstm.py`.
"""

from collections.abc import Callable, Mapping

import numpy as np

from lstm_lib.cell import sigmoid
from lstm_lib.checks.exercises.normalization.judge.norms import Array
from lstm_lib.checks.judge.compare import Case
from lstm_lib.checks.judge.diagnosis import WrongAnswer

Norm = Callable[..., Array]
Norms = tuple[Norm, Norm, Norm]  # on x_t W, on h_prev U, on c_t
Answer = Callable[[Case, Norms], tuple[Array, Array]]


def gates_entered(case: Case, norms: Norms) -> Array:
    """Return what enters the activations."""
    return normed_x(case, norms) + _normed_h(case, norms) + case["b"]


def normed_x(case: Case, norms: Norms, gain: str = "gain_x", bias: float = 0) -> Array:
    """Return the normalized product with the input."""
    x_W = case["x_t"] @ case["W"] + bias * case["b"]
    return norms[0](x_W, case[gain], 0, case["epsilon"])


def _normed_h(case: Case, norms: Norms, gain: str = "gain_h", bias: float = 0) -> Array:
    """Return the normalized product with the hidden state."""
    h_U = case["h_prev"] @ case["U"] + bias * case["b"]
    return norms[1](h_U, case[gain], 0, case["epsilon"])


def _of_the_sum(gain: str, bias: float) -> Callable[[Case, Norms], Array]:
    """Make gates whose products are added first, with the bias or before it."""

    def gates(case: Case, norms: Norms) -> Array:
        total = case["x_t"] @ case["W"] + case["h_prev"] @ case["U"] + bias * case["b"]
        return norms[0](total, _gain(case, gain), 0, case["epsilon"]) + (1 - bias) * case["b"]

    return gates


def _gain(case: Case, name: str) -> Array:
    """Return a gain, or both multiplied or added."""
    both = {"sum": case["gain_x"] + case["gain_h"], "product": case["gain_x"] * case["gain_h"]}
    return both[name] if name in both else case[name]


def _gate_by_gate(case: Case, norms: Norms) -> Array:
    """Return gates of which each is normalized by itself."""
    made = []
    for k, (product, gain) in enumerate((("x_t W", "gain_x"), ("h_prev U", "gain_h"))):
        left, right = product.split()
        blocks = np.split(case[left] @ case[right], 4, axis=1)
        gains = np.split(case[gain], 4)
        normed = [
            norms[k](block, g, 0, case["epsilon"]) for block, g in zip(blocks, gains, strict=True)
        ]
        made.append(np.concatenate(normed, axis=1))
    return made[0] + made[1] + case["b"]


def normed_c(case: Case, norms: Norms, c: Array) -> Array:
    """Return a normalized cell state."""
    return norms[2](c, case["gain_c"], case["offset_c"], case["epsilon"])


def _cell(case: Case, norms: Norms, i: Array, f: Array, g: Array) -> Array:
    """Return the new cell state."""
    return f * case["c_prev"] + i * g


def hidden_state(case: Case, norms: Norms, o: Array, c_t: Array) -> Array:
    """Return the new hidden state."""
    return o * np.tanh(normed_c(case, norms, c_t))


def _plain_hidden(case: Case, norms: Norms, o: Array, c_t: Array) -> Array:
    """Return the hidden state of an LSTM without norms."""
    return o * np.tanh(c_t)


ACTIVATIONS: Mapping[str, Callable[[Array], Array]] = {
    "i": sigmoid,
    "f": sigmoid,
    "g": np.tanh,
    "o": sigmoid,
}


def step_with(
    gates: Callable[[Case, Norms], Array] = gates_entered,
    order: str = "ifgo",
    cell: Callable[..., Array] = _cell,
    hidden: Callable[..., Array] = hidden_state,
    activations: Mapping[str, Callable[[Array], Array]] = ACTIVATIONS,
) -> Answer:
    """Make a step, right but for what is named."""

    def taken(case: Case, norms: Norms) -> tuple[Array, Array]:
        z = dict(zip(order, np.split(gates(case, norms), 4, axis=1), strict=True))
        i, f, g, o = (activations[gate](z[gate]) for gate in "ifgo")
        c_t = cell(case, norms, i, f, g)
        return hidden(case, norms, o, c_t), c_t

    return taken


step = step_with()


def _normalized_cell(case: Case, norms: Norms, i: Array, f: Array, g: Array) -> Array:
    """Return a cell state that is normalized before it goes on."""
    return normed_c(case, norms, _cell(case, norms, i, f, g))


HANDED_ON = (
    "is normalized. The next step gets the cell state as it is: only what the hidden state sees "
    "of it is normalized"
)
OF_THE_SUM = (
    "comes from a norm of the sum x_t W + h_prev U. Each of the two products has its own norm, and "
    "they are added after that"
)
INSIDE = "comes from a bias inside a norm, which takes part of it off. The bias is added after both"

NORM_WRONG_ANSWERS = (
    *(
        WrongAnswer("norm of the sum", step_with(_of_the_sum(gain, bias)), OF_THE_SUM)
        for gain in ("gain_x", "gain_h", "sum", "product")
        for bias in (0, 1)
    ),
    *(
        WrongAnswer("bias inside the norm", step_with(gates), INSIDE)
        for gates in (
            lambda case, norms: normed_x(case, norms, bias=1) + _normed_h(case, norms),
            lambda case, norms: normed_x(case, norms) + _normed_h(case, norms, bias=1),
            lambda case, norms: normed_x(case, norms, bias=1) + _normed_h(case, norms, bias=1),
        )
    ),
    WrongAnswer(
        "bias left out",
        step_with(lambda case, norms: gates_entered(case, norms) - case["b"]),
        "comes from a step without the bias b",
    ),
    WrongAnswer(
        "gate by gate",
        step_with(_gate_by_gate),
        "comes from a norm of each gate by itself. All 4·units numbers of a product share one mean",
    ),
    WrongAnswer(
        "gains of the products swapped",
        step_with(
            lambda case, norms: (
                normed_x(case, norms, "gain_h") + _normed_h(case, norms, "gain_x") + case["b"]
            )
        ),
        "comes from gain_x and gain_h in each other's place",
    ),
    WrongAnswer(
        "one gain for both products",
        step_with(
            lambda case, norms: normed_x(case, norms) + _normed_h(case, norms, "gain_x") + case["b"]
        ),
        "comes from gain_x on both products. h_prev U has its own, gain_h",
    ),
    WrongAnswer(
        "input product not normalized",
        step_with(lambda case, norms: case["x_t"] @ case["W"] + _normed_h(case, norms) + case["b"]),
        "comes from x_t W as it is. It has a norm too",
    ),
    WrongAnswer(
        "recurrent product not normalized",
        step_with(
            lambda case, norms: normed_x(case, norms) + case["h_prev"] @ case["U"] + case["b"]
        ),
        "comes from h_prev U as it is. It has a norm too",
    ),
    WrongAnswer(
        "no norm at the gates",
        step_with(
            lambda case, norms: case["x_t"] @ case["W"] + case["h_prev"] @ case["U"] + case["b"]
        ),
        "comes from the gates of an LSTM without norms",
    ),
    *(
        WrongAnswer(
            "cell state normalized and handed on",
            step_with(cell=_normalized_cell, hidden=seen),
            HANDED_ON,
        )
        for seen in (_plain_hidden, hidden_state)
    ),
    WrongAnswer(
        "previous cell state normalized",
        step_with(
            cell=lambda case, norms, i, f, g: f * normed_c(case, norms, case["c_prev"]) + i * g,
            hidden=_plain_hidden,
        ),
        "comes from c_prev after a norm. The forget gate multiplies c_prev as it is",
    ),
    WrongAnswer(
        "cell state not normalized",
        step_with(hidden=_plain_hidden),
        "comes from c_t without its norm, on the way to the hidden state",
    ),
    WrongAnswer(
        "norm after tanh",
        step_with(hidden=lambda case, norms, o, c: o * normed_c(case, norms, np.tanh(c))),
        "comes from tanh first and the norm second. The norm stands inside tanh",
    ),
    WrongAnswer(
        "hidden state normalized",
        step_with(hidden=lambda case, norms, o, c: normed_c(case, norms, o * np.tanh(c))),
        "is normalized at the end. The norm is on c_t, inside tanh",
    ),
    WrongAnswer(
        "no tanh",
        step_with(hidden=lambda case, norms, o, c: o * normed_c(case, norms, c)),
        "lacks the tanh around the normalized c_t",
    ),
    WrongAnswer(
        "offset_c left out",
        step_with(
            hidden=lambda case, norms, o, c: (
                o * np.tanh(normed_c({**case, "offset_c": 0}, norms, c))
            )
        ),
        "equals what you get without offset_c",
    ),
    WrongAnswer(
        "gain_c left out",
        step_with(
            hidden=lambda case, norms, o, c: o * np.tanh(normed_c({**case, "gain_c": 1}, norms, c))
        ),
        "equals what you get without gain_c",
    ),
)
