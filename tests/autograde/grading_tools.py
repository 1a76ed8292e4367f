"""Tools for the tests of grading: a class in a folder, and notebooks made in memory."""

import base64
import contextlib
import io
import json
import shutil
import sqlite3
import warnings
from contextlib import closing

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook
from PIL import Image

from autograde.cli.main import main
from autograde.execution import apart
from autograde.gradebook.address import parse_address
from autograde.gradebook.course import Course
from autograde.intake.released import Released
from autograde.marking.grade import grade
from autograde.places import ASSIGNMENTS
from autograde.release.build import read_assignment
from autograde.release.release import release
from autograde.sample.submissions import Submission, submitted


@contextlib.contextmanager
def nbgrader_may_warn():
    """Ignore warnings from nbgrader and its dependencies, which cannot be fixed here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def run_in_here(monkeypatch):
    """Let notebooks that run alone run in this process, so that a test can change what runs them.

    By themselves they run in a process that reads what their kernels send, and may die.
    """
    monkeypatch.setattr(apart, "call", lambda *given: apart.understood(apart.answer(*given)))


def new_database(kind):
    """Return the value of --db for a new class: empty, or the URL of an empty database."""
    if kind == "sqlite":
        return ""
    from postgresql import server

    return server().database()


def copy_class(course, root):
    """Copy a class into a folder, and its database, if it has one, into another."""
    shutil.copytree(course.root, root)
    if course.server is not None:
        from postgresql import server

        name = course.server.url.rpartition("/")[2]
        parse_address(server().database(template=name)).keep(root)
    return Course(root)


class Class:
    """A class in a folder: hand in, grade, and look at the results."""

    def __init__(self, root, db=""):
        self.course = Course(root, db)

    def release(self, *names):
        """Release assignments."""
        with nbgrader_may_warn():
            return release(self.course, list(names))

    def path(self, step, student, assignment="lstm_cell"):
        """Return the path of a student's notebook at one of nbgrader's steps."""
        return self.course.folder(step) / student / assignment / f"{assignment}.ipynb"

    def hand_in(self, student, changes, assignment="lstm_cell"):
        """Hand in a released notebook with changes, named as in `sample.Submission`.

        `file` may be bytes, `name` renames the notebook (if empty, there is no notebook), and
        `beside` holds other files.
        """
        changes = dict(changes)
        path = self.path("submitted", student, changes.pop("assignment", assignment))
        path.parent.mkdir(parents=True, exist_ok=True)
        for name, text in changes.pop("beside", {}).items():
            (path.parent / name).parent.mkdir(parents=True, exist_ok=True)
            (path.parent / name).write_text(text)
        name = changes.pop("name", path.name)
        if not name:
            return
        path = path.with_name(name)
        if isinstance(data := changes.get("file"), bytes):
            path.write_bytes(data)
            return
        one = Submission(student, assignment, "", 0, [], **changes)
        released = self.course.folder("release") / assignment / f"{assignment}.ipynb"
        notebook = submitted(nbformat.read(released, as_version=4), one)
        path.write_text(json.dumps(notebook), encoding="utf-8")

    def grade(self, student=None, force=False, names=("lstm_cell",)):
        """Grade, and return the outcome of each submission by student."""
        with nbgrader_may_warn():
            return {g.student: g for g in grade(self.course, list(names), student, force)}

    def run(self, *arguments):
        """Run the command on this class; return its exit code, output and errors."""
        out, errors = io.StringIO(), io.StringIO()
        with (
            nbgrader_may_warn(),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(errors),
        ):
            code = main(["--course", str(self.course.root), *map(str, arguments)])
        return code, out.getvalue(), errors.getvalue()

    def gradebook(self):
        """Open the gradebook, as Formgrader does."""
        return Gradebook(self.course.db_url, "lstm")

    def marks(self, student, assignment="lstm_cell"):
        """Return a submission's automatic marks by cell."""
        with self.gradebook() as gradebook:
            notebook = gradebook.find_submission_notebook(assignment, assignment, student)
            return {grade.name: grade.auto_score for grade in notebook.grades}

    def gradebook_total(self, student, assignment="lstm_cell"):
        """Return the sum of a submission's automatic marks."""
        return sum(filter(None, self.marks(student, assignment).values()))

    def graded(self, student, assignment="lstm_cell"):
        """Return a graded notebook."""
        return nbformat.read(self.path("autograded", student, assignment), as_version=4)

    def card(self, student, cell, assignment="lstm_cell"):
        """Return the text of the verdict on a graded cell."""
        (found,) = [c for c in self.graded(student, assignment).cells if c.id == cell]
        return found.outputs[0].data["text/plain"]


