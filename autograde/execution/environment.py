"""What a machine must have to run a job as another one would: the library's edition, versions."""

import functools
import hashlib
import importlib.metadata
import json
import sys

from autograde.edition import name_of

# The packages whose versions can change what a submission gives.
PACKAGES = ("ipykernel", "ipython", "keras", "matplotlib", "numpy", "scikit-learn", "tensorflow")


class OtherEnvironment(RuntimeError):
    """A worker holds other versions than the coordinator: its results could differ."""


@functools.cache
def environment(withheld: tuple[str, ...]) -> str:
    """Return a hash of the library's edition and of the versions that a notebook meets.

    Parameters
    ----------
    withheld : tuple of str
        The functions that the edition leaves out.

    Returns
    -------
    str
        Equal on two machines where a notebook gives the same.
    """
    versions = [f"{name}=={_version(name)}" for name in PACKAGES]
    facts = [name_of(withheld), ".".join(map(str, sys.version_info[:2]))]
    return hashlib.sha256(json.dumps(facts + versions).encode()).hexdigest()[:16]


def _version(name: str) -> str:
    """Return the version of a package; TensorFlow has two packages of the same code."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return importlib.metadata.version(f"{name}-cpu")


def require_environment(withheld: tuple[str, ...], expected: str) -> None:
    """Refuse to run here what was made for another environment.

    Parameters
    ----------
    withheld : tuple of str
        The functions that the edition leaves out.
    expected : str
        What `environment` returned where the job was made.

    Raises
    ------
    OtherEnvironment
        If it returns something else here.
    """
    if (mine := environment(withheld)) != expected:
        raise OtherEnvironment(
            f"it has the environment {mine}, and the job wants {expected}: "
            "install the same requirements.lock and the same course on all machines"
        )
