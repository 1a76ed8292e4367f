"""The quizzes as they are written: chapters/_static/course.js makes buttons of this form alone."""

import re

import pytest

QUESTION = re.compile(
    r"""\*\*Question[ ](?P<number>\d+)\.\*\*[ ](?P<text>.+)\n
    \n
    (?P<options>(?:-[ ][A-Z]\.[ ].+\n){2,})
    \n
    :::\{dropdown\}[ ]Answer[ ]to[ ]question[ ](?P=number)\n
    (?P<reasons>(?:-[ ]\*\*[A-Z][ ]is[ ](?:right|wrong)\.\*\*[ ].+\n){2,})
    :::\n""",
    re.VERBOSE,
)
OPTION = re.compile(r"^- ([A-Z])\. (.+)$", re.MULTILINE)
REASON = re.compile(r"^- \*\*([A-Z]) is (right|wrong)\.\*\* (.+)$", re.MULTILINE)


def quiz(chapter):
    """Return the text of a chapter's quiz."""
    return chapter.text.split("\n## Quiz\n")[1].split("\n## ")[0]


def test_a_quiz_is_questions_and_nothing_else(chapter):
    """Has it three to five questions, counted through, each in the form that becomes buttons?"""
    text = quiz(chapter)
    assert QUESTION.sub("", text).strip() == ""
    numbers = [int(question["number"]) for question in QUESTION.finditer(text)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert 3 <= len(numbers) <= 5


def test_every_option_is_explained(chapter):
    """Is there a reason for each option, and exactly one that is right?"""
    for question in QUESTION.finditer(quiz(chapter)):
        options = [letter for letter, _ in OPTION.findall(question["options"])]
        reasons = REASON.findall(question["reasons"])
        assert options == [letter for letter, _, _ in reasons], question["text"]
        assert options == list("ABCDEF"[: len(options)]), question["text"]
        assert [verdict for _, verdict, _ in reasons].count("right") == 1, question["text"]


def test_options_differ(chapter):
    """Are the options of a question different, and can each stand on a button, without a link?"""
    for question in QUESTION.finditer(quiz(chapter)):
        texts = [text for _, text in OPTION.findall(question["options"])]
        assert len(set(texts)) == len(texts)
        assert [t for t in texts if re.search(r"\]\(|\{(?!glue)[\w:]+\}`|https?://", t)] == []


def test_the_letter_gives_nothing_away(chapter):
    """Is the right option not the same letter in every question?"""
    right = [letter for letter, verdict, _ in REASON.findall(quiz(chapter)) if verdict == "right"]
    assert len(set(right)) > 1


@pytest.mark.parametrize("broken", ["- A. a\n- A. b", "- A) a\n- B) b", "- A. a"])
def test_a_broken_quiz_is_seen(broken):
    """Does the form refuse a quiz that would become no buttons, or wrong ones?"""
    answers = "- **A is right.** yes\n- **B is wrong.** no\n"
    text = (
        f"**Question 1.** Why?\n\n{broken}\n\n:::{{dropdown}} Answer to question 1\n{answers}:::\n"
    )
    question = QUESTION.search(text)
    assert question is None or [n for n, _ in OPTION.findall(question["options"])] != ["A", "B"]
