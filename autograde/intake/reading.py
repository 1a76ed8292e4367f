"""Read a submission that may not be a notebook at all."""

import copy
import hashlib
import os
import stat
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbformat.reader import NotJSONError
from nbformat.v4 import new_notebook

from autograde.errors import CourseError
from autograde.intake.times import known_time
from autograde.record import write_record

SIZE_LIMIT = 32 * 2**20  # bytes; reading JSON takes many times as much memory
CELLS_LIMIT = 1000  # a release has about thirty
TEXT_LIMIT = 200_000  # characters in all cells; a release has about ten thousand


class NoNotebook(ValueError):
    """What was handed in cannot be read as a notebook; the message says why."""


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
    data, reason = b"", ""
    try:
        data = handed_in(path)
        notebook = _parsed(data)
        _refuse_what_is_too_large(notebook)
    except OSError as error:
        raise _no_access(path, error) from None
    except NoNotebook as error:
        reason = str(error)
    if reason:
        notebook = new_notebook()
        write_record(notebook, unreadable=reason)
    else:
        notebook.metadata.pop("lstm_course", None)
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
        raise NoNotebook(f"the file is larger than {SIZE_LIMIT // 2**20} MiB")
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


def _parsed(data: bytes) -> NotebookNode:
    """Return the notebook that these bytes hold, or raise the reason why they hold none."""
    try:
        notebook = nbformat.reads(data.decode("utf-8-sig"), as_version=4)
        nbformat.validate(notebook)
    except (NotJSONError, UnicodeDecodeError):
        raise NoNotebook("it holds no JSON: it is cut off, or is another kind of file") from None
    except RecursionError:
        raise NoNotebook("its JSON is nested too deeply") from None
    except nbformat.ValidationError as error:
        found = str(error).splitlines()[0][:200]
        raise NoNotebook(f"its JSON is not that of a notebook: {found}") from None
    except Exception:  # nbformat converts an old version without checking it first
        raise NoNotebook("its JSON is not that of a notebook") from None
    return notebook


def _refuse_what_is_too_large(notebook: NotebookNode) -> None:
    """Refuse more cells, or more text in them, than can be run and shown."""
    if len(notebook.cells) > CELLS_LIMIT:
        raise NoNotebook(
            f"it has {len(notebook.cells)} cells, more than the limit of {CELLS_LIMIT}"
        )
    if (length := sum(len(cell.source) for cell in notebook.cells)) > TEXT_LIMIT:
        raise NoNotebook(f"its cells hold {length} characters, more than the limit of {TEXT_LIMIT}")
