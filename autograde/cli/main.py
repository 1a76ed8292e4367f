"""The command `autograde`: one subcommand for each thing an instructor does."""

import argparse
import os
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

from autograde.cli import commands
from autograde.errors import CourseError, MachineError, of_the_machine
from autograde.interrupts import ignore
from autograde.places import SAMPLE

Run = Callable[[argparse.Namespace], int]
Command = Callable[..., argparse.ArgumentParser]

EPILOG = """\
a class, from the first day to the last:
  autograde --course DIR release              the notebooks to hand out: DIR/release
                                              collect into DIR/submitted/STUDENT/ASSIGNMENT/
  autograde --course DIR grade                marks, each with its reason
  autograde --course DIR report               the class at a glance
  cd DIR; jupyter lab                         menu Nbgrader, Formgrader: mark written answers
  autograde --course DIR feedback             a page for each learner
  autograde --course DIR export               a table of the marks

It is an nbgrader course: nbgrader's own commands and Formgrader work in DIR as well.
exit codes: 0 all went well; 1 a submission or this machine has a problem; 2 the call is at fault
"""


def main(arguments: list[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    arguments : list of str, optional
        Those of the command line by default.

    Returns
    -------
    int
        0 if all went well, 1 if a submission or this machine has a problem, 2 if the call is at
        fault.
    """
    options = _parser().parse_args(arguments)
    # nbgrader's own queries make SQLAlchemy warn; nobody here can mend them.
    warnings.filterwarnings("ignore", module="nbgrader")
    try:
        return options.run(options)
    except CourseError as error:
        return _refuse(error)
    except KeyboardInterrupt:
        ignore()
        print("\nautograde: stopped. What was done stays; run it again to go on.", file=sys.stderr)
        return 130
    except BrokenPipeError:  # `autograde report | head`: the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if trouble := of_the_machine(error):
            return _refuse(trouble)
        if not isinstance(error, OSError) or error.filename is None:
            raise
        return _refuse(
            CourseError(
                f"{error.filename}: {error.strerror}. Is it what it should be, a file or a folder, "
                "may you write there, and has the disk room? What was done stays."
            )
        )


def _refuse(error: CourseError) -> int:
    """Say what went wrong; return the exit code."""
    print(f"autograde: {error}", file=sys.stderr)
    return 1 if isinstance(error, MachineError) else 2


def _parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    parser = argparse.ArgumentParser(
        prog="autograde",
        description="Release the course's assignments, grade a class, give marks and reasons back.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_course(parser, SAMPLE)
    subparsers = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(name: str, run: Run, text: str, more: str = "") -> argparse.ArgumentParser:
        description = f"{text[0].upper()}{text[1:]}. {more}".strip()
        sub = subparsers.add_parser(name, help=text, description=description)
        _add_course(sub, argparse.SUPPRESS)  # understood in front of the command and behind it
        sub.set_defaults(run=run)
        return sub

    _add_preparing(command)
    _add_grading(command)
    _add_returning(command)
    return parser


def _add_course(parser: argparse.ArgumentParser, default: object) -> None:
    """Add the option that names a class."""
    parser.add_argument(
        "--course",
        metavar="DIR",
        type=Path,
        default=default,
        help="the folder of your class (default: the sample class that comes with the course)",
    )
    parser.add_argument(
        "--db",
        metavar="URL",
        default="" if default is SAMPLE else default,
        help="the class's gradebook on a PostgreSQL server, postgresql://USER:PASSWORD@HOST/NAME; "
        "say it once, the class remembers it (default: a file in DIR)",
    )


def _add_assignments(parser: argparse.ArgumentParser) -> None:
    """Add the list of assignments."""
    parser.add_argument("assignments", nargs="*", metavar="ASSIGNMENT", help="default: all")


def _add_preparing(command: Command) -> None:
    """Add what comes before a class begins."""
    sub = command(
        "doctor",
        commands.doctor,
        "say what is missing on this machine, and how to get it",
        "Nothing is changed. The exit code is 1 if something needed is missing.",
    )
    sub = command(
        "build", commands.build, "make nbgrader's source notebooks from the assignments' texts"
    )
    _add_assignments(sub)
    sub = command(
        "release",
        commands.release,
        "make the notebooks that learners receive",
        "They are written to DIR/release/ASSIGNMENT/ASSIGNMENT.ipynb. The class is made if DIR "
        "holds none.",
    )
    _add_assignments(sub)
    sub.add_argument(
        "--solutions",
        metavar="FOLDER",
        type=Path,
        help="write notebooks with solutions and model answers there instead",
    )
    sub.add_argument("--pages", metavar="FOLDER", type=Path, help="copy them into the book as well")
    sub = command(
        "learner",
        commands.learner,
        "hand out the released notebooks, alone or with book and library",
        "A learner's file is never overwritten.",
    )
    where = sub.add_mutually_exclusive_group(required=True)
    where.add_argument(
        "--into", metavar="FOLDER", type=Path, help="put them there; what is there stays as it is"
    )
    where.add_argument(
        "--pack", metavar="FILE.zip", type=Path, help="pack them with the built book and lstm_lib"
    )


def _add_grading(command: Command) -> None:
    """Add what turns submissions into marks."""
    sub = command(
        "grade",
        commands.grade,
        "grade what was handed in and has no mark yet",
        "Submissions lie in DIR/submitted/STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb. One that changed "
        "since it was graded is graded again. A run that was cut short is finished by the same "
        "command. The exit code is 1 if one could not be graded.",
    )
    _add_assignments(sub)
    sub.add_argument("--student", help="only this one")
    sub.add_argument("--force", action="store_true", help="run and grade again what has a mark")
    _add_running(sub)
    shown = sub.add_mutually_exclusive_group()
    shown.add_argument("--quiet", action="store_true", help="no line for each submission")
    shown.add_argument("--json", action="store_true", help="the results as JSON, for a program")
    sub = command("sample", commands.sample, "hand in the sample class, whose marks are known")
    sub.add_argument(
        "--compare", action="store_true", help="hold its marks against the expected ones instead"
    )
    sub = command(
        "rejudge",
        commands.rejudge,
        "judge again what was graded, after a check was corrected; nothing is executed",
        "The marks that would change are listed; --write writes them. The exit code is 1 if "
        "something must be executed to be judged.",
    )
    _add_assignments(sub)
    sub.add_argument("--write", action="store_true", help="write the marks that change")
    sub = command(
        "backups",
        commands.backups,
        "list the backups of the gradebook, or put one in its place",
        "One is made before each run that writes. What is replaced becomes a backup itself.",
    )
    sub.add_argument(
        "--restore", metavar="NAME", help="this one; the beginning of its name is enough"
    )
    sub = command(
        "report",
        commands.report,
        "show the class: marks, attempts, which diagnosis how often, failures and outliers",
        "It is printed, and written as a page to DIR/report.html.",
    )
    _add_assignments(sub)


def _add_running(sub: argparse.ArgumentParser) -> None:
    """Add what says where and how submissions run."""
    sub.add_argument(
        "--workers",
        metavar="N",
        type=_number,
        default=0,
        help="notebooks at once; default: one a core",
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
        raise argparse.ArgumentTypeError(
            f"a number of processes, 1 or more, is expected, not {text}"
        )
    return int(text)


def _add_returning(command: Command) -> None:
    """Add what gives marks back."""
    sub = command(
        "feedback",
        commands.feedback,
        "write a page for each graded submission: its marks, and the reason for each",
        "Pages lie in DIR/feedback/STUDENT/ASSIGNMENT/ASSIGNMENT.html and need nothing beside "
        "them. Those of earlier runs are renewed.",
    )
    _add_assignments(sub)
    sub.add_argument("--student", help="only this one")
    sub = command(
        "export",
        commands.export,
        "write the marks of the class as CSV, for your records, for Canvas or for Moodle",
        "csv is nbgrader's own exporter: a row for each student and assignment. canvas and moodle "
        "are what their import pages take: a row for each student, a column for each assignment. "
        "What is left out, such as a mark that is not final, is said with the reason.",
    )
    _add_assignments(sub)
    sub.add_argument(
        "--format", choices=("csv", "canvas", "moodle"), default="csv", help="default: csv"
    )
    sub.add_argument(
        "--to",
        metavar="FILE",
        type=Path,
        help="default: DIR/grades.csv, grades-canvas.csv or grades-moodle.csv, renewed",
    )
    sub.add_argument("--force", action="store_true", help="replace FILE if it exists")
    sub.add_argument(
        "--all", action="store_true", help="write marks that are not final as well; csv always does"
    )
    sub.add_argument(
        "--template",
        metavar="FILE",
        type=Path,
        help="a gradebook that Canvas exported: fill in its students and its columns",
    )


if __name__ == "__main__":
    sys.exit(main())
