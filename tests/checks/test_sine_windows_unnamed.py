"""Wrong answers to `fit_scaler` and `split_in_time` that have no name of their own."""

import numpy as np
import pytest
from check_tools import SEEDS, run_check
from sine_windows_tables import SEEN, lost
from sklearn.preprocessing import MinMaxScaler

# Points that a scaler is fitted on: of the whole series s, its n touched points and the steps.
POINTS = {
    "every second": lambda s, n, steps: s[:n:2],
    "every second, from the second": lambda s, n, steps: s[1:n:2],
    "first points of windows side by side": lambda s, n, steps: np.append(s[:n:steps], s[n - 1]),
    "first window and last target": lambda s, n, steps: np.append(s[:steps], s[n - 1]),
    "first and last window": lambda s, n, steps: np.append(s[:steps], s[n - steps - 1 : n]),
    "ends and middle": lambda s, n, steps: s[[0, n // 2, n - 1]],
    "highest of all": lambda s, n, steps: np.append(s[:n], s.max()),
    "lowest of all": lambda s, n, steps: np.append(s[:n], s.min()),
    "without its outliers": lambda s, n, steps: np.quantile(s[:n], [0.01, 0.99]),
    "rounded": lambda s, n, steps: s[:n].round(3),
    "without the first": lambda s, n, steps: s[1:n],
    "sorted first": lambda s, n, steps: np.sort(s)[:n],
    "steps between points": lambda s, n, steps: np.diff(s[:n]),
    "with a zero": lambda s, n, steps: np.append(s[:n], 0),
}

# Where each part begins and ends: k is the first test window, n is how many windows there are.
BORDERS = {
    "gap of steps": lambda k, gap, steps, n: (0, k - steps, k, n),
    "gap and steps": lambda k, gap, steps, n: (0, k - gap - steps, k, n),
    "gap of one or more": lambda k, gap, steps, n: (0, k - max(gap, 1), k, n),
    "gap up to steps": lambda k, gap, steps, n: (0, k - min(gap, steps), k, n),
    "gap from steps": lambda k, gap, steps, n: (0, k - max(gap, steps), k, n),
    "half a gap from each": lambda k, gap, steps, n: (0, k - gap // 2, k + gap - gap // 2, n),
    "first window lost": lambda k, gap, steps, n: (1, k - gap, k, n),
    "test part of a few": lambda k, gap, steps, n: (0, k - gap, k, k + steps),
    "test on everything": lambda k, gap, steps, n: (0, k - gap, 0, n),
    "train on everything": lambda k, gap, steps, n: (0, n, k, n),
    "halves": lambda k, gap, steps, n: (0, n // 2 - gap, n // 2, n),
}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("choose", POINTS.values(), ids=POINTS)
def test_scaler_of_other_points_loses_what_it_has_seen(choose, seed):
    """Does a scaler that is fitted on any other points lose the marks for them?"""

    def fit_scaler(series, steps, train_fraction):
        touched = int(train_fraction * (len(series) - steps)) + steps
        return MinMaxScaler().fit(choose(series, touched, steps)[:, None])

    assert lost(run_check("fit_scaler", {"fit_scaler": fit_scaler}, seed)) == SEEN


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("places", BORDERS.values(), ids=BORDERS)
def test_split_at_other_places_loses_marks(places, seed):
    """Does a split with any other border lose the marks of a part at least?"""

    def split_in_time(inputs, targets, train_fraction, gap):
        windows, steps = inputs.shape[:2]
        a, b, c, d = places(int(train_fraction * windows), gap, steps, windows)
        return inputs[a:b], targets[a:b], inputs[c:d], targets[c:d]

    assert run_check("split_in_time", {"split_in_time": split_in_time}, seed).share <= 0.5
