"""What goes wrong with a layer's weights and their number in the exercise `keras_parity`."""

from functools import partial
from itertools import permutations

import numpy as np

from lstm_lib.checks.exercises.keras_parity.cases import GATES
from lstm_lib.checks.judge.diagnosis import WrongAnswer


def block(array, number, width):
    """Return one block of the last axis."""
    return array[..., number * width : (number + 1) * width]


def turned(layer):
    """Return a layer's W, U and b, with each block of U transposed."""
    W, U, b = layer
    return W, np.concatenate([one.T for one in np.split(U, 4, axis=1)], axis=1), b


def gate_weights(layer, cut_W=block, cut_U=block, cut_b=block, order="ifgo", width=None):
    """Take a layer's W, U and b apart: the right way by default.

    Each of `cut_W`, `cut_U` and `cut_b` cuts one gate's part out: ``cut(array, number, width)``.
    `order` says which gate each block in turn is taken for, and `width` how wide a block is: the
    number of units by default.
    """
    W, U, b = layer
    return {
        gate: tuple(
            cut(array, order.index(gate), width or len(U))
            for cut, array in ((cut_W, W), (cut_U, U), (cut_b, b))
        )
        for gate in GATES
    }


def _rows(array, number, width):
    """Return a block of rows."""
    return array[number * width : (number + 1) * width]


def _every_fourth(array, number, width):
    """Return every fourth column."""
    return array[..., number::4]


def _transposed(array, number, width):
    """Return a block, transposed."""
    return block(array, number, width).T


def _whole(array, number, width):
    """Return all four blocks."""
    return array


def _exchanged(layer):
    """Return U where W belongs, and W where U belongs."""
    return {gate: (U, W, b) for gate, (W, U, b) in gate_weights(layer).items()}


def _forget_bias_raised(layer):
    """Add 1 to the forget gate's bias, which Keras has already done before training."""
    cut = gate_weights(layer)
    W, U, b = cut["f"]
    return {**cut, "f": (W, U, b + 1)}


