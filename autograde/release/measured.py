"""The stored measure of how well each exercise judges, and the bar that it has to reach.

`autograde quality` makes it, a release asks for it. What was measured is an exercise's checks,
statement and typed answers, and the code that judges: if any of these changes, the measure is
stale, and says so.
"""

import ast
import functools
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lstm_lib
from autograde.errors import CourseError
from autograde.places import ASSIGNMENTS, AUTOGRADE, MEASURE
from autograde.release.build import read_assignment

LIBRARY = Path(lstm_lib.__file__).parent
CHECKS = LIBRARY / "checks"
EXERCISES = CHECKS / "exercises"

KILLED = 0.99  # of the mutants
NAMED = 0.90  # of the wrong answers
TOLD = 3  # of what is wrong with an exercise, in one message


@dataclass(frozen=True)
class Measure:
    """What was counted of an exercise, summed over its checks.

    `right` answers of which some were `refused`; `wrong` answers of which some were `accepted`;
    `mutants`, without those that do the same as the answer, of which some are `survivors`; `told`
    wrong answers, of which the cause of some was `named`; and each `wrong_cause`. What is in a
    list was seen and is described in words.
    """

    right: int
    refused: list[str]
    wrong: int
    accepted: list[str]
    mutants: int
    survivors: list[str]
    told: int
    named: int
    wrong_cause: list[str]
    idle: list[str]

    @property
    def killed(self) -> float:
        """The share of mutants that lost marks."""
        return 1 - len(self.survivors) / self.mutants if self.mutants else 1.0

    @property
    def named_share(self) -> float:
        """The share of wrong answers whose cause was named."""
        return self.named / self.told if self.told else 1.0

    def complaints(self) -> Iterator[str]:
        """Say what is below the bar, each with what shows it."""
        yield from (f"a right answer is refused: {one}" for one in self.refused)
        yield from (f"a wrong answer gets full marks: {one}" for one in self.accepted)
        yield from (f"a mistake is called what it is not: {one}" for one in self.wrong_cause)
        yield from (f"same.py has an entry that nothing needs: {one}" for one in self.idle)
        if self.killed < KILLED:
            share = f"{100 * self.killed:.1f} % of the mutants lose marks, {KILLED:.0%} is the bar"
            yield from (f"{share}. This one gets full marks:\n{one}" for one in self.survivors)
        if self.named_share < NAMED:
            yield f"the cause is named for {self.named} of {self.told}, {NAMED:.0%} is the bar"


def stored(exercise: str) -> Measure | None:
    """Return the stored measure of an exercise.

    Parameters
    ----------
    exercise : str
        Its name.

    Returns
    -------
    Measure or None
        None if there is none.
    """
    entry = _entries().get(exercise)
    return summed(entry["checks"]) if entry else None


def summed(checks: Mapping[str, Mapping[str, Any]]) -> Measure:
    """Sum up what was counted for each check.

    Parameters
    ----------
    checks : mapping
        For each check, the numbers and lists of a `Measure`.

    Returns
    -------
    Measure
        Each line of its lists begins with the check's name.
    """
    total: dict[str, Any] = {
        name: [] if kind is not int else 0 for name, kind in Measure.__annotations__.items()
    }
    for check, counts in checks.items():
        for name in total:
            value = counts[name]
            more = [f"{check}, {line}" for line in value] if isinstance(value, list) else value
            total[name] = total[name] + more
    return Measure(**total)


def is_fresh(exercise: str) -> bool:
    """Tell whether the stored measure is of the exercise as it is now.

    Parameters
    ----------
    exercise : str
        Its name.

    Returns
    -------
    bool
        False also if there is none.
    """
    entry = _entries().get(exercise)
    return entry is not None and entry["hash"] == fingerprint(exercise)


def note(exercise: str) -> str:
    """Say that an exercise has not been measured as it is now.

    Parameters
    ----------
    exercise : str
        Its name.

    Returns
    -------
    str
        Nothing if it has been.
    """
    if is_fresh(exercise):
        return ""
    how = f"To measure it: autograde quality {exercise}"
    if stored(exercise):
        return f"{exercise} has changed since its judgement was measured. {how}"
    return f"{exercise} is new: its judgement was never measured. {how}"


def require(exercise: str) -> None:
    """Refuse to release an exercise whose judgement was measured below the bar.

    Parameters
    ----------
    exercise : str
        Its name.

    Raises
    ------
    CourseError
        With what shows it, such as a surviving mutant as a diff. An exercise that was not
        measured is not refused; `note` says so.
    """
    measure = stored(exercise)
    found = list(measure.complaints()) if measure else []
    if found:
        more = f"\n… and {len(found) - TOLD} more." if len(found) > TOLD else ""
        raise CourseError(
            f"{exercise} was not released, because its checks do not judge well enough:\n"
            + "\n".join(found[:TOLD])
            + f"{more}\nMend the checks, then measure again: autograde quality {exercise}"
        )


