"""Judging what an executed notebook published, in memory."""

import numpy as np
import pytest
from grading_tools import KERNEL, RELEASED, as_released, handed_in, picture
from nbformat.v4 import new_code_cell, new_output
from nbgrader.utils import compute_checksum, determine_grade

from autograde.intake.marks import FINAL, Mark
from autograde.intake.restore import rebuild
from autograde.marking import verdicts
from autograde.marking.verdicts import apply_verdicts
from autograde.record import read_record, write_record
from autograde.results.standouts import failures, see
from lstm_lib import checks
from lstm_lib.cell import lstm_gates
from lstm_lib.checks import observation as wire
from lstm_lib.checks import verdict as v
from lstm_lib.checks.verdict import Finding, Verdict

SEED = "07"


def right(*arguments):
    """Return the forget gate, as the reference does."""
    return lstm_gates(*arguments)[1]


def published(answer=right, check="forget_gate", seed=SEED):
    """Return the output of a check that observed this answer."""
    seen = checks.CHECKS[check].observe({check: answer} if answer else {}, seed)
    return new_output("display_data", data=wire.pack(seen))


def raised(name="NameError", value="no f"):
    """Return the output of a cell that raised an error."""
    return new_output("error", ename=name, evalue=value, traceback=[f"\x1b[31m{name}\x1b[0m"])


def executed(*outputs, answer="def f(): ...", of_answer=(), **record):
    """Return a rebuilt notebook after its check left these outputs."""
    cells = {**dict(as_released()), "stub": answer}
    notebook = rebuild(handed_in(*cells.items(), "free = 1"), RELEASED, KERNEL)
    for cell in notebook.cells:
        cell.metadata.get("nbgrader", {})["checksum"] = compute_checksum(
            handed_in(*as_released()).cells[2]
        )
    notebook.cells[2].outputs = list(of_answer)
    notebook.cells[3].outputs = list(outputs)
    write_record(notebook, **record)
    return notebook


def judged(notebook):
    """Apply the verdicts; return status, mark and text of the check."""
    apply_verdicts(notebook, SEED)
    cell = notebook.cells[3]
    mark, _ = determine_grade(cell)
    assert read_record(cell)["score"] == mark
    return read_record(cell)["status"], mark, cell.outputs[0].data["text/plain"]


STUB = RELEASED["stub"].source
WRONG = published(lambda *a: right(*a) / 2)


@pytest.mark.parametrize(
    ("notebook", "status", "says"),
    [
        (lambda: executed(published()), "right", "right on all 5 cases"),
        (lambda: executed(WRONG), "not yet right", "on case 1"),
        (lambda: executed(published(), published()), "not judged", "more than one"),
        (lambda: executed(WRONG, published()), "not judged", "more than one"),
        (lambda: executed(published(check="input_gate")), "not judged", "of another check"),
        (lambda: executed(published(seed="08")), "not yet right", "on case 1"),
        (lambda: executed(), "not judged", "did not run"),
        (lambda: executed(raised()), "crashed", "NameError: no f"),
        (lambda: executed(raised("CellTimeoutError", "")), "crashed", "infinite loop"),
        (lambda: executed(stopped="stub"), "crashed", "Python itself stopped in cell `stub`"),
        (lambda: executed(published(), stopped="written"), "right", "right on all"),
        (lambda: executed(unreadable="no JSON"), "not judged", "could not be read (no JSON)"),
        (lambda: executed(raised(), answer=STUB), "not attempted", "still holds the stub"),
        (lambda: executed(published(None), answer=STUB), "not attempted", "still holds the stub"),
        (lambda: executed(stopped="setup", answer=STUB), "not attempted", "still holds"),
        (lambda: executed(published(), answer=STUB), "right", "right on all 5 cases"),
        (lambda: executed(WRONG, answer=STUB), "not yet right", "on case 1"),
        (lambda: executed(published(None)), "not attempted", "is not there yet"),
        (
            lambda: executed(published(None), of_answer=[raised("SyntaxError", "a : is missing")]),
            "crashed",
            "The cell `stub` did not run: SyntaxError: a : is missing",
        ),
    ],
)
def test_outcome(notebook, status, says):
    """Does each outcome, with or without an observation, give its status and reason?"""
    found, mark, text = judged(notebook())
    assert (found, mark) == (status, float(status == "right"))
    assert says in text


