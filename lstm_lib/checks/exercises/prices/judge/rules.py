"""The common wrong rules of a verdict, and what to say about each."""

import numpy as np

from lstm_lib.checks.exercises.prices.judge.ruling import (
    Rule,
    always,
    ensemble,
    every_fold,
    every_seed,
    exchanged,
    is_shown,
    is_worse,
    mean_of_floors,
    numbered,
    of_the_quietest_fold,
    of_the_truth,
    one_seed,
    ruled,
    strongest_absolute,
    strongest_in_each_fold,
    weakest,
)
from lstm_lib.checks.judge.diagnosis import WrongAnswer

SUM = "compares a sum of squared errors with a mean. Take means of both, over the same days"


def _times(overall: float, by_fold: float = 1.0) -> tuple[Rule, Rule]:
    """Make both rules read errors that are so many times as large."""
    return (
        lambda s: is_shown(s.times(overall, by_fold)),
        lambda s: is_worse(s.times(overall, by_fold)),
    )


# What a sum makes of it: there are 8 days in a fold and 3 folds, and it may be the forecasts' sum
# or the floor's, in both rules or in one.
SUMMED: tuple[tuple[Rule, Rule], ...] = (
    *(_times(factor, factor) for factor in (8, 1 / 8)),
    *(_times(factor) for factor in (24, 3, 1 / 24, 1 / 3)),
    *(_times(1, factor) for factor in (8, 1 / 8)),
    *((_times(factor)[0], is_worse) for factor in (24, 3, 1 / 24, 1 / 3)),
    *((is_shown, _times(factor)[1]) for factor in (24, 3, 1 / 24, 1 / 3)),
)

