"""Write a class's marks as a table: nbgrader's own, or one that Canvas or Moodle imports."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Assignment, Student, SubmittedAssignment

from autograde.errors import CourseError
from autograde.files import write_whole
from autograde.gradebook.course import Course
from autograde.gradebook.nbgrading import gradebook_of, require_gradebook
from autograde.intake.marks import FINAL, class_marks
from autograde.intake.names import FORMULA
from autograde.release.statement import assignment_names
from autograde.results.canvas_template import fill_template
from autograde.results.gradetable import canvas_table, harmless, moodle_table, not_final, read_class

FILES = {"csv": "grades.csv", "canvas": "grades-canvas.csv", "moodle": "grades-moodle.csv"}
COLUMNS = (  # of nbgrader's own table
    *("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"),
    *("raw_score", "late_submission_penalty", "score", "max_score"),
)


@dataclass(frozen=True)
class Exported:
    """A file that was written, what it holds in words, and notes about it."""

    path: Path
    holds: str
    notes: tuple[str, ...]


def export(
    course: Course,
    kind: str = "csv",
    to: Path | None = None,
    force: bool = False,
    names: list[str] | None = None,
    every: bool = False,
    template: Path | None = None,
) -> Exported:
    """Write the marks of every learner.

    Parameters
    ----------
    course : Course
        The class.
    kind : str
        `csv`: the table of nbgrader's exporter; `canvas` or `moodle`: what their import pages take.
    to : Path, optional
        The file; by default one in the class's folder, which may be replaced.
    force : bool
        Replace the file if it was named and exists.
    names : list of str, optional
        The assignments; by default all in the gradebook.
    every : bool
        Also write marks that are not final; nbgrader's own table always holds them.
    template : Path, optional
        A gradebook that Canvas exported, to fill the marks into.

    Returns
    -------
    Exported
        The file, and what is in it.

    Raises
    ------
    CourseError
        If there is no course or no gradebook, the file exists or cannot be written, there is
        nothing to write, or a spreadsheet would run a student's id.
    """
    require_gradebook(course)
    if template and kind != "canvas":
        raise CourseError("--template is a gradebook that Canvas exported: add --format canvas.")
    path = course.root / FILES[kind] if to is None else to
    if to is not None and to.exists() and not force:
        raise CourseError(f"{to} exists. Name another file, or replace it with --force.")
    if kind == "csv":
        text, holds, notes = _nbgraders_table(course, names or [])
    else:
        of = read_class(course, names or [], every)
        _refuse_formulas([learner.name for learner in of.learners])
        if template:
            table = fill_template(of, template)
        else:
            table = canvas_table(of) if kind == "canvas" else moodle_table(of)
        text = _as_csv(table.rows)
        holds = ", ".join(
            count(n, what)
            for n, what in (
                (table.learners, "learner"),
                (table.assignments, "assignment"),
                (table.marks, "mark"),
            )
        )
        notes = (*of.notes, *table.notes)
    try:
        write_whole(path, text)
    except OSError as error:
        raise CourseError(f"{path} cannot be written: {error.strerror}.") from None
    return Exported(path, holds, notes)


def count(n: int, what: str) -> str:
    """Return a number with its noun, in the singular or plural.

    Parameters
    ----------
    n : int
        How many.
    what : str
        The noun; its plural ends in s.

    Returns
    -------
    str
        The number and the noun.

    Examples
    --------
    >>> count(1, "mark"), count(2, "mark")
    ('1 mark', '2 marks')
    """
    return f"{n} {what}" if n == 1 else f"{n} {what}s"


def _as_csv(rows: list[list[str]]) -> str:
    """Write rows as CSV, with quotes only where a cell needs them."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _refuse_formulas(students: list[str]) -> None:
    """Refuse an id that a spreadsheet would run; a changed id would name another student."""
    for name in students:
        if name.startswith(FORMULA):
            raise CourseError(
                f"A spreadsheet takes the student's name {name!r} for a formula. Rename the folder "
                f"in submitted/ and grade again, and remove {name!r} from the gradebook: "
                f"nbgrader db student remove -- {name}"
            )


def _nbgraders_table(course: Course, names: list[str]) -> tuple[str, str, tuple[str, ...]]:
    """Write the table of nbgrader's exporter, and say what is in it.

    That exporter itself writes no quotation marks, so a comma in a name would shift its columns,
    and it cannot write a name for which this machine's own encoding has no sign.
    """
    rows, marks = [], 0
    with gradebook_of(course) as gradebook:
        students = list(gradebook.students)
        _refuse_formulas([student.id for student in students])
        for assignment in gradebook.assignments:
            if names and assignment.name not in names:
                continue
            found = {one.student_id: one for one in assignment.submissions}
            for student in students:
                submission = found.get(student.id)
                rows.append(_row(assignment, student, submission))
                marks += bool(submission and submission.notebooks)
    holds = (
        f"{count(len(rows), 'row')}, one for each student and assignment: {count(marks, 'mark')}"
    )
    if others := len(rows) - marks:
        holds += f", and 0 points in {others} where nothing was handed in"
    left = [m for m, _ in class_marks(course, names or assignment_names()) if m.status != FINAL]
    notes = not_final(left, "not final, but in the table if there are points")
    return _as_csv([list(COLUMNS), *rows]), holds, notes


def _row(
    assignment: Assignment, student: Student, submission: SubmittedAssignment | None
) -> list[str]:
    """Return the row of a student and an assignment: 0 points if nothing was handed in."""
    person = (student.last_name, student.first_name, student.email)
    score = submission.score if submission else 0.0
    penalty = submission.late_submission_penalty or 0.0 if submission else 0.0
    cells = (
        assignment.name,
        assignment.duedate,
        submission.timestamp if submission else None,
        student.id,
        *(harmless(name or "") for name in person),
        score,
        penalty,
        max(0.0, score - penalty),
        assignment.max_score,
    )
    return ["" if cell is None else str(cell) for cell in cells]
