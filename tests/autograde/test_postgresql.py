"""A gradebook on a PostgreSQL server: remembered, guarded, moved, and used by nbgrader itself."""

import csv
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from grading_tools import Class, copy_class, nbgrader_may_warn
from nbgrader.api import Base
from postgresql import PASSWORD, server
from small_class import small_class, wrong_answers
from sqlalchemy import create_engine

from autograde.cli import machine as doctor
from autograde.errors import CourseError
from autograde.gradebook import writer as gradebook
from autograde.gradebook.address import PASSWORD_FILE, URL_FILE
from autograde.gradebook.copies import copy_out
from autograde.gradebook.course import Course
from autograde.gradebook.nbgrading import open_nbgrader
from autograde.gradebook.store import Store

pytestmark = [pytest.mark.slow, pytest.mark.postgres]


@pytest.fixture
def course(tmp_path):
    """Return a copy of the small class, graded, with its gradebook on the server."""
    return Class(copy_class(small_class("postgresql").course, tmp_path / "course").root)


@pytest.fixture
def new(tmp_path):
    """Return a class that does not exist yet."""
    return Class(tmp_path / "new")


def rows(file):
    """Return the rows of all tables of an SQLite gradebook in a comparable form."""
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as book:
        found = {
            table.name: sorted(map(repr, book.execute(table.select()).all()))
            for table in Base.metadata.sorted_tables
        }
    engine.dispose()
    return found


def contents(course, file):
    """Return the rows of a class's gradebook on a server."""
    copy_out(course.db_url, "it", file)
    return rows(file)


def test_url_is_said_once(new):
    """Does a class remember its database, and never show the password?"""
    url = server().database()
    code, out, errors = new.run("release", "lstm_cell", "--db", url)
    assert (code, errors) == (0, "")
    root = new.course.root
    assert not new.course.gradebook.exists()
    assert PASSWORD not in out
    assert PASSWORD not in (root / URL_FILE).read_text() + (root / "nbgrader_config.py").read_text()
    assert (root / PASSWORD_FILE).stat().st_mode & 0o077 == 0
    with new.gradebook() as book:
        assert [one.name for one in book.assignments] == ["lstm_cell"]
    assert new.run("release", "lstm_cell")[0] == 0
    assert new.run("--db", url, "backups")[0] == 0  # the same URL may be passed again


def test_another_database_is_refused(course):
    """Is a database other than the class's own refused, with both named and no password?"""
    before = (course.course.root / URL_FILE).read_text()
    code, _, errors = course.run("report", "--db", server().database())
    assert code == 2
    assert errors.count("postgresql+psycopg://ada@127.0.0.1") == 2
    assert PASSWORD not in errors
    assert (course.course.root / URL_FILE).read_text() == before


def test_new_password_is_remembered(course):
    """Is a changed password asked for, accepted, and remembered?"""
    name = course.course.server.url.rpartition("/")[2]
    with server().admin() as admin:
        admin.execute("CREATE ROLE eve LOGIN PASSWORD 'first' IN ROLE ada")
    root = course.course.root
    file = root / URL_FILE
    file.write_text(file.read_text().replace("ada@", "eve@"))
    code, _, errors = course.run("report")
    assert code == 2
    assert "password authentication failed" in errors
    assert "--db URL once more" in errors
    assert course.run("report", "--db", server().url(name, "eve", "first"))[0] == 0
    assert course.run("report")[0] == 0


