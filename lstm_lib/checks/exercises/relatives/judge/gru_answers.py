"""What is right in `gru_step`, what goes wrong, and what to say about it."""

from collections.abc import Callable, Mapping
from itertools import permutations

import numpy as np

from lstm_lib.cell import sigmoid
from lstm_lib.checks.judge.diagnosis import WrongAnswer

Array = np.ndarray
Squash = Callable[[Array], Array]
BLOCKS = ("k", "r", "g")
WORDS = {"k": "update gate", "r": "reset gate", "g": "candidate"}
ONCE = dict.fromkeys(BLOCKS, 1.0)  # how often each block's bias is added
NONE: Mapping[str, Squash] = {}


def mixed(k, r, g, h_prev):
    """Return the new hidden state."""
    return k * h_prev + (1 - k) * g


def reset_before(r, h_prev, U_g):
    """Return what the candidate reads of the old hidden state."""
    return (r * h_prev) @ U_g


def step(
    reads: Callable[..., Array] = reset_before,
    mixes: Callable[..., Array] = mixed,
    gates: Squash = sigmoid,
    squash: Squash = np.tanh,
    order: tuple[str, ...] = BLOCKS,
    biased: Mapping[str, float] = ONCE,
    gates_read: float = 1.0,
    turned: str = "",
    squashed: Mapping[str, Squash] = NONE,
) -> Callable[..., Array]:
    """Make a step, right but for what is named."""

    def taken(x_t, h_prev, W, U, b):
        x = dict(zip(order, np.split(x_t @ W, 3, axis=1), strict=True))
        of_bias = dict(zip(order, np.split(b, 3), strict=True))
        by_block = dict(zip(order, np.split(U, 3, axis=1), strict=True))
        for name in BLOCKS:
            x[name] = x[name] + biased[name] * of_bias[name]
            by_block[name] = by_block[name].T if name in turned else by_block[name]
        k = squashed.get("k", gates)(x["k"] + gates_read * h_prev @ by_block["k"])
        r = squashed.get("r", gates)(x["r"] + gates_read * h_prev @ by_block["r"])
        g = squashed.get("g", squash)(x["g"] + reads(r, h_prev, by_block["g"]))
        return mixes(k, r, g, h_prev)

    return taken


gru_step = step()


def with_candidate(enters: Callable[..., Array]) -> Callable[..., Array]:
    """Make a step, right but for what enters its candidate's tanh."""

    def taken(x_t, h_prev, W, U, b):
        W_k, W_r, W_g = np.split(W, 3, axis=1)
        U_k, U_r, U_g = np.split(U, 3, axis=1)
        b_k, b_r, b_g = np.split(b, 3)
        k = sigmoid(x_t @ W_k + h_prev @ U_k + b_k)
        r = sigmoid(x_t @ W_r + h_prev @ U_r + b_r)
        return mixed(k, r, np.tanh(enters(k, r, x_t @ W_g, h_prev, U_g, b_g)), h_prev)

    return taken


def with_numbers(reads: Callable[..., Array]) -> Callable[..., Array]:
    """Make a step that adds b[0] to what comes from x_t, and b[1] to what comes from h_prev."""

    def taken(x_t, h_prev, W, U, b):
        k, r, _ = np.split(sigmoid(x_t @ W + h_prev @ U + b[0] + b[1]), 3, axis=1)
        U_g = np.split(U, 3, axis=1)[2]
        enters = np.split(x_t @ W, 3, axis=1)[2] + b[0] + reads(r, h_prev, U_g, b[1])
        return mixed(k, r, np.tanh(enters), h_prev)

    return taken


