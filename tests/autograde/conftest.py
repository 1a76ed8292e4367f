"""What the tests of grading share: their tools, and one class that is graded once."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from grading_tools import Class  # noqa: E402


@pytest.fixture(scope="session")
def graded(tmp_path_factory):
    """Return a class whose submissions were graded; no test changes it."""
    from hostile_class import SUBMISSIONS

    graded = Class(tmp_path_factory.mktemp("class") / "course")
    graded.release("lstm_cell")
    for student, submission in SUBMISSIONS.items():
        graded.hand_in(student, submission)
    graded.results = graded.grade()
    return graded
