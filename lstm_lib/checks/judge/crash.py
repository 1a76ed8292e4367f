"""Explain an error to a beginner, before Python's own message."""

import re
from collections.abc import Mapping
from typing import Any

from lstm_lib.checks.judge.plain import meaning
from lstm_lib.checks.judge.plain_models import meaning as meaning_for_models
from lstm_lib.checks.rebound import EMPTIED, REMOVED

CASES = 1000  # no check has as many
# Python's and NumPy's own, whose messages have a known meaning.
ERRORS = (
    *("ValueError", "TypeError", "IndexError", "AxisError", "AttributeError", "RecursionError"),
    *("UnboundLocalError", "UFuncTypeError", "_UFuncOutputCastingError"),
)


def explain(facts: Mapping[str, Any]) -> str:
    """Describe an error that the learner's code raised.

    Parameters
    ----------
    facts : mapping
        Of an observation of status ``"raised"``; nothing in it is trusted.

    Returns
    -------
    str
        What the error means, where that is known; Python's message; the case's sizes; the line.

    Examples
    --------
    >>> print(explain({"error": "NameError", "message": "name 'rate' is not defined"}))
    `rate` has no value yet. Run the cell that makes it; if no cell does, check its spelling.
    NameError: name 'rate' is not defined
    """
    error, message = str(facts.get("error")), str(facts.get("message"))
    lines = [f"{error}: {message}"]
    name = re.match(r"name '(\w+)' is not defined", message) if error == "NameError" else None
    if name:
        remedy = "yet. Run the cell that makes it; if no cell does, check its spelling."
        if facts.get("check") == REMOVED:
            remedy = f"any more. {EMPTIED}"
        lines.insert(0, f"`{name[1]}` has no value {remedy}")
    elif error in ("ModuleNotFoundError", "FileNotFoundError"):
        lines.insert(0, "Only the notebook is handed in: no file beside it, and no other package.")
    elif error == "StdinNotImplementedError":
        lines.insert(
            0,
            "It waits for someone to type, as `input()` does, and nobody does when a notebook is "
            "validated or graded. Write the value into the code.",
        )
    elif plain := meaning_for_models(message) or (meaning(message) if error in ERRORS else ""):
        lines.insert(0, plain)
    sizes, case = facts.get("sizes"), facts.get("case")
    if sizes and isinstance(case, int) and 0 <= case < CASES and not name:
        lines.append(f"On case {case + 1} your function was given: {sizes}")
    if facts.get("line"):
        lines.append(f"It happened at {facts['line']}")
    return "\n".join(lines)
