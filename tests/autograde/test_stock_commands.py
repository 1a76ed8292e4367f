"""nbgrader's own commands, unchanged, on a class of the course."""

import shutil
import subprocess
import sys
import zipfile

import pytest
from grading_tools import Class, nbgrader_may_warn
from hostile_class import SUBMISSIONS
from nbgrader.utils import get_username
from small_class import wrong_answers

from autograde.gradebook.nbgrading import open_nbgrader
from autograde.record import read_record

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("stock commands")]

STUDENTS = ("ada", "ben", "noisy", "not-json", "exit")


def nbgrader(folder, *arguments):
    """Run a command of nbgrader in a folder, and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=folder,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    """Return a class in which nothing is graded."""
    made = Class(tmp_path_factory.mktemp("stock") / "handed-in")
    made.release("lstm_cell")
    made.hand_in("ada", {"source": {"written": "All of it."}})
    made.hand_in("ben", {"source": {**wrong_answers(), "written": "Some of it."}})
    made.hand_in("noisy", SUBMISSIONS["noisy"].changes)
    made.hand_in("not-json", SUBMISSIONS["not-json"].changes)
    made.hand_in("exit", SUBMISSIONS["exit-in-a-function"].changes)
    return made


def copy(made, root):
    """Copy a class, with its key."""
    shutil.copytree(made.course.root, root)
    return Class(root)


@pytest.fixture(scope="module")
def ours(handed_in):
    """Return the class after grade, feedback and export."""
    made = copy(handed_in, handed_in.course.root.with_name("ours"))
    for command in ("grade", "feedback", "export"):
        code, out, errors = made.run(command)
        assert code == 0, out + errors
    return made


@pytest.fixture(scope="module")
def stock(handed_in):
    """Return the class after nbgrader's autograde, generate_feedback and export."""
    made = copy(handed_in, handed_in.course.root.with_name("stock"))
    for command in ("autograde lstm_cell", "generate_feedback lstm_cell", "export"):
        nbgrader(made.course.root, *command.split())
    return made


@pytest.mark.parametrize("student", STUDENTS)
def test_autograde_gives_the_marks_of_grade(stock, ours, student):
    """Is each mark the same, with the same reason, after the same run in a box?"""
    assert stock.marks(student) == ours.marks(student)
    one, other = stock.graded(student), ours.graded(student)
    assert (
        read_record(one).get("boxed")
        == read_record(other).get("boxed")
        == (student != "not-json" or None)
    )
    assert read_record(one).get("key") == read_record(other).get("key")
    checks = [cell.id for cell in one.cells if cell.id.endswith("-check")]
    assert len(checks) == 6
    for cell in checks:
        assert stock.card(student, cell) == ours.card(student, cell)


@pytest.mark.parametrize("student", STUDENTS)
def test_generate_feedback_writes_the_page_of_feedback(stock, ours, student):
    """Is the page the same, character by character?"""
    one, other = (
        made.course.folder("feedback") / student / "lstm_cell" / "lstm_cell.html"
        for made in (stock, ours)
    )
    assert one.read_text(encoding="utf-8") == other.read_text(encoding="utf-8")


def test_export_writes_the_rows_of_export(stock, ours):
    """Does the table hold the same rows? nbgrader's are in the order of the first marks."""
    one, other = ((made.course.root / "grades.csv").read_text() for made in (stock, ours))
    assert sorted(one.splitlines()) == sorted(other.splitlines())
    assert len(one.splitlines()) == 1 + len(STUDENTS)


def test_grade_has_nothing_to_do_after_autograde(stock):
    """Does `autograde grade` take nbgrader's grading as its own, and run nothing again?"""
    before = {student: stock.path("autograded", student).stat().st_mtime_ns for student in STUDENTS}
    assert stock.run("grade")[0] == 0
    assert before == {s: stock.path("autograded", s).stat().st_mtime_ns for s in STUDENTS}


def test_students_and_assignments_are_listed(stock):
    """Does nbgrader's own database command list the class?"""
    students = nbgrader(stock.course.root, "db", "student", "list")
    assert [line.split()[0] for line in students.splitlines()[1:]] == sorted(STUDENTS)
    assert "lstm_cell" in nbgrader(stock.course.root, "db", "assignment", "list")


def test_force_grades_one_student_again(handed_in, tmp_path):
    """Does `--force --student` grade a changed notebook again, and leave the others alone?"""
    made = copy(handed_in, tmp_path / "course")
    for student in ("noisy", "not-json", "exit"):
        shutil.rmtree(made.course.folder("submitted") / student)
    nbgrader(made.course.root, "autograde", "lstm_cell")
    before = made.path("autograded", "ada").stat().st_mtime_ns
    assert made.gradebook_total("ben") == 3
    made.hand_in("ben", {})
    nbgrader(made.course.root, "autograde", "lstm_cell", "--student", "ben", "--force")
    assert made.gradebook_total("ben") == 10
    assert made.path("autograded", "ada").stat().st_mtime_ns == before


