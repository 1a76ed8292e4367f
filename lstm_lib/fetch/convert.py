"""From the members of a package to the bytes of a data set: the same bytes on every machine.

`data.lock` names one of these functions for each data set, under `convert`.
"""

import ast
import csv
import gzip
import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import PurePosixPath

# Of two plays, the package's file does not give the title as the others do.
TITLES = {"measure-for-measure": "Measure for Measure", "henry-iv-part-1": "Henry IV, Part 1"}
# The columns of the package's table of weather, and what they are called here.
WEATHER = {
    "temp": "temperature",
    "dewp": "dew_point",
    "humid": "humidity",
    "wind_dir": "wind_direction",
    "wind_speed": "wind_speed",
    "pressure": "pressure",
}


def as_it_is(members: Mapping[str, bytes]) -> bytes:
    """Return the one member, unchanged.

    Parameters
    ----------
    members : mapping of str to bytes
        One member by its path in the package.

    Returns
    -------
    bytes
        What is in it.

    Examples
    --------
    >>> as_it_is({"package/digits.npz": b"PK"})
    b'PK'
    """
    (data,) = members.values()
    return data


def unpacked(members: Mapping[str, bytes]) -> bytes:
    """Return what is in the one member, a file that gzip has packed.

    Parameters
    ----------
    members : mapping of str to bytes
        One member by its path in the package.

    Returns
    -------
    bytes
        As it was before it was packed.

    Examples
    --------
    >>> unpacked({"package/prices.csv.gz": gzip.compress(b"Ticker,Date")})
    b'Ticker,Date'
    """
    return gzip.decompress(as_it_is(members))


def plays(members: Mapping[str, bytes]) -> bytes:
    r"""Turn plays in Markdown into plain text.

    Parameters
    ----------
    members : mapping of str to bytes
        A play each, by its path in the package.

    Returns
    -------
    bytes
        JSON: the plain text of each play by its title, in the order of the titles.

    Examples
    --------
    >>> plays({"plays/hamlet.md": b"# Hamlet\n\n## ACT I\n\n**BERNARDO**  \nWho's there?\n"})
    b'{\n"Hamlet": "ACT I\\n\\nBERNARDO\\nWho\'s there?\\n"\n}\n'
    """
    texts = {}
    for path, data in members.items():
        head, _, body = data.decode("utf-8").partition("\n")
        stem = PurePosixPath(path).stem
        if not head.startswith("# "):  # it begins with the first act
            head, body = "", f"{head}\n{body}"
        texts[TITLES.get(stem) or head.removeprefix("# ").strip()] = plain_text(body)
    return _json(dict(sorted(texts.items())))


def plain_text(markdown: str) -> str:
    r"""Remove what Markdown writes for headings, bold and italic letters, and line breaks.

    Parameters
    ----------
    markdown : str
        The text of a play.

    Returns
    -------
    str
        Its lines as they are read: no blank line at either end, one at most between two others.

    Examples
    --------
    >>> plain_text("### SCENE I. Venice.\n\n\n_Enter TUBAL_\n\n**TUBAL**  \n\\[Aside\\] \\--No.")
    'SCENE I. Venice.\n\nEnter TUBAL\n\nTUBAL\n[Aside] --No.\n'
    """
    text = re.sub(r"\\(?=[^\w\s])", "", markdown)  # a backslash keeps a mark from being Markdown
    text = re.sub(r"^#+ +|[*_]|[ \t]+$", "", text, flags=re.MULTILINE)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def names(members: Mapping[str, bytes]) -> bytes:
    r"""Turn the census' tables of first names into two lists.

    Parameters
    ----------
    members : mapping of str to bytes
        A table each, of lines with a name, two percentages and a rank, by its path in the
        package; the path says ``.female.`` or ``.male.``.

    Returns
    -------
    bytes
        JSON: the names by ``female`` and ``male``, in the order of the tables.

    Examples
    --------
    >>> names({"a/dist.male.first": b"JAMES 3.318 3.318 1\nJOHN 3.271 6.589 2\n"})
    b'{\n"male": [\n"JAMES",\n"JOHN"\n]\n}\n'
    """
    lists = {}
    for path, data in sorted(members.items()):
        group = PurePosixPath(path).suffixes[0].removeprefix(".")
        lists[group] = [line.split()[0] for line in data.decode("ascii").splitlines()]
    return _json(lists)


