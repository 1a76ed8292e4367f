"""Rebuild a submitted notebook from what was released, and take only the answers from it."""

import itertools
import json
import shutil
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_notebook
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

from autograde.cells import new_cell
from autograde.gradebook.shared import once
from autograde.intake.arrangement import arrange, grade_id, plain_markdown
from autograde.intake.released import Released, answers_of_checks
from autograde.intake.times import FILE, known_time
from autograde.record import read_record, write_record
from autograde.release.source import read_source

SCHEMA_VERSION = 3
SECRET = "submission_secret.txt"  # with it, nbgrader lets the learner fetch feedback
SECRET_LIMIT = 1000  # bytes; nbgrader writes fewer than a hundred


class Restore(NbGraderPreprocessor):
    """Rebuilds a submission, so that no change to its cells causes a crash or costs honest marks.

    Only the sources of solution cells and of free cells are taken from the submission, and lines
    that were added to given cells, in the learner's order. Given cells that were deleted,
    duplicated, re-flagged or edited come back as released.
    """

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Return the rebuilt notebook."""
        of = resources["nbgrader"]
        courses = self.parent.parent.coursedir  # preprocessor -> exporter -> converter
        folder = Path(courses.format_path(courses.source_directory, ".", of["assignment"]))
        source = folder / f"{of['notebook']}.ipynb"
        names = of["assignment"], of["notebook"]
        released, kernelspec = once(read_released, of["db_url"], source, *names)
        converter = self.parent.parent  # preprocessor -> exporter -> converter
        copy_beside(
            Path(converter._format_source(of["assignment"], of["student"])),
            Path(converter._format_dest(of["assignment"], of["student"])),
        )
        return rebuild(nb, released, kernelspec), resources


def copy_beside(submitted: Path, target: Path) -> None:
    """Copy the files that nbgrader itself put beside a submission to where it reads them.

    No other file is copied: `autograde.intake.reading` prevents it. The time is written as nbgrader
    reads it without a guess.

    Parameters
    ----------
    submitted, target : Path
        The submission's folder, and the folder of its graded notebook, which is made.
    """
    target.mkdir(parents=True, exist_ok=True)
    secret = submitted / SECRET
    if secret.is_file() and not secret.is_symlink() and secret.stat().st_size <= SECRET_LIMIT:
        shutil.copy(secret, target)
    if time := known_time(submitted):
        (target / FILE).write_text(f"{time} UTC\n", encoding="utf-8")


def read_released(
    db_url: str, source: Path, assignment: str, notebook: str
) -> tuple[dict[str, Released], dict[str, Any]]:
    """Read the released cells from the gradebook, in the order of the source notebook.

    Parameters
    ----------
    db_url : str
        The gradebook's address.
    source : Path
        The source notebook, which has the order of the cells: the gradebook does not keep it.
    assignment, notebook : str
        Their names.

    Returns
    -------
    tuple of dict
        The cells by their grade_id, and which kernel runs them.
    """
    with Gradebook(db_url) as gradebook:
        found = gradebook.find_notebook(notebook, assignment)
        points = {cell.name: cell.max_score for cell in found.grade_cells}
        solutions = {cell.name for cell in found.solution_cells}
        cells = {
            cell.name: Released(
                cell.source,
                cell.cell_type,
                {
                    "grade_id": cell.name,
                    "schema_version": SCHEMA_VERSION,
                    "cell_type": cell.cell_type,
                    "checksum": cell.checksum,
                    "locked": cell.locked,
                    "grade": cell.name in points,
                    "solution": cell.name in solutions,
                    "task": False,
                    **({"points": points[cell.name]} if cell.name in points else {}),
                },
            )
            for cell in found.source_cells
        }
        kernelspec = json.loads(found.kernelspec or "{}")
    order = [grade_id(cell) for cell in read_source(source).cells]
    return {name: cells[name] for name in order if name in cells}, kernelspec


def rebuild(
    nb: NotebookNode, released: dict[str, Released], kernelspec: dict[str, Any]
) -> NotebookNode:
    """Rebuild a submission from the released cells.

    Parameters
    ----------
    nb : NotebookNode
        The submission.
    released : dict of str to Released
        The released cells by their grade_id, in order.
    kernelspec : dict
        Which kernel runs it.

    Returns
    -------
    NotebookNode
        Every released cell once, and the learner's answers and own cells in their own order.
    """
    arranged = arrange(nb, released)
    rebuilt = new_notebook(metadata={"kernelspec": kernelspec})
    write_record(
        rebuilt,
        **read_record(nb),
        edited=arranged.edited,
        empty=arranged.empty,
        about=answers_of_checks(released),
    )
    number = itertools.count()
    for item in arranged.line:
        if (cell := item.own) is not None:
            cell.id = f"free_{next(number)}"  # no grade_id has an underscore
        else:
            given = released[item.name]
            source = arranged.answers.get(item.name, given.source)
            cell = _given_cell(item.name, given, source)
        rebuilt.cells.append(cell)
    return rebuilt


def _given_cell(name: str, cell: Released, source: str) -> NotebookNode:
    """Make a released cell with the learner's source, if it is theirs to write."""
    if cell.cell_type != "code" and cell.is_solution:
        source = plain_markdown(source)
    return new_cell(cell.cell_type, source, name, {"nbgrader": dict(cell.nbgrader)})
