"""nbgrader's own steps, called on a class."""

import logging
import re
import sqlite3
from contextlib import closing

from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI, api
from nbgrader.coursedir import CourseDirectory

from autograde.errors import CourseError, of_the_machine
from autograde.gradebook.course import Course
from autograde.gradebook.database import (
    class_mark,
    connected,
    current_version,
    of_another_class,
    of_another_version,
    version_and_owner,
)


def open_nbgrader(course: Course) -> NbGraderAPI:
    """Open nbgrader on a class, quietly: what its steps log comes back with their results.

    Parameters
    ----------
    course : Course
        The class.

    Returns
    -------
    NbGraderAPI
        nbgrader's own interface, which Formgrader calls as well.

    Raises
    ------
    CourseError
        If there is no course, or its gradebook does not fit this nbgrader.
    """
    course.require()
    check_gradebook(course)
    config = course.config()
    log = logging.getLogger("autograde.nbgrader")
    log.propagate = False
    log.handlers[:] = [logging.NullHandler()]
    courses = CourseDirectory(config=config, log=log)
    return NbGraderAPI(courses, config=config, log=log)


def gradebook_of(course: Course) -> Gradebook:
    """Open a class's gradebook, through nbgrader's shared engine if there is one.

    Parameters
    ----------
    course : Course
        The class.

    Returns
    -------
    Gradebook
        nbgrader's own; the caller closes it.
    """
    return api.Gradebook(course.db_url, "lstm")


def require_gradebook(course: Course) -> None:
    """Refuse to go on without a course and a gradebook of this nbgrader.

    Parameters
    ----------
    course : Course
        The class.

    Raises
    ------
    CourseError
        If there is no course or no gradebook, or the gradebook does not fit this nbgrader.
    """
    course.require()
    if not check_gradebook(course):
        raise CourseError(
            f"There is no gradebook {course.gradebook_name}. Restore a backup; or, to begin a new "
            f"one, run: autograde --course {course.root} release\n"
            f"To restore a backup, run: autograde --course {course.root} backups --restore NAME"
        )


def check_gradebook(course: Course) -> bool:
    """Refuse a gradebook that this nbgrader cannot read, and leave it as it is.

    Parameters
    ----------
    course : Course
        The class.

    Returns
    -------
    bool
        Whether there is a gradebook.

    Raises
    ------
    CourseError
        If the gradebook is of another version or another class, is in use, or is not a gradebook.
    """
    return _is_on_server(course) if course.server else _is_in_file(course)


def _is_in_file(course: Course) -> bool:
    """Check the gradebook in a class's folder."""
    if not course.gradebook.exists():
        return False
    try:
        with closing(sqlite3.connect(course.gradebook.as_uri() + "?mode=ro", uri=True)) as book:
            rows = book.execute("SELECT version_num FROM alembic_version").fetchall()
    except sqlite3.DatabaseError as error:
        if "locked" in str(error) and (trouble := of_the_machine(error)):
            raise trouble from None
        raise CourseError(
            f"The gradebook {course.gradebook} cannot be read: {error}. Nothing was changed. "
            "If it is damaged, put a backup in its place."
        ) from None
    if rows != [(current_version(),)]:
        came = rows[0][0] if rows else "none"
        safe = "Copy the file to a safe place"
        raise CourseError(of_another_version(course.gradebook_name, came, safe))
    return True


def _is_on_server(course: Course) -> bool:
    """Check the gradebook on a server."""
    name = course.gradebook_name
    with connected(course.db_url, name) as connection:
        version, owner = version_and_owner(connection, name)
    if owner and course.key_file.exists() and owner != class_mark(course.key):
        raise CourseError(of_another_class(name))
    return bool(version)


def last_error(result: dict) -> str:
    r"""Return the reason that a step of nbgrader gave when it failed.

    Parameters
    ----------
    result : dict
        With `log` and `error`, as nbgrader returns them.

    Returns
    -------
    str
        One line: the exception that it logged, or else its first error.

    Examples
    --------
    >>> last_error({"log": "[INFO] a\n[ERROR] No notebooks", "error": ""})
    'No notebooks'
    >>> last_error({"log": "[ERROR] x\nTraceback (most recent call last):\n  in f\nOSError: full"})
    'OSError: full'
    """
    log = result.get("log") or ""
    marked = re.findall(r"^\[ERROR\] (.*)", log, re.MULTILINE)
    _, _, after = log.rpartition("Traceback (most recent call last):")
    # nbgrader indents what follows an entry's first line.
    raised = re.findall(r"^(?: {4})?([A-Za-z_][\w.]*: .*)", after, re.MULTILINE)
    traceback = [line for line in (result.get("error") or "").splitlines() if line.strip()]
    return (raised[:1] or marked[:1] or traceback[-1:] or ["nbgrader gave no reason"])[0].strip()
