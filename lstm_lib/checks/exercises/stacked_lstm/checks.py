"""The exercise `stacked_lstm`: its functions, the cases they are called on, and the hints."""

import numpy as np

from lstm_lib.checks.observe import sine_task
from lstm_lib.checks.observe.function import Function
from lstm_lib.checks.observe.models import Builder, Trained
from lstm_lib.checks.observe.stand_ins import Case, as_it_is
from lstm_lib.checks.observe.supplied_model import FunctionOfModel, draw_weights

DROPOUTS = (0.1, 0.15, 0.25, 0.3, 0.35, 0.4)  # neither the usual 0.2 nor one half


def sizes(rng: np.random.Generator) -> list[Case]:
    """Draw two sets of sizes of a network, all six numbers different, and two dropout rates."""
    rates = rng.choice(DROPOUTS, 2, replace=False)
    drawn = sine_task.sizes(rng)
    return [{**case, "dropout": float(r)} for case, r in zip(drawn, rates, strict=True)]


def layer_sizes(rng: np.random.Generator) -> list[Case]:
    """Draw `units` and `features` of layers whose parameters are counted, all different."""
    drawn = [int(n) for n in rng.permutation(np.arange(2, 80))[:6]]
    return [{"units": drawn[k], "features": drawn[k + 1]} for k in (0, 2, 4)]


def network_sizes(rng: np.random.Generator) -> list[Case]:
    """Draw `units` and `features` of networks whose parameters are counted, all different."""
    drawn = [int(n) for n in rng.permutation(np.arange(2, 80))[:8]]
    return [{"units": drawn[k], "features": drawn[k + 1]} for k in (0, 2, 4, 6)]


def made_up_count(units: int, features: int) -> int:
    """Stand in for the learner's count of a layer: no layer has as many parameters."""
    return 100_000 * units + 1_000 * features


def windows_to_compare(rng: np.random.Generator) -> list[Case]:
    """Draw made-up windows, each with a target."""
    return [
        # inputs (windows, steps, 1), targets (windows,)
        {"inputs": rng.random((windows, steps, 1)), "targets": rng.random(windows)}
        for windows, steps in ((7, 4), (5, 3), (7, 4), (4, 4))
    ]


def windows_to_continue(rng: np.random.Generator) -> list[Case]:
    """Draw a window, the weights of a network that reads it, and how far to go.

    One horizon is shorter than the window, one is longer.
    """
    return [
        {
            "weights": draw_weights(rng),
            "window": rng.random((steps, 1)),
            "steps": steps,
            "horizon": horizon,
        }
        for steps, horizon in ((5, 3), (4, 6), (5, 3))
    ]


BUILD_STACKED = Builder(
    "build_stacked",
    takes="steps, features, units, dropout",
    cases=sizes,
    hints=(
        "The second LSTM reads a sequence, like the first. What does the first hand on?",
        "An LSTM hands on its last hidden state, unless it is told to hand on all of them. "
        "Which of the two LSTMs has to be told? Where does the dropout stand?",
        "Input, then an LSTM with `return_sequences=True`, a Dropout layer with the given rate, "
        "an LSTM as in the exercise before, and a dense layer with one output. "
        "Return the model.",
    ),
)

COUNT_PARAMETERS = Function(
    "count_parameters",
    takes="units, features",
    returns="count",
    cases=layer_sizes,
    hints=(
        "How many blocks of weights does an LSTM layer have, and what does each of them read?",
        "Each of four blocks turns the input, the hidden state before, and a constant 1 into "
        "`units` numbers. How many weights is that for one number?",
        "One number of one block needs a weight for every feature, one for every unit of the "
        "hidden state, and a bias. There are `units` numbers in a block, and four blocks.",
    ),
)

COUNT_STACKED = Function(
    "count_stacked",
    takes="units, features",
    returns="count",
    cases=network_sizes,
    stand_ins={"count_parameters": as_it_is(made_up_count)},
    hints=(
        "Two LSTM layers and a dense layer. Which of them has no count yet?",
        "How many features does the second LSTM read at each step?",
        "What the first LSTM hands on has `units` features. The dense layer has a weight for "
        "each of the `units` numbers that it reads, and a bias. Dropout learns nothing.",
    ),
)

TRAINED_STACKED = Trained(
    "trained_stacked",
    builder="build_stacked",
    sizes=(sine_task.STEPS, sine_task.FEATURES, sine_task.UNITS, 0.2),
    hints=(
        "The same three calls as for the single LSTM: build, compile, fit.",
        "Look at the training loss of the last epochs. Is it still falling? With dropout it is "
        "the loss of a network with gaps: the validation loss is that of the whole network.",
        "Compile with Adam and mean squared error, fit on `data.inputs_train` and "
        "`data.targets_train` with a batch size of 32, for 10 epochs, with a learning rate "
        "that falls from 0.01 (`keras.optimizers.schedules.CosineDecay`) or stays at 0.01.",
    ),
)

PERSISTENCE_MSE = Function(
    "persistence_mse",
    takes="inputs, targets",
    returns="error",
    cases=windows_to_compare,
    hints=(
        "What does persistence predict as the next value? Where in a window is it?",
        "`inputs` has three axes. Which index takes the last step of every window, and leaves "
        "an array of shape (windows,)?",
        "Take the last step of the one feature of every window, subtract the targets, square, "
        "and take the mean.",
    ),
)

ROLL_OUT = FunctionOfModel(
    "roll_out",
    takes="model, window, horizon",
    returns="forecast",
    cases=windows_to_continue,
    dropout=True,
    hints=(
        "Two steps ahead, the network has to read a value that has not been measured. "
        "Where does that value come from?",
        "After each answer the window moves on by one. What leaves it, and at which end? "
        "What comes in, and at which end?",
        "Repeat `horizon` times: ask the network about the window as a batch of one, note the "
        "answer, drop the oldest value of the window and put the answer at its end. "
        "Return the notes as an array of shape (horizon,).",
    ),
)

CHECKS = (
    BUILD_STACKED,
    COUNT_PARAMETERS,
    COUNT_STACKED,
    TRAINED_STACKED,
    PERSISTENCE_MSE,
    ROLL_OUT,
)
