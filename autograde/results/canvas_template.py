"""Fill marks into a gradebook that Canvas exported, with its students and assignment ids."""

import contextlib
import csv
import io
import re
from pathlib import Path

from autograde.errors import CourseError
from autograde.results.gradetable import POINTS_POSSIBLE, ClassMarks, Table, harmless, number

IDS = ("SIS Login ID", "SIS User ID", "ID")  # of a learner, looked up in this order
LAST = "Section"  # the last of the columns that describe a student
ID_BEHIND = re.compile(r" \(\d+\)$")
OTHERWISE = ("EX", "N/A")  # excused, and not assigned to this learner


def fill_template(of: ClassMarks, template: Path) -> Table:
    """Fill marks into the columns of a gradebook that Canvas exported.

    Parameters
    ----------
    of : ClassMarks
        The marks.
    template : Path
        The file that Canvas exported.

    Returns
    -------
    Table
        Its rows, with the columns that describe a student and those of our assignments. A cell
        for which we have no mark stays as Canvas had it.

    Raises
    ------
    CourseError
        If the file is not such a gradebook, no column is one of our assignments, two columns are
        the same assignment, or two learners cannot be told apart.
    """
    rows = _read(template)
    head = rows[0]
    students = head.index(LAST) + 1
    columns = _columns(head, students, list(of.assignments), template)
    kept = [*range(students), *columns.values()]
    places = _places(rows, head, [learner.name for learner in of.learners], template)
    notes, marks = [], 0
    for name in of.assignments:
        if name not in columns:
            notes.append(f"left out: {name}: {template.name} has no column with this title")
    for (who, name), score in of.scores.items():
        if name not in columns:
            continue
        if who not in places:
            under = ", ".join(IDS)
            notes.append(f"left out: {who} {name}: {template.name} has no such {under}")
            continue
        row, column = rows[places[who]], columns[name]
        if row[column].strip() in OTHERWISE:
            notes.append(f"left out: {who} {name}: Canvas says {row[column].strip()}")
            continue
        row[column] = number(score)
        marks += 1
    notes += _other_points(of, rows, columns)
    described = [k for k in range(students) if head[k] not in IDS]
    for row in rows[1:]:
        for k in described:
            row[k] = harmless(row[k])
    return Table(
        [[row[k] for k in kept] for row in rows], len(places), len(columns), marks, tuple(notes)
    )


def _read(template: Path) -> list[list[str]]:
    """Read the file, whichever separator Canvas was set to."""
    try:
        text = template.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(f"{template} cannot be read: {error}.") from None
    first = text.partition("\n")[0]
    separator = ";" if first.count(";") > first.count(",") else ","
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise CourseError(f"{template} is not a CSV file: {error}.") from None
    rows = [row for row in rows if any(row)]
    head = rows[0] if rows else []
    if LAST not in head or not any(name in head for name in IDS):
        raise CourseError(
            f"{template} is not a gradebook that Canvas exported: its first row has to name "
            f"{LAST} and one of {', '.join(IDS)}. In Canvas: Gradebook, Export."
        )
    return [[*row, *[""] * (len(head) - len(row))] for row in rows]


def _columns(head: list[str], students: int, names: list[str], template: Path) -> dict[str, int]:
    """Find the column of each assignment."""
    titles = {k: _plain(ID_BEHIND.sub("", head[k])) for k in range(students, len(head))}
    found = {}
    for name in names:
        columns = [k for k, title in titles.items() if title == _plain(name)]
        if len(columns) > 1:
            both = " and ".join(head[k] for k in columns)
            raise CourseError(f"{template} has {both} for {name}. Remove one of these columns.")
        if columns:
            found[name] = columns[0]
    if not found:
        others = ", ".join(head[students:]) or "none"
        raise CourseError(
            f"{template} has no column for {', '.join(names)}. Its columns are: {others}. Give the "
            "assignment in Canvas this title; capitals, spaces, - and _ do not matter."
        )
    return found


def _plain(title: str) -> str:
    """Write a title so that capitals, spaces, hyphens and underscores do not matter."""
    return re.sub(r"[\W_]+", "", title).casefold()


def _places(
    rows: list[list[str]], head: list[str], learners: list[str], template: Path
) -> dict[str, int]:
    """Find the row of each learner."""
    found: dict[str, int] = {}
    for name in learners:
        for column in [head.index(column) for column in IDS if column in head]:
            places = [k for k, row in enumerate(rows) if k and row[column].strip() == name]
            if len(places) > 1:
                raise CourseError(f"{template} names {name} {len(places)} times as {head[column]}.")
            if places:
                found[name] = places[0]
                break
    for name, place in found.items():
        same = [other for other, where in found.items() if where == place]
        if len(same) > 1:
            raise CourseError(
                f"{template} has one row, {rows[place][0]!r}, for {' and '.join(same)}. Their "
                f"folders are named after different ones of {', '.join(IDS)}: rename {name}."
            )
    return found


def _other_points(of: ClassMarks, rows: list[list[str]], columns: dict[str, int]) -> list[str]:
    """Say which assignments have other maximum points in Canvas."""
    notes = []
    for row in rows[1:]:
        if POINTS_POSSIBLE.strip() not in row[0]:
            continue
        for name, column in columns.items():
            there, here = row[column].strip().replace(",", "."), number(of.assignments[name])
            with contextlib.suppress(ValueError):
                if float(there) != of.assignments[name]:
                    notes.append(f"{name} is out of {here} here, and out of {there} in Canvas")
    return notes
