"""`autograde feedback`: write the learners' pages."""

import argparse

from autograde.cli.options import Command, add_assignments, course_of, names_of, printable


def add(command: Command) -> None:
    """Describe the command."""
    sub = command(
        "feedback",
        run,
        "write a page for each graded submission: its marks, and the reason for each",
        "A page is DIR/feedback/STUDENT/ASSIGNMENT/ASSIGNMENT.html, and needs no other file. Pages "
        "of earlier runs are replaced.",
    )
    add_assignments(sub)
    sub.add_argument("--student", help="only this student")


def run(options: argparse.Namespace) -> int:
    """Write the learners' pages."""
    from autograde.results.feedback import feedback

    problems = 0
    for page in feedback(course_of(options), names_of(options), options.student):
        problem = f"{page.assignment} {page.student}: PROBLEM: {page.problem}"
        print(printable(problem if page.problem else str(page.page)))
        problems += 1 if page.problem else 0
    return 1 if problems else 0
