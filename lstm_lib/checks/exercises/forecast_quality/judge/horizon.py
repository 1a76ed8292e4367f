"""The judge of `usable_horizon`: where an error passes its limit, and where none does."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.forecast_quality.checks import USABLE_HORIZON, passes
from lstm_lib.checks.judge.compare import compare
from lstm_lib.checks.judge.diagnosis import Told, WrongAnswer
from lstm_lib.checks.judge.findings import published, returned_otherwise
from lstm_lib.checks.judge.judged import Judge
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.verdict import Finding
from lstm_lib.metrics import usable_horizon

PASSES, NEVER = "where an error passes its limit", "where none does"
COUNT_TOLERANCE = 1e-9


def _last_below(errors, limits):
    """Return the last step whose error is below its limit."""
    below = np.flatnonzero(errors < limits)
    return below[-1] + 1 if below.size else 0


def _first(found: np.ndarray) -> Any:
    """Return the index of the first True, or the length."""
    return np.argmax(found) if np.any(found) else len(found)


WRONG_PASSES = (
    WrongAnswer(
        "first step that passes",
        lambda errors, limits: usable_horizon(errors, limits) + 1,
        "is one too many: it is the number of the first step that is not usable any more",
    ),
    WrongAnswer(
        "counted from 0",
        lambda errors, limits: usable_horizon(errors, limits) - 1,
        "is one too few: index 0 stands for one step ahead",
    ),
    WrongAnswer(
        "last step below",
        _last_below,
        "is the last step whose error is below its limit. Once an error has passed its limit, "
        "later ones below do not count",
    ),
    WrongAnswer(
        "all steps below",
        lambda errors, limits: np.sum(errors < limits),
        "counts every step below its limit, even those after the error has passed it",
    ),
    WrongAnswer(
        "upside down",
        lambda errors, limits: _first(errors < limits),
        "is where the error is first below its limit. When does it stop being below?",
    ),
    WrongAnswer(
        "upside down",
        lambda errors, limits: np.argmax(errors < limits),
        "is where the error is first below its limit, or 0 where it never is. When does it stop "
        "being below?",
    ),
    WrongAnswer(
        "steps above",
        lambda errors, limits: np.sum(errors >= limits),
        "counts the steps that are not below their limit",
    ),
    WrongAnswer(
        "at the limit is below",
        lambda errors, limits: _first(errors > limits),
        "goes on where the error equals its limit. A step is usable only below its limit",
    ),
    WrongAnswer(
        "first limit for all",
        lambda errors, limits: _first(errors >= limits[0]),
        "compares every step with the first limit. Each step has its own",
    ),
    WrongAnswer(
        "last limit for all",
        lambda errors, limits: _first(errors >= limits[-1]),
        "compares every step with the last limit. Each step has its own",
    ),
    WrongAnswer(
        "mean limit for all",
        lambda errors, limits: _first(errors >= limits.mean()),
        "compares every step with the mean of the limits. Each step has its own",
    ),
    WrongAnswer(
        "largest error",
        lambda errors, limits: np.argmax(errors),
        "is where the error is largest. When is it first not below its limit?",
    ),
    WrongAnswer(
        "whole horizon",
        lambda errors, limits: len(errors),
        "is the whole horizon, although an error passes its limit",
    ),
)

WRONG_NEVERS = (
    WrongAnswer(
        "zero",
        lambda errors, limits: 0,
        "is 0 although every step is usable. `np.argmax` of an array without a True is 0",
    ),
    WrongAnswer(
        "minus one", lambda errors, limits: -1, "is −1 although every step is usable: count them"
    ),
    WrongAnswer(
        "one too few",
        lambda errors, limits: len(errors) - 1,
        "is one too few: all steps are usable, and index 0 stands for one step ahead",
    ),
    WrongAnswer(
        "one too many",
        lambda errors, limits: len(errors) + 1,
        "is one more than there are errors. What lies beyond them was not measured",
    ),
    WrongAnswer(
        "infinity",
        lambda errors, limits: np.inf,
        "is infinity. What lies beyond the errors was not measured: count the steps that were",
    ),
)

NO_FIRST_STEP = Told(
    "no first step", "{what} where every error is below its limit: then all steps are usable"
)


def _judge_horizon(seen: Observation, rng: Any) -> list[Finding]:
    """Judge separately where an error passes its limit, and where none does."""
    if complaint := returned_otherwise(seen, USABLE_HORIZON.values):
        return [Finding(name, False, complaint) for name in (PASSES, NEVER)]

    def judged(
        name: str, where: bool, wrong_answers: Sequence[WrongAnswer], look_at: str
    ) -> Finding:
        numbered = [(k, case) for k, case in enumerate(cases) if passes(case) == where]
        pairs = [(case["errors"], case["limits"]) for _, case in numbered]
        finding = compare(
            "number",
            [published(seen, f"{k}/0") for k, _ in numbered],
            [np.asarray(usable_horizon(*pair)) for pair in pairs],
            [(w, [np.asarray(w.answer(*pair)) for pair in pairs]) for w in wrong_answers],
            look_at,
            COUNT_TOLERANCE,
        )
        return replace(finding, what=name)

    cases = USABLE_HORIZON.cases(rng)
    look_at = "the first error that is not below its limit, and at how many steps lie before it"
    first = judged(PASSES, True, WRONG_PASSES, look_at)
    if came := seen.facts.get("never"):
        what = "it returns None" if came == "None" else f"your function raises {str(came)[:40]}"
        message = NO_FIRST_STEP.message.format(what=what)
        return [first, Finding(NEVER, False, message, diagnosis=NO_FIRST_STEP.name)]
    look_at = "the end: when every error is below its limit, all steps are usable"
    return [first, judged(NEVER, False, WRONG_NEVERS, look_at)]


HORIZON = Judge(_judge_horizon, (*WRONG_PASSES, *WRONG_NEVERS, NO_FIRST_STEP))
