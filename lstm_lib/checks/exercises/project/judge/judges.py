"""Judges of the exercise `project`: none compares with a right answer, each with a rule."""

from lstm_lib.checks.exercises.project.judge.choice import CHOICE_JUDGE
from lstm_lib.checks.exercises.project.judge.examples import EXAMPLES_JUDGE
from lstm_lib.checks.exercises.project.judge.floors import FLOOR_JUDGE
from lstm_lib.checks.exercises.project.judge.parts import SPLIT_JUDGE
from lstm_lib.checks.exercises.project.judge.reports import REPORT_JUDGE
from lstm_lib.checks.exercises.project.judge.training import FIT_JUDGE

JUDGES = {
    "split": SPLIT_JUDGE,
    "training_examples": EXAMPLES_JUDGE,
    "floor": FLOOR_JUDGE,
    "fit": FIT_JUDGE,
    "choose": CHOICE_JUDGE,
    "report": REPORT_JUDGE,
}
