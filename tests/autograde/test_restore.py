"""Rebuilding a submission: only its answers are taken over."""

import os

import pytest
from grading_tools import KERNEL, RELEASED, as_released, handed_in
from nbformat.v4 import new_markdown_cell, new_raw_cell

from autograde.intake.restore import KEPT, KEPT_LIMIT, copy_beside, rebuild
from autograde.record import read_record, write_record

ANSWER = "def f():\n    return 1"


def rebuilt(notebook):
    """Rebuild a submission, and return its sources in order."""
    return [cell.source for cell in rebuild(notebook, RELEASED, KERNEL).cells]


def sources(**answers):
    """Return the released sources with these answers."""
    return [answers.get(name, cell.source) for name, cell in RELEASED.items()]


def test_unchanged_submission_comes_back():
    """Is an unchanged notebook rebuilt cell for cell, including flags and ids?"""
    notebook = rebuild(handed_in(*as_released()), RELEASED, KERNEL)
    assert [cell.id for cell in notebook.cells] == list(RELEASED)
    assert [c.metadata.nbgrader for c in notebook.cells] == [r.nbgrader for r in RELEASED.values()]
    assert notebook.metadata.kernelspec == KERNEL


def test_answers_are_taken():
    """Are the sources of solution cells taken, in code and in words?"""
    cells = {**dict(as_released()), "stub": ANSWER, "written": "Because."}
    assert rebuilt(handed_in(*cells.items())) == sources(stub=ANSWER, written="Because.")


def test_edited_given_cell_comes_back_and_is_reported():
    """Does a given cell that was edited come back as released, with a note?"""
    cells = {**dict(as_released()), "setup": "import os", "check": "print('right')"}
    notebook = rebuild(handed_in(*cells.items()), RELEASED, KERNEL)
    assert [cell.source for cell in notebook.cells] == sources()
    assert read_record(notebook)["edited"] == ["setup", "check"]


@pytest.mark.parametrize("deleted", list(RELEASED))
def test_deleted_cell_comes_back(deleted):
    """Does each deleted cell come back in its place?"""
    cells = [cell for cell in as_released() if cell[0] != deleted]
    assert rebuilt(handed_in(*cells)) == sources()


def test_empty_submission_becomes_the_release():
    """Does a notebook without cells become the released one?"""
    assert rebuilt(handed_in()) == sources()


def test_answer_in_a_new_cell_survives_a_deleted_stub():
    """Does the stub come back before the cell that the answer was written in, not after it?"""
    task, setup, _, check, written = as_released()
    cells = rebuilt(handed_in(task, setup, ANSWER, check, written))
    assert cells.index(RELEASED["stub"].source) < cells.index(ANSWER)
    assert cells.index(ANSWER) < cells.index(RELEASED["check"].source)


def test_deleted_check_comes_back_after_what_was_added():
    """Does a check come back after the cells that were added in its place?"""
    task, setup, stub, _, written = as_released()
    cells = rebuilt(handed_in(task, setup, stub, ANSWER, written))
    assert cells.index(ANSWER) < cells.index(RELEASED["check"].source)


def test_doubled_check_is_one_check():
    """Is a check that was copied run once?"""
    cells = as_released()
    assert rebuilt(handed_in(*cells[:4], cells[3], *cells[4:])) == sources()


def test_split_answer_runs_in_order():
    """Do the parts of a split answer run in the learner's order, with the cells in between?"""
    task, setup, _, check, written = as_released()
    parts = (("stub", "half = 0.5"), "double = 2 * half", ("stub", "def f():\n    return double"))
    cells = rebuilt(handed_in(task, setup, *parts, check, written))
    assert cells[2:5] == ["half = 0.5", "double = 2 * half", "def f():\n    return double"]
    assert cells[5] == RELEASED["check"].source


def test_copy_of_the_stub_is_no_answer():
    """Does an answer stand although a copy of the stub follows or precedes it?"""
    task, setup, stub, check, written = as_released()
    for pair in ((stub, ("stub", ANSWER)), (("stub", ANSWER), stub)):
        assert rebuilt(handed_in(task, setup, *pair, check, written)) == sources(stub=ANSWER)


def test_moved_cells_return_to_their_places():
    """Do given cells come in the released order, whatever order they were handed in with?"""
    cells = {**dict(as_released()), "stub": ANSWER}
    assert rebuilt(handed_in(*reversed(cells.items()))) == sources(stub=ANSWER)


def test_free_cells_keep_their_place():
    """Does each free cell follow the given cell that it followed, Markdown and raw too?"""
    task, setup, stub, check, written = as_released()
    notebook = handed_in("a = 1", task, "b = 2", "c = 3", setup, stub, check, written)
    notebook.cells += [new_markdown_cell("More."), new_raw_cell("Raw."), new_markdown_cell(" \n")]
    cells = rebuilt(notebook)
    assert cells == [
        "a = 1",
        RELEASED["task"].source,
        "b = 2",
        "c = 3",
        *sources()[1:],
        *cells[-2:],
    ]
    assert cells[-2:] == ["More.", "Raw."]


def test_ids_are_distinct():
    """Does every cell have a unique id, so that nothing refuses the notebook later?"""
    notebook = rebuild(handed_in("a", *as_released(), "b", "c", ("stub", "d")), RELEASED, KERNEL)
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids) == len(RELEASED) + 3


