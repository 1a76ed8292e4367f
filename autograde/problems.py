"""Why a submission cannot be graded, in words that say what to do."""

import os
import unicodedata
from pathlib import Path

from nbgrader.utils import parse_utc

from autograde.build import assignment_names
from autograde.course import Course

TIME_LIMIT = 1000  # bytes of a file that holds a date and time
UNWRITABLE = ("Cc", "Cs")  # Unicode's control characters and halves of characters
FORMULA = ("=", "+", "-", "@")  # a cell that begins so is one, for a spreadsheet


def is_released(course: Course, name: str) -> bool:
    """Tell whether learners can have an assignment.

    Parameters
    ----------
    course : Course
        The class.
    name : str
        The assignment.

    Returns
    -------
    bool
        Whether its notebook lies in the class's release.
    """
    return (course.folder("release") / name / f"{name}.ipynb").exists()


def problem_of(course: Course, place: Path) -> str:
    """Say why a submission's folder cannot be graded.

    Parameters
    ----------
    course : Course
        The class.
    place : Path
        The submission's folder.

    Returns
    -------
    str
        Nothing if it can be.
    """
    name = place.name
    if name not in assignment_names():
        return f"there is no assignment of this name. There are: {', '.join(assignment_names())}"
    if problem := problem_of_name(place.parent.name):
        return problem
    if not is_released(course, name):
        return f"{name} was not released in this course"
    if os.path.lexists(place / f"{name}.ipynb"):
        return _problem_of_time(place / "timestamp.txt")
    others = sorted(path.name for path in place.glob("*.ipynb"))
    found = f"there is {', '.join(others)}" if others else "there is no notebook at all"
    return f"it holds no {name}.ipynb, {found}: rename it or ask for it again"


def problem_of_name(student: str) -> str:
    """Say why a folder's name cannot be a student's.

    Parameters
    ----------
    student : str
        The name.

    Returns
    -------
    str
        Nothing if it can be.

    Examples
    --------
    >>> problem_of_name("ada*")
    "nbgrader reads * ? [ ] in a student's name as a pattern: rename the folder"
    """
    if set(student) & set("*?[]"):
        return "nbgrader reads * ? [ ] in a student's name as a pattern: rename the folder"
    if set(student) & set(',"'):
        return "a comma or a quotation mark in a name breaks the exported table: rename the folder"
    if student.startswith(FORMULA):
        return "a spreadsheet takes a name with = + - @ in front for a formula: rename the folder"
    if any(unicodedata.category(c) in UNWRITABLE for c in student):
        return "a student's name holds a character that cannot be printed: rename the folder"
    return ""


def _problem_of_time(file: Path) -> str:
    """Say why the time of handing in cannot be read, or nothing."""
    if not os.path.lexists(file):
        return ""
    try:
        if file.is_symlink() or not file.is_file() or file.stat().st_size > TIME_LIMIT:
            raise ValueError
        parse_utc(file.read_text().strip())
    except (OSError, ValueError, OverflowError):
        return f"its {file.name} holds no date and time: mend it or take it away"
    return ""
