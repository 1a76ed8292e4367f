"""What goes wrong with forget gates, and with reading them, in the exercise `keras_parity`."""

from collections.abc import Callable
from functools import partial

import numpy as np

from lstm_lib.cell import sigmoid
from lstm_lib.checks.exercises.keras_parity.judge.output_answers import one_later
from lstm_lib.checks.exercises.keras_parity.judge.weight_answers import block, turned
from lstm_lib.checks.judge.diagnosis import WrongAnswer


def forget_gates(
    layer, inputs, h, number=1, activation=sigmoid, reads="xhb", shift=one_later, bias=0.0
):
    """Return a gate at all steps, (batch, steps, units): the right forget gates by default.

    `number` is its block; `reads` names what it reads of x, h and b; `bias` is added to the
    sum.
    """
    W, U, b = (block(array, number, len(layer[1])) for array in layer)
    z = np.full(h.shape, bias)
    z = z + inputs @ W if "x" in reads else z
    z = z + shift(h) @ U if "h" in reads else z
    z = z + reads.count("b") * b
    return activation(z)


OTHER_GATES = {0: "input gate", 2: "candidate", 3: "output gate"}


def _changed(change: Callable) -> Callable:
    """Make gates from the right ones."""
    return lambda *given: change(forget_gates(*given))


GATES_WRONG_ANSWERS = (
    WrongAnswer(
        "hidden state of the same step",
        partial(forget_gates, shift=lambda h: h),
        "read the hidden state of their own step. That state is computed from them: "
        "they read the one before it",
    ),
    WrongAnswer(
        "states turned around the end",
        partial(forget_gates, shift=lambda h: np.roll(h, 1, axis=1)),
        "read the last hidden state at the first step, as `np.roll` puts it there. "
        "Before the first step, the hidden state is zero",
    ),
    WrongAnswer(
        "hidden state of the next step",
        partial(forget_gates, shift=lambda h: np.concatenate([h[:, 1:], 0 * h[:, :1]], axis=1)),
        "read the hidden state of the step after. They read the one before",
    ),
    WrongAnswer(
        "last hidden state at every step",
        partial(forget_gates, shift=lambda h: np.repeat(h[:, -1:], h.shape[1], axis=1)),
        "read the last hidden state at every step. Each reads the one before it",
    ),
    WrongAnswer(
        "hidden state left out",
        partial(forget_gates, reads="xb"),
        "read the inputs alone: the hidden state of the step before is missing",
    ),
    WrongAnswer(
        "input left out",
        partial(forget_gates, reads="hb"),
        "read the hidden states alone: the inputs are missing",
    ),
    WrongAnswer(
        "no bias", partial(forget_gates, reads="xh"), "equal what you get without the bias"
    ),
    WrongAnswer(
        "1 added to the bias",
        partial(forget_gates, bias=1.0),
        "equal what you get when 1 is added to the bias. Where Keras starts the forget gate's "
        "bias at 1, the layer's weights already include the 1",
    ),
    WrongAnswer(
        "bias twice",
        partial(forget_gates, reads="xhbb"),
        "equal what you get when the bias is added twice",
    ),
    WrongAnswer(
        "U transposed",
        lambda layer, inputs, h: forget_gates(turned(layer), inputs, h),
        "equal what you get with the block of U transposed. The hidden state meets the rows of U, "
        "as in h_prev @ U",
    ),
    *(
        WrongAnswer(
            f"block of the {name}",
            partial(forget_gates, number=number),
            f"equal what the weights of the {name} give. The blocks are in the order i, f, g, o",
        )
        for number, name in OTHER_GATES.items()
    ),
    WrongAnswer(
        "candidate",
        partial(forget_gates, number=2, activation=np.tanh),
        "are the candidates. The blocks are in the order i, f, g, o",
    ),
    WrongAnswer(
        "tanh for sigmoid",
        partial(forget_gates, activation=np.tanh),
        "equal what you get with tanh. A gate stays between 0 and 1: which function does that?",
    ),
    WrongAnswer(
        "no activation",
        partial(forget_gates, activation=lambda z: z),
        "are the sums before the activation: the activation is missing",
    ),
    WrongAnswer(
        "activation twice",
        partial(forget_gates, activation=lambda z: sigmoid(sigmoid(z))),
        "go through the sigmoid twice. Once is enough",
    ),
    WrongAnswer(
        "gates reversed", _changed(lambda f: 1 - f), "are inverted: f says how much is kept"
    ),
    WrongAnswer(
        "last step alone",
        _changed(lambda f: f[:, -1]),
        "are those of the last step alone. Keep the gates of every step",
    ),
    WrongAnswer(
        "first step left out",
        _changed(lambda f: f[:, 1:]),
        "lack the first step. It has gates too, which read a hidden state of zeros",
    ),
    WrongAnswer(
        "steps in front",
        _changed(lambda f: f.swapaxes(0, 1)),
        "have the shape (steps, batch, units). The batch comes first, as in the inputs",
    ),
    WrongAnswer(
        "mean over the batch",
        _changed(lambda f: f.mean(axis=0)),
        "are averaged over the batch. Every sequence has gates of its own",
    ),
)


