"""What the judges of all exercises share: read an observation, and word findings together."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from lstm_lib.checks.observation import Malformed, Observation
from lstm_lib.checks.verdict import Finding

CHANGED = "input changed"
UNRECOGNIZED = ("", "wrong shape", "not finite")  # what is wrong, but not why


def say_once(findings: Sequence[Finding]) -> list[Finding]:
    """Shorten a message that an earlier finding has already given.

    Parameters
    ----------
    findings : sequence of Finding
        Of one check.

    Returns
    -------
    list of Finding
        The same, each message that is repeated replaced by a reference to where it stands.

    Examples
    --------
    >>> twice = [Finding(name, False, f"your {name} stop early") for name in ("inputs", "targets")]
    >>> [finding.message for finding in say_once(twice)]
    ['your inputs stop early', 'the same as for inputs']
    """
    told: dict[str, str] = {}
    shorter = []
    for finding in findings:
        body = finding.message.removeprefix(f"your {finding.what} ")
        shortened = finding.message.startswith("the same as for ")
        if finding.right or shortened or told.setdefault(body, finding.what) == finding.what:
            shorter.append(finding)
        else:
            shorter.append(replace(finding, message=f"the same as for {told[body]}"))
    return shorter


def returned_otherwise(seen: Observation, returns: Sequence[str]) -> str:
    """Say what came back instead of the values that were expected.

    Parameters
    ----------
    seen : Observation
        What was published.
    returns : sequence of str
        The names of the values that were expected.

    Returns
    -------
    str
        A sentence, or nothing if the count is right.

    Examples
    --------
    >>> returned_otherwise(Observation("f", {}, {"returned": "None"}), ["h_t", "c_t"])
    'it returns None, and `h_t, c_t` was expected. Is there a `return` line?'
    """
    came = seen.facts.get("returned")
    if came is None:
        return ""
    question = " Is there a `return` line?" if came == "None" else ""
    return f"it returns {came}, and `{', '.join(returns)}` was expected.{question}"


def published(seen: Observation, key: str) -> np.ndarray:
    """Return a published array.

    Parameters
    ----------
    seen : Observation
        What was published.
    key : str
        The array's name.

    Returns
    -------
    ndarray
        As it came.

    Raises
    ------
    Malformed
        If there is none.

    Examples
    --------
    >>> published(Observation("f", {"0/0": np.ones(2)}), "0/0").shape
    (2,)
    """
    if key not in seen.arrays:
        raise Malformed(f"it lacks {key}")
    return seen.arrays[key]


def spare_inputs(seen: Observation, findings: Sequence[Finding]) -> list[Finding]:
    """Withdraw the marks of a function that writes into the arrays it is given.

    Parameters
    ----------
    seen : Observation
        With the names of these arrays in `facts["changed"]`, if there are any.
    findings : sequence of Finding
        On what the function returned.

    Returns
    -------
    list of Finding
        None of them right if an array was changed. Those that were wrong keep their diagnosis.

    Raises
    ------
    Malformed
        If `changed` is no list of names.

    Examples
    --------
    >>> seen = Observation("update", {}, {"changed": ["c_prev"]})
    >>> spare_inputs(seen, [Finding("c_t", True, "right")])[0].diagnosis
    'input changed'
    """
    changed = seen.facts.get("changed", [])
    if not isinstance(changed, list) or not all(isinstance(name, str) for name in changed):
        raise Malformed("`changed` is not a list of names")
    if not changed:
        return list(findings)
    names = " and ".join(f"`{name}`" for name in changed)
    message = (
        f"your function changed {names}, which it was given: "
        f"`*=`, `+=` and `{changed[0]}[...] =` write into it, and so does writing into a slice of "
        "it, which is a view. Make a new array, or take a `.copy()`"
    )
    if any(finding.right for finding in findings):
        lost = [replace(f, right=False, message=message, diagnosis=CHANGED) for f in findings]
        return say_once([a if f.right else f for f, a in zip(findings, lost, strict=True)])
    told = findings[0].message
    if findings[0].diagnosis in UNRECOGNIZED:  # the changed input may well be the cause
        both = f"{message}. Besides, {told}"
    else:
        both = f"{told.removesuffix('.')}. Besides, {message}"
    return [replace(findings[0], message=both), *findings[1:]]
