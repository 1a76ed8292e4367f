"""The learning path: its ways add up what their pages take; the tables, see test_facts.py."""

import re

import pages
import pytest

PATH = pages.read(pages.CHAPTERS / "learning_path.md")


def section(title):
    """Return the text below a heading of the page, up to the next heading of its level or above."""
    level = re.search(rf"^(#+) {re.escape(title)}$", PATH.text, re.MULTILINE)
    rest = PATH.text[level.end() :]
    return re.split(rf"^#{{1,{len(level[1])}}} ", rest, maxsplit=1, flags=re.MULTILINE)[0]


@pytest.mark.parametrize("title", re.findall(r"^### (.+)$", section("Ways for less time"), re.M))
def test_a_shorter_way_takes_what_its_pages_take(title):
    """Does a shorter way add up the minutes of the very pages that it links?"""
    way = section(title)
    added = re.search(r"^It is \{total\}`([\w/ ]+)` minutes long\.$", way, re.MULTILINE)[1]
    assert added.split() == [pages.key(link) for link in pages.LINK.finditer(way)]


def test_each_chapter_can_be_skipped_by_a_question():
    """Has each chapter its question, by which a reader finds out whether to skip it?"""
    linked = [link["chapter"] for link in pages.LINK.finditer(section("What you can skip"))]
    assert linked == pages.chapters()
