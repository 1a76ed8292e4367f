"""A gradebook locked by another process, and a full disk: nothing is lost."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from grading_tools import Class, copy_class
from small_class import small_class, wrong_answers

from autograde.gradebook.store import Store

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("small class")]

STUDENTS = ("<i>cy", "ada", "ben")
PROGRAM = Path(__file__).with_name("full_disk.py")
CHANGED = {"ada": 3, "ben": 10}  # automatic marks after both have handed in again


@pytest.fixture
def course(tmp_path):
    """Return a copy of the small class, in which two students have handed in again."""
    course = Class(copy_class(small_class().course, tmp_path / "course").root)
    course.path("submitted", "dee").parent.joinpath("mine.ipynb").unlink()
    course.path("submitted", "dee").parent.rmdir()
    course.hand_in("ada", {"source": {**wrong_answers(), "written": "All of it."}})
    course.hand_in("ben", {"source": {"written": "Now it is right."}})
    return course


def state(course):
    """Return everything that a student could lose: all marks, and the page with the reasons."""
    found = {}
    with course.gradebook() as gradebook:
        for student in STUDENTS:
            notebook = gradebook.find_submission_notebook("lstm_cell", "lstm_cell", student)
            marks = {g.name: (g.auto_score, g.manual_score) for g in notebook.grades}
            found[student] = (marks, course.path("autograded", student).read_bytes())
    return found


def finished(course, before):
    """Tell whether all students have their due marks, including those given by hand."""
    now = state(course)
    assert {s: course.gradebook_total(s) for s in CHANGED} == CHANGED
    assert all(now[s][0]["written"][1] == before[s][0]["written"][1] for s in STUDENTS)
    return True


def test_gradebook_in_use_from_the_start(course):
    """Is a run refused while another program holds the gradebook, and possible afterwards?"""
    before = state(course)
    with closing(sqlite3.connect(course.course.gradebook, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        code, out, errors = course.run("grade", "lstm_cell")
        assert (code, out) == (1, "")
        assert errors.startswith("autograde: The gradebook is in use (database is locked).")
        assert "run the same command again" in errors
    assert state(course) == before
    assert course.run("grade", "lstm_cell")[0] == 0
    assert finished(course, before)


def test_gradebook_in_use_in_the_midst_of_a_run(course, monkeypatch):
    """Does a run stop when another program takes the gradebook, and lose no mark and no page?"""
    before = state(course)
    other = sqlite3.connect(course.course.gradebook, isolation_level=None)
    put = Store.put

    def put_and_lock(self, key, result):
        put(self, key, result)
        other.execute("BEGIN EXCLUSIVE")

    with closing(other), monkeypatch.context() as patched:
        patched.setattr(Store, "put", put_and_lock)
        code, out, errors = course.run("grade", "lstm_cell")
    assert code == 1
    assert errors.startswith("autograde: The gradebook is in use (database is locked).")
    assert "Traceback" not in out + errors
    assert state(course) == before
    assert course.run("grade", "lstm_cell")[0] == 0
    assert finished(course, before)


@pytest.mark.parametrize("kib", [-100, 12, 40], ids=["backup", "result", "second submission"])
def test_full_disk(course, tmp_path, kib):
    """Does a run on a full disk end with a message, lose nothing, and resume with more space?"""
    before = state(course)
    disk = tmp_path / "disk"
    disk.mkdir()
    free = course.course.gradebook.stat().st_size // 1024 + kib  # the backup, and some more
    done = subprocess.run(
        ["unshare", "--user", "--map-root-user", "--mount"]
        + [sys.executable, PROGRAM, course.course.root, disk, str(free)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    full, after = map(json.loads, done.stdout.splitlines())
    assert full["code"] == 1
    assert "full" in full["errors"] or "No space left on device" in full["errors"]
    assert "Traceback" not in full["out"] + full["errors"]
    was, now = state(Class(tmp_path / "full")), state(Class(tmp_path / "after"))
    assert all(was[s] in (before[s], now[s]) for s in CHANGED)  # marks and reasons belong together
    assert was != now
    assert after["code"] == 0
    assert finished(Class(tmp_path / "after"), before)
