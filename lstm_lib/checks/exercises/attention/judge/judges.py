"""Judges of the exercise `attention`: the parts of a step, and the way back through softmax.

The judge of the step is in `step.py`.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.attention.checks import (
    ATTENTION_WEIGHTS,
    CONTEXT,
    DOT_SCORES,
    SCORES_GRADIENT,
    SIZES,
)
from lstm_lib.checks.exercises.attention.judge.answers import (
    CONTEXT_WRONG_ANSWERS,
    SCORES_WRONG_ANSWERS,
    attention_weights,
    context,
    dot_scores,
)
from lstm_lib.checks.exercises.attention.judge.gradient_answers import (
    GRADIENT_WRONG_ANSWERS,
    scores_gradient,
)
from lstm_lib.checks.exercises.attention.judge.step import STEP
from lstm_lib.checks.exercises.attention.judge.weights_answers import (
    ONE_FOR_ALL,
    OVERFLOW,
    PADDING_TAKEN_OFF,
    WEIGHTS_WRONG_ANSWERS,
)
from lstm_lib.checks.judge.compare import Arrays, Case, agree
from lstm_lib.checks.judge.diagnosis import Diagnosis
from lstm_lib.checks.judge.judged import Judge, judged, observed
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.verdict import Finding


def _judge_weights() -> Judge:
    """Make the judge of the weights; it says so if scores were too large for exp."""
    judge = judged(
        ATTENTION_WEIGHTS,
        attention_weights,
        WEIGHTS_WRONG_ANSWERS,
        "the mask, exp and the sum of each row, in this order",
    )

    def findings(seen: Observation, rng: Any) -> list[Finding]:
        state = rng.bit_generator.state
        (finding,) = judge.findings(seen, rng)
        if finding.diagnosis == "not finite":
            rng.bit_generator.state = state
            cases = ATTENTION_WEIGHTS.cases(rng)
            (found,) = observed(seen, len(cases), 1)
            if cause := _of_large_scores(found, cases):
                return [replace(finding, message=cause.message, diagnosis=cause.name)]
        return [finding]

    return Judge(findings, (*judge.knows, OVERFLOW, ONE_FOR_ALL, PADDING_TAKEN_OFF))


def _of_large_scores(found: Arrays, cases: Sequence[Case]) -> Diagnosis | None:
    """Say why numbers are not finite where scores are large, by what the cases before show."""
    large = next(k for k, array in enumerate(found) if not np.isfinite(array).all())
    if large < len(SIZES) - 1:
        return None

    def gives(answer: Callable[..., Any]) -> bool:
        return agree(found[:large], [answer(**case) for case in cases[:large]])

    for wrong in WEIGHTS_WRONG_ANSWERS:
        if wrong.name != PADDING_TAKEN_OFF.name and gives(wrong.answer):
            return replace(wrong, message=f"your weights {wrong.message}")
    if large == len(SIZES) - 1:
        first = np.isfinite(found[large][:1]).all()  # the row with large scores
        return ONE_FOR_ALL if first and gives(attention_weights) else OVERFLOW
    return PADDING_TAKEN_OFF if gives(attention_weights) else None


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
