"""The stored results of experiments: `load("NAME")` in a chapter, `make experiments` to renew them.

`NAME.json` lies beside the script `NAME.py`. It holds what the script's `run()` returned, how
many seconds that took, and a hash of everything that could change it: the code that the script
reaches, its own and the library's, the locked versions of the packages that compute, and the data.
If `run()` returned the weights of a trained network as well, they lie in `NAME.npz`, and
`NAME.json` holds the hash of that file: both come from one run, or are refused.
"""

import hashlib
import json
import os
import re
import tempfile
from pathlib import Path

import numpy as np

from experiments.packed import pack
from experiments.reached import FOLDER, reached
from lstm_lib.fetch.lock import find_lock, read_lock

LOCK = FOLDER.parents[1] / "requirements.lock"
MECHANISM = {"__init__", "packed", "reached", "run", "stored"}
LARGEST = 200_000  # bytes of one result: the repository keeps every version of it for ever
DIGITS = 6  # significant ones; more only make two machines differ


class NotStored(LookupError):
    """The result is missing, or was made by other code than there is now."""


def names() -> list[str]:
    """Return the names of all experiments; a file whose name begins with `_` is shared code."""
    stems = (path.stem for path in FOLDER.glob("*.py"))
    return sorted(stem for stem in stems if stem not in MECHANISM and not stem.startswith("_"))


def load(name: str) -> dict:
    """Return what an experiment gave when it ran last.

    Parameters
    ----------
    name : str
        The experiment: the script's name without `.py`.

    Returns
    -------
    dict
        What its `run()` returned: numbers, strings, lists and dictionaries.

    Raises
    ------
    NotStored
        If there is no result, or code or packages have changed since it was stored.
    """
    return _entry(name)["result"]


def minutes(name: str) -> float:
    """Return how long an experiment took when it ran last.

    Parameters
    ----------
    name : str
        The experiment.

    Returns
    -------
    float
        Minutes, on the machine that stored the result.

    Raises
    ------
    NotStored
        As for `load`.
    """
    return _entry(name)["seconds"] / 60


def weights(name: str) -> dict[str, np.ndarray]:
    """Return the trained weights that an experiment gave when it ran last.

    Parameters
    ----------
    name : str
        The experiment.

    Returns
    -------
    dict of str to ndarray
        As its `run()` named them, of type float32, in which NumPy computes.

    Raises
    ------
    NotStored
        As for `load`, or if the experiment stores no weights.
    """
    if "weights" not in _entry(name):
        raise NotStored(f"{name} stores no weights: its run() returns a result alone")
    with np.load(FOLDER / f"{name}.npz", allow_pickle=False) as arrays:
        return {key: arrays[key].astype(np.float32) for key in arrays.files}


def write(name: str, result: dict, seconds: float, made_by: str, trained: dict = None) -> Path:
    """Store what an experiment gave; an older result is replaced at once or not at all.

    Parameters
    ----------
    name : str
        The experiment.
    result : dict
        Numbers, strings, lists and dictionaries; NumPy arrays become lists, and floating point is
        rounded to six digits.
    seconds : float
        How long it took.
    made_by : str
        The experiment's `fingerprint` before it ran.
    trained : dict of str to ndarray, optional
        The weights of a trained network, of type float32, or float16 where that is near enough.

    Returns
    -------
    Path
        The file of the result.

    Raises
    ------
    ValueError
        If the result is larger than 200 kB or the weights than 1 MB, or one of both holds a number
        that is not finite.
    TypeError
        If the result is no dictionary, or holds something that JSON cannot; if the weights are no
        dictionary of arrays of these types.
    """
    if not isinstance(result, dict):
        raise TypeError(f"run() of {name} returned {type(result).__name__}, expected a dict")
    packed = b"" if trained is None else pack(name, trained)
    weights_hash = f' "weights": {_json(_hash(packed))},\n' if packed else ""
    lines = [f"  {_json(str(key))}: {_json(_plain(value))}" for key, value in result.items()]
    text = (
        f'{{\n "hash": {_json(made_by)},\n "seconds": {_json(round(seconds, 1))},\n'
        f'{weights_hash} "result": {{\n{f",{chr(10)}".join(lines)}\n }}\n}}\n'
    )
    if len(text.encode()) > LARGEST:
        raise ValueError(
            f"the result of {name} has {len(text.encode()):,} bytes, expected {LARGEST:,} at most: "
            "return what the chapter shows, not all that was computed"
        )
    path = FOLDER / f"{name}.json"
    # In between, the older result does not fit the newer weights, and is refused.
    if packed:
        _replace(FOLDER / f"{name}.npz", packed)
    _replace(path, text.encode())
    if not packed:
        (FOLDER / f"{name}.npz").unlink(missing_ok=True)
    return path


