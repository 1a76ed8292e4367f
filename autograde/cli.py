"""The command `autograde`: one subcommand for each thing an instructor does."""

import argparse
import sys
import warnings
from pathlib import Path

from autograde.course import SAMPLE, Course
from autograde.errors import CourseError


def main(arguments: list[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    arguments : list of str, optional
        Those of the command line by default.

    Returns
    -------
    int
        0 if all went well, 1 if a submission could not be graded, 2 if the call is at fault.
    """
    options = _parser().parse_args(arguments)
    # nbgrader's own queries make SQLAlchemy warn; nobody here can mend them.
    warnings.filterwarnings("ignore", module="nbgrader")
    try:
        return options.run(options)
    except CourseError as error:
        print(f"autograde: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    parser = argparse.ArgumentParser(
        prog="autograde",
        description="Release the course's assignments, grade a class, give marks and reasons back.",
        epilog="nbgrader's own commands and Formgrader work in the same folder.",
    )
    parser.add_argument(
        "--course",
        metavar="DIR",
        type=Path,
        default=SAMPLE,
        help="the folder of your class (default: the sample class that comes with the course)",
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(name: str, run, text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
        sub.set_defaults(run=run)
        return sub

    for name, run, text in (
        ("build", _build, "make nbgrader's source notebooks from the assignments' texts"),
        ("release", _release, "make the notebooks that learners receive"),
    ):
        sub = command(name, run, text)
        sub.add_argument("assignments", nargs="*", metavar="ASSIGNMENT", help="default: all")
        if name == "release":
            sub.add_argument(
                "--solutions",
                metavar="FOLDER",
                type=Path,
                help="write notebooks with solutions and model answers there instead",
            )
            sub.add_argument(
                "--pages", metavar="FOLDER", type=Path, help="copy them into the book as well"
            )
    sub = command("grade", _grade, "grade what was handed in and has no mark yet")
    sub.add_argument("assignments", nargs="*", metavar="ASSIGNMENT", help="default: all")
    sub.add_argument("--student", help="only this one")
    sub.add_argument("--force", action="store_true", help="grade again what has a mark")
    sub = command("sample", _sample, "hand in the sample class, whose marks are known")
    sub.add_argument(
        "--compare", action="store_true", help="hold its marks against the expected ones instead"
    )
    return parser


def _course(options: argparse.Namespace) -> Course:
    """Return the class that the command is about."""
    return Course(options.course.resolve())


def _names(options: argparse.Namespace) -> list[str]:
    """Return the assignments that the command is about."""
    from autograde.build import assignment_names, known_assignment

    return [known_assignment(name) for name in options.assignments] or assignment_names()


def _build(options: argparse.Namespace) -> int:
    """Build the source notebooks."""
    from autograde.build import build

    course = _course(options)
    course.create()
    for name in _names(options):
        print(build(name, course.folder("source")))
    return 0


def _release(options: argparse.Namespace) -> int:
    """Release assignments, or their solutions."""
    from autograde.release import as_book_pages, release, release_solutions

    if options.solutions:
        written = release_solutions(_names(options), options.solutions)
    else:
        written = release(_course(options), _names(options))
        if options.pages:
            as_book_pages(_course(options), options.pages)
    for path in written:
        print(path)
    return 0


def _grade(options: argparse.Namespace) -> int:
    """Grade, a line for each submission."""
    from autograde.grade import grade

    problems = done = 0
    for graded in grade(_course(options), _names(options), options.student, options.force):
        mark = f"{graded.score:g} of {graded.max_score:g}"
        note = f"  PROBLEM: {graded.problem}" if graded.problem else ""
        print(f"{graded.assignment:14} {graded.student:16} {mark:>12}{note}", flush=True)
        done += 1
        problems += bool(graded.problem)
    print(f"{done} submissions, {problems} with a problem.")
    return 1 if problems else 0


def _sample(options: argparse.Namespace) -> int:
    """Hand in the sample class, or compare its marks."""
    from autograde.sample import make_sample_class, sample_class
    from autograde.sample_marks import compare, table

    submissions = sample_class()
    if options.compare:
        compared = compare(_course(options), submissions)
        print(table(compared))
        return 0 if all(row.agrees for row in compared) else 1
    written = make_sample_class(_course(options), submissions)
    print(f"{len(submissions)} submissions, {len(written)} of them new or changed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
