"""One engine for the gradebook while a class is graded, and one transaction for each submission."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, TypeVar

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.apps import api
from nbgrader.converters import autograde
from nbgrader.preprocessors import NbGraderPreprocessor, latesubmissions, saveautogrades
from sqlalchemy import Engine
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from autograde.gradebook.course import Course
from autograde.gradebook.nbgrading import gradebook_of

T = TypeVar("T")


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
