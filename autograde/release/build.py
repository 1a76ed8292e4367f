"""From an assignment's text to nbgrader's source notebook.

One MyST text file holds the statement, the solution and the checks. The notebook made from it is
the same each time, byte for byte: the cell ids are the grade_ids.
"""

import functools
import re
from dataclasses import replace
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

from autograde.errors import CourseError
from autograde.kernel.limits import Limits
from autograde.places import ASSIGNMENTS
from autograde.release.source import check_name
from autograde.release.statement import Facts, known_assignment, read_facts

DEFAULTS = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
GRADE_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def grade_ids(text: str) -> list[str]:
    """Find the grade_ids in an assignment's text, without reading all of it as a notebook.

    Parameters
    ----------
    text : str
        MyST text.

    Returns
    -------
    list of str
        In the order of the cells.

    Examples
    --------
    >>> grade_ids('+++ {"nbgrader": {"grade_id": "welcome"}}')
    ['welcome']
    """
    return re.findall(r'grade_id"?: *"?([A-Za-z0-9_-]+)', text)


def read_assignment(path: Path) -> NotebookNode:
    """Read an assignment's text as nbgrader's source notebook.

    Parameters
    ----------
    path : Path
        A MyST text file.

    Returns
    -------
    NotebookNode
        With a stable id and complete nbgrader metadata for each cell.

    Raises
    ------
    CourseError
        If its front matter is wrong, a cell has no grade_id, two cells share one, or a graded cell
        is not one call of a check.

    Examples
    --------
    >>> notebook = read_assignment(ASSIGNMENTS / "lstm_cell" / "notebook.md")
    >>> notebook.cells[0].id
    'welcome'
    """
    facts = read_facts(path)
    text = path.read_text(encoding="utf-8")
    written = grade_ids(text)
    notebook = jupytext.reads(text, fmt="md:myst")
    notebook.metadata = {
        "kernelspec": dict(notebook.metadata["kernelspec"]),
        "language_info": {"name": "python"},
        "title": facts.title,
        **({"limits": facts.limits} if facts.limits else {}),
        **({"data": facts.data} if facts.data else {}),
    }
    for number, cell in enumerate(notebook.cells):
        given = cell.metadata.get("nbgrader")
        if given is None or not GRADE_ID.fullmatch(str(given.get("grade_id", ""))):
            raise CourseError(
                f"{path.parent.name}: cell {number} has no grade_id of lowercase letters, digits "
                f"and hyphens. It begins with: {cell.source[:60]!r}"
            )
        cell.metadata = {"nbgrader": {**DEFAULTS, **given, "cell_type": cell.cell_type}}
        if given.get("grade") and not given.get("solution"):
            cell.metadata["nbgrader"]["locked"] = True
            _check_of_cell(path.parent.name, given["grade_id"], cell.source)
        cell.id = given["grade_id"]
    ids = [cell.id for cell in notebook.cells]
    # jupytext drops a `+++` line that stands directly before a code cell, with its metadata.
    if sorted(ids) != sorted(written) or len(set(ids)) != len(ids):
        odd = sorted(set(ids) ^ set(written)) or sorted(i for i in ids if ids.count(i) > 1)
        raise CourseError(
            f"{path.parent.name}: a grade_id is missing or duplicated: {', '.join(set(odd))}"
        )
    _fill_in(notebook, facts)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    nbformat.validate(notebook)
    return notebook


def _fill_in(notebook: NotebookNode, facts: Facts) -> None:
    """Write the facts in place of the cells' placeholders, `{{minutes}}` and `check.start()`."""
    graded = [c.metadata["nbgrader"] for c in notebook.cells if c.metadata["nbgrader"]["grade"]]
    numbers = {
        "minutes": facts.minutes,
        "points": sum(cell["points"] for cell in graded),
        "points_by_hand": sum(cell["points"] for cell in graded if cell["solution"]),
        "cell_s": replace(Limits(), **facts.limits).cell_s,
    }
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = re.sub(
                r"\{\{(\w+)\}\}", lambda room: f"{numbers.get(room[1], room[0])}", cell.source
            )
        else:
            opening = functools.partial(_start, facts)
            cell.source = re.sub(r"^check\.start\(\)$", opening, cell.source, flags=re.M)


def _start(facts: Facts, _: re.Match[str]) -> str:
    """Write the call that opens a notebook, with what it switches off."""
    lists = {"withhold": facts.withhold, "without": facts.without}
    lines = ["check.start(  # switches off the library's own answers"]
    for name, values in lists.items():
        words = ", ".join(f'"{value}"' for value in values)
        if len(words) > 80:
            lines += [f"    {name}=[", *(f'        "{value}",' for value in values), "    ],"]
        elif words:
            lines.append(f"    {name}=[{words}],")
    return "\n".join([*lines, ")"])


def _check_of_cell(assignment: str, grade_id: str, source: str) -> None:
    """Refuse a graded code cell that is not one call of a check."""
    if check_name(source) is None:
        raise CourseError(
            f"{assignment}: the graded cell {grade_id!r} is not one call of a known check: "
            f"{source!r}"
        )


def build(name: str, source: Path) -> Path:
    """Write an assignment's source notebook into a course's tree.

    Parameters
    ----------
    name : str
        The assignment.
    source : Path
        The course's folder of source notebooks.

    Returns
    -------
    Path
        The notebook. It is left untouched if nothing changed.

    Raises
    ------
    CourseError
        If there is no such assignment, or its text is wrong.
    """
    notebook = read_assignment(ASSIGNMENTS / known_assignment(name) / "notebook.md")
    path = source / name / f"{name}.ipynb"
    text = nbformat.writes(notebook) + "\n"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return path
