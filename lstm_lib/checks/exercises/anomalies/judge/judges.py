"""Judges of the exercise `anomalies`: floors, scores, a threshold, events and what was found."""

import numpy as np

from lstm_lib.anomalies import anomaly_scores, find_events, normal_threshold
from lstm_lib.checks.exercises.anomalies.checks import (
    ANOMALY_SCORES,
    FIND_EVENTS,
    NORMAL_THRESHOLD,
    SEASONAL_MEAN,
    SEASONAL_MEDIAN,
)
from lstm_lib.checks.exercises.anomalies.judge.counts import EVENTS, POINTS
from lstm_lib.checks.exercises.anomalies.judge.gaps import MEDIANS, SCORES, with_gaps
from lstm_lib.checks.exercises.anomalies.judge.means import WRONG_MEANS
from lstm_lib.checks.exercises.anomalies.judge.medians import WRONG_MEDIANS
from lstm_lib.checks.exercises.anomalies.judge.scores import WRONG_SCORES
from lstm_lib.checks.exercises.anomalies.judge.spans import WRONG_EVENTS
from lstm_lib.checks.exercises.anomalies.judge.thresholds import WRONG_THRESHOLDS
from lstm_lib.checks.judge.judged import judged
from lstm_lib.seasons import seasonal_mean, seasonal_median

JUDGES = {
    "seasonal_mean": judged(
        SEASONAL_MEAN,
        seasonal_mean,
        WRONG_MEANS,
        "which values each mean is taken of, and which place of the season each point has",
        tolerance=1e-5,  # perhaps in float32 throughout
    ),
    "seasonal_median": with_gaps(
        judged(
            SEASONAL_MEDIAN,
            seasonal_median,
            WRONG_MEDIANS,
            "the indices of the values that each median is taken of",
        ),
        lambda forecasts: forecasts[~np.isnan(forecasts)],
        MEDIANS,
    ),
    "anomaly_scores": with_gaps(
        judged(
            ANOMALY_SCORES,
            anomaly_scores,
            WRONG_SCORES,
            "which value each forecast belongs to, and the sign",
        ),
        np.nan_to_num,
        SCORES,
    ),
    "normal_threshold": judged(
        NORMAL_THRESHOLD,
        normal_threshold,
        WRONG_THRESHOLDS,
        "which scores decide the threshold",
    ),
    "find_events": judged(
        FIND_EVENTS,
        find_events,
        WRONG_EVENTS,
        "the first and the last point, equal scores, and single points that are normal",
    ),
    "point_precision_recall": POINTS,
    "event_precision_recall": EVENTS,
}
