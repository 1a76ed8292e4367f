"""Submitted files that are not regular notebooks."""

import json
import os

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograde.gradebook.course import Course
from autograde.intake.problems import problem_of, submissions
from autograde.intake.reading import CELLS_LIMIT, TEXT_LIMIT, digest, read_submission
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


def nothing(folder):
    """Hand in no file."""


def written(text, encoding="utf-8"):
    """Hand in a file with this text."""
    return lambda folder: (folder / "lstm_cell.ipynb").write_text(text, encoding)


def many_cells(folder):
    """Hand in more cells than are read."""
    notebook = new_notebook(cells=[new_code_cell("1") for _ in range(CELLS_LIMIT + 1)])
    (folder / "lstm_cell.ipynb").write_text(json.dumps(notebook))


def much_text(folder):
    """Hand in more text than is read."""
    notebook = new_notebook(cells=[new_code_cell("#" * (TEXT_LIMIT + 1))])
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
        (nothing, "No such file"),
        (written("{"), "holds no JSON"),
        (written("ü", "latin-1"), "holds no JSON"),
        (written("[" * 100_000), "nested too deeply"),
        (written("[[], []]"), "not that of a notebook"),
        (
            written('{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{}]}'),
            "not that of a notebook: ",
        ),
        (many_cells, "cells"),
        (much_text, "characters"),
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