def fingerprint(name: str) -> str:
    """Return the hash of all that could change an experiment's result.

    Parameters
    ----------
    name : str
        The experiment.

    Returns
    -------
    str
        Of the code that it reaches, of the versions that the lock gives to the packages that
        compute for it, and of the data sets that it loads. A package that only draws or prints does
        not count.

    Raises
    ------
    FileNotFoundError
        If there is no such script.
    """
    code, packages = reached(name)
    lines = [*code, *versions(packages), *_data(code)]
    return _hash("\n".join(lines).encode())


def versions(packages: list[str]) -> list[str]:
    """Return `NAME==VERSION` of packages, as the lock has them.

    Parameters
    ----------
    packages : list of str
        Names of packages.

    Returns
    -------
    list of str
        In the order of the lock.

    Raises
    ------
    LookupError
        If the lock does not name one of them.
    """
    lock = LOCK.read_text(encoding="utf-8")
    found = [
        f"{name}=={version}"
        for name, version in re.findall(r"^([\w.-]+)==([\w.!+-]+)", lock, re.MULTILINE)
        if name in packages
    ]
    if missing := set(packages) - {line.split("==")[0] for line in found}:
        raise LookupError(f"{LOCK.name} has no version of {', '.join(sorted(missing))}")
    return found


def _data(code: list[str]) -> list[str]:
    """Return the hashes of the data sets that reached code loads."""
    loads = [line for line in code if line.startswith("lstm_lib.datasets: ")]
    return [
        f"{one.name} {one.file_sha256}"
        for one in read_lock(find_lock()).values()
        if any(repr(one.name) in line for line in loads)
    ]


def is_stored(name: str) -> bool:
    """Tell whether the result is there and fits the code as it is now.

    Parameters
    ----------
    name : str
        The experiment.

    Returns
    -------
    bool
        False where `load` would refuse.
    """
    try:
        _entry(name)
    except NotStored:
        return False
    return True


def _entry(name: str) -> dict:
    """Read a result that fits the code as it is now."""
    renew = f"run: make experiments (or: python chapters/experiments/run.py {name})"
    if name not in names():
        raise NotStored(f"no experiment is named {name}, expected one of: {', '.join(names())}")
    path = FOLDER / f"{name}.json"
    if not path.is_file():
        raise NotStored(f"{path.name} is missing, {renew}")
    entry = json.loads(path.read_text(encoding="utf-8"))
    if entry["hash"] != (expected := fingerprint(name)):
        raise NotStored(
            f"{path.name} was made by code {entry['hash']}, but {name}.py, the library or the lock "
            f"has changed since, to {expected}; {renew}"
        )
    if "weights" in entry:
        arrays = path.with_suffix(".npz")
        if not arrays.is_file():
            raise NotStored(f"{arrays.name} is missing, {renew}")
        if _hash(arrays.read_bytes()) != entry["weights"]:
            raise NotStored(f"{arrays.name} is not of the run that gave {path.name}; {renew}")
    return entry


def _hash(file: bytes) -> str:
    """Return the hash of a file's bytes."""
    return hashlib.sha256(file).hexdigest()[:16]


def _replace(path: Path, file: bytes) -> None:
    """Write a file at once or not at all."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as draft:
        draft.write(file)
    os.chmod(draft.name, 0o644)
    os.replace(draft.name, path)


def _json(value: object) -> str:
    """Write a value on one line, so that a change of a key's value changes one line."""
    return json.dumps(value, allow_nan=False, ensure_ascii=False)


def _plain(value: object) -> object:
    """Return a value in JSON's own types, floating point rounded."""
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        return _plain(value.tolist())
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}")
    return value
