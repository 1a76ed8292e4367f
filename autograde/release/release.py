"""Release assignments: build the sources, remove the solutions, and check that none is left."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograde.errors import CourseError
from autograde.gradebook.course import Course
from autograde.gradebook.nbgrading import last_error, open_nbgrader
from autograde.places import ASSIGNMENTS
from autograde.release.build import build, read_assignment
from autograde.release.measured import require
from autograde.release.statement import assignment_names, known_assignment

SOLUTION = re.compile(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", re.DOTALL)


def release(course: Course, names: list[str]) -> list[Path]:
    """Make the notebooks that learners receive.

    Parameters
    ----------
    course : Course
        The class; it is made if there is none yet.
    names : list of str
        The assignments.

    Returns
    -------
    list of Path
        The released notebooks.

    Raises
    ------
    CourseError
        If an assignment is wrong or judges below the bar, nbgrader refuses, or a line of a
        solution would be released.
    """
    course.create()
    api = open_nbgrader(course)
    released = []
    for name in names:
        require(name)
        source = course.folder("source") / name / f"{name}.ipynb"
        path = course.folder("release") / name / f"{name}.ipynb"
        with _put_back_on_failure(source, path):
            build(name, course.folder("source"))
            result = api.generate_assignment(name, force=True, create=True)
            if not result["success"]:
                raise CourseError(f"nbgrader could not release {name}: {last_error(result)}")
            if leaked := leaks(nbformat.read(source, as_version=4), path):
                raise CourseError(
                    f"{name} was not released, because it would show a solution: {leaked[0]!r}"
                )
        released.append(path)
    return released


@contextmanager
def _put_back_on_failure(*paths: Path) -> Iterator[None]:
    """Put files back if something fails, so that a class keeps its earlier release."""
    before = {path: path.read_bytes() if path.exists() else None for path in paths}
    try:
        yield
    except BaseException:
        for path, data in before.items():
            path.unlink(missing_ok=True)
            if data is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
        raise


def leaks(source: NotebookNode, released: Path) -> list[str]:
    """Return the lines of solutions that a released notebook holds.

    Parameters
    ----------
    source : NotebookNode
        The source notebook, with its solutions.
    released : Path
        The released notebook.

    Returns
    -------
    list of str
        Empty if the release is right.
    """
    text = "\n".join(c.source for c in nbformat.read(released, as_version=4).cells)
    given = SOLUTION.sub("", "\n".join(c.source for c in source.cells))
    lines = [
        line.strip()
        for cell in source.cells
        for region in SOLUTION.findall(cell.source)
        for line in region.splitlines()
    ]
    # A line such as "return" may also be in the given part: only the others can leak.
    return [ln for ln in lines if len(ln) > 3 and ln not in given and ln in text]


def solved(source: str) -> str:
    r"""Return a solution cell's source without the marks around the solution.

    Parameters
    ----------
    source : str
        The cell's source in the assignment's text.

    Returns
    -------
    str
        The same, without the lines that say where the solution begins and ends.

    Examples
    --------
    >>> solved("### BEGIN SOLUTION\nx = 1\n### END SOLUTION")
    'x = 1\n'
    """
    return re.sub(r"[ \t]*### (BEGIN|END) SOLUTION\n?", "", source)


def release_solutions(names: list[str], folder: Path) -> list[Path]:
    """Write the notebooks with their solutions and model answers, for after the deadline.

    Parameters
    ----------
    names : list of str
        The assignments.
    folder : Path
        Where to write; an existing file of the same name is replaced.

    Returns
    -------
    list of Path
        The notebooks.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name in names:
        notebook = read_assignment(ASSIGNMENTS / known_assignment(name) / "notebook.md")
        for cell in notebook.cells:
            cell.source = solved(cell.source)
            cell.metadata = {}
        path = folder / f"{name}-solution.ipynb"
        nbformat.write(notebook, path)
        written.append(path)
    return written


def as_book_pages(course: Course, pages: Path) -> list[Path]:
    """Copy the released notebooks into the book.

    Parameters
    ----------
    course : Course
        The class that they were released in.
    pages : Path
        The book's folder of exercises; its notebooks are replaced.

    Returns
    -------
    list of Path
        The copies.
    """
    pages.mkdir(parents=True, exist_ok=True)
    copies = []
    for name in assignment_names():
        released = course.folder("release") / name / f"{name}.ipynb"
        copy = pages / released.name
        if not copy.exists() or copy.read_bytes() != released.read_bytes():
            shutil.copyfile(released, copy)
        copies.append(copy)
    return copies
