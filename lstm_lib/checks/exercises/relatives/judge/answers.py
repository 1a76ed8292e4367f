"""What is right in `slstm_states` and `parameter_counts`, what goes wrong, what to say about it."""

from collections.abc import Callable

import numpy as np

from lstm_lib.checks.judge.diagnosis import WrongAnswer

Array = np.ndarray
States = tuple[Array, Array, Array]


def written(i, f, g, c_prev):
    """Return the new cell state."""
    return f * c_prev + i * g


def added_up(i, f, g, n_prev):
    """Return the new normalizer."""
    return f * n_prev + i


def shown(o, c_t, n_t, c_prev, n_prev):
    """Return the new hidden state."""
    return o * c_t / n_t


def states(
    c: Callable[..., Array] = written,
    n: Callable[..., Array] = added_up,
    h: Callable[..., Array] = shown,
    given: Callable[..., States] = lambda *states: states,
) -> Callable[..., States]:
    """Make the states of an sLSTM, right but for what is named."""

    def made(i, f, g, o, c_prev, n_prev):
        c_t, n_t = c(i, f, g, c_prev), n(i, f, g, n_prev)
        return given(h(o, c_t, n_t, c_prev, n_prev), c_t, n_t)

    return made


slstm_states = states()

STATES_WRONG_ANSWERS = (
    WrongAnswer(
        "not divided",
        states(h=lambda o, c_t, *_: o * c_t),
        "equals o · c_t: the cell state is not divided by the normalizer",
    ),
    WrongAnswer(
        "tanh of the cell state",
        states(h=lambda o, c_t, *_: o * np.tanh(c_t)),
        "equals o · tanh(c_t), as in an LSTM. An sLSTM divides by the normalizer instead",
    ),
    WrongAnswer(
        "tanh of the mean",
        states(h=lambda o, c_t, n_t, *_: o * np.tanh(c_t / n_t)),
        "has a tanh too many: c_t / n_t lies between −1 and 1 already",
    ),
    WrongAnswer(
        "old normalizer divides",
        states(h=lambda o, c_t, n_t, c_prev, n_prev: o * c_t / n_prev),
        "is divided by n_prev. The new normalizer belongs to the new cell state",
    ),
    WrongAnswer(
        "old cell state shown",
        states(h=lambda o, c_t, n_t, c_prev, n_prev: o * c_prev / n_t),
        "comes from c_prev. The new cell state is shown",
    ),
    WrongAnswer(
        "old states shown",
        states(h=lambda o, c_t, n_t, c_prev, n_prev: o * c_prev / n_prev),
        "comes from c_prev / n_prev, the states before this step. The new ones are shown",
    ),
    WrongAnswer(
        "tanh before the division",
        states(h=lambda o, c_t, n_t, *_: o * np.tanh(c_t) / n_t),
        "comes from tanh(c_t) / n_t. The division is in place of the tanh",
    ),
    WrongAnswer(
        "ratio upside down",
        states(h=lambda o, c_t, n_t, *_: o * n_t / c_t),
        "is divided by the cell state. The cell state is divided, by the normalizer",
    ),
    WrongAnswer(
        "multiplied by the normalizer",
        states(h=lambda o, c_t, n_t, *_: o * c_t * n_t),
        "is multiplied by the normalizer. It is divided by it",
    ),
    WrongAnswer(
        "output gate left out",
        states(h=lambda o, c_t, n_t, *_: c_t / n_t),
        "equals c_t / n_t: the output gate is missing",
    ),
    WrongAnswer(
        "normalizer does not forget",
        states(n=lambda i, f, g, n_prev: n_prev + i),
        "comes from n_prev + i. The normalizer forgets as the cell state does",
    ),
    WrongAnswer(
        "candidate in the normalizer",
        states(n=lambda i, f, g, n_prev: f * n_prev + i * g),
        "comes from a normalizer with the candidate in it. It adds up the weights alone",
    ),
    WrongAnswer(
        "normalizer starts anew",
        states(n=lambda i, f, g, n_prev: f + i),
        "comes from f + i. The normalizer is a state: f multiplies n_prev",
    ),
    WrongAnswer(
        "normalizer adds no input gate",
        states(n=lambda i, f, g, n_prev: f * n_prev),
        "comes from f · n_prev alone. The new candidate's weight has to be added",
    ),
    WrongAnswer(
        "normalizer adds 1",
        states(n=lambda i, f, g, n_prev: f * n_prev + 1),
        "comes from 1 in place of i. The new candidate's weight is added",
    ),
    *(
        WrongAnswer(
            "1 − f for the input gate",
            answer,
            "comes from 1 − f in place of i. The input gate is given: the two need not add up to 1",
        )
        for answer in (
            lambda i, f, g, o, c_prev, n_prev: slstm_states(1 - f, f, g, o, c_prev, n_prev),
            states(c=lambda i, f, g, c_prev: f * c_prev + (1 - f) * g),
            states(n=lambda i, f, g, n_prev: f * n_prev + (1 - f)),
        )
    ),
    WrongAnswer(
        "cell state for the normalizer",
        lambda i, f, g, o, c_prev, n_prev: states(n=lambda i, f, g, _: f * c_prev + i)(
            i, f, g, o, c_prev, n_prev
        ),
        "comes from c_prev in the normalizer. Its own old value n_prev belongs there",
    ),
    WrongAnswer(
        "gates exchanged",
        states(
            c=lambda i, f, g, c_prev: i * c_prev + f * g,
            n=lambda i, f, g, n_prev: i * n_prev + f,
        ),
        "has i and f in each other's place: f keeps the old, i lets the new in",
    ),
    WrongAnswer(
        "gates exchanged in the cell state",
        states(c=lambda i, f, g, c_prev: i * c_prev + f * g),
        "comes from a cell state with i and f in each other's place",
    ),
    WrongAnswer(
        "old cell state not forgotten",
        states(c=lambda i, f, g, c_prev: c_prev + i * g),
        "keeps all of c_prev: the forget gate is missing",
    ),
    WrongAnswer(
        "candidate added whole",
        states(c=lambda i, f, g, c_prev: f * c_prev + g),
        "adds the whole candidate: the input gate is missing",
    ),
    WrongAnswer(
        "candidate squashed again",
        states(c=lambda i, f, g, c_prev: f * c_prev + i * np.tanh(g)),
        "comes from tanh(g): g is given and has gone through tanh before",
    ),
    WrongAnswer(
        "cell state divided",
        states(given=lambda h, c, n: (h, c / n, n)),
        "is divided by the normalizer. The states stay as they are, and the ratio is shown alone",
    ),
    WrongAnswer(
        "h_t and c_t swapped",
        states(given=lambda h, c, n: (c, h, n)),
        "is the other one of the two: return h_t first, then c_t",
    ),
    WrongAnswer(
        "c_t and n_t swapped",
        states(given=lambda h, c, n: (h, n, c)),
        "is the other one of these states: after h_t comes c_t, then n_t",
    ),
)


