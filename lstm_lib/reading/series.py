"""A series from a file: which column, which times, what is missing."""

import textwrap
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from lstm_lib.reading.errors import SeriesError
from lstm_lib.reading.numbers import are_numbers, decimal_sign, is_missing, numbers
from lstm_lib.reading.order import day_of, in_order
from lstm_lib.reading.table import DELIMITERS, read_table
from lstm_lib.reading.times import are_times, is_clock, read_times

ENOUGH = 150  # points from which a project can be made
FILLS = ("last", "line")


@dataclass(frozen=True, eq=False)
class Reading:
    """A series, and what was understood of the file that it comes from.

    Parameters
    ----------
    values : ndarray of shape (points,)
        In the file's units, in time order; NaN where a value is missing.
    times : DatetimeIndex or None
        The time of each value, if the file tells.
    name : str
        Of the column.
    understood : list of str
        What the printed text says, line by line.
    """

    values: np.ndarray
    times: pd.DatetimeIndex | None
    name: str
    understood: list[str] = field(default_factory=list)

    def __str__(self):
        """Say what was understood."""
        return "\n".join(self.understood)

    def as_code(self):
        """Return lines of Python that make the same series, to paste into a notebook.

        Returns
        -------
        str
            An array of numbers, as exact as the file.

        Raises
        ------
        SeriesError
            If values are missing.

        Examples
        --------
        >>> print(Reading(np.array([1.0, 2.5]), None, "level").as_code())
        series = np.array([
            1, 2.5,
        ])
        """
        if gaps := int(np.isnan(self.values).sum()):
            raise SeriesError(
                f"{gaps} of {len(self.values)} values are missing. Expected none: pass fill="
                '"last", which repeats the last value known, or cut out a stretch without gaps'
            )
        text = ", ".join(np.format_float_positional(v, trim="-") for v in self.values)
        lines = textwrap.wrap(f"{text},", 92, initial_indent="    ", subsequent_indent="    ")
        return "\n".join(["series = np.array([", *lines, "])"])


def read_series(
    path, column=None, time=None, *, day_first=None, decimal=None, delimiter=None, fill=None
):
    r"""Read a series from a file of text, and say what was understood.

    Parameters
    ----------
    path : str or Path
        A CSV or the like: any delimiter, with or without a header.
    column : str or int, optional
        The column of the values, by name or by number from 0; needed if several hold numbers.
    time : str or int, optional
        The column of the times.
    day_first : bool, optional
        Whether 3/4/2024 is the third of April; needed if no date tells.
    decimal : str, optional
        The sign before decimals, ``"."`` or ``","``; needed if no value tells.
    delimiter : str, optional
        The character between two fields.
    fill : str, optional
        What becomes of missing values: ``"last"`` repeats the last one known; ``"line"`` draws a
        line to the next one, and so knows the future. By default they stay NaN.

    Returns
    -------
    Reading
        Print it to see what was understood.

    Raises
    ------
    SeriesError
        If the file is none, or leaves a choice that nobody should guess: what came, what is
        expected, what to do.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder) / "lake.csv"
    ...     _ = path.write_text("day;level\n30.01.2024;2,5\n31.01.2024;2,75\n01.02.2024;2,5\n")
    ...     found = read_series(path)
    >>> found.values
    array([2.5 , 2.75, 2.5 ])
    >>> print(found.understood[3])
    values: column "level", 3 points, decimal sign ","
    """
    if fill is not None and fill not in FILLS:
        raise SeriesError(f'fill is {fill!r}, expected "last" or "line", or leave it away')
    if decimal is not None and decimal not in (".", ","):
        raise SeriesError(f'decimal is {decimal!r}, expected "." or ","')
    table = read_table(path, delimiter)
    names = table.header or [f"column {k}" for k in range(len(table.rows[0]))]
    columns = [list(cells) for cells in zip(*table.rows, strict=True)]
    said = [f"file: {_form(table)}", f"columns: {', '.join(names)}"]
    stamps, used, told = _times(columns, names, time, day_first)
    chosen = _column(columns, names, column, used, table)
    sign = decimal or decimal_sign(
        columns[chosen], f'the column "{names[chosen]}"', may_be_point=table.delimiter == ","
    )
    values = numbers(columns[chosen], sign)
    _refuse_words(values, columns[chosen], names[chosen], table)
    values, times, step = in_order(values, stamps)
    if times is None:
        said.append("times: none; each line is one step")
    else:
        said.append(told.format(begin=day_of(times[0]), end=day_of(times[-1]), step=step))
    said.append(f'values: column "{names[chosen]}", {len(values)} points, decimal sign "{sign}"')
    said += table.notes + _remarks(values, names[chosen])
    gaps = np.isnan(values)
    if np.any(gaps):
        values, line = _filled(values, gaps, fill)
        said.append(line)
    else:
        said.append("missing: none")
    return Reading(values, times, names[chosen], said)


