"""The judges of precision and recall: where there is something to divide by, and where not."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from lstm_lib.anomalies import event_precision_recall, point_precision_recall
from lstm_lib.checks.exercises.anomalies.cases import divides
from lstm_lib.checks.exercises.anomalies.checks import (
    EVENT_PRECISION_RECALL,
    POINT_PRECISION_RECALL,
    Shares,
)
from lstm_lib.checks.exercises.anomalies.judge.events import WRONG_EVENT_COUNTS
from lstm_lib.checks.exercises.anomalies.judge.points import WRONG_POINTS
from lstm_lib.checks.exercises.anomalies.judge.shares import Answer
from lstm_lib.checks.judge.compare import by_quantity, compare, compare_all
from lstm_lib.checks.judge.diagnosis import Diagnosis, Told, WrongAnswer
from lstm_lib.checks.judge.findings import published, returned_otherwise
from lstm_lib.checks.judge.judged import Judge
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.verdict import Finding

NOTHING = "where there is nothing to divide by"

ERROR = Told(
    "division by zero",
    "your function raises {error} where nothing is marked, or there is nothing to find. "
    "Return 0 there",
)
TWICE = Told(
    "mean of the other",
    "is that of the other one: it was returned twice, or taken along the wrong axis",
)
NOT_A_NUMBER = Told(
    "NaN for nothing",
    "it is NaN where nothing is marked, or there is nothing to find: 0 was divided by 0. "
    "Return 0 there",
)
FEWER = Told(
    "None for nothing",
    "it is not two numbers where nothing is marked, or there is nothing to find. "
    "Return 0 there for what has no points to count, and go on with the other",
)


def _or_one(right: Answer) -> Answer:
    """Make an answer that returns 1 where there is nothing to divide by."""

    def answer(alarms, truth):
        precision, recall = right(alarms, truth)
        return (
            precision if np.any(alarms) else 1.0,
            recall if np.any(truth) else 1.0,
        )

    return answer


def _wrong_nothings(right: Answer) -> tuple[WrongAnswer, ...]:
    """List what goes wrong where there is nothing to divide by."""
    return (
        WrongAnswer(
            "one for nothing",
            _or_one(right),
            "is 1 where nothing is marked, or there is nothing to find. 0 was asked for: a "
            "detector that is silent has earned nothing",
        ),
        WrongAnswer(
            "one for silence",
            lambda alarms, truth: (
                (1.0, 1.0) if not (np.any(alarms) or np.any(truth)) else right(alarms, truth)
            ),
            "is 1 where nothing is marked and nothing is to be found. 0 was asked for",
        ),
    )


def _shares_judge(
    function: Shares, right: Answer, wrong: Sequence[WrongAnswer], look_at: str
) -> Judge:
    """Judge precision and recall, and apart from them what comes where nothing is divided."""
    nothings = _wrong_nothings(right)

    def findings(seen: Observation, rng: Any) -> list[Finding]:
        drawn = function.cases(rng)
        cases = [tuple(case[name] for name in function.arguments) for case in drawn]
        some = [divides(case) for case in drawn]
        values = (*function.values, NOTHING)
        complaint = returned_otherwise(seen, function.values)
        numbers = [k for k, has in enumerate(some) if has]
        if complaint and not all(f"{k}/0" in seen.arrays for k in numbers):
            return [Finding(name, False, complaint) for name in values]
        found = [[published(seen, f"{k}/{p}") for k in numbers] for p in range(2)]
        divided = [cases[k] for k in numbers]

        def of(answer: Answer) -> list[list[np.ndarray]]:
            return by_quantity([answer(*case) for case in divided], 2)

        shares = compare_all(
            function.values, found, of(right), [(w, of(w.answer)) for w in wrong], look_at
        )
        if [one.diagnosis for one in shares].count("exchanged") == 1:
            shares = [_twice(one) if one.diagnosis == "exchanged" else one for one in shares]
        return [*shares, _nothing(seen, cases, some, complaint)]

    def _nothing(
        seen: Observation, cases: list[tuple], some: list[bool], complaint: str
    ) -> Finding:
        """Judge the cases in which there is nothing to divide by."""
        if error := seen.facts.get("nothing"):
            return _told(ERROR, error=str(error)[:40])
        if complaint:
            return _told(FEWER)
        numbers = [k for k, has in enumerate(some) if not has]
        pairs = [[published(seen, f"{k}/{p}") for p in range(2)] for k in numbers]
        if any(one.shape for pair in pairs for one in pair):
            return _told(FEWER)
        found = [np.array(pair) for pair in pairs]
        if any(one.dtype.kind == "f" and np.isnan(one).any() for one in found):
            return _told(NOT_A_NUMBER)
        rest = [cases[k] for k in numbers]

        def of(answer: Answer) -> list[np.ndarray]:
            return [np.array(answer(*case)) for case in rest]

        finding = compare(
            "result", found, of(right), [(w, of(w.answer)) for w in nothings], look_at
        )
        return Finding(NOTHING, finding.right, finding.message, diagnosis=finding.diagnosis)

    return Judge(findings, (*wrong, *nothings, TWICE, ERROR, NOT_A_NUMBER, FEWER))


def _twice(finding: Finding) -> Finding:
    """Say that one number was returned for both."""
    return replace(finding, message=f"your {finding.what} {TWICE.message}", diagnosis=TWICE.name)


def _told(diagnosis: Diagnosis, **words: str) -> Finding:
    """Say what is wrong where there is nothing to divide by."""
    return Finding(NOTHING, False, diagnosis.message.format(**words), diagnosis=diagnosis.name)


POINTS = _shares_judge(
    POINT_PRECISION_RECALL,
    point_precision_recall,
    WRONG_POINTS,
    "which points are counted above the line, and which below it",
)
EVENTS = _shares_judge(
    EVENT_PRECISION_RECALL,
    event_precision_recall,
    WRONG_EVENT_COUNTS,
    "when an alarm and an event meet, and what each count is divided by",
)
