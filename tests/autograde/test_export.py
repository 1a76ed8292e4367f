"""The marks of a class as tables: nbgrader's own, and those that Canvas and Moodle import."""

import csv
import datetime
import errno
import os
import re
from pathlib import Path

import pytest
from grading_tools import Class, copy_class, nbgrader_may_warn
from nbgrader.plugins import CsvExportPlugin
from small_class import MISNAMED

from autograde.errors import CourseError
from autograde.intake.marks import Mark
from autograde.results.export import export
from autograde.results.gradetable import not_final

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("small class")]


def rows(path):
    """Read a table as rows of cells."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.fixture
def copied(small, tmp_path):
    """Return a copy of the small class, for tests that change it."""
    return Class(copy_class(small.course, tmp_path / "course").root)


def test_marks_are_those_of_the_gradebook(small):
    """Does the table hold a row for each student, with the scores of the gradebook?"""
    code, out, errors = small.run("export")
    path = small.course.root / "grades.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert (code, errors) == (0, "")
    assert out.splitlines() == [
        f"{path}: 3 rows, one for each student and assignment: 3 marks",
        "not final, but in the table if there are points: ben lstm_cell (not final), "
        f"{MISNAMED} lstm_cell (not graded yet)",
    ]
    assert {who: float(row["score"]) for who, row in rows.items()} == {
        "<i>cy": 0,
        "ada": 12.5,
        "ben": 3,
    }
    assert {row["max_score"] for row in rows.values()} == {"13.0"}


def test_a_file_that_exists_is_kept(small, tmp_path):
    """Is an existing file left alone unless you pass --force?"""
    path = tmp_path / "mine.csv"
    path.write_text("mine")
    code, _, errors = small.run("export", "--to", path)
    assert (code, path.read_text()) == (2, "mine")
    assert "--force" in errors
    code, _, _ = small.run("export", "--to", path, "--force")
    assert code == 0
    assert path.read_text().startswith("assignment,")


def test_a_folder_that_is_missing_is_an_error(small, tmp_path):
    """Is a file that cannot be written a clear error?"""
    with nbgrader_may_warn(), pytest.raises(CourseError, match="cannot be written"):
        export(small.course, to=tmp_path / "none" / "grades.csv")


def test_the_table_is_that_of_nbgrader_s_exporter(copied, tmp_path):
    """Is it, for names without commas, the very text that nbgrader writes?"""
    with copied.gradebook() as gradebook:
        gradebook.update_or_create_assignment("lstm_cell", duedate="2026-03-05 18:00")
        gradebook.add_student("zoe", first_name="Zoë", email="zoe@x.example")
        ada = gradebook.find_submission("lstm_cell", "ada")
        ada.timestamp = datetime.datetime(2026, 3, 5, 18, 0, 1)
        ada.notebooks[0].late_submission_penalty = 4.25
        gradebook.db.commit()
        CsvExportPlugin(to=str(tmp_path / "theirs.csv")).export(gradebook)
    copied.run("export")
    ours = copied.course.root / "grades.csv"
    assert ours.read_text(encoding="utf-8") == (tmp_path / "theirs.csv").read_text(encoding="utf-8")


def test_no_name_breaks_the_table(copied):
    """Do commas, quotation marks and line breaks in names stay in their cells?"""
    odd = {"last_name": 'Lovelace, "Countess"', "first_name": "Ada\nKing", "email": "a;b,c"}
    with copied.gradebook() as gradebook:
        gradebook.update_or_create_student("ada", **odd)
        gradebook.add_student('Bee, "Ben"', last_name="Łukasz")
    code, out, errors = copied.run("export")
    with (copied.course.root / "grades.csv").open(encoding="utf-8", newline="") as file:
        found = {row["student_id"]: row for row in csv.DictReader(file)}
    assert (code, errors) == (0, "")
    assert {key: found["ada"][key] for key in odd} == odd
    assert (found["ada"]["score"], found["ada"]["max_score"]) == ("12.5", "13.0")
    assert found['Bee, "Ben"']["last_name"] == "Łukasz"


def test_many_that_are_not_final_make_one_line():
    """Are ten named, and the rest counted?"""
    (line,) = not_final([Mark(f"s{k}", "a") for k in range(30)], "left out")
    assert line.count("(not graded yet)") == 10
    assert line.endswith(", and 20 more: see the report")


def test_who_handed_in_nothing_is_counted(copied):
    """Does the line tell marks apart from the 0 points that nbgrader writes for no submission?"""
    with copied.gradebook() as gradebook:
        gradebook.add_student("zoe")
    line = copied.run("export")[1].splitlines()[0]
    assert line.endswith("3 marks, and 0 points in 1 where nothing was handed in")


def test_canvas(copied):
    """Is the table what Canvas imports, with only the marks that were given?"""
    with copied.gradebook() as gradebook:
        gradebook.add_student("zoe", last_name="Ünal, Dr.", first_name='Zoë "Z"')
    code, out, errors = copied.run("export", "--format", "canvas")
    path = copied.course.root / "grades-canvas.csv"
    assert (code, errors) == (0, "")
    assert out.splitlines() == [
        f"{path}: 4 learners, 1 assignment, 2 marks",
        "left out, because it is not final: ben lstm_cell (not final), "
        f"{MISNAMED} lstm_cell (not graded yet)",
    ]
    assert rows(path) == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "lstm_cell"],
        ["    Points Possible", "", "", "", "", "13"],
        ["<i>cy", "", "", "<i>cy", "", "0"],
        ["ada", "", "", "ada", "", "12.5"],
        ["ben", "", "", "ben", "", ""],
        ['Ünal, Dr., Zoë "Z"', "", "", "zoe", "", ""],
    ]


def test_canvas_finds_its_columns(copied):
    """Does the header pass the checks of Canvas's own importer?"""
    copied.run("export", "--format", "canvas")
    head, most, *students = rows(copied.course.root / "grades-canvas.csv")
    assert "Student" in head[0]
    assert "ID" in head[1]
    assert re.search(r"SIS\s+User\s+ID", head[2])
    assert re.search(r"SIS\s+Login\s+ID", head[3])
    assert "Section" in head[4]  # the last column that it reads as a student's data
    assert "Points Possible" in most[0]
    assert all(len(row) == len(head) for row in (most, *students))


