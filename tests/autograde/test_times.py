"""The time in `timestamp.txt`: read without a guess, or named."""

import os
from datetime import datetime

import pytest

from autograde.intake.times import NoTime, handed_in_at, parse_time, problem_of_time

EVENING = datetime(2026, 3, 5, 17, 55)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-05 17:55",
        "2026-03-05T17:55:00",
        "20260305T1755",
        "2026-03-05 17:55:00.000000 UTC",  # nbgrader's exchange
        "2026-03-05 17:55:00 GMT",
        "2026-03-05T17:55:00Z",
        "2026-03-05T18:55:00+01:00",
        "2026-03-05 18:55:00 +0100",
        "2026-03-05 12:25:00-05:30\r\n",
    ],
)
def test_one_moment_in_many_forms(text):
    """Does each form of ISO 8601, and nbgrader's own, give the same moment in UTC?"""
    assert parse_time(text) == EVENING


def test_a_date_begins_at_midnight():
    """Is a date without a time its first moment, as in nbgrader?"""
    assert parse_time("2026-03-05") == datetime(2026, 3, 5)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "05.03.2026 17:55",
        "05.03.2026",
        "5/3/2026",
        "03-05-2026",
        "17:55",
        "10:30:00 PST",
        "2026-03-05 10:30:00 PST",
        "2026-03-05 10:30:00 EST",
        "5",
        "2026",
        "2026-03",
        "2026-02-30 12:00",
        "2026-03-05x17:55",
        "5 March 2026",
        "yesterday",
        "0001-01-01T00:00+05:00",
    ],
)
def test_nothing_is_guessed(text):
    """Is a text refused that two readers, or the same one tomorrow, would read otherwise?"""
    with pytest.raises(NoTime):
        parse_time(text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_mark_of_the_encoding_does_not_matter(tmp_path, encoding):
    """Is a file read that Notepad or PowerShell wrote?"""
    (tmp_path / "timestamp.txt").write_bytes("2026-03-05 17:55\r\n".encode(encoding))
    assert handed_in_at(tmp_path) == EVENING
    assert problem_of_time(tmp_path) == ""


def test_without_a_file_there_is_no_time(tmp_path):
    """Is a submission without the file neither late nor a problem?"""
    assert handed_in_at(tmp_path) is None
    assert problem_of_time(tmp_path) == ""


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"05.03.2026 17:55", "'05.03.2026 17:55'"),
        (b"\xff\xfe\x00", "no text"),
        (b"2026-03-05 17:55" + b" " * 1000, "more than 1000 bytes"),
    ],
)
def test_what_came_and_what_is_expected(tmp_path, data, says):
    """Does the problem say what the file holds, and how to write it?"""
    (tmp_path / "timestamp.txt").write_bytes(data)
    problem = problem_of_time(tmp_path)
    assert says in problem
    assert "such as 2026-03-01 17:55:00" in problem


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: os.symlink("/dev/zero", path)])
def test_what_is_no_file_is_not_opened(tmp_path, make):
    """Is a pipe, a folder or a link named, and does reading it end?"""
    make(tmp_path / "timestamp.txt")
    assert "holds no ordinary file" in problem_of_time(tmp_path)
