"""nbgrader's Formgrader over a class: what an instructor presses, reads and types there."""

import shutil

import browsing
import formgrading as fg
import pytest
from formgrading import BLANK, HOSTILE, RIGHT, STUDENTS, WRONG

from autograde.record import read_record

pytestmark = pytest.mark.browser

SUBMISSIONS = "manage_submissions/lstm_cell"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Return a folder for the classes of this module."""
    return tmp_path_factory.mktemp("formgrader")


@pytest.fixture(scope="module")
def handed_in(place):
    """Return a class in which nothing is graded."""
    return fg.hand_in_class(place / "handed-in")


def copy(made, root):
    """Copy a class, with its key."""
    shutil.copytree(made.course.root, root)
    return fg.Class(root)


@pytest.fixture(scope="module")
def twin(handed_in, place):
    """Return the same class, graded by `autograde grade`."""
    made = copy(handed_in, place / "twin")
    fg.autograde(made, "grade", "lstm_cell")
    return made


@pytest.fixture(scope="module")
def course(handed_in, place):
    """Return the class that Formgrader grades."""
    return copy(handed_in, place / "course")


@pytest.fixture(scope="module")
def lab(course, place):
    """Run JupyterLab in the class's folder."""
    with fg.jupyter_lab(course.course.root, place / "jupyter") as address:
        yield address


@pytest.fixture(scope="module")
def pressed(browser, lab):
    """Press Autograde for each submission, and return what the dialogs said."""
    with fg.formgrader(browser, lab, "") as (page, visit):
        page.locator("#main-table a[href$='/manage_submissions/lstm_cell']").click()
        said = {student: fg.press(page, student, "autograde") for student in STUDENTS}
        assert (visit.errors, visit.external) == ([], [])
    return said


@pytest.mark.parametrize("student", STUDENTS)
def test_the_button_gives_the_marks_of_the_command(pressed, course, twin, student):
    """Does the button run the submission in its box, with each mark and reason of the command?"""
    assert f"Successfully autograded 'lstm_cell' for student '{student}'." in pressed[student]
    assert course.marks(student) == twin.marks(student)
    ours, theirs = course.graded(student), twin.graded(student)
    assert read_record(ours)["boxed"] is True
    assert read_record(ours)["key"] == read_record(theirs)["key"]
    assert [cell.get("outputs") for cell in ours.cells if cell.id.endswith("-check")] == [
        cell.get("outputs") for cell in theirs.cells if cell.id.endswith("-check")
    ]


def test_the_tables_show_marks_and_what_is_to_do(pressed, browser, lab, twin):
    """Do submissions and students have their marks, and the written answers wait for a person?"""
    totals = {student: f"{twin.gradebook_total(student):g} / 13" for student in STUDENTS}
    with fg.formgrader(browser, lab, SUBMISSIONS) as (page, visit):
        for student in STUDENTS:
            row = fg.row_of(page, student).inner_text()
            assert totals[student] in row
            assert ("needs manual grading" in row) == (student != BLANK)
        assert visit.errors == []
    with fg.formgrader(browser, lab, "manage_students") as (page, visit):
        for student in STUDENTS:
            assert totals[student] in fg.row_of(page, student).inner_text()
        page.locator(f"#main-table a[href$='/manage_students/{RIGHT}']").first.click()
        page.get_by_text("lstm_cell").first.wait_for()
        assert (visit.errors, visit.external) == ([], [])


def test_the_grading_view_shows_marks_with_their_reasons(pressed, browser, lab, course):
    """Is each mark in its box, with the card that says why below it?"""
    with fg.grading_view(browser, lab, course, WRONG) as (page, visit):
        for cell, mark in course.marks(WRONG).items():
            shown = page.locator(f"input[id='{cell}']").get_attribute("placeholder")
            assert shown == (None if mark is None else f"{mark:g}")
        card = page.locator(".lstm-verdict").first
        assert "your f equals what the weights of the input gate give" in card.inner_text()
        assert page.locator(".lstm-verdict").count() == 6
        assert (visit.errors, visit.external) == ([], [])


@pytest.mark.parametrize("mode", browsing.MODES)
def test_cards_fit_the_grading_view(pressed, browser, lab, course, mode):
    """Is every card readable and within its frame, on a desktop and on a phone?"""
    scheme, viewport = browsing.MODES[mode]
    with fg.grading_view(browser, lab, course, WRONG) as (page, _):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(viewport)
        page.evaluate(browsing.AXE_SCRIPT)
        for card in page.locator(".lstm-verdict").all():
            assert card.evaluate("(card) => card.scrollWidth <= card.clientWidth")
        contrast = """axe.run(".lstm-verdict", {runOnly: ["color-contrast"]})
          .then((found) => found.violations.map((v) => v.nodes.map((n) => n.html)))"""
        assert page.evaluate(contrast) == []


