"""Ctrl-C at moments when the wrong code would receive it.

The first Ctrl-C ends a run: it is raised as KeyboardInterrupt. Every further one is ignored,
because it would disturb the cleanup.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any


@contextmanager
def finishing_first() -> Iterator[None]:
    """Raise Ctrl-C at the end: nbgrader would take it for an error of the submission, and go on.

    Raises
    ------
    KeyboardInterrupt
        At the end, if Ctrl-C was pressed.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # a run in the background
        yield
        return
    heard: list[int] = []
    try:
        before = signal.signal(signal.SIGINT, lambda number, frame: heard.append(number))
    except ValueError:  # not the process's main thread, so no signal arrives here
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if heard:
        ignore_interrupts()
        raise KeyboardInterrupt


@contextmanager
def without_interrupts() -> Iterator[None]:
    """Raise Ctrl-C at the end; threads and processes that are started meanwhile never receive it.

    Raises
    ------
    KeyboardInterrupt
        At the end, if Ctrl-C was pressed.
    """
    with finishing_first():
        _mask("SIG_BLOCK")
        try:
            yield
        finally:
            _mask("SIG_UNBLOCK")


def ignore_interrupts() -> None:
    """Ignore Ctrl-C from now on, in this process and in those that it starts."""
    with suppress(ValueError):  # not the process's main thread, so no signal arrives here
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def ignore_after(kind: Any, error: Any, trace: Any) -> None:
    """Ignore every further Ctrl-C if a `with` statement ends because of one."""
    if kind is KeyboardInterrupt:
        ignore_interrupts()


def hear_again() -> None:
    """Let this thread, and the processes that it starts, receive the signal of Ctrl-C again.

    A kernel needs it, because this signal stops a cell.
    """
    _mask("SIG_UNBLOCK")


def _mask(how: str) -> None:
    """Block or unblock the signal of Ctrl-C in this thread and what it starts; not on Windows."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(getattr(signal, how), {signal.SIGINT})