@pytest.mark.parametrize(
    ("error", "status", "says"),
    [
        (("NotImplementedError", ""), "not attempted", "`forget_gate` is not there yet"),
        (("NotImplementedError", "no eager mode"), "crashed", "no eager mode"),
        (("NotImplementedYet", ""), "crashed", "NotImplementedYet: "),
        (("TypeError", "of NotImplementedType"), "crashed", "TypeError: of NotImplementedType"),
        (("StdinNotImplementedError", "raw_input"), "crashed", "waits for someone to type"),
        (("NameError", "name 'math' is not defined"), "crashed", "`math` has no value yet"),
    ],
)
def test_only_a_stub_ends_like_a_stub(error, status, says):
    """Is a cell that did not run named with its error, unless the error is that of a stub?"""
    found, mark, text = judged(executed(published(None), of_answer=[raised(*error)]))
    assert (found, mark) == (status, 0)
    assert says in text
    assert ("The cell `stub` did not run: " in text) == (status == "crashed")


def raising(error):
    """Return an answer that raises when it is called."""

    def answer(*arguments):
        raise error

    return answer


class NotImplementedYet(Exception):
    """An error of a learner's own."""


@pytest.mark.parametrize(
    ("error", "status", "says"),
    [
        (NotImplementedError(), "not attempted", "still holds"),
        (NotImplementedError("no eager mode"), "crashed", "NotImplementedError: no eager mode"),
        (NotImplementedYet(), "crashed", "NotImplementedYet"),
        (ValueError("no shape"), "crashed", "ValueError: no shape"),
    ],
)
@pytest.mark.parametrize("answer", [STUB, "def f(): ..."])
def test_only_a_stub_raises_like_a_stub(error, status, says, answer):
    """Is an error in a function, wherever that stands, never taken for a stub that was left?"""
    found, mark, text = judged(executed(published(raising(error)), answer=answer))
    assert (found, mark) == (status, 0)
    assert says in text


def test_the_stub_that_was_called_is_named():
    """Does the card name the function that holds the stub, if the answer calls another one?"""
    seen = checks.CHECKS["forget_gate"].observe({"forget_gate": right}, SEED)
    line = "line 2 of the cell, in own_part: raise NotImplementedError()"
    seen.facts.update(status="raised", error="NotImplementedError", message="", line=line)
    output = new_output("display_data", data=wire.pack(seen))
    assert "`own_part` as it was last run" in judged(executed(output))[2]


def elsewhere(source, *outputs, check):
    """Return a rebuilt notebook without the stub's cell, after a cell of the learner's own ran."""
    task, setup, _, last, written = as_released()
    notebook = rebuild(handed_in(task, setup, source, last, written), RELEASED, KERNEL)
    assert [cell.id for cell in notebook.cells][2:5] == ["stub", "free_0", "check"]
    notebook.cells[3].outputs, notebook.cells[4].outputs = list(outputs), [check]
    apply_verdicts(notebook, SEED)
    return read_record(notebook.cells[4])["status"], notebook.cells[4].outputs[0].data["text/plain"]


def test_an_answer_without_its_cell_is_judged():
    """Is an answer right although the cell for it was deleted?"""
    assert elsewhere("def forget_gate(): ...", check=published())[0] == "right"


def test_a_deleted_answer_is_said_to_be_deleted():
    """Does the card say that the cell is gone, and not that it still holds something?"""
    status, text = elsewhere("helper = 1", check=published(None))
    assert status == "not attempted"
    assert "Its cell holds no answer" in text
    assert "makes `forget_gate`" in text


@pytest.mark.parametrize("source", ["x = 1\ndef forget_gate(a):\n  return", "forget_gate = 1 +"])
def test_an_answer_in_a_cell_that_did_not_run_is_named(source):
    """Does the card give the error of the learner's own cell that holds the answer?"""
    error = raised("SyntaxError", "a ) is missing")
    status, text = elsewhere(source, error, check=published(None))
    assert status == "crashed"
    assert "Your own cell that makes `forget_gate` did not run: SyntaxError: a ) is" in text


def test_the_error_of_another_cell_is_no_reason():
    """Is a cell that has nothing to do with the answer not blamed for it?"""
    error = raised("SyntaxError", "a ) is missing")
    assert elsewhere("other = 1", error, check=published(None))[0] == "not attempted"


@pytest.mark.parametrize(
    "damage",
    [
        None,
        [],
        "text",
        {"version": 1},
        {"version": 1, "check": "forget_gate", "facts": "{}", "arrays": []},
        {"version": 1, "check": "forget_gate", "facts": "[" * 50000, "arrays": {}},
        {"version": 1, "check": "forget_gate", "facts": '{"status": "observed"}', "arrays": {}},
        {
            "version": 1,
            "check": "forget_gate",
            "facts": '{"status": "observed"}',
            "arrays": {"0/0": ["<f8", [2**40], "AAAA"]},
        },
        {
            "version": 1,
            "check": "forget_gate",
            "facts": '{"status": "observed", "returned": {"a": [1]}}',
            "arrays": {},
        },
    ],
)
def test_forged_observation_gives_nothing(damage):
    """Does anything other than what a check publishes get no mark, without a crash?"""
    output = new_output("display_data", data={wire.MIME: damage})
    status, mark, _ = judged(executed(output))
    assert mark == 0
    assert status != "right"


