"""What a kernel may say: messages are read as if anybody had written them.

The code of a submission lives in the kernel, so it can send whatever it likes over the kernel's
sockets: text that is no JSON, forged signatures, parts without end.
"""

import itertools
import json
import threading
from typing import Any

import psutil
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.session import Session
from traitlets import Instance, default

LARGEST = 32 * 2**20  # bytes of one part; a longer one costs its sender the connection
DEPTH = 60  # of what a message holds; copying it takes several calls a level
MOST = 64 * 2**20  # characters; no message of more is looked at to its end
VALUE = 64  # characters that a value counts for besides its own: each takes memory
GROWTH_MIB = 1024  # how much more memory this process may hold while a notebook runs
WATCH_S = 0.1
MALFORMED = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


class WarySession(Session):
    """Reads a message of a kernel; one that no kernel writes is read as one that says nothing."""

    def feed_identities(self, msg_list: Any, copy: bool = True) -> Any:
        """Part a message from the addresses before it; without the mark between, it is empty."""
        try:
            return super().feed_identities(msg_list, copy)
        except MALFORMED:
            return [], []

    def deserialize(self, msg_list: Any, content: bool = True, copy: bool = True) -> dict[str, Any]:
        """Return a message whose parts have the types that nbclient takes for granted."""
        try:
            message = super().deserialize(msg_list, content, copy)
        except MALFORMED:
            return nothing()
        parts = [message[name] for name in ("header", "parent_header", "metadata", "content")]
        if not all(isinstance(part, dict) for part in parts):
            return nothing()
        if not isinstance(message["msg_type"], str):
            return nothing()
        if message["msg_type"] == "execute_reply" and not _is_reply(message["content"]):
            message["content"] = {"status": "ok"}  # without a reply nbclient would wait
        return message


class WaryManager(AsyncKernelManager):
    """Manages a kernel that is not trusted."""

    session = Instance(Session)

    @default("session")
    def _wary_session(self) -> Session:
        """Make the session that its client shares."""
        return WarySession(parent=self)


def nothing() -> dict[str, Any]:
    """Return a message of no cell and of no known kind, which nbclient passes over.

    Returns
    -------
    dict
        With all parts that a message has.
    """
    empty: dict[str, Any] = {"header": {}, "parent_header": {}, "metadata": {}, "content": {}}
    return {**empty, "msg_id": "", "msg_type": "malformed", "buffers": []}


def size(content: Any) -> int:
    """Return how much a message holds: the characters that it is written with, and its values.

    Parameters
    ----------
    content : object
        JSON.

    Returns
    -------
    int
        In characters; a value counts for `VALUE` even if it is empty.

    Raises
    ------
    ValueError
        If it is nested deeper than `DEPTH`, or larger than `MOST`.

    Examples
    --------
    >>> size({"a": []}) == 3 * VALUE + len('"a"')
    True
    """
    total, waiting = VALUE, [(content, 0)]
    while waiting:
        value, depth = waiting.pop()
        if isinstance(value, str):
            total += len(json.dumps(value))
        elif isinstance(value, dict | list):
            total += len(value) * VALUE * (2 if isinstance(value, dict) else 1)
            if depth == DEPTH or total > MOST:
                raise ValueError(f"it is nested deeper than {DEPTH}, or larger than {MOST}")
            parts = itertools.chain(*value.items()) if isinstance(value, dict) else value
            waiting += [(part, depth + 1) for part in parts]
    return total


class MemoryGuard(threading.Thread):
    """Calls for help when this process holds much more memory than at its start.

    A message is held in parts until its last one has come, and nothing else bounds their number.

    Parameters
    ----------
    stop : callable
        Ends the sender; called once at most.
    """

    def __init__(self, stop: Any) -> None:
        super().__init__(name="guards the memory of this process", daemon=True)
        self.exceeded = False
        self._stop_sender, self._done = stop, threading.Event()
        self._most = _resident() + GROWTH_MIB * 2**20

    def run(self) -> None:
        """Look a few times a second, until it is over."""
        while not self._done.wait(WATCH_S):
            if _resident() > self._most:
                self.exceeded = True
                self._stop_sender()
                return

    def __enter__(self) -> "MemoryGuard":
        """Begin to look."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End."""
        self._done.set()
        self.join()


def _resident() -> int:
    """Return the bytes of memory that this process holds."""
    return psutil.Process().memory_info().rss


def _is_reply(content: dict[str, Any]) -> bool:
    """Tell whether a reply says how a cell ended, in the types that it must have."""
    if content.get("status") != "error":
        return isinstance(content.get("status"), str)
    lines = content.get("traceback")
    named = all(isinstance(content.get(name), str) for name in ("ename", "evalue"))
    return named and isinstance(lines, list) and all(isinstance(line, str) for line in lines)
