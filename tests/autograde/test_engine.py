"""Many notebooks at once: the same results as one by one, whatever happens to a worker."""

import gc
import os
import signal
import sys
import threading
import time
from contextlib import ExitStack

import distributed
import psutil
import pytest

from autograde.errors import CourseError
from autograde.execution import apart
from autograde.execution.cluster import Cluster, Early
from autograde.execution.engine import run_all
from autograde.execution.environment import environment
from autograde.execution.job import Job
from autograde.gradebook.store import unpack
from autograde.kernel.limits import Limits

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("box")]


def job(number, source="print(np.random.rand())"):
    """Return a job whose output depends on its seed."""
    cells = (("setup", "import numpy as np"), ("cell", source))
    return Job(cells, f"{number:016x}", (), False, environment(()), Limits(cell_s=20))


def printed(ran):
    """Return what each job printed, by its key."""
    results = {one.key: unpack(one.result)["cells"]["cell"] for one in ran}
    return {key: cell["outputs"][0]["text"] for key, cell in results.items()}


def test_two_workers_give_what_one_process_gives():
    """Are results equal, each for its own job, wherever and in whatever order they ran?"""
    jobs = [job(number) for number in range(6)]
    spread = printed(run_all(jobs, True, Cluster(workers=2)))
    alone = {
        key: text for one in jobs for key, text in printed(run_all([one], True, Cluster())).items()
    }
    assert spread == alone
    assert len(set(spread.values())) == 6


def test_same_job_runs_once():
    """Do two equal jobs share one run?"""
    ran = list(run_all([job(1), job(1)], True, Cluster(workers=2)))
    assert len(ran) == 1


def test_first_notebooks_run_while_others_are_made(tmp_path):
    """Does the first notebook run before the last submission is rebuilt?"""
    ran = tmp_path / "ran"

    def made():
        yield job(1, f"import pathlib\npathlib.Path({str(ran)!r}).touch()\nprint(1)")
        yield job(2)
        end = time.monotonic() + 60
        while not ran.exists() and time.monotonic() < end:
            time.sleep(0.05)
        while_made.append(ran.exists())
        yield job(3)

    while_made = []
    assert len(printed(run_all(made(), False, Cluster(workers=2)))) == 3
    assert while_made == [True]


def test_worker_imports_at_once_and_never_searches_that():
    """Does a worker import what runs a job before its first one, out of the collector's reach?"""

    def prepared():
        return "nbgrader" in sys.modules and gc.get_freeze_count() > 10**5

    with ExitStack() as stack:
        early = Early((), "autograde.execution.engine")
        client = Cluster(workers=1).connect(1, stack, early)
        end = time.monotonic() + 60
        while not all(ready := client.run(prepared).values()) and time.monotonic() < end:
            time.sleep(0.05)
        assert all(ready)


def test_a_worker_that_is_killed_costs_no_result():
    """Is every job finished although one worker was killed while all were busy?"""
    jobs = [
        job(number, "import time\ntime.sleep(1)\nprint(np.random.rand())") for number in range(6)
    ]

    def kill():
        boxes = (p for p in psutil.Process().children(recursive=True) if p.name() == "bwrap")
        of_workers = [p.ppid() for p in boxes if p.ppid() != os.getpid()]
        killed.append(of_workers[0])
        os.kill(of_workers[0], signal.SIGKILL)

    killed = []

    killer = threading.Timer(5, kill)
    killer.start()
    ran = list(run_all(jobs, True, Cluster(workers=2)))
    killer.join()
    assert killed
    assert [one.problem for one in ran] == [""] * 6
    assert len(printed(ran)) == 6


def beside():
    """Return the process in which notebooks run alone, once a kernel runs there."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        for one in psutil.Process().children():
            if "spawn_main" in " ".join(one.cmdline()) and kernels_of(one):
                return one
        time.sleep(0.05)
    raise AssertionError("no kernel has started")


def kernels_of(process):
    """Return the processes below a process that wait in `sleep`, as a notebook told them to."""
    return [one for one in process.children(recursive=True) if one.name() == "sleep"]


WAITS = "import subprocess, time\nsubprocess.run(['sleep', '3'])\nprint(np.random.rand())"


def test_a_notebook_that_runs_alone_may_kill_what_runs_it():
    """Is it read in a process of its own, and tried again when that process was killed?"""
    one = job(1, WAITS)
    killer = threading.Thread(target=lambda: beside().kill())
    killer.start()
    (ran,) = run_all([one], True, Cluster())
    assert ran.problem == ""
    (text,) = printed([ran]).values()
    killer.join()
    assert text == printed(run_all([one], True, Cluster()))[one.key]


def test_a_notebook_that_always_kills_what_runs_it_is_a_problem(monkeypatch):
    """Does it get a reason, and the next one its result?"""
    monkeypatch.setattr("autograde.execution.engine.LOSSES", 1)
    killer = threading.Thread(target=lambda: beside().kill())
    killer.start()
    (ran,) = run_all([job(1, WAITS)], True, Cluster())
    killer.join()
    assert ran.problem == apart.DIED
    assert len(printed(run_all([job(2)], True, Cluster()))) == 1


def test_ctrl_c_ends_a_notebook_that_runs_alone():
    """Does an interrupt end it at once, with everything that it started?"""
    running = []

    def interrupt():
        running.append(beside())
        os.kill(os.getpid(), signal.SIGINT)

    interrupter = threading.Thread(target=interrupt)
    interrupter.start()
    with pytest.raises(KeyboardInterrupt):
        list(run_all([job(1, WAITS.replace("'3'", "'20'"))], True, Cluster()))
    interrupter.join()
    assert psutil.wait_procs(running, timeout=10)[1] == []


@pytest.mark.parametrize("workers", [2, 3, 6])
def test_as_many_notebooks_run_at_once_as_were_asked_for(workers):
    """Do the processes and their threads make up the number of workers?"""
    with ExitStack() as stack:
        client = Cluster(workers=workers).connect(9, stack)
        assert sum(client.nthreads().values()) == workers


@pytest.mark.parametrize("failing", [1, 9])
def test_worker_that_is_killed_while_it_starts(monkeypatch, failing):
    """Is the start tried again, and is there a clear error if it never succeeds?"""
    start, tries = distributed.LocalCluster, iter(range(failing))

    def killed(*given, **how):
        if next(tries, None) is not None:
            raise RuntimeError("Cluster failed to start: Nanny failed to start.")
        return start(*given, **how)

    monkeypatch.setattr(distributed, "LocalCluster", killed)
    jobs = [job(number) for number in range(2)]
    if failing == 1:
        assert len(printed(run_all(jobs, True, Cluster(workers=2)))) == 2
    else:
        with pytest.raises(CourseError, match="do not start: Cluster failed"):
            list(run_all(jobs, True, Cluster(workers=2)))


def test_scheduler_that_does_not_answer_is_named(monkeypatch):
    """Is an address without a scheduler a clear error, and is nothing run?"""
    monkeypatch.setattr("autograde.execution.cluster.CONNECT_S", 1)
    with pytest.raises(CourseError, match="No Dask scheduler answers at tcp://127"):
        list(run_all([job(1)], True, Cluster(scheduler="tcp://127.0.0.1:9")))
