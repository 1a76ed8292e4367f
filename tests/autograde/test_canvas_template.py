"""Marks filled into a gradebook that Canvas exported."""

import pytest

from autograde.errors import CourseError
from autograde.results.canvas_template import fill_template
from autograde.results.gradetable import ClassMarks, Learner

HEAD = "Student,ID,SIS User ID,SIS Login ID,Section,Notes,LSTM cell (301),Essay (302),Final Score"
POINTS = "    Points Possible,,,,,,13.00,10.00,(read only)"
ADA = '"Lovelace, Ada",11,u1,ada,A,likes gates,7.00,9.00,80'
BEN = '"Bee, Ben",12,u2,ben@x.example,A,,5.00,8.00,65'
TEST = '"Student, Test",13,,,A,,,,'
MARKS = ClassMarks(
    (Learner("ada"), Learner("12")),
    {"lstm_cell": 13.0},
    {("ada", "lstm_cell"): 12.5},
)


@pytest.fixture
def filled(tmp_path):
    """Return a function that fills marks into a template of lines."""

    def filled(*lines, marks=MARKS, encoding="utf-8"):
        path = tmp_path / "canvas.csv"
        path.write_bytes("\n".join(lines).encode(encoding))
        return fill_template(marks, path)

    return filled


def test_students_and_ids_are_kept(filled):
    """Do the rows and the assignment's id stay Canvas's own, and do other columns stay out?"""
    table = filled(HEAD, POINTS, ADA, BEN, TEST)
    assert table.rows == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "LSTM cell (301)"],
        ["    Points Possible", "", "", "", "", "13.00"],
        ["Lovelace, Ada", "11", "u1", "ada", "A", "12.5"],
        ["Bee, Ben", "12", "u2", "ben@x.example", "A", "5.00"],  # we have no mark for him
        ["Student, Test", "13", "", "", "A", ""],
    ]
    assert (table.learners, table.assignments, table.marks, table.notes) == (2, 1, 1, ())


@pytest.mark.parametrize("name", ["ada", "u1", "11"])
def test_a_learner_is_found_by_each_id(filled, name):
    """Is a learner found whose folder is named after any of Canvas's ids?"""
    marks = ClassMarks((Learner(name),), {"lstm_cell": 13.0}, {(name, "lstm_cell"): 0.0})
    assert filled(HEAD, POINTS, ADA, BEN, marks=marks).rows[2][-1] == "0"


@pytest.mark.parametrize("title", ["lstm_cell", "Lstm-Cell (9)", "LSTM CELL", "lstm cell (1)"])
def test_a_title_may_be_written_as_people_do(filled, title):
    """Do capitals, spaces, hyphens and the id not matter?"""
    head = HEAD.replace("LSTM cell (301)", title)
    assert filled(head, POINTS, ADA).rows[0][-1] == title


def test_semicolons_and_a_byte_order_mark_are_read(filled):
    """Can a file be read that Canvas wrote for another locale?"""
    lines = [line.replace(",", ";") for line in (HEAD, POINTS)]
    table = filled(*lines, "Ada;11;u1;ada;A;;7,50;;", encoding="utf-8-sig")
    assert table.rows[2] == ["Ada", "11", "u1", "ada", "A", "12.5"]


def test_a_learner_whom_canvas_does_not_know_is_named(filled):
    """Is a mark without a row reported rather than silently lost?"""
    table = filled(HEAD, POINTS, BEN)
    assert table.marks == 0
    (note,) = table.notes
    assert note.startswith("left out: ada lstm_cell: canvas.csv has no such SIS Login ID")


def test_an_assignment_without_a_column_is_named(filled):
    """Is an assignment reported for which Canvas has no column?"""
    marks = ClassMarks((Learner("ada"),), {"lstm_cell": 13.0, "sine_windows": 9.0}, {})
    table = filled(HEAD, POINTS, ADA, marks=marks)
    assert table.notes == ("left out: sine_windows: canvas.csv has no column with this title",)


@pytest.mark.parametrize("word", ["EX", "N/A"])
def test_who_is_excused_stays_excused(filled, word):
    """Does a mark leave alone what a person entered in Canvas?"""
    table = filled(HEAD, POINTS, ADA.replace("7.00", word))
    assert table.rows[2][-1] == word
    assert table.notes == (f"left out: ada lstm_cell: Canvas says {word}",)


def test_other_points_are_said(filled):
    """Is it reported if an assignment has other points in Canvas, and are those kept?"""
    table = filled(HEAD, POINTS.replace("13.00", "100.00"), ADA)
    assert table.notes == ("lstm_cell is out of 13 here, and out of 100.00 in Canvas",)
    assert table.rows[1][-1] == "100.00"


def test_no_name_becomes_a_formula_and_no_id_is_changed(filled):
    """Is a name that a spreadsheet would run made harmless, and every id left alone?"""
    row = filled(HEAD, POINTS, "=1+1,11,-u1,ada,@A,,7.00,,").rows[2]
    assert row == ["'=1+1", "11", "-u1", "ada", "'@A", "12.5"]


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["assignment,score", "a,1"], "is not a gradebook that Canvas exported"),
        ([""], "is not a gradebook that Canvas exported"),
        ([HEAD, '"'], "is not a CSV file"),
        ([HEAD.replace("LSTM cell", "Other"), POINTS], "Its columns are: Notes, Other"),
        ([HEAD.replace("Essay", "lstm_cell"), POINTS], "Remove one of these columns"),
        ([HEAD, POINTS, ADA, ADA], "names ada 2 times as SIS Login ID"),
    ],
)
def test_a_file_of_another_kind_is_refused(filled, lines, says):
    """Is a file that cannot be filled in refused, with the fault in it?"""
    with pytest.raises(CourseError, match=says):
        filled(*lines)


def test_two_folders_of_one_learner_are_refused(filled):
    """Are two folders reported that belong to the same row?"""
    marks = ClassMarks((Learner("ada"), Learner("11")), {"lstm_cell": 13.0}, {})
    with pytest.raises(CourseError, match="one row, 'Lovelace, Ada', for ada and 11"):
        filled(HEAD, POINTS, ADA, marks=marks)


def test_a_file_that_cannot_be_read_is_refused(filled, tmp_path):
    """Is a missing file, or one in another encoding, a clear error?"""
    with pytest.raises(CourseError, match="cannot be read"):
        fill_template(MARKS, tmp_path / "none.csv")
    with pytest.raises(CourseError, match="cannot be read"):
        filled(HEAD, POINTS, "Zoë,1,2,3,A,,,,", encoding="latin-1")
