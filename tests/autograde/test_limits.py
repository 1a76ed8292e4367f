"""A limit stands in one place: the job runs with it, Validate and the class's settings take it."""

from dataclasses import replace

import nbformat
import pytest
from grading_tools import source as released_source
from nbgrader.preprocessors import Execute
from nbgrader.validator import Validator
from traitlets.config import Config

from autograde.gradebook.course import Course
from autograde.kernel import limits
from autograde.kernel.limits import Limits
from autograde.marking.execute import job_of
from autograde.release import build, validation
from autograde.release.statement import read_facts


@pytest.fixture
def course(tmp_path):
    """Return a class with the source of one assignment, which may get limits of its own."""
    course = Course(tmp_path / "class")
    course.create()
    return course


def job(course, own=None, class_s=None):
    """Return the job of a submission, under an exercise's own limits and a class's."""
    notebook = released_source()
    if own:
        notebook.metadata["limits"] = own
    path = course.folder("source") / "lstm_cell" / "lstm_cell.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return job_of(course, notebook, "ada", "lstm_cell", "lstm_cell", class_s)


def test_an_exercise_may_have_limits_of_its_own(course):
    """Does its job run with them, and with the course's in all else?"""
    assert job(course).limits == Limits()
    assert job(course, {"cell_s": 60}).limits == replace(Limits(), cell_s=60)


def test_a_class_may_change_the_time_of_a_cell(course):
    """Does the class's own setting win over the exercise's, and the usual one over neither?"""
    own = {"cell_s": 60, "memory_mib": 4096}
    assert job(course, own, class_s=120).limits == replace(Limits(), cell_s=120, memory_mib=4096)
    assert job(course, own, class_s=Limits().cell_s).limits.cell_s == 60


def test_a_class_begins_with_the_courses_limit(course):
    """Is nbgrader's own timeout the limit of the course, and no second number?"""
    assert course.config().Execute.timeout == Limits().cell_s


def test_limits_of_a_statement_reach_its_source(tmp_path, monkeypatch):
    """Does a source notebook that is built carry what the front matter says?"""
    statement = build.ASSIGNMENTS / "lstm_cell" / "notebook.md"
    text = statement.read_text(encoding="utf-8")
    copy = tmp_path / "lstm_cell" / "notebook.md"
    copy.parent.mkdir()
    copy.write_text(text.replace("  minutes: 45\n", "  minutes: 45\n  limits: {cell_s: 77}\n"))
    assert read_facts(copy).limits == {"cell_s": 77}
    assert build.read_assignment(copy).metadata["limits"] == {"cell_s": 77}
    monkeypatch.setattr(validation, "ASSIGNMENTS", tmp_path)
    monkeypatch.setattr(validation, "assignment_names", lambda: ["lstm_cell"])
    assert f"timeout = {77 * validation.PATIENCE}\n" in validation.settings()


def test_validate_runs_under_the_settings():
    """Does nbgrader's Validate take the times of the file that lies beside the notebooks?"""
    config = Config()
    exec(validation.settings(), {"get_config": lambda: config})
    step = Execute(parent=Validator(config=config))
    longest = validation.PATIENCE * Limits().cell_s
    assert (step.timeout, step.iopub_timeout) == (longest, longest)
    assert step.startup_timeout == validation.START_S
    assert Execute(config=config).timeout == Execute().timeout  # grading has its own


def test_every_limit_is_documented():
    """Does the description of the limits name each of them?"""
    for name in Limits.__dataclass_fields__:
        assert name in limits.Limits.__doc__, name
