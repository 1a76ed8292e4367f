"""The exercise `single_lstm`: its cases, what is observed, and its hints."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from lstm_lib.checks.check import Check
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.observe.functions import call_on_cases
from lstm_lib.checks.observe.models import in_plain_words, observe_builder, observe_trained
from lstm_lib.checks.observe.sine_task import (
    BUILD_ARGUMENTS,
    FEATURES,
    STEPS,
    UNITS,
    Case,
    sizes,
)
from lstm_lib.checks.observe.supplied_model import as_keras, draw_weights

NEXT_ARGUMENTS = ("model", "series", "scaler", "steps")


def series_to_continue(rng: np.random.Generator) -> list[Case]:
    """Draw series with a scaler and the weights of a network that reads their windows.

    The series climb, and the scaler has seen their first part only: one that is fitted anew
    differs.

    Parameters
    ----------
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    list of dict
        Each with `weights`, `series` (n_points,), the fitted `scaler`, and `steps`.

    Examples
    --------
    >>> [case["steps"] for case in series_to_continue(np.random.default_rng(0))]
    [4, 7]
    """
    from sklearn.preprocessing import MinMaxScaler  # slow to import, and only this needs it

    cases = []
    for n_points, steps, offset in ((23, 4, 10.0), (31, 7, -3.0)):
        series = offset + rng.uniform(0, 4, n_points) + 0.2 * np.arange(n_points)
        scaler = MinMaxScaler().fit(series[: n_points * 7 // 10, np.newaxis])
        weights = draw_weights(rng)
        cases.append({"weights": weights, "series": series, "scaler": scaler, "steps": steps})
    return cases


def _with_keras(rng: np.random.Generator) -> list[Case]:
    """Draw the cases of predict_next, each with its network as a Keras model."""
    return [
        {**case, "model": as_keras(case["steps"], case["weights"])}
        for case in series_to_continue(rng)
    ]


def observe_next(namespace: Mapping[str, Any], rng: Any) -> Observation:
    """Observe the notebook's predict_next, on a small network and a series that are supplied.

    Parameters
    ----------
    namespace : dict
        The notebook's names.
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    Observation
        One value a case, ``"CASE/0"``; an array of one value counts as this value.

    Examples
    --------
    >>> observe_next({}, np.random.default_rng(0)).facts["status"]
    'missing'
    """
    observe = in_plain_words(call_on_cases("predict_next", _with_keras, NEXT_ARGUMENTS, 1))
    seen = observe(namespace, rng)
    single = {k: a.reshape(()) if a.size == 1 else a for k, a in seen.arrays.items()}
    return Observation(seen.check, single, seen.facts)


CHECKS = (
    Check(
        "build_single",
        observe_builder("build_single", sizes, BUILD_ARGUMENTS),
        (
            "Draw the network first: what comes in, what does the LSTM hand on, how many numbers "
            "leave the network for each window?",
            "Three things stand in the list: what a window looks like, a recurrent layer, and a "
            "layer that turns its last hidden state into one number. "
            "Which of the three sizes belongs where?",
            "`keras.Input` takes the shape of one window: steps first, then features. The LSTM "
            "takes the number of units and hands on its last hidden state only. "
            "The dense layer has one output and no activation. Return the model.",
        ),
    ),
    Check(
        "trained_single",
        observe_trained("trained_single", "build_single", [STEPS, FEATURES, UNITS]),
        (
            "Three calls: build, compile, fit. Which part of `data` may the network learn from?",
            "Look at the training loss of the last epochs. Does it still fall? More epochs, or a "
            "larger learning rate at the start, help. Does it stay near 0.1, the variance of the "
            "targets? Then the network answers the mean: look at its `output_shape`.",
            "Compile with Adam and mean squared error, fit on `data.inputs_train` and "
            "`data.targets_train` with a batch size of 32, for 20 epochs, with a "
            "learning rate of about 0.01.",
        ),
    ),
    Check(
        "test_mse",
        observe_trained("test_mse", "build_single", [STEPS, FEATURES, UNITS], "test_mse"),
        (
            "What do the three letters stand for? Work from the last one to the first.",
            "The network answers an array of shape (windows, 1), the targets have the shape "
            "(windows,). What does NumPy make of their difference?",
            "Take the answers to the test windows as one row of numbers, subtract the test "
            "targets, square, and take the mean. Everything stays in scaled units.",
        ),
    ),
    Check(
        "predict_next",
        observe_next,
        (
            "Which points of the series does the network have to read, so that its answer lies one "
            "past the end?",
            "The network was trained on scaled values. So what goes in has to be scaled, and what "
            "comes out has to be taken back. Which shape does a batch of one window have?",
            "Take the last `steps` points, as a column. Scale them with the scaler you are given, "
            "put the batch axis in front, ask the network, and take its answer back with "
            "`inverse_transform`. Return a float.",
        ),
    ),
)
