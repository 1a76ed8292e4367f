"""nbgrader's own steps, called on a class."""

import logging
import re
import sqlite3
from collections.abc import Callable, Hashable, Iterator
from contextlib import closing, contextmanager
from typing import Any, ClassVar, TypeVar

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI, api
from nbgrader.converters import autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor, latesubmissions, saveautogrades
from sqlalchemy import Engine
from sqlalchemy.orm import Session, scoped_session, sessionmaker

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

T = TypeVar("T")


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


class Held(Session):
    """A session that writes nothing until its transaction ends: a commit is a flush."""

    def commit(self) -> None:
        """Send what has changed to the database, and read it anew, as after a commit."""
        self.flush()
        self.expire_all()


class SharedGradebook(Gradebook):
    """A gradebook that shares its SQLAlchemy engine with the others at its address.

    In a transaction (`one_transaction`) it shares the session too.
    """

    shared: ClassVar[bool] = False
    engines: ClassVar[dict[str, Engine]] = {}
    checked: ClassVar[set[tuple[str, str]]] = set()
    transaction: ClassVar[Held | None] = None
    engine: Engine
    db: Any

    def __init__(
        self, db_url: str, course_id: str = "default_course", authenticator: Any = None
    ) -> None:
        if db_url not in self.engines:
            super().__init__(db_url, course_id, authenticator)
            self.engines[db_url] = self.engine
            self.checked.add((db_url, course_id))
            return
        self.engine = self.engines[db_url]
        if self.transaction is not None:
            self.transaction.expire_all()
            self.db = self.transaction
        else:
            self.db = scoped_session(sessionmaker(autoflush=True, bind=self.engine, future=True))
        if (db_url, course_id) not in self.checked:
            self.check_course(course_id=course_id)
            self.checked.add((db_url, course_id))
        self.course_id = course_id
        self.authenticator = authenticator

    def close(self) -> None:
        """Close the session, unless it is the transaction's; the engine stays open."""
        if self.db is not self.transaction:
            self.db.remove()


# The modules in which a step of a commit opens the gradebook, by nbgrader's own name for it.
OPENING: tuple[Any, ...] = (api, autograde, latesubmissions, saveautogrades)


@contextmanager
def one_engine() -> Iterator[None]:
    """Let nbgrader reach its gradebook through one SQLAlchemy engine.

    By itself, nbgrader makes an engine for each query, ten for a submission. Each engine compiles
    the same queries again, and checks that each table exists: half the cost of a commit.

    Yields
    ------
    None
        While the engine is shared.
    """
    for module in OPENING:
        module.Gradebook = SharedGradebook
    SharedGradebook.shared = True
    try:
        yield
    finally:
        SharedGradebook.shared = False
        for engine in SharedGradebook.engines.values():
            engine.dispose()
        SharedGradebook.engines.clear()
        SharedGradebook.checked.clear()
        _read.clear()
        for module in OPENING:
            module.Gradebook = Gradebook


_read: dict[tuple[Any, ...], Any] = {}


def once(read: Callable[..., T], *arguments: Hashable) -> T:
    """Read what does not change while an engine is shared, since only its user writes.

    Parameters
    ----------
    read : callable
        A function that reads something of a class.
    *arguments
        What it is called with.

    Returns
    -------
    object
        What it returned to the first call with these arguments, if an engine is shared.
    """
    if not SharedGradebook.shared:
        return read(*arguments)
    key = (read, *arguments)
    if key not in _read:
        _read[key] = read(*arguments)
    return _read[key]


@contextmanager
def one_transaction(course: Course) -> Iterator[None]:
    """Let all that nbgrader writes for a submission be written at once, by `EndTransaction`.

    By itself, nbgrader commits after every cell: some thirty transactions for a submission, and
    half a mark if it is stopped among them. It needs `one_engine`.

    Parameters
    ----------
    course : Course
        The class.

    Yields
    ------
    None
        While the transaction is open. What was not written by then is rolled back.
    """
    gradebook_of(course).close()  # the first one makes the engine
    SharedGradebook.transaction = Held(SharedGradebook.engines[course.db_url], autoflush=True)
    try:
        yield
    finally:
        if SharedGradebook.transaction.in_transaction():  # what is added now is rolled back
            SharedGradebook.checked.clear()
        SharedGradebook.transaction.close()
        SharedGradebook.transaction = None


class EndTransaction(NbGraderPreprocessor):
    """The last step of grading: what the steps before it wrote is written to the gradebook.

    The graded notebook is written after it, and says that its submission has its mark.
    """

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Write, if there is a transaction: nbgrader's own command has none."""
        if SharedGradebook.transaction is not None:
            Session.commit(SharedGradebook.transaction)
        return nb, resources


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
