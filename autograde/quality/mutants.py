"""Mutants: an answer with one change, made by machine from its syntax tree.

An operator looks at one node and yields what could stand in its place. What a learner could not
lose a mark for is left alone: docstrings, what is printed, and how much Keras prints.
"""

import ast
import copy
import difflib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

Node = TypeVar("Node", bound=ast.AST)
Place = tuple[ast.AST, str, int | None]  # the parent, its field, and the index in it
Change = Callable[[ast.AST, frozenset[str]], Iterator[ast.AST]]
SILENT = ("print",)  # calls whose effect no check can see
UNSEEN = ("verbose", "name", "strict")  # and keywords that change nothing in a right answer


@dataclass(frozen=True)
class Operator:
    """One kind of change.

    `words` are for a kind that learners make themselves: the name of a diagnosis which is true of
    the change holds one of them. Without words, nothing is said about the diagnosis.
    """

    name: str
    change: Change
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mutant:
    """An answer with one change: as a whole cell, and as a diff."""

    operator: Operator
    source: str
    diff: str


def mutants(
    source: str, operators: tuple[Operator, ...], name: str = "", elsewhere: Iterable[str] = ()
) -> Iterator[Mutant]:
    """Make every mutant of an answer.

    Parameters
    ----------
    source : str
        The answer, as a whole cell.
    operators : tuple of Operator
        The kinds of changes.
    name : str, optional
        A function that the cell defines: only it, and what it uses of the cell, is changed.
    elsewhere : iterable of str, optional
        What else the cell may define, and another check judges: it is not changed.

    Yields
    ------
    Mutant
        No two with the same tree, and none with the answer's own.

    Examples
    --------
    >>> double = Operator("double", lambda node, names: iter(()))
    >>> list(mutants("x = 1", (double,)))
    []
    """
    tree = ast.parse(source)
    _without_docstrings(tree)
    before = ast.unparse(tree)
    names = frozenset(_names(tree))
    told = {normal(before)}
    kept = _used(tree, name, frozenset(elsewhere)) if name else set(tree.body)
    for place, node in [
        found for one in tree.body if one in kept for found in _places_of(tree, one)
    ]:
        for operator in operators:
            for new in list(operator.change(node, names)):
                after = _put(tree, place, node, new)
                if _compiles(after) and (form := normal(after)) not in told:
                    told.add(form)
                    yield Mutant(operator, after, diff(before, after))


def normal(source: str) -> str:
    """Return an answer in a form that two have only if they are the same code.

    Parameters
    ----------
    source : str
        The answer.

    Returns
    -------
    str
        Python without comments, docstrings and layout. A slice that begins at 0 begins nowhere,
        and whatever is below zero is -1 in a new shape.

    Examples
    --------
    >>> normal("x = (a[0:n])  # one").strip()
    'x = a[:n]'
    """
    tree = ast.parse(source)
    _without_docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Slice) and node.lower and ast.unparse(node.lower) == "0":
            node.lower = None
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr == "reshape":
                for number, size in enumerate(node.args):
                    if isinstance(size, ast.UnaryOp) and isinstance(size.op, ast.USub):
                        node.args[number] = ast.Constant(-1)
    return ast.unparse(tree)


def diff(before: str, after: str) -> str:
    r"""Return the lines in which a mutant differs, as a unified diff without its head.

    Parameters
    ----------
    before, after : str
        The answer and the mutant.

    Returns
    -------
    str
        With a line of context.

    Examples
    --------
    >>> print(diff("a = 1\nb = 2", "a = 1\nb = 3"))
     a = 1
    -b = 2
    +b = 3
    """
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=1)
    return "\n".join(line for line in lines if not line.startswith(("---", "+++", "@@")))


def _places_of(tree: ast.Module, statement: ast.stmt) -> Iterator[tuple[Place, ast.AST]]:
    """Yield a statement of a cell and each node below it that may change, with its place."""
    if not _is_unseen(statement):
        yield (tree, "body", tree.body.index(statement)), statement
        yield from _places(statement)


def _used(tree: ast.Module, name: str, elsewhere: frozenset[str]) -> set[ast.stmt]:
    """Return the statements of a cell that a function of it is made of or uses."""
    binds: dict[str, list[ast.stmt]] = {}
    for statement in tree.body:
        for bound in _bound(statement):
            binds.setdefault(bound, []).append(statement)
    used: set[ast.stmt] = set()
    waiting = {name}
    while waiting:
        for statement in binds.get(waiting.pop(), []):
            if statement not in used:
                used.add(statement)
                waiting |= set(_names(statement)) - elsewhere
    return used


def _bound(statement: ast.stmt) -> set[str]:
    """Return the names that a statement of a cell gives a value."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return {statement.name}
    return {
        node.id
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def _places(node: ast.AST) -> Iterator[tuple[Place, ast.AST]]:
    """Yield each node below one that may change, with its place."""
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list"):
            continue
        children = list(enumerate(value)) if isinstance(value, list) else [(None, value)]
        for index, child in children:
            if isinstance(child, ast.AST) and not _is_unseen(child):
                yield (node, field, index), child
                yield from _places(child)


def _is_unseen(node: ast.AST) -> bool:
    """Tell whether no check can see what a node does."""
    if isinstance(node, ast.keyword):
        return node.arg in UNSEEN
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return ast.unparse(node.value.func) in SILENT
    return isinstance(node, ast.JoinedStr | ast.Raise | ast.Import | ast.ImportFrom | ast.Assert)


def _put(tree: ast.Module, place: Place, old: ast.AST, new: ast.AST) -> str:
    """Write the tree with another node in one place; the tree stays."""
    parent, field, index = place
    _set(parent, field, index, new)
    try:
        return ast.unparse(tree)
    finally:
        _set(parent, field, index, old)


def _set(parent: ast.AST, field: str, index: int | None, node: ast.AST) -> None:
    """Put a node into a place."""
    if index is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[index] = node


def _compiles(source: str) -> bool:
    """Tell whether a mutant is Python: `ast.unparse` also writes trees that are not."""
    try:
        compile(source, "<mutant>", "exec")
    except SyntaxError:
        return False
    return True


def _without_docstrings(tree: ast.Module) -> None:
    """Take the docstrings out of a tree."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]


def _names(tree: ast.AST) -> Iterator[str]:
    """Yield the names of variables, arguments, functions and attributes in a tree."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.Attribute):
            yield node.attr


def with_parts(node: Node, **parts: object) -> Node:
    """Copy a node, with some of its parts replaced."""
    new = copy.deepcopy(node)
    for name, value in parts.items():
        setattr(new, name, value)
    return new
