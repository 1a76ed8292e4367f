"""Judging again from the store: nothing is executed, changes are listed before they are written."""

import shutil

import nbformat
import pytest
from grading_tools import run_in_here
from small_class import wrong_answers

from autograde.execution.runner import Runner
from autograde.marking import verdicts
from lstm_lib.checks import observation as wire
from lstm_lib.checks.exercises import judge as judges
from lstm_lib.checks.exercises.lstm_cell.checks import UPDATE_CELL_STATE
from lstm_lib.checks.exercises.lstm_cell.judge.answers import updated
from lstm_lib.checks.judge.judged import Judge, judged

pytestmark = pytest.mark.slow

NEARLY = "def update_cell_state(c_prev, i, f, g):\n    return f * c_prev + i * g + 1e-3"


@pytest.fixture
def course(copied, monkeypatch):
    """Return a class with one answer that is off by a thousandth; from then on nothing runs."""
    course = copied("right", "not-json")
    course.hand_in("right", {"source": {"update-cell-state": NEARLY}})
    course.grade()
    assert course.marks("right")["update-cell-state-check"] == 0

    def runs(*args, **kwargs):
        raise AssertionError("a notebook was executed")

    run_in_here(monkeypatch)
    monkeypatch.setattr(Runner, "run", runs)
    verdicts._judge.cache_clear()  # a corrected check would run in a new process
    yield course
    verdicts._judge.cache_clear()


def widen(monkeypatch):
    """Let the judge of one check accept what is off by a hundredth."""
    wide = judged(UPDATE_CELL_STATE, updated, [], "the sum", tolerance=1e-2)
    monkeypatch.setitem(judges.JUDGES, "update_cell_state", wide)


def test_the_same_checks_change_nothing(course):
    """Does judging again with the same judge leave every mark, and say so?"""
    code, out, _ = course.run("rejudge", "lstm_cell")
    assert code == 0
    assert "2 submissions judged again, 0 marks change" in out


def test_a_wider_tolerance_is_listed_first_and_then_written(course, monkeypatch):
    """Is the changed mark listed, written only on request, and its card renewed?"""
    before = course.gradebook_total("right")
    widen(monkeypatch)
    code, out, _ = course.run("rejudge", "lstm_cell")
    assert code == 0
    assert "right            update-cell-state-check  0 -> 2" in out
    assert "nothing was written" in out
    assert course.gradebook_total("right") == before
    code, out, _ = course.run("rejudge", "lstm_cell", "--write")
    assert code == 0
    assert "1 marks change (written)" in out
    assert course.gradebook_total("right") == before + 2
    assert course.card("right", "update-cell-state-check").startswith("✓")
    assert "0 marks change" in course.run("rejudge", "lstm_cell")[1]


def test_a_mark_by_a_person_survives(course, monkeypatch):
    """Does a person's mark stay when a class is judged again?"""
    with course.gradebook() as gradebook:
        grade = gradebook.find_grade("written", "lstm_cell", "lstm_cell", "right")
        grade.manual_score, grade.needs_manual_grade = 2.0, False
        gradebook.db.commit()
    widen(monkeypatch)
    course.run("rejudge", "lstm_cell", "--write")
    with course.gradebook() as gradebook:
        assert gradebook.find_grade("written", "lstm_cell", "lstm_cell", "right").score == 2.0


def test_what_was_not_stored_must_be_executed(course, monkeypatch):
    """Is a submission without a stored result named, with the command that runs it?"""
    widen(monkeypatch)
    shutil.rmtree(course.course.root / "results")
    code, out, _ = course.run("rejudge", "lstm_cell", "--write")
    assert code == 1
    assert "MUST BE EXECUTED: what it published when it ran was not stored" in out
    assert "grade lstm_cell --student right --force" in out
    assert course.marks("right")["update-cell-state-check"] == 0


def test_a_check_that_wants_more_than_was_observed(course, monkeypatch):
    """Is a check that needs a missing observation named, and no mark taken away?"""

    def wants_more(seen, rng):
        raise wire.Malformed("it lacks 9/9")

    monkeypatch.setitem(judges.JUDGES, "update_cell_state", Judge(wants_more))
    code, out, _ = course.run("rejudge", "lstm_cell", "--write")
    assert code == 1
    assert "MUST BE EXECUTED: update-cell-state-check" in out
    assert "it lacks 9/9" in out


def test_cells_that_ran_in_another_order_must_be_executed(course):
    """Is what ran before its cells were put together in another way not judged as if it had not?"""
    path = course.path("autograded", "right")
    notebook = nbformat.read(path, as_version=4)
    moved = next(cell for cell in notebook.cells if cell.id == "lstm-step")
    notebook.cells.remove(moved)
    notebook.cells.insert(2, moved)
    nbformat.write(notebook, path)
    code, out, _ = course.run("rejudge", "lstm_cell")
    assert code == 1
    assert "MUST BE EXECUTED: its cells ran in another order" in out


def test_a_changed_submission_is_not_judged_from_an_older_run(course):
    """Is a file that has changed since it was graded left to `grade`?"""
    course.hand_in("right", {"source": wrong_answers()})
    code, out, _ = course.run("rejudge", "lstm_cell")
    assert code == 1
    assert "has changed since it was graded" in out
