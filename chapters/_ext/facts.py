"""Facts that stand once, printed wherever the book says them: minutes, points, limits.

A chapter says how long it takes below its title, and in its front matter what one does there and
what it builds on. An exercise says all of this in the front matter of its statement. The tables and
sums of the book are made from these, in the order of `_toc.yml`.

    ```{course-table} contents
    ```

prints the table of all pages, and so do `path` and `points`; `quality` and `trainings` print how
well the checks judge, as it was measured. In a line of text,

    {minutes}`one_step exercises/lstm_cell`   prints "20 + 45",
    {total}`one_step exercises/lstm_cell`     the sum; also of `reading` or `exercises`,
    {limit}`cell_s`                           a limit of `autograde.kernel.limits`.
"""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective, SphinxRole

from autograde.kernel.limits import Limits
from autograde.places import ASSIGNMENTS, MEASURE, TRAININGS
from autograde.quality import table
from autograde.release import measured
from autograde.release.build import read_assignment
from autograde.release.statement import read_facts

CHAPTERS = Path(__file__).parents[1]
CONTENTS = CHAPTERS.parent / "_toc.yml"
FRONT = re.compile(r"---\n(.*?\n)---\n", re.DOTALL)
MINUTES = re.compile(r"^About (\d+) minutes to read", re.MULTILINE)


class Lacking(ValueError):
    """A page does not say what the book has to print of it."""


@dataclass(frozen=True)
class Page:
    """What the book says of one page; `part` is the caption of its part of the contents."""

    name: str
    part: str
    is_exercise: bool = False
    is_chapter: bool = False

    @property
    def path(self) -> Path:
        """The file that holds its facts."""
        if self.is_exercise:
            return ASSIGNMENTS / self.name / "notebook.md"
        return CHAPTERS / f"{self.name}.md"

    @property
    def key(self) -> str:
        """What roles call it."""
        return f"exercises/{self.name}" if self.is_exercise else self.name

    @property
    def link(self) -> str:
        """A link that shows the page's title."""
        return f"[]({self.key}.{'ipynb' if self.is_exercise else 'md'})"

    @property
    def minutes(self) -> int:
        """How long it takes, as the page itself says."""
        if self.is_exercise:
            return read_facts(self.path).minutes
        found = MINUTES.search(self.path.read_text(encoding="utf-8"))
        if not found:
            raise Lacking(f"{self.path.name} has no line 'About N minutes to read'")
        return int(found[1])

    def said(self, key: str) -> str:
        """Return a fact of its front matter, below `course`."""
        if self.is_exercise:
            return getattr(read_facts(self.path), key)
        front = FRONT.match(self.path.read_text(encoding="utf-8"))
        course = (yaml.safe_load(front[1]) if front else {}).get("course", {})
        if key not in course:
            raise Lacking(f"the front matter of {self.path.name} lacks {key} below course")
        return course[key]

    @functools.cached_property
    def points(self) -> tuple[int, int]:
        """The points of an exercise, and those of them that a person gives."""
        cells = [cell.metadata["nbgrader"] for cell in read_assignment(self.path).cells]
        graded = [cell for cell in cells if cell["grade"]]
        by_hand = sum(cell["points"] for cell in graded if cell["solution"])
        return sum(cell["points"] for cell in graded), by_hand


def pages() -> list[Page]:
    """Return all pages in the order of the contents, but those at the back of the book."""
    contents = yaml.safe_load(CONTENTS.read_text(encoding="utf-8"))
    found = []
    for part in contents["parts"][:-1]:
        for entry in part["chapters"]:
            name = Path(entry["file"]).name
            found.append(Page(name, part["caption"], is_chapter="numbered" in part))
            for section in entry.get("sections", []):
                found.append(Page(Path(section["file"]).name, part["caption"], is_exercise=True))
    return found


def _row(*cells: object) -> str:
    """Write a row of a Markdown table."""
    return f"| {' | '.join(map(str, cells))} |"


def contents_table() -> Iterator[str]:
    """Write all pages with what one does there."""
    yield from (_row("part", "page", "what you do there"), "| --- | --- | --- |")
    part = ""
    for page in pages():
        does = page.said("summary")
        yield _row(
            page.part if page.part != part else "",
            page.link,
            f"**exercise:** {does}" if page.is_exercise else does,
        )
        part = page.part


def path_table() -> Iterator[str]:
    """Write all chapters and exercises with their minutes, and what they build on."""
    yield from (
        _row("chapter", "minutes", "exercise", "minutes", "builds on"),
        "| --- | --- | --- | --- | --- |",
    )
    chapter: Page | None = None
    for page in [*pages(), Page("", "", is_chapter=True)]:
        if page.is_chapter:
            if chapter:
                yield _row(chapter.link, chapter.minutes, "", "", chapter.said("builds_on"))
            chapter = page
        elif page.is_exercise and chapter:
            needs = ", ".join(filter(None, [chapter.said("builds_on"), page.said("builds_on")]))
            yield _row(chapter.link, chapter.minutes, page.link, page.minutes, needs)
            chapter = None
        elif page.is_exercise:
            yield _row("", "", page.link, page.minutes, page.said("builds_on"))


