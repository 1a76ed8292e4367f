"""No result is typed into prose: what was measured comes from a cell, through glue.

A number in prose may also be a setting (it stands in a cell of the page, in an experiment that the
page loads, or is a default of the library that it imports), arithmetic (it stands in a formula,
with a sign between numbers), an array's shape, a version, a year, or cited with its source. What
is none of these is a result. Small whole numbers are words of the language, and a power of ten is
a limit or an order of magnitude: both are left alone.
"""

import ast
import re
from pathlib import Path

import pages
import pytest

import lstm_lib

LIBRARY = Path(lstm_lib.__file__).parent
# Numbers that are none of the above, each with its reason: page -> number -> reason.
ALLOWED = {
    "quality": {"0.0000003": "made up: what somebody might boast of"},
    "single_lstm": {
        "989": "printed by the lesson, beside what the page computes",
        "2.567e-6": "printed by the lesson, beside what the page computes",
    },
    "stacked_lstm": {"2.24e-4": "printed by the lesson, beside what the page computes"},
    "weather": {
        hours: "the series' unit of time: a setting, or part of a unit"
        for hours in (
            *("an hour", "one hour", "1 hour", "6 hours", "twelve hours"),
            *("24 hours", "25 hours", "48 hours"),
        )
    },
}

DIGITS = r"\d+(?:,\d{3})+(?:\.\d+)?|\d*\.?\d+(?:e[-+]?\d+)?"
NUMBER = re.compile(
    rf"(?<![\w.,])(?P<number>{DIGITS})(?P<percent>\s?%|\spercent|\sper\scent)?(?!\w)"
)
# How long something took hangs on the machine, so no cell's setting excuses it.
DURATION = re.compile(
    rf"\b({DIGITS}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty"
    r"|forty|fifty|sixty|half\sa)\s(s|ms|seconds?|minutes?|hours?)\b|\ban?\s(minute|hour)\b"
)
POWER_OF_TEN = re.compile(r"10*|0\.0*1|1e[-+]\d+")
# Estimates of a reader's time; test_learning_path.py holds each of them.
READING = re.compile(r"^(About .*\bto read\b|It is \d+ minutes long\.$|All of it is \d+ minutes)")
CITED = re.compile(r"\{cite(?::\w+)?\}`")
LOADS = re.compile(r"""\b(?:load|minutes)\(["'](\w+)["']\)""")
VERSIONED = "Python|Keras|TensorFlow|NumPy|JupyterLab"
SHAPE = re.compile(r"\([\d\s,]*,[\d\s,]*\)")
# Taken out before a line is searched. A lone number stays, between whatever signs it stands.
NO_PROSE = [
    (re.compile(r"\{[\w:]+\}`[^`]*`"), " "),  # roles: glue, cite, download
    (re.compile(r"\]\([^)]*\)"), "] "),  # where a link leads
    (re.compile(r"`(?!-?[\d.,e%+-]+`)[^`]*`"), " "),
    (re.compile(r"\$(?![-−]?[\d.,{}]+(?:\\?%)?\$)[^$]*\$"), " "),
    (SHAPE, " "),
    (re.compile(rf"\b(?:{VERSIONED})\s\d[\d.]*(?:(?:, | or )\d[\d.]*)*"), " "),
    (re.compile(r"(?<![\d,.])(?:19|20)\d\d(?![\d,.]\d|\d)"), " "),  # a year
    (re.compile(r"^\s*(?:\d+\. |#+ )"), " "),
    (re.compile(r"\{,\}"), ","),
]


def settings(page):
    """Return the numbers in the page's cells and in what they import from the course."""
    cells = "\n".join("\n".join(f.body) for f in page.fences if f.name == "code-cell")
    tree = ast.parse(cells)
    found = set(constants(tree))
    for name in LOADS.findall(cells):
        found.update(constants(parsed(pages.CHAPTERS / "experiments" / f"{name}.py")))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("lstm_lib"):
            modules = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            for module in modules:
                path = LIBRARY.joinpath(*module.split(".")[1:]).with_suffix(".py")
                if path.is_file():
                    found.update(defaults(parsed(path)))
    return found


def parsed(path):
    """Parse a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def constants(tree):
    """Yield the numbers of a piece of code."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and type(node.value) in (int, float):
            yield float(node.value)


