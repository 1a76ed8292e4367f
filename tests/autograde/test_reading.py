"""Submitted files that are not regular notebooks."""

import errno
import json
import os

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograde.gradebook.course import Course
from autograde.intake import contents, reading
from autograde.intake.problems import problem_of, submissions
from autograde.intake.reading import (
    CELLS_LIMIT,
    CODE_LIMIT,
    TEXT_LIMIT,
    NoAccess,
    digest,
    read_submission,
)
from autograde.intake.strays import strays
from autograde.record import read_record
from autograde.release.statement import assignment_names

NOTEBOOK = new_notebook(cells=[new_code_cell("x = 1")])


@pytest.fixture
def folder(tmp_path):
    """Return the folder of a submission, with a classmate's notebook in another one."""
    for student in ("ada", "eve"):
        (tmp_path / student / "lstm_cell").mkdir(parents=True)
    (tmp_path / "ada" / "lstm_cell" / "lstm_cell.ipynb").write_text(json.dumps(NOTEBOOK))
    return tmp_path / "eve" / "lstm_cell"


def test_a_notebook_is_read(folder):
    """Is an honest file read completely?"""
    path = folder.parents[1] / "ada" / "lstm_cell" / "lstm_cell.ipynb"
    assert [cell.source for cell in read_submission(path).cells] == ["x = 1"]
    assert digest(path) == read_record(read_submission(path))["digest"]


def to_a_classmate(folder):
    """Link the notebook to a classmate's."""
    (folder / "lstm_cell.ipynb").symlink_to("../../ada/lstm_cell/lstm_cell.ipynb")


def folder_of_a_classmate(folder):
    """Link the folder to a classmate's."""
    folder.rmdir()
    folder.symlink_to("../ada/lstm_cell")


def student_of_a_classmate(folder):
    """Link the student's folder to a classmate's."""
    folder.rmdir()
    folder.parent.rmdir()
    folder.parent.symlink_to("ada")


def to_a_secret(folder):
    """Link the notebook to another file of the grader's account."""
    (folder / "secret").write_text("the key of the class")
    (folder / "lstm_cell.ipynb").symlink_to("secret")


def to_no_end(folder):
    """Link the notebook to an endless device."""
    (folder / "lstm_cell.ipynb").symlink_to("/dev/zero")


def pipe(folder):
    """Make the notebook a pipe without a writer."""
    os.mkfifo(folder / "lstm_cell.ipynb")


def another_folder(folder):
    """Make the notebook a folder."""
    (folder / "lstm_cell.ipynb").mkdir()


def written(text, encoding="utf-8"):
    """Hand in a file with this text."""
    return lambda folder: (folder / "lstm_cell.ipynb").write_text(text, encoding)


def many_cells(folder):
    """Hand in more cells than are read."""
    notebook = new_notebook(cells=[new_code_cell("1") for _ in range(CELLS_LIMIT + 1)])
    (folder / "lstm_cell.ipynb").write_text(json.dumps(notebook))


@pytest.mark.parametrize(
    ("prepare", "says"),
    [
        (to_a_classmate, "a link"),
        (folder_of_a_classmate, "a link"),
        (student_of_a_classmate, "a link"),
        (to_a_secret, "a link"),
        (to_no_end, "a link"),
        (pipe, "a pipe"),
        (another_folder, "a folder"),
        (written(""), "the file is empty"),
        (written("\n \ufeff\n"), "the file is empty"),
        (written("{"), "cut off in line 1"),
        (written('{"cells": [\n{"source": "x = '), "cut off in line 2"),
        (written('{"cells": [tru'), "cut off in line 1"),
        (written("ü", "latin-1"), "another kind of file, which begins with 'ü'"),
        (written("import numpy as np"), "another kind of file, which begins with 'import numpy"),
        (written("PK\x03\x04rest"), "a Zip archive"),
        (written("<!DOCTYPE html>"), "a web page (HTML)"),
        (written('{"cells": [', "utf-16"), "cut off in line 1"),
        (written('{"cells": [{},\n]}'), "line 1, column 14 has a comma too many, before `]`"),
        (written('{"cells": [{"source": "x",}]}'), "column 26 has a comma too many, before `}`"),
        (written('{"cells": [{"outputs": [\n1,\n2]},\n]}'), "line 3, column 4 has a comma too"),
        (written('{"cells": []\n"metadata": {}}'), "line 2, column 1: expecting ','"),
        (written('{"cells": []}\n{"cells": []}'), "line 2, column 1: extra data"),
        (written("{'cells': []}"), "line 1, column 2: expecting property name"),
        (written('{"cells": [\n<<<<<<< HEAD\n1\n=======\n'), "line 2 is a conflict marker"),
        (written("[" * 100_000), "nested too deeply"),
        (written('{"a": ' * 100_000), "nested too deeply"),
        (written("[[], []]"), "not that of a notebook"),
        (written('{"cells": {}}'), "not that of a notebook"),
        (written('{"cells": [1, "x"]}'), "not that of a notebook"),
        (many_cells, "cells"),
    ],
)
def test_what_is_no_notebook_of_its_own_is_not_read(folder, prepare, says):
    """Does it become an empty notebook with the reason, and without the content of its target?"""
    prepare(folder)
    notebook = read_submission(folder / "lstm_cell.ipynb")
    assert not notebook.cells
    assert says in read_record(notebook)["unreadable"]
    assert "the key" not in json.dumps(notebook)
    assert digest(folder / "lstm_cell.ipynb") == read_record(notebook)["digest"]


