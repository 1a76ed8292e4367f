"""Stand-ins for the functions that a learner's function calls: one mistake costs one part.

A function that calls the learner's earlier ones is observed with stand-ins for them, even for one
that is missing because its cell has an error. What a stand-in returns is supplied by the case or
made up, and what it is given is recorded, so that a judge sees which calls were right.

Each maker here returns ``make(name, number, case, seen)``, which makes the stand-in of one case.
"""

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np

from lstm_lib.checks.observation import Observation, as_numbers
from lstm_lib.checks.observe.arguments import copied

CALLS_KEPT = 20  # per case: the arguments of later calls are not published

Case = dict[str, Any]
MakeStandIn = Callable[[str, int, Case, Observation], Callable[..., Any]]


@contextmanager
def replaced(namespace: Any, replacements: Mapping[str, Callable[..., Any]]) -> Iterator[None]:
    """Replace some of the notebook's functions while the block runs.

    Parameters
    ----------
    namespace : dict
        The notebook's names.
    replacements : mapping of str to callable
        The function that stands in for each name.

    Examples
    --------
    >>> names = {"f": lambda: 1}
    >>> with replaced(names, {"f": lambda: 2}):
    ...     names["f"]()
    2
    >>> names["f"]()
    1
    """
    kept = {name: namespace[name] for name in replacements if name in namespace}
    namespace.update(replacements)
    try:
        yield
    finally:
        for name in replacements:
            namespace.pop(name, None)
        namespace.update(kept)


def as_it_is(function: Callable[..., Any]) -> MakeStandIn:
    """Make stand-ins of a function that needs no case and records nothing.

    Parameters
    ----------
    function : callable
        The function that stands in.

    Returns
    -------
    callable
                Makes the stand-in.

    Examples
    --------
    >>> as_it_is(abs)("f", 0, {}, Observation("f", {}, {}))(-1)
    1
    """
    return lambda name, number, case, seen: function


def supplied(takes: str, returns: str, defaults: bool = False) -> MakeStandIn:
    """Make stand-ins that return arrays of the case, and record the arguments of their first call.

    Parameters
    ----------
    takes : str
        The arguments' names, in order, separated by ", "; each is recorded as
        ``"CASE/NAME/ARGUMENT"``.
    returns : str
        The entries of the case to return, separated by ", ": a single one as it is, several as a
        tuple.
    defaults : bool
        Whether an argument may be left out, since a learner's own function may have defaults.

    Returns
    -------
    callable
        Makes the stand-in, which takes its arguments by position or by name.

    Examples
    --------
    >>> seen = Observation("step", {}, {})
    >>> gate = supplied("x_t", "f")("gate", 0, {"f": np.zeros(2)}, seen)
    >>> gate(x_t=7.0), seen.arrays
    (array([0., 0.]), {'0/gate/x_t': array(7.)})
    """
    signature = inspect.Signature(
        [inspect.Parameter(n, inspect.Parameter.POSITIONAL_OR_KEYWORD) for n in takes.split(", ")]
    )
    bind = signature.bind_partial if defaults else signature.bind

    def make(name: str, number: int, case: Case, seen: Observation) -> Callable[..., Any]:
        values = [case[entry] for entry in returns.split(", ")]

        def part(*args: Any, **kwargs: Any) -> Any:
            for argument, value in bind(*args, **kwargs).arguments.items():
                seen.arrays.setdefault(f"{number}/{name}/{argument}", as_numbers(value, argument))
            copies = tuple(copied(value) for value in values)
            return copies if len(copies) > 1 else copies[0]

        return part

    return make


def recorded(function: Callable[..., Any], records: str) -> MakeStandIn:
    """Make stand-ins that call a function, and record the arguments of each call.

    Parameters
    ----------
    function : callable
        The library's own, or one whose numbers are made up.
    records : str
        Its first arguments' names, separated by ", ": those of each call are recorded as
        ``"CASE/callN/ARGUMENT"``, and ``"CASE/calls"`` counts all calls.

    Returns
    -------
    callable
                Makes the stand-in.

    Examples
    --------
    >>> seen = Observation("run", {}, {})
    >>> twice = recorded(lambda x_t: 2 * x_t, "x_t")("twice", 0, {}, seen)
    >>> twice(7.0), seen.arrays
    (14.0, {'0/call0/x_t': array(7.), '0/calls': array(1)})
    """
    names = records.split(", ")
    signature = inspect.signature(function)

    def make(_: str, number: int, case: Case, seen: Observation) -> Callable[..., Any]:
        def called(*args: Any, **kwargs: Any) -> Any:
            given = signature.bind(*args, **kwargs).arguments
            count = int(seen.arrays.get(f"{number}/calls", 0))
            if count < CALLS_KEPT:
                values = {name: as_numbers(given[name], name) for name in names}
                key = f"{number}/call{count}"
                seen.arrays.update({f"{key}/{name}": value for name, value in values.items()})
            seen.arrays[f"{number}/calls"] = np.array(count + 1)
            return function(*args, **kwargs)

        return called

    return make
