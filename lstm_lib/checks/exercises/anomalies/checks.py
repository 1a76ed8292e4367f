"""The exercise `anomalies`: its functions and their hints; `cases.py` draws the cases."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.anomalies.cases import (
    alarms_and_events,
    alarms_and_labels,
    divides,
    scores_with_events,
    scores_with_parts,
    series_to_learn_from,
    series_with_seasons,
    values_and_forecasts,
)
from lstm_lib.checks.observation import TEXT_LIMIT, Observation
from lstm_lib.checks.observe.function import Function
from lstm_lib.checks.observe.stand_ins import Case


@dataclass(frozen=True, eq=False)
class Events(Function):
    """Events: an empty answer of any shape is published as no rows of two."""

    def publish(
        self, seen: Observation, number: int, case: Case, handed: dict[str, Any], result: Any
    ) -> None:
        """Publish where the events begin and end."""
        is_list = isinstance(result, list | tuple | np.ndarray)
        empty = is_list and np.size(np.asarray(result, dtype=object)) == 0
        super().publish(seen, number, case, handed, np.zeros((0, 2), int) if empty else result)


@dataclass(frozen=True, eq=False)
class Shares(Function):
    """Precision and recall: an error where there is nothing to divide by does not end the check.

    ``facts["nothing"]`` names the error.
    """

    def stopped(
        self, seen: Observation, number: int, case: Case, error: BaseException
    ) -> Observation | None:
        """Go on after an error where nothing was marked, or there was nothing to find."""
        if divides(case) or not isinstance(error, ArithmeticError | ValueError | LookupError):
            return super().stopped(seen, number, case, error)
        seen.facts["nothing"] = type(error).__name__[:TEXT_LIMIT]
        return None


SEASONAL_MEAN = Function(
    "seasonal_mean",
    takes="values, season, n_train",
    returns="forecasts",
    cases=series_to_learn_from,
    hints=(
        "Which of the values may a forecast of the test part have seen?",
        "With a season of 4, points 0, 4, 8 and so on are at one place. How do you take all of "
        "them that lie in the training part?",
        "For each place, take the mean of `values[place:n_train:season]`. The forecast of a point "
        "is the mean of its place, `point % season`.",
    ),
)

SEASONAL_MEDIAN = Function(
    "seasonal_median",
    takes="values, season, seasons",
    returns="forecasts",
    cases=series_with_seasons,
    hints=(
        "Write down, for one point t, the indices of the values that the median is taken of.",
        "The nearest of them is `t - season`. Which is the furthest, and what is the first point "
        "that has all of them?",
        "For t from `season * seasons` to the end: collect `values[t - k * season]` for k from 1 "
        "to `seasons`, and take their median.",
    ),
)

ANOMALY_SCORES = Function(
    "anomaly_scores",
    takes="values, forecasts",
    returns="scores",
    cases=values_and_forecasts,
    axes={"values": "points", "forecasts": "forecasts"},
    hints=(
        "Which value does the first forecast belong to, if the last one belongs to the last?",
        "A value far below its forecast is as odd as one far above it. What has to happen to the "
        "sign?",
        "Begin with zeros, one for each value. Fill the last `len(forecasts)` of them with the "
        "absolute differences of the last values and the forecasts.",
    ),
)

NORMAL_THRESHOLD = Function(
    "normal_threshold",
    takes="scores, is_validation, is_anomaly, quantile",
    returns="threshold",
    cases=scores_with_parts,
    axes={"scores": "points"},
    hints=(
        "Which scores may decide the threshold, if the test part is to stay unseen?",
        "What would an anomaly of the validation part do to the threshold?",
        "Take the scores where `is_validation & ~is_anomaly`, and of these `np.quantile`.",
    ),
)

FIND_EVENTS = Events(
    "find_events",
    takes="scores, threshold",
    returns="events",
    cases=scores_with_events,
    axes={"scores": "points"},
    hints=(
        "Mark the points above the threshold with 1 and the others with 0. Where does an event "
        "begin, and where is the first point after it?",
        "`np.diff` of these marks is 1 where one begins. What does it say of an event that begins "
        "at the first point, or ends at the last?",
        "Put a 0 before the marks and a 0 after them. Then `np.diff` is 1 at the index of each "
        "first point, and −1 at the index of each point after an event.",
    ),
)

POINT_PRECISION_RECALL = Shares(
    "point_precision_recall",
    takes="alarms, labels",
    returns="precision, recall",
    cases=alarms_and_labels,
    axes={"alarms": "points"},
    hints=(
        "Count three things: marked points, anomalous points, and points that are both.",
        "Precision asks about what was marked, recall about what is anomalous. Which count stands "
        "below the line in each?",
        "Divide the points that are both by the marked ones, and by the anomalous ones. Where "
        "that would divide by 0, return 0.",
    ),
)

EVENT_PRECISION_RECALL = Shares(
    "event_precision_recall",
    takes="alarms, events",
    returns="precision, recall",
    cases=alarms_and_events,
    axes={"alarms": "alarms ends", "events": "events ends"},
    hints=(
        "When do the spans from 3 to 5 and from 5 to 9 share a point, if neither holds its end?",
        "Ask each alarm whether it meets any event, and each event whether any alarm meets it. "
        "These are two different counts.",
        "Two spans meet if each begins before the other ends. Divide the alarms that meet an event "
        "by the alarms, and the events that meet an alarm by the events.",
    ),
)

CHECKS = (
    SEASONAL_MEAN,
    SEASONAL_MEDIAN,
    ANOMALY_SCORES,
    NORMAL_THRESHOLD,
    FIND_EVENTS,
    POINT_PRECISION_RECALL,
    EVENT_PRECISION_RECALL,
)
