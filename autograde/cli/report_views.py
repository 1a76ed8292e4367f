"""A report on a class as text for a terminal, and as a page."""

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from autograde.cli.options import printable
from autograde.errors import CourseError
from autograde.files import write_whole
from autograde.places import TEMPLATES
from autograde.results.report import Report
from autograde.results.standouts import RULES

NAMED = 10  # how many submissions without a box are named


def as_text(found: Report) -> str:
    """Write a report as tables for a terminal.

    Parameters
    ----------
    found : Report
        A class.

    Returns
    -------
    str
        Tables; characters that would control a terminal become question marks.
    """
    marks = [(m.student, m.assignment, m.checks, m.written, m.total, m.status) for m in found.marks]
    exercises = [
        (
            e.assignment,
            e.check,
            f"{e.attempted} of {e.submissions}",
            f"{e.right} of {e.submissions}",
        )
        for e in found.exercises
    ]
    diagnoses = [(str(d.count), d.assignment, d.check, d.name) for d in found.diagnoses]
    failures = [(f.student, f.assignment, f.why) for f in found.failures]
    outliers = [(o.student or "(class)", o.assignment, o.what) for o in found.outliers]
    parts = [
        _table("Marks", ("student", "assignment", "checks", "written", "total", "status"), marks),
        _table("Exercises", ("assignment", "check", "attempted", "right"), exercises),
        _table("Diagnoses", ("how often", "assignment", "check", "diagnosis"), diagnoses),
        _table("Failures", ("student", "assignment", "why"), failures),
        _table("Outliers", ("student", "assignment", "what"), outliers),
        "\n".join(["In common", "", *found.shared]) if found.shared else "",
        _unboxed(found),
    ]
    return "\n\n".join(part for part in parts if part)


def _unboxed(found: Report) -> str:
    """Say which submissions ran without a box; empty if none did."""
    names = [f"{student} {name}" for student, name in found.unboxed]
    if not names:
        return ""
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return (
        f"Ran without a box, with the rights of the account that graded: {len(names)} "
        f"({printable(', '.join(names[:NAMED]))}{more})."
    )


def _table(title: str, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """Align columns under their heads; empty if there are no rows."""
    if not rows:
        return ""
    safe = [tuple(map(printable, row)) for row in rows]
    widths = [max(len(row[k]) for row in [head, *safe]) for k in range(len(head))]
    lines = [
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in [head, tuple("-" * width for width in widths), *safe]
    ]
    return "\n".join([title, "", *lines])


def as_html(found: Report, path: Path) -> Path:
    """Write a report as one page that needs no other file.

    Parameters
    ----------
    found : Report
        A class.
    path : Path
        The page; it is derived, so an older one is replaced.

    Returns
    -------
    Path
        The same.

    Raises
    ------
    CourseError
        If it cannot be written.
    """
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    page = environment.get_template("report.html.j2").render(
        report=found, rules=RULES, unboxed=_unboxed(found)
    )
    try:
        write_whole(path, page)
    except OSError as error:
        raise CourseError(f"The report {path} cannot be written: {error.strerror}.") from None
    return path
