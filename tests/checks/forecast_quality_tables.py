"""What the tests of `forecast_quality` share: right answers, and what each mistake loses."""

from autograde.quality import typed
from lstm_lib import metrics
from lstm_lib.checks.exercises.forecast_quality.judge import (
    answers,
    horizon,
    linear,
    roll_out,
    seeds,
)

WITHHELD = (
    "baselines.persistence",
    "baselines.linear_autoregression",
    "metrics.skill",
    "metrics.usable_horizon",
)

FIRST, FORECASTS = {"first window"}, {"forecasts"}
PASSES, NEVER = {"where an error passes its limit"}, {"where none does"}
BETTER, WORSE = {'when to say "better"'}, {'when to say "worse"'}

REFERENCE = {
    "persistence_errors": answers.persistence_errors,
    "linear_error": linear.linear_error,
    "roll_out_from": roll_out.rolling(),
    "errors_by_horizon": answers.errors_by_horizon,
    "skill": metrics.skill,
    "usable_horizon": metrics.usable_horizon,
    "compare_seeds": seeds.compare_seeds,
}

ROWS = typed.mistakes("forecast_quality")

# Which quantities each mistake loses; the others it keeps.
LOST = {
    "persistence_errors": {name: {"errors"} for name, _, _ in ROWS["persistence_errors"]},
    "linear_error": {name: {"error"} for name, _, _ in ROWS["linear_error"]},
    "roll_out_from": {
        **{wrong.name: FIRST for wrong in roll_out.WRONG_STARTS},
        **{wrong.name: FORECASTS for wrong in roll_out.WRONG_MOVES},
        "never asked": FIRST | FORECASTS,
        "not a window": FIRST | FORECASTS,
    },
    "errors_by_horizon": {name: {"errors"} for name, _, _ in ROWS["errors_by_horizon"]},
    "skill": {name: {"skill"} for name, _, _ in ROWS["skill"]},
    "usable_horizon": {
        **{wrong.name: PASSES for wrong in horizon.WRONG_PASSES},
        **{wrong.name: NEVER for wrong in horizon.WRONG_NEVERS},
        "no first step": NEVER,
    },
    "compare_seeds": {
        "best seed": BETTER | WORSE,
        "median for all": BETTER,
        "mean for all": BETTER | WORSE,
        "mean for median": WORSE,
        "mean for both": BETTER | WORSE,
        "one seed above is worse": WORSE,
        "all above is worse": WORSE,
        "best seed for median": BETTER | WORSE,
        "upside down": BETTER | WORSE,
        "words exchanged": BETTER | WORSE,
        "first seed": BETTER | WORSE,
        "last seed": BETTER | WORSE,
        "not sorted": WORSE,
        "larger middle one": WORSE,
        "smaller middle one": WORSE,
        "equal is below": BETTER,
        "equal is above": WORSE,
        "nothing in between": BETTER | WORSE,
        "worse unless better": WORSE,
        "root of the floor": BETTER | WORSE,
        "other words": BETTER | WORSE,
    },
}


def lost(verdict):
    """Return the quantities that a verdict takes marks for."""
    return {finding.what for finding in verdict.findings if not finding.right}
