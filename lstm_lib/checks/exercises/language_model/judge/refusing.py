"""The judge of a function that has to refuse some of its cases."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.language_model.observe import Refusing
from lstm_lib.checks.judge.compare import compare
from lstm_lib.checks.judge.diagnosis import Told, WrongAnswer
from lstm_lib.checks.judge.findings import published, returned_otherwise
from lstm_lib.checks.judge.judged import Judge
from lstm_lib.checks.observation import Malformed, Observation
from lstm_lib.checks.verdict import Finding

REFUSAL_WORTH = 1 / 3  # beside 1 for the answer


def refusing(
    function: Refusing,
    what: str,
    reference: Callable[..., Any],
    wrong_answers: Sequence[WrongAnswer],
    look_at: str,
) -> Judge:
    """Make the judge of a function that refuses some cases, with a ValueError.

    Parameters
    ----------
    function : Refusing
        As its check declares it; it returns one value.
    what : str
        What is refused, in words that follow "a text with" or the like.
    reference : callable
        The right answer of the other cases.
    wrong_answers : sequence of WrongAnswer
        The mistakes to recognize.
    look_at : str
        What to look at where none is recognized.

    Returns
    -------
    Judge
        One finding for the answers, and one for the refusals.
    """
    not_refused = Told("not refused", f"{what} gives {{came}}, and a ValueError was expected")
    other_error = Told("another error", f"{what} raises {{came}}, and a ValueError was expected")
    (value,) = function.values

    def findings(seen: Observation, rng: Any) -> list[Finding]:
        numbered = list(enumerate(function.cases(rng)))
        plain = [(k, case) for k, case in numbered if not function.refusals(case)]
        arguments = [[case[a] for a in function.arguments] for _, case in plain]

        def values(answer: Callable[..., Any]) -> list[np.ndarray]:
            return [np.asarray(answer(*given)) for given in arguments]

        refusal = _refusal(seen, len(numbered) - len(plain))
        if complaint := returned_otherwise(seen, function.values):
            return [Finding(value, False, complaint), refusal]
        found, expected = [published(seen, f"{k}/0") for k, _ in plain], values(reference)
        known = [(wrong, values(wrong.answer)) for wrong in wrong_answers]
        sizes = [function.said_sizes(case) for _, case in plain]
        return [compare(value, found, expected, known, look_at, sizes=sizes), refusal]

    def _refusal(seen: Observation, count: int) -> Finding:
        came = seen.facts.get("refusals")
        if not isinstance(came, list) or len(came) != count:
            raise Malformed("it does not say what became of each refusal")
        wrong = [str(one)[:60] for one in came if one != "ValueError"]
        name = f"refusal: {what}"
        if not wrong:
            return Finding(name, True, "refused with a ValueError", REFUSAL_WORTH)
        told = not_refused if wrong[0] in ("None", "a result") else other_error
        message = told.message.format(came=wrong[0])
        return Finding(name, False, message, REFUSAL_WORTH, diagnosis=told.name)

    return Judge(findings, (*wrong_answers, not_refused, other_error))
