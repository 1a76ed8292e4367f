"""What is right at home is right in class, however the cells of a submission are arranged.

A small exercise is run here as Python runs it: at home in the learner's order, in class as it was
rebuilt. Its answers depend on each other, on given values, and on the learner's own cells.
"""

import random

import pytest
from grading_tools import KERNEL, code, words
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograde.intake.restore import rebuild

STUB = "def {}():\n    raise NotImplementedError()"
ANSWERS = {
    "first": "def first():\n    return a + own",
    "second": "base = first()\n\ndef second():\n    return base + math.floor(1.5)",
    "third": "third = first() + second()",
}
RIGHT = {"first": 3, "second": 4, "third": 7}
STUBS = {name: STUB.format(name) for name in ("first", "second")} | {"third": "# YOUR CODE HERE"}


def parts():
    """Return the released cells of one answer after the other."""
    for name, stub in STUBS.items():
        yield words(f"{name}-task", f"Write {name}.")
        yield code(name, stub, solution=True, locked=False)
        yield code(f"{name}-check", f"check.{name}()", grade=True, points=1)


EXERCISE = dict(
    (
        words("welcome", "Welcome."),
        code("setup", "import math\na = 1"),
        *parts(),
        code("picture", "shown = first()"),
        words("written", "Say it.", solution=True, grade=True, points=1, locked=False),
    )
)


def run(notebook):
    """Run a notebook's code cells; return whether each check was right whenever it ran."""
    names, right = {}, {}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        if cell.source.startswith("check."):
            name = cell.source[6:-2]
            try:
                value = names[name]() if callable(names[name]) else names[name]
            except (KeyError, NameError, NotImplementedError):
                value = None
            right[name] = right.get(name, True) and value == RIGHT[name]
        else:
            try:
                exec(cell.source, names)
            except (NameError, NotImplementedError):
                pass
    return right


def given(name, source=None, make=new_code_cell):
    """Make a cell as it was released, or with another source or of another type."""
    cell = EXERCISE[name]
    if cell.cell_type != "code":
        make = new_markdown_cell
    return make(cell.source if source is None else source, metadata={"nbgrader": cell.nbgrader})


def pieces(rng):
    """Return the answers in cells of some arrangement: in their own, split, merged, elsewhere."""
    chunks = ["own = 2"]
    for name in STUBS:
        lines = ANSWERS[name].split("\n\n")
        chunks += lines if rng.random() < 0.5 else [ANSWERS[name]]
    cells, homes = [], list(STUBS)
    while chunks:
        taken = [chunks.pop(0) for _ in range(min(len(chunks), rng.choice((1, 1, 1, 2, 4))))]
        home = rng.choice([None, *homes])
        source = "\n\n".join(taken)
        cells.append(new_code_cell(source) if home is None else given(home, source))
    used = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in cells]
    for name in homes:
        if name not in used and rng.random() < 0.3:  # the stub stays, as code or as text
            cells.insert(0, given(name, make=rng.choice((new_code_cell, new_markdown_cell))))
    return cells


def arranged(seed):
    """Arrange a right notebook: the answers' cells in order, the other cells among them."""
    rng = random.Random(seed)
    cells = pieces(rng)
    for name, cell in EXERCISE.items():
        if cell.is_solution and cell.cell_type == "code":
            continue
        at = rng.randint(0, len(cells))
        if name == "setup":
            at = rng.choice((0, 0, 0, at))
        elif name.endswith("-check"):
            at = rng.choice((len(cells), len(cells), at))
        cells.insert(at, given(name))
    if rng.random() < 0.5:  # a trial, in a cell of the learner's own or in a copy
        name = rng.choice(list(RIGHT))
        trial = f"{name} = lambda: 0"
        cell = new_code_cell(trial) if rng.random() < 0.5 else given(name, trial)
        cells.insert(rng.randint(len(cells) // 2, len(cells)), cell)
    if rng.random() < 0.3:
        cells = [c for c in cells if c.metadata.get("nbgrader", {}).get("grade_id") != "welcome"]
    return new_notebook(cells=cells)


@pytest.mark.slow
def test_many_arrangements():
    """Is every arrangement that is green at home green in class, and are there many of them?"""
    green = 0
    for seed in range(500):
        notebook = arranged(seed)
        if not all(run(notebook).values()):
            continue
        green += 1
        rebuilt = rebuild(notebook, EXERCISE, KERNEL)
        assert run(rebuilt) == dict.fromkeys(RIGHT, True), seed
        ids = [cell.id for cell in rebuilt.cells]
        assert len(set(ids)) == len(ids)
        assert set(EXERCISE) <= set(ids)
    assert green > 100


@pytest.mark.parametrize("name", STUBS)
def test_an_answer_that_is_gone_is_not_right(name):
    """Does a notebook without one of the answers not become right by being rebuilt?"""
    cells = [given(n, ANSWERS.get(n)) for n in EXERCISE if n != name]
    rebuilt = rebuild(new_notebook(cells=[new_code_cell("own = 2"), *cells]), EXERCISE, KERNEL)
    assert not run(rebuilt)[name]