@pytest.mark.parametrize("command", ["release", "grade"])
@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        ("password", "password authentication failed"),
        ("name", "does not exist"),
        ("port", "Is the server running"),
        ("tables", "no gradebook"),
        ("rights", "permission denied"),
        ("class", "another class"),
        ("version", "has version"),
    ],
)
def test_database_that_cannot_be_used(command, spoil, says, new):
    """Is each unusable database refused with the reason, and not remembered?"""
    url = server().database()
    name = url.rpartition("/")[2]
    if spoil == "password":
        url = server().url(name, password="wr0ng")
    elif spoil == "name":
        url = server().url("no such database")
    elif spoil == "port":
        url = url.replace(str(server().port), "1")
    elif spoil == "class":
        other = small_class("postgresql").course.server.url.rpartition("/")[2]
        url = server().database(template=other)
    else:
        with server().admin(name) as admin:
            if spoil == "tables":
                admin.execute("CREATE TABLE mine (x int)")
            elif spoil == "rights":
                admin.execute(f'ALTER DATABASE "{name}" OWNER TO postgres')
            else:
                admin.execute("CREATE TABLE alembic_version (version_num TEXT)")
                admin.execute("CREATE TABLE submitted_assignment (id TEXT)")
                admin.execute("INSERT INTO alembic_version VALUES ('older')")
                admin.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO ada")
    if command == "grade":
        new.course.create()
    code, out, errors = new.run(command, "lstm_cell", "--db", url)
    assert (code, out) == (2, "")
    assert says in errors
    assert "Traceback" not in errors
    assert PASSWORD not in errors
    assert "wr0ng" not in errors
    assert not (new.course.root / URL_FILE).exists()


def test_lost_key_is_not_replaced(course):
    """Is a class whose key is lost refused, although its marks are on the server?"""
    course.course.key_file.unlink()
    code, _, errors = course.run("grade")
    assert code == 2
    assert "Put the key back from a backup" in errors


def test_empty_database_in_the_place_of_the_gradebook(course):
    """Is a missing gradebook noticed, and do a backup and a release bring one back?"""
    before = course.marks("ada")
    gradebook.back_up(course.course)
    with server().admin(course.course.server.url.rpartition("/")[2]) as admin:
        admin.execute("DROP OWNED BY ada")
        admin.execute("GRANT ALL ON SCHEMA public TO ada")
    code, _, errors = course.run("report")
    assert code == 2
    assert "backups --restore" in errors
    assert course.run("backups", "--restore", "")[0] == 0
    assert course.marks("ada") == before


def test_one_writer_on_two_machines(course, tmp_path):
    """Is a second coordinator in another folder kept out, with the first one named?"""
    shutil.copytree(course.course.root, tmp_path / "elsewhere")
    other = Course(tmp_path / "elsewhere")
    with gradebook.writing(course.course):
        with pytest.raises(CourseError, match=r"Process \d+ of .* on .* is writing"):
            with gradebook.writing(other):
                pass
    with gradebook.writing(other):
        pass  # allowed once the first has finished


def test_class_moves_to_the_server(tmp_path):
    """Are all rows of a gradebook in a file the same after the move that the message describes?"""
    moved = Class(copy_class(small_class().course, tmp_path / "course").root)
    before = rows(moved.course.gradebook)
    moved.course.backups.mkdir(exist_ok=True)
    moved.course.gradebook.rename(moved.course.backups / "gradebook-moved.db")
    url = server().database()
    code, out, _ = moved.run("--db", url, "backups", "--restore", "gradebook-moved")
    assert code == 0
    assert PASSWORD not in out
    assert contents(moved.course, tmp_path / "copy.db") == before
    assert moved.run("report", "lstm_cell")[0] == 0


@pytest.mark.parametrize("spoiled", ["rows", "version"])
def test_backup_that_does_not_fit_changes_nothing(course, tmp_path, spoiled):
    """Does a backup that the server refuses midway leave all marks, comments and scores?"""
    before = contents(course.course, tmp_path / "before.db")
    copy = gradebook.back_up(course.course)
    with closing(sqlite3.connect(copy)) as book:
        if spoiled == "rows":
            book.execute("UPDATE grade SET cell_id = substr(id, 2)")
        else:
            book.execute("UPDATE alembic_version SET version_num = 'older'")
        book.commit()
    code, _, errors = course.run("backups", "--restore", copy.name)
    assert code == 2
    assert "Traceback" not in errors
    assert contents(course.course, tmp_path / "after.db") == before


