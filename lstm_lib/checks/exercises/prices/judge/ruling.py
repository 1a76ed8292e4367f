"""A verdict made of two rules: what they read, and which floor they compare with."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

SHOWN, WORSE, NOT_SHOWN = "shown", "worse", "not shown"


@dataclass(frozen=True)
class Skills:
    """What rules read: each seed's skill over all days, and in each fold, (seeds, folds)."""

    overall: np.ndarray
    by_fold: np.ndarray

    def times(self, overall: float = 1.0, by_fold: float = 1.0) -> "Skills":
        """Return what comes of errors that are so many times as large, beside the floor's."""
        return Skills(1 - overall * (1 - self.overall), 1 - by_fold * (1 - self.by_fold))


Rule = Callable[[Skills], Any]
Choose = Callable[[np.ndarray, np.ndarray], np.ndarray]  # (truth, floors) -> a floor's squares


def strongest(truth: np.ndarray, floors: np.ndarray) -> np.ndarray:
    """Return the squared errors of the floor with the smallest ones over all days."""
    squares = (floors - truth) ** 2
    return squares[squares.mean(axis=(1, 2)).argmin()]


def every_seed(skills: Skills) -> bool:
    """Tell whether every seed is better over all days."""
    return skills.overall.min() > 0


def every_fold(skills: Skills) -> bool:
    """Tell whether the median seed is better in every fold."""
    return np.median(skills.by_fold, axis=0).min() > 0


def is_shown(skills: Skills) -> bool:
    """Tell whether it is shown."""
    return every_seed(skills) and every_fold(skills)


def is_worse(skills: Skills) -> bool:
    """Tell whether it is worse."""
    return np.median(skills.overall) < 0


def always(skills: Skills) -> bool:
    """Let a word apply to any skills."""
    return True


def ruled(
    shown: Rule = is_shown,
    worse: Rule = is_worse,
    floor: Choose = strongest,
    read: Callable[[np.ndarray], np.ndarray] = lambda forecasts: forecasts,
    size: Callable[[np.ndarray], np.ndarray] = np.square,
) -> Callable[..., str]:
    """Make a verdict from two rules, applied one after the other."""

    def share_verdict(truth: np.ndarray, forecasts: np.ndarray, floors: np.ndarray) -> str:
        errors, squares = size(read(forecasts) - truth), floor(truth, floors)
        skills = Skills(
            1 - errors.mean(axis=(1, 2)) / squares.mean(),
            1 - errors.mean(axis=2) / squares.mean(axis=1),
        )
        if shown(skills):
            return SHOWN
        return WORSE if worse(skills) else NOT_SHOWN

    return share_verdict


share_verdict = ruled()


def exchanged(*arguments: np.ndarray) -> str:
    """Return the opposite of the right word."""
    word = share_verdict(*arguments)
    return {SHOWN: WORSE, WORSE: SHOWN}.get(word, word)


def numbered(number: int) -> Choose:
    """Take the floor at a place, whatever its error."""
    return lambda truth, floors: (floors[number] - truth) ** 2


def weakest(truth: np.ndarray, floors: np.ndarray) -> np.ndarray:
    """Take the floor with the largest error."""
    squares = (floors - truth) ** 2
    return squares[squares.mean(axis=(1, 2)).argmax()]


def strongest_in_each_fold(truth: np.ndarray, floors: np.ndarray) -> np.ndarray:
    """Take another floor in each fold: the strongest one there."""
    squares = (floors - truth) ** 2
    best = squares.mean(axis=2).argmin(axis=0)
    return squares[best, np.arange(len(truth))]


def strongest_absolute(truth: np.ndarray, floors: np.ndarray) -> np.ndarray:
    """Return the absolute errors of the floor with the smallest ones over all days."""
    sizes = np.abs(floors - truth)
    return sizes[sizes.mean(axis=(1, 2)).argmin()]


def of_the_quietest_fold(truth: np.ndarray, floors: np.ndarray) -> np.ndarray:
    """Take the floor whose number is that of the fold with the smallest errors."""
    squares = (floors - truth) ** 2
    return squares[min(int(squares.mean(axis=(0, 2)).argmin()), len(floors) - 1)]


def mean_of_floors(truth: np.ndarray, floors: np.ndarray) -> np.ndarray:
    """Take the mean error of all floors."""
    return np.mean((floors - truth) ** 2, axis=0)


def of_the_truth(truth: np.ndarray, floors: np.ndarray) -> np.ndarray:
    """Take the mean of the truth for a floor, as R² does."""
    return (truth - truth.mean()) ** 2


def one_seed(number: int) -> Callable[[np.ndarray], np.ndarray]:
    """Look at one seed alone."""
    return lambda forecasts: forecasts[[number]]


def ensemble(forecasts: np.ndarray) -> np.ndarray:
    """Take the mean of all seeds' forecasts for one forecast."""
    return forecasts.mean(axis=0, keepdims=True)
