"""Say what is missing on this machine, and how to get it."""

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement

from autograde.errors import CourseError
from autograde.gradebook.course import Course
from autograde.places import LOCK, ROOT, SAMPLE

OK = "ok"
NOTE = "note"  # something optional is missing
MISSING = "missing"

PYTHONS = ((3, 11), (3, 13))
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
DISK_MIB = 1024
EXTENSIONS = ("formgrader", "validate_assignment")
FROM_LOCK = f"cd {ROOT}; python3 install.py"


@dataclass(frozen=True)
class Line:
    """One finding; `get` says how to get what is missing."""

    state: str
    text: str
    get: str = ""


def examine(course: Course) -> Iterator[Line]:
    """Examine this machine, one thing after another. Nothing is changed.

    Parameters
    ----------
    course : Course
        The class whose folder and gradebook are examined; it need not exist yet.

    Yields
    ------
    Line
        Each finding as soon as it is known: TensorFlow takes some seconds.
    """
    yield python()
    yield from packages(LOCK)
    yield alembic()
    yield from jupyterlab()
    yield chromium()
    yield from sandbox(course)
    yield from folder(course)
    yield tensorflow()


def python(version: tuple[int, int] = sys.version_info[:2]) -> Line:
    """Check Python's version.

    Parameters
    ----------
    version : tuple of int
        Major and minor.

    Returns
    -------
    Line
        Missing if the course does not run on it.

    Examples
    --------
    >>> python((3, 9)).state
    'missing'
    """
    lowest, highest = (".".join(map(str, pair)) for pair in PYTHONS)
    text = f"Python {version[0]}.{version[1]} ({lowest} to {highest} is needed)"
    if PYTHONS[0] <= version <= PYTHONS[1]:
        return Line(OK, text)
    return Line(MISSING, text, "install python3.12, then: make PYTHON=python3.12 course")


def packages(lock: Path) -> Iterator[Line]:
    """Compare the installed packages with what the course needs, and with the lock.

    Parameters
    ----------
    lock : Path
        `requirements.lock`.

    Yields
    ------
    Line
        Needed packages that are missing or too old; then versions that differ from the lock.
    """
    expected = [
        requirement
        for requirement in map(Requirement, importlib.metadata.requires("lstm-course") or [])
        if requirement.marker is None
        or any(requirement.marker.evaluate({"extra": extra}) for extra in ("", "grade"))
    ]
    lacking = [str(r) for r in expected if (v := _version(r.name)) is None or v not in r.specifier]
    if lacking:
        yield Line(MISSING, f"packages: {', '.join(lacking)}", FROM_LOCK)
    else:
        yield Line(OK, f"{len(expected)} packages that the course needs")
    if not lock.exists():
        yield Line(
            NOTE,
            f"no {lock}, so versions were not compared",
            "run this with the course's own files",
        )
        return
    locked = locked_versions(lock.read_text(encoding="utf-8"))
    other = [
        f"{name} {version or 'is not installed'} (lock: {locked[name]})"
        for name in sorted(locked)
        if (version := _version(name)) != locked[name]
    ]
    if other:
        more = f" and {len(other) - 5} more" if len(other) > 5 else ""
        yield Line(
            NOTE, f"versions that differ from the lock: {'; '.join(other[:5])}{more}", FROM_LOCK
        )
    else:
        yield Line(OK, f"{len(locked)} packages, all as in requirements.lock")


def locked_versions(text: str) -> dict[str, str]:
    r"""Read which versions a lock asks for on this machine.

    Parameters
    ----------
    text : str
        The lock.

    Returns
    -------
    dict of str to str
        Version by name; packages for other systems are left out.

    Examples
    --------
    >>> locked_versions("numpy==2.4.0 \\\n    --hash=sha256:0\nabc==1 ; python_version < '3'\n")
    {'numpy': '2.4.0'}
    """
    lines = re.findall(r"^([A-Za-z0-9][^\\\n]*)", text, flags=re.MULTILINE)
    found = [Requirement(line.strip()) for line in lines]
    return {
        r.name: str(r.specifier).removeprefix("==")
        for r in found
        if r.marker is None or r.marker.evaluate()
    }


