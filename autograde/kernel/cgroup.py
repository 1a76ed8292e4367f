"""A control group (version 1 or 2) for each kernel, if this machine lets us make one.

On every machine, the keeper of a kernel checks memory and processes a few times a second. A
control group enforces the same limits all the time.
"""

import contextlib
import functools
import itertools
import os
from pathlib import Path

import psutil

from autograde.kernel.limits import Limits

ROOT = Path("/sys/fs/cgroup")
PREFIX = "autograde-"
_numbers = itertools.count(1)


class Cgroup:
    """The control groups of one kernel: one folder per controller, or one for both."""

    def __init__(self, limits: Limits, pid: int) -> None:
        self.folders: list[Path] = []
        name = f"{PREFIX}{os.getpid()}-{next(_numbers)}"
        memory = str(limits.memory_mib * 2**20)
        for place, files in (
            (_version_1("memory"), {"memory.limit_in_bytes": memory}),
            (_version_1("pids"), {"pids.max": str(limits.processes)}),
            (
                _version_2(),
                {"memory.max": memory, "memory.swap.max": "0", "pids.max": str(limits.processes)},
            ),
        ):
            if place is None:
                continue
            _remove_left(place)
            if folder := _made(place / name, files, pid):
                self.folders.append(folder)

    @property
    def killed_for_memory(self) -> bool:
        """Whether the kernel's processes reached the memory limit."""
        for folder in self.folders:
            with contextlib.suppress(OSError, ValueError):
                if (file := folder / "memory.failcnt").exists():
                    return int(file.read_text()) > 0
                if (file := folder / "memory.events").exists():
                    return "oom_kill 0" not in file.read_text()
        return False

    def remove(self) -> None:
        """Remove the groups; their processes have ended."""
        for folder in self.folders:
            with contextlib.suppress(OSError):
                folder.rmdir()


def controllers() -> list[str]:
    """Return what control groups can limit on this machine.

    Returns
    -------
    list of str
        Any of "memory" and "processes"; empty if we may not make a group.
    """
    probe = Cgroup(Limits(), os.getpid())  # a trial group, with no process in it
    try:
        files = {path.name for folder in probe.folders for path in folder.iterdir()}
    finally:
        probe.remove()
    return [
        name
        for name, expected in (
            ("memory", {"memory.limit_in_bytes", "memory.max"}),
            ("processes", {"pids.max"}),
        )
        if files & expected
    ]


@functools.cache
def _remove_left(place: Path) -> None:
    """Remove, once per folder, the groups that killed processes left behind."""
    for folder in place.glob(f"{PREFIX}*-*"):
        pid = folder.name.removeprefix(PREFIX).partition("-")[0]
        if pid.isdigit() and not _runs(int(pid)):
            with contextlib.suppress(OSError):  # it is still in use, or belongs to another user
                folder.rmdir()


def _runs(pid: int) -> bool:
    """Tell whether a process runs. A killed one may stay a zombie for a long time."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _made(folder: Path, files: dict[str, str], pid: int) -> Path | None:
    """Make a group with limits, and move a process into it unless it is this process."""
    try:
        folder.mkdir()
    except OSError:
        return None
    try:
        for name, value in files.items():
            if name != "memory.swap.max" or (folder / name).exists():
                (folder / name).write_text(value)
        if pid != os.getpid():
            (folder / "cgroup.procs").write_text(str(pid))
    except OSError:
        with contextlib.suppress(OSError):
            folder.rmdir()
        return None
    return folder


def _own(controller: str) -> str | None:
    """Return the path of this process's own group, as listed in /proc."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/cgroup").read_text().splitlines():
            _, names, path = line.split(":", 2)
            if controller in names.split(","):
                return path.lstrip("/")
    return None


def _version_1(controller: str) -> Path | None:
    """Return the folder of this process's own group for a controller, or None."""
    own = _own(controller)
    if own is None:
        return None
    place = ROOT / controller / own
    return place if place.is_dir() else None


def _version_2() -> Path | None:
    """Return a folder whose groups have both controllers: our own group, or its parent."""
    own = _own("")
    if own is None:
        return None
    for place in (ROOT / own, (ROOT / own).parent):
        with contextlib.suppress(OSError):
            if {"memory", "pids"} <= set((place / "cgroup.subtree_control").read_text().split()):
                return place
    return None
