"""Explain an error to a beginner, before Python's own message."""

import re
from collections.abc import Mapping
from typing import Any

from lstm_lib.checks.judge.plain_models import meaning as meaning_for_models

CASES = 1000  # no check has as many
# How NumPy says that two shapes do not fit, in a product, a sum and a concatenation.
SHAPES = ("core dimension", "not aligned", "could not be broadcast", "must match exactly")


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
    if of_model := meaning_for_models(message):
        lines.insert(0, of_model)
    name = re.match(r"name '(\w+)' is not defined", message) if error == "NameError" else None
    if name:
        lines.insert(
            0,
            f"`{name[1]}` has no value yet. Run the cell that makes it; "
            "if no cell does, check its spelling.",
        )
    elif error == "ValueError" and any(words in message for words in SHAPES):
        lines.insert(0, f"The shapes of two arrays do not fit{_fitting(message)}.")
    sizes, case = facts.get("sizes"), facts.get("case")
    if sizes and isinstance(case, int) and 0 <= case < CASES and not name:
        lines.append(f"On case {case + 1} your function was given: {sizes}")
    if facts.get("line"):
        lines.append(f"It happened at {facts['line']}")
    return "\n".join(lines)


def _fitting(message: str) -> str:
    """Say what a product requires of the two sizes that NumPy names."""
    if at := re.search(r"size (\d+) is different from (\d+)", message):
        return (
            f": in `A @ B`, A has {at[2]} columns and B has {at[1]} rows, and these must be equal"
        )
    return ""
