"""The judge of `compare_seeds`, and the common wrong rules."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.forecast_quality.cases import errors_by_seed
from lstm_lib.checks.judge.compare import WrongAnswer
from lstm_lib.checks.judge.findings import returned_otherwise, say_once
from lstm_lib.checks.observation import Malformed, Observation
from lstm_lib.checks.verdict import Finding

BETTER, WORSE, NOT_SHOWN = "better", "worse", "not shown"
WHEN_BETTER, WHEN_WORSE = 'when to say "better"', 'when to say "worse"'

Rule = Callable[[np.ndarray, float], Any]


def ruled(better: Rule, worse: Rule) -> Callable[[np.ndarray, float], str]:
    """Make a verdict out of two rules, asked one after the other.

    Parameters
    ----------
    better, worse : callable
        ``rule(errors, floor)`` tells whether the word applies.

    Returns
    -------
    callable
        ``compare_seeds(errors, floor) -> str``.

    Examples
    --------
    >>> ruled(all_below, median_above)(np.array([0.5, 0.7, 1.2]), 1.0)
    'not shown'
    """

    def compare_seeds(errors, floor):  # type: ignore[no-untyped-def]
        if better(errors, floor):
            return BETTER
        return WORSE if worse(errors, floor) else NOT_SHOWN

    return compare_seeds


def all_below(errors: np.ndarray, floor: float) -> bool:
    """Tell whether every seed is below the floor.

    Parameters
    ----------
    errors : ndarray of shape (seeds,)
        One error a seed.
    floor : float
        The yardstick's.

    Returns
    -------
    bool
        False where one equals it.

    Examples
    --------
    >>> all_below(np.array([0.5, 1.0]), 1.0)
    False
    """
    return bool(np.max(errors) < floor)


def median_above(errors: np.ndarray, floor: float) -> bool:
    """Tell whether the median seed is above the floor.

    Parameters
    ----------
    errors : ndarray of shape (seeds,)
        One error a seed.
    floor : float
        The yardstick's.

    Returns
    -------
    bool
        False where it equals it.

    Examples
    --------
    >>> median_above(np.array([0.5, 1.2, 1.4, 0.9]), 1.0)
    True
    """
    return bool(np.median(errors) > floor)


def _sorted_at(errors: np.ndarray, place: int) -> float:
    """Return the error at a place in order of size."""
    return float(np.sort(errors)[place])


compare_seeds = ruled(all_below, median_above)

WRONG_RULES = (
    WrongAnswer(
        "best seed",
        ruled(lambda errors, floor: np.min(errors) < floor, median_above),
        'lets the best seed decide. That is luck: "better" needs every seed below the floor',
    ),
    WrongAnswer(
        "median for all",
        ruled(lambda errors, floor: np.median(errors) < floor, median_above),
        'says "better" as soon as the median is below the floor. Every seed has to be',
    ),
    WrongAnswer(
        "mean for all",
        ruled(lambda errors, floor: np.mean(errors) < floor, median_above),
        'says "better" as soon as the mean is below the floor. Every seed has to be',
    ),
    WrongAnswer(
        "mean for median",
        ruled(all_below, lambda errors, floor: np.mean(errors) > floor),
        "takes the mean where the median was asked for: one seed that failed decides it alone",
    ),
    WrongAnswer(
        "mean for both",
        ruled(
            lambda errors, floor: np.mean(errors) < floor,
            lambda errors, floor: np.mean(errors) > floor,
        ),
        "compares the mean with the floor. Look at the largest error and at the median",
    ),
    WrongAnswer(
        "one seed above is worse",
        ruled(all_below, lambda errors, floor: np.max(errors) > floor),
        'says "worse" as soon as one seed is above the floor. The median has to be',
    ),
    WrongAnswer(
        "all above is worse",
        ruled(all_below, lambda errors, floor: np.min(errors) > floor),
        'says "worse" only if every seed is above the floor. If the median is, it is enough',
    ),
    WrongAnswer(
        "best seed for median",
        ruled(
            lambda errors, floor: np.median(errors) < floor,
            lambda errors, floor: np.min(errors) > floor,
        ),
        'exchanges the rules: "better" needs every seed, and for "worse" the median is enough',
    ),
    WrongAnswer(
        "upside down",
        ruled(
            lambda errors, floor: np.min(errors) > floor,
            lambda errors, floor: np.median(errors) < floor,
        ),
        "is upside down: the smaller error is the better one",
    ),
    WrongAnswer(
        "words exchanged",
        lambda errors, floor: {BETTER: WORSE, WORSE: BETTER}.get(
            compare_seeds(errors, floor), NOT_SHOWN
        ),
        'exchanges "better" and "worse": the smaller error is the better one',
    ),
    WrongAnswer(
        "first seed",
        ruled(lambda errors, floor: errors[0] < floor, lambda errors, floor: errors[0] > floor),
        "looks at the first seed alone",
    ),
    WrongAnswer(
        "last seed",
        ruled(lambda errors, floor: errors[-1] < floor, lambda errors, floor: errors[-1] > floor),
        "looks at the last seed alone",
    ),
    WrongAnswer(
        "not sorted",
        ruled(all_below, lambda errors, floor: errors[len(errors) // 2] > floor),
        "takes the seed in the middle of the row. The median is the middle one in order of size",
    ),
    WrongAnswer(
        "larger middle one",
        ruled(all_below, lambda errors, floor: _sorted_at(errors, len(errors) // 2) > floor),
        "takes the larger of the two middle errors. The median of an even number of values lies "
        "halfway between the two",
    ),
    WrongAnswer(
        "smaller middle one",
        ruled(all_below, lambda errors, floor: _sorted_at(errors, (len(errors) - 1) // 2) > floor),
        "takes the smaller of the two middle errors. The median of an even number of values lies "
        "halfway between the two",
    ),
    WrongAnswer(
        "equal is below",
        ruled(lambda errors, floor: np.max(errors) <= floor, median_above),
        'says "better" where an error equals the floor. It has to be below',
    ),
    WrongAnswer(
        "equal is above",
        ruled(all_below, lambda errors, floor: np.median(errors) >= floor),
        'says "worse" where the median equals the floor. It has to be above',
    ),
    WrongAnswer(
        "nothing in between",
        ruled(lambda errors, floor: np.median(errors) < floor, lambda errors, floor: True),
        'says "better" or "worse" and nothing else. Between the two lies "not shown"',
    ),
    WrongAnswer(
        "worse unless better",
        ruled(all_below, lambda errors, floor: True),
        'says "worse" wherever "better" was not shown. For "worse" the median has to be above '
        "the floor",
    ),
    WrongAnswer(
        "root of the floor",
        ruled(
            lambda errors, floor: np.sqrt(np.max(errors)) < floor,
            lambda errors, floor: np.sqrt(np.median(errors)) > floor,
        ),
        "compares roots of errors with the floor. Both are mean squared errors",
    ),
)


def judge_seeds(seen: Observation, rng: Any) -> list[Finding]:
    """Judge when a function says "better", and when "worse".

    Parameters
    ----------
    seen : Observation
        One word a case, in `facts["words"]`.
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    list of Finding
        One for each of the two words; the third is what remains.

    Raises
    ------
    Malformed
        If there is not one word a case.

    Examples
    --------
    >>> seen = Observation("compare_seeds", {}, {"returned": "None"})
    >>> [finding.right for finding in judge_seeds(seen, np.random.default_rng(0))]
    [False, False]
    """
    names = {WHEN_BETTER: BETTER, WHEN_WORSE: WORSE}
    if complaint := returned_otherwise(seen, ["word"]):
        return [Finding(name, False, complaint) for name in names]
    cases = errors_by_seed(rng)
    words = seen.facts.get("words")
    if not isinstance(words, list) or len(words) != len(cases):
        raise Malformed("it has not one word a case")
    found = [str(word).strip().lower() for word in words]
    if others := [word for word in found if word not in (BETTER, WORSE, NOT_SHOWN)]:
        message = (
            f'it returns {others[0][:60]!r}, and "better", "worse" or "not shown" was expected'
        )
        return say_once([Finding(name, False, message, 1.0, "other words") for name in names])
    expected = [compare_seeds(case["errors"], case["floor"]) for case in cases]
    named = _recognized(found, cases)
    findings = []
    for name, word in names.items():
        wrong = [
            k for k, pair in enumerate(zip(found, expected, strict=True)) if _differ(word, *pair)
        ]
        if not wrong:
            message = f"right on all {len(cases)} cases tried"
            findings.append(Finding(name, True, message))
        elif named:
            findings.append(Finding(name, False, f"your rule {named.message}", 1.0, named.name))
        else:
            errors = ", ".join(f"{error:.3g}" for error in cases[wrong[0]]["errors"])
            message = (
                f"with the errors {errors} and the floor {cases[wrong[0]]['floor']:.3g} it says "
                f'"{found[wrong[0]]}", and "{expected[wrong[0]]}" was expected'
            )
            findings.append(Finding(name, False, message))
    return say_once(findings)


def _differ(word: str, found: str, expected: str) -> bool:
    """Tell whether a word was said where it does not belong, or not said where it does."""
    return (found == word) != (expected == word)


def _recognized(found: list[str], cases: list[dict[str, Any]]) -> WrongAnswer | None:
    """Return the wrong rule that says the same on every case."""
    for wrong in WRONG_RULES:
        if found == [wrong.answer(case["errors"], case["floor"]) for case in cases]:
            return wrong
    return None