def test_a_file_without_end_is_not_read_whole(folder, monkeypatch):
    """Is a file that is larger than any notebook refused, with the limit?"""
    monkeypatch.setattr(reading, "SIZE_LIMIT", 2**20)
    written(" " * 2**20 + "{}")(folder)
    notebook = read_submission(folder / "lstm_cell.ipynb")
    assert read_record(notebook)["unreadable"] == "the file is larger than 1 MiB: clear its outputs"


def read(folder, notebook, encoding="utf-8"):
    """Hand in a notebook, given as JSON data or text, and read it."""
    text = notebook if isinstance(notebook, str) else json.dumps(notebook)
    (folder / "lstm_cell.ipynb").write_bytes(text.encode(encoding))
    found = read_submission(folder / "lstm_cell.ipynb")
    assert "unreadable" not in read_record(found)
    nbformat.validate(found)  # as nbconvert does between its steps
    return found


def cell(source="x = 1", **others):
    """Make a code cell as a tool writes it, with other keys, some removed by None."""
    made = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    return {**made, "id": "a", "source": source, **others}


def without(*keys):
    """Make a code cell without some keys."""
    return {key: value for key, value in cell().items() if key not in keys}


STREAM = {"output_type": "stream", "name": "stdout", "text": "a\n"}
ODD_CELLS = [
    cell(unknown={"key": [1]}),
    without("execution_count"),
    without("outputs"),
    without("id"),
    without("metadata"),
    without("cell_type"),
    cell(id="cell 2 (copy)"),
    cell(id="x" * 65),
    cell(id=7),
    cell(metadata=None),
    cell(metadata=["a"]),
    cell(metadata={"tags": "solution", "collapsed": None, "scrolled": "no", "nbgrader": None}),
    cell(metadata={"nbgrader": {"grade_id": 7}}),
    cell(source=["x = ", "1"]),
    cell(source=["x = ", None, "1"]),
    cell(outputs=None),
    cell(outputs={"text": "a"}),
    cell(outputs=[{}, 7, None, {"output_type": "of no known kind"}]),
    cell(execution_count="1"),
    cell(execution_count=10**400),
]


@pytest.mark.parametrize("odd", ODD_CELLS)
def test_what_nothing_uses_is_not_looked_at(folder, odd):
    """Is a cell read whatever its other keys hold, and the cell after it as well?"""
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [odd, cell("y = 2")]}
    found = read(folder, notebook)
    assert [(c.cell_type, c.source) for c in found.cells] == [("code", "x = 1"), ("code", "y = 2")]


@pytest.mark.parametrize(
    "whole",
    [
        {"nbformat_minor": 4},
        {"nbformat": "4"},
        {"nbformat": 5, "nbformat_minor": 0},
        {"metadata": {"authors": "Ada", "title": ["x"], "kernelspec": None, "language_info": 7}},
        {"metadata": None},
        {"metadata": {"lstm_course": {"unreadable": "as I say", "judged": 1}}},
        {"unknown": {"key": None}},
    ],
)
def test_what_a_notebook_says_of_itself_is_not_looked_at(folder, whole):
    """Are cells read whatever the notebook's format, its authors and its own keys say?"""
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell()]}
    assert [c.source for c in read(folder, {**notebook, **whole}).cells] == ["x = 1"]
    assert [c.source for c in read(folder, {"cells": [cell()]}).cells] == ["x = 1"]


def test_markdown_with_outputs_is_markdown(folder):
    """Do outputs on a Markdown cell not make it code, and is a raw cell text?"""
    cells = [cell("Why.", cell_type="markdown", outputs=[STREAM]), cell("Raw.", cell_type="raw")]
    assert [c.cell_type for c in read(folder, {"cells": cells}).cells] == ["markdown", "markdown"]


