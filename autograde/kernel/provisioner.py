"""Start kernels from a fork parent, if `c.Execute.kernel_name` chooses `lstm-box`.

Kernels communicate over sockets in their own file system. This process reaches them through
`/proc/PID/root`.
"""

import json
import os
from dataclasses import asdict, dataclass, field
from typing import Any, cast

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner

from autograde.edition import edition
from autograde.kernel.cgroup import Cgroup
from autograde.kernel.forking import ENVIRONMENT, HEAVY, LIGHT, own_tmp, parent_of
from autograde.kernel.limits import Limits

PORTS = ("shell", "iopub", "stdin", "hb", "control")
SETTINGS_VARIABLE = "AUTOGRADE_BOX"  # a notebook's `Settings`, in its kernel's environment
SOCKETS = "/box/sockets/k"  # in the file system of the kernel


@dataclass(frozen=True)
class Settings:
    """The settings of one notebook's box.

    `withheld` are the functions that its edition of the library leaves out, `data` the data sets
    that it holds, `heavy` says whether its fork parent imports TensorFlow, and `seed` seeds the
    random number generators.
    """

    withheld: tuple[str, ...] = ()
    heavy: bool = True
    seed: int = 0
    limits: Limits = field(default_factory=Limits)
    data: tuple[str, ...] = ()

    @classmethod
    def read(cls, text: str) -> "Settings":
        """Read the settings that `write` wrote; without a text, use the defaults.

        Parameters
        ----------
        text : str
            JSON, or an empty string.

        Returns
        -------
        Settings
            The settings of one notebook.

        Examples
        --------
        >>> Settings.read(Settings(heavy=False).write()) == Settings(heavy=False)
        True
        """
        if not text:
            return cls()
        given = json.loads(text)
        given["limits"] = Limits(**given["limits"])
        given |= {name: tuple(given[name]) for name in ("withheld", "data")}
        return cls(**given)

    def write(self) -> str:
        """Return the settings as text, for the environment of the kernel to start."""
        return json.dumps(asdict(self))


class BoxedProvisioner(LocalProvisioner):
    """Starts a notebook's kernel by a fork, in a box."""

    _cgroup: Cgroup | None = None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Prepare the connection; its address is known once the kernel has been forked."""
        manager = cast(Any, self.parent)
        manager.transport = "ipc"
        for number, name in enumerate(PORTS, 1):
            setattr(manager, f"{name}_port", number)
        kwargs.pop("transport_encryption", None)
        return {**kwargs, "cmd": list(kwargs.pop("extra_arguments", []))}

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork, and tell the manager where the kernel's sockets are."""
        environment = dict(kwargs.get("env") or os.environ)  # nbgrader's own Execute passes no env
        settings = Settings.read(environment.pop(SETTINGS_VARIABLE, ""))
        manager = cast(Any, self.parent)
        library = edition(settings.withheld, data=settings.data)
        inside = {
            **{f"{name}_port": number for number, name in enumerate(PORTS, 1)},
            "transport": "ipc",
            "ip": SOCKETS,
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
        manager.ip = f"/proc/{forked.pid}/root{SOCKETS}"
        self.connection_info = manager.get_connection_info()
        forked.go()
        return self.connection_info

    async def poll(self) -> int | None:
        """Return the exit code, or None if it still runs; keep how it ended in the manager."""
        forked = cast(Any, self.process)
        ended = await super().poll()
        if self._cgroup and forked is not None and forked.returncode is not None:
            how = dict(forked.ended)
            if self._cgroup.killed_for_memory and not how.get("reason"):
                how["reason"] = "it held more memory than its box allows"
            self._cgroup.remove()
            self._cgroup = None
            cast(Any, self.parent).ended = how
        return ended

    async def cleanup(self, restart: bool = False) -> None:
        """Remove what the kernel leaves on this machine."""
        await self.poll()
