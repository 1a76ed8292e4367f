"""The cases of the exercise `prices`.

Two cases of each have one size, so that what a function keeps between its calls shows. Values lie
away from zero and from each other, so that no two common mistakes give the same answer on all.
"""

from typing import Any

import numpy as np

from lstm_lib.checks.observe.stand_ins import Case

DAYS = (6, 9, 6, 7)
VOLATILE_DAYS = (36, 41, 36, 33)  # more than a month of days and a row
# Days, folds, test days of each, gap. But for the last case the gap is shorter than a test part.
SPLITS = ((23, 3, 4, 2), (31, 4, 5, 3), (23, 3, 4, 2), (29, 2, 7, 0), (40, 3, 6, 1), (17, 4, 1, 2))
# Training days, days between, test days, features.
SCALED = ((9, 2, 4, 3), (12, 3, 5, 2), (9, 2, 4, 3), (7, 1, 6, 4))
ASKED = (7, 5, 7, 6)  # days with a truth, a forecast and a floor
# Each row: the skill of each seed in each fold, beside the strongest floor. The first fold has the
# smallest errors and the last one the largest. Each tells apart two of the common wrong rules.
SKILLS = (
    ((0.10, 0.20, 0.15), (0.08, 0.12, 0.22), (0.25, 0.06, 0.11)),  # shown
    ((0.10, 0.20, 0.15), (-0.09, -0.12, 0.30), (0.25, 0.06, 0.11)),  # shown: a seed loses folds
    ((0.30, 0.20, 0.15), (0.28, 0.12, -0.30), (0.25, 0.26, 0.11)),  # one seed loses over all days
    ((-0.12, 0.30, 0.20), (-0.09, 0.22, 0.32), (-0.25, 0.26, 0.21)),  # a year is lost by all
    ((0.10, -0.20, -0.15), (0.08, -0.12, -0.22), (0.25, -0.06, -0.11)),  # worse
    ((-0.10, -0.20, -0.15), (-0.08, -0.12, -0.22), (-0.25, -0.06, -0.11)),  # worse, everywhere
    ((-0.10, -0.20, -0.15), (0.18, 0.22, 0.25), (-0.25, -0.06, -0.11)),  # worse, but for a seed
    ((0.30, 0.26, -0.12), (0.31, 0.22, -0.14), (0.28, 0.33, -0.16)),  # worse: the large last fold
    ((-0.90, -0.20, 0.15), (-0.80, 0.05, 0.12), (-0.70, 0.06, 0.14)),  # small folds lost
    ((0.12, 0.20, -1.90), (0.08, 0.12, 0.06), (0.10, 0.21, 0.07)),  # one seed failed at once
    ((0.20, 0.11, 0.16), (0.15, 0.14, 0.21), (-0.30, -0.25, -0.35), (-0.2, -0.3, -0.1)),  # even
    ((0.20, 0.11, 0.16), (0.35, 0.44, 0.31), (-0.06, -0.05, -0.07), (-0.2, -0.3, -0.1)),  # even
    ((0.14, -0.07, 0.25), (0.16, -0.08, 0.21), (0.13, 0.31, 0.17)),  # a median fold is lost
    ((0.14, -0.07, 0.25), (0.16, -0.08, 0.21), (0.13, 0.04, 0.17)),  # and so is its mean
    ((0.13, -0.21, 0.05), (0.14, 0.15, -0.20), (-0.25, 0.16, 0.12)),  # medians of folds above 0
    ((0.10, 0.10, -1.00), (-5.00, 0.10, 0.10), (0.10, -1.00, 0.10)),  # the same, all seeds below
    ((0.95, -0.01, -0.01), (-0.10, 0.90, -0.10), (-0.10, -0.10, 0.90)),  # the other way round
    ((-0.10, -0.05, 0.30), (-0.12, -0.06, 0.25), (-0.08, 0.10, 0.20)),  # one fold carries all
    ((0.10, 0.20, 0.15), (-0.30, 0.12, 0.22), (0.25, 0.30, 0.11)),  # shown, if the last one counts
    ((0.12, 0.03, 0.03), (0.11, 0.03, 0.03), (0.13, 0.03, 0.03)),  # shown, by little
    ((0.98, 0.98, 0.98), (0.98, 0.98, 0.98), (0.98, 0.98, 0.98)),  # shown, even of sums
    ((0.98, 0.98, 0.98), (0.98, 0.98, 0.98), (-0.30, -0.20, -0.10)),  # but for a seed
    ((-40.0, -40.0, -40.0), (-40.0, -40.0, -40.0), (-40.0, -40.0, -40.0)),  # worse, even of sums
    ((0.20, 0.21, 0.15), (0.24, 0.11, 0.19), (-40.0, -40.0, -40.0)),  # one seed far away
    ((-10.0, 0.60, 0.50), (-11.0, 0.50, 0.60), (-12.0, 0.60, 0.60)),  # one small fold far away
)
# Each row: the errors of one floor in each fold, as shares of those of the strongest floor. The
# others are weaker over all days, but one of them would win without the first fold, and one
# without the last.
STRONGEST, WEAK_ONCE, STRONG_EARLY = (1.0, 1.0, 1.0), (12.0, 0.95, 0.95), (0.9, 0.6, 1.5)
FLOOR_FACTORS = (
    (STRONGEST, WEAK_ONCE, STRONG_EARLY),
    (STRONG_EARLY, STRONGEST, WEAK_ONCE),
    (WEAK_ONCE, STRONG_EARLY, STRONGEST),
)
FOLD_SIZES = (0.5, 1.5, 2.2)  # how large errors are in each fold
FOLD_DAYS = 8


