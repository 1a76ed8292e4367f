"""Judges of the exercise `sine_windows`: cutting windows and splitting them in time.

The judge of the scaler is in `scaler.py`.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.sine_windows.checks import MAKE_WINDOWS, SPLIT_IN_TIME
from lstm_lib.checks.exercises.sine_windows.judge.answers import SHUFFLED, WINDOWS_WRONG_ANSWERS
from lstm_lib.checks.exercises.sine_windows.judge.scaler import SCALER
from lstm_lib.checks.exercises.sine_windows.judge.split_answers import (
    RANDOM_SPLIT,
    SPLIT_WRONG_ANSWERS,
)
from lstm_lib.checks.judge.compare import Case, same
from lstm_lib.checks.judge.findings import say_once
from lstm_lib.checks.judge.judged import Judge, judged
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.verdict import Finding
from lstm_lib.windows import make_windows, split_in_time


def _reference_split(inputs, targets, train_fraction, gap):
    """Return the library's split without its validation part, which the exercise leaves out."""
    split = split_in_time(inputs, targets, train_fraction, gap=gap)
    return tuple(getattr(split, part) for part in SPLIT_IN_TIME.values)


def _judge_windows() -> Judge:
    """Make the judge of windows and targets; those of another order are recognized as such."""

    def findings(seen: Observation, rng: Any) -> list[Finding]:
        cases = MAKE_WINDOWS.cases(rng)
        found = judged(
            replace(MAKE_WINDOWS, cases=lambda _: cases),
            make_windows,
            WINDOWS_WRONG_ANSWERS,
            "where the first window begins and ends, and which point comes directly after it",
        ).findings(seen, rng)
        if "returned" in seen.facts:
            return found
        expected = [make_windows(case["series"], case["steps"]) for case in cases]
        for p, finding in enumerate(found):
            pairs = [(seen.arrays[f"{k}/{p}"], right[p]) for k, right in enumerate(expected)]
            if not finding.right and not finding.diagnosis and all(_reordered(*x) for x in pairs):
                message = f"your {finding.what} {SHUFFLED.message}"
                found[p] = replace(finding, message=message, diagnosis=SHUFFLED.name)
        return say_once(found)

    return Judge(findings, (*WINDOWS_WRONG_ANSWERS, SHUFFLED))


def _reordered(found: np.ndarray, expected: np.ndarray) -> bool:
    """Tell whether an array holds the expected rows in any order."""
    if found.shape != expected.shape:
        return False
    held = _held(found, expected)
    return held is not None and sorted(held) == list(range(len(expected)))


def _judge_split(seen: Observation, rng: Any) -> list[Finding]:
    """Judge a split, and say which windows each part holds."""
    cases = SPLIT_IN_TIME.cases(rng)
    findings = judged(
        replace(SPLIT_IN_TIME, cases=lambda _: cases),
        _reference_split,
        SPLIT_WRONG_ANSWERS,
        "where each part begins and ends",
    ).findings(seen, rng)
    if "returned" in seen.facts:
        return findings
    if all(finding.right for finding in findings):
        return [_nothing_shared(findings[0], cases), *findings[1:]]
    return say_once([_located(f, seen, p, cases) for p, f in enumerate(findings)])


def _steps(case: Case) -> int:
    """Return how many steps the windows of a case have."""
    return case["inputs"].shape[1]


def _nothing_shared(finding: Finding, cases: Sequence[Case]) -> Finding:
    """Add what a wide gap achieves."""
    number, case = next((k, c) for k, c in enumerate(cases) if c["gap"] >= _steps(c))
    wide = (
        f"On case {number + 1} the gap of {case['gap']} windows is no smaller than the "
        f"{_steps(case)} steps of a window: there the two parts share no point at all"
    )
    return replace(finding, message=f"{finding.message}. {wide}")


def _located(finding: Finding, seen: Observation, position: int, cases: Sequence[Case]) -> Finding:
    """Add to a finding which windows were returned and which were expected; name a random split."""
    if finding.right:
        return finding
    drawn = "targets" if position % 2 else "inputs"
    held = [_held(seen.arrays[f"{k}/{position}"], case[drawn]) for k, case in enumerate(cases)]
    if any(windows is not None and np.any(np.diff(windows) != 1) for windows in held):
        message = f"your {finding.what} {RANDOM_SPLIT.message}"
        return replace(finding, message=message, diagnosis=RANDOM_SPLIT.name)
    if finding.message.startswith("the same") and position % 2:
        return finding  # inputs and targets of one part: the place is already stated
    for number, (came, case) in enumerate(zip(held, cases, strict=True)):
        begin = int(case["train_fraction"] * len(case["targets"]))
        every = np.arange(len(case["targets"]))
        expected = every[: begin - case["gap"]] if position < 2 else every[begin:]
        if came is None or np.array_equal(came, expected):
            continue
        place = (
            f"On case {number + 1} ({len(every)} windows, train_fraction "
            f"{case['train_fraction']}, gap {case['gap']}) {_said(came)} came in "
            f"place of {_said(expected)}"
        )
        recognized = finding.diagnosis not in ("", "wrong shape")
        return replace(finding, message=f"{finding.message}. {place}" if recognized else place)
    return finding


def _held(found: np.ndarray, drawn: np.ndarray) -> np.ndarray | None:
    """Return which of the drawn rows an array holds, or None if it holds anything else."""
    if found.ndim == 0 or found.shape[1:] != drawn.shape[1:] or len(found) > 2 * len(drawn):
        return None
    rows = [[k for k, row in enumerate(drawn) if same(value, row)] for value in found]
    return np.array([matches[0] for matches in rows], dtype=int) if all(rows) else None


def _said(windows: np.ndarray) -> str:
    """Name a stretch of windows."""
    if len(windows) == 0:
        return "no window"
    first, last = windows[0], windows[-1]
    return f"window {first} alone" if first == last else f"windows {first} to {last}"


JUDGES = {
    "make_windows": _judge_windows(),
    "split_in_time": Judge(_judge_split, (RANDOM_SPLIT, *SPLIT_WRONG_ANSWERS)),
    "fit_scaler": SCALER,
}
