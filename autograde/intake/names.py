"""Names of students' folders, changed where a program would misread them."""

import os
import unicodedata
from contextlib import suppress
from pathlib import Path

MISREAD = '*?[],"'  # nbgrader's wildcards, and what ends a cell of an exported table
UNPRINTABLE = ("Cc", "Cs")  # Unicode's control characters and surrogates
FORMULA = ("=", "+", "-", "@")  # for a spreadsheet, a cell that begins with one is a formula


def usable_name(student: str) -> str:
    r"""Return a name that nbgrader can find, and that tables, pages and terminals show as it is.

    Parameters
    ----------
    student : str
        The name of a student's folder.

    Returns
    -------
    str
        The same, with the bytes of each misread character written as hexadecimal numbers.

    Examples
    --------
    >>> usable_name("ada"), usable_name("Lovelace, Ada")
    ('ada', 'Lovelace_2C Ada')
    >>> usable_name("=1+1"), usable_name("two\nlines")
    ('_3D1+1', 'two_0Alines')
    """
    return "".join(
        _numbers(c) if _is_misread(c) or (place == 0 and c in FORMULA) else c
        for place, c in enumerate(student)
    )


def make_usable(submitted: Path, autograded: Path, student: str | None = None) -> dict[str, str]:
    """Rename the folders of students whose names would be misread; nothing is ever replaced.

    Parameters
    ----------
    submitted : Path
        The folder that holds them.
    autograded : Path
        The folder of graded notebooks. A student with a notebook there has marks under the present
        name, and keeps it.
    student : str, optional
        Only this one.

    Returns
    -------
    dict of str to str
        The old name by the new name. A folder that cannot be renamed stays as it is.
    """
    renamed = {}
    for place in sorted(submitted.glob("*/")):
        before, after = place.name, submitted / usable_name(place.name)
        if student not in (None, before) or after.name == before:
            continue
        if not os.path.lexists(after) and not (autograded / before).exists():
            with suppress(OSError):
                place.rename(after)
                renamed[after.name] = before
    return renamed


def _is_misread(character: str) -> bool:
    """Tell whether a character is misread wherever it stands."""
    return character in MISREAD or unicodedata.category(character) in UNPRINTABLE


def _numbers(character: str) -> str:
    """Return a character's bytes as numbers."""
    return "".join(f"_{byte:02X}" for byte in os.fsencode(character))
