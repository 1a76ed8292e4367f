"""From an assignment's text to nbgrader's source notebook.

One MyST text file holds statement, solution and checks. The notebook made of it is the same byte
for byte each time: cell ids come from the grade_ids.
"""

import ast
import re
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

from autograde.errors import CourseError
from autograde.places import ASSIGNMENTS
from lstm_lib.checks import CHECKS

DEFAULTS = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
GRADE_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def assignment_names() -> list[str]:
    """Return the names of the course's assignments, in alphabetical order.

    Returns
    -------
    list of str
        One for each text file.

    Examples
    --------
    >>> "lstm_cell" in assignment_names()
    True
    """
    return sorted(path.parent.name for path in ASSIGNMENTS.glob("*/notebook.md"))


def known_assignment(name: str) -> str:
    """Return the name of an assignment that exists.

    Parameters
    ----------
    name : str
        What a user typed.

    Returns
    -------
    str
        The same.

    Raises
    ------
    CourseError
        If there is no such assignment.

    Examples
    --------
    >>> known_assignment("lstm_sell")
    Traceback (most recent call last):
    autograde.errors.CourseError: There is no assignment 'lstm_sell'. ...
    """
    names = assignment_names()
    if name not in names:
        raise CourseError(f"There is no assignment {name!r}. There are: {', '.join(names)}.")
    return name


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
        If a cell has no grade_id, or two share one, or a graded cell is not one call of a check.

    Examples
    --------
    >>> notebook = read_assignment(ASSIGNMENTS / "lstm_cell" / "notebook.md")
    >>> notebook.cells[0].id
    'welcome'
    """
    text = path.read_text(encoding="utf-8")
    written = re.findall(r'grade_id"?: *"?([A-Za-z0-9_-]+)', text)
    notebook = jupytext.reads(text, fmt="md:myst")
    course = dict(notebook.metadata.get("course", {}))
    notebook.metadata = {
        "kernelspec": dict(notebook.metadata["kernelspec"]),
        "language_info": {"name": "python"},
        "title": course.get("title", path.parent.name),
    }
    for number, cell in enumerate(notebook.cells):
        given = cell.metadata.get("nbgrader")
        if given is None or not GRADE_ID.fullmatch(str(given.get("grade_id", ""))):
            raise CourseError(
                f"{path.parent.name}: cell {number} has no grade_id of small letters, digits and "
                f"hyphens. It begins with: {cell.source[:60]!r}"
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
            f"{path.parent.name}: a grade_id is lost or doubled: {', '.join(set(odd))}"
        )
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    nbformat.validate(notebook)
    return notebook


def check_name(source: str) -> str | None:
    """Return the name of the one check that a graded cell calls.

    Parameters
    ----------
    source : str
        The cell's source, as the course wrote it.

    Returns
    -------
    str or None
        None if the cell is anything else than ``check.NAME()``.

    Examples
    --------
    >>> check_name("check.lstm_step()")
    'lstm_step'
    """
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return None
    call = body[0].value if len(body) == 1 and isinstance(body[0], ast.Expr) else None
    if not isinstance(call, ast.Call) or call.args or call.keywords:
        return None
    function = call.func
    if not isinstance(function, ast.Attribute) or not isinstance(function.value, ast.Name):
        return None
    return function.attr if function.value.id == "check" and function.attr in CHECKS else None


def _check_of_cell(assignment: str, grade_id: str, source: str) -> None:
    """Refuse a graded code cell that is not one call of a check."""
    if check_name(source) is None:
        raise CourseError(
            f"{assignment}: the graded cell {grade_id!r} is not one call of a known check: "
            f"{source!r}"
        )


def withheld(notebook: NotebookNode) -> tuple[str, ...]:
    """Return the library functions that a notebook's locked cells withhold.

    Parameters
    ----------
    notebook : NotebookNode
        A source notebook, never a submission.

    Returns
    -------
    tuple of str
        Such as ``("cell.lstm_gates", "cell.lstm_step")``.

    Examples
    --------
    >>> withheld(read_assignment(ASSIGNMENTS / "lstm_cell" / "notebook.md"))
    ('cell.lstm_gates', 'cell.lstm_step')
    """
    return tuple(_started(notebook).get("withhold", ()))


def without(notebook: NotebookNode) -> tuple[str, ...]:
    """Return the packages that a notebook does without.

    Parameters
    ----------
    notebook : NotebookNode
        A source notebook, never a submission.

    Returns
    -------
    tuple of str
        Such as ``("keras", "tensorflow")``.

    Examples
    --------
    >>> without(read_assignment(ASSIGNMENTS / "lstm_cell" / "notebook.md"))
    ('keras', 'tensorflow')
    """
    return tuple(_started(notebook).get("without", ()))


def _started(notebook: NotebookNode) -> dict[str, list[str]]:
    """Return what the locked call of `check.start` is given."""
    for cell in notebook.cells:
        if cell.cell_type != "code" or "check.start(" not in cell.source:
            continue
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "check.start":
                return {str(k.arg): ast.literal_eval(k.value) for k in node.keywords}
    return {}


def read_source(path: Path) -> NotebookNode:
    """Read a source notebook of a class.

    Parameters
    ----------
    path : Path
        The notebook, in nbgrader's folder `source`.

    Returns
    -------
    NotebookNode
        As `build` wrote it.

    Raises
    ------
    CourseError
        If it is missing or damaged.
    """
    try:
        return nbformat.read(path, as_version=4)
    except (OSError, ValueError, nbformat.ValidationError) as error:
        raise CourseError(
            f"The source notebook {path} is missing or damaged ({type(error).__name__}). "
            f"Make it again: autograde --course {path.parents[2]} build {path.stem}"
        ) from None


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
        If there is no such assignment, or its text is at fault.
    """
    notebook = read_assignment(ASSIGNMENTS / known_assignment(name) / "notebook.md")
    path = source / name / f"{name}.ipynb"
    text = nbformat.writes(notebook) + "\n"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return path
