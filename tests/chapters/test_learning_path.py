"""The learning path: it names every chapter and exercise, and its minutes are theirs."""

import re

import pages
import pytest

PATH = pages.read(pages.CHAPTERS / "learning_path.md")


def section(title):
    """Return the text below a heading of the page, up to the next heading of its level or above."""
    level = re.search(rf"^(#+) {re.escape(title)}$", PATH.text, re.MULTILINE)
    rest = PATH.text[level.end() :]
    return re.split(rf"^#{{1,{len(level[1])}}} ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def rows():
    """Yield the page and the minutes of each pair of cells in the table of the whole way."""
    for line in section("The whole way").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        for page, number in (cells[0:2], cells[2:4]) if len(cells) == 5 else ():
            if link := pages.LINK.search(page):
                yield link, int(number)


def test_the_table_names_everything_in_order():
    """Does the whole way hold each chapter and each exercise once, in the order of the contents?"""
    exercises = [link["exercise"] for link, _ in rows() if link["exercise"]]
    toc = (pages.CHAPTERS.parent / "_toc.yml").read_text(encoding="utf-8")
    assert [link["chapter"] for link, _ in rows() if link["chapter"]] == pages.chapters()
    assert sorted(exercises) == sorted(path.name for path in pages.ASSIGNMENTS.iterdir())
    assert len(re.findall(r"chapters/exercises/\w+", toc)) == len(exercises)


def test_the_minutes_are_those_of_the_pages():
    """Does each page take as long here as it says itself?"""
    assert [(link[0], number) for link, number in rows()] == [
        (link[0], pages.minutes(link)) for link, _ in rows()
    ]


def test_the_sum_is_right():
    """Are the minutes of all chapters and of all exercises added up rightly?"""
    sums = re.search(r"(\d+) minutes of reading and (\d+) minutes of exercises", PATH.text)
    assert [int(number) for number in sums.groups()] == [
        sum(number for link, number in rows() if link[kind]) for kind in ("chapter", "exercise")
    ]


@pytest.mark.parametrize("title", re.findall(r"^### (.+)$", section("Ways for less time"), re.M))
def test_a_shorter_way_takes_what_its_pages_take(title):
    """Are the minutes of a shorter way those of the pages that it links?"""
    way = section(title)
    stated = int(re.search(r"^It is (\d+) minutes long\.$", way, re.MULTILINE)[1])
    assert stated == sum(pages.minutes(link) for link in pages.LINK.finditer(way))


def test_each_chapter_can_be_skipped_by_a_question():
    """Has each chapter its question, by which a reader finds out whether to skip it?"""
    linked = [link["chapter"] for link in pages.LINK.finditer(section("What you can skip"))]
    assert linked == pages.chapters()
