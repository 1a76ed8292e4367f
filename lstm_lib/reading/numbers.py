"""Numbers as people write them: decimal point or comma, thousands, missing values."""

import re

import numpy as np

from lstm_lib.reading.errors import SeriesError

MISSING = {"", "na", "n/a", "nan", "null", "none", "-", "--", "?", "..", ".", "missing", "#n/a"}
SIGNS = re.compile(r"^[€$£¥\s]+|[€$£¥%\s]+$")
SPACED = re.compile(r"(?<=\d)[ \u00a0\u202f'’](?=\d{3}(?!\d))")  # between thousands
NUMBER = re.compile(r"[+-]?(\d+([.,]\d+)*[.,]?\d*|[.,]\d+)([eE][+-]?\d+)?")
SHARE = 0.8  # of the cells that are there, which have to be numbers


def decimal_sign(cells, of="this column", may_be_point=False):
    """Find which sign stands before the decimals.

    Parameters
    ----------
    cells : list of str
        As they stand in the file.
    of : str
        What to call them in an error.
    may_be_point : bool
        Whether a point before three digits counts as decimal where nothing else tells.

    Returns
    -------
    str
        ``"."`` or ``","``; a point if there are whole numbers only.

    Raises
    ------
    SeriesError
        If both are possible, as in 1,234.

    Examples
    --------
    >>> decimal_sign(["1.234,5", "987,0"])
    ','
    >>> decimal_sign(["1,234", "2,345", "12,3"])
    ','
    """
    values = [clean for clean in map(_clean, cells) if "," in clean or "." in clean]
    if not values:
        return "."
    for value in values:
        if "," in value and "." in value:
            return max(",.", key=value.rfind)
    for value in values:
        sign = "," if "," in value else "."
        other = "." if sign == "," else ","
        if value.count(sign) > 1:
            return other  # 1,234,567: it separates thousands
        before, _, after = value.lstrip("+-").partition(sign)
        after = re.split("[eE]", after)[0]
        if len(after) != 3 or len(before) > 3 or before in ("", "0"):
            return sign
    sign = "," if "," in values[0] else "."
    if sign == "." and may_be_point:
        return "."
    raise SeriesError(
        f"in {of}, {values[0]} can be {values[0].replace(sign, '')} or "
        f"{values[0].replace(',', '.')}, and no other value tells. Say which: pass "
        'decimal="." or decimal=","'
    )


def numbers(cells, decimal="."):
    """Turn cells into numbers.

    Parameters
    ----------
    cells : list of str
        As they stand in the file.
    decimal : str
        The sign before the decimals, ``"."`` or ``","``; the other one separates thousands.

    Returns
    -------
    ndarray of shape (cells,)
        NaN where a value is missing, or no number.

    Examples
    --------
    >>> numbers(["1.234,5", "7 %", "n/a"], decimal=",")
    array([1234.5,    7. ,    nan])
    """
    other = "." if decimal == "," else ","
    found = []
    for cell in map(_clean, cells):
        plain = cell.replace(other, "").replace(decimal, ".")
        found.append(float(plain) if NUMBER.fullmatch(cell) and plain.count(".") < 2 else np.nan)
    return np.array(found)


def are_numbers(cells):
    """Tell whether a column holds numbers, but for missing values.

    Parameters
    ----------
    cells : list of str
        As they stand in the file.

    Returns
    -------
    bool
        True if most cells that are there are numbers.

    Examples
    --------
    >>> are_numbers(["1,5", "", "NA", "2"]), are_numbers(["Monday", "2"])
    (True, False)
    """
    there = [cell for cell in cells if not is_missing(cell)]
    if not there:
        return False
    fits = sum(bool(NUMBER.fullmatch(_clean(cell))) for cell in there)
    return fits >= SHARE * len(there)


def is_missing(cell):
    """Tell whether a cell says that there is no value.

    Parameters
    ----------
    cell : str
        As it stands in the file.

    Returns
    -------
    bool
        True for an empty cell, and for words such as NA.

    Examples
    --------
    >>> is_missing("n/a"), is_missing("0")
    (True, False)
    """
    return cell.strip().lower() in MISSING


def _clean(cell):
    """Return a cell without currency, percent sign and spaces between thousands."""
    return SPACED.sub("", SIGNS.sub("", cell.strip()).replace("\u2212", "-"))