def _of_one_block(block: str) -> tuple[WrongAnswer, ...]:
    """List what goes wrong in one gate, or in the candidate, alone."""
    word, article = WORDS[block], "an" if block == "k" else "a"
    right, other = (np.tanh, sigmoid) if block == "g" else (sigmoid, np.tanh)
    named = {np.tanh: "tanh", sigmoid: "sigmoid"}
    return (
        WrongAnswer(
            f"{word}: {named[other]} for {named[right]}",
            step(squashed={block: other}),
            f"comes from {article} {word} that has gone through {named[other]} in place of "
            f"{named[right]}",
        ),
        WrongAnswer(
            f"{word}: no activation",
            step(squashed={block: lambda z: z}),
            f"comes from {article} {word} that nothing has squashed",
        ),
        WrongAnswer(
            f"{word}: activation twice",
            step(squashed={block: lambda z: right(right(z))}),
            f"comes from {article} {word} that has gone through {named[right]} twice",
        ),
        WrongAnswer(
            f"{word}: bias left out",
            step(biased={**ONCE, block: 0.0}),
            f"comes from {article} {word} without its bias",
        ),
        WrongAnswer(
            f"{word}: bias added twice",
            step(biased={**ONCE, block: 2.0}),
            f"comes from {article} {word} to which the bias is added twice",
        ),
        WrongAnswer(
            f"{word}: recurrent weights transposed",
            step(turned=block),
            f"comes from {article} {word} with its block of U transposed",
        ),
    )


