"""`autograde rejudge`: list the marks that today's checks would change, or write them."""

import argparse

from autograde.cli.options import Command, add_assignments, course_of, names_of, printable


def add(command: Command) -> None:
    """Describe the command."""
    sub = command(
        "rejudge",
        run,
        "judge again what was graded, after a check was corrected; nothing is executed",
        "The marks that would change are listed; --write writes them. The exit code is 1 if "
        "something must be executed to be judged.",
    )
    add_assignments(sub)
    sub.add_argument("--write", action="store_true", help="write the marks that change")


def run(options: argparse.Namespace) -> int:
    """List the marks that today's checks would change, and write them if asked to."""
    from autograde.marking.rejudge import rejudge

    course = course_of(options)
    n_changes = n_judged = open_ends = 0
    for one in rejudge(course, names_of(options), options.write):
        who = printable(f"{one.assignment:18} {one.student:16}")
        for change in one.changes:
            marks = f"{change.before:g} -> {change.after:g}"
            print(printable(f"{who} {change.cell:24} {marks}  {change.reason}"))
        if one.must_run:
            print(printable(f"{who} MUST BE EXECUTED: {one.must_run}"))
            again = f"grade {one.assignment} --student {one.student} --force"
            print(printable(f"  -> autograde --course {course.root} {again}"))
        if one.problem:
            print(printable(f"{who} PROBLEM: {one.problem}"))
        n_judged += 1
        n_changes += len(one.changes)
        open_ends += 1 if one.must_run or one.problem else 0
    done = "written" if options.write else "nothing was written; --write writes them"
    print(f"{n_judged} submissions judged again, {n_changes} marks change ({done}).")
    return 1 if open_ends else 0
