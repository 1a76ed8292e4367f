"""Every exercise, found by its folder: it is complete, and names each mistake that it knows.

The mistakes, with words of their diagnoses, are in `mistakes.py` beside each statement, and right
answers that are written otherwise than the solution in `right.py`.
"""

from collections import Counter

import pytest
from check_tools import run_check

from autograde.places import ASSIGNMENTS
from autograde.quality import judging, measure, typed
from autograde.release import measured
from autograde.release.build import read_assignment
from autograde.release.source import check_name
from lstm_lib.checks.exercises import CHECKS_OF
from lstm_lib.checks.exercises.judge import JUDGES

WITH_KERAS = {
    path.parent.name
    for path in ASSIGNMENTS.glob("*/notebook.md")
    if "import keras" in path.read_text("utf-8")
}

LONG = {  # many rows
    "lstm_backward: gate_gradients",
    "lstm_backward: backward_through_time",
    "lstm_backward: input_gradients",
    "lstm_cell: lstm_step",
    "lstm_through_time: run_lstm",
    "forecast_quality: roll_out_from",
    "normalization: batch_norm_training",
    "normalization: layer_norm_step",
    "relatives: gru_step",
    "language_model: continue_text",
    "translation: beam_search",
    "prices: share_verdict",
    "prices: har_rows",
}


def marked(exercise, *values, name):
    """Return the parameters of one test; importing Keras makes it slow."""
    slow = exercise in WITH_KERAS or f"{exercise}: {name}" in LONG
    marks = [pytest.mark.slow] if slow else []
    return pytest.param(exercise, *values, marks=marks, id=f"{exercise}: {name}")


CHECKS = [
    pytest.param(exercise, check.name, id=f"{exercise}: {check.name}")
    for exercise, checks in CHECKS_OF.items()
    for check in checks
]


def test_statements_and_checks_are_of_the_same_exercises():
    """Does each folder of checks have its statement, answers and sample class, and vice versa?"""
    assert {path.name for path in ASSIGNMENTS.iterdir()} == set(CHECKS_OF)
    for exercise in CHECKS_OF:
        files = {path.name for path in (ASSIGNMENTS / exercise).iterdir() if path.is_file()}
        needed = {"notebook.md", "class.toml", "mistakes.py", "right.py", "stumbles.md"}
        assert files - {"same.py"} == needed, exercise


@pytest.mark.parametrize("exercise", CHECKS_OF)
def test_each_check_has_a_judge_and_a_graded_cell(exercise):
    """Are the declared, judged, typed and graded checks the same?"""
    cells = read_assignment(ASSIGNMENTS / exercise / "notebook.md").cells
    graded = [check_name(c.source) for c in cells if c.metadata["nbgrader"]["grade"]]
    declared = sorted(check.name for check in CHECKS_OF[exercise])
    assert declared == sorted(name for name in graded if name)
    assert declared == sorted(typed.mistakes(exercise))
    assert declared == sorted(typed.right(exercise))
    assert set(declared) <= set(JUDGES)


@pytest.mark.parametrize(
    ("exercise", "check"),
    [marked(e, check.name, name=check.name) for e, checks in CHECKS_OF.items() for check in checks],
)
def test_a_typed_mistake_is_named(exercise, check):
    """Does what a learner types lose marks, with its own diagnosis and the quoted words?"""
    odd = {}
    for name, says, text in typed.mistakes(exercise)[check]:
        verdict = run_check(check, typed.namespace(exercise, check, text))
        if (
            verdict.share == 1
            or set(verdict.diagnoses) != {name}
            or not typed.is_told(says, verdict.text())
        ):
            odd[f"{name}: {says}"] = f"{typed.cell(check, text)}\n{verdict.text()}"
    assert odd == {}, "\n".join(odd.values())


@pytest.mark.parametrize(
    ("exercise", "check"),
    [marked(e, check.name, name=check.name) for e, checks in CHECKS_OF.items() for check in checks],
)
def test_a_right_answer_written_otherwise_gets_full_marks(exercise, check):
    """Does every other way to write a right answer get full marks, under several seeds?"""
    rows = typed.right(exercise)[check]
    assert len({text for _, text in rows}) == len({how for how, _ in rows}) == len(rows) >= 3
    found = {how: judging.verdicts(exercise, check, text) for how, text in rows}
    refused = {how: v.text() for how, seen in found.items() for v in seen if v.share < 1}
    assert refused == {}, "\n".join(refused.values())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("exercise", "check"),
    [marked(e, check.name, name=check.name) for e, checks in CHECKS_OF.items() for check in checks],
)
def test_a_mutant_of_the_solution_loses_marks(exercise, check):
    """Does a change of the solution cost marks, unless it is shown to change nothing?"""
    chosen = measure.sample(exercise, check)
    assert chosen
    survivors = [
        mutant.diff
        for solution, mutant in chosen
        if judging.is_accepted(judging.verdicts(exercise, check, mutant.source))
        and not measure.why_same(exercise, check, solution, mutant)
    ]
    assert survivors == [], "\n".join(survivors)


def test_every_exercise_is_measured():
    """Is it known how well each exercise judges?"""
    assert [one for one in CHECKS_OF if not measured.stored(one)] == []


@pytest.mark.parametrize("exercise", sorted(CHECKS_OF))
def test_no_measure_is_stale(exercise):
    """Was the stored measure made of the checks and answers that there are now?"""
    assert measured.note(exercise) == ""


@pytest.mark.parametrize("exercise", sorted(CHECKS_OF))
def test_no_measure_is_below_the_bar(exercise):
    """Does every exercise judge well enough to be released?"""
    assert list(measured.stored(exercise).complaints()) == []


@pytest.mark.parametrize(("exercise", "check"), CHECKS)
def test_each_diagnosis_is_typed_in_words_of_its_own(exercise, check):
    """Is each mistake that a judge knows typed, and do its words appear in no other diagnosis?"""
    rows, knows = typed.mistakes(exercise)[check], JUDGES[check].knows
    assert Counter(name for name, _, _ in rows) >= Counter(one.name for one in knows)
    assert {name for name, _, _ in rows} == {one.name for one in knows}
    for name, says, _ in rows:
        others = [
            one.message for one in knows if one.name != name and typed.is_told(says, one.message)
        ]
        assert others == [], f"{name}: {says}"


@pytest.mark.parametrize("exercise", CHECKS_OF)
def test_the_guide_knows_what_learners_have_in_mind(exercise):
    """Does the guide explain some of the exercise's diagnoses, by the names that checks give?"""
    lines = (ASSIGNMENTS / exercise / "stumbles.md").read_text("utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    known = {one.name for check in CHECKS_OF[exercise] for one in JUDGES[check.name].knows}
    assert [name for name in (row[0].strip("`") for row in rows[2:]) if name not in known] == []
    assert len(rows) >= 5
    assert all(len(row) == 3 and all(row) for row in rows)


@pytest.mark.parametrize("exercise", [marked(e, name="completed") for e in CHECKS_OF])
def test_the_completed_notebook_is_right(exercise):
    """Does the statement's solution pass all its checks?"""
    for check in CHECKS_OF[exercise]:
        verdict = run_check(check.name, typed.notebook(exercise))  # its functions' own names
        assert verdict.share == 1, verdict.text()
