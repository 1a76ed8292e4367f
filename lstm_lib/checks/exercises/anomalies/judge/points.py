"""What goes wrong where points are counted, and what to say about it."""

import numpy as np

from lstm_lib.anomalies import point_adjusted, point_precision_recall
from lstm_lib.checks.exercises.anomalies.judge.shares import f1, of_both, share
from lstm_lib.checks.judge.diagnosis import WrongAnswer


def _after_adjustment(alarms, labels):
    """Count after point adjustment."""
    return point_precision_recall(point_adjusted(alarms, labels), labels)


def _rates(alarms, labels):
    """Return the share of right points, twice."""
    return (float(np.mean(alarms == labels)),) * 2


WRONG_POINTS = (
    WrongAnswer(
        "exchanged",
        of_both(point_precision_recall, lambda p, r: (r, p)),
        "is the other one of the two: precision divides by what was marked, recall by what is "
        "anomalous",
    ),
    WrongAnswer(
        "point adjustment",
        _after_adjustment,
        "equals what you get when an event that is marked at one point counts as marked at all of "
        "them. The labels have helped then, and even random alarms look good",
    ),
    WrongAnswer(
        "accuracy",
        _rates,
        "is the share of points that are marked rightly or left alone rightly. Most points are "
        "normal, so it is high for a detector that never marks any",
    ),
    WrongAnswer(
        "share of all points",
        lambda alarms, labels: (float(np.mean(alarms & labels)),) * 2,
        "divides by the number of all points",
    ),
    WrongAnswer(
        "false alarms",
        lambda alarms, labels: (
            share(np.sum(alarms & ~labels), np.sum(alarms)),
            share(np.sum(labels & ~alarms), np.sum(labels)),
        ),
        "is the share that is wrong: false alarms among the marked points, or anomalous points "
        "that were missed",
    ),
    WrongAnswer(
        "false alarm rate",
        lambda alarms, labels: (
            share(np.sum(alarms & ~labels), np.sum(~labels)),
            point_precision_recall(alarms, labels)[1],
        ),
        "is the share of the normal points that were marked. Precision divides by the marked "
        "points",
    ),
    WrongAnswer(
        "normal points",
        lambda alarms, labels: point_precision_recall(~alarms, ~labels),
        "counts the normal points instead of the anomalous ones",
    ),
    WrongAnswer(
        "sum for mean",
        lambda alarms, labels: (float(np.sum(alarms & labels)),) * 2,
        "is a number of points. Divide it",
    ),
    WrongAnswer(
        "either",
        lambda alarms, labels: (share(np.sum(alarms & labels), np.sum(alarms | labels)),) * 2,
        "divides by the points that are marked or anomalous",
    ),
    WrongAnswer(
        "F1",
        of_both(point_precision_recall, lambda p, r: (f1(p, r),) * 2),
        "is the F1 score. Precision and recall were asked for, each by itself",
    ),
    WrongAnswer(
        "ratio of counts",
        lambda alarms, labels: (
            share(np.sum(alarms), np.sum(labels)),
            share(np.sum(labels), np.sum(alarms)),
        ),
        "compares how many points are marked with how many are anomalous, and not whether they "
        "are the same ones",
    ),
    WrongAnswer(
        "percent",
        of_both(point_precision_recall, lambda p, r: (100 * p, 100 * r)),
        "is in percent. A share from 0 to 1 was expected",
    ),
)
