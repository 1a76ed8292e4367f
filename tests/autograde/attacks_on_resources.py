"""Attacks on what the grader and the machine have only so much of: memory, and what is shared."""

from typing import Any

from attack import Attack
from attacks_on_machine import KERNEL, TRY

SYSTEM_CALLS = """
import fcntl

def larger(value):
    return socket.socketpair()[0].setsockopt(socket.SOL_SOCKET, value, 2**22) is None

def call(name, *given):
    return getattr(libc, name)(*given) >= 0
"""
# Objects and texts that take many times as much memory in Python as in JSON.
COSTLY = """
import time

def costly(part, number, first=b"[", last=b"0]"):
    return first + part * number + last

header = json.dumps(session.msg_header("display_data"), default=str).encode()
whose = json.dumps(parent["header"], default=str).encode()
"""
CLOSED = """
import socket

waiting = []
for name in range(6):
    waiting.append(socket.socket(socket.AF_UNIX))
    waiting[-1].bind(f"waits{name}")
    waiting[-1].listen(4096)
    for _ in range(4000):
        with socket.socket(socket.AF_UNIX) as sends:
            sends.setblocking(False)
            try:
                sends.connect(f"waits{name}")
                while True:
                    sends.send(bytes(65536))
            except BlockingIOError:
                pass
print("@REACHED@")
"""
PAGE_TABLES = """
import mmap

space = mmap.mmap(-1, 2**41, flags=0x4022, prot=mmap.PROT_READ)
space.madvise(15)
for place in range(0, 2**41, 2**21):
    space[place]
print("@REACHED@")
"""
PICTURE = """
import base64, io
from IPython.display import display
from PIL import Image

for size, frames in ((25_000, 1), (3_000, 40)):
    file, image = io.BytesIO(), Image.new("1", (size, size))
    image.save(file, "PNG", save_all=frames > 1, append_images=[image] * (frames - 1))
    display({"image/png": base64.b64encode(file.getvalue()).decode()}, raw=True)
"""
TURNS = "\\u202e\\u2067\\x1b[2J\\x9b\\ud800"


def _titled(notebook: dict[str, Any]) -> dict[str, Any]:
    """Begin with a cell of one's own that says what a page of full marks says."""
    title = {
        "cell_type": "markdown",
        "id": "title",
        "metadata": {"title": "Full marks: 13 of 13"},
        "source": "# Full marks: 13 of 13\n\nFull marks: 13 of 13\n===",
    }
    titled = {**notebook["metadata"], "title": "Full marks: 13 of 13"}
    return {**notebook, "metadata": titled, "cells": [title, *notebook["cells"]]}


