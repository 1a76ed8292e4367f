"""The box around a submission: what code inside can reach, use up, and leave behind."""

import os
import signal
import socket
import threading
import time
from dataclasses import asdict

import psutil
import pytest

from autograde.edition import edition
from autograde.execution.environment import OtherEnvironment, environment
from autograde.execution.job import Job, run_job
from autograde.kernel import forking, provisioner
from autograde.kernel.limits import Limits

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("box")]


def run(*sources, **limits):
    """Run cells in a box, and return the result."""
    cells = tuple((f"cell-{number}", source) for number, source in enumerate(sources))
    job = Job(cells, "0" * 16, (), False, environment(()), Limits(**limits))
    return run_job(job)


def said(result, cell="cell-0"):
    """Return what a cell printed, and the name of the error that it raised."""
    outputs = result["cells"][cell]["outputs"]
    printed = "".join(o["text"] for o in outputs if o["output_type"] == "stream")
    return printed.strip() + "".join(o["ename"] for o in outputs if o["output_type"] == "error")


def test_an_honest_notebook_runs():
    """Do cells run one after another, with the library and a place to write?"""
    result = run(
        "import numpy as np, lstm_lib.cell\nopen('mine.txt', 'w').write('kept')",
        "print(np.arange(3).sum(), open('mine.txt').read())",
    )
    assert said(result, "cell-1") == "3 kept"
    assert result["note"] == {"boxed": True}
    assert result["used"]["cpu_s"] > 0


REACHES = {
    "the network": "import socket\nsocket.create_connection(('127.0.0.1', {port}), 2)",
    "a socket by its path": "import socket\nsocket.socket(socket.AF_UNIX).connect('{file}')",
    "a file of the machine": "open('{file}').read()",
    "a home folder": "import os\nos.listdir('/root')\nos.listdir('/home')",
    "the environment, to write": "import numpy\nopen(numpy.__file__, 'a')",
    "the library, to write": "import lstm_lib\nopen(lstm_lib.__file__, 'a')",
    "the judge": "import lstm_lib.checks.exercises.judge",
    "the grader": "import autograde",
    "a process outside": "import os\nos.kill({pid}, 0)",
    "its memory": "open('/proc/{pid}/mem', 'rb')",
    "another edition": "import os\n[name] = os.listdir('/editions')",
    "new namespaces": "import os, ctypes\nassert ctypes.CDLL(None).unshare(0x10000000) == 0",
    "a mount": "import ctypes\n"
    "assert ctypes.CDLL(None).mount(b'x', b'/tmp', b'tmpfs', 0, None) == 0",
    "a tracer": "import ctypes\nassert ctypes.CDLL(None).ptrace(0, 0, None, None) == 0",
    "a family of sockets that passes network namespaces": "import socket\nsocket.socket(40)",
    "memory of no process": "import os\nos.memfd_create('x')",
    "Keras, where an exercise does without": "import keras\nkeras.layers",
    "TensorFlow, where an exercise does without": "import tensorflow\ntensorflow.constant",
    "root's rights": "import os\nos.chown('/tmp', 12345, 12345)",
    "descriptors of the grader": "import os\n"
    "links = [os.readlink(f'/proc/self/fd/{{n}}') for n in os.listdir('/proc/self/fd')"
    " if os.path.exists(f'/proc/self/fd/{{n}}')]\n"
    "[link for link in links if link.startswith('/') and not link.startswith(('/box', '/dev'))][0]",
}


@pytest.mark.parametrize("thing", REACHES)
def test_code_does_not_reach(thing, tmp_path):
    """Does an attempt to reach out of the box end in an error?"""
    (tmp_path / "secret").write_text("the marks")
    with socket.create_server(("127.0.0.1", 0)) as server:
        source = REACHES[thing].format(
            port=server.getsockname()[1], file=tmp_path / "secret", pid=os.getpid()
        )
        result = run(f"{source}\nprint('reached')", "print('goes on')")
    assert "reached" not in said(result)
    assert said(result).endswith("Error")
    assert said(result, "cell-1") == "goes on"


def test_environment_holds_nothing_of_the_grader(monkeypatch):
    """Do the grader's environment variables stay outside?"""
    monkeypatch.setenv("LSTM_SECRET_OF_THE_GRADER", "1")
    monkeypatch.setenv("AUTOGRADE_KEY", "1")
    names = said(run("import os\nprint(sorted(os.environ))"))
    assert "LSTM_COURSE_SEED" in names
    assert "GRADER" not in names.replace("NBGRADER", "")
    assert "AUTOGRADE" not in names


USES_UP = {
    "memory": ("hoard = [bytearray(2**20) for _ in range(4000)]", "memory"),
    "CPU time": ("while True: pass", "more than 3 s of CPU time"),
    "processes": (
        "import os, time\nwhile True:\n    if os.fork() == 0:\n        time.sleep(60)",
        "processes",
    ),
    "threads": (
        "import threading, time\nthreading.stack_size(2**16)\n"
        "for _ in range(200):\n"
        "    threading.Thread(target=time.sleep, args=(30,), daemon=True).start()\n"
        "time.sleep(30)",
        "processes and threads",
    ),
}


class NoCgroup:
    """Stands for `Cgroup` on a machine without control groups."""

    killed_for_memory = False

    def __init__(self, limits, pid):
        pass

    def remove(self):
        """Do nothing."""


