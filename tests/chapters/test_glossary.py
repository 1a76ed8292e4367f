"""The glossary: in order, complete, and its links lead to where the words are used."""

import re

import pages
import pytest

GLOSSARY = (pages.CHAPTERS / "glossary.md").read_text(encoding="utf-8")
# An entry: a term, with its abbreviation in parentheses, then an indented definition and its pages.
ENTRY = re.compile(r"^(\S.*)\n  (.+) → (.+)$", re.MULTILINE)
ENTRIES = [
    (re.split(r" \(|\)$", term), definition, re.findall(r"\]\((\w+)\.md\)", where))
    for term, definition, where in ENTRY.findall(GLOSSARY.split("{glossary}\n")[1])
]
TERMS = {term.lower() for terms, _, _ in ENTRIES for term in terms if term}
# A word in bold within a sentence is a term where it is explained, or else one of these.
NO_TERMS = {
    *(
        "must vanish",
        "can explode",
        "not a recording of the past",
        "a loss threshold grades nothing",
    ),
    *("Hold", "Add up", "Keep silent", "build", "the lesson", "i f g o"),
}
# Forms of a term that its entry is not filed under.
FORMS = {
    "vanished": "vanishing gradient",
    "exploded": "exploding gradient",
    "clipping by the global norm": "clipping",
    "initial states": None,  # explained where it stands, in the words themselves
    "continual": None,  # the same
    "dense": "dense layer",
    "scaled": "scaled units",
    "stateless": "stateful",
}


def explained():
    """Yield each word in bold that stands within a sentence of a chapter."""
    for name in pages.chapters():
        section = None
        for _, line in pages.read(pages.CHAPTERS / f"{name}.md").prose:
            section = line[3:] if line.startswith("## ") else section
            within = re.match(r"[^*]*\w[^*]*\*\*", line) and not re.match(r"[-\d]", line)
            if section not in ("You will be able to", "Quiz", "What goes wrong") and within:
                yield from (word for word in re.findall(r"\*\*([^*`$]+?)\*\*", line))


def test_entries_are_read():
    """Does the test see the entries that the page has?"""
    assert len(ENTRIES) == GLOSSARY.count(" → ") > 50


def test_terms_are_in_order():
    """Do the entries stand in alphabetical order, each once?"""
    first = [terms[0].lower() for terms, _, _ in ENTRIES]
    assert first == sorted(set(first))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry[0][0])
def test_links_lead_to_the_word(entry):
    """Does each page that an entry names use the word?"""
    terms, _, where = entry
    assert where
    # "exploding gradient" is explained as "a gradient that has exploded": stems are compared.
    stems = [re.findall(r"[a-z]{3,}", term.lower()) for term in terms if term]
    for name in where:
        text = (pages.CHAPTERS / f"{name}.md").read_text(encoding="utf-8").lower()
        assert any(all(word[:6] in text for word in words) for words in stems), name


@pytest.mark.parametrize("word", sorted(set(explained()) - NO_TERMS))
def test_each_explained_word_has_its_entry(word):
    """Is each word that a chapter explains in bold in the glossary?"""
    singular = word.lower().removesuffix("s")
    entry = FORMS.get(word, word)
    assert entry is None or {entry.lower(), singular} & TERMS or f"{singular}s" in TERMS
