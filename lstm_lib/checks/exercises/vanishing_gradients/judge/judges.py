"""Judges of the exercise `vanishing_gradients`: the way back, its curve, the highway, clipping."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.vanishing_gradients.checks import (
    CLIP_BY_NORM,
    DIRECT_PATH,
    GRADIENT_NORMS,
    REACH,
    STATE_GRADIENTS,
    STEP_BACK,
    stand_in_step,
)
from lstm_lib.checks.exercises.vanishing_gradients.judge.answers import (
    BACK_WRONG_ANSWERS,
    INSIDE_WRONG_ANSWERS,
    STATES_FORWARD,
    STATES_WRONG_ANSWERS,
    gradients_back,
    stepped_back,
)
from lstm_lib.checks.exercises.vanishing_gradients.judge.clip_answers import (
    CLIP_WRONG_ANSWERS,
    clipped,
    joint_norm,
)
from lstm_lib.checks.exercises.vanishing_gradients.judge.curve_answers import (
    NORMS_WRONG_ANSWERS,
    REACH_ERROR,
    REACH_NONE,
    REACH_WRONG_ANSWERS,
    norms_of,
    reach_of,
)
from lstm_lib.checks.exercises.vanishing_gradients.judge.path_answers import (
    PATH_WRONG_ANSWERS,
    highway,
)
from lstm_lib.checks.judge.compare import (
    Case,
    agree,
    compare,
    compare_all,
    most_telling_first,
    same,
)
from lstm_lib.checks.judge.findings import (
    UNRECOGNIZED,
    published,
    returned_otherwise,
    say_once,
)
from lstm_lib.checks.judge.judged import Judge, judged, observed
from lstm_lib.checks.observation import Malformed, Observation
from lstm_lib.checks.verdict import Finding

NOTHING = np.empty(0)  # what was not published

FALLING, NEVER = "first lag", "reach without a fall"
ABOVE, BELOW = "gradients above the limit", "gradients below the limit"


def _judge_states(seen: Observation, rng: Any) -> list[Finding]:
    """Judge the gradients at all steps; if a step back was called, it was a stand-in."""
    if complaint := returned_otherwise(seen, STATE_GRADIENTS.values):
        return [Finding("gradients", False, complaint)]
    drawn = STATE_GRADIENTS.cases(rng)
    called = seen.facts.get("called")
    called = called if isinstance(called, list) else []
    steps = [stand_in_step if k in called else stepped_back for k in range(len(drawn))]

    def values(answer: Callable[..., np.ndarray]) -> list[list[np.ndarray]]:
        pairs = zip(drawn, steps, strict=True)
        return [[answer(*(case[a] for a in STATE_GRADIENTS.arguments), s) for case, s in pairs]]

    # The function does its own step back only where no stand-in was called.
    inside = () if stand_in_step in steps else INSIDE_WRONG_ANSWERS
    found, expected = observed(seen, len(drawn), 1), values(gradients_back)
    findings = compare_all(
        STATE_GRADIENTS.values,
        found,
        expected,
        [(wrong, values(wrong.answer)) for wrong in (*inside, *STATES_WRONG_ANSWERS)],
        "the order of the steps, and at which hidden state each reads",
        sizes=[STATE_GRADIENTS.said_sizes(case) for case in drawn],
    )
    if findings[0].diagnosis in UNRECOGNIZED and not findings[0].right:
        if all(map(_last_two_alone, found[0], expected[0])):
            message = f"your {findings[0].what} {STATES_FORWARD.message}"
            return [replace(findings[0], message=message, diagnosis=STATES_FORWARD.name)]
    return findings


def _last_two_alone(found: np.ndarray, expected: np.ndarray) -> bool:
    """Tell whether gradients are right at the last two steps, and at no step before them."""
    if found.shape != expected.shape:
        return False
    right = [same(found[:, t], expected[:, t]) for t in range(expected.shape[1])]
    return all(right[-2:]) and not any(right[:-2])


def _groups(drawn: Sequence[Case], entry: str, names: Sequence[str]) -> dict[str, list[int]]:
    """Return the numbers of the cases for which an entry is true, and of the others, by name."""
    return {
        name: [k for k, case in enumerate(drawn) if case[entry] is holds]
        for name, holds in zip(names, (True, False), strict=True)
    }


def _judge_reach(seen: Observation, rng: Any) -> list[Finding]:
    """Judge a reach on curves that fall below the share, and on curves that never do."""
    drawn = REACH.cases(rng)
    if seen.facts.get("cases") != len(drawn):  # what is missing may be of a case that was not yet
        raise Malformed(f"it is not of {len(drawn)} cases")
    groups = _groups(drawn, "falls", (FALLING, NEVER))

    def values(answer: Callable[..., Any]) -> list[list[np.ndarray]]:
        of = [np.asarray(answer(*(case[a] for a in REACH.arguments))) for case in drawn]
        return [[of[k] for k in group] for group in groups.values()]

    found = [
        [_number(seen.arrays.get(f"{k}/0", NOTHING)) for k in group] for group in groups.values()
    ]
    expected = values(reach_of)
    known = most_telling_first(found, [(w, values(w.answer)) for w in REACH_WRONG_ANSWERS])
    findings = []
    for p, (name, group) in enumerate(groups.items()):
        if absent := [k for k in group if f"{k}/0" not in seen.arrays]:
            findings.append(_no_reach(seen, name, _said_curve(drawn[absent[0]])))
            continue
        given = [(wrong, values[p]) for wrong, values in known]
        look_at = "the norm that each lag is compared with"
        finding = compare(name, found[p], expected[p], given, look_at)
        if not finding.right:
            pairs = zip(group, found[p], expected[p], strict=True)
            k, came = next((k, a) for k, a, b in pairs if not same(a, b))
            message = finding.message.removesuffix(".")
            if came.shape:
                message = "your function returns an array, and one number was expected"
            shown = f"shape {came.shape}" if came.shape else f"{came.item():g}"
            message = f"{message}.\nFound: {shown} for {_said_curve(drawn[k])}"
            finding = replace(finding, message=message)
        findings.append(finding)
    return findings


def _no_reach(seen: Observation, name: str, curve: str) -> Finding:
    """Say what came in place of a reach: nothing, or an error."""
    stopped = seen.facts.get("stopped")
    if name == NEVER and isinstance(stopped, dict):
        told, found = REACH_ERROR, f"{stopped.get('error')}: {stopped.get('message')}"
    elif name == NEVER and seen.facts.get("returned") == "None":
        told, found = REACH_NONE, "None"
    else:
        complaint = returned_otherwise(seen, REACH.values) or "nothing came back"
        return Finding(name, False, complaint)
    message = f"{told.message}.\nFound: {found} for {curve}"
    return Finding(name, False, message, diagnosis=told.name)


def _number(found: np.ndarray) -> np.ndarray:
    """Return an array of one value as this value."""
    return found.reshape(()) if found.size == 1 else found


def _said_curve(case: Mapping[str, Any]) -> str:
    """Write the norms and the share of a case."""
    norms = ", ".join(f"{norm:.3g}" for norm in case["norms"])
    return f"norms [{norms}] and share {case['share']}"


def _judge_clip(seen: Observation, rng: Any) -> list[Finding]:
    """Judge lists of gradients above the limit, and others below it."""
    if complaint := returned_otherwise(seen, CLIP_BY_NORM.values):
        return say_once([Finding(name, False, complaint) for name in (ABOVE, BELOW)])
    drawn = CLIP_BY_NORM.cases(rng)
    groups = _groups(drawn, "above", (ABOVE, BELOW))

    def lists(answer: Callable[..., list[np.ndarray]]) -> list[list[np.ndarray]]:
        return [answer(case["gradients"], case["limit"]) for case in drawn]

    def grouped(lists: Sequence[Sequence[np.ndarray]]) -> list[list[np.ndarray]]:
        return [[array for k in group for array in lists[k]] for group in groups.values()]

    after = [
        [published(seen, f"{k}/{place}") for place in range(len(case["gradients"]))]
        for k, case in enumerate(drawn)
    ]
    expected = lists(clipped)
    known = [(wrong, grouped(lists(wrong.answer))) for wrong in CLIP_WRONG_ANSWERS]
    found, right, look_at = grouped(after), grouped(expected), "the global norm"
    findings = compare_all(tuple(groups), found, right, known, look_at)
    for p, group in enumerate(groups.values()):
        if findings[p].right:
            message = f"right on all {len(group)} lists tried"
        elif not findings[p].diagnosis:
            k = next(k for k in group if not agree(after[k], expected[k]))
            message = _said_norms(after[k], drawn[k])
        else:
            continue
        findings[p] = replace(findings[p], message=message)
    return say_once(findings)


def _said_norms(after: Sequence[np.ndarray], case: Mapping[str, Any]) -> str:
    """State the global norms of a list before and after."""
    return (
        f"on a list of global norm {joint_norm(case['gradients']):.4g} with the limit "
        f"{case['limit']:.4g}, the global norm is {joint_norm(after):.4g} afterward. "
        "Look at the norm, at the one factor for all arrays, and at when it is applied"
    )


JUDGES = {
    "step_back": judged(
        STEP_BACK,
        stepped_back,
        BACK_WRONG_ANSWERS,
        "the slope of tanh, at the product with U, and at which of the two comes first",
    ),
    "state_gradients": Judge(
        _judge_states, (*INSIDE_WRONG_ANSWERS, *STATES_WRONG_ANSWERS, STATES_FORWARD)
    ),
    "gradient_norms": judged(
        GRADIENT_NORMS,
        norms_of,
        NORMS_WRONG_ANSWERS,
        "the axis of the norm, the axis of the mean, and the order of the lags",
    ),
    "reach": Judge(_judge_reach, (*REACH_WRONG_ANSWERS, REACH_NONE, REACH_ERROR)),
    "direct_path": judged(
        DIRECT_PATH,
        highway,
        PATH_WRONG_ANSWERS,
        "which gates each product holds, and at the last step, which holds none",
    ),
    "clip_by_norm": Judge(_judge_clip, CLIP_WRONG_ANSWERS),
}
