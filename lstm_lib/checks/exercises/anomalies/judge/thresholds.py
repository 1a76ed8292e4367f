"""What goes wrong in thresholds, and what to say about it."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.checks.judge.diagnosis import WrongAnswer

Answer = Callable[..., Any]


def _quantile_of(chosen: Answer) -> Answer:
    """Make an answer that takes the quantile of other scores."""
    return lambda scores, validation, anomaly, quantile: np.quantile(
        scores[chosen(validation, anomaly)], quantile
    )


def _of_normal(value: Answer) -> Answer:
    """Make an answer that takes something else of the right scores."""
    return lambda scores, validation, anomaly, quantile: value(
        scores[validation & ~anomaly], quantile
    )


def _after(validation: np.ndarray) -> Any:
    """Return which points come after the validation part."""
    return np.arange(len(validation)) > np.flatnonzero(validation)[-1]


WRONG_THRESHOLDS = (
    WrongAnswer(
        "all scores",
        _quantile_of(lambda validation, anomaly: np.ones_like(anomaly)),
        "is the quantile of all scores: the test part and the anomalies have decided it too",
    ),
    WrongAnswer(
        "all normal scores",
        _quantile_of(lambda validation, anomaly: ~anomaly),
        "is the quantile of all normal scores, those of the test part included",
    ),
    WrongAnswer(
        "anomalies included",
        _quantile_of(lambda validation, anomaly: validation),
        "is the quantile of the whole validation part. Its anomalies lift the threshold: leave "
        "them out",
    ),
    WrongAnswer(
        "anomalies alone",
        _quantile_of(lambda validation, anomaly: validation & anomaly),
        "is the quantile of the anomalies of the validation part. What stays below it should be "
        "normal",
    ),
    WrongAnswer(
        "test part",
        _quantile_of(lambda validation, anomaly: _after(validation)),
        "is the quantile of the scores after the validation part: the test part has chosen its own "
        "threshold",
    ),
    WrongAnswer(
        "test part",
        _quantile_of(lambda validation, anomaly: _after(validation) & ~anomaly),
        "is the quantile of the normal scores after the validation part: the test part has chosen "
        "its own threshold",
    ),
    WrongAnswer(
        "other parts",
        _quantile_of(lambda validation, anomaly: ~validation & ~anomaly),
        "is the quantile of the normal scores that do not belong to the validation part",
    ),
    WrongAnswer(
        "other parts",
        _quantile_of(lambda validation, anomaly: ~validation),
        "is the quantile of the scores that do not belong to the validation part",
    ),
    WrongAnswer(
        "either mask",
        _quantile_of(lambda validation, anomaly: validation | ~anomaly),
        "is the quantile of scores that are normal or belong to the validation part. They have to "
        "be both: `&`, not `|`",
    ),
    WrongAnswer(
        "upside down",
        _of_normal(lambda normal, quantile: np.quantile(normal, 1 - quantile)),
        "is the quantile of 1 − `quantile`: most normal scores lie above it",
    ),
    WrongAnswer(
        "share for percent",
        _of_normal(lambda normal, quantile: np.percentile(normal, quantile)),
        "equals what `np.percentile` gives for a share: it counts from 0 to 100, and `quantile` "
        "from 0 to 1",
    ),
    WrongAnswer(
        "largest score",
        _of_normal(lambda normal, quantile: normal.max()),
        "is the largest normal score: one odd point decides it",
    ),
    WrongAnswer(
        "three deviations",
        _of_normal(lambda normal, quantile: normal.mean() + 3 * normal.std()),
        "is the mean and three standard deviations. Errors have heavier tails than that rule "
        "supposes; a quantile was asked for",
    ),
    WrongAnswer(
        "three deviations",
        _of_normal(lambda normal, quantile: normal.mean() + 2 * normal.std()),
        "is the mean and two standard deviations. Errors have heavier tails than that rule "
        "supposes; a quantile was asked for",
    ),
    WrongAnswer(
        "share of the largest",
        _of_normal(lambda normal, quantile: quantile * normal.max()),
        "is a share of the largest normal score. How many scores stay below it?",
    ),
    WrongAnswer(
        "no line between",
        _of_normal(
            lambda normal, quantile: np.sort(normal)[
                min(int(quantile * len(normal)), len(normal) - 1)
            ]
        ),
        "is one of the scores. Between two of them the quantile lies on a straight line, as "
        "`np.quantile` has it",
    ),
    WrongAnswer(
        "median",
        _of_normal(lambda normal, quantile: np.median(normal)),
        "is the median, whatever `quantile` says",
    ),
    WrongAnswer(
        "mean",
        _of_normal(lambda normal, quantile: normal.mean()),
        "is the mean, whatever `quantile` says",
    ),
)
