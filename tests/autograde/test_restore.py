"""Rebuilding a submission: only its answers are taken over."""

import os

import pytest
from grading_tools import KERNEL, RELEASED, as_released, handed_in
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell
from nbgrader.utils import compute_checksum, determine_grade

from autograde.intake.arrangement import EMPTY
from autograde.intake.restore import KEPT, KEPT_LIMIT, copy_beside, rebuild
from autograde.record import read_record, write_record

ANSWER = "def f():\n    return 1"


def rebuilt(notebook):
    """Rebuild a submission, and return its sources in order."""
    return [cell.source for cell in rebuild(notebook, RELEASED, KERNEL).cells]


def sources(**answers):
    """Return the released sources with these answers."""
    return [answers.get(name, cell.source) for name, cell in RELEASED.items()]


def in_order(cells, *wanted):
    """Tell whether these sources are all there, in this order."""
    return [cell for cell in cells if cell in wanted] == list(wanted)


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


@pytest.mark.parametrize("deleted", [name for name in RELEASED if name != "stub"])
def test_deleted_cell_comes_back(deleted):
    """Does each deleted cell come back in its place?"""
    cells = [cell for cell in as_released() if cell[0] != deleted]
    assert rebuilt(handed_in(*cells)) == sources()


def test_deleted_stub_undoes_no_answer():
    """Does a deleted stub come back as an empty place, which defines nothing?"""
    task, setup, _, check, written = as_released()
    notebook = rebuild(handed_in(task, setup, check, written), RELEASED, KERNEL)
    assert [cell.source for cell in notebook.cells] == sources(stub=EMPTY)
    assert read_record(notebook)["empty"] == ["stub"]
    exec(EMPTY, names := {})
    assert not names.keys() - {"__builtins__"}


@pytest.mark.parametrize("keeps", [True, False])
@pytest.mark.parametrize("place", range(6))
def test_answer_elsewhere_is_the_answer(place, keeps):
    """Does an answer in a cell of its own count wherever it stands, and is no stub run after it?"""
    cells = [cell for cell in as_released() if keeps or cell[0] != "stub"]
    cells.insert(place, ANSWER)
    found = rebuilt(handed_in(*cells))
    assert RELEASED["stub"].source not in found
    assert in_order(found, ANSWER, RELEASED["check"].source)


@pytest.mark.parametrize("trial", ["def f():\n    return 2", ("stub", "def f():\n    return 2")])
def test_a_trial_below_a_check_stays_below(trial):
    """Does a check not wait for what a learner tried after it, in an own cell or in a copy?"""
    task, setup, _, check, written = as_released()
    cells = rebuilt(handed_in(task, setup, ("stub", ANSWER), check, trial, written))
    trial = trial if isinstance(trial, str) else trial[1]
    assert in_order(cells, ANSWER, RELEASED["check"].source, trial)


def test_empty_submission_becomes_the_release():
    """Does a notebook without cells become the released one, with a place for each answer?"""
    assert rebuilt(handed_in()) == sources(stub=EMPTY)


def test_deleted_check_comes_back_after_what_was_added():
    """Does a check come back after the cells that were added in its place?"""
    task, setup, stub, _, written = as_released()
    cells = rebuilt(handed_in(task, setup, stub, ANSWER, written))
    assert cells.index(ANSWER) < cells.index(RELEASED["check"].source)


def test_doubled_check_is_one_check():
    """Is a check that was copied run once?"""
    cells = as_released()
    assert rebuilt(handed_in(*cells[:4], cells[3], *cells[4:])) == sources()


def test_copy_of_a_given_cell_runs_again():
    """Does a copy of a given cell set its values again, where a learner put it for that?"""
    task, setup, stub, check, written = as_released()
    notebook = rebuild(handed_in(task, setup, "numpy = 0", setup, stub, check), RELEASED, KERNEL)
    cells = [cell.source for cell in notebook.cells]
    assert cells[1:4] == [RELEASED["setup"].source, "numpy = 0", RELEASED["setup"].source]
    assert [cell.id for cell in notebook.cells[1:4]] == ["setup", "free_0", "free_1"]
    assert read_record(notebook)["edited"] == []


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


def test_deleted_check_without_its_answer_comes_last():
    """Does a check run after the whole notebook if both its cell and its answer's are gone?"""
    task, setup, *_, written = as_released()
    cells = rebuilt(handed_in(task, setup, written, ANSWER))
    assert in_order(cells, RELEASED["written"].source, ANSWER, RELEASED["check"].source)


def test_check_above_its_answer_runs_below_it():
    """Does a check that was moved above its answer run after it, and the parts of it?"""
    task, setup, _, check, written = as_released()
    cells = rebuilt(handed_in(task, setup, check, ("stub", "a = 1"), ("stub", ANSWER), written))
    assert in_order(cells, "a = 1", ANSWER, RELEASED["check"].source)


