"""What the doctor reports about a machine."""

import shutil
import sqlite3
import sys
from collections import namedtuple
from contextlib import closing

import pytest

from autograde.cli import machine as doctor
from autograde.cli.main import main
from autograde.gradebook.course import Course
from autograde.places import SAMPLE


def states(lines):
    """Return the states of lines, in order."""
    return [line.state for line in lines]


@pytest.mark.parametrize(
    ("version", "state"),
    [((3, 10), "missing"), ((3, 11), "ok"), ((3, 13), "ok"), ((3, 14), "missing")],
)
def test_python(version, state):
    """Is each version of Python judged, with advice if it does not fit?"""
    line = doctor.python(version)
    assert line.state == state
    assert bool(line.get) == (state != "ok")


def test_packages_as_in_the_lock(tmp_path):
    """Is an environment that agrees with the lock reported as such?"""
    lock = tmp_path / "requirements.lock"
    lock.write_text(f"pytest=={pytest.__version__} \\\n    --hash=sha256:0\n")
    lines = list(doctor.packages(lock))
    assert states(lines) == ["ok", "ok"]
    assert "1 packages, all as in" in lines[1].text


def test_packages_other_than_in_the_lock(tmp_path):
    """Are another version and a missing package noted, and one for another system not?"""
    lock = tmp_path / "requirements.lock"
    lock.write_text(
        "pytest==0.1\nno-such-package==1.0\nnot-here==1.0 ; sys_platform == 'elsewhere'\n"
    )
    _, line = doctor.packages(lock)
    assert line.state == "note"
    assert f"pytest {pytest.__version__} (lock: 0.1)" in line.text
    assert "no-such-package is not installed (lock: 1.0)" in line.text
    assert "not-here" not in line.text


def test_packages_that_are_needed(tmp_path, monkeypatch):
    """Is a needed package that is missing or too old named, and an optional one not?"""
    expected = ["pytest>=9999", "no-such-package", "numpy>=1", "nor-this ; extra == 'dev'"]
    monkeypatch.setattr(doctor.importlib.metadata, "requires", lambda name: expected)
    line = next(doctor.packages(tmp_path / "none"))
    assert (line.state, line.text) == ("missing", "packages: pytest>=9999, no-such-package")


def test_no_lock_is_noted(tmp_path):
    """Is a missing lock reported instead of taken for agreement?"""
    assert states(doctor.packages(tmp_path / "none"))[1:] == ["note"]


def test_alembic_beside_python_but_not_on_path(monkeypatch, tmp_path):
    """Is it noted when nbgrader's own commands would not find alembic?"""
    monkeypatch.setenv("PATH", str(tmp_path))
    line = doctor.alembic()
    assert line.state == "note"
    assert "export PATH=" in line.get


def test_alembic_missing(monkeypatch, tmp_path):
    """Is missing alembic reported?"""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    assert doctor.alembic().state == "missing"


@pytest.mark.slow
def test_jupyterlab(monkeypatch):
    """Are nbgrader's extensions found here, and missed where JupyterLab has none?"""
    assert states(doctor.jupyterlab()) == ["ok", "ok", "ok"]
    import jupyter_core.paths

    monkeypatch.setattr(jupyter_core.paths, "jupyter_config_path", lambda: [])
    monkeypatch.setattr(jupyter_core.paths, "jupyter_path", lambda name: [])
    lines = list(doctor.jupyterlab())
    assert states(lines) == ["missing"] * 3
    assert "jupyter server extension enable" in lines[0].get


def test_no_chromium_is_only_noted(monkeypatch, tmp_path):
    """Is Chromium reported as optional?"""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    line = doctor.chromium()
    assert line.state == "note"
    assert "make test-browser" in line.get


def test_folder_of_a_class_to_be(tmp_path):
    """Is a class that does not exist yet accepted, and is nothing made?"""
    lines = list(doctor.folder(Course(tmp_path / "a" / "class")))
    assert states(lines) == ["ok", "ok", "ok"]
    assert "not there yet" in lines[1].text
    assert not (tmp_path / "a").exists()


def test_folder_that_cannot_be_written(tmp_path):
    """Is a course below a plain file refused?"""
    (tmp_path / "file").write_text("")
    assert states(doctor.folder(Course(tmp_path / "file" / "class")))[0] == "missing"


def test_gradebook_of_another_version(tmp_path):
    """Is a gradebook of another nbgrader named, with what to do?"""
    with closing(sqlite3.connect(tmp_path / "gradebook.db")) as book:
        book.execute("CREATE TABLE alembic_version (version_num TEXT)")
        book.execute("INSERT INTO alembic_version VALUES ('older')")
        book.commit()
    line = list(doctor.folder(Course(tmp_path)))[1]
    assert line.state == "missing"
    assert "nbgrader db upgrade" in line.get


def test_full_disk(tmp_path, monkeypatch):
    """Is too little space reported?"""
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda place: usage(1, 1, 5 * 2**20))
    line = list(doctor.folder(Course(tmp_path)))[2]
    assert (line.state, line.text.split(",")[0]) == (
        "missing",
        "5 MiB free where the course folder is",
    )


def test_tensorflow_that_cannot_be_imported(monkeypatch, tmp_path):
    """Is the reason shown when TensorFlow does not load?"""
    (tmp_path / "tensorflow.py").write_text("raise ImportError('no such instruction')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    line = doctor.tensorflow()
    assert line.state == "missing"
    assert line.text.endswith("ImportError: no such instruction")


@pytest.mark.parametrize("whose", ["the sample class", "a class of one's own"])
def test_without_boxes_not_everything_is_there(whose, tmp_path, monkeypatch, capsys):
    """Is a machine without bubblewrap never called complete, and does one's own class lack it?"""
    reason = "bubblewrap is not installed"
    monkeypatch.setattr("autograde.execution.sandbox.why_not", lambda: reason)
    root = SAMPLE if whose == "the sample class" else tmp_path
    lines = list(doctor.sandbox(Course(root)))
    monkeypatch.setattr(doctor, "examine", lambda course: lines)
    code = main(["--course", str(root), "doctor"])
    out = capsys.readouterr().out
    assert code == (root != SAMPLE)
    assert reason in out
    assert "has everything" not in out


@pytest.mark.parametrize(("state", "code"), [("ok", 0), ("note", 0), ("missing", 1)])
def test_exit_code(state, code, monkeypatch, capsys):
    """Is the exit code 1 exactly if something needed is missing?"""
    monkeypatch.setattr(doctor, "examine", lambda course: [doctor.Line(state, "a thing", "a way")])
    assert main(["doctor"]) == code
    out = capsys.readouterr().out
    assert ("-> a way" in out) == (state != "ok")


@pytest.mark.slow
def test_this_machine(tmp_path):
    """Is nothing that the course needs missing where these tests run?"""
    assert "missing" not in states(doctor.examine(Course(tmp_path)))
