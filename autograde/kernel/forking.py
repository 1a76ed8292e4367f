"""The fork parent as seen from outside: start it in its box, ask it to fork, end it.

It has imported the heavy packages, and runs in a box made by bubblewrap, with a read-only view of
the environment and no network. Each kernel that it forks goes into a box of its own.
"""

import atexit
import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

from autograde.edition import own_editions
from autograde.interrupts import hear_again
from autograde.kernel.bubblewrap import (
    HEAVY_ALONE,
    SCRATCH,
    BoxRefused,
    bubblewrap,
    hidden,
    own_tmp,
)
from autograde.kernel.limits import Limits
from autograde.kernel.watch import SPENT

START_S = 120  # importing TensorFlow takes seconds, and many on a busy machine
MESSAGE = 65536
# The last ones are what IPython imports while it starts: a sixth of a kernel's start.
KERNEL = (
    *("ipykernel.kernelapp", "ipykernel.debugger", "tornado.platform.asyncio"),
    *("IPython.core.completerlib", "IPython.core.debugger", "IPython.core.oinspect"),
    *("IPython.extensions.storemagic", "sqlite3"),
)
LIGHT = ("numpy", "matplotlib.pyplot", "sklearn.preprocessing", *KERNEL)
HEAVY = (*LIGHT, *HEAVY_ALONE)
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "TMPDIR": SCRATCH,
    "HOME": SCRATCH,
    "LANG": "C.UTF-8",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "CUDA_VISIBLE_DEVICES": "-1",
    "PYTHONDONTWRITEBYTECODE": "1",
    # One thread per kernel: a second one would take a core from another submission.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
}


_STARTER = ThreadPoolExecutor(1, "starts fork parents", initializer=hear_again)


