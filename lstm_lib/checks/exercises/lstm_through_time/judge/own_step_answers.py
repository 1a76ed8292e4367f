"""What goes wrong in a `run_lstm` that writes out its own step and calls no `lstm_step`."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import permutations
from typing import Any

import numpy as np

from lstm_lib.cell import sigmoid
from lstm_lib.checks.exercises.lstm_through_time.judge.run_answers import Array, States, run
from lstm_lib.checks.judge.diagnosis import WrongAnswer


def own_step(
    x_t: Array,
    h_prev: Array,
    c_prev: Array,
    W: Array,
    U: Array,
    b: Array,
    *,
    total: Callable[..., Array] = lambda x_W, h_U, b: x_W + h_U + b,
    order: Sequence[str] = "ifgo",
    candidate: Callable[[Array], Array] = np.tanh,
    emitted: Callable[[Array, Array], Array] = lambda o, c_t: o * np.tanh(c_t),
) -> States:
    """Return both states after one step: the right ones by default."""
    blocks = np.split(total(x_t @ W, h_prev @ U, b), 4, axis=-1)
    z = dict(zip(order, blocks, strict=True))
    i, f, o = (sigmoid(z[name]) for name in "ifo")
    c_t = f * c_prev + i * candidate(z["g"])
    return emitted(o, c_t), c_t


def _own(name: str, message: str, **other: Any) -> WrongAnswer:
    """Make a run whose step differs in the named parts."""
    step = partial(own_step, **other)
    return WrongAnswer(name, partial(run, step=step), f"comes from a step of your own {message}")


def _more_kept(x_W, h_U, b):
    """Return the sums, with 1 added for the forget gate."""
    return x_W + h_U + b + np.repeat([0, 1, 0, 0], len(b) // 4)


OWN_STEP_WRONG_ANSWERS = (
    _own("no bias in the gates", "without the bias b", total=lambda x_W, h_U, b: x_W + h_U),
    _own("bias twice", "with the bias b in it twice", total=lambda x_W, h_U, b: x_W + h_U + 2 * b),
    _own(
        "forget bias added",
        "whose forget gate has 1 added to its sum. Where a forget bias starts at 1, b already "
        "holds it",
        total=_more_kept,
    ),
    _own(
        "input left out of the gates",
        "whose gates read h_prev alone: the input x_t is missing",
        total=lambda x_W, h_U, b: h_U + b,
    ),
    _own(
        "gates swapped",  # the numbers cannot tell one cause from the other
        "whose i and f are swapped. Either the blocks were cut in the order f, i, g, o (the right "
        "order is i, f, g, o), or i scales the old cell state and f the candidate",
        order="figo",
    ),
    *(
        _own(
            f"blocks in the order {' '.join(order)}",
            f"whose blocks were cut in the order {', '.join(order)}; the right order is i, f, g, o",
            order=order,
        )
        for order in permutations("ifgo")
        if "".join(order) not in ("ifgo", "figo")
    ),
    _own(
        "sigmoid for tanh in the candidate",
        "whose g is a sigmoid, as the gates are. The candidate takes values from −1 to 1",
        candidate=sigmoid,
    ),
    _own(
        "no tanh in the candidate",
        "whose g has not gone through tanh",
        candidate=lambda z: z,
    ),
    _own(
        "no tanh in front of the output gate",
        "whose h_t equals o · c_t. The cell state is squashed before the output gate emits it",
        emitted=lambda o, c_t: o * c_t,
    ),
    _own(
        "sigmoid for tanh in front of the output gate",
        "whose h_t equals o · sigmoid(c_t). What the output gate emits takes values from −1 to 1",
        emitted=lambda o, c_t: o * sigmoid(c_t),
    ),
    _own(
        "output gate left out",
        "whose h_t equals tanh(c_t): the output gate is missing",
        emitted=lambda o, c_t: np.tanh(c_t),
    ),
)
