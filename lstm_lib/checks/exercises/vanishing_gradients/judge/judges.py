"""Judges of the exercise `vanishing_gradients`: the way back, its curve, the highway, clipping."""

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.vanishing_gradients.cases import (
    along_steps,
    back,
    curves,
    forget_gates,
    gradient_lists,
    states,
)
from lstm_lib.checks.exercises.vanishing_gradients.checks import (
    BACK_ARGUMENTS,
    REACH_ARGUMENTS,
    STATE_ARGUMENTS,
    stand_in_step,
)
from lstm_lib.checks.exercises.vanishing_gradients.judge.answers import (
    BACK_WRONG_ANSWERS,
    STATES_WRONG_ANSWERS,
    gradients_back,
    stepped_back,
)
from lstm_lib.checks.exercises.vanishing_gradients.judge.curve_answers import (
    NORMS_WRONG_ANSWERS,
    REACH_WRONG_ANSWERS,
    norms_of,
    reach_of,
)
from lstm_lib.checks.exercises.vanishing_gradients.judge.path_answers import (
    CLIP_WRONG_ANSWERS,
    PATH_WRONG_ANSWERS,
    clipped,
    highway,
    joint_norm,
)
from lstm_lib.checks.judge.compare import WrongAnswer, compare, judge_function, same
from lstm_lib.checks.judge.findings import published, returned_otherwise, say_once
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.verdict import Finding

right_clipping = clipped(joint_norm)
NOTHING = np.empty(0)  # what was not published

FALLING, NEVER = "first lag", "reach without a fall"
ABOVE, BELOW = "gradients above the limit", "gradients below the limit"


def said_sizes(case: Mapping[str, Any]) -> str:
    """Say the sizes of a case in words.

    Parameters
    ----------
    case : dict
        With one array of two axes or three among `dh_t`, `h`, `dh` and `f`.

    Returns
    -------
    str
        The steps only where the case has any.

    Examples
    --------
    >>> said_sizes({"f": np.ones((2, 5, 3))})
    'batch 2, steps 5, units 3'
    """
    shape = next(case[name] for name in ("dh_t", "h", "dh", "f") if name in case).shape
    names = ("batch", "units") if len(shape) == 2 else ("batch", "steps", "units")
    return ", ".join(f"{name} {size}" for name, size in zip(names, shape, strict=True))


def _judge_states(seen: Observation, rng: Any) -> list[Finding]:
    """Judge the gradients at all steps; a step back that is called was a stand-in."""
    name = "gradients"
    if complaint := returned_otherwise(seen, [name]):
        return [Finding(name, False, complaint)]
    drawn = states(rng)
    called = seen.facts.get("called")
    steps = [
        stand_in_step if isinstance(called, list) and k in called else stepped_back
        for k in range(len(drawn))
    ]

    def values(answer: Callable[..., np.ndarray], used: Sequence[Callable]) -> list[np.ndarray]:
        return [
            answer(*(case[a] for a in STATE_ARGUMENTS), step)
            for case, step in zip(drawn, used, strict=True)
        ]

    known = [(wrong, values(wrong.answer, steps)) for wrong in STATES_WRONG_ANSWERS]
    if stand_in_step not in steps:  # a step back that stands in the function itself
        inside = [
            (_inside(wrong), values(gradients_back, [wrong.answer] * len(drawn)))
            for wrong in BACK_WRONG_ANSWERS
        ]
        known = inside + known
    return [
        compare(
            name,
            [published(seen, f"{k}/0") for k in range(len(drawn))],
            values(gradients_back, steps),
            known,
            "the order in which the steps are gone through, and at which hidden state each reads",
            sizes=[said_sizes(case) for case in drawn],
        )
    ]


def _inside(wrong: WrongAnswer) -> WrongAnswer:
    """Word a wrong step back for a function that does it at every step."""
    return replace(wrong, message=f"come from a step back that {wrong.message}")


def _judge_reach(seen: Observation, rng: Any) -> list[Finding]:
    """Judge a reach on curves that fall, and on curves that never do."""
    drawn = curves(rng)
    groups = {
        name: [k for k, case in enumerate(drawn) if case["falls"] is falls]
        for name, falls in ((FALLING, True), (NEVER, False))
    }
    known = _most_telling_first(
        REACH_WRONG_ANSWERS,
        lambda answer, group: [_reach(answer, drawn[k]) for k in group],
        [
            (group, [_number(seen.arrays.get(f"{k}/0", NOTHING)) for k in group])
            for group in groups.values()
        ],
    )
    findings = []
    for name, group in groups.items():
        if absent := [k for k in group if f"{k}/0" not in seen.arrays]:
            findings.append(_no_reach(seen, name, _said_curve(drawn[absent[0]])))
            continue
        found = [_number(published(seen, f"{k}/0")) for k in group]
        expected = [_reach(reach_of, drawn[k]) for k in group]
        given = [(wrong, values(group)) for wrong, values in known]
        finding = compare(name, found, expected, given, "the norm that each lag is compared with")
        if not finding.right:
            k, came = next(
                (k, a) for k, a, b in zip(group, found, expected, strict=True) if not same(a, b)
            )
            message = finding.message.removesuffix(".")
            if came.shape:
                message = "one number was expected, and your function returns an array"
            shown = f"shape {came.shape}" if came.shape else f"{came.item():g}"
            message = f"{message}.\nFound: {shown} for {_said_curve(drawn[k])}"
            finding = replace(finding, message=message)
        findings.append(finding)
    return findings


