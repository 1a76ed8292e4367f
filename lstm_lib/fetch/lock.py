"""What `data.lock` says of each data set, and where the data lie.

`data.lock` stands beside the library, in the course's own files and in the edition that a
submission is graded with, or inside it, where the library was installed as a package. The data lie
beside `data.lock`, in the folder `data`.
"""

import hashlib
import re
import shlex
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path

LIBRARY = Path(__file__).parents[1]
FILE = "data.lock"
FOLDER = "data"
HASH = re.compile(r"[0-9a-f]{64}")
# What pip gets to read, and what becomes a path: a hand may have written anything there.
WORDS = {
    "package": re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*"),
    "version": re.compile(r"[0-9][A-Za-z0-9.+!]*"),
    "package_sha256": HASH,
    "file": re.compile(r"[a-z0-9_]+\.[a-z0-9]+"),
    "file_sha256": HASH,
}


class DataError(Exception):
    """What is wrong with the data, and what to do; commands show it without a traceback."""


@dataclass(frozen=True)
class DataSet:
    """One table of `data.lock`, whose head says what each key means."""

    name: str
    title: str
    package: str
    version: str
    package_sha256: str
    members: list[str]
    convert: str
    file: str
    file_sha256: str
    carried: bool
    license: str
    made_by: str
    about: str
    taken: str


KEYS = {one.name: one.type for one in fields(DataSet) if one.name != "name"}


def find_lock(library: Path = LIBRARY) -> Path:
    """Return the path of `data.lock`.

    Parameters
    ----------
    library : Path
        The folder of the library.

    Returns
    -------
    Path
        In the library's folder, or beside it.

    Raises
    ------
    DataError
        If it is in neither.

    Examples
    --------
    >>> find_lock().name
    'data.lock'
    """
    for place in (library / FILE, library.parent / FILE):
        if place.is_file():
            return place
    raise DataError(
        f"{FILE} is neither in {library} nor in {library.parent}, so nobody can say which data the "
        "course needs. It is one of the course's own files: put it back from where they came."
    )


def read_lock(lock: Path) -> dict[str, DataSet]:
    """Read what `data.lock` says.

    Parameters
    ----------
    lock : Path
        The file.

    Returns
    -------
    dict of str to DataSet
        By name, in the order of the file.

    Raises
    ------
    DataError
        If it cannot be read, or a data set lacks a key, has an unknown one or a wrong value.

    Examples
    --------
    >>> read_lock(find_lock())["first_names"].package
    'names'
    """
    try:
        said = tomllib.loads(lock.read_text(encoding="utf-8"))
    except OSError as error:
        raise DataError(f"{lock} cannot be read: {error.strerror}.") from None
    except ValueError as error:
        raise DataError(f"{lock} is not in the format TOML: {error}. Mend that line.") from None
    found = {name: _data_set(lock, name, table) for name, table in said.items()}
    files = [one.file for one in found.values()]
    if twice := {file for file in files if files.count(file) > 1}:
        raise DataError(f"In {lock}, two data sets become {', '.join(twice)}. Rename one.")
    return found


def _data_set(lock: Path, name: str, table: object) -> DataSet:
    """Read one table, and refuse what could not be right."""
    if not isinstance(table, dict):
        raise DataError(f"In {lock}, {name} stands outside the tables. Put it below a [name].")
    place = f"In {lock}, below [{name}],"
    if missing := sorted(KEYS.keys() - table.keys()):
        raise DataError(f"{place} {', '.join(missing)} is missing. Add it.")
    if unknown := sorted(table.keys() - KEYS.keys()):
        raise DataError(
            f"{place} {', '.join(unknown)} is unknown. The known keys are: {', '.join(KEYS)}."
        )
    for key, value in table.items():
        is_right = isinstance(value, bool) if KEYS[key] is bool else isinstance(value, str)
        if key == "members":
            is_right = isinstance(value, list) and all(isinstance(one, str) for one in value)
        if not is_right or (key in WORDS and not WORDS[key].fullmatch(value)):
            expected = {
                "carried": "true or false",
                "members": "a list of paths inside the package",
                "file": "a name such as plays.json, which stays in the folder data",
                "package_sha256": "64 digits from 0 to f",
                "file_sha256": "64 digits from 0 to f",
            }.get(key, f"a {key}" if key in WORDS else "text")
            raise DataError(f"{place} {key} is {value!r}, expected {expected}.")
    return DataSet(name, **table)


