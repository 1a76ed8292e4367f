"""The exercise `stacked_lstm`: how many parameters there are, and the common wrong counts."""

from collections.abc import Callable

from lstm_lib.checks.judge.compare import WrongAnswer


def count_parameters(units: int, features: int) -> int:
    """Return the number of parameters of one LSTM layer.

    Parameters
    ----------
    units, features : int
        Size of the layer, and of what it reads at each step.

    Returns
    -------
    int
        Four blocks of input weights, recurrent weights and biases.

    Examples
    --------
    >>> count_parameters(50, 1)
    10400
    """
    return 4 * units * (units + features + 1)


def count_stacked(
    units: int, features: int, count: Callable[[int, int], int] = count_parameters
) -> int:
    """Return the number of parameters of the stacked network.

    Parameters
    ----------
    units, features : int
        Size of both LSTMs, and of what the first one reads.
    count : callable
        Counts the parameters of one LSTM.

    Returns
    -------
    int
        Of two LSTMs and a dense layer with one output.

    Examples
    --------
    >>> count_stacked(50, 1)
    30651
    """
    return count(units, features) + count(units, units) + units + 1


WRONG_COUNTS = (
    WrongAnswer(
        "no bias",
        lambda units, features: 4 * units * (units + features),
        "equals the count without biases: each of the four blocks has `units` of them",
    ),
    WrongAnswer(
        "three blocks",
        lambda units, features: 3 * units * (units + features + 1),
        "equals the count for three blocks, which is a GRU's. An LSTM has three gates and a "
        "candidate",
    ),
    WrongAnswer(
        "two biases",
        lambda units, features: 4 * units * (units + features + 2),
        "equals the count with two biases a block, as PyTorch has them. Keras has one",
    ),
    WrongAnswer(
        "recurrent weights left out",
        lambda units, features: 4 * units * (features + 1),
        "equals the count without the recurrent weights: each block reads the hidden state of the "
        "step before, too",
    ),
    WrongAnswer(
        "one block",
        lambda units, features: units * (units + features + 1),
        "equals the count of one block. How many gates are there, and what else?",
    ),
    WrongAnswer(
        "input weights left out",
        lambda units, features: 4 * units * (units + 1),
        "equals the count without the input weights",
    ),
    WrongAnswer(
        "units and features swapped",
        lambda units, features: count_parameters(features, units),
        "equals the count for a layer of `features` units that reads `units` features",
    ),
    WrongAnswer(
        "dense layer counted",
        lambda units, features: count_parameters(units, features) + units + 1,
        "has the dense layer in it. One LSTM layer alone was asked for",
    ),
)

# Each takes the count of one LSTM as its last argument, since the check puts a stand-in there.
WRONG_STACKED_COUNTS = (
    WrongAnswer(
        "second LSTM reads the window",
        lambda units, features, count=count_parameters: 2 * count(units, features) + units + 1,
        "equals what you get when the second LSTM reads `features` values at each step. "
        "It reads what the first hands on",
    ),
    WrongAnswer(
        "dense layer left out",
        lambda units, features, count=count_parameters: (
            count(units, features) + count(units, units)
        ),
        "equals the count without the dense layer",
    ),
    WrongAnswer(
        "no bias in the dense layer",
        lambda units, features, count=count_parameters: (
            count(units, features) + count(units, units) + units
        ),
        "is one less than the right one: the dense layer has a bias",
    ),
    WrongAnswer(
        "one LSTM only",
        lambda units, features, count=count_parameters: count(units, features) + units + 1,
        "equals the count of the single LSTM's network",
    ),
    WrongAnswer(
        "arguments swapped",
        lambda units, features, count=count_parameters: (
            count(features, units) + count(units, units) + units + 1
        ),
        "equals what you get when `count_parameters` is given features first, then units",
    ),
)