WRONG_ANSWERS = (
    WrongAnswer(
        "update gate reversed",
        step(mixes=lambda k, r, g, h_prev: (1 - k) * h_prev + k * g),
        "has k and 1 − k exchanged: here, as in the paper and in Keras, k is the share of the old "
        "state that is kept",
    ),
    WrongAnswer(
        "reset after the product",
        step(reads=lambda r, h_prev, U_g: r * (h_prev @ U_g)),
        "is that of the other form: the reset gate acts after the product with U. Here it acts on "
        "h_prev, before it",
    ),
    WrongAnswer(
        "reset left out",
        step(reads=lambda r, h_prev, U_g: h_prev @ U_g),
        "comes from a candidate that reads all of h_prev: the reset gate is missing",
    ),
    WrongAnswer(
        "reset gate reversed",
        step(reads=lambda r, h_prev, U_g: ((1 - r) * h_prev) @ U_g),
        "comes from 1 − r in place of r: the reset gate says what the candidate may read",
    ),
    WrongAnswer(
        "update gate in place of the reset gate",
        with_candidate(lambda k, r, x, h_prev, U_g, b: x + (k * h_prev) @ U_g + b),
        "comes from a candidate that reads k times h_prev. The reset gate r belongs there",
    ),
    WrongAnswer(
        "candidate reads the input alone",
        step(reads=lambda r, h_prev, U_g: np.zeros_like(h_prev)),
        "comes from a candidate that reads x_t alone: it reads the reset hidden state as well",
    ),
    WrongAnswer(
        "reset gate alone",
        step(reads=lambda r, h_prev, U_g: r @ U_g),
        "comes from a candidate that reads r itself. The reset gate multiplies h_prev",
    ),
    WrongAnswer(
        "reset gate on all of the candidate",
        with_candidate(lambda k, r, x, h_prev, U_g, b: r * (x + h_prev @ U_g + b)),
        "comes from a reset gate that multiplies what comes from x_t as well. It multiplies h_prev "
        "alone",
    ),
    *(
        WrongAnswer(
            "bias under the reset gate",
            with_candidate(enters),
            "comes from r · (h_prev U + b). No bias goes through the reset gate: it acts on "
            "h_prev, before the product with U",
        )
        for enters in (
            lambda k, r, x, h_prev, U_g, b: x + r * (h_prev @ U_g + b),
            lambda k, r, x, h_prev, U_g, b: x + b + r * (h_prev @ U_g + b),
        )
    ),
    WrongAnswer(
        "single numbers of the bias",
        with_numbers(lambda r, h_prev, U_g, number: r * (h_prev @ U_g + number)),
        "comes from b[0] and b[1]. Keras' GRU has two rows of biases, but b is one row here, so "
        "these are single numbers: add b once. Besides, the reset gate acts before the product",
    ),
    *(
        WrongAnswer(
            "single numbers of the bias",
            answer,
            "comes from single numbers of b, such as b[0]. b is one row of 3 · units numbers, one "
            "block for each of k, r and g",
        )
        for answer in (
            with_numbers(lambda r, h_prev, U_g, number: (r * h_prev) @ U_g + number),
            with_numbers(lambda r, h_prev, U_g, number: (r * h_prev) @ U_g),
            with_numbers(lambda r, h_prev, U_g, number: r * (h_prev @ U_g)),
            lambda x_t, h_prev, W, U, b: gru_step(x_t, h_prev, W, U, np.full_like(b, b[0])),
            lambda x_t, h_prev, W, U, b: gru_step(x_t, h_prev, W, U, np.repeat(b[:3], len(U))),
        )
    ),
    *(
        WrongAnswer(
            "order of the blocks",
            step(order=order),
            f"comes from the blocks in the order {' '.join(order)}. Here, as in Keras, it is k r g",
        )
        for order in permutations(BLOCKS)
        if order != BLOCKS
    ),
    WrongAnswer(
        "bias left out",
        step(biased=dict.fromkeys(BLOCKS, 0.0)),
        "comes from a step without its bias",
    ),
    WrongAnswer(
        "bias added twice",
        step(biased=dict.fromkeys(BLOCKS, 2.0)),
        "comes from a step whose bias is added twice: once with x_t and once with h_prev",
    ),
    WrongAnswer(
        "gates read the input alone",
        step(gates_read=0.0),
        "comes from gates that read x_t alone. They read h_prev too: without it the cell is close "
        "to a minGRU",
    ),
    WrongAnswer(
        "gates not squashed",
        step(gates=lambda z: z),
        "comes from gates without their sigmoid",
    ),
    WrongAnswer(
        "tanh for sigmoid",
        step(gates=np.tanh),
        "comes from gates that have gone through tanh. A gate says how much: from 0 to 1",
    ),
    WrongAnswer(
        "candidate returned",
        step(mixes=lambda k, r, g, h_prev: g),
        "is the candidate: the old state has no share in it",
    ),
    WrongAnswer(
        "candidate added whole",
        step(mixes=lambda k, r, g, h_prev: k * h_prev + g),
        "equals k · h_prev + g. What is kept of the old, less is taken of the new",
    ),
    WrongAnswer(
        "old state kept whole",
        step(mixes=lambda k, r, g, h_prev: h_prev + (1 - k) * g),
        "keeps all of h_prev. It keeps the share k",
    ),
    WrongAnswer(
        "both shares are k",
        step(mixes=lambda k, r, g, h_prev: k * h_prev + k * g),
        "takes the share k of both. The two shares add up to 1",
    ),
    WrongAnswer(
        "reset gate for 1 − k",
        step(mixes=lambda k, r, g, h_prev: k * h_prev + r * g),
        "takes the share r of the candidate. A GRU has no input gate: that share is 1 − k",
    ),
    WrongAnswer(
        "reset state kept",
        step(mixes=lambda k, r, g, h_prev: k * (r * h_prev) + (1 - k) * g),
        "keeps k of the reset hidden state. The reset gate acts for the candidate alone",
    ),
    WrongAnswer(
        "tanh of the new state",
        step(mixes=lambda k, r, g, h_prev: np.tanh(mixed(k, r, g, h_prev))),
        "has gone through tanh once more. A GRU shows its state as it is",
    ),
    WrongAnswer(
        "update gate returned",
        step(mixes=lambda k, r, g, h_prev: k),
        "is the update gate",
    ),
    *(wrong for block in BLOCKS for wrong in _of_one_block(block)),
    WrongAnswer(
        "gates: activation twice",
        step(gates=lambda z: sigmoid(sigmoid(z))),
        "comes from two gates that have gone through sigmoid twice",
    ),
    WrongAnswer(
        "gates: bias left out",
        step(biased={"k": 0.0, "r": 0.0, "g": 1.0}),
        "comes from two gates without their biases",
    ),
    WrongAnswer(
        "gates: bias added twice",
        step(biased={"k": 2.0, "r": 2.0, "g": 1.0}),
        "comes from two gates to which their biases are added twice",
    ),
    WrongAnswer(
        "recurrent weights transposed",
        step(turned="krg"),
        "comes from all three blocks of U transposed",
    ),
)
