"""Answers that hold NaN: no comparison is true of it, so a number stands for it while judging."""

import copy
from dataclasses import replace
from typing import Any

import numpy as np

from lstm_lib.checks.judge.findings import UNRECOGNIZED
from lstm_lib.checks.judge.judged import Judge
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.verdict import Finding

EMPTY = -1e6  # what a wrong answer predicts where a learner's has NaN


def reading_empty(judge: Judge) -> Judge:
    """Let a judge recognize wrong answers that hold NaN.

    Parameters
    ----------
    judge : Judge
        Its wrong answers have `EMPTY` in place of NaN.

    Returns
    -------
    Judge
        The same, but for answers with NaN whose every mistake is recognized.
    """

    def findings(seen: Observation, rng: Any) -> list[Finding]:
        plain = judge.findings(seen, copy.deepcopy(rng))
        if not any(np.isnan(array).any() for array in seen.arrays.values()):
            return plain
        arrays = {key: np.where(np.isnan(a), EMPTY, a) for key, a in seen.arrays.items()}
        filled = judge.findings(replace(seen, arrays=arrays), rng)
        named = all(f.right or f.diagnosis not in UNRECOGNIZED for f in filled)
        return filled if named else plain

    return replace(judge, findings=findings)