def points_table() -> Iterator[str]:
    """Write all exercises with what to read before, minutes and points."""
    yield from (
        _row("read", "minutes", "exercise", "minutes", "points", "of these by hand"),
        "| --- | --- | --- | --- | --- | --- |",
    )
    read: list[Page] = []
    for page in pages():
        if page.is_chapter:
            read.append(page)
        elif page.is_exercise:
            yield _row(*_together(read), page.link, page.minutes, *page.points)
            read = []
    if read:  # what comes after the last exercise
        yield _row(*_together(read), "", "", "", "")


def _together(chapters: list[Page]) -> tuple[str, str]:
    """Return the links of some chapters, and their minutes as a sum."""
    links = ", ".join(chapter.link for chapter in chapters)
    return links, " + ".join(str(chapter.minutes) for chapter in chapters)


def quality_table() -> Iterator[str]:
    """Write how well the checks of each exercise judge; a measure of older code is refused."""
    yield from (_row(*table.HEAD), "| --- " * len(table.HEAD) + "|")
    for page in pages():
        if page.is_exercise:
            if (measure := measured.stored(page.name)) is None:
                yield _row(page.link, "*not measured yet*", *[""] * (len(table.HEAD) - 2))
            elif old := measured.note(page.name):
                raise Lacking(old)
            else:
                yield _row(*table.row(page.link, measure))


def trainings_table() -> Iterator[str]:
    """Write how often each answer that trains a network got full marks, of many seeds."""
    found = list(table.training_rows())
    if not found:
        yield "*No training by the code as it is now has been stored yet.*"
        return
    yield from (_row(*table.TRAININGS), "| --- " * len(table.TRAININGS) + "|")
    yield from (_row(*row) for row in found)


TABLES = {
    "contents": contents_table,
    "path": path_table,
    "points": points_table,
    "quality": quality_table,
    "trainings": trainings_table,
}


def minutes_of(names: str) -> list[int]:
    """Return the minutes of pages: of those named, of all `reading`, or of all `exercises`."""
    known = {page.key: page for page in pages()}
    if names == "reading":
        return [page.minutes for page in known.values() if page.is_chapter]
    if names == "exercises":
        return [page.minutes for page in known.values() if page.is_exercise]
    if unknown := [name for name in names.split() if name not in known]:
        raise Lacking(f"there is no page {', '.join(unknown)}: {', '.join(known)}")
    return [known[name].minutes for name in names.split()]


def limit(name: str) -> int:
    """Return a limit of the course."""
    if name not in Limits.__dataclass_fields__:
        raise Lacking(f"there is no limit {name}: {', '.join(Limits.__dataclass_fields__)}")
    return getattr(Limits(), name)


class CourseTable(SphinxDirective):
    """A table of the course, written as Markdown and read as if it stood on the page."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        for path in [CONTENTS, MEASURE, TRAININGS, *(page.path for page in pages())]:
            self.env.note_dependency(str(path))
        try:
            lines = list(TABLES[self.arguments[0]]())
        except (KeyError, ValueError) as error:
            raise self.error(f"course-table {self.arguments[0]}: {error}") from None
        node = nodes.Element()
        source, line = self.get_source_info()
        self.state.nested_parse(StringList(lines, source), line, node)
        return node.children


class Stumbles(SphinxDirective):
    """Of each exercise, what its learners have in mind when a check names a mistake."""

    def run(self) -> list[nodes.Node]:
        """Return a section for each exercise: the table of its `stumbles.md`."""
        found: list[nodes.Node] = []
        source, line = self.get_source_info()
        for page in pages():
            if not page.is_exercise:
                continue
            path = page.path.with_name("stumbles.md")
            self.env.note_dependency(str(path))
            title = read_facts(page.path).title
            section = nodes.section(names=[nodes.fully_normalize_name(title)])
            section += nodes.title(title, title)
            self.state.document.note_implicit_target(section, section)
            lines = path.read_text(encoding="utf-8").splitlines()
            self.state.nested_parse(StringList(lines, source), line, section)
            found.append(section)
        return found


class Fact(SphinxRole):
    """A number of the course in a line of text."""

    def __init__(self, words) -> None:
        super().__init__()
        self.words = words

    def run(self):
        """Return the number as text."""
        for path in [CONTENTS, *(page.path for page in pages())]:
            self.env.note_dependency(str(path))
        try:
            return [nodes.Text(self.words(self.text))], []
        except ValueError as error:
            message = self.inliner.reporter.error(f"{self.name}: {error}", line=self.lineno)
            return [], [message]


def setup(app):
    """Add the directive and the roles."""
    app.add_directive("course-table", CourseTable)
    app.add_directive("stumbles", Stumbles)
    app.add_role("minutes", Fact(lambda names: " + ".join(map(str, minutes_of(names)))))
    app.add_role("total", Fact(lambda names: f"{sum(minutes_of(names)):,}"))
    app.add_role("limit", Fact(lambda name: f"{limit(name):,}"))
    return {"version": "1.0", "parallel_read_safe": True, "parallel_write_safe": True}
