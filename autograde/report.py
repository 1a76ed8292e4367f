"""What a class did: marks, attempts, and which diagnosis how often."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry, SubmittedAssignment

from autograde.course import Course
from autograde.errors import CourseError
from autograde.nbgrading import require_gradebook
from autograde.reading import digest
from autograde.record import read
from lstm_lib.checks.verdict import NOT_ATTEMPTED, RIGHT

FINAL = "final"
NOT_FINAL = "not final"
NOT_GRADED = "not graded yet"
UNREADABLE = "could not be read"
STALE = "an older mark: grade again"


@dataclass(frozen=True)
class Mark:
    """One submission's points, as they are shown: of the checks, written, and in all."""

    student: str
    assignment: str
    checks: str = "–"
    written: str = "–"
    total: str = "–"
    status: str = NOT_GRADED


@dataclass(frozen=True)
class Exercise:
    """How one check went in the class: counts of submissions."""

    assignment: str
    check: str
    submissions: int
    attempted: int
    right: int


@dataclass(frozen=True)
class Diagnosis:
    """How many submissions one wrong answer, or one status, was found in."""

    assignment: str
    check: str
    name: str
    count: int


@dataclass(frozen=True)
class Report:
    """A class: its marks, its exercises, and the diagnoses by frequency."""

    course: Path
    marks: tuple[Mark, ...]
    exercises: tuple[Exercise, ...]
    diagnoses: tuple[Diagnosis, ...]


def points(score: float, of: float) -> str:
    """Write points as people do.

    Parameters
    ----------
    score, of : float
        Points, and the most there are.

    Returns
    -------
    str
        Without needless zeros.

    Examples
    --------
    >>> points(6.5, 13.0)
    '6.5 of 13'
    """
    return f"{round(score, 2):g} of {round(of, 2):g}"


def report(course: Course, names: list[str]) -> Report:
    """Read the gradebook, and the verdicts in the graded notebooks. Nothing is changed.

    Parameters
    ----------
    course : Course
        The class.
    names : list of str
        The assignments to report.

    Returns
    -------
    Report
        In alphabetical order; diagnoses by frequency.

    Raises
    ------
    CourseError
        If there is no course, or nothing was handed in.
    """
    require_gradebook(course)
    handed_in = {
        (place.parent.name, place.name)
        for place in course.folder("submitted").glob("*/*")
        if place.is_dir() and place.name in names
    }
    marks = {}
    with Gradebook(course.db_url, "lstm") as gradebook:
        for name in names:
            for mark in _marks(gradebook, course, name):
                marks[mark.student, name] = mark
    for student, name in handed_in - set(marks):
        marks[student, name] = Mark(student, name)
    if not marks:
        raise CourseError(
            f"Nothing of {', '.join(names)} was handed in: {course.folder('submitted')} holds "
            "STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb for each submission."
        )
    records = list(_records(course, marks.values()))
    return Report(
        course.root,
        tuple(marks[key] for key in sorted(marks)),
        _exercises(records),
        _diagnoses(records),
    )


def _marks(gradebook: Gradebook, course: Course, name: str) -> Iterator[Mark]:
    """Read the marks of one assignment; a folder that held no notebook has none."""
    try:
        submissions = gradebook.find_assignment(name).submissions
    except MissingEntry:
        return
    for submission in submissions:
        if submission.notebooks:
            yield _mark(submission, course, name)


def _mark(submission: SubmittedAssignment, course: Course, name: str) -> Mark:
    """Read one submission's points."""
    who, awaits = submission.student.id, submission.needs_manual_grade
    penalty = submission.late_submission_penalty or 0
    written = points(submission.written_score, submission.max_written_score)
    open_grades = [g for n in submission.notebooks for g in n.grades if g.needs_manual_grade]
    if any(grade.manual_score is None for grade in open_grades):
        written = "awaits a person"
    elif open_grades:  # nbgrader asks for a second look after each new grading
        written += ", to review"
    notebook = _graded_notebook(course, who, name)
    handed_in = course.folder("submitted") / who / name / f"{name}.ipynb"
    if notebook is None or (
        os.path.lexists(handed_in) and read(notebook).get("digest") != digest(handed_in)
    ):
        status = STALE
    elif "unreadable" in read(notebook):
        status = UNREADABLE
    else:
        status = NOT_FINAL if awaits else FINAL
    return Mark(
        who,
        name,
        points(submission.code_score, submission.max_code_score),
        written,
        points(max(0, submission.score - penalty), submission.max_score),
        status,
    )


def _graded_notebook(course: Course, student: str, name: str) -> NotebookNode | None:
    """Read the graded notebook of a submission, if there is one."""
    path = course.folder("autograded") / student / name / f"{name}.ipynb"
    try:
        return nbformat.read(path, as_version=4)
    except (OSError, ValueError, nbformat.ValidationError):
        return None


def _records(course: Course, marks: Iterable[Mark]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Read the verdicts that grading left in the notebooks: (assignment, record of a cell)."""
    for mark in marks:
        if mark.status not in (FINAL, NOT_FINAL):
            continue
        notebook = _graded_notebook(course, mark.student, mark.assignment)
        for cell in notebook.cells if notebook else ():
            if "check" in (record := read(cell)):
                yield mark.assignment, record


def _exercises(records: list[tuple[str, dict[str, Any]]]) -> tuple[Exercise, ...]:
    """Count attempts and right answers, in the order of the notebooks."""
    total: Counter[tuple[str, str]] = Counter()
    attempted, right = Counter(total), Counter(total)
    for name, record in records:
        key = (name, record["check"])
        total[key] += 1
        attempted[key] += record["status"] != NOT_ATTEMPTED
        right[key] += record["status"] == RIGHT
    order = sorted(total, key=lambda key: key[0])  # stable: checks stay in their order
    return tuple(
        Exercise(name, check, total[name, check], attempted[name, check], right[name, check])
        for name, check in order
    )


def _diagnoses(records: list[tuple[str, dict[str, Any]]]) -> tuple[Diagnosis, ...]:
    """Count diagnoses, the most frequent first; what was not attempted is none."""
    count = Counter(
        (name, record["check"], diagnosis)
        for name, record in records
        for diagnosis in dict.fromkeys(record["diagnoses"])
        if diagnosis != NOT_ATTEMPTED
    )
    order = sorted(count, key=lambda key: (-count[key], key))
    return tuple(Diagnosis(*key, count[key]) for key in order)
