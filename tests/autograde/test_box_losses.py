"""The box around a submission: kernels and fork parents that are killed, from inside or outside."""

import os
import signal
import threading
from dataclasses import asdict

import psutil
import pytest
from box_tools import run, said

from autograde.edition import edition
from autograde.kernel import forking
from autograde.kernel.limits import Limits

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("box")]


def test_killing_everything_kills_only_itself():
    """Does a signal to all processes end the notebook, and not the fork parent?"""
    result = run("import os\nos.kill(os.getpid(), 9)\nos._exit(1)")
    assert result["note"].get("stopped", "cell-0") == "cell-0"
    assert said(run("print(1)")) == "1"


@pytest.mark.parametrize("source", ["os.kill(0, 9)", "os.killpg(os.getpgid(0), 9)"])
def test_killing_its_group_kills_nothing_beside(source):
    """Does a signal to a notebook's process group, which names no process, stay in its box?

    A process group is not bound to a namespace: the fork parent and all kernels once shared one.
    """
    parent = forking.parent_of(forking.LIGHT)
    request = {"edition": f"/editions/{edition(()).name}", "limits": asdict(Limits()), "seed": 0}
    beside = parent.fork({**request, "environment": {}, "own_tmp": forking.own_tmp()})
    try:
        result = run(f"import os\n{source}", "print('done')")
        assert "executed" in result
        assert beside.poll() is None
        assert parent.alive()
    finally:
        beside.kill()
        beside.wait(10)


def test_fork_parent_that_was_killed_is_replaced():
    """Does the next notebook run although the fork parent was killed?"""
    run("pass")
    parent = forking.parent_of(forking.LIGHT)
    os.kill(parent.process.pid, signal.SIGKILL)
    parent.process.wait(10)
    assert said(run("print(1)")) == "1"


def test_box_that_is_lost_is_no_fault_of_the_notebook():
    """Is a kernel that ends because its fork parent was killed a problem, and not a mark?"""
    run("pass")
    parent = forking.parent_of(forking.LIGHT)
    killer = threading.Timer(2, os.kill, (parent.process.pid, signal.SIGKILL))
    killer.start()
    with pytest.raises(forking.BoxRefused, match="lost"):
        run("import time\ntime.sleep(20)")
    killer.join()


def test_kernel_that_is_killed_from_outside_is_tried_again():
    """Is a kernel that was killed from outside told apart from one that ended itself?"""

    def kill():
        parent = psutil.Process(forking.parent_of(forking.LIGHT).process.pid)
        max(parent.children(recursive=True), key=lambda one: one.pid).kill()

    run("pass")
    killer = threading.Timer(2, kill)
    killer.start()
    result = run("import time\ntime.sleep(20)")
    killer.join()
    assert result["note"]["stopped"] == "cell-0"
    assert result["crowded"]
    for ends_itself in ("os._exit(1)", "os.abort()", "os.kill(1, 9)"):
        assert not run(f"import os\n{ends_itself}")["crowded"]


def test_fork_parent_that_is_killed_while_the_box_is_tried(monkeypatch):
    """Is a machine with boxes accepted even if one fork parent was killed?"""
    start, killed = forking.ForkParent, []

    def kill_the_first(*given):
        parent = start(*given)
        if not killed:
            killed.append(parent)
            parent.process.kill()
            parent.process.wait()
        return parent

    forking.close_parents()
    monkeypatch.setattr(forking, "ForkParent", kill_the_first)
    assert forking.refusal() == ""
    assert killed
