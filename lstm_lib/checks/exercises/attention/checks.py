"""The exercise `attention`: its functions, the cases they are called on, and the hints.

Sizes all differ, so that a wrong axis cannot pass. Only the last cases have one size, with as
many sequences as units: what is kept from one call to the next, or told by a size, shows there.
Half of the sequences have their padding at the front, the others at the end, so that no step is
padding in all of them, and every sequence has some.
"""

from collections.abc import Callable

import numpy as np

from lstm_lib.checks.check import Hints
from lstm_lib.checks.exercises.attention.observe import STAND_INS, OfRows
from lstm_lib.checks.observe.function import Function
from lstm_lib.checks.observe.stand_ins import Case

# batch, source steps, units; the last two of one size.
SIZES = ((2, 5, 3), (3, 4, 2), (4, 6, 5), (3, 5, 3), (3, 5, 3))
AXES = {
    "h_t": "batch units",
    "encoder_h": "batch source_steps units",
    "scores": "batch source_steps",
    "weights": "batch source_steps",
    "x_t": "batch features",
}
FEATURES, ATTENDED = 2, 4
FAR = 800.0  # exp of it is infinite

Cases = Callable[[np.random.Generator], list[Case]]


def asked(rng: np.random.Generator) -> list[Case]:
    """Draw a decoder's hidden states and those of an encoder."""
    return [
        {
            "h_t": rng.uniform(-1.5, 1.5, (batch, units)),
            "encoder_h": rng.uniform(-1.5, 1.5, (batch, steps, units)),
        }
        for batch, steps, units in SIZES
    ]


def scored(rng: np.random.Generator) -> list[Case]:
    """Draw scores and masks.

    In the last case but one, all scores of one row are far above the other rows'; in the last one,
    those of one row's padding are far above its others.
    """
    cases = [
        {"scores": rng.normal(0, 1.5, (batch, steps)), "mask": _mask(rng, batch, steps)}
        for batch, steps, _ in SIZES
    ]
    # Single precision holds these numbers exactly.
    cases[-1]["scores"][0] = FAR + np.round(1024 * cases[-1]["scores"][0]) / 1024
    batch, steps, _ = SIZES[-1]
    last = {"scores": rng.normal(0, 1.5, (batch, steps)), "mask": _mask(rng, batch, steps)}
    last["scores"][0] += FAR * ~last["mask"][0]
    return [*cases, last]


def weighted(rng: np.random.Generator) -> list[Case]:
    """Draw attention weights, some of them 0, with an encoder's hidden states."""
    cases = []
    for batch, steps, units in SIZES:
        mask = _mask(rng, batch, steps)
        encoder_h = rng.uniform(-1.5, 1.5, (batch, steps, units))
        cases.append({"weights": _shares(rng, mask), "encoder_h": encoder_h})
    return cases


def blamed(rng: np.random.Generator) -> list[Case]:
    """Draw attention weights and what comes back to them."""
    cases = []
    for batch, steps, _ in SIZES:
        weights = _shares(rng, _mask(rng, batch, steps))
        cases.append({"d_weights": rng.normal(0, 1, (batch, steps)), "weights": weights})
    return cases


def steps(rng: np.random.Generator) -> list[Case]:
    """Draw what one step of a decoder takes."""
    cases = []
    for batch, source_steps, units in SIZES:
        cases.append(
            {
                "x_t": rng.normal(0, 0.8, (batch, FEATURES)),
                "h_prev": rng.uniform(-0.9, 0.9, (batch, units)),
                "c_prev": rng.normal(0, 1.2, (batch, units)),
                "W": rng.normal(0, 0.7, (FEATURES, 4 * units)),
                "U": rng.normal(0, 0.7, (units, 4 * units)),
                "b": rng.normal(0, 0.5, 4 * units),
                "encoder_h": rng.uniform(-1.5, 1.5, (batch, source_steps, units)),
                "mask": _mask(rng, batch, source_steps),
                "W_attended": rng.normal(0, 0.6, (2 * units, ATTENDED)),
            }
        )
    return cases


def _mask(rng: np.random.Generator, batch: int, steps: int) -> np.ndarray:
    """Draw a mask with one or two padded steps in each row, at the end or at the front."""
    padded = rng.integers(1, 3, size=(batch, 1))
    at_end = np.arange(steps) < steps - padded
    at_front = np.arange(steps) >= padded
    return np.where(np.arange(batch)[:, np.newaxis] % 2 == 0, at_end, at_front)


def _shares(rng: np.random.Generator, mask: np.ndarray) -> np.ndarray:
    """Draw numbers that add up to 1 in each row, 0 where masked."""
    drawn = np.where(mask, rng.uniform(0.2, 1, mask.shape), 0)
    return drawn / drawn.sum(axis=1, keepdims=True)


def _function(name: str, takes: str, returns: str, cases: Cases, hints: Hints) -> Function:
    """Declare a function that calls no other one of the notebook."""
    return OfRows(name, takes=takes, returns=returns, cases=cases, axes=AXES, hints=hints)


DOT_SCORES = _function(
    "dot_scores",
    "h_t, encoder_h",
    "scores",
    asked,
    (
        "How many numbers has the score of one hidden state of the encoder? And how many scores "
        "has one sequence?",
        "A dot product multiplies entry by entry and adds up. Over which axis do you add?",
        "Give h_t an axis of length 1 where encoder_h has its steps, multiply, and add over the "
        "units. Or let a matrix product do both.",
    ),
)

ATTENTION_WEIGHTS = _function(
    "attention_weights",
    "scores, mask",
    "weights",
    scored,
    (
        "Which numbers have to add up to 1: those of one sequence, or those of one step?",
        "What must a score be, so that its exponential is exactly 0? And what does exp do with "
        "800?",
        "Put minus infinity where the mask is False, take the largest score that is left in each "
        "row off its row, take exp, and divide each row by its sum.",
    ),
)

CONTEXT = _function(
    "context",
    "weights, encoder_h",
    "context",
    weighted,
    (
        "Which shape has the context: does it still have steps?",
        "Each hidden state of the encoder is multiplied by one number. What has then to be done "
        "with the products?",
        "Give the weights a last axis of length 1, multiply, and add over the steps. Nothing is "
        "divided: the weights add up to 1.",
    ),
)

SCORES_GRADIENT = _function(
    "scores_gradient",
    "d_weights, weights",
    "d_scores",
    blamed,
    (
        "One score changes every weight of its row: its own goes up, and the others?",
        "Take off each gradient the mean of its row, by weight. What is the mean by weight of the "
        "numbers 3 and 5, with the weights 0.75 and 0.25?",
        "Add up weights times d_weights in each row. Take that sum off d_weights, and multiply "
        "what is left by the weights.",
    ),
)

DECODER_STEP = OfRows(
    "decoder_step",
    takes="x_t, h_prev, c_prev, W, U, b, encoder_h, mask, W_attended",
    returns="h_t, c_t, weights, attended",
    cases=steps,
    axes=AXES,
    stand_ins=STAND_INS,
    own_too=True,
    hints=(
        "In which order do things happen? Which state asks: the one before the step, or the one "
        "after it?",
        "W_attended has 2·units rows. Which two arrays stand side by side in front of it, and "
        "which of the two comes first?",
        "lstm_step gives the new states. The new hidden state asks the encoder's; scores, weights "
        "and context follow, in this order. Put context and h_t side by side, multiply by "
        "W_attended, and squash with tanh.",
    ),
)

CHECKS = (DOT_SCORES, ATTENTION_WEIGHTS, CONTEXT, SCORES_GRADIENT, DECODER_STEP)
