"""Copies of a gradebook on a PostgreSQL server.

Each is an SQLite gradebook: a backup reads the same, wherever the gradebook lives.
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
LOCK_S = 30  # for whoever else writes at the same moment


def copy_out(url: str, name: str, file: Path) -> None:
    """Copy a gradebook as it is at this moment, as an SQLite gradebook.

    Parameters
    ----------
    url, name : str
        With what it is reached, and how messages call it.
    file : Path
        The copy; there must be none yet.
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
    """Put an SQLite gradebook in a gradebook's place, in one transaction.

    Parameters
    ----------
    file : Path
        The copy; of the same nbgrader.
    url, name : str
        With what the gradebook is reached, and how messages call it.
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