def defaults(tree):
    """Yield the numbers that a module names, and those that its functions take by default."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            for default in [*node.args.defaults, *filter(None, node.args.kw_defaults)]:
                yield from constants(default)
        elif isinstance(node, ast.Assign | ast.AnnAssign | ast.ClassDef):
            yield from constants(node)


def formulas(page):
    """Return the numbers of the page's formulas, in which a sign stands between numbers."""
    inline = re.findall(
        r"\$([^$\n]*[=+·/^<>\\][^$\n]*)\$", "\n".join(line for _, line in page.prose)
    )
    display = re.findall(r"^\$\$(.*?)\$\$", page.text, re.DOTALL | re.MULTILINE)
    text = " ".join([*inline, *display]).replace("{,}", ",")
    return {value(number) for number in re.findall(DIGITS, text)}


def shapes(page):
    """Return the sizes in the shapes that the page writes down."""
    text = " ".join(shape for _, line in page.prose for shape in SHAPE.findall(line))
    return {float(size) for size in re.findall(r"\d+", text)}


def value(number):
    """Return a number as it is written in prose."""
    return float(number.replace(",", ""))


def results(page):
    """Yield the line and the text of each number in prose that must be a result."""
    known, section = settings(page) | formulas(page) | shapes(page), ""
    for number, line in page.prose:
        section = line[3:].strip() if line.startswith("## ") else section
        if section == "Quiz" or CITED.search(line):
            continue
        text = line
        for pattern, instead in NO_PROSE:
            text = pattern.sub(instead, text)
        if not READING.search(line):
            yield from ((number, match[0]) for match in DURATION.finditer(text))
            text = DURATION.sub(" ", text)
            for match in NUMBER.finditer(text):
                found = value(match["number"])
                if match["percent"]:
                    fine = found / 100 in known
                else:
                    small = found < 100 and found.is_integer()
                    fine = small or found in known or POWER_OF_TEN.fullmatch(f"{found:.12g}")
                if not fine:
                    yield number, match[0].strip()


def test_no_result_is_typed(page):
    """Does every number in prose that is a result come from a cell?"""
    allowed = ALLOWED.get(page.name, {})
    assert [(n, text) for n, text in results(page) if text not in allowed] == []


def test_each_exception_is_needed(page):
    """Is each number that is allowed by name still there?"""
    assert set(ALLOWED.get(page.name, {})) <= {text for _, text in results(page)}


PAGE = """# A page

```{code-cell} ipython3
from lstm_lib.series import sine_wave
steps, share = 250, 0.8
```

$$
a = 7.5
$$

%s
"""


@pytest.mark.parametrize(
    "line",
    [
        "The window has 250 steps, of which 80 % train, out of 1,000 points.",
        "As the formula says, 7.5, and $3 \\cdot 1.5 = 4.5$ makes 4.5.",
        "About 25 minutes to read.",
        "The loss is {glue:text}`loss:.2e`, from {glue:text}`low:.1f` seconds on.",
        "The LSTM of 1997 needs Python 3.11, 3.12 or 3.13 today.",
        "They measured 0.37 {cite}`gers2000learning`.",
        "| $U$ | recurrent weights | (50, 200) | and 200 columns |",
        "It has 50 units, and 3 layers.",
        "Call `Dropout(0.37)`.",
    ],
)
def test_settings_and_arithmetic_are_told_apart(tmp_path, line):
    """Is a number left alone that is no result?"""
    assert found(tmp_path, line) == []


@pytest.mark.parametrize(
    ("line", "result"),
    [
        ("The loss is 0.0037.", "0.0037"),
        ("The loss is $0.0037$, or `2.5e-6`.", "0.0037"),
        ("The loss is 2.5e-6 at the end.", "2.5e-6"),
        ("It is right in 93 % of all cases.", "93 %"),
        ("It has 10,451 weights.", "10,451"),
        ("It takes 40 seconds.", "40 seconds"),
        ("It takes half a minute.", "half a minute"),
        ("- after 250 s it has learned", "250 s"),
        ("| trained | 0.37 |", "0.37"),
    ],
)
def test_results_are_seen(tmp_path, line, result):
    """Is a result seen that somebody typed?"""
    assert found(tmp_path, line)[0] == result


def found(folder, line):
    """Return what the rule finds on a page with this line."""
    path = folder / "page.md"
    path.write_text(PAGE.replace("%s", line), encoding="utf-8")
    return [text for _, text in results(pages.read(path))]
