"""Read the messages of a kernel, which are treated as untrusted.

The code of a submission runs in the kernel, so it can send whatever it likes over the kernel's
sockets: text that is not JSON, forged signatures, endless message parts.
"""

import itertools
import json
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

import psutil
import zmq
import zmq.asyncio
from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.channels import AsyncZMQSocketChannel, HBChannel
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.session import Session
from traitlets import Instance, Type, default

LARGEST = 256 * 2**20  # bytes of one part; a longer one closes the connection
DEPTH = 60  # nesting of a message; copying it takes several nested calls per level
MOST = 64 * 2**20  # characters; a larger message is not read
VALUE = 64  # characters added for each value, since even an empty one takes memory
VALUES = MOST // VALUE  # values of a message; in Python each takes more memory than as text
PARTS = 5  # signature, header, parent header, metadata and content; more parts are buffers
GROWTH_MIB = 1024  # how much this process may grow while a notebook runs
WATCH_S = 0.1
RETRY_MS = 5  # between attempts to connect, until a starting kernel has made its sockets
READY_S = 0.01
END_S = 0.005
FLOOD = "it sent more than the grader can hold"
LATE = "it did not end in time"
NO_MARKS = bytes(set(range(256)) - set(b"[]{},:"))
MALFORMED = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


class WarySession(Session):
    """Reads the messages of a kernel; a malformed one becomes an empty message."""

    def feed_identities(self, msg_list: Any, copy: bool = True) -> Any:
        """Split a message from the addresses before it; without the delimiter, both are empty."""
        try:
            return super().feed_identities(msg_list, copy)
        except MALFORMED:
            return [], []

    def deserialize(self, msg_list: Any, content: bool = True, copy: bool = True) -> dict[str, Any]:
        """Return a message whose parts have the types that nbclient takes for granted.

        One that is too large keeps its header, so that a reply is still a reply, but not its
        content. Buffers are left out: they belong to widgets, which no page shows.
        """
        try:
            given = [part if copy else bytes(part.bytes) for part in msg_list[:PARTS]]
            if not is_readable(given[1:]):
                given[3:] = b"{}", b"{}"
                if not is_readable(given[1:]):
                    return nothing()
                given[0] = self.sign(given[1:])
            message = super().deserialize(given, content)
        except MALFORMED:
            return nothing()
        parts = [message[name] for name in ("header", "parent_header", "metadata", "content")]
        if not all(isinstance(part, dict) for part in parts):
            return nothing()
        if not isinstance(message["msg_type"], str):
            return nothing()
        if message["msg_type"] == "execute_reply" and not _is_reply(message["content"]):
            message["content"] = {"status": "ok"}  # without a reply, nbclient would keep waiting
        return message


class NoHeartbeat(HBChannel):
    """Sends no heartbeat: a forged answer would block the thread that asks forever.

    Whether a kernel has died is known from its process.
    """

    def run(self) -> None:
        """Wait until the channel is stopped."""
        self._running = self._beating = True
        self._exit.wait()


class Brisk(AsyncZMQSocketChannel):
    """Waits only briefly for what a kernel still sends after it has said that it is ready.

    Later messages of this kind are ignored, since they belong to no cell.
    """

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:  # type: ignore[override]
        """Return the next message; shorten the timeout, if there is one."""
        return await super().get_msg(timeout if timeout is None else min(timeout, READY_S))


class WaryClient(AsyncKernelClient):
    """Talks to a kernel that is not trusted."""

    hb_channel_class = Type(NoHeartbeat)
    iopub_channel_class = Type(Brisk)

    def _context_default(self) -> zmq.asyncio.Context:
        """Make a context whose sockets refuse messages that are too large, and connect quickly."""
        context = super()._context_default()
        context.setsockopt(zmq.MAXMSGSIZE, LARGEST)
        context.setsockopt(zmq.RECONNECT_IVL, RETRY_MS)
        return context


