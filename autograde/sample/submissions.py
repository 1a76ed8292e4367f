"""The sample class: submissions whose marks are known, made from the released notebooks."""

import copy
import hashlib
import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from autograde.errors import CourseError
from autograde.gradebook.course import Course
from autograde.places import ASSIGNMENTS, SAMPLE
from autograde.release.build import read_assignment
from autograde.release.release import release, solved
from autograde.release.statement import known_assignment

MARKER = "sample_class.json"


@dataclass(frozen=True)
class Submission:
    """What one student hands in, and the mark that it must get.

    `mark` counts automatic points only; written answers are marked by hand. `diagnoses` are what
    the verdicts must name, each once, in any order.
    The answers begin as the course's `solution`, or as they are in the `release`. Then `source`
    replaces cells, `add` puts a free cell after one, `delete` removes cells, `double` repeats them,
    `split` cuts one at a line, and `file` replaces the whole file by a text.
    """

    student: str
    assignment: str
    shows: str
    mark: float
    diagnoses: list[str]
    answers: str = "solution"
    source: dict[str, str] = field(default_factory=dict)
    add: dict[str, str] = field(default_factory=dict)
    delete: list[str] = field(default_factory=list)
    double: list[str] = field(default_factory=list)
    split: dict[str, int] = field(default_factory=dict)
    file: str = ""


def sample_class() -> list[Submission]:
    """Return the submissions of the sample class.

    Returns
    -------
    list of Submission
        By assignment, in the order of its file.

    Raises
    ------
    CourseError
        If a file is named after an assignment that does not exist.

    Examples
    --------
    >>> sample_class()[0].student
    'amina'
    """
    submissions = []
    for path in sorted(ASSIGNMENTS.glob("*/class.toml")):
        known_assignment(path.parent.name)
        tables = tomllib.loads(path.read_text(encoding="utf-8"))["submission"]
        submissions += [Submission(assignment=path.parent.name, **table) for table in tables]
    return submissions


def make_sample_class(course: Course, submissions: Iterable[Submission]) -> list[Path]:
    """Hand in the sample class's notebooks.

    Parameters
    ----------
    course : Course
        The default one, or one that this function made. It is made if there is none.
    submissions : iterable of Submission
        Who hands in what.

    Returns
    -------
    list of Path
        The notebooks that were written; what is there already, unchanged, is not touched.

    Raises
    ------
    CourseError
        If the folder is another class, or holds a file of the same name that was not made here.
    """
    marker = course.root / MARKER
    if not marker.exists() and course.root != SAMPLE and course.root.exists():
        raise CourseError(
            f"{course.root} is not the sample class, so nothing was handed in there. "
            "Name a folder that does not exist yet, or leave --course out."
        )
    ours: dict[str, str] = json.loads(marker.read_text()) if marker.exists() else {}
    course.create()
    marker.write_text(json.dumps(ours, indent=1))
    submissions = list(submissions)
    needed = dict.fromkeys(submission.assignment for submission in submissions)
    if missing := [name for name in needed if not _released(course, name).exists()]:
        release(course, missing)
    contents = {_path(course, one): _content(course, one) for one in submissions}
    for path in contents:
        if path.exists() and ours.get(_key(course, path)) != _digest(path.read_text()):
            raise CourseError(
                f"{path} was not made by the sample class, or was changed since. It is left as "
                "it is. Move it away, and it is made again."
            )
    written = []
    for path, text in contents.items():
        if not path.exists() or path.read_text() != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            written.append(path)
        ours[_key(course, path)] = _digest(text)
    marker.write_text(json.dumps(ours, indent=1))
    return written


def _released(course: Course, assignment: str) -> Path:
    """Return where a released notebook is."""
    return course.folder("release") / assignment / f"{assignment}.ipynb"


def _path(course: Course, one: Submission) -> Path:
    """Return where a submission is."""
    return course.folder("submitted") / one.student / one.assignment / f"{one.assignment}.ipynb"


def _key(course: Course, path: Path) -> str:
    """Return a submission's name in the marker."""
    return path.relative_to(course.root).as_posix()


def _digest(text: str) -> str:
    """Return a hash that tells whether a file was changed after it was made."""
    return hashlib.sha256(text.encode()).hexdigest()


def _content(course: Course, one: Submission) -> str:
    """Return the text of a submission's notebook."""
    if one.file:
        return one.file
    notebook = nbformat.read(_released(course, one.assignment), as_version=4)
    return nbformat.writes(submitted(notebook, one)) + "\n"


def submitted(notebook: NotebookNode, one: Submission) -> NotebookNode:
    """Fill in a released notebook as a student would.

    Parameters
    ----------
    notebook : NotebookNode
        As it was released.
    one : Submission
        What the student does.

    Returns
    -------
    NotebookNode
        A copy, with the metadata that a learner's file has.

    Raises
    ------
    CourseError
        If the submission names a cell that the notebook does not have.
    """
    notebook = copy.deepcopy(notebook)
    named = {*one.source, *one.add, *one.delete, *one.double, *one.split}
    if unknown := named - {cell.id for cell in notebook.cells}:
        raise CourseError(
            f"class.toml: {one.assignment} has no cell {', '.join(sorted(unknown))} "
            f"({one.student}'s submission)."
        )
    own = read_assignment(ASSIGNMENTS / one.assignment / "notebook.md")
    solutions = {
        cell.id: solved(cell.source)
        for cell in own.cells
        if cell.cell_type == "code" and cell.metadata["nbgrader"]["solution"]
    }
    cells = []
    for cell in notebook.cells:
        if one.answers == "solution":
            cell.source = solutions.get(cell.id, cell.source)
        cell.source = one.source.get(cell.id, cell.source)
        cells += _handled(cell, one)
    notebook.cells = cells
    return notebook


def _handled(cell: NotebookNode, one: Submission) -> list[NotebookNode]:
    """Return the cells that a student makes from one cell in JupyterLab."""
    if cell.id in one.delete:
        return []
    cells = [cell]
    if cell.id in one.split:  # Split Cell copies the metadata
        lines, at = cell.source.splitlines(), one.split[cell.id]
        cells = [
            NotebookNode({**copy.deepcopy(cell), "id": f"{cell.id}{part}", "source": source})
            for part, source in (("-1", "\n".join(lines[:at])), ("-2", "\n".join(lines[at:])))
        ]
    if cell.id in one.double:
        cells.append(NotebookNode({**copy.deepcopy(cell), "id": f"{cell.id}-copy"}))
    if cell.id in one.add:
        cells.append(new_code_cell(one.add[cell.id], id=f"{cell.id}-after"))
    return cells
