"""The exercise `forecast_quality`: what is observed, and its hints; the cases stand beside it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from lstm_lib.checks.check import Check
from lstm_lib.checks.exercises.forecast_quality.cases import (
    Case,
    errors_and_floors,
    errors_by_seed,
    errors_by_step,
    forecasts_and_truths,
    series_to_continue,
    windows_to_fit,
    windows_with_futures,
)
from lstm_lib.checks.observation import TEXT_LIMIT, Observation, as_numbers
from lstm_lib.checks.observe.arguments import note_changed
from lstm_lib.checks.observe.functions import call_on_cases, copied, missing, publish_result, raised

PERSISTENCE_ARGUMENTS = ("inputs", "futures")
LINEAR_ARGUMENTS = ("inputs_train", "targets_train", "inputs_test", "targets_test")
ROLL_OUT_ARGUMENTS = ("predict", "series", "start", "steps", "horizon")
ERRORS_ARGUMENTS = ("forecasts", "truths", "low", "high")
SKILL_ARGUMENTS = ("error", "floor")
HORIZON_ARGUMENTS = ("errors", "limits")
SEEDS_ARGUMENTS = ("errors", "floor")


def _observer(
    name: str,
    draw: Callable[[Any], list[Case]],
    arguments: Sequence[str],
    call: Callable[..., None],
) -> Callable[[Mapping[str, Any], Any], Observation]:
    """Make an observer that leaves to ``call(arrays, facts, number, function, case, handed)``."""

    def observe(namespace: Mapping[str, Any], rng: Any) -> Observation:
        if namespace.get(name) is None:
            return missing(name, name)
        arrays: dict[str, np.ndarray] = {}
        facts: dict[str, Any] = {"status": "observed"}
        for number, case in enumerate(draw(rng)):
            given = {a: case[a] for a in arguments}
            handed = {a: copied(value) for a, value in given.items()}
            try:
                call(arrays, facts, number, namespace[name], case, handed)
            except KeyboardInterrupt:
                raise
            except BaseException as error:
                return raised(name, error, number, given)
            note_changed(facts, given, handed)
        return Observation(name, arrays, facts)

    return observe


def _call_roll_out(
    arrays: dict[str, np.ndarray],
    facts: dict[str, Any],
    number: int,
    function: Callable[..., Any],
    case: Case,
    handed: dict[str, Any],
) -> None:
    """Call roll_out_from, and keep the first window that it gives to the network."""

    def predict(window: Any) -> float:
        arrays.setdefault(f"{number}/window", as_numbers(window, "the window given to predict"))
        return float(case["predict"](window))

    result = function(*{**handed, "predict": predict}.values())
    publish_result(arrays, facts, number, result, 1)


def _call_usable_horizon(
    arrays: dict[str, np.ndarray],
    facts: dict[str, Any],
    number: int,
    function: Callable[..., Any],
    case: Case,
    handed: dict[str, Any],
) -> None:
    """Call usable_horizon; where no error passes its limit, an error or None is an answer."""
    try:
        result = function(*handed.values())
    except (IndexError, ValueError, StopIteration) as error:
        if case["passes"]:
            raise
        facts["never"] = type(error).__name__[:TEXT_LIMIT]
        return
    if result is None and not case["passes"]:
        facts["never"] = "None"
        return
    publish_result(arrays, facts, number, result, 1)


def _call_compare_seeds(
    arrays: dict[str, np.ndarray],
    facts: dict[str, Any],
    number: int,
    function: Callable[..., Any],
    case: Case,
    handed: dict[str, Any],
) -> None:
    """Call compare_seeds, and keep the word that it answers."""
    result = function(*handed.values())
    if result is None:
        facts["returned"] = "None"
        return
    word = result if isinstance(result, str) else f"a {type(result).__name__}"
    facts.setdefault("words", []).append(str(word)[:TEXT_LIMIT])


CHECKS = (
    Check(
        "persistence_errors",
        call_on_cases("persistence_errors", windows_with_futures, PERSISTENCE_ARGUMENTS, 1),
        (
            "Persistence makes one forecast of each window. How many steps ahead is it used for?",
            "The newest value of each window meets a whole row of `futures`. Which shape must it "
            "have, so that each row meets its own window?",
            "Take the last step of each window as a column, (windows, 1). Subtract it from the "
            "futures, square, and take the mean over the windows, one for each column.",
        ),
    ),
    Check(
        "linear_error",
        call_on_cases("linear_error", windows_to_fit, LINEAR_ARGUMENTS, 1),
        (
            "Two parts come in. Which one may decide the weights, and which one is only measured?",
            "How many numbers does the fit find, for windows of three steps? If you count three, "
            "one is missing: what does the model answer to a window of zeros?",
            "Make rows of a window's values with a 1 at the end. Find the weights by least squares "
            "from the training rows and their targets. Make the same rows of the test windows, "
            "multiply, and take the mean of the squared differences.",
        ),
    ),
    Check(
        "roll_out_from",
        _observer("roll_out_from", series_to_continue, ROLL_OUT_ARGUMENTS, _call_roll_out),
        (
            "Which points of the series are known when the forecast is made? "
            "Which of them go into the first window?",
            "The window moves on by one after each answer. What comes in at its end: "
            "the next point of the series, or something else?",
            "Cut out the `steps` points that end right before `start`. Then repeat `horizon` "
            "times: ask `predict` about the window as a column, note the answer, drop the oldest "
            "value and put the answer at the end.",
        ),
    ),
    Check(
        "errors_by_horizon",
        call_on_cases("errors_by_horizon", forecasts_and_truths, ERRORS_ARGUMENTS, 1),
        (
            "In which unit are the forecasts, and in which are the truths?",
            "Scaling took `low` to 0 and `high` to 1. What does the way back do to 0, and to 1?",
            "Stretch the forecasts by the distance from `low` to `high` and add `low`. Subtract "
            "the truths, square, and take the mean over the starts: one number a step ahead.",
        ),
    ),
    Check(
        "skill",
        call_on_cases("skill", errors_and_floors, SKILL_ARGUMENTS, 1),
        (
            "What should come out for an error of zero, and what for an error equal to the floor?",
            "Which share of the floor's error is still there? Which share has been saved?",
            "Divide the error by the floor: that share is left. What is missing to 1 was saved.",
        ),
    ),
    Check(
        "usable_horizon",
        _observer("usable_horizon", errors_by_step, HORIZON_ARGUMENTS, _call_usable_horizon),
        (
            "Walk along the errors, one step after another. Where do you stop, "
            "and how many good steps lie behind you?",
            "An error may fall below its limit again later. Does that change where you stopped? "
            "And what if you never stop?",
            "Count from 0. Go through errors and limits in pairs, and leave at the first error "
            "that is not below its limit. Return the count, also when you reach the end.",
        ),
    ),
    Check(
        "compare_seeds",
        _observer("compare_seeds", errors_by_seed, SEEDS_ARGUMENTS, _call_compare_seeds),
        (
            "One rule needs all seeds, the other the middle one. Which is which?",
            "Which number of `errors` has to be below the floor, so that all are? "
            "What is the median of four numbers?",
            "First ask whether the largest error is below the floor. If it is not, ask whether the "
            "median lies above it. If neither holds, nothing was shown.",
        ),
    ),
)
