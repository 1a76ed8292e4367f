"""Names of a notebook that have taken the place of `check`."""

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from lstm_lib import checks
from lstm_lib.checks import rebound
from lstm_lib.checks.exercises.judge import judge
from lstm_lib.checks.observation import Observation

OPEN = "from lstm_lib import checks as check\n\ncheck.start()"
ANSWER = "def update_cell_state(c_prev, i, f, g):\n    return f * c_prev + i * g"
CALL = "check.update_cell_state()"


@pytest.fixture(autouse=True)
def fresh():
    """Leave no state behind."""
    yield
    rebound._STATE.clear()


@pytest.fixture(scope="module")
def run():
    """Run a notebook in a kernel of its own; return the text that each cell shows."""
    cells = [OPEN, ANSWER, "check = [1]", CALL, "check[0]", "%reset -f", CALL, ANSWER, CALL]
    cells += ["del check, update_cell_state", CALL, "check.no_such_check()"]
    notebook = new_notebook(cells=[new_code_cell(source) for source in cells])
    NotebookClient(notebook, kernel_name="python3", allow_errors=True, timeout=120).execute()
    return [shown(cell) for cell in notebook.cells]


def shown(cell):
    """Return what a cell shows, as text."""
    texts = []
    for output in map(nbformat.from_dict, cell.outputs):
        texts.append(output.get("text") or output.get("evalue") or output.data["text/plain"])
    return "\n".join(texts)


@pytest.mark.slow
def test_a_variable_named_check_is_named_and_harms_no_check(run):
    """Does a check run although a variable has its name, and is the variable there afterwards?"""
    assert "`check` is a variable of yours now, of type list" in run[3]
    assert "✓ Right" in run[3]
    assert run[4] == "1"


def test_removed_names_are_named(run):
    """Does a check say that the notebook's names are gone, and judge what was made since?"""
    assert "`check` was gone" in run[6]
    assert "Not attempted" in run[6]
    assert "`update_cell_state` is not there, and `check` was gone as well" in run[6]
    assert run[8].startswith("✓ Right")
    assert "`update_cell_state` is not there, and `check` was gone as well" in run[10]


def test_what_is_no_check_is_left_alone(run):
    """Does a call of something else fail as Python has it?"""
    assert "there is no check named 'no_such_check'" in run[11]


@pytest.mark.parametrize(
    "source",
    [
        "x = 1",
        "check.own_method()",
        "print(check.lstm_step)",
        "from lstm_lib import checks as check\ncheck.lstm_step()",
    ],
)
def test_cells_that_call_no_check_keep_their_names(source):
    """Is nothing put in place of a learner's own object in a cell that calls none of ours?"""
    names = {"check": 7}
    assert rebound.put_back(names, source, checks) == ""
    assert names == {"check": 7}


@pytest.mark.parametrize("theirs", [None, 0, "", [1], checks.CHECKS])
def test_any_value_comes_back(theirs):
    """Is whatever a learner calls so put aside for one cell, and then given back?"""
    names = {"check": theirs}
    assert type(theirs).__name__ in rebound.put_back(names, "1\ncheck.lstm_step(seed='7')", checks)
    assert names["check"] is checks
    assert rebound.found() == rebound.REPLACED
    rebound.give_back(names)
    assert names["check"] is theirs
    assert rebound.found() == ""


def test_names_that_are_gone_are_remembered_until_the_notebook_is_opened_again():
    """Does a later check still know that names were removed, until the first cell runs again?"""
    names = {}
    assert "was gone" in rebound.put_back(names, "check.lstm_step.hint()", checks)
    rebound.give_back(names)
    assert names == {"check": checks}
    assert rebound.found() == rebound.REMOVED
    checks.start()
    assert rebound.found() == ""


@pytest.mark.parametrize(
    ("found", "says"), [("removed", "was gone as well"), ("", "not there yet")]
)
def test_the_card_says_that_names_were_removed(found, says):
    """Does the card in class say so, if the observation does?"""
    facts = {"status": "missing", "name": "lstm_step", "check": found}
    verdict = judge("lstm_step", Observation("lstm_step", {}, facts), "07")
    assert verdict.status == "not attempted"
    assert says in verdict.text()


def test_a_name_that_was_removed_is_not_to_be_made():
    """Does the card say why a name has no value, and not to run the cell that makes it?"""
    facts = {"status": "raised", "error": "NameError", "message": "name 'np' is not defined"}
    seen = Observation("lstm_step", {}, {**facts, "check": "removed"})
    text = judge("lstm_step", seen, "07").text()
    assert "`np` has no value any more. A cell removes names" in text
    assert "Run the cell that makes it" not in text


def test_an_observation_tells_it(monkeypatch):
    """Does a check publish that names were removed?"""
    monkeypatch.setattr(checks.call, "_notebook_namespace", dict)
    rebound.put_back({}, "check.lstm_step()", checks)
    assert checks.lstm_step._observe_notebook("07").facts["check"] == "removed"
