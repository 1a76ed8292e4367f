"""The exercise `dropout`: its functions, the cases they are called on, and the hints.

Nothing is drawn by the learner: draws and masks come with the case, so that every right answer
gives the same numbers. Sizes all differ, so that a wrong axis cannot pass. Only the last two cases
have one size, with as many sequences as units: what is kept from one call to the next shows there,
and a transpose that does harm only where both are equal.
"""

from collections.abc import Callable

import numpy as np

from lstm_lib.checks.check import Hints
from lstm_lib.checks.exercises.dropout.observe import STAND_INS
from lstm_lib.checks.observe.function import Function
from lstm_lib.checks.observe.stand_ins import Case

AXES = {
    "draws": "rows columns",
    "inputs": "batch steps features",
    "mask": "batch features",
    "x_t": "batch features",
    "h_prev": "batch units",
    "h_t": "batch units",
    "masks": "times batch units",
    "V": "units outputs",
    "U": "units 4·units",
}
# batch, steps, features, units; the last two of one size.
SIZES = ((2, 5, 3, 4), (3, 4, 2, 5), (4, 2, 5, 3), (3, 6, 4, 3), (3, 6, 4, 3))
TIMES, OUTPUTS = (5, 7, 6, 4, 4), (3, 4, 2, 5, 5)

Cases = Callable[[np.random.Generator], list[Case]]


def drawn(rng: np.random.Generator) -> list[Case]:
    """Draw numbers between 0 and 1 and rates, none of them close to each other."""
    rates = rng.uniform((0.15, 0.6, 0.3, 0.7, 0.25), (0.3, 0.7, 0.45, 0.85, 0.4))
    cases = []
    for rate, shape in zip(rates, ((3, 5), (4, 3), (2, 6), (4, 5), (4, 5)), strict=True):
        below, above = rng.uniform(0, rate - 0.01, shape), rng.uniform(rate + 0.01, 1, shape)
        cases.append({"draws": np.where(_dropped(rng, rate, shape), below, above), "rate": rate})
    return [{**case, "rate": float(case["rate"])} for case in cases]


def sequences(rng: np.random.Generator) -> list[Case]:
    """Draw sequences and a mask for each of them."""
    return [
        {
            "inputs": rng.normal(0, 1, (batch, steps, features)),
            "mask": _mask(rng, (batch, features)),
        }
        for batch, steps, features, _ in SIZES
    ]


def steps(rng: np.random.Generator) -> list[Case]:
    """Draw what one step takes, with two masks."""
    cases = []
    for batch, _, features, units in SIZES:
        states = {
            "x_t": rng.normal(0, 0.9, (batch, features)),
            "h_prev": rng.uniform(-0.9, 0.9, (batch, units)),
            "c_prev": rng.normal(0, 1.2, (batch, units)),
        }
        cases.append({**states, **_weights(rng, batch, features, units)})
    return cases


def runs(rng: np.random.Generator) -> list[Case]:
    """Draw sequences, weights and masks; training and use take turns."""
    cases = []
    for number, (batch, n_steps, features, units) in enumerate(SIZES):
        inputs = rng.normal(0, 0.9, (batch, n_steps, features))
        weights = _weights(rng, batch, features, units)
        cases.append({"inputs": inputs, **weights, "training": number % 2 == 0})
    return cases


def asked(rng: np.random.Generator) -> list[Case]:
    """Draw last hidden states, masks for each time that they are asked, and a dense layer."""
    cases = []
    for (batch, _, _, units), times, outputs in zip(SIZES, TIMES, OUTPUTS, strict=True):
        cases.append(
            {
                "h_t": rng.uniform(-0.9, 0.9, (batch, units)),
                "masks": _mask(rng, (times, batch, units)),
                "V": rng.normal(0, 1.2, (units, outputs)),
                "a": rng.normal(0, 0.5, outputs),
            }
        )
    return cases


