"""What the tests of `forecast_quality` share: right answers, wrong ones, and what each loses."""

from lstm_lib import metrics
from lstm_lib.checks.judge import forecast_quality_answers as answers
from lstm_lib.checks.judge import forecast_quality_floors as floors
from lstm_lib.checks.judge import forecast_quality_horizon as horizon
from lstm_lib.checks.judge import forecast_quality_roll_out_answers as roll_outs
from lstm_lib.checks.judge import forecast_quality_seeds as seeds

WITHHELD = (
    "baselines.persistence",
    "baselines.linear_autoregression",
    "metrics.skill",
    "metrics.usable_horizon",
)

ERRORS, ERROR, SKILL = {"errors"}, {"error"}, {"skill"}
FIRST, FORECASTS = {"first window"}, {"forecasts"}
PASSES, NEVER = {"where an error passes its limit"}, {"where none does"}
BETTER, WORSE = {'when to say "better"'}, {'when to say "worse"'}

REFERENCE = {
    "persistence_errors": floors.persistence_errors,
    "linear_error": floors.linear_error,
    "roll_out_from": roll_outs.rolling(),
    "errors_by_horizon": answers.errors_by_horizon,
    "skill": metrics.skill,
    "usable_horizon": metrics.usable_horizon,
    "compare_seeds": seeds.compare_seeds,
}
WRONG = {
    "persistence_errors": floors.WRONG_PERSISTENCE,
    "linear_error": floors.WRONG_LINEAR,
    "roll_out_from": (*roll_outs.WRONG_STARTS, *roll_outs.WRONG_MOVES),
    "errors_by_horizon": answers.WRONG_ERRORS,
    "skill": answers.WRONG_SKILLS,
    "usable_horizon": (*horizon.WRONG_PASSES, *horizon.WRONG_NEVERS),
    "compare_seeds": seeds.WRONG_RULES,
}

# Which quantities each wrong answer loses; the others it keeps.
LOST = {
    "persistence_errors": {
        "first value": ERRORS,
        "second newest value": ERRORS,
        "mean of the window": ERRORS,
        "mean of the future": ERRORS,
        "told each value before": ERRORS,
        "one value for all windows": ERRORS,
        "one number": ERRORS,
        "mean over the steps ahead": ERRORS,
        "first step left out": ERRORS,
        "up to each step": ERRORS,
        "root": ERRORS,
        "absolute error": ERRORS,
        "sum for mean": ERRORS,
        "squared too late": ERRORS,
        "not squared": ERRORS,
    },
    "linear_error": {
        "no intercept": ERROR,
        "fitted on the test part": ERROR,
        "fitted on both parts": ERROR,
        "error on the training part": ERROR,
        "parts exchanged": ERROR,
        "each part centered by itself": ERROR,
        "last value only": ERROR,
        "last two values only": ERROR,
        "constant forecast": ERROR,
        "persistence": ERROR,
        "test windows reversed": ERROR,
        "stretched shapes": ERROR,
        "residuals of the fit": ERROR,
        "root": ERROR,
        "absolute error": ERROR,
        "sum for mean": ERROR,
        "not squared": ERROR,
    },
    "roll_out_from": {
        "one point late": FIRST,
        "one point early": FIRST,
        "begins at the start": FIRST,
        "first points of the series": FIRST,
        "last points of the series": FIRST,
        "everything before the start": FIRST,
        "one step too short": FIRST,
        "one step too long": FIRST,
        "reversed in time": FIRST,
        "no feature axis": FIRST,
        "batch axis": FIRST,
        "a row": FIRST,
        "teacher forcing": FORECASTS,
        "not fed back": FORECASTS,
        "last known value fed back": FORECASTS,
        "shifted the wrong way": FORECASTS,
        "newest value overwritten": FORECASTS,
        "oldest value overwritten": FORECASTS,
        "window grows": FORECASTS,
        "one too many": FORECASTS,
        "one too few": FORECASTS,
        "starts with the known value": FORECASTS,
        "window returned too": FORECASTS,
        "last forecast only": FORECASTS,
        "column": FORECASTS,
    },
    "errors_by_horizon": {
        "scaled against unscaled": ERRORS,
        "in scaled units": ERRORS,
        "width not squared": ERRORS,
        "low not added": ERRORS,
        "stretched by high": ERRORS,
        "scaled once more": ERRORS,
        "one number": ERRORS,
        "mean over the steps ahead": ERRORS,
        "median over the starts": ERRORS,
        "variance": ERRORS,
        "one step apart": ERRORS,
        "up to each step": ERRORS,
        "root": ERRORS,
        "absolute error": ERRORS,
        "sum for mean": ERRORS,
        "squared too late": ERRORS,
    },
    "skill": {
        "upside down": SKILL,
        "share that is left": SKILL,
        "times better": SKILL,
        "sign": SKILL,
        "more than the error": SKILL,
        "root": SKILL,
        "difference": SKILL,
        "share of both": SKILL,
        "percent": SKILL,
        "cut off at zero": SKILL,
        "logarithm": SKILL,
        "one number": SKILL,
    },
    "usable_horizon": {
        "first step that passes": PASSES,
        "counted from 0": PASSES,
        "last step below": PASSES,
        "all steps below": PASSES,
        "upside down": PASSES,
        "steps above": PASSES,
        "at the limit is below": PASSES,
        "first limit for all": PASSES,
        "last limit for all": PASSES,
        "mean limit for all": PASSES,
        "largest error": PASSES,
        "whole horizon": PASSES,
        "zero": NEVER,
        "minus one": NEVER,
        "one too few": NEVER,
        "one too many": NEVER,
        "infinity": NEVER,
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
    },
}


def lost(verdict):
    """Return the quantities that a verdict takes marks for."""
    return {finding.what for finding in verdict.findings if not finding.right}
