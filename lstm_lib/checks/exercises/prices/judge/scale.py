"""What goes wrong when one fold is scaled, and what to say about it."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.checks.judge.diagnosis import WrongAnswer

Answer = Callable[..., Any]
Statistic = Callable[[np.ndarray, np.ndarray, np.ndarray], Any]  # (features, train, test)


def scale_fold(features, train, test):
    """Return both parts, less the training rows' mean and divided by their standard deviation."""
    seen = features[train]
    mean, deviation = seen.mean(axis=0), seen.std(axis=0)
    return (features[train] - mean) / deviation, (features[test] - mean) / deviation


def _by(seen: Statistic) -> Answer:
    """Make an answer that takes mean and deviation of other rows."""

    def scaled(features: np.ndarray, train: np.ndarray, test: np.ndarray) -> Any:
        rows = seen(features, train, test)
        return tuple((features[k] - rows.mean(axis=0)) / rows.std(axis=0) for k in (train, test))

    return scaled


def _with(center: Any, width: Any) -> Answer:
    """Make an answer that moves and divides by other numbers of the training rows."""

    def scaled(features: np.ndarray, train: np.ndarray, test: np.ndarray) -> Any:
        rows = features[train]
        return tuple((features[k] - center(rows)) / width(rows) for k in (train, test))

    return scaled


def _both(change: Callable[[np.ndarray, np.ndarray], Any]) -> Answer:
    """Make an answer that does something to the right parts."""
    return lambda *arguments: change(*scale_fold(*arguments))


def _apart(features: np.ndarray, train: np.ndarray, test: np.ndarray) -> Any:
    """Scale each part by itself."""
    return tuple(
        (part - part.mean(axis=0)) / part.std(axis=0) for part in (features[train], features[test])
    )


def _deviation_of_all(features: np.ndarray, train: np.ndarray, test: np.ndarray) -> Any:
    """Take the mean of the training rows and the deviation of all."""
    mean, deviation = features[train].mean(axis=0), features.std(axis=0)
    return tuple((features[k] - mean) / deviation for k in (train, test))


def _mean_of_all(features: np.ndarray, train: np.ndarray, test: np.ndarray) -> Any:
    """Take the mean of all rows and the deviation of the training rows."""
    mean, deviation = features.mean(axis=0), features[train].std(axis=0)
    return tuple((features[k] - mean) / deviation for k in (train, test))


def _zero(rows: np.ndarray) -> float:
    """Subtract nothing."""
    return 0.0


def _one(rows: np.ndarray) -> float:
    """Divide by nothing."""
    return 1.0


def _mean(rows: np.ndarray) -> Any:
    """Return the mean of each feature."""
    return rows.mean(axis=0)


def _deviation(rows: np.ndarray) -> Any:
    """Return the standard deviation of each feature."""
    return rows.std(axis=0)


LEAK = "come from days that the fold may not know"

