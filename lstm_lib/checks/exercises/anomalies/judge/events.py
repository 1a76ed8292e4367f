"""What goes wrong where alarms and events are counted, and what to say about it."""

from typing import Any

import numpy as np

from lstm_lib.anomalies import event_precision_recall, point_precision_recall
from lstm_lib.checks.exercises.anomalies.judge.shares import Answer, f1, of_both, share
from lstm_lib.checks.judge.diagnosis import WrongAnswer


def _meet(alarms, events, touching=0):
    """Tell for each alarm and event whether they share a point."""
    begins = alarms[:, np.newaxis, 0] < events[:, 1] + touching
    return begins & (events[:, 0] < alarms[:, np.newaxis, 1] + touching)


def _shares(meet: np.ndarray) -> Any:
    """Return the share of alarms that meet an event, and of events that meet an alarm."""
    right, found = np.any(meet, axis=1).sum(), np.any(meet, axis=0).sum()
    return share(right, meet.shape[0]), share(found, meet.shape[1])


def _by_meeting(meet: Answer) -> Answer:
    """Make an answer that asks in another way whether an alarm and an event meet."""
    return lambda alarms, events: _shares(meet(alarms, events))


def _marks(spans: np.ndarray, n_points: int) -> Any:
    """Return marks of the points of all spans."""
    marks = np.zeros(n_points, bool)
    for first, end in spans:
        marks[first:end] = True
    return marks


def _by_points(alarms, events):
    """Count points instead of events."""
    n_points = max([*alarms[:, 1:].flat, *events[:, 1:].flat, 1])
    return point_precision_recall(_marks(alarms, n_points), _marks(events, n_points))


def _pairs(alarms, events):
    """Count every pair of an alarm and an event that meet."""
    pairs = _meet(alarms, events).sum()
    return share(pairs, len(alarms)), share(pairs, len(events))


def _found_by_alarms(alarms, events):
    """Divide the events that were found by the alarms."""
    found = _meet(alarms, events).any(axis=0).sum()
    return share(found, len(alarms)), share(found, len(events))


def _right_by_events(alarms, events):
    """Divide the alarms that were right by the events."""
    right = _meet(alarms, events).any(axis=1).sum()
    return share(right, len(alarms)), share(right, len(events))


def _mixed(alarms, events):
    """Take true positives from the events, and false alarms from the alarms."""
    meet = _meet(alarms, events)
    found, false = meet.any(axis=0).sum(), (~meet.any(axis=1)).sum()
    return share(found, found + false), share(found, len(events))


def _contained(alarms, events):
    """Tell for each alarm and event whether the alarm lies within the event."""
    return (events[:, 0] <= alarms[:, np.newaxis, 0]) & (alarms[:, np.newaxis, 1] <= events[:, 1])


def _covered(alarms, events):
    """Tell for each alarm and event whether the event lies within the alarm."""
    return _contained(events, alarms).T


def _begins_within(alarms, events):
    """Tell for each alarm and event whether the alarm begins in the event."""
    begins = alarms[:, np.newaxis, 0]
    return (events[:, 0] <= begins) & (begins < events[:, 1])


def _ends_within(alarms, events):
    """Tell for each alarm and event whether either end of the alarm lies in the event."""
    last = alarms[:, np.newaxis, 1] - 1
    return _begins_within(alarms, events) | ((events[:, 0] <= last) & (last < events[:, 1]))


WRONG_EVENT_COUNTS = (
    WrongAnswer(
        "exchanged",
        of_both(event_precision_recall, lambda p, r: (r, p)),
        "is the other one of the two: precision divides by the alarms, recall by the events",
    ),
    WrongAnswer(
        "points for events",
        _by_points,
        "counts points. An event of twenty hours is one event, and so is one of a single hour",
    ),
    WrongAnswer(
        "every pair",
        _pairs,
        "counts every pair of an alarm and an event that meet. Three alarms in one event find one "
        "event",
    ),
    WrongAnswer(
        "found events among the alarms",
        _found_by_alarms,
        "divides the events that were found by the number of alarms. Precision is about alarms: "
        "how many of them meet an event?",
    ),
    WrongAnswer(
        "right alarms among the events",
        _right_by_events,
        "divides the alarms that meet an event by the number of events. Recall is about events: "
        "how many of them meet an alarm?",
    ),
    WrongAnswer(
        "events and alarms mixed",
        _mixed,
        "adds events that were found to alarms that were false. Precision counts alarms alone",
    ),
    WrongAnswer(
        "touching",
        _by_meeting(lambda alarms, events: _meet(alarms, events, touching=1)),
        "lets two spans meet where one ends and the other begins. The end is the first point "
        "after a span, so they share none: `<`, not `<=`",
    ),
    WrongAnswer(
        "a point short",
        _by_meeting(lambda alarms, events: _meet(alarms, events, touching=-1)),
        "asks for two shared points where one is enough, or misses a span of a single point",
    ),
    WrongAnswer(
        "within the event",
        _by_meeting(_contained),
        "asks that an alarm lies wholly within an event. One shared point is enough",
    ),
    WrongAnswer(
        "within the alarm",
        _by_meeting(_covered),
        "asks that an event lies wholly within an alarm. One shared point is enough",
    ),
    WrongAnswer(
        "begins in the event",
        _by_meeting(_begins_within),
        "asks that an alarm begins within an event. One that began before it meets it as well",
    ),
    WrongAnswer(
        "begins in the alarm",
        _by_meeting(lambda alarms, events: _begins_within(events, alarms).T),
        "asks that an event begins within an alarm. An alarm that comes later meets it as well",
    ),
    WrongAnswer(
        "ends in the event",
        _by_meeting(_ends_within),
        "asks that an alarm begins or ends within an event. One that covers the whole event meets "
        "it as well",
    ),
    WrongAnswer(
        "the same span",
        _by_meeting(
            lambda alarms, events: np.all(alarms[:, np.newaxis] == events[np.newaxis], axis=2)
        ),
        "asks for alarms that equal an event. One shared point is enough",
    ),
    WrongAnswer(
        "the same beginning",
        _by_meeting(lambda alarms, events: alarms[:, np.newaxis, 0] == events[:, 0]),
        "asks that both begin at one point. One shared point is enough",
    ),
    WrongAnswer(
        "one by one",
        lambda alarms, events: (
            share(
                k := sum(
                    bool(a[0] < e[1] and e[0] < a[1]) for a, e in zip(alarms, events, strict=False)
                ),
                len(alarms),
            ),
            share(k, len(events)),
        ),
        "compares the first alarm with the first event, the second with the second and so on. Any "
        "alarm may meet any event",
    ),
    WrongAnswer(
        "false alarms",
        of_both(event_precision_recall, lambda p, r: (1 - p, 1 - r)),
        "is the share that is wrong: false alarms, or events that were missed",
    ),
    WrongAnswer(
        "sum for mean",
        lambda alarms, events: (
            float(_meet(alarms, events).any(axis=1).sum()),
            float(_meet(alarms, events).any(axis=0).sum()),
        ),
        "is a number of spans. Divide it",
    ),
    WrongAnswer(
        "F1",
        of_both(event_precision_recall, lambda p, r: (f1(p, r),) * 2),
        "is the F1 score. Precision and recall were asked for, each by itself",
    ),
    WrongAnswer(
        "percent",
        of_both(event_precision_recall, lambda p, r: (100 * p, 100 * r)),
        "is in percent. A share from 0 to 1 was expected",
    ),
)
