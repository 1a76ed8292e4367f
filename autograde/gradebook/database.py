"""A gradebook on a PostgreSQL server: how to reach it, which class owns it, and its one writer."""

import contextlib
import getpass
import hashlib
import os
import socket
from collections.abc import Iterator

from alembic.script import ScriptDirectory
from nbgrader.api import Base
from nbgrader.dbutil import ALEMBIC_DIR
from sqlalchemy import Connection, NullPool, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError, NoSuchModuleError

from autograde.errors import CourseError

LOCK = 0x6175746F67726164  # "autograd": one writer in each database
VERSION = "alembic_version"  # nbgrader's table; its comment says which class owns it
HINTS = (
    ("password", "Pass --db URL once more, with the right one."),
    ("database", "Make the database first, for example with: createdb -O USER DATABASE"),
    ("permission denied", "The user must own the database: ALTER DATABASE ... OWNER TO USER"),
    ("", "Is the server running, and are the host and the port right?"),
)


def reason(error: BaseException) -> str:
    """Say in one line why a database refused, in its own words.

    Parameters
    ----------
    error : BaseException
        What was raised.

    Returns
    -------
    str
        Without the statement that was refused.
    """
    cause = getattr(error, "orig", None) or error
    lines = [line.strip() for line in str(cause).splitlines() if line.strip()]
    return lines[0] if lines else type(cause).__name__


@contextlib.contextmanager
def connected(url: str, name: str, **options: str) -> Iterator[Connection]:
    """Connect to a database.

    Parameters
    ----------
    url : str
        With everything that is needed to log in.
    name : str
        Its name in messages.
    **options : str
        SQLAlchemy's options of a connection, such as `isolation_level`.

    Yields
    ------
    Connection
        Closed at the end; what was not committed is undone.

    Raises
    ------
    CourseError
        If the server cannot be reached, rejects the login, goes away, or refuses a statement.
    """
    try:
        engine = create_engine(url, poolclass=NullPool, execution_options=options)
    except (ImportError, NoSuchModuleError):
        raise CourseError(
            f"The gradebook {name} needs the package psycopg, which is not installed. "
            "Get it with: pip install 'psycopg[binary]'"
        ) from None
    try:
        with engine.connect() as connection:
            yield connection
    except DBAPIError as error:
        if not type(error.orig).__module__.startswith("psycopg"):
            raise  # the error is that of another database, such as the file of a copy
        why = reason(error)
        hint = next(hint for word, hint in HINTS if word in why)
        raise CourseError(f"The gradebook {name} cannot be used: {why}. {hint}") from None
    finally:
        engine.dispose()


def version_and_owner(connection: Connection, name: str) -> tuple[str, str]:
    """Read which nbgrader and which class a database belongs to.

    Parameters
    ----------
    connection : Connection
        To the database.
    name : str
        Its name in messages.

    Returns
    -------
    version : str
        The version of this nbgrader; empty if the database is empty.
    owner : str
        The mark that `adopt` left; empty if there is none.

    Raises
    ------
    CourseError
        If it holds tables, but no gradebook of this nbgrader.
    """
    tables = inspect(connection).get_table_names()
    if not tables:
        return "", ""
    if VERSION not in tables or "submitted_assignment" not in tables:
        raise CourseError(
            f"{name} holds tables, such as {sorted(tables)[0]}, but no gradebook. Nothing was "
            "changed. Make a database for the gradebook alone."
        )
    version = connection.execute(text(f"SELECT version_num FROM {VERSION}")).scalar()
    if version != current_version():
        raise CourseError(of_another_version(name, version or "none", "Have it backed up"))
    return version, inspect(connection).get_table_comment(VERSION)["text"] or ""


def current_version() -> str:
    """Return the version of a gradebook that this nbgrader reads."""
    return str(ScriptDirectory(ALEMBIC_DIR).get_current_head())


def of_another_version(name: str, came: str, safe: str) -> str:
    """Return the message for a gradebook of another nbgrader; `safe` says how to save it."""
    return (
        f"The gradebook {name} has version {came}, but this nbgrader needs {current_version()}. "
        f"Nothing was changed. {safe}, then run `nbgrader db upgrade` in the folder of the class."
    )


def adopt(connection: Connection, name: str, key: str) -> None:
    """Make a gradebook in an empty database, and mark it as a class's own.

    Parameters
    ----------
    connection : Connection
        To the database.
    name : str
        Its name in messages.
    key : str
        The class's key; the mark does not reveal it.

    Raises
    ------
    CourseError
        If the gradebook is that of another class.
    """
    version, owner = version_and_owner(connection, name)
    if not version:
        make_tables(connection)
    mine = class_mark(key)
    if owner not in ("", mine):
        raise CourseError(of_another_class(name))
    if not owner:
        submitted = Base.metadata.tables["submitted_assignment"]
        if connection.execute(submitted.select().limit(1)).first():
            raise CourseError(of_another_class(name))
        stamp(connection, mine)
    connection.commit()


def of_another_class(name: str) -> str:
    """Return the message for a database with the marks of another class."""
    return (
        f"{name} holds the gradebook of another class: its marks were given with another course "
        "key. Nothing was changed. Name another database, or, if it is this class in a new folder, "
        "put its course_key there."
    )


def class_mark(key: str) -> str:
    """Return the mark of a class: it is always the same, and does not reveal the key."""
    return "lstm-course " + hashlib.sha256(f"gradebook {key}".encode()).hexdigest()[:16]


def make_tables(connection: Connection) -> None:
    """Make the tables of a gradebook of this nbgrader, if there are none."""
    Base.metadata.create_all(connection)
    connection.execute(
        text(f"CREATE TABLE IF NOT EXISTS {VERSION} (version_num VARCHAR(32) NOT NULL)")
    )
    connection.execute(text(f"DELETE FROM {VERSION}"))
    connection.execute(
        text(f"INSERT INTO {VERSION} VALUES (:version)"), {"version": current_version()}
    )


def stamp(connection: Connection, mine: str) -> None:
    """Leave a class's mark in a gradebook."""
    connection.execute(text(f"COMMENT ON TABLE {VERSION} IS '{mine}'"))


@contextlib.contextmanager
def exclusive(url: str, name: str) -> Iterator[None]:
    """Be the only `autograde` on any machine that writes to a database.

    Parameters
    ----------
    url, name : str
        Its URL, and its name in messages.

    Yields
    ------
    None
        While no other `autograde` can write.

    Raises
    ------
    CourseError
        If another one is writing.
    """
    who = f"Process {os.getpid()} of {getpass.getuser()} on {socket.gethostname()}"
    with connected(url, name, isolation_level="AUTOCOMMIT") as connection:
        if not connection.execute(text(f"SELECT pg_try_advisory_lock({LOCK})")).scalar():
            raise CourseError(
                f"{_holder(connection)} is writing to the gradebook {name}. Nothing was changed. "
                "Wait until it is done, or stop it, and try again."
            )
        connection.execute(text("SELECT set_config('application_name', :who, false)"), {"who": who})
        yield


def _holder(connection: Connection) -> str:
    """Return who is writing, as far as the server says."""
    found = connection.execute(
        text(
            "SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a USING (pid) "
            "WHERE l.locktype = 'advisory' AND l.granted AND l.classid::bigint = :high "
            "AND l.objid::bigint = :low AND l.database = "
            "(SELECT oid FROM pg_database WHERE datname = current_database())"
        ),
        {"high": LOCK >> 32, "low": LOCK & 0xFFFFFFFF},
    ).scalar()
    return found or "Another program"
