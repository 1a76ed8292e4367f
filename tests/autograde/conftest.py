"""What the tests of grading share: their tools, and one class that is graded once."""

import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from grading_tools import Class  # noqa: E402
from hostile_class import SUBMISSIONS  # noqa: E402


@pytest.fixture(scope="session")
def graded(tmp_path_factory):
    """Return a class whose submissions were graded; no test changes it."""
    graded = Class(tmp_path_factory.mktemp("class") / "course")
    graded.release("lstm_cell")
    for student, case in SUBMISSIONS.items():
        graded.hand_in(student, case.changes)
    graded.results = graded.grade()
    return graded


@pytest.fixture
def copied(graded, tmp_path):
    """Return a function that copies the graded class, with the submissions of some students."""

    def copy(*students):
        root = tmp_path / "course"
        shutil.copytree(graded.course.root, root)
        for step in ("submitted", "autograded"):
            for folder in (root / step).iterdir():
                if folder.name not in students:
                    shutil.rmtree(folder)
        return Class(root)

    return copy
