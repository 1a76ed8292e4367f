"""The checks that a notebook calls.

>>> from lstm_lib import checks as check
>>> check.lstm_step
check.lstm_step is a check: call it as check.lstm_step()

`check.NAME()` looks NAME up in the notebook and says whether it is right; `check.NAME.hint()`
gives the first of three hints; `check.start(...)` opens a notebook. See `call.py` for what a
call does in JupyterLab, under Validate and when a submission is graded.
"""

import difflib
import sys
from collections.abc import Iterable

from lstm_lib.checks import exercises as _exercises
from lstm_lib.checks import rebound as _rebound
from lstm_lib.checks import withhold as _withhold
from lstm_lib.checks.call import CheckFailed, NotebookCheck

__all__ = ["CHECKS", "CheckFailed", "NotebookCheck", "start"]

CHECKS: dict[str, NotebookCheck] = {check.name: NotebookCheck(check) for check in _exercises.CHECKS}


def start(withhold: Iterable[str] = (), without: Iterable[str] = ()) -> None:
    """Open an exercise notebook: close in the library what the notebook asks for.

    Parameters
    ----------
    withhold : iterable of str
        The reference functions that the learner writes, such as ``"cell.lstm_step"``.
    without : iterable of str
        Packages that the exercise must do without, such as ``"keras"``.

    Raises
    ------
    ImportError
        If such a package has been imported already.

    Examples
    --------
    >>> start()
    """
    _withhold.reopen()
    _withhold.close(withhold, without)
    _rebound.watch(sys.modules[__name__])


def __getattr__(name: str) -> NotebookCheck:
    """Return a check by its name."""
    if name in CHECKS:
        return CHECKS[name]
    close = difflib.get_close_matches(name, CHECKS, n=1)
    meant = f" Did you mean check.{close[0]}?" if close else ""
    raise AttributeError(f"there is no check named {name!r}.{meant}")
