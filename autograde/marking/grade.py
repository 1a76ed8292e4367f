"""Grade a class, each submission by itself, so that one that fails does not hold up the others."""

import contextlib
import datetime
import itertools
import json
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import MissingEntry
from nbgrader.apps import NbGraderAPI

from autograde.errors import CourseError
from autograde.execution.cluster import Cluster
from autograde.execution.engine import run_all
from autograde.execution.job import Job
from autograde.execution.sandbox import runs_boxed
from autograde.gradebook.course import Course
from autograde.gradebook.nbgrading import gradebook_of, open_nbgrader, require_gradebook
from autograde.gradebook.shared import once, one_engine
from autograde.gradebook.writer import writing
from autograde.intake.exercise import others_in
from autograde.intake.marks import graded_notebook, is_current, released_points
from autograde.intake.names import make_usable
from autograde.intake.problems import is_released, problem_of, submissions
from autograde.intake.reading import NoAccess, read_submission
from autograde.intake.restore import read_released, rebuild
from autograde.intake.strays import strays
from autograde.intake.times import known_time, problem_of_time
from autograde.marking.commit import autograded, commit
from autograde.marking.execute import job_of
from autograde.marking.graded import Graded, Times
from autograde.marking.late import penalties_changed, renew_penalties
from autograde.marking.reseed import further_runs
from autograde.record import read_record
from autograde.release.statement import assignment_names


def grade(
    course: Course,
    names: list[str],
    student: str | None = None,
    force: bool = False,
    cluster: Cluster | None = None,
) -> Iterator[Graded]:
    """Grade submissions, and yield the outcome of each as soon as it is known.

    Submissions are rebuilt and run on all cores, then judged and committed in this process, one
    after another. If a run is cut short, the next one finishes it.

    Parameters
    ----------
    course : Course
        The class.
    names : list of str
        The assignments.
    student : str, optional
        Grade only this student.
    force : bool
        Run and grade again even what has a mark and has not changed.
    cluster : Cluster, optional
        Where notebooks run; by default on the cores of this machine.

    Yields
    ------
    Graded
        A mark, or the problem that prevented one; an earlier mark then stays.

    Raises
    ------
    CourseError
        If there is no course, none of these assignments was released in it, another process
        writes to its gradebook, or this machine cannot shut submissions in.
    """
    require_gradebook(course)
    if not any(is_released(course, name) for name in names):
        raise CourseError(
            f"{', '.join(names)}: not released in {course.root} yet. "
            f"Run: autograde --course {course.root} release"
        )
    before = make_usable(course.folder("submitted"), course.folder("autograded"), student)
    for one in _grade(course, names, student, force, cluster or Cluster()):
        if one.student in before:
            note = f"its folder was {before[one.student]!r}, a name that is easily misread"
            one = replace(one, note="; ".join(filter(None, (note, one.note))))
        yield one


def _grade(
    course: Course, names: list[str], student: str | None, force: bool, cluster: Cluster
) -> Iterator[Graded]:
    """Yield the outcome of each submission; those that need no run come first."""
    for stray in strays(course, names, student):
        yield Graded(stray.name, stray.student, 0.0, 0.0, stray.why)
    due, done = [], []
    with gradebook_of(course) as gradebook:
        points = {name: released_points(gradebook, name) for name in assignment_names()}
    for name, who in submissions(course, names, student):
        place = course.folder("submitted") / who / name
        graded = graded_notebook(course, who, name)
        has_mark = graded is not None and is_current(
            graded, place / f"{name}.ipynb", points.get(name, {})
        )
        if (problem := problem_of(course, place, has_mark and not force)) or has_mark and not force:
            done.append((place, problem, _note_on(read_record(graded) if graded else {})))
        else:
            due.append(place)
    late = penalties_changed(course, names, student)
    with contextlib.ExitStack() as stack:
        if due or late:
            stack.enter_context(writing(course))
            stack.enter_context(one_engine())
        if late:
            renew_penalties(course, names, student)
        for place, problem, note in done:
            yield _outcome(course, place, problem, note=note)
        if due:
            yield from _grade_all(course, due, force, cluster)


