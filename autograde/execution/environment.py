"""What two machines must share to run a job alike: the library's edition and the versions."""

import functools
import hashlib
import importlib.metadata
import json
import sys

from autograde.edition import name_of
from lstm_lib.fetch.lock import DataError, read

# The packages whose versions can change what a submission computes.
PACKAGES = (
    *("ipykernel", "ipython", "keras", "matplotlib"),
    *("numpy", "pandas", "scikit-learn", "tensorflow"),
)


class OtherEnvironment(RuntimeError):
    """A worker has other versions than the coordinator, so its results could differ."""


@functools.cache
def environment(withheld: tuple[str, ...], data: tuple[str, ...] = ()) -> str:
    """Return a hash of the library's edition and of the versions that a notebook runs with.

    Parameters
    ----------
    withheld : tuple of str
        The functions that the edition leaves out.
    data : tuple of str
        The data sets that it holds.

    Returns
    -------
    str
        Equal on two machines if a notebook gives the same results on both.
    """
    versions = [f"{name}=={_version(name)}" for name in PACKAGES]
    facts = [name_of(withheld, data), ".".join(map(str, sys.version_info[:2]))]
    return hashlib.sha256(json.dumps(facts + versions).encode()).hexdigest()[:16]


@functools.cache
def _read_once(data: tuple[str, ...]) -> None:
    """Refuse data that are missing or damaged; what is right is not read again."""
    for name in data:
        read(name)


def _version(name: str) -> str:
    """Return the version of a package; TensorFlow has two packages with the same code."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return importlib.metadata.version(f"{name}-cpu")


def require_environment(withheld: tuple[str, ...], data: tuple[str, ...], expected: str) -> None:
    """Refuse to run a job that was made for another environment.

    Parameters
    ----------
    withheld : tuple of str
        The functions that the edition leaves out.
    data : tuple of str
        The data sets that it holds.
    expected : str
        What `environment` returned on the machine where the job was made.

    Raises
    ------
    OtherEnvironment
        If `environment` returns something else on this machine, or a data set is not there.
    """
    try:
        _read_once(data)
        mine = environment(withheld, data)
    except DataError as error:
        raise OtherEnvironment(str(error)) from None
    if mine != expected:
        raise OtherEnvironment(
            f"it has the environment {mine}, and the job needs {expected}: "
            "install the same requirements.lock and the same course on all machines"
        )
