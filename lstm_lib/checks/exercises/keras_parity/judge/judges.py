"""Judges of the exercise `keras_parity`: a Keras layer's weights, shapes, states and gates."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.keras_parity.cases import (
    SHAPE_ARGUMENTS,
    flags,
    gate_blocks,
    kept_shares,
    layer_sizes,
    sequences,
)
from lstm_lib.checks.exercises.keras_parity.checks import COUNT_ARGUMENTS
from lstm_lib.checks.exercises.keras_parity.judge.gate_answers import (
    GATES_WRONG_ANSWERS,
    LONGEST_WRONG_ANSWERS,
    forget_gates,
    longest_kept,
)
from lstm_lib.checks.exercises.keras_parity.judge.run_answers import (
    HIDDEN_WRONG_ANSWERS,
    hidden_states,
)
from lstm_lib.checks.exercises.keras_parity.judge.shape_answers import (
    SHAPES_WRONG_ANSWERS,
    output_shapes,
)
from lstm_lib.checks.exercises.keras_parity.judge.weight_answers import (
    BLOCKS_WRONG_ANSWERS,
    COUNTS_WRONG_ANSWERS,
    cut_by,
    parameter_count,
)
from lstm_lib.checks.exercises.keras_parity.layer import GATES, PARTS, joined
from lstm_lib.checks.judge.compare import WrongAnswer, compare, judge_function, same
from lstm_lib.checks.judge.findings import published, returned_otherwise, say_once
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.verdict import Finding

TOLERANCE = 1e-5  # a layer's weights are float32, and a right answer may compute in it
WITHOUT, WITH = "shapes without states", "shapes with states"


def said_sizes(case: Mapping[str, Any]) -> str:
    """Say the sizes of a case in words.

    Parameters
    ----------
    case : dict
        With `blocks`, and `inputs` where there are any.

    Returns
    -------
    str
        Batch and steps only where the case has inputs.

    Examples
    --------
    >>> said_sizes({"blocks": {"f": (np.ones((3, 4)), np.ones((4, 4)), np.ones(4))}})
    'features 3, units 4'
    """
    features, units = case["blocks"]["f"][0].shape
    before = ""
    if "inputs" in case:
        batch, steps, _ = case["inputs"].shape
        before = f"batch {batch}, steps {steps}, "
    return f"{before}features {features}, units {units}"


def _judge_blocks(seen: Observation, rng: Any) -> list[Finding]:
    """Judge each gate's W, U and b: one finding for each of the three."""
    complaint = returned_otherwise(seen, ["a dict"])
    if other := seen.facts.get("other"):
        complaint = f"it returns {other}"
    if complaint:
        return say_once([Finding(part, False, complaint) for part in PARTS])
    drawn = gate_blocks(rng)

    def values(answer: Callable[..., Mapping[str, Any]], part: str) -> list[np.ndarray]:
        cut = [answer(*_weights(case)) for case in drawn]
        return [np.asarray(one[gate][PARTS.index(part)]) for one in cut for gate in GATES]

    found = {
        part: [published(seen, f"{k}/{gate}/{part}") for k in range(len(drawn)) for gate in GATES]
        for part in PARTS
    }
    known = [
        (wrong, {part: values(wrong.answer, part) for part in PARTS})
        for wrong in BLOCKS_WRONG_ANSWERS
    ]
    # Two wrong answers may share one of the three: ask first for the one that explains more.
    known.sort(key=lambda pair: -sum(_all_same(found[part], pair[1][part]) for part in PARTS))
    sizes = [f"{gate} of the layer with {said_sizes(case)}" for case in drawn for gate in GATES]
    findings = []
    for part in PARTS:
        finding = compare(
            part,
            found[part],
            values(cut_by(), part),
            [(wrong, given[part]) for wrong, given in known],
            "which columns belong to which gate",
            sizes=sizes,
        )
        if finding.right:
            finding = replace(finding, message=f"right for all gates of {len(drawn)} layers")
        elif not finding.diagnosis:
            expected = values(cut_by(), part)
            off = next(
                k for k in range(len(sizes)) if not same(found[part][k], expected[k], TOLERANCE)
            )
            message = (
                f"other numbers than the layer's, first in {sizes[off]}. "
                "Look at which columns belong to which gate"
            )
            finding = replace(finding, message=message)
        findings.append(finding)
    return say_once(findings)


def _all_same(found: Sequence[np.ndarray], given: Sequence[np.ndarray]) -> bool:
    """Tell whether all arrays agree with others."""
    return all(same(a, b, TOLERANCE) for a, b in zip(found, given, strict=True))


