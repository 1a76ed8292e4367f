"""Run many notebooks at once, on the cores of this machine or on a cluster of Dask workers.

A worker gets a job as text and returns a result as bytes. It has no gradebook, no key and no other
submission, and it decides on no mark.
"""

import dataclasses
import json
import logging
import os
import signal
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any

import distributed
from distributed.security import Security

from autograde.errors import CourseError
from autograde.job import Job, OtherEnvironment, run_job
from autograde.kernel.forking import BoxRefused
from autograde.kernel.limits import Limits
from autograde.store import Damaged, pack, unpack
from autograde.workers import LOST, WORKERS_S, Workers

CONNECT_S = 10  # how long a scheduler may take to answer
THREADS = 4  # workers in one process
TRIES = 3  # how often a job may lose its worker or its box before it counts as a failure


@dataclass(frozen=True)
class Cluster:
    """Where notebooks run: here, or at a Dask scheduler that somebody else runs.

    `workers` is how many notebooks run at once here, by default one a core; `security` holds the
    paths of the files that a scheduler with TLS asks for (`ca`, `cert`, `key`).
    """

    workers: int = 0
    scheduler: str = ""
    security: tuple[str, str, str] | None = None

    def connect(self, n_jobs: int, stack: ExitStack) -> distributed.Client:
        """Start workers, or find those of a scheduler.

        Parameters
        ----------
        n_jobs : int
            How many jobs there are at most.
        stack : ExitStack
            Ends what was started.

        Returns
        -------
        distributed.Client
            Connected.

        Raises
        ------
        CourseError
            If no scheduler answers, or a certificate's file is missing, or no process starts.
        """
        # What a worker logs when it is ended concerns nobody here.
        for name in ("distributed", "asyncio"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
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
                    "Is it running, and does it want a certificate (--tls)?"
                ) from None
            return stack.enter_context(client)
        n_workers = min(n_jobs, self.workers or cores())
        client = stack.enter_context(distributed.Client(stack.enter_context(_local(n_workers))))
        with suppress(OSError):  # a worker was killed: the one that follows has it all the same
            client.register_plugin(Deaf())
        return client


def _local(n_workers: int) -> distributed.LocalCluster:
    """Start workers here; once more if one is killed before it is ready."""
    processes, threads = parted(n_workers)
    problem = ""
    for _ in range(TRIES):
        try:
            with _deaf():
                # Without TLS, any user of this machine could run code through the scheduler's port.
                return distributed.LocalCluster(
                    n_workers=processes,
                    threads_per_worker=1,
                    security=Security.temporary(),
                    dashboard_address="127.0.0.1:0",  # a port of its own; nothing is shown
                    scheduler_kwargs={"dashboard": False},
                    memory_limit=0,  # the boxes have their own
                )
        except RuntimeError as error:
            problem = str(error.__cause__ or error)
    raise CourseError(
        f"The worker processes do not start: {problem}. Nothing was run. Is there memory for "
        f"{n_workers} of them? Fewer: --workers 1"
    )


@contextmanager
def _deaf() -> Iterator[None]:
    """Hear no Ctrl-C for a moment; what is started meanwhile never does."""
    try:
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    except ValueError:  # not the process's main thread, so no signal comes here
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class Deaf(distributed.WorkerPlugin):
    """Lets Ctrl-C reach the coordinator alone, which then ends its workers: the later ones, too."""

    def setup(self, worker: distributed.Worker) -> None:
        """Ignore the signal in a worker's process, and log nothing of what it interrupts."""
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        try:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        except ValueError:
            pass  # not the process's main thread, so no signal comes here


def cores() -> int:
    """Return how many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on Linux
        return os.cpu_count() or 1


def parted(workers: int) -> tuple[int, int]:
    """Return how many processes of how many threads so many workers are.

    Threads of one process share what it has imported, and its fork parent with TensorFlow; more
    than a few would wait for each other.

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


def work(job: str, boxed: bool) -> bytes:
    """Run one job, as a worker does.

    Parameters
    ----------
    job : str
        As `write` made it.
    boxed : bool
        Whether it runs in a box.

    Returns
    -------
    bytes
        The packed result.

    Raises
    ------
    BoxRefused, OtherEnvironment
        See `autograde.job.run_job`.
    """
    return pack(run_job(read(job), boxed))


def write(job: Job) -> str:
    """Return a job as text."""
    return json.dumps(dataclasses.asdict(job))


