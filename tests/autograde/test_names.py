"""Folder names that a program would misread."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from grading_tools import Class

from autograde.intake.names import FORMULA, MISREAD, make_usable, usable_name

NONE = Path("no", "such", "folder")
FORMERLY = {
    "Lovelace_2C Ada": "Lovelace, Ada",
    "_2Dforce": "-force",
    "_5Bab_5D": "[ab]",
    "two_0Alines": "two\nlines",
    "_FF": os.fsdecode(b"\xff"),
}


@pytest.mark.parametrize(
    "name", ["ada", "ada-b", "élodie", "שלום\u202e", ".ada", "100%s #1", "a=b", ""]
)
def test_usable_name_stays(name):
    """Does a name that nothing misreads stay as it is?"""
    assert usable_name(name) == name


@pytest.mark.parametrize("after", FORMERLY)
def test_misread_name_changes(after):
    """Is each misread character written as its bytes, and only once?"""
    assert usable_name(FORMERLY[after]) == after
    assert usable_name(after) == after


@pytest.mark.parametrize("character", [*MISREAD, *FORMULA, "\n", "\x1b"])
def test_usable_name_in_an_address(character):
    """Does a usable name stay the same in a Formgrader URL?"""
    name = usable_name(f"{character}b")
    assert unquote(urlsplit(f"http://localhost/submission/{name}/autograde").path) == (
        f"/submission/{name}/autograde"
    )


def test_folders_are_renamed_whole(tmp_path):
    """Do the folders keep their content, and is the old name of each returned?"""
    for before in FORMERLY.values():
        (tmp_path / before / "lstm_cell").mkdir(parents=True)
        (tmp_path / before / "lstm_cell" / "file").write_text(ascii(before))
    (tmp_path / "a*file").write_text("no student's")
    assert make_usable(tmp_path, NONE) == FORMERLY
    assert make_usable(tmp_path, NONE) == {}
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*FORMERLY, "a*file"])
    for after, before in FORMERLY.items():
        assert (tmp_path / after / "lstm_cell" / "file").read_text() == ascii(before)


def test_nothing_is_replaced(tmp_path):
    """Does a folder stay as it is if one with the new name exists, even an empty one?"""
    for name in ("a*", "a_2A", "b*"):
        (tmp_path / name).mkdir()
    (tmp_path / "b_2A").symlink_to("nowhere")
    assert make_usable(tmp_path, NONE) == {}
    assert sorted(os.listdir(tmp_path)) == ["a*", "a_2A", "b*", "b_2A"]


def test_who_has_marks_keeps_the_name(tmp_path):
    """Does a folder keep its name if there are marks under it, such as those of Formgrader?"""
    for name in ("submitted/a*", "submitted/b*", "autograded/a*"):
        (tmp_path / name).mkdir(parents=True)
    assert make_usable(tmp_path / "submitted", tmp_path / "autograded") == {"b_2A": "b*"}


def test_one_student(tmp_path):
    """Are other folders left alone if only one student is graded?"""
    for name in ("a*", "b*"):
        (tmp_path / name).mkdir()
    assert make_usable(tmp_path, NONE, "a*") == {"a_2A": "a*"}


def test_folder_of_nothing(tmp_path):
    """Is nothing done if nothing was handed in?"""
    assert make_usable(tmp_path / "submitted", NONE) == {}


@pytest.mark.slow
def test_grading(tmp_path):
    """Are all graded with a note, found by the old name too, and is only a clash a problem?"""
    course = Class(tmp_path / "course")
    course.release("lstm_cell")
    for name in ("Lovelace, Ada", "=1+1", "two\nlines", "a*", "a_2A"):
        course.hand_in(name, {})
    graded = course.grade()
    problems = {name: one.problem for name, one in graded.items() if one.problem}
    assert list(problems) == ["a*"]
    assert "could not change it to a_2A: rename the folder" in problems["a*"]
    marks = {name: one.score for name, one in graded.items() if not one.problem}
    assert marks == dict.fromkeys(["Lovelace_2C Ada", "_3D1+1", "two_0Alines", "a_2A"], 10)
    assert graded["two_0Alines"].note == (
        "its folder was 'two\\nlines', a name that is easily misread"
    )
    again = course.grade("Lovelace, Ada")
    assert (list(again), again["Lovelace_2C Ada"].note) == (["Lovelace_2C Ada"], "")
    for what in ("feedback", "report", "export"):
        code, _, errors = course.run(what)
        assert (what, code, errors) == (what, 0, "")
    table = (course.course.root / "grades.csv").read_text()
    assert all(f",{name}," in table for name in marks)
