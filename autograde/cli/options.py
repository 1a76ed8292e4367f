"""What the subcommands share: how one is described, and the class and assignments it is about."""

import argparse
from collections.abc import Callable
from typing import Any

from autograde.gradebook.course import Course

Run = Callable[[argparse.Namespace], int]
Command = Callable[..., argparse.ArgumentParser]  # (name, run, text, more) -> its parser


def add_assignments(sub: argparse.ArgumentParser) -> None:
    """Add the list of assignments.

    Parameters
    ----------
    sub : ArgumentParser
        The subcommand's parser.
    """
    sub.add_argument("assignments", nargs="*", metavar="ASSIGNMENT", help="default: all")


def course_of(options: Any) -> Course:
    """Return the class that a command is about; a wrong --db is refused in every command.

    Parameters
    ----------
    options : argparse.Namespace
        What was typed.

    Returns
    -------
    Course
        Its folder need not exist.

    Raises
    ------
    CourseError
        If the class has a different database from the one that was named.
    """
    course = Course(options.course.resolve(), options.db)
    course.require_server()
    return course


def names_of(options: Any) -> list[str]:
    """Return the assignments that a command is about.

    Parameters
    ----------
    options : argparse.Namespace
        What was typed.

    Returns
    -------
    list of str
        All of them if none was named.

    Raises
    ------
    CourseError
        If there is no such assignment.
    """
    from autograde.release.statement import assignment_names, known_assignment

    return [known_assignment(name) for name in options.assignments] or assignment_names()


def printable(text: str) -> str:
    r"""Return a text that does not control a terminal.

    Parameters
    ----------
    text : str
        It may hold a student's name, or what a submission sent.

    Returns
    -------
    str
        With question marks for control characters, and for those that turn the text around.

    Examples
    --------
    >>> printable("ada\x1b[2J\u202e")
    'ada?[2J?'
    """
    return "".join(c if c.isprintable() else "?" for c in text)