def test_moodle(copied):
    """Is the table what Moodle imports, with Moodle's own sign for no grade?"""
    with copied.gradebook() as gradebook:
        gradebook.update_or_create_student("ada", first_name="Ada", email="ada@x.example")
    code, out, _ = copied.run("export", "--format", "moodle", "lstm_cell")
    path = copied.course.root / "grades-moodle.csv"
    assert (code, out.splitlines()[0]) == (0, f"{path}: 3 learners, 1 assignment, 2 marks")
    assert rows(path) == [
        ["Username", "First name", "Last name", "Email address", "lstm_cell"],
        ["<i>cy", "", "", "", "0"],
        ["ada", "Ada", "", "ada@x.example", "12.5"],
        ["ben", "", "", "", "-"],
    ]


def test_all_writes_what_is_not_final(copied):
    """Are marks that are not final written on request, and not reported as left out?"""
    _, out, _ = copied.run("export", "--format", "moodle", "--all")
    assert rows(copied.course.root / "grades-moodle.csv")[-1][-1] == "3"
    assert "3 marks\n" in out
    assert "ben" not in out


def test_an_older_mark_is_left_out(copied):
    """Is a mark left out if its submission has changed since?"""
    path = copied.path("submitted", "ada")
    path.write_text(path.read_text() + "\n")
    assert (
        "ada lstm_cell (an older mark: grade again)"
        in (copied.run("export", "--format", "canvas")[1])
    )
    assert rows(copied.course.root / "grades-canvas.csv")[3][-1] == ""


@pytest.mark.parametrize("kind", ["canvas", "moodle"])
def test_a_late_penalty_is_taken_off(copied, kind):
    """Is the mark the same as in nbgrader's own table?"""
    with copied.gradebook() as gradebook:
        gradebook.find_submission("lstm_cell", "ada").notebooks[0].late_submission_penalty = 4.25
        gradebook.db.commit()
    copied.run("export", "--format", kind)
    copied.run("export")
    (mark,) = [row[-1] for row in rows(copied.course.root / f"grades-{kind}.csv") if "ada" in row]
    (other,) = [row[-2] for row in rows(copied.course.root / "grades.csv") if "ada" in row]
    assert mark == other == "8.25"


