"""The exercise `lstm_backward`: its functions, and the hints."""

from lstm_lib.checks.exercises.lstm_backward.cases import nudged, sequences, states, sums
from lstm_lib.checks.exercises.lstm_backward.observe import STAND_INS
from lstm_lib.checks.observe.function import Function
from lstm_lib.checks.observe.stand_ins import Case

AXES = {"dh_t": "batch units", "x_t": "batch features", "h_prev": "batch units"}


class _Nudged(Function):
    """A function whose cases are arrays of any number of axes."""

    def said_sizes(self, case: Case) -> str:
        """Say the shape of the array."""
        return f"value of shape {case['value'].shape}"


NUMERICAL_GRADIENT = _Nudged(
    "numerical_gradient",
    takes="function, value, step",
    returns="gradient",
    cases=nudged,
    hints=(
        "How far apart are the two places where you ask for the function's value?",
        "The result has one slope for each entry of `value`. How many entries are nudged "
        "while one slope is measured? What happens to the others?",
        "For each entry take two fresh copies of `value`. In one this entry is larger by the "
        "step, in the other smaller. Divide the difference of the two results by the "
        "distance between the two places. `np.ndindex` walks through all entries of any shape.",
    ),
)

CELL_STATE_GRADIENT = Function(
    "cell_state_gradient",
    takes="dh_t, dc_next, c_t, o",
    returns="dc_t",
    cases=states,
    axes=AXES,
    hints=(
        "Two things are computed from c_t. Which ones? Where two paths meet, what is done with "
        "what comes back?",
        "One path needs no work: what comes back along it is given to you. The other leads "
        "through h_t = o · tanh(c_t). What does a small change of c_t do to h_t?",
        "Along the path through h_t, multiply what comes back to h_t by the output gate and by "
        "the slope of tanh, which is one minus the square of tanh. Add what comes back from "
        "the next step.",
    ),
)

GATE_GRADIENTS = Function(
    "gate_gradients",
    takes="dh_t, dc_t, c_prev, c_t, i, f, g, o",
    returns="dz_i, dz_f, dz_g, dz_o",
    cases=states,
    axes=AXES,
    hints=(
        "Which line of the step uses i? And f, g, o? What comes back to that line's result?",
        "In a product each factor gets what comes back, times the other factor. Which is the "
        "other factor of i, of f, of g, of o? Then one more thing lies between a gate and "
        "its z.",
        "Each of the four is a product of three: what comes back to the line's result, the "
        "other factor, and the slope of the activation. Of a sigmoid s the slope is s times "
        "1 − s; of tanh it is 1 minus the square of its result. Only one of the four involves "
        "dh_t.",
    ),
)

PARAMETER_GRADIENTS = Function(
    "parameter_gradients",
    takes="dz, x_t, h_prev",
    returns="dW, dU, db",
    cases=sums,
    axes=AXES,
    hints=(
        "Which shape must dW have? Write the shapes of x_t and dz beside it: which axis is gone?",
        "One weight is used by every sequence of the batch. Where paths meet, what is done "
        "with what comes back?",
        "Weight W[j, k] leads from feature j to column k. Multiply what came in by what comes "
        "back, and add over the batch: a matrix product does both, once the batch axes face "
        "each other. The bias multiplies nothing, so only the adding is left.",
    ),
)

INPUT_GRADIENTS = Function(
    "input_gradients",
    takes="dz, dc_t, f, W, U",
    returns="dx_t, dh_prev, dc_prev",
    cases=sums,
    axes={"dc_t": "batch units", "W": "features 4·units"},
    hints=(
        "x_t is used by all 4 · units columns of z. How many paths lead from one of its "
        "entries to z?",
        "Which shape must dx_t have? Write the shapes of dz and W beside it: which of the two "
        "has to be transposed? The highway needs no weights: what does c_prev meet "
        "on its way to c_t?",
        "For each entry of x_t, add over all columns: what comes back to the column, times "
        "the weight that led there. It is the same for h_prev with U. The old cell state is "
        "multiplied by the forget gate, and so is what comes back to it.",
    ),
)

BACKWARD_THROUGH_TIME = Function(
    "backward_through_time",
    takes="dh, inputs, h, c, h_0, c_0, W, U, b",
    returns="dW, dU, db, dh_0, dc_0",
    cases=sequences,
    axes={"inputs": "batch steps features", "h_0": "batch units"},
    stand_ins=STAND_INS,
    own_too=True,
    hints=(
        "For which step do you know what comes back from the future? In which order can the "
        "steps be done, then?",
        "h_t is used by the loss and by the next step. What is dh_t, then? And which states "
        "does step 0 read?",
        "Begin with zeros coming back, and go from the last step to the first. Each step gets "
        "the loss's gradient plus what came back, and the states before it. What it returns "
        "for h_prev and c_prev comes back to the step before it; what it returns for W, U and "
        "b is added up.",
    ),
)

CHECKS = (
    NUMERICAL_GRADIENT,
    CELL_STATE_GRADIENT,
    GATE_GRADIENTS,
    PARAMETER_GRADIENTS,
    INPUT_GRADIENTS,
    BACKWARD_THROUGH_TIME,
)
