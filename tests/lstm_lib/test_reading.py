"""Files as people have them: each is understood, or refused with what to do."""

import subprocess
import sys

import numpy as np
import pytest

from lstm_lib.reading import SeriesError, read_series


def dates(form, days=40):
    """Return days from the tenth of January 2024 in a form of `strftime`."""
    start = np.datetime64("2024-01-10")
    return [(start + k).astype(object).strftime(form) for k in range(days)]


def lines(stamps, values, delimiter=",", header="day,level"):
    """Return a file's text."""
    rows = [f"{a}{delimiter}{b}" for a, b in zip(stamps, values, strict=True)]
    head = [header.replace(",", delimiter)] if header else []
    return "\n".join([*head, *rows]) + "\n"


POINT = [f"{k / 4 + 1000:.2f}" for k in range(40)]
COMMA = [f"{k / 4 + 1000:.2f}".replace(".", ",") for k in range(40)]
GROUPED = [f"1.{k / 4:06.2f}".replace(".", ".", 1) for k in range(40)]
EXPECTED = 1000 + np.arange(40) / 4
ISO = dates("%Y-%m-%d")

UNDERSTOOD = {
    "commas": (lines(ISO, POINT), {}),
    "semicolons, decimal commas": (lines(dates("%d.%m.%Y"), COMMA, ";"), {}),
    "tabs": (lines(ISO, POINT, "\t"), {}),
    "spaces, no header": (lines(ISO, POINT, " ", header=""), {}),
    "month first": (lines(dates("%m/%d/%Y"), POINT), {}),
    "months by name": (lines(dates("%d %b %Y"), POINT), {}),
    "no times": ("\n".join(POINT), {}),
    "numbered lines": (lines(range(40), POINT, header=",level"), {}),
    "title above and note below": (f"Lake level\n\n{lines(ISO, POINT)}Source: the lake\n", {}),
    "quoted, thousands": (lines(ISO, [f'"{v[0]},{v[1:]}"' for v in POINT]), {}),
    "swiss thousands": (lines(ISO, [f"{v[0]}'{v[1:]}" for v in POINT], ";"), {}),
    "newest first": (lines(ISO[::-1], POINT[::-1]), {}),
    "two numbers, one asked for": (
        lines(ISO, [f"{v},7" for v in POINT], header="day,level,other"),
        {"column": "level"},
    ),
    "day and hour in two columns": (
        "day;hour;level\n"
        + "".join(f"10.01.2024;{k // 60:02}:{k % 60:02};{v}\n" for k, v in enumerate(COMMA)),
        {"day_first": True},
    ),
    "a unit": (lines(ISO, [f"{v} %" for v in POINT]), {}),
    "years": (lines(range(1900, 1940), POINT, header="year,level"), {}),
    "months": (
        lines([f"{2000 + k // 12}-{k % 12 + 1:02}" for k in range(40)], POINT),
        {},
    ),
    "hours in UTC": (
        lines([f"2024-01-{10 + k // 24}T{k % 24:02}:00:00Z" for k in range(40)], POINT),
        {},
    ),
}


@pytest.mark.parametrize("how", UNDERSTOOD)
def test_understood(tmp_path, how):
    """Are the same values read, however they are written?"""
    text, options = UNDERSTOOD[how]
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    found = read_series(path, **options)
    np.testing.assert_allclose(found.values, EXPECTED)
    assert "missing: none" in str(found)
    assert "short: 40 points" in str(found)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path, encoding):
    """Is a file read with a mark in front, and one that is not UTF-8?"""
    path = tmp_path / "a.csv"
    path.write_text(lines(ISO, POINT, header="Tag,Höhe"), encoding=encoding)
    found = read_series(path)
    assert found.name == "Höhe"
    np.testing.assert_allclose(found.values, EXPECTED)


