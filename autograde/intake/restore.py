"""Rebuild a submitted notebook from what was released, and take only the answers from it."""

import json
import re
import shutil
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_notebook
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

from autograde.cells import new_cell
from autograde.intake.times import FILE, known_time
from autograde.record import read_record, write_record
from autograde.release.source import read_source

SCHEMA_VERSION = 3
SECRET = "submission_secret.txt"  # with it, nbgrader lets the learner fetch feedback


@dataclass(frozen=True)
class Released:
    """A cell as it was released: its source, and the metadata that nbgrader gave it."""

    source: str
    cell_type: str
    nbgrader: dict[str, Any]

    @property
    def is_solution(self) -> bool:
        """Whether the learner writes here."""
        return bool(self.nbgrader["solution"])


class Restore(NbGraderPreprocessor):
    """Rebuilds a submission, so that no change to its cells causes a crash or costs honest marks.

    Only the sources of solution cells and of free cells are taken from the submission, in the
    learner's order. Given cells that were deleted, duplicated, re-flagged or edited come back as
    released.
    """

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Return the rebuilt notebook."""
        of = resources["nbgrader"]
        courses = self.parent.parent.coursedir  # preprocessor -> exporter -> converter
        folder = Path(courses.format_path(courses.source_directory, ".", of["assignment"]))
        source = folder / f"{of['notebook']}.ipynb"
        released, kernelspec = read_released(of["db_url"], source, of["assignment"], of["notebook"])
        self._copy_beside(of)
        return rebuild(nb, released, kernelspec), resources

    def _copy_beside(self, of: dict[str, str]) -> None:
        """Copy the files that nbgrader itself put beside the submission to where it reads them.

        No other file is copied: `autograde.intake.reading` prevents it. The time is written as
        nbgrader reads it without a guess.
        """
        converter = self.parent.parent  # preprocessor -> exporter -> converter
        source, target = (
            Path(place(of["assignment"], of["student"]))
            for place in (converter._format_source, converter._format_dest)
        )
        target.mkdir(parents=True, exist_ok=True)
        if (source / SECRET).is_file() and not (source / SECRET).is_symlink():
            shutil.copy(source / SECRET, target)
        if time := known_time(source):
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
    order = [_grade_id(cell) for cell in read_source(source).cells]
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
        Every released cell once, in the released order, with the learner's answers. A cell that
        the learner added follows the same released cell as before.
    """
    answers, added, seen, edited = _sort_cells(nb, released)
    rebuilt = new_notebook(metadata={"kernelspec": kernelspec})
    write_record(rebuilt, **read_record(nb), edited=edited)
    cells, waiting = rebuilt.cells, added[""]
    for name, cell in released.items():
        # A deleted stub comes back before the cells that were added in its place, so that it does
        # not undo an answer in one of them. A deleted check comes back after them.
        if name in seen or cell.nbgrader["grade"]:
            cells += waiting
            waiting = []
        cells.append(_given_cell(name, cell, answers.get(name, cell.source)))
        waiting += added[name]
    cells += waiting
    for number, cell in enumerate(cell for cell in cells if "nbgrader" not in cell.metadata):
        cell.id = f"free_{number}"  # no grade_id has an underscore
    return rebuilt


def _grade_id(cell: NotebookNode) -> str:
    """Return a cell's grade_id, or an empty string, whatever its metadata holds."""
    given = cell.metadata.get("nbgrader")
    name = given.get("grade_id") if isinstance(given, dict) else None
    return name if isinstance(name, str) else ""


def _names(nb: NotebookNode, released: dict[str, Released]) -> list[str]:
    """Return the grade_id of each cell, or an empty string for a cell that was not released.

    Some tools remove all metadata. Then a cell is recognized by its id, or by its given source.
    """
    names = [_grade_id(cell) for cell in nb.cells]
    if any(name in released for name in names):
        return names
    given = {cell.source: name for name, cell in released.items() if not cell.is_solution}
    ids = [cell.get("id") for cell in nb.cells]
    return [
        name if name in released else given.get(cell.source, "")
        for name, cell in zip(ids, nb.cells, strict=True)
    ]


def _sort_cells(
    nb: NotebookNode, released: dict[str, Released]
) -> tuple[dict[str, str], dict[str, list[NotebookNode]], set[str], list[str]]:
    """Sort a submission: answers, cells added after each given one, names seen, names edited.

    Splitting a cell in JupyterLab copies its metadata, so an answer may stand in several cells:
    all but the first count as added. A copy that still holds the stub is no answer.
    """
    answers: dict[str, str] = {}
    added: dict[str, list[NotebookNode]] = defaultdict(list)
    seen: set[str] = set()
    edited: list[str] = []
    before = ""
    for cell, name in zip(nb.cells, _names(nb, released), strict=True):
        source = _text(cell.source)
        if name not in released:
            if source.strip():
                added[before].append(_free_cell(cell.cell_type, source))
            continue
        given = released[name]
        if name not in seen:
            before = name
            seen.add(name)
        if not given.is_solution:
            if source != given.source and name not in edited:
                edited.append(name)
        elif source == given.source:
            continue
        elif name in answers:
            added[before].append(_free_cell(given.cell_type, source))
        else:
            answers[name] = source
    return answers, added, seen, edited


def _text(source: str) -> str:
    """Return a source that can be written as UTF-8: JSON may hold a lone surrogate."""
    return source.encode("utf-8", "replace").decode()


def _given_cell(name: str, cell: Released, source: str) -> NotebookNode:
    """Make a released cell with the learner's source, if it is theirs to write."""
    if cell.cell_type != "code" and cell.is_solution:
        source = _plain_markdown(source)
    return new_cell(cell.cell_type, source, name, {"nbgrader": dict(cell.nbgrader)})


def _free_cell(cell_type: str, source: str) -> NotebookNode:
    """Make a cell of the learner's own; its id is set when its place is known."""
    return new_cell(cell_type, source if cell_type == "code" else _plain_markdown(source), "")


def _plain_markdown(source: str) -> str:
    """Show HTML tags, and TeX that makes links, as text: an instructor's browser would run them."""
    source = re.sub(r"<(?=[A-Za-z/!?])", "&lt;", source)
    return re.sub(r"\\(?=(?:href|style|class|cssId|mmlToken|require)\b)", r"\\ ", source)
