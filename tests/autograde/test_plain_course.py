"""The prestarted, boxed kernel in a plain nbgrader course, which uses nothing else from here."""

import os
import subprocess
import sys

import nbformat
import psutil
import pytest
from jupyter_client.kernelspec import KernelSpecManager
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.api import Gradebook

from autograde.kernel import SPECS

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("plain course")]

CONFIG = 'c = get_config()\nc.Execute.kernel_name = "lstm-box"\n'
CHECKS = {
    "answer-check": "assert x == 2",
    "no-network": """
import socket

try:
    socket.create_connection(("127.0.0.1", 9), 1)
except OSError as error:
    assert "unreachable" in str(error), error
else:
    raise AssertionError("a connection was made")
""",
    "no-course": """
import os

assert not os.path.exists("COURSE")
assert not [name for _, _, names in os.walk("/") for name in names if name == "one.ipynb"]
assert os.getpid() == 1
""",
    "packages": """
import random

import numpy as np
import tensorflow as tf

assert float(tf.reduce_sum(tf.ones(3))) == 3
print(random.random(), np.random.rand(), tf.random.normal(()).numpy())
""",
}
SUBMITTED = {
    "right": "x = 2",
    "wrong": "x = 3",
    "killed": "import os\nos._exit(1)",
    "endless": "while True:\n    pass",
}


def cell(name, source, graded):
    """Make a cell with the metadata that nbgrader's own toolbar writes."""
    facts = {"grade_id": name, "schema_version": 3, "task": False, "cell_type": "code"}
    facts |= {"grade": graded, "solution": not graded, "locked": graded}
    facts |= {"points": 1} if graded else {}
    return new_code_cell(source, metadata={"nbgrader": facts})


def nbgrader(root, *arguments):
    """Run nbgrader in the course, and return its exit code and what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=root,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "JUPYTER_PATH": str(SPECS), "TMPDIR": str(root / "tmp")},
    )
    return done.returncode, done.stdout


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Return a plain course that nbgrader graded, with what it printed."""
    root = tmp_path_factory.mktemp("plain")
    (root / "tmp").mkdir()
    (root / "nbgrader_config.py").write_text(CONFIG)
    checks = {name: text.replace("COURSE", str(root)) for name, text in CHECKS.items()}
    for folder, answer in {
        "source/one": "### BEGIN SOLUTION\nx = 2\n### END SOLUTION",
        **{f"submitted/{student}/one": text for student, text in SUBMITTED.items()},
    }.items():
        cells = [cell("answer", answer, False)]
        cells += [cell(name, text, True) for name, text in checks.items()]
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        place = root / folder / "one.ipynb"
        place.parent.mkdir(parents=True)
        nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), place)
    code, said = nbgrader(root, "generate_assignment", "one")
    assert code == 0, said
    return root, nbgrader(root, "autograde", "one", "--Execute.timeout=5")


def marks(root, student):
    """Return a submission's marks by cell."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        notebook = gradebook.find_submission_notebook("one", "one", student)
        return {grade.name: grade.auto_score for grade in notebook.grades}


def outputs(root, student, name):
    """Return what a cell of a graded notebook shows."""
    notebook = nbformat.read(root / "autograded" / student / "one" / "one.ipynb", as_version=4)
    (found,) = [c for c in notebook.cells if c.metadata.nbgrader["grade_id"] == name]
    return found.outputs


def test_a_right_answer_passes_in_the_box(course):
    """Does one line of settings give a kernel with TensorFlow, but no network and no course?"""
    assert marks(course[0], "right") == dict.fromkeys(CHECKS, 1)


def test_a_wrong_answer_costs_its_own_mark(course):
    """Does nbgrader mark an assertion that fails, and the cells after it?"""
    assert marks(course[0], "wrong") == {**dict.fromkeys(CHECKS, 1), "answer-check": 0}


def test_the_generators_are_seeded(course):
    """Do two notebooks draw the same numbers, whatever ran in earlier kernels?"""
    first, second = (outputs(course[0], who, "packages")[0].text for who in ("right", "wrong"))
    assert len(set(first.split())) == 3
    assert first == second


def test_a_loop_without_an_end_is_stopped(course):
    """Does nbgrader's own timeout interrupt the cell, and go on with the next one?"""
    errors = [error.ename for error in outputs(course[0], "endless", "answer")]
    assert errors == ["KeyboardInterrupt", "CellTimeoutError"]
    assert marks(course[0], "endless") == {**dict.fromkeys(CHECKS, 1), "answer-check": 0}


def test_a_kernel_that_dies_fails_alone(course):
    """Does nbgrader name the one submission whose kernel died, and grade all the others?"""
    root, (code, said) = course
    assert code == 1
    assert "There was an error processing assignment 'one' for student 'killed'" in said
    assert "DeadKernelError: Kernel died" in said
    assert said.count("There was an error processing assignment 'one'") == 1
    graded = {path.parents[1].name for path in (root / "autograded").glob("*/*/one.ipynb")}
    assert graded == set(SUBMITTED) - {"killed"}


def test_no_process_is_left(course):
    """Has every process that nbgrader started for the course ended?"""
    root = str(course[0])  # it is in the fork parent's command line
    running = psutil.process_iter(["cmdline"])
    assert [p for p in running if root in " ".join(p.info["cmdline"] or [])] == []
    assert list((course[0] / "tmp").iterdir()) == []


def test_the_environment_knows_the_kernel():
    """Does Jupyter list the kernel under the name in the settings, beside Python's own?"""
    specs = KernelSpecManager().get_all_specs()
    assert specs["lstm-box"]["spec"]["display_name"] == "Python 3 in a box, for grading"
    assert "python3" in specs
