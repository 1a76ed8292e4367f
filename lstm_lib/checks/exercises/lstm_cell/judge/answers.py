"""What goes wrong with the gates of `lstm_cell`, and what to say about it."""

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
WHERE = {"W": "Cut W in the same columns as U and b", "U": "Cut U in the same columns as W and b"}
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


def _weights_of(part: str, block: int, other: int, activation: Callable) -> Callable:
    """Make a gate that cuts one of its weights, "W" or "U", from another block."""
    of_W, of_U = (other, block) if part == "W" else (block, other)
    return lambda x_t, h_prev, W, U, b: activation(
        _block(x_t @ W, of_W) + _block(h_prev @ U, of_U) + _block(b, block)
    )


def side_by_side(x_t, h_prev, W, U):
    """Return both products of inputs and states that are stacked in another order than weights."""
    return (
        np.hstack([h_prev, x_t]) @ np.vstack([W, U]),
        np.hstack([x_t, h_prev]) @ np.vstack([U, W]),
    )


def _side_by_side(block: int, activation: Callable, form: int) -> Callable[..., np.ndarray]:
    """Make a gate from inputs and states that meet each other's weights."""
    return lambda x_t, h_prev, W, U, b: activation(
        _block(side_by_side(x_t, h_prev, W, U)[form] + b, block)
    )


def _turned(block: int, activation: Callable) -> Callable[..., np.ndarray]:
    """Make a gate whose block of U is transposed."""
    return lambda x_t, h_prev, W, U, b: activation(
        _block(x_t @ W + b, block) + h_prev @ _block(U, block).T
    )


def hard_sigmoids(z):
    """Return the sigmoid of straight lines in both its forms, that of today's Keras first."""
    return np.clip(z / 6 + 0.5, 0, 1), np.clip(z / 5 + 0.5, 0, 1)


def _every_fourth(block: int, activation: Callable) -> Callable[..., np.ndarray]:
    """Make a gate that takes every fourth column instead of a block of columns."""
    return lambda x_t, h_prev, W, U, b: activation((x_t @ W + h_prev @ U + b)[:, block::4])


def _of_sigmoid(name: str) -> list[WrongAnswer]:
    """List what goes wrong with the activation of a gate; the candidate is none."""
    block = BLOCKS[name]
    reversed_gate = WrongAnswer(
        "gate reversed",
        _gate(block, lambda z: 1 - sigmoid(z)),
        f"is inverted: it is 1 − sigmoid. {SYMBOLS[name]} says how much is "
        f"{MEANINGS.get(name)}: nothing is subtracted",
    )
    hard = [
        WrongAnswer(
            "hard sigmoid",
            _gate(block, lambda z, form=form: hard_sigmoids(z)[form]),
            "equals what you get with a hard sigmoid, which is made of straight lines. "
            "The exact one, `sigmoid`, is given",
        )
        for form in (0, 1)
    ]
    added = WrongAnswer(
        "forget bias added",
        _gate(block, lambda z: sigmoid(z + 1)),
        "equals what you get with 1 added to the sum. Where a forget bias starts at 1, b already "
        "holds it",
    )
    return [reversed_gate, *hard, *([added] if name == "forget_gate" else [])]


def _of_sums(name: str, activation: Callable) -> list[WrongAnswer]:
    """List what goes wrong with the sum before the activation."""
    block = BLOCKS[name]
    return [
        WrongAnswer(
            "bias twice",
            lambda x_t, h_prev, W, U, b: activation(_block(x_t @ W + h_prev @ U + 2 * b, block)),
            "has the bias b in it twice. Is it added to each of the two products?",
        ),
        *(
            WrongAnswer(
                "h_prev meets W",
                _side_by_side(block, activation, form),
                "comes from x_t and h_prev joined in one order, and W and U joined in the other. "
                "x_t has to be multiplied by W, and h_prev by U",
            )
            for form in (0, 1)
        ),
        WrongAnswer(
            "U transposed",
            _turned(block, activation),
            "equals what you get with the block of U transposed. h_prev meets the rows of U, as "
            "x_t meets those of W",
        ),
    ]


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
    weights_elsewhere = [
        WrongAnswer(
            f"{part} of the {WORDS[other_name]}",
            _weights_of(part, block, other_block, activation),
            f"equals what you get with {part} cut in the columns of the {WORDS[other_name]}. "
            f"{WHERE[part]}",
        )
        for part in "WU"
        for other_name, other_block in BLOCKS.items()
        if other_name != name
    ]
    return (
        *swapped,
        *bias_elsewhere,
        *weights_elsewhere,
        *(() if candidate else _of_sigmoid(name)),
        *_of_sums(name, activation),
        WrongAnswer(
            f"{words} for {right}",
            _gate(block, other),
            f"equals what you get with {words}. The {WORDS[name]} {shape_of}: "
            f"which function does that?",
        ),
        WrongAnswer(
            "activation twice",
            _gate(block, lambda z: activation(activation(z))),
            f"has gone through {right} twice. Once is enough",
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
