"""What goes wrong in the exercise `keras_parity` with a layer's weights, and their number."""

from collections.abc import Callable
from itertools import permutations

import numpy as np

from lstm_lib.checks.exercises.keras_parity.layer import GATES
from lstm_lib.checks.judge.compare import WrongAnswer

Cut = Callable[[np.ndarray, int, int], np.ndarray]  # an array, a block's number, a block's width


def block(array, number, width):
    """Return one block of the last axis."""
    return array[..., number * width : (number + 1) * width]


def cut_by(cut_W: Cut = block, cut_U: Cut = block, cut_b: Cut = block, order="ifgo", width=None):
    """Make a way to take a layer's weights apart.

    Parameters
    ----------
    cut_W, cut_U, cut_b : callable
        ``cut(array, number, width)`` returns a gate's part of W, of U and of b.
    order : str
        Which gate each block in turn is taken for.
    width : callable, optional
        ``width(W, U)``: how wide a block is; the number of units by default.

    Returns
    -------
    callable
        ``gate_weights(W, U, b)``; the right one by default.

    Examples
    --------
    >>> W, U, b = np.zeros((3, 8)), np.zeros((2, 8)), np.arange(8)
    >>> cut_by()(W, U, b)["f"][2]
    array([2, 3])
    """

    def gate_weights(W, U, b):
        wide = width(W, U) if width else len(U)
        return {
            gate: tuple(
                cut(array, order.index(gate), wide)
                for cut, array in ((cut_W, W), (cut_U, U), (cut_b, b))
            )
            for gate in GATES
        }

    return gate_weights


def _rows(array, number, width):
    """Return a block of rows."""
    return array[number * width : (number + 1) * width]


def _every_fourth(array, number, width):
    """Return every fourth column."""
    return array[..., number::4]


def _turned(array, number, width):
    """Return a block, its rows and columns exchanged."""
    return block(array, number, width).T


def _whole(array, number, width):
    """Return all four blocks."""
    return array


def _exchanged(W, U, b):
    """Return U where W belongs, and W where U belongs."""
    return {gate: (parts[1], parts[0], parts[2]) for gate, parts in cut_by()(W, U, b).items()}


def _forget_bias_raised(W, U, b):
    """Add the 1 to the forget gate's bias that Keras has added before training."""
    cut = cut_by()(W, U, b)
    return {**cut, "f": (*cut["f"][:2], cut["f"][2] + 1)}


