"""What notebooks published when they ran, kept so that no notebook runs twice for the same.

A result's name is the hash of all that could change it (`autograde.execution.job.Job.key`), and
the judge is not part of that: a check that is corrected judges again what lies here, and runs
nothing.
"""

import gzip
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograde.files import replacing

LARGEST = 96 * 2**20  # bytes of one result as text; what a run may publish is below


class Damaged(ValueError):
    """A stored result is not one that this module wrote."""


@dataclass(frozen=True)
class Store:
    """Results in a folder, one file each, written whole or not at all.

    Parameters
    ----------
    folder : Path
        It is made when the first result comes.
    """

    folder: Path

    def path(self, key: str) -> Path:
        """Return where a result lies, or would lie."""
        return self.folder / key[:2] / f"{key}.json.gz"

    def get(self, key: str) -> dict[str, Any] | None:
        """Return a result, or None if there is none that can be read.

        Parameters
        ----------
        key : str
            The job's key.

        Returns
        -------
        dict or None
            A damaged file counts as none: its notebook runs again, and replaces it.
        """
        try:
            return unpack(self.path(key).read_bytes())
        except (OSError, Damaged):
            return None

    def put(self, key: str, result: bytes) -> None:
        """Keep a packed result.

        Parameters
        ----------
        key : str
            The job's key.
        result : bytes
            As `pack` made it.
        """
        path = self.path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path, 0o600) as file:
            file.write(result)


def pack(result: dict[str, Any]) -> bytes:
    """Turn a result into bytes.

    Parameters
    ----------
    result : dict
        JSON, as `autograde.execution.job.run_job` returns it.

    Returns
    -------
    bytes
        The same bytes for the same result.

    Examples
    --------
    >>> unpack(pack({"cells": {}}))
    {'cells': {}}
    """
    text = json.dumps(result, ensure_ascii=True)
    return gzip.compress(text.encode(), compresslevel=1, mtime=0)


def unpack(data: bytes) -> dict[str, Any]:
    """Turn bytes back into a result, as if anybody could have written them.

    Parameters
    ----------
    data : bytes
        A packed result.

    Returns
    -------
    dict
        With `cells` and `note`.

    Raises
    ------
    Damaged
        If it is no packed result, or unpacks to far more than any run can publish.
    """
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            text = file.read(LARGEST + 1)
        if len(text) > LARGEST:
            raise Damaged("it is too large")
        result = json.loads(text)
    except (OSError, EOFError, ValueError, RecursionError) as error:
        raise Damaged(f"it cannot be read: {error}") from None
    if not isinstance(result, dict) or not isinstance(result.get("cells"), dict):
        raise Damaged("it holds no cells")
    return result
