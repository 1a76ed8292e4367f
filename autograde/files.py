"""Files that are there whole, or not at all."""

import os
import tempfile
from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Write a text file so that nobody ever finds a half of it.

    Parameters
    ----------
    path : Path
        The file; what was there is replaced at once, when the new text is on the disk.
    text : str
        Its text, written as UTF-8 with the line ends that it has.

    Raises
    ------
    OSError
        If it cannot be written, or is no ordinary file; what was there stays.
    """
    if path.exists() and not path.is_file():
        raise OSError(0, "it is no ordinary file")
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(draft, 0o644)  # a draft is for its writer alone
        os.replace(draft, path)
    except BaseException:
        os.unlink(draft)
        raise
