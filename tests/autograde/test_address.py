"""The address of a gradebook on a server: parsed, refused without showing a password, and kept."""

import stat
import sys

import pytest
from sqlalchemy.engine import make_url

from autograde.cli.main import main
from autograde.errors import CourseError
from autograde.gradebook.address import (
    PASSWORD_FILE,
    URL_FILE,
    Address,
    kept_address,
    parse_address,
)
from autograde.gradebook.course import Course
from autograde.gradebook.database import connected

SECRET = "se:cr/et"
WRONG = {
    "word": f"ada:{SECRET}@db.example/marks",
    "other database": f"mysql://ada:{SECRET}@db.example/marks",
    "sqlite": "sqlite:///marks.db",
    "no name": f"postgresql://ada:{SECRET}@db.example",
    "port": f"postgresql://ada:{SECRET}@db.example:port/marks",
    "@ in the password": f"postgresql://ada:x@{SECRET}@db.example/marks",
}


@pytest.mark.parametrize(
    ("typed", "url", "password"),
    [
        ("postgresql://h/db", "postgresql+psycopg://h/db", ""),
        ("postgres://ada:x%40y@h:5433/db", "postgresql+psycopg://ada@h:5433/db", "x@y"),
        ("postgresql://a%40b@h/db", "postgresql+psycopg://a%40b@h/db", ""),
        ("postgresql://ada:x/y@h/db", "postgresql+psycopg://ada@h/db", "x/y"),
        ("postgresql://ada@[::1]/db", "postgresql+psycopg://ada@[::1]/db", ""),
        ("postgresql://h/db?sslmode=require", "postgresql+psycopg://h/db?sslmode=require", ""),
        ("postgresql://h/db?password=x", "postgresql+psycopg://h/db", "x"),
        ("postgresql:///db?host=/run/pg", "postgresql+psycopg:///db?host=/run/pg", ""),
    ],
)
def test_url_and_password_are_told_apart(typed, url, password):
    """Is the password removed, and is the rest the same address, also when read again?"""
    address = parse_address(typed)
    assert (address.url, address.password) == (url, password)
    assert parse_address(url) == Address(url)
    assert make_url(url).set(drivername="x") == make_url(typed).set(drivername="x")._replace(
        password=None
    ).difference_update_query(["password"])


@pytest.mark.parametrize("kind", WRONG)
@pytest.mark.parametrize("order", ["before", "after"])
def test_wrong_address_is_refused(kind, order, tmp_path, capsys):
    """Is an invalid address refused by each command, without its password, and nothing made?"""
    option = ["--db", WRONG[kind]]
    course = ["--course", str(tmp_path / "course")]
    call = [*option, "release"] if order == "before" else ["release", *option]
    assert main([*course, *call]) == 2
    error = capsys.readouterr().err
    assert "is not the address of a database" in error
    assert "postgresql://" in error or "%40" in error
    assert "cr/et" not in error
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("password", ["simple", "a:b\\c", ""])
def test_address_is_kept_for_its_owner_alone(password, tmp_path):
    """Are URL and password kept in separate files that only their owner can read?"""
    Address("postgresql+psycopg://ada@h/db", password).keep(tmp_path)
    files = {path.name for path in tmp_path.iterdir()}
    assert files == ({URL_FILE, PASSWORD_FILE} if password else {URL_FILE})
    assert kept_address(tmp_path) == Address("postgresql+psycopg://ada@h/db")
    for path in tmp_path.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600 or sys.platform == "win32"
    if password:
        line = (tmp_path / PASSWORD_FILE).read_text()
        assert line == "*:*:*:*:" + password.replace("\\", "\\\\").replace(":", "\\:") + "\n"


def test_password_is_in_no_text_of_a_class():
    """Does neither a class nor its address show the password when printed?"""
    course = Course(None, f"postgresql://ada:{SECRET}@h/db")
    assert SECRET not in repr(course) + repr(parse_address(course.db))


def test_file_of_the_address_is_damaged(tmp_path):
    """Does the error for a damaged address name its file?"""
    (tmp_path / URL_FILE).write_bytes(b"\xff\xfe")
    with pytest.raises(CourseError, match=URL_FILE):
        kept_address(tmp_path)


def test_missing_driver_is_named(monkeypatch):
    """Is the missing package named, with the way to get it?"""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with (
        pytest.raises(CourseError, match="pip install"),
        connected("postgresql+psycopg://h/d", "x"),
    ):
        pass


@pytest.mark.parametrize("command", ["release", "report", "backups"])
def test_marks_in_a_file_are_not_left_behind(command, tmp_path, capsys):
    """Is a class with marks in a file kept off an empty database, and told how to move?"""
    course = Course(tmp_path / "course")
    course.create()
    course.gradebook.touch()
    arguments = ["--course", str(course.root), command, "--db", "postgresql://h/db"]
    assert main(arguments) == 2
    assert "backups --restore gradebook-moved" in capsys.readouterr().err
    assert not (course.root / URL_FILE).exists()
