"""What our steps tell each other about a notebook, in its metadata: `lstm_course`.

Restore makes this record anew for every submission, so nothing in it comes from a learner.
"""

from typing import Any

from nbformat import NotebookNode

KEY = "lstm_course"


def note(node: NotebookNode, **facts: Any) -> None:
    """Add facts to the record of a notebook or a cell.

    Parameters
    ----------
    node : NotebookNode
        A notebook or a cell.
    **facts
        Numbers, strings, lists.

    Examples
    --------
    >>> cell = NotebookNode(metadata={})
    >>> note(cell, status="right")
    >>> read(cell)
    {'status': 'right'}
    """
    node.metadata[KEY] = {**node.metadata.get(KEY, {}), **facts}


def read(node: NotebookNode) -> dict[str, Any]:
    """Return the record of a notebook or a cell.

    Parameters
    ----------
    node : NotebookNode
        A notebook or a cell.

    Returns
    -------
    dict
        Empty if there is none.
    """
    return dict(node.metadata.get(KEY, {}))