BLOCKS_WRONG_ANSWERS = (
    *(
        WrongAnswer(
            f"blocks in the order {' '.join(order)}",
            partial(gate_weights, order="".join(order)),
            f"is cut in the order {', '.join(order)}; the right order is i, f, g, o",
        )
        for order in permutations("ifgo")
        if "".join(order) != "ifgo"
    ),
    WrongAnswer(
        "rows for columns",
        partial(gate_weights, cut_W=_rows, cut_U=_rows),
        "is cut along its rows. The blocks are side by side: cut the columns",
    ),
    WrongAnswer(
        "every fourth column",
        partial(gate_weights, cut_W=_every_fourth, cut_U=_every_fourth, cut_b=_every_fourth),
        "holds every fourth column. The columns of one gate are side by side, `units` of them",
    ),
    WrongAnswer(
        "transposed",
        partial(gate_weights, cut_W=_transposed, cut_U=_transposed),
        "is transposed: Keras computes x_t @ W and h_prev @ U, with rows for what is read. "
        "Other libraries keep it the other way around",
    ),
    WrongAnswer(
        "kernel and recurrent kernel exchanged",
        _exchanged,
        "is swapped with the other. Keras returns `kernel`, which meets the input, first: W. "
        "Then comes `recurrent_kernel`: U",
    ),
    WrongAnswer(
        "nothing cut",
        partial(gate_weights, cut_W=_whole, cut_U=_whole, cut_b=_whole),
        "holds all four blocks under every key. Cut one out for each gate",
    ),
    WrongAnswer(
        "bias not cut",
        partial(gate_weights, cut_b=_whole),
        "holds the bias of all four gates. Cut it at the same places as the columns of W and U",
    ),
    WrongAnswer(
        "bias left out",
        partial(gate_weights, cut_b=lambda b, number, width: np.zeros(width)),
        "is zero. The layer has a bias for each gate, third in `get_weights()`",
    ),
    WrongAnswer(
        "blocks as wide as the features",
        lambda layer: gate_weights(layer, width=len(layer[0])),
        "is cut into blocks as wide as there are features. A block is as wide as there are units",
    ),
    WrongAnswer(
        "three blocks",
        lambda layer: gate_weights(layer, width=layer[0].shape[1] // 3),
        "is cut into three blocks. There are three gates and the candidate: four",
    ),
    WrongAnswer(
        "1 added to the forget bias",
        _forget_bias_raised,
        "has 1 added for the forget gate. Where Keras starts that bias at 1, the layer's "
        "weights already include the 1",
    ),
)


def _one_block(units, features):
    """Return how many numbers one block of W and one block of U have."""
    return units * features + units * units


def parameter_count(
    units, features, use_bias, blocks=4, weights=_one_block, bias=lambda units: units
):
    """Return the number of parameters of a Keras LSTM layer; the right one by default."""
    one_block = weights(units, features)
    if use_bias:
        one_block += bias(units)
    return blocks * one_block


def _taken_away(lost):
    """Make a count that subtracts too little when there is no bias."""

    def count(units, features, use_bias):
        whole = parameter_count(units, features, True)
        return whole if use_bias else whole - lost(units)

    return count


COUNTS_WRONG_ANSWERS = (
    WrongAnswer(
        "use_bias not asked",
        lambda units, features, use_bias: parameter_count(units, features, True),
        "counts biases even for a layer that has none: `use_bias` is not read",
    ),
    WrongAnswer(
        "bias left out",
        lambda units, features, use_bias: parameter_count(units, features, False),
        "counts no biases. With `use_bias`, each of the four blocks has `units` of them",
    ),
    WrongAnswer(
        "one block's bias taken away",
        _taken_away(lambda units: units),
        "lacks the biases of one block where there is no bias. All four blocks lose theirs",
    ),
    WrongAnswer(
        "one number a block taken away",
        _taken_away(lambda units: 4),
        "lacks one number per block where there is no bias. Each block loses `units` of them",
    ),
    WrongAnswer(
        "use_bias turned around",
        lambda units, features, use_bias: parameter_count(units, features, not use_bias),
        "counts biases for the layers that have none: `use_bias` is inverted",
    ),
    WrongAnswer(
        "three blocks",
        partial(parameter_count, blocks=3),
        "is that of three blocks. There are three gates and the candidate: four",
    ),
    WrongAnswer(
        "one block",
        partial(parameter_count, blocks=1),
        "is that of one block. How many gates are there, and what else?",
    ),
    WrongAnswer(
        "a GRU's",
        partial(parameter_count, blocks=3, bias=lambda units: 2 * units),
        "is that of a GRU, as Keras makes it: three blocks, with two biases each. "
        "An LSTM has four blocks, with one bias each",
    ),
    WrongAnswer(
        "two biases",
        partial(parameter_count, bias=lambda units: 2 * units),
        "counts two biases for each block, as in PyTorch. Keras' LSTM has one",
    ),
    WrongAnswer(
        "input weights left out",
        partial(parameter_count, weights=lambda units, features: units * units),
        "lacks W: each block reads the features as well",
    ),
    WrongAnswer(
        "recurrent weights left out",
        partial(parameter_count, weights=lambda units, features: units * features),
        "lacks U: each block reads the hidden state of the step before as well",
    ),
    WrongAnswer(
        "one recurrent weight for each unit",
        partial(parameter_count, weights=lambda units, features: units * features + units),
        "has one recurrent weight for each unit. Every unit reads the hidden states of all units: "
        "U has units · units numbers in each block",
    ),
    WrongAnswer(
        "one bias for each gate",
        partial(parameter_count, bias=lambda units: 1),
        "has one bias for each gate. Every unit has its own: `units` of them in each block",
    ),
    WrongAnswer(
        "units and features exchanged",
        lambda units, features, use_bias: parameter_count(features, units, use_bias),
        "is that of a layer of `features` units that reads `units` features",
    ),
    WrongAnswer(
        "recurrent weights of the features",
        partial(parameter_count, weights=lambda units, features: units * features + features**2),
        "has features · features recurrent weights in each block. What is read there is the hidden "
        "state, which has `units` values: units · units",
    ),
    WrongAnswer(
        "product for sum",
        partial(parameter_count, weights=lambda units, features: units * units * features),
        "multiplies units and features within a block. W and U lie one above the other: add",
    ),
)
