"""`autograde backups`: list the gradebook's backups, or restore one."""

import argparse

from autograde.cli.options import Command, course_of


def add(command: Command) -> None:
    """Describe the command."""
    sub = command(
        "backups",
        run,
        "list the backups of the gradebook, or restore one",
        "A backup is made before each run that writes. A gradebook that is replaced becomes a "
        "backup itself.",
    )
    sub.add_argument(
        "--restore", metavar="NAME", help="restore this one; the beginning of its name is enough"
    )


def run(options: argparse.Namespace) -> int:
    """List the gradebook's backups, or restore one."""
    from autograde.gradebook.writer import backups, restore

    course = course_of(options)
    course.require()
    if options.restore is not None:
        print(f"{course.gradebook_name} is now as it was in {restore(course, options.restore)}")
        return 0
    for path in backups(course):
        print(path)
    return 0
