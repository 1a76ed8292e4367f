"""Read a submission that may not be a notebook at all.

Whatever JupyterLab opens is read: only the sources of cells, their types, their ids and their
grade_ids are used, so nothing else in a file has to be as a notebook's format asks.
"""

import copy
import hashlib
import os
import re
import stat
from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter, NotebookExporter
from nbformat import NotebookNode, writes
from nbformat.v4 import new_notebook

from autograde.cells import new_cell
from autograde.errors import CourseError
from autograde.intake.contents import NoNotebook, read_json
from autograde.intake.times import known_time
from autograde.record import write_record

SIZE_LIMIT = 128 * 2**20  # bytes; most of a large file is outputs, which are not kept
CELLS_LIMIT = 1000  # without empty ones; a release has about thirty
# Characters, of given cells and of the learner's own each; a release has about ten thousand.
CODE_LIMIT = 400_000
TEXT_LIMIT = 200_000
SOURCES = ("source", "input", "code", "text")  # the last three until format 3

PICTURE = re.compile(r"(data:[\w/.+-]{1,80};base64,)[A-Za-z0-9+/=%]{100,}+")
OF_CODE = ("outputs", "execution_count", "input")
ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")


class NoAccess(CourseError):
    """What was handed in cannot be read on this machine: no fault of the submission."""


class TolerantExporter(NotebookExporter):
    """Reads an unreadable submission as an empty notebook that holds the reason.

    Restore then fills it with the release's stubs, and the verdicts give the reason. Otherwise
    one broken file would end the run for every submission after it.

    Files beside the notebook are not copied: nothing uses them, web pages would serve them, and a
    link or a pipe among them can lead anywhere. nbgrader has a course setting for that, which its
    exchange reads as well. So only the converter that grades gets a changed copy of the settings.
    It also reads the time of handing in with nothing guessed.

    A graded notebook is written in one line, since indenting it takes longer than judging it.
    """

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        if self.parent is not None:
            self.parent.coursedir = copy.copy(self.parent.coursedir)
            self.parent.coursedir.ignore = ["*", ".*"]
            self.parent.coursedir.get_existing_timestamp = known_time

    def from_filename(self, filename: str, resources: Any = None, **kw: Any) -> Any:
        """Read a file as nbconvert does, but a submission with care: it may be a pipe."""
        if not getattr(self.parent, "_sanitizing", False):
            return super().from_filename(filename, resources=resources, **kw)
        return self.from_notebook_node(read_submission(Path(filename)), resources=resources, **kw)

    def from_notebook_node(self, nb: NotebookNode, resources: Any = None, **kw: Any) -> Any:
        """Take the notebook through the steps, and return it as text."""
        taken, resources = Exporter.from_notebook_node(self, nb, resources, **kw)
        resources["output_extension"] = ".ipynb"
        return f"{writes(taken, indent=None)}\n", resources


def read_submission(path: Path) -> NotebookNode:
    """Read a file that was handed in, whatever it holds.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    NotebookNode
        Empty if it is not a notebook; then its record says why.

    Raises
    ------
    NoAccess
        If this machine cannot read the file.
    """
    data, notebook = b"", new_notebook()
    try:
        data = handed_in(path)
        read, odd = read_json(data)
        notebook.cells = _cells(read)
        if odd:
            write_record(notebook, odd=odd)
    except OSError as error:
        raise _no_access(path, error) from None
    except NoNotebook as error:
        write_record(notebook, unreadable=str(error))
    write_record(notebook, digest=hashlib.sha256(data).hexdigest())
    return notebook


