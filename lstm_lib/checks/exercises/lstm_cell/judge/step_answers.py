"""What goes wrong in `lstm_step`: each common wrong answer, and what to say about it."""

from collections.abc import Callable, Sequence
from itertools import permutations

import numpy as np

from lstm_lib.cell import lstm_gates, sigmoid
from lstm_lib.checks.exercises.lstm_cell.judge.answers import (
    SYMBOLS,
    WORDS,
    hard_sigmoids,
    side_by_side,
)
from lstm_lib.checks.exercises.lstm_cell.judge.update_answers import UPDATE_WRONG_ANSWERS, updated
from lstm_lib.checks.judge.diagnosis import Told, WrongAnswer

Gates = dict[str, np.ndarray]
# A step after its gates are known: (i, f, g, o, h_prev, c_prev, update) -> h_t, c_t.
Combination = Callable[..., tuple[np.ndarray, np.ndarray]]


def combine(i, f, g, o, h_prev, c_prev, update=updated):
    """Return h_t and c_t, given the gates and the way to update the cell state."""
    c_t = update(c_prev, i, f, g)
    return o * np.tanh(c_t), c_t


def _updating(wrong_update: Callable[..., np.ndarray]) -> Combination:
    """Make a step from a wrong cell state update."""
    return lambda i, f, g, o, h_prev, c_prev, update=updated: combine(
        i, f, g, o, h_prev, c_prev, wrong_update
    )


def _emitting(read: Callable[..., np.ndarray]) -> Combination:
    """Make a step that gets c_t right and h_t wrong."""

    def wrong(i, f, g, o, h_prev, c_prev, update=updated):
        c_t = update(c_prev, i, f, g)
        return read(o, c_t, c_prev), c_t

    return wrong


EMISSIONS = (
    WrongAnswer(
        "no tanh in front of the output gate",
        _emitting(lambda o, c_t, c_prev: o * c_t),
        "equals o · c_t. The cell state is squashed before the output gate emits it",
    ),
    WrongAnswer(
        "sigmoid for tanh in front of the output gate",
        _emitting(lambda o, c_t, c_prev: o * sigmoid(c_t)),
        "equals o · sigmoid(c_t). What the output gate emits takes values from −1 to 1",
    ),
    WrongAnswer(
        "old cell state emitted",
        _emitting(lambda o, c_t, c_prev: o * np.tanh(c_prev)),
        "equals what you get from the old cell state: the output gate emits the new one",
    ),
    WrongAnswer(
        "tanh twice in front of the output gate",
        _emitting(lambda o, c_t, c_prev: o * np.tanh(np.tanh(c_t))),
        "equals o · tanh(tanh(c_t)): one tanh too many",
    ),
    WrongAnswer(
        "output gate left out",
        _emitting(lambda o, c_t, c_prev: np.tanh(c_t)),
        "equals tanh(c_t): the output gate is missing",
    ),
    WrongAnswer(
        "tanh after the output gate",
        _emitting(lambda o, c_t, c_prev: np.tanh(o * c_t)),
        "equals tanh(o · c_t). tanh comes first, the output gate after it",
    ),
)


def _of_one_gate(symbol: str) -> tuple[WrongAnswer, ...]:
    """List what goes wrong with the activation of one gate, however it is made."""
    gate = next(name for name, own in SYMBOLS.items() if own == symbol)
    right, activation, before = (
        ("tanh", np.tanh, np.arctanh) if symbol == "g" else ("sigmoid", sigmoid, _before_sigmoid)
    )

    def changed(change: Callable[[np.ndarray], np.ndarray]) -> Combination:
        return lambda **known: combine(**{**known, symbol: change(known[symbol])})

    twice = WrongAnswer(
        f"{WORDS[gate]}: activation twice",
        changed(activation),
        f"comes from {right}({symbol}): {symbol} has gone through {right} before",
    )
    none = WrongAnswer(
        f"{WORDS[gate]}: no activation",
        changed(before),
        f"comes from {'a' if symbol == 'g' else 'an'} {symbol} without its {right}",
    )
    other = WrongAnswer(
        f"{WORDS[gate]}: tanh for sigmoid",
        changed(lambda made: np.tanh(before(made))),
        f"comes from an {symbol} that has gone through tanh. It says how much, so it must stay "
        "between 0 and 1",
    )
    # A candidate squashed twice has its name among the mistakes of the update.
    return (none,) if symbol == "g" else (twice, none, other)


def _before_sigmoid(made):
    """Return what a sigmoid read, from what it returned."""
    return np.log(made / (1 - made))


STEP_WRONG_ANSWERS = (
    WrongAnswer(
        "activation twice",
        lambda i, f, g, o, h_prev, c_prev, update=updated: combine(
            sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o), h_prev, c_prev, update
        ),
        "comes from gates that go through their activation twice. A gate has done so when its "
        "function returns it",
    ),
    WrongAnswer(
        "h_t and c_t swapped",
        lambda **known: combine(**known)[::-1],
        "holds the other state: return h_t first, then c_t",
    ),
    WrongAnswer(
        "hidden state where cell state belongs",
        lambda i, f, g, o, h_prev, c_prev, update=updated: combine(
            i, f, g, o, h_prev, h_prev, update
        ),
        "equals what you get when h_prev takes the place of c_prev",
    ),
    *EMISSIONS,
    *(wrong for symbol in "ifgo" for wrong in _of_one_gate(symbol)),
    *(WrongAnswer(w.name, _updating(w.answer), w.message) for w in UPDATE_WRONG_ANSWERS),
)


