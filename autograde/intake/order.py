"""The order in which the cells of a submission run: what is right at home is right in class.

A learner may write all answers in one cell, in a cell of their own, or above the statement, and
delete the cells that were meant for them. So their own code runs in their own order. Cells that
were given come back where they are missing, and a check that stood above its answer waits for it.
"""

import re
from dataclasses import dataclass

from nbformat import NotebookNode

from autograde.intake.released import Released, answers_of_checks

BOUND = re.compile(r"^(?:(?:async )?def|class) +(\w+)|^(\w+) *=(?!=)", re.MULTILINE)


@dataclass(frozen=True, eq=False)
class Item:
    """A cell in its place: a released one by its grade_id, or one of the learner's own.

    `part_of` is the grade_id of the answer that an own cell is a copy or a part of.
    """

    name: str = ""
    own: NotebookNode | None = None
    part_of: str = ""


def bound(source: str) -> set[str]:
    r"""Return the names that a source seems to bind; it is never parsed, since it is not trusted.

    Parameters
    ----------
    source : str
        Code.

    Returns
    -------
    set of str
        Names of functions, classes and variables at the beginning of a line.

    Examples
    --------
    >>> sorted(bound("def f(x):\n    y = 1\nz = 2\nz == 3"))
    ['f', 'z']
    """
    return {name for pair in BOUND.findall(source) for name in pair if name}


def placed(line: list[Item], released: dict[str, Released], answers: dict[str, str]) -> list[Item]:
    """Put the missing cells in their places, and no check before its answer.

    Parameters
    ----------
    line : list of Item
        In the learner's order, each grade_id at most once.
    released : dict of str to Released
        The released cells by their grade_id, in order.
    answers : dict of str to str
        What the learner wrote, by grade_id.

    Returns
    -------
    list of Item
        The same with each grade_id once. What was deleted follows the cell that it followed, or
        comes before the first one that it preceded. A deleted check comes after its answer and
        what stands below that, or at the end if there is none.
    """
    order, about = list(released), answers_of_checks(released)
    present = {item.name for item in line}
    turns = _turns(line, released, answers)
    found: list[Item] = []
    done: set[str] = set()
    waiting = [name for name in about if name not in present]

    def put(name: str) -> None:
        found.append(Item(name))
        done.add(name)

    def put_missing(names: list[str]) -> None:
        """Put deleted cells back, up to the first that is there or is a check."""
        for name in names:
            if name in present or name in about:
                return
            if name not in done:
                put(name)

    put_missing(order)
    for at, item in enumerate(line):
        if item.own is not None:
            found.append(item)
            continue
        for check in sorted((c for c in waiting if turns[c] < at), key=order.index):
            waiting.remove(check)
            put(check)
        before = order[: order.index(item.name)]
        for name in before:  # what was moved down or deleted comes before what needs it
            is_given = not released[name].is_solution and name not in about
            if name not in done and (is_given or name not in present | about.keys()):
                put(name)
        if turns.get(item.name, at) > at:
            waiting.append(item.name)
        elif item.name not in done:
            put(item.name)
            put_missing(order[len(before) + 1 :])
    for name in order:
        if name not in done:
            put(name)
    return found


def _turns(
    line: list[Item], released: dict[str, Released], answers: dict[str, str]
) -> dict[str, int]:
    """Return for each check the place in the line from which on it can run.

    It is the check's own place, unless all that looks like its answer stands below that.
    """
    places = {item.name: at for at, item in enumerate(line) if item.name}
    makes = [
        bound(answers.get(item.name, "") if item.own is None else item.own.source)
        if item.own is None or item.own.cell_type == "code"
        else set()
        for item in line
    ]
    turns = {}
    for check, names in answers_of_checks(released).items():
        asked = {made for name in names for made in bound(released[name].source)}
        given = {made for name in names for made in bound(answers.get(name, ""))}
        makers = [at for at, made in enumerate(makes) if made & asked]
        alike = [at for at, made in enumerate(makes) if made & given]
        parts = [
            at
            for at, item in enumerate(line)
            if item.part_of in names or (item.name in names and item.name in answers)
        ]
        stubs = [places[name] for name in names if name in places]
        below = makers[:1] or parts[-1:] or stubs[-1:] or [len(line)]
        own = places.get(check, -1)
        stays = own >= 0 and min([*makers, *alike, *parts], default=own) <= own
        turns[check] = own if stays else below[0]
    return turns
