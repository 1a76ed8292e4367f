"""Read a page of the book: its headings, its prose, its cells, without building anything."""

import re
from dataclasses import dataclass, field
from pathlib import Path

import yaml

CHAPTERS = Path(__file__).parents[2] / "chapters"
ASSIGNMENTS = CHAPTERS.parent / "autograde" / "assignments"
LINK = re.compile(r"\]\((?:exercises/(?P<exercise>\w+)\.ipynb|(?P<chapter>\w+)\.md)\)")
# The parts of the contents whose pages are chapters; the other parts come before and after them.
PARTS = ("Why memory", "Inside the cell", "The sine task", "More than one cell", "At work")

FENCE = re.compile(r"^(?P<marks>`{3,}|:{3,}) *(?:\{(?P<name>[\w:-]+)\})?(?P<argument>.*)$")
# What stands inside these is no prose; what stands inside any other directive is.
VERBATIM = {None, "code-cell", "code-block", "literalinclude", "math", "raw", "bibliography"}


@dataclass
class Fence:
    """One fenced block: a code cell, a figure, an admonition."""

    name: str | None
    argument: str
    lines: list[str] = field(default_factory=list)

    def split(self):
        """Return the option lines and the body, as MyST tells them apart."""
        lines = self.lines
        if lines[:1] == ["---"]:
            end = lines.index("---", 1)
            return lines[1:end], lines[end + 1 :]
        count = next((n for n, line in enumerate(lines) if not line.startswith(":")), len(lines))
        return lines[:count], lines[count:]

    @property
    def options(self) -> str:
        """The options as text."""
        return "\n".join(self.split()[0])

    @property
    def body(self) -> list[str]:
        """What follows the options, without blank lines around it."""
        return "\n".join(self.split()[1]).strip("\n").splitlines()


@dataclass
class Page:
    """One MyST page."""

    prose: list[tuple[int, str]]
    fences: list[Fence]
    text: str
    name: str

    @property
    def headings(self) -> list[str]:
        """The headings of the second level, in order."""
        return [line[3:].strip() for _, line in self.prose if line.startswith("## ")]


def chapters() -> list[str]:
    """Return the names of the chapters, in reading order."""
    contents = yaml.safe_load((CHAPTERS.parent / "_toc.yml").read_text(encoding="utf-8"))
    return [
        chapter["file"].removeprefix("chapters/")
        for part in contents["parts"]
        if part["caption"] in PARTS
        for chapter in part["chapters"]
    ]


def read(path: Path) -> Page:
    """Take a page apart."""
    text = path.read_text(encoding="utf-8")
    lines = list(enumerate(text.splitlines(), 1))
    if lines and lines[0][1] == "---":  # front matter
        end = next(number for number, line in lines[1:] if line == "---")
        lines = lines[end:]
    prose, fences, open_fences, in_math = [], [], [], False
    for number, line in lines:
        closing = line.strip()
        if open_fences and closing and closing == open_fences[-1][1]:
            open_fences.pop()
            prose.append((number, ""))
            continue
        inside = open_fences[-1][0] if open_fences else None
        match = FENCE.match(line)
        if match and not (inside and inside.name in VERBATIM):
            fence = Fence(match["name"], match["argument"].strip())
            fences.append(fence)
            open_fences.append((fence, match["marks"]))
            prose.append((number, ""))
            continue
        if inside:
            inside.lines.append(line)
        if inside and (inside.name in VERBATIM or line.startswith(":") or line == "---"):
            continue
        if line.startswith("$$"):
            in_math ^= line.count("$$") == 1
            prose.append((number, ""))
        elif not in_math:
            prose.append((number, line))
    return Page(prose, fences, text, path.stem)


def paragraphs(page: Page):
    """Yield the number and text of each line of a plain paragraph.

    No list, table or heading; no caption, which is one line in italics; no question of a quiz.
    """
    for number, line in page.prose:
        if re.match(r"[A-Za-z0-9`$*\[{]", line) and not re.match(
            r"[*] |\d+[.] |[*][^*]|[*][*]Question ", line
        ):
            yield number, line


def key(link):
    """Return what roles call a page, for a match of `LINK`."""
    return link["chapter"] or f"exercises/{link['exercise']}"
