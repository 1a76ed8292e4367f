"""What goes wrong where events are found, and what to say about it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from lstm_lib.anomalies import find_events
from lstm_lib.checks.judge.diagnosis import WrongAnswer

Answer = Callable[..., Any]


def _empty(rows: list) -> Any:
    """Return rows of two."""
    return np.array(rows, int).reshape(-1, 2)


def _changes(above: np.ndarray) -> Any:
    """Return the differences of marks, without a mark on either side."""
    return np.diff(above.astype(int))


def _first_lost(scores, threshold):
    """Lose an event that begins at the first point."""
    return np.array([e for e in find_events(scores, threshold) if e[0] > 0], int).reshape(-1, 2)


def _last_lost(scores, threshold):
    """Lose an event that ends at the last point."""
    spans = find_events(scores, threshold)
    return spans[spans[:, 1] < len(scores)]


def _both_lost(scores, threshold):
    """Lose an event at either end."""
    spans = find_events(scores, threshold)
    return spans[(spans[:, 0] > 0) & (spans[:, 1] < len(scores))]


def _last_cut(scores, threshold):
    """End an event at the last point one point early; one of a single point is lost."""
    spans = find_events(scores, threshold)
    spans[:, 1] = np.minimum(spans[:, 1], len(scores) - 1)
    return spans[spans[:, 0] < spans[:, 1]]


def _zero_for_none(scores, threshold):
    """Take a beginning of 0 for none, so that the next point begins the event."""
    begun = [[max(first, 1), end] for first, end in find_events(scores, threshold) if end > 1]
    return _empty(begun)


def _joined(gap: int) -> Answer:
    """Make an answer that joins events with at most `gap` points between them."""

    def answer(scores, threshold):
        joined = []
        for first, end in find_events(scores, threshold):
            if joined and first - joined[-1][1] <= gap:
                joined[-1][1] = end
            else:
                joined.append([first, end])
        return _empty(joined)

    return answer


def _in_pairs(scores, threshold):
    """Pair the changes of the marks in order, whichever way each goes."""
    changes = np.flatnonzero(_changes(scores > threshold)) + 1
    return changes[: len(changes) // 2 * 2].reshape(-1, 2)


def _published(answer: Answer) -> Answer:
    """Make an answer in which no event is no rows of two, as it is published."""

    def published(scores, threshold):
        made = np.asarray(answer(scores, threshold))
        return made if made.size else np.zeros((0, 2), int)

    return published


_WRONG = (
    WrongAnswer(
        "at the threshold",
        lambda scores, threshold: find_events(scores, np.nextafter(threshold, -np.inf)),
        "count a score that equals the threshold. It is not above it: `>`, not `>=`",
    ),
    WrongAnswer(
        "below the threshold",
        lambda scores, threshold: find_events(-scores, -threshold),
        "are runs of scores below the threshold",
    ),
    WrongAnswer(
        "below the threshold",
        lambda scores, threshold: find_events(-scores, -np.nextafter(threshold, np.inf)),
        "are runs of scores that are not above the threshold",
    ),
    WrongAnswer(
        "last point for the end",
        lambda scores, threshold: find_events(scores, threshold) - [0, 1],
        "give the last point of each event as its end. The first point after it was asked for",
    ),
    WrongAnswer(
        "first event lost",
        _first_lost,
        "lose an event that begins at the first point: `np.diff` sees no change there",
    ),
    WrongAnswer(
        "last event lost",
        _last_lost,
        "lose an event that ends at the last point: nothing comes after it to end it",
    ),
    WrongAnswer(
        "0 for no beginning",
        _zero_for_none,
        'take 0 for "no event has begun", but an event can begin at point 0: use None',
    ),
    WrongAnswer(
        "both ends lost",
        _both_lost,
        "lose events that begin at the first point or end at the last: `np.diff` sees no change "
        "there",
    ),
    WrongAnswer(
        "last event cut",
        _last_cut,
        "end an event at the last point one point early. The first point after it is then the "
        "length of `scores`",
    ),
    WrongAnswer(
        "one point early",
        lambda scores, threshold: find_events(scores, threshold) - 1,
        "lie one point too early: `np.diff` compares a point with the next one",
    ),
    WrongAnswer(
        "one point late",
        lambda scores, threshold: find_events(scores, threshold) + 1,
        "lie one point too late",
    ),
    WrongAnswer(
        "first point left out",
        lambda scores, threshold: find_events(scores, threshold) + [1, 0],
        "begin one point after the first one of each event",
    ),
    WrongAnswer(
        "begins before",
        lambda scores, threshold: find_events(scores, threshold) - [1, 0],
        "begin one point before each event",
    ),
    WrongAnswer(
        "points for events",
        lambda scores, threshold: np.flatnonzero(scores > threshold)[:, np.newaxis] + [0, 1],
        "are one for each point. Points that follow each other without a gap are one event",
    ),
    WrongAnswer(
        "a list of points",
        lambda scores, threshold: np.flatnonzero(scores > threshold),
        "are the points above the threshold. Where does each event begin and end?",
    ),
    WrongAnswer(
        "marks",
        lambda scores, threshold: scores > threshold,
        "are marks, one for each point. Where does each event begin and end?",
    ),
    WrongAnswer(
        "joined across gaps",
        _joined(1),
        "join events with one point between them. That point is normal, so it ends the event",
    ),
    WrongAnswer(
        "joined across gaps",
        _joined(2),
        "join events with one or two points between them. A normal point ends an event",
    ),
    WrongAnswer(
        "joined across gaps",
        lambda scores, threshold: _empty(
            [[e[0][0], e[-1][1]]] if len(e := find_events(scores, threshold)) else []
        ),
        "are one event, from the first point above the threshold to the last. A normal point ends "
        "an event",
    ),
    WrongAnswer(
        "length for the end",
        lambda scores, threshold: (
            (e := find_events(scores, threshold))
            - np.column_stack([np.zeros(len(e), int), e[:, 0]])
        ),
        "give the number of points of each event where its end was asked for",
    ),
    WrongAnswer(
        "beginnings alone",
        lambda scores, threshold: find_events(scores, threshold)[:, 0],
        "say where each event begins, and not where it ends",
    ),
    WrongAnswer(
        "as two rows",
        lambda scores, threshold: find_events(scores, threshold).T,
        "are two rows, of beginnings and of ends. One row for each event was expected: "
        "`np.column_stack`",
    ),
    WrongAnswer(
        "long events alone",
        lambda scores, threshold: (e := find_events(scores, threshold))[e[:, 1] - e[:, 0] > 1],
        "leave out events of a single point",
    ),
    WrongAnswer(
        "longest alone",
        lambda scores, threshold: (e := find_events(scores, threshold))[
            np.argsort(e[:, 0] - e[:, 1], kind="stable")[:1]
        ],
        "are the longest event alone",
    ),
    WrongAnswer(
        "in pairs",
        _in_pairs,
        "pair the changes in their order. Where an event begins at the first point, the first "
        "change is an end, and all pairs are wrong after it",
    ),
    WrongAnswer(
        "how many",
        lambda scores, threshold: len(find_events(scores, threshold)),
        "say how many there are. Where does each begin and end?",
    ),
)

WRONG_EVENTS = tuple(replace(wrong, answer=_published(wrong.answer)) for wrong in _WRONG)
