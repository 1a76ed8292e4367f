"""`autograde grade`: grade, and print a line for each submission."""

import argparse
import os

from autograde.cli.options import Command, add_assignments, course_of, names_of
from autograde.imports import lasting


def add(command: Command) -> None:
    """Describe the command."""
    sub = command(
        "grade",
        run,
        "grade what was handed in and has no mark yet",
        "A submission is DIR/submitted/STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb. One that changed since "
        "it was graded is graded again. If a run was interrupted, the same command finishes it. "
        "The exit code is 1 if a submission could not be graded.",
    )
    add_assignments(sub)
    sub.add_argument("--student", help="only this student")
    sub.add_argument("--force", action="store_true", help="run and grade again what has a mark")
    _add_running(sub)
    shown = sub.add_mutually_exclusive_group()
    shown.add_argument("--quiet", action="store_true", help="print problems and the summary only")
    shown.add_argument("--json", action="store_true", help="the results as JSON, for a program")


def run(options: argparse.Namespace) -> int:
    """Grade, and print a line for each submission."""
    with lasting():
        from autograde.cli.grade_views import as_json, show
        from autograde.execution.cluster import Cluster
        from autograde.execution.sandbox import VARIABLE
        from autograde.intake.problems import submissions
        from autograde.intake.strays import strays
        from autograde.marking.grade import grade

    if options.no_sandbox:
        os.environ[VARIABLE] = "no"
    course = course_of(options)
    cluster = Cluster(options.workers, options.scheduler, options.tls and tuple(options.tls))
    names = names_of(options)
    done = grade(course, names, options.student, options.force, cluster)
    if options.json:
        graded = list(done)
        print(as_json(graded))
    else:
        total = len(submissions(course, names, options.student))
        total += len(strays(course, names, options.student))
        graded = list(show(done, total, options.quiet))
    if not graded and not options.json:
        print(f"Nothing was handed in to {course.folder('submitted')}/STUDENT/ASSIGNMENT/.")
    return 1 if any(one.problem for one in graded) else 0


def _add_running(sub: argparse.ArgumentParser) -> None:
    """Add the options that say where and how submissions run."""
    sub.add_argument(
        "--workers",
        metavar="N",
        type=_number,
        default=0,
        help="how many notebooks run at once; default: one for each core",
    )
    sub.add_argument(
        "--scheduler",
        metavar="URL",
        default="",
        help="a Dask scheduler to run them, such as tls://host:8786",
    )
    sub.add_argument(
        "--tls",
        metavar=("CA", "CERT", "KEY"),
        nargs=3,
        help="the scheduler's certificate authority, and your certificate and key",
    )
    sub.add_argument(
        "--no-sandbox",
        action="store_true",
        help="run submissions as programs of your own account, which can reach what you can reach",
    )


def _number(text: str) -> int:
    """Read a number of processes."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a number of processes, 1 or more, not {text}")
    return int(text)
