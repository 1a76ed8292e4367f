"""Ctrl-C, at the moments when it would be heard by the wrong one."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def deaf() -> Iterator[None]:
    """Hear no Ctrl-C for a moment; what is started meanwhile never does."""
    with _heard_by(signal.SIG_IGN):
        yield


@contextmanager
def undisturbed() -> Iterator[None]:
    """Hear Ctrl-C at the end: nbgrader would take it for a fault of the submission, and go on.

    Raises
    ------
    KeyboardInterrupt
        At the end, if it was pressed.
    """
    heard: list[int] = []
    with _heard_by(lambda number, frame: heard.append(number)):
        yield
    if heard:
        raise KeyboardInterrupt


@contextmanager
def _heard_by(handler: signal.Handlers | Callable[[int, Any], Any]) -> Iterator[None]:
    """Let another hear Ctrl-C; only in a process's main thread does it come at all."""
    try:
        before = signal.signal(signal.SIGINT, handler)
    except ValueError:
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
