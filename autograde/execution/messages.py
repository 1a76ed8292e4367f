"""What a kernel may say: messages are read as if anybody had written them.

The code of a submission lives in the kernel, so it can send whatever it likes over the kernel's
sockets: text that is no JSON, forged signatures, parts without end.
"""

import itertools
import json
import threading
import time
from collections.abc import Callable
from typing import Any

import psutil
import zmq
import zmq.asyncio
from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.channels import AsyncZMQSocketChannel, HBChannel
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.session import Session
from traitlets import Instance, Type, default

LARGEST = 256 * 2**20  # bytes of one part; a longer one costs its sender the connection
DEPTH = 60  # of what a message holds; copying it takes several calls a level
MOST = 64 * 2**20  # characters; no message of more is looked at to its end
VALUE = 64  # characters that a value counts for besides its own: each takes memory
GROWTH_MIB = 1024  # how much more memory this process may hold while a notebook runs
WATCH_S = 0.1
RETRY_MS = 5  # until a kernel that starts has made its sockets
READY_S = 0.01
END_S = 0.005
GRACE_S = 60  # seconds that a kernel may live beyond its notebook's time
FLOOD = "it sent more than the grader can hold"
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


class NoHeartbeat(HBChannel):
    """Asks no kernel whether it lives: a forged answer would keep the asking thread for ever.

    A kernel that died is told by its process.
    """

    def run(self) -> None:
        """Wait for the end."""
        self._running = self._beating = True
        self._exit.wait()


class Brisk(AsyncZMQSocketChannel):
    """Gives a kernel that has said it is ready no more time to say what else it had to say.

    Whatever comes later is passed over, since it belongs to no cell.
    """

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:  # type: ignore[override]
        """Return the next message; where a time is set, within a short one."""
        return await super().get_msg(timeout if timeout is None else min(timeout, READY_S))


class WaryClient(AsyncKernelClient):
    """Talks with a kernel that is not trusted."""

    hb_channel_class = Type(NoHeartbeat)
    iopub_channel_class = Type(Brisk)

    def _context_default(self) -> zmq.asyncio.Context:
        """Make the context whose sockets refuse what is too large, and are soon connected."""
        context = super()._context_default()
        context.setsockopt(zmq.MAXMSGSIZE, LARGEST)
        context.setsockopt(zmq.RECONNECT_IVL, RETRY_MS)
        return context


class WaryManager(AsyncKernelManager):
    """Manages a kernel that is not trusted."""

    client_factory = Type(WaryClient)
    session = Instance(Session)

    async def _async_wait(self, pollinterval: float = END_S) -> None:
        """Wait until a kernel that was killed has ended."""
        await super()._async_wait(min(pollinterval, END_S))

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


_GUARDS: set["Guard"] = set()  # one for each notebook that runs in this process


class Guard(threading.Thread):
    """Ends a kernel that floods this process, or that nothing else has ended in time.

    A message is held in parts until its last one has come, and nothing else bounds their number.
    Other notebooks may run in this process: then nobody can tell whose kernel floods it, and
    `shared` is set, so that each runs once more, alone.

    Parameters
    ----------
    end_kernel : callable
        Called once at most.
    seconds : float
        How long the kernel may live.
    """

    def __init__(self, end_kernel: Callable[[], None], seconds: float) -> None:
        super().__init__(name="guards this process against a kernel", daemon=True)
        self.reason, self.shared = "", False
        self._end_kernel, self._done = end_kernel, threading.Event()
        self._most = _resident() + GROWTH_MIB * 2**20
        self._last = time.monotonic() + seconds

    def run(self) -> None:
        """Look a few times a second, until it is over."""
        while not self.reason and not self._done.wait(WATCH_S):
            if _resident() > self._most:
                self.reason, self.shared = FLOOD, len(_GUARDS) > 1
            elif time.monotonic() > self._last:
                self.reason = "it ran longer than a notebook may"
        if self.reason:
            self._end_kernel()

    def __enter__(self) -> "Guard":
        """Begin to look."""
        _GUARDS.add(self)
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End."""
        self._done.set()
        self.join()
        _GUARDS.discard(self)


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