def _weights(case: Mapping[str, Any]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return W, U and b of a case's layer."""
    W, U, b = joined(case["blocks"])
    return W, U, b


def _judge_run(
    name: str,
    arguments: Callable[[Mapping[str, Any], np.ndarray], tuple],
    reference: Callable[..., np.ndarray],
    wrong_answers: Sequence[WrongAnswer],
    look_at: str,
) -> Callable[[Observation, Any], list[Finding]]:
    """Make the judge of what a layer does at all steps.

    `arguments(case, h)` returns what reference and wrong answers take; h are the hidden states
    that the function had: the layer's own, or those of a stand-in that it called.
    """

    def judge(seen: Observation, rng: Any) -> list[Finding]:
        if complaint := returned_otherwise(seen, [name]):
            return [Finding(name, False, complaint)]
        drawn = sequences(rng)
        found = [published(seen, f"{k}/0") for k in range(len(drawn))]
        own = [hidden_states(*_weights(case), case["inputs"]) for case in drawn]
        called = seen.facts.get("called")
        supplied = isinstance(called, list) and "run_in_numpy" in called
        findings = []
        for states in ([case["h"] for case in drawn], own) if supplied else (own,):
            given = [arguments(case, h) for case, h in zip(drawn, states, strict=True)]
            finding = compare(
                name,
                found,
                [reference(*one) for one in given],
                [(wrong, [wrong.answer(*one) for one in given]) for wrong in wrong_answers],
                look_at,
                TOLERANCE,
                [said_sizes(case) for case in drawn],
            )
            if finding.right:
                return [finding]
            findings.append(finding)
        # Named with the layer's own states or with supplied ones, else what the first compare says.
        return [next((one for one in findings if one.diagnosis), findings[0])]

    return judge


_judge_states = _judge_run(
    "hidden states",
    lambda case, h: (*_weights(case), case["inputs"]),
    hidden_states,
    HIDDEN_WRONG_ANSWERS,
    "which input and which two states each step is handed",
)


def _judge_hidden(seen: Observation, rng: Any) -> list[Finding]:
    """Judge the hidden states of all steps, which the layer itself was not to compute."""
    findings = _judge_states(seen, rng)
    if seen.facts.get("asked") is True:
        message = (
            "your function calls the layer, which lets Keras compute. Take the layer's weights, "
            "and do the steps in NumPy with `lstm_step`"
        )
        return [Finding(findings[0].what, False, message, diagnosis="layer called")]
    return findings


def _judge_shapes(seen: Observation, rng: Any) -> list[Finding]:
    """Judge the shapes of what comes back, without the states and with them."""
    complaint = returned_otherwise(seen, ["a list of shapes"])
    if other := seen.facts.get("other"):
        complaint = f"a list of shapes was expected, such as [(3, 4)]\nFound: {other}"
    drawn = flags(rng)
    found = [_as_tuples(one) for one in _list(seen.facts.get("shapes"))]
    if complaint or len(found) != len(drawn):
        said = complaint or "a list of shapes is missing"
        return say_once([Finding(name, False, said) for name in (WITHOUT, WITH)])

    def values(answer: Callable[..., Any], number: int) -> list[tuple]:
        return [tuple(one) for one in answer(*(drawn[number][a] for a in SHAPE_ARGUMENTS))]

    groups = {
        name: [k for k, case in enumerate(drawn) if case["return_state"] is state]
        for name, state in ((WITHOUT, False), (WITH, True))
    }

    def explains(wrong: WrongAnswer, group: list[int]) -> bool:
        return all(found[k] == values(wrong.answer, k) for k in group)

    ordered = sorted(
        SHAPES_WRONG_ANSWERS, key=lambda w: -sum(explains(w, group) for group in groups.values())
    )
    findings = []
    for name, group in groups.items():
        off = [k for k in group if found[k] != values(output_shapes, k)]
        if not off:
            findings.append(Finding(name, True, "right with `return_sequences` and without"))
            continue
        case, came = drawn[off[0]], found[off[0]]
        wrong = next((w for w in ordered if explains(w, group)), None)
        message = f"your {name} {wrong.message}" if wrong else "these are other shapes"
        said = ", ".join(f"{argument} {case[argument]}" for argument in SHAPE_ARGUMENTS)
        message = f"{message}.\nFound: {came} for {said}"
        findings.append(Finding(name, False, message, diagnosis=wrong.name if wrong else ""))
    return findings


def _list(value: Any) -> list[Any]:
    """Return a list as it is, and anything else as an empty one."""
    return value if isinstance(value, list) else []


def _as_tuples(shapes: Any) -> list[tuple]:
    """Return shapes as tuples; what is none becomes an empty one."""
    return [tuple(one) if isinstance(one, list) else () for one in _list(shapes)]


def _judge_longest(seen: Observation, rng: Any) -> list[Finding]:
    """Judge the place of a unit; an array of one number counts as this number."""
    single = {key: a.reshape(()) if a.size == 1 else a for key, a in seen.arrays.items()}
    return _judge_place(Observation(seen.check, single, seen.facts), rng)


_judge_place = judge_function(
    kept_shares,
    ("f",),
    longest_kept,
    ["unit"],
    LONGEST_WRONG_ANSWERS,
    "the axes of the mean: one number for each unit is compared",
)


JUDGES: dict[str, Callable[[Observation, Any], list[Finding]]] = {
    "gate_weights": _judge_blocks,
    "parameter_count": judge_function(
        layer_sizes,
        COUNT_ARGUMENTS,
        parameter_count,
        ["count"],
        COUNTS_WRONG_ANSWERS,
        "the shapes of W, U and b, and at how many blocks each of them has",
        say_sizes=lambda case: ", ".join(f"{name} {case[name]}" for name in COUNT_ARGUMENTS),
    ),
    "run_in_numpy": _judge_hidden,
    "output_shapes": _judge_shapes,
    "forget_gates": _judge_run(
        "gates",
        lambda case, h: (*_weights(case), case["inputs"], h),
        forget_gates,
        GATES_WRONG_ANSWERS,
        "the block of W, U and b, and at which hidden state each step reads",
    ),
    "longest_kept": _judge_longest,
}
