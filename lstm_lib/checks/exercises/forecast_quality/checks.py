"""The exercise `forecast_quality`: its functions and their hints; `cases.py` draws the cases."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.forecast_quality.cases import (
    errors_and_floors,
    errors_by_seed,
    errors_by_step,
    forecasts_and_truths,
    series_to_continue,
    windows_to_fit,
    windows_with_futures,
)
from lstm_lib.checks.observation import TEXT_LIMIT, Observation, as_numbers
from lstm_lib.checks.observe.function import Function
from lstm_lib.checks.observe.stand_ins import Case


class Network:
    """A network that keeps the first window that it is called on."""

    def __init__(self, predict: Any) -> None:
        self.predict = predict
        self.first_window: np.ndarray | None = None

    def __call__(self, window: Any) -> float:
        """Forecast the value after a window."""
        given = as_numbers(window, "the window given to predict")
        if self.first_window is None:
            self.first_window = given.copy()
        return float(self.predict(window))


@dataclass(frozen=True, eq=False)
class RollOut(Function):
    """A roll-out: the first window that it gives to its network is also published."""

    def handed(self, case: Case) -> dict[str, Any]:
        """Return the arguments, with a network that keeps its first window."""
        return {**super().handed(case), "predict": Network(case["predict"])}

    def publish(
        self, seen: Observation, number: int, case: Case, handed: dict[str, Any], result: Any
    ) -> None:
        """Publish the first window, as ``"CASE/window"``, and the forecasts."""
        if (window := handed["predict"].first_window) is not None:
            seen.arrays[f"{number}/window"] = window
        super().publish(seen, number, case, handed, result)


def passes(case: Case) -> bool:
    """Tell whether an error of a case passes its limit; not an entry of it, which is in sight."""
    return bool(np.any(case["errors"] >= case["limits"]))


@dataclass(frozen=True, eq=False)
class Horizon(Function):
    """A horizon: if no error passes its limit, None or an exception counts as an answer.

    ``facts["never"]`` names it.
    """

    def publish(
        self, seen: Observation, number: int, case: Case, handed: dict[str, Any], result: Any
    ) -> None:
        """Publish the horizon, or that there is none."""
        if result is None and not passes(case):
            seen.facts["never"] = "None"
        else:
            super().publish(seen, number, case, handed, result)

    def stopped(
        self, seen: Observation, number: int, case: Case, error: BaseException
    ) -> Observation | None:
        """Go on after an error of a search that finds nothing."""
        if passes(case) or not isinstance(error, IndexError | ValueError | StopIteration):
            return super().stopped(seen, number, case, error)
        seen.facts["never"] = type(error).__name__[:TEXT_LIMIT]
        return None


@dataclass(frozen=True, eq=False)
class Comparison(Function):
    """A comparison: it returns a word, and ``facts["words"]`` lists the words."""

    def publish(
        self, seen: Observation, number: int, case: Case, handed: dict[str, Any], result: Any
    ) -> None:
        """Publish the word, or the type of an answer that is not a word."""
        if result is None:
            seen.facts["returned"] = "None"
            return
        word = result if isinstance(result, str) else f"a {type(result).__name__}"
        seen.facts.setdefault("words", []).append(str(word)[:TEXT_LIMIT])


PERSISTENCE_ERRORS = Function(
    "persistence_errors",
    takes="inputs, futures",
    returns="errors",
    cases=windows_with_futures,
    axes={"inputs": "windows steps features", "futures": "windows horizon"},
    hints=(
        "Persistence makes one forecast of each window. How many steps ahead is it used for?",
        "The newest value of each window is compared with a whole row of `futures`. Which shape "
        "must it have, so that each row meets its own window?",
        "Take the last step of each window as a column, (windows, 1). Subtract it from the "
        "futures, square, and take the mean over the windows, one for each column.",
    ),
)

LINEAR_ERROR = Function(
    "linear_error",
    takes="inputs_train, targets_train, inputs_test, targets_test",
    returns="error",
    cases=windows_to_fit,
    hints=(
        "Two parts come in. Which one may decide the weights, and which one is only measured?",
        "How many numbers does the fit find, for windows of three steps? If you count three, "
        "one is missing: what does the model answer to a window of zeros?",
        "Make rows of a window's values with a 1 at the end. Find the weights by least squares "
        "from the training rows and their targets. Make the same rows of the test windows, "
        "multiply, and take the mean of the squared differences.",
    ),
)

ROLL_OUT_FROM = RollOut(
    "roll_out_from",
    takes="predict, series, start, steps, horizon",
    returns="forecasts",
    cases=series_to_continue,
    hints=(
        "Which points of the series are known when the forecast is made? "
        "Which of them go into the first window?",
        "The window moves on by one after each answer. What comes in at its end: "
        "the next point of the series, or something else?",
        "Cut out the `steps` points that end right before `start`. Then repeat `horizon` "
        "times: call `predict` on the window as a column, note the answer, drop the oldest "
        "value and put the answer at the end.",
    ),
)

ERRORS_BY_HORIZON = Function(
    "errors_by_horizon",
    takes="forecasts, truths, low, high",
    returns="errors",
    cases=forecasts_and_truths,
    hints=(
        "In which unit are the forecasts, and in which are the truths?",
        "Scaling took `low` to 0 and `high` to 1. What does the way back do to 0, and to 1?",
        "Stretch the forecasts by the distance from `low` to `high` and add `low`. Subtract "
        "the truths, square, and take the mean over the starts: one number for each step ahead.",
    ),
)

SKILL = Function(
    "skill",
    takes="error, floor",
    returns="skill",
    cases=errors_and_floors,
    hints=(
        "What should come out for an error of zero, and what for an error equal to the floor?",
        "Which share of the floor's error is still there? Which share has been saved?",
        "Divide the error by the floor: that share is left. The rest, up to 1, was saved.",
    ),
)

USABLE_HORIZON = Horizon(
    "usable_horizon",
    takes="errors, limits",
    returns="steps",
    cases=errors_by_step,
    hints=(
        "Walk along the errors, one step after another. Where do you stop, "
        "and how many good steps lie behind you?",
        "An error may fall below its limit again later. Does that change where you stopped? "
        "And what if you never stop?",
        "Count from 0. Go through errors and limits in pairs, and leave at the first error "
        "that is not below its limit. Return the count, also when you reach the end.",
    ),
)

COMPARE_SEEDS = Comparison(
    "compare_seeds",
    takes="errors, floor",
    returns="word",
    cases=errors_by_seed,
    hints=(
        "One rule needs all seeds, the other the middle one. Which is which?",
        "Which number of `errors` has to be below the floor, so that all are? "
        "What is the median of four numbers?",
        "First ask whether the largest error is below the floor. If it is not, ask whether the "
        "median lies above it. If neither holds, nothing was shown.",
    ),
)

CHECKS = (
    PERSISTENCE_ERRORS,
    LINEAR_ERROR,
    ROLL_OUT_FROM,
    ERRORS_BY_HORIZON,
    SKILL,
    USABLE_HORIZON,
    COMPARE_SEEDS,
)
