"""Judges of the exercise `translation`."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.translation.checks import (
    BEAM_SEARCH,
    GREEDY,
    MASKED_LOSS,
    TO_ARRAYS,
)
from lstm_lib.checks.exercises.translation.judge.answers import (
    ARRAYS_WRONG_ANSWERS,
    to_arrays,
)
from lstm_lib.checks.exercises.translation.judge.beam_answers import BEAM_WRONG_ANSWERS
from lstm_lib.checks.exercises.translation.judge.loss_answers import (
    LOSS_WRONG_ANSWERS,
    masked_loss,
)
from lstm_lib.checks.exercises.translation.judge.search import beam_search
from lstm_lib.checks.exercises.translation.judge.written import (
    GREEDY_WRONG_ANSWERS,
    greedy,
    with_step,
)
from lstm_lib.checks.judge.compare import Case, same
from lstm_lib.checks.judge.diagnosis import Told
from lstm_lib.checks.judge.findings import UNRECOGNIZED, say_once
from lstm_lib.checks.judge.judged import Judge, judged
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.verdict import Finding

PRODUCT = Told(
    "product of shares",
    "right on all cases but the one with a very long sentence: the product of its shares is 0 to a "
    "computer, and then all hypotheses are alike. Add logarithms",
)


def _judge_beam() -> Judge:
    """Make the judge of the beam; it says so if the long sentence alone is wrong."""
    judge = judged(
        BEAM_SEARCH,
        beam_search,
        BEAM_WRONG_ANSWERS,
        "what each hypothesis carries along, by what they are ranked, and what becomes of those "
        "that are finished",
        given=with_step,
    )

    def findings(seen: Observation, rng: Any) -> list[Finding]:
        state = rng.bit_generator.state
        found = judge.findings(seen, rng)
        if all(one.right or one.diagnosis in UNRECOGNIZED for one in found) and not all(
            one.right for one in found
        ):
            rng.bit_generator.state = state
            cases = BEAM_SEARCH.cases(rng)
            short = {
                key: array
                for key, array in seen.arrays.items()
                if not key.startswith(f"{len(cases) - 1}/")
            }
            if len(short) == 2 * len(cases) - 2 and _agrees(short, cases[:-1]):
                return say_once(
                    [
                        replace(one, right=False, message=PRODUCT.message, diagnosis=PRODUCT.name)
                        for one in found
                    ]
                )
        return found

    return Judge(findings, (*judge.knows, PRODUCT))


def _agrees(arrays: Mapping[str, np.ndarray], cases: Sequence[Case]) -> bool:
    """Tell whether words and log shares are right on some cases."""
    for number, case in enumerate(map(with_step, cases)):
        right = beam_search(*(case[name] for name in BEAM_SEARCH.arguments))
        if not all(same(arrays[f"{number}/{p}"], np.asarray(right[p])) for p in (0, 1)):
            return False
    return True


JUDGES = {
    "to_arrays": judged(
        TO_ARRAYS,
        to_arrays,
        ARRAYS_WRONG_ANSWERS,
        "where the marks stand, where the padding stands, and what becomes of an unknown word",
    ),
    "masked_loss": judged(
        MASKED_LOSS,
        masked_loss,
        LOSS_WRONG_ANSWERS,
        "softmax, the logarithm of the right word's share, and what is divided by what",
    ),
    "greedy": judged(
        GREEDY,
        greedy,
        GREEDY_WRONG_ANSWERS,
        "what each step reads, which word it writes, and where the sentence ends",
        given=with_step,
    ),
    "beam_search": _judge_beam(),
}
