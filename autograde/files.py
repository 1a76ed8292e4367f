"""Write files whole, or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def replacing(path: Path, mode: int = 0o644) -> Iterator[IO[bytes]]:
    """Write a file so that no reader ever finds half of it.

    Parameters
    ----------
    path : Path
        The file. An older one is replaced in one step, when everything is on the disk.
    mode : int
        Its permissions.

    Yields
    ------
    file
        The file to write to. If anything is raised before it is whole, an older file stays.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.chmod(draft, mode)
        os.replace(draft, path)
    except BaseException:
        os.unlink(draft)
        raise


def write_whole(path: Path, text: str, mode: int = 0o644) -> None:
    """Write a text file so that no reader ever finds half of it.

    Parameters
    ----------
    path : Path
        The file.
    text : str
        Its text, written as UTF-8; its line endings stay as they are.
    mode : int
        Its permissions.

    Raises
    ------
    OSError
        If it cannot be written, or is not an ordinary file; what was there stays.
    """
    if path.exists() and not path.is_file():
        raise OSError(0, "it is not an ordinary file")
    with replacing(path, mode) as file:
        file.write(text.encode())
