"""From a file's bytes to a table of text: what kind of file, which encoding, which delimiter."""

import csv
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from lstm_lib.reading.errors import SeriesError

LARGEST_BYTES = 100 * 2**20
KINDS = {  # how files that are no text begin
    b"PK\x03\x04": "an Excel file or another archive (.xlsx, .ods, .zip)",
    b"\xd0\xcf\x11\xe0": "an old Excel file (.xls)",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a compressed file (.gz)",
    b"PAR1": "a Parquet file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}
DELIMITERS = {";": "semicolon", "\t": "tab", "|": "bar", ",": "comma", " ": "space"}
SHARE = 0.9  # of the lines, which have as many fields as the table has columns


class Table(NamedTuple):
    """A table of text, and how it was found.

    ``header`` is a list of names, or None; ``rows`` are lists of text of one length; ``lines`` are
    the numbers of their lines; ``notes`` say what was left out.
    """

    header: list[str] | None
    rows: list[list[str]]
    lines: list[int]
    delimiter: str
    encoding: str
    notes: list[str]


def read_table(path, delimiter=None):
    r"""Read a file of text as a table.

    Parameters
    ----------
    path : str or Path
        The file.
    delimiter : str, optional
        The character between two fields; found by itself if it is not given.

    Returns
    -------
    Table
        Without blank lines, and without lines of another form at its beginning and its end.

    Raises
    ------
    SeriesError
        If there is no such file, if it is empty or no text, or if lines have different forms.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "a.csv"
    ...     _ = path.write_text("day;level\n1;2,5\n2;2,7\n")
    ...     table = read_table(path)
    >>> table.header, table.rows, table.delimiter
    (['day', 'level'], [['1', '2,5'], ['2', '2,7']], ';')
    """
    path = Path(path)
    text, encoding = _decoded(path)
    numbered = [
        (number, line)
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    if not numbered:
        raise SeriesError(
            f"{path.name} is empty: no line in it holds anything. Expected one line for each "
            "point of time. Save it again from the program that made it"
        )
    lines = [line for _, line in numbered]
    delimiter = delimiter or _delimiter(lines)
    fields = [_fields(line, delimiter) for line in lines]
    width = Counter(len(row) for row in fields[-2000:]).most_common(1)[0][0]
    first = next(k for k, row in enumerate(fields) if len(row) == width)
    last = max(k for k, row in enumerate(fields) if len(row) == width)
    for k in range(first, last + 1):
        if len(fields[k]) != width:
            raise SeriesError(
                f"line {numbered[k][0]} of {path.name} has {len(fields[k])} fields, and the others "
                f"have {width}, with a {DELIMITERS.get(delimiter, delimiter)} between two. "
                "Expected a table: mend that line, or pass delimiter="
            )
    notes = []
    if first:
        notes.append(f"{first} line(s) above the table left out")
    if len(fields) - 1 - last:
        notes.append(f"{len(fields) - 1 - last} line(s) below the table left out")
    rows = [[field.strip() for field in row] for row in fields[first : last + 1]]
    header = rows[0] if len(rows) > 1 and _is_header(rows) else None
    begin = first + (header is not None)
    where = [number for number, _ in numbered[begin : last + 1]]
    return Table(header, rows[begin - first :], where, delimiter, encoding, notes)


def _decoded(path):
    """Return a file's text and its encoding."""
    if not path.exists():
        raise SeriesError(
            f"there is no file {path}. Expected a file of text, such as a CSV. It is looked for in "
            f"{Path.cwd()}: give the whole path, or move the file there"
        )
    if path.is_dir():
        raise SeriesError(f"{path} is a folder. Expected one file of text: name a file in it")
    if path.stat().st_size > LARGEST_BYTES:
        raise SeriesError(
            f"{path.name} has {path.stat().st_size / 2**20:.0f} MiB. Expected at most "
            f"{LARGEST_BYTES // 2**20}: cut out the series first"
        )
    data = path.read_bytes()
    for begin, kind in KINDS.items():
        if data.startswith(begin):
            raise SeriesError(
                f"{path.name} is {kind}. Expected a file of text: open it in the program that made "
                "it, and save the sheet as CSV"
            )
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace"), encoding
    if b"\x00" in data[:4096]:
        raise SeriesError(
            f"{path.name} holds bytes that are no text. Expected a file of text: export the series "
            "as CSV"
        )
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), "cp1252"


def _fields(line, delimiter):
    """Cut a line into its fields; spaces may come in any number."""
    if delimiter == " ":
        return line.split()
    return next(csv.reader([line], delimiter=delimiter))


def _delimiter(lines):
    """Find the delimiter that gives most lines the same number of fields, more than one."""
    sample = lines[:500]
    for delimiter in DELIMITERS:
        counts = Counter(len(_fields(line, delimiter)) for line in sample)
        width, often = counts.most_common(1)[0]
        if width > 1 and often >= SHARE * len(sample) - 3:
            return delimiter
    return "\t"  # a single column


def _is_header(rows):
    """Tell whether the first row names the columns: letters where later rows have digits."""
    later = rows[1:50]
    for k, name in enumerate(rows[0]):
        digits = sum(any(c.isdigit() for c in row[k]) for row in later)
        if digits > len(later) / 2 and not any(c.isdigit() for c in name):
            return True
        if digits > len(later) / 2 and name[:1].isalpha() and not later[0][k][:1].isalpha():
            return True
    return False
