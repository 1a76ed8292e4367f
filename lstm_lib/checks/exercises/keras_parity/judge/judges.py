"""Judges of the exercise `keras_parity`: a Keras layer's weights, shapes, states and gates."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.keras_parity.cases import GATES, PARTS
from lstm_lib.checks.exercises.keras_parity.checks import (
    FORGET_GATES,
    GATE_WEIGHTS,
    LONGEST_KEPT,
    OUTPUT_SHAPES,
    PARAMETER_COUNT,
    RUN_IN_NUMPY,
)
from lstm_lib.checks.exercises.keras_parity.judge.gate_answers import (
    GATES_WRONG_ANSWERS,
    LONGEST_WRONG_ANSWERS,
    forget_gates,
    longest_kept,
)
from lstm_lib.checks.exercises.keras_parity.judge.output_answers import (
    HIDDEN_WRONG_ANSWERS,
    SHAPES_WRONG_ANSWERS,
    hidden_states,
    output_shapes,
)
from lstm_lib.checks.exercises.keras_parity.judge.weight_answers import (
    BLOCKS_WRONG_ANSWERS,
    COUNTS_WRONG_ANSWERS,
    gate_weights,
    parameter_count,
)
from lstm_lib.checks.judge.compare import Case, by_quantity, compare, compare_all, same
from lstm_lib.checks.judge.diagnosis import Told, WrongAnswer
from lstm_lib.checks.judge.findings import published, returned_otherwise, say_once
from lstm_lib.checks.judge.judged import Judge, judged, observed
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.verdict import Finding

TOLERANCE = 1e-5  # a layer's weights are float32, and a right answer may compute in it
WITHOUT, WITH = "shapes without states", "shapes with states"

LAYER_CALLED = Told(
    "layer called",
    "your function calls the layer, a copy of it or its cell, so Keras does the computing. Take "
    "the layer's weights, and do the steps in NumPy with `lstm_step`",
)


def _with_weights(case: Case) -> Case:
    """Return a case whose layer is replaced by its W, U and b."""
    return {**case, "layer": case["weights"]}


def _judge_blocks(seen: Observation, rng: Any) -> list[Finding]:
    """Judge each gate's W, U and b: one finding for each of the three."""
    complaint = returned_otherwise(seen, GATE_WEIGHTS.values)
    if other := seen.facts.get("other"):
        complaint = f"it returns {other}"
    if complaint:
        return say_once([Finding(part, False, complaint) for part in PARTS])
    drawn = GATE_WEIGHTS.cases(rng)
    each = [(k, gate) for k in range(len(drawn)) for gate in GATES]

    def values(answer: Callable[..., Mapping[str, Any]]) -> list[list[np.ndarray]]:
        cut = [answer(case["weights"]) for case in drawn]
        return by_quantity([cut[k][gate] for k, gate in each], len(PARTS))

    found = [[published(seen, f"{k}/{gate}/{part}") for k, gate in each] for part in PARTS]
    expected = values(gate_weights)
    known = [(wrong, values(wrong.answer)) for wrong in BLOCKS_WRONG_ANSWERS]
    look_at = "which columns belong to which gate"
    sizes = [f"{gate} of the layer with {GATE_WEIGHTS.said_sizes(drawn[k])}" for k, gate in each]
    findings = compare_all(PARTS, found, expected, known, look_at, sizes=sizes)
    for p, finding in enumerate(findings):
        if finding.right:
            message = f"right for all gates of {len(drawn)} layers"
        elif not finding.diagnosis:
            off = next(
                at for at, a, b in zip(sizes, found[p], expected[p], strict=True) if not same(a, b)
            )
            message = f"the numbers differ from the layer's, first in {off}. Look at {look_at}"
        else:
            continue
        findings[p] = replace(finding, message=message)
    return say_once(findings)


def _judge_hidden() -> Judge:
    """Make the judge of the hidden states, which the layer itself must not compute."""
    judge = judged(
        RUN_IN_NUMPY,
        hidden_states,
        HIDDEN_WRONG_ANSWERS,
        "which input and which two states each step is given",
        TOLERANCE,
        _with_weights,
    )

    def findings(seen: Observation, rng: Any) -> list[Finding]:
        (finding,) = judge.findings(seen, rng)
        if seen.facts.get("asked") is True:
            called = LAYER_CALLED
            return [Finding(finding.what, False, called.message, diagnosis=called.name)]
        return [finding]

    return Judge(findings, (*judge.knows, LAYER_CALLED))


