"""Attacks on the machine, on the grader, and on the other submissions."""

from attack import Attack

# Each attack tries many ways, and prints `REACHED` if one of them works.
TRY = """
import ctypes, os, socket

libc = ctypes.CDLL(None, use_errno=True)

def attempt(what):
    try:
        if what():
            print("@REACHED@")
    except BaseException as error:
        print(type(error).__name__, error)
"""
TRIGGER = """
import pathlib, sqlite3

sql = (
    "CREATE TRIGGER full AFTER UPDATE OF auto_score ON grade BEGIN "
    "UPDATE grade SET auto_score = (SELECT max_score FROM grade_cells "
    "WHERE grade_cells.id = NEW.cell_id) WHERE id = NEW.id; END"
)
for place in ("../../../gradebook.db", "@COURSE@/gradebook.db"):
    try:
        book = sqlite3.connect(f"file:{place}?mode=rw", uri=True)
        book.execute(sql)
        book.commit()
        print("@REACHED@")
        break
    except sqlite3.Error as error:
        print(error)
"""
OVERWRITE = """
import pathlib

for root in (pathlib.Path("../../.."), pathlib.Path("@COURSE@")):
    for other in sorted(root.glob("submitted/ada/*/*.ipynb")):
        other.write_text("{}")
        print("@REACHED@")
    for other in sorted(root.glob("results/*/*.gz")):
        other.write_bytes(b"")
        print("@REACHED@")
"""
LOOP = """
import signal

signal.signal(signal.SIGINT, signal.SIG_IGN)
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
"""
DAEMON = """
import subprocess

for _ in range(3):
    subprocess.Popen(["setsid", "sleep", "@LEFT@"], start_new_session=True)
"""
KERNEL = """
import json, zmq

kernel = get_ipython().kernel
session, socket_, parent = kernel.session, kernel.iopub_socket, kernel.get_parent("shell")

def raw(*parts):
    socket_.send_multipart([b"x", b"<IDS|MSG>", session.sign(list(parts)), *parts])
"""

