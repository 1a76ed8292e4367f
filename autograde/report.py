"""What a class did: marks, attempts, and which diagnosis how often."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry, SubmittedAssignment

from autograde.course import Course
from autograde.errors import CourseError
from autograde.nbgrading import require_gradebook
from autograde.reading import digest
from autograde.record import read
from lstm_lib.checks.verdict import NOT_ATTEMPTED, RIGHT

TEMPLATES = Path(__file__).parent / "templates"

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
    with Gradebook(f"sqlite:///{course.gradebook}", "lstm") as gradebook:
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
    notebook = _graded_notebook(course, who, name)
    handed_in = course.folder("submitted") / who / name / f"{name}.ipynb"
    if notebook is None or (
        handed_in.exists() and read(notebook).get("digest") != digest(handed_in.read_bytes())
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
        "awaits a person" if awaits else written,
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


def as_text(found: Report) -> str:
    """Write a report as tables for a terminal.

    Parameters
    ----------
    found : Report
        A class.

    Returns
    -------
    str
        Three tables; characters that would steer a terminal are taken out of names.
    """
    marks = [(m.student, m.assignment, m.checks, m.written, m.total, m.status) for m in found.marks]
    exercises = [
        (
            e.assignment,
            e.check,
            f"{e.attempted} of {e.submissions}",
            f"{e.right} of {e.submissions}",
        )
        for e in found.exercises
    ]
    diagnoses = [(str(d.count), d.assignment, d.check, d.name) for d in found.diagnoses]
    parts = [
        _table("Marks", ("student", "assignment", "checks", "written", "in all", "status"), marks),
        _table("Exercises", ("assignment", "check", "attempted", "right"), exercises),
        _table("Diagnoses", ("how often", "assignment", "check", "diagnosis"), diagnoses),
    ]
    return "\n\n".join(part for part in parts if part)


def _table(title: str, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """Line up columns under their heads; nothing if there are no rows."""
    if not rows:
        return ""
    safe = [tuple("".join(c if c.isprintable() else "?" for c in t) for t in row) for row in rows]
    widths = [max(len(row[k]) for row in [head, *safe]) for k in range(len(head))]
    lines = [
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in [head, tuple("-" * width for width in widths), *safe]
    ]
    return "\n".join([title, "", *lines])


def as_html(found: Report, path: Path) -> Path:
    """Write a report as one page that needs nothing beside it.

    Parameters
    ----------
    found : Report
        A class.
    path : Path
        The page; it is derived, so an older one is replaced.

    Returns
    -------
    Path
        The same.

    Raises
    ------
    CourseError
        If it cannot be written.
    """
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    page = environment.get_template("report.html.j2").render(report=found)
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise CourseError(f"The report {path} cannot be written: {error.strerror}.") from None
    return path
