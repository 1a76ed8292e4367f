"""Compare what a function returned with the reference, and name the wrong answer it matches."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from lstm_lib.checks.judge.findings import published, returned_otherwise, say_once
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.verdict import Finding

TOLERANCE = 1e-6  # cases are float64, and a right answer may round to float32 on its way
COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True)
class WrongAnswer:
    """A common wrong answer: the function a learner would write, and what to tell them.

    `answer` takes what the exercise's function takes, so that it serves three times: as the
    prediction that a diagnosis compares with, as the planted answer that the tests run, and as
    the record of what the check knows.
    """

    name: str
    answer: Callable[..., Any]
    message: str


def judge_function(
    draw: Callable[[Any], Sequence[Mapping[str, Any]]],
    arguments: Sequence[str],
    reference: Callable[..., Any],
    returns: Sequence[str],
    wrong_answers: Sequence[WrongAnswer],
    look_at: str,
    tolerance: float = TOLERANCE,
    say_sizes: Callable[[Mapping[str, Any]], str] | None = None,
) -> Callable[[Observation, Any], list[Finding]]:
    """Make the judge of a function that is called on every case.

    Parameters
    ----------
    draw : callable
        Draws the cases, as the observer did.
    arguments : sequence of str
        Which entries of a case are passed.
    reference : callable
        The right answer.
    returns : sequence of str
        The names of what it returns; each is judged by itself.
    wrong_answers : sequence of WrongAnswer
        What to recognize.
    look_at : str
        What to look at when no wrong answer is recognized.
    tolerance : float
        Relative and absolute; coarser where a right answer computes in float32 throughout.
    say_sizes : callable, optional
        Says the sizes of a case, where a wrong shape is told.

    Returns
    -------
    callable
        ``judge(observation, rng) -> list of Finding``.

    Examples
    --------
    >>> judge = judge_function(lambda rng: [{"z": 2.0}], ["z"], lambda z: z, ["z"], [], "the sign")
    >>> judge(Observation("same", {"0/0": np.array(2.0)}, {}), None)[0].right
    True
    """

    def judge(seen: Observation, rng: Any) -> list[Finding]:
        cases = draw(rng)
        if complaint := returned_otherwise(seen, returns):
            return [Finding(name, False, complaint) for name in returns]
        expected = [_values(reference, case, arguments, returns) for case in cases]
        known = [
            (wrong, [_values(wrong.answer, case, arguments, returns) for case in cases])
            for wrong in wrong_answers
        ]
        places = range(len(returns))
        found = [[published(seen, f"{k}/{p}") for p in places] for k in range(len(cases))]
        # Two wrong answers may share one quantity: ask first for the one that explains more.
        known.sort(key=lambda answer: -_explained(found, answer[1], tolerance))
        return say_once(
            [
                compare(
                    name,
                    [values[p] for values in found],
                    [values[p] for values in expected],
                    [(wrong, [values[p] for values in given]) for wrong, given in known],
                    look_at,
                    tolerance,
                    [say_sizes(case) for case in cases] if say_sizes else (),
                )
                for p, name in enumerate(returns)
            ]
        )

    return judge


def _explained(
    found: Sequence[Sequence[np.ndarray]], given: Sequence[Sequence[np.ndarray]], tolerance: float
) -> int:
    """Count the quantities that agree on every case."""
    quantities = zip(zip(*found, strict=True), zip(*given, strict=True), strict=True)
    return sum(
        all(same(a, b, tolerance) for a, b in zip(came, known, strict=True))
        for came, known in quantities
    )


def _values(
    function: Callable[..., Any],
    case: Mapping[str, Any],
    arguments: Sequence[str],
    returns: Sequence[str],
) -> list[np.ndarray]:
    """Call a function on a case and return its values as a list."""
    result = function(*(case[a] for a in arguments))
    return [np.asarray(value) for value in (result if len(returns) > 1 else (result,))]


def same(found: np.ndarray, expected: np.ndarray, tolerance: float = TOLERANCE) -> bool:
    """Tell whether two arrays have one shape and agree to the tolerance.

    Parameters
    ----------
    found, expected : ndarray
        Any shapes.
    tolerance : float
        Relative and absolute.

    Returns
    -------
    bool
        False for any NaN.

    Examples
    --------
    >>> same(np.ones(2), np.ones(3))
    False
    """
    if found.shape != expected.shape:
        return False
    return bool(np.allclose(found, expected, rtol=tolerance, atol=tolerance))


def compare(
    name: str,
    found: Sequence[np.ndarray],
    expected: Sequence[np.ndarray],
    known: Sequence[tuple[WrongAnswer, Sequence[np.ndarray]]],
    look_at: str,
    tolerance: float = TOLERANCE,
    sizes: Sequence[str] = (),
) -> Finding:
    """Judge one quantity over all cases.

    Parameters
    ----------
    name : str
        The quantity.
    found, expected : sequence of ndarray
        One array a case.
    known : sequence of (WrongAnswer, sequence of ndarray)
        What each wrong answer gives on the cases.
    look_at : str
        What to look at when none matches.
    tolerance : float
        Relative and absolute.
    sizes : sequence of str, optional
        What to say of each case beside a wrong shape, or a wrong number that stands alone.

    Returns
    -------
    Finding
        Right, or the first of: a wrong shape, a recognized wrong answer, a difference with the
        place where it is largest.

    Examples
    --------
    >>> compare("c_t", [np.ones(2)], [np.ones(2)], [], "the signs").message
    'right on the one case tried, to six decimals'
    """
    if all(same(a, b, tolerance) for a, b in zip(found, expected, strict=True)):
        cases = "the one case" if len(expected) == 1 else f"all {len(expected)} cases"
        return Finding(name, True, f"right on {cases} tried{_precision(expected, tolerance)}")
    for wrong, given in known:
        if all(same(a, b, tolerance) for a, b in zip(found, given, strict=True)):
            return Finding(name, False, f"your {name} {wrong.message}", diagnosis=wrong.name)
    for number, (a, b) in enumerate(zip(found, expected, strict=True)):
        if a.shape != b.shape:
            case = f"case {number + 1}: {sizes[number]}" if sizes else f"case {number + 1}"
            message = f"its shape is {a.shape}, and {b.shape} was expected ({case})"
            return Finding(name, False, message, diagnosis="wrong shape")
        if not np.all(np.isfinite(a)):
            message = f"it holds NaN or infinity (case {number + 1})"
            return Finding(name, False, message, diagnosis="not finite")
    difference = _largest_difference(name, found, expected, tolerance, sizes)
    return Finding(name, False, f"{difference}. Look at {look_at}.")


def _precision(expected: Sequence[np.ndarray], tolerance: float) -> str:
    """Say how far two numbers were compared; nothing of whole ones."""
    if all(array.dtype.kind in "iu" for array in expected):
        return ""
    return f", to {COUNTS[math.floor(-math.log10(tolerance) + 1e-9)]} decimals"


def _largest_difference(
    name: str,
    found: Sequence[np.ndarray],
    expected: Sequence[np.ndarray],
    tolerance: float,
    sizes: Sequence[str],
) -> str:
    """Name the first case that differs, and the place where it differs most."""
    pairs = enumerate(zip(found, expected, strict=True))
    number = next(k for k, (a, b) in pairs if not same(a, b, tolerance))
    a, b = found[number].astype(float), expected[number].astype(float)
    place = np.unravel_index(np.argmax(np.abs(a - b)), a.shape)
    at = f"{name}[{', '.join(map(str, place))}]" if place else name
    # A single number shows nothing of its case, so the case is said.
    of = f" ({sizes[number]})" if sizes and not place else ""
    return f"on case {number + 1}{of}, {at} is {a[place]:.6g}, and {b[place]:.6g} was expected"
