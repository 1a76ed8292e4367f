"""The calls of a stand-in, as `lstm_lib.checks.observe.stand_ins.recorded` publishes them."""

from collections.abc import Mapping, Sequence

import numpy as np

from lstm_lib.checks.judge.compare import same
from lstm_lib.checks.judge.findings import published
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.observe.stand_ins import CALLS_KEPT

Call = Mapping[str, np.ndarray]


def calls(seen: Observation, number: int, names: Sequence[str]) -> list[Call]:
    """Return what each call of a stand-in was given on one case.

    Parameters
    ----------
    seen : Observation
        What was published; nothing in it is trusted.
    number : int
        The case's number.
    names : sequence of str
        The arguments' names.

    Returns
    -------
    list of mapping of str to ndarray
        One per call; none if there was no call, or if there were more than are recorded.

    Raises
    ------
    Malformed
        If the first call lacks an argument.

    Examples
    --------
    >>> seen = Observation("f", {"0/calls": np.array(2), "0/call0/x_t": np.ones(1)})
    >>> calls(seen, 0, ["x_t"])
    [{'x_t': array([1.])}, {'x_t': array([1.])}]
    """
    count = seen.arrays.get(f"{number}/calls", np.array(0))
    if count.shape != () or count.dtype.kind != "i" or not 0 < count <= CALLS_KEPT:
        return []
    given: list[Call] = [{name: published(seen, f"{number}/call0/{name}") for name in names}]
    for n in range(1, int(count)):
        before = given[-1].items()  # an argument that did not change was not recorded again
        given.append({k: seen.arrays.get(f"{number}/call{n}/{k}", value) for k, value in before})
    return given


def wrong_argument(
    given: Call, right: Call, known: Mapping[str, np.ndarray], tolerance: float
) -> tuple[str, str]:
    """Find the first argument of a call that is not the right one.

    Parameters
    ----------
    given, right : mapping of str to ndarray
        What the call was given, and what it needed, by name.
    known : mapping of str to ndarray
        What else it may have been given, by what it is called.
    tolerance : float
        Relative and absolute.

    Returns
    -------
    argument, came : str
        Its name, and words for what came in its place, if that is known; both empty if all
        arguments are right.

    Examples
    --------
    >>> wrong_argument({"x": np.zeros(1)}, {"x": np.ones(1)}, {"zeros": np.zeros(1)}, 1e-6)
    ('x', ': zeros came')
    """
    for argument, value in right.items():
        if not same(given[argument], value, tolerance):
            came = next((k for k, v in known.items() if same(given[argument], v, tolerance)), "")
            return argument, f": {came} came" if came else ""
    return "", ""


def whole_batch(given: Call, right: Call) -> bool:
    """Tell whether a call was given arrays of the right shapes, and not a single sequence's.

    Parameters
    ----------
    given, right : mapping of str to ndarray
        What the call was given, and what it needed, by name.

    Returns
    -------
    bool
        False for one sequence at a time.

    Examples
    --------
    >>> whole_batch({"x": np.zeros((1, 2))}, {"x": np.zeros((3, 2))})
    False
    """
    return all(given[name].shape == value.shape for name, value in right.items())
