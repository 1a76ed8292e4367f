"""Judges of the exercise `relatives`."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.relatives.checks import (
    GRU_STEP,
    PARAMETER_COUNTS,
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
from lstm_lib.checks.judge.compare import Arrays, Case, agree, by_quantity, compare_all
from lstm_lib.checks.judge.findings import say_once
from lstm_lib.checks.judge.judged import Judge, judged, observed
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.verdict import Finding

LOOK_AT = "the two logarithms, their maximum, and what is taken off before exp"
NAN = -1234.5  # no gate and no stabilizer is this number


def _judge_gates() -> Judge:
    """Make the judge of the gates; it says why numbers are not finite."""
    judge = judged(
        STABILIZED_GATES, gate_answers.stabilized_gates, gate_answers.WRONG_ANSWERS, LOOK_AT
    )

    def findings(seen: Observation, rng: Any) -> list[Finding]:
        state = rng.bit_generator.state
        told = judge.findings(seen, rng)
        if not any(map(_endless, told)):
            return told
        rng.bit_generator.state = state
        cases = STABILIZED_GATES.cases(rng)
        found = observed(seen, len(cases), len(told))
        return say_once(_explained(_named(told, found, cases), found, cases))

    return Judge(findings, (*judge.knows, OVERFLOW))


def _endless(finding: Finding) -> bool:
    """Tell whether a value was refused because it is not finite."""
    return finding.diagnosis == "not finite"


def _marked(arrays: Arrays) -> list[np.ndarray]:
    """Put a number in place of NaN, which equals nothing: where it stands is telling."""
    return [np.where(np.isnan(array), NAN, array) for array in arrays]


def _named(
    told: Sequence[Finding], found: Sequence[Arrays], cases: Sequence[Case]
) -> list[Finding]:
    """Name the mistakes that give NaN and infinity in the same places."""

    def given(answer: Callable[..., Any]) -> list[list[np.ndarray]]:
        made = [answer(**case) for case in cases]
        return [_marked(arrays) for arrays in by_quantity(made, len(told))]

    known = [(wrong, given(wrong.answer)) for wrong in gate_answers.WRONG_ANSWERS]
    names = {wrong.name for wrong, _ in known}
    again = compare_all(
        STABILIZED_GATES.values,
        [_marked(arrays) for arrays in found],
        given(gate_answers.stabilized_gates),
        known,
        LOOK_AT,
    )
    return [b if b.diagnosis in names else a for a, b in zip(told, again, strict=True)]


def _right_for(m: Arrays, cases: Sequence[Case]) -> list[list[np.ndarray]]:
    """Return the gates that go with the stabilizers that came, and the right stabilizers.

    Gates that are right for a wrong m_t have no error of their own.
    """
    made = []
    for case, came in zip(cases, m, strict=True):
        _, _, m_t = gate_answers.stabilized_gates(**case)
        if came.shape == m_t.shape:
            i, f, _ = gate_answers.gates(m=lambda *_, came=came: came)(**case)
        else:
            i, f = np.empty(0), np.empty(0)  # which agrees with nothing
        made.append((i, f, m_t))
    return by_quantity(made, len(STABILIZED_GATES.values))


def _explained(
    told: Sequence[Finding], found: Sequence[Arrays], cases: Sequence[Case]
) -> list[Finding]:
    """Say of values that are still not finite what they follow from, if anything."""
    right = _right_for(found[-1], cases)
    of_m = _of_large_numbers(told[-1], found[-1], right[-1])
    explained = []
    for finding, came, made in zip(told[:-1], found[:-1], right[:-1], strict=True):
        if _endless(finding) and not of_m.right and agree(_marked(came), _marked(made)):
            words = f"it holds NaN or infinity, which follows from what is said of {of_m.what}"
            cause = of_m.diagnosis or finding.diagnosis
            explained.append(replace(finding, message=words, diagnosis=cause))
        else:
            explained.append(_of_large_numbers(finding, came, made))
    return [*explained, of_m]


def _of_large_numbers(finding: Finding, came: Arrays, made: Arrays) -> Finding:
    """Say that numbers overflow if they are right until they are large; else, where that is."""
    if not _endless(finding):
        return finding
    first = next(n for n, array in enumerate(came) if not np.all(np.isfinite(array)))
    if first == len(came) - 1 and agree(came[:first], made[:first]):
        words = f"your {finding.what} {OVERFLOW.message}"
        return replace(finding, message=words, diagnosis=OVERFLOW.name)
    return replace(finding, message=f"it holds NaN or infinity (case {first + 1})")


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
