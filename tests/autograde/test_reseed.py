"""Bad luck in training costs no mark: a failure only in quality runs under two more seeds."""

import pytest
from grading_tools import Class, nbgrader_may_warn, run_in_here

from autograde.execution.job import Job
from autograde.execution.runner import Runner
from autograde.marking.grade import grade
from autograde.marking.reseed import reseeded
from autograde.record import read_record

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("reseed")]

TRAIN = """\
model = build_single(steps=10, features=1, units=50)
model.compile(optimizer=keras.optimizers.Adam({rate}), loss="mse")
model.fit(data.inputs_train, data.targets_train, epochs=8, batch_size=32, verbose=0)
test_mse = 0.0"""
# NumPy's first number is 0.08 with the notebook's seed 7, and 0.87 and 0.01 with 8 and 9.
LUCK = f"import numpy as np\n{TRAIN.format(rate='0.01 if np.random.rand() > 0.5 else 1e-7')}"
NEVER = TRAIN.format(rate="1e-7")
FROZEN = "model = build_single(steps=10, features=1, units=50)\nmodel.trainable = False"
RUNS = {"luck": 3, "never": 3, "frozen": 1}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Return a graded class of three: one depends on the seed, two fail with any seed."""
    course = Class(tmp_path_factory.mktemp("class") / "course")
    course.release("single_lstm")
    for student, text in {"luck": LUCK, "never": NEVER, "frozen": FROZEN}.items():
        course.hand_in(student, {"source": {"train-single": text}}, "single_lstm")
    course.results = course.grade(names=("single_lstm",))
    return course


@pytest.mark.parametrize("copy", ["keras.utils.set_random_seed(7)", "x = 1", "a\n{}\nb"])
def test_a_copy_of_the_seed_undoes_no_other(copy):
    """Do the runs differ although the learner has copied the cell that seeds Keras?"""
    line = "keras.utils.set_random_seed({})"
    cells = (("seed", f"import keras\n{line.format(7)}"), ("free_0", copy.format(line.format(7))))
    runs = [dict(other.cells) for other in reseeded(Job(cells, "0", (), True, "e"))]
    assert [run["seed"].splitlines()[1] for run in runs] == [line.format(8), line.format(9)]
    is_copy = copy == line.format(7)
    assert [run["free_0"] for run in runs] == [
        line.format(number) if is_copy else cells[1][1] for number in (8, 9)
    ]


@pytest.mark.parametrize(("student", "mark"), [("luck", 4), ("never", 1), ("frozen", 1)])
def test_the_best_counts(course, student, mark):
    """Is a mark given if only the seed was to blame, and no other?"""
    assert course.results[student].problem == ""
    assert course.marks(student, "single_lstm")["train-single-check"] == mark


def test_the_card_says_how_often_it_ran(course):
    """Does a learner read that the best of three runs was judged, and only where it was?"""
    cards = {s: course.card(s, "train-single-check", "single_lstm") for s in RUNS}
    assert {s: "best of 3 runs" in card for s, card in cards.items()} == {
        s: runs == 3 for s, runs in RUNS.items()
    }


@pytest.mark.parametrize("student", RUNS)
def test_only_what_a_seed_may_mend_runs_again(course, student):
    """Does a notebook with a diagnosed mistake run only once?"""
    record = read_record(course.graded(student, "single_lstm"))
    assert 1 + len(record["others"]) == RUNS[student]
    assert all(course.course.store.get(key) for key in record["others"])


def test_neither_grading_nor_judging_again_runs_anything(course, monkeypatch):
    """Are the further runs taken from the store as well?"""

    def runs(*args, **kwargs):
        raise AssertionError("a notebook was executed")

    run_in_here(monkeypatch)
    monkeypatch.setattr(Runner, "run", runs)
    code, out, _ = course.run("rejudge", "single_lstm")
    assert code == 0
    assert "3 submissions judged again, 0 marks change" in out
    for student in RUNS:
        course.path("autograded", student, "single_lstm").unlink()
    with nbgrader_may_warn():
        again = {g.student: g.score for g in grade(course.course, ["single_lstm"])}
    assert again == {student: graded.score for student, graded in course.results.items()}


def test_a_further_run_that_is_lost_must_be_executed(course):
    """Is a mark not judged again if one of its runs is missing?"""
    record = read_record(course.graded("luck", "single_lstm"))
    path = course.course.store.path(record["others"][0])
    result = path.read_bytes()
    path.unlink()
    code, out, _ = course.run("rejudge", "single_lstm")
    path.write_bytes(result)
    assert code == 1
    assert "MUST BE EXECUTED: what it published under another seed was not stored" in out
