"""Show a grading run on a terminal, or as JSON."""

import dataclasses
import json
import sys
from collections.abc import Iterable, Iterator

from tqdm import tqdm

from autograde.cli.options import printable
from autograde.intake.marks import points
from autograde.marking.graded import Graded


def show(done: Iterable[Graded], total: int, quiet: bool = False) -> Iterator[Graded]:
    """Print the result of each submission, and a summary at the end.

    Parameters
    ----------
    done : iterable of Graded
        As the run yields them.
    total : int
        How many there will be.
    quiet : bool
        Print a line for problems only.

    Yields
    ------
    Graded
        Each result, after it was printed.
    """
    graded = problems = 0
    # A progress bar is for a terminal. In a file it would only leave control characters.
    hidden = not sys.stderr.isatty()
    with tqdm(total=total, unit=" submissions", leave=False, disable=hidden) as bar:
        for one in done:
            if one.problem or not quiet:
                bar.clear()
                print(line(one), flush=True)
            bar.update()
            graded += 1
            problems += bool(one.problem)
            yield one
    if graded:
        print(f"{graded} submissions, {problems} with a problem.")


def line(one: Graded) -> str:
    """Return the line of one submission.

    Parameters
    ----------
    one : Graded
        Its result.

    Returns
    -------
    str
        The assignment, the student, the mark, what was taken off for lateness, and the problem
        if there is one. Characters that would control a terminal become question marks.

    Examples
    --------
    >>> line(Graded("lstm_cell", "ada", 10.0, 13.0))
    'lstm_cell          ada                10 of 13'
    >>> line(Graded("lstm_cell", "ada", 10.0, 13.0, penalty=4.0))
    'lstm_cell          ada                10 of 13  LATE: 6 of 13, 4 taken off'
    """
    mark = points(one.score, one.max_score) if one.max_score else "-"
    text = f"{one.assignment:18} {one.student:16} {mark:>10}"
    if one.penalty:
        left = points(one.score - one.penalty, one.max_score)
        text += f"  LATE: {left}, {round(one.penalty, 2):g} taken off"
    if one.note:
        text += f"  NOTE: {one.note}"
    if one.problem:
        text += f"  PROBLEM: {one.problem}"
    return printable(text)


def as_json(graded: Iterable[Graded]) -> str:
    """Return a run as JSON.

    Parameters
    ----------
    graded : iterable of Graded
        The results of one run.

    Returns
    -------
    str
        A list with an object for each submission.

    Examples
    --------
    >>> json.loads(as_json([Graded("lstm_cell", "ada", 10.0, 13.0)]))[0]["score"]
    10.0
    """
    return json.dumps([dataclasses.asdict(one) for one in graded], indent=1)
