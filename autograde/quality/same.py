"""Mutants that are no mistakes: they do the same as the answer, and this is shown.

An assignment's `same.py` may hold two tables. `INPUTS` draws, for a check, what its function may
be given: any sizes that the statement allows, not those of the check's own cases. A mutant that
returns the same a thousand times over, in both precisions, is left out of the count: the same bit
for bit, or but for rounding. `SAME` names the others, each by the line that changed and by a
reason. An entry that no mutant needs any more is reported, so that the list stays true.
"""

import copy
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from autograde.places import ASSIGNMENTS
from autograde.quality import judging, typed
from autograde.quality.networks import network_form
from lstm_lib.checks.observe.models import Builder

INPUTS = 1000  # random inputs of one comparison
BUILT = 20  # and of one whose results are networks: building one takes long
ROUNDING = 1e-5  # of the largest value: what sums of a few dozen terms lose in single precision
MOST_S = 120  # of CPU time for them

Record = tuple[str, str, str, str]  # the check, the line, what stands in its place, the reason


def records(exercise: str) -> list[Record]:
    """Return the changes that an exercise's `same.py` says change nothing.

    Parameters
    ----------
    exercise : str
        Its name.

    Returns
    -------
    list of tuple of str
        The check, the line, the line in its place, and the reason.
    """
    return list(getattr(_tables(exercise), "SAME", []))


def recorded(exercise: str, check: str, diff: str) -> Record | None:
    """Return the record that names a change.

    Parameters
    ----------
    exercise, check : str
        Where the answer is typed.
    diff : str
        The mutant's.

    Returns
    -------
    tuple of str or None
        None if there is none.
    """
    before, after = (_lines(diff, sign) for sign in "-+")
    for record in records(exercise):
        if record[0] == check and (before, after) == ([record[1]], [record[2]]):
            return record
    return None


def shown(exercise: str, check: str, answer: str, mutant: str) -> str:
    """Say in how far an answer and a mutant return the same on random inputs.

    Parameters
    ----------
    exercise, check : str
        Where both are typed.
    answer, mutant : str
        Whole cells, each of which makes the check's function.

    Returns
    -------
    str
        Nothing if they do not, or if the exercise does not say how to draw inputs.
    """
    draw = getattr(_tables(exercise), "INPUTS", {}).get(check)
    if draw is None:
        return ""
    times = BUILT if isinstance(typed.DECLARED[check], Builder) else INPUTS
    try:
        with judging.limited(MOST_S), warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            one, other = (
                typed.namespace(exercise, check, text)[check] for text in (answer, mutant)
            )
            exact = True
            for given in _inputs(draw, one, times):
                returned = [_left(function, given) for function in (one, other)]
                exact = exact and _frozen(returned[0]) == _frozen(returned[1])
                if not exact and not _is_near(*returned):
                    return ""
    except (Exception, judging.TooLong):
        return ""
    return f"It returns the same{'' if exact else ', but for rounding,'} on {times} random inputs."


def _tables(exercise: str) -> Any:
    """Import an exercise's `same.py`, which it need not have."""
    if not (ASSIGNMENTS / exercise / "same.py").is_file():
        return None
    return typed.table(exercise, "same.py")


def _lines(diff: str, sign: str) -> list[str]:
    """Return the lines that a diff takes away or adds."""
    return [line[1:].strip() for line in diff.splitlines() if line.startswith(sign)]


def _inputs(draw: Callable[[Any], Sequence[Any]], answer: Any, times: int) -> Iterator[list[Any]]:
    """Yield random inputs; every second one in single precision, if the answer can take that."""
    rng = np.random.default_rng(0)
    for number in range(times):
        given = list(draw(rng))
        single = _single(given) if number % 2 else given
        try:
            _left(answer, single)
        except Exception:
            single = given
        yield single


def _single(value: Any) -> Any:
    """Return arrays in single precision, and anything else as it is."""
    if isinstance(value, list):
        return [_single(one) for one in value]
    is_double = isinstance(value, np.ndarray) and value.dtype == np.float64
    return value.astype(np.float32) if is_double else value


def _left(function: Callable[..., Any], given: list[Any]) -> tuple[Any, list[Any]]:
    """Return what a function returns, and what it leaves of its arguments: those with numbers."""
    mine = copy.deepcopy(given)
    result = function(*mine)
    left = [one for one in mine if isinstance(one, np.ndarray | list | int | float)]
    return (list(result) if isinstance(result, Iterator) else result), left


def _is_near(one: Any, other: Any) -> bool:
    """Tell whether two results differ by rounding alone."""
    if isinstance(one, tuple | list) and isinstance(other, tuple | list):
        return len(one) == len(other) and all(map(_is_near, one, other))
    if _frozen(one) == _frozen(other):
        return True
    a, b = np.asarray(one), np.asarray(other)
    if a.shape != b.shape or {a.dtype.kind, b.dtype.kind} != {"f"}:
        return False
    return bool(np.all(np.abs(a - b) <= ROUNDING * max(1.0, float(np.max(np.abs(a), initial=0)))))


def _frozen(value: Any) -> Any:
    """Return a value in a form that is equal only if type, shape and every bit are."""
    if isinstance(value, tuple | list):
        return type(value).__name__, tuple(_frozen(one) for one in value)
    if isinstance(value, dict):
        return tuple((key, _frozen(one)) for key, one in value.items())
    if value is None or isinstance(value, str):
        return value
    if hasattr(value, "get_params"):  # what scikit-learn has fitted
        return type(value).__name__, _frozen(vars(value))
    if hasattr(value, "get_config"):  # what Keras has built
        return network_form(value)
    array = np.asarray(value)
    if array.dtype == object:
        raise TypeError(f"a {type(value).__name__} cannot be compared")
    return type(value).__name__, array.dtype.str, array.shape, array.tobytes()
