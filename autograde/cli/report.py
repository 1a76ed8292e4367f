"""`autograde report`: print the class, and write it as a page."""

import argparse

from autograde.cli.options import Command, add_assignments, course_of, names_of


def add(command: Command) -> None:
    """Describe the command."""
    sub = command(
        "report",
        run,
        "report on the class: marks, attempts, counts of diagnoses, failures and outliers",
        "It is printed, and written as a page: DIR/report.html, or DIR/report-ASSIGNMENT.html if "
        "you name assignments.",
    )
    add_assignments(sub)


def run(options: argparse.Namespace) -> int:
    """Print the class, and write it as a page."""
    from autograde.cli.report_views import as_html, as_text
    from autograde.release.statement import assignment_names
    from autograde.results.report import report

    names = names_of(options)
    found = report(course_of(options), names)
    print(as_text(found))
    some = "" if set(names) == set(assignment_names()) else "-" + "-".join(dict.fromkeys(names))
    print(f"\nAs a page: {as_html(found, found.course / f'report{some}.html')}")
    return 0
