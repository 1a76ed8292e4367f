"""What goes wrong in `parameter_gradients` and `input_gradients`, and what to say about it."""

from collections.abc import Callable, Sequence
from itertools import permutations

import numpy as np

from lstm_lib.checks.judge.diagnosis import WrongAnswer

Array = np.ndarray
MEAN = (
    "is the mean over the batch. Where paths meet, what comes back is added; if a loss has a mean "
    "in it, dz already accounts for that"
)


def parameter_gradients(dz, x_t, h_prev):
    """Return dW, dU and db, summed over the batch."""
    return x_t.T @ dz, h_prev.T @ dz, dz.sum(axis=0)


def input_gradients(dz, dc_t, f, W, U):
    """Return dx_t, dh_prev and dc_prev."""
    return dz @ W.T, dz @ U.T, dc_t * f


def _of_weights(read: str, other: str) -> tuple[WrongAnswer, ...]:
    """List what goes wrong with dW, which reads x_t, or dU, which reads h_prev."""
    place = {"x_t": 0, "h_prev": 1}

    def made(answer: Callable[[Array, Array], Array]) -> Callable[..., Array]:
        return lambda dz, *reads: answer(dz, reads[place[read]])

    term = "dW" if read == "x_t" else "dU"
    rows = "features" if read == "x_t" else "units"
    return (
        WrongAnswer(
            f"{term}: {other} for {read}",
            lambda dz, *reads: reads[place[other]].T @ dz,
            f"is computed from {other}. {term[1]} meets {read}",
        ),
        WrongAnswer(
            f"{term}: mean over the batch",
            made(lambda dz, read: read.T @ dz / len(dz)),
            MEAN,
        ),
        WrongAnswer(
            f"{term}: turned on its side",
            made(lambda dz, read: dz.T @ read),
            f"is transposed, with the shape (4·units, {rows}). A gradient has the shape of the "
            "variable it belongs to: which of the two arrays has to be transposed?",
        ),
        WrongAnswer(
            f"{term}: one for each sequence",
            made(lambda dz, read: np.einsum("nj,nk->njk", read, dz)),
            "has one matrix for each sequence. All sequences use the same weights: "
            "what comes back along them is added",
        ),
        WrongAnswer(
            f"{term}: sequences mixed up",
            made(lambda dz, read: np.outer(read.sum(axis=0), dz.sum(axis=0))),
            f"comes from sums over the batch that were taken too early: each sequence's {read} "
            "belongs with its own dz",
        ),
        WrongAnswer(
            f"{term}: first sequence only",
            made(lambda dz, read: np.outer(read[0], dz[0])),
            "uses the first sequence only. All of them use these weights",
        ),
        WrongAnswer(
            f"{term}: last sequence only",
            made(lambda dz, read: np.outer(read[-1], dz[-1])),
            "uses the last sequence only. All of them use these weights: do you overwrite "
            "something that you should add to?",
        ),
        WrongAnswer(
            f"{term}: {read} left out",
            made(lambda dz, read: np.ones_like(read).T @ dz),
            f"lacks {read}: it is db in every row. A weight is multiplied by what it meets",
        ),
        WrongAnswer(
            f"{term}: slope of tanh too many",
            made(lambda dz, read: read.T @ (dz * (1 - np.tanh(dz) ** 2))),
            "has the slope of an activation in it. dz is the gradient before the activation: "
            "the slope lies behind it",
        ),
    )


PARAMETER_WRONG_ANSWERS = {
    "dW": _of_weights("x_t", "h_prev"),
    "dU": _of_weights("h_prev", "x_t"),
    "db": (
        WrongAnswer(
            "db: mean over the batch",
            lambda dz, x_t, h_prev: dz.mean(axis=0),
            MEAN,
        ),
        WrongAnswer(
            "db: summed over the columns",
            lambda dz, x_t, h_prev: dz.sum(axis=1),
            "is summed over the wrong axis: it has one number per sequence. The bias has one per "
            "column, and all sequences use it",
        ),
        WrongAnswer(
            "db: one for each sequence",
            lambda dz, x_t, h_prev: dz,
            "is dz, with a row for each sequence. All of them use the same bias: "
            "what comes back is added",
        ),
        WrongAnswer(
            "db: axis kept",
            lambda dz, x_t, h_prev: dz.sum(axis=0, keepdims=True),
            "is right, with an axis of length 1 left over: (1, 4·units) for (4·units,)",
        ),
        WrongAnswer(
            "db: sum of everything",
            lambda dz, x_t, h_prev: dz.sum(),
            "is one number, the sum over batch and columns. Only the batch is summed over",
        ),
        WrongAnswer(
            "db: one for each block",
            lambda dz, x_t, h_prev: dz.sum(axis=0).reshape(4, -1).sum(axis=1),
            "has one number per block. Each unit has a bias of its own in each of the four",
        ),
        WrongAnswer(
            "db: first sequence only",
            lambda dz, x_t, h_prev: dz[0],
            "uses the first sequence only. All of them use the bias",
        ),
        WrongAnswer(
            "db: last sequence only",
            lambda dz, x_t, h_prev: dz[-1],
            "uses the last sequence only. All of them use the bias: do you overwrite something "
            "that you should add to?",
        ),
    ),
}

WORDS = ("input gate", "forget gate", "candidate", "output gate")


def _of_blocks(dz: Array, weights: Array, pairs: Sequence[tuple[int, int]]) -> Array:
    """Return what comes back through pairs of a block of dz and a block of the weights."""
    cut_dz, cut_weights = np.split(dz, 4, axis=1), np.split(weights, 4, axis=1)
    return sum((cut_dz[a] @ cut_weights[b].T for a, b in pairs), np.zeros((len(dz), len(weights))))


