"""How much memory the grader's own processes take while they grade."""

import contextlib
import os
import threading
from pathlib import Path

import psutil

WATCH_S = 0.2
OURS = "spawn_main"  # in the command of each process that Python's multiprocessing has started


class GraderMemory(threading.Thread):
    """Follows this process and those that run notebooks, but not the notebooks' own.

    Linux notes the peak of each process, so no peak is missed, only what a process takes in its
    last moment.
    """

    def __init__(self):
        super().__init__(name="follows the grader's memory", daemon=True)
        self.peaks_mib = {}  # by PID
        self._done = threading.Event()

    @property
    def peak_mib(self):
        """The largest of all."""
        return max(self.peaks_mib.values())

    def run(self):
        """Look a few times a second."""
        while not self._done.wait(WATCH_S):
            self._look()

    def _look(self):
        """Note the peak of each process."""
        for one in (psutil.Process(), *psutil.Process().children(recursive=True)):
            with contextlib.suppress(psutil.Error, OSError):
                if one.pid == os.getpid() or OURS in " ".join(one.cmdline()):
                    status = Path(f"/proc/{one.pid}/status").read_text()
                    peak_mib = int(status.split("VmHWM:")[1].split()[0]) / 1024
                    self.peaks_mib[one.pid] = max(peak_mib, self.peaks_mib.get(one.pid, 0.0))

    def __enter__(self):
        """Forget the peak of what this process did before, and begin."""
        Path("/proc/self/clear_refs").write_text("5")
        self.start()
        return self

    def __exit__(self, *_):
        """Look once more, and end."""
        self._done.set()
        self.join()
        self._look()
