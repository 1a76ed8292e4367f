"""Grade a class: every submission by itself, so that one that fails keeps no other waiting."""

import contextlib
import datetime
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import NbGraderAPI
from nbgrader.utils import parse_utc

from autograde.build import assignment_names
from autograde.course import Course
from autograde.engine import Cluster, run_all
from autograde.errors import CourseError
from autograde.execute import job_of
from autograde.gradebook import writing
from autograde.job import Job
from autograde.nbgrading import last_error, open_nbgrader, require_gradebook
from autograde.reading import digest, read_submission
from autograde.record import read
from autograde.restore import read_released, rebuild
from autograde.sandbox import runs_boxed


@dataclass(frozen=True)
class Times:
    """When a submission passed each station, in seconds since 1970; 0 for a station it did not.

    A result that came out of the store keeps the times at which it ran.
    """

    received: float = 0.0
    queued: float = 0.0
    started: float = 0.0
    executed: float = 0.0
    judged: float = 0.0
    committed: float = 0.0


@dataclass(frozen=True)
class Graded:
    """What became of one submission. `problem` is empty if it has a mark."""

    assignment: str
    student: str
    score: float
    max_score: float
    problem: str = ""
    times: Times = field(default_factory=Times)


def submissions(
    course: Course, names: list[str], student: str | None = None
) -> list[tuple[str, str]]:
    """Return what was handed in: (assignment, student), in alphabetical order.

    Parameters
    ----------
    course : Course
        The class.
    names : list of str
        The assignments to look for; all of them include folders of names that no assignment has.
    student : str, optional
        Only this one.

    Returns
    -------
    list of tuple of str
        Empty if nothing was handed in.

    Raises
    ------
    CourseError
        If that student handed nothing in.
    """
    folder = course.folder("submitted")
    everything = names == assignment_names()
    found = sorted(
        (place.name, place.parent.name)
        for place in folder.glob("*/*")
        if place.is_dir()
        and not place.name.startswith(".")
        and (everything or place.name in names)
        and student in (None, place.parent.name)
    )
    if student is not None and not found:
        raise CourseError(f"{student} has handed in nothing of {', '.join(names)} in {folder}.")
    return found


def grade(
    course: Course,
    names: list[str],
    student: str | None = None,
    force: bool = False,
    cluster: Cluster | None = None,
) -> Iterator[Graded]:
    """Grade submissions, and say of each what became of it, when it is known.

    What was handed in is rebuilt, run on all cores, and judged and committed here, one submission
    after another. A run that was cut short is finished by the next one.

    Parameters
    ----------
    course : Course
        The class.
    names : list of str
        The assignments.
    student : str, optional
        Only this one.
    force : bool
        Run and grade again what has a mark and has not changed.
    cluster : Cluster, optional
        Where notebooks run; on the cores of this machine by default.

    Yields
    ------
    Graded
        A mark, or the problem that kept it from one; an earlier mark then stays.

    Raises
    ------
    CourseError
        If there is no course, or nothing of these assignments was released in it, or somebody
        else writes to its gradebook, or this machine cannot shut submissions in.
    """
    require_gradebook(course)
    if not any(_is_released(course, name) for name in names):
        raise CourseError(
            f"{', '.join(names)}: not released in {course.root} yet. "
            f"Run: autograde --course {course.root} release"
        )
    due, done = [], []
    for name, who in submissions(course, names, student):
        place = course.folder("submitted") / who / name
        problem = _problem_of(course, place)
        if problem or not (force or not _is_graded(course, place)):
            done.append(Graded(name, who, *_mark(course, name, who), problem))
        else:
            due.append(place)
    yield from done
    if due:
        with writing(course):
            yield from _grade_all(course, due, force, cluster or Cluster())


def _grade_all(
    course: Course, places: list[Path], force: bool, cluster: Cluster
) -> Iterator[Graded]:
    """Run what has no stored result, and commit each submission as soon as its result is there."""
    api = open_nbgrader(course)
    times = {place: Times(received=_received(place), queued=time.time()) for place in places}
    waiting: dict[str, list[Path]] = {}
    jobs: dict[str, Job] = {}
    for place, job in _jobs(course, places):
        if job is None or (not force and course.store.get(job.key) is not None):
            yield _committed(api, course, place, times[place])
        else:
            waiting.setdefault(job.key, []).append(place)
            jobs[job.key] = job
    boxed = runs_boxed(course) if jobs else True
    for ran in run_all(jobs.values(), boxed, cluster):
        if not ran.problem:
            course.store.put(ran.key, ran.result)
        for place in waiting[ran.key]:
            if ran.problem:
                mark = _mark(course, place.name, place.parent.name)
                yield Graded(place.name, place.parent.name, *mark, f"it did not run: {ran.problem}")
            else:
                yield _committed(api, course, place, times[place])


def _jobs(course: Course, places: list[Path]) -> Iterator[tuple[Path, Job | None]]:
    """Rebuild each submission, and yield its job, or None if it is no notebook."""
    released: dict[str, tuple] = {}
    cell_s = course.config().Execute.get("timeout")
    for place in places:
        name, student = place.name, place.parent.name
        if name not in released:
            source = course.folder("source") / name / f"{name}.ipynb"
            released[name] = read_released(course.db_url, source, name, name)
        submitted = read_submission(place / f"{name}.ipynb")
        rebuilt = rebuild(submitted, *released[name])
        readable = "unreadable" not in read(rebuilt)
        yield place, job_of(course, rebuilt, student, name, name, cell_s) if readable else None


