"""What was handed in, and why a submission cannot be graded, in words that say what to do."""

import os
from pathlib import Path

from nbgrader.utils import parse_utc

from autograde.errors import CourseError
from autograde.gradebook.course import Course
from autograde.intake.names import usable_name
from autograde.intake.reading import problem_of_reading
from autograde.release.statement import assignment_names

TIME_LIMIT = 1000  # bytes of a file that holds a date and time


def submissions(
    course: Course, names: list[str], student: str | None = None
) -> list[tuple[str, str]]:
    """Return what was handed in: (assignment, student), in alphabetical order.

    Parameters
    ----------
    course : Course
        The class.
    names : list of str
        The assignments to look for. If they are all assignments of the course, folders that are
        named after no assignment are returned as well.
    student : str, optional
        Only this one, by the name of the folder, or by the name that it had before it was changed.

    Returns
    -------
    list of tuple of str
        Empty if nothing was handed in.

    Raises
    ------
    CourseError
        If this student handed nothing in.
    """
    folder = course.folder("submitted")
    everything = names == assignment_names()
    found = sorted(
        (place.name, place.parent.name)
        for place in folder.glob("*/*")
        if place.is_dir()
        and not place.name.startswith(".")
        and (everything or place.name in names)
        and (student is None or place.parent.name in (student, usable_name(student)))
    )
    if student is not None and not found:
        raise CourseError(f"{student} has handed in nothing for {', '.join(names)} in {folder}.")
    return found


def is_released(course: Course, name: str) -> bool:
    """Tell whether an assignment was released.

    Parameters
    ----------
    course : Course
        The class.
    name : str
        The assignment.

    Returns
    -------
    bool
        Whether its notebook is in the class's release.
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
        Empty if it can be graded.
    """
    name = place.name
    if name not in assignment_names():
        return (
            "there is no assignment of this name. "
            f"The assignments are: {', '.join(assignment_names())}"
        )
    student = place.parent.name
    if (expected := usable_name(student)) != student:
        return (
            "nbgrader, a table or a terminal would misread its folder's name, and "
            f"grading could not change it to {expected}: rename the folder"
        )
    if not is_released(course, name):
        return f"{name} was not released in this course"
    if os.path.lexists(file := place / f"{name}.ipynb"):
        return problem_of_reading(file) or _problem_of_time(place / "timestamp.txt")
    others = sorted(path.name for path in place.glob("*.ipynb"))
    found = f"but {', '.join(others)}" if others else "and no other notebook"
    return f"it holds no {name}.ipynb, {found}: rename it or ask for it again"


def _problem_of_time(file: Path) -> str:
    """Say why the time of handing in cannot be read; empty if it can."""
    if not os.path.lexists(file):
        return ""
    try:
        if file.is_symlink() or not file.is_file() or file.stat().st_size > TIME_LIMIT:
            raise ValueError
        parse_utc(file.read_text().strip())
    except (OSError, ValueError, OverflowError):
        return f"its {file.name} holds no date and time: correct it or remove it"
    return ""