def test_name_that_is_too_long_is_one_problem(course):
    """Is a name too long for the server's column a problem for that student only?"""
    course.hand_in("x" * 200, {})
    course.hand_in("zoe", {})
    results = course.grade()
    assert "too long" in results["x" * 200].problem
    assert results["zoe"].score == 10


def test_server_goes_away_in_the_midst_of_a_run(course, monkeypatch):
    """Does a run stop with a message when the server stops, and can the same command finish it?"""
    before = course.marks("ada")
    course.hand_in("ada", {"source": wrong_answers()})
    put = Store.put

    def put_and_stop(self, key, result):
        put(self, key, result)
        server().stop()

    with monkeypatch.context() as patched:
        patched.setattr(Store, "put", put_and_stop)
        try:
            code, out, errors = course.run("grade", "lstm_cell", "--student", "ada")
        finally:
            server().start()
    assert code != 0
    assert "Traceback" not in out + errors
    assert "cannot be used" in errors
    assert course.marks("ada") == before
    assert course.run("grade", "lstm_cell", "--student", "ada")[0] == 0
    assert course.gradebook_total("ada") == 3


def nbgrader(course, *arguments):
    """Run nbgrader's own command in the class's folder."""
    return subprocess.run(
        [Path(sys.executable).parent / "nbgrader", *arguments],
        cwd=course.course.root,
        capture_output=True,
        text=True,
    )


def test_stock_export(course):
    """Does `nbgrader export` write the marks that are on the server?"""
    done = nbgrader(course, "export")
    assert done.returncode == 0, done.stderr
    with (course.course.root / "grades.csv").open(newline="") as file:
        found = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert found == {"<i>cy": 0, "ada": 12.5, "ben": 3}


def test_stock_database_commands(course):
    """Do `nbgrader db` commands reach the server, and show no password?"""
    for command in (["db", "student", "list"], ["db", "upgrade"]):
        done = nbgrader(course, *command)
        assert done.returncode == 0, done.stderr
        assert PASSWORD not in done.stdout + done.stderr
    assert "ada" in nbgrader(course, "db", "student", "list").stdout
    assert course.run("report")[0] == 0


def test_formgraders_interface(course):
    """Does the interface that Formgrader calls read and write the gradebook on the server?"""
    with nbgrader_may_warn():
        api = open_nbgrader(course.course)
        assert api.get_assignment("lstm_cell")["num_submissions"] == 4
        found = {one["student"]: one["score"] for one in api.get_submissions("lstm_cell")}
        assert {who: found[who] for who in ("ada", "ben")} == {"ada": 12.5, "ben": 3}
        assert api.get_notebooks("lstm_cell")[0]["average_score"] == pytest.approx(15.5 / 3)
        assert {one["id"] for one in api.get_students()} >= {"<i>cy", "ada", "ben"}
        assert len(api.get_notebook_submissions("lstm_cell", "lstm_cell")) == 3
        result = api.autograde("lstm_cell", "ada")  # what its button calls
        assert result["success"], result
        with api.gradebook as book:
            grade = book.find_grade("written", "lstm_cell", "lstm_cell", "ben")
            grade.manual_score, grade.needs_manual_grade = 1.5, False
            book.db.commit()
    assert "4.5 of 13" in course.run("report")[1]


def test_doctor_looks_at_the_server(course, new):
    """Does the doctor name the database, say what is wrong with it, and remember nothing?"""
    line = list(doctor.folder(course.course))[1]
    assert line.state == "ok"
    assert f"the gradebook {course.course.server.url} is of this nbgrader's version" == line.text
    wrong = Course(new.course.root, server().url("no such database"))
    line = list(doctor.folder(wrong))[1]
    assert line.state == "missing"
    assert "does not exist" in line.get
    assert not new.course.root.exists()
