"""Run what a learner types, as a cell of the exercise's own notebook."""

import ast
import contextlib
import functools
import importlib.util
import io
import textwrap
import warnings

from autograde.places import ASSIGNMENTS
from autograde.release.build import check_name, read_assignment
from lstm_lib.checks.exercises import CHECKS, CHECKS_OF
from lstm_lib.checks.observe.function import Function
from lstm_lib.checks.observe.models import Trained

DECLARED = {check.name: check for check in CHECKS}


@functools.cache
def mistakes(exercise):
    """Return the rows of an exercise's mistakes, by check."""
    path = ASSIGNMENTS / exercise / "mistakes.py"
    spec = importlib.util.spec_from_file_location(f"mistakes_of_{exercise}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.MISTAKES


def is_told(says, text):
    """Tell whether a text holds the words, or each of several pieces of them."""
    return all(piece in text for piece in ((says,) if isinstance(says, str) else says))


def notebook(exercise):
    """Return the names of an exercise's correctly completed notebook."""
    return _completed(exercise, left_out=())


@functools.cache
def _completed(exercise, left_out):
    """Return the names of a completed notebook, without those that belong to some checks.

    The cells between two checks belong to the later one.
    """
    names, trees = {}, []
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


def _run(trees, names):
    """Run cells."""
    with contextlib.redirect_stdout(io.StringIO()):
        for tree in trees:
            exec(compile(tree, "<ipython-notebook>", "exec"), names)


def _needless(exercise, check):
    """Return the checks whose cells train or need a model, if the given check needs none.

    The first of them is typed anew and makes the model, which the later ones need.
    """
    trained = [one.name for one in CHECKS_OF[exercise] if isinstance(one, Trained)]
    return () if check in trained[1:] else tuple(trained)


def _calls_a_check(node):
    """Tell whether a statement only calls a check, or opens the notebook."""
    return isinstance(node, ast.Expr) and ast.unparse(node.value).startswith("check.")


def cell(check, typed):
    """Return the typed cell: a body alone gets the first line that the notebook gives."""
    declared = DECLARED[check]
    if not isinstance(declared, Function) or f"def {check}(" in typed or f"{check} =" in typed:
        return typed
    return f"def {check}({declared.takes}):\n{textwrap.indent(typed, '    ')}\n"


def namespace(exercise, check, typed):
    """Return a notebook's names after a cell is typed into it."""
    names = dict(_completed(exercise, left_out=_needless(exercise, check)))
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Keras warns about some of the mistakes
        exec(compile(cell(check, typed), "<ipython-typed>", "exec"), names)
    return names
