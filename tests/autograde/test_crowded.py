"""A machine that is busy with other work: what waits for a core loses nothing, who sleeps does."""

import contextlib
import subprocess
import sys
import time

import pytest
from grading_tools import run_in_here

from autograde.execution import runner
from autograde.execution.cluster import Cluster
from autograde.execution.engine import run_all
from autograde.execution.environment import environment
from autograde.execution.job import Job, crowded, run_job
from autograde.kernel.limits import Limits

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("box")]

LOOP = "import os; os.sched_setaffinity(0, {0})\nwhile True: pass"
STAY = "import os, time\nos.sched_setaffinity(0, {0})"
COMPUTE = "end = time.process_time() + {}\nwhile time.process_time() < end: pass\nprint('done')"
SLEEP = "time.sleep({})\nprint('done')"


@contextlib.contextmanager
def crowd(number):
    """Keep one core busy with other processes, which leave each a share of it."""
    # Linux may share out a core by session, so each gets one of its own.
    command = [sys.executable, "-c", LOOP]
    loops = [subprocess.Popen(command, start_new_session=True) for _ in range(number)]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


def job(*cells, **limits):
    """Return a job whose kernel stays on the core that a crowd keeps busy."""
    named = tuple((f"cell-{number}", source) for number, source in enumerate((STAY, *cells)))
    return Job(named, "0" * 16, (), False, environment(()), Limits(**limits))


def printed(result):
    """Return what each cell after the first printed, and the error that it raised."""
    cells = [result["cells"][f"cell-{number}"] for number in range(1, len(result["cells"]))]
    outputs = [[o.get("text") or o["ename"] for o in cell["outputs"]] for cell in cells]
    return [" ".join(texts).strip() for texts in outputs]


@pytest.mark.parametrize("boxed", [True, False])
def test_a_cell_that_waits_for_a_core_is_not_stopped(boxed):
    """Is a cell's limit the time that it computes, and not the time that passes?"""
    before = time.monotonic()
    with crowd(5):
        result = run_job(job(COMPUTE.format(1.5), cell_s=3), boxed)
    assert time.monotonic() - before > 5
    assert printed(result) == ["done"]
    assert crowded(result) == ""


@pytest.mark.parametrize("boxed", [True, False])
def test_a_sleeper_does_not_profit_from_a_crowd(boxed):
    """Is a cell that sleeps too long stopped, and its result its own, on a busy machine as well?"""
    with crowd(5):
        result = run_job(job(SLEEP.format(60), SLEEP.format(0.5), cell_s=3), boxed)
    assert printed(result) == ["KeyboardInterrupt CellTimeoutError", "done"]
    assert crowded(result) == ""


def test_sleep_counts_for_the_whole_notebook():
    """Is a notebook ended whose cells each sleep for less than their limit?"""
    before = time.monotonic()
    result = run_job(job(*[SLEEP.format(2)] * 12, cell_s=3, notebook_s=4))
    assert time.monotonic() - before < 24
    assert "CellTimeoutError" in printed(result)[-1]
    assert crowded(result) == ""


def test_a_cell_that_ends_its_own_waiting_children_is_charged_for_them():
    """Is a cell stopped that waits for a process which sleeps?"""
    source = "import subprocess, sys\nsubprocess.run([sys.executable, '-c', '{}'])".format(
        "import time; time.sleep(60)"
    )
    assert "CellTimeoutError" in printed(run_job(job(source, cell_s=2)))[0]


def test_what_a_crowd_cut_short_is_a_problem(monkeypatch):
    """Is a notebook that waited far too long no mark, even if it ran alone, but a problem?"""
    monkeypatch.setattr(runner, "PATIENCE", 1)
    run_in_here(monkeypatch)
    with crowd(9):
        (ran,) = run_all([job(COMPUTE.format(4), notebook_s=5)], True, Cluster())
    assert "other work on this machine cut it short" in ran.problem
    assert "Run the same command again" in ran.problem


def test_a_cell_that_never_ends_is_a_mark_in_a_crowd_as_well():
    """Does an infinite loop that ignores interrupts end for its own sake, on a busy machine?"""
    loop = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"
    with crowd(1):
        result = run_job(job(loop, cell_s=2))
    assert result["note"]["endless"]
    assert crowded(result) == ""


def test_short_lived_children_are_counted():
    """Does CPU time count that was used by processes whose end nobody waits for?"""
    source = (
        "import os, signal\n"
        "def burn(s):\n"
        "    while time.process_time() < s: pass\n"
        "    os._exit(0)\n"
        "try:\n    signal.signal(signal.SIGCHLD, signal.SIG_IGN)\nexcept OSError: pass\n"
        "while True:\n"
        "    child = os.fork()\n"
        "    if child == 0 and os.fork() == 0: burn(0.05)\n"
        "    if child == 0: os._exit(0)\n"
        "    time.sleep(0.05)\n"
        "    try:\n"
        "        while os.waitpid(-1, os.WNOHANG)[0]: pass\n"
        "    except ChildProcessError: pass\n"
    )
    result = run_job(job(source, cell_s=60, cpu_s=3))
    assert result["note"]["because"] == "it used more than 3 s of CPU time"
