"""The judge of `fit_scaler`: which points a scaler has seen, and what it does with points.

The lowest and the highest point that a scaler has seen tell which points it has seen: on a series
that climbs or falls all the way, where they begin and end; on one that turns, whether those in
between are among them. A right answer may fit on points of the series, or on windows that it gets
from the functions written before it: then it has seen what their stand-ins returned.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.sine_windows.checks import (
    SCALER_ARGUMENTS,
    Case,
    describe,
    series_to_scale,
)
from lstm_lib.checks.exercises.sine_windows.judge.scaler_answers import (
    SCALER_WRONG_ANSWERS,
    SEEN_WRONG_ANSWERS,
)
from lstm_lib.checks.judge.compare import WrongAnswer, published, same, say_once
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.verdict import Finding
from lstm_lib.windows import make_windows

SEEN, DOES = "the points it has seen", "what it does with points"
WEIGHTS = {SEEN: 2.0, DOES: 1.0}
MESSAGES = {wrong.name: wrong.message for wrong in SCALER_WRONG_ANSWERS}
STAND_INS_PARTS = ("inputs_train", "targets_train", "inputs_test", "targets_test")


def judge_scaler(seen: Observation, rng: Any) -> list[Finding]:
    """Judge which points a scaler has seen, and what it does with points.

    Parameters
    ----------
    seen : Observation
        What `describe` returned on each case, and what the stand-ins were given.
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    list of Finding
        `SEEN` and `DOES`, each judged whatever became of the other.

    Examples
    --------
    >>> seen = Observation("fit_scaler", {}, {"kind": "ndarray", "returned": "an array"})
    >>> {finding.diagnosis for finding in judge_scaler(seen, np.random.default_rng(0))}
    {'transform already applied'}
    """
    cases = series_to_scale(rng)
    message, diagnosis = _no_scaler(seen, cases)
    ends = _ends(seen, len(cases)) if not message else None
    if message:
        points, does = (_finding(what, message, diagnosis) for what in (SEEN, DOES))
    elif ends is None:
        points, does = _judge_other_kind(seen, cases)
    else:
        points, does = _judge_seen(seen, cases, ends), _judge_does(seen, cases, ends)
    complaint, name = _wrong_arguments(seen, cases)
    if complaint and "returned" not in seen.facts:
        points = _finding(SEEN, complaint, name)  # what the scaler does is judged all the same
    return say_once([points, does])


def _finding(what: str, message: str, diagnosis: str = "", right: bool = False) -> Finding:
    """Make a finding with its weight."""
    return Finding(what, right, message, WEIGHTS[what], diagnosis)


def _no_scaler(seen: Observation, cases: Sequence[Case]) -> tuple[str, str]:
    """Say what keeps an answer from being judged as a scaler, with its diagnosis; else nothing."""
    came = seen.facts.get("returned")
    if came is not None:
        known = {"an array": "transform already applied", "an unfitted scaler": "not fitted"}
        name = "scaler and values" if str(came).endswith(" values") else known.get(str(came), "")
        question = " Is there a `return` line?" if came == "None" else ""
        other = f"{came} came back, and a fitted MinMaxScaler was expected.{question}"
        return MESSAGES.get(name, other), name
    lows = [seen.arrays.get(f"{k}/low", np.zeros(1)).size for k in range(len(cases))]
    highs = [seen.arrays.get(f"{k}/high", np.zeros(1)).size for k in range(len(cases))]
    if {*lows, *highs} == {1}:
        return "", ""
    per_step = lows == [case["steps"] for case in cases]
    name = "a range for each step" if per_step else "a range for each point"
    return MESSAGES[name], name


def _called(seen: Observation, number: int, function: str) -> bool:
    """Tell whether the learner's function called the stand-in for another one."""
    return any(key.startswith(f"{number}/{function}/") for key in seen.arrays)


