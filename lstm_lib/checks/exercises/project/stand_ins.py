"""What stands in for a project's functions: it notes what it is asked; its answers are planted."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.project.cases import SEEDS, SHIFT, place, planted
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.observe.stand_ins import Case


def split_stand_in(_: str, number: int, case: Case, seen: Observation) -> Callable[..., Any]:
    """Make a split that gives the case's own parts."""

    def split(series: Any) -> tuple[np.ndarray, ...]:
        case["log"]["splits"].append(len(series))
        return tuple(case[name].copy() for name in ("train", "validation", "test"))

    return split


def fit_stand_in(_: str, number: int, case: Case, seen: Observation) -> Callable[..., Any]:
    """Make a training that only notes what it is given; its forecasts are planted."""
    log, settings = case["log"], case["settings"]

    def fit(series: Any, train_end: Any, horizon: Any, setting: Any, seed: Any) -> Any:
        given = np.asarray(series, dtype=float).ravel()
        known = given[: int(train_end)]
        is_known = np.array_equal(known, case["series"][: len(known)]) and len(known) > 0
        which = settings.index(setting) if setting in settings else -1
        number_of = sum(one[0] == which for one in log["fits"])
        seed = int(seed) if isinstance(seed, int | np.integer) else -1
        log["fits"].append((which, seed, int(train_end), int(horizon), is_known))
        mine, table = len(log["fits"]) - 1, case["tables"][max(which, 0)][number_of % SEEDS]
        shift = SHIFT.get(case["kinds"][max(which, 0)], 0)

        def forecast(history: Any) -> np.ndarray:
            end, whole = place(case, history)
            log["asked"].append((mine, end, whole))
            return planted(case, table, end, shift)

        return forecast

    return fit


def floor_stand_in(_: str, number: int, case: Case, seen: Observation) -> Callable[..., Any]:
    """Make a floor whose forecasts are planted."""

    def floor(history: Any, horizon: Any) -> np.ndarray:
        end, whole = place(case, history)
        case["log"]["floors"].append((end, whole, int(horizon)))
        return planted(case, case["floor"], end)

    return floor