def prices(rng: np.random.Generator) -> list[Case]:
    """Draw prices that move by about a fifth each day, far enough for a logarithm to differ."""
    cases = []
    for days in DAYS:
        moves = rng.uniform(0.12, 0.3, days) * rng.choice([-1, 1], days)
        cases.append({"prices": float(rng.uniform(20, 90)) * np.exp(np.cumsum(moves))})
    return cases


def volatilities(rng: np.random.Generator) -> list[Case]:
    """Draw logarithms of daily volatilities, with a trend."""
    return [
        {"volatility": rng.normal(-4, 0.5, days) + np.linspace(0, 1, days)}
        for days in VOLATILE_DAYS
    ]


def splits(rng: np.random.Generator) -> list[Case]:
    """Return the sizes of walk-forwards; the seed moves how many days come before the tests."""
    more = int(rng.integers(0, 6))
    return [
        {"n_days": days + more, "n_folds": folds, "test_days": tests, "gap": gap}
        for days, folds, tests, gap in SPLITS
    ]


def features_with_folds(rng: np.random.Generator) -> list[Case]:
    """Draw features that drift, with the days of one fold; some days belong to neither part."""
    cases = []
    for n_train, between, n_test, features in SCALED:
        first, after = 2, 3  # days before and after both parts
        days = first + n_train + between + n_test + after
        drift = np.linspace(0, 3, days)[:, np.newaxis]
        scale = rng.uniform(0.5, 4, features)
        start = first + n_train + between
        cases.append(
            {
                "features": (rng.normal(0, 1, (days, features)) + drift) * scale
                + rng.uniform(2, 6, features),
                "train": np.arange(first, first + n_train),
                "test": np.arange(start, start + n_test),
            }
        )
    return cases


def forecasts_beside_floors(rng: np.random.Generator) -> list[Case]:
    """Draw truths with two forecasts; in every other case the floor is the better one."""
    cases = []
    for number, days in enumerate(ASKED):
        truth = rng.normal(1.5, 2, days)
        near = truth + rng.uniform(0.3, 0.9, days) * rng.choice([-1, 1], days)
        far = truth + rng.uniform(1.1, 2.5, days) * rng.choice([-1, 1, 1], days)
        forecast, floor = (near, far) if number % 2 == 0 else (far, near)
        cases.append({"truth": truth, "forecast": forecast, "floor": floor})
    return cases


def forecasts_by_seed(rng: np.random.Generator) -> list[Case]:
    """Draw forecasts with the skills of `SKILLS`, and three cases in which a forecast is the floor.

    Their numbers are whole, so that errors are equal however they are added up.
    """
    cases = [
        _with_skills(rng, np.array(rows), FLOOR_FACTORS[k % 3]) for k, rows in enumerate(SKILLS)
    ]
    order = rng.permutation(len(cases))
    return [*(cases[k] for k in order), *_ties(rng)]


def _with_skills(rng: np.random.Generator, skills: np.ndarray, factors: Any) -> Case:
    """Draw forecasts with given skills in each fold, beside the strongest of several floors."""
    folds = skills.shape[1]
    truth = rng.normal(2, 1.5, (folds, FOLD_DAYS))
    size = np.array(FOLD_SIZES)[:, np.newaxis]

    def drawn() -> np.ndarray:
        shape = (folds, FOLD_DAYS)
        return rng.uniform(0.5, 1.5, shape) * rng.choice([-1, 1], shape)

    def errors(share: np.ndarray, common: Any = 0.0) -> np.ndarray:
        own = common + drawn()
        root = np.sqrt(np.mean(own**2, axis=1, keepdims=True))
        return size * own / root * np.sqrt(share)[:, np.newaxis]  # of mean square share · size²

    common = 2.5 * drawn()  # seeds of one network err alike: their mean is hardly better than each
    said = np.array([truth + errors(1 - row, common) for row in skills])
    floors = np.array([truth + errors(np.array(row)) for row in factors])
    order = rng.permutation(folds)  # so that no fold has its size from its place
    return {"truth": truth[order], "forecasts": said[:, order], "floors": floors[:, order]}


def _ties(rng: np.random.Generator) -> list[Case]:
    """Draw whole numbers: one seed equals the floor, or the median seed, or it does in one fold."""
    cases = []
    everywhere = (0, 1, 2)
    for equal, folds in (((0,), everywhere), ((0, 1), everywhere), ((0, 1), (1,))):
        truth = rng.integers(-9, 10, (3, FOLD_DAYS)).astype(float)
        wrong = np.full((3, FOLD_DAYS), 2.0) * rng.choice([-1, 1], (3, FOLD_DAYS))
        said = np.array([truth + wrong / 2 for _ in range(3)])
        for seed in equal:
            for fold in folds:
                said[seed, fold] = truth[fold] + wrong[fold]
        floors = np.array([truth + wrong, truth + 2 * wrong])
        cases.append({"truth": truth, "forecasts": said, "floors": floors})
    return cases
