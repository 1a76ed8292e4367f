"""Return marks and reasons: one page per submission, through nbgrader's own step."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bleach
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

from autograde.errors import CourseError
from autograde.gradebook.course import Course
from autograde.gradebook.nbgrading import last_error, open_nbgrader, require_gradebook
from autograde.intake.marks import (
    FINAL,
    STALE,
    UNREADABLE,
    graded_notebook,
    released_points,
    status_of,
)
from autograde.record import read_record
from lstm_lib.checks.exercises import CHECKS
from lstm_lib.checks.verdict import CRASHED, HEADS, NOT_ATTEMPTED, NOT_YET, UNSEEN, visible

HINTED = (NOT_YET, NOT_ATTEMPTED, CRASHED)  # the same as on the cards
HINTS = {check.name: check.hints[0] for check in CHECKS}

MARKDOWN_LIMIT = 20_000  # characters; ten times as many would take minutes to render
TAGS = {
    *bleach.ALLOWED_TAGS,
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "pre", "del", "div", "span"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {**bleach.ALLOWED_ATTRIBUTES, "div": ["class"], "span": ["class"]}


class PicturesAsSource(IPythonRenderer):
    """Renders Markdown without its pictures; nbconvert's own renderer fails on missing attachments.

    A picture pasted into an answer is an attachment, and attachments are not taken over.
    """

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """Show a picture as its Markdown source."""
        return f"<code>![{text}]({html.escape(url)})</code>"


def safe_markdown(source: str) -> str:
    """Turn Markdown into HTML that runs nothing and loads nothing.

    Formgrader and the feedback both show what learners wrote. nbconvert's own filter would let
    through links with scripts and pictures from other sites.

    Parameters
    ----------
    source : str
        Markdown.

    Returns
    -------
    str
        HTML with only text, tables, lists and plain links. Pictures are shown as their source, and
        so is a text that is longer than any answer.

    Examples
    --------
    >>> safe_markdown("*c* <b onclick='x()'>is</b> [kept](javascript:x)")
    '<p><em>c</em> <b>is</b> <a>kept</a></p>'
    """
    source = UNSEEN.sub("", source)
    if len(source) > MARKDOWN_LIMIT:
        return f"<pre>{html.escape(source)}</pre>"
    renderer = PicturesAsSource(escape=False, exclude_anchor_links=True)
    return bleach.clean(
        MarkdownWithMath(renderer=renderer).render(source), tags=TAGS, attributes=ATTRIBUTES
    ).strip()


class Overview(NbGraderPreprocessor):
    """Collects the table at the top of the page: each part with its points and its result.

    It runs after nbgrader's GetGrades, which puts the marks into the cells.
    """

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Add the parts, the learner's name and the unmarked points to the page's resources."""
        of = resources["nbgrader"]
        course = Course(Path(self.parent.parent.coursedir.root))
        graded = graded_notebook(course, of["student"], of["assignment"])
        with Gradebook(of["db_url"]) as gradebook:
            submission = gradebook.find_submission(of["assignment"], of["student"])
            grades = [grade for one in submission.notebooks for grade in one.grades]
            by_hand = {grade.name for grade in grades if grade.manual_score is not None}
            unsettled = {grade.name for grade in grades if grade.needs_manual_grade}
            today = released_points(gradebook, of["assignment"])
            status = status_of(submission, course, graded, today)
            student = gradebook.find_student(of["student"])
            names = [name for name in (student.first_name, student.last_name) if name]
        of["student_name"] = visible(" ".join(names) or of["student"])
        of["parts"] = [
            _part(cell, cell.id in unsettled, cell.id in by_hand)
            for cell in nb.cells
            if utils.is_grade(cell)
        ]
        of["not_final"] = _not_final(status, of["parts"])
        of["title"] = _title(nb) or of["notebook"]
        record = read_record(nb)
        of["edited"] = record.get("edited", [])
        of["unreadable"] = visible(record.get("unreadable", ""))
        return nb, resources


def _title(nb: NotebookNode) -> str:
    """Return the first heading of what was handed out; learners add cells of their own."""
    given = [c.source for c in nb.cells if c.cell_type == "markdown" and utils.is_locked(c)]
    headings = re.findall(r"^# (.+)", "\n".join(given), re.MULTILINE)
    return headings[0].removeprefix("Exercise: ") if headings else ""


def _not_final(status: str, parts: list[dict[str, Any]]) -> str:
    """Say in a learner's words why a mark is not final; empty if it is, or the page says more."""
    awaits = sum(part["points"] for part in parts if part["awaits"])
    review = sum(part["points"] for part in parts if part["review"])
    if status in (FINAL, UNREADABLE):
        return ""
    if status == STALE:
        return "the notebook, or what its parts are worth, changed after it was graded."
    if awaits:
        return f"{awaits:g} points still await a person's mark."
    if review:
        return f"a person marked {review:g} points before it was graded again, and will look again."
    return "it is not clear yet when it was handed in."


def _part(cell: NotebookNode, unsettled: bool, by_hand: bool) -> dict[str, Any]:
    """Describe a graded cell, with its first hint, and remove the bare score from its outputs."""
    facts, record = cell.metadata.nbgrader, read_record(cell)
    awaits, review = unsettled and not by_hand, unsettled and by_hand
    facts["awaits"], facts["by_hand"] = awaits, by_hand
    facts["hint"] = HINTS.get(record.get("check", ""), "") if record.get("status") in HINTED else ""
    if awaits:
        result = "awaits a person"
    elif by_hand:
        result = "marked by a person" + (", to review" if review else "")
    elif "status" in record:
        sign, words, _ = HEADS[record["status"]]
        result = f"{sign} {words}"
    else:
        result = "no answer"
    if cell.cell_type == "code":
        cell.outputs = [o for o in cell.outputs if o.output_type != "execute_result"]
    return {
        "id": facts["grade_id"],
        "title": record.get("check", facts["grade_id"]),
        "score": facts["score"],
        "points": facts["points"],
        "result": result,
        "awaits": awaits,
        "review": review,
    }


@dataclass(frozen=True)
class Returned:
    """The outcome of one submission's page. `problem` is empty if it was written."""

    assignment: str
    student: str
    page: Path
    problem: str = ""


def feedback(course: Course, names: list[str], student: str | None = None) -> Iterator[Returned]:
    """Write a page for each graded submission; pages from earlier runs are replaced.

    Parameters
    ----------
    course : Course
        The class.
    names : list of str
        The assignments.
    student : str, optional
        Write only the pages of this student.

    Yields
    ------
    Returned
        A page, or the problem that prevented it.

    Raises
    ------
    CourseError
        If there is no course, or no submission to these assignments was graded.
    """
    require_gradebook(course)
    api = open_nbgrader(course)
    graded = sorted(
        (place.stem, place.parents[1].name)
        for place in course.folder("autograded").glob("*/*/*.ipynb")
        if place.stem == place.parent.name
        and place.stem in names
        and student in (None, place.parents[1].name)
    )
    if not graded:
        whose = f" of {student}" if student else ""
        raise CourseError(
            f"No submission{whose} to {', '.join(names)} is graded in {course.root} yet. "
            f"Run: autograde --course {course.root} grade"
        )
    for name, who in graded:
        result = api.generate_feedback(name, who, force=True)
        page = course.folder("feedback") / who / name / f"{name}.html"
        yield Returned(name, who, page, "" if result["success"] else last_error(result))
