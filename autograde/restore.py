"""Rebuild a submitted notebook from what was released, and take only the answers from it."""

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

from autograde.record import note, read

SCHEMA_VERSION = 3


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
    """Rebuilds a submission, so that no change of its cells costs a crash or an honest mark.

    Of the submission only the sources of solution cells and of free cells are taken, in the
    learner's order. Deleted, doubled, re-flagged and edited given cells come back as released.
    """

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Return the rebuilt notebook."""
        released, kernelspec = self._released(resources["nbgrader"])
        answers, free, edited = _sort_cells(nb, released)
        rebuilt = new_notebook(metadata={"kernelspec": kernelspec})
        note(rebuilt, **read(nb), edited=edited)
        rebuilt.cells += _free_cells("", free[""])
        for name, cell in released.items():
            sources = answers.get(name) or [cell.source]
            rebuilt.cells.append(_given_cell(name, cell, sources[0]))
            rebuilt.cells += _free_cells(name, [*sources[1:], *free[name]], cell.cell_type)
        return rebuilt, resources

    def _released(self, of: dict[str, str]) -> tuple[dict[str, Released], dict[str, Any]]:
        """Read the released cells from the gradebook, in the order of the source notebook."""
        with Gradebook(of["db_url"]) as gradebook:
            notebook = gradebook.find_notebook(of["notebook"], of["assignment"])
            points = {cell.name: cell.max_score for cell in notebook.grade_cells}
            solutions = {cell.name for cell in notebook.solution_cells}
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
                for cell in notebook.source_cells
            }
            kernelspec = json.loads(notebook.kernelspec or "{}")
        # The gradebook keeps no order: its cells' ids are random.
        courses = self.parent.parent.coursedir  # preprocessor -> exporter -> converter
        folder = courses.format_path(courses.source_directory, ".", of["assignment"])
        source = nbformat.read(Path(folder) / f"{of['notebook']}.ipynb", as_version=4)
        order = [_grade_id(cell) for cell in source.cells]
        return {name: cells[name] for name in order if name in cells}, kernelspec


def _grade_id(cell: NotebookNode) -> str:
    """Return a cell's grade_id, or nothing, whatever its metadata holds."""
    given = cell.metadata.get("nbgrader")
    name = given.get("grade_id") if isinstance(given, dict) else None
    return name if isinstance(name, str) else ""


def _sort_cells(
    nb: NotebookNode, released: dict[str, Released]
) -> tuple[dict[str, list[str]], dict[str, list[str]], list[str]]:
    """Sort a submission's cells into answers, free cells by the given cell before, and edits.

    Splitting a cell in JupyterLab copies its metadata, so an answer may stand in several cells.
    A copy that still holds the stub is no answer, unless it is the only one.
    """
    answers: dict[str, list[str]] = {}
    free: dict[str, list[str]] = defaultdict(list)
    edited: list[str] = []
    before = ""
    for cell in nb.cells:
        name = _grade_id(cell)
        if name not in released:
            if cell.cell_type == "code" and cell.source.strip():
                free[before].append(cell.source)
            continue
        before, given = name, released[name]
        if given.is_solution:
            if cell.source != given.source:
                answers.setdefault(name, []).append(cell.source)
        elif cell.source != given.source and name not in edited:
            edited.append(name)
    return answers, free, edited


def _given_cell(name: str, cell: Released, source: str) -> NotebookNode:
    """Make a released cell with the learner's source, if it is theirs to write."""
    metadata = {"nbgrader": dict(cell.nbgrader)}
    if cell.cell_type == "code":
        return new_code_cell(source, id=name, metadata=metadata)
    text = _plain_markdown(source) if cell.is_solution else source
    return new_markdown_cell(text, id=name, metadata=metadata)


def _free_cells(after: str, sources: list[str], cell_type: str = "code") -> list[NotebookNode]:
    """Make the learner's own cells that follow a given one."""
    if cell_type != "code":
        return [
            new_markdown_cell(_plain_markdown(source), id=f"free-{after}-{number}"[-64:])
            for number, source in enumerate(sources)
        ]
    return [
        new_code_cell(source, id=f"free-{after}-{number}"[-64:])
        for number, source in enumerate(sources)
    ]


def _plain_markdown(source: str) -> str:
    """Show HTML tags in a learner's Markdown as text: an instructor's browser opens it."""
    return re.sub(r"<(?=[A-Za-z/!?])", "&lt;", source)