def test_cells_of_an_old_format_are_read(folder):
    """Are cells in worksheets read, whose code is called input?"""
    sheet = {"cells": [{"cell_type": "code", "input": ["x = ", "1"], "language": "python"}]}
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [sheet]}
    assert [c.source for c in read(folder, old).cells] == ["x = 1"]


def test_answers_keep_their_grade_ids(folder):
    """Is a grade_id taken over, of an answer that is empty as well, and nothing else of it?"""
    flags = {"grade_id": "forget-gate", "points": 100, "grade": True}
    found = read(folder, {"cells": [cell("", metadata={"nbgrader": flags}), cell("")]})
    assert [c.metadata for c in found.cells] == [{"nbgrader": {"grade_id": "forget-gate"}}]


def test_ids_that_come_twice_are_made_distinct(folder):
    """Do cells with one id get two, so that no later step refuses the notebook?"""
    found = read(folder, {"cells": [cell(), cell(), cell(id="cell-1"), cell(id="")]})
    assert len({c.id for c in found.cells}) == 4
    assert found.cells[0].id == "a"


@pytest.mark.parametrize(
    ("encoding", "odd"),
    [
        ("utf-8", None),
        ("utf-8-sig", "byte order mark"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-32-be", "UTF-32"),
        ("cp1252", "another encoding"),
    ],
)
def test_another_encoding_is_read_and_named(folder, encoding, odd):
    """Is a text read right that an editor saved in another encoding, and is that noted?"""
    text = json.dumps({"cells": [cell("größe = 1")]}, ensure_ascii=False)
    found = read(folder, text, encoding)
    assert found.cells[0].source == "größe = 1"
    assert (odd or "") in read_record(found).get("odd", "")
    assert ("odd" in read_record(found)) == bool(odd)


def test_damaged_character_spoils_no_other(folder):
    """Is a byte that is no UTF-8 replaced, and are the other characters right?"""
    text = json.dumps({"cells": [cell("größe = 1  # ?")]}, ensure_ascii=False)
    (folder / "lstm_cell.ipynb").write_bytes(text.encode().replace(b"?", b"\xfc"))
    found = read_submission(folder / "lstm_cell.ipynb")
    assert found.cells[0].source == "größe = 1  # \ufffd"


def test_outputs_of_any_size_cost_nothing(folder, monkeypatch):
    """Do large and many outputs, attachments and widgets not count as what is kept?"""
    monkeypatch.setattr(contents, "KEPT_LIMIT", 1000)
    monkeypatch.setattr(contents, "PARTS_LIMIT", 20)
    text = {**STREAM, "text": '\\"outputs": [' * 1000}
    plot = {"output_type": "display_data", "data": {"x": [{"y": [[[{"z": 1}]]]}] * 100}}
    first = cell(outputs=[text, plot] + [{}] * 1000)
    picture = cell("Why.", cell_type="markdown", attachments={"a.png": {"image/png": "A" * 5000}})
    widgets = {"widgets": {"state": {"a": "b" * 5000}}}
    found = read(folder, {"cells": [first, picture, cell("y = 2")], "metadata": widgets})
    assert [c.source for c in found.cells] == ["x = 1", "Why.", "y = 2"]


def test_what_looks_like_an_output_in_a_source_stays(folder):
    """Is a source that holds such a key as text kept as it is?"""
    source = 'd = {"outputs": [1], "widgets": {"a": 2}}\n\\"outputs": ["x"]'
    assert read(folder, {"cells": [cell(source)]}).cells[0].source == source
    assert read(folder, {"cells": [cell([source])]}).cells[0].source == source


@pytest.mark.parametrize("begins", ['"outputs": [', '"outputs": {"outputs": [', '"outputs": ["'])
def test_outputs_without_end_are_sought_once(begins, monkeypatch):
    """Does a file of unfinished outputs not take as many searches as it has outputs?"""
    tried = []

    class Counted:
        def match(self, data, at):
            tried.append(at)
            return contents.re.compile(contents.VALUE.pattern).match(data, at)

    with monkeypatch.context() as patch:
        counted = Counted()
        counted.pattern = contents.VALUE.pattern
        patch.setattr(contents, "VALUE", counted)
        contents._without_unused(b"{" + (" " + begins).encode() * 1000)
    assert len(tried) < 3


def test_many_parts_outside_of_outputs_are_refused(folder, monkeypatch):
    """Is a file refused that would take much memory, although it is short?"""
    monkeypatch.setattr(contents, "PARTS_LIMIT", 20)
    written(json.dumps({"cells": [{}] * 20}))(folder)
    notebook = read_submission(folder / "lstm_cell.ipynb")
    assert "more than 20 lists" in read_record(notebook)["unreadable"]


def test_brackets_in_a_source_are_no_parts(folder, monkeypatch):
    """Are the brackets of an answer not counted as lists that would take memory?"""
    monkeypatch.setattr(contents, "PARTS_LIMIT", 20)
    source = 'a = "[" * 3 + \'\\\\"\'' + "[{" * 50
    assert read(folder, {"cells": [cell(source)]}).cells[0].source == source


def test_picture_in_a_text_counts_for_nothing(folder):
    """Is a picture pasted as a data URI left out, with the text around it kept?"""
    uri = "data:image/png;base64," + "iVBORw0KGgo" * 50_000
    texts = [f"Look: ![a]({uri}) and on.", f'<img src="{uri}">', "The answer."]
    found = read(folder, {"cells": [cell(text, cell_type="markdown") for text in texts]})
    assert [c.source for c in found.cells] == [
        "Look: ![a](data:image/png;base64,…) and on.",
        '<img src="data:image/png;base64,…">',
        "The answer.",
    ]


def test_long_text_is_cut_and_costs_no_answer(folder):
    """Is what is too long to be shown cut, without a loss for an answer below it?"""
    flags = {"nbgrader": {"grade_id": "written"}}
    cells = [cell("a" * (TEXT_LIMIT + 1), cell_type="markdown")] * 2
    cells += [cell("The answer.", cell_type="markdown", metadata=flags), cell()]
    first, second, *others = (c.source for c in read(folder, {"cells": cells}).cells)
    assert len(first) + len(second) < TEXT_LIMIT + 100
    assert "cut off: 200,001 characters" in first
    assert others == ["The answer.", "x = 1"]


def test_long_code_says_so_when_it_runs_and_costs_no_answer(folder):
    """Does code that is too long to be run become an error in words, and no other cell?"""
    flags = {"nbgrader": {"grade_id": "forget-gate"}}
    cells = [cell("#" * 300_000), cell("#" * CODE_LIMIT), cell("y = 2"), cell(metadata=flags)]
    short, long, *others = (c.source for c in read(folder, {"cells": cells}).cells)
    assert len(short) == 300_000
    with pytest.raises(ValueError, match="code is longer than 400,000 characters"):
        exec(long)
    assert others == ["y = 2", "x = 1"]


def test_empty_cells_do_not_count(folder):
    """Are a thousand empty cells no reason to refuse what the others hold?"""
    cells = [cell(" \n")] * CELLS_LIMIT + [cell()] * CELLS_LIMIT
    assert len(read(folder, {"cells": cells}).cells) == CELLS_LIMIT


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO, errno.ESTALE, errno.ENOENT])
def test_what_this_machine_cannot_read_is_no_empty_notebook(folder, monkeypatch, number):
    """Is a file that exists but cannot be read never taken for an empty one, whatever the cause?"""
    path = folder / "lstm_cell.ipynb"
    path.write_text(json.dumps(NOTEBOOK))

    def refuse(place, *flags):
        raise OSError(number, os.strerror(number), place)

    monkeypatch.setattr(os, "open", refuse)
    for read in (read_submission, digest):
        with pytest.raises(NoAccess, match=os.strerror(number)):
            read(path)


