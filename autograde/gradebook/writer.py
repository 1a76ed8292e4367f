"""Write to the gradebook: one writer at a time, and never without a backup."""

import contextlib
import datetime
import getpass
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy.exc import DBAPIError

from autograde.errors import CourseError, MachineError, of_the_machine
from autograde.gradebook.copies import copy_in, copy_out
from autograde.gradebook.course import Course
from autograde.gradebook.database import current_version, exclusive, reason
from autograde.gradebook.nbgrading import check_gradebook

KEPT = 20  # backups; a new one replaces the oldest
ROOM = 2**18  # bytes: about what one submission takes
NAME = "gradebook-%Y%m%d-%H%M%S-%f.db"


@contextlib.contextmanager
def writing(course: Course, keep: Path | None = None) -> Iterator[None]:
    """Be the only writer, with a backup made before anything is written.

    Parameters
    ----------
    course : Course
        The class.
    keep : Path, optional
        A backup that is not removed, however old.

    Yields
    ------
    None
        While no other `autograde` can write.

    Raises
    ------
    CourseError
        If another one is writing, or the backup cannot be made.
    """
    holder = course.root / ".writer"
    lock = FileLock(course.root / ".writer.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        who = holder.read_text(encoding="utf-8") if holder.exists() else "Another program"
        raise CourseError(
            f"{who} is writing to the gradebook of {course.root}. Nothing was changed. "
            "Wait until it is done, or stop it, and try again."
        ) from None
    except OSError as error:
        raise CourseError(
            f"The folder {course.root} cannot be written: {error.strerror}."
        ) from None
    try:
        with _alone_on_server(course):
            since = datetime.datetime.now().isoformat(" ", "seconds")
            who = f"Process {os.getpid()} of {getpass.getuser()} (since {since})"
            with contextlib.suppress(OSError):  # a full disk, which the backup reports
                holder.write_text(who, "utf-8")
            back_up(course, keep)
            yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _alone_on_server(course: Course) -> contextlib.AbstractContextManager[None]:
    """Keep other writers from a gradebook on a server: they may use another folder."""
    if course.server is None:
        return contextlib.nullcontext()
    return exclusive(course.db_url, course.gradebook_name)


def require_room(course: Course) -> None:
    """Refuse to go on if nothing can be written, whatever the cause.

    Parameters
    ----------
    course : Course
        The class.

    Raises
    ------
    MachineError
        If the disk is full, or another program keeps the gradebook's file locked.
    """
    try:
        with tempfile.TemporaryFile(dir=course.root) as probe:
            probe.write(bytes(ROOM))
        if course.server is None:
            with closing(sqlite3.connect(course.gradebook, isolation_level=None)) as book:
                book.execute("BEGIN IMMEDIATE")
    except (OSError, sqlite3.Error) as error:
        if trouble := of_the_machine(error):
            raise trouble from None


def back_up(course: Course, keep: Path | None = None) -> Path | None:
    """Copy the gradebook to the class's folder of backups.

    Parameters
    ----------
    course : Course
        The class.
    keep : Path, optional
        A backup that is not removed, however old.

    Returns
    -------
    Path or None
        The copy; None if there is no gradebook yet.

    Raises
    ------
    CourseError
        If it cannot be copied.
    """
    # A file is copied as it is, whatever its version. Rows need this nbgrader's version.
    if not (check_gradebook(course) if course.server else course.gradebook.exists()):
        return None
    copy = course.backups / datetime.datetime.now().strftime(NAME)
    draft = course.backups / "new.part"  # there is one writer, so there is one draft
    try:
        course.backups.mkdir(exist_ok=True)
        for left in course.backups.glob(f"{draft.name}*"):  # of a killed run, with its journal
            left.unlink()
        _save(course, draft)
        draft.rename(copy)
        for old in backups(course)[KEPT:]:
            if old != keep:
                old.unlink()
    except (OSError, sqlite3.Error, DBAPIError) as error:
        raise MachineError(
            f"The gradebook {course.gradebook_name} could not be backed up to {course.backups}: "
            f"{reason(error)}. Nothing was graded. Is the disk full, or the gradebook in use?"
        ) from None
    finally:
        draft.unlink(missing_ok=True)
    return copy


def backups(course: Course) -> list[Path]:
    """Return a class's backups.

    Parameters
    ----------
    course : Course
        The class.

    Returns
    -------
    list of Path
        The newest first.
    """
    return sorted(course.backups.glob("gradebook-*.db"), reverse=True)


def restore(course: Course, name: str) -> Path:
    """Put a backup in the gradebook's place, and the gradebook among the backups.

    Parameters
    ----------
    course : Course
        The class.
    name : str
        The backup's name, or the beginning of it; if it is empty, the newest is restored.

    Returns
    -------
    Path
        The backup that was restored.

    Raises
    ------
    CourseError
        If there is no such backup, or more than one, or it is not a gradebook.
    """
    known = backups(course)
    found = [path for path in known if path.name.startswith(name)][: None if name else 1]
    if len(found) != 1:
        names = ", ".join(path.name for path in known) or "none"
        raise CourseError(
            f"{len(found)} backups in {course.backups} are named {name or '(any)'}. "
            f"The backups are: {names}."
        )
    with writing(course, keep=found[0]):
        try:
            with closing(sqlite3.connect(found[0].as_uri() + "?mode=ro", uri=True)) as book:
                version = book.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.Error as error:
            raise CourseError(
                f"{found[0]} is not a gradebook: {error}. Nothing was changed."
            ) from None
        _load(course, found[0], version[0] if version else "none")
    return found[0]


def _save(course: Course, file: Path) -> None:
    """Copy the gradebook, wherever it is, to a file: an SQLite gradebook."""
    if course.server is None:
        try:
            _copy(course.gradebook, file)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:  # damaged: kept as it is
            shutil.copyfile(course.gradebook, file)
        return
    copy_out(course.db_url, course.gradebook_name, file)


def _load(course: Course, file: Path, version: str) -> None:
    """Put a copy in the gradebook's place, whole or not at all."""
    if course.server is None:
        try:
            if not _is_database(course.gradebook):  # damaged; its copy is among the backups by now
                course.gradebook.unlink(missing_ok=True)
            _copy(file, course.gradebook)
        except (OSError, sqlite3.Error) as error:
            raise MachineError(
                f"{file} could not be put in place of {course.gradebook}: {error}. "
                "Nothing was changed. Is the disk full, or the gradebook in use?"
            ) from None
        return
    if version != current_version():
        raise CourseError(
            f"{file} has version {version}, but this nbgrader needs {current_version()}. "
            "Nothing was changed. First upgrade a copy of it, with "
            "`nbgrader db upgrade --db sqlite:///COPY`."
        )
    copy_in(file, course.db_url, course.gradebook_name, course.key)


def _is_database(file: Path) -> bool:
    """Tell whether SQLite can read a file."""
    try:
        with closing(sqlite3.connect(file.as_uri() + "?mode=ro", uri=True)) as book:
            book.execute("SELECT name FROM sqlite_master").fetchall()
    except sqlite3.OperationalError:
        return True  # in use, for example
    except sqlite3.DatabaseError:
        return False
    return True


def _copy(source: Path, target: Path) -> None:
    """Copy a database completely, even while another program reads or writes it."""
    with (
        closing(sqlite3.connect(source.as_uri() + "?mode=ro", uri=True, timeout=30)) as old,
        closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)