ATTACKS = {
    "trigger": Attack("a trigger in the gradebook three folders up", 6, setup=TRIGGER, others=True),
    "exits": Attack("os._exit", 11, setup="import os\nos._exit(0)", says="Python itself stopped"),
    "exits-in-an-answer": Attack(
        "os._exit in a function",
        11,
        source={"update-cell-state": "import os\ndef update_cell_state(*a):\n    os._exit(0)"},
        says="Python itself stopped in cell `update-cell-state-check`",
    ),
    "ends-itself-by-a-limit": Attack(
        "has the system kill it, as if the machine had no memory left",
        setup="import resource\nresource.setrlimit(resource.RLIMIT_CPU, (1, 1))\n"
        "while True:\n    pass",
    ),
    "ends-itself-by-prlimit": Attack(
        "has the system kill it, by a system call that Linux reads half of",
        setup="import ctypes, time\nseconds = (ctypes.c_uint64 * 2)(1, 1)\n"
        "which = ctypes.c_uint64(2**32)\n"
        "ctypes.CDLL(None).syscall(302, 0, which, seconds, None)\n"
        "end = time.process_time() + 3\n"
        "while time.process_time() < end:\n    pass",
    ),
    "prints": Attack("prints without end", 12, setup="while True:\n    print('x' * 1000)"),
    "prints-colors": Attack(
        "prints a million color marks, for the page that shows them",
        setup="print('\\x1b[31m' * 10**6)",
    ),
    "loops": Attack("loops, ignoring SIGINT and BaseException", 14, setup=LOOP),
    "loops-in-every-cell": Attack(
        "loops in every answer",
        14,
        source={"forget-gate": LOOP, "input-gate": LOOP, "candidate": LOOP, "lstm-step": LOOP},
    ),
    "daemon": Attack("leaves processes in new sessions", 15, setup=DAEMON),
    "memory": Attack(
        "holds 3.5 GiB",
        16,
        setup="hoard = [bytearray(2**20) for _ in range(3584)]\nprint('@REACHED@')",
    ),
    "forks": Attack(
        "starts 300 processes",
        16,
        setup="import os, time\n"
        "children = []\n"
        "try:\n"
        "    for _ in range(300):\n"
        "        children.append(os.fork())\n"
        "        if not children[-1]:\n"
        "            time.sleep(20)\n"
        "            os._exit(0)\n"
        "    print('@REACHED@')\n"
        "finally:\n"
        "    for child in filter(None, children):\n"
        "        os.kill(child, 9)\n"
        "        os.waitpid(child, 0)",
    ),
    "threads": Attack(
        "starts 600 threads",
        16,
        setup="import threading\n"
        "threading.stack_size(2**16)\n"
        "end = threading.Event()\n"
        "try:\n"
        "    for _ in range(600):\n"
        "        threading.Thread(target=end.wait, daemon=True).start()\n"
        "    print('@REACHED@')\n"
        "finally:\n"
        "    end.set()",
    ),
    "disk": Attack(
        "writes 200 MiB",
        16,
        setup="with open('big', 'wb') as f:\n"
        "    for _ in range(200):\n        f.write(bytes(2**20))\nprint('@REACHED@')",
    ),
    "inodes": Attack(
        "makes 30,000 files",
        16,
        setup="for n in range(30_000):\n    open(f'file{n}', 'w').close()\nprint('@REACHED@')",
    ),
    "network": Attack(
        "opens a network connection",
        17,
        setup="import socket\nsocket.create_connection(('127.0.0.1', @PORT@), 2)\n"
        "print('@REACHED@')",
    ),
    "classmates": Attack(
        "overwrites a classmate's submission and stored results", 18, setup=OVERWRITE, others=True
    ),
    "reads-secret": Attack(
        "reads a file of the grader's account", 18, setup="print(open('@SECRET@').read())"
    ),
    "script": Attack(
        "a free cell displays a script, for Formgrader's page",
        20,
        setup="from IPython.display import HTML, Javascript, display\n"
        "display(HTML('<script>steal(\"@REACHED@\")</script>'), Javascript('steal()'))",
    ),
    "escapes": Attack(
        "mount, unshare, setns, ptrace, keyctl, io_uring, bpf, vsock, chroot",
        setup=TRY + "attempt(lambda: libc.mount(b'x', b'/tmp', b'tmpfs', 0, None) == 0)\n"
        "attempt(lambda: libc.unshare(0x10000000 | 0x20000) == 0)\n"
        "attempt(lambda: libc.ptrace(16, os.getppid(), None, None) == 0)\n"
        "attempt(lambda: libc.syscall(250, 0, -3, 0) > 0)\n"
        "attempt(lambda: libc.syscall(425, 8, bytes(120)) >= 0)\n"
        "attempt(lambda: libc.syscall(321, 0, bytes(128), 128) >= 0)\n"
        "attempt(lambda: socket.socket(socket.AF_VSOCK))\n"
        "attempt(lambda: os.chroot('/') is None)",
    ),
    "proc-of-siblings": Attack(
        "reads memory and environment of other processes",
        setup=TRY + "import glob\n"
        "own = str(os.getpid())\n"
        "others = [p for p in os.listdir('/proc') if p.isdigit() and p != own]\n"
        "attempt(lambda: [open(f'/proc/{p}/environ').read() for p in others][0])\n"
        "attempt(lambda: [open(f'/proc/{p}/mem', 'rb') for p in others][0])\n"
        "attempt(lambda: [os.listdir(f'/proc/{p}/root') for p in others][0])",
    ),
    "abstract-sockets": Attack(
        "connects to abstract and other unix sockets",
        setup=TRY + "def connect(name):\n"
        "    with socket.socket(socket.AF_UNIX) as s:\n"
        "        return s.connect(name) is None\n"
        "attempt(lambda: connect('\\0@SECRET@'))\n"
        "attempt(lambda: connect('/run/docker.sock'))",
    ),
    "kills-its-group": Attack(
        "kills its process group: the parent that forked it, and the kernels beside it",
        setup="import os\ntry:\n    os.setpriority(os.PRIO_PGRP, 0, 19)\n"
        "finally:\n    os.kill(0, 9)",
    ),
    "kills-everything": Attack(
        "kills every process that it sees", setup="import os\nos.kill(-1, 9)\nos.killpg(0, 9)"
    ),
    "writes-to-descriptors": Attack(
        "writes to every open descriptor",
        setup="import os\n"
        "for n in range(3, 512):\n"
        "    try:\n"
        "        os.set_blocking(n, False)\n"
        '        os.write(n, b\'{"status": 0, "reason": "all right"}\' * 1000)\n'
        "    except OSError:\n"
        "        pass",
    ),
    "moves-its-sockets": Attack(
        "puts links in the place of its sockets",
        setup="import os, shutil\n"
        "place = '/box/sockets'\n"
        "if os.path.isdir(place):\n"
        "    for name in os.listdir(place):\n"
        "        os.unlink(f'{place}/{name}')\n"
        "        os.symlink('@SECRET@', f'{place}/{name}')",
    ),
    "unsigned-messages": Attack(
        "messages with a wrong signature, without one, of one part",
        setup=KERNEL + "socket_.send_multipart([b'x', b'<IDS|MSG>', b'wrong', *[b'{}'] * 4])\n"
        "socket_.send_multipart([b'x', b'<IDS|MSG>', b'', *[b'{}'] * 4])\n"
        "socket_.send_multipart([b'x'])",
    ),
    "malformed-messages": Attack(
        "messages that are no JSON, and lists where objects belong",
        setup=KERNEL + "raw(b'{', b'{', b'{', b'{')\n"
        "header = json.dumps(session.msg_header('display_data'), default=str).encode()\n"
        "for part in (b'[]', b'null', b'7', b'\\xff'):\n"
        "    raw(header, part, b'{}', b'{}')\n"
        "    raw(header, json.dumps(parent['header'], default=str).encode(), part, part)",
    ),
    "deep-messages": Attack(
        "messages nested 100,000 and 450 levels deep",
        setup=KERNEL + "raw(*[b'[' * 10**5 + b']' * 10**5] * 4)\n"
        "from IPython.display import display\n"
        "x = []\n"
        "for _ in range(450):\n"
        "    x = [x]\n"
        "display({'application/json': x, 'text/plain': 'x'}, raw=True)",
    ),
    "odd-replies": Attack(
        "replies that do not say how a cell ended",
        setup=KERNEL + "send = session.send\n"
        "odd = iter([{}, {'status': 7}, {'status': 'error'},\n"
        "            {'status': 'error', 'ename': 1, 'evalue': [], 'traceback': 5}] * 9)\n"
        "def lying(stream, kind, content=None, *more, **named):\n"
        "    content = next(odd) if kind == 'execute_reply' else content\n"
        "    return send(stream, kind, content, *more, **named)\n"
        "session.send = lying",
    ),
    "endless-message": Attack(
        "one message of 3 GiB in parts, all the same memory",
        setup=KERNEL + "import time\n"
        "thread, part = kernel.iopub_thread, bytes(30 * 2**20)\n"
        "def flood():\n"
        "    for _ in range(100):\n"
        "        thread.socket.send(part, zmq.SNDMORE, copy=False)\n"
        "    thread.socket.send(b'')\n"
        "thread.schedule(flood)\n"
        "time.sleep(3)",
    ),
    "empty-values": Attack(
        "outputs of millions of empty lists",
        setup="from IPython.display import display\n"
        "for _ in range(3):\n"
        "    display({'application/json': [[]] * 2_000_000, 'text/plain': 'x'}, raw=True)",
    ),
    "many-messages": Attack(
        "20,000 empty outputs",
        setup=KERNEL + "for _ in range(20_000):\n"
        "    session.send(socket_, 'display_data', parent=parent,\n"
        "                 content={'data': {}, 'metadata': {}})",
    ),
}
