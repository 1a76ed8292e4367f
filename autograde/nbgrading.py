"""nbgrader's own steps, called on a class."""

import logging
import re
import sqlite3
from contextlib import closing

from alembic.script import ScriptDirectory
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.dbutil import ALEMBIC_DIR

from autograde.course import Course
from autograde.database import connected, look, mark, of_another_class
from autograde.errors import CourseError


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
        If there is no course, or its gradebook is not of this nbgrader.
    """
    course.require()
    check_gradebook(course)
    config = course.config()
    log = logging.getLogger("autograde.nbgrader")
    log.propagate = False
    log.handlers[:] = [logging.NullHandler()]
    courses = CourseDirectory(config=config, log=log)
    return NbGraderAPI(courses, config=config, log=log)


def require_gradebook(course: Course) -> None:
    """Refuse to go on without a course and a gradebook of this nbgrader.

    Parameters
    ----------
    course : Course
        The class.

    Raises
    ------
    CourseError
        If there is no course, or no gradebook, or it is not of this nbgrader.
    """
    course.require()
    if not check_gradebook(course):
        put_back = "Put a backup in its place"
        if course.server:
            put_back += f" (autograde --course {course.root} backups --restore NAME)"
        raise CourseError(
            f"There is no gradebook {course.gradebook_name}. {put_back}; or, to begin "
            f"a new one, run: autograde --course {course.root} release"
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
        If the gradebook is of another version or another class, is in use, or is no gradebook.
    """
    came = _version_on_server(course) if course.server else _version_in_file(course)
    wanted = current_version()
    if came not in ("", wanted):
        safe = "Have a backup made of it" if course.server else "Copy the file to a safe place"
        raise CourseError(
            f"The gradebook {course.gradebook_name} has version {came}, and this nbgrader wants "
            f"{wanted}. Nothing was changed. {safe}, then run `nbgrader db upgrade` in that folder."
        )
    return bool(came)


def current_version() -> str:
    """Return the version of a gradebook that this nbgrader reads."""
    return str(ScriptDirectory(ALEMBIC_DIR).get_current_head())


def _version_in_file(course: Course) -> str:
    """Return the version of the gradebook in a class's folder; nothing if there is none."""
    if not course.gradebook.exists():
        return ""
    try:
        with closing(sqlite3.connect(course.gradebook.as_uri() + "?mode=ro", uri=True)) as book:
            rows = book.execute("SELECT version_num FROM alembic_version").fetchall()
    except sqlite3.DatabaseError as error:
        if "locked" in str(error):
            raise CourseError(in_use(course)) from None
        raise CourseError(
            f"The gradebook {course.gradebook} cannot be read: {error}. Nothing was changed. "
            "If it is damaged, put a backup in its place."
        ) from None
    return rows[0][0] if len(rows) == 1 else "none"


def _version_on_server(course: Course) -> str:
    """Return the version of the gradebook on a server; nothing if there is none."""
    name = course.gradebook_name
    with connected(course.db_url, name) as connection:
        version, owner = look(connection, name)
    if owner and course.key_file.exists() and owner != mark(course.key):
        raise CourseError(of_another_class(name))
    return version


def in_use(course: Course) -> str:
    """Return what is said of a gradebook that another program keeps from being used."""
    return (
        f"Another program holds the gradebook {course.gradebook_name}. What has a mark keeps it. "
        "Close that program, and run the same command again: it goes on from here."
    )


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
