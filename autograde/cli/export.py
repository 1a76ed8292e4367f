"""`autograde export`: write the marks as a table."""

import argparse
from pathlib import Path

from autograde.cli.options import Command, add_assignments, course_of, names_of, printable


def add(command: Command) -> None:
    """Describe the command."""
    sub = command(
        "export",
        run,
        "write the marks of the class as CSV, for your records, for Canvas or for Moodle",
        "csv is nbgrader's own table: a row for each student and assignment. canvas and moodle "
        "are for the import pages of these systems: a row for each student, a column for each "
        "assignment. Whatever is left out, such as a mark that is not final, is named with the "
        "reason.",
    )
    add_assignments(sub)
    sub.add_argument(
        "--format", choices=("csv", "canvas", "moodle"), default="csv", help="default: csv"
    )
    sub.add_argument(
        "--to",
        metavar="FILE",
        type=Path,
        help="default: DIR/grades.csv, grades-canvas.csv or grades-moodle.csv, always replaced",
    )
    sub.add_argument("--force", action="store_true", help="replace FILE if it exists")
    sub.add_argument(
        "--all", action="store_true", help="write marks that are not final as well; csv always does"
    )
    sub.add_argument(
        "--template",
        metavar="FILE",
        type=Path,
        help="a gradebook exported from Canvas: its students and columns are filled in",
    )


def run(options: argparse.Namespace) -> int:
    """Write the marks as a table."""
    from autograde.results.export import export

    done = export(
        course_of(options),
        options.format,
        options.to,
        options.force,
        names_of(options) if options.assignments else [],
        options.all,
        options.template,
    )
    for line in (f"{done.path}: {done.holds}", *done.notes):
        print(printable(line))
    return 0
