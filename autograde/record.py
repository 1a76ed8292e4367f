"""What the steps of grading tell each other about a notebook, in its metadata `lstm_course`.

`Restore` makes this record anew for every submission, so nothing in it comes from a learner.
"""

from typing import Any

from nbformat import NotebookNode

KEY = "lstm_course"


def write_record(node: NotebookNode, **facts: Any) -> None:
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
    >>> write_record(cell, status="right")
    >>> read_record(cell)
    {'status': 'right'}
    """
    node.metadata[KEY] = {**node.metadata.get(KEY, {}), **facts}


def read_record(node: NotebookNode) -> dict[str, Any]:
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
