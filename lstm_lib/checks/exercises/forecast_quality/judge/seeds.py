"""Judge of `compare_seeds`, and the common wrong rules."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.forecast_quality.checks import COMPARE_SEEDS
from lstm_lib.checks.judge.compare import Case
from lstm_lib.checks.judge.diagnosis import Told, WrongAnswer
from lstm_lib.checks.judge.findings import returned_otherwise, say_once
from lstm_lib.checks.judge.judged import Judge
from lstm_lib.checks.observation import Malformed, Observation
from lstm_lib.checks.verdict import Finding

BETTER, WORSE, NOT_SHOWN = "better", "worse", "not shown"
WORDS = {'when to say "better"': BETTER, 'when to say "worse"': WORSE}

Statistic = Callable[[np.ndarray], Any]  # of all seeds' errors
Rule = Callable[[np.ndarray, float], Any]  # (errors, floor) -> whether a word applies


def _below(statistic: Statistic) -> Rule:
    """Make the rule that a statistic of the errors is below the floor."""
    return lambda errors, floor: statistic(errors) < floor


def _above(statistic: Statistic) -> Rule:
    """Make the rule that a statistic of the errors is above the floor."""
    return lambda errors, floor: statistic(errors) > floor


ALL_BELOW, MEDIAN_ABOVE = _below(np.max), _above(np.median)


def _ruled(better: Rule = ALL_BELOW, worse: Rule = MEDIAN_ABOVE) -> Callable[..., str]:
    """Make a verdict from two rules, applied one after the other."""

    def compare_seeds(errors: np.ndarray, floor: float) -> str:
        if better(errors, floor):
            return BETTER
        return WORSE if worse(errors, floor) else NOT_SHOWN

    return compare_seeds


compare_seeds = _ruled()


def _exchanged(errors: np.ndarray, floor: float) -> str:
    """Return the opposite of the right word."""
    return {BETTER: WORSE, WORSE: BETTER}.get(compare_seeds(errors, floor), NOT_SHOWN)


def _always(errors: np.ndarray, floor: float) -> bool:
    """Let a word apply to any errors."""
    return True


WRONG_RULES = (
    WrongAnswer(
        "best seed",
        _ruled(better=_below(np.min)),
        'lets the best seed decide. That is luck: "better" needs every seed below the floor',
    ),
    WrongAnswer(
        "median for all",
        _ruled(better=_below(np.median)),
        'says "better" as soon as the median is below the floor. Every seed has to be',
    ),
    WrongAnswer(
        "mean for all",
        _ruled(better=_below(np.mean)),
        'says "better" as soon as the mean is below the floor. Every seed has to be',
    ),
    WrongAnswer(
        "mean for median",
        _ruled(worse=_above(np.mean)),
        "takes the mean where the median was asked for: one seed that failed decides it alone",
    ),
    WrongAnswer(
        "mean for both",
        _ruled(_below(np.mean), _above(np.mean)),
        "compares the mean with the floor. Look at the largest error and at the median",
    ),
    WrongAnswer(
        "one seed above is worse",
        _ruled(worse=_above(np.max)),
        'says "worse" as soon as one seed is above the floor. The median has to be',
    ),
    WrongAnswer(
        "all above is worse",
        _ruled(worse=_above(np.min)),
        'says "worse" only if every seed is above the floor. It is enough if the median is',
    ),
    WrongAnswer(
        "best seed for median",
        _ruled(_below(np.median), _above(np.min)),
        'swaps the rules: "better" needs every seed, and for "worse" the median is enough',
    ),
    WrongAnswer(
        "upside down",
        _ruled(_above(np.min), _below(np.median)),
        "is upside down: the smaller error is the better one",
    ),
    WrongAnswer(
        "words exchanged",
        _exchanged,
        'swaps "better" and "worse": the smaller error is the better one',
    ),
    WrongAnswer(
        "first seed",
        _ruled(_below(lambda errors: errors[0]), _above(lambda errors: errors[0])),
        "looks at the first seed alone",
    ),
    WrongAnswer(
        "last seed",
        _ruled(_below(lambda errors: errors[-1]), _above(lambda errors: errors[-1])),
        "looks at the last seed alone",
    ),
    WrongAnswer(
        "not sorted",
        _ruled(worse=_above(lambda errors: errors[len(errors) // 2])),
        "takes the seed in the middle of the list. The median is the middle one in order of size",
    ),
    WrongAnswer(
        "larger middle one",
        _ruled(worse=_above(lambda errors: np.sort(errors)[len(errors) // 2])),
        "takes the larger of the two middle errors. The median of an even number of values lies "
        "halfway between the two",
    ),
    WrongAnswer(
        "smaller middle one",
        _ruled(worse=_above(lambda errors: np.sort(errors)[(len(errors) - 1) // 2])),
        "takes the smaller of the two middle errors. The median of an even number of values lies "
        "halfway between the two",
    ),
    WrongAnswer(
        "equal is below",
        _ruled(better=lambda errors, floor: np.max(errors) <= floor),
        'says "better" where an error equals the floor. It has to be below',
    ),
    WrongAnswer(
        "equal is above",
        _ruled(worse=lambda errors, floor: np.median(errors) >= floor),
        'says "worse" where the median equals the floor. It has to be above',
    ),
    WrongAnswer(
        "nothing in between",
        _ruled(better=_below(np.median), worse=_always),
        'says only "better" or "worse": whether the median is below the floor or not. '
        'Between the two lies "not shown"',
    ),
    WrongAnswer(
        "worse unless better",
        _ruled(worse=_always),
        'says "worse" wherever "better" was not shown. For "worse" the median has to be above '
        "the floor",
    ),
    WrongAnswer(
        "root of the floor",
        _ruled(
            _below(lambda errors: np.sqrt(np.max(errors))),
            _above(lambda errors: np.sqrt(np.median(errors))),
        ),
        "compares roots of errors with the floor. Both are mean squared errors",
    ),
)

OTHER_WORDS = Told(
    "other words", 'it returns {word!r}, and "better", "worse" or "not shown" was expected'
)


def _judge_seeds(seen: Observation, rng: Any) -> list[Finding]:
    """Judge when a function says "better", and when "worse"; the third word is what remains."""
    if complaint := returned_otherwise(seen, COMPARE_SEEDS.values):
        return [Finding(name, False, complaint) for name in WORDS]
    cases = COMPARE_SEEDS.cases(rng)
    words = seen.facts.get("words")
    if not isinstance(words, list) or len(words) != len(cases):
        raise Malformed("it does not have one word per case")
    found = [str(word).strip().lower() for word in words]
    if others := [word for word in found if word not in (BETTER, WORSE, NOT_SHOWN)]:
        message = OTHER_WORDS.message.format(word=others[0][:60])
        return say_once([Finding(n, False, message, diagnosis=OTHER_WORDS.name) for n in WORDS])
    named = next((wrong for wrong in WRONG_RULES if found == _said(wrong.answer, cases)), None)
    expected = _said(compare_seeds, cases)
    findings = []
    for name, word in WORDS.items():
        pairs = enumerate(zip(found, expected, strict=True))
        number = next((k for k, (a, b) in pairs if (a == word) != (b == word)), None)
        if number is None:
            findings.append(Finding(name, True, f"right on all {len(cases)} cases tried"))
        elif named:
            message = f"your rule {named.message}"
            findings.append(Finding(name, False, message, diagnosis=named.name))
        else:
            errors = ", ".join(f"{error:.3g}" for error in cases[number]["errors"])
            message = (
                f"with the errors {errors} and the floor {cases[number]['floor']:.3g} it says "
                f'"{found[number]}", and "{expected[number]}" was expected'
            )
            findings.append(Finding(name, False, message))
    return say_once(findings)


def _said(rule: Callable[..., str], cases: list[Case]) -> list[str]:
    """Return the word that a rule gives for each case."""
    return [rule(case["errors"], case["floor"]) for case in cases]


SEEDS = Judge(_judge_seeds, (*WRONG_RULES, OTHER_WORDS))
