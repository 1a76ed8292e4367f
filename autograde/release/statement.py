"""The facts of an assignment, stated once, in the front matter of its `notebook.md`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import yaml

from autograde.errors import CourseError
from autograde.kernel.limits import Limits
from autograde.places import ASSIGNMENTS
from lstm_lib.fetch.lock import DataError, find_lock, read_lock


@dataclass(frozen=True)
class Facts:
    """What the course says about an assignment, wherever it says it.

    `summary` is what a learner does, `chapters` are the ones to read first, and `builds_on` is what
    else the assignment needs. `withhold` names the library's functions that learners write
    themselves, and `without` the packages that they do without. `limits` holds the limits that
    differ from the course's, and `data` the data sets that the notebook loads.
    """

    title: str
    summary: str
    chapters: list[str]
    minutes: int
    builds_on: str = ""
    withhold: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    limits: dict[str, int] = field(default_factory=dict)
    data: list[str] = field(default_factory=list)


def _is_names(value: Any) -> bool:
    """Tell whether a value is a list of strings."""
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


def _is_limits(value: Any) -> bool:
    """Tell whether a value gives a positive whole number to each of some known limits."""
    known = {limit.name for limit in fields(Limits)}
    return isinstance(value, Mapping) and all(
        name in known and type(number) is int and number > 0 for name, number in value.items()
    )


# For each key, a test of its value, and how a message describes a right one.
FORMS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "title": (lambda value: isinstance(value, str), "a line of text"),
    "summary": (lambda value: isinstance(value, str), "a line of text"),
    "chapters": (_is_names, "a list of names, such as [one_step]"),
    "minutes": (lambda value: type(value) is int and value > 0, "a whole number above 0"),
    "builds_on": (lambda value: isinstance(value, str), "a line of text"),
    "withhold": (_is_names, "a list of names, such as [cell.lstm_step]"),
    "without": (_is_names, "a list of names, such as [keras]"),
    "limits": (_is_limits, f"some of {', '.join(f.name for f in fields(Limits))}, each above 0"),
    "data": (_is_names, "a list of names, such as [shakespeare]"),
}
REQUIRED = ("title", "summary", "chapters", "minutes")


def read_facts(path: Path) -> Facts:
    """Read the facts of an assignment.

    Parameters
    ----------
    path : Path
        Its `notebook.md`.

    Returns
    -------
    Facts
        From the key `course` of its front matter.

    Raises
    ------
    CourseError
        If a key is missing or unknown, or its value has the wrong form.

    Examples
    --------
    >>> read_facts(ASSIGNMENTS / "lstm_cell" / "notebook.md").chapters
    ['memory_cell', 'one_step']
    """
    place = f"{path.parent.name}/{path.name}"
    front = re.match(r"---\n(.*?\n)---\n", path.read_text(encoding="utf-8"), re.DOTALL)
    try:
        said = (yaml.safe_load(front[1]) if front else {}).get("course", {})
    except yaml.YAMLError as error:
        raise CourseError(f"The front matter of {place} cannot be read: {error}") from None
    if unknown := sorted(set(said) - set(FORMS)):
        raise CourseError(
            f"The front matter of {place} has the unknown key {', '.join(unknown)}. "
            f"The known keys are: {', '.join(FORMS)}."
        )
    if missing := [key for key in REQUIRED if key not in said]:
        raise CourseError(f"The front matter of {place} lacks {', '.join(missing)}.")
    for key, value in said.items():
        is_right, words = FORMS[key]
        if not is_right(value):
            raise CourseError(f"In the front matter of {place}, {key} is {value!r}, not {words}.")
    if "data" in said:
        _require_data(place, said["data"])
    return Facts(**said)


def _require_data(place: str, names: list[str]) -> None:
    """Refuse data sets that `data.lock` does not name."""
    try:
        known = read_lock(find_lock())
    except DataError as error:
        raise CourseError(str(error)) from None
    if unknown := [name for name in names if name not in known]:
        raise CourseError(
            f"The front matter of {place} names the unknown data set {', '.join(unknown)}. "
            f"The data sets of the course are: {', '.join(known)}."
        )


def assignment_names() -> list[str]:
    """Return the names of the course's assignments, in alphabetical order.

    Returns
    -------
    list of str
        One for each text file.

    Examples
    --------
    >>> "lstm_cell" in assignment_names()
    True
    """
    return sorted(path.parent.name for path in ASSIGNMENTS.glob("*/notebook.md"))


def known_assignment(name: str) -> str:
    """Return the name of an assignment that exists.

    Parameters
    ----------
    name : str
        What a user typed.

    Returns
    -------
    str
        The same.

    Raises
    ------
    CourseError
        If there is no such assignment.

    Examples
    --------
    >>> known_assignment("lstm_sell")
    Traceback (most recent call last):
    autograde.errors.CourseError: There is no assignment 'lstm_sell'. ...
    """
    names = assignment_names()
    if name not in names:
        raise CourseError(
            f"There is no assignment {name!r}. The assignments are: {', '.join(names)}."
        )
    return name
