"""The exercise `lstm_backward`: what is observed, and its hints."""

from lstm_lib.checks.check import Check
from lstm_lib.checks.exercises.lstm_backward.cases import nudged, sequences, states, sums
from lstm_lib.checks.exercises.lstm_backward.observe import PARTS, stand_ins_of_step
from lstm_lib.checks.observe.functions import call_on_cases
from lstm_lib.checks.observe.stand_ins import call_with_stand_ins

NUDGE_ARGUMENTS = ("function", "value", "step")
TIME_ARGUMENTS = ("dh", "inputs", "h", "c", "h_0", "c_0", "W", "U", "b")

CHECKS = (
    Check(
        "numerical_gradient",
        call_on_cases("numerical_gradient", nudged, NUDGE_ARGUMENTS, 1),
        (
            "How far apart are the two places where you ask for the function's value?",
            "The result has one slope for each entry of `value`. How many entries are nudged "
            "while one slope is measured? What are the others?",
            "For each entry take two fresh copies of `value`. In one this entry is larger by the "
            "step, in the other smaller. Divide the difference of the two results by the way "
            "between the two places. `np.ndindex` walks through all entries of any shape.",
        ),
    ),
    Check(
        "cell_state_gradient",
        call_on_cases("cell_state_gradient", states, PARTS["cell_state_gradient"][0], 1),
        (
            "Two things are made of c_t. Which ones? Where two ways meet, what is done with what "
            "comes back?",
            "One way needs no work: what comes back along it is handed to you. The other leads "
            "through h_t = o · tanh(c_t). What does a small change of c_t do to h_t?",
            "Along the way through h_t, multiply what comes back to h_t by the output gate and by "
            "the slope of tanh, which is one minus the square of tanh. Add what comes back from "
            "the next step.",
        ),
    ),
    Check(
        "gate_gradients",
        call_on_cases("gate_gradients", states, PARTS["gate_gradients"][0], 4),
        (
            "Which line of the step uses i? And f, g, o? What comes back to that line's result?",
            "In a product each factor gets what comes back, times the other factor. Which is the "
            "other factor of i, of f, of g, of o? Then one more thing lies between a gate and "
            "its z.",
            "Each of the four is a product of three: what comes back to the line's result, the "
            "other factor, and the slope of the activation. Of a sigmoid s the slope is s times "
            "1 − s; of tanh it is 1 minus the square of its result. Only one of the four hears of "
            "dh_t.",
        ),
    ),
    Check(
        "parameter_gradients",
        call_on_cases("parameter_gradients", sums, PARTS["parameter_gradients"][0], 3),
        (
            "Which shape must dW have? Write the shapes of x_t and dz beside it: which axis is "
            "gone?",
            "One weight is used by every sequence of the batch. Where ways meet, what is done "
            "with what comes back?",
            "Weight W[j, k] leads from feature j to column k. Multiply what came in by what comes "
            "back, and add over the batch: a matrix product does both, once the batch axes face "
            "each other. The bias multiplies nothing, so only the adding is left.",
        ),
    ),
    Check(
        "input_gradients",
        call_on_cases("input_gradients", sums, PARTS["input_gradients"][0], 3),
        (
            "x_t is used by all 4 · units columns of z. How many ways lead from one of its "
            "entries to z?",
            "Which shape must dx_t have? Write the shapes of dz and W beside it: which of the two "
            "has to be transposed? The highway needs no weights: what does c_prev meet "
            "on its way to c_t?",
            "For each entry of x_t, add over all columns: what comes back to the column, times "
            "the weight that led there. It is the same for h_prev with U. The old cell state is "
            "multiplied by the forget gate, and so is what comes back to it.",
        ),
    ),
    Check(
        "backward_through_time",
        call_with_stand_ins(
            "backward_through_time", sequences, TIME_ARGUMENTS, 5, stand_ins_of_step
        ),
        (
            "For which step do you know what comes back from the future? In which order can the "
            "steps be done, then?",
            "h_t is used by the loss and by the next step. What is dh_t, then? And which states "
            "does step 0 read?",
            "Begin with zeros coming back, and go from the last step to the first. Each step gets "
            "the loss's gradient plus what came back, and the states before it. What it returns "
            "for h_prev and c_prev comes back to the step before it; what it returns for W, U and "
            "b is added up.",
        ),
    ),
)
