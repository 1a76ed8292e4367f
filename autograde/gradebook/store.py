"""What notebooks published when they ran, kept so that no notebook runs twice for the same result.

A result's name is a hash of everything that could change it (`autograde.execution.job.Job.key`).
The judge is not part of it: when a check is corrected, it judges the stored results again, and
nothing is executed.
"""

import gzip
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograde.files import replacing

LARGEST = 96 * 2**20  # bytes of one result as text; a run may publish less


class Damaged(ValueError):
    """A stored result is not one that this module wrote."""


@dataclass(frozen=True)
class Store:
    """Results in a folder, one file each, written whole or not at all.

    Parameters
    ----------
    folder : Path
        It is made for the first result.
    """

    folder: Path

    def path(self, key: str) -> Path:
        """Return where a result is, or would be."""
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
    """Turn bytes, which are treated as untrusted, back into a result.

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
        If it is not a packed result, or unpacks to far more than any run can publish.
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