def longest_kept(f):
    """Return the unit whose forget gate has the largest mean."""
    return int(np.argmax(f.mean(axis=(0, 1))))


def _largest(measure: Callable) -> Callable[..., int]:
    """Make an answer that returns the index of the largest of some numbers."""
    return lambda f: int(np.argmax(measure(f)))


LONGEST_WRONG_ANSWERS = (
    WrongAnswer(
        "keeps least",
        lambda f: int(np.argmin(f.mean(axis=(0, 1)))),
        "is the one that keeps least. A forget gate of 1 keeps everything",
    ),
    WrongAnswer(
        "value for place",
        lambda f: f.mean(axis=(0, 1)).max(),
        "is the largest mean itself. Which unit has it?",
    ),
    WrongAnswer(
        "counted from 1", lambda f: longest_kept(f) + 1, "is one too many: units are counted from 0"
    ),
    WrongAnswer(
        "largest value",
        _largest(lambda f: f.max(axis=(0, 1))),
        "is the one with the largest single value. The mean over batch and steps was asked for",
    ),
    WrongAnswer(
        "last step alone",
        _largest(lambda f: f[:, -1].mean(axis=0)),
        "is the one that keeps most at the last step. The mean over all steps was asked for",
    ),
    WrongAnswer(
        "first step alone",
        _largest(lambda f: f[:, 0].mean(axis=0)),
        "is the one that keeps most at the first step. The mean over all steps was asked for",
    ),
    WrongAnswer(
        "first sequence alone",
        _largest(lambda f: f[0].mean(axis=0)),
        "is the one that keeps most in the first sequence. The mean over the batch was asked for",
    ),
    WrongAnswer(
        "median",
        _largest(lambda f: np.median(f, axis=(0, 1))),
        "is the one with the largest median. The mean was asked for",
    ),
    WrongAnswer(
        "product",
        _largest(lambda f: f.prod(axis=(0, 1))),
        "is the one with the largest product. The mean was asked for",
    ),
    WrongAnswer(
        "step for unit",
        _largest(lambda f: f.mean(axis=(0, 2))),
        "is a step: the mean was taken over the units. Take it over batch and steps",
    ),
    WrongAnswer(
        "sequence for unit",
        _largest(lambda f: f.mean(axis=(1, 2))),
        "is a sequence of the batch. Take the mean over batch and steps",
    ),
    WrongAnswer(
        "place in the whole array",
        _largest(lambda f: f),
        "is an index into the whole, flattened array: no mean was taken",
    ),
    WrongAnswer(
        "place in sequences and steps",
        _largest(lambda f: f.mean(axis=2)),
        "is an index into sequences and steps, flattened: the mean was taken over the units",
    ),
    WrongAnswer(
        "place in steps and units",
        _largest(lambda f: f.mean(axis=0)),
        "is an index into steps and units, flattened: the mean was taken over the batch alone",
    ),
)
