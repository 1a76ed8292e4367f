"""Judges of the exercise `relatives`."""

from dataclasses import replace
from typing import Any

from lstm_lib.checks.exercises.relatives.checks import (
    GRU_STEP,
    PARAMETER_COUNTS,
    SIZES,
    SLSTM_STATES,
    STABILIZED_GATES,
)
from lstm_lib.checks.exercises.relatives.judge import gate_answers, gru_answers
from lstm_lib.checks.exercises.relatives.judge.answers import (
    COUNTS_WRONG_ANSWERS,
    STATES_WRONG_ANSWERS,
    parameter_counts,
    slstm_states,
)
from lstm_lib.checks.exercises.relatives.judge.gate_answers import OVERFLOW
from lstm_lib.checks.judge.findings import say_once
from lstm_lib.checks.judge.judged import Judge, judged
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.verdict import Finding


def _judge_gates() -> Judge:
    """Make the judge of the gates; it says why numbers are not finite."""
    judge = judged(
        STABILIZED_GATES,
        gate_answers.stabilized_gates,
        gate_answers.WRONG_ANSWERS,
        "the two logarithms, their maximum, and what is taken off before exp",
    )
    knows = (*judge.knows, OVERFLOW)

    def findings(seen: Observation, rng: Any) -> list[Finding]:
        found = judge.findings(seen, rng)
        names = {known.name for known in knows}
        named = next((one for one in found if one.diagnosis in names), None)
        first_is_large = any(f"case {len(SIZES)}" in one.message for one in found if _endless(one))
        return say_once([_explained(one, named, first_is_large) for one in found])

    return Judge(findings, knows)


def _endless(finding: Finding) -> bool:
    """Tell whether a value was refused because it is not finite."""
    return finding.diagnosis == "not finite"


def _explained(finding: Finding, named: Finding | None, large: bool) -> Finding:
    """Say why a value is not finite: by the cause named for another one, or by large numbers."""
    if not _endless(finding):
        return finding
    if named is not None:
        words = f"it holds NaN or infinity, which follows from what is said of {named.what}"
        return replace(finding, message=words, diagnosis=named.diagnosis)
    if large:
        return replace(
            finding,
            message=f"your {finding.what} {OVERFLOW.message}",
            diagnosis=OVERFLOW.name,
        )
    return finding


JUDGES = {
    "gru_step": judged(
        GRU_STEP,
        gru_answers.gru_step,
        gru_answers.WRONG_ANSWERS,
        "what the reset gate multiplies, and which share the update gate keeps",
    ),
    "stabilized_gates": _judge_gates(),
    "slstm_states": judged(
        SLSTM_STATES,
        slstm_states,
        STATES_WRONG_ANSWERS,
        "what the normalizer adds up, and what is divided by it",
    ),
    "parameter_counts": judged(
        PARAMETER_COUNTS,
        parameter_counts,
        COUNTS_WRONG_ANSWERS,
        "how many blocks there are, and which arrays each block has columns of",
    ),
}
