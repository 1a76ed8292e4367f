"""The exercise `prices`: its functions and their hints; `cases.py` draws the cases."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.prices.cases import (
    features_with_folds,
    forecasts_beside_floors,
    forecasts_by_seed,
    prices,
    splits,
    volatilities,
)
from lstm_lib.checks.observation import TEXT_LIMIT, Observation, as_numbers
from lstm_lib.checks.observe.function import Function
from lstm_lib.checks.observe.stand_ins import Case

MOST_FOLDS = 20  # of what a function returns; more are not looked at


@dataclass(frozen=True, eq=False)
class WalkForward(Function):
    """A split: its folds are published as marks on the days, (folds, days), for each part.

    ``facts["beyond"]`` holds a case's number and a day that its series does not have.
    """

    def publish(
        self, seen: Observation, number: int, case: Case, handed: dict[str, Any], result: Any
    ) -> None:
        """Publish which days each fold trains on, and which it tests."""
        if result is None or not isinstance(result, Iterable):
            seen.facts["returned"] = "None" if result is None else f"a {type(result).__name__}"
            return
        folds = list(itertools.islice(result, MOST_FOLDS))
        if not folds or any(not _is_pair(fold) for fold in folds):
            seen.facts["returned"] = f"a {type(result).__name__} that holds no pairs"
            return
        n_days = case["n_days"]
        for position, part in enumerate(self.values):
            marks = np.zeros((len(folds), n_days), dtype=bool)
            for row, fold in zip(marks, folds, strict=True):
                days = _days(fold[position], part, n_days)
                if len(outside := days[(days < 0) | (days >= n_days)]):
                    seen.facts.setdefault("beyond", [number, int(outside[-1])])
                row[days[(days >= 0) & (days < n_days)]] = True
            seen.arrays[f"{number}/{position}"] = marks


def _is_pair(fold: Any) -> bool:
    """Tell whether a fold holds two parts."""
    return isinstance(fold, tuple | list | np.ndarray) and len(fold) == 2


def _days(part: Any, name: str, n_days: int) -> np.ndarray:
    """Return the days of one part, given as indices, as a range, as a slice or as marks."""
    if isinstance(part, slice):
        return np.arange(n_days)[part]
    if isinstance(part, Iterable) and not isinstance(part, np.ndarray):
        part = list(part)
    days = np.atleast_1d(as_numbers(part, name)).ravel()
    if days.dtype == bool:
        if len(days) != n_days:
            raise ValueError(f"{name} are marked on {len(days)} days, and the series has {n_days}")
        return np.flatnonzero(days)
    if days.size and not np.all(days == np.floor(days)):
        raise TypeError(f"{name} holds numbers that are not whole, and days were expected")
    return days.astype(int)


@dataclass(frozen=True, eq=False)
class Word(Function):
    """A function that returns a word: ``facts["words"]`` lists those of all cases."""

    def publish(
        self, seen: Observation, number: int, case: Case, handed: dict[str, Any], result: Any
    ) -> None:
        """Publish the word, or the type of an answer that is none."""
        if result is None:
            seen.facts["returned"] = "None"
            return
        word = result if isinstance(result, str) else f"a {type(result).__name__}"
        seen.facts.setdefault("words", []).append(str(word)[:TEXT_LIMIT])


LOG_RETURNS = Function(
    "log_returns",
    takes="prices",
    returns="returns",
    cases=prices,
    axes={"prices": "days"},
    hints=(
        "Six prices lie on six days. How many changes from one day to the next are there?",
        "The return is a difference of two logarithms. Which two days does it need, and which of "
        "them is subtracted?",
        "Take the natural logarithm of all prices. From each day but the first, subtract the day "
        "before it.",
    ),
)

HAR_ROWS = Function(
    "har_rows",
    takes="volatility",
    returns="rows, targets",
    cases=volatilities,
    axes={"volatility": "days"},
    hints=(
        "It is evening, and you forecast tomorrow. Which values do you know?",
        "Write down the row of day 22, counted from 0. Which days go into each of the three means? "
        "Is day 22 among them?",
        "Walk over the days from 22 to the last one. For each, take the value of the day before, "
        "the mean of the 5 values that end with the day before, and the mean of the 22 values that "
        "end with it. The target is the value of the day itself.",
    ),
)

WALK_FORWARD = WalkForward(
    "walk_forward",
    takes="n_days, n_folds, test_days, gap",
    returns="training days, test days",
    cases=splits,
    hints=(
        "Mark the test days of all folds on a line, from the last day backwards. On which day does "
        "the first test part begin?",
        "A fold may learn from days before its test days alone. How many of them are left out?",
        "The test days of all folds are the last n_folds · test_days days. Go through their first "
        "days in order: train on all days from 0 up to that day less the gap, and test the "
        "test_days days from it on.",
    ),
)

SCALE_FOLD = Function(
    "scale_fold",
    takes="features, train, test",
    returns="scaled_train, scaled_test",
    cases=features_with_folds,
    axes={"features": "days features"},
    hints=(
        "On the last training day, somebody computes the mean. Which days can they see?",
        "The same two numbers serve both parts, for each feature. Along which axis do you take "
        "mean and standard deviation, and over which rows?",
        "Cut out the training rows. Take their mean and standard deviation over the days, axis 0. "
        "Subtract this mean from both parts, and divide both by this standard deviation.",
    ),
)

SKILL_BESIDE = Function(
    "skill_beside",
    takes="truth, forecast, floor",
    returns="skill",
    cases=forecasts_beside_floors,
    axes={"truth": "days"},
    hints=(
        "Two forecasts of the same days come in. How large is the error of each?",
        "What should come out if the forecast is never wrong, and what if it is as wrong as the "
        "floor?",
        "Take the mean squared error of the forecast and that of the floor, both beside the truth. "
        "Divide the first by the second: this share is left. The rest, up to 1, was saved.",
    ),
)

SHARE_VERDICT = Word(
    "share_verdict",
    takes="truth, forecasts, floors",
    returns="word",
    cases=forecasts_by_seed,
    hints=(
        "Which of the floors counts? Find it first, by its error over all folds.",
        "There are two tables of skills: one number for each seed over all days, and one for each "
        "seed in each fold. Which rule reads which?",
        "Find the floor with the smallest mean squared error over all days. Compute each seed's "
        "skill over all days, and each seed's skill in each fold. Ask whether the smallest of the "
        "first ones is above 0, and whether the median over the seeds is above 0 in every fold. If "
        "both hold, it is shown; if not, ask whether the median of the first ones is below 0.",
    ),
)

CHECKS = (LOG_RETURNS, HAR_ROWS, WALK_FORWARD, SCALE_FOLD, SKILL_BESIDE, SHARE_VERDICT)
