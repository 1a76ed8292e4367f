"""What changes nothing in answers of `prices`: inputs to draw."""

import numpy as np


def _prices(rng):
    """Draw prices."""
    return (float(rng.uniform(5, 90)) * np.exp(np.cumsum(rng.normal(0, 0.2, rng.integers(2, 12)))),)


def _split(rng):
    """Draw the sizes of a walk-forward, with a day or more to train on."""
    folds, tests, gap = (int(n) for n in rng.integers((2, 1, 0), (6, 7, 5)))
    return folds * tests + gap + int(rng.integers(1, 9)), folds, tests, gap


def _fold(rng):
    """Draw features, and the days of one fold."""
    train, between, test, features = rng.integers((2, 0, 1, 1), (12, 4, 8, 5))
    drawn = rng.normal(2, 3, (train + between + test + 2, features))
    return drawn, np.arange(train), np.arange(train + between, train + between + test)


def _beside(rng):
    """Draw a truth with two forecasts."""
    return tuple(rng.normal(1, 2, (3, rng.integers(1, 9))))


def _by_seed(rng):
    """Draw what several seeds and floors said; sometimes a seed says what a floor says.

    Errors are whole and counts powers of two, so that means are exact in whatever order.
    """
    seeds, floors = rng.integers((1, 1), (6, 4))
    folds, days = rng.choice([1, 2, 4], 2)
    truth = rng.integers(-5, 6, (folds, days)).astype(float)
    said = truth + rng.choice([-3, -2, -1, 1, 2, 3], (seeds, folds, days))
    drawn = truth + rng.choice([-3, -2, 2, 3], (floors, folds, days))
    if rng.random() < 0.3:
        said[0] = drawn[0]
    return truth, said, drawn


INPUTS = {
    "log_returns": _prices,
    "har_rows": lambda rng: (rng.normal(-4, 1, rng.integers(23, 40)),),
    "walk_forward": _split,
    "scale_fold": _fold,
    "skill_beside": _beside,
    "share_verdict": _by_seed,
}
