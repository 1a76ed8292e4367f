"""Judges of the exercise `attention`: the parts of a step, and the way back through softmax.

The judge of the step is in `step.py`.
"""

from dataclasses import replace
from typing import Any

from lstm_lib.checks.exercises.attention.checks import (
    ATTENTION_WEIGHTS,
    CONTEXT,
    DOT_SCORES,
    SCORES_GRADIENT,
    SIZES,
)
from lstm_lib.checks.exercises.attention.judge.answers import (
    CONTEXT_WRONG_ANSWERS,
    OVERFLOW,
    SCORES_WRONG_ANSWERS,
    WEIGHTS_WRONG_ANSWERS,
    attention_weights,
    context,
    dot_scores,
)
from lstm_lib.checks.exercises.attention.judge.gradient_answers import (
    GRADIENT_WRONG_ANSWERS,
    scores_gradient,
)
from lstm_lib.checks.exercises.attention.judge.step import STEP
from lstm_lib.checks.judge.compare import Case, agree
from lstm_lib.checks.judge.diagnosis import Diagnosis
from lstm_lib.checks.judge.judged import Judge, judged, observed
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.verdict import Finding


def _judge_weights() -> Judge:
    """Make the judge of the weights; it says so if exp of large scores was infinite."""
    judge = judged(
        ATTENTION_WEIGHTS,
        attention_weights,
        WEIGHTS_WRONG_ANSWERS,
        "the mask, exp and the sum of each row, in this order",
    )

    def findings(seen: Observation, rng: Any) -> list[Finding]:
        state = rng.bit_generator.state
        (finding,) = judge.findings(seen, rng)
        if finding.diagnosis == "not finite" and f"case {len(SIZES)}" in finding.message:
            rng.bit_generator.state = state
            cause = _without_the_last(seen, ATTENTION_WEIGHTS.cases(rng)[:-1])
            return [replace(finding, message=cause.message, diagnosis=cause.name)]
        return [finding]

    return Judge(findings, (*judge.knows, OVERFLOW))


def _without_the_last(seen: Observation, cases: list[Case]) -> Diagnosis:
    """Say why numbers of the last case are not finite, by what the other cases show."""
    (found,) = observed(seen, len(cases), 1)
    for wrong in WEIGHTS_WRONG_ANSWERS:
        if agree(found, [wrong.answer(**case) for case in cases]):
            return replace(wrong, message=f"your weights {wrong.message}")
    return OVERFLOW


JUDGES = {
    "dot_scores": judged(
        DOT_SCORES, dot_scores, SCORES_WRONG_ANSWERS, "what is multiplied, and what is added up"
    ),
    "attention_weights": _judge_weights(),
    "context": judged(
        CONTEXT, context, CONTEXT_WRONG_ANSWERS, "what each hidden state is multiplied by"
    ),
    "scores_gradient": judged(
        SCORES_GRADIENT,
        scores_gradient,
        GRADIENT_WRONG_ANSWERS,
        "the mean by weight of each row, and what it is taken off",
    ),
    "decoder_step": STEP,
}