def _version(name: str) -> str | None:
    """Return the version of an installed package."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def alembic() -> Line:
    """Look for the command that nbgrader starts when it makes a gradebook.

    Returns
    -------
    Line
        Missing if neither PATH nor this Python's folder holds it.
    """
    beside = str(Path(sys.executable).parent)
    found = shutil.which("alembic", path=os.pathsep.join((beside, os.environ.get("PATH", ""))))
    if not found:
        return Line(MISSING, "the command alembic, which nbgrader starts", FROM_LOCK)
    if shutil.which("alembic") is None:
        return Line(
            NOTE,
            f"{found} is not on PATH: `autograde` finds it, nbgrader's own commands do not",
            f'export PATH="{beside}:$PATH"',
        )
    return Line(OK, f"alembic, which nbgrader starts: {found}")


def jupyterlab() -> Iterator[Line]:
    """Check whether JupyterLab shows Validate and Formgrader.

    Yields
    ------
    Line
        For the two server extensions, and for the front end.
    """
    from jupyter_core.paths import jupyter_config_path, jupyter_path
    from jupyter_server.extension.config import ExtensionConfigManager
    from jupyterlab_server.config import get_federated_extensions, get_page_config

    servers = ExtensionConfigManager(read_config_path=jupyter_config_path())
    enabled = servers.get_jpserver_extensions()
    for name in EXTENSIONS:
        extension = f"nbgrader.server_extensions.{name}"
        if enabled.get(extension):
            yield Line(OK, f"JupyterLab's server has {name}")
        else:
            command = f"jupyter server extension enable --sys-prefix {extension}"
            yield Line(MISSING, f"{name} in JupyterLab's server", command)
    places = jupyter_path("labextensions")
    disabled = get_page_config(places).get("disabledExtensions") or []
    if "@jupyter/nbgrader" not in get_federated_extensions(places):
        yield Line(MISSING, "nbgrader's extension of JupyterLab", FROM_LOCK)
    elif any(name.startswith("@jupyter/nbgrader") for name in disabled):
        command = "jupyter labextension enable @jupyter/nbgrader"
        yield Line(MISSING, "nbgrader's extension of JupyterLab is disabled", command)
    else:
        yield Line(OK, "JupyterLab has nbgrader's extension")


def chromium() -> Line:
    """Look for the browser that the browser tests drive; nothing else needs it.

    Returns
    -------
    Line
        A note if there is none.
    """
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found:
        return Line(OK, f"Chromium, for `make test-browser`: {found}")
    return Line(NOTE, "no Chromium: only `make test-browser` needs it", "make test-browser")


def sandbox(course: Course) -> Iterator[Line]:
    """Check whether submissions can run in boxes, and what enforces their limits.

    Parameters
    ----------
    course : Course
        The class.

    Yields
    ------
    Line
        Missing if there is no box; only a note for the sample class, which is graded without one.
    """
    from autograde.execution.sandbox import GET_IT, why_not

    if reason := why_not():
        get = (
            GET_IT if "bubblewrap" in reason else "grade with --no-sandbox, if you accept the risk"
        )
        text = f"submissions cannot run in boxes: {reason}"
        if course.root.resolve() == SAMPLE.resolve():
            yield Line(NOTE, f"{text}. Any class but the sample class needs them", get)
        else:
            yield Line(MISSING, text, get)
        return
    yield Line(OK, "submissions run in boxes: namespaces, no network, a filter of system calls")
    from autograde.kernel.cgroup import controllers

    if held := controllers():
        yield Line(OK, f"control groups limit their {' and '.join(held)}")
    else:
        yield Line(
            NOTE,
            "no control groups here: a watchdog ends what uses too much, a few times a second",
            "optional: systemd-run --user --scope -p Delegate=yes provides them",
        )


def folder(course: Course) -> Iterator[Line]:
    """Check a class's folder, its gradebook and its disk.

    Parameters
    ----------
    course : Course
        The class; it need not exist yet.

    Yields
    ------
    Line
        For write access, the gradebook and the space on the disk.
    """
    from autograde.gradebook.nbgrading import check_gradebook

    place = course.root
    while not place.exists():
        place = place.parent
    if os.access(place, os.W_OK) and place.is_dir():
        yield Line(OK, f"the course folder {course.root} is writable")
    else:
        yield Line(MISSING, f"write access to {course.root}", "name another folder: --course DIR")
    try:
        there = check_gradebook(course)
    except CourseError as error:
        yield Line(MISSING, "a gradebook that this nbgrader can read", str(error))
    else:
        which = f" {server.url}" if (server := course.server) else ""
        state = "is of this nbgrader's version" if there else "is not there yet"
        yield Line(OK, f"the gradebook{which} {state}")
    free = shutil.disk_usage(place).free // 2**20
    text = f"{free:,} MiB free where the course folder is, {DISK_MIB:,} are needed"
    yield Line(OK, text) if free >= DISK_MIB else Line(MISSING, text, "free some space there")


def tensorflow() -> Line:
    """Import TensorFlow in a process of its own.

    Returns
    -------
    Line
        Missing, with the error's last line, if it cannot be imported.
    """
    quiet = {"TF_CPP_MIN_LOG_LEVEL": "3", "TF_ENABLE_ONEDNN_OPTS": "0"}
    done = subprocess.run(
        [sys.executable, "-c", "import tensorflow, keras; print(tensorflow.__version__)"],
        env={**os.environ, **quiet},
        capture_output=True,
        text=True,
    )
    if done.returncode == 0:
        return Line(OK, f"TensorFlow {done.stdout.strip()} can be imported")
    reason = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
    return Line(MISSING, f"TensorFlow cannot be imported: {reason}", FROM_LOCK)