BLOCKS_WRONG_ANSWERS = (
    *(
        WrongAnswer(
            f"blocks in the order {' '.join(order)}",
            cut_by(order="".join(order)),
            f"is cut in the order {', '.join(order)}; the blocks stand in the order i, f, g, o",
        )
        for order in permutations("ifgo")
        if "".join(order) != "ifgo"
    ),
    WrongAnswer(
        "rows for columns",
        cut_by(_rows, _rows),
        "is cut along its rows. The blocks stand side by side: cut the columns",
    ),
    WrongAnswer(
        "every fourth column",
        cut_by(_every_fourth, _every_fourth, _every_fourth),
        "holds every fourth column. The columns of one gate stand side by side, `units` of them",
    ),
    WrongAnswer(
        "transposed",
        cut_by(_turned, _turned),
        "is transposed: Keras computes x_t @ W and h_prev @ U, with rows for what is read. "
        "Other libraries keep it the other way around",
    ),
    WrongAnswer(
        "kernel and recurrent kernel exchanged",
        _exchanged,
        "stands in the other's place. Keras hands out `kernel`, which meets the input, first: W. "
        "Then comes `recurrent_kernel`: U",
    ),
    WrongAnswer(
        "nothing cut",
        cut_by(_whole, _whole, _whole),
        "holds all four blocks under every key. Cut one out for each gate",
    ),
    WrongAnswer(
        "bias not cut",
        cut_by(cut_b=_whole),
        "holds the bias of all four gates. It is cut as the columns of W and U are",
    ),
    WrongAnswer(
        "bias left out",
        cut_by(cut_b=lambda b, number, width: np.zeros(width)),
        "is zero. The layer has a bias for each gate, third in `get_weights()`",
    ),
    WrongAnswer(
        "blocks as wide as the features",
        cut_by(width=lambda W, U: len(W)),
        "is cut into blocks as wide as there are features. A block is as wide as there are units",
    ),
    WrongAnswer(
        "three blocks",
        cut_by(width=lambda W, U: W.shape[1] // 3),
        "is cut into three blocks. There are three gates and the candidate: four",
    ),
    WrongAnswer(
        "1 added to the forget bias",
        _forget_bias_raised,
        "has 1 added for the forget gate. Where Keras starts that bias at 1, the 1 is in the "
        "layer's weights already",
    ),
)


def parameter_count(units, features, use_bias):
    """Return the number of parameters of one Keras LSTM layer."""
    return 4 * units * (units + features + bool(use_bias))


COUNTS_WRONG_ANSWERS = (
    WrongAnswer(
        "use_bias not asked",
        lambda units, features, use_bias: 4 * units * (units + features + 1),
        "holds the biases also of a layer that has none: `use_bias` is not read",
    ),
    WrongAnswer(
        "bias left out",
        lambda units, features, use_bias: 4 * units * (units + features),
        "holds no biases. With `use_bias`, each of the four blocks has `units` of them",
    ),
    WrongAnswer(
        "one block's bias taken away",
        lambda units, features, use_bias: (
            4 * units * (units + features + 1) - units * (not use_bias)
        ),
        "lacks the biases of one block where there is no bias. All four blocks lose theirs",
    ),
    WrongAnswer(
        "one number a block taken away",
        lambda units, features, use_bias: 4 * units * (units + features + 1) - 4 * (not use_bias),
        "lacks one number a block where there is no bias. Each block loses `units` of them",
    ),
    WrongAnswer(
        "use_bias turned around",
        lambda units, features, use_bias: 4 * units * (units + features + (not use_bias)),
        "holds the biases of the layers that have none: `use_bias` is turned around",
    ),
    WrongAnswer(
        "three blocks",
        lambda units, features, use_bias: 3 * units * (units + features + bool(use_bias)),
        "is that of three blocks. There are three gates and the candidate: four",
    ),
    WrongAnswer(
        "one block",
        lambda units, features, use_bias: units * (units + features + bool(use_bias)),
        "is that of one block. How many gates are there, and what else?",
    ),
    WrongAnswer(
        "two biases",
        lambda units, features, use_bias: 4 * units * (units + features + 2 * bool(use_bias)),
        "holds two biases for each block, as PyTorch has them. Keras' LSTM has one",
    ),
    WrongAnswer(
        "input weights left out",
        lambda units, features, use_bias: 4 * units * (units + bool(use_bias)),
        "lacks W: each block reads the features as well",
    ),
    WrongAnswer(
        "recurrent weights left out",
        lambda units, features, use_bias: 4 * units * (features + bool(use_bias)),
        "lacks U: each block reads the hidden state of the step before as well",
    ),
    WrongAnswer(
        "one recurrent weight for each unit",
        lambda units, features, use_bias: 4 * units * (features + 1 + bool(use_bias)),
        "has one recurrent weight for each unit. Every unit reads the hidden states of all units: "
        "U has units · units numbers in each block",
    ),
    WrongAnswer(
        "one bias for each gate",
        lambda units, features, use_bias: 4 * (units * (units + features) + bool(use_bias)),
        "has one bias for each gate. Every unit has its own: `units` of them in each block",
    ),
    WrongAnswer(
        "units and features exchanged",
        lambda units, features, use_bias: 4 * features * (units + features + bool(use_bias)),
        "is that of a layer of `features` units which reads `units` features",
    ),
    WrongAnswer(
        "product for sum",
        lambda units, features, use_bias: 4 * units * (units * features + bool(use_bias)),
        "multiplies units and features within a block. W and U lie one above the other: add",
    ),
)
