"""Judges of the exercise `lstm_backward`: nudging, and the gradients of one step term by term.

That of the sweep over all steps is in `lstm_backward_time.py`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.lstm_backward.cases import Case, nudged, said_sizes, states, sums
from lstm_lib.checks.exercises.lstm_backward.checks import NUDGE_ARGUMENTS
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
from lstm_lib.checks.exercises.lstm_backward.judge.time import judge_time
from lstm_lib.checks.exercises.lstm_backward.observe import PARTS
from lstm_lib.checks.judge.compare import WrongAnswer, compare, judge_function
from lstm_lib.checks.judge.findings import published, returned_otherwise, say_once
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.verdict import Finding

Judge = Callable[[Observation, Any], list[Finding]]


def judge_terms(
    name: str,
    draw: Callable[[Any], list[Case]],
    reference: Callable[..., tuple[np.ndarray, ...]],
    wrong_answers: Mapping[str, Sequence[WrongAnswer]],
    weights: Sequence[float],
    look_at: str,
) -> Judge:
    """Make the judge of a function that returns several terms, each with mistakes of its own.

    Parameters
    ----------
    name : str
        The function, one of `PARTS`.
    draw : callable
        Draws the cases, as the observer did.
    reference : callable
        The right terms.
    wrong_answers : mapping of str to sequence of WrongAnswer
        Of each term, in the order in which they are returned; an answer returns that term alone.
    weights : sequence of float
        What each term is worth.
    look_at : str
        What to look at when no wrong answer is recognized.

    Returns
    -------
    callable
        ``judge(observation, rng) -> list of Finding``.

    Examples
    --------
    >>> seen = Observation("gate_gradients", {}, {"returned": "None"})
    >>> len(JUDGES["gate_gradients"](seen, np.random.default_rng(0)))
    4
    """
    arguments, terms = PARTS[name][0], tuple(wrong_answers)

    def judge(seen: Observation, rng: Any) -> list[Finding]:
        if complaint := returned_otherwise(seen, terms):
            given = zip(terms, weights, strict=True)
            return [Finding(term, False, complaint, weight) for term, weight in given]
        cases = draw(rng)
        handed = [[case[a] for a in arguments] for case in cases]
        expected = [reference(*given) for given in handed]
        findings = []
        for p, term in enumerate(terms):
            known = [
                (wrong, [np.asarray(wrong.answer(*given)) for given in handed])
                for wrong in (*wrong_answers[term], *_other_terms(reference, terms, p))
            ]
            finding = compare(
                term,
                [published(seen, f"{k}/{p}") for k in range(len(cases))],
                [values[p] for values in expected],
                known,
                look_at,
                sizes=[said_sizes(case) for case in cases],
            )
            findings.append(
                Finding(term, finding.right, finding.message, weights[p], finding.diagnosis)
            )
        return say_once(findings)

    return judge


def _other_terms(
    reference: Callable[..., tuple[np.ndarray, ...]], terms: Sequence[str], place: int
) -> list[WrongAnswer]:
    """List the other terms, returned in the place of one."""
    return [
        WrongAnswer(
            "terms in another order",
            lambda *given, other=other: reference(*given)[other],
            f"is {term}: return {', '.join(terms)}, in this order",
        )
        for other, term in enumerate(terms)
        if other != place
    ]


JUDGES: dict[str, Judge] = {
    "numerical_gradient": judge_function(
        nudged,
        NUDGE_ARGUMENTS,
        numerical_gradient,
        ["gradient"],
        NUDGE_WRONG_ANSWERS,
        "what is nudged, by how much, and what the difference is divided by",
        say_sizes=said_sizes,
    ),
    "cell_state_gradient": judge_function(
        states,
        PARTS["cell_state_gradient"][0],
        cell_state_gradient,
        ["dc_t"],
        CELL_STATE_WRONG_ANSWERS,
        "the two ways that lead back into the cell state, and what lies on each",
        say_sizes=said_sizes,
    ),
    "gate_gradients": judge_terms(
        "gate_gradients",
        states,
        gate_gradients,
        GATE_WRONG_ANSWERS,
        (1, 1, 1, 1),
        "the three factors: what comes back, what it is multiplied by, and the slope",
    ),
    "parameter_gradients": judge_terms(
        "parameter_gradients",
        sums,
        parameter_gradients,
        PARAMETER_WRONG_ANSWERS,
        (0.5, 0.5, 1),
        "what each weight meets, and over which axis is summed",
    ),
    "input_gradients": judge_terms(
        "input_gradients",
        sums,
        input_gradients,
        INPUT_WRONG_ANSWERS,
        (0.5, 0.5, 1),
        "which weights lead back, and which of two arrays is transposed",
    ),
    "backward_through_time": judge_time,
}
