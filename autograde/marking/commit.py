"""Judge a submission and write its marks, in one nbgrader step that happens as a whole or not."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from nbgrader.apps import NbGraderAPI

from autograde.gradebook.course import Course
from autograde.gradebook.nbgrading import last_error
from autograde.gradebook.shared import one_transaction
from autograde.gradebook.writer import require_room
from autograde.interrupts import finishing_first


def commit(api: NbGraderAPI, course: Course, place: Path, keys: Sequence[str] = ()) -> str:
    """Judge one submission and write its marks, through nbgrader's own command.

    Parameters
    ----------
    api : NbGraderAPI
        nbgrader's API, opened on the class.
    course : Course
        The class.
    place : Path
        The submission's folder.
    keys : sequence of str
        The key of the stored result to use, then the keys of its runs under other seeds. Without
        keys, the submission runs here and now.

    Returns
    -------
    str
        What went wrong; empty if nothing did. After an error, the earlier mark and its page stay.

    Raises
    ------
    MachineError
        If nothing can be written at all, so that the next submission would fail too.
    """
    kept = autograded(course, place).parent
    aside = kept.with_name(f".{place.name}.before")
    if kept.exists():  # nbgrader would remove it, but keep the mark that it explains
        shutil.rmtree(aside, ignore_errors=True)
        kept.rename(aside)
    result = {"success": False}
    api.config.StoredExecute.keys = list(keys)
    try:
        # Forced: what lies there is from an older submission, or from a run that was cut short.
        with finishing_first(), one_transaction(course):
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
    """Return the path of the graded notebook of a submission.

    Parameters
    ----------
    course : Course
        The class.
    submitted : Path
        The submission's folder.

    Returns
    -------
    Path
        It may not exist.
    """
    student, name = submitted.parent.name, submitted.name
    return course.folder("autograded") / student / name / f"{name}.ipynb"
