"""Stand-ins for the functions that a learner's function calls: one mistake costs one part.

A function that calls the learner's earlier ones is observed with stand-ins for them, even for one
that is missing because its cell has an error. What a stand-in returns is supplied by the case or
made up, and what it is given is recorded, so that a judge sees which calls were right.

Each maker here returns ``make(name, number, case, seen)``, which makes the stand-in of one case.
"""

import contextlib
import functools
import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import CodeType, FunctionType
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

    A function is replaced under every name that it has, such as ``mine`` after ``mine = f``.

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
    codes = {name: own.__code__ for name, own in kept.items() if _can_be_redirected(own, namespace)}
    namespace.update(replacements)
    for name in codes:
        kept[name].__code__ = _calling(name)
    try:
        yield
    finally:
        for name, code in codes.items():
            kept[name].__code__ = code
        for name in replacements:
            namespace.pop(name, None)
        namespace.update(kept)


def _can_be_redirected(own: Any, namespace: Any) -> bool:
    """Tell whether a function looks names up in the notebook, and in no function around it."""
    return (
        isinstance(own, FunctionType)
        and own.__globals__ is namespace
        and not own.__code__.co_freevars
    )


def _calling(name: str) -> CodeType:
    """Return the code of a function that calls whatever has a name when it is called."""
    names: dict[str, Any] = {}
    exec(f"def {name}(*args, **kwargs):\n    return {name}(*args, **kwargs)", names)
    return names[name].__code__


def called_as(own: Any, stand_in: Callable[..., Any]) -> Callable[..., Any]:
    """Let a stand-in be called by the argument names of the learner's own function.

    Parameters
    ----------
    own : object
        What it stands in for; None if the notebook has no such function.
    stand_in : callable
        With its signature.

    Returns
    -------
    callable
        Takes the names of either.

    Examples
    --------
    >>> called_as(lambda x, y: None, lambda x_t, h_prev: (x_t, h_prev))(y=2, x=1)
    (1, 2)
    """
    try:
        named, expected = inspect.signature(own), inspect.signature(stand_in)
    except (TypeError, ValueError):
        return stand_in

    @functools.wraps(stand_in)
    def called(*args: Any, **kwargs: Any) -> Any:
        try:
            expected.bind(*args, **kwargs)
        except TypeError:
            with contextlib.suppress(TypeError):
                bound = named.bind(*args, **kwargs)
                args, kwargs = bound.args, bound.kwargs
        return stand_in(*args, **kwargs)

    return called


def noting(name: str, stand_in: Callable[..., Any], called: set[str]) -> Callable[..., Any]:
    """Let a stand-in note its name when it is called.

    Parameters
    ----------
    name : str
        Of the function that it stands in for.
    stand_in : callable
        As it is called.
    called : set of str
        The name is added to it.

    Returns
    -------
    callable
        Does what the stand-in does.

    Examples
    --------
    >>> called = set()
    >>> noting("f", abs, called)(-1), called
    (1, {'f'})
    """

    @functools.wraps(stand_in)
    def noted(*args: Any, **kwargs: Any) -> Any:
        called.add(name)
        return stand_in(*args, **kwargs)

    return noted


def mixed(weights: Any, count: int) -> np.ndarray:
    """Return made-up numbers that each depend on all entries of an array, and on their places.

    Parameters
    ----------
    weights : array_like
        Of any shape.
    count : int
        How many numbers to return.

    Returns
    -------
    ndarray of shape (count,)
        A sum of the entries with other factors in each number.

    Examples
    --------
    >>> bool(np.any(mixed([[1.0, 2.0]], 3) == mixed([[2.0, 1.0]], 3)))
    False
    """
    flat = np.asarray(weights).ravel()
    factors = np.cos(np.outer(1 + np.arange(count), 1 + np.arange(flat.size)))
    return factors @ flat / np.sqrt(max(flat.size, 1))


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


def supplied(takes: str, returns: str, defaults: bool = False, whole: bool = False) -> MakeStandIn:
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
    whole : bool
        Whether each argument must have the shape of the case's array of this name: what is
        supplied does not fit a part of it, such as a single row.

    Returns
    -------
    callable
        Makes the stand-in, which takes its arguments by position or by name. It raises ValueError
        for an argument of another shape.

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
                if whole and np.shape(value) != (shape := np.shape(case[argument])):
                    raise ValueError(
                        f"{argument} has shape {np.shape(value)}, expected {shape}, as on case "
                        f"{number + 1}"
                    )
                seen.arrays.setdefault(f"{number}/{name}/{argument}", as_numbers(value, argument))
            copies = tuple(copied(value) for value in values)
            return copies if len(copies) > 1 else copies[0]

        part.__signature__ = signature  # type: ignore[attr-defined]
        return part

    return make


def recorded(function: Callable[..., Any], records: str) -> MakeStandIn:
    """Make stand-ins that call a function, and record the arguments of each call.

    Parameters
    ----------
    function : callable
        The library's own, or one whose numbers are made up.
    records : str
        Its arguments' names, separated by ", ": those of each call are recorded as
        ``"CASE/callN/ARGUMENT"`` unless they are those of the call before, and ``"CASE/calls"``
        counts all calls.

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
        before: dict[str, np.ndarray] = {}

        def called(*args: Any, **kwargs: Any) -> Any:
            given = signature.bind(*args, **kwargs).arguments
            count = int(seen.arrays.get(f"{number}/calls", 0))
            if count < CALLS_KEPT:
                for name in names:
                    value = as_numbers(given[name], name)
                    if name not in before or not np.array_equal(before[name], value):
                        before[name] = seen.arrays[f"{number}/call{count}/{name}"] = value
            seen.arrays[f"{number}/calls"] = np.array(count + 1)
            return function(*args, **kwargs)

        called.__signature__ = signature  # type: ignore[attr-defined]
        return called

    return make
