"""Run what a learner types, as a cell of the exercise's own notebook."""

import ast
import contextlib
import functools
import importlib.util
import io
import textwrap
import warnings
from collections.abc import Iterable
from types import ModuleType
from typing import Any

from autograde.errors import CourseError
from autograde.places import ASSIGNMENTS
from autograde.release.build import read_assignment
from autograde.release.release import solved
from autograde.release.source import check_name
from lstm_lib.checks.exercises import CHECKS, CHECKS_OF
from lstm_lib.checks.observe.function import Function
from lstm_lib.checks.observe.models import Trained

DECLARED = {check.name: check for check in CHECKS}


def mistakes(exercise: str) -> dict[str, list[tuple[str, Any, str]]]:
    """Return an exercise's mistakes.

    Parameters
    ----------
    exercise : str
        Its name.

    Returns
    -------
    dict of str to list of tuple
        For each check, rows of a diagnosis, words of it, and what was typed.
    """
    return table(exercise, "mistakes.py").MISTAKES


def right(exercise: str) -> dict[str, list[tuple[str, str]]]:
    """Return an exercise's right answers that are written otherwise than its solution.

    Parameters
    ----------
    exercise : str
        Its name.

    Returns
    -------
    dict of str to list of tuple
        For each check, rows of how the answer differs, and what was typed.
    """
    return table(exercise, "right.py").RIGHT


@functools.cache
def table(exercise: str, name: str) -> ModuleType:
    """Import a file of an assignment.

    Parameters
    ----------
    exercise, name : str
        The assignment, and its file, such as ``right.py``.

    Returns
    -------
    module
        The same each time.

    Raises
    ------
    CourseError
        If there is no such file.
    """
    path = ASSIGNMENTS / exercise / name
    if not path.is_file():
        raise CourseError(f"{exercise} has no {name}: write {path}, after a neighbor.")
    spec = importlib.util.spec_from_file_location(f"{path.stem}_of_{exercise}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def is_told(says: str | Iterable[str], text: str) -> bool:
    """Tell whether a text holds the words, or each of several pieces of them.

    Parameters
    ----------
    says : str or iterable of str
        The words.
    text : str
        Such as a card's.

    Returns
    -------
    bool
        True if nothing is missing.
    """
    return all(piece in text for piece in ((says,) if isinstance(says, str) else says))


@functools.cache
def solutions(exercise: str) -> dict[str, str]:
    """Return the solution's answers.

    Parameters
    ----------
    exercise : str
        Its name.

    Returns
    -------
    dict of str to str
        For each check, the answer cells between the check before and itself.
    """
    found: dict[str, str] = {}
    cells: list[str] = []
    for cell in read_assignment(ASSIGNMENTS / exercise / "notebook.md").cells:
        if cell.cell_type == "code" and cell.metadata["nbgrader"]["solution"]:
            cells.append(solved(cell.source))
        elif cell.cell_type == "code" and (check := check_name(cell.source)):
            found[check] = "\n".join(cells)
            cells = []
    return found


def notebook(exercise: str) -> dict[str, Any]:
    """Return the names of an exercise's correctly completed notebook.

    Parameters
    ----------
    exercise : str
        Its name.

    Returns
    -------
    dict of str to object
        As they are after its last cell.
    """
    return _completed(exercise, left_out=())


@functools.cache
def _completed(exercise: str, left_out: tuple[str, ...]) -> dict[str, Any]:
    """Return the names of a completed notebook, without those that belong to some checks.

    The cells between two checks belong to the later one.
    """
    names: dict[str, Any] = {}
    trees: list[ast.Module] = []
    for cell in read_assignment(ASSIGNMENTS / exercise / "notebook.md").cells:
        if cell.cell_type != "code":
            continue
        tree = ast.parse(cell.source)
        tree.body = [node for node in tree.body if not _calls_a_check(node)]
        trees.append(tree)
        if check := check_name(cell.source):
            if check not in left_out:
                _run(trees, names)
            trees = []
    _run(trees, names)
    return names


def _run(trees: Iterable[ast.Module], names: dict[str, Any]) -> None:
    """Run cells."""
    with contextlib.redirect_stdout(io.StringIO()):
        for tree in trees:
            exec(compile(tree, "<ipython-notebook>", "exec"), names)


def _needless(exercise: str, check: str) -> tuple[str, ...]:
    """Return the checks whose cells train or need a model, if the given check needs none.

    The first of them is typed anew and makes the model, which the later ones need.
    """
    trained = [one.name for one in CHECKS_OF[exercise] if isinstance(one, Trained)]
    return () if check in trained[1:] else tuple(trained)


def _calls_a_check(node: ast.stmt) -> bool:
    """Tell whether a statement only calls a check, or opens the notebook."""
    return isinstance(node, ast.Expr) and ast.unparse(node.value).startswith("check.")


@functools.cache
def _made(exercise: str, check: str) -> frozenset[str]:
    """Return the names that a check's answer cells make in the notebook."""
    tree = ast.parse(solutions(exercise)[check])
    found = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef):
            found |= {
                one.id
                for one in ast.walk(node)
                if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)
            }
    return frozenset(found)


def cell(check: str, typed: str) -> str:
    """Return the typed cell: a body alone gets the first line that the notebook gives.

    Parameters
    ----------
    check : str
        The check that it answers.
    typed : str
        A body, or a whole cell.

    Returns
    -------
    str
        A whole cell.
    """
    declared = DECLARED[check]
    if not isinstance(declared, Function) or f"def {check}(" in typed or f"{check} =" in typed:
        return typed
    return f"def {check}({declared.takes}):\n{textwrap.indent(typed, '    ')}\n"


def namespace(exercise: str, check: str, typed: str) -> dict[str, Any]:
    """Return a notebook's names after a cell is typed into it.

    Parameters
    ----------
    exercise, check : str
        The notebook, and the check whose answer is typed.
    typed : str
        What was typed: a function's body, or a whole cell.

    Returns
    -------
    dict of str to object
        Those of the completed notebook, but of this answer only what was typed makes.
    """
    completed = _completed(exercise, left_out=_needless(exercise, check))
    names = {name: value for name, value in completed.items() if name not in _made(exercise, check)}
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Keras warns about some of the mistakes
        exec(compile(cell(check, typed), "<ipython-typed>", "exec"), names)
    return names
