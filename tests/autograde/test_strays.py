"""Whatever was handed in is graded, or named with what to do; nothing is moved."""

import json
import os
import shlex
import subprocess

import pytest
from grading_tools import Class, copy_class, nbgrader_may_warn

from autograde.execution.job import Runner
from autograde.intake.marks import FINAL, class_marks
from autograde.intake.strays import strays
from autograde.release.statement import assignment_names

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("small class")]

MOODLE = "Ada Example_12345_assignsubmission_file"
CANVAS = "exampleada_LATE_12345_67890_lstm_cell-1.ipynb"


@pytest.fixture
def course(small, tmp_path, monkeypatch):
    """Return a copy of the small class, with Ada's notebook beside it; nothing can run in it."""
    course = Class(copy_class(small.course, tmp_path / "course").root)
    monkeypatch.setattr(Runner, "start_new_kernel", None)
    return course


def lay(course, place, source=None):
    """Lay a file into the class's folder of submissions: by default, Ada's notebook."""
    path = course.course.folder("submitted") / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((source or course.path("submitted", "ada")).read_bytes())
    return path


def files(course):
    """Return every file that was handed in, with its bytes."""
    folder = course.course.folder("submitted")
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def line_of(out, *words):
    """Return the one line that holds these words."""
    (line,) = [line for line in out.splitlines() if all(word in line for word in words)]
    return line


@pytest.mark.parametrize(
    "place",
    [
        "zoe/lstm_cell.ipynb",
        "zoe/my work.ipynb",
        "zoe/lstm_cell/zoe/lstm_cell.ipynb",
        "zoe/lstm_cell/work.zip",
        "zoe/work/lstm_cell.ipynb",
        "zoe/work/mine.zip",
        "zoe/lstm_cell /lstm_cell.ipynb",
        "zoe /lstm_cell/lstm_cell.ipynb",
        "zoe/answers.pdf",
        "x.zip",
        "lstm_cell.ipynb",
        f"{MOODLE}/lstm_cell.ipynb",
        f"download/{MOODLE}/lstm_cell.ipynb",
        f"{MOODLE}/lstm_cell/lstm_cell.ipynb",
        f"{MOODLE}_lstm_cell.ipynb",
        CANVAS,
    ],
)
@pytest.mark.parametrize("asked", [[], ["lstm_cell"]], ids=["all", "named"])
def test_nothing_is_passed_over(course, place, asked):
    """Is each thing a problem of `grade` and a failure of the report, and left where it is?"""
    path = lay(course, place)
    before = files(course)
    code, out, _ = course.run("grade", *asked)
    assert code == 1
    top = path.relative_to(course.course.folder("submitted")).parts[0]
    assert "PROBLEM: " in line_of(out, f" {top} ")
    report = course.run("report", *asked)[1]
    failures = report[report.index("Failures") :].splitlines()
    assert [line for line in failures if line.startswith(f"{top} ")]
    assert files(course) == before


@pytest.mark.parametrize("place", ["zoe/lstm_cell.ipynb", "zoe/Mine (1).ipynb"])
def test_the_command_that_is_named_moves_a_notebook(course, place):
    """Does the command in the message make it a submission, whatever its name?"""
    lay(course, place)
    line = line_of(course.run("grade")[1], "zoe")
    subprocess.run(line.partition("Move it with: ")[2], shell=True, check=True)
    assert course.path("submitted", "zoe").exists()
    assert strays(course.course, assignment_names()) == []


def test_a_stray_notebook_beside_a_submission_is_never_to_replace_it(course):
    """Is an instructor asked which one counts, instead of given a command?"""
    lay(course, "ada/lstm_cell.ipynb")
    line = line_of(course.run("grade")[1], " ada ", "PROBLEM")
    assert "was: move away the one that does not count" in line
    assert "mv" not in line


@pytest.mark.parametrize(
    "place",
    [
        f"{MOODLE}/lstm_cell.ipynb",
        f"{MOODLE}/lstm_cell/lstm_cell.ipynb",
        f"{MOODLE}_mine.ipynb",
        CANVAS,
    ],
)
def test_the_command_that_is_named_takes_in_a_download(course, place):
    """Does the command in the message take in a file of Moodle or Canvas?"""
    lay(course, place)
    line = line_of(course.run("grade")[1], "collect")
    command = line.partition("Take it in with: ")[2].partition("; then")[0]
    name, root, *rest = shlex.split(command)[1:]
    assert (name, root) == ("--course", str(course.course.root))
    code, out, _ = course.run(*rest)
    assert (code, "1 notebooks taken in" in out) == (0, True)


def test_what_a_system_leaves_is_no_submission(course):
    """Are hidden files and those of Windows and macOS passed over?"""
    for name in (".DS_Store", "Thumbs.db", "zoe/.hidden", "zoe/desktop.ini", "__MACOSX/x.ipynb"):
        lay(course, name)
    assert strays(course.course, assignment_names()) == []


def test_another_assignment_s_file_is_not_in_the_way(course):
    """Is a stray notebook named only when its own assignment is asked about?"""
    lay(course, "zoe/sine_windows.ipynb")
    assert strays(course.course, ["lstm_cell"]) == []
    assert [one.student for one in strays(course.course, ["sine_windows"])] == ["zoe"]


