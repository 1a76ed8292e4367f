"""Wrong answers to `fit_scaler`, each as a learner would write it."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.checks.judge.compare import WrongAnswer
from lstm_lib.windows import make_windows


def _count(points: int, steps: int, fraction: float) -> int:
    """Return how many windows there are to train on."""
    return int(fraction * (points - steps))


def _fitted(
    choose: Callable[[np.ndarray, int, float], np.ndarray],
    scaler: str = "MinMaxScaler",
    **options: Any,
) -> Callable[..., Any]:
    """Make an answer that fits a scaler on the points that `choose` takes of the series."""

    def answer(series, steps, train_fraction):  # type: ignore[no-untyped-def]
        from sklearn import preprocessing  # slow to import, and only this exercise needs it

        points = choose(series, steps, train_fraction)
        points = points[:, None] if points.ndim == 1 else points
        return getattr(preprocessing, scaler)(**options).fit(points)

    return answer


def _touched(series: np.ndarray, steps: int, fraction: float) -> np.ndarray:
    """Return the points that the training windows and their targets touch."""
    return series[: _count(len(series), steps, fraction) + steps]


def _ends_of_touched(series: np.ndarray, steps: int, fraction: float) -> np.ndarray:
    """Return the first and the last of the touched points, as if no extreme lay in between."""
    return _touched(series, steps, fraction)[[0, -1]]


def _scaled(series, steps, train_fraction):  # type: ignore[no-untyped-def]
    """Return scaled points instead of the scaler."""
    return _fitted(_touched)(series, steps, train_fraction).transform(series[:, None])


def _both(series, steps, train_fraction):  # type: ignore[no-untyped-def]
    """Return the scaler and scaled points."""
    return _fitted(_touched)(series, steps, train_fraction), _scaled(series, steps, train_fraction)


def _unfitted(series, steps, train_fraction):  # type: ignore[no-untyped-def]
    """Return a scaler that has seen nothing."""
    from sklearn.preprocessing import MinMaxScaler

    return MinMaxScaler()


SEEN_WRONG_ANSWERS = (
    WrongAnswer(
        "whole series",
        _fitted(lambda series, steps, fraction: series),
        "it has seen the whole series, the test part too: that is leakage. "
        "Fit it on the points that training touches",
    ),
    WrongAnswer(
        "missing the last target",
        _fitted(lambda series, steps, fraction: _touched(series, steps, fraction)[:-1]),
        "it has seen the training windows, and not the target of the last one",
    ),
    WrongAnswer(
        "only targets",
        _fitted(lambda series, steps, fraction: _touched(series, steps, fraction)[steps:]),
        "it has seen the training targets alone. The first window begins before the first target",
    ),
    WrongAnswer(
        "first and last point only",
        _fitted(_ends_of_touched),
        "it has seen the first and the last point that training touches, and not all in between. "
        "A series may turn: its lowest and highest point need not lie at the ends",
    ),
    WrongAnswer(
        "fraction of the points",
        _fitted(lambda series, steps, fraction: series[: int(fraction * len(series))]),
        "it has seen a fraction of the points. The fraction is one of the windows: "
        "count these first, then ask which points they touch",
    ),
    WrongAnswer(
        "fraction of the points, plus a window",
        _fitted(lambda series, steps, fraction: series[: int(fraction * len(series)) + steps]),
        "it has seen more than training touches: the fraction is one of the windows, "
        "and there are fewer windows than points",
    ),
    WrongAnswer(
        "first points of the windows",
        _fitted(lambda series, steps, fraction: _touched(series, steps, fraction)[:-steps]),
        "it has seen as many points as there are training windows: their first points. "
        "Ask how far the last window and its target reach",
    ),
    WrongAnswer(
        "one point too many",
        _fitted(
            lambda series, steps, fraction: series[: len(_touched(series, steps, fraction)) + 1]
        ),
        "it has seen one point after the last training target",
    ),
    WrongAnswer(
        "rounded up",
        _fitted(
            lambda series, steps, fraction: series[
                : math.ceil(fraction * (len(series) - steps)) + steps
            ]
        ),
        "it has seen one window too many wherever the fraction of the windows is not whole: "
        "round down",
    ),
    WrongAnswer(
        "test part",
        _fitted(lambda series, steps, fraction: series[_count(len(series), steps, fraction) :]),
        "it has seen the points that the test part touches. What is to come is unknown when a "
        "network is trained",
    ),
)

DOES_WRONG_ANSWERS = (
    WrongAnswer(
        "range from −1 to 1",
        _fitted(_touched, feature_range=(-1, 1)),
        "it takes the points that it has seen to −1 … 1, and 0 … 1 was expected",
    ),
    WrongAnswer(
        "values clipped",
        _fitted(_touched, clip=True),
        "it cuts off what lies outside the points that it has seen. A later value may leave "
        "0 … 1, and it must, if the scaler is to take it back",
    ),
    WrongAnswer(
        "StandardScaler",
        _fitted(_touched, scaler="StandardScaler"),
        "it is a StandardScaler: it centers on the mean and divides by the spread. "
        "A MinMaxScaler was expected",
    ),
)

# These return nothing that can scale a series, so nothing else about them can be judged.
NO_SCALER_WRONG_ANSWERS = (
    WrongAnswer(
        "transform already applied",
        _scaled,
        "an array came back, and the scaler was expected. It is fitted here, and applied later",
    ),
    WrongAnswer(
        "scaler and values",
        _both,
        "several values came back, and the scaler alone was expected",
    ),
    WrongAnswer(
        "not fitted",
        _unfitted,
        "a scaler came back that has seen nothing yet: fit it",
    ),
    WrongAnswer(
        "a range for each step",
        _fitted(
            lambda series, steps, fraction: make_windows(series, steps)[0][
                : _count(len(series), steps, fraction), :, 0
            ]
        ),
        "it has a range for each step of a window. The series is one feature: "
        "give it its points as one column",
    ),
    WrongAnswer(
        "a range for each point",
        _fitted(lambda series, steps, fraction: _touched(series, steps, fraction)[None, :]),
        "it has a range for each point: they came as one row. The series is one feature: "
        "give it its points as one column",
    ),
)

SCALER_WRONG_ANSWERS = (*SEEN_WRONG_ANSWERS, *DOES_WRONG_ANSWERS, *NO_SCALER_WRONG_ANSWERS)
