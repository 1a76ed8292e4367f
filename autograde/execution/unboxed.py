"""The time that a kernel without a box spends, measured from outside."""

import os
import sys
import threading
import time

import psutil

from autograde.kernel.watch import WATCH_S, Clock, added_up

BUSY = 90.0  # percent of all cores: from there on, a process may have to wait for one


class Unboxed(threading.Thread):
    """Follows what a kernel and the processes that it started have spent.

    A keeper does this for a kernel in a box.

    Parameters
    ----------
    pid : int
        The kernel's.
    """

    def __init__(self, pid: int) -> None:
        super().__init__(name="follows a kernel without a box", daemon=True)
        self._pid, self._clock, self._cpu_s = pid, Clock(), 0.0

    def spent_s(self) -> float:
        """Return the seconds that it has computed or slept, but not waited for a core."""
        return self._cpu_s + self._clock.slept_s

    def run(self) -> None:
        """Look a few times a second, until the kernel has ended."""
        while True:
            time.sleep(WATCH_S)
            try:
                kernel = psutil.Process(self._pid)
                family = [kernel, *kernel.children(recursive=True)]
            except psutil.Error:
                return
            cpu_s, awake = _look_at(family) if sys.platform == "linux" else _guess(family)
            self._cpu_s = max(self._cpu_s, cpu_s)
            self._clock.look(awake)


def _look_at(family: list[psutil.Process]) -> tuple[float, bool]:
    """Return the CPU time of processes, and whether one runs or waits for a core."""
    processes = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY)
    try:
        found = added_up((str(process.pid) for process in family), processes)
    finally:
        os.close(processes)
    return found.cpu_s, found.awake


def _guess(family: list[psutil.Process]) -> tuple[float, bool]:
    """Do the same where no thread's state can be read: on a busy machine, they may have to wait."""
    total = 0.0
    for process in family:
        try:
            total += sum(process.cpu_times()[:4])
        except psutil.Error:
            continue  # it has ended meanwhile
    return total, psutil.cpu_percent() > BUSY
