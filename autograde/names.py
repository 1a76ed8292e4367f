"""Names of students' folders, changed where a pattern, a table or a terminal would misread them."""

import os
import unicodedata
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote_from_bytes

MISREAD = '*?[],"'  # patterns of nbgrader's, and what ends a cell of an exported table
UNPRINTABLE = ("Cc", "Cs", "Zl", "Zp")  # Unicode's control characters, halves, ends of lines
FORMULA = ("=", "+", "-", "@")  # a cell that begins so is one, for a spreadsheet


def usable(student: str) -> str:
    r"""Return a name that nbgrader finds, and that every table and terminal shows as it is.

    Parameters
    ----------
    student : str
        The name of a student's folder.

    Returns
    -------
    str
        The same, with the bytes of each misread character written as in an address on the web,
        so that two names never become one.

    Examples
    --------
    >>> usable("ada"), usable("Lovelace, Ada"), usable("=1+1"), usable("two\nlines")
    ('ada', 'Lovelace%2C Ada', '%3D1+1', 'two%0Alines')
    """
    return "".join(
        f"%{ord(c):02X}" if number == 0 and c in FORMULA else _written(c)
        for number, c in enumerate(student)
    )


def make_usable(submitted: Path, autograded: Path, student: str | None = None) -> dict[str, str]:
    """Rename the folders of students whose names would be misread; nothing is ever replaced.

    Parameters
    ----------
    submitted : Path
        The folder of all of them.
    autograded : Path
        Where graded notebooks lie: who has one has marks under the name as it is, and keeps it.
    student : str, optional
        Only this one.

    Returns
    -------
    dict of str to str
        What each that was renamed was called before. One that cannot be renamed stays.
    """
    renamed = {}
    for place in sorted(submitted.glob("*/")):
        before, after = place.name, submitted / usable(place.name)
        if student not in (None, before) or after.name == before:
            continue
        if not os.path.lexists(after) and not (autograded / before).exists():
            with suppress(OSError):
                place.rename(after)
                renamed[after.name] = before
    return renamed


def _written(character: str) -> str:
    """Return a character, or its bytes as numbers if it would be misread."""
    if character in MISREAD or unicodedata.category(character) in UNPRINTABLE:
        return quote_from_bytes(os.fsencode(character), safe="")
    return character
