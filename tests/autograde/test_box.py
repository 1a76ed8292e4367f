"""The box around a submission: what code inside can reach, and leave behind."""

import os
import socket
from dataclasses import asdict

import psutil
import pytest
from box_tools import run, said

from autograde.edition import edition
from autograde.execution.environment import OtherEnvironment
from autograde.execution.job import Job, run_job
from autograde.kernel import forking, provisioner
from autograde.kernel.limits import Limits

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("box")]


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