def _judge_gates(seen: Observation, rng: Any) -> list[Finding]:
    """Judge the gates, which read the layer's own hidden states or those of a stand-in."""
    (name,) = FORGET_GATES.values
    if complaint := returned_otherwise(seen, FORGET_GATES.values):
        return [Finding(name, False, complaint)]
    drawn = [_with_weights(case) for case in FORGET_GATES.cases(rng)]
    (found,) = observed(seen, len(drawn), 1)

    def finding_by(states: list[np.ndarray]) -> Finding:
        def values(answer: Callable[..., np.ndarray]) -> list[np.ndarray]:
            pairs = zip(drawn, states, strict=True)
            return [answer(case["layer"], case["inputs"], h) for case, h in pairs]

        return compare(
            name,
            found,
            values(forget_gates),
            [(wrong, values(wrong.answer)) for wrong in GATES_WRONG_ANSWERS],
            "the block of W, U and b, and at which hidden state each step reads",
            TOLERANCE,
            [FORGET_GATES.said_sizes(case) for case in drawn],
        )

    states = [[hidden_states(case["layer"], case["inputs"]) for case in drawn]]
    called = seen.facts.get("called")
    if isinstance(called, list) and RUN_IN_NUMPY.name in called:
        states.insert(0, [case["h"] for case in drawn])
    findings = [finding_by(h) for h in states]
    right = [finding for finding in findings if finding.right]
    named = [finding for finding in findings if finding.diagnosis]
    return [*right, *named, *findings][:1]


def _judge_shapes(seen: Observation, rng: Any) -> list[Finding]:
    """Judge the shapes of what comes back, without the states and with them."""
    complaint = returned_otherwise(seen, OUTPUT_SHAPES.values)
    if other := seen.facts.get("other"):
        complaint = f"a list of shapes was expected, such as [(3, 4)]\nFound: {other}"
    drawn = OUTPUT_SHAPES.cases(rng)
    found = [_as_tuples(one) for one in _list(seen.facts.get("shapes"))]
    if complaint or len(found) != len(drawn):
        said = complaint or "a list of shapes is missing"
        return say_once([Finding(name, False, said) for name in (WITHOUT, WITH)])

    def values(answer: Callable[..., Any], number: int) -> list[tuple]:
        return [tuple(one) for one in answer(*(drawn[number][a] for a in OUTPUT_SHAPES.arguments))]

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
        message = f"your {name} {wrong.message}" if wrong else "these shapes are wrong"
        said = ", ".join(f"{argument} {case[argument]}" for argument in OUTPUT_SHAPES.arguments)
        message = f"{message}.\nFound: {came} for {said}"
        findings.append(Finding(name, False, message, diagnosis=wrong.name if wrong else ""))
    return findings


def _list(value: Any) -> list[Any]:
    """Return a list as it is, and anything else as an empty one."""
    return value if isinstance(value, list) else []


def _as_tuples(shapes: Any) -> list[tuple]:
    """Return shapes as tuples; anything else becomes an empty one."""
    return [tuple(one) if isinstance(one, list) else () for one in _list(shapes)]


def _judge_longest() -> Judge:
    """Make the judge of a unit's index; an array of one number counts as this number."""
    judge = judged(
        LONGEST_KEPT,
        longest_kept,
        LONGEST_WRONG_ANSWERS,
        "the axes of the mean: one number for each unit is compared",
    )

    def findings(seen: Observation, rng: Any) -> list[Finding]:
        single = {key: a.reshape(()) if a.size == 1 else a for key, a in seen.arrays.items()}
        return judge.findings(Observation(seen.check, single, seen.facts), rng)

    return Judge(findings, judge.knows)


JUDGES = {
    "gate_weights": Judge(_judge_blocks, BLOCKS_WRONG_ANSWERS),
    "parameter_count": judged(
        PARAMETER_COUNT,
        parameter_count,
        COUNTS_WRONG_ANSWERS,
        "the shapes of W, U and b, and at how many blocks each of them has",
    ),
    "run_in_numpy": _judge_hidden(),
    "output_shapes": Judge(_judge_shapes, SHAPES_WRONG_ANSWERS),
    "forget_gates": Judge(_judge_gates, GATES_WRONG_ANSWERS),
    "longest_kept": _judge_longest(),
}