@pytest.mark.parametrize("kind", ["csv", "canvas", "moodle"])
def test_no_name_becomes_a_formula(copied, kind):
    """Is a person's name that a spreadsheet would run made harmless?"""
    evil = {"last_name": "=cmd|' /C calc'!A0", "first_name": " @SUM(1)", "email": "+1"}
    with copied.gradebook() as gradebook:
        gradebook.update_or_create_student("ada", **evil)
    code, out, _ = copied.run("export", "--format", kind)
    assert code == 0
    cells = [cell for row in rows(Path(out.splitlines()[0].split(": ")[0])) for cell in row]
    assert any("=cmd" in cell for cell in cells)
    assert [c for c in cells if c.lstrip().startswith(("=", "+", "@", "-")) and c != "-"] == []


@pytest.mark.parametrize("kind", ["csv", "canvas", "moodle"])
def test_an_id_that_is_a_formula_is_refused(copied, kind):
    """Is a student's id refused if only changing it could make it harmless?"""
    with copied.gradebook() as gradebook:
        gradebook.add_student("=1+1")
    code, out, errors = copied.run("export", "--format", kind)
    assert (code, out) == (2, "")
    assert "takes the student's name '=1+1' for a formula" in errors


def test_a_template_of_canvas_is_filled_in(copied, tmp_path):
    """Are the students and the assignment's id those of the file that Canvas exported?"""
    template = tmp_path / "canvas.csv"
    template.write_text(
        "Student,ID,SIS Login ID,Section,LSTM cell (301)\n    Points Possible,,,,13\n"
        '"Lovelace, Ada",11,ada,A,\n"Bee, Ben",12,ben,A,\n'
    )
    filled = tmp_path / "filled.csv"
    code, out, errors = copied.run(
        "export", "--format", "canvas", "--template", template, "--to", filled
    )
    assert (code, errors) == (0, "")
    assert out.splitlines()[0] == f"{filled}: 2 learners, 1 assignment, 1 mark"
    assert "left out: <i>cy lstm_cell: canvas.csv has no such SIS Login ID" in out
    assert rows(filled)[2:] == [
        ["Lovelace, Ada", "11", "ada", "A", "12.5"],
        ["Bee, Ben", "12", "ben", "A", ""],
    ]


def test_a_template_is_canvas_s_alone(copied, tmp_path):
    """Is a template for another table refused?"""
    code, _, errors = copied.run("export", "--template", tmp_path / "canvas.csv")
    assert (code, "--format canvas" in errors) == (2, True)


def test_without_a_mark_there_is_no_table(copied):
    """Is an assignment without marks refused, with what to run?"""
    code, _, errors = copied.run("export", "--format", "canvas", "sine_windows")
    assert (code, "There is no mark of sine_windows" in errors) == (2, True)


def test_a_table_is_there_whole_or_not_at_all(copied, monkeypatch):
    """Does a full disk leave the earlier table, and no half-written file?"""
    assert copied.run("export", "--format", "canvas")[0] == 0
    path = copied.course.root / "grades-canvas.csv"
    before, names = path.read_bytes(), sorted(path.parent.iterdir())

    def full(handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    code, _, errors = copied.run("export", "--format", "canvas", "--all")
    assert (code, "cannot be written: No space left" in errors) == (2, True)
    assert path.read_bytes() == before
    assert sorted(path.parent.iterdir()) == names


def test_what_is_no_ordinary_file_is_not_replaced(copied, tmp_path):
    """Is a pipe or a folder of the same name left in place?"""
    os.mkfifo(tmp_path / "pipe")
    code, _, errors = copied.run("export", "--to", tmp_path / "pipe", "--force")
    assert (code, "not an ordinary file" in errors) == (2, True)
    assert (tmp_path / "pipe").is_fifo()
