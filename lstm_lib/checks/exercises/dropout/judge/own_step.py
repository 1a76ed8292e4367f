"""What goes wrong in a `masked_step` that writes out its gates and calls no `lstm_step`."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import permutations

import numpy as np

from lstm_lib.cell import sigmoid
from lstm_lib.checks.judge.diagnosis import WrongAnswer

Array = np.ndarray
Squash = Callable[[Array], Array]

NAMES = {"i": "the input gate", "f": "the forget gate", "o": "the output gate"}


def own_step(
    x_t: Array,
    h_prev: Array,
    c_prev: Array,
    W: Array,
    U: Array,
    b: Array,
    input_mask: Array,
    recurrent_mask: Array,
    *,
    biases: int = 1,
    order: Sequence[str] = "ifgo",
    squash: Mapping[str, Squash] | None = None,
) -> tuple[Array, Array]:
    """Return both states after one step: the right ones by default.

    ``squash`` holds other functions for i, f, g, o or the cell state c.
    """
    total = (x_t * input_mask) @ W + (h_prev * recurrent_mask) @ U + biases * b
    z = dict(zip(order, np.split(total, 4, axis=-1), strict=True))
    by: dict[str, Squash] = {"i": sigmoid, "f": sigmoid, "o": sigmoid, "g": np.tanh, "c": np.tanh}
    by.update(squash or {})
    c_t = by["f"](z["f"]) * c_prev + by["i"](z["i"]) * by["g"](z["g"])
    return by["o"](z["o"]) * by["c"](c_t), c_t


def _own(name: str, message: str, **other) -> WrongAnswer:
    """Make a step that differs in the named parts."""
    return WrongAnswer(name, partial(own_step, **other), f"comes from a step of your own {message}")


def _as_it_is(z: Array) -> Array:
    """Return what came in."""
    return z


def _of_gate(symbol: str) -> tuple[WrongAnswer, ...]:
    """Return what goes wrong with the sigmoid of one gate."""
    where = NAMES[symbol]
    return (
        _own(f"tanh for sigmoid in {symbol}", f"with tanh in {where}", squash={symbol: np.tanh}),
        _own(
            f"no sigmoid in {symbol}", f"without a sigmoid in {where}", squash={symbol: _as_it_is}
        ),
        _own(
            f"sigmoid twice in {symbol}",
            f"with two sigmoids in {where}",
            squash={symbol: lambda z: sigmoid(sigmoid(z))},
        ),
    )


OWN_STEP_WRONG_ANSWERS = (
    _own("no bias in the gates", "without the bias b", biases=0),
    _own("bias twice", "with the bias b in it twice", biases=2),
    *(
        _own(
            f"blocks in the order {' '.join(order)}",
            f"whose blocks were cut in the order {', '.join(order)}; the right order is i, f, g, o",
            order=order,
        )
        for order in permutations("ifgo")
        if "".join(order) != "ifgo"
    ),
    *(wrong for symbol in "ifo" for wrong in _of_gate(symbol)),
    _own("sigmoid for tanh in g", "with a sigmoid in the candidate", squash={"g": sigmoid}),
    _own("no tanh in g", "without a tanh in the candidate", squash={"g": _as_it_is}),
    _own(
        "tanh twice in g",
        "with two tanh in the candidate",
        squash={"g": lambda z: np.tanh(np.tanh(z))},
    ),
    _own("sigmoid for tanh of c_t", "with a sigmoid of c_t in h_t", squash={"c": sigmoid}),
    _own("no tanh of c_t", "without the tanh of c_t in h_t", squash={"c": _as_it_is}),
)
