"""The judge of `continue_text`: many draws, held against the exact probability of each outcome."""

from typing import Any

import numpy as np

from lstm_lib.checks.exercises.language_model.cases import DRAWS, LENGTH, SIZE
from lstm_lib.checks.exercises.language_model.checks import CONTINUE_TEXT
from lstm_lib.checks.exercises.language_model.judge.laws import (
    EVIDENCE,
    FARTHEST,
    OUTCOMES,
    WORDED,
    Read,
    Temper,
    distance,
    law,
    most_probable,
    whole,
)
from lstm_lib.checks.exercises.language_model.judge.temperature import with_temperature
from lstm_lib.checks.exercises.language_model.observe import made_up_temperature
from lstm_lib.checks.judge.compare import Case
from lstm_lib.checks.judge.diagnosis import Told
from lstm_lib.checks.judge.findings import published, returned_otherwise
from lstm_lib.checks.judge.judged import Judge
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.verdict import Finding

Array = np.ndarray

PROMPT_TOO = Told(
    "prompt returned too",
    "holds the prompt as well. Only what was drawn is asked for: {length} characters",
)
OTHER_LENGTH = Told(
    "another length", "has the shape {shape}, and ({length},) was expected: one place for each draw"
)
NO_PLACES = Told(
    "no places", "does not hold places from 0 to {last}: draw a place, not a probability or a text"
)
ALWAYS_SAME = Told(
    "always the same",
    "is the same each time, although the generator goes on. Is one made inside, with a seed of its "
    "own? Draw with the `rng` that is given",
)
OTHER_GENERATOR = Told(
    "another generator",
    "has the right probabilities, but does not come from `rng`: two calls with generators of one "
    "seed drew different texts. `np.random` has a generator of its own",
)
BACKWARD = Told("drawn in reverse order", "holds the draws in reverse order: the last one first")


def _findings(seen: Observation, rng: Any) -> list[Finding]:
    """Judge all draws of all cases."""
    (name,) = CONTINUE_TEXT.values
    if complaint := returned_otherwise(seen, CONTINUE_TEXT.values):
        return [Finding(name, False, complaint)]
    cases = CONTINUE_TEXT.cases(rng)
    shares, tempers = [], []
    for number, case in enumerate(cases):
        drawn = published(seen, f"{number}/0")
        if told := _misshapen(drawn, case):
            return [told]
        shares.append(_shares(drawn))
        called = f"{number}/part/with_temperature" in seen.arrays
        tempers.append(made_up_temperature if called else with_temperature)
    same = [bool(published(seen, f"{number}/same")) for number in range(len(cases))]

    def how_far(temper: Temper | None, read: Read = whole, turned: bool = False) -> float:
        return max(
            distance(_turned(share) if turned else share, law(case, temper or own, read))
            for share, case, own in zip(shares, cases, tempers, strict=True)
        )

    def evidence(temper: Temper | None, read: Read) -> float:
        return DRAWS * sum(
            distance(share, law(case, own)) - distance(share, law(case, temper or own, read))
            for share, case, own in zip(shares, cases, tempers, strict=True)
        )

    near = [
        (-evidence(temper, read), *said)
        for said, temper, read in WORDED
        if how_far(temper, read) <= FARTHEST
    ]
    if all(np.max(share) == 1 for share in shares):
        greedy = all(
            np.array_equal(published(seen, f"{k}/long"), most_probable(case, temper))
            for k, (case, temper) in enumerate(zip(cases, tempers, strict=True))
        )
        if not greedy:
            return [_told(name, ALWAYS_SAME)]
    if near and -min(near)[0] >= EVIDENCE:
        _, diagnosis, words = min(near)
        return [Finding(name, False, f"your function {words}", diagnosis=diagnosis)]
    if how_far(None) <= FARTHEST:
        if not all(same):
            return [_told(name, OTHER_GENERATOR)]
        outcomes = len(cases) * DRAWS
        return [Finding(name, True, f"drawn as often as they should be, in {outcomes:,} draws")]
    if how_far(None, turned=True) <= FARTHEST:
        return [_told(name, BACKWARD)]
    return [_unrecognized(name, shares, cases, tempers)]


def _told(name: str, told: Told, **words: Any) -> Finding:
    """Make a finding of a mistake that was recognized."""
    return Finding(name, False, f"your {name} {told.message.format(**words)}", diagnosis=told.name)


def _misshapen(drawn: Array, case: Case) -> Finding | None:
    """Say what is wrong if these are not rows of places; None if they are."""
    (name,) = CONTINUE_TEXT.values
    length, n_prompt = case["length"], len(case["prompt"])
    if drawn.shape != (DRAWS, length):
        if drawn.shape == (n_prompt + length,) and np.array_equal(drawn[:n_prompt], case["prompt"]):
            return _told(name, PROMPT_TOO, length=length)
        return _told(name, OTHER_LENGTH, shape=drawn.shape, length=length)
    if not np.all(np.isin(drawn, np.arange(SIZE))):
        return _told(name, NO_PLACES, last=SIZE - 1)
    return None


def _shares(drawn: Array) -> Array:
    """Return how often each outcome came, as a share."""
    numbers = drawn.astype(int) @ SIZE ** np.arange(LENGTH)[::-1]
    return np.bincount(numbers, minlength=len(OUTCOMES)) / len(drawn)


def _turned(shares: Array) -> Array:
    """Return the shares of the outcomes read backward."""
    return shares.reshape((SIZE,) * LENGTH).T.ravel()


def _unrecognized(
    name: str, shares: list[Array], cases: list[Case], tempers: list[Temper]
) -> Finding:
    """Name the outcome whose share is farthest from its probability."""
    number, share, expected = next(
        (k, share, expected)
        for k, (share, case, temper) in enumerate(zip(shares, cases, tempers, strict=True))
        if distance(share, expected := law(case, temper)) > FARTHEST
    )
    worst = int(np.argmax(np.abs(share - expected)))
    outcome = ", ".join(map(str, OUTCOMES[worst]))
    message = (
        f"on case {number + 1}, temperature {cases[number]['temperature']:.2g}, {outcome} came in "
        f"{share[worst]:.1%} of {DRAWS} draws, and {expected[worst]:.1%} was expected. Look at "
        "what the model reads before each draw, and at what the temperature does"
    )
    return Finding(name, False, message)


KNOWS = (
    *(Told(*said) for said, _, _ in WORDED),
    *(PROMPT_TOO, OTHER_LENGTH, NO_PLACES, ALWAYS_SAME, OTHER_GENERATOR, BACKWARD),
)
CONTINUE = Judge(_findings, KNOWS)