WRONG_VERDICTS = (
    WrongAnswer(
        "best seed",
        ruled(lambda s: s.overall.max() > 0 and every_fold(s)),
        'lets the best seed decide over all days. "shown" needs every seed',
    ),
    WrongAnswer(
        "best seed alone",
        ruled(lambda s: s.overall.max() > 0),
        "lets the best seed decide, and looks at no fold. That is luck: every seed has to be "
        "better over all days, and the median seed in every fold",
    ),
    WrongAnswer(
        "median for all",
        ruled(lambda s: np.median(s.overall) > 0 and every_fold(s)),
        'asks the median seed over all days, where "shown" needs every seed',
    ),
    WrongAnswer(
        "mean for all",
        ruled(lambda s: s.overall.mean() > 0 and every_fold(s)),
        'asks the mean over the seeds, where "shown" needs every seed',
    ),
    WrongAnswer(
        "median alone",
        ruled(lambda s: np.median(s.overall) > 0),
        "looks at the median seed over all days, and at nothing else",
    ),
    WrongAnswer(
        "mean alone",
        ruled(lambda s: s.overall.mean() > 0),
        "looks at the mean skill over all days, and at nothing else",
    ),
    WrongAnswer(
        "folds not looked at",
        ruled(every_seed),
        "looks at no fold: one good year may carry all the others. The median seed has to be "
        "better in every fold",
    ),
    WrongAnswer(
        "seeds not looked at",
        ruled(every_fold),
        "looks at folds alone. Over all days, every seed has to be better",
    ),
    WrongAnswer(
        "every seed in every fold",
        ruled(lambda s: s.by_fold.min() > 0),
        "asks every seed in every fold, which is more than the rule does: in each fold the median "
        "over the seeds counts",
    ),
    WrongAnswer(
        "mean in each fold",
        ruled(lambda s: every_seed(s) and s.by_fold.mean(axis=0).min() > 0),
        "takes the mean over the seeds in each fold, where the median was asked for",
    ),
    WrongAnswer(
        "best seed in each fold",
        ruled(lambda s: every_seed(s) and s.by_fold.max(axis=0).min() > 0),
        "takes the best seed of each fold, where the median over the seeds was asked for",
    ),
    WrongAnswer(
        "most folds",
        ruled(lambda s: every_seed(s) and np.mean(np.median(s.by_fold, axis=0) > 0) > 0.5),
        "is content with most of the folds. The median seed has to be better in every one",
    ),
    WrongAnswer(
        "median over another axis",
        ruled(lambda s: every_seed(s) and np.median(s.by_fold, axis=1).min() > 0),
        "takes the median over the folds, for each seed. It is taken over the seeds, for each fold",
    ),
    WrongAnswer(
        "any fold",
        ruled(lambda s: every_seed(s) and np.median(s.by_fold, axis=0).max() > 0),
        "is content with one fold. The median seed has to be better in every one",
    ),
    WrongAnswer(
        "mean of the folds",
        ruled(
            lambda s: s.by_fold.mean(axis=1).min() > 0 and every_fold(s),
            lambda s: np.median(s.by_fold.mean(axis=1)) < 0,
        ),
        "takes the mean of the folds' skills for the skill over all days. A quiet year then counts "
        "as much as a wild one: take the errors of all days together",
    ),
    WrongAnswer(
        "either",
        ruled(lambda s: every_seed(s) or every_fold(s)),
        'says "shown" if one of its two conditions holds. Both have to',
    ),
    *(WrongAnswer("sum for mean", ruled(shown, worse), SUM) for shown, worse in SUMMED),
    WrongAnswer(
        "absolute errors",
        ruled(floor=strongest_absolute, size=np.abs),
        "compares mean absolute errors. Square them",
    ),
    WrongAnswer(
        "absolute errors of the forecasts",
        ruled(size=np.abs),
        "compares the forecasts' absolute errors with the floor's squared ones. Square both",
    ),
    WrongAnswer(
        "absolute errors of the floors",
        ruled(floor=strongest_absolute),
        "compares the forecasts' squared errors with the floor's absolute ones. Square both",
    ),
    WrongAnswer(
        "axis of the floors",
        ruled(floor=of_the_quietest_fold),
        "takes the place of the fold with the smallest errors for that of a floor: the mean runs "
        "over folds and days, and leaves one number for each floor",
    ),
    WrongAnswer(
        "first floor",
        ruled(floor=numbered(0)),
        "compares with the first floor. The strongest one counts, wherever it stands",
    ),
    WrongAnswer(
        "last floor",
        ruled(floor=numbered(-1)),
        "compares with the last floor. The strongest one counts, wherever it stands",
    ),
    WrongAnswer(
        "largest floor for smallest",
        ruled(floor=weakest),
        "compares with the weakest floor, the one with the largest error. Every model looks good "
        "there",
    ),
    WrongAnswer(
        "mean of the floors",
        ruled(floor=mean_of_floors),
        "compares with the mean error of all floors. The strongest one counts",
    ),
    WrongAnswer(
        "a floor for each fold",
        ruled(floor=strongest_in_each_fold),
        "takes another floor in each fold. Nobody knows beforehand which one will be strong in a "
        "year: take the one with the smallest error over all days",
    ),
    WrongAnswer(
        "R²",
        ruled(floor=of_the_truth),
        "compares with the mean of the truth, as R² does. That mean was not known before; take the "
        "strongest floor",
    ),
    WrongAnswer(
        "mean forecast",
        ruled(read=ensemble),
        "takes the mean of all seeds' forecasts for one forecast. That is another model, and one "
        "whose luck nobody sees: ask each seed",
    ),
    WrongAnswer("first seed", ruled(read=one_seed(0)), "looks at the first seed alone"),
    WrongAnswer("last seed", ruled(read=one_seed(-1)), "looks at the last seed alone"),
    WrongAnswer(
        "mean for median",
        ruled(worse=lambda s: s.overall.mean() < 0),
        'takes the mean where the median was asked for: one seed that failed decides "worse" alone',
    ),
    WrongAnswer(
        "one seed below is worse",
        ruled(worse=lambda s: s.overall.min() < 0),
        'says "worse" as soon as one seed is below 0. The median has to be',
    ),
    WrongAnswer(
        "all below is worse",
        ruled(worse=lambda s: s.overall.max() < 0),
        'says "worse" only if every seed is below 0. It is enough if the median is',
    ),
    WrongAnswer(
        "a fold below is worse",
        ruled(worse=lambda s: np.median(s.by_fold, axis=0).min() < 0),
        'says "worse" as soon as one fold is lost. The median seed over all days decides that',
    ),
    WrongAnswer(
        "smaller middle one",
        ruled(worse=lambda s: np.sort(s.overall)[(len(s.overall) - 1) // 2] < 0),
        "takes the smaller of the two middle skills. The median of an even number of values lies "
        "halfway between the two",
    ),
    WrongAnswer(
        "larger middle one",
        ruled(worse=lambda s: np.sort(s.overall)[len(s.overall) // 2] < 0),
        "takes the larger of the two middle skills. The median of an even number of values lies "
        "halfway between the two",
    ),
    WrongAnswer(
        "not sorted",
        ruled(worse=lambda s: s.overall[len(s.overall) // 2] < 0),
        "takes the seed in the middle of the list. The median is the middle one in order of size",
    ),
    WrongAnswer(
        "equal is above",
        ruled(lambda s: s.overall.min() >= 0 and np.median(s.by_fold, axis=0).min() >= 0),
        'says "shown" where a skill is exactly 0. It has to be above',
    ),
    WrongAnswer(
        "equal is above over all days",
        ruled(lambda s: s.overall.min() >= 0 and every_fold(s)),
        'says "shown" where a seed\'s skill over all days is exactly 0. It has to be above',
    ),
    WrongAnswer(
        "equal is above in a fold",
        ruled(lambda s: every_seed(s) and np.median(s.by_fold, axis=0).min() >= 0),
        'says "shown" where the median of a fold is exactly 0. It has to be above',
    ),
    WrongAnswer(
        "equal is below",
        ruled(worse=lambda s: np.median(s.overall) <= 0),
        'says "worse" where the median is exactly 0. It has to be below',
    ),
    WrongAnswer(
        "upside down",
        ruled(
            lambda s: s.overall.max() < 0 and np.median(s.by_fold, axis=0).max() < 0,
            lambda s: np.median(s.overall) > 0,
        ),
        "is upside down: a positive skill is the better one",
    ),
    WrongAnswer(
        "words exchanged",
        exchanged,
        'swaps "shown" and "worse": a positive skill is the better one',
    ),
    WrongAnswer(
        "always shown", ruled(always), 'says "shown" of every forecast, whatever its errors are'
    ),
    WrongAnswer(
        "never shown",
        ruled(lambda s: False),
        'never says "shown". It has to, where every seed is better over all days and the median '
        "seed in every fold",
    ),
    WrongAnswer(
        "worse unless shown",
        ruled(worse=always),
        'says "worse" wherever "shown" does not hold. For "worse" the median has to be below 0',
    ),
    WrongAnswer(
        "never worse",
        ruled(worse=lambda s: False),
        'never says "worse". It has to, where the median over all days is below 0',
    ),
)
