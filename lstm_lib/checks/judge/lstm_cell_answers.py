"""What goes wrong in the exercise `lstm_cell`: each common wrong answer, and what to say of it."""

from collections.abc import Callable

import numpy as np

from lstm_lib.cell import sigmoid
from lstm_lib.checks.judge.compare import WrongAnswer

BLOCKS = {"input_gate": 0, "forget_gate": 1, "candidate": 2, "output_gate": 3}  # i f g o
SYMBOLS = {"input_gate": "i", "forget_gate": "f", "candidate": "g", "output_gate": "o"}
WORDS = {
    "input_gate": "input gate",
    "forget_gate": "forget gate",
    "candidate": "candidate",
    "output_gate": "output gate",
}


def _block(values: np.ndarray, block: int) -> np.ndarray:
    """Return one of four blocks of the last axis."""
    units = values.shape[-1] // 4
    return values[..., block * units : (block + 1) * units]


def _gate(block: int, activation: Callable, reads: str = "xhb") -> Callable[..., np.ndarray]:
    """Make a gate that reads what `reads` names, through the weights of one block."""

    def gate(x_t, h_prev, W, U, b):
        z = np.zeros((x_t.shape[0], W.shape[1]))
        z = z + x_t @ W if "x" in reads else z
        z = z + h_prev @ U if "h" in reads else z
        z = z + b if "b" in reads else z
        return activation(_block(z, block))

    return gate


def _every_fourth(block: int, activation: Callable) -> Callable[..., np.ndarray]:
    """Make a gate that takes every fourth column instead of a block of columns."""
    return lambda x_t, h_prev, W, U, b: activation((x_t @ W + h_prev @ U + b)[:, block::4])


def _gate_wrong_answers(name: str) -> tuple[WrongAnswer, ...]:
    """List what goes wrong with one gate."""
    block, candidate = BLOCKS[name], name == "candidate"
    activation, other = (np.tanh, sigmoid) if candidate else (sigmoid, np.tanh)
    words, right = ("sigmoid", "tanh") if candidate else ("tanh", "sigmoid")
    shape_of = "takes values from −1 to 1" if candidate else "must stay between 0 and 1"
    swapped = [
        WrongAnswer(
            f"block of the {WORDS[other_name]}",
            _gate(other_block, activation),
            f"equals what the weights of the {WORDS[other_name]} give. "
            "The blocks stand in the order i, f, g, o",
        )
        for other_name, other_block in BLOCKS.items()
        if other_name != name
    ]
    return (
        *swapped,
        WrongAnswer(
            f"{words} for {right}",
            _gate(block, other),
            f"equals what you get with {words}. The {WORDS[name]} {shape_of}: "
            f"which function does that?",
        ),
        WrongAnswer(
            "no activation",
            _gate(block, lambda z: z),
            "equals z, the sum before the activation. One function is missing around it",
        ),
        WrongAnswer(
            "no bias",
            _gate(block, activation, "xh"),
            "equals what you get without the bias b",
        ),
        WrongAnswer(
            "hidden state left out",
            _gate(block, activation, "xb"),
            "equals what you get from x_t alone: the hidden state of the step before is not read",
        ),
        WrongAnswer(
            "input left out",
            _gate(block, activation, "hb"),
            "equals what you get from h_prev alone: the input x_t is not read",
        ),
        WrongAnswer(
            "every fourth column",
            _every_fourth(block, activation),
            "equals what every fourth column gives. The columns of one gate stand side by side: "
            "a block of `units` columns",
        ),
    )


def updated(c_prev, i, f, g):
    """Return the new cell state: equation (5) of Hochreiter and Schmidhuber, with Gers' gate."""
    return f * c_prev + i * g


UPDATE_WRONG_ANSWERS = (
    WrongAnswer(
        "gates swapped",
        lambda c_prev, i, f, g: i * c_prev + f * g,
        "equals what you get when the input gate scales the old cell state, "
        "and the forget gate the candidate. Which of the two decides what is kept?",
    ),
    WrongAnswer(
        "forget gate left out",
        lambda c_prev, i, f, g: c_prev + i * g,
        "equals what you get without the forget gate: the cell of 1997. Nothing is ever discarded",
    ),
    WrongAnswer(
        "input gate left out",
        lambda c_prev, i, f, g: f * c_prev + g,
        "equals what you get without the input gate: every candidate is stored whole",
    ),
    WrongAnswer(
        "input gate tied to forget gate",
        lambda c_prev, i, f, g: f * c_prev + (1 - f) * g,
        "equals what you get with 1 − f in the place of i. Here the input gate is its own",
    ),
    WrongAnswer(
        "forget gate reversed",
        lambda c_prev, i, f, g: (1 - f) * c_prev + i * g,
        "equals what you get with 1 − f in the place of f: f says how much is kept",
    ),
    WrongAnswer(
        "squashed",
        lambda c_prev, i, f, g: np.tanh(f * c_prev + i * g),
        "equals the tanh of the right one. Nothing squashes the cell state itself: "
        "the tanh stands in front of the output gate",
    ),
    WrongAnswer(
        "old cell state left out",
        lambda c_prev, i, f, g: i * g,
        "equals i · g alone: the old cell state is not there",
    ),
    WrongAnswer(
        "product for sum",
        lambda c_prev, i, f, g: f * c_prev * i * g,
        "equals the product of all four. What is kept and what is new are added",
    ),
)

# A step after its gates are known: (i, f, g, o, h_prev, c_prev, update) -> h_t, c_t.
Combination = Callable[..., tuple[np.ndarray, np.ndarray]]


def combine(i, f, g, o, h_prev, c_prev, update=updated):
    """Return h_t and c_t, given the gates and the way to update the cell state."""
    c_t = update(c_prev, i, f, g)
    return o * np.tanh(c_t), c_t


def _updating(wrong_update: Callable[..., np.ndarray]) -> Combination:
    """Make a step out of a wrong cell state update."""
    return lambda i, f, g, o, h_prev, c_prev, update=updated: combine(
        i, f, g, o, h_prev, c_prev, wrong_update
    )


def _emitting(read: Callable[..., np.ndarray]) -> Combination:
    """Make a step that gets c_t right and h_t wrong."""

    def wrong(i, f, g, o, h_prev, c_prev, update=updated):
        c_t = update(c_prev, i, f, g)
        return read(o, c_t, c_prev), c_t

    return wrong


STEP_WRONG_ANSWERS = (
    WrongAnswer(
        "h_t and c_t swapped",
        lambda **known: combine(**known)[::-1],
        "is the other one: return h_t first, then c_t",
    ),
    WrongAnswer(
        "hidden state where cell state belongs",
        lambda i, f, g, o, h_prev, c_prev, update=updated: combine(
            i, f, g, o, h_prev, h_prev, update
        ),
        "equals what you get when h_prev stands where c_prev belongs",
    ),
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
        "output gate left out",
        _emitting(lambda o, c_t, c_prev: np.tanh(c_t)),
        "equals tanh(c_t): the output gate is not there",
    ),
    *(WrongAnswer(w.name, _updating(w.answer), w.message) for w in UPDATE_WRONG_ANSWERS),
)

GATE_WRONG_ANSWERS = {name: _gate_wrong_answers(name) for name in BLOCKS}
