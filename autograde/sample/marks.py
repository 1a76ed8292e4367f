"""The sample class's marks, compared with the expected ones."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import nbformat
from nbgrader.api import Gradebook, MissingEntry

from autograde.gradebook.course import Course
from autograde.gradebook.nbgrading import gradebook_of, require_gradebook
from autograde.record import read_record
from autograde.sample.submissions import Submission


@dataclass(frozen=True)
class Compared:
    """A submission and the mark that it got; `given` is None if it has no mark."""

    submission: Submission
    given: float | None
    diagnoses: list[str]

    @property
    def agrees(self) -> bool:
        """Whether the mark and the diagnoses are the expected ones."""
        return (self.given, self.diagnoses) == (
            self.submission.mark,
            sorted(self.submission.diagnoses),
        )


def compare(course: Course, submissions: Iterable[Submission]) -> list[Compared]:
    """Compare the marks that were given with the expected ones.

    Parameters
    ----------
    course : Course
        The sample class, graded.
    submissions : iterable of Submission
        Its submissions.

    Returns
    -------
    list of Compared
        One for each submission. Only automatic points count: a person may mark the rest.

    Raises
    ------
    CourseError
        If there is no course yet.
    """
    require_gradebook(course)
    with gradebook_of(course) as gradebook:
        return [
            Compared(one, _automatic_score(gradebook, one), _diagnoses(course, one))
            for one in submissions
        ]


def _automatic_score(gradebook: Gradebook, one: Submission) -> float | None:
    """Return what the checks gave, or None if nothing was graded."""
    try:
        notebook = gradebook.find_submission_notebook(one.assignment, one.assignment, one.student)
    except MissingEntry:
        return None
    return sum(grade.auto_score or 0.0 for grade in notebook.grades)


def _diagnoses(course: Course, one: Submission) -> list[str]:
    """Return the diagnoses that the graded notebook records, each once."""
    path = course.folder("autograded") / one.student / one.assignment / f"{one.assignment}.ipynb"
    if not path.exists():
        return []
    records: list[dict[str, Any]] = [
        read_record(c) for c in nbformat.read(path, as_version=4).cells
    ]
    return sorted({name for record in records for name in record.get("diagnoses", [])})


def table(compared: Iterable[Compared]) -> str:
    """Write the comparison as a table for the terminal.

    Parameters
    ----------
    compared : iterable of Compared
        The rows.

    Returns
    -------
    str
        A line for each submission, and a summary line.
    """
    compared = list(compared)
    head = ("student", "assignment", "what it shows", "expected", "given", "")
    rows = [
        (
            row.submission.student,
            row.submission.assignment,
            row.submission.shows,
            f"{row.submission.mark:g}",
            "none" if row.given is None else f"{row.given:g}",
            "as expected" if row.agrees else _difference(row),
        )
        for row in compared
    ]
    widths = [max(len(row[k]) for row in (head, *rows)) for k in range(len(head))]
    lines = [
        "  ".join(f"{text:{'>' if k in (3, 4) else '<'}{widths[k]}}" for k, text in enumerate(row))
        for row in (head, *rows)
    ]
    agreeing = sum(row.agrees for row in compared)
    lines.append(f"{agreeing} of {len(rows)} submissions got the expected mark and reasons.")
    return "\n".join(line.rstrip() for line in lines)


def _difference(row: Compared) -> str:
    """Say how a submission's result differs from the expected one."""
    if row.given is None:
        return "NOT GRADED"
    if row.given != row.submission.mark:
        return "DIFFERENT MARK"
    expected = ", ".join(sorted(row.submission.diagnoses)) or "none"
    return f"DIFFERENT REASONS: {', '.join(row.diagnoses) or 'none'}; expected: {expected}"
