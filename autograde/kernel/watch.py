"""Watch a kernel from outside: the memory, CPU time, sleep and processes of its namespace.

This module runs inside the fork parent and imports only the standard library.
"""

import contextlib
import os
import signal
import struct
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

WATCH_S = 0.2
DESCRIPTORS = 8192  # what they point to is limited for all kernels of an account together
# Memory that belongs to no process, at most. A submission cannot make these buffers larger.
SOCKET_MIB, DESCRIPTOR_MIB = 0.5, 16 / 2**10
PROCESS_MIB = 7  # what it takes to note as many maps as a process may have
TICKS, PAGE_BYTES = map(os.sysconf, ("SC_CLK_TCK", "SC_PAGE_SIZE"))
SPENT = struct.Struct("dd")  # how a keeper notes CPU time and sleep, in seconds


@dataclass
class Usage:
    """What the processes of one namespace hold and have used; a thread counts as a process.

    `awake` says whether a thread of theirs runs, or waits for a core to run on.
    """

    processes: int = 0
    cpu_s: float = 0.0
    memory_mib: float = 0.0
    awake: bool = False
    descriptors: int = 0


class Clock:
    """Tells the time that a box slept from the time that it waited for a core.

    Between two looks, a box counts as asleep if none of its threads is awake at the second one.
    """

    def __init__(self) -> None:
        self.slept_s = 0.0
        self._last = time.monotonic()

    def look(self, awake: bool) -> None:
        """Add the time since the last look, if the box sleeps."""
        now = time.monotonic()
        if not awake:
            self.slept_s += now - self._last
        self._last = now


def open_processes() -> int:
    """Return a descriptor of /proc, which the kernel soon covers, also for this process."""
    return os.open("/proc", os.O_RDONLY | os.O_DIRECTORY)


def watch(kernel: int, processes: int, limits: dict[str, int], page: int) -> dict[str, Any]:
    """Wait for the kernel, and kill it when its processes use too much.

    Parameters
    ----------
    kernel : int
        The PID of the first process in the kernel's namespace, a child of this process.
    processes : int
        What `open_processes` returned before the kernel was forked.
    limits : dict of str to int
        The fields of `autograde.kernel.limits.Limits`.
    page : int
        The descriptor of the file in which the grader reads what the kernel has spent so far.

    Returns
    -------
    dict
        How it ended, why this process ended it (if it did), and its peak use.
    """
    reason, cpu_s, memory_mib, clock = "", 0.0, 0.0, Clock()
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
    while True:
        pid, status, used = os.wait4(kernel, os.WNOHANG)
        if pid:
            cpu_s = max(cpu_s, used.ru_utime + used.ru_stime)
            return {
                "status": os.waitstatus_to_exitcode(status),
                "reason": reason,
                "cpu_s": round(cpu_s, 3),
                "memory_mib": round(memory_mib, 1),
            }
        now = usage(kernel, processes, limits["memory_mib"])
        cpu_s, memory_mib = max(cpu_s, now.cpu_s), max(memory_mib, now.memory_mib)
        clock.look(now.awake)
        os.pwrite(page, SPENT.pack(cpu_s, clock.slept_s), 0)
        if not reason and (reason := excess(now, limits)):
            os.kill(kernel, signal.SIGKILL)  # takes its whole namespace with it
        signal.sigtimedwait([signal.SIGCHLD], WATCH_S)  # wakes when the kernel ends


def excess(used: Usage, limits: dict[str, int]) -> str:
    """Say which limit is exceeded; empty if none is.

    Parameters
    ----------
    used : Usage
        What one kernel uses.
    limits : dict of str to int
        The fields of `autograde.kernel.limits.Limits`.

    Returns
    -------
    str
        A reason that a learner understands.

    Examples
    --------
    >>> excess(Usage(memory_mib=20.0), {"memory_mib": 10, "cpu_s": 1, "processes": 1})
    'it held more than 10 MiB of memory'
    """
    # What the first two count takes memory as well.
    if used.processes > limits["processes"]:
        return f"it started more than {limits['processes']} processes and threads"
    if used.descriptors > DESCRIPTORS:
        return f"it opened more than {DESCRIPTORS} files, pipes and sockets"
    if used.memory_mib > limits["memory_mib"]:
        return f"it held more than {limits['memory_mib']} MiB of memory"
    if used.cpu_s > limits["cpu_s"]:
        return f"it used more than {limits['cpu_s']} s of CPU time"
    return ""


