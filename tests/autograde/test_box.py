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
    **{
        f"memory of no process, by {name}": "import ctypes\n"
        f"assert getattr(ctypes.CDLL(None), '{name}')({arguments}) >= 0"
        for name, arguments in {
            "semget": "0, 1000, 0o1600",
            "msgget": "0, 0o1600",
            "vmsplice": "1, None, 0, 0",
            "tee": "0, 1, 1, 0",
            "splice": "0, None, 1, None, 1, 0",
        }.items()
    },
    "a larger pipe": "import fcntl, os\nfcntl.fcntl(os.pipe()[0], 1031, 2**20)",
    "a larger socket": "import socket\n"
    "socket.socketpair()[0].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2**22)",
    "a larger socket, by the half of a register that Linux ignores": "import ctypes, socket\n"
    "a, b = socket.socketpair()\nsize = ctypes.byref(ctypes.c_int(2**22))\n"
    "number = ctypes.c_uint64(2**32 + 7)\n"
    "assert ctypes.CDLL(None).syscall(54, a.fileno(), 1, number, size, 4) == 0",
    "what follows file changes for all of the account": "import ctypes\n"
    "assert ctypes.CDLL(None).inotify_init() >= 0",
    "sight, by hiding from the watch": "import ctypes\n"
    "assert ctypes.CDLL(None).prctl(4, 0, 0, 0, 0) == 0",
    "a limit by which Linux kills it": "import resource\n"
    "resource.setrlimit(resource.RLIMIT_CPU, (1, 1))",
    "a family of sockets that loads a module": "import socket\nsocket.socket(5, socket.SOCK_DGRAM)",
    **{
        f"the mode of {place}": f"import os\nos.chmod('{place}', 0o666)"
        for place in ("/dev/null", "/dev/tty", "/proc/meminfo")
    },
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
    "buffers of sockets": (
        "import os, socket, time\nkept = []\n"
        "for _ in range(3):\n    if os.fork() == 0: break\n"
        "for _ in range(200):\n"
        "    kept += socket.socketpair()\n"
        "    kept[-1].setblocking(False)\n"
        "    try:\n        while True: kept[-1].send(bytes(65536))\n"
        "    except BlockingIOError: pass\n"
        "time.sleep(20)",
        "memory",
    ),
    "what closed sockets have sent": (
        "import socket, time\n"
        "for name in range(5):\n"
        "    waits = socket.socket(socket.AF_UNIX)\n"
        "    waits.bind(f'{name}')\n    waits.listen(4096)\n"
        "    globals()[f'kept{name}'] = waits\n"
        "    for _ in range(1000):\n"
        "        with socket.socket(socket.AF_UNIX) as sends:\n"
        "            sends.setblocking(False)\n"
        "            try:\n"
        "                sends.connect(f'{name}')\n"
        "                while True: sends.send(bytes(65536))\n"
        "            except BlockingIOError: pass\n"
        "time.sleep(20)",
        "memory",
    ),
    "page tables": (
        "import mmap, time\n"
        "space = mmap.mmap(-1, 2**39, flags=0x4022, prot=mmap.PROT_READ)\n"
        "space.madvise(15)\n"  # no huge pages
        "for place in range(0, 2**39, 2**21): space[place]\n"
        "time.sleep(20)",
        "memory",
    ),
    "descriptors": (
        "import os, time\n"
        "for _ in range(400): os.dup(0)\n"
        "for _ in range(40):\n    if os.fork() == 0: break\n"
        "time.sleep(20)",
        "files, pipes and sockets",
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


WORKS = {
    "a command": "!echo kept",
    "a process": "import subprocess\nprint(subprocess.check_output(['echo', 'kept'], text=True))",
    "a process, awaited": "import asyncio\n"
    "process = await asyncio.create_subprocess_exec('echo', 'kept', stdout=-1)\n"
    "print((await process.communicate())[0].decode())",
    "a pool of processes": "import multiprocessing\n"
    "with multiprocessing.get_context('fork').Pool(2) as pool: print(*pool.map(str, ['kept']))",
    "a queue of processes": "import multiprocessing\n"
    "context = multiprocessing.get_context('fork')\n"
    "queue = context.Queue()\ncontext.Process(target=queue.put, args=('kept',)).start()\n"
    "print(queue.get())",
    "sockets": "import socket\na, b = socket.socketpair()\na.send(b'kept')\n"
    "print(b.recv(4).decode())",
    "ZMQ": "import zmq\na, b = (zmq.Context.instance().socket(zmq.PAIR) for _ in 'ab')\n"
    "a.bind('ipc://here')\nb.connect('ipc://here')\na.send(b'kept')\nprint(b.recv().decode())",
    "a copy of a file": "import shutil\nopen('a', 'w').write('kept')\nshutil.copy('a', 'b')\n"
    "print(open('b').read())",
    "devices": "open('/dev/null', 'w').write('x')\nimport os\n"
    "print('kept' if open('/dev/urandom', 'rb').read(4) and os.path.exists('/dev/tty') else '')",
    "a figure": "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.savefig('f.png')\n"
    "print('kept' if open('f.png', 'rb').read(4) else '')",
}


@pytest.mark.parametrize("what", WORKS)
def test_what_notebooks_do_still_works(what):
    """Does what a notebook may need work in a box, although much is refused there?"""
    result = run(WORKS[what])
    assert said(result) == "kept"
    assert result["note"] == {"boxed": True}


def test_keras_works():
    """Is a model trained, stored, read and fed by a data set in a box?"""
    source = (
        "import keras, numpy as np, tensorflow as tf\n"
        "model = keras.Sequential([keras.Input((4, 1)), keras.layers.LSTM(3)])\n"
        "model.compile('adam', 'mse')\n"
        "data = tf.data.Dataset.from_tensors((np.zeros((8, 4, 1)), np.zeros((8, 3))))\n"
        "model.fit(data.prefetch(2), shuffle=False, verbose=0)\n"
        "model.save('model.keras')\nmodel.save_weights('model.weights.h5')\n"
        "again = keras.models.load_model('model.keras')\n"
        "print(again.predict(np.zeros((2, 4, 1)), verbose=0).shape)"
    )
    job = Job((("cell-0", source),), "0" * 16, (), True, environment(()), Limits())
    assert said(run_job(job)) == "(2, 3)"


def test_kernels_share_no_terminals():
    """Does each kernel of one fork parent have its own pseudo-terminals?"""
    parent = forking.parent_of(forking.LIGHT)
    request = {"edition": f"/editions/{edition(()).name}", "limits": asdict(Limits()), "seed": 0}
    both = [
        parent.fork({**request, "environment": {}, "own_tmp": forking.own_tmp()}) for _ in range(2)
    ]
    try:
        first, second = (os.stat(f"/proc/{one.pid}/root/dev/pts").st_dev for one in both)
        assert first != second
        assert os.listdir(f"/proc/{both[0].pid}/root/dev/pts") == ["ptmx"]
    finally:
        for one in both:
            one.kill()
            one.wait(10)


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
    "settings",
    [
        provisioner.Settings(),
        provisioner.Settings(("cell.lstm_step",), False, 7, data=("first_names",)),
    ],
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