def cut(lock: Path, names: Iterable[str]) -> str:
    """Return the tables of some data sets as they stand in `data.lock`.

    Parameters
    ----------
    lock : Path
        The file.
    names : iterable of str
        Data sets that it names.

    Returns
    -------
    str
        A `data.lock` of these alone; empty for none.

    Raises
    ------
    DataError
        If `read_lock` refuses the file, or it does not name a data set.

    Examples
    --------
    >>> cut(find_lock(), ["first_names"]).splitlines()[:2]
    ['[first_names]', 'title = "First names"']
    """
    known, wanted = read_lock(lock), sorted(set(names))
    if unknown := [name for name in wanted if name not in known]:
        raise DataError(f"{lock} does not name {', '.join(unknown)}. It names: {', '.join(known)}.")
    tables = re.split(r"^(?=\[)", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return "".join(t for t in tables for name in wanted if t.startswith(f"[{name}]"))


def path_of(lock: Path, data_set: DataSet) -> Path:
    """Return where a data set lies, or has to lie.

    Parameters
    ----------
    lock : Path
        The file `data.lock`.
    data_set : DataSet
        One that it names.

    Returns
    -------
    Path
        In the folder `data` beside it.

    Examples
    --------
    >>> lock = find_lock()
    >>> path_of(lock, read_lock(lock)["first_names"]).relative_to(lock.parent).as_posix()
    'data/first_names.json'
    """
    return lock.parent / FOLDER / data_set.file


def read(name: str, lock: Path | None = None) -> bytes:
    """Read a data set's file, if it is the very file that `data.lock` names.

    Parameters
    ----------
    name : str
        The data set.
    lock : Path, optional
        The file `data.lock`; by default, the library's.

    Returns
    -------
    bytes
        What is in the file.

    Raises
    ------
    DataError
        If there is no such data set, or its file is missing, damaged or cannot be read.

    Examples
    --------
    >>> read("first_names").split()[:4]
    [b'{', b'"female":', b'[', b'"MARY",']
    """
    lock = lock or find_lock()
    known = read_lock(lock)
    if name not in known:
        raise DataError(
            f"There is no data set {name} here. There is: {', '.join(known) or 'none'}. "
            "(Where an exercise is graded, it has the data sets that its front matter names.)"
        )
    path = path_of(lock, known[name])
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        why = "is missing"
    except OSError as error:
        why = f"cannot be read ({error.strerror})"
    else:
        if digest(data) == known[name].file_sha256:
            return data
        why = f"is not the file that {FILE} names: it was changed or damaged"
    raise DataError(f"The data set {name} is not there: {path} {why}. Run: {command(lock)}")


def digest(data: bytes) -> str:
    """Return the SHA-256 of some bytes, in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def command(lock: Path) -> str:
    """Return what to type to bring the data.

    Parameters
    ----------
    lock : Path
        The file `data.lock`.

    Returns
    -------
    str
        For the course's own files ``make data``, elsewhere what works on every system.

    Examples
    --------
    >>> command(Path("nowhere", "data.lock")).endswith(" -m lstm_lib.fetch")
    True
    """
    if (lock.parent / "Makefile").is_file():
        return f"cd {shlex.quote(str(lock.parent))}; make data"
    python = f'"{sys.executable}"' if " " in sys.executable else sys.executable
    return f"{python} -m lstm_lib.fetch"
