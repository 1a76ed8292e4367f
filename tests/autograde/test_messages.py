"""Messages of a kernel that is not trusted."""

import itertools
import json
import tracemalloc

import pytest
import zmq
from jupyter_client.session import Session

from autograde.execution import messages
from autograde.execution.messages import (
    DEPTH,
    FLOOD,
    LATE,
    MOST,
    VALUE,
    Guard,
    WaryClient,
    WaryManager,
    WarySession,
    is_readable,
    nothing,
    size,
)

KEY = b"key"


def sent(*parts):
    """Return a signed message of these parts, as received from a socket."""
    return [b"from", b"<IDS|MSG>", Session(key=KEY).sign(list(parts)), *parts]


def read(message):
    """Read a message as the channel of a kernel does."""
    session = WarySession(key=KEY)
    _, parts = session.feed_identities(message)
    return session.deserialize(parts)


def header(kind="display_data"):
    """Return a header as bytes."""
    return json.dumps({"msg_id": "1", "msg_type": kind, "version": "5.3"}).encode()


def test_a_message_is_read_as_it_was_sent():
    """Does what a kernel writes come through unchanged?"""
    message = read(sent(header(), b'{"msg_id": "of-a-cell"}', b"{}", b'{"data": {"a": 1}}'))
    assert message["content"] == {"data": {"a": 1}}
    assert message["parent_header"]["msg_id"] == "of-a-cell"


@pytest.mark.parametrize(
    "message",
    [
        [],
        [b"x"],
        [b"x", b"<IDS|MSG>"],
        [b"x", b"<IDS|MSG>", b"wrong", b"{}", b"{}", b"{}", b"{}"],
        [b"x", b"<IDS|MSG>", b"", b"{}", b"{}", b"{}", b"{}"],
        sent(b"{", b"{}", b"{}", b"{}"),
        sent(b"\xff", b"{}", b"{}", b"{}"),
        sent(b"{}", b"{}", b"{}", b"{}"),
        sent(b"[" * 10**5, b"{}", b"{}", b"{}"),
        sent(header(), b"[]", b"{}", b"{}"),
        sent(header(), b"{}", b"7", b"{}"),
        sent(header(), b"{}", b"{}", b"[1]"),
        sent(header(), b"{}", b"{}", b'{"a": ' + b"9" * 5000 + b"}"),
        sent(b'{"msg_id": 1, "msg_type": [1]}', b"{}", b"{}", b"{}"),
    ],
)
def test_a_message_that_no_kernel_writes_says_nothing(message):
    """Does every malformed message become one that belongs to no cell, without an error?"""
    assert read(message) == nothing()


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"status": 7},
        {"status": "error"},
        {"status": "error", "ename": "E", "evalue": "e", "traceback": 5},
        {"status": "error", "ename": 1, "evalue": "e", "traceback": []},
    ],
)
def test_an_odd_reply_is_a_reply(content):
    """Is a reply that does not say how a cell ended still treated as a reply?"""
    body = json.dumps(content).encode()
    message = read(sent(header("execute_reply"), b'{"msg_id": "of-a-cell"}', b"{}", body))
    assert message["content"] == {"status": "ok"}
    assert message["parent_header"]["msg_id"] == "of-a-cell"


def test_an_error_reply_stays():
    """Does an honest error reply come through?"""
    content = {"status": "error", "ename": "E", "evalue": "e", "traceback": ["in f"]}
    message = read(sent(header("execute_reply"), b"{}", b"{}", json.dumps(content).encode()))
    assert message["content"] == content


# Made when a test asks: they are large.
COSTLY = {
    "millions of objects": lambda: b"[" + b"{}," * 3 * 10**6 + b"{}]",
    "millions of keys": lambda: b"{" + b",".join(b'"%d":0' % n for n in range(2 * 10**6)) + b"}",
    "millions of empty texts": lambda: b"[" + b'"",' * 3 * 10**6 + b"0]",
    "nested a hundred levels deep": lambda: b"[" * 100 + b"]" * 100,
    "a text that is too long": lambda: b'"' + b"x" * MOST + b'"',
    "quotation marks alone": lambda: b'"' * MOST,
    "objects after an escaped quotation mark": lambda: b'["\\\\\\"",' + b"{}," * 3 * 10**6 + b"{}]",
}


@pytest.mark.parametrize("costly", COSTLY)
@pytest.mark.parametrize("kind", ["display_data", "execute_reply"])
def test_a_message_that_would_take_much_memory_is_not_read(costly, kind):
    """Is only the header read, and is a reply still a reply?"""
    parent = b'{"msg_id": "of-a-cell"}'
    content = COSTLY[costly]()
    tracemalloc.start()
    message = read(sent(header(kind), parent, b"{}", content))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5 * MOST  # some copies of the text; the objects would take more
    assert message["content"] == ({"status": "ok"} if kind == "execute_reply" else {})
    assert message["parent_header"]["msg_id"] == "of-a-cell"


