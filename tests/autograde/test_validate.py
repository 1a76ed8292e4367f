"""nbgrader's Validate on a learner's notebook: a learner sees the diagnosis there as well."""

import nbformat
import pytest
from grading_tools import nbgrader_may_warn
from nbgrader.validator import Validator
from small_class import small_class, wrong_answers

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("small class")]


def validated(path):
    """Validate a notebook, and return what failed: the cell's source and the text shown."""
    with nbgrader_may_warn():
        results = Validator().validate(str(path))
    assert not set(results) - {"failed"}
    return {cell["source"]: cell["raw_error"] for cell in results.get("failed", [])}


def handed_in(folder, student):
    """Copy what a student handed in into a learner's folder."""
    path = folder / "lstm_cell.ipynb"
    path.write_bytes(small_class().path("submitted", student).read_bytes())
    return path


def test_released_notebook_is_not_attempted(tmp_path):
    """Does Validate call each check of the blank notebook not attempted, never wrong?"""
    assert small_class().run("learner", "--into", tmp_path)[0] == 0
    failed = validated(tmp_path / "lstm_cell.ipynb")
    checks = {source: text for source, text in failed.items() if source.startswith("check.")}
    assert len(checks) == 6
    for source, text in checks.items():
        assert text.startswith(f"○ Not attempted: {source[6:-2]}")


def test_wrong_answers_show_their_diagnosis(tmp_path):
    """Does Validate show the diagnosis of each wrong cell, and pass the others?"""
    failed = validated(handed_in(tmp_path, "ben"))
    assert set(failed) == {"check.forget_gate()", "check.update_cell_state()", "check.lstm_step()"}
    assert len(failed) == len(wrong_answers())
    assert "your f equals what the weights of the input gate give" in failed["check.forget_gate()"]
    assert "NameError" in failed["check.lstm_step()"]
    assert not any("Traceback" in text for text in failed.values())


def test_right_answers_pass(tmp_path):
    """Does Validate report success, on a notebook that warns on stderr as well?"""
    path = handed_in(tmp_path, "ada")
    notebook = nbformat.read(path, as_version=4)
    (cell,) = [c for c in notebook.cells if c.metadata.nbgrader["grade_id"] == "forget-gate"]
    cell.source = "import sys\nprint('careful', file=sys.stderr)\n" + cell.source
    nbformat.write(notebook, path)
    assert validated(path) == {}


def test_long_diagnosis_is_not_cut(tmp_path):
    """Is every line short enough for `nbgrader validate`, which cuts off the rest?"""
    failed = validated(handed_in(tmp_path, "ben"))
    assert max(len(line) for text in failed.values() for line in text.splitlines()) <= 83
