"""The JSON of a file that was handed in, read in a bounded time, or the reason why it has none."""

import contextlib
import json
import math
import re
from typing import Any

# JSON takes many times as much memory as its text.
KEPT_LIMIT = 32 * 2**20  # bytes without outputs and pictures; a release has about twenty thousand
WHOLE_LIMIT = 4 * 2**20  # bytes with outputs, to find the place of a mistake
PARTS_LIMIT = 1_000_000  # lists and mappings

# What nothing reads, and what is large in many a notebook.
KEY = re.compile(rb'(?<=[{,\s])"(?:outputs|attachments|widgets)"\s*+:\s*+')
DEPTH = 20  # of a value that is left out; plots of some libraries have twelve levels


def _nested(depth: int) -> bytes:
    """Return a pattern of a list or mapping; it never goes back, so it takes linear time."""
    flat = rb'[^"\[\]{}]++|"(?:[^"\\]++|\\.)*+"'
    value = rb"[\[{](?:%s)*+[\]}]" % flat
    for _ in range(depth):
        value = rb"[\[{](?:%s|%s)*+[\]}]" % (flat, value)
    return value


VALUE = re.compile(_nested(DEPTH), re.DOTALL)
STRING = re.compile(r'"(?:[^"\\]++|\\.)*+"', re.DOTALL)

# How other kinds of files begin.
KINDS = {
    b"PK\x03\x04": "a Zip archive",
    b"\x1f\x8b": "a compressed file (gzip)",
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture (PNG)",
    b"\xff\xd8\xff": "a picture (JPEG)",
    b"\xd0\xcf\x11\xe0": "a document of Microsoft Office",
    b"version https://git-lfs": "a pointer of Git LFS, without the file that it points to",
    b"<!doctype html": "a web page (HTML)",
    b"<html": "a web page (HTML)",
}
MARKER = re.compile(r"^(?:<<<<<<<|=======|>>>>>>>)(?: .*)?$", re.MULTILINE)


class NoNotebook(ValueError):
    """What was handed in cannot be read as a notebook; the message says why."""


def read_json(data: bytes) -> tuple[Any, str]:
    """Read the JSON of a notebook without what nothing uses: outputs, attachments, widgets.

    Numbers are not read: none of them is used.

    Parameters
    ----------
    data : bytes
        Whatever was handed in.

    Returns
    -------
    read : object
        The JSON.
    odd : str
        What is odd about the file's encoding; empty for plain UTF-8.

    Raises
    ------
    NoNotebook
        If it is no JSON, or too large.

    Examples
    --------
    >>> read_json(b'{"cells": [{"source": "x", "outputs": [{"text": "y"}]}]}')
    ({'cells': [{'source': 'x', 'outputs': None}]}, '')
    >>> read_json(b'{"cells": [],}')
    Traceback (most recent call last):
    autograde.intake.contents.NoNotebook: it holds no JSON that can be read: line 1, column 13 has \
a comma too many, before `}`
    """
    start = data[:100].lstrip().lower()
    for beginning, kind in KINDS.items():
        if start.startswith(beginning.lower()):
            raise NoNotebook(f"it is {kind}")
    data, in_words = _as_utf8(data)
    short = _without_unused(data)
    if len(short) > KEPT_LIMIT:
        raise NoNotebook(
            f"without outputs, it holds {math.ceil(len(short) / 2**20)} MiB, "
            f"more than the limit of {KEPT_LIMIT // 2**20} MiB"
        )
    text, odd = _text(short)
    try:
        return _loads(text), in_words or odd
    except json.JSONDecodeError:
        # In what was handed in, the place of the mistake has its right column.
        whole = _text(data)[0] if len(data) <= WHOLE_LIMIT else text
        raise NoNotebook(_what_is_wrong(whole)) from None


