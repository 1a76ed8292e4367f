"""A class's source notebooks, as `build` wrote them: what a submission is rebuilt from."""

import ast
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograde.errors import CourseError
from lstm_lib.checks import CHECKS


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
    >>> cell = nbformat.v4.new_code_cell("check.start(withhold=['cell.lstm_step'])")
    >>> withheld(nbformat.v4.new_notebook(cells=[cell]))
    ('cell.lstm_step',)
    """
    return tuple(_started(notebook).get("withhold", ()))


def without(notebook: NotebookNode) -> tuple[str, ...]:
    """Return the packages that a notebook has to do without.

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
    >>> without(nbformat.v4.new_notebook())
    ()
    """
    return tuple(_started(notebook).get("without", ()))


def own_limits(notebook: NotebookNode) -> dict[str, int]:
    """Return a notebook's own limits.

    Parameters
    ----------
    notebook : NotebookNode
        A source notebook, never a submission.

    Returns
    -------
    dict of str to int
        By the names of `autograde.kernel.limits.Limits`; most notebooks have none.

    Examples
    --------
    >>> own_limits(nbformat.v4.new_notebook())
    {}
    """
    return dict(notebook.metadata.get("limits", {}))


def named_data(notebook: NotebookNode) -> tuple[str, ...]:
    """Return the data sets that a notebook may load.

    Parameters
    ----------
    notebook : NotebookNode
        A source notebook, never a submission.

    Returns
    -------
    tuple of str
        Such as ``("shakespeare",)``; most notebooks load none.

    Examples
    --------
    >>> named_data(nbformat.v4.new_notebook())
    ()
    """
    return tuple(notebook.metadata.get("data", ()))


def _started(notebook: NotebookNode) -> dict[str, Any]:
    """Return the arguments of the locked call of `check.start`."""
    for cell in notebook.cells:
        if cell.cell_type != "code" or "check.start(" not in cell.source:
            continue
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "check.start":
                return {str(k.arg): ast.literal_eval(k.value) for k in node.keywords}
    return {}


def check_name(source: str) -> str | None:
    """Return the name of the one check that a graded cell calls.

    Parameters
    ----------
    source : str
        The cell's source, as the course wrote it.

    Returns
    -------
    str or None
        None if the cell is anything other than ``check.NAME()``.

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
