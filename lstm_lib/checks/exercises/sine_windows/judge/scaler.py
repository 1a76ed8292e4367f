"""The judge of `fit_scaler`: which points a scaler has seen, and what it does with points.

The lowest and the highest point that a scaler has seen tell which points it has seen. On a series
that only rises or only falls, they tell where these points begin and end; on one that turns,
whether those in between are among them. A right answer may fit on points of the series, or on
windows from the learner's earlier functions: then it has seen what their stand-ins returned.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.sine_windows.checks import FIT_SCALER, SPLIT_IN_TIME
from lstm_lib.checks.exercises.sine_windows.judge import scaler_answers as mistakes
from lstm_lib.checks.judge.compare import Case, same
from lstm_lib.checks.judge.diagnosis import Diagnosis
from lstm_lib.checks.judge.findings import published, say_once
from lstm_lib.checks.judge.judged import Judge
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.verdict import Finding
from lstm_lib.windows import make_windows

SEEN, DOES = "the points it has seen", "what it does with points"
WEIGHTS = {SEEN: 2.0, DOES: 1.0}
Complaint = tuple[str, Diagnosis | None]  # what is said, and the mistake if it is recognized


def _judge_scaler(seen: Observation, rng: Any) -> list[Finding]:
    """Judge `SEEN` and `DOES` independently."""
    cases = FIT_SCALER.cases(rng)
    message, diagnosis = _no_scaler(seen, cases)
    ends = _ends(seen, len(cases)) if not message else None
    if message:
        points, does = (_finding(what, message, diagnosis) for what in (SEEN, DOES))
    elif ends is None:
        points, does = _judge_other_kind(seen, cases)
    else:
        points, does = _judge_seen(seen, cases, ends), _judge_does(seen, cases, ends)
    message, diagnosis = _wrong_arguments(seen, cases)
    if message and "returned" not in seen.facts:
        points = _finding(SEEN, message, diagnosis)  # what the scaler does is judged all the same
    return say_once([points, does])


def _finding(
    what: str, message: str, diagnosis: Diagnosis | None = None, right: bool = False
) -> Finding:
    """Make a finding with its weight."""
    return Finding(what, right, message, WEIGHTS[what], diagnosis.name if diagnosis else "")


def _no_scaler(seen: Observation, cases: Sequence[Case]) -> Complaint:
    """Say what keeps an answer from being judged as a scaler; empty if nothing does."""
    came = seen.facts.get("returned")
    if came is not None:
        known = {"an array": mistakes.SCALED, "an unfitted scaler": mistakes.NOT_FITTED}
        diagnosis = (
            mistakes.SEVERAL_VALUES if str(came).endswith(" values") else known.get(str(came))
        )
        if diagnosis:
            return diagnosis.message, diagnosis
        question = " Is there a `return` line?" if came == "None" else ""
        return f"{came} came back, and a fitted MinMaxScaler was expected.{question}", None
    lows = [seen.arrays.get(f"{k}/low", np.zeros(1)).size for k in range(len(cases))]
    highs = [seen.arrays.get(f"{k}/high", np.zeros(1)).size for k in range(len(cases))]
    if {*lows, *highs} == {1}:
        return "", None
    per_step = lows == [case["steps"] for case in cases]
    diagnosis = mistakes.RANGE_PER_STEP if per_step else mistakes.RANGE_PER_POINT
    return diagnosis.message, diagnosis


def _called(seen: Observation, number: int, function: str) -> bool:
    """Tell whether the learner's function called the stand-in for another one."""
    return any(key.startswith(f"{number}/{function}/") for key in seen.arrays)


def _wrong_arguments(seen: Observation, cases: Sequence[Case]) -> Complaint:
    """Say which function was called with other arguments; empty if none was."""
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
                return mistakes.GAP.message.format(gap=given), mistakes.GAP
            came = f" {given} came, and {value} was expected." if given.ndim == 0 else ""
            message = mistakes.ARGUMENTS.message.format(function=function, argument=argument)
            return f"{message}{came}", mistakes.ARGUMENTS
    return "", None


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
    """Return all that a right answer may fit on: series points, or what stand-ins returned."""
    split = _called(seen, number, "split_in_time")
    counts = [mistakes.n_train(*(case[a] for a in FIT_SCALER.arguments))]
    if split:  # either its training part may be counted, or the fraction may be taken
        counts.insert(0, len(case["targets_train"]))
    points = [case["series"][: count + case["steps"]] for count in counts]
    if _called(seen, number, "make_windows"):
        points += [np.append(case["inputs"][:n], case["targets"][:n]) for n in counts]
    if split:
        points.append(np.append(case["inputs_train"], case["targets_train"]))
    return points


def _wrong_ranges(
    wrong: mistakes.WrongPoints, seen: Observation, number: int, case: Case
) -> list[np.ndarray]:
    """Return the range of a mistake's points: of the series, and of what stand-ins returned."""
    points = [wrong.answer(*(case[a] for a in FIT_SCALER.arguments))]
    parts: list[np.ndarray] = []
    if _called(seen, number, "split_in_time"):
        parts = [case[name] for name in SPLIT_IN_TIME.values]
    elif _called(seen, number, "make_windows"):
        count = int(case["train_fraction"] * len(case["targets"]))
        halves = (slice(0, count), slice(count, None))
        parts = [case[name][half] for half in halves for name in ("inputs", "targets")]
    if parts and (taken := wrong.of_parts(*parts)):
        points.append(np.concatenate([part.ravel() for part in taken]))
    return [_range(some) for some in points]


def _judge_seen(seen: Observation, cases: Sequence[Case], ends: Sequence[np.ndarray]) -> Finding:
    """Judge which points the scalers have seen."""
    right = [_right_points(seen, number, case) for number, case in enumerate(cases)]
    if _all_among(ends, [[_range(points) for points in some] for some in right]):
        exactly = "exactly those that the training windows and their targets touch"
        return _finding(SEEN, f"{exactly}, on all {len(cases)} series tried", right=True)
    place = _place(cases, ends, right)
    for wrong in mistakes.SEEN_WRONG_ANSWERS:
        if _all_among(ends, [_wrong_ranges(wrong, seen, k, case) for k, case in enumerate(cases)]):
            return _finding(SEEN, f"{wrong.message}. {place}", wrong)
    return _finding(SEEN, place)


def _all_among(found: Sequence[np.ndarray], known: Sequence[Sequence[np.ndarray]]) -> bool:
    """Tell whether what was found on each case is among its known answers."""
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
    for wrong in mistakes.DOES_WRONG_ANSWERS:
        if does(wrong.answer):
            return _finding(DOES, wrong.message, wrong)
    return _finding(DOES, "it does not take the lowest point it has seen to 0 and the highest to 1")


def _judge_other_kind(seen: Observation, cases: Sequence[Case]) -> list[Finding]:
    """Judge scalers that do not keep the lowest and the highest point, such as a StandardScaler."""
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
    diagnosis = mistakes.STANDARD_SCALER if standard else mistakes.ANOTHER_SCALER
    if standard and _all_among(centers, right):
        points = _finding(SEEN, "right, as far as their mean shows", right=True)
    else:
        kept = (
            "a MinMaxScaler keeps the lowest and the highest point that it has seen; yours does not"
        )
        points = _finding(SEEN, kept, diagnosis)
    return [points, _finding(DOES, diagnosis.message.format(kind=kind), diagnosis)]


SCALER = Judge(_judge_scaler, mistakes.ALL)
