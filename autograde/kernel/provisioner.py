"""Start kernels from a fork parent: what `c.Execute.kernel_name` chooses, and nothing else does.

A parent that has imported the heavy packages lives in a box that bubblewrap makes, with a
read-only view of the environment and no network. It forks a kernel for each notebook, which goes
into a box of its own. Kernels talk over sockets in their own file system, reached from out here
through /proc/PID/root.
"""

import atexit
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, cast

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner

from autograde.edition import LIBRARY, edition, own_editions
from autograde.kernel.cgroup import Cgroup
from autograde.kernel.limits import Limits

HERE = Path(__file__).parent
SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/sbin", "/etc/fonts", "/etc/ld.so.cache")
START_S = 120  # importing TensorFlow takes seconds, on a busy machine many
MESSAGE = 65536
PORTS = ("shell", "iopub", "stdin", "hb", "control")
SETTINGS_VARIABLE = "AUTOGRADE_BOX"  # one notebook's `Settings`, in the environment of its kernel
LIGHT = ("numpy", "matplotlib.pyplot", "sklearn.preprocessing", "ipykernel.kernelapp")
HEAVY = (*LIGHT, "tensorflow", "keras")
SCRATCH = "/scratch"  # for temporary files of the fork parent; each kernel has its own there
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
    # One thread a kernel: a second one takes the cores from another submission.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
}


_STARTER = ThreadPoolExecutor(1, "starts fork parents")


class BoxRefused(RuntimeError):
    """The box could not be made, or was lost: no fault of the submission that was to go in."""


@dataclass(frozen=True)
class Settings:
    """What one notebook's box holds beside the environment.

    `withheld` are the functions that its edition of the library leaves out, `heavy` says whether
    it imports TensorFlow, `seed` seeds the generators.
    """

    withheld: tuple[str, ...] = ()
    heavy: bool = True
    seed: int = 0
    limits: Limits = field(default_factory=Limits)

    @classmethod
    def read(cls, text: str) -> "Settings":
        """Read what `write` wrote; without it, a box for any notebook.

        Parameters
        ----------
        text : str
            JSON, or nothing.

        Returns
        -------
        Settings
            Those of one notebook.

        Examples
        --------
        >>> Settings.read(Settings(heavy=False).write()) == Settings(heavy=False)
        True
        """
        if not text:
            return cls()
        given = json.loads(text)
        limits = Limits(**given.pop("limits"))
        return cls(withheld=tuple(given.pop("withheld")), limits=limits, **given)

    def write(self) -> str:
        """Return the settings as text, for the environment of a kernel that is to start."""
        return json.dumps(asdict(self))


