"""Watch a kernel from beside it: the memory, CPU time and processes of its namespace.

It runs inside the fork parent and imports the standard library alone.
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
    """Return a descriptor of /proc as it is now: the kernel soon covers it for itself and us."""
    return os.open("/proc", os.O_RDONLY | os.O_DIRECTORY)


def watch(kernel: int, processes: int, limits: dict[str, int]) -> dict[str, Any]:
    """Wait for the kernel, and kill it when its processes use too much.

    Parameters
    ----------
    kernel : int
        The first process of the kernel's namespace, a child of this process.
    processes : int
        What `open_processes` returned before the kernel was forked.
    limits : dict of str to int
        Those of `autograde.kernel.limits`.

    Returns
    -------
    dict
        How it ended, why we ended it, and what it used at most.
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
            os.kill(kernel, signal.SIGKILL)  # the first process of a namespace takes all with it
        signal.sigtimedwait([signal.SIGCHLD], WATCH_S)  # wakes when the kernel ends


def excess(used: Usage, limits: dict[str, int]) -> str:
    """Say which limit is passed, or nothing.

    Parameters
    ----------
    used : Usage
        Of one kernel.
    limits : dict of str to int
        Those of `autograde.kernel.limits`.

    Returns
    -------
    str
        In words for the learner.

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
        One of them.
    processes : int
        A descriptor of /proc.
    memory_mib : int
        From here on memory is measured exactly; below, pages that processes share count for each.

    Returns
    -------
    Usage
        Nothing if it has ended.
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
            # After the name, which may hold anything: state, ..., utime, stime, cutime, cstime,
            # priority, nice, threads.
            fields = _read(processes, f"{name}/stat").rpartition(")")[2].split()
            found.memory_mib += int(_read(processes, f"{name}/statm").split()[1]) * PAGE_MIB
        except OSError:
            continue  # it ended in between
        names.append(name)
        found.processes += int(fields[17])
        found.cpu_s += sum(map(int, fields[11:15])) / TICKS
    if found.memory_mib > memory_mib:
        found.memory_mib = sum(proportional_mib(processes, name) for name in names)
    return found


def proportional_mib(processes: int, name: str) -> float:
    """Return the memory of a process, a page that several share divided between them.

    Parameters
    ----------
    processes : int
        A descriptor of /proc.
    name : str
        The process's number.

    Returns
    -------
    float
        In MiB, with what lies in swap.
    """
    try:
        lines = _read(processes, f"{name}/smaps_rollup").splitlines()
    except OSError:
        return 0.0  # it ended in between
    return (
        sum(int(line.split()[1]) for line in lines if line.startswith(("Pss:", "SwapPss:"))) / 1024
    )


def _read(folder: int, path: str) -> str:
    """Return the text of a file below a folder's descriptor."""
    descriptor = os.open(path, os.O_RDONLY, dir_fd=folder)
    with open(descriptor, encoding="utf-8", errors="replace") as file:
        return file.read()
