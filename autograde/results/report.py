"""What a class did: marks, exercises, diagnoses, and what an instructor should look at."""

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from autograde.errors import CourseError
from autograde.gradebook.course import Course
from autograde.gradebook.nbgrading import require_gradebook
from autograde.intake.marks import FINAL, NOT_FINAL, NOT_GRADED, STALE, Mark, class_marks
from autograde.intake.problems import problem_of, submissions
from autograde.intake.strays import strays
from autograde.intake.times import problem_of_time
from autograde.results.standouts import Failure, Outlier, Seen, failures, outliers, see
from lstm_lib.checks.verdict import NOT_ATTEMPTED, RIGHT

FEWEST_SHARED = 3  # the fewest submissions for a diagnosis to count as a common one
SHARES = {1.0: "All", 2 / 3: "Two thirds or more", 1 / 2: "Half or more", 1 / 3: "A third or more"}


@dataclass(frozen=True)
class Exercise:
    """How one check went in the class: counts of submissions."""

    assignment: str
    check: str
    submissions: int
    attempted: int
    right: int


@dataclass(frozen=True)
class Diagnosis:
    """The number of submissions in which one wrong answer, or one status, was found."""

    assignment: str
    check: str
    name: str
    count: int


@dataclass(frozen=True)
class Report:
    """A class: its marks, its exercises, the diagnoses by frequency, and what to look at.

    `shared` are sentences on what a large part of the class got wrong. `unboxed` are the
    submissions that ran without a box, as pairs of student and assignment.
    """

    course: Path
    marks: tuple[Mark, ...]
    exercises: tuple[Exercise, ...]
    diagnoses: tuple[Diagnosis, ...]
    shared: tuple[str, ...] = ()
    outliers: tuple[Outlier, ...] = ()
    failures: tuple[Failure, ...] = ()
    unboxed: tuple[tuple[str, str], ...] = ()


def report(course: Course, names: list[str]) -> Report:
    """Read the gradebook, and the verdicts in the graded notebooks. Nothing is changed.

    Parameters
    ----------
    course : Course
        The class.
    names : list of str
        The assignments to report. With all of them, folders that match no assignment are included.

    Returns
    -------
    Report
        Sorted alphabetically, diagnoses by frequency.

    Raises
    ------
    CourseError
        If there is no course, or nothing was handed in.
    """
    require_gradebook(course)
    seen = [see(mark, graded) for mark, graded in class_marks(course, names)]
    reported = {(one.mark.student, one.mark.assignment) for one in seen}
    for name, student in submissions(course, names):
        if (student, name) not in reported:  # no assignment has this name
            seen.append(see(Mark(student, name), None))
    astray = strays(course, names)
    if not seen and not astray:
        raise CourseError(
            f"Nothing was handed in for {', '.join(names)}. Put each submission into "
            f"{course.folder('submitted')} as STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb."
        )
    seen.sort(key=lambda one: (one.mark.student, one.mark.assignment))
    current = [one for one in seen if one.mark.status in (FINAL, NOT_FINAL)]
    exercises, diagnoses = _exercises(current), _diagnoses(current)
    rights = {(e.assignment, e.check): (e.right, e.submissions) for e in exercises}
    problems = [_problem(course, one.mark) for one in seen]
    return Report(
        course.root,
        tuple(one.mark for one in seen),
        exercises,
        diagnoses,
        shared(exercises, diagnoses),
        outliers(current, rights),
        (
            *failures(seen, problems),
            *(Failure(stray.student, stray.name, stray.why) for stray in astray),
        ),
        tuple((one.mark.student, one.mark.assignment) for one in seen if one.unboxed),
    )


def _problem(course: Course, mark: Mark) -> str:
    """Say what is wrong with a submission, or with its time; empty if nothing is."""
    place = course.folder("submitted") / mark.student / mark.assignment
    if not os.path.lexists(place):
        return ""
    has_mark = mark.status not in (NOT_GRADED, STALE)
    return problem_of(course, place, has_mark) or problem_of_time(place)


def _exercises(seen: list[Seen]) -> tuple[Exercise, ...]:
    """Count attempts and right answers, in the order of the notebooks."""
    total: Counter[tuple[str, str]] = Counter()
    attempted, right = Counter(total), Counter(total)
    for one in seen:
        for record in one.checks:
            key = (one.mark.assignment, record["check"])
            total[key] += 1
            attempted[key] += record["status"] != NOT_ATTEMPTED
            right[key] += record["status"] == RIGHT
    order = sorted(total, key=lambda key: key[0])  # a stable sort: checks keep their order
    return tuple(
        Exercise(name, check, total[name, check], attempted[name, check], right[name, check])
        for name, check in order
    )


def _diagnoses(seen: list[Seen]) -> tuple[Diagnosis, ...]:
    """Count diagnoses, the most frequent first; "not attempted" does not count as one."""
    count = Counter(
        (one.mark.assignment, record["check"], diagnosis)
        for one in seen
        for record in one.checks
        for diagnosis in dict.fromkeys(record["diagnoses"])
        if diagnosis != NOT_ATTEMPTED
    )
    order = sorted(count, key=lambda key: (-count[key], key))
    return tuple(Diagnosis(*key, count[key]) for key in order)


def shared(exercises: tuple[Exercise, ...], diagnoses: tuple[Diagnosis, ...]) -> tuple[str, ...]:
    """Say which mistakes at least a third of the learners who attempted a check have in common.

    Parameters
    ----------
    exercises : tuple of Exercise
        Each check of the class.
    diagnoses : tuple of Diagnosis
        The diagnoses found in the class.

    Returns
    -------
    tuple of str
        Sentences, the most common mistake first; none for fewer than three submissions.

    Examples
    --------
    >>> tried = (Exercise("lstm_cell", "forget_gate", 30, 24, 10),)
    >>> shared(tried, (Diagnosis("lstm_cell", "forget_gate", "swapped", 12),))
    ('Half or more of those who attempted forget_gate in lstm_cell (12 of 24) show: swapped.',)
    """
    attempted = {(e.assignment, e.check): e.attempted for e in exercises}
    found = []
    for one in diagnoses:
        of = attempted[one.assignment, one.check]
        words = [word for share, word in SHARES.items() if of and one.count / of >= share]
        if words and one.count >= FEWEST_SHARED:
            sentence = (
                f"{words[0]} of those who attempted {one.check} in {one.assignment} "
                f"({one.count} of {of}) show: {one.name}."
            )
            found.append((-one.count / of, sentence))
    return tuple(sentence for _, sentence in sorted(found))