def test_generate_assignment_makes_the_same_release(handed_in, tmp_path):
    """Does nbgrader's own release give the notebook that `autograde release` gave?"""
    made = copy(handed_in, tmp_path / "course")
    released = made.course.folder("release") / "lstm_cell" / "lstm_cell.ipynb"
    before = released.read_bytes()
    nbgrader(made.course.root, "generate_assignment", "lstm_cell", "--force")
    assert released.read_bytes() == before


def test_zipped_uploads_are_collected(handed_in, ours, tmp_path):
    """Does zip_collect put a learning platform's zip file where both commands grade it?"""
    made = copy(handed_in, tmp_path / "course")
    archive = made.course.root / "downloaded" / "lstm_cell" / "archive" / "uploads.zip"
    archive.parent.mkdir(parents=True)
    with zipfile.ZipFile(archive, "w") as packed:
        for student in ("ada", "ben"):
            packed.write(made.path("submitted", student), f"{student}_lstm_cell.ipynb")
    shutil.rmtree(made.course.folder("submitted"))
    name = r"--FileNameCollectorPlugin.named_regexp=.*/(?P<student_id>[a-z]+)_(?P<file_id>.+)"
    nbgrader(made.course.root, "zip_collect", "lstm_cell", name)
    assert sorted(folder.name for folder in made.course.folder("submitted").iterdir()) == [
        "ada",
        "ben",
    ]
    nbgrader(made.course.root, "autograde", "lstm_cell", "--student", "ben")
    assert made.run("grade")[0] == 0
    for student in ("ada", "ben"):
        assert made.marks(student) == ours.marks(student)


def test_the_exchange_goes_out_and_back(handed_in, tmp_path):
    """Does a learner fetch the assignment, submit it, and fetch the feedback on it?"""
    made = copy(handed_in, tmp_path / "course")
    shutil.rmtree(made.course.folder("submitted"))
    exchange, home = tmp_path / "exchange", tmp_path / "home"
    for folder in (exchange, home):
        folder.mkdir()
    exchange.chmod(0o777)
    places = [f"--Exchange.root={exchange}", f"--Exchange.cache={home / 'cache'}"]

    def instructor(command):
        return nbgrader(made.course.root, command, "lstm_cell", *places)

    def learner(command):
        course = "--CourseDirectory.course_id=lstm"
        return nbgrader(home, command, "lstm_cell", course, *places)

    instructor("release_assignment")
    assert "lstm lstm_cell" in nbgrader(made.course.root, "list", *places)
    learner("fetch_assignment")
    learner("submit")
    instructor("collect")
    assert made.path("submitted", get_username()).exists()
    instructor("autograde")
    instructor("generate_feedback")
    instructor("release_feedback")
    learner("fetch_feedback")
    (page,) = (home / "lstm_cell" / "feedback").rglob("lstm_cell.html")
    assert "Not attempted" in page.read_text(encoding="utf-8")


def test_validate_shows_a_learner_the_diagnosis(handed_in, tmp_path):
    """Does `nbgrader validate` say what is wrong with a learner's notebook, and what is right?"""
    for student in ("ada", "ben"):
        shutil.copy(handed_in.path("submitted", student), tmp_path / f"{student}.ipynb")
    assert "Success! Your notebook passes all the tests." in nbgrader(
        tmp_path, "validate", "ada.ipynb"
    )
    said = nbgrader(tmp_path, "validate", "ben.ipynb")
    assert "VALIDATION FAILED ON 3 CELL(S)" in said
    assert "your f equals what the weights of the input gate give" in " ".join(said.split())


def test_a_button_of_formgrader_takes_nothing_from_beside(handed_in, tmp_path):
    """Does the interface that Formgrader calls ignore links, and later collect with all files?"""
    made = copy(handed_in, tmp_path / "course")
    beside = made.path("submitted", "ada").parent
    (beside / "zeros").symlink_to("/dev/zero")
    (beside / ".key").symlink_to(made.course.key_file)
    (beside / "page.html").write_text("<script>steal()</script>")
    with nbgrader_may_warn():
        api = open_nbgrader(made.course)
        before = list(api.coursedir.ignore)
        assert api.autograde("lstm_cell", "ada")["success"]
    assert [path.name for path in made.path("autograded", "ada").parent.iterdir()] == [
        "lstm_cell.ipynb"
    ]
    assert api.coursedir.ignore == before
