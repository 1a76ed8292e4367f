"""Run what a learner types, as a cell of the exercise's own notebook."""

import ast
import contextlib
import functools
import importlib.util
import io
import textwrap

from autograde.places import ASSIGNMENTS
from autograde.release.build import read_assignment
from lstm_lib.checks.exercises import CHECKS
from lstm_lib.checks.observe.function import Function

DECLARED = {check.name: check for check in CHECKS}


@functools.cache
def mistakes(exercise):
    """Return the rows of an exercise's mistakes, by check."""
    path = ASSIGNMENTS / exercise / "mistakes.py"
    spec = importlib.util.spec_from_file_location(f"mistakes_of_{exercise}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.MISTAKES


@functools.cache
def notebook(exercise):
    """Return the names of an exercise's notebook that was completed as it should be."""
    names = {}
    for cell in read_assignment(ASSIGNMENTS / exercise / "notebook.md").cells:
        if cell.cell_type != "code":
            continue
        tree = ast.parse(cell.source)
        tree.body = [node for node in tree.body if not _calls_a_check(node)]
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(tree, "<ipython-notebook>", "exec"), names)
    return names


def _calls_a_check(node):
    """Tell whether a statement only calls a check, or opens the notebook."""
    return isinstance(node, ast.Expr) and ast.unparse(node.value).startswith("check.")


def cell(check, typed):
    """Return the cell that somebody typed: a body gets the first line that the notebook gives."""
    declared = DECLARED[check]
    if not isinstance(declared, Function) or f"def {check}(" in typed or f"{check} =" in typed:
        return typed
    return f"def {check}({declared.takes}):\n{textwrap.indent(typed, '    ')}\n"


def namespace(exercise, check, typed):
    """Return a notebook's names after somebody typed a cell into it."""
    names = dict(notebook(exercise))
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(cell(check, typed), "<ipython-typed>", "exec"), names)
    return names