def usage(kernel: int, processes: int, memory_mib: int) -> Usage:
    """Add up what the processes of a kernel's namespace use.

    Parameters
    ----------
    kernel : int
        The PID of one of them.
    processes : int
        A descriptor of /proc.
    memory_mib : int
        Above this amount, memory is measured exactly. Below it, a shared page counts once for each
        process.

    Returns
    -------
    Usage
        All zero if the kernel has ended.
    """
    names = list(_of_namespace(kernel, processes))
    found = added_up(names, processes)
    found.descriptors = sum(len(_entries(processes, f"{name}/fd")) for name in names)
    unseen = unseen_mib(kernel, names, processes) + DESCRIPTOR_MIB * found.descriptors
    if found.memory_mib + unseen > memory_mib:
        found.memory_mib = sum(proportional_mib(processes, name) for name in names)
    found.memory_mib += unseen
    return found


def unseen_mib(kernel: int, names: Sequence[str], processes: int) -> float:
    """Return memory that the machine holds for processes, but in none of them.

    Parameters
    ----------
    kernel : int
        The PID of one of them.
    names : sequence of str
        The PIDs of all, as text.
    processes : int
        A descriptor of /proc.

    Returns
    -------
    float
        In MiB: their page tables, the most that it takes to note their maps, and the most that
        their sockets can hold (a closed one too, as long as nobody has read what it sent).
    """
    mib = float(PROCESS_MIB * len(names))
    with contextlib.suppress(OSError, LookupError):  # the kernel has ended
        mib += SOCKET_MIB * int(_read(processes, f"{kernel}/net/sockstat").split()[2])
    for name in names:
        with contextlib.suppress(OSError, LookupError):  # it has ended meanwhile
            mib += int(_read(processes, f"{name}/status").split("VmPTE:")[1].split()[0]) / 1024
    return mib


def _of_namespace(kernel: int, processes: int) -> Iterable[str]:
    """Yield the PIDs of a kernel's namespace, as text, in their order."""
    with contextlib.suppress(OSError):  # the kernel has ended
        space = os.stat(f"{kernel}/ns/pid", dir_fd=processes).st_ino
        # In this order, a process whose time its parent has taken over is not counted twice.
        for name in sorted(filter(str.isdigit, os.listdir(processes)), key=int):
            with contextlib.suppress(OSError):  # it has ended meanwhile
                if os.stat(f"{name}/ns/pid", dir_fd=processes).st_ino == space:
                    yield name


def added_up(names: Iterable[str], processes: int) -> Usage:
    """Add up what some processes use; a page that they share counts once for each.

    Parameters
    ----------
    names : iterable of str
        Their PIDs, as text.
    processes : int
        A descriptor of /proc.

    Returns
    -------
    Usage
        Of those that have not ended.
    """
    found = Usage()
    for name in names:
        try:
            fields = _fields(processes, f"{name}/stat")
            found.memory_mib += (
                int(_read(processes, f"{name}/statm").split()[1]) * PAGE_BYTES / 2**20
            )
        except OSError:
            continue  # it has ended meanwhile
        found.processes += int(fields[17])
        found.cpu_s += sum(map(int, fields[11:15])) / TICKS
        found.awake = found.awake or _is_awake(name, processes)
    return found


def _is_awake(name: str, processes: int) -> bool:
    """Tell whether a thread of a process runs, or waits for a core."""
    for thread in _entries(processes, f"{name}/task"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            if _fields(processes, f"{name}/task/{thread}/stat")[0] == "R":
                return True
    return False


def _entries(folder: int, path: str) -> list[str]:
    """Return the names in a folder below that of a descriptor; none if it is gone."""
    with contextlib.suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY, dir_fd=folder)
        try:
            return os.listdir(descriptor)
        finally:
            os.close(descriptor)
    return []


def _fields(folder: int, path: str) -> list[str]:
    """Return a process's fields after its name, which may hold any character.

    They are the state, ..., utime, stime, cutime, cstime, priority, nice, threads.
    """
    return _read(folder, path).rpartition(")")[2].split()


def proportional_mib(processes: int, name: str) -> float:
    """Return the memory of a process; a shared page is divided among its processes.

    Parameters
    ----------
    processes : int
        A descriptor of /proc.
    name : str
        The PID, as text.

    Returns
    -------
    float
        In MiB, including swap.
    """
    try:
        lines = _read(processes, f"{name}/smaps_rollup").splitlines()
    except OSError:
        return 0.0  # it has ended meanwhile
    return (
        sum(int(line.split()[1]) for line in lines if line.startswith(("Pss:", "SwapPss:"))) / 1024
    )


def _read(folder: int, path: str) -> str:
    """Return the text of a file in the folder of a descriptor."""
    descriptor = os.open(path, os.O_RDONLY, dir_fd=folder)
    with open(descriptor, encoding="utf-8", errors="replace") as file:
        return file.read()
