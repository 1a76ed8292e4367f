"""Grading again: what has changed, what must stay, and nbgrader's own command on the same class."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from grading_tools import nbgrader_may_warn, run_in_here
from hostile_class import WRONG_GATE

from autograde.intake.marks import FINAL, STALE, class_marks
from autograde.marking.verdicts import ApplyVerdicts
from autograde.places import ASSIGNMENTS
from autograde.record import read_record

pytestmark = pytest.mark.slow


def stamp(course, student):
    """Return what changes when a submission is graded again."""
    path = course.path("autograded", student)
    return path.stat().st_mtime_ns, path.read_bytes()


def test_unchanged_submission_is_not_graded_again(copied):
    """Does a second run grade nothing, and report the existing marks?"""
    course = copied("right", "not-json", "edited-checks")
    before = {student: stamp(course, student) for student in ("right", "not-json", "edited-checks")}
    results = course.grade()
    assert {student: result.score for student, result in results.items()} == {
        "right": 10,
        "not-json": 0,
        "edited-checks": 9,
    }
    assert {student: stamp(course, student) for student in before} == before


def test_changed_submission_is_graded_again(copied):
    """Is a file with other content graded again, even if its date is older?"""
    course = copied("right")
    graded = course.path("autograded", "right").stat().st_mtime
    course.hand_in("right", {"source": {"forget-gate": WRONG_GATE}})
    os.utime(course.path("submitted", "right"), (graded - 1000, graded - 1000))
    assert course.grade()["right"].score == 9
    assert course.card("right", "forget-gate-check").startswith("✗")


def test_touched_submission_is_not_graded_again(copied):
    """Does a newer date alone cause no work?"""
    course = copied("right")
    before = stamp(course, "right")
    course.path("submitted", "right").touch()
    course.grade()
    assert stamp(course, "right") == before


def test_half_written_notebook_of_a_killed_run_is_graded_again(copied):
    """Can a submission be graded and judged although its graded notebook is half-written?"""
    course = copied("right", "edited-checks")
    path = course.path("autograded", "right")
    path.write_bytes(path.read_bytes()[:1000])
    code, out, _ = course.run("rejudge", "lstm_cell")
    assert code == 1
    assert "right            MUST BE EXECUTED: its graded notebook cannot be read" in out
    assert course.grade()["right"].score == 10
    assert read_record(course.graded("right"))["judged"]


def test_ctrl_c_during_a_commit_stops_the_run(copied, monkeypatch):
    """Does Ctrl-C stop the run after the submission being written, without a problem there?"""
    course = copied("right", "edited-checks")
    judge = ApplyVerdicts.preprocess

    def interrupted(*given):
        os.kill(os.getpid(), signal.SIGINT)
        return judge(*given)

    monkeypatch.setattr(ApplyVerdicts, "preprocess", interrupted)
    before = {student: stamp(course, student) for student in ("right", "edited-checks")}
    for path in map(course.path, ["submitted"] * 2, before):
        path.write_text(path.read_text() + "\n")
    with pytest.raises(KeyboardInterrupt):
        course.grade()
    changed = [student for student in before if stamp(course, student) != before[student]]
    assert changed == ["edited-checks"]  # the first one
    assert course.marks("edited-checks")["forget-gate-check"] == 0


def test_run_cut_short_is_finished(copied):
    """Is a submission graded if an earlier run left it half done?"""
    course = copied("right")
    path = course.path("autograded", "right")
    notebook = nbformat.read(path, as_version=4)
    del notebook.metadata["lstm_course"]["judged"]
    path.chmod(0o644)
    nbformat.write(notebook, path)
    course.grade()
    assert read_record(course.graded("right"))["judged"]


def test_mark_and_reasons_survive_a_failed_regrade(copied, monkeypatch):
    """Does a failed regrade keep the mark and the graded notebook, and name the problem?"""
    from autograde.execution.runner import Runner

    def fails(*args, **kwargs):
        raise OSError("no space left on device")

    course = copied("edited-checks")
    before = course.path("autograded", "edited-checks").read_bytes()
    run_in_here(monkeypatch)
    monkeypatch.setattr(Runner, "start_new_kernel", fails)
    result = course.grade(force=True)["edited-checks"]
    assert (result.score, result.problem) == (
        9,
        "it did not run: OSError: no space left on device",
    )
    assert course.path("autograded", "edited-checks").read_bytes() == before
    assert course.marks("edited-checks")["forget-gate-check"] == 0


def test_kernel_that_never_starts_is_no_fault_of_the_submission(copied, monkeypatch):
    """Is a kernel that does not start reported as a problem, not marked with zero?"""
    from autograde.execution.runner import Runner

    def fails(*args, **kwargs):
        raise RuntimeError("Kernel didn't respond in 60 seconds")

    course = copied("right")
    run_in_here(monkeypatch)
    monkeypatch.setattr(Runner, "start_new_kernel", fails)
    result = course.grade(force=True)["right"]
    assert (result.score, bool(result.problem)) == (10, True)


def test_mark_by_a_person_survives_a_regrade(copied):
    """Do a person's marks, on a check and on the written answer, stay when graded again?"""
    course = copied("noisy")
    with course.gradebook() as gradebook:
        for cell, mark in (("written", 2.5), ("forget-gate-check", 0.5)):
            grade = gradebook.find_grade(cell, "lstm_cell", "lstm_cell", "noisy")
            grade.manual_score, grade.needs_manual_grade = mark, False
        gradebook.db.commit()
    assert course.grade(force=True)["noisy"].score == 9 + 0.5 + 2.5