def test_a_costly_header_makes_a_message_nobody_s():
    """Is a message left out as a whole if what says whose it is would take much memory?"""
    costly = COSTLY["millions of objects"]()
    assert read(sent(costly, b"{}", b"{}", b"{}")) == nothing()
    assert read(sent(header(), costly, b"{}", b"{}")) == nothing()


def test_marks_in_a_text_cost_nothing():
    """Is a long text with all of JSON's own marks in it read as it was sent?"""
    text = '{"[:,]}\\\\"' * 10**6
    content = {"data": {"text/plain": text}}
    message = read(sent(header(), b"{}", b"{}", json.dumps(content).encode()))
    assert message["content"] == content


def test_buffers_do_not_come_in():
    """Does a message come without its buffers, whose bytes nothing would count?"""
    message = read([*sent(header(), b"{}", b"{}", b'{"data": {"a": 1}}'), bytes(100)])
    assert message["content"] == {"data": {"a": 1}}
    assert message["buffers"] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "made",
    [
        lambda: [[]] * (MOST // VALUE - 2),
        lambda: {str(n): 0 for n in range(400_000)},
        lambda: ["x"] * 900_000,
    ],
)
def test_what_size_accepts_is_read(made):
    """Is no message refused unread that was accepted when it was read first?"""
    accepted = made()
    size(accepted)
    assert is_readable([json.dumps(accepted).encode()])


def test_size_counts_what_is_empty():
    """Do a million empty lists count, and do characters count as written?"""
    assert size([[]] * 1000) == 1001 * VALUE
    assert size("\U0001f600" * 10) == VALUE + 2 + 120
    with pytest.raises(ValueError, match="larger"):
        size([0] * (MOST // VALUE + 1))


def test_size_refuses_what_is_deep():
    """Is nesting bounded, since copying it takes nested calls?"""
    deep = 7
    for _ in range(DEPTH):
        deep = [deep]
    assert size(deep) == (DEPTH + 1) * VALUE
    with pytest.raises(ValueError, match="deeper"):
        size([deep])


def test_a_flood_ends_the_kernel(monkeypatch):
    """Is the kernel ended, once, if this process uses much more memory than before?"""
    held = iter([0, 0, 2**40])
    monkeypatch.setattr("autograde.execution.messages._resident", lambda: next(held))
    ended = []
    with Guard(lambda: ended.append(1), 600) as guard:
        guard.join(10)
    assert guard.reason == FLOOD
    assert ended == [1]
    assert not guard.shared


def test_a_flood_is_nobody_s_where_two_run(monkeypatch):
    """Are both kernels ended, and both notebooks marked to run once more, alone?"""
    held = itertools.chain([0, 0], itertools.repeat(2**40))
    monkeypatch.setattr("autograde.execution.messages._resident", lambda: next(held))
    first, second = Guard(lambda: None, 600), Guard(lambda: None, 600)
    with first, second:
        first.join(10)
        second.join(10)
    assert first.reason == second.reason == FLOOD
    assert first.shared
    assert second.shared


def test_time_ends_the_kernel():
    """Is a kernel ended if nothing else has ended it?"""
    ended = []
    with Guard(lambda: ended.append(1), 0) as guard:
        guard.join(10)
    assert guard.reason == LATE
    assert ended == [1]


def test_an_honest_kernel_is_left_alone():
    """Does nothing happen to a kernel that ends by itself?"""
    ended = []
    with Guard(lambda: ended.append(1), 600) as guard:
        pass
    assert not ended
    assert not guard.reason


def test_no_heartbeat_is_asked_for():
    """Does a kernel's client lack the thread that could wait forever for an answer?"""
    manager = WaryManager()
    client = manager.client()
    assert isinstance(client, WaryClient)
    assert isinstance(client.session, WarySession)
    channel = client.hb_channel_class(client.context, client.session, "ipc://nowhere-1")
    channel.start()
    assert channel.socket is None
    channel.stop()
    assert not channel.is_alive()


def test_a_part_that_is_too_large_does_not_come_in(tmp_path, monkeypatch):
    """Does a client's socket accept what a kernel writes, and nothing larger?"""
    monkeypatch.setattr(messages, "LARGEST", 1000)
    place = str(tmp_path / "k")
    client = WaryManager(transport="ipc", ip=place, shell_port=1).client()
    with zmq.Context() as context, context.socket(zmq.ROUTER) as kernel:
        kernel.linger = 0
        kernel.bind(f"ipc://{place}-1")
        ours = zmq.Socket(client.connect_shell(identity=b"ours"))
        ours.send(b"who is there?")
        kernel.recv_multipart()
        for part in (b"small", b"x" * 2000):
            kernel.send_multipart([b"ours", part])
        assert ours.poll(5000)
        assert ours.recv() == b"small"
        assert not ours.poll(200)
    client.context.destroy(0)
