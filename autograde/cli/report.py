"""`autograde report`: print the class, and write it as a page."""

import argparse

from autograde.cli.options import Command, add_assignments, course_of, names_of


def add(command: Command) -> None:
    """Describe the command."""
    sub = command(
        "report",
        run,
        "report on the class: marks, attempts, counts of diagnoses, failures and outliers",
        "It is printed, and written as a page to DIR/report.html.",
    )
    add_assignments(sub)


def run(options: argparse.Namespace) -> int:
    """Print the class, and write it as a page."""
    from autograde.cli.report_views import as_html, as_text
    from autograde.results.report import report

    found = report(course_of(options), names_of(options))
    print(as_text(found))
    print(f"\nAs a page: {as_html(found, found.course / 'report.html')}")
    return 0