def test_changed_cells_of_a_graded_assignment_are_refused(copied, monkeypatch, tmp_path):
    """Is a release that adds a part to a graded assignment refused, and the class kept?"""
    from autograde.release import build

    course = copied("right")
    text = (ASSIGNMENTS / "lstm_cell" / "notebook.md").read_text(encoding="utf-8")
    more = (
        "\n```{code-cell} ipython3\n:nbgrader: {grade_id: one-more-check, grade: true, points: 1}"
        "\n\ncheck.forget_gate()\n```\n"
    )
    (tmp_path / "lstm_cell").mkdir()
    (tmp_path / "lstm_cell" / "notebook.md").write_text(text + more, encoding="utf-8")
    monkeypatch.setattr(build, "ASSIGNMENTS", tmp_path)
    code, _, errors = course.run("release", "lstm_cell")
    assert code == 2
    assert "lstm_cell" in errors
    assert "cells" in errors
    monkeypatch.undo()
    assert course.grade(force=True)["right"].score == 10


def statuses(course):
    """Return the status of each student's mark in a report."""
    with nbgrader_may_warn():
        marks = [mark for mark, _ in class_marks(course.course, ["lstm_cell"])]
    return {mark.student: mark.status for mark in marks}


def test_other_points_make_an_older_mark(copied, monkeypatch, tmp_path):
    """Is a mark on an earlier scale called older, and renewed without --force or a run?"""
    from autograde.execution.runner import Runner
    from autograde.release import build

    course = copied("right", "edited-checks")
    text = (ASSIGNMENTS / "lstm_cell" / "notebook.md").read_text(encoding="utf-8")
    cell = "{grade_id: forget-gate-check, grade: true, points: 1}"
    assert text.count(cell) == 1
    changed = text.replace(cell, cell.replace("points: 1", "points: 3"))
    (tmp_path / "lstm_cell").mkdir()
    (tmp_path / "lstm_cell" / "notebook.md").write_text(changed, encoding="utf-8")
    monkeypatch.setattr(build, "ASSIGNMENTS", tmp_path)
    course.release("lstm_cell")
    monkeypatch.undo()
    assert statuses(course)["right"] == statuses(course)["edited-checks"] == STALE
    run_in_here(monkeypatch)
    monkeypatch.setattr(Runner, "start_new_kernel", None)  # stored results suffice
    graded = course.grade()
    assert {who: (one.score, one.max_score, one.problem) for who, one in graded.items()} == {
        "right": (12, 15, ""),
        "edited-checks": (9, 15, ""),
    }
    assert statuses(course)["right"] == statuses(course)["edited-checks"] == FINAL


def test_a_late_penalty_is_shown(copied):
    """Do the line and the JSON of a late submission show both scores, also when graded before?"""
    course = copied("right")
    settings = course.course.root / "nbgrader_config.py"
    late = '\nget_config().LateSubmissionPlugin.penalty_method = "zero"\n'
    settings.write_text(settings.read_text() + late)
    with course.gradebook() as gradebook:
        gradebook.update_or_create_assignment("lstm_cell", duedate="2026-03-01 18:00")
    stamp = course.path("submitted", "right").with_name("timestamp.txt")
    stamp.write_text("2026-03-01 18:01:00 UTC")
    for force in (["--force"], []):
        code, out, errors = course.run("grade", "lstm_cell", *force)
        assert errors == ""
        assert (code, out.splitlines()[0].split(None, 2)[2]) == (
            0,
            "10 of 13  LATE: 0 of 13, 10 taken off",
        )
    (one,) = json.loads(course.run("grade", "lstm_cell", "--json")[1])
    assert (one["score"], one["penalty"]) == (10, 10)


