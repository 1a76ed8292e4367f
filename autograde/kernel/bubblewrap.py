"""The box of the fork parent, as bubblewrap makes it: the environment to read, nothing to write."""

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
SCRATCH = "/scratch"  # for temporary files of the fork parent; each kernel has its own there
HEAVY_ALONE = ("tensorflow", "keras")  # of LIGHT


class BoxRefused(RuntimeError):
    """The box could not be made, or was lost: no fault of the submission that was to go in."""


def hidden(modules: tuple[str, ...]) -> list[str]:
    """Return the folders of packages that a fork parent, and what it forks, must not find.

    Parameters
    ----------
    modules : tuple of str
        What it imports. Without Keras it serves exercises that ask for Keras's work by hand.

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
    """Return the command of the fork parent's box: the environment to read, nothing to write.

    Parameters
    ----------
    editions : Path
        The folder of the editions of the library.
    covered : iterable of str
        Folders of the environment that are empty in there.

    Returns
    -------
    list of str
        To which the command inside is appended.

    Raises
    ------
    BoxRefused
        If bubblewrap is not installed.
    """
    program = shutil.which("bwrap")
    if program is None:
        raise BoxRefused("bubblewrap is not installed (the command bwrap)")
    readable = [*SYSTEM, *_environment()]
    # Where the course is installed for good, the reference and the judge lie beside the packages.
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
        # What one kernel could write here, the next one would find.
        *(word for path in read_only for word in ("--remount-ro", path)),
    ]


def _environment() -> list[str]:
    """Return the folders of this Python and its packages that lie outside the system's own."""
    prefixes = {sys.prefix, sys.base_prefix, sysconfig.get_path("stdlib"), *_links(sys.executable)}
    return sorted(p for p in prefixes if not p.startswith("/usr/"))


def own_tmp() -> bool:
    """Tell whether a kernel gets a /tmp of its own: not where this Python itself lies there."""
    return not any(p.startswith("/tmp/") for p in _environment())


def _links(path: str) -> list[str]:
    """Return the folders through which a link leads to a file."""
    found, place = [], Path(path)
    while place.is_symlink():
        place = (place.parent / os.readlink(place)).absolute()
        found.append(str(place.parent.parent))
    return found
