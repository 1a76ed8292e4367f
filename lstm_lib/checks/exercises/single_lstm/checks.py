"""The exercise `single_lstm`: its functions, the cases they are called on, and the hints."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from lstm_lib.checks.observation import Observation
from lstm_lib.checks.observe.models import Builder, Trained
from lstm_lib.checks.observe.sine_task import FEATURES, STEPS, UNITS, sizes
from lstm_lib.checks.observe.stand_ins import Case
from lstm_lib.checks.observe.supplied_model import FunctionOfModel, draw_weights


def series_to_continue(rng: np.random.Generator) -> list[Case]:
    """Draw a series, a fitted scaler, and the steps and weights of a network that reads windows.

    The series rise, and the scaler has seen only their first part: a scaler that is fitted again
    differs. Two series are of one size.
    """
    from sklearn.preprocessing import MinMaxScaler  # slow to import, and only this needs it

    cases = []
    for n_points, steps, offset in ((23, 4, 10.0), (31, 7, -3.0), (23, 4, 6.0)):
        series = offset + rng.uniform(0, 4, n_points) + 0.2 * np.arange(n_points)
        scaler = MinMaxScaler().fit(series[: n_points * 7 // 10, np.newaxis])
        weights = draw_weights(rng)
        cases.append({"weights": weights, "series": series, "scaler": scaler, "steps": steps})
    return cases


@dataclass(frozen=True, eq=False)
class Forecast(FunctionOfModel):
    """A function that forecasts one value; an array of one value counts as this value."""

    def publish(
        self, seen: Observation, number: int, case: Case, handed: dict[str, Any], result: Any
    ) -> None:
        """Publish the value without axes."""
        super().publish(seen, number, case, handed, result)
        value = seen.arrays.get(f"{number}/0")
        if value is not None and value.size == 1:
            seen.arrays[f"{number}/0"] = value.reshape(())


BUILD_SINGLE = Builder(
    "build_single",
    takes="steps, features, units",
    cases=sizes,
    hints=(
        "Draw the network first: what comes in, what does the LSTM return, how many numbers "
        "leave the network for each window?",
        "The list has three entries: the shape of a window, a recurrent layer, and a "
        "layer that turns its last hidden state into one number. "
        "Which of the three sizes belongs where?",
        "`keras.Input` takes the shape of one window: steps first, then features. The LSTM "
        "takes the number of units and returns only its last hidden state. "
        "The dense layer has one output and no activation. Return the model.",
    ),
)

TRAINED_SINGLE = Trained(
    "trained_single",
    builder="build_single",
    sizes=(STEPS, FEATURES, UNITS),
    hints=(
        "Three calls: build, compile, fit. Which part of `data` may the network learn from?",
        "Look at the training loss of the last epochs. Is it still falling? More epochs, or a "
        "larger learning rate at the start, help. Does it stay near 0.1, the variance of the "
        "targets? Then the network answers the mean: look at its `output_shape`.",
        "Compile with Adam and mean squared error, fit on `data.inputs_train` and "
        "`data.targets_train` with a batch size of 32, for 20 epochs, with a "
        "learning rate of about 0.01.",
    ),
)

TEST_MSE = Trained(
    "test_mse",
    builder="build_single",
    sizes=(STEPS, FEATURES, UNITS),
    number="test_mse",
    hints=(
        "What do the three letters stand for? Work from the last one to the first.",
        "The network returns an array of shape (windows, 1), but the targets have the shape "
        "(windows,). What shape does NumPy give their difference?",
        "Take the answers to the test windows as one row of numbers, subtract the test "
        "targets, square, and take the mean. Everything stays in scaled units.",
    ),
)

PREDICT_NEXT = Forecast(
    "predict_next",
    takes="model, series, scaler, steps",
    returns="next value",
    cases=series_to_continue,
    hints=(
        "Which points of the series does the network have to read, so that its answer lies one "
        "past the end?",
        "The network was trained on scaled values. So what goes in has to be scaled, and what "
        "comes out has to be taken back. Which shape does a batch of one window have?",
        "Take the last `steps` points, as a column. Scale them with the scaler you are given, "
        "put the batch axis in front, ask the network, and take its answer back with "
        "`inverse_transform`. Return a float.",
    ),
)

CHECKS = (BUILD_SINGLE, TRAINED_SINGLE, TEST_MSE, PREDICT_NEXT)
