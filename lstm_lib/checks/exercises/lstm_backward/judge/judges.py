"""Judges of the exercise `lstm_backward`: nudging, and the gradients of one step term by term.

The judge of the sweep over all steps is in `time.py`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.lstm_backward.checks import (
    CELL_STATE_GRADIENT,
    GATE_GRADIENTS,
    INPUT_GRADIENTS,
    NUMERICAL_GRADIENT,
    PARAMETER_GRADIENTS,
)
from lstm_lib.checks.exercises.lstm_backward.judge.answers import (
    CELL_STATE_WRONG_ANSWERS,
    cell_state_gradient,
)
from lstm_lib.checks.exercises.lstm_backward.judge.gate_answers import (
    GATE_WRONG_ANSWERS,
    gate_gradients,
)
from lstm_lib.checks.exercises.lstm_backward.judge.nudge_answers import (
    NUDGE_WRONG_ANSWERS,
    numerical_gradient,
)
from lstm_lib.checks.exercises.lstm_backward.judge.sum_answers import (
    INPUT_WRONG_ANSWERS,
    PARAMETER_WRONG_ANSWERS,
    input_gradients,
    parameter_gradients,
)
from lstm_lib.checks.exercises.lstm_backward.judge.time import TIME
from lstm_lib.checks.judge.compare import by_quantity, compare
from lstm_lib.checks.judge.diagnosis import WrongAnswer
from lstm_lib.checks.judge.findings import returned_otherwise, say_once
from lstm_lib.checks.judge.judged import Judge, judged, observed
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.observe.function import Function
from lstm_lib.checks.verdict import Finding

# Swapping these two has a name of its own among the wrong answers.
NAMED_BY_CAUSE = ({"dW", "dU"}, {"dx_t", "dh_prev"})


def _terms_judged(
    function: Function,
    reference: Callable[..., tuple[np.ndarray, ...]],
    wrong_answers: Mapping[str, Sequence[WrongAnswer]],
    weights: Sequence[float],
    look_at: str,
) -> Judge:
    """Make the judge of a function that returns several terms, each with mistakes of its own.

    Each answer in `wrong_answers` returns only the term that it is listed under.
    """
    terms = function.values
    known = {term: (*wrong_answers[term], *_other_terms(reference, terms, term)) for term in terms}

    def findings(seen: Observation, rng: Any) -> list[Finding]:
        worth = dict(zip(terms, weights, strict=True))
        if complaint := returned_otherwise(seen, terms):
            return [Finding(term, False, complaint, worth[term]) for term in terms]
        cases = function.cases(rng)
        handed = [[case[a] for a in function.arguments] for case in cases]
        found = observed(seen, len(cases), len(terms))
        expected = by_quantity([reference(*given) for given in handed], len(terms))
        sizes = [function.said_sizes(case) for case in cases]
        return say_once(
            [
                replace(
                    compare(
                        term,
                        found[p],
                        expected[p],
                        [
                            (wrong, [np.asarray(wrong.answer(*given)) for given in handed])
                            for wrong in known[term]
                        ],
                        look_at,
                        sizes=sizes,
                    ),
                    weight=worth[term],
                )
                for p, term in enumerate(terms)
            ]
        )

    return Judge(findings, [wrong for term in terms for wrong in known[term]])


def _other_terms(
    reference: Callable[..., tuple[np.ndarray, ...]], terms: Sequence[str], term: str
) -> list[WrongAnswer]:
    """List the other terms, returned in place of one."""
    return [
        WrongAnswer(
            "terms in another order",
            lambda *given, place=place: reference(*given)[place],
            f"is {other}: return {', '.join(terms)}, in this order",
        )
        for place, other in enumerate(terms)
        if other != term and {other, term} not in NAMED_BY_CAUSE
    ]


JUDGES = {
    "numerical_gradient": judged(
        NUMERICAL_GRADIENT,
        numerical_gradient,
        NUDGE_WRONG_ANSWERS,
        "what is nudged, by how much, and what the difference is divided by",
    ),
    "cell_state_gradient": judged(
        CELL_STATE_GRADIENT,
        cell_state_gradient,
        CELL_STATE_WRONG_ANSWERS,
        "the two paths that lead back into the cell state, and what lies on each",
    ),
    "gate_gradients": _terms_judged(
        GATE_GRADIENTS,
        gate_gradients,
        GATE_WRONG_ANSWERS,
        (1, 1, 1, 1),
        "the three factors: what comes back, what it is multiplied by, and the slope",
    ),
    "parameter_gradients": _terms_judged(
        PARAMETER_GRADIENTS,
        parameter_gradients,
        PARAMETER_WRONG_ANSWERS,
        (0.5, 0.5, 1),
        "what each weight meets, and over which axis you sum",
    ),
    "input_gradients": _terms_judged(
        INPUT_GRADIENTS,
        input_gradients,
        INPUT_WRONG_ANSWERS,
        (0.5, 0.5, 1),
        "which weights lead back, and which of two arrays is transposed",
    ),
    "backward_through_time": TIME,
}