def _grade_all(
    course: Course, places: list[Path], force: bool, cluster: Cluster
) -> Iterator[Graded]:
    """Run what has no stored result, and commit each submission once its results are stored."""
    api = open_nbgrader(course)
    times = {place: Times(received=_received(place), queued=time.time()) for place in places}
    waiting: dict[str, list[Path]] = {}
    jobs: dict[str, Job] = {}
    empty: list[tuple[Path, str]] = []

    def rebuilt() -> Iterator[Job]:
        for place, job, problem in _jobs(course, places):
            if job is None:
                empty.append((place, problem))
            else:
                waiting.setdefault(job.key, []).append(place)
                if jobs.setdefault(job.key, job) is job:
                    yield job

    def settled(key: str, problem: str, others: tuple[Job, ...] = ()) -> Iterator[Graded]:
        for place in waiting[key]:
            if problem:
                yield _outcome(course, place, f"it did not run: {problem}")
            else:
                keys = [key, *(job.key for job in others)]
                yield _committed(api, course, place, times[place], keys)

    unlucky: dict[str, tuple[Job, ...]] = {}
    for key, problem in _run(course, rebuilt(), force, cluster):
        others = () if problem else further_runs(jobs[key], course.store.get(key) or {})
        if others:
            unlucky[key] = others
        else:
            yield from settled(key, problem)
    for place, problem in empty:
        if problem:
            yield _outcome(course, place, problem)
        else:
            yield _committed(api, course, place, times[place])
    again = [job for others in unlucky.values() for job in others]
    problems = dict(_run(course, again, force, cluster))
    for key, others in unlucky.items():
        problem = next(filter(None, (problems[job.key] for job in others)), "")
        yield from settled(key, problem, others)


def _run(
    course: Course, jobs: Iterable[Job], force: bool, cluster: Cluster
) -> Iterator[tuple[str, str]]:
    """Run jobs and store their results; yield each key, and the problem if the job did not run."""
    kept: list[str] = []

    def missing() -> Iterator[Job]:
        for job in jobs:
            if not force and course.store.get(job.key) is not None:
                kept.append(job.key)
            else:
                yield job

    due = missing()
    for first in itertools.islice(due, 1):
        for ran in run_all(itertools.chain([first], due), runs_boxed(course), cluster):
            if not ran.problem:
                course.store.put(ran.key, ran.result)
            yield ran.key, ran.problem
            while kept:
                yield kept.pop(0), ""
    for key in kept:
        yield key, ""


def _jobs(course: Course, places: list[Path]) -> Iterator[tuple[Path, Job | None, str]]:
    """Rebuild each submission, and yield its job, or none: it is no notebook, or has a problem."""
    cell_s = course.config().Execute.get("timeout")
    for place in places:
        name, student = place.name, place.parent.name
        source = course.folder("source") / name / f"{name}.ipynb"
        released, kernelspec = once(read_released, course.db_url, source, name, name)
        try:
            submitted = read_submission(place / f"{name}.ipynb")
        except NoAccess as error:
            yield place, None, str(error)
            continue
        rebuilt = rebuild(submitted, released, kernelspec)
        readable = "unreadable" not in read_record(rebuilt)
        job = job_of(course, rebuilt, student, name, name, cell_s) if readable else None
        yield place, job, ""


def _committed(
    api: NbGraderAPI, course: Course, place: Path, times: Times, keys: Sequence[str] = ()
) -> Graded:
    """Commit one submission, and return its outcome with the times."""
    record: dict[str, Any] = {}
    problem = commit(api, course, place, keys)
    if not problem:
        graded = json.loads(autograded(course, place).read_text(encoding="utf-8"))
        record = read_record(NotebookNode(graded))
        result = course.store.get(record.get("key", "")) or {}
        times = replace(
            times,
            started=result.get("started", 0.0),
            executed=result.get("executed", 0.0),
            judged=float(record.get("judged", 0.0)),
            committed=time.time(),
        )
    return _outcome(course, place, problem, times, _note_on(record))


def _note_on(record: dict[str, Any]) -> str:
    """Say what was odd in the file that was graded, if anything was."""
    if "unreadable" in record:
        return f"it is not a notebook ({record['unreadable']}) and counts as empty"
    return f"{record['odd']}, and was read all the same" if "odd" in record else ""


def _received(place: Path) -> float:
    """Return when a submission was handed in: by nbgrader's timestamp, or by its file's time."""
    if time := known_time(place):
        return time.replace(tzinfo=datetime.UTC).timestamp()
    return (place / f"{place.name}.ipynb").lstat().st_mtime


def _outcome(
    course: Course,
    place: Path,
    problem: str = "",
    times: Times | None = None,
    note: str = "",
) -> Graded:
    """Return the outcome of a submission, with its points from the gradebook."""
    name, student = place.name, place.parent.name
    score = of = penalty = 0.0
    with gradebook_of(course) as gradebook:
        try:
            submission = gradebook.find_submission(name, student)
            score, of = submission.score, submission.max_score
            penalty = min(score, submission.late_submission_penalty or 0.0)
        except MissingEntry:
            with contextlib.suppress(MissingEntry):
                of = gradebook.find_assignment(name).max_score
    notes = [note] if note else []
    if not problem:
        notes += [f"beside it, and not graded: {others}"] if (others := others_in(place)) else []
        problem = problem_of_time(place)
    return Graded(name, student, score, of, problem, times or Times(), penalty, "; ".join(notes))
