"""The rules of the book's prose that a machine can hold."""

import re

import pages
import pytest

# "Simply" tells a reader who is stuck that the fault is theirs.
BANNED = re.compile(r"\b(simply|just|obviously|TODO|FIXME)\b", re.IGNORECASE)
# A full stop, a space and a capital: the next sentence. Not after an abbreviation.
NEXT_SENTENCE = re.compile(r"(?<!et al)(?<!e\.g)(?<!i\.e)(?<!vs)[.?!][*`)\"]* +(?=[A-Z`$*\"(\[])")
SENTENCE_ENDS = re.compile(r"[.?!:;…][*_`)\"”]*$")
OTHER_NAMES = re.compile(r"\b(memory state|carry state|memory vector)\b", re.IGNORECASE)


def test_no_banned_word(page):
    """Does the page do without words that belittle a difficulty, and without loose ends?"""
    found = [(number, line) for number, line in page.prose if BANNED.search(line)]
    assert found == []


def test_one_sentence_a_line(page):
    """Does each line of a paragraph hold one sentence, so that a change shows as one line?"""
    found = [(n, line) for n, line in pages.paragraphs(page) if NEXT_SENTENCE.search(line)]
    assert found == []


def test_no_sentence_is_wrapped(page):
    """Does a sentence end where its line ends?"""
    lines = dict(pages.paragraphs(page))
    found = [
        (number, line)
        for number, line in lines.items()
        if number + 1 in lines and not SENTENCE_ENDS.search(line)
    ]
    assert found == []


def test_states_have_one_name(page):
    """Are the two states called hidden state and cell state, and nothing else?"""
    assert [line for _, line in page.prose if OTHER_NAMES.search(line)] == []


def test_first_paragraph_follows_one_title(page):
    """Does the page begin with its one title?"""
    titles = [line for _, line in page.prose if line.startswith("# ")]
    assert len(titles) == 1
    assert next(line for _, line in page.prose if line.strip()) == titles[0]


@pytest.mark.parametrize(
    ("line", "fits"),
    [
        ("A gate is a number between 0 and 1.", True),
        ("See Gers et al. The forget gate is theirs.", True),
        ("A gate opens. It shuts.", False),
        ("A gate opens (see $f_t$). It shuts.", False),
    ],
)
def test_sentences_are_told_apart(line, fits):
    """Does the rule see two sentences where there are two, and one where there is one?"""
    assert (NEXT_SENTENCE.search(line) is None) is fits
