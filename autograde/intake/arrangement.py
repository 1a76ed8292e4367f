"""Take from a submission what is the learner's: answers, own cells, lines added to given ones."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from nbformat import NotebookNode

from autograde.cells import new_cell
from autograde.intake.order import Item, bound, placed
from autograde.intake.released import Released

EMPTY = "# This cell holds no answer."
ELSEWHERE = "*Nothing was written here. A cell of the learner's own may hold it.*"


@dataclass
class Arrangement:
    """A submission's cells in the order in which they run.

    `answers` are the sources of the cells that the learner wrote in. `edited` names the given cells
    that were changed, and `empty` the places of answers that stand elsewhere or nowhere.
    """

    line: list[Item] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    edited: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """The grade_ids in the line, and an empty string for each own cell."""
        return [item.name for item in self.line]


def arrange(nb: NotebookNode, released: dict[str, Released]) -> Arrangement:
    """Take what is the learner's from a submission, and find the place of everything else.

    Parameters
    ----------
    nb : NotebookNode
        The submission.
    released : dict of str to Released
        The released cells by their grade_id, in order.

    Returns
    -------
    Arrangement
        Its line holds each released cell once.
    """
    arranged = Arrangement()
    cells = [
        (name, cell.cell_type, _writable(cell.source))
        for name, cell in zip(_names(nb, released), nb.cells, strict=True)
    ]
    in_code = _bound_in_code(cells, released)
    for name, cell_type, source in cells:
        given = released.get(name)
        if given is None:
            if source.strip():
                arranged.line.append(Item(own=free_cell(cell_type, source)))
        elif not given.is_solution:
            _take_given(arranged, name, given, source)
        elif cell_type == "code" or given.cell_type != "code":
            _take_answer(arranged, name, given, source)
        elif not _same(source, given.source) and not in_code & bound(f"{source}\n{given.source}"):
            _take_answer(arranged, name, given, source)  # turned into text by accident
    there = set(arranged.names)
    arranged.line = placed(arranged.line, released, arranged.answers)
    # A stub must not undo an answer that stands elsewhere, as it does not at home if it is deleted.
    arranged.empty = [
        name
        for name, cell in released.items()
        if cell.is_stub
        and name not in arranged.answers
        and (name not in there or in_code & bound(cell.source))
    ]
    arranged.answers |= dict.fromkeys(arranged.empty, EMPTY)
    _ask_a_person(arranged, released, there)
    return arranged


def free_cell(cell_type: str, source: str) -> NotebookNode:
    """Make a cell of the learner's own; its id is set when its place is known.

    Parameters
    ----------
    cell_type, source : str
        As it was handed in.

    Returns
    -------
    NotebookNode
        A code cell, or a Markdown cell in which nothing runs.
    """
    return new_cell(cell_type, source if cell_type == "code" else plain_markdown(source), "")


def plain_markdown(source: str) -> str:
    """Show HTML tags, and TeX that makes links, as text: an instructor's browser would run them.

    Parameters
    ----------
    source : str
        Markdown.

    Returns
    -------
    str
        The same, with these marks taken apart.

    Examples
    --------
    >>> plain_markdown("a < b <br>")
    'a < b &lt;br>'
    """
    source = re.sub(r"<(?=[A-Za-z/!?])", "&lt;", source)
    return re.sub(r"\\(?=(?:href|style|class|cssId|mmlToken|require)\b)", r"\\ ", source)


def _names(nb: NotebookNode, released: dict[str, Released]) -> list[str]:
    """Return the grade_id of each cell, or an empty string for a cell that was not released.

    Some tools remove metadata. Then a cell is recognized by its id, or by its given source.
    """
    names = [grade_id(cell) for cell in nb.cells]
    missing = released.keys() - set(names)
    sources = Counter(cell.source for cell in released.values())
    given = {cell.source: name for name, cell in released.items() if sources[cell.source] == 1}
    found = []
    for name, cell in zip(names, nb.cells, strict=True):
        if name not in released:
            guess = cell.get("id") if cell.get("id") in missing else given.get(cell.source)
            name = guess if guess in missing else ""
        found.append(name)
    return found


def grade_id(cell: NotebookNode) -> str:
    """Return a cell's grade_id, whatever its metadata holds.

    Parameters
    ----------
    cell : NotebookNode
        A cell.

    Returns
    -------
    str
        Empty if it has none.
    """
    given = cell.metadata.get("nbgrader")
    name = given.get("grade_id") if isinstance(given, dict) else None
    return name if isinstance(name, str) else ""


def _writable(source: str) -> str:
    """Return a source that can be written as UTF-8: JSON may hold a lone surrogate."""
    return source.encode("utf-8", "replace").decode()


def _bound_in_code(cells: list[tuple[str, str, str]], released: dict[str, Released]) -> set[str]:
    """Return the names that the learner's code binds, stubs not among it."""
    names: set[str] = set()
    for name, cell_type, source in cells:
        given = released.get(name)
        is_own = given is None or (given.is_solution and not _same(source, given.source))
        if cell_type == "code" and is_own:
            names |= bound(source)
    return names