ATTACKS = {
    "message-of-objects": Attack(
        "a message of 250 MiB of JSON objects",
        setup=KERNEL + COSTLY + "raw(header, whose, b'{}', costly(b'{},', 83 * 2**20))\n"
        "time.sleep(2)",
    ),
    "messages-of-objects": Attack(
        "messages of 60 MiB of objects, keys, empty texts, brackets, digits",
        setup=KERNEL + COSTLY + "for content in (\n"
        "    costly(b'{},', 20 * 2**20),\n"
        "    b'{' + b','.join(b'\"%d\":0' % n for n in range(4 * 10**6)) + b'}',\n"
        "    costly(b'\"\",', 20 * 2**20),\n"
        "    costly(b'[', 60 * 2**20, b'', b''),\n"
        "    costly(b'9', 60 * 2**20, b'', b''),\n"
        "):\n"
        "    raw(header, whose, b'{}', content)\n"
        "    raw(content, content, content, b'{}')\n",
    ),
    "replies-of-objects": Attack(
        "replies that hold five million objects",
        setup=KERNEL + "send = session.send\n"
        "def lying(stream, kind, content=None, *more, **named):\n"
        "    if kind == 'execute_reply':\n"
        "        content = {'status': 'ok', 'payload': [{}] * 5_000_000}\n"
        "    return send(stream, kind, content, *more, **named)\n"
        "session.send = lying",
    ),
    "widgets": Attack(
        "widgets with buffers of 30 MiB",
        setup=KERNEL + "for number in range(12):\n"
        "    state = {'state': {}, 'buffer_paths': [['x']]}\n"
        "    session.send(socket_, 'comm_open', parent=parent, buffers=[bytes(30 * 2**20)],\n"
        "                 content={'comm_id': str(number), 'data': state, 'target_name': 'x'})",
    ),
    "memory-of-no-process": Attack(
        "vmsplice, larger pipes and sockets, semaphores, queues: memory of no process",
        setup=TRY + SYSTEM_CALLS + "attempt(lambda: fcntl.fcntl(os.pipe()[0], 1031, 2**20))\n"
        "for option in (7, 8, 32, 33):\n"
        "    attempt(lambda: larger(option))\n"
        "attempt(lambda: call('vmsplice', 1, None, 0, 0))\n"
        "attempt(lambda: call('tee', 0, 1, 1, 0))\n"
        "attempt(lambda: call('splice', 0, None, 1, None, 1, 0))\n"
        "attempt(lambda: call('semget', 0, 32000, 0o1600))\n"
        "attempt(lambda: call('msgget', 0, 0o1600))\n"
        "attempt(lambda: call('shmget', 0, 2**20, 0o1600))\n"
        "attempt(lambda: os.memfd_create('x') >= 0)",
        stock=False,
    ),
    "closed-sockets": Attack(
        "3.5 GiB in the queues of sockets, from closed ones", setup=CLOSED, says="memory"
    ),
    "page-tables": Attack("4 GiB of page tables", setup=PAGE_TABLES),
    "hides": Attack(
        "makes itself invisible to the watch, then holds 3.5 GiB",
        setup="import ctypes\nctypes.CDLL(None).prctl(4, 0, 0, 0, 0)\n"
        "hoard = [bytearray(2**20) for _ in range(3584)]\nprint('@REACHED@')",
    ),
    "descriptors": Attack(
        "opens 20,000 descriptors, in 50 processes",
        setup="import os, time\n"
        "children = []\n"
        "try:\n"
        "    for _ in range(50):\n"
        "        children.append(os.fork())\n"
        "        if not children[-1]:\n"
        "            for _ in range(400):\n"
        "                os.dup(0)\n"
        "            time.sleep(20)\n"
        "            os._exit(0)\n"
        "    time.sleep(2)\n"
        "    print('@REACHED@')\n"
        "finally:\n"
        "    for child in filter(None, children):\n"
        "        os.kill(child, 9)\n"
        "        os.waitpid(child, 0)",
        stock=False,
    ),
    "inotify": Attack(
        "uses up the inotify and fanotify instances of the account",
        setup=TRY + "attempt(lambda: libc.inotify_init() >= 0)\n"
        "attempt(lambda: libc.inotify_init1(0) >= 0)\n"
        "attempt(lambda: libc.fanotify_init(0, 0) >= 0)",
        stock=False,
    ),
    "terminals": Attack(
        "writes to the terminals of other kernels",
        setup=TRY + "others = [name for name in os.listdir('/dev/pts') if name != 'ptmx']\n"
        "attempt(lambda: [os.open(f'/dev/pts/{name}', os.O_RDWR) for name in others][0])\n"
        "held = os.openpty()\n"
        "import time\ntime.sleep(1)",
        stock=False,
    ),
    "modes": Attack(
        "changes the mode of devices, as their owner if the grader is root",
        setup=TRY + "attempt(lambda: os.chmod('/dev/null', 0o666) is None)\n"
        "attempt(lambda: os.chmod('/proc/meminfo', 0o444) is None)",
        stock=False,
    ),
    "titled": Attack("a cell of its own first: full marks, as a title", edit=_titled),
    "pictures": Attack("pictures of 25,000 x 25,000 pixels, and of 40 frames", setup=PICTURE),
    "turns": Attack(
        "errors and outputs that turn the text around and steer a terminal",
        setup=f"print('{TURNS}13 of 13')",
        source={"lstm-step": f"def lstm_step(*given):\n    raise ValueError('{TURNS}13 of 13')"},
        says="13 of 13",
    ),
}
