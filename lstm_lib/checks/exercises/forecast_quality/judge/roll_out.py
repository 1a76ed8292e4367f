"""The judge of `roll_out_from`: where the first window lies, and how it moves on.

The two are judged apart. A window that lies one point off is wrong once: the forecasts are
compared with those that follow from the window which the network was given.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.forecast_quality.cases import Case, series_to_continue
from lstm_lib.checks.exercises.forecast_quality.checks import ROLL_OUT_ARGUMENTS
from lstm_lib.checks.exercises.forecast_quality.judge.roll_out_answers import (
    WRONG_MOVES,
    WRONG_STARTS,
    rolling,
)
from lstm_lib.checks.judge.compare import compare
from lstm_lib.checks.judge.findings import published, returned_otherwise
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.verdict import Finding

FIRST, FORECASTS = "first window", "forecasts"
LARGEST_WINDOW = 100  # points; a learner's longest holds the whole series, which is shorter


def judge_roll_out(seen: Observation, rng: Any) -> list[Finding]:
    """Judge a roll-out: the first window, and the forecasts that follow from it.

    Parameters
    ----------
    seen : Observation
        The forecasts of each case, and the first window that the network was given.
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    list of Finding
        One for the first window, one for the forecasts.

    Examples
    --------
    >>> seen = Observation("roll_out_from", {}, {"returned": "None"})
    >>> [finding.right for finding in judge_roll_out(seen, np.random.default_rng(0))]
    [False, False]
    """
    both = (FIRST, FORECASTS)
    if complaint := returned_otherwise(seen, [FORECASTS]):
        return [Finding(name, False, complaint) for name in both]
    cases = series_to_continue(rng)
    found = [published(seen, f"{k}/0") for k in range(len(cases))]
    windows = [seen.arrays.get(f"{k}/window", np.empty(0)) for k in range(len(cases))]
    if any(window.size == 0 for window in windows):
        message = "`predict` was not asked about any window, and nothing else makes forecasts"
        return [Finding(name, False, message, diagnosis="never asked") for name in both]
    if any(w.size > LARGEST_WINDOW or not np.all(np.isfinite(w)) for w in windows):
        message = "`predict` was given a window that is longer than the series, or holds NaN"
        return [Finding(name, False, message, diagnosis="not a window") for name in both]
    first = compare(
        FIRST,
        windows,
        _first_windows(rolling(), cases),
        [(wrong, _first_windows(wrong.answer, cases)) for wrong in WRONG_STARTS],
        "the points that it holds: `steps` of them, the last one right before `start`",
    )
    begun = [_begun(window, case) for window, case in zip(windows, cases, strict=True)]
    forecasts = compare(
        FORECASTS,
        found,
        _forecasts(rolling(), begun),
        [(wrong, _forecasts(wrong.answer, begun)) for wrong in WRONG_MOVES],
        "what comes into the window after each answer, and what leaves it",
    )
    if forecasts.right and not first.right:
        forecasts = replace(forecasts, message="right: they follow from your first window")
    return [first, forecasts]


def _first_windows(answer: Callable[..., Any], cases: Sequence[Case]) -> list[np.ndarray]:
    """Return the first window that a roll-out gives to the network, on every case."""
    firsts = []
    for case in cases:
        windows: list[np.ndarray] = []

        def predict(window: Any, windows: list[np.ndarray] = windows) -> float:
            windows.append(np.array(window))
            return 0.0

        answer(*{**case, "predict": predict}.values())
        firsts.append(windows[0])
    return firsts


def _begun(window: np.ndarray, case: Case) -> Case:
    """Return a case in which the first window is the one that was observed.

    The series goes on behind it where it really does: a roll-out that reads the true values is
    recognized also from a window that lies elsewhere.
    """
    values, series = window.ravel().astype(float), case["series"]
    size = len(values)
    places = [p for p in range(len(series) - size + 1) if np.allclose(series[p : p + size], values)]
    after = series[places[0] + size :] if places else series[case["start"] :]
    # Where the true series ends, a roll-out that reads it would have nothing to read.
    after = np.append(after, np.full(case["horizon"] + 1, series[-1]))
    return {**case, "series": np.append(values, after), "start": size, "steps": size}


def _forecasts(answer: Callable[..., Any], cases: Sequence[Case]) -> list[np.ndarray]:
    """Return what a roll-out returns, on every case."""
    return [np.asarray(answer(*(case[a] for a in ROLL_OUT_ARGUMENTS))) for case in cases]
