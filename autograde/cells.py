"""Cells of a notebook, made by the hundred."""

import copy
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

# nbformat checks each cell against its schema when it makes it: once is enough.
_EMPTY = {"code": new_code_cell(), "markdown": new_markdown_cell()}


def new_cell(
    cell_type: str, source: str, name: str, metadata: dict[str, Any] | None = None
) -> NotebookNode:
    """Make a cell, as nbformat does.

    Parameters
    ----------
    cell_type : str
        ``code``; any other is text.
    source, name : str
        What it holds, and its id.
    metadata : dict, optional
        Nothing by default.

    Returns
    -------
    NotebookNode
        Without outputs.

    Examples
    --------
    >>> cell = new_cell("code", "1 + 1", "sum")
    >>> cell == new_code_cell("1 + 1", id="sum")
    True
    """
    cell = copy.deepcopy(_EMPTY["code" if cell_type == "code" else "markdown"])
    cell.update(source=source, id=name, metadata=metadata or {})
    return cell
