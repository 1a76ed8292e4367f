"""Judge of `floor`: whether it follows the history and its units."""

from typing import Any

import numpy as np

from lstm_lib.checks.exercises.project.cases import season
from lstm_lib.checks.exercises.project.checks import FLOOR
from lstm_lib.checks.exercises.project.observe import is_season
from lstm_lib.checks.judge.diagnosis import Told
from lstm_lib.checks.judge.findings import published, returned_otherwise, say_once
from lstm_lib.checks.judge.judged import Judge, observed
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.verdict import Finding

SHAPE, UNITS = "one value for each step ahead", "the history's units"

ONE = Told(
    "one value",
    "it returns one number for all steps. Give `horizon` of them, also where they are equal",
)
OTHER_SHAPE = Told(
    "another number of values",
    "it returns the shape {shape}, and ({horizon},) was expected, one value for each step ahead",
)
NOT_FINITE = Told("not finite", "its values are NaN or infinite")
BY_CHANCE = Told("by chance", "two calls with the same history give different forecasts")
NO_HISTORY = Told(
    "history not used",
    "its forecasts are the same for every history: it is a constant, such as zero, or it reads "
    "another series than the one it is given",
)
SCALED = Told(
    "scaled units",
    "its forecasts are not in the history's units: in units that were {factor:.0f} times as "
    "large and shifted, they stay the same. Take them back from the scaled ones",
)
UNITS_MATTER = Told(
    "units decide",
    "the same history in other units, such as degrees Fahrenheit in place of Celsius, gives "
    "another forecast. A fixed number is added to it, multiplied, or taken as a limit",
)


OLDER = Told(
    "older value",
    "its forecasts repeat a value of the history that is not the last one. The newest is "
    "`history[-1]`",
)
OTHER_SEASON = Told(
    "season shifted",
    "on a series that repeats itself every {season} points, as your `SEASON` says, its forecasts "
    "are those of another point of the season. Which value lies one season before the first one "
    "that is forecast?",
)


def _judge_floor(seen: Observation, rng: Any) -> list[Finding]:
    """Judge forecasts of a history, of the same in other units, and of the same again."""
    if complaint := returned_otherwise(seen, FLOOR.values):
        return [Finding(what, False, complaint) for what in (SHAPE, UNITS)]
    cases = FLOOR.cases(rng)
    (found,) = observed(seen, len(cases), 1)
    for case, values in zip(cases, found, strict=True):
        if values.shape != (case["horizon"],):
            told = ONE if values.size == 1 else OTHER_SHAPE
            words = {"shape": values.shape, "horizon": case["horizon"]}
            message = told.message.format(**words)
            return say_once(
                [Finding(w, False, message, diagnosis=told.name) for w in (SHAPE, UNITS)]
            )
    groups = [(cases[k], *found[k : k + 3]) for k in range(0, len(cases), 3)]
    wrong = _units(
        [(case, *(np.asarray(f, dtype=float) for f in three)) for case, *three in groups]
    )
    shape = Finding(SHAPE, True, "right on all histories tried")
    if wrong is None and _is_shifted(seen, rng):
        wrong = OTHER_SEASON
    if wrong is None:
        return [shape, Finding(UNITS, True, "right on all histories tried")]
    words = {"factor": cases[0]["factor"], "season": seen.facts.get("season")}
    message = wrong.message.format(**words)
    return [shape, Finding(UNITS, False, message, diagnosis=wrong.name)]


def _is_shifted(seen: Observation, rng: Any) -> bool:
    """Tell whether the floor continues a season from another point of it; the cases are drawn."""
    length = seen.facts.get("season")
    if not isinstance(length, int) or not is_season(length):
        return False
    history, ahead = season(rng, length)
    found = published(seen, "season").astype(float)
    if found.shape != ahead.shape or np.allclose(found, ahead):
        return False
    starts = range(len(history) - len(ahead) + 1)
    return any(np.allclose(found, history[k : k + len(ahead)]) for k in starts)


def _units(groups: list[tuple[Any, ...]]) -> Told | None:
    """Say how the forecasts fail to follow the history, if they do."""
    if not all(np.all(np.isfinite(values)) for _, *three in groups for values in three):
        return NOT_FINITE
    if not all(np.allclose(one, again, rtol=1e-4) for _, one, _, again in groups):
        return BY_CHANCE
    firsts = [values[0] for _, one, other, _ in groups for values in (one, other)]
    if np.ptp(firsts) < 1e-9:
        return NO_HISTORY
    if all(np.allclose(one, other, rtol=0.05, atol=0.05) for _, one, other, _ in groups):
        return SCALED
    for case, one, other, _ in groups:
        spread = case["factor"] * np.std(case["history"])
        if not np.allclose(case["factor"] * one + case["shift"], other, atol=1e-3 * spread):
            return UNITS_MATTER
    for case, one, _, _ in groups:
        among = np.flatnonzero(np.isclose(case["history"], one[0], rtol=1e-9, atol=0))
        if (
            len(one) > 1
            and np.ptp(one) == 0
            and len(among)
            and among[-1] < len(case["history"]) - 1
        ):
            return OLDER
    return None


FLOOR_JUDGE = Judge(
    _judge_floor,
    (
        ONE,
        OTHER_SHAPE,
        NOT_FINITE,
        BY_CHANCE,
        NO_HISTORY,
        SCALED,
        UNITS_MATTER,
        OLDER,
        OTHER_SEASON,
    ),
)
