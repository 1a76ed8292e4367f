"""The exercise `weather`: its functions and their hints; `cases.py` draws the cases."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.weather import cases
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.observe.function import Function
from lstm_lib.checks.observe.stand_ins import Case


@dataclass(frozen=True, eq=False)
class Filling(Function):
    """A function that is given gaps: NaN is unlike itself, and counts as changed no more."""

    def publish(
        self, seen: Observation, number: int, case: Case, handed: dict[str, Any], result: Any
    ) -> None:
        """Publish the filled rows; rows that are as they were need no further comparison."""
        super().publish(seen, number, case, handed, result)
        if np.array_equal(case["rows"], handed["rows"], equal_nan=True):
            del handed["rows"]


FILL_FORWARD = Filling(
    "fill_forward",
    takes="rows",
    returns="filled",
    cases=cases.rows_with_gaps,
    axes={"rows": "hours series"},
    hints=(
        "Stand in the hour of the gap. Which readings of this series do you know?",
        "Walk down the hours. What would you have to keep, so that you can write it into a gap of "
        "any length?",
        "Go from the second row on. Where a value is NaN, put the value of the row above, which "
        "has been filled already. Work on a copy.",
    ),
)

ON_CIRCLE = Function(
    "on_circle",
    takes="values, period",
    returns="sine, cosine",
    cases=cases.places_on_circles,
    axes={"values": "n"},
    hints=(
        "After one period the hand is back where it was. How far has it turned, as an angle?",
        "A whole turn is 2π. Which share of a turn does a value stand for?",
        "The angle is 2π times value, divided by the period. Return its sine and its cosine.",
    ),
)

WIND_COMPONENTS = Function(
    "wind_components",
    takes="direction, speed",
    returns="east, north",
    cases=cases.winds,
    axes={"direction": "hours", "speed": "hours"},
    hints=(
        "A wind of 270 degrees comes from the west. Which way does the air move?",
        "Take the wind from the north, 0 degrees: east is 0, north is minus the speed. Which of "
        "sine and cosine is 0 at 0 degrees, and which is 1?",
        "Turn degrees into radians. East is minus speed times sine, north is minus speed times "
        "cosine.",
    ),
)

SCALE_BY_TRAINING = Function(
    "scale_by_training",
    takes="values, n_train",
    returns="scaled",
    cases=cases.series_to_scale,
    axes={"values": "hours series"},
    hints=(
        "Two numbers of each series are needed. From which hours may they come?",
        "Which axis do mean and standard deviation run over, so that one is left for each series? "
        "And which rows are scaled with them?",
        "Take mean and standard deviation of the first n_train rows over axis 0. Subtract the one "
        "from all rows, and divide all rows by the other.",
    ),
)

WINDOWS_AHEAD = Function(
    "windows_ahead",
    takes="features, target, places, steps, horizon",
    returns="inputs, targets",
    cases=cases.hours_of_places,
    axes={"features": "hours features", "target": "hours", "places": "hours"},
    hints=(
        "Write down the row numbers of the first window and of its targets. Which row does the "
        "window end with, and which comes next?",
        "A window and its targets together take steps + horizon rows. Which places do the first "
        "and the last of these belong to?",
        "Let a row `first` run over all rows from which steps + horizon rows fit. Skip it if the "
        "place of row first differs from that of row first + steps + horizon − 1. Cut steps rows "
        "of features, and the next horizon values of target.",
    ),
)

PINBALL_LOSSES = Function(
    "pinball_losses",
    takes="forecasts, truths, levels",
    returns="losses",
    cases=cases.quantiles,
    axes={"forecasts": "forecasts levels", "truths": "forecasts", "levels": "levels"},
    hints=(
        "The quantile of level 0.9 is to lie above most truths. Which error has to cost more, a "
        "truth above it or a truth below it?",
        "Let e be truth minus forecast. What does an e of 2 cost at level 0.9, and what an e of "
        "−2? Which of level · e and (level − 1) · e gives it?",
        "Make a column of the truths and subtract the forecasts. Take the larger of level times "
        "error and (level − 1) times error, and the mean over the forecasts, the first axis.",
    ),
)

COVERAGE_BY_HOUR = Function(
    "coverage_by_hour",
    takes="low, high, truths",
    returns="share",
    cases=cases.intervals,
    axes={"low": "forecasts horizon", "high": "forecasts horizon", "truths": "forecasts horizon"},
    hints=(
        "Which two conditions must hold, so that a truth lies in its interval?",
        "What if low is larger than high? And which axis is left, when there is one share for "
        "each hour ahead?",
        "Take the smaller of low and high as the lower end, and the larger as the upper one. Count "
        "where lower ≤ truth and truth ≤ upper, and take the mean over the first axis.",
    ),
)

CHECKS = (
    FILL_FORWARD,
    ON_CIRCLE,
    WIND_COMPONENTS,
    SCALE_BY_TRAINING,
    WINDOWS_AHEAD,
    PINBALL_LOSSES,
    COVERAGE_BY_HOUR,
)
