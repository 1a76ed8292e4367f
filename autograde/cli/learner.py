"""`autograde learner`: hand out notebooks."""

import argparse
from pathlib import Path

from autograde.cli.options import Command, course_of


def add(command: Command) -> None:
    """Describe the command."""
    sub = command(
        "learner",
        run,
        "hand out the released notebooks, alone or with the book and the library",
        "A learner's file is never overwritten.",
    )
    where = sub.add_mutually_exclusive_group(required=True)
    where.add_argument(
        "--into",
        metavar="FOLDER",
        type=Path,
        help="put them there; a notebook that is there already stays as it is",
    )
    where.add_argument(
        "--pack", metavar="FILE.zip", type=Path, help="pack them with the built book and lstm_lib"
    )


def run(options: argparse.Namespace) -> int:
    """Hand out notebooks."""
    from autograde.release.learner import pack, put

    if options.pack:
        print(pack(course_of(options), options.pack))
        return 0
    for notebook in put(course_of(options), options.into):
        print(f"{notebook.path}{': kept as it was' if notebook.kept else ''}")
    return 0
