"""Judges of the exercise `sine_windows`: cutting windows and splitting them in time.

The third one, of `fit_scaler`, is in `sine_windows_scaler.py`.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.sine_windows.checks import (
    SPLIT_ARGUMENTS,
    WINDOWS_ARGUMENTS,
    Case,
    series_to_cut,
    windows_to_split,
)
from lstm_lib.checks.exercises.sine_windows.judge.answers import WINDOWS_WRONG_ANSWERS
from lstm_lib.checks.exercises.sine_windows.judge.scaler import judge_scaler
from lstm_lib.checks.exercises.sine_windows.judge.split_answers import (
    RANDOM_SPLIT,
    SPLIT_WRONG_ANSWERS,
)
from lstm_lib.checks.judge.compare import judge_function, same, say_once
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.verdict import Finding
from lstm_lib.windows import make_windows, split_in_time

PARTS = ("inputs_train", "targets_train", "inputs_test", "targets_test")


def _reference_split(inputs, targets, train_fraction, gap):  # type: ignore[no-untyped-def]
    """Return the library's split without its validation part, which the exercise leaves out."""
    split = split_in_time(inputs, targets, train_fraction, gap=gap)
    return tuple(getattr(split, part) for part in PARTS)


def judge_split(seen: Observation, rng: Any) -> list[Finding]:
    """Judge a split, and say which windows each part holds.

    Parameters
    ----------
    seen : Observation
        Four arrays a case.
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    list of Finding
        One for each of `PARTS`.

    Examples
    --------
    >>> seen = Observation("split_in_time", {}, {"returned": "None"})
    >>> [finding.right for finding in judge_split(seen, np.random.default_rng(0))]
    [False, False, False, False]
    """
    cases = windows_to_split(rng)
    judge = judge_function(
        lambda _: cases,
        SPLIT_ARGUMENTS,
        _reference_split,
        PARTS,
        SPLIT_WRONG_ANSWERS,
        "where each part begins and ends",
    )
    findings = judge(seen, rng)
    if "returned" in seen.facts:
        return findings
    if all(finding.right for finding in findings):
        return [_nothing_shared(findings[0], cases), *findings[1:]]
    return say_once([_located(f, seen, p, cases) for p, f in enumerate(findings)])


def _steps(case: Case) -> int:
    """Return how many steps the windows of a case have."""
    return case["inputs"].shape[1]


def _nothing_shared(finding: Finding, cases: Sequence[Case]) -> Finding:
    """Add what a wide gap gives."""
    number, case = next((k, c) for k, c in enumerate(cases) if c["gap"] >= _steps(c))
    wide = (
        f"On case {number + 1} the gap of {case['gap']} windows is no smaller than the "
        f"{_steps(case)} steps of a window: there the two parts share no point at all"
    )
    return replace(finding, message=f"{finding.message}. {wide}")


def _located(finding: Finding, seen: Observation, position: int, cases: Sequence[Case]) -> Finding:
    """Add to a finding which windows came and which were expected; name a random split."""
    if finding.right:
        return finding
    drawn = "targets" if position % 2 else "inputs"
    held = [_held(seen.arrays[f"{k}/{position}"], case[drawn]) for k, case in enumerate(cases)]
    if any(windows is not None and np.any(np.diff(windows) != 1) for windows in held):
        message = f"your {finding.what} {RANDOM_SPLIT.message}"
        return replace(finding, message=message, diagnosis=RANDOM_SPLIT.name)
    if finding.message.startswith("the same") and position % 2:
        return finding  # inputs and targets of one part: the place has been told
    for number, (came, case) in enumerate(zip(held, cases, strict=True)):
        begin = int(case["train_fraction"] * len(case["targets"]))
        every = np.arange(len(case["targets"]))
        expected = every[: begin - case["gap"]] if position < 2 else every[begin:]
        if came is None or np.array_equal(came, expected):
            continue
        place = (
            f"On case {number + 1} ({len(every)} windows, train_fraction "
            f"{case['train_fraction']}, gap {case['gap']}) {_said(came)} came in "
            f"the place of {_said(expected)}"
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


JUDGES: dict[str, Callable[[Observation, Any], list[Finding]]] = {
    "make_windows": judge_function(
        series_to_cut,
        WINDOWS_ARGUMENTS,
        make_windows,
        ["inputs", "targets"],
        WINDOWS_WRONG_ANSWERS,
        "where the first window begins and ends, and which point comes directly after it",
    ),
    "split_in_time": judge_split,
    "fit_scaler": judge_scaler,
}
