"""What goes wrong when series are scaled, and what to say about it."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.checks.judge.diagnosis import WrongAnswer

Answer = Callable[..., Any]


def scale_by_training(values, n_train):
    """Return values less the training part's mean, divided by its standard deviation."""
    return _scaled(values, values[:n_train])


def _scaled(values, known, **options):
    """Scale by the mean and the standard deviation of known rows."""
    return (values - known.mean(axis=0)) / known.std(axis=0, **options)


def _by_range(values, known):
    """Scale so that the known rows span 0 to 1."""
    low, high = known.min(axis=0), known.max(axis=0)
    return (values - low) / (high - low)


def _by_mean_absolute_deviation(values, n_train):
    """Divide by the mean size of the deviations."""
    centered = values - values[:n_train].mean(axis=0)
    return centered / np.abs(centered[:n_train]).mean(axis=0)


def _each_by_itself(values, n_train):
    """Scale each part by its own mean and deviation."""
    train, later = values[:n_train], values[n_train:]
    return np.concatenate([_scaled(train, train), _scaled(later, later)])


WRONG_SCALED = (
    WrongAnswer(
        "fitted to the whole series",
        lambda values, n_train: _scaled(values, values),
        "comes from mean and deviation of all hours. Those after the training part have not "
        "happened yet when the model is made",
    ),
    WrongAnswer(
        "fitted to the later part",
        lambda values, n_train: _scaled(values, values[n_train:]),
        "comes from mean and deviation of the hours after the training part",
    ),
    WrongAnswer(
        "each part by itself",
        _each_by_itself,
        "comes from two scalings: the later part has its own mean and deviation, which take away "
        "what changed, and are not known yet",
    ),
    WrongAnswer(
        "one scale for all series",
        lambda values, n_train: (values - values[:n_train].mean()) / values[:n_train].std(),
        "comes from one mean and one deviation for all series. Degrees and hectopascals have a "
        "scale each",
    ),
    WrongAnswer(
        "scaled hour by hour",
        lambda values, n_train: (
            (values - values.mean(axis=1, keepdims=True)) / values.std(axis=1, keepdims=True)
        ),
        "comes from mean and deviation of each hour over its series. They run over the hours, the "
        "first axis",
    ),
    WrongAnswer(
        "range of the training part",
        lambda values, n_train: _by_range(values, values[:n_train]),
        "spans 0 to 1 on the training part. Mean and standard deviation were asked for",
    ),
    WrongAnswer(
        "range of the whole series",
        lambda values, n_train: _by_range(values, values),
        "spans 0 to 1 on the whole series. Mean and deviation of the training part were asked for",
    ),
    WrongAnswer(
        "variance for deviation",
        lambda values, n_train: (
            (values - values[:n_train].mean(axis=0)) / values[:n_train].var(axis=0)
        ),
        "is divided by the variance. The standard deviation is its root, in the series' units",
    ),
    WrongAnswer(
        "n − 1 in the deviation",
        lambda values, n_train: _scaled(values, values[:n_train], ddof=1),
        "is divided by the deviation with n − 1 below, as pandas computes it. `np.std` divides by "
        "n, and so does scikit-learn's StandardScaler",
    ),
    WrongAnswer(
        "mean absolute deviation",
        _by_mean_absolute_deviation,
        "is divided by the mean size of the deviations. The standard deviation is the root of the "
        "mean of their squares",
    ),
    WrongAnswer(
        "sum for mean",
        lambda values, n_train: (
            (values - values[:n_train].sum(axis=0)) / values[:n_train].std(axis=0)
        ),
        "has the sum of the training part subtracted, not its mean",
    ),
    WrongAnswer(
        "scaled the way back",
        lambda values, n_train: (
            values * values[:n_train].std(axis=0) + values[:n_train].mean(axis=0)
        ),
        "is multiplied by the deviation and has the mean added: that is the way back, from scaled "
        "values to the series' units",
    ),
    WrongAnswer(
        "mean not subtracted",
        lambda values, n_train: values / values[:n_train].std(axis=0),
        "is divided by the deviation, but the mean was not subtracted before",
    ),
    WrongAnswer(
        "not divided",
        lambda values, n_train: values - values[:n_train].mean(axis=0),
        "has the mean subtracted, but is not divided by the deviation",
    ),
    WrongAnswer(
        "mean subtracted too late",
        lambda values, n_train: (
            values / values[:n_train].std(axis=0) - values[:n_train].mean(axis=0)
        ),
        "has the mean subtracted after the division. Subtract first, all of it, then divide",
    ),
    WrongAnswer(
        "training part one too long",
        lambda values, n_train: scale_by_training(values, n_train + 1),
        "comes from n_train + 1 rows: the first one of the later part counts too",
    ),
    WrongAnswer(
        "training part one too short",
        lambda values, n_train: scale_by_training(values, n_train - 1),
        "comes from n_train − 1 rows: the last one of the training part is missing",
    ),
    WrongAnswer(
        "training part alone",
        lambda values, n_train: scale_by_training(values, n_train)[:n_train],
        "holds the training part alone. All rows are scaled, by what the training part holds",
    ),
    WrongAnswer(
        "later part not scaled",
        lambda values, n_train: np.concatenate(
            [scale_by_training(values, n_train)[:n_train], values[n_train:]]
        ),
        "holds the later part as it was, in its own units",
    ),
)
