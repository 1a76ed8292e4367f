"""What goes wrong in means of the season, and what to say about it."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.checks.judge.diagnosis import WrongAnswer

Answer = Callable[..., Any]


def _by_place(values: np.ndarray, season: int, known: slice, of: Answer = np.mean) -> Any:
    """Return what `of` makes of the known values at the place of each point."""
    place, numbers = np.arange(len(values)) % season, np.arange(len(values))[known]
    made = [of(values[numbers[numbers % season == k]]) for k in range(season)]
    return np.array(made)[place]


def _last_whole_seasons(values, season, n_train):
    """Return the means of the whole seasons at the end of the training part, laid from its end."""
    whole = values[n_train % season : n_train].reshape(-1, season).mean(axis=0)
    return np.resize(whole, len(values))


def _up_to_now(values, season, n_train):
    """Return the mean of the values at each point's place up to the point itself."""
    return np.array([np.mean(values[t % season : t + 1 : season]) for t in range(len(values))])


WRONG_MEANS = (
    WrongAnswer(
        "whole series",
        lambda values, season, n_train: _by_place(values, season, slice(None)),
        "equal the means over the whole series: they have seen the test part, anomalies included. "
        "Only the first `n_train` values are known",
    ),
    WrongAnswer(
        "test part",
        lambda values, season, n_train: _by_place(values, season, slice(n_train, None)),
        "equal the means over the values after the training part, which nobody knows yet",
    ),
    WrongAnswer(
        "one mean for all",
        lambda values, season, n_train: np.full(len(values), values[:n_train].mean()),
        "are one number for all points, the mean of the training part. Each place of the season "
        "has its own",
    ),
    WrongAnswer(
        "median for mean",
        lambda values, season, n_train: _by_place(values, season, slice(n_train), np.median),
        "equal the medians of the training part, not its means",
    ),
    WrongAnswer(
        "one season",
        lambda values, season, n_train: _by_place(values, season, slice(season)),
        "repeat the first season. The mean of all seasons of the training part was expected",
    ),
    WrongAnswer(
        "last season",
        lambda values, season, n_train: _by_place(values, season, slice(n_train - season, n_train)),
        "repeat the last season of the training part. The mean of all of its seasons was expected",
    ),
    WrongAnswer(
        "one season alone",
        lambda values, season, n_train: _by_place(values, season, slice(n_train))[:season],
        "are those of one season. One for each point of `values` was expected",
    ),
    WrongAnswer(
        "test part alone",
        lambda values, season, n_train: _by_place(values, season, slice(n_train))[n_train:],
        "begin after the training part. One for each point of `values` was expected",
    ),
    WrongAnswer(
        "begins after the training part",
        lambda values, season, n_train: np.resize(
            _by_place(values, season, slice(n_train))[:season], len(values) - n_train
        ),
        "are for the points after the training part, and begin with place 0 there. The place of "
        "a point counts from the beginning of the series, and each point has a forecast",
    ),
    WrongAnswer(
        "last place left over",
        lambda values, season, n_train: _by_place(
            values, season, slice(n_train // season * season)
        ),
        "leave out the values of the training part that do not fill a whole season. They are "
        "known as well",
    ),
    WrongAnswer(
        "places counted from the end",
        _last_whole_seasons,
        "count the places of the season from another point than the first one of the series",
    ),
    WrongAnswer(
        "training part too long",
        lambda values, season, n_train: _by_place(values, season, slice(n_train + 1)),
        "have seen the value at `n_train`, the first one of the test part",
    ),
    WrongAnswer(
        "training part too short",
        lambda values, season, n_train: _by_place(values, season, slice(n_train - 1)),
        "leave out the last value of the training part, at `n_train - 1`",
    ),
    WrongAnswer(
        "one place off",
        lambda values, season, n_train: np.roll(
            _by_place(values, season, slice(n_train))[:season], 1
        )[np.arange(len(values)) % season],
        "have each mean one place too late",
    ),
    WrongAnswer(
        "one place off",
        lambda values, season, n_train: np.roll(
            _by_place(values, season, slice(n_train))[:season], -1
        )[np.arange(len(values)) % season],
        "have each mean one place too early",
    ),
    WrongAnswer(
        "season, not place",
        lambda values, season, n_train: np.array(
            [
                np.mean(values[:n_train][np.arange(n_train) // season == k])
                for k in range(n_train // season)
            ]
        )[np.minimum(np.arange(len(values)) // season, n_train // season - 1)],
        "are means over all points of a season. One over all seasons was expected, for each place",
    ),
    WrongAnswer(
        "up to now",
        _up_to_now,
        "are means up to each point, and that point is among them: a value is part of its own "
        "forecast",
    ),
)
