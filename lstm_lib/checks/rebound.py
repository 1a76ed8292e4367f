"""Keep `check` at hand in a notebook whose own names have taken its place.

A learner may call a variable `check`, or remove all names with `%reset`. Then the cells of the
checks would fail with an error of Python's that says nothing of this.
"""

import re
from types import ModuleType
from typing import Any

NAME = "check"
CALL = re.compile(rf"^{NAME}\.(\w+)", re.MULTILINE)
REMOVED, REPLACED = "removed", "replaced"
EMPTIED = (
    "A cell removes names from the notebook, as `%reset` and `del` do. Delete that cell, then "
    "restart the kernel and run all cells."
)

# What has become of `check`, and what the learner holds under this name.
_STATE: dict[str, Any] = {}


def watch(checks: ModuleType) -> None:
    """Look at each cell of this notebook before it runs; in a script, do nothing.

    Parameters
    ----------
    checks : module
        What `check` stands for.

    Examples
    --------
    >>> from lstm_lib import checks
    >>> watch(checks)
    """
    from IPython import get_ipython

    _STATE.clear()
    _STATE["checks"] = checks
    if (shell := get_ipython()) is not None:
        shell.events.register("pre_run_cell", _before)  # a second time, it stays one
        shell.events.register("post_run_cell", _after)


def found() -> str:
    """Return what has become of `check`.

    Returns
    -------
    str
        `REPLACED` in a cell before which it was; `REMOVED` if it was so since the notebook was
        opened; else empty.

    Examples
    --------
    >>> found()
    ''
    """
    return str(_STATE.get("found", ""))


def put_back(names: dict[str, Any], source: str, checks: Any) -> str:
    """Put `check` back for a cell that calls a check, and say so.

    Parameters
    ----------
    names : dict
        The notebook's names; changed in place.
    source : str
        The cell that is about to run.
    checks : module
        What `check` stands for.

    Returns
    -------
    str
        What to tell the learner; empty if nothing was done.

    Examples
    --------
    >>> from lstm_lib import checks
    >>> put_back({}, "x = 1", checks)
    ''
    >>> print(put_back({"check": [1]}, "check.lstm_step()", checks)[:49])
    `check` is a variable of yours now, of type list.
    >>> give_back({})
    """
    is_called = any(name in checks.CHECKS for name in CALL.findall(source))
    if names.get(NAME) is checks or not is_called or f" as {NAME}" in source:
        return ""
    if NAME not in names:
        names[NAME], _STATE["found"] = checks, REMOVED
        return f"`{NAME}` was gone, and perhaps your functions are as well. {EMPTIED}"
    theirs, names[NAME] = names[NAME], checks
    _STATE.update(found=REPLACED, theirs=theirs)
    return (
        f"`{NAME}` is a variable of yours now, of type {type(theirs).__name__}. "
        "This cell used the course's checks all the same. Give your variable another name."
    )


def give_back(names: dict[str, Any]) -> None:
    """Give the learner's own variable back after the cell.

    Parameters
    ----------
    names : dict
        The notebook's names; changed in place.

    Examples
    --------
    >>> give_back({})
    """
    if "theirs" in _STATE:
        names[NAME] = _STATE.pop("theirs")
        _STATE.pop("found", None)


def _before(info: Any) -> None:
    """Look at the cell that is about to run."""
    from IPython import get_ipython

    if words := put_back(get_ipython().user_ns, str(info.raw_cell), _STATE["checks"]):
        print(words)


def _after(_: Any) -> None:
    """Leave the names as the learner has them."""
    from IPython import get_ipython

    give_back(get_ipython().user_ns)
