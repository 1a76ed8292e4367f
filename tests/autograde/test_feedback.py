"""The pages that learners get back."""

import html
import inspect
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from grading_tools import Class, copy_class, nbgrader_may_warn
from nbformat.v4 import new_markdown_cell

from autograde.errors import CourseError
from autograde.results.feedback import Returned, feedback, safe_markdown
from lstm_lib.checks.exercises import CHECKS
from lstm_lib.checks.exercises.lstm_cell.judge import answers as lstm_cell_answers
from lstm_lib.checks.exercises.lstm_cell.judge import judges as lstm_cell

pytestmark = pytest.mark.xdist_group("small class")


def page(small, student):
    """Write a learner's page, and return it."""
    with nbgrader_may_warn():
        (done,) = feedback(small.course, ["lstm_cell"], student)
    assert done.problem == ""
    return done.page.read_text(encoding="utf-8")


def strip(text):
    """Return a page's words without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def tags(text):
    """Return a page's tags, each with its attributes."""
    found = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attributes: found.append((tag, attributes))
    parser.feed(text)
    return found


@pytest.mark.parametrize(
    ("source", "gone"),
    [
        ("<script>steal()</script>", "<script"),
        ("<img src=x onerror=steal()>", "<img"),
        ("![x](http://elsewhere.example/x.png)", "<img"),
        ("[x](javascript:steal())", "javascript"),
        ("<javascript:steal()>", "href"),
        ("<svg onload=steal()>", "<svg"),
        ("<style>* {display: none}</style>", "<style"),
        ("<iframe src='http://elsewhere.example'></iframe>", "<iframe"),
        ("<b onmouseover='steal()'>x</b>", "onmouseover"),
        ("<div style='position: fixed'>x</div>", "style="),
        ("# Title\n\n<a id='x' href='data:text/html,x'>y</a>", "data:"),
    ],
)
def test_markdown_runs_and_loads_nothing(source, gone):
    """Is what could run, load or cover the page taken out of a learner's Markdown?"""
    assert gone not in safe_markdown(source)


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("| a |\n|---|\n| 1 |", "<td>1</td>"),
        ("`x_t` **b**", "<code>x_t</code> <strong>b</strong>"),
        ("1. one", "<li>one</li>"),
        ("$f < 1$", "$f &lt; 1$"),
        ("```python\nx = 1\n```", '<span class="mi">1</span>'),
        ("![a picture](attachment:image.png)", "<code>![a picture](attachment:image.png)</code>"),
        ("[p](https://elsewhere.example)", 'href="https://elsewhere.example"'),
    ],
)
def test_markdown_keeps_what_a_person_writes(source, kept):
    """Do tables, code, lists, formulas and plain links stay?"""
    assert kept in safe_markdown(source)


@pytest.mark.slow
def test_every_graded_submission_gets_a_page(small):
    """Is there one page for each graded submission, at nbgrader's own place?"""
    code, out, errors = small.run("feedback", "lstm_cell")
    folder = small.course.folder("feedback")
    pages = [folder / who / "lstm_cell" / "lstm_cell.html" for who in ("<i>cy", "ada", "ben")]
    assert (code, errors) == (0, "")
    assert out.splitlines() == [str(path) for path in pages]
    assert all(path.exists() for path in pages)


@pytest.mark.slow
def test_page_shows_marks_and_reasons(small):
    """Does a page show each mark, its diagnosis and what still awaits a person?"""
    text = page(small, "ben")
    assert "3 points still await a person" in text
    assert "your f equals what the weights of the input gate give" in text
    assert re.search(r"forget_gate</a></td>\s*<td class=\"points\">0 of 1</td><td>✗ Not yet", text)
    assert re.search(r"lstm_step</a></td>\s*<td class=\"points\">0 of 4</td><td>⚠ Your code", text)


@pytest.mark.slow
def test_page_shows_the_first_hint_where_one_helps(small):
    """Does each part that is not right show its first hint, and no part a later one?"""
    shown = {
        "ben": ["forget_gate", "update_cell_state", "lstm_step"],
        "ada": [],
    }
    for student, checks in shown.items():
        text = page(small, student)
        hints = {check.name: [strip(safe_markdown(h)) for h in check.hints] for check in CHECKS}
        assert [name for name in hints if hints[name][0] in strip(text)] == checks
        assert not any(hint in strip(text) for name in hints for hint in hints[name][1:])


