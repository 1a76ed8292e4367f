"""What goes wrong in the exercise `lstm_cell`: common wrong answers, and what to say about them."""

from collections.abc import Callable

import numpy as np

from lstm_lib.cell import sigmoid
from lstm_lib.checks.judge.diagnosis import WrongAnswer

BLOCKS = {"input_gate": 0, "forget_gate": 1, "candidate": 2, "output_gate": 3}  # i f g o
SYMBOLS = {"input_gate": "i", "forget_gate": "f", "candidate": "g", "output_gate": "o"}
WORDS = {
    "input_gate": "input gate",
    "forget_gate": "forget gate",
    "candidate": "candidate",
    "output_gate": "output gate",
}
MEANINGS = {"input_gate": "stored", "forget_gate": "kept", "output_gate": "emitted"}


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


def _bias_of(block: int, other: int, activation: Callable) -> Callable[..., np.ndarray]:
    """Make a gate that cuts the bias from another block than the weights."""
    return lambda x_t, h_prev, W, U, b: activation(
        _block(x_t @ W + h_prev @ U, block) + _block(b, other)
    )


def _every_fourth(block: int, activation: Callable) -> Callable[..., np.ndarray]:
    """Make a gate that takes every fourth column instead of a block of columns."""
    return lambda x_t, h_prev, W, U, b: activation((x_t @ W + h_prev @ U + b)[:, block::4])


def gate_wrong_answers(name: str) -> tuple[WrongAnswer, ...]:
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
            "The blocks are in the order i, f, g, o",
        )
        for other_name, other_block in BLOCKS.items()
        if other_name != name
    ]
    bias_elsewhere = [
        WrongAnswer(
            f"bias of the {WORDS[other_name]}",
            _bias_of(block, other_block, activation),
            f"equals what you get with the bias of the {WORDS[other_name]}. "
            "Cut b in the same columns as W and U",
        )
        for other_name, other_block in BLOCKS.items()
        if other_name != name
    ]
    reversed_gate = WrongAnswer(
        "gate reversed",
        _gate(block, lambda z: 1 - sigmoid(z)),
        f"is inverted: it is 1 − sigmoid. {SYMBOLS[name]} says how much is "
        f"{MEANINGS.get(name)}: nothing is subtracted",
    )
    return (
        *swapped,
        *bias_elsewhere,
        *(() if candidate else (reversed_gate,)),
        WrongAnswer(
            f"{words} for {right}",
            _gate(block, other),
            f"equals what you get with {words}. The {WORDS[name]} {shape_of}: "
            f"which function does that?",
        ),
        WrongAnswer(
            "no activation",
            _gate(block, lambda z: z),
            "equals z, the sum before the activation: the activation is missing",
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
            "equals what every fourth column gives. The columns of one gate are side by side: "
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
        "equals what you get with 1 − f in place of i. Here the input gate is independent",
    ),
    WrongAnswer(
        "forget gate reversed",
        lambda c_prev, i, f, g: (1 - f) * c_prev + i * g,
        "equals what you get with 1 − f in place of f: f says how much is kept",
    ),
    WrongAnswer(
        "forget gate over both",
        lambda c_prev, i, f, g: f * (c_prev + i * g),
        "equals f · (c_prev + i · g). The forget gate scales the old cell state alone: "
        "what is new is scaled by the input gate",
    ),
    WrongAnswer(
        "squashed",
        lambda c_prev, i, f, g: np.tanh(f * c_prev + i * g),
        "equals the tanh of the right one. Nothing squashes the cell state itself: "
        "the tanh comes before the output gate",
    ),
    WrongAnswer(
        "old cell state left out",
        lambda c_prev, i, f, g: i * g,
        "equals i · g alone: the old cell state is missing",
    ),
    WrongAnswer(
        "product for sum",
        lambda c_prev, i, f, g: f * c_prev * i * g,
        "equals the product of all four. What is kept and what is new are added",
    ),
)
