"""The sample class: its submissions, and the marks that each must get."""

import nbformat
import pytest
from grading_tools import Class, nbgrader_may_warn, source

from autograde.errors import CourseError
from autograde.release.statement import assignment_names
from autograde.sample.marks import Compared, compare, table
from autograde.sample.submissions import Submission, make_sample_class, sample_class, submitted

# Notebooks that train a network cost ten times as much: one of them is enough here.
NUMPY = ("lstm_cell", "sine_windows")
ALL = sample_class()
CHEAP = [one for one in ALL if one.assignment in NUMPY]
ONE_TRAINED = [one for one in ALL if one.assignment not in NUMPY][:1]


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """Return a sample class, handed in and graded."""
    sample = Class(tmp_path_factory.mktemp("sample") / "course")
    with nbgrader_may_warn():
        sample.written = make_sample_class(sample.course, [*CHEAP, *ONE_TRAINED])
    sample.before = compare(sample.course, CHEAP)
    sample.grade(names=assignment_names())
    return sample


def test_class_is_large_and_varied():
    """Are there at least twelve submissions, from every assignment, each student once in each?"""
    assert len(ALL) >= 12
    assert {one.assignment for one in ALL} == set(assignment_names())
    assert len({(one.student, one.assignment) for one in ALL}) == len(ALL)
    for kind in (
        "right:",
        "right in another way",
        "blank",
        "crashing",
        "deleted",
        "not a notebook",
    ):
        assert [one for one in ALL if kind in one.shows], kind


@pytest.mark.parametrize("name", assignment_names())
def test_marks_can_be_reached(name):
    """Is every expected mark within the automatic points, and does one reach them?"""
    points = sum(
        cell.metadata["nbgrader"]["points"]
        for cell in source(name).cells
        if cell.metadata["nbgrader"]["grade"] and not cell.metadata["nbgrader"]["solution"]
    )
    assert max(one.mark for one in ALL if one.assignment == name) == points


def test_unknown_cell_is_refused():
    """Is a submission that names an unknown cell reported, not ignored?"""
    one = Submission("anna", "lstm_cell", "", 0, [], source={"gone": "x = 1"})
    with pytest.raises(CourseError, match=r"lstm_cell has no cell gone \(anna's submission\)"):
        submitted(source(), one)


def test_metadata_are_a_learners():
    """Do the cells, including copies, keep the metadata that a learner's file has?"""
    one = Submission("a", "lstm_cell", "", 0, [], double=["setup"], split={"lstm-step": 2})
    notebook = submitted(source(), one)
    names = [cell.metadata.nbgrader["grade_id"] for cell in notebook.cells]
    assert names.count("setup") == names.count("lstm-step") == 2
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
    nbformat.validate(notebook)


@pytest.mark.slow
@pytest.mark.parametrize(
    "one", [*CHEAP, *ONE_TRAINED], ids=lambda one: f"{one.student}-{one.assignment}"
)
def test_mark_and_reasons(sample, one):
    """Does the submission get exactly the expected mark and diagnoses?"""
    (row,) = compare(sample.course, [one])
    assert (row.given, row.diagnoses) == (one.mark, sorted(one.diagnoses))


@pytest.mark.slow
def test_second_run_changes_nothing(sample):
    """Are unchanged submissions left alone, so that a second run grades nothing again?"""
    assert len(sample.written) == len([*CHEAP, *ONE_TRAINED])
    before = {path: path.stat().st_mtime_ns for path in sample.written}
    assert make_sample_class(sample.course, [*CHEAP, *ONE_TRAINED]) == []
    assert {path: path.stat().st_mtime_ns for path in sample.written} == before


@pytest.mark.slow
def test_changed_file_is_never_overwritten(sample):
    """Is a changed file of the sample class left as it is, with a message?"""
    path = sample.written[0]
    before = path.read_bytes()
    path.write_bytes(before + b" ")
    with pytest.raises(CourseError, match="was changed since"):
        make_sample_class(sample.course, CHEAP)
    assert path.read_bytes() == before + b" "
    path.write_bytes(before)


@pytest.mark.slow
def test_file_of_a_learner_is_never_overwritten(sample):
    """Is a file that the sample class did not make left as it is?"""
    path = sample.path("submitted", "zoe")
    path.parent.mkdir(parents=True)
    path.write_text("mine")
    with pytest.raises(CourseError, match="was not made by the sample class"):
        make_sample_class(sample.course, [Submission("zoe", "lstm_cell", "", 0, [])])
    assert path.read_text() == "mine"


@pytest.mark.slow
def test_ungraded_class_is_no_success(sample):
    """Does a class that was not graded yet fail the comparison?"""
    assert not any(row.agrees for row in sample.before)
    assert "NOT GRADED" in table(sample.before)


@pytest.mark.parametrize(
    ("given", "diagnoses", "says"),
    [
        (4, ["a", "b"], "as expected"),
        (5, ["a", "b"], "DIFFERENT MARK"),
        (4, ["a"], "DIFFERENT REASONS: a; expected: a, b"),
        (None, [], "NOT GRADED"),
    ],
)
def test_table_says_what_differs(given, diagnoses, says):
    """Does the table say whether, and how, a submission differs?"""
    row = Compared(Submission("anna", "lstm_cell", "half", 4, ["b", "a"]), given, diagnoses)
    assert row.agrees == (says == "as expected")
    lines = table([row]).splitlines()
    assert lines[1].endswith(says)
    assert lines[-1].startswith(f"{int(row.agrees)} of 1 submissions")
