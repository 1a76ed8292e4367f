"""The table of contents as a reader sees it: numbers, order, exercises below their chapters."""

import re

import browsing
import pytest
import yaml

from autograde.places import ASSIGNMENTS
from autograde.release.statement import read_facts

pytestmark = pytest.mark.browser

# What the sidebar shows: where each link leads, its text, and how deep it lies.
SIDEBAR = """() => [...document.querySelectorAll("#pst-primary-sidebar nav.bd-links a.internal")]
  .filter((link) => link.checkVisibility() && !link.closest(".caption"))
  .map((link) => [new URL(link.href).pathname, link.textContent.trim(),
    link.closest("li").className.match(/toctree-l(\\d)/)[1]])"""


@pytest.fixture(scope="module")
def toc():
    """Return _toc.yml."""
    return yaml.safe_load((browsing.ROOT / "_toc.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def sidebar(browser, server):
    """Return what the sidebar of the preface shows."""
    with browsing.opened(browser, server, "chapters/preface.html") as (page, _):
        return page.evaluate(SIDEBAR)


def test_the_sidebar_shows_every_page(toc, sidebar):
    """Are all pages there without unfolding anything, in order, exercises below their chapter?"""
    expected = [
        (f"/{name}.html", "2" if nested else "1") for _, name, nested in browsing.contents(toc)
    ]
    assert [(path, depth) for path, _, depth in sidebar][1:] == expected


def test_chapters_are_numbered_through(toc, sidebar):
    """Do the numbers run from 1 over all parts, and do exercises and the other pages have none?"""
    text = {path: text for path, text, _ in sidebar}
    found, expected = [], []
    for part, name, nested in browsing.contents(toc):
        number = re.match(r"(\d[\d.]*)\.? ", text[f"/{name}.html"])
        if part.get("numbered") and not nested:
            expected.append((name, str(len(expected) + 1)))
            found.append((name, number and number[1].rstrip(".")))
        else:
            assert number is None, name
    assert found == expected


def test_a_heading_has_its_chapters_number(book, toc):
    """Does a chapter's title have the number of the contents, and its sections none?"""
    numbered = (
        n for part, n, nested in browsing.contents(toc) if part.get("numbered") and not nested
    )
    for number, name in enumerate(numbered, 1):
        html = (book / f"{name}.html").read_text(encoding="utf-8")
        numbers = re.findall(r'<h\d><span class="section-number">([^<]*)</span>', html)
        assert numbers == [f"{number}. "], name


def test_the_guides_sections_stand_where_it_asks_for_them(book):
    """Do what learners stumble over, exercise by exercise, lie below that heading alone?"""
    text = (book / "chapters" / "instructors.html").read_text(encoding="utf-8")
    below = text.split('<section id="where-learners-stumble">')[1]
    below = below.split('<section id="marking-by-hand">')[0]
    titles = [read_facts(path).title for path in sorted(ASSIGNMENTS.glob("*/notebook.md"))]
    found = re.findall(r"<h3>(.*?)<a", below)
    assert sorted(found) == sorted(titles)
    assert all(text.count(f"<h3>{title}<a") == 1 for title in titles)
