"""The exercise `bidirectional`: its functions, the cases they are called on, and the hints.

Sizes all differ, so that a wrong axis cannot pass; only the last two cases of each check have one
size, with as many sequences as units, so that what is kept from call to call shows there.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.bidirectional.models import FIRST, LATER, STEPS, made
from lstm_lib.checks.exercises.bidirectional.observe import BothBuilder
from lstm_lib.checks.observe.function import Function
from lstm_lib.checks.observe.stand_ins import Case

AXES = {"inputs": "batch steps features"}


def padded(rng: np.random.Generator) -> list[Case]:
    """Draw padded sequences, and how many steps of each are real.

    The padding is not zero, so that a padding that was moved shows. Only in the last case does a
    sequence fill all the steps, and one have a single step.
    """
    cases = [
        {
            "inputs": rng.normal(0, 0.8, (batch, steps, features)),
            "lengths": 2 + rng.permutation(steps - 2)[:batch],
        }
        for batch, steps, features in ((3, 7, 4), (4, 6, 2), (2, 5, 3), (3, 6, 3), (3, 6, 3))
    ]
    cases[-1]["lengths"][:2] = cases[-1]["inputs"].shape[1], 1
    return cases


def both_runs(rng: np.random.Generator) -> list[Case]:
    """Draw sequences without padding, and the weights of two LSTMs."""
    cases = []
    for batch, steps, features, units in (
        *((2, 5, 3, 4), (3, 4, 1, 2), (1, 6, 2, 3)),
        *[(3, 4, 2, 3)] * 2,
    ):
        inputs = rng.normal(0, 0.8, (batch, steps, features))
        weights = [
            rng.normal(0, 0.6, shape)
            for _ in range(2)
            for shape in ((features, 4 * units), (units, 4 * units), (4 * units,))
        ]
        names = ("W_forward", "U_forward", "b_forward", "W_backward", "U_backward", "b_backward")
        cases.append({"inputs": inputs, **dict(zip(names, weights, strict=True))})
    return cases


def layer_sizes(rng: np.random.Generator) -> list[Case]:
    """Draw `units` and `features` of layers whose parameters are counted, all different."""
    drawn = [int(n) for n in rng.permutation(np.arange(2, 80))[:8]]
    return [{"units": drawn[k], "features": drawn[k + 1]} for k in (0, 2, 4, 6)]


def models_and_windows(rng: np.random.Generator) -> list[Case]:
    """Draw a window for each model; all features count, in each by other weights."""
    cases = []
    for kinds in (FIRST, LATER):
        for kind in [kinds[k] for k in rng.permutation(len(kinds))]:
            steps = STEPS[kind] if kind in STEPS else rng.integers(5, 8)
            features = rng.integers(2, 4)
            # All of one sign, so that a change of all features alike does not cancel out.
            weights = rng.uniform(0.4, 1.2, (features, 1)) * rng.choice([-1, 1])
            window = rng.normal(0, 0.8, (1, steps, features))
            cases.append({"kind": kind, "weights": weights, "window": window})
    return cases


def network_sizes(rng: np.random.Generator) -> list[Case]:
    """Draw two sets of sizes of a network, all six numbers different.

    The number of steps is odd: what two runs hand on without `return_sequences` is even, and so is
    not mistaken for it.
    """
    steps = [int(n) for n in rng.permutation([3, 5, 7, 9])[:2]]
    others = [int(n) for n in rng.permutation([n for n in range(2, 9) if n not in steps])]
    return [
        {"steps": n, "features": features, "units": units, "probes": int(rng.integers(2**32))}
        for n, features, units in zip(steps, others[:2], others[2:4], strict=True)
    ]


REVERSE = Function(
    "reverse_within_lengths",
    takes="inputs, lengths",
    returns="sequences",
    cases=padded,
    axes=AXES,
    hints=(
        "Take one sequence of 3 real steps among 5. Write down which step stands where when it is "
        "turned around, and where the padding stands.",
        "Each sequence has a length of its own. What does `inputs[n, :length][::-1]` give, and "
        "where in the result does it belong?",
        "Begin with a copy of the inputs, so that the padding is in its place. For each sequence, "
        "put its real steps there in reverse order.",
    ),
)

RUN_BOTH = Function(
    "run_both",
    takes="inputs, W_forward, U_forward, b_forward, W_backward, U_backward, b_backward",
    returns="outputs",
    cases=both_runs,
    axes={**AXES, "U_forward": "units 4·units"},
    hints=(
        "`run_lstm` reads from the first step to the last. How do you make it read from the last "
        "to the first, without changing it?",
        "The second run returns its states in the order in which it read. Which step of the inputs "
        "is its first entry about?",
        "Run the inputs with the first weights; run the inputs with their steps turned around with "
        "the second weights; turn the steps of that result around again; put the two side by side "
        "along the last axis.",
    ),
)

COUNT = Function(
    "count_bidirectional",
    takes="units, features",
    returns="count",
    cases=layer_sizes,
    hints=(
        "How many LSTMs are in it, and what does each of them read?",
        "Neither run reads a state of the other. How many weights has an LSTM of `units` units "
        "that reads `features` features?",
        "An LSTM has four blocks; each number of a block has a weight for every feature, one for "
        "every unit and a bias. There are two such LSTMs, and joining them takes no weights.",
    ),
)


@dataclass(frozen=True, eq=False)
class OfModel(Function):
    """A function of a model that answers every step, which is made for each case."""

    def handed(self, case: Case) -> dict[str, Any]:
        """Return the arguments, the model among them."""
        return super().handed({**case, "model": made(case["kind"], case["weights"])})


LOOKS_AHEAD = OfModel(
    "looks_ahead",
    takes="model, window",
    returns="looks_ahead",
    cases=models_and_windows,
    axes={"window": "batch steps features"},
    hints=(
        "If the inputs change from step 3 on, which answers may change, and which may not?",
        "Make a copy of the window and change it from some step on. Which part of the two rows of "
        "answers do you compare? And why is one such step not enough?",
        "For each step from the second on: copy the window, replace all inputs from there on, ask "
        "the model about both, and compare the answers before that step. If any differs, the model "
        "looks ahead.",
    ),
)

BUILD_BOTH = BothBuilder(
    "build_both",
    takes="steps, features, units",
    cases=network_sizes,
    hints=(
        "Draw the network for three steps: which two states stand at each step, and what makes one "
        "number of them?",
        "`Bidirectional` takes a layer that reads forward and makes a second one that reads "
        "backward. What does an LSTM hand on, unless it is told to hand on more?",
        "Input of steps and features, then Bidirectional around an LSTM of `units` units that "
        "returns its whole sequence, then a dense layer with one output and no activation: Keras "
        "applies it at every step by itself. Return the model.",
    ),
)

CHECKS = (REVERSE, RUN_BOTH, COUNT, LOOKS_AHEAD, BUILD_BOTH)
