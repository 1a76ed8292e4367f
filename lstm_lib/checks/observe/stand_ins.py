"""Calling a function with stand-ins for what it calls, which record what they are handed."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from lstm_lib.checks.observation import Observation, as_numbers
from lstm_lib.checks.observe.arguments import note_changed
from lstm_lib.checks.observe.functions import copied, missing, publish_result, raised, stand_ins

Case = dict[str, Any]


Arrays = dict[str, np.ndarray]


# Makes the stand-ins of one case, which record into the arrays: (number, case, arrays) -> by name.
MakeStandIns = Callable[[int, Case, Arrays], Mapping[str, Callable[..., Any]]]


def call_with_stand_ins(
    name: str,
    draw: Callable[[Any], list[Case]],
    arguments: Sequence[str],
    returns: int,
    make: MakeStandIns,
) -> Callable[[Mapping[str, Any], Any], Observation]:
    """Make an observer that calls a function of the notebook with stand-ins for what it calls.

    Parameters
    ----------
    name : str
        The function's name, which is the check's as well.
    draw : callable
        Draws the cases from a generator.
    arguments : sequence of str
        Which entries of a case to pass, in order.
    returns : int
        How many values the function returns.
    make : callable
        ``make(number, case, arrays)`` returns the stand-ins of a case by name.

    Returns
    -------
    callable
        ``observe(namespace, rng) -> Observation`` with arrays ``"CASE/POSITION"`` and those that
        the stand-ins record.

    Examples
    --------
    >>> twice = lambda number, case, arrays: {"twice": lambda a: 2 * a}
    >>> observe = call_with_stand_ins("f", lambda rng: [{"a": 3.0}], ["a"], 1, twice)
    >>> names = {}
    >>> names["f"] = lambda a: names["twice"](a)
    >>> float(observe(names, None).arrays["0/0"])
    6.0
    """

    def observe(namespace: Mapping[str, Any], rng: Any) -> Observation:
        if namespace.get(name) is None:
            return missing(name, name)
        arrays: Arrays = {}
        facts: dict[str, Any] = {"status": "observed"}
        for number, case in enumerate(draw(rng)):
            given = {a: case[a] for a in arguments}
            handed = {a: copied(value) for a, value in given.items()}
            try:
                with stand_ins(namespace, make(number, case, arrays)):
                    result = namespace[name](*handed.values())
                publish_result(arrays, facts, number, result, returns)
                note_changed(facts, given, handed)
            except KeyboardInterrupt:
                raise
            except BaseException as error:
                return raised(name, error, number, given)
        return Observation(name, arrays, facts)

    return observe


def record_call(arrays: Arrays, number: int, given: Mapping[str, Any], kept: int) -> None:
    """Record what a function was handed, under ``"CASE/callN/ARGUMENT"``.

    Parameters
    ----------
    arrays : dict
        The observation that grows; ``"CASE/calls"`` counts all calls.
    number : int
        The case.
    given : mapping of str to object
        The arguments by name.
    kept : int
        The arguments of no more calls than this are recorded.

    Raises
    ------
    TypeError
        If an argument is not made of numbers.

    Examples
    --------
    >>> arrays = {}
    >>> record_call(arrays, 0, {"x_t": 7.0}, kept=20)
    >>> arrays
    {'0/call0/x_t': array(7.), '0/calls': array(1)}
    """
    count = int(arrays.get(f"{number}/calls", 0))
    if count < kept:
        values = {name: as_numbers(value, name) for name, value in given.items()}
        arrays.update({f"{number}/call{count}/{name}": v for name, v in values.items()})
    arrays[f"{number}/calls"] = np.array(count + 1)
