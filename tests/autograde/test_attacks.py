"""A class of attackers and a few honest classmates, graded in one run by the command."""

import base64
import io
import json
import re
import socket
import time

import pytest
from attack import REACHED, left_behind, printed
from grader_memory import GraderMemory
from hostile import ATTACKS, HONEST, files, hostile_class, renamed
from PIL import Image

from autograde.execution.messages import GROWTH_MIB
from autograde.intake.names import usable_name
from lstm_lib.checks.verdict import UNSEEN

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("attacks")]

EVERYBODY = {**HONEST, **ATTACKS}
KEPT_LIMIT = 64 * 2**20  # bytes
PICTURES = re.compile(r'src="data:image/\w+;base64,([^"]*)"')
TITLE = "one LSTM step"
SECRET = "what only the grader may read"


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Return the class after one run; no test changes it."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "secret").write_text(SECRET)
    with socket.create_server(("127.0.0.1", 0)) as server:
        fill = {"SECRET": str(elsewhere / "secret"), "PORT": str(server.getsockname()[1])}
        made = hostile_class(tmp_path_factory.mktemp("hostile") / "course", fill)
        made.before = files(made.course.root), files(elsewhere)
        with GraderMemory() as made.memory:
            made.code, out, made.errors = made.run("grade", "lstm_cell", "--json")
        made.after = files(made.course.root), files(elsewhere)
    made.results = {one["student"]: one for one in json.loads(out)}
    return made


@pytest.mark.parametrize("student", EVERYBODY)
def test_mark(graded, student):
    """Does each student get the due mark, whatever all the others did?"""
    assert graded.results[usable_name(student)]["score"] == EVERYBODY[student].mark


@pytest.mark.parametrize("student", EVERYBODY)
def test_nobody_is_ungraded(graded, student):
    """Does every student have a mark, whatever the file and the folder are?"""
    assert graded.results[usable_name(student)]["problem"] == ""


@pytest.mark.parametrize("student", EVERYBODY)
def test_reason(graded, student):
    """Does every check have a mark and a card, and does the card say what happened?"""
    marks = graded.marks(usable_name(student))
    assert marks.pop("written") in (0, None)  # the written answer awaits a person
    assert None not in marks.values()
    assert EVERYBODY[student].says in graded.card(usable_name(student), "lstm-step-check")


@pytest.mark.parametrize("student", EVERYBODY)
def test_nothing_was_reached(graded, student):
    """Did every attempt fail to reach or use up what does not belong to the submission?"""
    notebook = graded.graded(usable_name(student))
    said = printed(notebook)
    assert REACHED not in said
    assert SECRET not in said
    assert graded.course.key_file.read_text().strip() not in str(notebook)


def test_no_file_was_touched(graded):
    """Are all files unchanged except those that grading makes, in folders with usable names?"""
    inside, outside = graded.before
    assert graded.after == (renamed(inside), outside)


@pytest.mark.parametrize("student", EVERYBODY)
def test_little_is_kept(graded, student):
    """Does a graded submission take little room, however much was handed in or printed?"""
    folder = graded.path("autograded", usable_name(student)).parent
    assert sum(path.stat().st_size for path in folder.iterdir()) < KEPT_LIMIT


def test_the_grader_takes_little_memory(graded):
    """Does none of its processes take more than one notebook may send, whatever all sent?"""
    print(f"peaks, in MiB: {sorted(map(round, graded.memory.peaks_mib.values()))}")
    assert len(graded.memory.peaks_mib) > 1
    assert graded.memory.peak_mib < 2 * GROWTH_MIB


def test_no_process_stays():
    """Is no process of an attack left?"""
    assert not left_behind()


def test_the_run_says_so(graded):
    """Does the command end as for any class, without a crash?"""
    assert graded.code == 0
    assert "Traceback" not in graded.errors


def test_pages_are_made(graded):
    """Are all feedback pages made quickly, with no script and no key in them?"""
    start = time.monotonic()
    code, _, errors = graded.run("feedback", "lstm_cell")
    assert (code, errors) == (0, "")
    assert time.monotonic() - start < 10 + 3 * len(EVERYBODY)
    for student in EVERYBODY:
        page = (
            graded.course.folder("feedback") / usable_name(student) / "lstm_cell" / "lstm_cell.html"
        )
        text = page.read_text(encoding="utf-8")
        assert "<script>steal" not in text
        assert "<script>alert(1)" not in text
        assert graded.course.key_file.read_text().strip() not in text
        assert re.search(r"<title>(.*)</title>", text)[1] == f"Feedback on {TITLE}"
        assert not UNSEEN.search(text)
        shown = [Image.open(io.BytesIO(base64.b64decode(file))) for file in PICTURES.findall(text)]
        assert sum(picture.width * picture.height for picture in shown) < 2**26