def _turned(weights: Array) -> Array:
    """Return square blocks of weights, each transposed."""
    return np.hstack([block.T for block in np.split(weights, 4, axis=1)])


def _of_read(term: str, letter: str) -> tuple[WrongAnswer, ...]:
    """List what goes wrong with dx_t, which comes through W, or dh_prev, through U."""
    place = {"W": 0, "U": 1}
    other = "U" if letter == "W" else "W"

    def made(answer: Callable[[Array, Array], Array]) -> Callable[..., Array]:
        return lambda dz, dc_t, f, *weights: answer(dz, weights[place[letter]])

    def of_pairs(pairs: Sequence[tuple[int, int]]) -> Callable[..., Array]:
        return made(lambda dz, weights: _of_blocks(dz, weights, pairs))

    own = [(k, k) for k in range(4)]
    return (
        WrongAnswer(
            f"{term}: {other} for {letter}",
            lambda dz, dc_t, f, *weights: dz @ weights[place[other]].T,
            f"comes through {other}. {term[1:]} meets {letter}",
        ),
        *(
            WrongAnswer(
                f"{term}: path through the {WORDS[k]} left out",
                of_pairs(own[:k] + own[k + 1 :]),
                f"lacks the path through the {WORDS[k]}, block {k} of dz. All four blocks are "
                "paths, and what comes back is added",
            )
            for k in range(4)
        ),
        *(
            WrongAnswer(
                f"{term}: path through the {WORDS[k]} alone",
                of_pairs(own[k : k + 1]),
                f"uses the path through the {WORDS[k]} alone, block {k} of dz. All four "
                "blocks are paths, and what comes back is added",
            )
            for k in range(4)
        ),
        *(
            WrongAnswer(
                f"{term}: blocks in the order {' '.join('ifgo'[k] for k in order)}",
                of_pairs(list(enumerate(order))),
                "comes from the blocks i, f, g, o of dz that meet the blocks "
                f"{', '.join('ifgo'[k] for k in order)} of {letter}, in this order. Each "
                "belongs with its own: both hold them in the order i, f, g, o",
            )
            for order in permutations(range(4))
            if order != (0, 1, 2, 3)
        ),
        WrongAnswer(
            f"{term}: turned on its side",
            made(lambda dz, weights: weights @ dz.T),
            "is transposed, with the batch last. A gradient has the shape of the variable it "
            "belongs to",
        ),
        WrongAnswer(
            f"{term}: summed over the batch",
            made(lambda dz, weights: (dz @ weights.T).sum(axis=0)),
            f"is summed over the batch. Each sequence has its own {term[1:]}",
        ),
        WrongAnswer(
            f"{term}: mean over the batch",
            made(lambda dz, weights: (dz @ weights.T).mean(axis=0)),
            f"is the mean over the batch. Each sequence has its own {term[1:]}",
        ),
    )


INPUT_WRONG_ANSWERS = {
    "dx_t": _of_read("dx_t", "W"),
    "dh_prev": (
        *_of_read("dh_prev", "U"),
        WrongAnswer(
            "dh_prev: blocks of U not transposed",
            lambda dz, dc_t, f, W, U: _of_blocks(dz, _turned(U), [(k, k) for k in range(4)]),
            "comes through blocks of U that are not transposed. Each is square, so NumPy does not "
            "complain: h_prev met its rows, and what comes back leads from columns to rows",
        ),
    ),
    "dc_prev": (
        WrongAnswer(
            "dc_prev: forget gate left out",
            lambda dz, dc_t, f, W, U: dc_t,
            "is dc_t as it is: the forget gate is missing. It scales c_prev on its way to c_t, "
            "and it scales what comes back as well",
        ),
        WrongAnswer(
            "dc_prev: forget gate alone",
            lambda dz, dc_t, f, W, U: f,
            "is f itself: that says how c_prev acts on c_t. What comes back to c_t is missing",
        ),
        WrongAnswer(
            "dc_prev: forget gate reversed",
            lambda dz, dc_t, f, W, U: dc_t * (1 - f),
            "has 1 − f where f belongs: the share of c_prev that is kept also comes back",
        ),
        WrongAnswer(
            "dc_prev: slope of the forget gate",
            lambda dz, dc_t, f, W, U: dc_t * f * (1 - f),
            "has the slope of the forget gate. That belongs in dz_f; c_prev is scaled by f itself",
        ),
        WrongAnswer(
            "dc_prev: forget gate twice",
            lambda dz, dc_t, f, W, U: dc_t * f**2,
            "has the forget gate twice",
        ),
        WrongAnswer(
            "dc_prev: sum for product",
            lambda dz, dc_t, f, W, U: dc_t + f,
            "is dc_t + f. The forget gate multiplies",
        ),
        WrongAnswer(
            "dc_prev: dh_prev added",
            lambda dz, dc_t, f, W, U: dc_t * f + dz @ U.T,
            "has dh_prev added to it. The two go back to the step before as two numbers: "
            "they meet there",
        ),
        WrongAnswer(
            "dc_prev: mean over the batch",
            lambda dz, dc_t, f, W, U: (dc_t * f).mean(axis=0),
            "is the mean over the batch. Each sequence has its own c_prev",
        ),
        WrongAnswer(
            "dc_prev: summed over the batch",
            lambda dz, dc_t, f, W, U: (dc_t * f).sum(axis=0),
            "is summed over the batch. Each sequence has its own c_prev",
        ),
    ),
}