def held(root):
    """Return what a class holds: its number of submissions, all marks, and the reason for each."""
    with closing(sqlite3.connect(root / "gradebook.db")) as book:
        assert book.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        rows = book.execute(
            "SELECT assignment.name, submission.student_id, base_cell.name, auto_score, "
            "manual_score, needs_manual_grade FROM grade "
            "JOIN base_cell ON base_cell.id = grade.cell_id "
            "JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id "
            "JOIN submitted_assignment AS submission "
            "ON submission.id = submitted_notebook.assignment_id "
            "JOIN assignment ON assignment.id = submission.assignment_id"
        ).fetchall()
        (submissions,) = book.execute("SELECT count(*) FROM submitted_assignment").fetchone()
    reasons = {
        (path.parent.parent.name, path.stem, cell.id): cell.outputs[0].data["text/plain"]
        for path in (root / "autograded").glob("*/*/*.ipynb")
        for cell in nbformat.read(path, as_version=4).cells
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade")
    }
    return submissions, sorted(rows, key=str), reasons


def source(name="lstm_cell"):
    """Return an assignment's source notebook."""
    return read_assignment(ASSIGNMENTS / name / "notebook.md")


def picture(width=1, height=1, frames=1, kind="PNG"):
    """Return a picture of one color as base64 text: a small file, however large the picture is."""
    file = io.BytesIO()
    image = Image.new("1", (width, height))
    more = {"save_all": True, "append_images": [image] * (frames - 1)} if frames > 1 else {}
    image.save(file, kind, **more)
    return base64.b64encode(file.getvalue()).decode()


def code(name, text, **flags):
    """Make a code cell as in a release."""
    return name, Released(text, "code", flags_of(name, **flags))


def words(name, text, **flags):
    """Make a Markdown cell as in a release."""
    return name, Released(text, "markdown", flags_of(name, **flags))


def flags_of(name, **flags):
    """Return nbgrader's metadata for a cell."""
    return {"grade_id": name, "grade": False, "solution": False, "locked": True, **flags}


KERNEL = {"name": "python3", "display_name": "Python 3"}

# A small exercise: some text, a stub, its check, and a written answer.
RELEASED = dict(
    (
        words("task", "Write f."),
        code("setup", "import numpy"),
        code("stub", "def f():\n    raise NotImplementedError()", solution=True, locked=False),
        code("check", "check.forget_gate()", grade=True, points=1),
        words("written", "Say it.", solution=True, grade=True, points=1, locked=False),
    )
)


def handed_in(*cells):
    """Make a submission of cells: (grade_id, source), or only a source for a free cell."""
    made = []
    for cell in cells:
        name, text = cell if isinstance(cell, tuple) else (None, cell)
        released = RELEASED.get(name)
        make = new_markdown_cell if released and released.cell_type == "markdown" else new_code_cell
        metadata = {"nbgrader": dict(released.nbgrader)} if released else {}
        made.append(make(text, metadata=metadata))
    return new_notebook(cells=made)


def as_released():
    """Return the small exercise, as (grade_id, source)."""
    return [(name, cell.source) for name, cell in RELEASED.items()]
