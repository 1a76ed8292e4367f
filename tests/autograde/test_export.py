"""The marks of a class as CSV."""

import csv

import pytest
from grading_tools import Class, copy_class, nbgrader_may_warn

from autograde.errors import CourseError
from autograde.export import export

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("small class")]


def test_marks_are_those_of_the_gradebook(small):
    """Does the table hold a row for each student, with the scores of the gradebook?"""
    code, out, errors = small.run("export")
    path = small.course.root / "grades.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert (code, out, errors) == (0, f"{path}: 3 marks\n", "")
    assert {who: float(row["score"]) for who, row in rows.items()} == {
        "<i>cy": 0,
        "ada": 12.5,
        "ben": 3,
    }
    assert {row["max_score"] for row in rows.values()} == {"13.0"}


def test_a_file_that_exists_is_kept(small, tmp_path):
    """Is a file that was named and exists left alone, unless --force says so?"""
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
        export(small.course, tmp_path / "none" / "grades.csv")


def test_a_name_that_breaks_the_table_is_refused(small, tmp_path):
    """Is a comma in a name named, and are the marks of an earlier export kept?"""
    course = copy_class(small.course, tmp_path / "course")
    with nbgrader_may_warn():
        path, _ = export(course)
        before = path.read_text()
        with Class(course.root).gradebook() as gradebook:
            gradebook.update_or_create_student("ada", last_name="Lovelace, Countess")
        with pytest.raises(CourseError, match="Lovelace, Countess"):
            export(course)
    assert path.read_text() == before
