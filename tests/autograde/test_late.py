"""Penalties for late work: what changes them, and what must not."""

import datetime

import pytest
from grading_tools import Class, copy_class, nbgrader_may_warn

from autograde.execution.job import Runner
from autograde.gradebook.writer import backups
from autograde.intake import times
from autograde.intake.marks import FINAL, NOT_FINAL, class_marks

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("small class")]

ZERO = '\nget_config().LateSubmissionPlugin.penalty_method = "zero"\n'
HALF = """
from nbgrader.plugins import LateSubmissionPlugin

class Half(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return score / 2

get_config().AssignLatePenalties.plugin_class = Half
"""
BROKEN = HALF.replace("return score / 2", "return score / 0")


@pytest.fixture
def course(small, tmp_path, monkeypatch):
    """Return a copy of the small class, due on the fifth at six; nothing can run in it."""
    course = Class(copy_class(small.course, tmp_path / "course").root)
    settings(course, ZERO)
    due(course, "2026-03-05 18:00")
    monkeypatch.setattr(Runner, "start_new_kernel", None)
    return course


def settings(course, text):
    """Add to the class's settings."""
    path = course.course.root / "nbgrader_config.py"
    path.write_text(path.read_text() + text)


def due(course, date):
    """Set the due date."""
    with nbgrader_may_warn(), course.gradebook() as gradebook:
        gradebook.update_or_create_assignment("lstm_cell", duedate=date)


def stamp(course, student, text):
    """Say when a student handed in."""
    path = course.path("submitted", student).with_name("timestamp.txt")
    path.write_text(text)
    return path


def marks(course):
    """Return each student's score and status."""
    with nbgrader_may_warn():
        found = [mark for mark, _ in class_marks(course.course, ["lstm_cell"])]
    return {mark.student: (mark.score, mark.status) for mark in found if mark.score is not None}


def test_a_corrected_time_counts_at_once_and_for_marks_by_hand(course):
    """Do a late time and its correction each change a finished mark by a plain `grade`?"""
    stamp(course, "ada", "2026-03-05 18:01")
    late = course.grade()["ada"]
    assert (late.score, late.penalty, late.problem) == (12.5, 12.5, "")
    assert marks(course)["ada"] == (0, FINAL)
    stamp(course, "ada", "2026-03-05 17:59")
    assert course.grade()["ada"].penalty == 0
    assert marks(course)["ada"] == (12.5, FINAL)


def test_a_removed_time_is_never_late(course):
    """Does a submission whose wrong time was removed count as one without a time?"""
    path = stamp(course, "ada", "2026-03-06")
    course.grade()
    path.unlink()
    course.grade()
    assert marks(course)["ada"] == (12.5, FINAL)


def test_everybody_alike(course):
    """Does a new due date reach everybody, also who was graded before, or is no longer there?"""
    for student in ("ada", "ben"):
        stamp(course, student, "2026-03-05 12:00")
    course.grade()
    assert marks(course) == {"<i>cy": (0, FINAL), "ada": (12.5, FINAL), "ben": (3, NOT_FINAL)}
    course.path("submitted", "ben").parent.rename(course.course.root / "elsewhere")
    due(course, "2026-03-05 11:00")
    course.grade()
    assert marks(course) == {"<i>cy": (0, FINAL), "ada": (0, FINAL), "ben": (0, NOT_FINAL)}


def test_an_extension_counts_at_once(course):
    """Is the penalty of a learner who was given more time removed, and no other's?"""
    for student in ("ada", "ben"):
        stamp(course, student, "2026-03-05 19:00")
    course.grade()
    with course.gradebook() as gradebook:
        gradebook.grant_extension("lstm_cell", "ada", hours=2)
    course.grade()
    assert (marks(course)["ada"][0], marks(course)["ben"][0]) == (12.5, 0)


def test_another_method_counts_at_once(course):
    """Is a method of the class's own applied to marks that there are?"""
    stamp(course, "ada", "2026-03-05 19:00")
    course.grade()
    settings(course, HALF)
    assert course.grade()["ada"].penalty == 6.25
    assert marks(course)["ada"] == (6.25, FINAL)


def test_a_method_that_fails_changes_nothing(course):
    """Is it named, with the file where it is, and is every mark kept?"""
    stamp(course, "ada", "2026-03-05 19:00")
    course.grade()
    settings(course, BROKEN)
    code, _, errors = course.run("grade")
    assert (code, "nbgrader_config.py fails: ZeroDivisionError" in errors) == (2, True)
    assert marks(course)["ada"] == (0, FINAL)


@pytest.mark.parametrize("text", ["05.03.2026 17:55", "5/3/2026", "17:55", "10:30:00 PST", "5"])
def test_a_time_that_needs_a_guess_costs_nothing(course, text):
    """Is it named with exit code 1, nothing taken off, and the mark not called final?"""
    stamp(course, "ada", text)
    code, out, _ = course.run("grade", "lstm_cell")
    (line,) = [line for line in out.splitlines() if " ada " in line]
    assert code == 1
    assert "12.5 of 13" in line
    assert f"PROBLEM: its timestamp.txt holds '{text}', not a time such as" in line
    assert marks(course)["ada"] == (12.5, NOT_FINAL)
    assert f"its timestamp.txt holds '{text}'" in course.run("report", "lstm_cell")[1]


def test_a_time_that_this_machine_cannot_read_changes_no_mark(course, monkeypatch):
    """Does a penalty stay, and is the file named, while it cannot be read?"""
    stamp(course, "ada", "2026-03-05 19:00")
    course.grade()

    def refuse(place):
        raise PermissionError(13, "Permission denied", place)

    monkeypatch.setattr("autograde.marking.late.handed_in_at", refuse)
    monkeypatch.setattr(times, "handed_in_at", refuse)
    assert "cannot be read: Permission denied" in course.grade()["ada"].problem
    assert marks(course)["ada"][0] == 0


def test_one_student_alone(course):
    """Does `--student` leave the others' penalties as they are?"""
    for student in ("ada", "ben"):
        stamp(course, student, "2026-03-05 19:00")
    course.grade("ada")
    assert (marks(course)["ada"][0], marks(course)["ben"][0]) == (0, 3)


def test_without_a_change_nothing_is_written(course):
    """Does a second `grade` make no backup, since it writes nothing?"""
    stamp(course, "ada", "2026-03-05 19:00")
    course.grade()
    before = backups(course.course)
    course.grade()
    assert backups(course.course) == before


def test_nbgraders_own_command_reads_the_same_time(course):
    """Does the gradebook hold the time in UTC, whichever form the file has?"""
    stamp(course, "ada", "\ufeff2026-03-05T20:00:00+01:00\n")
    with nbgrader_may_warn():
        from autograde.gradebook.nbgrading import open_nbgrader

        done = open_nbgrader(course.course).autograde("lstm_cell", "ada", force=True)
    assert done["success"], done["log"]
    with course.gradebook() as gradebook:
        found = gradebook.find_submission("lstm_cell", "ada")
        assert found.timestamp == datetime.datetime(2026, 3, 5, 19)
        assert found.late_submission_penalty == 12.5
