"""`autograde collect`: take in what Moodle or Canvas let you download."""

import argparse
from pathlib import Path

from autograde.cli.options import Command, course_of, printable


def add(command: Command) -> None:
    """Describe the command."""
    sub = command(
        "collect",
        run,
        "take in the submissions that you downloaded from Moodle or Canvas",
        "A notebook is copied to DIR/submitted/STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb, and the "
        "download stays as it is. The exit code is 1 if something could not be taken in.",
    )
    sub.add_argument("assignment", metavar="ASSIGNMENT", help="the assignment that you downloaded")
    sub.add_argument(
        "downloads",
        nargs="+",
        metavar="FILE",
        type=Path,
        help="the archive, or the folder that it was unpacked to",
    )
    sub.add_argument("--force", action="store_true", help="replace what a student handed in before")


def run(options: argparse.Namespace) -> int:
    """Take in downloads, and print a line for each file."""
    from autograde.intake.downloads import collect
    from autograde.release.statement import known_assignment

    name = known_assignment(options.assignment)
    taken = problems = 0
    for one in collect(course_of(options), name, options.downloads, options.force):
        says = f"PROBLEM: {one.problem}" if one.problem else str(one.path)
        print(printable(f"{one.place}: {says}"))
        taken += not one.problem
        problems += bool(one.problem)
    print(f"{taken} notebooks taken in, {problems} files with a problem.")
    return 1 if problems else 0
