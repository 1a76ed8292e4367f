"""What stands out in a class: failed submissions, and marks, checks and runs far from others.

The rules are simple, so that an instructor can check each line by eye.
"""

from dataclasses import dataclass
from statistics import median
from typing import Any

from nbformat import NotebookNode

from autograde.intake.marks import NOT_GRADED, Mark
from autograde.record import read_record

FAR = 0.5  # between a learner's share of the points and the median of their other assignments
HARD = 0.3  # between the share of right answers to a check and the median of the other checks
LONG, LONGER_S = 4, 20  # times the median CPU time, and seconds above it
OTHERS = 2  # the fewest other assignments, or checks, to compare with
RUNS = 5  # the fewest submissions for a comparison of checks or runs

RULES = (
    f"A mark stands out when its share of the checks' points is {FAR * 100:.0f} percentage points "
    f"or more away from the median of the same learner's other assignments, of which there are "
    f"{OTHERS} or more. Ask whether the right file was handed in.",
    f"A check stands out when it has {RUNS} or more submissions, and its share of right answers is "
    f"{HARD * 100:.0f} percentage points or more below the median of the other checks. Look at "
    "the exercise, and at the lesson before it.",
    f"A run stands out when it took {LONG} times the median CPU time of its assignment or more, "
    f"and {LONGER_S} s more. Look for an infinite loop, or a network that is far too large.",
)


@dataclass(frozen=True)
class Seen:
    """One submission as a report sees it: its mark, and what its graded notebook recorded.

    `checks` are the records of its checks, `slow` are the cells that ran longer than allowed, and
    `flooded` says that more was printed than is kept.
    """

    mark: Mark
    checks: tuple[dict[str, Any], ...] = ()
    unreadable: str = ""
    stopped: str = ""
    slow: tuple[str, ...] = ()
    flooded: bool = False
    unboxed: bool = False
    cpu_s: float = 0.0


@dataclass(frozen=True)
class Outlier:
    """A mark, check or run far from what it is compared with. `student` is empty for a check."""

    student: str
    assignment: str
    what: str


@dataclass(frozen=True)
class Failure:
    """A submission that has no mark, or whose run was cut short, and why."""

    student: str
    assignment: str
    why: str


def see(mark: Mark, graded: NotebookNode | None) -> Seen:
    """Read what grading recorded in a notebook.

    Parameters
    ----------
    mark : Mark
        The submission's mark.
    graded : NotebookNode or None
        Its graded notebook.

    Returns
    -------
    Seen
        A summary; the notebook itself is not kept.
    """
    if graded is None:
        return Seen(mark)
    record = read_record(graded)
    checks = tuple(read_record(cell) for cell in graded.cells if "check" in read_record(cell))
    slow = tuple(
        cell.id
        for cell in graded.cells
        if read_record(cell).get("slow")
        or any(output.get("ename") == "CellTimeoutError" for output in cell.get("outputs", []))
    )
    stopped = ""
    if "endless" in record:
        stopped = f"cell {record['stopped']} ran longer than a cell may, and ignored interrupts"
    elif "stopped" in record:
        why = record.get("because") or "Python itself stopped, and no limit was exceeded"
        stopped = f"the kernel ended in cell {record['stopped']}: {why}"
    used = record.get("used", {}).get("cpu_s")
    return Seen(
        mark,
        checks,
        record.get("unreadable", ""),
        stopped,
        slow,
        bool(record.get("flooded")),
        record.get("boxed") is False,
        float(used) if isinstance(used, int | float) else 0.0,
    )


def failures(seen: list[Seen], problems: list[str]) -> tuple[Failure, ...]:
    """Return the submissions without a mark, and those whose run was cut short.

    Parameters
    ----------
    seen : list of Seen
        All submissions.
    problems : list of str
        For each submission, why it cannot be graded; empty if it can.

    Returns
    -------
    tuple of Failure
        In the order of the submissions.
    """
    found = []
    for one, problem in zip(seen, problems, strict=True):
        if not problem and one.mark.status == NOT_GRADED:
            problem = "it was not graded yet: run grade, which gives the reason if it cannot"
        reasons = [problem, one.unreadable and f"not a notebook: {one.unreadable}", one.stopped]
        if one.slow:
            reasons.append(f"stopped for running longer than a cell may: {', '.join(one.slow)}")
        if one.flooded:
            reasons.append("it printed more than is kept, and what a check published was left out")
        found += [Failure(one.mark.student, one.mark.assignment, why) for why in reasons if why]
    return tuple(found)


def outliers(
    seen: list[Seen], rights: dict[tuple[str, str], tuple[int, int]]
) -> tuple[Outlier, ...]:
    """Return the marks, checks and runs that are far from comparable ones.

    Parameters
    ----------
    seen : list of Seen
        The submissions whose marks are up to date.
    rights : dict of (str, str) to (int, int)
        For each assignment and check, the number of right answers and of all answers.

    Returns
    -------
    tuple of Outlier
        Checks first, then marks, then runs.
    """
    return (*_checks(rights), *_marks(seen), *_runs(seen))


def _checks(rights: dict[tuple[str, str], tuple[int, int]]) -> list[Outlier]:
    """Return the checks that far fewer submissions got right than other checks."""
    shares = {key: right / of for key, (right, of) in rights.items() if of >= RUNS}
    found = []
    for (name, check), share in shares.items():
        others = [other for key, other in shares.items() if key != (name, check)]
        if len(others) >= OTHERS and (usual := median(others)) - share >= HARD:
            what = f"{check}: {share:.0%} right, against a median of {usual:.0%}"
            found.append(Outlier("", name, what))
    return found


def _marks(seen: list[Seen]) -> list[Outlier]:
    """Return the marks that are far from the same learner's others."""
    shares: dict[str, dict[str, float]] = {}
    for one in seen:
        if one.mark.share is not None:
            shares.setdefault(one.mark.student, {})[one.mark.assignment] = one.mark.share
    found = []
    for student, own in shares.items():
        for name, share in own.items():
            others = [other for key, other in own.items() if key != name]
            if len(others) >= OTHERS and abs(share - (usual := median(others))) >= FAR:
                what = f"{share:.0%} of the checks' points, against a median of {usual:.0%} in "
                found.append(Outlier(student, name, f"{what}{len(others)} others"))
    return found


def _runs(seen: list[Seen]) -> list[Outlier]:
    """Return the runs that took far more CPU time than the others of their assignment."""
    times: dict[str, list[Seen]] = {}
    for one in seen:
        if one.cpu_s:
            times.setdefault(one.mark.assignment, []).append(one)
    found = []
    for name, runs in times.items():
        if len(runs) < RUNS:
            continue
        usual = median(run.cpu_s for run in runs)
        for run in runs:
            if run.cpu_s >= LONG * usual and run.cpu_s - usual >= LONGER_S:
                what = f"{run.cpu_s:.0f} s of CPU time, against a median of {usual:.0f} s"
                found.append(Outlier(run.mark.student, name, what))
    return found
