"""Compare what a function returned with the reference, and name the wrong answer it matches."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from lstm_lib.checks.judge.diagnosis import Diagnosis
from lstm_lib.checks.judge.findings import say_once
from lstm_lib.checks.verdict import Finding

TOLERANCE = 1e-6  # cases are float64, and a right answer may round to float32 on its way
COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


Case = dict[str, Any]
Arrays = Sequence[np.ndarray]  # of one quantity: one array per case
Known = tuple[Diagnosis, Sequence[Arrays]]  # a mistake, and what it gives for each quantity


def by_quantity(results: Sequence[Any], count: int) -> list[list[np.ndarray]]:
    """Return what a function returned on every case, quantity by quantity.

    Parameters
    ----------
    results : sequence
        One per case: a value, or `count` values.
    count : int
        How many values the function returns.

    Returns
    -------
    list of list of ndarray
        For each quantity, one array per case.

    Examples
    --------
    >>> by_quantity([(1.0, 2.0), (3.0, 4.0)], 2)
    [[array(1.), array(3.)], [array(2.), array(4.)]]
    """
    rows = [tuple(result) if count > 1 else (result,) for result in results]
    return [[np.asarray(row[p]) for row in rows] for p in range(count)]


def compare_all(
    names: Sequence[str],
    found: Sequence[Arrays],
    expected: Sequence[Arrays],
    known: Sequence[Known],
    look_at: str,
    tolerance: float = TOLERANCE,
    sizes: Sequence[str] = (),
) -> list[Finding]:
    """Judge several quantities over all cases, each by itself.

    Parameters
    ----------
    names : sequence of str
        The quantities.
    found, expected : sequence of sequence of ndarray
        For each quantity, one array per case.
    known : sequence of (Diagnosis, sequence of sequence of ndarray)
        What each mistake gives.
    look_at, tolerance, sizes
        See `compare`.

    Returns
    -------
    list of Finding
        One per quantity. A repeated message is given once.

    Examples
    --------
    >>> compare_all(["c_t"], [[np.ones(2)]], [[np.ones(2)]], [], "the signs")[0].right
    True
    """
    telling = most_telling_first(found, known, tolerance)
    return say_once(
        [
            compare(
                name,
                found[p],
                expected[p],
                [(diagnosis, given[p]) for diagnosis, given in telling],
                look_at,
                tolerance,
                sizes,
            )
            for p, name in enumerate(names)
        ]
    )


def most_telling_first(
    found: Sequence[Arrays], known: Sequence[Known], tolerance: float = TOLERANCE
) -> list[Known]:
    """Order mistakes by how many quantities they explain.

    Two mistakes may give the same value of one quantity: the one that explains more comes first.

    Parameters
    ----------
    found : sequence of sequence of ndarray
        For each quantity, one array per case.
    known : sequence of (Diagnosis, sequence of sequence of ndarray)
        What each mistake gives.
    tolerance : float
        Relative and absolute.

    Returns
    -------
    list
        Those of `known`; of two that explain equally many, the earlier one first.

    Examples
    --------
    >>> one, both = ("one", [[np.ones(1)], [np.zeros(1)]]), ("both", [[np.ones(1)], [np.ones(1)]])
    >>> [name for name, _ in most_telling_first([[np.ones(1)], [np.ones(1)]], [one, both])]
    ['both', 'one']
    """

    def explained(given: Sequence[Arrays]) -> int:
        return sum(agree(came, made, tolerance) for came, made in zip(found, given, strict=True))

    return sorted(known, key=lambda pair: -explained(pair[1]))


def agree(found: Arrays, given: Arrays, tolerance: float = TOLERANCE) -> bool:
    """Tell whether one quantity is the same on every case.

    Parameters
    ----------
    found, given : sequence of ndarray
        One array per case.
    tolerance : float
        Relative and absolute.

    Returns
    -------
    bool
        False for different shapes, or any NaN.

    Examples
    --------
    >>> agree([np.ones(1), np.ones(2)], [np.ones(1), np.zeros(2)])
    False
    """
    return all(same(a, b, tolerance) for a, b in zip(found, given, strict=True))


def same(found: np.ndarray, expected: np.ndarray, tolerance: float = TOLERANCE) -> bool:
    """Tell whether two arrays have one shape and agree to the tolerance.

    Parameters
    ----------
    found, expected : ndarray
        Any shapes.
    tolerance : float
        Relative and absolute.

    Returns
    -------
    bool
        False for any NaN.

    Examples
    --------
    >>> same(np.ones(2), np.ones(3))
    False
    """
    if found.shape != expected.shape:
        return False
    if found.size:  # most mistakes differ in the first number already, which is quick to see
        a, b = float(found.flat[0]), float(expected.flat[0])
        if not (a == b or abs(a - b) <= tolerance + tolerance * abs(b)):
            return False
    return bool(np.allclose(found, expected, rtol=tolerance, atol=tolerance))


def compare(
    name: str,
    found: Sequence[np.ndarray],
    expected: Sequence[np.ndarray],
    known: Sequence[tuple[Diagnosis, Arrays]],
    look_at: str,
    tolerance: float = TOLERANCE,
    sizes: Sequence[str] = (),
) -> Finding:
    """Judge one quantity over all cases.

    Parameters
    ----------
    name : str
        The quantity.
    found, expected : sequence of ndarray
        One array per case.
    known : sequence of (Diagnosis, sequence of ndarray)
        What each mistake gives on the cases.
    look_at : str
        What to look at when none matches.
    tolerance : float
        Relative and absolute.
    sizes : sequence of str, optional
        What to say of each case beside a wrong shape or a single wrong number; nothing if it is
        empty.

    Returns
    -------
    Finding
        Right, or the first of: a wrong shape, a recognized wrong answer, a difference with the
        place where it is largest.

    Examples
    --------
    >>> compare("c_t", [np.ones(2)], [np.ones(2)], [], "the signs").message
    'right on the one case tried, to six decimals'
    """
    if agree(found, expected, tolerance):
        cases = "the one case" if len(expected) == 1 else f"all {len(expected)} cases"
        return Finding(name, True, f"right on {cases} tried{_precision(expected, tolerance)}")
    for wrong, given in known:
        if agree(found, given, tolerance):
            return Finding(name, False, f"your {name} {wrong.message}", diagnosis=wrong.name)
    for number, (a, b) in enumerate(zip(found, expected, strict=True)):
        if a.shape != b.shape:
            said = sizes[number] if sizes else ""
            case = f"case {number + 1}: {said}" if said else f"case {number + 1}"
            message = f"its shape is {a.shape}, and {b.shape} was expected ({case})"
            return Finding(name, False, message, diagnosis="wrong shape")
        if not np.all(np.isfinite(a)):
            message = f"it holds NaN or infinity (case {number + 1})"
            return Finding(name, False, message, diagnosis="not finite")
    difference = _largest_difference(name, found, expected, tolerance, sizes)
    return Finding(name, False, f"{difference}. Look at {look_at}.")


def _precision(expected: Sequence[np.ndarray], tolerance: float) -> str:
    """Say to how many decimals numbers were compared; empty for whole numbers."""
    if all(array.dtype.kind in "iu" for array in expected):
        return ""
    return f", to {COUNTS[math.floor(-math.log10(tolerance) + 1e-9)]} decimals"


def _largest_difference(
    name: str,
    found: Sequence[np.ndarray],
    expected: Sequence[np.ndarray],
    tolerance: float,
    sizes: Sequence[str],
) -> str:
    """Name the first case that differs, and the place where it differs most."""
    pairs = enumerate(zip(found, expected, strict=True))
    number = next(k for k, (a, b) in pairs if not same(a, b, tolerance))
    a, b = found[number].astype(float), expected[number].astype(float)
    place = np.unravel_index(np.argmax(np.abs(a - b)), a.shape)
    at = f"{name}[{', '.join(map(str, place))}]" if place else name
    # A single number shows nothing of its case, so the case's sizes are stated.
    of = f" ({sizes[number]})" if sizes and sizes[number] and not place else ""
    return f"on case {number + 1}{of}, {at} is {a[place]:.6g}, and {b[place]:.6g} was expected"
