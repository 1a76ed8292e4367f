"""Penalties for late work: nbgrader's own, from times that are read without a guess."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry, SubmittedAssignment
from nbgrader.preprocessors import AssignLatePenalties

from autograde.errors import CourseError
from autograde.gradebook.course import Course
from autograde.gradebook.nbgrading import gradebook_of, open_nbgrader
from autograde.intake.times import NoTime, handed_in_at

SMALLEST = 1e-6  # points; a smaller difference between two penalties is one of rounding


class LatePenalties(AssignLatePenalties):
    """The course's version of nbgrader's step: a time that was corrected or removed counts.

    nbgrader keeps an earlier time if there is none today.
    """

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Store when the submission was handed in, then the penalty."""
        of = resources["nbgrader"]
        courses = self.parent.parent.coursedir  # preprocessor -> exporter -> converter
        course = Course(Path(courses.root))
        with gradebook_of(course) as gradebook:
            submission = gradebook.find_submission(of["assignment"], of["student"])
            submission.timestamp = _time(course, submission)
            gradebook.db.commit()
        return super().preprocess(nb, resources)

    def penalties(self, submission: SubmittedAssignment, time: datetime | None) -> list[float]:
        """Return the penalty of each notebook, if the submission was handed in at this time."""
        due = submission.duedate
        late_s = (time - due).total_seconds() if time and due else 0.0
        if late_s <= 0:
            return [0.0 for _ in submission.notebooks]
        found = []
        for notebook in submission.notebooks:
            penalty = self.plugin_inst.late_submission_penalty(
                submission.student_id, notebook.score, late_s
            )
            found.append(self._check_late_penalty(notebook, penalty or 0.0))
        return found


def penalties_changed(course: Course, names: list[str], student: str | None = None) -> bool:
    """Tell whether today's times, due dates, extensions or method change a penalty.

    Parameters
    ----------
    course : Course
        The class.
    names : list of str
        The assignments.
    student : str, optional
        Look only at this one.

    Returns
    -------
    bool
        Whether `renew_penalties` would change anything.

    Raises
    ------
    CourseError
        If the class's own method fails.
    """
    with gradebook_of(course) as gradebook:
        return any(True for _ in _changes(course, gradebook, names, student))


def renew_penalties(course: Course, names: list[str], student: str | None = None) -> None:
    """Apply today's times, due dates, extensions and method to every mark that there is.

    Nothing runs, and no mark given by hand is touched.

    Parameters
    ----------
    course : Course
        The class; the caller is its only writer.
    names : list of str
        The assignments.
    student : str, optional
        Change only the marks of this one.

    Raises
    ------
    CourseError
        If the class's own method fails; then nothing is changed.
    """
    with gradebook_of(course) as gradebook:
        for submission, time, penalties in list(_changes(course, gradebook, names, student)):
            submission.timestamp = time
            for notebook, penalty in zip(submission.notebooks, penalties, strict=True):
                notebook.late_submission_penalty = penalty or None
        gradebook.db.commit()


def _changes(
    course: Course, gradebook: Gradebook, names: list[str], student: str | None
) -> Iterator[tuple[SubmittedAssignment, datetime | None, list[float]]]:
    """Yield each submission that changes, with its time and its notebooks' penalties."""
    step = _step(course)
    for name in names:
        submissions: list[SubmittedAssignment] = []
        with suppress(MissingEntry):
            submissions = gradebook.find_assignment(name).submissions
        for submission in submissions:
            if student not in (None, submission.student_id):
                continue
            time = _time(course, submission)
            before = [one.late_submission_penalty or 0.0 for one in submission.notebooks]
            try:
                penalties = step.penalties(submission, time)
            except Exception as error:
                raise _of_method(course, error) from error
            differ = (abs(a - b) > SMALLEST for a, b in zip(before, penalties, strict=True))
            if time != submission.timestamp or any(differ):
                yield submission, time, penalties


def _step(course: Course) -> LatePenalties:
    """Return the step as the class's settings make it."""
    api = open_nbgrader(course)
    try:
        step = LatePenalties(config=api.config, log=api.log)
        step.init_plugin()
    except Exception as error:
        raise _of_method(course, error) from error
    return step


def _of_method(course: Course, error: Exception) -> CourseError:
    """Say that the class's own method of penalties fails."""
    return CourseError(
        f"The method of late penalties in {course.root / 'nbgrader_config.py'} fails: "
        f"{type(error).__name__}: {error}. No penalty was changed. Correct the method, and run "
        "the same command again."
    )


def _time(course: Course, submission: SubmittedAssignment) -> datetime | None:
    """Return when a submission was handed in, as far as it can be known today."""
    place = course.folder("submitted") / submission.student_id / submission.name
    try:
        return handed_in_at(place) if place.is_dir() else submission.timestamp
    except NoTime:
        return None
    except OSError:  # a machine's state changes no mark
        return submission.timestamp
