"""Judge of `report`: every seed, on the whole test part, beside a floor on the same points."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.project.cases import SEEDS, truths
from lstm_lib.checks.exercises.project.checks import REPORT
from lstm_lib.checks.exercises.project.judge.logs import (
    BLIND,
    HISTORIES,
    NOT_SPLIT,
    ON_TEST,
    TRAININGS,
    Log,
    Wrong,
    histories,
    read_log,
    trainings,
)
from lstm_lib.checks.exercises.project.judge.measures import (
    BEST_SEED,
    MEAN_OF_SEEDS,
    MEASURES,
    ONE_STEP,
    OTHER_MEASURES,
    OTHERWISE,
    RELATIVE,
    SHIFTED,
    SWAPPED,
)
from lstm_lib.checks.judge.diagnosis import Told
from lstm_lib.checks.judge.findings import returned_otherwise, say_once
from lstm_lib.checks.judge.judged import Judge, observed
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.verdict import Finding

TRAINED, ERRORS, FLOORS = "trainings", "errors", "floors"
WHATS = (TRAINED, ERRORS, FLOORS)

NO_FLOOR = Told(
    "no floor",
    "`floor` was not called. An error says nothing by itself: put the floor's beside it",
)
TOO_MANY_STEPS = Told(
    "beyond the end",
    "{who} was asked from points whose steps ahead reach beyond the series. Stop `horizon` points "
    "before its end",
)
BEFORE_TEST = Told(
    "judged before the test part",
    "{who} was asked from points before the test part, which training or choice has seen",
)
NOT_USED_UP = Told(
    "test part not used up",
    "{who} was asked from {count} points, and {all} have all their steps ahead in the test part, "
    "the first of them the one right after the validation part",
)
FLOOR_ELSEWHERE = Told(
    "floor on another part",
    "the floor was asked from other points than the network. On an easier or a harder stretch the "
    "comparison says nothing",
)
FLOOR_HORIZON = Told("floor of another horizon", "`floor` was given another horizon")


def _judge_report(seen: Observation, rng: Any) -> list[Finding]:
    """Judge errors and floors, computed again from what was planted."""
    if complaint := returned_otherwise(seen, REPORT.values):
        return [Finding(what, False, complaint) for what in WHATS]
    cases = REPORT.cases(rng)
    logs = [read_log(seen, number, case) for number, case in enumerate(cases)]
    errors, floors = observed(seen, len(cases), 2)
    wrong: dict[str, Wrong] = dict.fromkeys(WHATS)
    for log in logs:
        ends = log.borders[:2]
        wrong[TRAINED] = wrong[TRAINED] or trainings(log, ends, ON_TEST)
    planted = [_planted(log) for log in logs]
    of_floor = [_planted_floor(log) for log in logs]
    message = {}
    wrong[ERRORS], measure = _errors(logs, errors, planted, of_floor)
    wrong[FLOORS] = _floors(logs, floors, of_floor, measure)
    trained = wrong[TRAINED]
    if trained and trained[0] in BLIND:
        wrong[ERRORS] = wrong[ERRORS] and trained
        if trained[0] is NOT_SPLIT:
            wrong[FLOORS] = wrong[FLOORS] and trained
    for name, found in ((ERRORS, errors), (FLOORS, floors)):
        if wrong[name] is None:
            right = planted if name == ERRORS else of_floor
            if not any(_all_equal(found, right, m) for m in MEASURES.values()):
                message[name] = _unnamed(name, found, logs)
    if ERRORS in message and FLOORS in message and _swapped(errors, floors, planted, of_floor):
        wrong[ERRORS] = wrong[FLOORS] = (SWAPPED, {})
        message = {}
    return say_once([_finding(what, wrong[what], message.get(what, "")) for what in WHATS])


def _finding(what: str, wrong: Wrong, message: str) -> Finding:
    """Word a finding."""
    if wrong is not None:
        told, words = wrong
        words = {"what": f"your {what}", **words}
        return Finding(what, False, told.message.format(**words), diagnosis=told.name)
    return Finding(what, not message, message or "right on all series tried")


def _unnamed(name: str, found: list[np.ndarray], logs: list[Log]) -> str:
    """Say what was expected, where no mistake is recognized."""
    case, shape = logs[0].case, found[0].shape
    expected = (
        f"({len(logs[0].fits)}, {case['horizon']})" if name == ERRORS else f"({case['horizon']},)"
    )
    if str(shape) != expected:
        return f"your {name} have the shape {shape}, and {expected} was expected"
    return (
        f"your {name} are neither mean absolute nor root mean squared errors over the points of "
        "the test part. Look at which forecast meets which true value, and over which axis the "
        "mean runs"
    )


def _origins(log: Log) -> np.ndarray:
    """Return the points of the test part whose steps ahead all lie in it."""
    return np.arange(log.borders[1], log.borders[2] - log.case["horizon"] + 1)


def _planted(log: Log) -> np.ndarray:
    """Return what each training errs in the test part: (trainings, points, steps)."""
    table = log.case["tables"][0]
    return np.array([table[k % SEEDS][_origins(log)] for k in range(max(len(log.fits), 1))])


def _planted_floor(log: Log) -> np.ndarray:
    """Return what the floor errs from each point of the test part: (points, steps)."""
    return log.case["floor"][_origins(log)]


def _all_equal(
    found: list[np.ndarray], planted: list[np.ndarray], measure: Callable[..., np.ndarray]
) -> bool:
    """Tell whether all that was found is a measure of what was planted."""
    return all(_equal(a, measure(e)) for a, e in zip(found, planted, strict=True))


def _equal(a: np.ndarray, b: np.ndarray) -> bool:
    """Tell whether two arrays agree."""
    return a.shape == np.shape(b) and bool(np.allclose(a, b, rtol=1e-5, atol=1e-8))


def _where(log: Log, ends: np.ndarray, who: str) -> Wrong:
    """Say whether forecasts were asked for from other points than those of the test part."""
    right, words = _origins(log), {"who": who}
    if np.any(ends < right[0]):
        return BEFORE_TEST, words
    if np.any(ends > right[-1]):
        return TOO_MANY_STEPS, words
    if (count := len(np.unique(ends))) < len(right):
        return NOT_USED_UP, {**words, "count": count, "all": len(right)}
    return None


def _shifted(log: Log, errors: np.ndarray, way: int) -> np.ndarray:
    """Return errors of forecasts that are compared with the values a step later or earlier."""
    points = _origins(log)
    pairs = [(truths(log.case, int(p)), truths(log.case, int(p), way)) for p in points]
    return errors + np.array([now - then for now, then in pairs])


def _errors(
    logs: list[Log],
    found: list[np.ndarray],
    planted: list[np.ndarray],
    of_floor: list[np.ndarray],
) -> tuple[Wrong, str]:
    """Name what is wrong with the errors; and which measure they are, if they are one."""
    for name, measure in MEASURES.items():
        if _all_equal(found, planted, measure):
            for log in logs:
                if wrong := histories(log.asked, "`forecast`"):
                    return wrong, name
            return None, name
    if _is_one_step(logs, found):
        return _otherwise(logs, found, planted) or (ONE_STEP, {}), ""
    for log in logs:
        ends = log.asked[:, 1]
        if wrong := histories(log.asked, "`forecast`") or _where(log, ends, "`forecast`"):
            return wrong, ""
    for measure in MEASURES.values():
        for told, reduced in (
            (BEST_SEED, lambda e, m=measure: _best(m(e))),
            (MEAN_OF_SEEDS, lambda e, m=measure: m(e).mean(axis=0)),
            (MEAN_OF_SEEDS, lambda e, m=measure: np.median(m(e), axis=0)),
            (BEST_SEED, lambda e, m=measure: m(e).min(axis=0)),
            (BEST_SEED, lambda e, m=measure: np.tile(_best(m(e)), (len(e), 1))),
        ):
            flat = [a.reshape(a.shape[1:]) if a.ndim == 2 and len(a) == 1 else a for a in found]
            if _all_equal(flat, planted, reduced):
                return (told, {}), ""
        pairs = zip(found, planted, of_floor, strict=True)
        if all(_equal(a, measure(e) / measure(f)) for a, e, f in pairs):
            return (RELATIVE, {}), ""
    return _otherwise(logs, found, planted), ""


def _best(errors: np.ndarray) -> np.ndarray:
    """Return the row of the seed with the least mean error."""
    return errors[int(np.argmin(errors.mean(axis=1)))]


def _otherwise(logs: list[Log], found: list[np.ndarray], planted: list[np.ndarray]) -> Wrong:
    """Name another measure, or truths that are shifted; one number may be in all columns."""
    if all(a.ndim and a.size and np.allclose(a, a[..., :1]) for a in found):
        found = [a[..., 0] for a in found]
    for told, measure in OTHERWISE:
        if _all_equal(found, planted, measure):
            return told, {}
    for way, word in ((1, "later"), (-1, "earlier")):
        moved = [_shifted(log, e, way) for log, e in zip(logs, planted, strict=True)]
        if any(_all_equal(found, moved, measure) for measure in MEASURES.values()):
            return SHIFTED, {"way": word}
    return None


def _is_one_step(logs: list[Log], found: list[np.ndarray]) -> bool:
    """Tell whether the errors of all steps ahead are those of the first one."""
    if any(
        a.ndim != 2 or a.shape[1] != log.case["horizon"] for a, log in zip(found, logs, strict=True)
    ):
        return False
    if all(np.allclose(a, a[:, :1], rtol=1e-6) for a in found):
        return True

    def moved(log: Log, measure: Callable[..., np.ndarray]) -> np.ndarray:
        table = log.case["tables"][0][:, :, 0]  # of the first step
        rows = []
        for k in range(len(log.fits)):
            columns = [_origins(log) + m for m in range(log.case["horizon"])]
            rows.append(measure(np.stack([table[k % SEEDS][c] for c in columns], axis=1)))
        return np.array(rows)

    return any(
        all(_equal(a, moved(log, measure)) for a, log in zip(found, logs, strict=True))
        for measure in MEASURES.values()
    )


def _floors(
    logs: list[Log], found: list[np.ndarray], planted: list[np.ndarray], measure: str
) -> Wrong:
    """Name what is wrong with the floors."""
    for log in logs:
        if len(log.floors) == 0:
            return NO_FLOOR, {}
        if wrong := histories(log.floors[:, :2], "`floor`"):
            return wrong
        if np.any(log.floors[:, 2] != log.case["horizon"]):
            return FLOOR_HORIZON, {}
        ends = log.floors[:, 0]
        if where := _where(log, ends, "the floor"):
            asked = log.asked[:, 1]
            alike = set(ends.tolist()) == set(asked.tolist())
            return where if alike else (FLOOR_ELSEWHERE, {})
    for name, one in MEASURES.items():
        if _all_equal(found, planted, one):
            if measure and name != measure:
                return OTHER_MEASURES, {"first": measure, "second": name}
            return None
    return _otherwise(logs, found, planted)


def _swapped(
    errors: list[np.ndarray],
    floors: list[np.ndarray],
    planted: list[np.ndarray],
    of_floor: list[np.ndarray],
) -> bool:
    """Tell whether errors and floors are in each other's place."""
    return any(
        _all_equal(errors, of_floor, m) and _all_equal(floors, planted, m)
        for m in MEASURES.values()
    )


REPORT_JUDGE = Judge(
    _judge_report,
    (
        *TRAININGS,
        ON_TEST,
        *HISTORIES,
        *(NO_FLOOR, TOO_MANY_STEPS, BEFORE_TEST, NOT_USED_UP, FLOOR_ELSEWHERE, FLOOR_HORIZON),
        *(ONE_STEP, BEST_SEED, MEAN_OF_SEEDS, SHIFTED, OTHER_MEASURES, RELATIVE, SWAPPED),
        *(told for told, _ in OTHERWISE),
    ),
)
