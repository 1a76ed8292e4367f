"""What the judges of `choose` and `report` read in the notes of the stand-ins."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from lstm_lib.checks.judge.diagnosis import Told
from lstm_lib.checks.judge.findings import published
from lstm_lib.checks.observation import Malformed, Observation
from lstm_lib.checks.observe.stand_ins import Case

Wrong = tuple[Told, dict[str, Any]] | None
SEEDS_ASKED = 3

NOT_SPLIT = Told(
    "split not called",
    "`split` was not called: take the parts from it, so that they are the same everywhere",
)
NO_TRAINING = Told("no training", "`fit` was not called, so nothing was trained")
NO_TRAINING_OF = Told("setting left out", "{who} was not trained")
OTHER_SETTING = Told(
    "another setting", "`fit` was given something that is none of the settings it should try"
)
OTHER_SERIES = Told(
    "another series",
    "`fit` was given a series that does not begin as this one does. Give it `series`, and say with "
    "`train_end` where the training part ends",
)
OTHER_HORIZON = Told("another horizon", "`fit` was given another horizon than `horizon`")
ON_TEST = Told(
    "trained on the test part",
    "`fit` was told that training may go up to point {end}, and the test part begins at {begin}",
)
ON_VALIDATION = Told(
    "trained on the validation part",
    "`fit` was told that training may go up to point {end}, and the validation part, on which you "
    "choose, begins at {begin}",
)
NOT_ALL = Told(
    "part of the training part",
    "`fit` was told that training ends at point {end}, and the training part ends at {begin}",
)
ONE_SEED = Told("one seed", "{who} was trained once. One seed can be luck: take three or more")
FEW_SEEDS = Told("two seeds", "{who} was trained with two seeds. Take three or more")
SAME_SEED = Told(
    "the same seed again",
    "{who} was trained several times with the same seed, which is one training several times",
)
NEVER_ASKED = Told("never asked", "no forecast was asked for")
NOT_OF_SERIES = Told(
    "history in other units",
    "{asked} was given a history whose last value is none of the series. Give it the values as "
    "they are: it scales them itself",
)
CUT = Told(
    "history cut",
    "{asked} was given a piece of the past, which may be too short for its windows. Give it "
    "`series[:t]`, everything before the first value that is forecast",
)


@dataclass(frozen=True)
class Log:
    """What the stand-ins were asked on one case."""

    case: Case
    fits: np.ndarray  # (trainings, 5): place of the setting, seed, train_end, horizon, known
    asked: np.ndarray  # (forecasts, 3): which training, where its history ends, whether whole
    floors: np.ndarray  # (floors, 3): where the history ends, whether whole, horizon
    splits: int

    @property
    def borders(self) -> tuple[int, int, int]:
        """Where the training, the validation and the test part end."""
        ends = np.cumsum([len(self.case[name]) for name in ("train", "validation", "test")])
        return int(ends[0]), int(ends[1]), int(ends[2])


def read_log(seen: Observation, number: int, case: Case) -> Log:
    """Read the notes of one case."""
    arrays = [published(seen, f"{number}/{name}") for name in ("fits", "asked", "floors", "splits")]
    widths = [a.shape[1] if a.ndim == 2 else 0 for a in arrays]
    if widths != [5, 3, 3, 1] or not all(np.all(np.isfinite(a)) for a in arrays):
        raise Malformed("its notes have another form")
    fits, asked, floors, splits = arrays
    return Log(case, fits, asked, floors, len(splits))


def trainings(log: Log, may_end: tuple[int, ...], beyond: Told) -> Wrong:
    """Say what is wrong with how often, on what and with which seeds was trained."""
    if log.splits == 0:
        return NOT_SPLIT, {}
    if len(log.fits) == 0:
        return NO_TRAINING, {}
    which, seeds, ends, horizons, known = log.fits.T
    if np.any(which < 0):
        return OTHER_SETTING, {}
    if not np.all(known):
        return OTHER_SERIES, {}
    if np.any(horizons != log.case["horizon"]):
        return OTHER_HORIZON, {}
    if np.any(ends > max(may_end)):
        begin = log.borders[1] if beyond is ON_TEST else log.borders[0]
        return beyond, {"end": int(ends.max()), "begin": begin}
    if not np.all(np.isin(ends, may_end)):
        return NOT_ALL, {"end": int(ends.min()), "begin": log.borders[0]}
    for k, name in enumerate(log.case["settings"]):
        mine = seeds[which == k]
        words = {"who": f'the setting "{name}"'}
        if len(mine) == 0:
            return NO_TRAINING_OF, words
        if len(mine) > 1 and len(np.unique(mine)) < len(mine):
            return SAME_SEED, words
        if len(mine) < SEEDS_ASKED:
            return (ONE_SEED if len(mine) == 1 else FEW_SEEDS), words
    return None


def histories(rows: np.ndarray, asked: str) -> Wrong:
    """Say what is wrong with the histories that were given; rows end with place and whole."""
    if len(rows) == 0:
        return NEVER_ASKED, {}
    words = {"asked": asked}
    if np.any(rows[:, -2] < 0):
        return NOT_OF_SERIES, words
    if not np.all(rows[:, -1]):
        return CUT, words
    return None


BLIND = (NOT_SPLIT, NO_TRAINING, OTHER_SETTING)  # after these, nothing that follows can be judged
TRAININGS = (
    *(NOT_SPLIT, NO_TRAINING, OTHER_SETTING, OTHER_SERIES, OTHER_HORIZON),
    *(NOT_ALL, ONE_SEED, FEW_SEEDS, SAME_SEED),
)
HISTORIES = (NEVER_ASKED, NOT_OF_SERIES, CUT)
