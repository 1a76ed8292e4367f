"""The exercise `keras_parity`: its cases, drawn from a check's generator.

Sizes all differ, so that a wrong axis cannot pass; what goes into Keras is float32.
"""

import itertools
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.keras_parity.layer import GATES

Case = dict[str, Any]

SHAPE_ARGUMENTS = ("batch", "steps", "units", "return_sequences", "return_state")


def _blocks(rng: np.random.Generator, features: int, units: int) -> dict[str, tuple]:
    """Draw W, U and b of each gate."""
    shapes = ((features, units), (units, units), (units,))
    return {
        gate: tuple(rng.normal(0, 0.6, shape).astype(np.float32) for shape in shapes)
        for gate in GATES
    }


def gate_blocks(rng: np.random.Generator) -> list[Case]:
    """Draw the weights of three layers.

    Parameters
    ----------
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    list of dict
        Each with `blocks`: of each gate its W (features, units), U (units, units), b (units,).

    Examples
    --------
    >>> gate_blocks(np.random.default_rng(0))[0]["blocks"]["f"][0].shape
    (3, 4)
    """
    return [{"blocks": _blocks(rng, *sizes)} for sizes in ((3, 4), (5, 2), (2, 3))]


def sequences(rng: np.random.Generator) -> list[Case]:
    """Draw layers with what they read, and hidden states that no layer has.

    Parameters
    ----------
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    list of dict
        Each with `blocks`, `inputs` (batch, steps, features), and a made-up `h`
        (batch, steps, units).

    Examples
    --------
    >>> [case["inputs"].shape for case in sequences(np.random.default_rng(0))]
    [(2, 5, 3), (3, 4, 2), (1, 6, 4)]
    """
    cases = []
    for batch, steps, features, units in ((2, 5, 3, 4), (3, 4, 2, 5), (1, 6, 4, 2)):
        cases.append(
            {
                "blocks": _blocks(rng, features, units),
                "inputs": rng.normal(0, 1, (batch, steps, features)).astype(np.float32),
                "h": rng.uniform(-0.9, 0.9, (batch, steps, units)).astype(np.float32),
            }
        )
    return cases


def layer_sizes(rng: np.random.Generator) -> list[Case]:
    """Draw the sizes of layers whose parameters are counted.

    Parameters
    ----------
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    list of dict
        Four, each with `units`, `features` and `use_bias`; the sizes all differ.

    Examples
    --------
    >>> [case["use_bias"] for case in layer_sizes(np.random.default_rng(0))]
    [True, False, True, False]
    """
    drawn = [int(n) for n in rng.permutation(np.arange(2, 40))[:8]]
    return [
        {"units": drawn[2 * k], "features": drawn[2 * k + 1], "use_bias": k % 2 == 0}
        for k in range(4)
    ]


def flags(rng: np.random.Generator) -> list[Case]:
    """Draw sizes for each pair of flags: what comes back, and whether the states come too.

    Parameters
    ----------
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    list of dict
        Four, each with `batch`, `steps` and `units`, which differ, and the two flags.

    Examples
    --------
    >>> len(flags(np.random.default_rng(0)))
    4
    """
    cases = []
    for both in itertools.product((False, True), repeat=2):
        sizes = [int(n) for n in rng.permutation(np.arange(2, 30))[:3]]
        cases.append(dict(zip(SHAPE_ARGUMENTS, (*sizes, *both), strict=True)))
    return cases


def kept_shares(rng: np.random.Generator) -> list[Case]:
    """Draw forget gates of which one unit's mean is the largest, and other units stand out else.

    Parameters
    ----------
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    list of dict
        Each with `f` (batch, steps, units), all from 0 to 1.

    Examples
    --------
    >>> [case["f"].shape for case in kept_shares(np.random.default_rng(0))]
    [(2, 5, 10), (3, 6, 9), (2, 7, 11), (4, 5, 12)]
    """
    cases = []
    for batch, steps, units in ((2, 5, 10), (3, 6, 9), (2, 7, 11), (4, 5, 12)):
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
        cases.append({"f": f[..., rng.permutation(units)]})
    return cases