def _most_telling_first(
    wrong_answers: Sequence[WrongAnswer],
    values: Callable[[Callable, list[int]], list[np.ndarray]],
    found: Sequence[tuple[list[int], list[np.ndarray]]],
) -> list[tuple[WrongAnswer, Callable[[list[int]], list[np.ndarray]]]]:
    """Order wrong answers by how many groups of cases they explain.

    Two of them may give the same on one group: asked first is the one that explains more.
    """

    def explained(wrong: WrongAnswer) -> int:
        return sum(
            all(same(a, b) for a, b in zip(came, values(wrong.answer, group), strict=True))
            for group, came in found
        )

    ordered = sorted(wrong_answers, key=lambda wrong: -explained(wrong))
    return [(wrong, functools.partial(values, wrong.answer)) for wrong in ordered]


def _reach(answer: Callable[..., Any], case: Mapping[str, Any]) -> np.ndarray:
    """Return what an answer gives on a curve, as an array."""
    return np.asarray(answer(*(case[a] for a in REACH_ARGUMENTS)))


def _no_reach(seen: Observation, name: str, curve: str) -> Finding:
    """Say what came in the place of a reach: nothing, or an error."""
    stopped = seen.facts.get("stopped")
    if name == FALLING or not (isinstance(stopped, dict) or seen.facts.get("returned") == "None"):
        return Finding(name, False, returned_otherwise(seen, ["reach"]) or "nothing came back")
    what, found, diagnosis = "it returns None", "None", "nothing where it never falls"
    if isinstance(stopped, dict):
        found = f"{stopped.get('error')}: {stopped.get('message')}"
        what, diagnosis = "your function stops with an error", "error where it never falls"
    message = f"{what} where no norm is small enough. Return the number of lags then"
    return Finding(name, False, f"{message}.\nFound: {found} for {curve}", diagnosis=diagnosis)


def _number(found: np.ndarray) -> np.ndarray:
    """Return an array of one value as this value."""
    return found.reshape(()) if found.size == 1 else found


def _said_curve(case: Mapping[str, Any]) -> str:
    """Write the norms and the share of a case."""
    norms = ", ".join(f"{norm:.3g}" for norm in case["norms"])
    return f"norms [{norms}] and share {case['share']}"


def _judge_clip(seen: Observation, rng: Any) -> list[Finding]:
    """Judge lists of gradients above the limit, and others below it."""
    if complaint := returned_otherwise(seen, ["a list of as many arrays"]):
        return say_once([Finding(name, False, complaint) for name in (ABOVE, BELOW)])
    drawn = gradient_lists(rng)
    groups = {
        name: [k for k, case in enumerate(drawn) if case["above"] is above]
        for name, above in ((ABOVE, True), (BELOW, False))
    }
    after = [
        [published(seen, f"{k}/{place}") for place in range(len(case["gradients"]))]
        for k, case in enumerate(drawn)
    ]

    def arrays(answer: Callable, group: list[int]) -> list[np.ndarray]:
        return [a for k in group for a in answer(drawn[k]["gradients"], drawn[k]["limit"])]

    flat = {name: [array for k in group for array in after[k]] for name, group in groups.items()}
    known = _most_telling_first(
        CLIP_WRONG_ANSWERS, arrays, [(group, flat[name]) for name, group in groups.items()]
    )
    findings = []
    for name, group in groups.items():
        expected = arrays(right_clipping, group)
        given = [(wrong, values(group)) for wrong, values in known]
        finding = compare(name, flat[name], expected, given, "the global norm")
        if finding.right:
            finding = replace(finding, message=f"right on all {len(group)} lists tried")
        elif not finding.diagnosis:
            k = next(
                k
                for k in group
                if not all(
                    same(a, b) for a, b in zip(after[k], arrays(right_clipping, [k]), strict=True)
                )
            )
            finding = replace(finding, message=_said_norms(after[k], drawn[k]))
        findings.append(finding)
    return say_once(findings)


def _said_norms(after: Sequence[np.ndarray], case: Mapping[str, Any]) -> str:
    """Say the global norms of a list before and after."""
    return (
        f"on a list of global norm {joint_norm(case['gradients']):.4g} with the limit "
        f"{case['limit']:.4g}, the global norm is {joint_norm(after):.4g} afterwards. "
        "Look at the norm, at the one factor for all arrays, and at when it is applied"
    )


JUDGES: dict[str, Callable[[Observation, Any], list[Finding]]] = {
    "step_back": judge_function(
        back,
        BACK_ARGUMENTS,
        stepped_back,
        ["gradient"],
        BACK_WRONG_ANSWERS,
        "the slope of tanh, at the product with U, and at which of the two comes first",
        say_sizes=said_sizes,
    ),
    "state_gradients": _judge_states,
    "gradient_norms": judge_function(
        along_steps,
        ("dh",),
        norms_of,
        ["norms"],
        NORMS_WRONG_ANSWERS,
        "the axis of the norm, the axis of the mean, and the order of the lags",
        say_sizes=said_sizes,
    ),
    "reach": _judge_reach,
    "direct_path": judge_function(
        forget_gates,
        ("f",),
        highway,
        ["share"],
        PATH_WRONG_ANSWERS,
        "which gates each product holds, and at the last step, where it holds none",
        say_sizes=said_sizes,
    ),
    "clip_by_norm": _judge_clip,
}