def test_observation_nested_without_an_end_gives_nothing():
    """Does an observation that cannot even be written as text get no mark, without a crash?"""
    nested = {}
    for _ in range(50000):
        nested = {"deeper": nested}
    output = {"output_type": "display_data", "data": {wire.MIME: nested}}
    verdict = verdicts.judged("forget_gate", [output], SEED, {})
    assert (verdict.status, verdict.share) == ("not judged", 0)
    assert "nested" in verdict.findings[0].message


@pytest.mark.parametrize(
    "value",
    ["9" * 4300, "[" * 40 + "]" * 40, "[" * 900 + "]" * 900, '{"a": ' * 30 + "1" + "}" * 30],
)
@pytest.mark.parametrize("fact", ["case", "sizes", "error", "message", "line", "name"])
def test_facts_that_cannot_be_written_again_give_nothing(fact, value):
    """Does a fact that can be read, but not computed with or written, get no mark?"""
    facts = f'{{"status": "raised", "sizes": "s", "{fact}": {value}}}'
    damage = {"version": 1, "check": "forget_gate", "facts": facts, "arrays": {}}
    status, mark, _ = judged(executed(new_output("display_data", data={wire.MIME: damage})))
    assert (status, mark) == ("not judged", 0)


@pytest.mark.parametrize("status", [None, 7, [], "right", "observed "])
def test_forged_status_gives_nothing(status):
    """Does a status that no check writes get no mark?"""
    seen = checks.CHECKS["forget_gate"].observe({"forget_gate": right}, SEED)
    seen.facts["status"] = status
    assert judged(executed(new_output("display_data", data=wire.pack(seen))))[1] == 0


def test_stderr_costs_nothing():
    """Does a right answer that warns keep its mark?"""
    noise = new_output("stream", name="stderr", text="UserWarning: hot\n")
    assert judged(executed(noise, published(), noise))[:2] == ("right", 1.0)


def test_number_at_the_end_is_no_mark():
    """Does a number at the end of a submission's output have no effect?"""
    number = new_output("execute_result", data={"text/plain": "1.0"}, execution_count=1)
    assert judged(executed(number, WRONG, number))[:2] == ("not yet right", 0.0)


def test_what_runs_in_a_browser_is_dropped():
    """Are only text and raster images kept of a submission's outputs?"""
    script = "<script>alert(1)</script>"
    hostile = {
        "text/html": script,
        "image/svg+xml": f"<svg>{script}</svg>",
        "application/javascript": "alert(1)",
        "text/markdown": script,
        "text/latex": r"\href{javascript:alert(1)}{x}",
        "application/vnd.jupyter.widget-view+json": {"model_id": "x"},
        "image/jpeg": '"><script>alert(1)</script>',
        "text/plain": "plain",
        "image/png": picture(),
    }
    notebook = executed(published())
    notebook.metadata.widgets = {"state": script}
    outputs = [
        new_output("display_data", data=hostile, metadata={"image/png": {"width": script}}),
        new_output("execute_result", data={"text/html": script}, execution_count=1),
        raised("Error", script),
    ]
    notebook.cells[-1].outputs = outputs
    notebook.cells[3].outputs += outputs
    judged(notebook)
    kept, error = notebook.cells[-1].outputs
    assert kept.data == {"text/plain": "plain", "image/png": picture()}
    assert kept.metadata == {}
    assert error.output_type == "error"
    assert [o.output_type for o in notebook.cells[3].outputs] == ["display_data", "execute_result"]
    assert "widgets" not in notebook.metadata


@pytest.mark.parametrize(
    "output",
    [
        {"output_type": "display_data", "data": ["text/html"], "metadata": {}},
        {"output_type": "display_data", "data": None, "metadata": {}},
        {"output_type": "display_data", "data": {"text/plain": ["a"]}, "metadata": {}},
        {"output_type": "stream", "name": "<b>", "text": 7},
        {"output_type": "error", "ename": 1, "evalue": None, "traceback": [None]},
    ],
)
def test_whatever_a_kernel_sends_can_be_written(output):
    """Do outputs of wrong types, which a kernel can send, affect neither mark nor file?"""
    import nbformat

    notebook = executed(nbformat.from_dict(output), published())
    notebook.cells[-1].outputs = [nbformat.from_dict(output)]
    assert judged(notebook)[:2] == ("right", 1.0)
    nbformat.validate(notebook)


