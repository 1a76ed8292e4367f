"""Run many notebooks at once, on the cores of this machine or on a cluster of Dask workers.

A worker gets a job as text and returns a result as bytes. It has no gradebook, no key and no other
submission, and it assigns no marks.
"""

import dataclasses
import itertools
import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any

import distributed

from autograde.errors import CourseError
from autograde.execution import apart
from autograde.execution.cluster import Cluster, Early
from autograde.execution.environment import OtherEnvironment
from autograde.execution.job import Job, crowded, run_job
from autograde.execution.workers import LOST, WORKERS_S, Workers
from autograde.gradebook.store import Damaged, pack, unpack
from autograde.interrupts import hear_again, ignore_after
from autograde.kernel.forking import HEAVY, LIGHT, BoxRefused
from autograde.kernel.limits import Limits

LOSSES = 3  # how often a job may lose its worker or its box before it counts as a failure


def run_written(job: str, boxed: bool) -> bytes:
    """Run one job, as a worker does.

    Parameters
    ----------
    job : str
        As `write_job` made it.
    boxed : bool
        Whether it runs in a box.

    Returns
    -------
    bytes
        The packed result.

    Raises
    ------
    BoxRefused, OtherEnvironment
        See `autograde.execution.job.run_job`.
    """
    hear_again()
    return pack(run_job(read_job(job), boxed))


def run_alone(job: Job, boxed: bool) -> bytes:
    """Run one job in a process of its own, which may die.

    Parameters
    ----------
    job : Job
        What to run.
    boxed : bool
        Whether it runs in a box.

    Returns
    -------
    bytes
        The packed result.

    Raises
    ------
    BoxRefused
        If there is no box, it was lost, or the process died.
    autograde.execution.apart.NotRun
        If the job did not run for any other reason.
    """
    return apart.call(run_written, write_job(job), boxed)


def write_job(job: Job) -> str:
    """Return a job as text."""
    return json.dumps(dataclasses.asdict(job))


def read_job(text: str) -> Job:
    """Return the job that `write_job` turned into text.

    Parameters
    ----------
    text : str
        JSON.

    Returns
    -------
    Job
        Equal to the job that was written.

    Examples
    --------
    >>> job = Job((("a", "1"),), "0", (), False, "e")
    >>> read_job(write_job(job)) == job
    True
    """
    given: dict[str, Any] = json.loads(text)
    return Job(
        **{
            **given,
            "cells": tuple((name, source) for name, source in given["cells"]),
            "withheld": tuple(given["withheld"]),
            "data": tuple(given["data"]),
            "limits": Limits(**given["limits"]),
        }
    )


@dataclass(frozen=True)
class Ran:
    """The outcome of one job: a packed result, or a problem that is not the submission's fault."""

    key: str
    result: bytes = b""
    problem: str = ""


def run_all(jobs: Iterable[Job], boxed: bool, cluster: Cluster) -> Iterator[Ran]:
    """Run jobs, equal ones only once, and yield each result when it is ready.

    Parameters
    ----------
    jobs : iterable of Job
        In the order in which they are to start. On this machine, the first ones already run while
        the others are made.
    boxed : bool
        Whether they run in boxes.
    cluster : Cluster
        Where they run.

    Yields
    ------
    Ran
        In the order in which they end. A job that other work on the machine cut short, or that lost
        its worker or its box, has been tried again, the last time alone; if that does not help, it
        is a problem.
    """
    known: dict[str, Job] = {}
    again: list[Job] = []
    new = (job for job in jobs if known.setdefault(job.key, job) is job)
    first = list(itertools.islice(new, None if cluster.scheduler else max(2, cluster.width)))
    if len(first) > 1 or cluster.scheduler:
        for ran in _spread(first, new, boxed, cluster):
            if ran.problem:
                again.append(known[ran.key])
            else:
                yield ran
    else:
        again += first
    for job in again:
        yield _alone(job, boxed)


def _spread(first: list[Job], more: Iterable[Job], boxed: bool, cluster: Cluster) -> Iterator[Ran]:
    """Run jobs side by side; `more` is consumed once the first ones have been submitted."""
    with ExitStack() as stack:
        modules = () if not boxed else HEAVY if first[0].heavy else LIGHT
        client = cluster.connect(len(first), stack, Early(modules, __name__))
        stack.push(ignore_after)
        workers = Workers(client, first, boxed) if cluster.scheduler else None
        fit = workers.require() if workers else []
        # Workers that join later get jobs as well, unless one has already been left out.
        among = fit if workers and len(fit) < len(workers.reasons) else None
        ended: SimpleQueue[distributed.Future] = SimpleQueue()
        running: dict[distributed.Future, Job] = {}

        def start(job: Job, name: str, among: list[str] | None, priority: int) -> None:
            future = client.submit(
                *(run_written, write_job(job), boxed),
                key=name,
                retries=LOSSES,
                priority=priority,
                workers=among,
            )
            running[future] = job
            future.add_done_callback(ended.put)

        for number, job in enumerate(itertools.chain(first, more)):
            start(job, job.key, among, -number)
        while running:
            future = _next(ended, client)
            job = running.pop(future)
            ran = _ran(job.key, future)
            once = future.key == job.key
            future.release()
            if ran.problem and once and workers and (fit := workers.fit()):
                start(job, f"{job.key}-again", fit, 0)  # it met an unfit new worker
            else:
                yield ran


def _next(ended: "SimpleQueue[distributed.Future]", client: distributed.Client) -> Any:
    """Return a future that has ended; do not wait forever if there is no worker."""
    while True:
        try:
            future = ended.get(timeout=WORKERS_S)
            if not future.cancelled():
                return future
        except Empty:
            with suppress(OSError):  # the scheduler is gone
                if client.scheduler_info()["workers"]:
                    continue
        raise CourseError(LOST)


def _ran(key: str, future: distributed.Future) -> Ran:
    """Return the outcome of a job that has ended."""
    try:
        result = future.result()
        if problem := crowded(unpack(result)):
            return Ran(key, problem=problem)
    except (BoxRefused, OtherEnvironment, Damaged) as error:
        return Ran(key, problem=str(error))
    except Exception as error:  # a worker died, or its machine had any other problem
        return Ran(key, problem=f"{type(error).__name__}: {error}")
    return Ran(key, result)


def _alone(job: Job, boxed: bool) -> Ran:
    """Run one job while nothing else runs."""
    for _ in range(LOSSES):
        try:
            packed = run_alone(job, boxed)
            return Ran(job.key, packed, crowded(unpack(packed)))
        except BoxRefused as error:
            problem = str(error)
        except (apart.NotRun, Damaged) as error:
            return Ran(job.key, problem=str(error))
    return Ran(job.key, problem=problem)
