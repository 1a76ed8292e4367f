"""`autograde doctor`: examine this machine, and print a line for each finding."""

import argparse

from autograde.cli.options import Command, course_of


def add(command: Command) -> None:
    """Describe the command."""
    command(
        "doctor",
        run,
        "say what is missing on this machine, and how to get it",
        "Nothing is changed. The exit code is 1 if something needed is missing.",
    )


def run(options: argparse.Namespace) -> int:
    """Examine this machine, and print a line for each finding."""
    from autograde.cli.machine import MISSING, NOTE, OK, examine

    states = []
    for line in examine(course_of(options)):
        print(f"{line.state:8} {line.text}", flush=True)
        if line.state != OK:
            print(f"{'':8} -> {line.get}", flush=True)
        states.append(line.state)
    if MISSING in states:
        print("Something needed is missing.")
    elif NOTE in states:
        print("The notes say what you may still need; nothing else is missing.")
    else:
        print("This machine has everything needed.")
    return 1 if MISSING in states else 0
