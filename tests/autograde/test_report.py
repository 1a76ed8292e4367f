"""The table of a class, in the terminal and as a page."""

import dataclasses
import re
from pathlib import Path

import nbformat
import pytest
from grading_tools import Class, copy_class, nbgrader_may_warn
from small_class import MISNAMED

from autograde.cli.report_views import as_html, as_text
from autograde.errors import CourseError
from autograde.intake.marks import Mark
from autograde.release.statement import assignment_names
from autograde.results.report import Diagnosis, Exercise, Report, report
from autograde.results.standouts import Failure, Outlier

pytestmark = pytest.mark.xdist_group("small class")

MADE_UP = Report(
    Path("a/class"),
    (Mark("a\x1b[31m<b>", "lstm_cell", "1 of 10", "0 of 3", "1 of 13", "final"),),
    (Exercise("lstm_cell", "forget_gate", 4, 3, 2),),
    (Diagnosis("lstm_cell", "forget_gate", "block of <i>", 2),),
    ("Half or more show: block of <i>.",),
    (Outlier("a<b>", "lstm_cell", "far <i>off"),),
    (Failure("a<b>", "lstm_cell", "not a notebook: <script>steal()</script>\x1b[31m"),),
    (("a<b>", "lstm_cell"),),
)


@pytest.fixture
def found(small):
    """Return the report on the small class."""
    with nbgrader_may_warn():
        return report(small.course, ["lstm_cell"])


@pytest.fixture
def copied(small, tmp_path):
    """Return a copy of the small class, for tests that change it."""
    return copy_class(small.course, tmp_path / "course")


def status(course, student):
    """Return the status of a student's submission in the report."""
    with nbgrader_may_warn():
        marks = report(course, ["lstm_cell"]).marks
    return {mark.student: mark.status for mark in marks}[student]


@pytest.mark.slow
def test_marks(found):
    """Does each submission show its checks, its written answer, the sum and a status?"""
    assert [(m.student, m.checks, m.written, m.total, m.status) for m in found.marks] == [
        ("<i>cy", "0 of 10", "0 of 3", "0 of 13", "final"),
        ("ada", "10 of 10", "2.5 of 3", "12.5 of 13", "final"),
        ("ben", "3 of 10", "awaits a person", "3 of 13", "not final"),
        (MISNAMED, "–", "–", "–", "not graded yet"),
    ]


@pytest.mark.slow
def test_attempts(found):
    """Does it count how many attempted each exercise, and how many were right?"""
    assert {e.check: (e.submissions, e.attempted, e.right) for e in found.exercises} == {
        "forget_gate": (3, 2, 1),
        "input_gate": (3, 2, 2),
        "candidate": (3, 2, 2),
        "update_cell_state": (3, 2, 1),
        "output_gate": (3, 2, 2),
        "lstm_step": (3, 2, 1),
    }


@pytest.mark.slow
def test_diagnoses(found):
    """Is each diagnosis counted, and "not attempted" left out?"""
    assert {(d.check, d.name, d.count) for d in found.diagnoses} == {
        ("forget_gate", "block of the input gate", 1),
        ("update_cell_state", "gates swapped", 1),
        ("lstm_step", "crashed", 1),
    }


@pytest.mark.slow
def test_a_changed_submission_is_called_an_older_mark(copied):
    """Is a mark that belongs to an earlier file called an older mark?"""
    path = copied.folder("submitted") / "ada" / "lstm_cell" / "lstm_cell.ipynb"
    path.write_text(path.read_text() + "\n")
    assert status(copied, "ada") == "an older mark: grade again"


@pytest.mark.slow
def test_a_damaged_graded_notebook_is_called_an_older_mark(copied):
    """Are the other marks listed although one graded notebook cannot be read?"""
    path = copied.folder("autograded") / "ada" / "lstm_cell" / "lstm_cell.ipynb"
    path.chmod(0o644)
    path.write_text("{")
    assert status(copied, "ada") == "an older mark: grade again"
    assert status(copied, "ben") == "not final"


@pytest.mark.slow
def test_a_mark_after_a_new_grading_is_to_review(copied):
    """Does a mark by hand stay, with the status "to review" if nbgrader asks for it?"""
    with nbgrader_may_warn(), Class(copied.root).gradebook() as gradebook:
        gradebook.find_grade("written", "lstm_cell", "lstm_cell", "ada").needs_manual_grade = True
        gradebook.db.commit()
        marks = {mark.student: mark for mark in report(copied, ["lstm_cell"]).marks}
    assert (marks["ada"].written, marks["ada"].status) == ("2.5 of 3, to review", "not final")


@pytest.mark.slow
def test_nothing_handed_in_is_said(copied):
    """Does the error for a class without submissions say where they belong?"""
    with nbgrader_may_warn(), pytest.raises(CourseError, match="STUDENT/ASSIGNMENT/ASSIGNMENT"):
        report(copied, ["sine_windows"])


