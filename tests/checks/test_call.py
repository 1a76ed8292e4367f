"""What a notebook's call of a check does in each of its three settings."""

import pytest

from lstm_lib import checks
from lstm_lib.checks import call
from lstm_lib.checks import verdict as v


@pytest.fixture
def notebook(monkeypatch):
    """Stand in for a notebook: its names, and what its cells show."""
    names, shown = {}, []
    monkeypatch.setattr(call, "_notebook_namespace", lambda: names)
    monkeypatch.setattr(call, "_publish", shown.append)
    monkeypatch.delenv(call.SEED_VARIABLE, raising=False)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    return names, shown


def swapped(c_prev, i, f, g):
    """Swap the gates."""
    return i * c_prev + f * g


def test_at_home_a_wrong_answer_shows_a_card_and_does_not_raise(notebook):
    """Does JupyterLab show the diagnosis, and go on?"""
    names, shown = notebook
    names["update_cell_state"] = swapped
    assert checks.update_cell_state() is None
    assert "the input gate scales the old cell state" in shown[0]["text/html"]


def test_the_seed_on_a_card_repeats_its_case(notebook):
    """Does the printed line show the same numbers again, and does a fresh seed show others?"""
    names, shown = notebook
    names["update_cell_state"] = lambda c_prev, i, f, g: c_prev + 0.25
    for seed in (None, None, "5eed", "5eed"):
        checks.update_cell_state(seed=seed)
    texts = [bundle["text/plain"] for bundle in shown]
    assert texts[0] != texts[1]
    assert texts[2] == texts[3]
    assert 'check.update_cell_state(seed="5eed")' in texts[2]


def test_under_validate_a_wrong_answer_raises_its_diagnosis(notebook, monkeypatch):
    """Is the exception's text the diagnosis, and its traceback no more than that?"""
    names, shown = notebook
    names["update_cell_state"] = swapped
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    with pytest.raises(checks.CheckFailed, match="the input gate scales") as failed:
        checks.update_cell_state()
    rendered = failed.value._render_traceback_()
    assert " ".join(rendered).split() == str(failed.value).split()  # the same words, wrapped
    assert shown == []


def test_second_line_of_a_finding_stands_under_it():
    """Is what was found, with its wrapped lines, indented below the finding's own line?"""
    found = "Found: " + "LSTM(6) → " * 20
    lines = call.CheckFailed(f"✗ Not yet right: f\n  ✗ layers: no.\n{found}")._render_traceback_()
    assert len(lines) > 3
    assert all(line.startswith("    ") for line in lines[2:])
    assert max(map(len, lines)) <= 83


def test_under_validate_a_right_answer_says_so(notebook, monkeypatch, capsys):
    """Does a right answer pass without an exception, and without a line on stderr?"""
    names, _ = notebook
    names["update_cell_state"] = lambda c_prev, i, f, g: f * c_prev + i * g
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    checks.update_cell_state()
    printed = capsys.readouterr()
    assert "Right" in printed.out
    assert printed.err == ""


def test_when_grading_an_observation_is_published_and_nothing_judged(notebook, monkeypatch):
    """Does grading publish numbers only, and return a mark of zero if nothing judges it?"""
    names, shown = notebook
    names["update_cell_state"] = swapped
    monkeypatch.setenv(call.SEED_VARIABLE, "07")
    assert repr(checks.update_cell_state()) == "0.0"
    assert set(shown[0]) == {call.wire.MIME, "text/plain"}
    assert v.NOT_YET not in str(shown[0])


def test_a_given_seed_is_ignored_when_grading(notebook, monkeypatch):
    """Can a submission not choose its own cases?"""
    names, shown = notebook
    names["update_cell_state"] = swapped
    monkeypatch.setenv(call.SEED_VARIABLE, "07")
    checks.update_cell_state(seed="5eed")
    checks.update_cell_state()
    assert shown[0] == shown[1]


@pytest.mark.parametrize("seed", ["", "Z", 7, "0x7"])
def test_a_seed_that_is_none_gets_a_message_and_no_traceback(notebook, capsys, seed):
    """Is a slip in the seed answered with a sentence?"""
    _, shown = notebook
    checks.update_cell_state(seed=seed)
    assert "expected a string of hexadecimal digits" in capsys.readouterr().out
    assert shown == []


def test_hints_come_one_after_another(capsys, monkeypatch):
    """Does each call give the next of three hints, and the third again after that?"""
    monkeypatch.setattr(call, "_SHOWN", {})
    for _ in range(4):
        checks.lstm_step.hint()
    checks.lstm_step.hint(1)
    checks.lstm_step.hint(9)
    lines = [ln for ln in capsys.readouterr().out.splitlines() if not ln.startswith("For more")]
    assert [ln[:11] for ln in lines[:5]] == [f"Hint {n} of 3" for n in (1, 2, 3, 3, 1)]
    assert "There is no hint 9" in lines[5]


def test_an_unknown_check_names_the_nearest():
    """Is a slip in a check's name answered by the name that was meant?"""
    with pytest.raises(AttributeError, match="Did you mean check.lstm_step?"):
        checks.lstm_stepp  # noqa: B018
