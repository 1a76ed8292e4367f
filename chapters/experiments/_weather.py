"""What the experiments on weather share: parts, floors and the linear model."""

from typing import NamedTuple

import numpy as np
from sklearn.linear_model import Ridge

from lstm_lib.datasets import new_york_weather
from lstm_lib.several_series import windows_ahead
from lstm_lib.weather import features, hourly

STEPS, HORIZON = 48, 24
AUTUMN, WINTER = np.datetime64("2013-09-15T00", "h"), np.datetime64("2013-11-01T00", "h")
NAMES = ("train", "validation", "test")
TAKEN = (2, 3, 3)  # every second window to train: neighbors tell nearly the same
PENALTIES = (1.0, 10.0, 100.0, 1000.0, 10000.0)


class Part(NamedTuple):
    """Windows of one part, scaled, and what follows each.

    ``inputs`` is of shape (windows, steps, features); ``changes``, of shape (windows, horizon), is
    how much warmer each of the next hours is than the window's last one, in degrees Celsius;
    ``next_rows``, of shape (windows, horizon, features), is what comes, scaled.
    """

    inputs: np.ndarray
    changes: np.ndarray
    next_rows: np.ndarray


class Parts(NamedTuple):
    """Three parts, and the mean and spread of each feature in the training part."""

    train: Part
    validation: Part
    test: Part
    mean: np.ndarray
    spread: np.ndarray


def all_hours():
    """Return the hours of all airports, one below the other: places, times, features."""
    found = []
    for place, readings in new_york_weather().items():
        times, rows = hourly(*readings)
        rows = features(times, rows)
        known = ~np.isnan(rows).any(axis=1)
        found.append((np.full(known.sum(), place), times[known], rows[known]))
    return tuple(np.concatenate(one) for one in zip(*found, strict=True))


def by_season(hours=None):
    """Return the parts as a user would have them: learn until summer, choose in autumn, use."""
    places, times, rows = hours or all_hours()
    part = (times >= AUTUMN).astype(int) + (times >= WINTER)
    return _parts(places, rows, part)


def by_weeks(hours=None):
    """Return parts that hold weeks of all seasons: of five, three to learn and one each to try.

    No window lies in two weeks of different parts.
    """
    places, times, rows = hours or all_hours()
    week = (times - times.min()).astype(int) // (24 * 7)
    part = np.select([week % 5 == 4, week % 5 == 2], [2, 1], 0)
    run = np.cumsum(np.diff(part, prepend=part[0]) != 0)  # counts the changes from part to part
    return _parts(np.char.add(places, run.astype(str)), rows, part)


def _parts(places, rows, part):
    """Cut the parts, and scale them by what the training part holds."""
    mean, spread = rows[part == 0].mean(axis=0), rows[part == 0].std(axis=0)
    made = []
    for number, step in enumerate(TAKEN):
        mine = part == number
        scaled, warmth = (rows[mine] - mean) / spread, rows[mine][:, 0]
        cut = windows_ahead(scaled, warmth, places[mine], STEPS, HORIZON)
        last = cut.last[::step, np.newaxis]
        made.append(
            Part(
                cut.inputs[::step].astype("float32"),
                cut.targets[::step] - warmth[last],
                scaled[last + np.arange(1, HORIZON + 1)].astype("float32"),
            )
        )
    return Parts(*made, mean, spread)


def flat(inputs):
    """Return each window as one row."""
    return inputs.reshape(len(inputs), -1)


def linear(parts, targets="changes"):
    """Return the linear model with the penalty that is best on the validation part."""
    wanted = {name: _targets(getattr(parts, name), targets) for name in NAMES[:2]}
    fitted = [
        Ridge(alpha=penalty).fit(flat(parts.train.inputs), wanted["train"]) for penalty in PENALTIES
    ]
    held_out = flat(parts.validation.inputs)
    return min(fitted, key=lambda model: rmse(model.predict(held_out) - wanted["validation"]))


def _targets(part, targets):
    """Return the changes of all hours, or what the six series do in the first one."""
    return (
        part.changes if targets == "changes" else part.next_rows[:, 0, :6] - part.inputs[:, -1, :6]
    )


def yesterday(part, parts):
    """Return the change that repeats yesterday: each hour as it was 24 hours before."""
    warmth = part.inputs[:, -HORIZON:, 0] * parts.spread[0]
    return warmth - warmth[:, -1:]


def roll_out(one_step, part):
    """Return changes from a model of one hour, 24 times on its own answers.

    ``one_step`` maps windows to what the six series do in the next hour, scaled. The calendar of
    the hours ahead is known.
    """
    window = part.inputs.copy()
    for hour in range(HORIZON):
        following = part.next_rows[:, hour].copy()  # its calendar; the series are replaced
        following[:, :6] = window[:, -1, :6] + one_step(window)
        window = np.concatenate([window[:, 1:], following[:, np.newaxis]], axis=1)
    return window[:, -HORIZON:, 0] - part.inputs[:, -1:, 0]


def rmse(errors, axis=None):
    """Return the root of the mean squared error."""
    return np.sqrt(np.mean(np.square(errors), axis=axis))
