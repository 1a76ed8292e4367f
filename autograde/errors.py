"""Errors that an instructor sees: what came, what was expected, what to do next."""

import errno
import sqlite3
import sys

from lstm_lib.fetch.lock import DataError

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)


class CourseError(Exception):
    """A problem that the user can solve; shown as one message, without a traceback."""


class MachineError(CourseError):
    """A problem of the machine; when it is solved, the same command continues from there."""


def of_the_machine(error: Exception) -> MachineError | None:
    """Describe in plain words an error whose cause is outside the course.

    Parameters
    ----------
    error : Exception
        Whatever was raised.

    Returns
    -------
    MachineError or None
        None if the cause is neither a full disk, nor data that are missing, nor a database that
        refuses.

    Examples
    --------
    >>> print(of_the_machine(OSError(errno.ENOSPC, "No space left on device", "a/file")))
    No space left on device: a/file. Every mark so far is kept. Free some space, and run the same
    command again: it continues from here.
    """
    if isinstance(error, DataError):
        return MachineError(str(error))
    alchemy = sys.modules.get("sqlalchemy.exc")
    if alchemy and isinstance(error, alchemy.DBAPIError):
        why = str(error.orig)
    elif isinstance(error, sqlite3.OperationalError):
        why = str(error)
    elif isinstance(error, OSError) and error.errno in FULL:
        why = f"{error.strerror}: {error.filename}" if error.filename else str(error.strerror)
    else:
        return None
    if "locked" in why:
        why, then = f"The gradebook is in use ({why})", "Close the program that holds it"
    else:
        then = "Free some space" if "full" in why or isinstance(error, OSError) else "Solve this"
    return MachineError(
        f"{why}. Every mark so far is kept. {then}, and run the same command again: it continues "
        "from here."
    )
