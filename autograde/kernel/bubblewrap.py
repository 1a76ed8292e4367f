"""The box of the fork parent, made by bubblewrap: it can read the environment and write nothing."""

import importlib.util
import os
import shutil
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

from autograde.edition import LIBRARY

HERE = Path(__file__).parent
SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/sbin", "/etc/fonts", "/etc/ld.so.cache")
SCRATCH = "/scratch"  # for temporary files of the fork parent; each kernel mounts its own there
HEAVY_ALONE = ("tensorflow", "keras")  # imported by HEAVY, hidden from LIGHT


class BoxRefused(RuntimeError):
    """The box could not be made, or was lost: not the fault of the submission in it."""


def hidden(modules: tuple[str, ...]) -> list[str]:
    """Return the package folders that a fork parent, and the kernels it forks, must not find.

    Parameters
    ----------
    modules : tuple of str
        What it imports. Without Keras, it serves exercises in which learners do Keras's work.

    Returns
    -------
    list of str
        Empty for `HEAVY`.
    """
    if set(HEAVY_ALONE) <= set(modules):
        return []
    specs = filter(None, map(importlib.util.find_spec, HEAVY_ALONE))
    return [place for spec in specs for place in spec.submodule_search_locations or ()]


def bubblewrap(editions: Path, covered: Iterable[str] = ()) -> list[str]:
    """Return the command of the fork parent's box, which is read-only.

    Parameters
    ----------
    editions : Path
        The folder of the library's editions.
    covered : iterable of str
        Folders of the environment that appear empty in the box.

    Returns
    -------
    list of str
        Append to it the command to run in the box.

    Raises
    ------
    BoxRefused
        If bubblewrap is not installed.
    """
    program = shutil.which("bwrap")
    if program is None:
        raise BoxRefused("bubblewrap is not installed (the command bwrap)")
    readable = [*SYSTEM, *_environment()]
    # If the course is installed as a package, hide it: it holds the reference and the judge.
    installed = [str(place) for place in (LIBRARY, HERE.parent) if "site-packages" in place.parts]
    read_only = [*installed, *covered, *([] if own_tmp() else ["/tmp"]), "/dev", "/"]
    return [
        *(program, "--unshare-all", "--die-with-parent", "--new-session"),
        *("--unshare-user", "--cap-add", "ALL", "--tmpfs", "/tmp", "--tmpfs", SCRATCH),
        *(word for path in readable for word in ("--ro-bind-try", path, path)),
        *(word for path in (*installed, *covered) for word in ("--tmpfs", path)),
        *("--ro-bind", str(HERE), "/kernel", "--ro-bind", str(editions), "/editions"),
        *("--dir", "/box", "--dir", "/edition"),
        *("--proc", "/proc", "--dev", "/dev", "--chdir", "/"),
        # Otherwise one kernel could leave something here for the next one.
        *(word for path in read_only for word in ("--remount-ro", path)),
    ]


def _environment() -> list[str]:
    """Return the folders of this Python and its packages that lie outside /usr."""
    prefixes = {sys.prefix, sys.base_prefix, sysconfig.get_path("stdlib"), *_links(sys.executable)}
    return sorted(p for p in prefixes if not p.startswith("/usr/"))


def own_tmp() -> bool:
    """Tell whether a kernel gets its own /tmp. It does not if this Python itself lies in /tmp."""
    return not any(p.startswith("/tmp/") for p in _environment())


def _links(path: str) -> list[str]:
    """Return the installation folders that a chain of symbolic links passes through."""
    found, place = [], Path(path)
    while place.is_symlink():
        place = (place.parent / os.readlink(place)).absolute()
        found.append(str(place.parent.parent))
    return found
