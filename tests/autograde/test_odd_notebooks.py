"""Right notebooks in odd forms, graded from end to end: what is right at home is right in class."""

import json

import nbformat
import pytest
from grading_tools import Class

from autograde.sample.submissions import Submission, submitted

pytestmark = pytest.mark.slow

CHECKS = (
    "forget-gate",
    "input-gate",
    "candidate",
    "update-cell-state",
    "output-gate",
    "lstm-step",
)


def of(notebook, grade_id):
    """Return the cell with this grade_id."""
    (found,) = [c for c in notebook["cells"] if named(c) == grade_id]
    return found


def named(cell):
    """Return a cell's grade_id."""
    return cell["metadata"].get("nbgrader", {}).get("grade_id")


def add(notebook, at, source, cell_type="code", **others):
    """Add a cell as a tool may write it."""
    notebook["cells"].insert(at, {"cell_type": cell_type, "source": source, **others})


def odd_format(notebook):
    """Break what a notebook's format asks for, wherever nothing uses it."""
    notebook.update(nbformat_minor=4, unknown=1)
    notebook["metadata"].update(authors="Ada", widgets=[1])
    for number, cell in enumerate(notebook["cells"]):
        cell["id"] = f"cell {number} (copy)"
        cell["metadata"].update(tags="odd", collapsed=None)
        for key in ("outputs", "execution_count"):
            cell.pop(key, None)
    notebook["cells"][0]["outputs"] = [{"output_type": "stream"}]


def large(notebook):
    """Hold a large output and a large picture."""
    text = {"output_type": "stream", "name": "stdout", "text": "x" * (33 * 2**20)}
    of(notebook, "setup")["outputs"] = [text]
    add(notebook, 3, f"![a](data:image/png;base64,{'A' * 300_000})", "markdown")


def merged_into(notebook, grade_id, at=0):
    """Write all answers in one cell, a released one or an own one, and delete the others."""
    answers = [of(notebook, name) for name in CHECKS]
    source = "\n\n".join("".join(cell["source"]) for cell in answers)
    notebook["cells"] = [cell for cell in notebook["cells"] if named(cell) not in CHECKS]
    if grade_id:
        answers[0]["metadata"]["nbgrader"]["grade_id"] = grade_id
        answers[0]["source"] = source
        notebook["cells"].insert(at, answers[0])
    else:
        add(notebook, at, source)


def own_names(notebook):
    """Call a variable as the checks are called, and remove all names before the answers."""
    add(notebook, 2, "%reset -f\nimport numpy as np\nfrom lstm_lib.cell import sigmoid")
    add(notebook, 8, "check = [1, 2]")


def in_given_cells(notebook):
    """Write an import in the first cell, and an answer in the cell of its check."""
    of(notebook, "setup")["source"] += "\nimport math"
    answer, check = of(notebook, "output-gate"), of(notebook, "output-gate-check")
    check["source"] = f"{answer['source']}\n{check['source']}"
    notebook["cells"].remove(answer)
    update = of(notebook, "update-cell-state")
    update["source"] = f"{update['source'].rstrip()} * math.exp(0)"


def asks(notebook):
    """Ask for something to be typed."""
    answer = of(notebook, "forget-gate")
    answer["source"] = f"name = input('Your name: ')\n\n{answer['source']}"


def as_it_is(notebook):
    """Change nothing."""


# What is odd, how it is written, the mark due, and what the card of the forget gate says.
ODD = {
    "format": (odd_format, json.dumps, 10, "Right"),
    "large": (large, json.dumps, 10, "Right"),
    "merged": (lambda n: merged_into(n, "forget-gate", 5), json.dumps, 10, "Right"),
    "own-cell": (lambda n: merged_into(n, "", 2), json.dumps, 10, "Right"),
    "own-names": (own_names, json.dumps, 10, "Right"),
    "given-cells": (in_given_cells, json.dumps, 10, "Right"),
    "asks": (asks, json.dumps, 9, "waits for someone to type"),
    "encoding": (as_it_is, lambda n: json.dumps(n).encode("utf-16"), 10, "Right"),
    "comma": (as_it_is, lambda n: json.dumps(n)[:-1] + ",}", 0, "has a comma too many"),
}


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    """Return a class of odd notebooks that was graded."""
    made = Class(tmp_path_factory.mktemp("odd") / "course")
    made.release("lstm_cell")
    released = nbformat.read(made.course.folder("release") / "lstm_cell" / "lstm_cell.ipynb", 4)
    right = json.dumps(submitted(released, Submission("", "lstm_cell", "", 0, [])))
    for student, (edit, write, *_) in ODD.items():
        edit(notebook := json.loads(right))
        text = write(notebook)
        made.hand_in(student, {"file": text if isinstance(text, bytes) else text.encode()})
    made.results = made.grade()
    return made


@pytest.mark.parametrize("student", ODD)
def test_mark(odd, student):
    """Does each get the mark that its answers deserve, with the reason on its card?"""
    _, _, mark, says = ODD[student]
    assert odd.results[student].problem == ""
    assert odd.results[student].score == mark
    assert says in odd.card(student, "forget-gate-check")


@pytest.mark.parametrize(
    ("student", "says"), [("encoding", "it is in UTF-16, and was read"), ("comma", "a comma too")]
)
def test_what_no_notebook_should_be_is_noted(odd, student, says):
    """Does the teacher read what is odd about the file, and about no other?"""
    assert says in odd.results[student].note
    assert [s for s, one in odd.results.items() if one.note] == ["encoding", "comma"]
