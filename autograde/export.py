"""Write a class's marks as CSV, through nbgrader's own exporter."""

import csv
import io
import tempfile
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.plugins import CsvExportPlugin

from autograde.course import Course
from autograde.errors import CourseError
from autograde.nbgrading import open_nbgrader, require_gradebook


def export(course: Course, to: Path | None = None, force: bool = False) -> tuple[Path, int]:
    """Write the marks of every learner in every assignment.

    Parameters
    ----------
    course : Course
        The class.
    to : Path, optional
        The file; by default `grades.csv` in the class's folder, which is derived and replaced.
    force : bool
        Replace a file that was named and exists.

    Returns
    -------
    path : Path
        The file.
    rows : int
        How many marks it holds.

    Raises
    ------
    CourseError
        If there is no course or no gradebook, or the file exists or cannot be written, or a
        name would break the table: nbgrader's exporter quotes nothing.
    """
    require_gradebook(course)
    api = open_nbgrader(course)
    path = course.root / "grades.csv" if to is None else to
    if to is not None and to.exists() and not force:
        raise CourseError(f"{to} exists. Name another file, or replace it with --force.")
    with tempfile.TemporaryDirectory() as place:
        draft = Path(place) / "grades.csv"
        plugin = CsvExportPlugin(to=str(draft), log=api.log)
        with Gradebook(course.db_url, "lstm") as gradebook:
            plugin.export(gradebook)
        text = draft.read_text()  # in the encoding that nbgrader wrote
    rows = list(csv.reader(io.StringIO(text)))
    for row in rows:
        if len(row) != len(rows[0]):
            raise CourseError(
                f"A comma or a quotation mark in a name breaks this row: {','.join(row)!r}. "
                "Change the name in Formgrader's Manage Students, or the submission's folder."
            )
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CourseError(f"{path} cannot be written: {error.strerror}.") from None
    return path, len(rows) - 1
