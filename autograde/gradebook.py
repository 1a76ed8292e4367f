"""Writing to the gradebook: one at a time, and never without a copy of how it was."""

import contextlib
import datetime
import getpass
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from filelock import FileLock, Timeout

from autograde.course import Course
from autograde.errors import CourseError

KEPT = 20  # backups; the oldest goes when a new one comes
NAME = "gradebook-%Y%m%d-%H%M%S-%f.db"


@contextlib.contextmanager
def writing(course: Course, keep: Path | None = None) -> Iterator[None]:
    """Be the one who writes, with a backup made before anything is written.

    Parameters
    ----------
    course : Course
        The class.
    keep : Path, optional
        A backup that does not go, however old.

    Yields
    ------
    None
        While nobody else of `autograde` writes.

    Raises
    ------
    CourseError
        If somebody else writes, or the backup cannot be made.
    """
    holder = course.root / ".writer"
    lock = FileLock(course.root / ".writer.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        who = holder.read_text(encoding="utf-8") if holder.exists() else "somebody"
        raise CourseError(
            f"{who} is writing to the gradebook of {course.root}. Nothing was changed. "
            "Wait until that is done, or stop it, and try again."
        ) from None
    except OSError as error:
        raise CourseError(
            f"The folder {course.root} cannot be written: {error.strerror}."
        ) from None
    try:
        since = datetime.datetime.now().isoformat(" ", "seconds")
        holder.write_text(f"Process {os.getpid()} of {getpass.getuser()} (since {since})", "utf-8")
        back_up(course, keep)
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def back_up(course: Course, keep: Path | None = None) -> Path | None:
    """Copy the gradebook to the class's folder of backups.

    Parameters
    ----------
    course : Course
        The class.
    keep : Path, optional
        A backup that does not go, however old.

    Returns
    -------
    Path or None
        The copy; None if there is no gradebook yet.

    Raises
    ------
    CourseError
        If it cannot be copied.
    """
    if not course.gradebook.exists():
        return None
    copy = course.backups / datetime.datetime.now().strftime(NAME)
    draft = course.backups / "new.db"  # there is one writer, so there is one draft
    try:
        course.backups.mkdir(exist_ok=True)
        for left in course.backups.glob(f"{draft.name}*"):  # with a journal, of a killed run
            left.unlink()
        _copy(course.gradebook, draft)
        draft.rename(copy)
        for old in backups(course)[KEPT:]:
            if old != keep:
                old.unlink()
    except (OSError, sqlite3.Error) as error:
        draft.unlink(missing_ok=True)
        raise CourseError(
            f"The gradebook {course.gradebook} could not be backed up to {course.backups}: "
            f"{error}. Nothing was graded. Is the disk full, or the gradebook in use?"
        ) from None
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
        The backup's name, or the beginning of it; the newest if it is empty.

    Returns
    -------
    Path
        The backup that was restored.

    Raises
    ------
    CourseError
        If there is no such backup, or more than one, or it is no gradebook.
    """
    known = backups(course)
    found = [path for path in known if path.name.startswith(name)][: None if name else 1]
    if len(found) != 1:
        names = ", ".join(path.name for path in known) or "none"
        raise CourseError(
            f"{len(found)} backups in {course.backups} are named {name or '(any)'}. "
            f"There are: {names}."
        )
    with writing(course, keep=found[0]):
        try:
            with closing(sqlite3.connect(found[0].as_uri() + "?mode=ro", uri=True)) as book:
                book.execute("SELECT version_num FROM alembic_version").fetchall()
            _copy(found[0], course.gradebook)
        except sqlite3.Error as error:
            raise CourseError(
                f"{found[0]} is no gradebook: {error}. Nothing was changed."
            ) from None
    return found[0]


def _copy(source: Path, target: Path) -> None:
    """Copy a database, whole even while somebody reads or writes it."""
    with (
        closing(sqlite3.connect(source.as_uri() + "?mode=ro", uri=True, timeout=30)) as old,
        closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)