def test_given_cells_come_before_what_needs_them():
    """Do given cells that were moved down come first, and answers in the learner's order?"""
    cells = {**dict(as_released()), "stub": ANSWER, "written": "Because."}
    task, setup, stub, check, written = sources(stub=ANSWER, written="Because.")
    found = rebuilt(handed_in(*reversed(cells.items())))
    assert found == [task, setup, written, stub, check]


def test_the_last_part_of_an_answer_is_its_place():
    """Does a check wait for the last copy of an answer's cell, if the first is above it all?"""
    task, setup, _, _, written = as_released()
    cells = rebuilt(handed_in(("stub", "a = 1"), task, setup, ("stub", ANSWER), written))
    assert in_order(cells, "a = 1", ANSWER, RELEASED["check"].source)


def test_an_empty_copy_takes_no_answer_away():
    """Does an answer stand although its cell was split at its end?"""
    task, setup, _, check, written = as_released()
    cells = rebuilt(handed_in(task, setup, ("stub", ANSWER), ("stub", " \n"), check, written))
    assert cells == sources(stub=ANSWER)


@pytest.mark.parametrize("more", ["\n", " \n\n", "\n  "])
def test_spaces_make_no_change(more):
    """Is a stub still a stub, and a given cell not edited, if an editor added spaces?"""
    task, setup, (_, stub), (_, call), written = as_released()
    parts = (("stub", ANSWER), ("stub", stub + more), ("check", call + more))
    notebook = rebuild(handed_in(task, setup, *parts, written), RELEASED, KERNEL)
    assert [cell.source for cell in notebook.cells] == sources(stub=ANSWER)
    assert read_record(notebook)["edited"] == []


def by_person(notebook):
    """Return whether nbgrader asks a person for the mark of the answer in words."""
    (cell,) = [c for c in rebuild(notebook, RELEASED, KERNEL).cells if c.id == "written"]
    made = new_markdown_cell(RELEASED["written"].source, metadata=cell.metadata)
    cell.metadata.nbgrader["checksum"] = compute_checksum(made)
    return determine_grade(cell)[0] is None


@pytest.mark.parametrize("keeps", [True, False])
@pytest.mark.parametrize(("place", "beside"), [(0, False), (4, True), (5, True)])
def test_words_in_another_cell_are_for_a_person(keeps, place, beside):
    """Is an answer in words in a cell of its own not 0 before a person has seen it?"""
    notebook = handed_in(*as_released())
    notebook.cells.insert(place, new_markdown_cell("Because."))
    if not keeps:
        notebook.cells = [c for c in notebook.cells if c.source != RELEASED["written"].source]
    assert by_person(notebook) == (beside or not keeps)


@pytest.mark.parametrize("other", ["1 + 1", None])
def test_no_words_are_for_no_person(other):
    """Is an answer in words that is nowhere still 0 without a person?"""
    assert not by_person(handed_in(*as_released(), *([other] if other else [])))
    assert not by_person(handed_in(*as_released()[:-1], *([other] if other else [])))


def test_moved_answers_keep_the_order_of_the_learner():
    """Does a free cell that was moved up with an answer still run before it?"""
    task, setup, _, check, written = as_released()
    cells = rebuilt(handed_in("a = 1", ("stub", ANSWER), "b = 2", task, setup, check, written))
    assert in_order(cells, "a = 1", ANSWER, "b = 2", RELEASED["check"].source)


def test_lines_added_to_a_given_cell_run_beside_it():
    """Do lines that were added to a given cell run after it, and those of a check before it?"""
    more = {"setup": "import math\n\nimport numpy  \nhalf = 0.5", "check": f"{ANSWER}\n"}
    cells = {**dict(as_released()), **more}
    cells["check"] += f"{RELEASED['check'].source}\nprint(f())"
    notebook = rebuild(handed_in(*cells.items()), RELEASED, KERNEL)
    task, setup, stub, check, written = sources()
    assert [cell.source for cell in notebook.cells] == [
        task,
        setup,
        "import math\n\nhalf = 0.5",
        stub,
        f"{ANSWER}\nprint(f())",
        check,
        written,
    ]
    assert read_record(notebook)["edited"] == ["setup", "check"]
    assert [cell.id for cell in notebook.cells if "nbgrader" not in cell.metadata] == [
        "free_0",
        "free_1",
    ]


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
        *sources(written=cells[-3])[1:],
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


def as_text(notebook, source):
    """Turn the answer's cell into Markdown with this source."""
    notebook.cells[2] = new_markdown_cell(source, metadata=notebook.cells[2].metadata)
    return notebook


@pytest.mark.parametrize("text", [RELEASED["stub"].source, "def f():\n    return 0", "See below."])
@pytest.mark.parametrize("place", [0, 3])
def test_answer_turned_into_text_undoes_no_other(text, place):
    """Does a cell that was turned into text stay out, if another cell holds its function?"""
    notebook = as_text(handed_in(*as_released()), text)
    notebook.cells.insert(place, new_code_cell(ANSWER))
    cells = rebuilt(notebook)
    assert text not in cells
    assert in_order(cells, ANSWER, RELEASED["check"].source)


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
        assert found.index(ANSWER) > found.index(RELEASED["setup"].source)
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
