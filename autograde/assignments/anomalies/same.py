"""What changes nothing in answers of `anomalies`: inputs to draw, and records."""

import numpy as np


def _values(rng, n_points):
    """Draw a series."""
    return rng.normal(10, 3, n_points)


def _to_learn(rng):
    """Draw a series, a season, and a training part of one season or more."""
    season = int(rng.integers(1, 7))
    n_train = season + int(rng.integers(0, 20))
    return _values(rng, n_train + int(rng.integers(0, 15))), season, n_train


def _seasons(rng):
    """Draw a series that is longer than some seasons."""
    season, seasons = int(rng.integers(1, 6)), int(rng.integers(1, 6))
    return _values(rng, season * seasons + int(rng.integers(1, 12))), season, seasons


def _forecasts(rng):
    """Draw values, and forecasts of the last of them."""
    n_forecasts = int(rng.integers(1, 9))
    n_points = n_forecasts + int(rng.integers(0, 6))
    return _values(rng, n_points), _values(rng, n_forecasts)


def _parts(rng):
    """Draw scores, a validation part and anomalies; one normal point at least belongs to it."""
    n_points = int(rng.integers(6, 40))
    is_validation, is_anomaly = rng.random((2, n_points)) < [[0.5], [0.2]]
    is_validation[0], is_anomaly[0] = True, False
    return np.abs(_values(rng, n_points)), is_validation, is_anomaly, float(rng.uniform(0, 1))


def _scores(rng):
    """Draw scores of which some equal the threshold."""
    return rng.integers(0, 5, int(rng.integers(1, 30))).astype(float), float(rng.integers(0, 5))


def _marks(rng):
    """Draw alarms and labels, often none."""
    n_points = int(rng.integers(1, 12))
    return tuple(rng.random((2, n_points)) < rng.choice([0.0, 0.1, 0.5], (2, 1)))


def _spans(rng):
    """Draw where alarms or events begin and end: any number of them, none of which touch."""
    ends = np.sort(rng.choice(40, 2 * int(rng.integers(0, 6)), replace=False))
    return ends.reshape(-1, 2)


INPUTS = {
    "seasonal_mean": _to_learn,
    "seasonal_median": _seasons,
    "anomaly_scores": _forecasts,
    "normal_threshold": _parts,
    "find_events": _scores,
    "point_precision_recall": _marks,
    "event_precision_recall": lambda rng: (_spans(rng), _spans(rng)),
}

SAME = [
    (
        "find_events",
        "return np.zeros((0, 2))",
        f"return np.zeros((0, {columns}))",
        "No event is no event, however many columns it would have had.",
    )
    for columns in (1, 3)
]
