"""The marks of a class: what the gradebook holds, and whether each is final."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry, SubmittedAssignment

from autograde.gradebook.course import Course
from autograde.gradebook.nbgrading import gradebook_of
from autograde.intake.reading import NoAccess, digest
from autograde.intake.times import problem_of_time
from autograde.record import read_record

FINAL = "final"
NOT_FINAL = "not final"
NOT_GRADED = "not graded yet"
UNREADABLE = "could not be read"
STALE = "an older mark: grade again"


@dataclass(frozen=True)
class Mark:
    """One submission's points, as they are shown: for checks, for written answers, and in total.

    `score` is the total as a number, less what was taken off for lateness. `share` is the share of
    the checks' points that was reached. Both are None if there is no mark.
    """

    student: str
    assignment: str
    checks: str = "–"
    written: str = "–"
    total: str = "–"
    status: str = NOT_GRADED
    score: float | None = None
    share: float | None = None


def points(score: float, of: float) -> str:
    """Write points as a person would.

    Parameters
    ----------
    score, of : float
        The points, and their maximum.

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


def class_marks(course: Course, names: list[str]) -> Iterator[tuple[Mark, NotebookNode | None]]:
    """Read the mark of every submission, and list what was handed in and has none.

    Parameters
    ----------
    course : Course
        The class.
    names : list of str
        The assignments.

    Yields
    ------
    mark : Mark
        In the order of `names`, then by student.
    graded : NotebookNode or None
        The graded notebook, if it can be read.
    """
    with gradebook_of(course) as gradebook:
        for name in names:
            try:
                found = {s.student_id: s for s in gradebook.find_assignment(name).submissions}
            except MissingEntry:
                found = {}
            # For a folder without a notebook, nbgrader stores a submission but no mark.
            found = {who: s for who, s in found.items() if s.notebooks}
            today = released_points(gradebook, name)
            handed_in = {p.parent.name for p in course.folder("submitted").glob(f"*/{name}")}
            for who in sorted(found.keys() | handed_in):
                if (submission := found.get(who)) is None:
                    yield Mark(who, name), None
                    continue
                graded = graded_notebook(course, who, name)
                yield _mark(submission, course, name, graded, today), graded


def _mark(
    submission: SubmittedAssignment,
    course: Course,
    name: str,
    graded: NotebookNode | None,
    today: dict[str, float],
) -> Mark:
    """Read one submission's points."""
    score = max(0.0, submission.score - (submission.late_submission_penalty or 0))
    written = points(submission.written_score, submission.max_written_score)
    open_grades = [g for n in submission.notebooks for g in n.grades if g.needs_manual_grade]
    if any(grade.manual_score is None for grade in open_grades):
        written = "awaits a person"
    elif open_grades:  # nbgrader asks for a review after each new grading
        written += ", to review"
    return Mark(
        submission.student_id,
        name,
        points(submission.code_score, submission.max_code_score),
        written,
        points(score, submission.max_score),
        status_of(submission, course, graded, today),
        score,
        submission.code_score / (submission.max_code_score or 1),
    )


def status_of(
    submission: SubmittedAssignment,
    course: Course,
    graded: NotebookNode | None,
    today: dict[str, float],
) -> str:
    """Tell whether a mark is final: the one answer of report, feedback and export.

    Parameters
    ----------
    submission : SubmittedAssignment
        The submission in the gradebook.
    course : Course
        The class.
    graded : NotebookNode or None
        Its graded notebook, if it can be read.
    today : dict of str to float
        The points of each graded cell, as `released_points` returns them.

    Returns
    -------
    str
        One of the words at the top of this module.
    """
    name = submission.name
    handed_in = course.folder("submitted") / submission.student_id / name / f"{name}.ipynb"
    if graded is None or not is_current(graded, handed_in, today):
        return STALE
    if "unreadable" in read_record(graded):
        return UNREADABLE
    if submission.needs_manual_grade or problem_of_time(handed_in.parent):
        return NOT_FINAL
    return FINAL


def is_current(graded: NotebookNode, handed_in: Path, today: dict[str, float]) -> bool:
    """Tell whether a mark belongs to this very file, is complete, and counts today's points.

    Parameters
    ----------
    graded : NotebookNode
        The graded notebook.
    handed_in : Path
        The submission; if it is gone, or this machine cannot read it, the mark stays valid.
    today : dict of str to float
        The points of each graded cell, as `released_points` returns them.

    Returns
    -------
    bool
        Whether it needs no grading.
    """
    record = read_record(graded)
    if not record.get("judged") or _points_of(graded) != today:
        return False
    try:
        return not os.path.lexists(handed_in) or record.get("digest") == digest(handed_in)
    except NoAccess:
        return True


def _points_of(graded: NotebookNode) -> dict[str, float]:
    """Return the points of each graded cell, as they were when the notebook was graded."""
    cells = [cell.metadata.get("nbgrader", {}) for cell in graded.cells]
    return {c["grade_id"]: c.get("points", 0.0) for c in cells if c.get("grade")}


def released_points(gradebook: Gradebook, name: str) -> dict[str, float]:
    """Return the points of each graded cell, as they were released last.

    Parameters
    ----------
    gradebook : Gradebook
        The class's gradebook.
    name : str
        The assignment.

    Returns
    -------
    dict of str to float
        By `grade_id`; empty if the assignment was not released.
    """
    try:
        cells = gradebook.find_notebook(name, name).grade_cells
    except MissingEntry:
        return {}
    return {cell.name: cell.max_score for cell in cells}


def graded_notebook(course: Course, student: str, name: str) -> NotebookNode | None:
    """Read the graded notebook of a submission.

    Parameters
    ----------
    course : Course
        The class.
    student, name : str
        The student, and the assignment.

    Returns
    -------
    NotebookNode or None
        None if there is none that can be read.
    """
    path = course.folder("autograded") / student / name / f"{name}.ipynb"
    try:
        return nbformat.read(path, as_version=4)
    except (OSError, ValueError, nbformat.ValidationError):
        return None