def _weights(rng: np.random.Generator, batch: int, features: int, units: int) -> Case:
    """Draw the weights of an LSTM and its two masks."""
    return {
        "W": rng.normal(0, 0.7, (features, 4 * units)),
        "U": rng.normal(0, 0.7, (units, 4 * units)),
        "b": rng.normal(0, 0.5, 4 * units),
        "input_mask": _mask(rng, (batch, features)),
        "recurrent_mask": _mask(rng, (batch, units)),
    }


def _mask(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Draw an inverted mask."""
    rate = rng.uniform(0.3, 0.6)
    return np.where(_dropped(rng, rate, shape), 0, 1 / (1 - rate))


def _dropped(rng: np.random.Generator, rate: float, shape: tuple[int, ...]) -> np.ndarray:
    """Draw what is dropped: in each row some, not all, and in no two neighboring rows the same."""
    rows = int(np.prod(shape[:-1]))
    dropped = rng.random((rows, shape[-1])) < rate
    first = rng.integers(shape[-1])
    for n, row in enumerate(dropped):
        here = (first + n) % shape[-1]
        row[here], row[here - 1] = True, False
    return dropped.reshape(shape)


def _function(name: str, takes: str, returns: str, cases: Cases, hints: Hints) -> Function:
    """Declare a function that calls no other one of the notebook."""
    return Function(name, takes=takes, returns=returns, cases=cases, axes=AXES, hints=hints)


INVERTED_MASK = _function(
    "inverted_mask",
    "draws, rate",
    "mask",
    drawn,
    (
        "How large is the share of draws that lie below 0.3? And below the rate?",
        "Only a share of 1 − rate is kept. By what must each kept value be multiplied, so that the "
        "mean stays as it was?",
        "Compare the draws with the rate: 0 where they are below it, 1 elsewhere. Divide all of it "
        "by 1 − rate.",
    ),
)

DROP_ALONG = _function(
    "drop_along",
    "inputs, mask",
    "dropped",
    sequences,
    (
        "The mask has no axis for the steps. What does this say about the steps?",
        "Which axis of length 1 does the mask need, so that NumPy repeats it along the steps?",
        "Give the mask an axis of length 1 in the middle, so that it is (batch, 1, features), and "
        "multiply.",
    ),
)

MASKED_STEP = _function(
    "masked_step",
    "x_t, h_prev, c_prev, W, U, b, input_mask, recurrent_mask",
    "h_t, c_t",
    steps,
    (
        "Three arrays go into a step: the input and two states. Which of them does a mask touch?",
        "The cell state is what the cell remembers over many steps. What would become of it, if a "
        "part of it were set to zero at each step?",
        "Call lstm_step with the input times its mask and the previous hidden state times its "
        "mask, and with the previous cell state as it came.",
    ),
)

RUN_MASKED = Function(
    "run_masked",
    takes="inputs, W, U, b, input_mask, recurrent_mask, training",
    returns="h_t",
    cases=runs,
    axes=AXES,
    stand_ins=STAND_INS,
    own_too=True,
    hints=(
        "What is different in use? The masks are scaled already: is anything left to do?",
        "The same two masks serve every step. Which states does the first step begin with, and "
        "which hidden state is asked for in the end?",
        "If training is False, put masks of ones in place of both. Begin with zeros of shape "
        "(batch, units), call masked_step for one step after the other, and return the last "
        "hidden state.",
    ),
)

ASK_OFTEN = _function(
    "ask_often",
    "h_t, masks, V, a",
    "mean, deviation",
    asked,
    (
        "How many answers are there to each input, and along which axis do they lie?",
        "Each answer takes its own mask, the dense layer and softmax. Which axis do the shares of "
        "one answer add up to 1 along? And what is averaged: scores, or shares?",
        "Multiply h_t by the masks, which gives (times, batch, units); multiply by V, add a, take "
        "softmax over the last axis. Then mean and std, both over the first axis.",
    ),
)

CHECKS = (INVERTED_MASK, DROP_ALONG, MASKED_STEP, RUN_MASKED, ASK_OFTEN)
