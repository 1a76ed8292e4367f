"""Write a class's marks as a table: nbgrader's own, or one that Canvas or Moodle imports."""

import csv
import io
import tempfile
from dataclasses import dataclass
from pathlib import Path

from nbgrader.plugins import CsvExportPlugin

from autograde.errors import CourseError
from autograde.files import write_whole
from autograde.gradebook.course import Course
from autograde.gradebook.nbgrading import gradebook_of, open_nbgrader, require_gradebook
from autograde.intake.marks import FINAL, class_marks
from autograde.intake.names import FORMULA
from autograde.release.statement import assignment_names
from autograde.results.canvas_template import fill_template
from autograde.results.gradetable import canvas_table, harmless, moodle_table, read_class

FILES = {"csv": "grades.csv", "canvas": "grades-canvas.csv", "moodle": "grades-moodle.csv"}
NAMES = ("last_name", "first_name", "email")  # columns of nbgrader's table that describe a person


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
        `csv`: nbgrader's own exporter; `canvas` or `moodle`: what their import pages take.
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
        nothing to write, or a student's name would break the table.
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
        notes = [*of.notes, *table.notes]
    try:
        write_whole(path, text)
    except OSError as error:
        raise CourseError(f"{path} cannot be written: {error.strerror}.") from None
    return Exported(path, holds, tuple(notes))


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


def _nbgraders_table(course: Course, names: list[str]) -> tuple[str, str, list[str]]:
    """Let nbgrader's exporter write its table, and say what is in it."""
    api = open_nbgrader(course)
    with tempfile.TemporaryDirectory() as place, gradebook_of(course) as gradebook:
        draft = Path(place) / "grades.csv"
        CsvExportPlugin(to=str(draft), assignment=names, log=api.log).export(gradebook)
        text = draft.read_text()  # in the encoding that nbgrader wrote
        handed_in = {
            (submission.student_id, assignment.name)
            for assignment in gradebook.assignments
            for submission in assignment.submissions
            if submission.notebooks
        }
    rows = list(csv.reader(io.StringIO(text)))
    head, rows = rows[0], rows[1:]
    for row in rows:
        if len(row) != len(head):
            raise CourseError(
                f"A comma or a quotation mark in a name breaks this row: {','.join(row)!r}. "
                "Change the name in Formgrader's Manage Students, or the submission's folder."
            )
        for k in map(head.index, NAMES):
            row[k] = harmless(row[k])
    student, assignment = head.index("student_id"), head.index("assignment")
    _refuse_formulas([row[student] for row in rows])
    marks = sum((row[student], row[assignment]) in handed_in for row in rows)
    holds = (
        f"{count(len(rows), 'row')}, one for each student and assignment: {count(marks, 'mark')}"
    )
    if others := len(rows) - marks:
        holds += f", and 0 points in {others} where nothing was handed in"
    notes = [
        f"not final, but in the table: {mark.student} {mark.assignment}: {mark.status}"
        if mark.score is not None
        else f"left out: {mark.student} {mark.assignment}: {mark.status}"
        for mark, _ in class_marks(course, names or assignment_names())
        if mark.status != FINAL
    ]
    return _as_csv([head, *rows]), holds, notes