def _committed(api: NbGraderAPI, course: Course, place: Path, times: Times) -> Graded:
    """Commit one submission, and say what became of it and when."""
    name, student = place.name, place.parent.name
    problem = commit(api, course, place)
    if not problem:
        record = read(nbformat.read(autograded(course, place), as_version=4))
        result = course.store.get(record.get("key", "")) or {}
        times = replace(
            times,
            started=result.get("started", 0.0),
            executed=result.get("executed", 0.0),
            judged=float(record.get("judged", 0.0)),
            committed=time.time(),
        )
    return Graded(name, student, *_mark(course, name, student), problem, times)


def _received(place: Path) -> float:
    """Return when a submission was handed in: as nbgrader knows it, or its file's time."""
    try:
        stamp = parse_utc((place / "timestamp.txt").read_text().strip())
        return stamp.replace(tzinfo=datetime.UTC).timestamp()
    except (OSError, ValueError, OverflowError):
        return (place / f"{place.name}.ipynb").stat().st_mtime


def commit(api: NbGraderAPI, course: Course, place: Path) -> str:
    """Judge one submission and write its marks, through nbgrader's own command.

    Parameters
    ----------
    api : NbGraderAPI
        nbgrader, opened on the class.
    course : Course
        The class.
    place : Path
        The submission's folder.

    Returns
    -------
    str
        What went wrong, or nothing. The earlier mark and the page of its reasons then stay.
    """
    graded = autograded(course, place)
    before = graded.read_bytes() if graded.exists() else None
    # Forced, since what lies there is of an older submission or of a run cut short.
    with _undisturbed():
        result = api.autograde(place.name, place.parent.name, force=True, create=True)
    if result["success"]:
        return ""
    if before is not None:  # nbgrader removes it, and keeps the mark that it gives the reasons for
        graded.parent.mkdir(parents=True, exist_ok=True)
        graded.write_bytes(before)
    return last_error(result)


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Hear Ctrl-C at the end: nbgrader would take it for a fault of the submission, and go on."""
    heard: list[int] = []
    try:
        before = signal.signal(signal.SIGINT, lambda number, frame: heard.append(number))
    except ValueError:  # not the process's main thread, so no signal comes here
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if heard:
        raise KeyboardInterrupt


def autograded(course: Course, submitted: Path) -> Path:
    """Return where the graded notebook of a submission lies.

    Parameters
    ----------
    course : Course
        The class.
    submitted : Path
        The submission's folder.

    Returns
    -------
    Path
        It need not exist.
    """
    student, name = submitted.parent.name, submitted.name
    return course.folder("autograded") / student / name / f"{name}.ipynb"


def _is_released(course: Course, name: str) -> bool:
    """Tell whether learners can have an assignment."""
    return (course.folder("release") / name / f"{name}.ipynb").exists()


def _problem_of(course: Course, place: Path) -> str:
    """Say why a submission's folder cannot be graded, or nothing."""
    name = place.name
    if name not in assignment_names():
        return f"there is no assignment of this name. There are: {', '.join(assignment_names())}"
    if set(place.parent.name) & set("*?[]"):
        return "nbgrader reads * ? [ ] in a student's name as a pattern: rename the folder"
    if not _is_released(course, name):
        return f"{name} was not released in this course"
    if (place / f"{name}.ipynb").is_file():
        return _problem_of_time(place / "timestamp.txt")
    others = sorted(path.name for path in place.glob("*.ipynb"))
    found = f"there is {', '.join(others)}" if others else "there is no notebook at all"
    return f"it holds no {name}.ipynb, {found}: rename it or ask for it again"


def _problem_of_time(file: Path) -> str:
    """Say why the time of handing in cannot be read, or nothing."""
    if not file.exists():
        return ""
    try:
        parse_utc(file.read_text().strip())
    except (OSError, ValueError, OverflowError):
        return f"its {file.name} holds no date and time: mend it or take it away"
    return ""


def _is_graded(course: Course, submitted: Path) -> bool:
    """Tell whether this very file was graded, to the end."""
    graded = autograded(course, submitted)
    if not graded.exists():
        return False
    try:
        record = read(nbformat.read(graded, as_version=4))
    except (ValueError, nbformat.ValidationError):  # a run was killed while this was written
        return False
    handed_in = digest((submitted / graded.name).read_bytes())
    return bool(record.get("judged")) and record.get("digest") == handed_in


def _mark(course: Course, name: str, student: str) -> tuple[float, float]:
    """Return a submission's score and the highest there is, from the gradebook."""
    with Gradebook(course.db_url, "lstm") as gradebook:
        try:
            submission = gradebook.find_submission(name, student)
            return submission.score, submission.max_score
        except MissingEntry:
            pass
        try:
            return 0.0, gradebook.find_assignment(name).max_score
        except MissingEntry:
            return 0.0, 0.0
