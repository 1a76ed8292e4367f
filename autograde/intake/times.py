"""When a submission was handed in: its `timestamp.txt`, read without a guess."""

import codecs
import os
import re
from datetime import UTC, datetime
from pathlib import Path

FILE = "timestamp.txt"
LIMIT = 1000  # bytes of a file that holds a date and time

# dateutil, which nbgrader reads with, takes 5/3/2026 for May and adds today's date to 17:55.
ISO = re.compile(r"\d{4}-?(\d\d-?\d\d|W\d\d(-?\d)?)([T ].+)?")
UTC_NAMES = re.compile(r" (UTC|GMT)$")  # nbgrader writes the first; others mean several places
SPACED_OFFSET = re.compile(r" (?=[+-]\d\d:?\d\d$)")


class NoTime(ValueError):
    """A file holds no time that can be read without a guess; the message says what it holds."""


def parse_time(text: str) -> datetime:
    """Read a time in ISO 8601, or in the form that nbgrader's exchange writes.

    Parameters
    ----------
    text : str
        A date and time. Without an offset, it is in UTC, as nbgrader's due dates are.

    Returns
    -------
    datetime
        In UTC, without an offset, as nbgrader's gradebook keeps it.

    Raises
    ------
    NoTime
        If it is in another form: the order of day and month, for example, would be a guess.

    Examples
    --------
    >>> parse_time("2026-03-01T18:55+01:00").isoformat(" ")
    '2026-03-01 17:55:00'
    >>> parse_time("2026-03-01 17:55:00.250000 UTC").isoformat(" ")
    '2026-03-01 17:55:00.250000'
    """
    written = SPACED_OFFSET.sub("", UTC_NAMES.sub("+00:00", text.strip()))
    try:
        if not ISO.fullmatch(written):
            raise ValueError
        time = datetime.fromisoformat(written)
        return time.astimezone(UTC).replace(tzinfo=None) if time.tzinfo else time
    except (ValueError, OverflowError):
        raise NoTime(f"{text.strip()[:40]!r}") from None


def handed_in_at(place: Path) -> datetime | None:
    """Return when a submission was handed in.

    Parameters
    ----------
    place : Path
        The submission's folder.

    Returns
    -------
    datetime or None
        In UTC, without an offset; None if there is no such file.

    Raises
    ------
    NoTime
        If the file holds no time that can be read without a guess.
    OSError
        If this machine cannot read it.
    """
    file = place / FILE
    if not os.path.lexists(file):
        return None
    if file.is_symlink() or not file.is_file():  # a pipe has no end, and a link leads elsewhere
        raise NoTime("no ordinary file")
    with file.open("rb") as opened:
        data = opened.read(LIMIT + 1)
    if len(data) > LIMIT:
        raise NoTime(f"more than {LIMIT} bytes")
    try:
        # PowerShell writes UTF-16, and Notepad marks the beginning of UTF-8.
        wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        return parse_time(data.decode("utf-16" if wide else "utf-8-sig"))
    except UnicodeDecodeError:
        raise NoTime("no text") from None


def problem_of_time(place: Path) -> str:
    """Say why it cannot be known when a submission was handed in.

    Parameters
    ----------
    place : Path
        The submission's folder.

    Returns
    -------
    str
        Empty if it is known, or nothing says it.
    """
    try:
        handed_in_at(place)
    except NoTime as error:
        return (
            f"its {FILE} holds {error}, not a time such as 2026-03-01 17:55:00: nothing is taken "
            "off for lateness until you correct or remove it"
        )
    except OSError as error:
        return f"its {FILE} cannot be read: {error.strerror}"
    return ""
