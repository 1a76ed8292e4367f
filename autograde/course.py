"""Where a class lives: one folder, which nbgrader's own commands understand as well."""

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from traitlets.config import Config

from autograde.errors import CourseError
from autograde.store import Store

SAMPLE = Path(__file__).parent / "course"

CONFIG_FILE = '''\
"""nbgrader's settings for this class: its own commands and Formgrader read them here."""

from autograde.configure import configure

configure(get_config(), __file__)  # noqa: F821
'''


@dataclass(frozen=True)
class Course:
    """A class's folder.

    It holds what nbgrader expects (source, release, submitted, autograded, feedback, gradebook)
    and the course key, from which each submission's seed is drawn.
    """

    root: Path

    @property
    def key_file(self) -> Path:
        """The file that holds the course key: only the coordinator reads it."""
        return self.root / "course_key"

    @property
    def gradebook(self) -> Path:
        """The file that holds the marks."""
        return self.root / "gradebook.db"

    @property
    def db_url(self) -> str:
        """The gradebook as nbgrader names it."""
        return f"sqlite:///{self.gradebook}"

    @property
    def backups(self) -> Path:
        """Where copies of the gradebook lie, one from before each run that wrote."""
        return self.root / "backups"

    @property
    def store(self) -> Store:
        """What submissions published when they ran."""
        return Store(self.root / "results")

    def folder(self, step: str) -> Path:
        """Return one of nbgrader's folders: source, release, submitted, autograded, feedback."""
        return self.root / step

    def create(self) -> None:
        """Make the folder, its settings and its key, and leave whatever is there already.

        Raises
        ------
        CourseError
            If the folder cannot be written, or is a file, or holds marks but no key.
        """
        self._require_key_of_marks()
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
                "Name another one with --course DIR."
            ) from None

    def require(self) -> None:
        """Refuse to go on where no course is.

        Raises
        ------
        CourseError
            If the folder holds no course, or marks but no key.
        """
        self._require_key_of_marks()
        if not self.key_file.exists() or not (self.root / "nbgrader_config.py").exists():
            raise CourseError(
                f"There is no course in {self.root} yet. "
                f"Make one with: autograde --course {self.root} release"
            )

    def _require_key_of_marks(self) -> None:
        """Refuse a class whose key is lost: a new one would draw other cases than its marks."""
        if self.gradebook.exists() and not self.key_file.exists():
            raise CourseError(
                f"The course key {self.key_file} is missing, and the gradebook beside it holds "
                "marks that were given with it. Put the key back from a backup. If it is lost for "
                "good, move the gradebook away and begin a new class."
            )

    def config(self) -> Config:
        """Return nbgrader's settings for this class.

        Returns
        -------
        Config
            What `nbgrader_config.py` makes of them.

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
                f"{type(error).__name__}: {error}. Mend the file; or move it away, and make a new "
                f"one with: autograde --course {self.root} build"
            ) from None

    def seed(self, student: str, assignment: str, notebook: str) -> str:
        """Return the seed of a submission's cases.

        Parameters
        ----------
        student, assignment, notebook : str
            Whose submission, to what.

        Returns
        -------
        str
            16 hexadecimal digits: always the same, and not to be guessed without the key.

        Raises
        ------
        CourseError
            If the course has no key.
        """
        try:
            key = bytes.fromhex(self.key_file.read_text().strip())
        except (OSError, ValueError):
            raise CourseError(
                f"The course key {self.key_file} is missing or damaged. Restore it from a backup: "
                "without it no submission's cases can be drawn again."
            ) from None
        message = "\0".join((student, assignment, notebook)).encode()
        return hmac.new(key, message, hashlib.sha256).hexdigest()[:16]