def _wrong_arguments(seen: Observation, cases: Sequence[Case]) -> tuple[str, str]:
    """Say which function was called with other arguments, with its diagnosis; else nothing."""
    for number, case in enumerate(cases):
        cut = make_windows(case["series"], case["steps"])
        if _called(seen, number, "make_windows"):
            cut = case["inputs"], case["targets"]
        expected = {
            "make_windows/series": case["series"],
            "make_windows/steps": case["steps"],
            "split_in_time/inputs": cut[0],
            "split_in_time/targets": cut[1],
            "split_in_time/train_fraction": case["train_fraction"],
            "split_in_time/gap": 0,
        }
        for key, value in expected.items():
            given = seen.arrays.get(f"{number}/{key}")
            if given is None or same(given.ravel(), np.ravel(value)):
                continue
            function, _, argument = key.partition("/")
            if argument == "gap" and given.ndim == 0:
                called = f"`{function}` was called with a gap of {given}"
                return f"{called}. Here there is no gap: call it with 0", "split with a gap"
            came = f" {given} came, and {value} was expected." if given.ndim == 0 else ""
            return f"`{function}` was not given {argument} in its place.{came}", "wrong arguments"
    return "", ""


def _ends(seen: Observation, n_cases: int) -> list[np.ndarray] | None:
    """Return the lowest and the highest point each scaler has seen, if it keeps them."""
    keys = [[f"{k}/low", f"{k}/high"] for k in range(n_cases)]
    if not all(key in seen.arrays for pair in keys for key in pair):
        return None
    return [np.array([seen.arrays[key].item() for key in pair], dtype=float) for pair in keys]


def _range(points: np.ndarray) -> np.ndarray:
    """Return the lowest and the highest point."""
    return np.array([points.min(), points.max()])


def _right_points(seen: Observation, number: int, case: Case) -> list[np.ndarray]:
    """Return all that a right answer may fit on: of the series, or of what stand-ins returned."""
    split = _called(seen, number, "split_in_time")
    windows = len(case["series"]) - case["steps"]
    counts = [int(case["train_fraction"] * windows)]
    if split:  # its part may be counted, and so may the fraction all the same
        counts.insert(0, len(case["targets_train"]))
    points = [case["series"][: n_train + case["steps"]] for n_train in counts]
    if _called(seen, number, "make_windows"):
        points += [np.append(case["inputs"][:n], case["targets"][:n]) for n in counts]
    if split:
        points.append(np.append(case["inputs_train"], case["targets_train"]))
    return points


def _from_stand_ins(wrong: WrongAnswer, seen: Observation, number: int, case: Case) -> list:
    """Return what a wrong answer fits on, if it uses what stand-ins returned."""
    if _called(seen, number, "split_in_time"):
        parts = [case[name] for name in STAND_INS_PARTS]
    elif _called(seen, number, "make_windows"):
        n_train = int(case["train_fraction"] * len(case["targets"]))
        halves = (slice(0, n_train), slice(n_train, None))
        parts = [case[name][half] for half in halves for name in ("inputs", "targets")]
    else:
        return []
    taken = {
        "whole series": [parts],
        "missing the last target": [parts[:1]],
        "only targets": [parts[1:2]],
        "first and last point only": [[parts[0][:1, 0], parts[1][-1:]]],
        "test part": [parts[2:]],
    }.get(wrong.name, [])
    return [np.concatenate([part.ravel() for part in some]) for some in taken]


def _judge_seen(seen: Observation, cases: Sequence[Case], ends: Sequence[np.ndarray]) -> Finding:
    """Judge which points the scalers have seen."""
    right = [_right_points(seen, number, case) for number, case in enumerate(cases)]
    if _all_among(ends, [[_range(points) for points in some] for some in right]):
        touched = "exactly those that the training windows and their targets touch"
        return _finding(SEEN, f"{touched}, on all {len(cases)} series tried", right=True)
    place = _place(cases, ends, right)
    for wrong in SEEN_WRONG_ANSWERS:
        known = []
        for number, case in enumerate(cases):
            came, _ = describe(wrong.answer(*(case[a] for a in SCALER_ARGUMENTS)), case["probes"])
            others = _from_stand_ins(wrong, seen, number, case)
            known.append([np.append(came["low"], came["high"]), *map(_range, others)])
        if _all_among(ends, known):
            return _finding(SEEN, f"{wrong.message}. {place}", wrong.name)
    return _finding(SEEN, place)


