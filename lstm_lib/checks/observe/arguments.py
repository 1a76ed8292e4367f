"""The arguments of a function on a case: their sizes, and whether it wrote into them."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from lstm_lib.checks.observation import TEXT_LIMIT


def copied(value: Any) -> Any:
    """Copy an array, so that a function that writes into its arguments harms no later case.

    Parameters
    ----------
    value : object
        An array, or anything else.

    Returns
    -------
    object
        A copy of an array; anything else as it is.

    Examples
    --------
    >>> a = np.zeros(1)
    >>> copied(a) is a
    False
    """
    return value.copy() if isinstance(value, np.ndarray) else value


def sizes(arguments: Mapping[str, Any]) -> str:
    """Say the shape of each array, and the value of each number.

    Parameters
    ----------
    arguments : mapping of str to object
        What a function is given, by name; what is neither array nor number is skipped.

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


def sizes_by_axes(arguments: Mapping[str, Any], axes: Mapping[str, str]) -> str:
    """Say the sizes of arguments by the names of their axes, and then the numbers among them.

    Parameters
    ----------
    arguments : mapping of str to object
        What a function is given, by name.
    axes : mapping of str to str
        The axes of its arrays, such as ``"features 4·units"``: of several arrays that share an
        axis, the first one counts.

    Returns
    -------
    str
        One line; empty if no axes are known.

    Examples
    --------
    >>> axes = {"inputs": "batch steps features", "W": "features 4·units"}
    >>> sizes_by_axes({"inputs": np.zeros((2, 5, 3)), "W": np.zeros((3, 16)), "chunk": 2}, axes)
    'batch 2, steps 5, features 3, units 4, chunk 2'
    """
    if not axes:
        return ""
    said: dict[str, Any] = {}
    for name in (name for name in arguments if name in axes):
        for axis, size in zip(axes[name].split(), np.shape(arguments[name]), strict=True):
            times, _, whole = axis.rpartition("·")
            said.setdefault(whole, size // int(times or 1))
    said |= {name: value for name, value in arguments.items() if isinstance(value, int | float)}
    return ", ".join(f"{name} {size}" for name, size in said.items())


def note_changed(
    facts: dict[str, Any], arguments: Mapping[str, Any], handed: Mapping[str, Any]
) -> None:
    """Note in the facts which of its arrays a function wrote into.

    Parameters
    ----------
    facts : dict
        Of the observation; the names are added to `changed`.
    arguments : mapping of str to object
        The case's own.
    handed : mapping of str to object
        The copies that the function was given, after its call. Only arrays that
        the case holds are compared.

    Examples
    --------
    >>> facts = {}
    >>> note_changed(facts, {"a": np.zeros(2), "b": 7}, {"a": np.ones(2), "b": 7})
    >>> facts
    {'changed': ['a']}
    """
    for name, value in handed.items():
        own = arguments.get(name)
        if not isinstance(own, np.ndarray) or np.array_equal(own, value):
            continue
        if name not in facts.setdefault("changed", []):
            facts["changed"].append(name)
