"""The address of a gradebook on a database server, and the two files that keep it for a class.

The password is in a file of its own, in the form that PostgreSQL's client library reads. So
neither a message nor a log of nbgrader can show it.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, quote_plus, urlencode

from autograde.errors import CourseError
from autograde.files import write_whole

URL_FILE = "gradebook_url"
PASSWORD_FILE = "gradebook_password"
FORM = "postgresql://USER:PASSWORD@HOST:PORT/DATABASE"
SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")
CONNECT_S = 10  # how long to wait for a server that does not answer


@dataclass(frozen=True)
class Address:
    """Where a gradebook is, and the password for it.

    `url` holds no password. `password` is empty if none was given: then the client library looks
    for one in its usual places, such as ~/.pgpass.
    """

    url: str
    password: str = field(default="", repr=False)

    def for_nbgrader(self, folder: Path) -> str:
        """Return the URL with which nbgrader reaches the gradebook of a class.

        Parameters
        ----------
        folder : Path
            The class's folder.

        Returns
        -------
        str
            It names the password's file, if there is one, but does not hold the password.
        """
        settings = {} if "connect_timeout=" in self.url else {"connect_timeout": str(CONNECT_S)}
        if (file := folder / PASSWORD_FILE).exists():
            settings["passfile"] = str(file)
        return self._with(settings)

    def for_now(self) -> str:
        """Return the URL with the password, for a connection before the password is stored."""
        return self._with({"connect_timeout": str(CONNECT_S), "password": self.password})

    def _with(self, settings: dict[str, str]) -> str:
        """Return the URL with those settings of the client library that have a value."""
        more = urlencode({k: v for k, v in settings.items() if v}, safe="/", quote_via=quote_plus)
        if not more:
            return self.url
        return self.url + ("&" if "?" in self.url else "?") + more

    def keep(self, folder: Path) -> None:
        """Write the address into the class's folder, readable by its owner alone.

        Parameters
        ----------
        folder : Path
            The class's folder.
        """
        if self.password:
            escaped = re.sub(r"([\\:])", r"\\\1", self.password)
            write_whole(folder / PASSWORD_FILE, f"*:*:*:*:{escaped}\n", 0o600)
        write_whole(folder / URL_FILE, f"{self.url}\n", 0o600)


def kept_address(folder: Path) -> Address | None:
    """Return the address that is stored in a class's folder.

    Parameters
    ----------
    folder : Path
        The class's folder.

    Returns
    -------
    Address or None
        None if its gradebook is a file.

    Raises
    ------
    CourseError
        If it cannot be read.
    """
    file = folder / URL_FILE
    try:
        text = file.read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeError) as error:
        raise CourseError(f"{file}, the gradebook's address, cannot be read: {error}.") from None
    return parse_address(text)


def parse_address(text: str) -> Address:
    """Read the address of a database.

    Parameters
    ----------
    text : str
        A URL, with a password or without.

    Returns
    -------
    Address
        In the form that SQLAlchemy expects.

    Raises
    ------
    CourseError
        If it is not the URL of a PostgreSQL database. The message never shows a password.

    Examples
    --------
    >>> parse_address("postgres://ada:secret@db.example/marks")
    Address(url='postgresql+psycopg://ada@db.example/marks')
    """
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    came = f"{redacted(text)} is not the address of a database"
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise CourseError(f"{came}. Expected: {FORM}.") from None
    if url.drivername not in SCHEMES:
        raise CourseError(
            f"{came} that can hold a gradebook. Expected: {FORM}; without --db the gradebook is "
            "an SQLite file in the folder of the class."
        )
    if not url.database:
        raise CourseError(f"{came}: the database's name is missing at the end. Expected: {FORM}.")
    query = {name: value for name, value in url.query.items() if name != "password"}
    host = url.host or ""
    if "@" in host:
        raise CourseError(f"{came}: write an @ in a password as %40, a / as %2F, a : as %3A.")
    where = f"[{host}]" if ":" in host else host
    user = f"{quote(url.username, safe='')}@" if url.username else ""
    port = f":{url.port}" if url.port else ""
    more = "?" + urlencode(query, doseq=True, safe="/:,") if query else ""
    database = quote(url.database, safe=" ")
    return Address(
        f"postgresql+psycopg://{user}{where}{port}/{database}{more}",
        str(url.password or url.query.get("password", "")),
    )


def redacted(text: str) -> str:
    """Remove what may be a password from a URL, even from a malformed one.

    Parameters
    ----------
    text : str
        What was typed.

    Returns
    -------
    str
        The same, with three dots in place of everything before the last `@`.

    Examples
    --------
    >>> redacted("postgresql://ada:se/cr@t@db.example/marks")
    'postgresql://...@db.example/marks'
    """
    text = re.sub(r"^(\w[\w+]*://)?.*@", r"\1...@", text, flags=re.DOTALL)
    return re.sub(r"(password=)[^&]*", r"\1...", text)
