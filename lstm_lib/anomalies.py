"""From a forecast to an alarm: scores, a threshold, events, and how many of them were right.

Values come at a steady pace: one an hour, or one each half-hour. All that is called a point here is
one of them.
"""

import numpy as np

from lstm_lib.arguments import finite_array, finite_numbers, real_number


def anomaly_scores(values, forecasts):
    """Return how far each value lies from its forecast.

    Parameters
    ----------
    values : array_like of shape (n_points,)
        In time order, in any unit.
    forecasts : array_like of shape (n_forecasts,)
        Of the last values, in the same unit.

    Returns
    -------
    ndarray of shape (n_points,)
        Absolute errors, in the unit of the values; 0 where there is no forecast, since nothing
        speaks against such a value.

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If one is empty, holds NaN or infinity, or there are more forecasts than values.

    Examples
    --------
    >>> anomaly_scores([7.0, 5.0, 1.0, 9.0], [5.0, 4.0, 6.0])
    array([0., 0., 3., 3.])
    """
    values = _points("values", values)
    forecasts = _points("forecasts", forecasts)
    if len(forecasts) > len(values):
        raise ValueError(
            f"forecasts has {len(forecasts)} points, expected at most the {len(values)} of values"
        )
    scores = np.zeros(len(values))
    scores[-len(forecasts) :] = np.abs(values[-len(forecasts) :] - forecasts)
    return scores


def normal_threshold(scores, is_validation, is_anomaly, quantile):
    """Return the score that a share of the normal points of the validation part stays below.

    Parameters
    ----------
    scores : array_like of shape (n_points,)
        In time order, in any unit.
    is_validation : array_like of bool, of shape (n_points,)
        Which points belong to the validation part.
    is_anomaly : array_like of bool, of shape (n_points,)
        Which points are known to be anomalous.
    quantile : float
        The share, from 0 to 1.

    Returns
    -------
    float
        The quantile of the scores, between two of them by a straight line.

    Raises
    ------
    TypeError
        If ``scores`` does not hold real numbers, a mask holds no truth values, or ``quantile`` is
        not a number.
    ValueError
        If a score is NaN or infinite, lengths differ, no point of the validation part is normal,
        or the quantile lies outside 0 to 1.

    Examples
    --------
    >>> validation = [False, True, True, True, True]
    >>> normal_threshold([9, 1, 2, 8, 3], validation, [False, False, False, True, False], 0.5)
    2.0
    """
    scores = _points("scores", scores)
    is_validation = _marks("is_validation", is_validation, len(scores))
    is_anomaly = _marks("is_anomaly", is_anomaly, len(scores))
    quantile = real_number("quantile", quantile)
    if not 0 <= quantile <= 1:
        raise ValueError(f"quantile is {quantile}, expected a share from 0 to 1")
    normal = scores[is_validation & ~is_anomaly]
    if len(normal) == 0:
        raise ValueError(
            f"of {len(scores)} points, {is_validation.sum()} belong to the validation part, and "
            "none of these is normal, expected 1 or more: take a longer validation part"
        )
    return float(np.quantile(normal, quantile))


def find_events(scores, threshold):
    """Return where events begin and end: runs of scores above a threshold, without a gap.

    For events that somebody has marked, give 1 for a marked point, 0 for another, and 0.5.

    Parameters
    ----------
    scores : array_like of shape (n_points,)
        In time order, in any unit.
    threshold : float
        In the same unit. A score that equals it is not above it.

    Returns
    -------
    ndarray of int, of shape (events, 2)
        The first point of each event, and the first one after it, in time order.

    Raises
    ------
    TypeError
        If ``scores`` does not hold real numbers or ``threshold`` is not one.
    ValueError
        If there is no score, or one is NaN or infinite.

    Examples
    --------
    >>> find_events([5, 1, 7, 8, 2, 2, 9], threshold=2)
    array([[0, 1],
           [2, 4],
           [6, 7]])
    """
    scores = _points("scores", scores)
    above = scores > real_number("threshold", threshold)
    # A normal point on either side, so that an event at an end begins and ends as well.
    changes = np.diff(np.concatenate([[False], above, [False]]).astype(int))
    return np.column_stack([np.flatnonzero(changes == 1), np.flatnonzero(changes == -1)])