def flight_counts(members: Mapping[str, bytes]) -> bytes:
    r"""Count the scheduled and the cancelled flights of each hour of a year.

    Parameters
    ----------
    members : mapping of str to bytes
        One packed table as CSV, by its path in the package: a flight a line, with its day, the
        hour of its scheduled departure, and ``NA`` as the time of departure of one that did not
        leave.

    Returns
    -------
    bytes
        JSON: the first day under ``start``, and under ``scheduled`` and ``cancelled`` a number of
        flights for each hour from its midnight to the end of that year, on the clocks on the wall.

    Examples
    --------
    >>> table = io.BytesIO()
    >>> lines = "year,month,day,hour,dep_time\n2013,1,2,5,NA\n2013,1,2,5,517\n"
    >>> with zipfile.ZipFile(table, "w") as packed:
    ...     packed.writestr("f.csv", lines)
    >>> counts = json.loads(flight_counts({"package/f.csv.zip": table.getvalue()}))
    >>> counts["start"], counts["scheduled"][29], counts["cancelled"][29]
    ('2013-01-01', 2, 1)
    """
    (data,) = members.values()
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        (name,) = packed.namelist()
        rows = list(csv.DictReader(io.StringIO(packed.read(name).decode("ascii"))))
    start = date(int(rows[0]["year"]), 1, 1)
    n_hours = 24 * (date(start.year + 1, 1, 1) - start).days
    scheduled, cancelled = [0] * n_hours, [0] * n_hours
    for row in rows:
        day = date(int(row["year"]), int(row["month"]), int(row["day"]))
        hour = 24 * (day - start).days + int(row["hour"])
        scheduled[hour] += 1
        cancelled[hour] += row["dep_time"] == "NA"
    counts = {"start": start.isoformat(), "scheduled": scheduled, "cancelled": cancelled}
    return (json.dumps(counts) + "\n").encode()


def listed_numbers(members: Mapping[str, bytes]) -> bytes:
    r"""Read the one long list of whole numbers that stands in a program; the program is not run.

    Parameters
    ----------
    members : mapping of str to bytes
        One Python file by its path in the package.

    Returns
    -------
    bytes
        JSON: the numbers of its longest list.

    Examples
    --------
    >>> listed_numbers({"package/demand.py": b"def load():\n    return np.array([3, 1, 2])"})
    b'[3, 1, 2]\n'
    """
    (data,) = members.values()
    lists = [one for one in ast.walk(ast.parse(data)) if isinstance(one, ast.List)]
    longest = max(lists, key=lambda one: len(one.elts))
    numbers = [int(ast.literal_eval(number)) for number in longest.elts]
    return (json.dumps(numbers) + "\n").encode()


def hourly_weather(members: Mapping[str, bytes]) -> bytes:
    r"""Take from a table of hourly weather the columns that a forecast of temperature reads.

    Parameters
    ----------
    members : mapping of str to bytes
        One table as CSV, by its path in the package: the package's own units, ``NA`` for gaps.

    Returns
    -------
    bytes
        CSV: place, time in UTC, temperature and dew point (°F), relative humidity (%), the
        direction that the wind comes from (degrees), its speed (miles an hour) and the pressure
        (hPa), as the package writes them; a gap is empty.

    Examples
    --------
    >>> table = (
    ...     b"origin,temp,dewp,humid,wind_dir,wind_speed,pressure,time_hour\n"
    ...     b"JFK,39.02,26.06,59.37,NA,0,1012.6,2013-01-01T06:00:00Z\n"
    ... )
    >>> hourly_weather({"package/weather.csv": table}).splitlines()[1]
    b'JFK,2013-01-01T06,39.02,26.06,59.37,,0,1012.6'
    """
    (data,) = members.values()
    made = io.StringIO()
    rows = csv.writer(made, lineterminator="\n")
    rows.writerow(["place", "time", *WEATHER.values()])
    for row in csv.DictReader(io.StringIO(data.decode("ascii"))):
        readings = (row[name] for name in WEATHER)
        hour = row["time_hour"].removesuffix(":00:00Z")
        rows.writerow([row["origin"], hour, *("" if one == "NA" else one for one in readings)])
    return made.getvalue().encode("ascii")


def months(members: Mapping[str, bytes]) -> bytes:
    r"""Turn a table with a row for each year and a column for each month into one of two columns.

    Parameters
    ----------
    members : mapping of str to bytes
        One table by its path in the package: the year, twelve months, and more that is left out.

    Returns
    -------
    bytes
        CSV: the month, such as ``1948-01``, and the value as it stood in the table.

    Examples
    --------
    >>> row = "1948," + ",".join(str(k / 10) for k in range(12)) + ",0.5"
    >>> months({"a.csv": f"Year,Jan\n{row}\n".encode()})[:32]
    b'month,value\n1948-01,0.0\n1948-02,'
    """
    (data,) = members.values()
    lines = ["month,value"]
    for row in data.decode("ascii").splitlines()[1:]:
        year, *values = row.split(",")
        lines += [f"{year}-{k + 1:02},{value}" for k, value in enumerate(values[:12])]
    return ("\n".join(lines) + "\n").encode()


def _json(texts: Mapping[str, str | list[str]]) -> bytes:
    """Write texts as JSON, one on each line."""
    return (json.dumps(texts, ensure_ascii=False, indent=0) + "\n").encode()


CONVERT: dict[str, Callable[[Mapping[str, bytes]], bytes]] = {
    "as_it_is": as_it_is,
    "hourly_weather": hourly_weather,
    "months": months,
    "names": names,
    "plays": plays,
    "flight_counts": flight_counts,
    "listed_numbers": listed_numbers,
    "unpacked": unpacked,
}
