"""What goes back to people, in Chromium: the report on a class, and a learner's feedback."""

import dataclasses
import sys
from pathlib import Path

import browsing
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "autograde"))

from grading_tools import nbgrader_may_warn
from small_class import small_class

from autograde.cli.report_views import as_html
from autograde.results.feedback import feedback
from autograde.results.report import report
from autograde.results.standouts import Failure, Outlier

pytestmark = pytest.mark.browser

LONG = "a_word_without_an_end_" * 5


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Write the report and a page of feedback; return where each lies."""
    course = small_class().course
    with nbgrader_may_warn():
        (returned,) = feedback(course, ["lstm_cell"], "ben")
        found = dataclasses.replace(
            report(course, ["lstm_cell"]),
            shared=(f"Half or more of those who attempted {LONG} show: {LONG}.",),
            outliers=(Outlier(LONG, "lstm_cell", LONG),),
            failures=(Failure("dee", "lstm_cell", f"not a notebook: {LONG}"),),
            unboxed=((LONG, "lstm_cell"),),
        )
    path = as_html(found, tmp_path_factory.mktemp("report") / "report.html")
    return {"report": path, "feedback": returned.page}


@pytest.mark.parametrize("name", ["report", "feedback"])
@pytest.mark.parametrize("mode", [*browsing.MODES, "dark phone"])
def test_a_returned_page(browser, pages, name, mode):
    """Is it accessible, does it fit the screen, and does it ask nobody for anything?"""
    scheme, viewport = browsing.MODES.get(mode, ("dark", browsing.PHONE))
    context = browser.new_context(viewport=viewport, color_scheme=scheme, bypass_csp=True)
    page, asked, errors = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: errors.append(message.text))
    page.goto(pages[name].as_uri())
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    found = browsing.violations(page)
    context.close()
    assert [url for url in asked if not url.startswith("data:")] == [pages[name].as_uri()]
    assert (errors, width, found) == ([], 0, [])
