"""One notebook in, what its cells published out: the only step that runs a submission's code.

A job knows no gradebook, no class and no other submission. It runs on any machine with the same
environment, and its result is data: nothing in it is ever executed or unpickled.
"""

import dataclasses
import hashlib
import json
import math
import os
import signal
import tempfile
import time
from dataclasses import dataclass, field
from typing import Any

import psutil
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode, ValidationError
from nbformat.v4 import new_notebook
from nbgrader.preprocessors import Execute

from autograde.cells import new_cell
from autograde.edition import edition
from autograde.execution.environment import environment, require_environment
from autograde.execution.messages import GRACE_S, MALFORMED, Guard, WaryManager, size
from autograde.kernel import make_known
from autograde.kernel.forking import BoxRefused
from autograde.kernel.limits import Limits
from autograde.kernel.provisioner import SETTINGS_VARIABLE, Settings
from autograde.record import read_record, write_record
from lstm_lib.checks import observation as wire
from lstm_lib.checks.call import SEED_VARIABLE

# The variables that a kernel without a box gets from this process. No others are passed on.
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV", "SYSTEMROOT", "USERPROFILE")
BOXED_KERNEL, OPEN_KERNEL = "lstm-box", "python3"
ARGUMENTS = ["--HistoryManager.hist_file=:memory:", "--log-level=ERROR"]
OBSERVED = 4  # observations are still accepted up to this many times the output limit


@dataclass(frozen=True)
class Job:
    """A rebuilt notebook's code cells, and everything that could change what they publish.

    `cells` are pairs of a cell's id and its source, `withheld` are the functions that its edition
    of the library leaves out, and `heavy` says whether it may import TensorFlow.
    """

    cells: tuple[tuple[str, str], ...]
    seed: str
    withheld: tuple[str, ...]
    heavy: bool
    environment: str
    limits: Limits = field(default_factory=Limits)

    @property
    def key(self) -> str:
        """What identifies the result: a hash of everything that the job holds."""
        return hashlib.sha256(json.dumps(dataclasses.asdict(self)).encode()).hexdigest()

    @classmethod
    def of(
        cls,
        nb: NotebookNode,
        seed: str,
        withheld: tuple[str, ...],
        without: tuple[str, ...],
        limits: Limits,
    ) -> "Job":
        """Make the job of a rebuilt notebook.

        Parameters
        ----------
        nb : NotebookNode
            As `autograde.intake.restore` rebuilt it.
        seed : str
            The seed of this submission's cases.
        withheld, without : tuple of str
            The library functions and the packages that are not available to it.
        limits : Limits
            What the notebook may use.

        Returns
        -------
        Job
            Equal for equal answers, whatever outputs were handed in with them.
        """
        cells = tuple((cell.id, cell.source) for cell in nb.cells if cell.cell_type == "code")
        return cls(
            cells, seed, withheld, "tensorflow" not in without, environment(withheld), limits
        )


def run_job(job: Job, boxed: bool = True) -> dict[str, Any]:
    """Run a notebook, and return what its cells published.

    Parameters
    ----------
    job : Job
        What to run.
    boxed : bool
        Whether it runs in a box; without one it runs as an ordinary program of this account.

    Returns
    -------
    dict
        JSON: `cells` (outputs by id), `note` (how the run ended if it was cut short), `crowded`
        (whether it waited more than it computed or was killed from outside), `used` (CPU time and
        memory), `started` and `executed` (times).

    Raises
    ------
    OtherEnvironment
        If this machine has other versions than those that the job was made for.
    BoxRefused
        If there is no box, or it was lost: not the submission's fault.
    """
    require_environment(job.withheld, job.environment)
    make_known()
    nb = new_notebook(cells=[new_cell("code", source, name) for name, source in job.cells])
    started = time.time()
    runner = Runner(job, boxed)
    runner.run(nb)
    ended = runner.ended
    if ended.get("lost"):
        raise BoxRefused("the box was lost while the notebook ran")
    facts = read_record(nb)
    if "stopped" in facts and ended.get("reason"):
        facts.setdefault("because", ended["reason"])
    # A kernel is the first process of its namespace, so no process inside can send it SIGKILL.
    outside = ended.get("status") == -signal.SIGKILL and not facts.keys() & {"because", "endless"}
    return {
        "cells": {
            cell.id: {"outputs": cell.outputs, "execution_count": cell.execution_count}
            for cell in nb.cells
        },
        "note": {**facts, "boxed": boxed},
        "crowded": runner.crowded or ("stopped" in facts and outside),
        "used": {
            "cells_cpu_s": round(runner.computed, 2),  # without the kernel's start
            **{name: ended[name] for name in ("cpu_s", "memory_mib") if name in ended},
        },
        "started": started,
        "executed": time.time(),
    }