def read(text: str) -> Job:
    """Return the job of a text that `write` made.

    Parameters
    ----------
    text : str
        JSON.

    Returns
    -------
    Job
        The same as was written.

    Examples
    --------
    >>> job = Job((("a", "1"),), "0", (), False, "e")
    >>> read(write(job)) == job
    True
    """
    given: dict[str, Any] = json.loads(text)
    return Job(
        **{
            **given,
            "cells": tuple((name, source) for name, source in given["cells"]),
            "withheld": tuple(given["withheld"]),
            "limits": Limits(**given["limits"]),
        }
    )


@dataclass(frozen=True)
class Ran:
    """What became of one job: a packed result, or a problem that is no fault of the submission."""

    key: str
    result: bytes = b""
    problem: str = ""


def run_all(jobs: Iterable[Job], boxed: bool, cluster: Cluster) -> Iterator[Ran]:
    """Run jobs, each once however often it is asked for, and yield each result when it is there.

    Parameters
    ----------
    jobs : iterable of Job
        In the order in which they are to be started.
    boxed : bool
        Whether they run in boxes.
    cluster : Cluster
        Where.

    Yields
    ------
    Ran
        In the order in which they end. What ran out of time while the machine was crowded, and
        what lost its worker or its box, has been tried again, alone in the end.
    """
    waiting = {job.key: job for job in jobs}
    again: list[Job] = []
    if len(waiting) > 1 or cluster.scheduler:
        for ran in _spread(waiting, boxed, cluster):
            if ran.problem or _is_crowded(ran.result):
                again.append(waiting[ran.key])
            else:
                yield ran
    else:
        again += waiting.values()
    for job in again:
        yield _alone(job, boxed)


def _spread(jobs: dict[str, Job], boxed: bool, cluster: Cluster) -> Iterator[Ran]:
    """Run jobs side by side."""
    with ExitStack() as stack:
        client = cluster.connect(len(jobs), stack)
        workers = Workers(client, jobs.values(), boxed) if cluster.scheduler else None
        fit = workers.require() if workers else []
        # Workers that come later get jobs as well, unless one was left out already.
        among = fit if workers and len(fit) < len(workers.reasons) else None
        ended: SimpleQueue[distributed.Future] = SimpleQueue()
        running: dict[distributed.Future, str] = {}

        def start(key: str, name: str, among: list[str] | None, priority: int) -> None:
            future = client.submit(
                *(work, write(jobs[key]), boxed),
                key=name,
                retries=TRIES,
                priority=priority,
                workers=among,
            )
            running[future] = key
            future.add_done_callback(ended.put)

        for number, key in enumerate(jobs):
            start(key, key, among, -number)
        while running:
            future = _next(ended, client)
            key = running.pop(future)
            ran = _ran(key, future)
            first = future.key == key
            future.release()
            if ran.problem and first and workers and (fit := workers.fit()):
                start(key, f"{key}-again", fit, 0)  # it met a worker that came later, unfit
            else:
                yield ran


def _next(ended: "SimpleQueue[distributed.Future]", client: distributed.Client) -> Any:
    """Return a future that has ended; do not wait for ever where nobody works."""
    while True:
        try:
            future = ended.get(timeout=WORKERS_S)
            if not future.cancelled():
                return future
        except Empty:
            with suppress(OSError):  # no scheduler any more
                if client.scheduler_info()["workers"]:
                    continue
        raise CourseError(LOST)


def _ran(key: str, future: distributed.Future) -> Ran:
    """Return what became of a job that has ended."""
    try:
        result = future.result()
        unpack(result)
    except (BoxRefused, OtherEnvironment, Damaged) as error:
        return Ran(key, problem=str(error))
    except Exception as error:  # a worker that died, and whatever its machine ran into
        return Ran(key, problem=f"{type(error).__name__}: {error}")
    return Ran(key, result)


def _alone(job: Job, boxed: bool) -> Ran:
    """Run one job in this process, while nothing else runs."""
    for _ in range(TRIES):
        try:
            return Ran(job.key, pack(run_job(job, boxed)))
        except BoxRefused as error:
            problem = str(error)
        except Exception as error:
            return Ran(job.key, problem=f"{type(error).__name__}: {error}")
    return Ran(job.key, problem=problem)


def _is_crowded(result: bytes) -> bool:
    """Tell whether a run ended for want of time, and waited more than it computed."""
    return bool(unpack(result).get("crowded"))
