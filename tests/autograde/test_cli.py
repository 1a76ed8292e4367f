"""The command line: every wrong call is a clear error, and nothing is lost."""

import sqlite3
from contextlib import closing

import pytest
from grading_tools import Class

from autograde.cli.main import main
from autograde.gradebook.course import Course

COMMANDS = (
    "doctor",
    "build",
    "release",
    "learner",
    "collect",
    "grade",
    "sample",
    "report",
    "feedback",
    "export",
    "quality",
)
NEED_A_COURSE = (
    ["grade"],
    ["report"],
    ["feedback"],
    ["export"],
    ["collect", "lstm_cell", "download.zip"],
    ["learner", "--into", "mine"],
    ["learner", "--pack", "mine.zip"],
)
NEED_AN_ASSIGNMENT = (["build"], ["release"], ["grade"], ["report"], ["feedback"], ["quality"])


def first(arguments):
    """Name a test by the command it runs."""
    return " ".join(arguments)


@pytest.fixture
def course(tmp_path):
    """Return a class in which nothing has been released."""
    course = Course(tmp_path / "course")
    course.create()
    return course


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command, capsys):
    """Does each command say what it does, and where --course and --db belong?"""
    with pytest.raises(SystemExit) as stopped:
        main([command, "--help"])
    assert stopped.value.code == 0
    out = capsys.readouterr().out
    assert "--course DIR" in out
    assert "--db URL" in out


def test_help_names_every_command(capsys):
    """Does the main help name the commands and the exit codes?"""
    with pytest.raises(SystemExit):
        main(["--help"])
    out = capsys.readouterr().out
    assert all(f"\n    {command} " in out for command in COMMANDS)
    assert "exit codes" in out


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["reprot"],
        ["grade", "--nothing"],
        ["learner"],
        ["learner", "--into", "a", "--pack", "b"],
    ],
    ids=first,
)
def test_a_wrong_call_is_a_usage_error(arguments, capsys):
    """Is a call that makes no sense refused with the usage, before anything happens?"""
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert capsys.readouterr().err.startswith("usage: autograde")


@pytest.mark.parametrize("arguments", NEED_A_COURSE, ids=first)
def test_without_a_course(arguments, tmp_path, monkeypatch, capsys):
    """Is a folder without a course named, with the way to make one, and left empty?"""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    assert main(["--course", "empty", *arguments]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"autograde: There is no course in {tmp_path / 'empty'}")
    assert "release" in error
    assert [path.name for path in tmp_path.rglob("*")] == ["empty"]


@pytest.mark.parametrize("arguments", NEED_AN_ASSIGNMENT, ids=first)
def test_unknown_assignment(arguments, course, capsys):
    """Is an unknown assignment refused, and are the existing ones listed?"""
    assert main(["--course", str(course.root), *arguments, "lstm_sell"]) == 2
    error = capsys.readouterr().err
    assert "There is no assignment 'lstm_sell'" in error
    assert "lstm_cell" in error


@pytest.mark.parametrize("arguments", [["grade"], ["report"], ["feedback"], ["export"]], ids=first)
@pytest.mark.parametrize("book", ["another version", "no database"])
def test_a_gradebook_that_is_not_ours(book, arguments, course, capsys):
    """Is a gradebook of another version, or a damaged one, refused and left as it is?"""
    if book == "no database":
        course.gradebook.write_bytes(b"not a database, but long enough to look at it")
    else:
        with closing(sqlite3.connect(course.gradebook)) as made:
            made.execute("CREATE TABLE alembic_version (version_num TEXT)")
            made.execute("INSERT INTO alembic_version VALUES ('another')")
            made.commit()
    before = course.gradebook.read_bytes()
    assert main(["--course", str(course.root), *arguments]) == 2
    assert str(course.gradebook) in capsys.readouterr().err
    assert course.gradebook.read_bytes() == before


def test_course_is_understood_behind_the_command(course, capsys):
    """Does --course mean the same before the command and after it?"""
    assert main(["build", "lstm_cell", "--course", str(course.root)]) == 0
    out = capsys.readouterr().out
    assert out.startswith(str(course.folder("source")))


def test_stopping_is_no_traceback(course, monkeypatch, capsys):
    """Does Ctrl-C end with one line and its own exit code?"""

    def stopped(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr("autograde.release.build.build", stopped)
    monkeypatch.setattr(
        "autograde.cli.main.ignore_interrupts", lambda: None
    )  # because this process goes on
    assert main(["--course", str(course.root), "build"]) == 130
    assert "run it again" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["release", "build", "grade", "report"])
@pytest.mark.parametrize("name", ["p1 [2026]", "what?", "a*b"])
def test_a_path_that_nbgrader_takes_for_a_pattern(command, name, tmp_path, capsys):
    """Is it refused at once, with the character, and is nothing made?"""
    assert main(["--course", str(tmp_path / name), command]) == 2
    error = capsys.readouterr().err
    assert "which nbgrader takes for a pattern" in error
    assert "Rename that folder" in error
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_path_with_other_signs_is_no_trouble(tmp_path):
    """Can a class be released and graded in a folder whose name has braces, spaces and signs?"""
    course = Class(tmp_path / "p1 {2026} #1 & (ä)")
    course.release("lstm_cell")
    course.hand_in("ada", {"answers": "release"})
    one = course.grade()["ada"]
    assert (one.problem, one.max_score) == ("", 13)
