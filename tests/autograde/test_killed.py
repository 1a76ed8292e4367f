"""A run of `autograde grade` that is killed anywhere is finished by the same command.

Twenty times, one process of a run is killed at a random moment: the coordinator, a Dask worker or a
fork parent. In the end, the class holds the same as after an undisturbed run.
"""

import ctypes
import dataclasses
import os
import random
import shutil
import signal
import subprocess
import sys
import time

import psutil
import pytest
from grading_tools import held, nbgrader_may_warn

from autograde.gradebook.course import Course
from autograde.kernel import cgroup
from autograde.sample.submissions import make_sample_class, sample_class

pytestmark = [pytest.mark.soak, pytest.mark.xdist_group("box")]

N_CELLS = 12  # submissions to lstm_cell, besides the sample class's to single_lstm
VICTIMS = {"coordinator": 7, "worker": 7, "fork parent": 6}
PR_SET_CHILD_SUBREAPER = 36
NAMES = ("lstm_cell", "single_lstm")
STOPPED = "\nautograde: stopped. What was done is kept; run it again to continue.\n"
END_S = 300  # for what ends by itself


class Run:
    """One run of the command on a class, with its temporary files in a folder of their own."""

    def __init__(self, root, *arguments):
        self.temporary = root.parent / f"{root.name}-tmp"
        self.temporary.mkdir(exist_ok=True)
        self.before = {child.pid for child in psutil.Process().children()}
        self.seen = set()  # the PIDs of its processes
        self.started = time.monotonic()
        self.process = psutil.Popen(
            [sys.executable, "-m", "autograde.cli", "--course", str(root), "grade", *arguments],
            env={**os.environ, "TMPDIR": str(self.temporary)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    @property
    def seconds(self):
        """How long it has run."""
        return time.monotonic() - self.started

    def processes(self):
        """Return every living process of the run except the coordinator, orphans included."""
        found = set()
        for child in psutil.Process().children():
            if child.pid not in self.before:
                found |= {child, *(_said(child.children, recursive=True) or ())}
        self.seen |= {one.pid for one in found}
        return [one for one in found - {self.process} if _lives(one)]

    def victims(self, kind):
        """Return the processes of which one is to be killed."""
        if kind == "coordinator":
            return [self.process] if _lives(self.process) else []
        word = {"worker": "spawn_main", "fork parent": "/kernel/parent.py"}[kind]
        return [
            one
            for one in self.processes()
            if _said(one.name) != "bwrap" and word in " ".join(_said(one.cmdline) or ())
        ]

    def wait(self, seconds):
        """Wait, but not longer than the run lasts; tell whether it still runs."""
        try:
            self.process.wait(max(0.0, seconds))
        except psutil.TimeoutExpired:
            return True
        return False

    def kill(self, kind, seconds, rng):
        """Kill one process after some seconds, or once there is one; tell whether there was one."""
        goes_on = self.wait(seconds - self.seconds)
        while goes_on:
            self.processes()
            if found := self.victims(kind):
                rng.choice(sorted(found, key=lambda one: one.pid)).kill()
                return True
            goes_on = self.wait(0.02)
        return False

    def end(self):
        """Wait for the end; return the exit code and the output. No process may be left."""
        out, errors = self.process.communicate(timeout=END_S)
        psutil.wait_procs(self.processes(), timeout=30)
        assert [_said(one.cmdline) for one in self.processes()] == []
        return self.process.wait(), out, errors


def _said(ask, **how):
    """Return an attribute of a process, or None if it has ended."""
    try:
        return ask(**how)
    except psutil.Error:
        return None


def _lives(process):
    """Tell whether a process runs."""
    return _said(process.status) not in (None, psutil.STATUS_ZOMBIE)


def left_behind(root, *runs):
    """Return what ended runs have left outside the class's results."""
    found = [*root.glob(".writer"), *root.glob("backups/new*")]
    for run in runs:
        found += run.temporary.glob("autograde-*")
        groups = cgroup.ROOT.rglob(f"{cgroup.PREFIX}*-*")
        found += [group for group in groups if int(group.name.split("-")[1]) in run.seen]
    return found


@pytest.fixture(scope="module", autouse=True)
def orphans():
    """Let the children of a killed process become children of this one, to find them."""
    prctl = ctypes.CDLL(None).prctl
    assert prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0
    yield
    prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """Return an ungraded class, what it holds once graded, and how long grading takes."""
    folder = tmp_path_factory.mktemp("killed")
    of = {name: [s for s in sample_class() if s.assignment == name] for name in NAMES}
    cells = [
        dataclasses.replace(one, student=f"{one.student}-{number}")
        for number in range(N_CELLS)
        for one in of["lstm_cell"]
    ]
    with nbgrader_may_warn():
        make_sample_class(Course(folder / "class"), cells[:N_CELLS] + of["single_lstm"])
    shutil.copytree(folder / "class", folder / "whole")
    run = Run(folder / "whole")
    code, out, errors = run.end()
    assert (code, errors) == (0, "")
    assert left_behind(folder / "whole", run) == []
    whole = held(folder / "whole")
    assert whole[0] == N_CELLS + len(of["single_lstm"])
    print(f"\nundisturbed: {run.seconds:.1f} s, {whole[0]} submissions, {len(whole[1])} marks")
    return folder / "class", whole, run.seconds


def test_killed_run_is_finished_by_the_same_command(undisturbed, tmp_path):
    """Are marks, reasons and counts the same, and is nothing left, whatever was killed when?"""
    waiting, whole, seconds = undisturbed
    seed = random.randrange(10**6)
    rng = random.Random(seed)
    print(f"seed {seed}")
    kinds = [kind for kind, number in VICTIMS.items() for _ in range(number)]
    rng.shuffle(kinds)
    number = 0
    while number < len(kinds):
        kind, at = kinds[number], rng.uniform(0, seconds)
        root = tmp_path / f"class-{number}"
        shutil.copytree(waiting, root)
        run = Run(root)
        killed = run.kill(kind, at, rng)
        at = run.seconds
        code, out, errors = run.end()
        said = f"exit {code}, {len(out.splitlines())} lines"
        if killed:
            number += 1
            last = Run(root)
            finished, _, complaints = last.end()
            same = held(root) == whole
            print(
                f"{number:2} {kind:12} killed at {at:5.1f} s: {said}; then exit {finished}, "
                f"{'the same' if same else 'NOT THE SAME'}; {errors.strip()[-300:]}",
                flush=True,
            )
            assert "Traceback" not in errors
            assert kind == "coordinator" or code == 0
            assert (finished, complaints) == (0, "")
            assert same
            # The next run of a notebook removes what was left.
            assert Run(root, "--student", "amina-0", "--force").end()[0] == 0
            assert held(root) == whole
            assert left_behind(root, run, last) == []
        shutil.rmtree(root)


@pytest.mark.parametrize("share", [0.3, 0.6])
def test_ctrl_c_ends_a_run(undisturbed, tmp_path, share):
    """Does Ctrl-C end everything with a message and exit code 130, and keep what was done?"""
    waiting, whole, seconds = undisturbed
    root = tmp_path / "class"
    shutil.copytree(waiting, root)
    run = Run(root)
    assert run.wait(share * seconds)
    os.killpg(run.process.pid, signal.SIGINT)  # as a terminal does
    code, _, errors = run.end()
    assert (code, errors) == (130, STOPPED)
    last = Run(root)
    assert last.end()[0] == 0
    assert held(root) == whole
    assert left_behind(root, run, last) == []  # Dask kills a busy worker


def test_impatient_ctrl_c_while_workers_start(undisturbed, tmp_path):
    """Does repeated Ctrl-C, from the start of the first worker on, end a run as well?"""
    waiting, _, _ = undisturbed
    root = tmp_path / "class"
    shutil.copytree(waiting, root)
    run = Run(root)
    while not run.victims("worker"):
        assert run.wait(0.02)
    while run.wait(0.5):
        os.killpg(run.process.pid, signal.SIGINT)
    code, _, errors = run.end()
    assert (code, errors) == (130, STOPPED)