WRONG_SCALES = (
    WrongAnswer(
        "all days",
        _by(lambda features, train, test: features),
        f"are scaled by mean and standard deviation of all days. These {LEAK}: take those of the "
        "training days",
    ),
    WrongAnswer(
        "both parts",
        _by(lambda features, train, test: features[np.concatenate([train, test])]),
        f"are scaled by mean and standard deviation of both parts together. These {LEAK}: take "
        "those of the training days",
    ),
    WrongAnswer(
        "up to the tests",
        _by(lambda features, train, test: features[: test[0]]),
        "are scaled by all days before the test days. Take the training days alone: the gap is "
        "there for a reason",
    ),
    WrongAnswer(
        "up to the last test day",
        _by(lambda features, train, test: features[: test[-1] + 1]),
        f"are scaled by all days up to the end of the test. These {LEAK}",
    ),
    WrongAnswer(
        "up to the last training day",
        _by(lambda features, train, test: features[: train[-1] + 1]),
        "are scaled by all days from day 0 to the last training day. Take the days that `train` "
        "names",
    ),
    WrongAnswer(
        "fitted on each part",
        _apart,
        "are each scaled by their own mean and standard deviation. On the first test day, nobody "
        "knows those of the test: take the training days' for both",
    ),
    WrongAnswer(
        "the test's own",
        _by(lambda features, train, test: features[test]),
        f"are scaled by mean and standard deviation of the test days. These {LEAK}",
    ),
    WrongAnswer(
        "one scale for all features",
        _with(np.mean, np.std),
        "are scaled by one mean and one standard deviation for all features. Each feature has its "
        "own: axis 0",
    ),
    WrongAnswer(
        "another axis",
        lambda features, train, test: tuple(
            (part - part.mean(axis=1, keepdims=True)) / part.std(axis=1, keepdims=True)
            for part in (features[train], features[test])
        ),
        "are scaled day by day, over the features. Take mean and deviation over the days, axis 0",
    ),
    WrongAnswer(
        "between 0 and 1",
        _with(lambda rows: rows.min(axis=0), lambda rows: np.ptp(rows, axis=0)),
        "are scaled to lie between 0 and 1. Mean and standard deviation were asked for",
    ),
    WrongAnswer(
        "between 0 and 1, by all days",
        lambda features, train, test: tuple(
            (features[k] - features.min(axis=0)) / np.ptp(features, axis=0) for k in (train, test)
        ),
        "are scaled to lie between 0 and 1, by all days, the test days among them. Take mean and "
        "standard deviation of the training days",
    ),
    WrongAnswer(
        "not divided", _with(_mean, _one), "have lost the mean but are not divided by anything"
    ),
    WrongAnswer(
        "mean not subtracted",
        _with(_zero, _deviation),
        "are divided by the standard deviation, and the mean was not subtracted before",
    ),
    WrongAnswer(
        "variance",
        _with(_mean, lambda rows: rows.var(axis=0)),
        "are divided by the variance. Take its root, the standard deviation",
    ),
    WrongAnswer(
        "one less",
        _with(_mean, lambda rows: rows.std(axis=0, ddof=1)),
        "use a standard deviation that divides by one day less, as pandas' `std()` does. NumPy's "
        "`std` divides by the number of days",
    ),
    WrongAnswer(
        "sum for mean",
        _with(lambda rows: rows.sum(axis=0), _deviation),
        "have lost the sum of the training days. Subtract the mean",
    ),
    WrongAnswer(
        "sum for mean in the deviation",
        _with(_mean, lambda rows: rows.std(axis=0) * np.sqrt(len(rows))),
        "are divided by the root of the summed squares. A standard deviation is the root of their "
        "mean",
    ),
    WrongAnswer(
        "scaled the wrong way",
        lambda features, train, test: tuple(
            features[k] * features[train].std(axis=0) + features[train].mean(axis=0)
            for k in (train, test)
        ),
        "are multiplied by the deviation, and the mean is added: that is the way back from scaled "
        "values",
    ),
    WrongAnswer(
        "median",
        _with(lambda rows: np.median(rows, axis=0), _deviation),
        "have lost the median. Subtract the mean",
    ),
    WrongAnswer(
        "divided by the range",
        _with(_mean, lambda rows: np.ptp(rows, axis=0)),
        "are divided by the distance of the smallest from the largest value. Take the standard "
        "deviation",
    ),
    WrongAnswer(
        "deviation of all days",
        _deviation_of_all,
        f"have the training days' mean, but the standard deviation of all days. These {LEAK}",
    ),
    WrongAnswer(
        "mean of all days",
        _mean_of_all,
        f"have the training days' deviation, but the mean of all days. These {LEAK}",
    ),
    WrongAnswer(
        "test not scaled",
        lambda features, train, test: (scale_fold(features, train, test)[0], features[test]),
        "leave the test as it was. A network that has learned from scaled days needs scaled ones",
    ),
    WrongAnswer(
        "parts exchanged",
        _both(lambda train, test: (test, train)),
        "are in the wrong order: the training part comes first",
    ),
    WrongAnswer(
        "axes exchanged",
        _both(lambda train, test: (train.T, test.T)),
        "have days and features exchanged",
    ),
    WrongAnswer(
        "added", _with(lambda rows: -rows.mean(axis=0), _deviation), "have the mean added to them"
    ),
    WrongAnswer(
        "divided first",
        lambda features, train, test: tuple(
            features[k] / features[train].std(axis=0) - features[train].mean(axis=0)
            for k in (train, test)
        ),
        "are divided before the mean is subtracted. Subtract first",
    ),
)
