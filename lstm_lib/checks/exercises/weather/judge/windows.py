"""What goes wrong when windows of several places are cut, and what to say about it."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.checks.judge.diagnosis import WrongAnswer

Answer = Callable[..., Any]


def windows_ahead(features, target, places, steps, horizon):
    """Return windows that lie in one place, and the targets that follow each."""
    return _cut(features, target, places, steps, horizon)


def _cut(features, target, places, steps, horizon, last=None, ahead=1, inside=None):
    """Cut windows: which starts there are, how the place is asked for, where targets begin."""
    last = steps + horizon - 1 if last is None else last  # rows from a window's first to its last
    inside = last if inside is None else inside
    firsts = [
        first
        for first in range(len(features) - last)
        if inside < 0 or places[first] == places[first + inside]
    ]
    before = np.arange(steps)
    after = steps - 1 + ahead + np.arange(horizon)
    firsts = np.array(firsts)[:, np.newaxis]
    return features[firsts + before], target[firsts + after]


def _changed(change: Answer) -> Answer:
    """Make an answer that changes the right windows and targets."""

    def answer(features, target, places, steps, horizon):
        cut = _cut(features, target, places, steps, horizon)
        return change(*cut, features, target)

    return answer


def _place_by_place(features, target, places, steps, horizon):
    """Cut the smallest place number first."""
    cut = [
        _cut(features[mine], target[mine], places[mine], steps, horizon)
        for mine in (places == place for place in np.unique(places))
        if mine.sum() >= steps + horizon
    ]
    return tuple(np.concatenate(one) for one in zip(*cut, strict=True))


def _late(features, target, places, steps, horizon, skipped=1):
    """Let the targets begin some hours later."""
    last = steps + horizon - 1 + skipped
    return _cut(features, target, places, steps, horizon, last=last, ahead=1 + skipped)


def _early(features, target, places, steps, horizon):
    """Let the targets begin with the last hour of the window, as often as they fit."""
    last = steps + horizon - 2
    return _cut(features, target, places, steps, horizon, last=last, ahead=0)


def _one_too_few(features, target, places, steps, horizon):
    """Leave out the last window of each place."""
    last = steps + horizon
    return _cut(features, target, places, steps, horizon, last=last)


def _side_by_side(features, target, places, steps, horizon):
    """Cut windows that share no hour with another, of each place from its first hour on."""
    inputs, targets = [], []
    for place in dict.fromkeys(places.tolist()):
        mine = places == place
        cut = _cut(features[mine], target[mine], places[mine], steps, horizon)
        inputs.append(cut[0][::steps])
        targets.append(cut[1][::steps])
    return np.concatenate(inputs), np.concatenate(targets)


WRONG_WINDOWS = (
    WrongAnswer(
        "across two places",
        lambda features, target, places, steps, horizon: _cut(
            features, target, places, steps, horizon, inside=-1
        ),
        "also come from windows that begin in one place and end, with their targets, in another",
    ),
    WrongAnswer(
        "targets in another place",
        lambda features, target, places, steps, horizon: _cut(
            features, target, places, steps, horizon, inside=steps - 1
        ),
        "also come from windows whose targets lie in another place. The window and all of its "
        "targets lie in one",
    ),
    WrongAnswer(
        "only the first target asked for its place",
        lambda features, target, places, steps, horizon: _cut(
            features, target, places, steps, horizon, inside=steps
        ),
        "also come from windows whose later targets lie in another place: only the first one was "
        "asked for its own",
    ),
    WrongAnswer(
        "targets begin in the window",
        _early,
        "come from targets that begin with the window's last hour, which is known already. The "
        "horizon counts from there: the first target is one hour later",
    ),
    WrongAnswer(
        "targets begin in the window, as many windows",
        lambda features, target, places, steps, horizon: _cut(
            features, target, places, steps, horizon, ahead=0
        ),
        "come from targets that begin with the last hour of the window, and lack the last hour of "
        "the horizon",
    ),
    WrongAnswer(
        "targets one hour late",
        _late,
        "come from targets that begin two hours after the window's last hour. The first target is "
        "one hour after it",
    ),
    WrongAnswer(
        "targets begin after the horizon",
        lambda features, target, places, steps, horizon: _late(
            features, target, places, steps, horizon, horizon - 1
        ),
        "come from targets that begin `horizon` hours after the window. They begin one hour after "
        "it, and there are `horizon` of them",
    ),
    WrongAnswer(
        "one target",
        _changed(lambda inputs, targets, *_: (inputs, targets[:, -1])),
        "hold the last hour of the horizon alone. One target was expected for each hour of it",
    ),
    WrongAnswer(
        "next hour alone",
        _changed(lambda inputs, targets, *_: (inputs, targets[:, 0])),
        "hold the next hour alone. One target was expected for each hour of the horizon",
    ),
    WrongAnswer(
        "last window left out",
        _one_too_few,
        "lack the last window of each place: one more fits",
    ),
    WrongAnswer(
        "a feature for the target",
        lambda features, target, *given: _cut(features, features[:, 0], *given),
        "are the first feature's values. `target` holds what is forecast, in its own units",
    ),
    WrongAnswer(
        "changes for targets",
        lambda features, target, places, steps, horizon: (
            _cut(features, target, places, steps, horizon)[0],
            _cut(features, target, places, steps, horizon)[1]
            - _cut(features, target, places, steps, 1 + horizon, last=steps + horizon - 1, ahead=0)[
                1
            ][:, :1],
        ),
        "are changes since the window's last hour. The values themselves were expected",
    ),
    WrongAnswer(
        "targets in reverse order",
        _changed(lambda inputs, targets, *_: (inputs, targets[:, ::-1])),
        "run backward: the next hour comes first",
    ),
    WrongAnswer(
        "windows in reverse order",
        _changed(lambda inputs, targets, *_: (inputs[:, ::-1], targets)),
        "run backward within each window: the oldest hour comes first",
    ),
    WrongAnswer(
        "last window first",
        _changed(lambda inputs, targets, *_: (inputs[::-1], targets[::-1])),
        "come from the right windows, the last one first. They were expected in the order of their "
        "first rows",
    ),
    WrongAnswer(
        "places in the order of their numbers",
        _place_by_place,
        "come from the right windows, in the order of the places' numbers. They were expected in "
        "the order of their first rows",
    ),
    WrongAnswer(
        "features before steps",
        _changed(lambda inputs, targets, *_: (inputs.transpose(0, 2, 1), targets)),
        "have their axes in the order windows, features, steps. Steps come before features",
    ),
    WrongAnswer(
        "one feature",
        _changed(lambda inputs, targets, *_: (inputs[:, :, :1], targets)),
        "hold the first feature alone. All of them belong to a window",
    ),
    WrongAnswer(
        "windows laid flat",
        _changed(lambda inputs, targets, *_: (inputs.reshape(len(inputs), -1), targets)),
        "are laid flat, one row each. An LSTM reads them as (windows, steps, features)",
    ),
    WrongAnswer(
        "windows side by side",
        _side_by_side,
        "come from windows that begin every `steps` hours. One begins at every hour from which it "
        "fits",
    ),
)
