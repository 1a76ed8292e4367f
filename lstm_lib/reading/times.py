"""Times as people write them. The order of day and month is never guessed."""

import re

import pandas as pd

from lstm_lib.reading.errors import SeriesError
from lstm_lib.reading.numbers import is_missing

YEAR_FIRST = re.compile(
    r"\d{4}(?:[-/]\d{1,2}|([-/.])\d{1,2}\1\d{1,2})([T ]\d{1,2}(:\d{2}){0,2}.*)?"
)
YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})([T ].*)?")
NAMED = re.compile(r"(?=.*[A-Za-z]{3})(?=.*\d).*", re.DOTALL)  # a month by its name
YEAR = re.compile(r"1[5-9]\d\d|2[01]\d\d")
CLOCK = re.compile(r"\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?")
SHARE = 0.9


def are_times(cells, name=""):
    """Tell whether a column holds times.

    Parameters
    ----------
    cells : list of str
        As they stand in the file.
    name : str
        The column's name: whole numbers from 1500 to 2199 are years if it says so.

    Returns
    -------
    bool
        True if most cells can be read as times.

    Examples
    --------
    >>> are_times(["2024-01-01", "2024-01-02"]), are_times(["1990", "1991"], "level")
    (True, False)
    """
    there = [cell for cell in cells if not is_missing(cell)][:200]
    if not there:
        return False
    forms = [YEAR_FIRST, YEAR_LAST]
    if any(word in name.lower() for word in ("year", "jahr", "date", "time", "année", "año")):
        forms.append(YEAR)
    if any(sum(bool(f.fullmatch(c)) for c in there) >= SHARE * len(there) for f in forms):
        return True
    named = [c for c in there if NAMED.fullmatch(c)]
    return len(named) >= SHARE * len(there) and pd.notna(_by_name(named[:1], name)).all()


def is_clock(cells):
    """Tell whether a column holds times of day alone.

    Parameters
    ----------
    cells : list of str
        As they stand in the file.

    Returns
    -------
    bool
        True for cells such as 13:30.

    Examples
    --------
    >>> is_clock(["13:30", "13:45"])
    True
    """
    return bool(cells) and all(CLOCK.fullmatch(cell) for cell in cells[:200])


def read_times(cells, name, day_first=None):
    """Read times.

    Parameters
    ----------
    cells : list of str
        As they stand in the file.
    name : str
        The column's name, for errors.
    day_first : bool, optional
        Whether 3/4/2024 is the third of April. Only asked for if no cell tells.

    Returns
    -------
    DatetimeIndex
        One for each cell, without a time zone.
    str
        How they were read.

    Raises
    ------
    SeriesError
        If a cell is no time, if day and month may be either, or if their order changes.

    Examples
    --------
    >>> read_times(["13/04/2024", "14/04/2024"], "day")[1]
    'day first, since 13/04/2024 has no month 13'
    """
    first = next((cell for cell in cells if not is_missing(cell)), "")
    how = "year first"
    if YEAR_LAST.fullmatch(first):
        day_first, how = _order(cells, name, day_first)
        parsed = pd.to_datetime(
            pd.Series(cells), dayfirst=day_first, errors="coerce", format="mixed"
        )
    elif YEAR.fullmatch(first):
        parsed, how = pd.to_datetime(pd.Series(cells), format="%Y", errors="coerce"), "years"
    elif YEAR_FIRST.fullmatch(first):
        slashed = pd.Series(cells).str.replace(
            r"^(\d{4})[/.](\d+)(?:[/.](\d+))?", _dashed, regex=True
        )
        parsed = pd.to_datetime(slashed, errors="coerce", format="ISO8601", utc=_has_zone(first))
        if parsed.isna().any():
            parsed = pd.to_datetime(slashed, errors="coerce", format="mixed", utc=_has_zone(first))
        if _has_zone(first):
            parsed, how = parsed.dt.tz_localize(None), "year first, in UTC"
    else:
        parsed, how = _by_name(cells, name), "months by name"
    if parsed.isna().any():
        at = int(parsed.isna().to_numpy().argmax())
        raise SeriesError(
            f'row {at + 1} of the column "{name}" holds "{cells[at][:40]}", and a time such as '
            f'"{first}" was expected. Mend that row, or leave it out of the file'
        )
    return pd.DatetimeIndex(parsed), how


def _dashed(match):
    """Write a date that begins with its year with dashes."""
    return "-".join(f"{int(part):02}" if len(part) < 4 else part for part in match.groups() if part)


def _has_zone(cell):
    """Tell whether a time names its zone."""
    return bool(re.search(r"(Z|[+-]\d{2}:?\d{2})$", cell) and ":" in cell)


def _by_name(cells, name):
    """Read times that name their month."""
    return pd.to_datetime(pd.Series(cells), errors="coerce", format="mixed")


def _order(cells, name, day_first):
    """Find whether the day or the month comes first."""
    pairs = [(m, c) for c in cells if (m := YEAR_LAST.fullmatch(c))]
    days = next((c for m, c in pairs if int(m[1]) > 12), None)
    months = next((c for m, c in pairs if int(m[3]) > 12), None)
    if days and months:
        raise SeriesError(
            f'in the column "{name}", {days} begins with a day and {months} with a month. Expected '
            "one order in the whole file"
        )
    if days or months:
        told = days or months
        number = YEAR_LAST.fullmatch(told)[1 if days else 3]
        found = days is not None
        if day_first is not None and day_first != found:
            raise SeriesError(
                f"day_first={day_first} was passed, and {told} has no month {number}. Leave "
                "day_first away"
            )
        which = "day" if found else "month"
        return found, f"{which} first, since {told} has no month {number}"
    if day_first is None:
        raise SeriesError(
            f'in the column "{name}", {pairs[0][1]} may begin with the day or with the month, and '
            "no other date tells. Say which: pass day_first=True or day_first=False"
        )
    return day_first, "day first, as you said" if day_first else "month first, as you said"
