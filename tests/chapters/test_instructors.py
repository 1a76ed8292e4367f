"""The guide for instructors and the help with troubles: what they say is what the course does."""

import ast
import re
import shlex

import pages
import pytest

from autograde.cli.main import _parser

ROOT = pages.CHAPTERS.parent
GUIDE = pages.read(pages.CHAPTERS / "instructors.md")
TROUBLES = pages.read(pages.CHAPTERS / "troubleshooting.md")

MINUTES = re.compile(r"\{minutes\}`([\w/ ]+)`")
# A symptom: who says it, in bold, and the words, as code. What is the user's own stands as "…".
SYMPTOM = re.compile(r"^- \*\*(?P<who>[^*]+):\*\* (?P<words>.+)$")
CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
OURS = {
    "a card", "a check", "autograde", "doctor", "grade", "lstm_lib", "make", "stored results",
    "the feedback page", "the installer", "the report",
}  # fmt: skip
OTHERS = {
    "JupyterLab", "Keras", "No message", "PowerShell", "Python", "TensorFlow", "Validate", "pip",
    "the operating system", "the shell",
}  # fmt: skip
VALUE = "\0"  # stands for what a program fills in


def tables(page):
    """Return the tables of a page, each a list of rows of cells, the head first."""
    found, rows = [], []
    for _, line in [*page.prose, (0, "")]:
        if line.startswith("| "):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
        elif rows:
            found.append([rows[0], *rows[2:]])
            rows = []
    return found


def test_minutes_are_those_of_the_pages():
    """Do the minutes beside links, in every table, count the very pages of the links?"""
    compared = 0
    for table in tables(GUIDE):
        for row in table[1:]:
            for title, linked, number in zip(table[0][1:], row, row[1:], strict=False):
                if title == "minutes" and number:
                    counted = MINUTES.fullmatch(number)[1].split()
                    assert counted == [pages.key(link) for link in pages.LINK.finditer(linked)]
                    compared += 1
    assert compared > 10


def commands(page):
    """Yield the words of each `autograde` call in the page's blocks for a shell."""
    for line in re.findall(r"^```bash\n(.*?)^```$", page.text, re.MULTILINE | re.DOTALL):
        for call in line.splitlines():
            words = shlex.split(call, comments=True)
            if words and words[0].rpartition("/")[2] == "autograde":
                yield words[1:]


@pytest.mark.parametrize("written", [GUIDE, TROUBLES], ids=["instructors", "troubleshooting"])
def test_every_call_is_understood(written):
    """Does `autograde` know each command and each option that the page types?"""
    calls = list(commands(written))
    assert calls
    for words in calls:
        assert callable(_parser().parse_args(words).run), words


def templates(path):
    """Yield the texts of a Python file, with a sign where a value is filled in."""
    pieces = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.JoinedStr):  # ast.walk comes to it before its pieces
            pieces.update(map(id, node.values))
            yield "".join(piece.value if is_text(piece) else VALUE for piece in node.values)
        elif is_text(node) and id(node) not in pieces:
            yield node.value


def is_text(node):
    """Tell whether a node of a syntax tree is a string."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def spoken():
    """Return every text that the course's own code can print."""
    folders = ("autograde", "lstm_lib", "chapters/experiments")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    files.append(ROOT / "install.py")
    texts = [text for path in files for text in templates(path)]
    return [*texts, (ROOT / "Makefile").read_text(encoding="utf-8")]


def symptoms():
    """Yield who says what, for each message that the page quotes."""
    for _, line in TROUBLES.prose:
        if found := SYMPTOM.match(line):
            yield found["who"], [words for _, words in CODE.findall(found["words"])]


def says(text, words):
    """Tell whether a text is what the words quote, whatever stands for each "…"."""
    return re.search(".*".join(map(re.escape, words.split("…"))), text) is not None


@pytest.mark.slow
def test_every_message_is_one_of_ours():
    """Does the course's code hold each message that the page says is its own?"""
    texts = spoken()
    ours = [words for who, quoted in symptoms() if who in OURS for words in quoted]
    assert len(ours) > 50
    assert [words for words in ours if not any(says(text, words) for text in texts)] == []


def test_every_symptom_has_a_speaker():
    """Does every item of the page say who speaks, and is that somebody known?"""
    items = [line for _, line in TROUBLES.prose if line.startswith("- ")]
    assert [line for line in items if not SYMPTOM.match(line)] == []
    assert {who for who, _ in symptoms()} <= OURS | OTHERS


@pytest.mark.parametrize(
    ("words", "held"),
    [
        ("There is no assignment …. The assignments are: …", True),
        ("There is no assignment 'lstm_sell'.", False),
        ("The assignments are: …. There is no assignment", False),
    ],
)
def test_messages_are_told_apart(words, held):
    """Does a quotation match the message that it quotes, and no other?"""
    assert says(f"There is no assignment {VALUE}. The assignments are: {VALUE}.", words) is held
