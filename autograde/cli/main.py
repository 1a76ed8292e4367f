"""The command `autograde`: one subcommand for each thing an instructor does."""

import argparse
import io
import os
import sys
import warnings
from pathlib import Path

from autograde.cli import (
    backups,
    build,
    collect,
    doctor,
    export,
    feedback,
    grade,
    learner,
    quality,
    rejudge,
    release,
    report,
    sample,
)
from autograde.cli.options import Run
from autograde.errors import CourseError, MachineError, of_the_machine
from autograde.interrupts import ignore_interrupts
from autograde.places import SAMPLE

# In the order in which `--help` lists them.
COMMANDS = (
    doctor,
    build,
    release,
    learner,
    collect,
    grade,
    sample,
    rejudge,
    backups,
    report,
    feedback,
    export,
    quality,
)

EPILOG = """\
a class, from the first day to the last:
  autograde --course DIR release              the notebooks to hand out: DIR/release
  autograde --course DIR collect lstm_cell FILE.zip
                                              a download of Moodle or Canvas; or put each
                                              notebook into DIR/submitted/STUDENT/ASSIGNMENT/
  autograde --course DIR grade                marks, each with its reason
  autograde --course DIR report               the class at a glance
  cd DIR; jupyter lab                         menu Nbgrader, Formgrader: mark written answers
  autograde --course DIR feedback             a page for each learner
  autograde --course DIR export               a table of the marks

It is an nbgrader course: nbgrader's own commands and Formgrader work in DIR as well.
exit codes: 0 all went well; 1 a submission or this machine has a problem;
            2 the command cannot run as given
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
        0 if all went well, 1 if a submission or this machine has a problem, 2 if the command
        cannot run as given.
    """
    _print_any_name()
    options = _parser().parse_args(arguments)
    # nbgrader's own queries make SQLAlchemy warn, and a user cannot change them.
    warnings.filterwarnings("ignore", module="nbgrader")
    try:
        return options.run(options)
    except CourseError as error:
        return _refuse(error)
    except KeyboardInterrupt:
        ignore_interrupts()
        print(
            "\nautograde: stopped. What was done is kept; run it again to continue.",
            file=sys.stderr,
        )
        return 130
    except BrokenPipeError:  # `autograde report | head`: the reader closed the pipe
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if trouble := of_the_machine(error):
            return _refuse(trouble)
        if not isinstance(error, OSError) or error.filename is None:
            raise
        return _refuse(
            CourseError(
                f"{error.filename}: {error.strerror}. Is it the file or folder that it should be, "
                "may you write there, and does the disk have room? What was done is kept."
            )
        )


def _print_any_name() -> None:
    """Write what a terminal has no sign for, such as the first letter of Łukasz, as a number."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _refuse(error: CourseError) -> int:
    """Say what went wrong; return the exit code."""
    print(f"autograde: {error}", file=sys.stderr)
    return 1 if isinstance(error, MachineError) else 2


def _parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    parser = argparse.ArgumentParser(
        prog="autograde",
        description="Release the course's assignments, grade a class, return marks with reasons.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_course(parser, SAMPLE)
    subparsers = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(name: str, run: Run, text: str, more: str = "") -> argparse.ArgumentParser:
        description = f"{text[0].upper()}{text[1:]}. {more}".strip()
        sub = subparsers.add_parser(name, help=text, description=description)
        _add_course(sub, argparse.SUPPRESS)  # understood before the command and after it
        sub.set_defaults(run=run)
        return sub

    for module in COMMANDS:
        module.add(command)
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
        "pass it once: the class remembers it (default: a file in DIR)",
    )


if __name__ == "__main__":
    sys.exit(main())