class WaryManager(AsyncKernelManager):
    """Manages a kernel that is not trusted."""

    client_factory = Type(WaryClient)
    session = Instance(Session)

    async def _async_wait(self, pollinterval: float = END_S) -> None:
        """Wait, with a short poll interval, until a killed kernel has ended."""
        await super()._async_wait(min(pollinterval, END_S))

    @default("session")
    def _wary_session(self) -> Session:
        """Make the session that the client shares."""
        return WarySession(parent=self)


def nothing() -> dict[str, Any]:
    """Return a message that belongs to no cell and has no known type, which nbclient ignores.

    Returns
    -------
    dict
        With all the parts of a message.
    """
    empty: dict[str, Any] = {"header": {}, "parent_header": {}, "metadata": {}, "content": {}}
    return {**empty, "msg_id": "", "msg_type": "malformed", "buffers": []}


def is_readable(parts: Sequence[bytes]) -> bool:
    """Tell whether reading JSON takes little memory: as text, it costs nothing to look.

    Nothing that `size` accepts is refused.

    Parameters
    ----------
    parts : sequence of bytes
        JSON, encoded; it may be damaged.

    Returns
    -------
    bool
        False if it is longer than `MOST`, nested deeper than `DEPTH`, or holds far more than
        `VALUES` values.

    Examples
    --------
    >>> is_readable([b'{"a": [7, "[[,"]}']), is_readable([b"[" * 10**5])
    (True, False)
    """
    if sum(map(len, parts)) > MOST:
        return False
    left = 2 * VALUES  # an empty list has a mark as well
    for part in parts:
        whole = part.replace(rb"\\", b"").replace(rb"\"", b"")  # now each quotation mark is an end
        if whole.count(b'"') > 2 * VALUES:  # two for each string
            return False
        marks = b"".join(whole.split(b'"')[::2]).translate(None, NO_MARKS)
        left -= len(marks) - marks.count(b"]") - marks.count(b"}")
        if left < 0 or _depth(marks) > DEPTH:
            return False
    return True


def _depth(marks: bytes) -> int:
    """Return how deeply JSON is nested, of which only the marks are left."""
    brackets = marks.translate(None, b",:")
    return max(itertools.accumulate(1 if mark in b"[{" else -1 for mark in brackets), default=0)


def size(content: Any) -> int:
    """Return the size of a message: its characters as JSON, plus an amount for each value.

    Parameters
    ----------
    content : object
        JSON data.

    Returns
    -------
    int
        In characters; each value adds `VALUE`, even if it is empty.

    Raises
    ------
    ValueError
        If the content is nested deeper than `DEPTH`, or larger than `MOST`.

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


_GUARDS: set["Guard"] = set()  # one for each notebook running in this process


class Guard(threading.Thread):
    """Ends a kernel that floods this process, or that nothing else has ended in time.

    The parts of a message are held until the last one has arrived, and nothing else bounds their
    number. If other notebooks run in this process, it is unknown which kernel floods it. Then
    `shared` is set, so that each notebook runs once more, alone.

    Parameters
    ----------
    end_kernel : callable
        Called at most once.
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
        """Check memory and time a few times a second, until the notebook has ended."""
        while not self.reason and not self._done.wait(WATCH_S):
            if _resident() > self._most:
                self.reason, self.shared = FLOOD, len(_GUARDS) > 1
            elif time.monotonic() > self._last:
                self.reason = LATE
        if self.reason:
            self._end_kernel()

    def __enter__(self) -> "Guard":
        """Start the checks."""
        _GUARDS.add(self)
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the checks."""
        self._done.set()
        self.join()
        _GUARDS.discard(self)


def _resident() -> int:
    """Return the resident memory of this process, in bytes."""
    return psutil.Process().memory_info().rss


def _is_reply(content: dict[str, Any]) -> bool:
    """Tell whether a reply says how a cell ended, with fields of the expected types."""
    if content.get("status") != "error":
        return isinstance(content.get("status"), str)
    lines = content.get("traceback")
    named = all(isinstance(content.get(name), str) for name in ("ename", "evalue"))
    return named and isinstance(lines, list) and all(isinstance(line, str) for line in lines)