def _in_order(order: Sequence[str]) -> Callable[..., Gates]:
    """Make gates whose four blocks are cut in another order."""

    def wrong(x_t, h_prev, c_prev, W, U, b):
        blocks = np.split(x_t @ W + h_prev @ U + b, 4, axis=-1)
        cut = dict(zip(order, blocks, strict=True))
        return {name: (np.tanh if name == "g" else sigmoid)(z) for name, z in cut.items()}

    return wrong


def _with(**other: Callable) -> Callable[..., Gates]:
    """Make gates that read other values: `other` computes each named value from the case."""

    def wrong(**case):
        read = {**case, **{name: make(**case) for name, make in other.items()}}
        made = lstm_gates(*(read[name] for name in ("x_t", "h_prev", "W", "U", "b")))
        return dict(zip("ifgo", made, strict=True))

    return wrong


def _all_sigmoid(x_t, h_prev, c_prev, W, U, b):
    """Return four gates, the candidate among them."""
    z = np.split(x_t @ W + h_prev @ U + b, 4, axis=-1)
    return dict(zip("ifgo", map(sigmoid, z), strict=True))


def _of_sums(sums: Callable[..., tuple], form: int) -> Callable[..., Gates]:
    """Make gates from one of several ways to add up what lies before the activations."""

    def wrong(x_t, h_prev, c_prev, W, U, b):
        z = dict(zip("ifgo", np.split(sums(x_t, h_prev, W, U)[form] + b, 4, axis=-1), strict=True))
        return {name: (np.tanh if name == "g" else sigmoid)(z[name]) for name in z}

    return wrong


def _turned(x_t, h_prev, W, U):
    """Return the products with each block of U transposed."""
    blocks = [h_prev @ block.T for block in np.split(U, 4, axis=1)]
    return (x_t @ W + np.concatenate(blocks, axis=1),)


def _recurrent_in_order(order: Sequence[str]) -> Callable[..., Gates]:
    """Make gates whose blocks of U stand in another order than those of W."""
    places = ["ifgo".index(name) for name in order]
    return _with(U=lambda U, **_: np.hstack([np.split(U, 4, axis=1)[p] for p in places]))


def _hard(form: int) -> Callable[..., Gates]:
    """Make gates with a sigmoid of straight lines."""

    def wrong(x_t, h_prev, c_prev, W, U, b):
        z = dict(zip("ifgo", np.split(x_t @ W + h_prev @ U + b, 4, axis=-1), strict=True))
        return {n: np.tanh(z[n]) if n == "g" else hard_sigmoids(z[n])[form] for n in z}

    return wrong


ARGUMENTS = Told("wrong arguments", "`{part}` was not given {argument} in its place.")

# What goes wrong with gates computed in the step: (x_t, h_prev, c_prev, W, U, b) -> gates.
MADE_GATES_WRONG = (
    WrongAnswer(
        "sigmoid on all four blocks",
        _all_sigmoid,
        "your g is a sigmoid, as the gates are. The candidate takes values from −1 to 1: "
        "which function does that?",
    ),
    WrongAnswer(
        "gates read the cell state",
        _with(h_prev=lambda c_prev, **_: c_prev),
        "your gates read c_prev where h_prev belongs. No gate sees the cell state",
    ),
    WrongAnswer(
        "no bias in the gates",
        _with(b=lambda b, **_: np.zeros_like(b)),
        "your gates are those without the bias b",
    ),
    WrongAnswer(
        "hidden state left out of the gates",
        _with(h_prev=lambda h_prev, **_: np.zeros_like(h_prev)),
        "your gates read x_t alone: the hidden state of the step before is missing",
    ),
    WrongAnswer(
        "input left out of the gates",
        _with(x_t=lambda x_t, **_: np.zeros_like(x_t)),
        "your gates read h_prev alone: the input x_t is missing",
    ),
    WrongAnswer(
        "forget bias added",
        _with(b=lambda b, **_: b + np.repeat([0, 1, 0, 0], len(b) // 4)),
        "your forget gate has 1 added to its sum. Where a forget bias starts at 1, b already "
        "holds it",
    ),
    WrongAnswer(
        "bias twice",
        _with(b=lambda b, **_: 2 * b),
        "your gates have the bias b in them twice. Is it added to each of the two products?",
    ),
    *(
        WrongAnswer(
            "hard sigmoid",
            _hard(form),
            "your gates are those of a hard sigmoid, which is made of straight lines. "
            "The exact one, `sigmoid`, is given",
        )
        for form in (0, 1)
    ),
    *(
        WrongAnswer(
            "h_prev meets W",
            _of_sums(side_by_side, form),
            "your gates come from x_t and h_prev joined in one order, and W and U joined in the "
            "other. x_t has to be multiplied by W, and h_prev by U",
        )
        for form in (0, 1)
    ),
    WrongAnswer(
        "U transposed",
        _of_sums(_turned, 0),
        "your gates have each block of U transposed. h_prev meets the rows of U, as x_t meets "
        "those of W",
    ),
    *(
        WrongAnswer(
            f"blocks of U in the order {' '.join(order)}",
            _recurrent_in_order(order),
            "your gates pair the blocks i, f, g, o of W with the blocks "
            f"{', '.join(order)} of U. Both hold them in the order i, f, g, o",
        )
        for order in permutations("ifgo")
        if "".join(order) != "ifgo"
    ),
    WrongAnswer(
        "gates swapped",  # the numbers cannot tell one cause from the other
        _in_order("figo"),
        "your i and f are swapped. Either the blocks were cut in the order f, i, g, o "
        "(the right order is i, f, g, o), or i scales the old cell state and f the candidate",
    ),
    *(
        WrongAnswer(
            f"blocks in the order {' '.join(order)}",
            _in_order(order),
            f"your blocks were cut in the order {', '.join(order)}; the right order is i, f, g, o",
        )
        for order in permutations("ifgo")
        if "".join(order) not in ("ifgo", "figo")
    ),
)
