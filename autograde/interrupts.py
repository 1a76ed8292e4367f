"""Ctrl-C, at the moments when it would be heard by the wrong one.

The first one ends a run, and is raised as KeyboardInterrupt. From then on no other is heard: it
would disturb that end.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any


@contextmanager
def finishing_first() -> Iterator[None]:
    """Hear Ctrl-C at the end: nbgrader would take it for a fault of the submission, and go on.

    Raises
    ------
    KeyboardInterrupt
        At the end, if it was pressed.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # a run in the background
        yield
        return
    heard: list[int] = []
    try:
        before = signal.signal(signal.SIGINT, lambda number, frame: heard.append(number))
    except ValueError:  # not the process's main thread, so no signal comes here
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
    """Hear Ctrl-C at the end; the threads and processes that are started meanwhile never do.

    Raises
    ------
    KeyboardInterrupt
        At the end, if it was pressed.
    """
    with finishing_first():
        _mask("SIG_BLOCK")
        try:
            yield
        finally:
            _mask("SIG_UNBLOCK")


def ignore_interrupts() -> None:
    """Hear no Ctrl-C any more, in this process and in those that it starts."""
    with suppress(ValueError):  # not the process's main thread, so no signal comes here
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def ignore_after(kind: Any, error: Any, trace: Any) -> None:
    """Hear no further Ctrl-C, if one is why a `with` statement ends."""
    if kind is KeyboardInterrupt:
        ignore_interrupts()


def hear_again() -> None:
    """Let this thread, and the processes that it starts, hear the signal of Ctrl-C again.

    A kernel needs it: that is how a cell is stopped.
    """
    _mask("SIG_UNBLOCK")


def _mask(how: str) -> None:
    """Change the signals that this thread, and what it starts, lets wait; not on Windows."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(getattr(signal, how), {signal.SIGINT})
