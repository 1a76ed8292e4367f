"""The exercise `lstm_through_time`: its functions, the cases they are called on, and the hints.

Sizes all differ, so that a wrong axis cannot pass; weights are small and sequences short, so that
rounding cannot fail a right answer. Only the last two cases of each check have one size, with as
many sequences as units: what is kept from one call to the next, or told by a size, shows there.
"""

import numpy as np

from lstm_lib.cell import lstm_step
from lstm_lib.checks.exercises.lstm_through_time.observe import recorded_run
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.observe.errors import raised
from lstm_lib.checks.observe.function import Function
from lstm_lib.checks.observe.stand_ins import Case, recorded

AXES = {"inputs": "batch steps features", "W": "features 4·units", "h": "batch steps units"}
FAR = 40.0  # a cell state that clipping would change
CHANGED_FROM = 3  # the twin's inputs differ from this step on


def _sequences(rng: np.random.Generator, batch: int, steps: int, features: int, units: int) -> Case:
    """Draw a batch of sequences, both states before the first step, and the weights of a layer."""
    return {
        "inputs": rng.normal(0, 0.8, (batch, steps, features)),
        # The states are far from zero and from each other.
        "h_0": rng.uniform(-0.9, 0.9, (batch, units)),
        "c_0": rng.normal(0, 1.2, (batch, units)),
        "W": rng.normal(0, 0.6, (features, 4 * units)),
        "U": rng.normal(0, 0.6, (units, 4 * units)),
        "b": rng.normal(0, 0.5, 4 * units),
    }


def sequences(rng: np.random.Generator) -> list[Case]:
    """Draw batches of sequences; the fourth is the first, with other inputs from one step on."""
    cases = [_sequences(rng, *sizes) for sizes in ((2, 5, 3, 4), (3, 4, 1, 2), (1, 6, 2, 3))]
    inputs = cases[0]["inputs"].copy()
    inputs[:, CHANGED_FROM:] = rng.normal(0, 0.8, inputs[:, CHANGED_FROM:].shape)
    twins = [_sequences(rng, 3, 4, 2, 3) for _ in range(2)]
    twins[-1]["c_0"][0, 0] = FAR
    return [*cases, {**cases[0], "inputs": inputs}, *twins]


def padded(rng: np.random.Generator) -> list[Case]:
    """Draw hidden states of padded sequences, and how many steps of each are real: all differ.

    No sequence fills all the steps: a step too late is then a wrong number and not an error.
    None has a single step: its last step would then be the first step of all.
    """
    return [
        {
            "h": rng.uniform(-0.9, 0.9, (batch, steps, units)),
            "lengths": 2 + rng.permutation(steps - 2)[:batch],
        }
        for batch, steps, units in ((3, 7, 4), (4, 6, 2), (2, 5, 3), (3, 6, 3), (3, 6, 3))
    ]


def long_sequences(rng: np.random.Generator) -> list[Case]:
    """Draw sequences to read in chunks: with a remainder, without one, and in a single chunk."""
    return [
        {**_sequences(rng, *sizes), "chunk": chunk}
        for *sizes, chunk in (
            *((2, 7, 1, 4, 3), (3, 8, 2, 5, 4), (1, 5, 2, 3, 9)),
            *[(3, 6, 2, 3, 4)] * 2,
        )
    ]


def products(rng: np.random.Generator) -> list[Case]:
    """Draw sequences and input weights."""
    return [
        {
            "inputs": rng.normal(0, 0.8, (batch, steps, features)),
            "W": rng.normal(0, 0.7, (features, 4 * units)),
        }
        for batch, steps, features, units in (
            *((2, 5, 3, 4), (4, 3, 1, 2), (1, 6, 2, 3)),
            *[(3, 4, 3, 3)] * 2,
        )
    ]


RUN_LSTM = Function(
    "run_lstm",
    takes="inputs, h_0, c_0, W, U, b",
    returns="h, c",
    cases=sequences,
    axes=AXES,
    stand_ins={"lstm_step": recorded(lstm_step, "x_t, h_prev, c_prev, W, U, b")},
    own_too=True,
    hints=(
        "One call of `lstm_step` makes one step. What does the next call need that the last one "
        "returned? And what does the very first call need?",
        "Keep two things while you loop: the states as they are now, which the next step reads, "
        "and a list of all states so far. Along which axis do the steps lie in the result?",
        "Begin with the initial states. For each step take its column of the inputs, make the "
        "step, put both new states on their lists, and go on with these states. At the end stack "
        "each list so that the steps become the second axis.",
    ),
)


class InChunks(Function):
    """A run in chunks: one that makes no chunk of a short sequence shows on the others why."""

    def stopped(
        self, seen: Observation, number: int, case: Case, error: BaseException
    ) -> Observation | None:
        """Say in ``facts["stopped"]`` what was raised on a sequence shorter than a chunk."""
        last = raised(self.name, error, number, self.told(case))
        if case["chunk"] <= case["inputs"].shape[1] or not isinstance(error, ValueError):
            return last
        seen.facts["stopped"] = last.facts
        return None


LAST_HIDDEN = Function(
    "last_hidden",
    takes="h, lengths",
    returns="last",
    cases=padded,
    axes=AXES,
    hints=(
        "Take a sequence of 3 real steps. Steps are counted from 0: what number does the last "
        "real one?",
        "Each sequence of the batch needs a step of its own. What does `h[0, 2]` give, and which "
        "pairs of numbers do you need for all sequences?",
        "Pair each sequence's own number, 0, 1, 2 and so on, with the number of its last real "
        "step, one less than its length. Look up one state for each pair: a loop over the batch "
        "is fine, and two lists of numbers as the index do it at once.",
    ),
)

RUN_IN_CHUNKS = InChunks(
    "run_in_chunks",
    takes="inputs, chunk, h_0, c_0, W, U, b",
    returns="h, c",
    cases=long_sequences,
    axes=AXES,
    stand_ins={"run_lstm": recorded_run},
    hints=(
        "With 7 steps and chunks of 3: at which steps does each chunk begin? How long is the last "
        "one?",
        "What must the second chunk know of the first, so that it cannot tell that the sequence "
        "was cut? There are two arrays, both at the same step of the first chunk's result.",
        "Go through the steps at which the chunks begin: 0, chunk, 2 · chunk and so on. Run each "
        "chunk from the states that the one before ended with: its last hidden state and its last "
        "cell state. Join the results along the steps.",
    ),
)

INPUT_PRODUCTS = Function(
    "input_products",
    takes="inputs, W",
    returns="product",
    cases=products,
    axes=AXES,
    hints=(
        "At one step, x_t is multiplied by W. Does this product need a state?",
        "`inputs` has three axes and W has two. Which axis of `inputs` has to meet the rows of W?",
        "The features come last in `inputs`, and they are the rows of W. A matrix product works "
        "on the last axis of what stands on its left, however many axes come before.",
    ),
)

CHECKS = (RUN_LSTM, LAST_HIDDEN, RUN_IN_CHUNKS, INPUT_PRODUCTS)