def handed_in(path: Path) -> bytes:
    """Return the contents of a file that was handed in.

    Parameters
    ----------
    path : Path
        ``STUDENT/ASSIGNMENT/FILE``.

    Returns
    -------
    bytes
        At most as many as the size limit allows.

    Raises
    ------
    OSError, NoNotebook
        If it is too large, or is not an ordinary file: a link may lead to a classmate's answers or
        to any other file that the grader can read, and a pipe or a device has no end.
    """
    if any(place.is_symlink() for place in (path, path.parent, path.parent.parent)):
        raise NoNotebook("the file, or a folder on the way to it, is a link to another place")
    if path.is_dir():
        raise NoNotebook("it is a folder, not a file")
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with open(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise NoNotebook("it is a pipe or a device, not a file")
        data = file.read(SIZE_LIMIT + 1)
    if len(data) > SIZE_LIMIT:
        raise NoNotebook(f"the file is larger than {SIZE_LIMIT // 2**20} MiB: clear its outputs")
    return data


def digest(path: Path) -> str:
    """Return a hash that tells one handed-in file from another.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    str
        64 hexadecimal digits; those of an empty file if it is not an ordinary one.

    Raises
    ------
    NoAccess
        If this machine cannot read the file.
    """
    try:
        return hashlib.sha256(handed_in(path)).hexdigest()
    except OSError as error:
        raise _no_access(path, error) from None
    except NoNotebook:
        return hashlib.sha256(b"").hexdigest()


def _no_access(path: Path, error: OSError) -> NoAccess:
    """Say that this machine cannot read a file that was handed in."""
    return NoAccess(
        f"this machine cannot read its {path.name}: {error.strerror}. An earlier mark stays. "
        "Correct the permissions, or copy the file here again"
    )


def _cells(read: Any) -> list[NotebookNode]:
    """Return the cells that are not empty, or hold an answer's place."""
    cells: list[NotebookNode] = []
    room = {(True, own): CODE_LIMIT for own in (True, False)}
    room |= {(False, own): TEXT_LIMIT for own in (True, False)}
    used: set[str] = set()
    for given in _given_cells(read):
        metadata = given.get("metadata")
        nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
        grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
        source = _source(given)
        grade_id = grade_id if isinstance(grade_id, str) else None
        if not source.strip() and grade_id is None:
            continue
        if len(cells) == CELLS_LIMIT:
            raise NoNotebook(f"it has more than {CELLS_LIMIT} cells that are not empty")
        kind = given.get("cell_type")
        # A tool that leaves out the type leaves the rest of a code cell.
        is_code = kind == "code" or (kind is None and not given.keys().isdisjoint(OF_CODE))
        budget = is_code, grade_id is None
        kept = _kept(source, room[budget], is_code)
        room[budget] = max(0, room[budget] - len(kept))
        name = given.get("id")
        if not isinstance(name, str) or not ID.fullmatch(name) or name in used:
            name = f"cell-{len(cells)}"
        used.add(name)
        cell = new_cell("code" if is_code else "markdown", kept, name)
        if grade_id is not None:
            cell.metadata = NotebookNode(nbgrader=NotebookNode(grade_id=grade_id))
        cells.append(cell)
    return cells


def _given_cells(read: Any) -> list[dict[str, Any]]:
    """Return the cells as they stand in the file; until format 3, they were in worksheets."""
    cells = read.get("cells") if isinstance(read, dict) else None
    sheets = read.get("worksheets") if isinstance(read, dict) else None
    if not isinstance(cells, list) and isinstance(sheets, list):
        lists = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
        cells = [cell for one in lists if isinstance(one, list) for cell in one]
    if not isinstance(cells, list):
        raise NoNotebook("its JSON is not that of a notebook: it has no list of cells")
    found = [cell for cell in cells if isinstance(cell, dict)]
    if cells and not found:
        raise NoNotebook("its JSON is not that of a notebook: its cells are none")
    return found


def _source(given: dict[str, Any]) -> str:
    """Return a cell's source, which is a text or a list of lines."""
    source = next((given[name] for name in SOURCES if name in given), "")
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    return source.replace("\r\n", "\n") if isinstance(source, str) else ""


def _kept(source: str, room: int, is_code: bool) -> str:
    """Return a source, or what is kept of one that is too long to be run or shown."""
    if not is_code:
        source = PICTURE.sub(r"\1…", source)  # no page shows it
    if len(source) <= room:
        return source
    if is_code:
        words = f"the notebook's code is longer than {CODE_LIMIT:,} characters, up to this cell"
        return f"raise ValueError({words!r})"
    return f"{source[:room]}… (cut off: {len(source):,} characters)"