def store(exercise: str, checks: Mapping[str, Any], made_by: str) -> None:
    """Store the measure of an exercise; those of the others stay.

    Parameters
    ----------
    exercise : str
        Its name.
    checks : mapping
        What was counted for each check.
    made_by : str
        The exercise's `fingerprint` before it was measured.
    """
    entries = {**_entries(), exercise: {"hash": made_by, "checks": checks}}
    write(MEASURE, dict(sorted(entries.items())))


def write(path: Path, value: Any, indent: int | None = 1) -> None:
    """Write a JSON file at once or not at all.

    Parameters
    ----------
    path : Path
        The file.
    value : object
        What it shall hold.
    indent : int, optional
        None puts all on one line.
    """
    text = json.dumps(value, indent=indent, ensure_ascii=False) + "\n"
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as draft:
        draft.write(text)
    os.chmod(draft.name, 0o644)
    os.replace(draft.name, path)


def fingerprint(exercise: str) -> str:
    """Return the hash of what is measured.

    Parameters
    ----------
    exercise : str
        Its name.

    Returns
    -------
    str
        Of this exercise's checks and typed answers, of the code cells of its statement, of what
        they import of the library, and of the measuring. Comments and docstrings do not count.
    """
    digest = hashlib.sha256()
    for path in _files(exercise):
        digest.update(f"{path.name}\n{_code_of(path, path.stat().st_mtime_ns)}\n".encode())
    for cell in read_assignment(ASSIGNMENTS / exercise / "notebook.md").cells:
        if cell.cell_type == "code":
            digest.update(f"{cell.source}\n".encode())
    return digest.hexdigest()[:16]


def _files(exercise: str) -> list[Path]:
    """Return the Python files that decide about an exercise's judgement."""
    shared = (path for room in ("judge", "observe") for path in (CHECKS / room).rglob("*.py"))
    own = (path for room in (exercise, "judge") for path in (EXERCISES / room).rglob("*.py"))
    waiting = [*CHECKS.glob("*.py"), *EXERCISES.glob("*.py"), *shared, *own]
    cells = read_assignment(ASSIGNMENTS / exercise / "notebook.md").cells
    waiting += imported("\n".join(cell.source for cell in cells if cell.cell_type == "code"))
    library: set[Path] = set()
    while waiting:
        path = waiting.pop()
        if path not in library:
            library.add(path)
            waiting += _imported_by(path, path.stat().st_mtime_ns)
    measuring = (AUTOGRADE / "quality").glob("*.py")
    return [*sorted(library), *sorted(measuring), *sorted((ASSIGNMENTS / exercise).glob("*.py"))]


@functools.cache
def _imported_by(path: Path, _: int) -> list[Path]:
    """Return the modules that a file imports, once until it changes."""
    return imported(path.read_text(encoding="utf-8"))


@functools.cache
def _code_of(path: Path, _: int) -> str:
    """Return a file's code, once until it changes."""
    return code(path.read_text(encoding="utf-8"))


def imported(text: str) -> list[Path]:
    r"""Return the modules of the library that a piece of code imports.

    Parameters
    ----------
    text : str
        Python.

    Returns
    -------
    list of Path
        Their files.

    Examples
    --------
    >>> [path.name for path in imported("import numpy\nfrom lstm_lib import cell, series")]
    ['cell.py', 'series.py']
    """
    names: list[str] = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
    files = [LIBRARY.parent.joinpath(*name.split(".")).with_suffix(".py") for name in names]
    return [file for file in files if LIBRARY in file.parents and file.is_file()]


def code(text: str) -> str:
    r"""Return a module's lines without comments, docstrings and empty lines.

    Parameters
    ----------
    text : str
        Python.

    Returns
    -------
    str
        What is left of it.

    Examples
    --------
    >>> code("# one\n\nx = 1")
    'x = 1'
    """
    left_out: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            first = body[0]
            if isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
                left_out.update(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    lines = enumerate(text.splitlines(), start=1)
    return "\n".join(
        line
        for number, line in lines
        if number not in left_out and line.strip() and not line.lstrip().startswith("#")
    )


def _entries() -> dict[str, Any]:
    """Read what is stored of all exercises."""
    try:
        return json.loads(MEASURE.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError:
        raise CourseError(
            f"{MEASURE} is no JSON. Delete it, and measure again: autograde quality"
        ) from None
