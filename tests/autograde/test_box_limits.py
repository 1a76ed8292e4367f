"""The box around a submission: what code inside can use up, and what works all the same."""

import time

import psutil
import pytest
from box_tools import run, said

from autograde.execution.environment import environment
from autograde.execution.job import Job, run_job
from autograde.kernel import forking, provisioner
from autograde.kernel.limits import Limits

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("box")]


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
    # Sixty processes hold some 600 MiB themselves: only what is about memory is short of it.
    memory_mib = 600 if reason == "memory" else 4000
    result = run(source, memory_mib=memory_mib, cpu_s=3, processes=60, cell_s=20)
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
