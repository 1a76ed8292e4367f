"""One notebook in, what its cells published out: the only step that runs a submission's code.

A job knows no gradebook, no class and no other submission. It runs on any machine with the same
environment, and its result is data: nothing in it is ever executed or unpickled.
"""

import dataclasses
import hashlib
import json
import os
import signal
import time
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from autograde.cells import new_cell
from autograde.edition import edition
from autograde.execution.environment import environment, require_environment
from autograde.execution.runner import Runner
from autograde.kernel import make_known
from autograde.kernel.forking import BoxRefused
from autograde.kernel.limits import Limits
from autograde.kernel.provisioner import SETTINGS_VARIABLE, Settings
from autograde.record import read_record
from lstm_lib.checks.call import SEED_VARIABLE

# The variables that a kernel without a box gets from this process. No others are passed on.
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV", "SYSTEMROOT", "USERPROFILE")

CROWDED = (
    "other work on this machine cut it short, also when it ran alone. "
    "Run the same command again when the machine is less busy"
)


@dataclass(frozen=True)
class Job:
    """A rebuilt notebook's code cells, and everything that could change what they publish.

    `cells` are pairs of a cell's id and its source, `withheld` are the functions that its edition
    of the library leaves out, `data` the data sets that it holds, and `heavy` says whether it may
    import TensorFlow.
    """

    cells: tuple[tuple[str, str], ...]
    seed: str
    withheld: tuple[str, ...]
    heavy: bool
    environment: str
    limits: Limits = field(default_factory=Limits)
    data: tuple[str, ...] = ()

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
        data: tuple[str, ...] = (),
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
        data : tuple of str
            The data sets that it may load.

        Returns
        -------
        Job
            Equal for equal answers, whatever outputs were handed in with them.
        """
        cells = tuple((cell.id, cell.source) for cell in nb.cells if cell.cell_type == "code")
        heavy = "tensorflow" not in without
        return cls(cells, seed, withheld, heavy, environment(withheld, data), limits, data)


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
        (whether other work on the machine cut it short), `used` (CPU time and memory), `started`
        and `executed` (times).

    Raises
    ------
    OtherEnvironment
        If this machine has other versions than those that the job was made for, or lacks its data.
    BoxRefused
        If there is no box, or it was lost: not the submission's fault.
    """
    require_environment(job.withheld, job.data, job.environment)
    make_known()
    nb = new_notebook(cells=[new_cell("code", source, name) for name, source in job.cells])
    started = time.time()
    runner = Runner(job.limits, _environment_of(job, boxed), boxed)
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
        settings = Settings(job.withheld, job.heavy, seed, job.limits, job.data)
        return {**environment, SETTINGS_VARIABLE: settings.write()}
    return {
        **environment,
        **{name: os.environ[name] for name in PASSED_ON if name in os.environ},
        "PYTHONPATH": str(edition(job.withheld, data=job.data)),
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_ENABLE_ONEDNN_OPTS": "0",
    }


def crowded(result: dict[str, Any]) -> str:
    """Say that other work on the machine cut a run short: its result is not worth a mark.

    Parameters
    ----------
    result : dict
        What `run_job` returned.

    Returns
    -------
    str
        A reason that an instructor understands; empty if the result is the submission's own.

    Examples
    --------
    >>> crowded({"crowded": False})
    ''
    """
    return CROWDED if result.get("crowded") else ""
