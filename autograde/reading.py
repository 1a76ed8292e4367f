"""Read a submission that may not be a notebook at all."""

import hashlib
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from autograde.record import note

SIZE_LIMIT = 32 * 2**20  # bytes; reading JSON takes many times as much memory


class TolerantExporter(NotebookExporter):
    """Reads an unreadable submission as an empty notebook that holds the reason.

    Restore then fills it with the release's stubs, and the verdicts give the reason. Otherwise
    one broken file would end the run for everybody who comes after it.
    """

    def from_file(self, file_stream: Any, resources: Any = None, **kw: Any) -> Any:
        """Read from an open file, as nbconvert does for every notebook."""
        if not getattr(self.parent, "_sanitizing", False):
            return super().from_file(file_stream, resources=resources, **kw)
        notebook = read_submission(Path(file_stream.name))
        return self.from_notebook_node(notebook, resources=resources, **kw)


def read_submission(path: Path) -> NotebookNode:
    """Read a file that was handed in, whatever it holds.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    NotebookNode
        Empty if it is no notebook; then its record says why.
    """
    data = path.read_bytes()
    try:
        if len(data) > SIZE_LIMIT:
            raise ValueError(f"the file is larger than {SIZE_LIMIT // 2**20} MiB")
        notebook = nbformat.reads(data.decode("utf-8-sig"), as_version=4)
        nbformat.validate(notebook)
    except (Exception, RecursionError) as error:  # size, encoding, JSON, schema, nesting
        notebook = new_notebook()
        reason = str(error).splitlines()[0][:200] if str(error) else ""
        note(notebook, unreadable=f"{type(error).__name__}: {reason}")
    else:
        notebook.metadata.pop("lstm_course", None)
    note(notebook, digest=digest(data))
    return notebook


def digest(data: bytes) -> str:
    """Return what tells one handed-in file from another.

    Parameters
    ----------
    data : bytes
        The file.

    Returns
    -------
    str
        64 hexadecimal digits.

    Examples
    --------
    >>> digest(b"")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(data).hexdigest()