class ForkParent:
    """A process that waits in its box until it is asked to fork.

    Parameters
    ----------
    modules : tuple of str
        What it imports.
    editions : Path
        The folder of the library's editions.

    Raises
    ------
    BoxRefused
        If there is no bubblewrap, or the process does not start in its box.
    """

    def __init__(self, modules: tuple[str, ...], editions: Path) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [*bubblewrap(editions, hidden(modules)), sys.executable, "/kernel/parent.py"]
        # Linux ends a fork parent when the thread that started it ends, so use one that lasts.
        self.process = _STARTER.submit(
            subprocess.Popen,
            [*command, str(theirs.fileno()), *modules],
            env=ENVIRONMENT,
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        ).result()
        theirs.close()
        self.requests = ours
        self.requests.settimeout(START_S)
        self.lock = threading.Lock()
        if self.requests.recv(MESSAGE) != b"ready":
            said = self.close()
            raise BoxRefused(f"the fork parent did not start: {said.decode()[-500:].strip()}")

    def fork(self, request: dict[str, Any]) -> "ForkedProcess":
        """Fork one kernel, and return it while it waits for `go`."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        page = os.memfd_create("what a kernel has spent")
        os.ftruncate(page, SPENT.size)
        with theirs, self.lock:
            try:
                passed = [theirs.fileno(), page]
                socket.send_fds(self.requests, [json.dumps(request).encode()], passed)
            except OSError as error:
                ours.close()
                os.close(page)
                raise BoxRefused(f"the fork parent is gone: {error.strerror}") from None
        return ForkedProcess(ours, page)

    def alive(self) -> bool:
        """Tell whether the fork parent still runs."""
        return self.process.poll() is None

    def close(self) -> bytes:
        """End it, and every kernel with it; return what it wrote to standard error."""
        self.requests.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(1)
        self.process.kill()
        return self.process.communicate()[1]


class ForkedProcess:
    """One forked kernel, with the interface of a `subprocess.Popen`.

    Parameters
    ----------
    job : socket.socket
        The job's own socket.
    page : int
        The descriptor of the file in which its keeper notes what it has spent.

    Raises
    ------
    BoxRefused
        If the kernel could not be shut in.
    """

    stdin = stdout = stderr = None

    def __init__(self, job: socket.socket, page: int) -> None:
        self.job = job
        self._page = open(page, "rb", buffering=0)
        self.returncode: int | None = None
        self.ended: dict[str, Any] = {}
        self._spent_s = 0.0
        self.lock = threading.Lock()  # one thread may end it while another waits for it
        job.settimeout(START_S)
        try:
            message, ancillary, _, _ = job.recvmsg(MESSAGE, socket.CMSG_SPACE(12))
        except OSError as error:
            message, ancillary = json.dumps({"refused": str(error)}).encode(), []
        first = json.loads(message or b'{"refused": "the fork parent is gone"}')
        if "refused" in first:
            job.close()
            self._page.close()
            raise BoxRefused(first["refused"])
        # Inside its box the kernel's PID is 1; the credentials hold its PID out here.
        self.pid = int.from_bytes(ancillary[0][2][:4], sys.byteorder)
        job.setblocking(False)

    def go(self) -> None:
        """Let the process become a kernel."""
        self.job.send(b"go")

    def spent_s(self) -> float:
        """Return the seconds that its box has computed or slept, but not waited for a core."""
        with self.lock:
            if not self._page.closed:
                self._spent_s = sum(SPENT.unpack(os.pread(self._page.fileno(), SPENT.size, 0)))
        return self._spent_s

    def poll(self) -> int | None:
        """Return the exit code, or None if it still runs."""
        with self.lock:
            if self.returncode is None:
                try:
                    message = self.job.recv(MESSAGE)
                except BlockingIOError:
                    return None
                except OSError:
                    message = b""
                # No message from the keeper: it was killed, and the kernel with it.
                self.ended = json.loads(message) if message else {"lost": True}
                self.returncode = int(self.ended.get("status", -signal.SIGKILL))
                self.job.close()
                self._page.close()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait until it has ended."""
        end = time.monotonic() + (START_S if timeout is None else timeout)
        while self.poll() is None:
            left = end - time.monotonic()
            if left <= 0:
                raise subprocess.TimeoutExpired("kernel", timeout or START_S)
            with contextlib.suppress(ValueError, OSError):  # closed by another thread's poll
                select.select([self.job], [], [], left)  # readable when the keeper reports or dies
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal, if the kernel still runs."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        """End the kernel, and everything that it started."""
        self.send_signal(signal.SIGKILL)

    terminate = kill


_PARENTS: dict[tuple[str, ...], ForkParent] = {}
_LOCK = threading.Lock()


def parent_of(modules: tuple[str, ...]) -> ForkParent:
    """Return the fork parent that has imported these modules; start it at its first use.

    Parameters
    ----------
    modules : tuple of str
        `LIGHT` or `HEAVY`; or empty, to test whether a box can be made.

    Returns
    -------
    ForkParent
        A running one.

    Raises
    ------
    BoxRefused
        If it does not start.
    """
    with _LOCK:
        known = _PARENTS.get(modules)
        if known is None or not known.alive():
            if known is not None:
                known.close()
            _PARENTS[modules] = ForkParent(modules, own_editions())
        return _PARENTS[modules]


@atexit.register
def close_parents() -> None:
    """End the fork parents of this process."""
    while _PARENTS:
        _PARENTS.popitem()[1].close()


def refusal() -> str:
    """Say why this machine cannot shut a kernel in; empty if it can.

    Returns
    -------
    str
        Found by shutting one kernel in and ending it before it starts; tried twice if need be.
    """
    return _refusal() and _refusal()  # the first fork parent may have been killed


def _refusal() -> str:
    """Try once to shut a kernel in."""
    try:
        (own_editions() / "none").mkdir(exist_ok=True)
        request = {"edition": "/editions/none", "limits": asdict(Limits()), "environment": {}}
        process = parent_of(()).fork({**request, "own_tmp": own_tmp(), "seed": 0})
        process.kill()
        process.wait(START_S)
    except (BoxRefused, OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return ""
