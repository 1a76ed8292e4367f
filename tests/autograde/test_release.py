"""What is released holds nothing of a solution."""

import re

import nbformat
import pytest
from grading_tools import Class

from autograde.errors import CourseError
from autograde.places import ASSIGNMENTS
from autograde.release import release as releasing
from autograde.release.build import read_assignment
from autograde.release.release import as_book_pages, leaks, release_solutions
from autograde.release.statement import assignment_names

NAMES = assignment_names()
REGION = re.compile(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", re.DOTALL)


def secrets(name):
    """Return the lines of an assignment's solutions that are not given elsewhere in it."""
    text = (ASSIGNMENTS / name / "notebook.md").read_text(encoding="utf-8")
    given = REGION.sub("", text)
    lines = (line.strip() for region in REGION.findall(text) for line in region.splitlines())
    # An argument alone on its line reveals nothing.
    telling = (line for line in lines if len(line) > 3 and not re.fullmatch(r"[\w.]+,", line))
    return [line for line in telling if line not in given]


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """Return a class in which all assignments were released, with their book pages."""
    released = Class(tmp_path_factory.mktemp("release") / "course")
    released.release(*NAMES)
    released.pages = released.course.root.parent / "pages"
    as_book_pages(released.course, released.pages)
    return released


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_no_line_of_a_solution_is_released(name, released):
    """Does no file that learners receive hold a line of a solution or a model answer?"""
    lines = secrets(name)
    assert len(lines) > 5
    for folder in (released.course.folder("release"), released.pages):
        for path in (p for p in folder.rglob("*") if p.is_file()):
            raw = path.read_text(encoding="utf-8")
            sources = "\n".join(cell.source for cell in nbformat.reads(raw, 4).cells)
            assert not [line for line in lines if line in raw or line in sources], path
            assert "SOLUTION" not in raw
            assert "Marking guide" not in raw


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_every_answer_is_a_stub(name, released):
    """Is every solution cell of a released notebook a stub, and every other cell unchanged?"""
    path = released.course.folder("release") / name / f"{name}.ipynb"
    own = {cell.id: cell for cell in read_assignment(ASSIGNMENTS / name / "notebook.md").cells}
    cells = nbformat.read(path, as_version=4).cells
    assert [cell.id for cell in cells] == list(own)
    for cell in cells:
        if not cell.metadata.nbgrader.solution:
            assert cell.source == own[cell.id].source
        elif cell.cell_type == "code":
            assert "raise NotImplementedError()" in cell.source
        else:
            assert cell.source == "YOUR ANSWER HERE"
        assert not cell.get("outputs")


@pytest.mark.slow
def test_released_twice_is_the_same(released):
    """Is a second release byte for byte the same, so that the book and the class do not change?"""
    paths = [released.course.folder("release") / name / f"{name}.ipynb" for name in NAMES]
    before = [path.read_bytes() for path in paths]
    released.release(*NAMES)
    assert [path.read_bytes() for path in paths] == before


@pytest.mark.slow
def test_leak_stops_the_release(released, monkeypatch):
    """Does a leak stop the release, and leave the earlier one and its source as they were?"""
    folders = [released.course.folder(step) / "lstm_cell" for step in ("release", "source")]
    before = [(folder / "lstm_cell.ipynb").read_bytes() for folder in folders]
    monkeypatch.setattr(releasing, "leaks", lambda *_: ["return o * np.tanh(c_t), c_t"])
    with pytest.raises(
        CourseError, match="lstm_cell was not released, because it would show a solution"
    ):
        released.release("lstm_cell")
    assert [(folder / "lstm_cell.ipynb").read_bytes() for folder in folders] == before


@pytest.mark.parametrize("name", NAMES)
def test_leaks_are_seen(name, tmp_path):
    """Does the guard of a release detect a source notebook that was not cleared at all?"""
    notebook = read_assignment(ASSIGNMENTS / name / "notebook.md")
    nbformat.write(notebook, tmp_path / "leaking.ipynb")
    assert set(leaks(notebook, tmp_path / "leaking.ipynb")) >= set(secrets(name)[:1])


def test_solutions_hold_all_answers(tmp_path):
    """Do the solutions hold every line that a release must not, without the markers?"""
    for name, path in zip(NAMES, release_solutions(NAMES, tmp_path / "after"), strict=True):
        text = "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells)
        assert all(line in text for line in secrets(name))
        assert "### " not in text
