"""Where a class lives: one folder, which nbgrader's own commands understand as well."""

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from traitlets.config import Config

from autograde.errors import CourseError
from autograde.gradebook.address import URL_FILE, Address, kept_address, parse_address
from autograde.gradebook.store import Store

WILDCARDS = "*?["  # nbgrader takes a path that holds one for a pattern

CONFIG_FILE = '''\
"""nbgrader's settings for this class: its own commands and Formgrader read them here."""

from autograde.configure import configure

configure(get_config(), __file__)  # noqa: F821
'''


@dataclass(frozen=True)
class Course:
    """A class's folder.

    It holds what nbgrader expects (source, release, submitted, autograded, feedback, gradebook)
    and the course key, from which each submission's seed is drawn. `db` is the address of a
    database to use; without it, the address that is stored in the folder counts.
    """

    root: Path
    db: str = field(default="", repr=False)

    @property
    def key_file(self) -> Path:
        """The file that holds the course key: only the coordinator reads it."""
        return self.root / "course_key"

    @property
    def gradebook(self) -> Path:
        """The file that holds the marks, unless a database server does."""
        return self.root / "gradebook.db"

    @property
    def server(self) -> Address | None:
        """The database that holds the marks; None if a file does."""
        return self.require_server()

    def require_server(self) -> Address | None:
        """Return the database that holds the marks, or None; refuse any but the class's own.

        Returns
        -------
        Address or None
            None if a file holds the marks.

        Raises
        ------
        CourseError
            If `db` names a different database from the class's.
        """
        known = kept_address(self.root)
        asked = parse_address(self.db) if self.db else None
        if asked and known and asked.url != known.url:
            raise CourseError(
                f"The gradebook of {self.root} is {known.url}, but --db names {asked.url}. Leave "
                f"--db out. If the database has moved, change its address in {self.root / URL_FILE}"
            )
        if asked and not known and self.gradebook.exists():
            raise CourseError(
                f"{self.gradebook} holds the marks of this class already. To move them, run: mkdir "
                f"-p {self.backups}; mv {self.gradebook} {self.backups}/gradebook-moved.db; "
                f"autograde --course {self.root} --db URL backups --restore gradebook-moved"
            )
        return asked if asked and (asked.password or not known) else known

    @property
    def db_url(self) -> str:
        """The gradebook as nbgrader names it."""
        if (server := self.server) is None:
            return f"sqlite:///{self.gradebook}"
        return server.for_now() if self.db and server.password else server.for_nbgrader(self.root)

    @property
    def gradebook_name(self) -> str:
        """The gradebook as messages name it: never with a password."""
        return server.url if (server := self.server) else str(self.gradebook)

    @property
    def backups(self) -> Path:
        """The folder of the gradebook's copies, one from before each run that wrote."""
        return self.root / "backups"

    @property
    def store(self) -> Store:
        """What submissions published when they ran."""
        return Store(self.root / "results")

    def folder(self, step: str) -> Path:
        """Return one of nbgrader's folders: source, release, submitted, autograded, feedback."""
        return self.root / step

    def create(self) -> None:
        """Make the folder, its settings and its key; what is there already is left alone.

        Raises
        ------
        CourseError
            If the folder cannot be written, or is a file, or holds marks but no key, or its path
            would be misread, or the database cannot be used.
        """
        self._require_plain_path()
        self._require_key_of_marks()
        if self.server:
            self._reach()
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            config = self.root / "nbgrader_config.py"
            if not config.exists():
                config.write_text(CONFIG_FILE, encoding="utf-8")
            if not self.key_file.exists():
                handle = os.open(self.key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(handle, "w") as file:
                    file.write(secrets.token_hex(32) + "\n")
        except OSError as error:
            raise CourseError(
                f"The course folder {self.root} cannot be written: {error.strerror}. "
                "Name another folder with --course DIR."
            ) from None
        if self.server:
            self._adopt()

    def require(self) -> None:
        """Refuse to go on if there is no course.

        Raises
        ------
        CourseError
            If the folder holds no course, or marks but no key, or its path would be misread, or
            the database that --db names cannot be used.
        """
        self._require_plain_path()
        self._require_key_of_marks()
        if not self.key_file.exists() or not (self.root / "nbgrader_config.py").exists():
            raise CourseError(
                f"There is no course in {self.root} yet. "
                f"Make one with: autograde --course {self.root} release"
            )
        if self.db:
            self._adopt()

    def _reach(self) -> None:
        """Refuse a database that cannot be used, before anything is made for it."""
        from autograde.gradebook.database import (
            class_mark,
            connected,
            of_another_class,
            version_and_owner,
        )

        with connected(self.db_url, self.gradebook_name) as connection:
            _, owner = version_and_owner(connection, self.gradebook_name)
        if owner and not (self.key_file.exists() and owner == class_mark(self.key)):
            raise CourseError(of_another_class(self.gradebook_name))

    def _adopt(self) -> None:
        """Make the database this class's gradebook, and store its address."""
        from autograde.gradebook.database import adopt, connected

        with connected(self.db_url, self.gradebook_name) as connection:
            adopt(connection, self.gradebook_name, self.key)
        if self.db and (server := self.server):
            server.keep(self.root)

    def _require_plain_path(self) -> None:
        """Refuse a folder in which nbgrader would find nothing."""
        if found := [character for character in WILDCARDS if character in str(self.root)]:
            raise CourseError(
                f"The path {self.root} holds {' and '.join(found)}, which nbgrader takes for a "
                "pattern: it would find no submission there. Rename that folder, or name another "
                "one with --course DIR."
            )

    def _require_key_of_marks(self) -> None:
        """Refuse a class whose key is lost: a new key would draw other cases than those marked."""
        url_file = self.root / URL_FILE
        if (self.gradebook.exists() or url_file.exists()) and not self.key_file.exists():
            which = url_file.name if url_file.exists() else "the gradebook"
            raise CourseError(
                f"The course key {self.key_file} is missing, and the gradebook beside it holds "
                "marks that were given with it. Put the key back from a backup. If it is lost for "
                f"good, move {which} away and begin a new class."
            )

    def config(self) -> Config:
        """Return nbgrader's settings for this class.

        Returns
        -------
        Config
            As `nbgrader_config.py` makes them.

        Raises
        ------
        CourseError
            If that file, which an instructor may have changed, does not run.
        """
        from traitlets.config.loader import PyFileConfigLoader

        try:
            return PyFileConfigLoader("nbgrader_config.py", path=str(self.root)).load_config()
        except Exception as error:
            raise CourseError(
                f"The settings {self.root / 'nbgrader_config.py'} do not run: "
                f"{type(error).__name__}: {error}. Correct the file; or move it away, and make a "
                f"new one with: autograde --course {self.root} build"
            ) from None

    @property
    def key(self) -> str:
        """The course key: 64 hexadecimal digits."""
        try:
            return bytes.fromhex(self.key_file.read_text().strip()).hex()
        except (OSError, ValueError):
            raise CourseError(
                f"The course key {self.key_file} is missing or damaged. Restore it from a backup: "
                "without it no submission's cases can be drawn again."
            ) from None

    def seed(self, student: str, assignment: str, notebook: str) -> str:
        """Return the seed of a submission's cases.

        Parameters
        ----------
        student, assignment, notebook : str
            The student, the assignment and its notebook.

        Returns
        -------
        str
            16 hexadecimal digits: always the same, and impossible to guess without the key.

        Raises
        ------
        CourseError
            If the course has no key.
        """
        message = "\0".join((student, assignment, notebook)).encode()
        return hmac.new(bytes.fromhex(self.key), message, hashlib.sha256).hexdigest()[:16]
