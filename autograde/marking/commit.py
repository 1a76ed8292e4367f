"""Judge a submission and write its marks: one step of nbgrader's, which is whole or not at all."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from nbgrader.apps import NbGraderAPI

from autograde.gradebook.course import Course
from autograde.gradebook.nbgrading import last_error
from autograde.gradebook.writer import require_room
from autograde.interrupts import finishing_first


def commit(api: NbGraderAPI, course: Course, place: Path, keys: Sequence[str] = ()) -> str:
    """Judge one submission and write its marks, through nbgrader's own command.

    Parameters
    ----------
    api : NbGraderAPI
        nbgrader, opened on the class.
    course : Course
        The class.
    place : Path
        The submission's folder.
    keys : sequence of str
        The stored result to take, then those of its runs under other seeds; without any, the
        submission runs here and now.

    Returns
    -------
    str
        What went wrong, or nothing. The earlier mark and the page of its reasons then stay.

    Raises
    ------
    MachineError
        If nothing can be written at all, so that the next submission would fare the same.
    """
    kept = autograded(course, place).parent
    aside = kept.with_name(f".{place.name}.before")
    if kept.exists():  # nbgrader removes it, and keeps the mark that it gives the reasons for
        shutil.rmtree(aside, ignore_errors=True)
        kept.rename(aside)
    result = {"success": False}
    api.config.StoredExecute.keys = list(keys)
    try:
        # Forced, since what lies there is of an older submission or of a run cut short.
        with finishing_first():
            result = api.autograde(place.name, place.parent.name, force=True, create=True)
    finally:
        if result["success"]:
            shutil.rmtree(aside, ignore_errors=True)
        elif aside.exists():
            shutil.rmtree(kept, ignore_errors=True)
            aside.rename(kept)
    if result["success"]:
        return ""
    require_room(course)
    return last_error(result)


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
