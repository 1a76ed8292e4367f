"""The facts of an assignment, in the front matter of its statement."""

import pytest

from autograde.errors import CourseError
from autograde.places import ASSIGNMENTS
from autograde.release.build import read_assignment
from autograde.release.statement import read_facts

FRONT = """\
---
course:
  title: A small one
  summary: write f
  chapters: [one_step]
  minutes: 5
{more}---

Text.
"""


@pytest.fixture
def statement(tmp_path):
    """Return a function that writes a statement with additional front matter."""

    def write(more="", text=FRONT):
        path = tmp_path / "small" / "notebook.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text.format(more=more), encoding="utf-8")
        return path

    return write


def test_facts_are_read(statement):
    """Is each key read, and is an omitted one empty?"""
    more = "  limits: {cell_s: 60}\n  withhold: [cell.lstm_step]\n  data: [shakespeare]\n"
    facts = read_facts(statement(more))
    assert (facts.title, facts.minutes, facts.chapters) == ("A small one", 5, ["one_step"])
    assert (facts.limits, facts.withhold, facts.without) == (
        {"cell_s": 60},
        ["cell.lstm_step"],
        [],
    )
    assert facts.data == ["shakespeare"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("  minute: 5\n", "unknown key minute. The known keys are: title, summary"),
        ("  limits: {cell_seconds: 5}\n", "limits is .*cell_seconds.*, not some of cell_s"),
        ("  limits: {cell_s: soon}\n", "limits is .*soon.*, not some of cell_s"),
        ("  limits: {cell_s: 0}\n", "each above 0"),
        ("  withhold: cell.lstm_step\n", "withhold is 'cell.lstm_step', not a list of names"),
        ("  data: shakespeare\n", "data is 'shakespeare', not a list of names, such as"),
        ("  data: [first_names, weather]\n", "unknown data set weather. The data sets of the cour"),
        ("  title: [a\n", "cannot be read"),
    ],
)
def test_a_fault_is_named(statement, more, words):
    """Is an unknown key, a wrong value, or invalid YAML refused with a message?"""
    with pytest.raises(CourseError, match=words) as caught:
        read_facts(statement(more))
    assert "small/notebook.md" in str(caught.value)


@pytest.mark.parametrize("key", ["title", "summary", "chapters", "minutes"])
def test_a_key_that_is_missing_is_named(statement, key):
    """Is a statement refused if it lacks a key that the tables need?"""
    text = "".join(line for line in FRONT.splitlines(True) if f"  {key}:" not in line)
    with pytest.raises(CourseError, match=f"lacks {key}"):
        read_facts(statement(text=text))


def test_facts_are_filled_into_the_notebook():
    """Are minutes, points and withheld names in the released cells, with no placeholder left?"""
    notebook = read_assignment(ASSIGNMENTS / "lstm_cell" / "notebook.md")
    cells = {cell.id: cell.source for cell in notebook.cells}
    assert "**Time**: about 45 minutes. **Points**: 13, of which 3 are" in cells["welcome"]
    assert 'withhold=["cell.lstm_gates", "cell.lstm_step"],' in cells["setup"]
    assert "check.start()" not in cells["setup"]
    assert not any("{{" in source for source in cells.values())
