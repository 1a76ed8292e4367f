"""NaN where something else was asked for: a comparison of numbers never matches it."""

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from lstm_lib.checks.judge.diagnosis import Told
from lstm_lib.checks.judge.judged import Judge
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.verdict import Finding

MEDIANS = Told(
    "NaN in front",
    "have NaN in front, for points that have too few seasons before them. Leave those out",
)
SCORES = Told("NaN for zero", "hold NaN where there is no forecast. A score of 0 was asked for")


def with_gaps(judge: Judge, mend: Callable[[np.ndarray], np.ndarray], told: Told) -> Judge:
    """Let a judge name an answer that is right but for its NaN.

    Parameters
    ----------
    judge : Judge
        Of a function that returns one value.
    mend : callable
        Makes from such an answer the right one.
    told : Told
        What is said of it.

    Returns
    -------
    Judge
        It judges every other answer as before.
    """

    def findings(seen: Observation, rng: Any) -> list[Finding]:
        again = copy.deepcopy(rng)
        found = judge.findings(seen, rng)
        arrays = {
            key: mend(array) if array.dtype.kind == "f" else array
            for key, array in seen.arrays.items()
        }
        has_gaps = any(
            array.dtype.kind == "f" and np.isnan(array).any() for array in seen.arrays.values()
        )
        if has_gaps and all(f.right for f in judge.findings(replace(seen, arrays=arrays), again)):
            (only,) = found
            return [replace(only, message=f"your {only.what} {told.message}", diagnosis=told.name)]
        return found

    return Judge(findings, (*judge.knows, told))
