"""Shared by the tests of grading: their tools, and a class that is graded once."""

import shutil
import signal
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from grading_tools import Class, copy_class, new_database  # noqa: E402
from hostile_class import SUBMISSIONS  # noqa: E402
from small_class import small_class  # noqa: E402

DATABASES = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))


@pytest.fixture(autouse=True)
def terminal():
    """Let each test receive Ctrl-C as in a terminal, whatever started the tests or ran before."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="session", params=DATABASES)
def database(request):
    """Return the kind of the class's gradebook: a file, or a database on a server."""
    return request.param


@pytest.fixture
def small(database):
    """Return the small class, graded; no test changes it."""
    return small_class(database)


@pytest.fixture(scope="session")
def graded(database, tmp_path_factory):
    """Return a class whose submissions were graded; no test changes it."""
    graded = Class(tmp_path_factory.mktemp("class") / "course", new_database(database))
    graded.release("lstm_cell")
    for student, case in SUBMISSIONS.items():
        graded.hand_in(student, case.changes)
    graded.results = graded.grade()
    return graded


@pytest.fixture
def copied(graded, tmp_path):
    """Return a function that copies the graded class with the submissions of some students."""

    def copy(*students):
        root = tmp_path / "course"
        copy_class(graded.course, root)
        for step in ("submitted", "autograded"):
            for folder in (root / step).iterdir():
                if folder.name not in students:
                    shutil.rmtree(folder)
        return Class(root)

    return copy
