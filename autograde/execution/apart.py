"""A process beside this one, which calls one function at a time and may die.

A notebook that runs alone runs there. What its kernel sends is read there too, so whatever that
does to memory, the process with the gradebook lives on.
"""

import atexit
import contextlib
import multiprocessing
import os
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from autograde.gradebook.store import LARGEST
from autograde.interrupts import ignore_interrupts, without_interrupts
from autograde.kernel.bubblewrap import BoxRefused

END_S = 10  # for what the process cleans up when it is no longer needed
# The first byte of an answer.
DONE, REFUSED, FAILED = b"d", b"r", b"f"
DIED = "the process that ran it was killed. Is there enough memory?"


class NotRun(RuntimeError):
    """The function did not return; the message says why."""


class Beside:
    """The process. It starts at once, and ends with this one."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")  # a fork would copy threads' locks
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs,), name="runs notebooks alone")
        with theirs, without_interrupts():
            self.process.start()

    def call(self, function: Callable[..., bytes], *given: Any) -> bytes:
        """Return what a function returns there; if this is interrupted, the process is killed."""
        try:
            self.connection.send((function, given))
            said = self.connection.recv_bytes(LARGEST)
        except BaseException:
            self.process.kill()
            raise
        return understood(said)

    def close(self) -> None:
        """Let the process end once it has nothing to do."""
        self.connection.close()
        self.process.join(END_S)
        self.process.kill()


def _serve(connection: Connection) -> None:
    """Answer calls until the other process closes the connection, or dies."""
    ignore_interrupts()
    threading.Thread(
        target=_end_with, args=(multiprocessing.parent_process(),), daemon=True
    ).start()
    with contextlib.suppress(EOFError, OSError):
        while True:
            function, given = connection.recv()
            connection.send_bytes(answer(function, *given))


def answer(function: Callable[..., bytes], *given: Any) -> bytes:
    """Call a function, and write what it returned or raised.

    Parameters
    ----------
    function : callable
        It returns bytes.
    *given : object
        Its arguments.

    Returns
    -------
    bytes
        What `understood` reads.
    """
    try:
        return DONE + function(*given)
    except BoxRefused as error:
        return REFUSED + str(error).encode()
    except Exception as error:
        return FAILED + f"{type(error).__name__}: {error}".encode()


def understood(said: bytes) -> bytes:
    """Return what a function returned, or raise its reason.

    Parameters
    ----------
    said : bytes
        What `answer` wrote.

    Returns
    -------
    bytes
        What the function returned.

    Raises
    ------
    BoxRefused, NotRun
        See `call`.

    Examples
    --------
    >>> understood(answer(str.encode, "kept"))
    b'kept'
    """
    kind, rest = said[:1], said[1:]
    if kind == DONE:
        return rest
    raise {REFUSED: BoxRefused}.get(kind, NotRun)(rest.decode())


def _end_with(parent: Any) -> None:
    """End this process, even in the middle of a call, if its parent is killed."""
    parent.join()
    os._exit(1)


_LOCK = threading.Lock()
_beside: list[Beside] = []  # at most one, kept for the next call


def call(function: Callable[..., bytes], *given: Any) -> bytes:
    """Call a function in the process beside this one; another call waits.

    Parameters
    ----------
    function : callable
        It is found there by its name, and returns bytes.
    *given : object
        Its arguments, which can be pickled.

    Returns
    -------
    bytes
        What it returned.

    Raises
    ------
    BoxRefused
        If the function raised it, or the process died: the next call gets a new one.
    NotRun
        If the function raised any other exception.
    """
    with _LOCK:
        if not (_beside and _beside[0].process.is_alive()):
            close()
            _beside.append(Beside())
        try:
            return _beside[0].call(function, *given)
        except (EOFError, OSError):
            close()  # a process that is killed looks alive a moment longer than its connection
            raise BoxRefused(DIED) from None


@atexit.register
def close() -> None:
    """End the process, if there is one."""
    while _beside:
        _beside.pop().close()