@pytest.mark.parametrize(
    "metadata",
    [
        {"nbgrader": ["grade_id", "check"]},
        {"nbgrader": {"grade_id": ["check"]}},
        {"nbgrader": {"grade_id": None, "grade": True, "points": -5}},
        {"nbgrader": {"grade_id": "of-another-exercise", "grade": True, "points": 100}},
        {"nbgrader": "check"},
        {},
    ],
)
def test_hostile_metadata_makes_a_free_cell(metadata):
    """Does a cell lose metadata that belong to no released cell, and do no harm?"""
    notebook = handed_in(*as_released(), "x = 1")
    notebook.cells[-1].metadata = metadata
    cell = rebuild(notebook, RELEASED, KERNEL).cells[-1]
    assert (cell.source, cell.metadata) == ("x = 1", {})


def test_flipped_flags_change_nothing():
    """Do points and flags come from the release, whatever the submission says?"""
    notebook = handed_in(*as_released())
    for cell in notebook.cells:
        cell.metadata.nbgrader.update(points=100, grade=True, solution=True, locked=False)
    cells = rebuild(notebook, RELEASED, KERNEL).cells
    assert [c.metadata.nbgrader for c in cells] == [r.nbgrader for r in RELEASED.values()]


def test_answer_keeps_the_cell_type_of_the_release():
    """Is an answer run as code although its cell was turned into Markdown?"""
    notebook = handed_in(*as_released())
    notebook.cells[2] = new_markdown_cell(ANSWER, metadata=notebook.cells[2].metadata)
    cell = rebuild(notebook, RELEASED, KERNEL).cells[2]
    assert (cell.cell_type, cell.source) == ("code", ANSWER)


def test_notes_of_a_submission_are_not_taken_over_from_its_cells():
    """Is a cell's own record of a verdict removed?"""
    notebook = handed_in(*as_released())
    write_record(notebook.cells[3], score=1.0, status="right")
    assert read_record(rebuild(notebook, RELEASED, KERNEL).cells[3]) == {}


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("a < b <script>alert(1)</script>", "a < b &lt;script>alert(1)&lt;/script>"),
        ("<!-- x --><IMG src=x onerror=y>", "&lt;!-- x -->&lt;IMG src=x onerror=y>"),
        (r"$\href{javascript:x}{y}$ \tanh", r"$\ href{javascript:x}{y}$ \tanh"),
    ],
)
def test_words_hold_nothing_that_runs(written, shown):
    """Are tags and TeX that makes links shown as text, in answers and in free cells?"""
    notebook = handed_in(*{**dict(as_released()), "written": written}.items())
    notebook.cells.append(new_markdown_cell(written))
    assert rebuilt(notebook)[-2:] == [shown, shown]


def test_half_a_character_can_be_written():
    """Can a source with half a surrogate pair, which JSON allows, be saved after rebuilding?"""
    cells = {**dict(as_released()), "stub": "x = '\ud800'"}
    assert rebuilt(handed_in(*cells.items())) == sources(stub="x = '?'")


@pytest.mark.parametrize("keeps_ids", [True, False])
def test_submission_without_metadata_is_understood(keeps_ids):
    """Are answers found in their places although a tool removed all metadata?"""
    cells = {**dict(as_released()), "stub": ANSWER, "written": "Because."}
    notebook = handed_in(*cells.items(), "free = 1")
    for cell, name in zip(notebook.cells, [*cells, "any"], strict=True):
        cell.metadata = {}
        cell.id = name
        if not keeps_ids:
            del cell["id"]
    found = rebuilt(notebook)
    if keeps_ids:
        assert found == [*sources(stub=ANSWER, written="Because."), "free = 1"]
    else:
        assert found.index(RELEASED["stub"].source) < found.index(ANSWER)
        assert found.index(ANSWER) < found.index(RELEASED["check"].source)
        assert "Because." in found


def test_check_called_in_a_free_cell_is_a_free_cell():
    """Does a learner's own call of a check move nothing?"""
    cells = as_released()
    found = rebuilt(handed_in(*cells[:2], "check.forget_gate()", "helper = 1", *cells[2:]))
    assert found == [*sources()[:2], "check.forget_gate()", "helper = 1", *sources()[2:]]


def test_only_what_nbgrader_wrote_beside_a_submission_is_copied(tmp_path):
    """Are the two small files copied, and no other file, no link, no pipe and nothing large?"""
    time, secret = KEPT
    places = {}
    for name in ("honest", "large", "links", "pipes", "empty"):
        places[name] = tmp_path / name
        places[name].mkdir()
    (places["honest"] / time).write_text("2026-01-01 12:00:00 UTC")
    (places["honest"] / secret).write_text("0" * 64)
    (places["honest"] / "data.csv").write_text("1")
    for name in KEPT:
        (places["large"] / name).touch()
        os.truncate(places["large"] / name, KEPT_LIMIT + 1)  # a sparse file costs a thief nothing
        (places["links"] / name).symlink_to("../honest/submission_secret.txt")
        os.mkfifo(places["pipes"] / name)
    for name, place in places.items():
        copy_beside(place, tmp_path / "graded" / name)
    copied = {place.parent.name + "/" + place.name for place in tmp_path.glob("graded/*/*")}
    assert copied == {f"honest/{time}", f"honest/{secret}"}
    assert (tmp_path / "graded/honest" / secret).read_text() == "0" * 64