class ForkParent:
    """A process that waits in its box, ready to fork.

    Parameters
    ----------
    modules : tuple of str
        What it imports.
    editions : Path
        The folder of the editions of the library.

    Raises
    ------
    BoxRefused
        If there is no bubblewrap, or the process does not start in its box.
    """

    def __init__(self, modules: tuple[str, ...], editions: Path) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [*bubblewrap(editions), sys.executable, "/kernel/parent.py"]
        # The kernel ends a fork parent when the thread that started it ends: one that stays.
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
        """Fork one kernel and return it, waiting for its word."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        with theirs, self.lock:
            try:
                socket.send_fds(self.requests, [json.dumps(request).encode()], [theirs.fileno()])
            except OSError as error:
                ours.close()
                raise BoxRefused(f"the fork parent is gone: {error.strerror}") from None
        return ForkedProcess(ours)

    def alive(self) -> bool:
        """Tell whether it can fork."""
        return self.process.poll() is None

    def close(self) -> bytes:
        """End it, and every kernel with it; return what it said on its standard error."""
        self.requests.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(1)
        self.process.kill()
        return self.process.communicate()[1]


class ForkedProcess:
    """One forked kernel, with the face of a `subprocess.Popen`.

    Parameters
    ----------
    job : socket.socket
        The job's own socket.

    Raises
    ------
    BoxRefused
        If the kernel could not be shut in.
    """

    stdin = stdout = stderr = None

    def __init__(self, job: socket.socket) -> None:
        self.job = job
        self.returncode: int | None = None
        self.ended: dict[str, Any] = {}
        job.settimeout(START_S)
        try:
            message, ancillary, _, _ = job.recvmsg(MESSAGE, socket.CMSG_SPACE(12))
        except OSError as error:
            message, ancillary = json.dumps({"refused": str(error)}).encode(), []
        first = json.loads(message or b'{"refused": "the fork parent is gone"}')
        if "refused" in first:
            job.close()
            raise BoxRefused(first["refused"])
        # The kernel's own number is 1; the machine tells which one it has out here.
        self.pid = int.from_bytes(ancillary[0][2][:4], sys.byteorder)
        job.setblocking(False)

    def go(self) -> None:
        """Let it become a kernel."""
        self.job.send(b"go")

    def poll(self) -> int | None:
        """Return how it ended, or None."""
        if self.returncode is None:
            try:
                message = self.job.recv(MESSAGE)
            except BlockingIOError:
                return None
            except OSError:
                message = b""
            # No word of the keeper: it was killed, and the kernel with it.
            self.ended = json.loads(message) if message else {"lost": True}
            self.returncode = int(self.ended.get("status", -signal.SIGKILL))
            self.job.close()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait until it has ended."""
        end = time.monotonic() + (START_S if timeout is None else timeout)
        while self.poll() is None:
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired("kernel", timeout or START_S)
            time.sleep(0.01)
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal, if it still lives."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        """End it, and everything that it started."""
        self.send_signal(signal.SIGKILL)

    terminate = kill


class BoxedProvisioner(LocalProvisioner):
    """Starts a notebook's kernel by a fork, in a box."""

    _cgroup: Cgroup | None = None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Prepare what a connection needs; its place is known once the kernel is forked."""
        manager = cast(Any, self.parent)
        manager.transport = "ipc"
        for number, name in enumerate(PORTS, 1):
            setattr(manager, f"{name}_port", number)
        kwargs.pop("transport_encryption", None)
        return {**kwargs, "cmd": list(kwargs.pop("extra_arguments", []))}

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork, and tell the manager where the kernel's sockets are."""
        environment = dict(kwargs["env"])
        settings = Settings.read(environment.pop(SETTINGS_VARIABLE, ""))
        manager = cast(Any, self.parent)
        library = edition(settings.withheld)
        inside = {
            **{f"{name}_port": number for number, name in enumerate(PORTS, 1)},
            "transport": "ipc",
            "ip": "/box/sockets/k",
            "key": manager.session.key.decode(),
            "signature_scheme": manager.session.signature_scheme,
            "kernel_name": manager.kernel_name,
        }
        request = {
            "connection": inside,
            "environment": {
                **ENVIRONMENT,
                **{n: v for n, v in environment.items() if n.startswith(("LSTM_", "NBGRADER_"))},
            },
            "edition": f"/editions/{library.name}",
            "own_tmp": own_tmp(),
            "limits": asdict(settings.limits),
            "seed": settings.seed,
            "arguments": cmd,
        }
        forked = parent_of(HEAVY if settings.heavy else LIGHT).fork(request)
        self._cgroup = Cgroup(settings.limits, forked.pid)
        self.process = cast(Any, forked)
        self.pid = forked.pid
        manager.ip = f"/proc/{forked.pid}/root/box/sockets/k"
        self.connection_info = manager.get_connection_info()
        forked.go()
        return self.connection_info

    async def poll(self) -> int | None:
        """Tell whether the kernel still runs; keep how it ended for whoever started it."""
        forked = cast(Any, self.process)
        ended = await super().poll()
        if self._cgroup and forked is not None and forked.returncode is not None:
            how = dict(forked.ended)
            if self._cgroup.killed_for_memory and not how.get("reason"):
                how["reason"] = "it held more memory than its box has"
            self._cgroup.remove()
            self._cgroup = None
            cast(Any, self.parent).ended = how
        return ended

    async def cleanup(self, restart: bool = False) -> None:
        """Take away what the kernel leaves on this machine."""
        await self.poll()


def bubblewrap(editions: Path) -> list[str]:
    """Return the command of the fork parent's box: the environment to read, nothing to write.

    Parameters
    ----------
    editions : Path
        The folder of the editions of the library.

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
    read_only = ["/dev", "/"] if own_tmp() else ["/tmp", "/dev", "/"]
    return [
        *(program, "--unshare-all", "--die-with-parent", "--new-session"),
        *("--unshare-user", "--cap-add", "ALL", "--tmpfs", "/tmp", "--tmpfs", SCRATCH),
        *(word for path in readable for word in ("--ro-bind-try", path, path)),
        *(word for path in installed for word in ("--tmpfs", path)),
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


_PARENTS: dict[tuple[str, ...], ForkParent] = {}
_LOCK = threading.Lock()


def parent_of(modules: tuple[str, ...]) -> ForkParent:
    """Return the fork parent that has imported these modules, started at its first use.

    Parameters
    ----------
    modules : tuple of str
        `LIGHT` or `HEAVY`.

    Returns
    -------
    ForkParent
        Alive.

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
    """Say why this machine cannot shut a kernel in, or nothing.

    Returns
    -------
    str
        Found by trying: one kernel is shut in, and ended before it starts.
    """
    try:
        empty = edition(()).name
        request = {"edition": f"/editions/{empty}", "limits": asdict(Limits()), "environment": {}}
        process = parent_of(LIGHT).fork({**request, "own_tmp": own_tmp(), "seed": 0})
        process.kill()
        process.wait(START_S)
    except (BoxRefused, OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return ""
