"""The fork parent: it has imported what notebooks import, and forks a kernel for each.

`autograde.kernel.forking` runs it as a script, inside a box of its own. It knows nothing of any
submission, and has run no TensorFlow operation: after one, forked kernels would hang.
A request is one message, with the job's own socket and a file beside it. On that socket the kernel
says when it is ready to start, waits for a word, and its keeper says how it ended; in the file the
keeper notes the time that the kernel has spent.
"""

import array
import contextlib
import gc
import importlib
import json
import os
import random
import signal
import socket
import sys
import warnings
from typing import Any

# Of the course, only this folder is visible in the box, so these are top-level modules there.
import box
import watch

MESSAGE = 65536


def main(descriptor: int, modules: list[str]) -> None:
    """Import the modules, then serve requests until the other side closes the socket."""
    requests = socket.socket(fileno=descriptor)
    sys.modules["debugpy"] = None  # type: ignore[assignment] # saves a fifth of a kernel's start
    gc.disable()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for module in modules:
            importlib.import_module(module)
    # Otherwise each kernel's garbage collector would visit all these objects, and copy their pages.
    gc.collect()
    gc.freeze()
    gc.enable()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # keepers are not waited for
    requests.send(b"ready")
    while True:
        message, ancillary, _, _ = requests.recvmsg(MESSAGE, socket.CMSG_SPACE(8))
        if not message:
            return
        descriptors = array.array("i")
        descriptors.frombytes(ancillary[0][2])
        job, page = socket.socket(fileno=descriptors[0]), descriptors[1]
        threads = len(os.listdir("/proc/self/task"))
        if threads != 1:
            job.send(json.dumps({"refused": f"the fork parent has {threads} threads"}).encode())
        elif os.fork() == 0:
            requests.close()
            keep(job, page, json.loads(message))
        job.close()
        os.close(page)


def keep(job: socket.socket, page: int, request: dict[str, Any]) -> None:
    """Fork the kernel into namespaces of its own, watch it, and report how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    try:
        box.leave_with_parent()
        box.unshare()
        processes = watch.open_processes()
        kernel = os.fork()
        if kernel == 0:
            run(job, request)
        ended = watch.watch(kernel, processes, request["limits"], page)
    except BaseException as error:
        ended = {"refused": f"{type(error).__name__}: {error}"}
    with contextlib.suppress(OSError):  # the other side is gone
        job.send(json.dumps(ended).encode())
    os._exit(0)


def run(job: socket.socket, request: dict[str, Any]) -> None:
    """Shut this process into its box, and become a kernel."""
    try:
        box.leave_with_parent()
        os.setsid()  # a signal to a process's own group crosses namespaces
        box.close_descriptors({job.fileno()})
        box.furnish(request["edition"], request["limits"]["disk_mib"], request["own_tmp"])
        os.chdir(f"{box.PLACE}/home")
        os.environ.clear()
        os.environ.update(
            request["environment"], HOME=f"{box.PLACE}/home", TMPDIR=f"{box.PLACE}/tmp"
        )
        sys.path[0] = box.EDITION  # instead of this script's own folder
        for module in ("box", "watch"):
            del sys.modules[module]
        box.limit(request["limits"])
        box.renounce()
        job.send(b"{}")  # its credentials tell the grader the kernel's PID
        if job.recv(MESSAGE) != b"go":
            os._exit(1)
        job.close()
        seed_generators(request["seed"])
        file = f"{box.PLACE}/sockets/connection.json"
        with open(file, "w") as handle:
            json.dump(request["connection"], handle)
        from ipykernel.kernelapp import IPKernelApp

        IPKernelApp.launch_instance(argv=["-f", file, *request["arguments"]])
    except SystemExit:
        pass
    except BaseException as error:
        with contextlib.suppress(OSError):
            job.send(json.dumps({"refused": f"{type(error).__name__}: {error}"}).encode())
    os._exit(0)


def seed_generators(seed: int) -> None:
    """Seed Python, NumPy and Keras; otherwise all forked kernels would draw the same numbers."""
    random.seed(seed)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(seed)
    if "keras" in sys.modules:
        sys.modules["keras"].utils.set_random_seed(seed)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
