"""The exercise `keras_parity`: its cases, drawn from a check's generator.

Sizes differ within a case, so that a wrong axis cannot pass; what goes into Keras is float32.
"""

import itertools
from collections.abc import Mapping

import numpy as np

from lstm_lib.checks.observe.stand_ins import Case

GATES = ("i", "f", "g", "o")  # the order of a Keras layer's blocks
PARTS = ("W", "U", "b")
SHAPE_ARGUMENTS = ("batch", "steps", "units", "return_sequences", "return_state")

KEPT_SIZES = ((2, 5, 10), (3, 6, 9), (2, 7, 11), (4, 5, 12), (2, 5, 10), (9, 6, 9))
SEQUENCE_SIZES = ((2, 5, 3, 4), (3, 4, 2, 5), (1, 6, 4, 2), (2, 5, 3, 4), (3, 5, 2, 3))

Weights = tuple[np.ndarray, np.ndarray, np.ndarray]  # W, U and b
Blocks = Mapping[str, Weights]  # of each gate: (features, units), (units, units), (units,)


def joined(blocks: Blocks) -> Weights:
    """Lay the blocks of the four gates side by side, as a Keras layer has them.

    Examples
    --------
    >>> blocks = {gate: (np.ones((3, 2)), np.ones((2, 2)), np.ones(2)) for gate in GATES}
    >>> [array.shape for array in joined(blocks)]
    [(3, 8), (2, 8), (8,)]
    """
    W, U, b = (
        np.concatenate(parts, axis=-1)
        for parts in zip(*(blocks[gate] for gate in GATES), strict=True)
    )
    return W, U, b


def _blocks(rng: np.random.Generator, features: int, units: int) -> dict[str, tuple]:
    """Draw W, U and b of each gate."""
    shapes = ((features, units), (units, units), (units,))
    return {
        gate: tuple(rng.normal(0, 0.6, shape).astype(np.float32) for shape in shapes)
        for gate in GATES
    }


def gate_blocks(rng: np.random.Generator) -> list[Case]:
    """Draw the `weights` of layers: W, U and b in one piece, so that no case holds the answer."""
    cases = []
    for features, units in ((3, 4), (5, 2), (2, 3), (3, 4), (3, 3)):
        shapes = ((4 * units,), (features, 4 * units), (units, 4 * units))
        b, W, U = (rng.normal(0, 0.6, shape).astype(np.float32) for shape in shapes)
        cases.append({"weights": (W, U, b)})
    return cases


def sequences(rng: np.random.Generator) -> list[Case]:
    """Draw the `blocks` of layers, their `inputs`, and hidden states `h` that no layer has.

    `weights` are the blocks in one piece. Two cases have one size; in one, batch and units agree.
    """
    cases = []
    for batch, steps, features, units in SEQUENCE_SIZES:
        blocks = _blocks(rng, features, units)
        inputs = rng.normal(0, 1, (batch, steps, features)).astype(np.float32)
        h = rng.uniform(-0.9, 0.9, (batch, steps, units)).astype(np.float32)
        cases.append({"blocks": blocks, "weights": joined(blocks), "inputs": inputs, "h": h})
    return cases


def layer_sizes(rng: np.random.Generator) -> list[Case]:
    """Draw the sizes of four layers whose parameters are counted, all different."""
    drawn = [int(n) for n in rng.permutation(np.arange(2, 40))[:8]]
    return [
        {"units": drawn[2 * k], "features": drawn[2 * k + 1], "use_bias": k % 2 == 0}
        for k in range(4)
    ]


def flags(rng: np.random.Generator) -> list[Case]:
    """Draw batch, steps and units, all different, for each of the four pairs of flags."""
    cases = []
    for both in itertools.product((False, True), repeat=2):
        sizes = [int(n) for n in rng.permutation(np.arange(2, 30))[:3]]
        cases.append(dict(zip(SHAPE_ARGUMENTS, (*sizes, *both), strict=True)))
    return cases


def kept_shares(rng: np.random.Generator) -> list[Case]:
    """Draw forget gates `f`: one unit has the largest mean, others lead by other measures."""
    cases: list[Case] = []
    answers: list[tuple[Case, int]] = []
    for batch, steps, units in KEPT_SIZES:
        f = np.full((batch, steps, units), 0.4)
        f[..., 0] = 0.95  # the largest mean
        f[0, 1:3, 0] = 0.15  # but neither the largest product nor the best first sequence
        f[..., 1] = 0.72  # the largest product
        f[..., 2] = 0.97  # the largest median
        f[:, 1::2, 2] = 0.1
        f[0, 3, 3] = 0.995  # the largest value
        f[:, -1, 4] = 0.985  # the largest at the last step
        f[:, 0, 5] = 0.97  # the largest at the first step
        f[..., 6] = 0.2  # the smallest mean
        f[0, :, 7] = 0.965  # the largest in the first sequence
        f[1, :, 8:] = 0.9  # so that another sequence keeps more
        f += rng.uniform(-0.005, 0.0, f.shape)
        order = rng.permutation(units)
        if any(f.shape == case["f"].shape and order[kept] == 0 for case, kept in answers):
            order = np.roll(order, 1)  # so that two cases of one size have two answers
        cases.append({"f": f[..., order]})
        answers.append((cases[-1], int(order.argmin())))
    return cases
