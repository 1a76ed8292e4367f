"""`autograde build`: build the source notebooks."""

import argparse

from autograde.cli.options import Command, add_assignments, course_of, names_of


def add(command: Command) -> None:
    """Describe the command."""
    sub = command("build", run, "make nbgrader's source notebooks from the assignments' texts")
    add_assignments(sub)


def run(options: argparse.Namespace) -> int:
    """Build the source notebooks."""
    from autograde.release.build import build

    course = course_of(options)
    course.create()
    for name in names_of(options):
        print(build(name, course.folder("source")))
    return 0
