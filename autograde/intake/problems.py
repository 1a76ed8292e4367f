"""What was handed in, and why a submission cannot be graded, in words that say what to do."""

import os
from pathlib import Path

from autograde.errors import CourseError
from autograde.gradebook.course import Course
from autograde.intake.downloads import of_moodle
from autograde.intake.exercise import exercise_of, is_link, is_untouched, others_in, work_in
from autograde.intake.names import usable_name
from autograde.intake.reading import NoAccess, digest, read_submission
from autograde.intake.strays import collecting, is_litter, strays
from autograde.release.statement import assignment_names


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
        named after no assignment are returned as well; otherwise, only those of them that hold a
        notebook which may belong to these.
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
    found = sorted(
        (place.name, place.parent.name)
        for place in folder.glob("*/*")
        if place.is_dir()
        and not is_litter(place)
        # A link may lead to the root folder: what else is there was not handed in.
        and (place.name in names if is_link(place) else _concerns(place, names))
        and (student is None or place.parent.name in (student, usable_name(student)))
    )
    if student is not None and not found and not strays(course, names, student):
        raise CourseError(f"{student} has handed in nothing for {', '.join(names)} in {folder}.")
    return found


def _concerns(place: Path, names: list[str]) -> bool:
    """Tell whether a folder may hold a submission to one of these assignments."""
    known = assignment_names()
    if place.name in known or names == known:
        return names == known or place.name in names
    stems = {path.stem for path in work_in(place)}
    return any(stem in names or stem not in known for stem in stems)


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
    return released_notebook(course, name).exists()


def released_notebook(course: Course, name: str) -> Path:
    """Return the path of the notebook that learners received.

    Parameters
    ----------
    course : Course
        The class.
    name : str
        The assignment.

    Returns
    -------
    Path
        It may not exist.
    """
    return course.folder("release") / name / f"{name}.ipynb"


def problem_of(course: Course, place: Path, has_mark: bool = False) -> str:
    """Say why a submission's folder cannot be graded.

    Parameters
    ----------
    course : Course
        The class.
    place : Path
        The submission's folder.
    has_mark : bool
        Whether this very file was graded; then it is not asked again which exercise it is.

    Returns
    -------
    str
        Empty if it can be graded.
    """
    try:
        return _of_names(course, place) or _of_file(course, place, has_mark)
    except NoAccess as error:
        return str(error)
    except OSError as error:
        return f"this machine cannot read its folder: {error.strerror}. An earlier mark stays"


def _of_names(course: Course, place: Path) -> str:
    """Say what is wrong with a submission's folder or the student's; empty if nothing is."""
    name, student = place.name, place.parent.name
    for called in (name, student):
        if called != called.strip():
            return f"the name of its folder {called!r} begins or ends with a space: rename it"
    if name not in assignment_names():
        if of_moodle(name):
            return _to_collect(course, "ASSIGNMENT", place)
        return (
            "there is no assignment of this name. "
            f"The assignments are: {', '.join(assignment_names())}"
        )
    if of_moodle(student) and not (course.folder("autograded") / student).exists():
        return _to_collect(course, name, place.parent)
    if (expected := usable_name(student)) != student:
        return (
            "nbgrader, a table or a terminal would misread its folder's name, and "
            f"grading could not change it to {expected}: rename the folder"
        )
    return "" if is_released(course, name) else f"{name} was not released in this course"


def _to_collect(course: Course, name: str, what: Path) -> str:
    """Say how to take in a folder that Moodle made."""
    return (
        "Moodle made this folder, and its name is no student's. Take it in with: "
        f"{collecting(course, name, what)}; then move it out of submitted"
    )


def _of_file(course: Course, place: Path, has_mark: bool) -> str:
    """Say what is wrong with the notebook of a submission; empty if nothing is."""
    name, path = place.name, place / f"{place.name}.ipynb"
    os.listdir(place)  # raises if the folder cannot be read: then nothing would seem to be there
    others = others_in(place)
    if not os.path.lexists(path) and is_link(place):
        return f"it holds no {path.name}, and is a link to another place: ask for the folder itself"
    if not os.path.lexists(path):
        found = f"but {others}" if others else "and no other notebook"
        return f"it holds no {path.name}, {found}: rename it or ask for it again"
    digest(path)  # raises if it cannot be read
    if has_mark and not others:
        return ""
    notebook = read_submission(path)
    if others and is_untouched(notebook, released_notebook(course, name)):
        return (
            f"nobody wrote in its {path.name}, and beside it lies {others}: if that is the "
            f"work, put it in place of {path.name}; otherwise, move it away"
        )
    if (other := exercise_of(notebook, name)) != name:
        return (
            f"its {path.name} is the notebook of {other}: ask for the right one; or, if it was "
            f"meant for {other}, move it to {place.parent.name}/{other}/{other}.ipynb"
        )
    return ""