def test_a_link_among_the_students_lists_nothing_of_where_it_leads(tmp_path):
    """Is only what is named like an assignment found there, and no file of another place named?"""
    course = Course(tmp_path / "class")
    submitted = course.folder("submitted")
    elsewhere = tmp_path / "elsewhere"
    for place in (submitted / "ada" / "lstm_cell", submitted / "ada" / "mistyped"):
        place.mkdir(parents=True)
    for name in ("private", "lstm_cell"):
        (elsewhere / name).mkdir(parents=True)
    (elsewhere / "lstm_cell" / "private.ipynb").touch()
    (course.folder("release") / "lstm_cell").mkdir(parents=True)
    (course.folder("release") / "lstm_cell" / "lstm_cell.ipynb").touch()
    (submitted / "eve").symlink_to(elsewhere)
    (submitted / "root").symlink_to("/")
    found = submissions(course, assignment_names())
    assert found == [("lstm_cell", "ada"), ("lstm_cell", "eve"), ("mistyped", "ada")]
    assert "private" not in problem_of(course, submitted / "eve" / "lstm_cell")
    assert "a link" in problem_of(course, submitted / "eve" / "lstm_cell")
    named = [one.student for one in strays(course, assignment_names()) if "a link" in one.why]
    assert named == ["root"]
