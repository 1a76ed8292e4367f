"""What a check publishes about a learner's object, and its form on the wire.

An observation holds arrays and a few facts (numbers and strings), never code and never a pickle.
It is written where the learner's code runs and read where it cannot reach, so `unpack` trusts
nothing: every array is a dtype from a short list, a shape, and exactly as many bytes as these need.
"""

import base64
import binascii
import json
import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

MIME = "application/vnd.lstm-course.observation+json"

DTYPES = ("<f4", "<f8", "<i4", "<i8", "|b1")
ARRAY_COUNT_LIMIT = 400
ARRAYS_LIMIT_BYTES = 8 * 2**20
FACTS_LIMIT_BYTES = 64 * 2**10
FACTS_DEPTH = 20  # levels of nesting in the facts
DIGITS_LIMIT = 30  # of a whole number
TEXT_LIMIT = 400  # characters of one string, such as an error's message


class Malformed(ValueError):
    """An observation that none of the course's checks writes."""


@dataclass(frozen=True)
class Observation:
    """Arrays and facts that one check saw.

    `facts["status"]` is ``"observed"``, ``"missing"`` (no such name in the notebook) or
    ``"raised"`` (with `error`, `message`, `line`, `case` and `sizes`). `facts["changed"]` names
    the arrays that a function was given and wrote into.
    """

    check: str
    arrays: dict[str, np.ndarray] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)


def as_numbers(value: Any, name: str) -> np.ndarray:
    """Turn a learner's value into an array of a dtype that can be published.

    Parameters
    ----------
    value : array_like
        Numbers: an array, a list, a tensor, a scalar.
    name : str
        What to call it in an error.

    Returns
    -------
    ndarray
        The same numbers, of one of `DTYPES`.

    Raises
    ------
    TypeError
        If the value is not made of real numbers.

    Examples
    --------
    >>> as_numbers([1, 2], "h_t").dtype.str
    '<i8'
    >>> as_numbers("text", "h_t")
    Traceback (most recent call last):
    TypeError: h_t is a str, and numbers were expected
    """
    try:
        array = np.asarray(value)
    except Exception:  # a ragged list, or an object whose __array__ raises
        array = np.empty(0, dtype=object)
    if array.dtype.kind == "f" or array.dtype.name == "bfloat16":
        return array.astype("<f4" if array.dtype.itemsize <= 4 else "<f8")
    if array.dtype.kind in "iu":
        return array.astype("<i8")
    if array.dtype.kind == "b":
        return array
    raise TypeError(f"{name} is a {type(value).__name__}, and numbers were expected")


def pack(observation: Observation) -> dict[str, Any]:
    """Write an observation as a MIME bundle that a notebook's output can hold.

    Parameters
    ----------
    observation : Observation
        What a check saw.

    Returns
    -------
    dict
        One entry under `MIME`, one under ``text/plain``.

    Raises
    ------
    Malformed
        If it is larger than `unpack` accepts.

    Examples
    --------
    >>> bundle = pack(Observation("lstm_step", {"c_t": np.zeros((2, 3))}, {"status": "observed"}))
    >>> unpack(bundle[MIME]).arrays["c_t"].shape
    (2, 3)
    """
    facts = json.dumps(observation.facts)
    if sum(a.nbytes for a in observation.arrays.values()) > ARRAYS_LIMIT_BYTES:
        raise Malformed(f"the arrays are larger than {ARRAYS_LIMIT_BYTES} bytes")
    if len(facts.encode()) > FACTS_LIMIT_BYTES:
        raise Malformed(f"the facts are longer than {FACTS_LIMIT_BYTES} bytes")
    arrays = {
        name: [array.dtype.str, list(array.shape), base64.b64encode(array.tobytes()).decode()]
        for name, array in observation.arrays.items()
    }
    wire = {"version": 1, "check": observation.check, "facts": facts, "arrays": arrays}
    return {MIME: wire, "text/plain": f"<observation of {observation.check}>"}


def unpack(wire: Any) -> Observation:
    """Read an observation, which is treated as untrusted.

    Parameters
    ----------
    wire : object
        What a notebook's output holds under `MIME`.

    Returns
    -------
    Observation
        Read-only arrays of `DTYPES`, and facts.

    Raises
    ------
    Malformed
        If it is anything other than what `pack` writes. No other exception is raised.

    Examples
    --------
    >>> unpack({"version": 1})
    Traceback (most recent call last):
    lstm_lib.checks.observation.Malformed: not an observation of version 1
    """
    if not isinstance(wire, dict) or wire.get("version") != 1 or "arrays" not in wire:
        raise Malformed("not an observation of version 1")
    check, facts, arrays = wire.get("check"), wire.get("facts"), wire["arrays"]
    if not isinstance(check, str) or not isinstance(facts, str) or not isinstance(arrays, dict):
        raise Malformed("check and facts are not strings, or arrays is not a mapping")
    if len(check) > 100 or len(facts) > FACTS_LIMIT_BYTES or len(arrays) > ARRAY_COUNT_LIMIT:
        raise Malformed("larger than any check writes")
    if sum(len(v[2]) for v in arrays.values() if _is_array(v)) > ARRAYS_LIMIT_BYTES * 4 / 3 + 4:
        raise Malformed("larger than any check writes")
    try:
        read = json.loads(facts, parse_constant=float, parse_int=_read_int)
    except (ValueError, RecursionError) as error:
        raise Malformed(f"the facts are not JSON: {type(error).__name__}") from None
    if not isinstance(read, dict):
        raise Malformed("the facts are not a mapping")
    if _is_deep(read):
        raise Malformed(f"the facts are nested deeper than {FACTS_DEPTH}")
    return Observation(check, {str(k): _read_array(v) for k, v in arrays.items()}, read)


def _read_int(digits: str) -> int:
    """Read a whole number; refuse one too long to calculate with and to write again."""
    if len(digits) > DIGITS_LIMIT:
        raise ValueError("a number is too long")
    return int(digits)


def _is_deep(value: Any) -> bool:
    """Tell whether a value is nested deeper than facts may be."""
    level = [value]
    for _ in range(FACTS_DEPTH):
        level = [
            part
            for whole in level
            if isinstance(whole, dict | list)
            for part in (whole.values() if isinstance(whole, dict) else whole)
        ]
    return bool(level)


def _is_array(value: Any) -> bool:
    """Tell whether a value is [dtype, shape, base64 text]."""
    return (
        isinstance(value, list)
        and len(value) == 3
        and value[0] in DTYPES
        and isinstance(value[1], list)
        and len(value[1]) <= 8
        and all(type(n) is int and 0 <= n <= ARRAYS_LIMIT_BYTES for n in value[1])
        and isinstance(value[2], str)
    )


def _read_array(value: Any) -> np.ndarray:
    """Read one array, refusing a shape that its bytes do not fill."""
    if not _is_array(value):
        raise Malformed("an array is not [dtype, shape, base64 text]")
    dtype, shape, text = np.dtype(value[0]), value[1], value[2]
    try:
        body = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Malformed("an array's bytes are not base64") from None
    if math.prod(shape) * dtype.itemsize != len(body):
        raise Malformed(f"{len(body)} bytes do not make an array of shape {shape}")
    return np.frombuffer(body, dtype).reshape(shape)