def test_the_keys_of_the_grading_view_work(pressed, browser, lab, course):
    """Is the first box chosen, and does Tab lead to the next, though there is no MathJax?"""
    chosen = "document.activeElement.id"
    with fg.grading_view(browser, lab, course, RIGHT) as (page, visit):
        boxes = page.locator(".tabbable").evaluate_all("(boxes) => boxes.map((box) => box.id)")
        assert page.evaluate(chosen) == boxes[0]
        page.keyboard.press("Tab")
        assert page.evaluate(chosen) == boxes[1]
        page.keyboard.press("Shift+Tab")
        assert page.evaluate(chosen) == boxes[0]
        assert visit.errors == []


def test_no_script_of_a_submission_runs(pressed, browser, lab, course):
    """Does nothing that a learner wrote run in the page, though it would take full marks there?"""
    attacked = "document.documentElement.dataset.attacked"
    with fg.grading_view(browser, lab, course, HOSTILE) as (page, visit):
        assert "&lt;script&gt;" in page.content()
        assert page.locator("#notebook svg, #notebook img, a[href^=javascript]").count() == 0
        assert page.evaluate(attacked) is None
        assert (visit.errors, visit.external) == ([], [])
        assert fg.manual_marks(course, HOSTILE) == {}
        # The same script, if it ran: so it is no wonder that it did not.
        page.add_script_tag(content=fg.ATTACK)
        page.wait_for_function(f"{attacked} === 'and done'")
        assert fg.manual_marks(course, HOSTILE)["forget-gate-check"] == 1


def test_a_mark_by_hand_survives(pressed, browser, lab, course):
    """Do points and comment that are typed stay, after the button and after `grade --force`?"""
    with fg.grading_view(browser, lab, course, WRONG) as (page, _):
        for box, text in (("written", "2.5"), ("written-comment", "Which gate?")):
            with page.expect_response(lambda reply: reply.request.method == "PUT"):
                page.locator(f"[id='{box}']").fill(text)
                page.keyboard.press("Escape")
    assert fg.manual_marks(course, WRONG) == {"written": 2.5}
    with fg.formgrader(browser, lab, SUBMISSIONS) as (page, _):
        assert "Success" in fg.press(page, WRONG, "autograde")
    assert fg.manual_marks(course, WRONG) == {"written": 2.5}
    fg.autograde(course, "grade", "lstm_cell", "--student", WRONG, "--force")
    assert fg.manual_marks(course, WRONG) == {"written": 2.5}
    with fg.grading_view(browser, lab, course, WRONG) as (page, _):
        assert page.locator("[id='written']").input_value() == "2.5"
        assert page.locator("[id='written-comment']").input_value() == "Which gate?"


def test_the_feedback_button_writes_our_page(pressed, browser, lab, course):
    """Is the page of the button the one that `autograde feedback` writes?"""
    with fg.formgrader(browser, lab, SUBMISSIONS) as (page, _):
        assert "Successfully generated feedback" in fg.press(page, RIGHT, "generate-feedback")
    written = course.course.folder("feedback") / RIGHT / "lstm_cell" / "lstm_cell.html"
    before = written.read_text(encoding="utf-8")
    assert "right on all 5 cases tried" in before
    fg.autograde(course, "feedback", "lstm_cell", "--student", RIGHT)
    assert written.read_text(encoding="utf-8") == before


def test_without_a_box_the_dialog_says_so(handed_in, browser, place):
    """Does an instructor read what is missing and how to get it, and does nothing run?"""
    made = copy(handed_in, place / "no-box")
    path = fg.path_without("bwrap")
    with (
        fg.jupyter_lab(made.course.root, place / "jupyter", path) as address,
        fg.formgrader(browser, address, SUBMISSIONS) as (page, _),
    ):
        said = fg.press(page, RIGHT, "autograde")
        assert "needs autograding" in fg.row_of(page, RIGHT).inner_text()
    assert "There was an error autograding" in said
    (line,) = [line for line in said.splitlines() if line.startswith("[ERROR] This machine")]
    assert "bubblewrap is not installed" in line
    assert "Nothing was run" in line
    assert "autograde doctor" in line
    assert not made.path("autograded", RIGHT).exists()


def test_the_menu_of_jupyterlab_opens_it(browser, lab):
    """Does Nbgrader, Formgrader in the menu lead there, as the page for instructors says?"""
    with browsing.opened(browser, lab, "lab") as (page, _):
        page.set_default_timeout(fg.PATIENCE_MS)
        page.get_by_role("menuitem", name="Nbgrader").click()
        page.get_by_role("menuitem", name="Formgrader", exact=True).click()
        frame = page.frame_locator("iframe[src*='formgrader']")
        frame.locator("#main-table").get_by_text("lstm_cell").first.wait_for()