@pytest.mark.slow
def test_a_folder_of_no_assignment_is_listed(copied):
    """Is a folder that matches no assignment listed with the reason, unless others are named?"""
    (copied.folder("submitted") / "ada" / "lstm-cell").mkdir()
    with nbgrader_may_warn():
        found = report(copied, assignment_names())
        asked = report(copied, ["lstm_cell"])
    assert ("ada", "lstm-cell") in {(m.student, m.assignment) for m in found.marks}
    whys = {(one.student, one.assignment): one.why for one in found.failures}
    assert whys["ada", "lstm-cell"].startswith("there is no assignment of this name")
    assert whys[MISNAMED, "lstm_cell"].startswith("it holds no lstm_cell.ipynb")
    assert {one.student for one in asked.failures} == {MISNAMED}


@pytest.mark.slow
def test_what_ran_without_a_box_is_listed(copied):
    """Is a submission listed if it ran with the rights of the grader's account?"""
    path = copied.folder("autograded") / "ada" / "lstm_cell" / "lstm_cell.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata["lstm_course"]["boxed"] = False
    path.chmod(0o644)
    nbformat.write(notebook, path)
    with nbgrader_may_warn():
        found = report(copied, ["lstm_cell"])
    assert ("ada", "lstm_cell") in found.unboxed
    assert "Ran without a box, with the rights of the account" in as_text(found)


def test_many_without_a_box_are_counted():
    """Are ten listed, and the rest counted?"""
    many = tuple((f"s{k}", "a") for k in range(12))
    assert "12 (s0 a," in (text := as_text(dataclasses.replace(MADE_UP, unboxed=many)))
    assert text.endswith("s9 a and 2 more).")


def test_text_lines_up_and_steers_no_terminal():
    """Are columns aligned, and are control characters removed from a name?"""
    text = as_text(MADE_UP)
    assert "\x1b" not in text
    head, line = [row for row in text.splitlines() if row.startswith(("student", "a?"))][:2]
    assert head.index("assignment") == line.index("lstm_cell")


def test_page_escapes_what_it_shows(tmp_path):
    """Are names and diagnoses escaped, and does the page hold no script and load nothing?"""
    page = as_html(MADE_UP, tmp_path / "report.html").read_text(encoding="utf-8")
    assert page.count("&lt;b&gt;") == 4
    assert page.count("block of &lt;i&gt;") == 2
    assert "&lt;script&gt;steal()" in page
    assert "far &lt;i&gt;off" in page
    assert not re.search(r"<(script|link|img|b|i)\b|src=|url\(", page)
    assert "prefers-color-scheme: dark" in page


def test_page_that_cannot_be_written_is_an_error(tmp_path):
    """Is a page whose folder is missing a clear error?"""
    with pytest.raises(CourseError, match=r"report\.html cannot be written"):
        as_html(MADE_UP, tmp_path / "none" / "report.html")


@pytest.mark.slow
def test_a_report_on_some_leaves_the_class_s_page(copied):
    """Does a report on one assignment have a page of its own?"""
    whole = Class(copied.root)
    assert whole.run("report")[0] == 0
    before = (copied.root / "report.html").read_bytes()
    code, out, _ = whole.run("report", "lstm_cell")
    assert (code, out.splitlines()[-1]) == (
        0,
        f"As a page: {copied.root / 'report-lstm_cell.html'}",
    )
    assert (copied.root / "report.html").read_bytes() == before
    whole.run("report", *assignment_names())
    assert "report-lstm_cell.html" in {path.name for path in copied.root.glob("report*")}
    assert len(list(copied.root.glob("report*"))) == 2


def to_review(course):
    """Let nbgrader ask for a second look at Ada's mark."""
    with Class(course.root).gradebook() as gradebook:
        gradebook.find_grade("written", "lstm_cell", "lstm_cell", "ada").needs_manual_grade = True
        gradebook.db.commit()


def changed(course):
    """Change Ada's notebook after it was graded."""
    path = course.folder("submitted") / "ada" / "lstm_cell" / "lstm_cell.ipynb"
    path.write_text(path.read_text() + "\n")


def timeless(course):
    """Give Ada a time that nobody can read."""
    place = course.folder("submitted") / "ada" / "lstm_cell"
    (place / "timestamp.txt").write_text("05.03.2026")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda course: None, ""),
        (to_review, "3 points"),
        (changed, "changed after it was graded"),
        (timeless, "not clear yet when"),
    ],
)
def test_report_feedback_and_export_agree_on_what_is_final(copied, change, says):
    """Do the three call the same mark final, and does the page say why it is not?"""
    course = Class(copied.root)
    with nbgrader_may_warn():
        change(copied)
    final = status(copied, "ada") == "final"
    course.run("feedback", "lstm_cell", "--student", "ada")
    page = (copied.folder("feedback") / "ada" / "lstm_cell" / "lstm_cell.html").read_text()
    exported = course.run("export", "--format", "canvas")[1]
    assert final == (says == "")
    assert ("Not final: " in page) != final
    assert ("ada lstm_cell (" in exported) != final
    assert says in page