def test_message_of_a_submission_is_escaped():
    """Is an error's text shown as text on the card?"""

    def hostile(*arguments):
        raise ValueError("<script>alert(1)</script>")

    notebook = executed(published(hostile))
    judged(notebook)
    assert "<script" not in notebook.cells[3].outputs[0].data["text/html"]


def test_partial_marks_come_with_their_reason():
    """Does a check of two quantities give half of its points, and say which half?"""
    notebook = executed()
    cell = notebook.cells[3]
    cell.source, cell.metadata.nbgrader["points"] = "check.lstm_step()", 4.0

    def step(x_t, h_prev, c_prev, W, U, b):
        i, f, g, o = lstm_gates(x_t, h_prev, W, U, b)
        c_t = f * c_prev + i * g
        return o * c_t, c_t

    cell.outputs = [published(step, "lstm_step")]
    status, mark, text = judged(notebook)
    assert (status, mark) == ("not yet right", 2.0)
    assert "✗ h_t: your h_t equals o · c_t" in text
    assert "✓ c_t" in text


def test_case_can_be_drawn_again():
    """Does the card print the line that draws the same cases again?"""
    assert f'check.forget_gate(seed="{SEED}")' in judged(executed(WRONG))[2]


def test_nan_is_no_answer():
    """Does an answer of NaN get no mark?"""
    assert judged(executed(published(lambda *a: np.full((2, 4), np.nan))))[1] == 0


@pytest.mark.parametrize("character", ["\u202e", "\u2067", "\x1b", "\x9b", "\ud800", "\u200f"])
def test_what_steers_the_page_is_shown_in_a_card(character):
    """Is a character that would turn or hide the text after it written as Python would?"""

    def f(*arguments):
        raise ValueError(f"{character}13 of 13")

    notebook = executed(published(f))
    card = judged(notebook)[2]
    assert character.encode("unicode_escape").decode() + "13 of 13" in card
    assert character not in card + notebook.cells[3].outputs[0].data["text/html"]


def trained(share, diagnosis="above the floor"):
    """Return the verdict on a trained model that reaches the required quality or not."""
    layers = Finding("layers", True, "as asked for")
    quality = Finding("quality", share == 1, f"error {share}", 3, "" if share == 1 else diagnosis)
    status = v.RIGHT if share == 1 else v.NOT_YET
    return Verdict("trained_single", status, (layers, quality))


@pytest.mark.parametrize("order", [(0, 1, 0), (1, 0, 0), (0, 0, 1)])
def test_the_best_of_several_runs_counts(monkeypatch, order):
    """Does the run that reached the floor count, whichever it was, and does the card say so?"""
    results = {str(k): trained(share) for k, share in enumerate(order)}
    monkeypatch.setattr(verdicts, "judged", lambda check, outputs, seed, record: results[outputs])
    others = [{"cells": {"check": {"outputs": str(k)}}} for k in (1, 2)]
    cell = new_code_cell("check.trained_single()", id="check")
    best = verdicts._best(results["0"], cell, SEED, others)
    assert best.share == 1
    assert ("best of 3 runs" in best.text()) == (order[0] == 0)


def test_a_mistake_with_a_name_is_not_run_for(monkeypatch):
    """Does a diagnosed training mistake keep its verdict, whatever the other runs gave?"""
    monkeypatch.setattr(verdicts, "judged", lambda *given: trained(1))
    first = trained(0, "windows reversed in time")
    cell = new_code_cell("check.trained_single()", id="check")
    assert verdicts._best(first, cell, SEED, [{"cells": {}}]) is first


@pytest.mark.parametrize(
    ("notebook", "why"),
    [
        (executed(raised("CellTimeoutError")), "longer than a cell may: check"),
        (executed(of_answer=[raised("CellTimeoutError")]), "longer than a cell may: stub"),
        (executed(published(), raised("CellTimeoutError")), "longer than a cell may: check"),
        (executed(stopped="stub", endless=True), "cell stub ran longer than a cell may"),
        (executed(stopped="stub"), "the kernel ended in cell stub"),
        (executed(flooded=True), "printed more than is kept"),
    ],
)
def test_what_was_cut_short_stands_among_the_failures(notebook, why):
    """Does the report name it, also if a verdict takes the place of what the cell printed?"""
    apply_verdicts(notebook, SEED)
    seen = [see(Mark("ada", "a", status=FINAL), notebook)]
    (failure,) = failures(seen, [""])
    assert why in failure.why
