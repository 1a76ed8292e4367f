"""What lies in `submitted` outside the folders of assignments: each thing is named, none is moved.

It may be anybody's work. So each is a problem, with what to do.
"""

import os
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograde.gradebook.course import Course
from autograde.intake.downloads import of_canvas, of_moodle
from autograde.intake.exercise import exercise_of
from autograde.intake.names import usable_name
from autograde.intake.reading import NoAccess, read_submission
from autograde.release.statement import assignment_names

LITTER = ("Thumbs.db", "desktop.ini", "__MACOSX")  # of systems, beside hidden files


@dataclass(frozen=True)
class Stray:
    """A thing that is in no assignment's folder, and what to do about it.

    `student` is the folder that it is in, or its own name; `name` is what is called out.
    """

    student: str
    name: str
    why: str


def strays(course: Course, names: list[str], student: str | None = None) -> list[Stray]:
    """Return what was handed in where no assignment is looked for.

    Parameters
    ----------
    course : Course
        The class.
    names : list of str
        The assignments that are asked about; a notebook that has the name of another is left out.
    student : str, optional
        Look only into this one's folder.

    Returns
    -------
    list of Stray
        In alphabetical order.
    """
    folder = course.folder("submitted")
    found: list[Stray] = []
    if not folder.is_dir():
        return found
    for place in sorted(folder.iterdir()):
        if student is not None and place.name not in (student, usable_name(student)):
            continue
        if is_litter(place):
            continue
        if place.is_dir():
            found += _in_folder(course, place, names)
        else:
            found.append(Stray(place.name, "-", _of_file(course, place)))
    return found


def is_litter(place: Path) -> bool:
    """Tell whether a file or folder is hidden, or a system made it."""
    return place.name.startswith(".") or place.name in LITTER


def _in_folder(course: Course, place: Path, names: list[str]) -> Iterator[Stray]:
    """Yield what lies directly in a student's folder."""
    if place.is_symlink():  # it may lead to the root folder
        if not any((place / name).is_dir() for name in assignment_names()):
            yield Stray(place.name, "-", "it is a link to another place: ask for the folder itself")
        return
    try:
        files = sorted(path for path in place.iterdir() if not path.is_dir())
    except OSError as error:
        yield Stray(place.name, "-", f"its folder cannot be read: {error.strerror}")
        return
    for path in files:
        if is_litter(path) or (path.stem in assignment_names() and path.stem not in names):
            continue
        yield Stray(place.name, path.name, _of_file(course, path))


def _of_file(course: Course, path: Path) -> str:
    """Say what to do with a file that is in no assignment's folder."""
    submitted = course.folder("submitted")
    is_notebook = path.suffix == ".ipynb"
    whole = path.parent if of_moodle(path.parent.name) else path
    of_download = of_moodle(whole.name) or of_canvas(path.name)
    if path.suffix.lower() == ".zip" or is_notebook and of_download:
        name = _exercise(path) or "ASSIGNMENT"
        return (
            f"it was not graded. Take it in with: {collecting(course, name, whole)}; then move it "
            "out of submitted"
        )
    if not is_notebook:
        return "it is no notebook, and was not graded. Look at it, and move it out of submitted"
    name = _exercise(path)
    if path.parent == submitted or not name:
        return "it was not graded. Move it to submitted/STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb"
    target = path.parent / name / f"{name}.ipynb"
    if os.path.lexists(target):
        return f"it was not graded, but {target} was: move away the one that does not count"
    return (
        "it was not graded, because it is in no assignment's folder. Move it with: "
        f"mkdir -p {shlex.quote(str(target.parent))}; "
        f"mv -n {shlex.quote(str(path))} {shlex.quote(str(target))}"
    )


def collecting(course: Course, name: str, what: Path) -> str:
    """Return the command that takes in a download."""
    return shlex.join(["autograde", "--course", str(course.root), "collect", name, str(what)])


def _exercise(path: Path) -> str:
    """Return whose exercise a file is; empty if that cannot be known."""
    if path.stem in assignment_names():
        return path.stem
    try:
        return exercise_of(read_submission(path)) if path.suffix == ".ipynb" else ""
    except NoAccess:
        return ""