@pytest.mark.parametrize("force", [[], ["--force"]])
def test_a_file_that_is_no_notebook_is_noted(copied, force):
    """Does its line say so, both when it is graded and when it already has a mark?"""
    code, out, _ = copied("not-json", "right").run("grade", "lstm_cell", *force)
    lines = {line.split()[1]: line for line in out.splitlines()[:2]}
    assert code == 0
    assert "0 of 13  NOTE: it is not a notebook (it holds no JSON" in lines["not-json"]
    assert "NOTE" not in lines["right"]


def test_folder_of_no_assignment_is_named(copied):
    """Is a folder that matches no assignment reported as a problem, and are the others graded?"""
    course = copied("right")
    course.hand_in("odd", {"assignment": "lstm-cell"})
    code, out, _ = course.run("grade")
    assert code == 1
    assert "there is no assignment of this name" in out
    assert "10 of 13" in out


def test_student_who_handed_in_nothing(copied):
    """Is a student's name without a folder refused?"""
    code, _, errors = copied("right").run("grade", "--student", "nobody")
    assert code == 2
    assert "nobody has handed in nothing" in errors


def nbgrader(course, *arguments):
    """Run nbgrader's own command in the class's folder."""
    return subprocess.run(
        [Path(sys.executable).parent / "nbgrader", *arguments],
        cwd=course.course.root,
        capture_output=True,
        text=True,
        check=False,
    )


def test_stock_command_gives_the_same_marks(copied):
    """Does `nbgrader autograde` give the marks and reasons of `autograde grade`?"""
    students = ("edited-checks", "not-json", "doubled", "references")
    course = copied(*students)
    before = {s: (course.marks(s), course.card(s, "lstm-step-check")) for s in students}
    for student in students:
        course.path("autograded", student).unlink()
        course.path("autograded", student).parent.rmdir()
    with course.gradebook() as gradebook:
        for student in students:
            gradebook.remove_submission("lstm_cell", student)
    done = nbgrader(course, "autograde", "lstm_cell")
    assert done.returncode == 0, done.stderr
    after = {s: (course.marks(s), course.card(s, "lstm-step-check")) for s in students}
    assert after == before


def test_without_the_judge_a_wrong_answer_gets_nothing(copied):
    """Does a class whose settings lost the judging step give no mark for a wrong answer?"""
    course = copied("edited-checks")
    settings = course.course.root / "nbgrader_config.py"
    settings.write_text(
        settings.read_text()
        + "\nsteps = get_config().Autograde.autograde_preprocessors\n"
        + "steps.remove('autograde.marking.verdicts.ApplyVerdicts')\n"
    )
    course.grade(force=True)
    marks = course.marks("edited-checks")
    assert {name: mark for name, mark in marks.items() if mark} == {}


def test_loop_that_swallows_interrupts_ends(copied):
    """Does a loop that ignores interrupts keep earlier marks, and explain the later ones?"""
    course = copied("right")
    settings = course.course.root / "nbgrader_config.py"
    settings.write_text(settings.read_text() + "\nget_config().Execute.timeout = 2\n")
    loop = "while True:\n    try:\n        while True:\n            pass\n"
    loop += "    except BaseException:\n        pass"
    course.hand_in("right", {"source": {"candidate": loop}})
    assert course.grade()["right"].score == 2
    assert "cell `candidate` could not be stopped" in course.card("right", "lstm-step-check")


def test_loop_that_can_be_interrupted_costs_its_own_mark(copied):
    """Does an endless loop in one function cost that part alone, with the reason?"""
    course = copied("right")
    settings = course.course.root / "nbgrader_config.py"
    settings.write_text(settings.read_text() + "\nget_config().Execute.timeout = 2\n")
    loop = "def candidate(x_t, h_prev, W, U, b):\n    while True:\n        pass"
    course.hand_in("right", {"source": {"candidate": loop}})
    assert course.grade()["right"].score == 9
    assert "infinite loop" in course.card("right", "candidate-check")


@pytest.mark.parametrize("command", ["grade", "release", "report"])
def test_lost_key_is_not_replaced(copied, command):
    """Is a class with marks but without its key refused, and no new key made?"""
    course = copied("right")
    course.course.key_file.unlink()
    code, _, errors = course.run(command)
    assert code == 2
    assert "Put the key back from a backup" in errors
    assert not course.course.key_file.exists()
