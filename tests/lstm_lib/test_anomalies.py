"""Scores, a threshold, events and what was found, where the answer is known."""

from itertools import groupby

import numpy as np
import pytest
from sklearn.metrics import precision_score, recall_score

from lstm_lib.anomalies import (
    anomaly_scores,
    event_precision_recall,
    find_events,
    normal_threshold,
    point_adjusted,
    point_precision_recall,
)

RNG = np.random.default_rng(5)
MARKS = RNG.random((50, 2, 23)) < RNG.choice([0.05, 0.3, 0.6], (50, 2, 1))


def spans(marks):
    """Return the runs of marked points, found in another way."""
    found, point = [], 0
    for marked, group in groupby(marks):
        length = len(list(group))
        if marked:
            found.append([point, point + length])
        point += length
    return np.array(found, int).reshape(-1, 2)


def test_events_are_the_runs():
    """Are events those of a loop over groups, at both ends and where there is none?"""
    for marks in [*MARKS[:, 0], np.zeros(4, bool), np.ones(4, bool)]:
        np.testing.assert_array_equal(find_events(marks * 1.0, 0.5), spans(marks))


def test_points_are_counted_as_scikit_learn_does():
    """Are precision and recall those of scikit-learn, 0 where nothing is divided?"""
    for alarms, labels in [*MARKS, (MARKS[0, 0] & False, MARKS[0, 1])]:
        expected = [f(labels, alarms, zero_division=0) for f in (precision_score, recall_score)]
        assert point_precision_recall(alarms, labels) == pytest.approx(expected)


def test_events_are_counted_by_shared_points():
    """Are both shares those of sets of points?"""
    for marks in MARKS:
        alarms, events = (spans(row) for row in marks)
        points = [[set(range(*span)) for span in group] for group in (alarms, events)]
        shares = [
            np.mean([any(one & other for other in others) for one in ones]) if ones else 0.0
            for ones, others in (points, points[::-1])
        ]
        assert event_precision_recall(alarms, events) == pytest.approx(shares)


def test_adjustment_marks_whole_events_and_nothing_else():
    """Is each event marked at all of its points or none, and is the rest as it was?"""
    for alarms, labels in MARKS:
        adjusted = point_adjusted(alarms, labels)
        np.testing.assert_array_equal(adjusted[~labels], alarms[~labels])
        for first, end in spans(labels):
            assert set(adjusted[first:end]) == {alarms[first:end].any()}


def test_random_alarms_look_good_when_they_are_adjusted():
    """Is the recall of one alarm in ten, in events of 48 points, that of chance: 1 - 0.9 ** 48?"""
    rng = np.random.default_rng(0)
    labels = np.tile(np.repeat([False, True], [100, 48]), 400)
    adjusted = point_adjusted(rng.random(len(labels)) < 0.1, labels)
    assert point_precision_recall(adjusted, labels)[1] == pytest.approx(1 - 0.9**48, abs=0.01)


def test_the_test_part_does_not_move_the_threshold():
    """Is the threshold the same whatever the other parts and the anomalies hold?"""
    scores = np.random.default_rng(6).random(60)
    validation = (np.arange(60) >= 20) & (np.arange(60) < 40)
    odd = np.arange(60) % 7 == 0
    other = np.where(validation & ~odd, scores, 1e6)
    expected = normal_threshold(scores, validation, odd, 0.9)
    assert normal_threshold(other, validation, odd, 0.9) == expected
    assert np.mean(scores[validation & ~odd] < expected) == pytest.approx(0.9, abs=0.06)


def test_scores_do_not_depend_on_the_side():
    """Is an error above as odd as one below, and is nothing said of values without a forecast?"""
    assert anomaly_scores([9.0, 9.0, 5.0, 1.0], [3.0, 3.0]).tolist() == [0, 0, 2, 2]


@pytest.mark.parametrize(
    ("function", "arguments", "error", "words"),
    [
        (anomaly_scores, (np.ones(2), np.ones(3)), ValueError, "forecasts has 3 points, expected"),
        (anomaly_scores, (np.ones(0), np.ones(0)), ValueError, "values has 0 points, expected 1"),
        (anomaly_scores, ([1.0, np.nan], [1.0]), ValueError, "values has 1 of 2 values NaN"),
        (
            normal_threshold,
            (np.ones(3), np.ones(3, bool), np.ones(3, bool), 0.9),
            ValueError,
            "none of these is normal, expected 1 or more: take a longer validation part",
        ),
        (
            normal_threshold,
            (np.ones(2), np.ones(2, bool), np.zeros(2, bool), 99),
            ValueError,
            "quantile is 99.0, expected a share from 0 to 1",
        ),
        (point_precision_recall, ([1, 0], [True, False]), TypeError, "expected True or False"),
        (point_adjusted, ([True], [True, False]), ValueError, "alarms has 1 points, expected 2"),
        (event_precision_recall, ([[3, 3]], [[1, 2]]), ValueError, "ends before it begins"),
        (event_precision_recall, ([3, 4], [[1, 2]]), ValueError, r"alarms has shape \(2,\)"),
    ],
)
def test_what_cannot_be_counted_is_refused(function, arguments, error, words):
    """Does the error say what came, and what was expected?"""
    with pytest.raises(error, match=words):
        function(*arguments)
