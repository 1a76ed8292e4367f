"""`autograde release`: release assignments, or their solutions."""

import argparse
import sys
from pathlib import Path

from autograde.cli.options import Command, add_assignments, course_of, names_of


def add(command: Command) -> None:
    """Describe the command."""
    sub = command(
        "release",
        run,
        "make the notebooks that learners receive",
        "They are written to DIR/release/ASSIGNMENT/ASSIGNMENT.ipynb. If there is no class in DIR "
        "yet, it is made.",
    )
    add_assignments(sub)
    sub.add_argument(
        "--solutions",
        metavar="FOLDER",
        type=Path,
        help="write the notebooks with solutions and model answers there instead",
    )
    sub.add_argument("--pages", metavar="FOLDER", type=Path, help="also copy them into the book")


def run(options: argparse.Namespace) -> int:
    """Release assignments, or their solutions."""
    from autograde.release import measured
    from autograde.release.release import as_book_pages, release, release_solutions

    if options.solutions:
        written = release_solutions(names_of(options), options.solutions)
    else:
        written = release(course_of(options), names_of(options))
        for note in filter(None, map(measured.note, names_of(options))):
            print(f"NOTE {note}", file=sys.stderr)
        if options.pages:
            as_book_pages(course_of(options), options.pages)
    for path in written:
        print(path)
    return 0
