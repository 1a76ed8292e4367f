"""Judge of `share_verdict`."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.prices.checks import SHARE_VERDICT
from lstm_lib.checks.exercises.prices.judge.rules import WRONG_VERDICTS
from lstm_lib.checks.exercises.prices.judge.ruling import (
    NOT_SHOWN,
    SHOWN,
    WORSE,
    share_verdict,
    strongest,
)
from lstm_lib.checks.judge.compare import Case
from lstm_lib.checks.judge.diagnosis import Told
from lstm_lib.checks.judge.findings import returned_otherwise, say_once
from lstm_lib.checks.judge.judged import Judge
from lstm_lib.checks.observation import Malformed, Observation
from lstm_lib.checks.verdict import Finding

WORDS = {'when to say "shown"': SHOWN, 'when to say "worse"': WORSE}

OTHER_WORDS = Told(
    "other words", 'it returns {word!r}, and "shown", "worse" or "not shown" was expected'
)


def _judge_verdict(seen: Observation, rng: Any) -> list[Finding]:
    """Judge when a function says "shown", and when "worse"; the third word is what remains."""
    if complaint := returned_otherwise(seen, SHARE_VERDICT.values):
        return [Finding(name, False, complaint) for name in WORDS]
    cases = SHARE_VERDICT.cases(rng)
    words = seen.facts.get("words")
    if not isinstance(words, list) or len(words) != len(cases):
        raise Malformed("it does not have one word per case")
    found = [str(word).strip().lower() for word in words]
    if others := [word for word in found if word not in (SHOWN, WORSE, NOT_SHOWN)]:
        message = OTHER_WORDS.message.format(word=others[0][:60])
        return say_once([Finding(n, False, message, diagnosis=OTHER_WORDS.name) for n in WORDS])
    expected = _said(share_verdict, cases)
    named = None
    if found != expected:
        named = next((w for w in WRONG_VERDICTS if found == _said(w.answer, cases)), None)
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
            message = f"{_told(cases[number])} it says "
            message += f'"{found[number]}", and "{expected[number]}" was expected'
            findings.append(Finding(name, False, message))
    return say_once(findings)


def _told(case: Case) -> str:
    """Say the skills of a case."""
    truth, forecasts, floors = case["truth"], case["forecasts"], case["floors"]
    squares, errors = strongest(truth, floors), (forecasts - truth) ** 2
    overall = 1 - errors.mean(axis=(1, 2)) / squares.mean()
    medians = np.median(1 - errors.mean(axis=2) / squares.mean(axis=1), axis=0)
    seeds, folds = (", ".join(f"{x:.2f}" for x in row) for row in (overall, medians))
    return f"where the seeds' skills are {seeds} and their medians in the folds {folds},"


def _said(rule: Callable[..., str], cases: list[Case]) -> list[str]:
    """Return the word that a rule gives for each case."""
    return [rule(*(case[name] for name in SHARE_VERDICT.arguments)) for case in cases]


VERDICT = Judge(_judge_verdict, (*WRONG_VERDICTS, OTHER_WORDS))