def _as_utf8(data: bytes) -> tuple[bytes, str]:
    """Return a text of another encoding that Unicode has in UTF-8, and what is odd about it."""
    encoding = json.detect_encoding(data)
    if encoding == "utf-8":
        return data, ""
    odd = f"it is in {encoding[:6].upper()}"
    if encoding == "utf-8-sig":
        odd = "it begins with a byte order mark (BOM)"
    try:
        return data.decode(encoding).encode(), odd
    except UnicodeError:  # it begins as such a text and is none, or is cut off
        raise NoNotebook(f"it holds no JSON: {odd}, and is damaged or cut off") from None


def _text(data: bytes) -> tuple[str, str]:
    """Return the text of bytes that are UTF-8, or nearly so, and what is odd about it."""
    with contextlib.suppress(UnicodeDecodeError):
        return data.decode(), ""
    text = data.decode("utf-8", "replace")
    if re.search("[^\x00-\x7f\ufffd]", text):
        return text, "some of its characters are damaged"
    return data.decode("cp1252", "replace"), "it is in another encoding than UTF-8"


def _loads(text: str) -> Any:
    """Read JSON, except for its numbers: one with a million digits would take long."""
    if _parts(text) > PARTS_LIMIT and _parts(STRING.sub("", text)) > PARTS_LIMIT:
        many = f"more than {PARTS_LIMIT:,} lists and mappings"
        raise NoNotebook(f"it holds {many}, side by side or nested")
    try:
        return json.loads(text, strict=False, parse_int=len, parse_float=len, parse_constant=len)
    except RecursionError:
        raise NoNotebook("its JSON is nested too deeply") from None


def _parts(text: str) -> int:
    """Count the lists and mappings of JSON, and what looks like one in its strings."""
    return text.count("{") + text.count("[")


def _without_unused(data: bytes) -> bytes:
    """Leave out the values that nothing uses; their lines stay, for messages that name one.

    In JSON a string holds no bare quotation mark, so what looks like a key is one. The first value
    that does not end, or is nested too deeply, ends the search: it would be sought again and again.
    """
    kept, at = [], 0
    while (key := KEY.search(data, at)) and (value := VALUE.match(data, key.end())):
        kept += [data[at : key.end()], b"null", b"\n" * data.count(b"\n", *value.span())]
        at = value.end()
    return b"".join([*kept, data[at:]])


def _what_is_wrong(text: str) -> str:
    """Say in words why a text is no JSON, and in which line."""
    if not text.strip("\ufeff\0 \t\r\n"):
        return "the file is empty"
    broken = "it holds no JSON that can be read: "
    if marker := MARKER.search(text):
        line = text.count("\n", 0, marker.start()) + 1
        return (
            f"{broken}line {line} is a conflict marker of Git, `{marker[0][:7]}`. "
            "Two versions were merged, and the conflict is not resolved yet"
        )
    if text.lstrip()[:1] not in ("{", "["):
        return f"it holds no JSON: it is another kind of file, which begins with {text[:20]!r}"
    try:
        _loads(text)
    except json.JSONDecodeError as error:
        return broken + _mistake(text, error)
    return f"{broken}a value in its outputs is damaged"


def _mistake(text: str, error: json.JSONDecodeError) -> str:
    """Say what a mistake in JSON is, and where."""
    before, after = text[: error.pos].rstrip(), text[error.pos :].lstrip()
    if after[:1] == ",":  # newer versions of Python name the comma, older ones what follows it
        before, after = text[: error.pos + 1], after[1:].lstrip()
    if re.fullmatch(r"[\w.+-]*", after) or error.msg.startswith("Unterminated string"):
        return f"it is cut off in line {error.lineno}"
    if before.endswith(",") and after[0] in "}]":
        comma = json.JSONDecodeError("", before, len(before) - 1)
        place = f"line {comma.lineno}, column {comma.colno}"
        return f"{place} has a comma too many, before `{after[0]}`"
    words = error.msg[:1].lower() + error.msg[1:]
    return f"line {error.lineno}, column {error.colno}: {words}"
