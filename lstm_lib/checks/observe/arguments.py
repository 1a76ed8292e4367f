"""What a function was handed on a case: its sizes, and whether it wrote into it."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from lstm_lib.checks.observation import TEXT_LIMIT


def sizes(arguments: Mapping[str, Any]) -> str:
    """Say the shape of each array, and the value of each number.

    Parameters
    ----------
    arguments : mapping of str to object
        What a function is handed, by name; what is neither array nor number is passed over.

    Returns
    -------
    str
        One line.

    Examples
    --------
    >>> sizes({"series": np.zeros(19), "steps": 4})
    'series (19,), steps 4'
    """
    said = [
        f"{name} {value.shape if isinstance(value, np.ndarray) else value}"
        for name, value in arguments.items()
        if isinstance(value, np.ndarray | int | float)
    ]
    return ", ".join(said)[:TEXT_LIMIT]


def note_changed(
    facts: dict[str, Any], arguments: Mapping[str, Any], handed: Mapping[str, Any]
) -> None:
    """Note in the facts which of its arrays a function wrote into.

    Parameters
    ----------
    facts : dict
        Of the observation that grows; `changed` lists the names.
    arguments : mapping of str to object
        The case's own.
    handed : mapping of str to object
        The copies that the function was handed, after its call. Only arrays are compared.

    Examples
    --------
    >>> facts = {}
    >>> note_changed(facts, {"a": np.zeros(2), "b": 7}, {"a": np.ones(2), "b": 7})
    >>> facts
    {'changed': ['a']}
    """
    for name, value in arguments.items():
        if not isinstance(value, np.ndarray) or np.array_equal(value, handed[name]):
            continue
        if name not in facts.setdefault("changed", []):
            facts["changed"].append(name)
