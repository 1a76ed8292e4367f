"""Explain an error to a beginner, before Python's own message."""

import re
from collections.abc import Mapping
from typing import Any

from lstm_lib.checks.judge.plain import meaning
from lstm_lib.checks.judge.plain_models import meaning as meaning_for_models
from lstm_lib.checks.rebound import EMPTIED, REMOVED

MODULES = "np|keras|plt"  # as the notebooks call them
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
    words = _in_words(error, message, facts)
    lines = [*([words] if words else []), f"{error}: {message}"]
    sizes, case = facts.get("sizes"), facts.get("case")
    if sizes and isinstance(case, int) and 0 <= case < CASES and error != "NameError":
        lines.append(f"On case {case + 1} your function was given: {sizes}")
    if facts.get("line"):
        lines.append(f"It happened at {facts['line']}")
    return "\n".join(lines)


def _in_words(error: str, message: str, facts: Mapping[str, Any]) -> str:
    """Say what an error means; empty if that is not known."""
    if error == "NameError" and (name := re.match(r"name '(\w+)' is not defined", message)):
        if facts.get("check") == REMOVED:
            return f"`{name[1]}` has no value any more. {EMPTIED}"
        return (
            f"`{name[1]}` has no value yet. Run the cell that makes it; "
            "if no cell does, check its spelling."
        )
    if error in ("ModuleNotFoundError", "FileNotFoundError"):
        return "Only the notebook is handed in: no file beside it, and no other package."
    if error == "StdinNotImplementedError":
        return (
            "It waits for someone to type, as `input()` does, and nobody does when a notebook is "
            "validated or graded. Write the value into the code."
        )
    taken = _name_taken(error, message, str(facts.get("line")))
    of_numpy = meaning(message) if error in ERRORS else ""
    return taken or meaning_for_models(message) or of_numpy


def _name_taken(error: str, message: str, line: str) -> str:
    """Say that a variable has taken the name of a module."""
    missing = re.match(r"'([\w.]+)' object has no attribute '(\w+)'", message)
    if error == "AttributeError" and missing:
        if module := re.search(rf"\b({MODULES})\.{missing[2]}\b", line):
            return (
                f"`{module[1]}` is a variable of yours now, of type {missing[1]}. Give it another "
                "name, then restart the kernel and run all cells."
            )
    return ""
