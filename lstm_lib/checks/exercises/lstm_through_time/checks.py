"""The exercise `lstm_through_time`: what is observed, and its hints."""

from lstm_lib.checks.check import Check
from lstm_lib.checks.exercises.lstm_through_time.cases import (
    long_sequences,
    padded,
    products,
    sequences,
)
from lstm_lib.checks.exercises.lstm_through_time.observe import recorded_run, recorded_step
from lstm_lib.checks.observe.functions import call_on_cases
from lstm_lib.checks.observe.stand_ins import call_with_stand_ins

RUN_ARGUMENTS = ("inputs", "h_0", "c_0", "W", "U", "b")
CHUNK_ARGUMENTS = ("inputs", "chunk", "h_0", "c_0", "W", "U", "b")

CHECKS = (
    Check(
        "run_lstm",
        call_with_stand_ins("run_lstm", sequences, RUN_ARGUMENTS, 2, recorded_step),
        (
            "One call of `lstm_step` makes one step. What does the next call need that the last "
            "one returned? And what does the very first call need?",
            "Keep two things while you loop: the states as they are now, which the next step "
            "reads, and a list of all states so far. Along which axis do the steps lie in the "
            "result?",
            "Begin with the initial states. For each step take its column of the inputs, make the "
            "step, put both new states on their lists, and go on with these states. At the end "
            "stack each list so that the steps become the second axis.",
        ),
    ),
    Check(
        "last_hidden",
        call_on_cases("last_hidden", padded, ("h", "lengths"), 1),
        (
            "Take a sequence of 3 real steps. Steps are counted from 0: which number has the "
            "last real one?",
            "Each sequence of the batch needs a step of its own. What does `h[0, 2]` give, and "
            "which pairs of numbers do you need for all sequences?",
            "Pair each sequence's own number, 0, 1, 2 and so on, with the number of its last real "
            "step, one less than its length. Look up one state for each pair: a loop over the "
            "batch is fine, and two lists of numbers as the index do it at once.",
        ),
    ),
    Check(
        "run_in_chunks",
        call_with_stand_ins("run_in_chunks", long_sequences, CHUNK_ARGUMENTS, 2, recorded_run),
        (
            "With 7 steps and chunks of 3: at which steps does each chunk begin? How long is the "
            "last one?",
            "What must the second chunk know of the first, so that it cannot tell that the "
            "sequence was cut? There are two arrays, and they stand at one place of the first "
            "chunk's result.",
            "Go through the first steps of the chunks: 0, chunk, 2 · chunk and so on. Run each "
            "chunk from the states with which the one before ended, its last hidden state and its "
            "last cell state. Join the results along the steps.",
        ),
    ),
    Check(
        "input_products",
        call_on_cases("input_products", products, ("inputs", "W"), 1),
        (
            "At one step, x_t is multiplied by W. Does this product need a state?",
            "`inputs` has three axes and W has two. Which axis of `inputs` has to meet the rows "
            "of W?",
            "The features come last in `inputs`, and they are the rows of W. A matrix product "
            "works on the last axis of what stands on its left, however many axes come before.",
        ),
    ),
)