def counts(
    block: Callable[[int, int], int] = lambda d, u: u * (u + d + 1),
    alone: Callable[[int, int], int] = lambda d, u: u * (d + 1),
    peepholes: Callable[[int, int], int] = lambda d, u: 3 * u,
    blocks: tuple[int, int, int] = (4, 3, 3),
    more: int = 0,
) -> Callable[..., tuple[int, int, int, int]]:
    """Make the four counts, right but for what is named."""

    def counted(features, units):
        lstm, gru = (n * block(features, units) + more for n in blocks[:2])
        min_lstm = blocks[2] * alone(features, units) + more
        return lstm, lstm + peepholes(features, units), gru, min_lstm

    return counted


parameter_counts = counts()

COUNTS_WRONG_ANSWERS = (
    WrongAnswer(
        "bias left out",
        counts(block=lambda d, u: u * (u + d), alone=lambda d, u: u * d),
        "leaves out the bias: each block has one number of it a unit",
    ),
    WrongAnswer(
        "two biases",
        counts(block=lambda d, u: u * (u + d + 2), alone=lambda d, u: u * (d + 2)),
        "counts two biases, as Keras' GRU and PyTorch have them. Here each block has one",
    ),
    WrongAnswer(
        "one block",
        counts(blocks=(1, 1, 1)),
        "counts a single block. There is one for each gate and one for the candidate",
    ),
    WrongAnswer(
        "gates without the candidate",
        counts(blocks=(3, 2, 2)),
        "counts the gates alone. The candidate has weights as well",
    ),
    WrongAnswer(
        "four blocks everywhere",
        counts(blocks=(4, 4, 4)),
        "counts four blocks. This cell has fewer: look at its equations",
    ),
    WrongAnswer(
        "recurrent weights left out",
        counts(block=lambda d, u: u * (d + 1)),
        "leaves out the recurrent weights U",
    ),
    WrongAnswer(
        "recurrent weights in a minLSTM",
        counts(alone=lambda d, u: u * (u + d + 1)),
        "counts recurrent weights. This cell has none: nothing in it reads the hidden state",
    ),
    *(
        WrongAnswer(
            "features and units swapped",
            answer,
            "has features and units in each other's place",
        )
        for answer in (
            lambda features, units: parameter_counts(units, features),
            counts(block=lambda d, u: d * (u + d + 1), alone=lambda d, u: d * (u + 1)),
            counts(peepholes=lambda d, u: 3 * d),
        )
    ),
    WrongAnswer(
        "one bias for a block",
        counts(block=lambda d, u: u * (u + d) + 1, alone=lambda d, u: u * d + 1),
        "counts one bias for a whole block. Each of its units has one",
    ),
    WrongAnswer(
        "one bias for a layer",
        counts(block=lambda d, u: u * (u + d), alone=lambda d, u: u * d, more=1),
        "counts one bias for the whole layer. Each block has one for each unit",
    ),
    WrongAnswer(
        "four peepholes",
        counts(peepholes=lambda d, u: 4 * u),
        "counts four peepholes a unit. The candidate has none",
    ),
    WrongAnswer(
        "matrices of peepholes",
        counts(peepholes=lambda d, u: 3 * u * u),
        "counts matrices of peepholes. Each gate sees the cell of its own unit alone",
    ),
    WrongAnswer(
        "peepholes of one unit",
        counts(peepholes=lambda d, u: 3),
        "counts three peepholes for the whole layer. Each unit has three",
    ),
    WrongAnswer(
        "one peephole",
        counts(peepholes=lambda d, u: u),
        "counts one peephole a unit. All three gates have one",
    ),
    WrongAnswer(
        "peepholes left out",
        counts(peepholes=lambda d, u: 0),
        "is the count of an LSTM without peepholes",
    ),
)