@pytest.mark.slow
@pytest.mark.parametrize("student", ["ada", "ben"])
def test_page_holds_nothing_of_the_grader(small, student):
    """Does a page hold no line of a judge, no course key and no hidden case?"""
    text = html.unescape(page(small, student))
    judge = inspect.getsource(lstm_cell) + inspect.getsource(lstm_cell_answers)
    lines = {line.strip() for line in judge.splitlines() if len(line.strip()) > 40}
    assert len(lines) > 30
    assert [line for line in lines if line in text] == []
    assert small.course.key_file.read_text().strip() not in text
    assert "observation+json" not in text


@pytest.mark.slow
def test_page_fits_a_phone_and_the_dark(small):
    """Does the page follow the screen's width and color scheme, and can long words break?"""
    text = page(small, "ben")
    viewport = {"name": "viewport", "content": "width=device-width, initial-scale=1"}
    assert viewport in [dict(attributes) for tag, attributes in tags(text) if tag == "meta"]
    assert "prefers-color-scheme: dark" in text
    assert re.search(r"code, .*\{ overflow-wrap: anywhere; \}", text)


@pytest.mark.slow
def test_page_shows_a_mark_given_by_hand(small):
    """Is a person's mark counted, and labeled as such?"""
    text = page(small, "ada")
    assert "12.5 of 13 points" in text
    assert "marked by a person" in text
    assert "await" not in text


@pytest.mark.slow
@pytest.mark.parametrize("student", ["ben", "<i>cy"])
def test_page_runs_and_loads_nothing(small, student):
    """Does a page hold no script, load nothing from other sites, and escape names?"""
    text = page(small, student)
    assert "Content-Security-Policy" in text
    for tag, attributes in tags(text):
        assert tag not in ("script", "link", "iframe", "object", "img", "i", "svg")
        for name, value in attributes:
            assert not name.startswith("on")
            assert name != "src" or value.startswith("data:")
            assert "javascript:" not in value


@pytest.mark.slow
def test_nbgraders_own_command_writes_the_same_page(small):
    """Does `nbgrader generate_feedback` in the class's folder use our page?"""
    ours = page(small, "ada")
    path = small.course.folder("feedback") / "ada" / "lstm_cell" / "lstm_cell.html"
    path.unlink()
    command = [sys.executable, "-m", "nbgrader", "generate_feedback", "lstm_cell", "--force"]
    subprocess.run(
        [*command, "--student", "ada"],
        cwd=small.course.root,
        check=True,
        capture_output=True,
    )
    assert path.read_text(encoding="utf-8") == ours


@pytest.mark.slow
def test_unknown_student_is_refused(small):
    """Is a student whose work was not graded named, with what to run?"""
    with pytest.raises(CourseError, match="No submission of zoe to lstm_cell is graded"):
        list(feedback(small.course, ["lstm_cell"], "zoe"))


def test_a_text_longer_than_any_answer_is_shown_as_its_source():
    """Is a text whose tables would take minutes to render shown as its source, escaped?"""
    table = "|a|b|\n|-|-|\n" * 5000
    assert safe_markdown(table) == f"<pre>{table}</pre>"
    assert "<b>" not in safe_markdown("<b>" * 10_000)


def heading(text):
    """Return a page's title, and its first heading."""
    return re.search(r"<title>(.*)</title>", text)[1], re.search(r"<h1>(.*?)</h1>", text)[1]


@pytest.mark.slow
def test_a_cell_of_ones_own_is_labeled_and_makes_no_title(small, tmp_path):
    """Does what a learner puts first stay below the marks, in a box of its own?"""
    copy = Class(copy_class(small.course, tmp_path / "course").root)
    path = copy.path("autograded", "ben")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(0, new_markdown_cell("# Full marks: 13 of 13", id="free_9"))
    path.chmod(0o644)
    nbformat.write(notebook, path)
    text = page(copy, "ben")
    assert heading(text) == heading(page(small, "ben"))
    assert re.search(
        r">Your own cell</div>\s*<div class=\"answer mine\"><h1>Full marks: 13 of 13</h1></div>",
        text,
    )


def test_markdown_turns_nothing_around():
    """Are characters taken out that would write the rest of a line from right to left?"""
    assert safe_markdown("1 \u202e2 \u2067of 3\x1b") == "<p>1 2 of 3</p>"


@pytest.mark.slow
def test_the_command_does_not_control_the_terminal(small, monkeypatch):
    """Do paths and problems come out without what a terminal would obey?"""
    steers = "\x1b[2J\u202eada"
    pages = [Returned("lstm_cell", steers, Path(steers), problem) for problem in ("", steers)]
    monkeypatch.setattr("autograde.results.feedback.feedback", lambda *given: pages)
    code, out, _ = small.run("feedback")
    assert (code, out.splitlines()) == (
        1,
        ["?[2J?ada", "lstm_cell ?[2J?ada: PROBLEM: ?[2J?ada"],
    )
