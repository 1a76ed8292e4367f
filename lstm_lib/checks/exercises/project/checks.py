"""The exercise `project`: its functions and their hints; `cases.py` draws the cases."""

from lstm_lib.checks.exercises.project.cases import (
    histories,
    series_to_learn,
    series_to_report,
    series_to_split,
    settings_to_choose,
    wave,
)
from lstm_lib.checks.exercises.project.observe import (
    Choice,
    Examples,
    Floor,
    Logged,
)
from lstm_lib.checks.exercises.project.stand_ins import (
    fit_stand_in,
    floor_stand_in,
    split_stand_in,
)
from lstm_lib.checks.exercises.project.watched_fit import Fit
from lstm_lib.checks.observe.function import Function

SPLIT = Function(
    "split",
    takes="series",
    returns="train, validation, test",
    cases=series_to_split,
    hints=(
        "When the forecast is used, what is known: what came before, or what comes after?",
        "Which points belong to the training part if you cut the series at two places?",
        "Count the points, compute two borders as whole numbers, and take three slices: up to the "
        "first border, between the two, from the second one on.",
    ),
)

TRAINING_EXAMPLES = Examples(
    "training_examples",
    takes="series, train_end, horizon",
    returns="inputs, targets",
    cases=series_to_learn,
    hints=(
        "Which of the points in `series` are known on the day of the training?",
        "Everything that you compute from `series[:train_end]` is honest between the parts. Now "
        "look at one row: which is its newest point, and which is the first that it has to "
        "forecast?",
        "Cut the series at `train_end` first, in the first line. Scale what is left by its own "
        "numbers. Then cut windows, each with the points that directly follow it.",
    ),
)

FLOOR = Floor(
    "floor",
    takes="history, horizon",
    returns="forecasts",
    cases=histories,
    hints=(
        "What would somebody forecast who knows the series, but no networks?",
        "Does your series have a season? What was the value one season before the point that is "
        "asked for? If it has none, which value is nearest?",
        "Take the last value, or the last season's values, and repeat it until there are "
        "`horizon` of them.",
    ),
)

FIT = Fit(
    "fit",
    takes="series, train_end, horizon, setting, seed",
    returns="forecast",
    cases=wave,
    hints=(
        "What has to travel from the training to the forecast, besides the network?",
        "`forecast` sees a history in the series' units. In which units does your network "
        "answer, and who takes it back?",
        "Compute the scaler's numbers from `series[:train_end]`, seed, train, and define "
        "`forecast(history)` inside `fit`: it takes the end of the history, scales it, asks the "
        "network, and takes the answer back. Return `forecast`, without parentheses.",
    ),
)

CHOOSE = Choice(
    "choose",
    takes="series, horizon, settings",
    returns="setting",
    cases=settings_to_choose,
    stand_ins={"split": split_stand_in, "fit": fit_stand_in},
    hints=(
        "Which part is there to be looked at again and again, and which one only once?",
        "From which points can you forecast so that all the steps ahead lie in that part? And how "
        "do you rank a setting that was good with one seed of three?",
        "For each setting, train with three seeds on the training part. Forecast from each point "
        "of the validation part whose steps ahead all lie in it, and take the mean of the errors "
        "over everything. Return the setting with the smallest.",
    ),
)

REPORT = Logged(
    "report",
    takes="series, horizon, setting",
    returns="errors, floors",
    cases=series_to_report,
    stand_ins={"split": split_stand_in, "fit": fit_stand_in, "floor": floor_stand_in},
    hints=(
        "What does a reader need to see, so that neither a lucky seed nor an easy part of the "
        "series can have made the number?",
        "From which points of the series do all `horizon` values lie in the test part? How many "
        "such points are there? The floor has to be asked from the same ones.",
        "Collect the forecasts as (origins, horizon), and the true values as the same shape. The "
        "absolute differences, averaged over the origins, are one row; there is a row for each "
        "seed, and one for the floor.",
    ),
)

CHECKS = (SPLIT, TRAINING_EXAMPLES, FLOOR, FIT, CHOOSE, REPORT)
