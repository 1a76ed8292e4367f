"""Copies of a gradebook on a PostgreSQL server.

Each copy is an SQLite gradebook, so a backup has the same form wherever the gradebook is.
"""

from pathlib import Path

from nbgrader.api import Base
from sqlalchemy import Connection, NullPool, create_engine, text

from autograde.gradebook.database import (
    class_mark,
    connected,
    make_tables,
    stamp,
    version_and_owner,
)

CHUNK = 1000  # rows
LOCK_S = 30  # how long to wait for another writer


def copy_out(url: str, name: str, file: Path) -> None:
    """Copy a gradebook as it is at this moment, as an SQLite gradebook.

    Parameters
    ----------
    url, name : str
        Its URL, and its name in messages.
    file : Path
        The copy; it must not exist yet.
    """
    target = create_engine(f"sqlite:///{file}", poolclass=NullPool)
    try:
        with (
            connected(url, name, isolation_level="REPEATABLE READ") as source,
            target.begin() as copy,
        ):
            version_and_owner(source, name)
            make_tables(copy)
            _copy_rows(source, copy)
    finally:
        target.dispose()


def copy_in(file: Path, url: str, name: str, key: str) -> None:
    """Replace a gradebook by an SQLite gradebook, in one transaction.

    Parameters
    ----------
    file : Path
        The copy, made by the same version of nbgrader.
    url, name : str
        The gradebook's URL, and its name in messages.
    key : str
        The class's key.
    """
    source = create_engine(f"sqlite:///{file.as_uri()}?mode=ro&uri=true", poolclass=NullPool)
    try:
        with source.connect() as copy, connected(url, name) as target:
            target.execute(text(f"SET LOCAL lock_timeout = '{LOCK_S}s'"))
            make_tables(target)
            stamp(target, class_mark(key))
            for table in reversed(Base.metadata.sorted_tables):
                target.execute(table.delete())
            _copy_rows(copy, target)
            target.commit()
    finally:
        source.dispose()


def _copy_rows(source: Connection, target: Connection) -> None:
    """Copy the rows of all tables; what a row refers to comes first."""
    for table in Base.metadata.sorted_tables:
        for rows in source.execute(table.select()).mappings().partitions(CHUNK):
            target.execute(table.insert(), [dict(row) for row in rows])