def _form(table):
    """Say how the file is written."""
    delimiter = DELIMITERS.get(table.delimiter, repr(table.delimiter))
    between = f"{delimiter} between fields" if len(table.rows[0]) > 1 else "one column"
    header = "with a header" if table.header else "without a header"
    return f"{len(table.rows)} lines, {between}, {header}, {table.encoding}"


def _place(names, asked, what):
    """Return the number of a column that was asked for."""
    if isinstance(asked, int) and -len(names) <= asked < len(names):
        return asked % len(names)
    if asked in names:
        return names.index(asked)
    raise SeriesError(
        f"there is no column {asked!r} for {what}. Expected one of: {', '.join(names)}, or a "
        f"number from 0 to {len(names) - 1}"
    )


def _times(columns, names, time, day_first):
    """Return the times or None, the columns that they take, and what to say of them."""
    if time is None:
        found = [k for k, cells in enumerate(columns) if are_times(cells, names[k])]
    else:
        found = [_place(names, time, "the times")]
    if not found:
        return None, set(), ""
    at = found[0]
    used, cells, name = {at}, columns[at], names[at]
    for k, clock in enumerate(columns):
        if k != at and is_clock(clock) and not any(":" in cell for cell in cells[:20]):
            used.add(k)
            cells = [f"{day} {hour}" for day, hour in zip(cells, clock, strict=True)]
            name = f"{name} + {names[k]}"
            break
    stamps, how = read_times(cells, name, day_first)
    told = f'times: column "{name}", {{begin}} to {{end}}, {{step}} apart ({how})'
    return stamps, used, told


def _column(columns, names, column, used, table):
    """Return the number of the column that holds the values."""
    if column is not None:
        return _place(names, column, "the values")
    fitting = [k for k, cells in enumerate(columns) if k not in used and are_numbers(cells)]
    if len(fitting) > 1 and _counts(columns[fitting[0]]):
        fitting = fitting[1:]  # the first one only numbers the lines
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise SeriesError(
            f"no column holds numbers: {', '.join(names)}; the first line is "
            f"{' | '.join(table.rows[0])[:80]}. Expected one number for each point of time. Is the "
            "delimiter another one? Pass delimiter=, or column="
        )
    raise SeriesError(
        f"{len(fitting)} columns hold numbers: {', '.join(names[k] for k in fitting)}. Expected "
        f"one series. Say which: pass column={names[fitting[0]]!r}, or if commas stand before "
        'decimals, pass delimiter="\\t"'
    )


def _counts(cells):
    """Tell whether a column only numbers the lines."""
    start = cells[0]
    return start in ("0", "1") and cells == [str(k + int(start)) for k in range(len(cells))]


def _refuse_words(values, cells, name, table):
    """Refuse a cell that is neither a number nor a word for a missing value."""
    for k, (value, cell) in enumerate(zip(values, cells, strict=True)):
        if np.isnan(value) and not is_missing(cell):
            raise SeriesError(
                f'line {table.lines[k]}, column "{name}", holds "{cell[:40]}". Expected a number, '
                "or nothing where a value is missing. Mend that line"
            )


def _remarks(values, name):
    """Say what a learner should know before they begin."""
    unit = (
        "unit: not in the header; find it out" if not set("(%[°") & set(name) else "unit: " + name
    )
    there = values[~np.isnan(values)]
    remarks = [unit]
    if len(values) < ENOUGH:
        remarks.append(f"short: {len(values)} points. A project needs {ENOUGH} or more")
    if len(there) and np.ptp(there) == 0:
        remarks.append(f"constant: every value is {there[0]:g}. There is nothing to forecast")
    return remarks


def _filled(values, gaps, fill):
    """Fill missing values, and say so."""
    runs = np.flatnonzero(np.diff(np.concatenate([[0], gaps.astype(int), [0]])))
    longest = int(np.max(runs[1::2] - runs[::2]))
    count = f"missing: {gaps.sum()} values, at most {longest} in a row"
    if fill is None:
        return values, f'{count}; they are NaN. Pass fill="last", or cut out a stretch'
    series = pd.Series(values)
    if fill == "last":
        return series.ffill().bfill().to_numpy(), f"{count}; the last value known stands there"
    line = series.interpolate(limit_direction="both").to_numpy()
    return line, f"{count}; a line to the next value stands there, which knows the future"
