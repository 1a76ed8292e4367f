"""From an assignment's text to nbgrader's source notebook."""

import re

import nbformat
import pytest

from autograde.errors import CourseError
from autograde.places import ASSIGNMENTS
from autograde.release import source
from autograde.release.build import build, read_assignment
from autograde.release.source import check_name
from autograde.release.statement import assignment_names, read_facts
from lstm_lib.checks import CHECKS
from lstm_lib.checks.withhold import bodies

NAMES = assignment_names()

TEXT = """\
---
kernelspec:
  name: python3
  display_name: Python 3
course:
  title: A small one
  summary: write f
  chapters: [one_step]
  minutes: 5
---

+++ {"nbgrader": {"grade_id": "task", "locked": true}}

Write f.

```{code-cell} ipython3
:nbgrader: {grade_id: stub, solution: true}

f = 1
```

```{code-cell} ipython3
:nbgrader: {grade_id: the-check, grade: true, points: 1}

check.forget_gate()
```
"""


@pytest.fixture
def text(tmp_path):
    """Return a function that reads a text as an assignment."""

    def read(changed):
        path = tmp_path / "small" / "notebook.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(changed, encoding="utf-8")
        return read_assignment(path)

    return read


@pytest.mark.parametrize("name", NAMES)
def test_twice_the_same_bytes(name, tmp_path):
    """Is a source notebook byte for byte the same when it is built twice?"""
    first, second = (build(name, tmp_path / folder) for folder in ("a", "b"))
    assert first.read_bytes() == second.read_bytes()


def test_unchanged_source_is_not_touched(tmp_path):
    """Does a second build leave the file alone, so that no later step runs again?"""
    path = build("lstm_cell", tmp_path)
    before = path.stat().st_mtime_ns
    assert build("lstm_cell", tmp_path).stat().st_mtime_ns == before


@pytest.mark.parametrize("name", NAMES)
def test_every_grade_id_arrives(name):
    """Is every grade_id of the text the id of one cell?"""
    text = (ASSIGNMENTS / name / "notebook.md").read_text(encoding="utf-8")
    written = re.findall(r'grade_id"?: *"?([a-z0-9-]+)', text)
    assert sorted(written) == sorted(
        cell.id for cell in read_assignment(ASSIGNMENTS / name / "notebook.md").cells
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_is_known_to_nbgrader(name):
    """Is every given code cell locked, so that the gradebook stores it and can restore it?"""
    for cell in read_assignment(ASSIGNMENTS / name / "notebook.md").cells:
        facts = cell.metadata["nbgrader"]
        assert facts["locked"] or facts["solution"], cell.id
        assert facts["schema_version"] == 3


@pytest.mark.parametrize("name", NAMES)
def test_every_check_has_its_cell(name):
    """Does each check that an assignment calls exist, and have points?"""
    cells = read_assignment(ASSIGNMENTS / name / "notebook.md").cells
    calls = [c for c in cells if "check" in c.id and c.cell_type == "code"]
    assert calls
    for cell in calls:
        assert check_name(cell.source) in CHECKS
        assert cell.metadata["nbgrader"]["points"] > 0


@pytest.mark.parametrize("name", NAMES)
def test_withheld_names_exist(name):
    """Are the functions that an assignment withholds, if any, the library's own?"""
    withheld = source.withheld(read_assignment(ASSIGNMENTS / name / "notebook.md"))
    assert withheld == tuple(read_facts(ASSIGNMENTS / name / "notebook.md").withhold)
    assert bool(bodies(withheld)) == bool(withheld)


@pytest.mark.parametrize("name", NAMES)
def test_solutions_lie_between_their_marks(name):
    """Is every solution, in code and in words, marked so that a release removes it?"""
    for cell in read_assignment(ASSIGNMENTS / name / "notebook.md").cells:
        if cell.metadata["nbgrader"]["solution"]:
            assert cell.source.count("### BEGIN SOLUTION") == 1, cell.id
            assert cell.source.count("### END SOLUTION") == 1, cell.id
        else:
            assert "SOLUTION" not in cell.source, cell.id


def test_small_assignment_is_read(text):
    """Is the text that the next tests damage valid?"""
    assert [cell.id for cell in text(TEXT).cells] == ["task", "stub", "the-check"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("check.forget_gate()", "check.forget_gate(); x = 1"), "'the-check' is not one call"),
        (("check.forget_gate()", "check.forget_gate(seed='07')"), "'the-check' is not one call"),
        (("check.forget_gate()", "check.forget_gat()"), "'the-check' is not one call"),
        (("check.forget_gate()", "assert f == 1"), "'the-check' is not one call"),
        (("check.forget_gate()", "check.forget_gate("), "'the-check' is not one call"),
        (("grade_id: stub", "grade_id: Stub!"), "cell 1 has no grade_id"),
        ((":nbgrader: {grade_id: stub, solution: true}\n\n", ""), "cell 1 has no grade_id"),
        (("grade_id: stub", "grade_id: the-check"), "missing or duplicated: the-check"),
        (
            (
                "```{code-cell} ipython3\n:nbgrader: {grade_id: stub",
                '+++ {"nbgrader": {"grade_id": '
                '"lost"}}\n\n```{code-cell} ipython3\n:nbgrader: {grade_id: stub',
            ),
            "missing or duplicated: lost",
        ),
    ],
)
def test_faulty_text_is_refused(text, change, says):
    """Is a faulty text refused, with the name of the faulty cell?"""
    changed = TEXT.replace(*change)
    assert changed != TEXT
    with pytest.raises(CourseError, match=re.escape(says)):
        text(changed)


def test_source_is_valid(tmp_path):
    """Does nbformat find no fault in a source notebook?"""
    nbformat.validate(nbformat.read(build("lstm_cell", tmp_path), as_version=4))