REFUSED = {
    "no file": (None, {}, "there is no file"),
    "empty": (b"", {}, "is empty"),
    "blank": (b"\n  \n", {}, "is empty"),
    "Excel": (b"PK\x03\x04rest", {}, "Excel"),
    "old Excel": (b"\xd0\xcf\x11\xe0rest", {}, "save the sheet as CSV"),
    "binary": (b"a\x00\x01\x02", {}, "no text"),
    "words": (b"a,b\nc,d\ne,f\n", {}, "no column holds numbers"),
    "two columns": (lines(ISO, [f"{v},7" for v in POINT], header="a,b,c"), {}, "2 columns hold"),
    "day or month": (
        lines([f"{k + 1}/3/2024" for k in range(12)], POINT[:12]),
        {},
        "pass day_first=True or day_first=False",
    ),
    "both orders": (lines(["13/01/2024", "01/14/2024"], POINT[:2]), {}, "one order"),
    "wrong order said": (lines(dates("%d/%m/%Y"), POINT), {"day_first": False}, "no month 13"),
    "decimal or thousands": (lines(ISO[:2], ["1,234", "2,345"], ";"), {}, 'pass decimal="."'),
    "twice": (lines([*ISO[:5], ISO[4]], POINT[:6]), {}, "stand twice"),
    "uneven": (lines([ISO[0], ISO[1], ISO[2], f"{ISO[3]} 05:00"], POINT[:4]), {}, "not evenly"),
    "a word": (lines(ISO, [*POINT[:20], "broken", *POINT[21:]]), {}, 'line 22, column "level"'),
    "a date that is none": (lines([*ISO[:-1], "2024-02-31"], POINT), {}, 'holds "2024-02-31"'),
    "a torn line": (lines(ISO, [*POINT[:9], "1,2,3", *POINT[10:]]), {}, "line 11"),
    "no such column": (lines(ISO, POINT), {"column": "height"}, "Expected one of: day, level"),
    "another fill": (lines(ISO, POINT), {"fill": "zero"}, 'expected "last" or "line"'),
    "another sign": (lines(ISO, POINT), {"decimal": ";"}, 'expected "." or ","'),
}


@pytest.mark.parametrize("why", REFUSED)
def test_refused(tmp_path, why):
    """Is each file that leaves a choice, or is none, refused with what to do?"""
    content, options, says = REFUSED[why]
    path = tmp_path / "a.csv"
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(SeriesError) as error:
        read_series(path, **options)
    assert says in str(error.value)


def test_missing_times_and_values(tmp_path):
    """Is what is missing counted, left as NaN, and filled only if that is asked for?"""
    path = tmp_path / "a.csv"
    values = [*POINT[:5], "NA", *POINT[6:]]
    path.write_text(lines([*ISO[:8], *ISO[10:]], [*values[:8], *values[10:]]))
    found = read_series(path)
    assert np.flatnonzero(np.isnan(found.values)).tolist() == [5, 8, 9]
    assert "3 values, at most 2 in a row" in str(found)
    with pytest.raises(SeriesError, match="missing"):
        found.as_code()
    filled = read_series(path, fill="last")
    np.testing.assert_allclose(filled.values[[5, 8, 9]], EXPECTED[[4, 7, 7]])
    line = read_series(path, fill="line")
    np.testing.assert_allclose(line.values, EXPECTED)
    assert "knows the future" in str(line)


def test_code_makes_the_same_series(tmp_path):
    """Do the printed lines make the values again?"""
    path = tmp_path / "a.csv"
    path.write_text(lines(ISO, POINT))
    names = {"np": np}
    exec(read_series(path).as_code(), names)
    np.testing.assert_array_equal(names["series"], EXPECTED)


@pytest.mark.slow
def test_from_a_terminal(tmp_path):
    """Does the command say what it understood, and why it did not, without a traceback?"""
    path = tmp_path / "a.csv"
    path.write_text(lines(dates("%d.%m.%Y"), COMMA, ";"))
    command = [sys.executable, "-m", "lstm_lib.reading", str(path)]
    said = subprocess.run([*command, "--code"], capture_output=True, text=True, check=False)
    assert said.returncode == 0
    assert "day first, since 13.01.2024" in said.stdout
    assert "series = np.array([" in said.stdout
    refused = subprocess.run(
        [*command, "--column", "7"], capture_output=True, text=True, check=False
    )
    assert refused.returncode == 1
    assert refused.stderr.startswith("not read: there is no column 7")
