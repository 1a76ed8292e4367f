"""`autograde sample`: hand in the sample class, or compare its marks."""

import argparse

from autograde.cli.options import Command, course_of


def add(command: Command) -> None:
    """Describe the command."""
    sub = command("sample", run, "hand in the sample class, whose marks are known")
    sub.add_argument(
        "--compare", action="store_true", help="compare its marks with the expected ones instead"
    )


def run(options: argparse.Namespace) -> int:
    """Hand in the sample class, or compare its marks."""
    from autograde.sample.marks import compare, table
    from autograde.sample.submissions import make_sample_class, sample_class

    submissions = sample_class()
    if options.compare:
        compared = compare(course_of(options), submissions)
        print(table(compared))
        return 0 if all(row.agrees for row in compared) else 1
    written = make_sample_class(course_of(options), submissions)
    print(f"{len(submissions)} submissions, {len(written)} of them new or changed.")
    return 0
