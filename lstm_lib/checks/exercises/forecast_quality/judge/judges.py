"""Judges of the exercise `forecast_quality`: floors, errors and skill.

The judges of the roll-out, the horizon and the seeds are in modules beside it.
"""

from lstm_lib.checks.exercises.forecast_quality.checks import (
    ERRORS_BY_HORIZON,
    LINEAR_ERROR,
    PERSISTENCE_ERRORS,
    SKILL,
)
from lstm_lib.checks.exercises.forecast_quality.judge.answers import (
    WRONG_ERRORS,
    WRONG_PERSISTENCE,
    WRONG_SKILLS,
    errors_by_horizon,
    persistence_errors,
)
from lstm_lib.checks.exercises.forecast_quality.judge.horizon import HORIZON
from lstm_lib.checks.exercises.forecast_quality.judge.linear import WRONG_LINEAR, linear_error
from lstm_lib.checks.exercises.forecast_quality.judge.roll_out import ROLL_OUT
from lstm_lib.checks.exercises.forecast_quality.judge.seeds import SEEDS
from lstm_lib.checks.judge.judged import judged
from lstm_lib.metrics import skill

JUDGES = {
    "persistence_errors": judged(
        PERSISTENCE_ERRORS,
        persistence_errors,
        WRONG_PERSISTENCE,
        "which value of a window is compared with its futures, and over which axis the mean runs",
    ),
    "linear_error": judged(
        LINEAR_ERROR,
        linear_error,
        WRONG_LINEAR,
        "which part is fitted, which is measured, and what a row holds beside the values",
        tolerance=1e-4,  # least squares, perhaps in float32 throughout
    ),
    "roll_out_from": ROLL_OUT,
    "errors_by_horizon": judged(
        ERRORS_BY_HORIZON,
        errors_by_horizon,
        WRONG_ERRORS,
        "the way back to the series' units, and over which axis the mean runs",
    ),
    "skill": judged(
        SKILL, skill, WRONG_SKILLS, "what is divided by what, and what a perfect forecast gets"
    ),
    "usable_horizon": HORIZON,
    "compare_seeds": SEEDS,
}
