"""The code that an experiment reaches, as text that stays the same until the code changes.

A result is stale when something that could change it has changed: a statement that the
experiment uses, in its own script or in the library, or a package that computes. Docstrings,
comments, layout and the words of refusals are left out, and so is what stands beside the used
code: a function that is added to a module makes no result stale.
"""

import ast
import functools
import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent
# The packages whose code is followed. The checks grade; no experiment calls them. How data get here
# changes no number, since the hashes of those that an experiment loads are watched.
FOLLOWED = {
    "experiments": FOLDER,
    "lstm_lib": Path(importlib.util.find_spec("lstm_lib").origin).parent,
}
NOT_FOLLOWED = ("lstm_lib.checks", "lstm_lib.fetch")
# What is imported, and the packages of the lock that compute behind it.
COMPUTES = {
    "keras": ("keras", "tensorflow"),
    "num2words": ("num2words",),
    "numpy": ("numpy",),
    "scipy": ("scipy",),
    "sacrebleu": ("sacrebleu",),
    "sklearn": ("scikit-learn", "scipy"),
    "tensorflow": ("tensorflow",),
}
SHOWS = {"IPython", "matplotlib"}  # they draw and print, and change no number


def reached(name: str) -> tuple[list[str], list[str]]:
    """Return the code that an experiment reaches, and the packages that compute for it.

    Parameters
    ----------
    name : str
        The experiment: the script's name without `.py`.

    Returns
    -------
    code : list of str
        One line a statement, in a stable order.
    packages : list of str
        As `requirements.lock` names them.

    Raises
    ------
    FileNotFoundError
        If there is no such script.
    ValueError
        If it has no `run`, or imports a package whose version is not watched.
    """
    search = _Search()
    if "run" not in _statements(f"experiments.{name}"):
        raise ValueError(f"{name}.py has no function run()")
    search.want(f"experiments.{name}", "run")
    return sorted(search.statements), sorted(search.packages)


class _Search:
    """Follow names from statement to statement, and from module to module."""

    def __init__(self):
        self.statements: set[str] = set()
        self.packages: set[str] = {"numpy"}
        self._wanted: set[tuple[str, str]] = set()

    def want(self, module: str, name: str) -> None:
        """Take in the statements that give a name of a module its value."""
        if (module, name) in self._wanted or module.startswith(NOT_FOLLOWED):
            return
        self._wanted.add((module, name))
        binds = _statements(module)
        if name:
            self.want(module, "")  # what runs whenever the module is imported
        for statement in binds.get(name, []):
            if isinstance(statement, ast.Import | ast.ImportFrom):
                self._follow(module, statement, name)
            else:
                self._take(module, statement)

    def _take(self, module: str, statement: ast.stmt) -> None:
        """Take in one statement, and what it uses."""
        self.statements.add(f"{module}: {_plain(statement)}")
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and node.id in _statements(module):
                self.want(module, node.id)
            elif isinstance(node, ast.Import | ast.ImportFrom):
                self._follow(module, node)

    def _follow(self, module: str, node: ast.Import | ast.ImportFrom, only: str = "") -> None:
        """Go where an import leads, for the name that it binds or for all of them."""
        for alias in node.names:
            bound = alias.asname or alias.name.split(".")[0]
            if only and bound != only:
                continue
            source = (node.module or "") if isinstance(node, ast.ImportFrom) else alias.name
            self.statements.add(f"{module}: {bound} is {source}, {alias.name}")
            if source.split(".")[0] not in FOLLOWED:
                self._note_package(module, source)
            elif isinstance(node, ast.Import) or alias.name == "*":
                raise ValueError(f"{module} imports {source} as a whole: name what it uses")
            elif _path(submodule := f"{source}.{alias.name}").is_file():
                for attribute in _attributes(module, bound):
                    self.want(submodule, attribute)
            else:
                self.want(source, alias.name)

    def _note_package(self, module: str, source: str) -> None:
        """Watch the version of a package that computes."""
        root = source.split(".")[0]
        if root in COMPUTES:
            self.packages.update(COMPUTES[root])
        elif root not in sys.stdlib_module_names and root not in SHOWS:
            raise ValueError(
                f"{module} imports {root}, whose version is not watched: "
                "name it in COMPUTES of chapters/experiments/reached.py"
            )


def _path(module: str) -> Path:
    """Return where a followed module lies."""
    root, _, rest = module.partition(".")
    return FOLLOWED[root].joinpath(*rest.split(".")).with_suffix(".py")


def _module(module: str) -> ast.Module:
    """Return a module's tree; a package's own file says nothing that computes."""
    path = _path(module)
    return ast.Module([], []) if module in FOLLOWED else _tree(path, path.stat().st_mtime_ns)


@functools.cache
def _tree(path: Path, _: int) -> ast.Module:
    """Parse a file, once until it changes."""
    return ast.parse(path.read_text(encoding="utf-8"))


def _statements(module: str) -> dict[str, list[ast.stmt]]:
    """Return a module's statements by the names that they bind; "" has those that bind none."""
    return _table(_module(module))


@functools.cache
def _table(tree: ast.Module) -> dict[str, list[ast.stmt]]:
    """Order a tree's statements by the names that they bind."""
    found: dict[str, list[ast.stmt]] = {}
    for number, statement in enumerate(tree.body):
        if _is_docstring(statement, number):
            continue
        for name in set(_bound(statement)) or {""}:
            found.setdefault(name, []).append(statement)
    return found


def _bound(statement: ast.stmt) -> Iterator[str]:
    """Yield the names that a simple statement binds."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        yield statement.name
    elif isinstance(statement, ast.Import | ast.ImportFrom):
        for alias in statement.names:
            yield alias.asname or alias.name.split(".")[0]
    elif isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        for node in (node for target in targets for node in ast.walk(target)):
            if isinstance(node, ast.Name):
                yield node.id


def _attributes(module: str, name: str) -> set[str]:
    """Return what a module takes from another one that it imported by name."""
    return {
        node.attr
        for node in ast.walk(_module(module))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == name
    }


def _is_docstring(statement: ast.stmt, number: int) -> bool:
    """Tell whether the statement of this number in a body is its docstring."""
    return (
        number == 0
        and isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


def _plain(node: object) -> str:
    """Write a piece of code as its tree, in words that each version of Python chooses alike."""
    if isinstance(node, ast.Raise):
        return "Raise()"  # the words of a refusal change no number
    if isinstance(node, ast.AST):
        fields = []
        for name, value in ast.iter_fields(node):
            if name == "body" and isinstance(value, list):
                value = value[1:] if value and _is_docstring(value[0], 0) else value
            if name not in ("kind", "type_comment") and value is not None and value != []:
                fields.append(f"{name}={_plain(value)}")
        return f"{type(node).__name__}({', '.join(fields)})"
    if isinstance(node, list):
        return f"[{', '.join(_plain(part) for part in node)}]"
    return repr(node)
