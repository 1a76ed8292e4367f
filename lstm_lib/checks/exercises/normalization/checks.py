"""The exercise `normalization`: its functions, the cases they are called on, and the hints.

Sizes all differ, so that a wrong axis cannot pass. Only the last two cases have one size, with as
many sequences as features: what is kept from one call to the next, or told by a size, shows there.
Epsilon is large, so that the place where it stands shows.
"""

import numpy as np

from lstm_lib.checks.exercises.normalization.observe import STAND_INS
from lstm_lib.checks.observe.function import Function
from lstm_lib.checks.observe.stand_ins import Case

# batch, steps, features; the last two of one size.
SIZES = ((2, 5, 3), (3, 4, 2), (4, 6, 5), (3, 5, 3), (3, 5, 3))
WITHOUT_STEPS = 1  # in this case of the layer norm there are rows of features alone
AXES = {"x": "batch steps features", "x_t": "batch features", "h_prev": "batch units"}
FEATURES = 4  # of the step's input


def _values(rng: np.random.Generator, batch: int, steps: int, features: int) -> np.ndarray:
    """Draw values whose sequences, steps and features differ in mean, and features in spread."""
    means = sum(rng.normal(0, 1, size) for size in ((batch, 1, 1), (1, steps, 1), (1, 1, features)))
    spreads = rng.uniform(0.5, 2, features)
    return means + spreads * rng.normal(0, 1, (batch, steps, features))


def _scale(rng: np.random.Generator, features: int) -> Case:
    """Draw gain, offset and epsilon."""
    return {
        "gain": rng.uniform(0.4, 1.8, features),
        "offset": rng.normal(0, 1, features),
        "epsilon": float(rng.uniform(0.2, 0.6)),
    }


def rows(rng: np.random.Generator) -> list[Case]:
    """Draw what a layer norm takes; in one case there are no steps."""
    cases = [{"x": _values(rng, *size), **_scale(rng, size[2])} for size in SIZES]
    cases[WITHOUT_STEPS]["x"] = cases[WITHOUT_STEPS]["x"][:, 0]
    return cases


def batches(rng: np.random.Generator) -> list[Case]:
    """Draw what a batch norm takes."""
    return [
        {
            "x": _values(rng, *size),
            **_scale(rng, size[2]),
            "running_mean": rng.normal(0, 1, size[2]),
            "running_variance": rng.uniform(0.5, 3, size[2]),
            "momentum": float(rng.uniform(0.6, 0.9)),
        }
        for size in SIZES
    ]


def steps(rng: np.random.Generator) -> list[Case]:
    """Draw what one step of an LSTM with layer norms takes."""
    return [
        {
            "x_t": rng.normal(0, 0.8, (batch, FEATURES)),
            "h_prev": rng.uniform(-0.9, 0.9, (batch, units)),
            "c_prev": rng.normal(0, 1.2, (batch, units)),
            "W": rng.normal(0, 0.7, (FEATURES, 4 * units)),
            "U": rng.normal(0, 0.7, (units, 4 * units)),
            "b": rng.normal(0, 0.5, 4 * units),
            "gain_x": rng.uniform(0.4, 1.8, 4 * units),
            "gain_h": rng.uniform(0.4, 1.8, 4 * units),
            "gain_c": rng.uniform(0.4, 1.8, units),
            "offset_c": rng.normal(0, 0.5, units),
            "epsilon": float(rng.uniform(0.2, 0.6)),
        }
        for batch, _, units in SIZES
    ]


LAYER_NORM = Function(
    "layer_norm",
    takes="x, gain, offset, epsilon",
    returns="y",
    cases=rows,
    axes={"gain": "features"},
    hints=(
        "How many means are there in a batch of 2 sequences with 5 steps: one for each step of "
        "each sequence, or one for each feature?",
        "Which axis is that of the features, whether x has two axes or three? And what does "
        "keepdims=True do to the mean?",
        "Take mean and variance over axis=-1 with keepdims=True. Take the mean off, divide by the "
        "root of variance plus epsilon, multiply by the gain, and add the offset.",
    ),
)

BATCH_NORM_TRAINING = Function(
    "batch_norm_training",
    takes="x, gain, offset, epsilon, running_mean, running_variance, momentum",
    returns="y, new_mean, new_variance",
    cases=batches,
    axes=AXES,
    hints=(
        "Which numbers normalize in training: those of this batch, or those that are kept? And "
        "over which axes has a feature one mean?",
        "The momentum is the share that stays. What is kept if it is 0.9, the old average is 10 "
        "and the batch has 20?",
        "Take mean and variance over axis=(0, 1), normalize with them, and return beside that "
        "momentum times the old average plus (1 - momentum) times the batch's, for the mean and "
        "for the variance.",
    ),
)

BATCH_NORM_IN_USE = Function(
    "batch_norm_in_use",
    takes="x, gain, offset, epsilon, running_mean, running_variance",
    returns="y",
    cases=batches,
    axes=AXES,
    hints=(
        "May the answer to one sequence depend on which others are in the batch?",
        "Which of the arguments take the place of the batch's mean and variance?",
        "Take running_mean off, divide by the root of running_variance plus epsilon, multiply by "
        "the gain, and add the offset. Nothing of x is averaged.",
    ),
)

LAYER_NORM_STEP = Function(
    "layer_norm_step",
    takes="x_t, h_prev, c_prev, W, U, b, gain_x, gain_h, gain_c, offset_c, epsilon",
    returns="h_t, c_t",
    cases=steps,
    axes=AXES,
    stand_ins=STAND_INS,
    own_too=True,
    hints=(
        "How many norms has a step, and what does each of them read?",
        "Are the two products added first and normalized then, or the other way round? Which of "
        "the two cell states goes on to the next step: the normalized one?",
        "Normalize x_t @ W with gain_x and h_prev @ U with gain_h, both with the offset 0, add "
        "them and b, split into i, f, g, o. The new c_t is computed as ever and returned as it "
        "is; h_t is o times tanh of c_t normalized with gain_c and offset_c.",
    ),
)

CHECKS = (LAYER_NORM, BATCH_NORM_TRAINING, BATCH_NORM_IN_USE, LAYER_NORM_STEP)