@pytest.mark.parametrize("groups", ["control groups where there are any", "the watch alone"])
@pytest.mark.parametrize("what", USES_UP)
def test_what_uses_too_much_is_ended(what, groups, monkeypatch):
    """Is a notebook that exceeds a limit ended, with the reason, and nothing of it left?"""
    if groups == "the watch alone":
        monkeypatch.setattr(provisioner, "Cgroup", NoCgroup)
    source, reason = USES_UP[what]
    result = run(source, memory_mib=600, cpu_s=3, processes=60, cell_s=20)
    # A control group refuses the process beyond the limit, which the cell sees as an error.
    refused = ("BlockingIOError", "RuntimeError")
    assert reason in result["note"].get("because", "") or said(result) in refused
    parent = psutil.Process(forking.parent_of(forking.LIGHT).process.pid)
    end = time.monotonic() + 10  # the keeper reports how its kernel ended, and then exits
    while len(left := parent.children(recursive=True)) > 2 and time.monotonic() < end:
        time.sleep(0.05)
    assert len(left) <= 2  # bubblewrap's child and the fork parent


def test_a_kernel_looks_through_nothing_that_its_fork_parent_imported():
    """Does the garbage collector skip what was imported before the fork?"""
    result = run("import gc, sys\nprint(gc.get_freeze_count() > 10**5, sys.modules['debugpy'])")
    assert said(result) == "True None"


def test_one_very_long_line_stops_nothing():
    """Does a notebook go on after printing more at once than is kept?"""
    result = run("print('x' * 40_000_000)", "left = 2", "open('mine.txt', 'w').write('x' * left)")
    assert result["note"] == {"boxed": True}
    assert result["cells"]["cell-2"]["execution_count"] == 3


def test_disk_is_limited():
    """Is the writable folder small, and is a full one an error only in the notebook?"""
    source = "with open('big', 'wb') as f:\n    for _ in range(500): f.write(bytes(2**20))"
    result = run(source, "print('goes on')", disk_mib=16)
    assert said(result) == "OSError"
    assert said(result, "cell-1") == "goes on"


def test_nothing_stays_behind():
    """Does a process in a session of its own end with its notebook?"""
    marker = "86399.25"
    run(f"import subprocess\nsubprocess.Popen(['sleep', '{marker}'], start_new_session=True)")
    assert not [p for p in psutil.process_iter(["cmdline"]) if marker in (p.info["cmdline"] or [])]


def test_one_notebook_leaves_nothing_to_the_next():
    """Does each kernel begin with an empty folder, and with modules as they were imported?"""
    place = "import numpy, os, tempfile\npath = os.path.join(tempfile.gettempdir(), 'mine')\n"
    run(f"{place}open(path, 'w').write('x')\nnumpy.spoilt = True\nprint('done')")
    source = f"{place}print(os.path.exists(path), hasattr(numpy, 'spoilt'))"
    assert said(run(source)) == "False False"


@pytest.mark.parametrize("folder", ["/", "/dev", "/dev/shm", "/var/tmp", "/editions", "/kernel"])
def test_nothing_can_be_left_in(folder):
    """Does no folder of the box carry a file from one notebook to the next?"""
    run(f"import os\nos.makedirs({folder!r}, exist_ok=True)\nopen({folder!r} + '/mine', 'w')")
    assert said(run(f"import os\nprint(os.path.exists({folder!r} + '/mine'))")) == "False"


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


def test_a_message_without_an_end_ends_its_kernel():
    """Is a kernel ended if it sends message parts until the grader would run out of memory?"""
    source = (
        "import time, zmq\n"
        "thread, part = get_ipython().kernel.iopub_thread, bytes(30 * 2**20)\n"
        "def flood():\n"
        "    for _ in range(100): thread.socket.send(part, zmq.SNDMORE, copy=False)\n"
        "    thread.socket.send(b'')\n"
        "thread.schedule(flood)\ntime.sleep(5)"
    )
    assert run(source)["note"]["because"] == "it sent more than the grader can hold"


def test_endless_cells_cost_the_notebook_its_time_once():
    """Does a notebook of endless cells stop when its own time is up?"""
    loop = "while True:\n    try:\n        while True: pass\n    except BaseException: pass"
    result = run(loop, loop, loop, cell_s=3, notebook_s=5)
    assert result["executed"] - result["started"] < 25


def test_a_flood_of_observations_is_cut():
    """Is output that calls itself an observation counted as well?"""
    source = (
        "from IPython.display import display\nfrom lstm_lib.checks import observation as wire\n"
        "for _ in range(40): display({wire.MIME: 'x' * 10**6}, raw=True)"
    )
    result = run(source, output=10**6)
    assert len(result["cells"]["cell-0"]["outputs"]) <= 4


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


def test_other_environment_is_refused():
    """Does a worker with other versions refuse a job, and say what to install?"""
    job = Job((("a", "1"),), "0", (), False, "of-another-machine")
    with pytest.raises(OtherEnvironment, match=r"requirements\.lock"):
        run_job(job)


@pytest.mark.parametrize(
    "settings", [provisioner.Settings(), provisioner.Settings(("cell.lstm_step",), False, 7)]
)
def test_settings_survive_their_way(settings):
    """Are the settings of a box the same after being written and read?"""
    assert provisioner.Settings.read(settings.write()) == settings


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
