"""The judge of `layer_norm_step`, beside the norm that the step called or the one that it made."""

import itertools
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from lstm_lib.cell import sigmoid
from lstm_lib.checks.exercises.normalization.checks import LAYER_NORM_STEP
from lstm_lib.checks.exercises.normalization.judge.answers import layer_norm
from lstm_lib.checks.exercises.normalization.judge.norms import Array
from lstm_lib.checks.exercises.normalization.judge.step_answers import (
    Answer,
    Norm,
    Norms,
    gates_entered,
    hidden_state,
    step,
)
from lstm_lib.checks.exercises.normalization.judge.step_lstm import STEP_WRONG_ANSWERS
from lstm_lib.checks.exercises.normalization.observe import made_up_norm
from lstm_lib.checks.judge.compare import Case, agree, by_quantity, compare_all
from lstm_lib.checks.judge.findings import returned_otherwise
from lstm_lib.checks.judge.judged import Judge, observed
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.verdict import Finding

NAMES = LAYER_NORM_STEP.values
WORTH = 2.0
LOOK_AT = "what each of the three norms reads, where the bias comes in, and which c_t goes on"
FOLLOWS = "right: it follows from your c_t"


def _judge_step(seen: Observation, rng: Any) -> list[Finding]:
    """Judge a step: each of its norms may be the notebook's or written out."""
    if complaint := returned_otherwise(seen, NAMES):
        return [Finding(name, False, complaint, WORTH) for name in NAMES]
    cases = LAYER_NORM_STEP.cases(rng)
    found = observed(seen, len(cases), len(NAMES))
    called = any(f"{number}/part/layer_norm" in seen.arrays for number in range(len(cases)))
    used = made_up_norm if called else layer_norm
    norms, expected = _closest(found, cases, called)
    right = all(agree(a, b) for a, b in zip(found, expected, strict=True))
    known = [
        (wrong, _expected(cases, (used,) * 3, wrong.answer))
        for wrong in (() if right else STEP_WRONG_ANSWERS)
    ]
    sizes = [LAYER_NORM_STEP.said_sizes(case) for case in cases]
    findings = compare_all(NAMES, found, expected, known, LOOK_AT, sizes=sizes)
    if not findings[0].right and not findings[1].right and _follows(found, cases, norms):
        # A message is given once: with h_t right, the cause has to be told of c_t.
        later = [(wrong, values[1:]) for wrong, values in known]
        findings = [
            Finding(NAMES[0], True, FOLLOWS),
            *compare_all(NAMES[1:], found[1:], expected[1:], later, LOOK_AT, sizes=sizes),
        ]
    return [replace(finding, weight=WORTH) for finding in findings]


def _closest(
    found: Sequence[Sequence[Array]], cases: Sequence[Case], called: bool
) -> tuple[Norms, list[list[Array]]]:
    """Return the norms that the step had, and what is right with them.

    A step that called the notebook's norm at one place may have written it out at another.
    """
    used: Sequence[Norm] = (made_up_norm, layer_norm) if called else (layer_norm,)
    tried = [
        ((on_x, on_h, on_c), _expected(cases, (on_x, on_h, on_c), step))
        for on_x, on_h, on_c in itertools.product(used, repeat=3)
    ]
    for norms, expected in tried:
        if all(agree(a, b) for a, b in zip(found, expected, strict=True)):
            return norms, expected
    return tried[0]


def _expected(cases: Sequence[Case], norms: Norms, answer: Answer) -> list[list[Array]]:
    """Return what an answer gives, by quantity and then by case."""
    return by_quantity([answer(case, norms) for case in cases], len(NAMES))


def _follows(found: Sequence[Sequence[Array]], cases: Sequence[Case], norms: Norms) -> bool:
    """Tell whether h_t is what the right output gate makes of the learner's own c_t."""
    made = []
    for case, c_t in zip(cases, found[1], strict=True):
        if c_t.shape != case["c_prev"].shape or not np.isfinite(c_t).all():
            return False
        o = sigmoid(np.split(gates_entered(case, norms), 4, axis=1)[3])
        made.append(hidden_state(case, norms, o, c_t.astype(float)))
    return agree(found[0], made)


STEP = Judge(_judge_step, STEP_WRONG_ANSWERS)
