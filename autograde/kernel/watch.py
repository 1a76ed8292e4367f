"""Watch a kernel from outside: the memory, CPU time and processes of its namespace.

This module runs inside the fork parent and imports only the standard library.
"""

import os
import signal
from dataclasses import dataclass
from typing import Any

WATCH_S = 0.2
TICKS = os.sysconf("SC_CLK_TCK")
PAGE_MIB = os.sysconf("SC_PAGE_SIZE") / 2**20


@dataclass
class Usage:
    """What the processes of one namespace hold and have used; a thread counts as a process."""

    processes: int = 0
    cpu_s: float = 0.0
    memory_mib: float = 0.0


def open_processes() -> int:
    """Return a descriptor of /proc, which the kernel soon covers, also for this process."""
    return os.open("/proc", os.O_RDONLY | os.O_DIRECTORY)


def watch(kernel: int, processes: int, limits: dict[str, int]) -> dict[str, Any]:
    """Wait for the kernel, and kill it when its processes use too much.

    Parameters
    ----------
    kernel : int
        The PID of the first process in the kernel's namespace, a child of this process.
    processes : int
        What `open_processes` returned before the kernel was forked.
    limits : dict of str to int
        The fields of `autograde.kernel.limits.Limits`.

    Returns
    -------
    dict
        How it ended, why this process ended it (if it did), and its peak use.
    """
    reason, cpu_s, memory_mib = "", 0.0, 0.0
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
    if used.memory_mib > limits["memory_mib"]:
        return f"it held more than {limits['memory_mib']} MiB of memory"
    if used.cpu_s > limits["cpu_s"]:
        return f"it used more than {limits['cpu_s']} s of CPU time"
    if used.processes > limits["processes"]:
        return f"it started more than {limits['processes']} processes and threads"
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
    found, names = Usage(), []
    try:
        space = os.stat(f"{kernel}/ns/pid", dir_fd=processes).st_ino
    except OSError:
        return found
    for name in filter(str.isdigit, os.listdir(processes)):
        try:
            if os.stat(f"{name}/ns/pid", dir_fd=processes).st_ino != space:
                continue
            # The fields after the name, which may hold any character: state, ..., utime, stime,
            # cutime, cstime, priority, nice, threads.
            fields = _read(processes, f"{name}/stat").rpartition(")")[2].split()
            found.memory_mib += int(_read(processes, f"{name}/statm").split()[1]) * PAGE_MIB
        except OSError:
            continue  # it has ended meanwhile
        names.append(name)
        found.processes += int(fields[17])
        found.cpu_s += sum(map(int, fields[11:15])) / TICKS
    if found.memory_mib > memory_mib:
        found.memory_mib = sum(proportional_mib(processes, name) for name in names)
    return found


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
