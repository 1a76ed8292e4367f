"""Grade a class: every submission by itself, so that one that fails keeps no other waiting."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import NbGraderAPI
from nbgrader.utils import parse_utc

from autograde.build import assignment_names
from autograde.course import Course
from autograde.errors import CourseError
from autograde.nbgrading import last_error, open_nbgrader, require_gradebook
from autograde.reading import digest
from autograde.record import read


@dataclass(frozen=True)
class Graded:
    """What became of one submission. `problem` is empty if it has a mark."""

    assignment: str
    student: str
    score: float
    max_score: float
    problem: str = ""


def submissions(
    course: Course, names: list[str], student: str | None = None
) -> list[tuple[str, str]]:
    """Return what was handed in: (assignment, student), in alphabetical order.

    Parameters
    ----------
    course : Course
        The class.
    names : list of str
        The assignments to look for; all of them include folders of names that no assignment has.
    student : str, optional
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
    everything = names == assignment_names()
    found = sorted(
        (place.name, place.parent.name)
        for place in folder.glob("*/*")
        if place.is_dir()
        and not place.name.startswith(".")
        and (everything or place.name in names)
        and student in (None, place.parent.name)
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
        If there is no course, or nothing of these assignments was released in it.
    """
    require_gradebook(course)
    if not any(_is_released(course, name) for name in names):
        raise CourseError(
            f"{', '.join(names)}: not released in {course.root} yet. "
            f"Run: autograde --course {course.root} release"
        )
    api = open_nbgrader(course)
    for name, who in submissions(course, names, student):
        place = course.folder("submitted") / who / name
        problem = _problem_of(course, place)
        if not problem and (force or not _is_graded(course, place)):
            problem = _grade_one(api, course, place)
        yield Graded(name, who, *_mark(course, name, who), problem)


def _grade_one(api: NbGraderAPI, course: Course, place: Path) -> str:
    """Grade one submission, and say what went wrong, or nothing."""
    graded = _autograded(course, place)
    before = graded.read_bytes() if graded.exists() else None
    # Forced, since what lies there is of an older submission or of a run cut short.
    result = api.autograde(place.name, place.parent.name, force=True, create=True)
    if result["success"]:
        return ""
    if before is not None:  # nbgrader removes it, and keeps the mark that it gives the reasons for
        graded.parent.mkdir(parents=True, exist_ok=True)
        graded.write_bytes(before)
    return last_error(result)


def _autograded(course: Course, submitted: Path) -> Path:
    """Return where the graded notebook of a submission's folder lies."""
    student, name = submitted.parent.name, submitted.name
    return course.folder("autograded") / student / name / f"{name}.ipynb"


def _is_released(course: Course, name: str) -> bool:
    """Tell whether learners can have an assignment."""
    return (course.folder("release") / name / f"{name}.ipynb").exists()


def _problem_of(course: Course, place: Path) -> str:
    """Say why a submission's folder cannot be graded, or nothing."""
    name = place.name
    if name not in assignment_names():
        return f"there is no assignment of this name. There are: {', '.join(assignment_names())}"
    if set(place.parent.name) & set("*?[]"):
        return "nbgrader reads * ? [ ] in a student's name as a pattern: rename the folder"
    if not _is_released(course, name):
        return f"{name} was not released in this course"
    if (place / f"{name}.ipynb").is_file():
        return _problem_of_time(place / "timestamp.txt")
    others = sorted(path.name for path in place.glob("*.ipynb"))
    found = f"there is {', '.join(others)}" if others else "there is no notebook at all"
    return f"it holds no {name}.ipynb, {found}: rename it or ask for it again"


def _problem_of_time(file: Path) -> str:
    """Say why the time of handing in cannot be read, or nothing."""
    if not file.exists():
        return ""
    try:
        parse_utc(file.read_text().strip())
    except (OSError, ValueError, OverflowError):
        return f"its {file.name} holds no date and time: mend it or take it away"
    return ""


def _is_graded(course: Course, submitted: Path) -> bool:
    """Tell whether this very file was graded, to the end."""
    graded = _autograded(course, submitted)
    if not graded.exists():
        return False
    record = read(nbformat.read(graded, as_version=4))
    handed_in = digest((submitted / graded.name).read_bytes())
    return bool(record.get("judged")) and record.get("digest") == handed_in


def _mark(course: Course, name: str, student: str) -> tuple[float, float]:
    """Return a submission's score and the highest there is, from the gradebook."""
    with Gradebook(f"sqlite:///{course.gradebook}", "lstm") as gradebook:
        try:
            submission = gradebook.find_submission(name, student)
            return submission.score, submission.max_score
        except MissingEntry:
            pass
        try:
            return 0.0, gradebook.find_assignment(name).max_score
        except MissingEntry:
            return 0.0, 0.0