def _same(source: str, given: str) -> bool:
    """Tell whether a source is the given one, but for spaces that some editors take or add."""
    return [line.rstrip() for line in source.strip().splitlines()] == [
        line.rstrip() for line in given.strip().splitlines()
    ]


def _take_given(arranged: Arrangement, name: str, given: Released, source: str) -> None:
    """Take of a given cell what makes it the learner's own: added lines, or a copy that runs."""
    is_edited, is_copy = not _same(source, given.source), name in arranged.names
    if is_edited and name not in arranged.edited:
        arranged.edited.append(name)
    first = [] if is_copy else [Item(name)]
    added = _added(source, given.source) if is_edited else ""
    if is_copy and given.cell_type == "code" and not given.is_check:
        added = source  # it sets again what the learner's code may have changed
    own = [Item(own=free_cell(given.cell_type, added))] if added.strip() else []
    arranged.line += [*own, *first] if given.is_check else [*first, *own]


def _added(source: str, given: str) -> str:
    """Return the lines added to a given source; none if it does not hold all the given lines."""
    missing, added = given.splitlines()[::-1], []
    for line in source.splitlines():
        if missing and line.rstrip() == missing[-1].rstrip():
            missing.pop()
        else:
            added.append(line)
    return "" if missing else "\n".join(added)


def _take_answer(arranged: Arrangement, name: str, given: Released, source: str) -> None:
    """Take an answer.

    Splitting a cell in JupyterLab copies its metadata, so an answer may stand in several cells:
    all but the last count as the learner's own. A copy that still holds the stub is no answer.
    """
    is_no_more = not source.strip() and name in arranged.answers
    if _same(source, given.source) or is_no_more:
        if name not in arranged.names:
            arranged.line.append(Item(name))
        return
    if name in arranged.answers:
        part = Item(own=free_cell(given.cell_type, arranged.answers[name]), part_of=name)
        arranged.line[arranged.names.index(name)] = part
    elif name in arranged.names:
        del arranged.line[arranged.names.index(name)]
    arranged.answers[name] = source
    arranged.line.append(Item(name))


def _ask_a_person(arranged: Arrangement, released: dict[str, Released], there: set[str]) -> None:
    """Note below an empty answer in words that another cell may hold it.

    For nbgrader, an answer as it was released is worth 0 and needs no person's look.
    """
    for name, cell in released.items():
        if not (cell.is_solution and cell.nbgrader["grade"]) or name in arranged.answers:
            continue
        near = _beside(arranged, name) if name in there else arranged.line
        if any(item.own is not None and item.own.cell_type != "code" for item in near):
            arranged.answers[name] = f"{cell.source}\n\n{ELSEWHERE}"


def _beside(arranged: Arrangement, name: str) -> Iterator[Item]:
    """Yield the learner's own cells between a released cell and those around it."""
    at = arranged.names.index(name)
    for side in (arranged.line[:at][::-1], arranged.line[at + 1 :]):
        yield from itertools.takewhile(lambda item: not item.name, side)
