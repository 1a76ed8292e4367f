"""Mistakes of an instructor: a clear message, exit code 2, and nothing lost."""

import shutil
import sqlite3
from contextlib import closing

import pytest
from alembic.script import ScriptDirectory
from grading_tools import Class
from nbgrader.dbutil import ALEMBIC_DIR

from autograde.cli.main import main
from autograde.errors import CourseError
from autograde.places import SAMPLE
from autograde.release.source import read_source
from autograde.release.statement import assignment_names

NO_DATABASES = {
    "text": b"not a database at all" * 100,
    "empty": b"",
    "cut off": b"SQLite format 3\0" + bytes(84),
}


@pytest.fixture
def no_course(tmp_path):
    """Return a class that does not exist yet."""
    return Class(tmp_path / "course")


@pytest.fixture
def course(no_course):
    """Return a class with a dummy released notebook."""
    no_course.course.create()
    path = no_course.course.folder("release") / "lstm_cell" / "lstm_cell.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text("{}")
    return no_course


def contents(folder):
    """Return the content of every file below a folder."""
    return {p: p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def write_gradebook(course, version):
    """Write a gradebook that holds only its version."""
    with closing(sqlite3.connect(course.course.gradebook)) as book:
        book.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        book.execute("INSERT INTO alembic_version VALUES (?)", (version,))
        book.commit()


def refused(course, *arguments):
    """Run a command that must be refused and change nothing; return its message."""
    before = contents(course.course.root)
    code, out, errors = course.run(*arguments)
    assert (code, out) == (2, "")
    assert contents(course.course.root) == before
    assert errors.startswith("autograde: ")
    assert "Traceback" not in errors
    return errors


@pytest.mark.parametrize("command", ["build", "release", "grade", "feedback"])
def test_unknown_assignment(course, command):
    """Is an assignment that does not exist refused, with a list of those that do?"""
    message = refused(course, command, "lstm_sell")
    names = ", ".join(assignment_names())
    assert f"There is no assignment 'lstm_sell'. The assignments are: {names}." in message


@pytest.mark.parametrize("command", ["grade", "feedback", "report", "export", "sample --compare"])
def test_no_course_yet(no_course, command):
    """Does a command that needs a course say how to make one, without making it?"""
    message = refused(no_course, *command.split())
    assert f"There is no course in {no_course.course.root} yet" in message
    assert "release" in message
    assert not no_course.course.root.exists()


def test_course_folder_is_a_file(no_course):
    """Is a file refused, and left alone, where a course folder is expected?"""
    no_course.course.root.write_text("mine")
    assert "cannot be written" in refused(no_course, "release")
    assert no_course.course.root.read_text() == "mine"


@pytest.mark.parametrize("command", ["grade", "report", "export", "sample --compare"])
def test_gradebook_is_missing(course, command):
    """Is a class without its gradebook refused, and no new gradebook made?"""
    refused(course, *command.split())
    assert not course.course.gradebook.exists()


@pytest.mark.parametrize(
    "command", ["release", "grade", "feedback", "report", "export", "sample --compare"]
)
def test_gradebook_of_another_version(course, command):
    """Is a gradebook of another nbgrader refused, unchanged, with advice?"""
    write_gradebook(course, "0123456789ab")
    message = refused(course, *command.split())
    assert "has version 0123456789ab" in message
    assert "nbgrader db upgrade" in message


@pytest.mark.parametrize("command", ["release", "grade", "feedback", "report", "export"])
@pytest.mark.parametrize("kind", NO_DATABASES)
def test_gradebook_is_no_database(course, command, kind):
    """Is a file that is not a gradebook refused and left as it is?"""
    course.course.gradebook.write_bytes(NO_DATABASES[kind])
    message = refused(course, command)
    assert "Nothing was changed" in message


def test_nothing_released(course):
    """Does grading before a release give a clear error?"""
    shutil.rmtree(course.course.folder("release"))
    write_gradebook(course, ScriptDirectory(ALEMBIC_DIR).get_current_head())
    assert "lstm_cell" in (message := refused(course, "grade"))
    assert "not released in" in message


@pytest.mark.parametrize("came", ["-1", "0", "two", "1.5"])
def test_number_of_workers(course, came, capsys):
    """Is an impossible number of workers refused, with what is expected?"""
    with pytest.raises(SystemExit, match="2"):
        main(["grade", "--workers", came])
    assert f"1 or more, not {came}" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["c = get_config(", "raise ValueError('mine')"])
def test_settings_do_not_run(course, text):
    """Is a mistake in the class's settings named, and nothing done?"""
    write_gradebook(course, ScriptDirectory(ALEMBIC_DIR).get_current_head())
    (course.course.root / "nbgrader_config.py").write_text(text)
    message = refused(course, "release", "lstm_cell")
    assert "nbgrader_config.py do not run" in message
    assert "was never closed" in message or "mine" in message


@pytest.mark.parametrize("text", [None, "no JSON", "{}"])
def test_source_notebook(course, text):
    """Is a source notebook that is missing or damaged named, with how to make it again?"""
    path = course.course.folder("source") / "lstm_cell" / "lstm_cell.ipynb"
    path.parent.mkdir(parents=True)
    if text is not None:
        path.write_text(text)
    with pytest.raises(CourseError, match="missing or damaged") as caught:
        read_source(path)
    assert f"autograde --course {course.course.root} build lstm_cell" in str(caught.value)


def test_file_in_the_place_of_a_folder(course):
    """Is what the machine refuses explained, with the path?"""
    message = refused(course, "release", "--solutions", course.course.key_file)
    assert f"{course.course.key_file}: File exists" in message


def test_sample_class_stays_out_of_a_class(course):
    """Is a real class kept free of the sample class's submissions?"""
    assert "is not the sample class" in refused(course, "sample")


def test_default_course_lies_in_the_package():
    """Is the default class, without --course, the generated one, which git ignores?"""
    assert SAMPLE.parts[-2:] == ("build", "sample_class")


def test_damaged_key(course):
    """Is a damaged course key named, and not replaced by another?"""
    course.course.key_file.write_text("not hexadecimal")
    with pytest.raises(CourseError, match="missing or damaged"):
        course.course.seed("a", "b", "c")
    course.course.create()
    assert course.course.key_file.read_text() == "not hexadecimal"
