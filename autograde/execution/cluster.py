"""Where notebooks run: in processes of this machine, or on the workers of a Dask scheduler."""

import importlib
import logging
import os
import threading
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker

import dask
import distributed
from distributed.security import Security

from autograde.errors import CourseError
from autograde.imports import lasting
from autograde.interrupts import ignore_interrupts, without_interrupts
from autograde.kernel.bubblewrap import BoxRefused
from autograde.kernel.forking import parent_of

CONNECT_S = 10  # how long a scheduler may take to answer
THREADS = 4  # the most workers in one process
# Dask measures itself for a dashboard that is not used here. That costs a tenth of a core.
QUIET = {
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "5s",
}
STARTS = 3  # attempts to start workers, if some are killed before they are ready


@dataclass(frozen=True)
class Cluster:
    """Where notebooks run: on this machine, or on the workers of an existing Dask scheduler.

    `workers` is how many notebooks run at once on this machine, by default one per core.
    `security` holds the paths of the files that a scheduler with TLS needs (`ca`, `cert`, `key`).
    """

    workers: int = 0
    scheduler: str = ""
    security: tuple[str, str, str] | None = None

    @property
    def width(self) -> int:
        """How many notebooks run at once on this machine."""
        return self.workers or cores()

    def connect(
        self, n_jobs: int, stack: ExitStack, *plugins: distributed.WorkerPlugin
    ) -> distributed.Client:
        """Start workers, or connect to those of a scheduler.

        Parameters
        ----------
        n_jobs : int
            The largest number of jobs.
        stack : ExitStack
            Ends what was started when it closes.
        *plugins : distributed.WorkerPlugin
            What each worker started on this machine does first.

        Returns
        -------
        distributed.Client
            A connected client.

        Raises
        ------
        CourseError
            If no scheduler answers, a certificate's file is missing, or no process starts.
        """
        # What a worker logs while it shuts down is of no interest here.
        for name in ("distributed", "asyncio"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        stack.enter_context(dask.config.set(QUIET))
        if self.scheduler:
            security = None
            if self.security:
                if missing := [path for path in self.security if not os.path.isfile(path)]:
                    raise CourseError(f"There is no file {missing[0]} (--tls CA CERT KEY).")
                ca, cert, key = self.security
                security = Security(
                    tls_ca_file=ca,
                    tls_client_cert=cert,
                    tls_client_key=key,
                    require_encryption=True,
                )
            try:
                client = distributed.Client(self.scheduler, security=security, timeout=CONNECT_S)
            except (OSError, TypeError, ValueError) as error:
                raise CourseError(
                    f"No Dask scheduler answers at {self.scheduler}: {error}. Nothing was run. "
                    "Is it running, and does it need a certificate (--tls)?"
                ) from None
            return stack.enter_context(client)
        n_workers = min(n_jobs, self.width)
        resource_tracker.ensure_running()  # before the block below: starting it unblocks SIGINT
        with without_interrupts():
            client = stack.enter_context(distributed.Client(stack.enter_context(_local(n_workers))))
        with suppress(OSError):  # a worker was killed: its successor gets the plugins too
            for plugin in (Deaf(), *plugins):
                client.register_plugin(plugin)
        return client


def _local(n_workers: int) -> distributed.LocalCluster:
    """Start workers on this machine; try again if one is killed before it is ready."""
    processes, threads = parted(n_workers)
    problem = ""
    for _ in range(STARTS):
        try:
            # Without TLS, any user of this machine could run code through the scheduler's port.
            return distributed.LocalCluster(
                n_workers=processes,
                threads_per_worker=threads,
                security=Security.temporary(),
                dashboard_address="127.0.0.1:0",  # any free port; no dashboard is served
                scheduler_kwargs={"dashboard": False},
                memory_limit=0,  # each box has its own limit
            )
        except RuntimeError as error:
            problem = str(error.__cause__ or error)
    raise CourseError(
        f"The worker processes do not start: {problem}. Nothing was run. Is there enough memory "
        f"for {n_workers} of them? To start fewer: --workers 1"
    )


class Deaf(distributed.WorkerPlugin):
    """Lets Ctrl-C reach only the coordinator, which then ends all workers, replacements too."""

    def setup(self, worker: distributed.Worker) -> None:
        """Ignore the signal in a worker's process, and do not log what it interrupts."""
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        ignore_interrupts()


class Early(distributed.WorkerPlugin):
    """Starts in advance what a worker's first job would otherwise wait for.

    A fork parent imports TensorFlow while the worker imports nbgrader.

    Parameters
    ----------
    modules : tuple of str
        What the fork parent imports; empty if no fork parent is needed.
    program : str
        The name of the module that runs a job. It is a name because unpickling the module itself
        would import it before this plugin starts.
    """

    def __init__(self, modules: tuple[str, ...], program: str) -> None:
        self.modules, self.program = modules, program

    def setup(self, worker: distributed.Worker) -> None:
        """Start both steps in threads of their own, and wait for neither."""
        for what in (self.start, self.load):
            threading.Thread(target=what, daemon=True).start()

    def start(self) -> None:
        """Start the fork parent. If that fails, the first job that needs it reports why."""
        if self.modules:
            with suppress(BoxRefused, OSError):
                parent_of(self.modules)

    def load(self) -> None:
        """Import what runs a job."""
        with lasting():
            importlib.import_module(self.program)


def cores() -> int:
    """Return the number of cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on Linux
        return os.cpu_count() or 1


def parted(workers: int) -> tuple[int, int]:
    """Divide a number of workers into processes and threads per process.

    The threads of a process share what it has imported, and its fork parent with TensorFlow. More
    than a few threads would wait for each other.

    Parameters
    ----------
    workers : int
        How many notebooks run at once.

    Returns
    -------
    tuple of int
        Processes, and threads in each: their product is the number of workers.

    Examples
    --------
    >>> parted(2), parted(7), parted(16)
    ((1, 2), (7, 1), (4, 4))
    """
    processes = next(
        p for p in range(1, workers + 1) if workers % p == 0 and workers / p <= THREADS
    )
    return processes, workers // processes
