"""Errors that an instructor sees: what came, what was expected, what to do next."""

import errno
import sqlite3
import sys

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)


class CourseError(Exception):
    """Something that the user can mend; shown as one message, without a traceback."""


class MachineError(CourseError):
    """Something that the machine lacks; the same call goes on from there when it is mended."""


def of_the_machine(error: Exception) -> MachineError | None:
    """Put in plain words what went wrong outside of the course.

    Parameters
    ----------
    error : Exception
        Whatever was raised.

    Returns
    -------
    MachineError or None
        None if it is no full disk and no database that refuses.

    Examples
    --------
    >>> print(of_the_machine(OSError(errno.ENOSPC, "No space left on device", "a/file")))
    No space left on device: a/file. What has a mark keeps it. Make room, and run the same command
    again: it goes on from here.
    """
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
        then = "Make room" if "full" in why or isinstance(error, OSError) else "See to it"
    return MachineError(
        f"{why}. What has a mark keeps it. {then}, and run the same command again: it goes on "
        "from here."
    )