def _all_among(found: Sequence[np.ndarray], known: Sequence[Sequence[np.ndarray]]) -> bool:
    """Tell whether what was found on each case is among what is known of it."""
    return all(any(same(a, b) for b in some) for a, some in zip(found, known, strict=True))


def _place(
    cases: Sequence[Case], ends: Sequence[np.ndarray], right: Sequence[Sequence[np.ndarray]]
) -> str:
    """Say on the first case that is wrong which points were seen, and which were expected."""
    number = next(
        k for k, some in enumerate(right) if not any(same(ends[k], _range(p)) for p in some)
    )
    case, points = cases[number], right[number]
    series = case["series"]
    asked = f"{len(series)} points, steps {case['steps']}, train_fraction {case['train_fraction']}"
    on = f"On case {number + 1} ({asked})"
    seen = [np.flatnonzero([same(point, end) for point in series]) for end in ends[number]]
    if all(len(places) for places in seen):
        low_at, high_at = (int(places[0]) for places in seen)
        first, last = sorted((low_at, high_at))
        touched = points[0]
        if {touched.argmin(), touched.argmax()} != {0, len(touched) - 1}:  # the series turns
            return (
                f"{on} the lowest and the highest it has seen are points {low_at} and {high_at}, "
                f"and of all that training touches they are points {touched.argmin()} and "
                f"{touched.argmax()}"
            )
        return (
            f"{on} it has seen points {first} to {last}, and the training windows and their "
            f"targets touch points 0 to {len(touched) - 1}"
        )
    low, high = ends[number]
    expected = _range(points[-1])
    return (
        f"{on} the lowest and the highest point it has seen are {low:.4g} and {high:.4g}, "
        f"and {expected[0]:.4g} and {expected[1]:.4g} were expected"
    )


def _judge_does(seen: Observation, cases: Sequence[Case], ends: Sequence[np.ndarray]) -> Finding:
    """Judge what the scalers do with points, given what they have seen."""
    scaled = [published(seen, f"{k}/scaled").astype(float) for k in range(len(cases))]
    with np.errstate(all="ignore"):  # a range may be empty, or hold infinity
        expected = [(c["probes"] - e[0]) / (e[1] - e[0]) for c, e in zip(cases, ends, strict=True)]

    def does(change: Callable[[np.ndarray], np.ndarray]) -> bool:
        return all(same(a, change(b)) for a, b in zip(scaled, expected, strict=True))

    if does(lambda values: values):
        return _finding(DOES, "it takes the lowest to 0 and the highest to 1", right=True)
    if does(lambda values: 2 * values - 1):
        return _finding(DOES, MESSAGES["range from −1 to 1"], "range from −1 to 1")
    if does(lambda values: np.clip(values, 0, 1)):
        return _finding(DOES, MESSAGES["values clipped"], "values clipped")
    return _finding(DOES, "it does not take the lowest point it has seen to 0 and the highest to 1")


def _judge_other_kind(seen: Observation, cases: Sequence[Case]) -> list[Finding]:
    """Judge scalers that do not keep the lowest and the highest point, as a StandardScaler."""
    centers = []
    for number, case in enumerate(cases):
        scaled = published(seen, f"{number}/scaled").astype(float)
        probes = case["probes"]
        if scaled.shape != probes.shape:
            scaled = np.full(probes.shape, np.nan)
        with np.errstate(all="ignore"):  # a scaler may return one value for all, or infinity
            slope = (scaled[-1] - scaled[0]) / (probes[-1] - probes[0])
            centers.append(probes[0] - scaled[0] / slope)
    right = [
        [np.mean(points, keepdims=True) for points in _right_points(seen, number, case)]
        for number, case in enumerate(cases)
    ]
    kind = str(seen.facts.get("kind", "?"))
    standard = kind == "StandardScaler"
    does = MESSAGES[kind] if standard else f"it is a {kind}, and a MinMaxScaler was expected"
    diagnosis = kind if standard else "another scaler"
    if standard and _all_among(centers, right):
        points = _finding(SEEN, "right, as far as their mean tells", right=True)
    else:
        told = "a MinMaxScaler keeps the lowest and the highest point: from yours they are not told"
        points = _finding(SEEN, told, diagnosis)
    return [points, _finding(DOES, does, diagnosis)]
