"""Grade a class: every submission by itself, so that one that fails keeps no other waiting."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry

from autograde.course import Course
from autograde.errors import CourseError
from autograde.nbgrading import last_error, open_nbgrader


@dataclass(frozen=True)
class Graded:
    """What became of one submission. `problem` is empty if it has a mark."""

    assignment: str
    student: str
    score: float
    max_score: float
    problem: str = ""


def submissions(course: Course, names: list[str], student: str | None) -> list[tuple[str, str]]:
    """Return what was handed in: (assignment, student), in alphabetical order.

    Parameters
    ----------
    course : Course
        The class.
    names : list of str
        The assignments to look for.
    student : str or None
        Only this one.

    Returns
    -------
    list of tuple of str
        Empty if nothing was handed in.

    Raises
    ------
    CourseError
        If that student handed nothing in.
    """
    folder = course.folder("submitted")
    found = sorted(
        (place.name, place.parent.name)
        for place in folder.glob("*/*")
        if place.is_dir() and place.name in names and student in (None, place.parent.name)
    )
    if student is not None and not found:
        raise CourseError(f"{student} has handed in nothing of {', '.join(names)} in {folder}.")
    return found


def grade(
    course: Course, names: list[str], student: str | None = None, force: bool = False
) -> Iterator[Graded]:
    """Grade submissions one after another, and say of each what became of it.

    Parameters
    ----------
    course : Course
        The class.
    names : list of str
        The assignments.
    student : str, optional
        Only this one.
    force : bool
        Grade again what has a mark and has not changed.

    Yields
    ------
    Graded
        A mark, or the problem that kept it from one; an earlier mark then stays.

    Raises
    ------
    CourseError
        If there is no course, or an assignment was not released in it.
    """
    api = open_nbgrader(course)
    for name in names:
        if not (course.folder("release") / name / f"{name}.ipynb").exists():
            raise CourseError(
                f"{name} was not released in {course.root} yet. "
                f"Run: autograde --course {course.root} release {name}"
            )
    for name, who in submissions(course, names, student):
        place = course.folder("submitted") / who / name
        problem = _problem_of(place, name)
        if not problem:
            again = force or _changed(place, course.folder("autograded") / who / name)
            result = api.autograde(name, who, force=again, create=True)
            problem = "" if result["success"] else last_error(result)
        yield Graded(name, who, *_mark(course, name, who), problem)


def _problem_of(place: Path, name: str) -> str:
    """Say why a submission's folder cannot be graded, or nothing."""
    if (place / f"{name}.ipynb").is_file():
        return ""
    others = sorted(path.name for path in place.glob("*.ipynb"))
    found = f"there is {', '.join(others)}" if others else "there is no notebook at all"
    return f"it holds no {name}.ipynb, {found}: rename it or ask for it again"


def _changed(submitted: Path, autograded: Path) -> bool:
    """Tell whether a submission is newer than what was graded of it."""
    graded = autograded / f"{submitted.name}.ipynb"
    handed_in = submitted / f"{submitted.name}.ipynb"
    return graded.exists() and handed_in.stat().st_mtime > graded.stat().st_mtime


def _mark(course: Course, name: str, student: str) -> tuple[float, float]:
    """Return a submission's score and the highest there is, from the gradebook."""
    with Gradebook(f"sqlite:///{course.gradebook}", "lstm") as gradebook:
        try:
            submission = gradebook.find_submission(name, student)
            return submission.score, submission.max_score
        except MissingEntry:
            return 0.0, gradebook.find_assignment(name).max_score