def test_a_second_notebook_beside_an_untouched_one(course):
    """Is it named instead of a final 0, and graded once it is put in its place?"""
    lay(course, "<i>cy/lstm_cell/lstm_cell-Copy1.ipynb")
    code, out, _ = course.run("grade")
    _, _, problem = line_of(out, "<i>cy").partition("PROBLEM: nobody wrote in its lstm_cell.ipynb")
    assert code == 1
    assert problem.startswith(", and beside it lies lstm_cell-Copy1.ipynb: if that is the work")


def test_a_second_notebook_beside_a_finished_one(course):
    """Does a note say that it was not graded, while the mark stays?"""
    lay(course, "ada/lstm_cell/lstm_cell-Copy1.ipynb")
    lay(course, "ada/lstm_cell/.ipynb_checkpoints/lstm_cell-checkpoint.ipynb")
    line = line_of(course.run("grade")[1], " ada ")
    assert line.endswith("12.5 of 13  NOTE: beside it, and not graded: lstm_cell-Copy1.ipynb")


def test_a_few_of_many_are_named(course):
    """Is a line short, however many notebooks lie beside the graded one?"""
    for k in range(9):
        lay(course, f"ada/lstm_cell/{k}.ipynb")
    line = line_of(course.run("grade")[1], " ada ")
    assert line.endswith("0.ipynb, 1.ipynb, 2.ipynb, 3.ipynb, 4.ipynb and 4 more")


def test_the_notebook_of_another_exercise(course):
    """Is it named with the right name, and is nobody's mark changed?"""
    course.release("sine_windows")
    other = course.course.folder("release") / "sine_windows" / "sine_windows.ipynb"
    lay(course, "ada/lstm_cell/lstm_cell.ipynb", other)
    lay(course, "zoe/lstm_cell/lstm_cell.ipynb", other)
    graded = course.grade()
    for student, score in (("ada", 12.5), ("zoe", 0)):
        assert graded[student].score == score
        assert "is the notebook of sine_windows" in graded[student].problem


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), OSError(5, "I/O")])
@pytest.mark.parametrize("force", [[], ["--force"]], ids=["plain", "force"])
def test_a_file_that_this_machine_cannot_read_keeps_its_mark(course, monkeypatch, error, force):
    """Is it a problem with exit code 1, and does the mark given by hand stay as it was?"""
    path = course.path("submitted", "ada")
    really = os.open

    def refuse(place, *given, **more):
        if str(place) == str(path):
            raise type(error)(*error.args, str(place))
        return really(place, *given, **more)

    monkeypatch.setattr(os, "open", refuse)
    code, out, _ = course.run("grade", "--student", "ada", *force)
    assert code == 1
    assert f"PROBLEM: this machine cannot read its lstm_cell.ipynb: {error.args[1]}" in out
    with nbgrader_may_warn():
        found = {
            m.student: (m.score, m.status) for m, _ in class_marks(course.course, ["lstm_cell"])
        }
    assert found["ada"] == (12.5, FINAL)
    code, out, _ = course.run("rejudge", "lstm_cell", "--write")
    assert (code, "this machine cannot read" in line_of(out, " ada ", "MUST")) == (1, True)


def test_a_file_that_becomes_unreadable_in_between_keeps_its_mark(course, monkeypatch):
    """Is a file that fails only when it is to be run a problem, and no empty notebook?"""
    monkeypatch.setattr("autograde.marking.grade.problem_of", lambda *given: "")
    path = course.path("submitted", "ada")
    path.unlink()
    path.symlink_to(path)  # a circle, which nothing can open
    monkeypatch.setattr("autograde.intake.reading.Path.is_symlink", lambda self: False)
    one = course.grade("ada", force=True)["ada"]
    assert (one.score, "this machine cannot read" in one.problem) == (12.5, True)


def test_a_folder_that_this_machine_cannot_read_is_named(course, monkeypatch):
    """Is a student's or an assignment's folder without access never taken for an empty one?"""
    zoe = lay(course, "zoe/lstm_cell/lstm_cell.ipynb").parents[1]
    ben = course.path("submitted", "ben").parent
    for function in ("listdir", "scandir"):
        really = getattr(os, function)

        def refuse(place=".", really=really):
            if str(place) in (str(zoe), str(ben)):
                raise PermissionError(13, "Permission denied", str(place))
            return really(place)

        monkeypatch.setattr(os, function, refuse)
    code, out, _ = course.run("grade", "lstm_cell")
    assert code == 1
    for student in ("zoe", "ben"):
        assert "cannot read" in line_of(out, f"{student} ").replace("cannot be read", "cannot read")
    assert "3 of 13" in line_of(out, "ben ")


def test_results_as_json_hold_the_problems(course):
    """Does a program see what a person sees?"""
    lay(course, "x.zip")
    code, out, _ = course.run("grade", "--json")
    assert code == 1
    assert "collect" in {one["student"]: one for one in json.loads(out)}["x.zip"]["problem"]
