"""Judge of `split`: whether each part is a stretch of time, and which."""

from typing import Any

import numpy as np

from lstm_lib.checks.exercises.project.checks import SPLIT
from lstm_lib.checks.judge.diagnosis import Told
from lstm_lib.checks.judge.findings import returned_otherwise, say_once
from lstm_lib.checks.judge.judged import Judge, observed
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.verdict import Finding

STRETCHES, ORDER = "stretches of time", "order and sizes"
PARTS = ("train", "validation", "test")
LEAST_TRAIN, LEAST = 0.5, 0.1

CHANGED = Told(
    "values changed",
    "`{part}` holds values that the series does not: cut it, and leave the scaling for later",
)
RANDOM = Told(
    "random split",
    "`{part}` is not one stretch of time: its points are in another order, or from all over the "
    "series. A model that is tested on points between those that it has learned has seen their "
    "neighbors on both sides. Nobody who forecasts has",
)
TURNS = Told(
    "in turns",
    "`{part}` takes points in turns, with others in between. Each has neighbors in another part, "
    "on both sides: cut the series into stretches",
)
OVERLAP = Told(
    "parts overlap",
    "`{part}` shares points with the part before it. Each point belongs to one part",
)
EMPTY = Told(
    "no such part",
    "`{part}` is empty. Three parts are needed: one to learn from, one to choose with, and one "
    "that is looked at once, at the end",
)
SWAPPED = Told(
    "wrong order",
    "the parts lie in the order {order} in time. Learn from the oldest points, choose on the "
    "next, test on the newest",
)
LEFT_OUT = Told(
    "points left out",
    "{where} {count} in no part. Begin with the first point, end with the last, and leave none "
    "out in between",
)
SMALL_TRAIN = Told(
    "training part too small",
    "`train` holds {share:.0%} of the points. Let it be half of them at least",
)
SMALL = Told(
    "part too small",
    "`{part}` holds {share:.0%} of the points. A tenth is the least from which to judge",
)


def _places(series: np.ndarray, part: np.ndarray) -> np.ndarray | None:
    """Return which points of the series a part holds, or None if one is none of them."""
    values = np.asarray(part, dtype=float).ravel()
    order = np.argsort(series)
    at = np.clip(np.searchsorted(series[order], values), 0, len(series) - 1)
    near = [np.clip(at + shift, 0, len(series) - 1) for shift in (-1, 0)]
    off = [np.abs(series[order][one] - values) for one in near]
    best = np.where(off[0] < off[1], near[0], near[1])
    close = np.abs(series[order][best] - values) < 1e-5 * np.ptp(series)
    return order[best] if np.all(close) else None


def _stretch(series: np.ndarray, parts: list[np.ndarray]) -> tuple[Told, dict[str, Any]] | None:
    """Say which part is no stretch of its own, if one is."""
    taken: set[int] = set()
    for name, part in zip(PARTS, parts, strict=True):
        places = _places(series, part)
        if places is None:
            return CHANGED, {"part": name}
        steps = np.diff(places)
        if np.any(steps != 1):
            in_turns = len(steps) > 0 and np.all(steps > 0) and _regular(steps)
            return (TURNS if in_turns else RANDOM), {"part": name}
        if taken & set(places.tolist()):
            return OVERLAP, {"part": name}
        taken |= set(places.tolist())
    return None


def _regular(steps: np.ndarray) -> bool:
    """Tell whether the distances between points repeat, as they do in turns."""
    return len(np.unique(steps)) <= 2


def _order(series: np.ndarray, parts: list[np.ndarray]) -> tuple[Told, dict[str, Any]] | None:
    """Say what is wrong with the order or the sizes of three stretches, if anything is."""
    for name, part in zip(PARTS, parts, strict=True):
        if len(part) == 0:
            return EMPTY, {"part": name}
    places = [_places(series, part) for part in parts]
    spans = [(int(p[0]), int(p[-1])) for p in places if p is not None]
    if len(spans) < 3:
        return CHANGED, {"part": "one part"}
    in_time = sorted(range(3), key=lambda k: spans[k])
    if in_time != [0, 1, 2]:
        return SWAPPED, {"order": ", ".join(PARTS[k] for k in in_time)}
    for where, lost in (
        ("At the beginning,", spans[0][0]),
        ("At the end,", len(series) - 1 - spans[2][1]),
        ("Between two parts,", spans[1][0] - spans[0][1] - 1 + spans[2][0] - spans[1][1] - 1),
    ):
        if lost > 0:
            count = "one point is" if lost == 1 else f"{lost} points are"
            return LEFT_OUT, {"where": where, "count": count}
    shares = [len(part) / len(series) for part in parts]
    if shares[0] < LEAST_TRAIN - 0.02:
        return SMALL_TRAIN, {"share": shares[0]}
    for name, share in zip(PARTS[1:], shares[1:], strict=True):
        if share < LEAST - 0.02:
            return SMALL, {"part": name, "share": share}
    return None


def _judge_split(seen: Observation, rng: Any) -> list[Finding]:
    """Judge three parts by which points they hold."""
    if complaint := returned_otherwise(seen, SPLIT.values):
        return [Finding(what, False, complaint) for what in (STRETCHES, ORDER)]
    cases = SPLIT.cases(rng)
    found = observed(seen, len(cases), len(PARTS))
    both = []
    for number, case in enumerate(cases):
        parts = [np.asarray(found[p][number], dtype=float).ravel() for p in range(3)]
        wrong = _stretch(case["series"], parts)
        both.append((wrong, None if wrong else _order(case["series"], parts)))
    first = next((wrong for wrong, _ in both if wrong), None)
    second = first or next((wrong for _, wrong in both if wrong), None)
    return say_once([_finding(STRETCHES, first), _finding(ORDER, second)])


def _finding(what: str, wrong: tuple[Told, dict[str, Any]] | None) -> Finding:
    """Word a finding."""
    if wrong is None:
        return Finding(what, True, "right on all series tried")
    told, words = wrong
    return Finding(what, False, told.message.format(**words), diagnosis=told.name)


SPLIT_JUDGE = Judge(
    _judge_split,
    (CHANGED, RANDOM, TURNS, OVERLAP, EMPTY, SWAPPED, LEFT_OUT, SMALL_TRAIN, SMALL),
)