def point_precision_recall(alarms, labels):
    """Return which share of marked points is anomalous, and which share of those was marked.

    Parameters
    ----------
    alarms : array_like of bool, of shape (n_points,)
        Which points a detector marks.
    labels : array_like of bool, of shape (n_points,)
        Which points are anomalous.

    Returns
    -------
    precision, recall : float
        From 0 to 1; 0 where no point is marked, or none is anomalous.

    Raises
    ------
    TypeError
        If an argument does not hold truth values.
    ValueError
        If the lengths differ, or there is no point.

    Examples
    --------
    >>> point_precision_recall([True, True, False, True], [False, True, True, True])
    (0.6666666666666666, 0.6666666666666666)
    """
    labels = _marks("labels", labels)
    alarms = _marks("alarms", alarms, len(labels))
    right = np.sum(alarms & labels)
    return _share(right, np.sum(alarms)), _share(right, np.sum(labels))


def event_precision_recall(alarms, events):
    """Return which share of alarms meets an event, and which share of events meets an alarm.

    Parameters
    ----------
    alarms, events : array_like of int, of shape (alarms, 2) and (events, 2)
        The first point of each, and the first one after it. Two meet if they share a point.

    Returns
    -------
    precision, recall : float
        From 0 to 1; 0 where there is no alarm, or no event.

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If one is not of two columns, or something ends before it begins.

    Examples
    --------
    >>> event_precision_recall([[2, 4], [6, 7], [8, 9]], [[3, 7], [12, 15]])
    (0.6666666666666666, 0.5)
    """
    alarms, events = _spans("alarms", alarms), _spans("events", events)
    meet = (alarms[:, np.newaxis, 0] < events[:, 1]) & (events[:, 0] < alarms[:, np.newaxis, 1])
    right, found = np.any(meet, axis=1), np.any(meet, axis=0)  # (alarms,), (events,)
    return _share(right.sum(), len(alarms)), _share(found.sum(), len(events))


def point_adjusted(alarms, labels):
    """Return alarms as point adjustment changes them before it counts: with the labels' help.

    An event that is marked at one point counts as marked at all of its points. Kim et al. (2022)
    show that this makes random scores look good; it is here to be measured, not to be used.

    Parameters
    ----------
    alarms : array_like of bool, of shape (n_points,)
        Which points a detector marks.
    labels : array_like of bool, of shape (n_points,)
        Which points are anomalous.

    Returns
    -------
    ndarray of bool, of shape (n_points,)
        The alarms, and all points of each event that one of them meets.

    Raises
    ------
    TypeError
        If an argument does not hold truth values.
    ValueError
        If the lengths differ, or there is no point.

    Examples
    --------
    >>> point_adjusted([False, True, False, False], [True, True, True, False])
    array([ True,  True,  True, False])
    """
    labels = _marks("labels", labels)
    adjusted = _marks("alarms", alarms, len(labels)).copy()
    for first, end in find_events(labels * 1, 0.5):
        adjusted[first:end] |= adjusted[first:end].any()
    return adjusted


def _points(name, value):
    """Return finite numbers of shape (n_points,), 1 or more."""
    points = finite_array(name, value, ("n_points",))
    if len(points) == 0:
        raise ValueError(f"{name} has 0 points, expected 1 or more")
    return points


def _marks(name, value, n_points=None):
    """Return truth values of shape (n_points,), 1 or more."""
    try:
        marks = np.asarray(value)
    except ValueError:
        raise ValueError(f"{name} has rows of different lengths, expected one row") from None
    if marks.ndim != 1 or len(marks) == 0:
        raise ValueError(f"{name} has shape {marks.shape}, expected (n_points,), 1 or more")
    if marks.dtype != np.bool_:
        raise TypeError(f"{name} holds {marks.dtype} values, expected True or False")
    if n_points not in (None, len(marks)):
        raise ValueError(f"{name} has {len(marks)} points, expected {n_points}")
    return marks


def _spans(name, value):
    """Return the first points and the ends of alarms or events, of shape (spans, 2)."""
    spans = finite_numbers(name, value)
    if spans.size == 0:
        return spans.reshape(0, 2)
    if spans.ndim != 2 or spans.shape[1] != 2:
        raise ValueError(f"{name} has shape {spans.shape}, expected (spans, 2)")
    if np.any(spans[:, 0] >= spans[:, 1]):
        raise ValueError(f"{name} has one that ends before it begins, expected the end last")
    return spans


def _share(part, whole):
    """Return a share; 0 of nothing."""
    return float(part / whole) if whole else 0.0
