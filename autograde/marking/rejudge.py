"""New verdicts on what submissions published when they ran: nothing is executed.

After a check is corrected, a class is judged again from the store. The changes are listed first,
and written only on request.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.apps import NbGraderAPI

from autograde.errors import CourseError
from autograde.gradebook.course import Course
from autograde.gradebook.nbgrading import open_nbgrader, require_gradebook
from autograde.gradebook.shared import once, one_engine
from autograde.gradebook.writer import writing
from autograde.intake.problems import submissions
from autograde.intake.reading import digest, read_submission
from autograde.intake.restore import read_released, rebuild
from autograde.marking import execute
from autograde.marking.commit import autograded, commit
from autograde.marking.reseed import further_runs
from autograde.marking.verdicts import apply_verdicts, other_runs
from autograde.record import read_record
from lstm_lib.checks.verdict import NOT_JUDGED


@dataclass(frozen=True)
class Changed:
    """A mark that a new judgment of the same observation changes."""

    assignment: str
    student: str
    cell: str
    before: float
    after: float
    reason: str


@dataclass(frozen=True)
class Rejudged:
    """The result of judging one submission again.

    `must_run` says why the stored results are not enough; then nothing is written.
    """

    assignment: str
    student: str
    changes: tuple[Changed, ...] = ()
    must_run: str = ""
    problem: str = ""


def rejudge(course: Course, names: list[str], write: bool = False) -> Iterator[Rejudged]:
    """Judge graded submissions again, from stored observations.

    Parameters
    ----------
    course : Course
        The class.
    names : list of str
        The assignments.
    write : bool
        Write the new marks of the submissions whose marks change.

    Yields
    ------
    Rejudged
        One for each submission that has a mark.

    Raises
    ------
    CourseError
        If there is no course, or another process writes to its gradebook.
    """
    require_gradebook(course)
    places = [course.folder("submitted") / who / name for name, who in submissions(course, names)]
    graded = [place for place in places if autograded(course, place).exists()]
    if not write:
        for place in graded:
            yield _judged_again(course, place)
        return
    with writing(course), one_engine():
        api = open_nbgrader(course)
        for place in graded:
            yield _written(api, course, place, _judged_again(course, place))


def _judged_again(course: Course, place: Path) -> Rejudged:
    """Judge one submission again, and compare the result with its current mark."""
    name, student = place.name, place.parent.name
    try:
        before = nbformat.read(autograded(course, place), as_version=4)
    except (ValueError, nbformat.ValidationError):  # a run was killed while writing it
        return Rejudged(name, student, must_run="its graded notebook cannot be read")
    try:
        after = _new_verdicts(course, place, before)
    except CourseError as error:
        return Rejudged(name, student, must_run=str(error))
    marks = {cell.id: read_record(cell) for cell in _checks(before)}
    changes = []
    for cell in _checks(after):
        old, new = marks.get(cell.id, {}), read_record(cell)
        if new.get("status") == NOT_JUDGED and old.get("status") != NOT_JUDGED:
            text = cell.outputs[0].data["text/plain"]
            return Rejudged(name, student, must_run=f"{cell.id}: {' '.join(text.split())}")
        if new.get("score") != old.get("score"):
            reason = ", ".join(new.get("diagnoses", [])) or str(new.get("status"))
            scores = float(old.get("score", 0)), float(new.get("score", 0))
            changes.append(Changed(name, student, cell.id, *scores, reason))
    return Rejudged(name, student, tuple(changes))


def _new_verdicts(course: Course, place: Path, before: NotebookNode) -> NotebookNode:
    """Return a submission with new verdicts on what it published when it ran."""
    name, student = place.name, place.parent.name
    record = read_record(before)
    path = place / f"{name}.ipynb"
    if not path.exists() or record.get("digest") != digest(path):
        raise CourseError("the submission has changed since it was graded")
    source = course.folder("source") / name / f"{name}.ipynb"
    released = once(read_released, course.db_url, source, name, name)
    notebook = rebuild(read_submission(path), *released)
    if "unreadable" not in read_record(notebook):
        result = course.store.get(record.get("key", ""))
        if result is None:
            raise CourseError("what it published when it ran was not stored")
        if _code(notebook) != _code(before):
            raise CourseError("its cells ran in another order, or with others among them")
        execute.fill_in(notebook, result)
        job = execute.job_of(course, notebook, student, name, name, None)
        if further_runs(job, result) and not record.get("others"):
            raise CourseError("it now fails by chance, and has not run under other seeds")
    apply_verdicts(notebook, course.seed(student, name, name), other_runs(course, record))
    return notebook


def _code(notebook: NotebookNode) -> list[tuple[str, str]]:
    """Return what runs of a notebook, in order: the ids of its code cells, and their sources."""
    return [(cell.id, cell.source) for cell in notebook.cells if cell.cell_type == "code"]


def _checks(notebook: NotebookNode) -> list[NotebookNode]:
    """Return the graded code cells of a notebook."""
    return [cell for cell in notebook.cells if cell.cell_type == "code" and utils.is_grade(cell)]


def _written(api: NbGraderAPI, course: Course, place: Path, judged: Rejudged) -> Rejudged:
    """Write the marks of one submission, if they change, by nbgrader's own command."""
    if not judged.changes:
        return judged
    record = read_record(nbformat.read(autograded(course, place), as_version=4))
    problem = commit(api, course, place, [record["key"], *record.get("others", [])])
    return Rejudged(judged.assignment, judged.student, judged.changes, problem=problem)
