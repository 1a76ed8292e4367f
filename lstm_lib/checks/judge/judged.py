"""How a check is judged: by a function of its own, or by comparing with a reference."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from lstm_lib.checks.judge.compare import TOLERANCE, Case, agree, by_quantity, compare_all
from lstm_lib.checks.judge.diagnosis import Diagnosis, WrongAnswer
from lstm_lib.checks.judge.findings import published, returned_otherwise
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.observe.function import Function
from lstm_lib.checks.verdict import Finding


@dataclass(frozen=True, eq=False)
class Judge:
    """The judge of one check.

    Parameters
    ----------
    findings : callable
        ``findings(observation, rng) -> list of Finding``: a pure function. The generator is the
        check's, and draws the cases that were observed.
    knows : sequence of Diagnosis
        Every mistake that it can name. The tests type each of them.
    without_cases : bool
        Whether its cases are the notebook's own, so that no seed draws them again.
    """

    findings: Callable[[Observation, Any], list[Finding]]
    knows: Sequence[Diagnosis] = ()
    without_cases: bool = False


def judged(
    function: Function,
    reference: Callable[..., Any],
    wrong_answers: Sequence[WrongAnswer],
    look_at: str,
    tolerance: float = TOLERANCE,
    given: Callable[[Case], Case] = lambda case: case,
) -> Judge:
    """Make the judge of a function that is compared with a reference on every case.

    Parameters
    ----------
    function : Function
        As its check declares it.
    reference : callable
        The right answer; it takes what the function takes.
    wrong_answers : sequence of WrongAnswer
        The mistakes to recognize.
    look_at : str
        What to look at where none is recognized.
    tolerance : float
        Relative and absolute; coarser where a right answer computes in float32 throughout.
    given : callable, optional
        Makes from a case what the reference and the wrong answers take, where that differs from
        what the function is given.

    Returns
    -------
    Judge
        It judges each value that the function returns by itself.

    Examples
    --------
    >>> same = Function("same", takes="z", returns="z", cases=lambda rng: [{"z": 2.0}], hints=())
    >>> judge = judged(same, lambda z: z, [], "the sign")
    >>> judge.findings(Observation("same", {"0/0": np.array(2.0)}, {}), None)[0].right
    True
    """

    def findings(seen: Observation, rng: Any) -> list[Finding]:
        cases = function.cases(rng)
        if complaint := returned_otherwise(seen, function.values):
            return [Finding(name, False, complaint) for name in function.values]

        def values(answer: Callable[..., Any]) -> list[list[np.ndarray]]:
            return by_quantity(
                [answer(*(case[a] for a in function.arguments)) for case in map(given, cases)],
                len(function.values),
            )

        found, expected = observed(seen, len(cases), len(function.values)), values(reference)
        right = all(agree(a, b, tolerance) for a, b in zip(found, expected, strict=True))
        return compare_all(
            function.values,
            found,
            expected,
            [] if right else [(wrong, values(wrong.answer)) for wrong in wrong_answers],
            look_at,
            tolerance,
            [function.said_sizes(case) for case in cases],
        )

    return Judge(findings, wrong_answers)


def observed(seen: Observation, n_cases: int, n_values: int) -> list[list[np.ndarray]]:
    """Return what a function returned: for each value, one array per case.

    Parameters
    ----------
    seen : Observation
        What was published.
    n_cases, n_values : int
        How many cases there are, and how many values the function returns.

    Returns
    -------
    list of list of ndarray
        As they came.

    Raises
    ------
    Malformed
        If one is missing.

    Examples
    --------
    >>> seen = Observation("f", {"0/0": np.zeros(1), "1/0": np.ones(1)})
    >>> observed(seen, n_cases=2, n_values=1)
    [[array([0.]), array([1.])]]
    """
    return [[published(seen, f"{k}/{p}") for k in range(n_cases)] for p in range(n_values)]
