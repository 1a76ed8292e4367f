"""The course's version of nbgrader's Execute step: use a stored result, or run the notebook."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from nbformat import NotebookNode, from_dict
from nbgrader.preprocessors import Execute
from traitlets import List, Unicode

from autograde.errors import CourseError
from autograde.execution.engine import run_alone
from autograde.execution.job import Job, crowded
from autograde.execution.sandbox import runs_boxed
from autograde.gradebook.course import Course
from autograde.gradebook.shared import once
from autograde.gradebook.store import unpack
from autograde.kernel.limits import Limits
from autograde.marking.reseed import further_runs
from autograde.record import read_record, write_record
from autograde.release.source import named_data, own_limits, read_source, withheld, without


class StoredExecute(Execute):
    """Fills a rebuilt notebook with the outputs of its run.

    `autograde grade` has already run it, using all cores, and the store has the result. For
    Formgrader's button and nbgrader's own command there is none, and the same job runs here and
    now.
    """

    keys = List(Unicode(), help="keys of the stored result, and of its runs under other seeds").tag(
        config=True
    )

    def preprocess(self, nb: NotebookNode, resources: Any, km: Any = None) -> Any:
        """Use the stored result, or run the notebook and store what it published."""
        if "unreadable" in read_record(nb):
            return nb, resources  # all answers are stubs
        of = resources["nbgrader"]
        courses = self.parent.parent.coursedir  # preprocessor -> exporter -> converter
        course = Course(Path(courses.root))
        keys = list(self.keys)
        if not keys:
            job = job_of(course, nb, of["student"], of["assignment"], of["notebook"], self.timeout)
            result = self._result(course, job)
            others = further_runs(job, result)
            for other in others:
                self._result(course, other)
            keys = [one.key for one in (job, *others)]
        fill_in(nb, course.store.get(keys[0]) or {})
        write_record(nb, key=keys[0], others=keys[1:])
        return nb, resources

    def _result(self, course: Course, job: Job) -> dict[str, Any]:
        """Return what a job published: from the store, or by running it here and now."""
        result = course.store.get(job.key)
        if result is None:
            try:
                boxed = runs_boxed(course)
            except CourseError as error:  # log the message before the traceback
                self.log.error("%s", error)
                raise
            packed = run_alone(job, boxed)
            if unpack(packed)["crowded"]:
                packed = run_alone(job, boxed)
            result = unpack(packed)
            if problem := crowded(result):
                raise CourseError(problem)
            course.store.put(job.key, packed)
        return result


def job_of(
    course: Course,
    nb: NotebookNode,
    student: str,
    assignment: str,
    notebook: str,
    cell_s: int | None,
) -> Job:
    """Return the job that runs a rebuilt submission.

    Parameters
    ----------
    course : Course
        The class.
    nb : NotebookNode
        The submission, as `autograde.intake.restore` rebuilt it.
    student, assignment, notebook : str
        Who handed it in, and for which notebook of which assignment.
    cell_s : int or None
        How long a cell may run: the class's `Execute.timeout`. If that is the course's default,
        the limit of the exercise counts.

    Returns
    -------
    Job
        Of the submission, it holds only the sources of its cells.
    """
    path = course.folder("source") / assignment / f"{notebook}.ipynb"
    source = once(read_source, path)
    seed = course.seed(student, assignment, notebook)
    limits = replace(Limits(), **own_limits(source))
    if cell_s not in (None, Limits().cell_s):
        limits = replace(limits, cell_s=cell_s)
    return Job.of(nb, seed, withheld(source), without(source), limits, named_data(source))


def fill_in(nb: NotebookNode, result: dict[str, Any]) -> None:
    """Put the outputs of a run into the notebook that ran.

    Parameters
    ----------
    nb : NotebookNode
        The rebuilt submission; changed in place.
    result : dict
        What `autograde.execution.job.run_job` returned.
    """
    for cell in nb.cells:
        if cell.cell_type == "code":
            published = result["cells"].get(cell.id, {})
            cell.outputs = [from_dict(output) for output in published.get("outputs", [])]
            cell.execution_count = published.get("execution_count")
    write_record(nb, **result.get("note", {}), used=result.get("used", {}))
