"""Grading a class of slips and attacks from end to end, with nbgrader and real kernels."""

import sys

import pytest
from hostile_class import SUBMISSIONS

from autograde.record import read_record

pytestmark = pytest.mark.slow

GRADED = {student: case for student, case in SUBMISSIONS.items() if not case.problem}


@pytest.mark.parametrize("student", SUBMISSIONS)
def test_mark(graded, student):
    """Does each submission get its due mark, whatever the others did?"""
    result = graded.results[student]
    assert result.score == SUBMISSIONS[student].mark
    assert result.max_score == 13


@pytest.mark.parametrize("student", [s for s, case in SUBMISSIONS.items() if case.says])
def test_reason(graded, student):
    """Does the card give the reason?"""
    cell, words = SUBMISSIONS[student].says
    assert words in graded.card(student, cell)


@pytest.mark.parametrize("student", SUBMISSIONS)
def test_problem(graded, student):
    """Is a submission that could not be graded named with its problem, and no other?"""
    problem = SUBMISSIONS[student].problem
    assert problem in graded.results[student].problem
    assert bool(problem) == bool(graded.results[student].problem)


@pytest.mark.parametrize("student", GRADED)
def test_every_part_has_a_mark(graded, student):
    """Does every part have a mark, so that only the written answer awaits a person?"""
    marks = graded.marks(student)
    written = marks.pop("written")
    assert written == (None if student == "noisy" else 0)
    assert None not in marks.values()


@pytest.mark.parametrize("student", GRADED)
def test_every_verdict_is_recorded(graded, student):
    """Does each graded cell record its status, and the notebook which cells were edited?"""
    notebook = graded.graded(student)
    records = [read_record(c) for c in notebook.cells if c.id.endswith("-check")]
    assert len(records) == 6
    assert all(record["status"] and record["points"] for record in records)
    assert read_record(notebook).get("edited", []) == GRADED[student].edited or student in (
        "deleted",
        "old-format",
    )


def test_nothing_that_runs_is_kept(graded):
    """Does no HTML, SVG, script or file of a submission reach what an instructor opens?"""
    folder = graded.path("autograded", "noisy").parent
    assert [path.name for path in folder.rglob("*") if path.is_file()] == ["lstm_cell.ipynb"]
    notebook = graded.graded("noisy")
    assert notebook.metadata.keys() <= {"kernelspec", "language_info", "lstm_course"}
    for cell in notebook.cells:
        assert "<script" not in cell.source or cell.cell_type == "code"
        for output in cell.get("outputs", []):
            if "nbgrader" in cell.metadata and cell.metadata.nbgrader.grade:
                continue
            assert output.get("data", {}).keys() <= {"text/plain"}
    assert "kept" in str(notebook)
    assert "on stderr" in str(notebook)


def test_nothing_that_runs_is_in_the_feedback(graded, copied):
    """Does feedback show score and message, and nothing of a submission that runs?"""
    course = copied("noisy", "edited-checks")
    assert course.run("feedback", "lstm_cell")[0] == 0
    noisy, wrong = (
        (course.course.folder("feedback") / who / "lstm_cell" / "lstm_cell.html").read_text()
        for who in ("noisy", "edited-checks")
    )
    assert "<script>alert(" not in noisy
    assert 'http://www.w3.org/2000/svg">' not in noisy.replace("&gt;", "")
    assert "kept" in noisy
    assert "Your own cell" in noisy
    for page, mark in ((noisy, "10"), (wrong, "9")):
        assert "right on all 5 cases tried" in page
        assert mark in page
    assert "was expected" in wrong


def test_files_of_a_submission_stay_as_they_are(graded):
    """Are the submitted files left alone?"""
    assert len(list(graded.path("submitted", "noisy").parent.rglob("*.*"))) == 6
    assert graded.path("submitted", "not-json").read_bytes() == b"{"


def test_same_words_at_home(graded):
    """Does a notebook at home refuse the library's step with the same words as in class?"""
    from lstm_lib import checks
    from lstm_lib.cell import lstm_step
    from lstm_lib.checks import withhold
    from lstm_lib.checks.exercises.judge import judge

    checks.start(withhold=["cell.lstm_gates", "cell.lstm_step"])
    try:
        seen = checks.CHECKS["lstm_step"].observe({"lstm_step": lstm_step}, "07")
        with withhold.lifted():
            home = judge("lstm_step", seen, "07").text().splitlines()
    finally:
        withhold.reopen()
    assert home[:-1] == graded.card("references", "lstm-step-check").splitlines()[:-1]


def test_seed_differs_by_student_and_repeats(graded):
    """Is a submission's seed the same each time, and different from the others?"""
    course = graded.course
    seeds = {student: course.seed(student, "lstm_cell", "lstm_cell") for student in GRADED}
    assert len(set(seeds.values())) == len(seeds)
    assert seeds == {s: course.seed(s, "lstm_cell", "lstm_cell") for s in GRADED}
    card = graded.card("edited-checks", "forget-gate-check")
    assert f'check.forget_gate(seed="{seeds["edited-checks"]}")' in card


def test_printed_seed_draws_the_failed_case_again(graded):
    """Does the line that feedback prints show the same numbers at home?"""
    from lstm_lib import checks
    from lstm_lib.checks.exercises.judge import judge

    seed = graded.course.seed("edited-checks", "lstm_cell", "lstm_cell")
    seen = checks.CHECKS["forget_gate"].observe({"forget_gate": lambda *a: a[1] * 0}, seed)
    assert judge("forget_gate", seen, seed).text() == graded.card(
        "edited-checks", "forget-gate-check"
    )


def test_key_stays_with_the_coordinator(graded):
    """Is the course key in no graded notebook, and readable by its owner alone?"""
    key = graded.course.key_file.read_text().strip()
    assert key not in graded.path("autograded", "right").read_text()
    if sys.platform != "win32":
        assert graded.course.key_file.stat().st_mode & 0o077 == 0


def test_exit_code_and_table(graded, copied):
    """Does the command grade all students, name the problem and end with exit code 1?"""
    code, out, _ = copied("right", "misnamed").run("grade", "lstm_cell")
    assert code == 1
    assert "right" in out
    assert "10 of 13" in out
    assert "PROBLEM: it holds no lstm_cell.ipynb, but my lstm_cell.ipynb" in out
