"""The exercise `keras_parity`: its functions, and the hints."""

from lstm_lib.checks.exercises.keras_parity.cases import (
    SHAPE_ARGUMENTS,
    flags,
    gate_blocks,
    kept_shares,
    layer_sizes,
    sequences,
)
from lstm_lib.checks.exercises.keras_parity.observe import (
    BlocksOfLayer,
    RunOfLayer,
    Shapes,
    made_up_states,
    right_blocks,
)
from lstm_lib.checks.observe.function import Function

GATE_WEIGHTS = BlocksOfLayer(
    "gate_weights",
    takes="layer",
    returns="a dict",
    cases=gate_blocks,
    hints=(
        "What does `layer.get_weights()` return, and what is the shape of each array?",
        "The four blocks of columns are in the same order in all three arrays. "
        "Which? And how wide is a block?",
        "W and U are cut along their columns, the last axis; the bias has that axis alone. "
        "The number of units is the number of rows of U: take block 0 for i, 1 for f, 2 for "
        "g, 3 for o.",
    ),
)

PARAMETER_COUNT = Function(
    "parameter_count",
    takes="units, features, use_bias",
    returns="count",
    cases=layer_sizes,
    axes={"units": "", "features": "", "use_bias": ""},  # plain numbers have none
    hints=(
        "Write down the shapes of W, U and b. How many numbers are in each?",
        "How many blocks does each of the three have, and is the candidate one of them?",
        "Each of four blocks has features · units numbers in W, units · units in U and, if "
        "there is a bias, units in b. Add these, and multiply by four.",
    ),
)

RUN_IN_NUMPY = RunOfLayer(
    "run_in_numpy",
    takes="layer, inputs",
    returns="hidden states",
    cases=sequences,
    stand_ins={"gate_weights": right_blocks},
    own_too=True,
    hints=(
        "What does `lstm_step` take, and which three of its arguments does the layer hold?",
        "Which two states are there before the first step, and what are they? "
        "Which two does each step pass on?",
        "Begin both states with zeros, (batch, units). Call `lstm_step` once for every step, "
        "with what the sequences hold at that step and with the states of the step before. "
        "Keep each hidden state, and put them side by side along the second axis.",
    ),
)

OUTPUT_SHAPES = Shapes(
    "output_shapes",
    takes=", ".join(SHAPE_ARGUMENTS),
    returns="a list of shapes",
    cases=flags,
    hints=(
        "How many arrays come back with `return_state`, and how many without?",
        "Which of these arrays has a steps axis: the output, the last hidden state, the last "
        "cell state? Does `return_sequences` change all of them?",
        "The output is (batch, units), or (batch, steps, units) with `return_sequences`. "
        "With `return_state`, two more shapes follow it, of the last hidden state and the "
        "last cell state, and neither of them has a steps axis.",
    ),
)

FORGET_GATES = RunOfLayer(
    "forget_gates",
    takes="layer, inputs",
    returns="gates",
    cases=sequences,
    stand_ins={"gate_weights": right_blocks, "run_in_numpy": made_up_states},
    own_too=True,
    hints=(
        "What does a forget gate read? Which of it is there before you start, and which has "
        "to be computed first?",
        "At step t, which hidden state does the gate read? And at the first step, "
        "before which there is none?",
        "Compute the hidden states at all steps. Shift them one step later, with zeros in "
        "front. Then the gate is a sigmoid of what the inputs give through its block of W, "
        "what the shifted states give through its block of U, and its bias.",
    ),
)

LONGEST_KEPT = Function(
    "longest_kept",
    takes="f",
    returns="unit",
    cases=kept_shares,
    axes={"f": "batch steps units"},
    hints=(
        "How many numbers do you compare in the end: one for each what?",
        "Over which two axes is the mean taken?",
        "Take the mean over the batch and the steps, which leaves one number for each unit. "
        "Return the index of the largest.",
    ),
)

CHECKS = (GATE_WEIGHTS, PARAMETER_COUNT, RUN_IN_NUMPY, OUTPUT_SHAPES, FORGET_GATES, LONGEST_KEPT)
