"""The checks of the exercise `prices`."""

import numpy as np
import pytest
from check_tools import SEEDS, run_check
from sklearn.model_selection import TimeSeriesSplit
from sklearn.preprocessing import StandardScaler

from lstm_lib import forecast_verdict, prices
from lstm_lib.checks.exercises.prices.checks import SHARE_VERDICT
from lstm_lib.checks.seed import random_generator


def by_scikit_learn(n_days, n_folds, test_days, gap):
    """Split with scikit-learn."""
    split = TimeSeriesSplit(n_folds, test_size=test_days, gap=gap)
    return split.split(np.zeros(n_days))


def scaled_by_scikit_learn(features, train, test):
    """Scale with scikit-learn."""
    scaler = StandardScaler().fit(features[train])
    return scaler.transform(features[train]), scaler.transform(features[test])


RIGHT = {
    "log_returns": prices.log_returns,
    "har_rows": prices.har_rows,
    "walk_forward": by_scikit_learn,
    "scale_fold": scaled_by_scikit_learn,
    "skill_beside": forecast_verdict.skill_beside,
    "share_verdict": forecast_verdict.verdict,
}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", RIGHT)
def test_the_library_passes(name, seed):
    """Does what the library or scikit-learn computes get full marks?"""
    given = RIGHT[name]
    assert run_check(name, {name: lambda *arguments: given(*arguments)}, seed).share == 1


def split_by(fold):
    """Make a split from what each fold's first test day, and the sizes, give."""

    def walk_forward(n_days, n_folds, test_days, gap):
        starts = range(n_days - n_folds * test_days, n_days, test_days)
        return [fold(start, n_days, test_days, gap) for start in starts]

    return walk_forward


@pytest.mark.parametrize(
    ("fold", "words"),
    [
        (lambda start, n, tests, gap: range(start), "holds no pairs"),
        (
            lambda start, n, tests, gap: (range(start - gap), [start, n + 7]),
            "that the series does not have",
        ),
        (
            lambda start, n, tests, gap: (
                [*range(start - gap), start + tests - 1],
                range(start, start + tests),
            ),
            "after the first test day",
        ),
        (lambda start, n, tests, gap: ([0.5], [1.0]), "not whole"),
    ],
)
def test_a_strange_split_is_named(fold, words):
    """Is what no common mistake gives told in words all the same?"""
    seen = run_check("walk_forward", {"walk_forward": split_by(fold)})
    assert seen.share < 1
    assert words in seen.text()


def test_training_and_test_days_are_judged_apart():
    """Does a missing gap cost the point of the training days alone?"""
    no_gap = split_by(lambda start, n, tests, gap: (range(start), range(start, start + tests)))
    seen = run_check("walk_forward", {"walk_forward": no_gap})
    assert [finding.right for finding in seen.findings] == [False, True]


def test_nan_of_another_kind_is_still_told():
    """Is NaN that no known mistake leaves called NaN, and not a made-up number?"""
    seen = run_check("log_returns", {"log_returns": lambda p: np.diff(np.log(p)) * np.nan})
    assert "NaN" in seen.text()
    assert "1000000" not in seen.text()


def test_a_verdict_tells_the_case():
    """Does an unknown rule see the skills of a case that it gets wrong?"""
    words = iter(["shown", "worse", "not shown"] * 99)
    seen = run_check("share_verdict", {"share_verdict": lambda *arguments: next(words)})
    assert "skills are" in seen.text()


def test_no_case_of_a_verdict_hangs_on_rounding():
    """Does the word stay the same when errors are added up in another order?"""
    for seed in SEEDS:
        for case in SHARE_VERDICT.cases(random_generator(seed, "share_verdict")):
            arrays = [case[name] for name in SHARE_VERDICT.arguments]
            turned = [array[..., ::-1].astype(np.float32) for array in arrays]
            assert forecast_verdict.verdict(*arrays) == forecast_verdict.verdict(*turned)
