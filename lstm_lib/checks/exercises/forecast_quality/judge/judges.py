"""Judges of the exercise `forecast_quality`: floors, errors and skill.

Those of the roll-out, of the horizon and of the seeds stand beside it.
"""

from collections.abc import Callable
from typing import Any

from lstm_lib.checks.exercises.forecast_quality.cases import (
    errors_and_floors,
    forecasts_and_truths,
    windows_to_fit,
    windows_with_futures,
)
from lstm_lib.checks.exercises.forecast_quality.checks import (
    ERRORS_ARGUMENTS,
    LINEAR_ARGUMENTS,
    PERSISTENCE_ARGUMENTS,
    SKILL_ARGUMENTS,
)
from lstm_lib.checks.exercises.forecast_quality.judge.answers import (
    WRONG_ERRORS,
    WRONG_SKILLS,
    errors_by_horizon,
)
from lstm_lib.checks.exercises.forecast_quality.judge.floors import (
    WRONG_LINEAR,
    WRONG_PERSISTENCE,
    linear_error,
    persistence_errors,
)
from lstm_lib.checks.exercises.forecast_quality.judge.horizon import judge_horizon
from lstm_lib.checks.exercises.forecast_quality.judge.roll_out import judge_roll_out
from lstm_lib.checks.exercises.forecast_quality.judge.seeds import judge_seeds
from lstm_lib.checks.judge.compare import judge_function
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.verdict import Finding
from lstm_lib.metrics import skill

FIT_TOLERANCE = 1e-4  # least squares, perhaps in float32 throughout

JUDGES: dict[str, Callable[[Observation, Any], list[Finding]]] = {
    "persistence_errors": judge_function(
        windows_with_futures,
        PERSISTENCE_ARGUMENTS,
        persistence_errors,
        ["errors"],
        WRONG_PERSISTENCE,
        "which value of a window is compared with its futures, and over which axis the mean runs",
    ),
    "linear_error": judge_function(
        windows_to_fit,
        LINEAR_ARGUMENTS,
        linear_error,
        ["error"],
        WRONG_LINEAR,
        "which part is fitted, which is measured, and what stands in a row beside the values",
        FIT_TOLERANCE,
    ),
    "roll_out_from": judge_roll_out,
    "errors_by_horizon": judge_function(
        forecasts_and_truths,
        ERRORS_ARGUMENTS,
        errors_by_horizon,
        ["errors"],
        WRONG_ERRORS,
        "the way back to the series' units, and over which axis the mean runs",
    ),
    "skill": judge_function(
        errors_and_floors,
        SKILL_ARGUMENTS,
        skill,
        ["skill"],
        WRONG_SKILLS,
        "what is divided by what, and what a perfect forecast gets",
    ),
    "usable_horizon": judge_horizon,
    "compare_seeds": judge_seeds,
}