def _environment_of(job: Job, boxed: bool) -> dict[str, str]:
    """Return the environment variables that a job's kernel starts with."""
    environment = {SEED_VARIABLE: job.seed, "NBGRADER_EXECUTION": "autograde"}
    if boxed:
        seed = int(hashlib.sha256(job.seed.encode()).hexdigest()[:8], 16)
        settings = Settings(job.withheld, job.heavy, seed, job.limits)
        return {**environment, SETTINGS_VARIABLE: settings.write()}
    return {
        **environment,
        **{name: os.environ[name] for name in PASSED_ON if name in os.environ},
        "PYTHONPATH": str(edition(job.withheld)),
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_ENABLE_ONEDNN_OPTS": "0",
    }


class Runner(Execute):
    """nbgrader's own execution of one job, with limits on what it accepts from the kernel.

    The kernel starts in an empty folder: files that were handed in with the notebook, such as
    a library of the learner's own, are not there.

    Parameters
    ----------
    job : Job
        What to run.
    boxed : bool
        Whether it runs in a box.
    """

    def __init__(self, job: Job, boxed: bool) -> None:
        super().__init__(
            kernel_name=BOXED_KERNEL if boxed else OPEN_KERNEL,
            timeout=job.limits.cell_s,
            shutdown_kernel="immediate",
            extra_arguments=ARGUMENTS,
            kernel_manager_class=WaryManager,
        )
        self.crowded = False
        self.computed = 0.0  # seconds of CPU time spent in cells
        self._limits = job.limits
        self._environment = _environment_of(job, boxed)
        self._manager: Any = None
        self._at = ""  # the id of the running cell
        self._cpu_before = 0.0  # CPU seconds when that cell began
        self._received = 0  # characters of output so far
        self._flooded = False
        self._end = math.inf  # by the clock `time.monotonic`

    def run(self, nb: NotebookNode) -> None:
        """Run the notebook; a kernel that dies leaves a note, not a crash."""
        self._end = time.monotonic() + self._limits.notebook_s
        seconds = self._limits.notebook_s + GRACE_S
        with tempfile.TemporaryDirectory() as place, Guard(self._end_kernel, seconds) as guard:
            try:
                self.preprocess(nb, {"metadata": {"path": place}})
            except CellTimeoutError:  # the kernel does not even answer an interrupt
                write_record(nb, stopped=self._at, endless=True)
            except (DeadKernelError, RuntimeError, *MALFORMED) as error:
                if isinstance(error, BoxRefused) or not self._at:
                    raise  # the kernel never started: not the submission's fault
                self.log.warning("The kernel stopped in cell %s: %r", self._at, error)
                write_record(nb, stopped=self._at)
                if isinstance(error, MALFORMED):
                    write_record(nb, because="it sent messages that no kernel sends")
        if self._flooded:
            write_record(nb, flooded=True)
        self.crowded |= guard.shared
        if guard.reason and self._at:
            write_record(nb, stopped=self._at, because=guard.reason)

    def _end_kernel(self) -> None:
        """End the kernel, from any thread."""
        provisioner = getattr(self._manager, "provisioner", None)
        if provisioner is not None and provisioner.process is not None:
            provisioner.process.kill()

    def preprocess_cell(self, cell: NotebookNode, resources: Any, index: int) -> Any:
        """Run one cell, and remember which one it is."""
        self._at = cell.id
        self._cpu_before = self._cpu()
        result = super().preprocess_cell(cell, resources, index)
        self.computed += max(0.0, self._cpu() - self._cpu_before)
        if type(cell.get("execution_count")) is not int and cell.cell_type == "code":
            cell.execution_count = None  # a kernel may send anything as its count
        return result

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> Any:
        """Accept a kernel's message, unless the notebook has passed its output limit."""
        try:
            if msg["msg_type"] not in ("status", "execute_input"):
                self._received += size(msg["content"])
                data = msg["content"].get("data")
                observed = isinstance(data, dict) and wire.MIME in data
                if self._received > self._limits.output * (OBSERVED if observed else 1):
                    self._flooded |= observed
                    return None
            return super().process_message(msg, cell, cell_index)
        except (*MALFORMED, ValidationError) as error:
            self.log.warning("A message that no kernel writes is left out: %r", error)
            return None

    def start_new_kernel(self, **kwargs: Any) -> Any:
        """Start the kernel in an environment of its own."""
        started = super().start_new_kernel(**{**kwargs, "env": self._environment})
        self._manager = self.km
        return started

    @property
    def ended(self) -> dict[str, Any]:
        """How a box ended, as its keeper reported."""
        return getattr(self._manager, "ended", {})

    def _get_timeout(self, cell: NotebookNode | None) -> int:
        """Return the time limit of a cell, or what is left of the notebook's if that is less."""
        left = max(1, round(self._end - time.monotonic()))
        return min(self._limits.cell_s, left)

    async def _async_handle_timeout(self, timeout: int, cell: NotebookNode | None = None) -> Any:
        """Stop a cell; note if it spent more time waiting for the CPU than computing."""
        self.crowded |= self._cpu() - self._cpu_before < timeout / 2
        return await super()._async_handle_timeout(timeout, cell)

    def _cpu(self) -> float:
        """Return the CPU seconds that the kernel has used."""
        try:
            return sum(psutil.Process(self.km.provisioner.pid).cpu_times()[:4])
        except (AttributeError, TypeError, psutil.Error):
            return 0.0
