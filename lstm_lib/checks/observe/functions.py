"""The half of a check that runs beside the learner's code: call it, and publish what came back."""

import inspect
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from lstm_lib.checks.observation import TEXT_LIMIT, Observation, as_numbers
from lstm_lib.checks.observe.arguments import note_changed, sizes
from lstm_lib.checks.withhold import Withheld


def missing(check: str, name: str) -> Observation:
    """Say that the notebook holds no such name.

    Parameters
    ----------
    check, name : str
        The check, and the name it looked for.

    Returns
    -------
    Observation
        Of status ``"missing"``.

    Examples
    --------
    >>> missing("lstm_step", "lstm_step").facts["status"]
    'missing'
    """
    return Observation(check, {}, {"status": "missing", "name": name})


def raised(
    check: str,
    error: BaseException,
    case: int | None = None,
    arguments: Mapping[str, Any] | None = None,
) -> Observation:
    """Say which error the learner's code raised, and on which of its lines.

    Parameters
    ----------
    check : str
        The check that called it.
    error : BaseException
        What was raised.
    case : int, optional
        Which case it was called on.
    arguments : mapping of str to object, optional
        What it was handed, by name: their sizes are published.

    Returns
    -------
    Observation
        Of status ``"raised"``.

    Examples
    --------
    >>> raised("lstm_step", ValueError("no")).facts["error"]
    'ValueError'
    """
    frames = traceback.extract_tb(error.__traceback__)
    own = [f for f in frames if "ipykernel" in f.filename or f.filename.startswith("<ipython")]
    line = f"line {own[-1].lineno} of the cell, in {own[-1].name}: {own[-1].line}" if own else ""
    kind = "Withheld" if _is_withheld(error) else type(error).__name__
    facts = {
        "status": "raised",
        "error": kind[:TEXT_LIMIT],
        "message": _text(error),
        "line": line[:TEXT_LIMIT],
        "case": case,
        "sizes": sizes(arguments or {}),
    }
    return Observation(check, {}, facts)


def _is_withheld(error: BaseException) -> bool:
    """Tell whether an error, or one that it hides, comes from a closed reference function."""
    hidden: BaseException | None = error
    for _ in range(10):  # a chain that somebody closed to a ring has no end
        if hidden is None:
            return False
        if isinstance(hidden, Withheld | ImportError) and "write this yourself" in _text(hidden):
            return True
        hidden = hidden.__cause__ or hidden.__context__
    return False


def _text(error: BaseException) -> str:
    """Return an error's message, whatever its own __str__ does."""
    try:
        return str(error)[:TEXT_LIMIT]
    except Exception:
        return "(its message cannot be read)"


def call_on_cases(
    name: str, draw: Callable[[Any], list[dict]], arguments: Sequence[str], returns: int
) -> Callable[[Mapping[str, Any], Any], Observation]:
    """Make an observer that calls a function of the notebook on every case.

    Parameters
    ----------
    name : str
        The function's name, which is the check's as well.
    draw : callable
        Draws the cases from a generator: the exercise's own.
    arguments : sequence of str
        Which entries of a case to pass, in order.
    returns : int
        How many values the function returns.

    Returns
    -------
    callable
        ``observe(namespace, rng) -> Observation`` with arrays ``"CASE/POSITION"``.

    Examples
    --------
    >>> observe = call_on_cases("total", lambda rng: [{"a": 1.0, "b": 2.0}], ["a", "b"], 1)
    >>> seen = observe({"total": lambda a, b: a + b}, None)
    >>> float(seen.arrays["0/0"])
    3.0
    """

    def observe(namespace: Mapping[str, Any], rng: Any) -> Observation:
        if namespace.get(name) is None:
            return missing(name, name)
        arrays: dict[str, np.ndarray] = {}
        facts: dict[str, Any] = {"status": "observed"}
        for number, case in enumerate(draw(rng)):
            given = {a: case[a] for a in arguments}
            handed = {a: copied(value) for a, value in given.items()}
            try:
                result = namespace[name](*handed.values())
                publish_result(arrays, facts, number, result, returns)
                note_changed(facts, given, handed)
            except KeyboardInterrupt:
                raise
            except BaseException as error:
                return raised(name, error, number, given)
        return Observation(name, arrays, facts)

    return observe


def publish_result(
    arrays: dict[str, np.ndarray], facts: dict[str, Any], number: int, result: Any, returns: int
) -> None:
    """Add what a function returned on one case to an observation.

    Parameters
    ----------
    arrays, facts : dict
        The observation that grows.
    number : int
        The case.
    result : object
        What came back.
    returns : int
        How many values were expected; a tuple or list of another length is noted in the facts.

    Raises
    ------
    TypeError
        If a value is not made of numbers.

    Examples
    --------
    >>> arrays, facts = {}, {}
    >>> publish_result(arrays, facts, 0, (1.0, 2.0), 2)
    >>> sorted(arrays)
    ['0/0', '0/1']
    """
    if result is None:
        facts["returned"] = "None"
        return
    values: Iterable[Any] = (result,)
    if returns > 1:
        count = len(result) if isinstance(result, tuple | list) else 1
        if count != returns:
            facts["returned"] = f"{count} value{'s' if count != 1 else ''}"
            return
        values = result
    for position, value in enumerate(values):
        arrays[f"{number}/{position}"] = as_numbers(value, f"return value {position + 1}")


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


@contextmanager
def stand_ins(namespace: Any, replacements: Mapping[str, Callable[..., Any]]) -> Any:
    """Put other functions in the place of the notebook's for a moment.

    A mistake costs no later part: a function that calls the learner's earlier ones is observed
    with stand-ins that return what the case supplies, also for one that is not there because its
    cell has an error.

    Parameters
    ----------
    namespace : dict
        The notebook's names.
    replacements : mapping of str to callable
        What stands in for which name.

    Examples
    --------
    >>> names = {"f": lambda: 1}
    >>> with stand_ins(names, {"f": lambda: 2}):
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


def recording_stand_in(
    key: str, names: Sequence[str], value: np.ndarray, arrays: dict[str, np.ndarray]
) -> Callable[..., np.ndarray]:
    """Make a stand-in that returns a supplied array and records what it was given.

    Parameters
    ----------
    key : str
        Under which the arguments are recorded: ``"KEY/ARGUMENT"``.
    names : sequence of str
        The arguments' names, in order.
    value : ndarray
        What the stand-in returns.
    arrays : dict
        The observation that grows.

    Returns
    -------
    callable
        It takes its arguments by place or by name, and records its first call.

    Examples
    --------
    >>> arrays = {}
    >>> part = recording_stand_in("0/gate", ["x_t"], np.zeros(2), arrays)
    >>> part(x_t=7.0), arrays
    (array([0., 0.]), {'0/gate/x_t': array(7.)})
    """
    signature = inspect.Signature(
        [inspect.Parameter(n, inspect.Parameter.POSITIONAL_OR_KEYWORD) for n in names]
    )

    def part(*args: Any, **kwargs: Any) -> np.ndarray:
        given = signature.bind(*args, **kwargs).arguments
        for name, argument in given.items():
            arrays.setdefault(f"{key}/{name}", as_numbers(argument, name))
        return value.copy()

    return part
