"""Classes to grade, by us and by stock nbgrader, and the resources that a command used."""

import contextlib
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook

from autograde.gradebook.course import Course
from autograde.places import ASSIGNMENTS
from autograde.release.build import read_assignment
from autograde.release.release import solved
from autograde.sample.submissions import Submission, submitted

BIN = Path(sys.executable).parent
STOCK_CONFIG = "c = get_config()\nc.CourseDirectory.course_id = 'stock'\n"


@dataclass(frozen=True)
class Workload:
    """A class: the assignment, the number of submissions, and the cell that differs in each."""

    name: str
    assignment: str
    n: int
    cell: str

    def source(self, number: int) -> str:
        """Return the answer of one submission: the course's solution, with a line of its own."""
        cells = read_assignment(ASSIGNMENTS / self.assignment / "notebook.md").cells
        (text,) = [solved(cell.source) for cell in cells if cell.id == self.cell]
        if self.name == "two epochs":
            text = text.replace("epochs, batch_size = 20, 32", "epochs, batch_size = 2, 32")
        return f"# number {number}\n{text}"


WORKLOADS = (
    Workload("single_lstm", "single_lstm", 40, "train-single"),
    Workload("two epochs", "single_lstm", 40, "train-single"),
    Workload("lstm_cell", "lstm_cell", 100, "forget-gate"),
)


@dataclass(frozen=True)
class Run:
    """The seconds that a command took, and what it printed.

    `cpu` is None on a machine where no control group can be made.
    """

    wall: float
    cpu: float | None
    out: str


def run(command: list[str], folder: Path) -> Run:
    """Run a command, which must succeed, and measure all processes that it starts."""
    environment = {
        **os.environ,
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_ENABLE_ONEDNN_OPTS": "0",
    }
    with control_group() as (join, used):
        start = time.perf_counter()
        done = subprocess.run(
            command, cwd=folder, env=environment, preexec_fn=join, capture_output=True, text=True
        )
        wall = time.perf_counter() - start
        cpu = used()
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return Run(wall, cpu, done.stdout)


@contextlib.contextmanager
def control_group():
    """Yield two functions: one joins a new control group, one reads its CPU seconds."""
    one, two = Path("/sys/fs/cgroup/cpuacct"), Path("/sys/fs/cgroup")
    try:
        # A new name for each: a process of an earlier group may not have ended yet.
        group = Path(tempfile.mkdtemp(dir=one if one.is_dir() else two, prefix="grading-"))
    except OSError:
        yield None, lambda: None
        return

    def used() -> float | None:
        if (file := group / "cpuacct.usage").exists():
            return int(file.read_text()) / 1e9
        if (file := group / "cpu.stat").exists():
            return int(file.read_text().split()[1]) / 1e6
        return None

    try:
        yield lambda: (group / "cgroup.procs").write_text(str(os.getpid())), used
    finally:
        with contextlib.suppress(OSError):
            group.rmdir()


def autograde(course: Path, *arguments: object) -> Run:
    """Run our command on a class."""
    return run([str(BIN / "autograde"), "--course", str(course), *map(str, arguments)], Path.cwd())


def hand_in(root: Path, workload: Workload, n: int) -> None:
    """Hand in distinct submissions, all of them right."""
    name = workload.assignment
    released = nbformat.read(root / "release" / name / f"{name}.ipynb", as_version=4)
    for number in range(n):
        source = {workload.cell: workload.source(number)}
        one = Submission(f"student{number:05}", name, "", 0, [], source=source)
        path = root / "submitted" / one.student / name / f"{name}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(nbformat.writes(submitted(released, one)), encoding="utf-8")


def our_class(place: Path, workload: Workload, n: int) -> Path:
    """Make a class of this course, with its submissions."""
    root = place / "ours"
    autograde(root, "release", workload.assignment)
    hand_in(root, workload, n)
    return root


def stock_class(place: Path, ours: Path, assignment: str) -> Path:
    """Make a plain nbgrader class with the same source and the same submissions."""
    root = place / "stock"
    root.mkdir()
    (root / "nbgrader_config.py").write_text(STOCK_CONFIG)
    shutil.copytree(ours / "source" / assignment, root / "source" / assignment)
    run([str(BIN / "nbgrader"), "generate_assignment", assignment, "--create"], root)
    shutil.copytree(ours / "submitted", root / "submitted")
    return root


def marks(root: Path, assignment: str) -> dict[str, dict[str, float]]:
    """Return a class's automatic marks by student and cell."""
    with Gradebook(Course(root).db_url, "lstm") as gradebook:
        return {
            submission.student_id: {
                grade.name: grade.auto_score
                for notebook in submission.notebooks
                for grade in notebook.grades
            }
            for submission in gradebook.find_assignment(assignment).submissions
        }


def cells_cpu(root: Path) -> float:
    """Return the CPU seconds that the learners' cells used."""
    results = (json.loads(gzip.decompress(f.read_bytes())) for f in root.glob("results/*/*.gz"))
    return sum(result["used"]["cells_cpu_s"] for result in results)
