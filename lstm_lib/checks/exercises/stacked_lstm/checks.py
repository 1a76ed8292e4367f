"""The exercise `stacked_lstm`: its cases, what is observed, and its hints."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from lstm_lib.checks.check import Check
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.observe import sine_task
from lstm_lib.checks.observe.functions import call_on_cases, stand_ins
from lstm_lib.checks.observe.models import in_plain_words, observe_builder, observe_trained
from lstm_lib.checks.observe.supplied_model import as_keras, draw_weights

Case = dict[str, Any]

BUILD_ARGUMENTS = ("steps", "features", "units", "dropout")
COUNT_ARGUMENTS = ("units", "features")
PERSISTENCE_ARGUMENTS = ("inputs", "targets")
ROLL_OUT_ARGUMENTS = ("model", "window", "horizon")
DROPOUTS = (0.1, 0.15, 0.25, 0.3, 0.35, 0.4)  # neither the usual 0.2 nor the half


def sizes(rng: np.random.Generator) -> list[Case]:
    """Draw two sets of sizes of a network, all six numbers different, and two dropout rates.

    Parameters
    ----------
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    list of dict
        Those of `lstm_lib.checks.observe.sine_task.sizes`, each with a `dropout`.

    Examples
    --------
    >>> sorted(sizes(np.random.default_rng(0))[0])
    ['dropout', 'features', 'probes', 'steps', 'units']
    """
    rates = rng.choice(DROPOUTS, 2, replace=False)
    drawn = sine_task.sizes(rng)
    return [{**case, "dropout": float(r)} for case, r in zip(drawn, rates, strict=True)]


def layer_sizes(rng: np.random.Generator) -> list[Case]:
    """Draw the sizes of layers whose parameters are counted.

    Parameters
    ----------
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    list of dict
        Each with `units` and `features`.

    Examples
    --------
    >>> [sorted(case) for case in layer_sizes(np.random.default_rng(0))]
    [['features', 'units'], ['features', 'units'], ['features', 'units']]
    """
    drawn = [int(n) for n in rng.permutation(np.arange(2, 80))[:6]]
    return [{"units": drawn[k], "features": drawn[k + 1]} for k in (0, 2, 4)]


def made_up_count(units: int, features: int) -> int:
    """Stand in for the learner's count of a layer, with a number that no layer has.

    Parameters
    ----------
    units, features : int
        Of the layer.

    Returns
    -------
    int
        Different for different arguments.

    Examples
    --------
    >>> made_up_count(2, 3)
    200003
    """
    return 100_000 * units + features


def windows_to_compare(rng: np.random.Generator) -> list[Case]:
    """Draw made-up windows and targets.

    Parameters
    ----------
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    list of dict
        Each with `inputs` (windows, steps, 1) and `targets` (windows,).

    Examples
    --------
    >>> [case["inputs"].shape for case in windows_to_compare(np.random.default_rng(0))]
    [(7, 4, 1), (5, 3, 1)]
    """
    return [
        {"inputs": rng.random((windows, steps, 1)), "targets": rng.random(windows)}
        for windows, steps in ((7, 4), (5, 3))
    ]


def windows_to_continue(rng: np.random.Generator) -> list[Case]:
    """Draw windows with the weights of a network that reads them, and how far to go.

    One horizon is shorter than the window, one is longer.

    Parameters
    ----------
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    list of dict
        Each with `weights`, `window` (steps, 1) and `horizon`.

    Examples
    --------
    >>> [case["horizon"] for case in windows_to_continue(np.random.default_rng(0))]
    [3, 6]
    """
    return [
        {"weights": draw_weights(rng), "window": rng.random((steps, 1)), "horizon": horizon}
        for steps, horizon in ((5, 3), (4, 6))
    ]


def _with_keras(rng: np.random.Generator) -> list[Case]:
    """Draw the cases of roll_out, each with its network as a Keras model."""
    return [
        {**case, "model": as_keras(len(case["window"]), case["weights"])}
        for case in windows_to_continue(rng)
    ]


def observe_count_stacked(namespace: Mapping[str, Any], rng: Any) -> Observation:
    """Observe the notebook's count_stacked, a stand-in in the place of count_parameters.

    Parameters
    ----------
    namespace : dict
        The notebook's names.
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    Observation
        One number a case, ``"CASE/0"``.

    Examples
    --------
    >>> observe_count_stacked({}, np.random.default_rng(0)).facts["status"]
    'missing'
    """
    observe: Callable[..., Observation] = call_on_cases(
        "count_stacked", layer_sizes, COUNT_ARGUMENTS, 1
    )
    with stand_ins(namespace, {"count_parameters": made_up_count}):
        return observe(namespace, rng)


CHECKS = (
    Check(
        "build_stacked",
        observe_builder("build_stacked", sizes, BUILD_ARGUMENTS),
        (
            "The second LSTM reads a sequence, like the first. What does the first hand on?",
            "An LSTM hands on its last hidden state, unless it is told to hand on all of them. "
            "Which of the two LSTMs has to be told? Where does the dropout stand?",
            "Input, then an LSTM with `return_sequences=True`, a Dropout layer with the rate that "
            "is given, an LSTM as in the exercise before, and a dense layer with one output. "
            "Return the model.",
        ),
    ),
    Check(
        "count_parameters",
        call_on_cases("count_parameters", layer_sizes, COUNT_ARGUMENTS, 1),
        (
            "How many blocks of weights has an LSTM layer, and what does each of them read?",
            "Each of four blocks turns the input, the hidden state before, and a constant 1 into "
            "`units` numbers. How many weights is that for one number?",
            "One number of one block needs a weight for every feature, one for every unit of the "
            "hidden state, and a bias. There are `units` numbers in a block, and four blocks.",
        ),
    ),
    Check(
        "count_stacked",
        observe_count_stacked,
        (
            "Two LSTM layers and a dense layer. Which of them has no count yet?",
            "How many features does the second LSTM read at each step?",
            "What the first LSTM hands on has `units` features. The dense layer has a weight for "
            "each of the `units` numbers that it reads, and a bias. Dropout learns nothing.",
        ),
    ),
    Check(
        "trained_stacked",
        observe_trained("trained_stacked", "build_stacked", [sine_task.STEPS, 1, 8, 0.2]),
        (
            "The same three calls as for the single LSTM: build, compile, fit.",
            "Look at the training loss of the last epochs. Does it still fall? With dropout it is "
            "the loss of a network with gaps: the validation loss shows what the whole one does.",
            "Compile with Adam and mean squared error, fit on `data.inputs_train` and "
            "`data.targets_train` with a batch size of 32, for 10 epochs, with a learning rate "
            "that falls from 0.01 (`keras.optimizers.schedules.CosineDecay`) or stays there.",
        ),
    ),
    Check(
        "persistence_mse",
        call_on_cases("persistence_mse", windows_to_compare, PERSISTENCE_ARGUMENTS, 1),
        (
            "What does persistence say the next value is? Where in a window does it stand?",
            "`inputs` has three axes. Which index takes the last step of every window, and leaves "
            "an array of shape (windows,)?",
            "Take the last step of the one feature of every window, subtract the targets, square, "
            "and take the mean.",
        ),
    ),
    Check(
        "roll_out",
        in_plain_words(call_on_cases("roll_out", _with_keras, ROLL_OUT_ARGUMENTS, 1)),
        (
            "Two steps ahead, the network has to read a value that nobody has measured. "
            "Where does that value come from?",
            "After each answer the window moves on by one. What leaves it, and at which end? "
            "What comes in, and at which end?",
            "Repeat `horizon` times: ask the network about the window as a batch of one, note the "
            "answer, drop the oldest value of the window and put the answer at its end. "
            "Return the notes as an array of shape (horizon,).",
        ),
    ),
)
