"""Take in what Moodle and Canvas let an instructor download, or files that were collected by hand.

nbgrader's own `zip_collect` needs one expression for all names, ends at the first student who has
handed in before, and with --force removes what that student handed in. Here nothing is replaced
unless it is asked for, and whatever cannot be taken in is named.
"""

import functools
import os
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from nbgrader.api import Student

from autograde.errors import CourseError
from autograde.files import replacing
from autograde.gradebook.course import Course
from autograde.gradebook.nbgrading import gradebook_of, require_gradebook
from autograde.intake.names import usable_name

# A folder for each student; or, without folders, the beginning of each file's name.
MOODLE = re.compile(r"(?P<name>.+)_(?P<number>\d+)_assignsubmission_file(_(?P<file>.*))?")
CANVAS = re.compile(r"(?P<name>[^_]+)_(?:LATE_)?(?P<number>\d+)_\d+_(?P<file>.+)")
AGAIN = re.compile(r"-\d+(?=\.ipynb$)")  # Canvas adds it when a file is handed in again
BY_HAND = "Copy it by hand to submitted/STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb"
LITTER = {"__MACOSX", ".ipynb_checkpoints"}  # folders of copies that a program made
LARGEST = 2**28  # bytes of one file; an archive may promise any number
Known = tuple[str, tuple[str, ...], str | None]  # a student's id, names, and number in Canvas
Inside = tuple[PurePosixPath, int, Callable[[], bytes]]  # a file's place, size and contents


@dataclass(frozen=True)
class Found:
    """A notebook in a download.

    `system` is where it was handed in, `who` and `number` are the name and the number of the
    student there. `name` is the notebook's name, `place` says where it is, and `read` reads it.
    """

    system: str
    who: str
    number: str
    name: str
    place: str
    read: Callable[[], bytes]


@dataclass(frozen=True)
class Taken:
    """The outcome for one file. `path` is where it is now; None if `problem` says why not."""

    place: str
    path: Path | None = None
    problem: str = ""


def of_moodle(name: str) -> bool:
    """Tell whether a name is one that Moodle gives to a student's folder or file.

    Parameters
    ----------
    name : str
        The name.

    Returns
    -------
    bool
        Whether it is.

    Examples
    --------
    >>> of_moodle("Ada Example_12345_assignsubmission_file"), of_moodle("ada")
    (True, False)
    """
    return bool(MOODLE.fullmatch(name))


def of_canvas(file: str) -> bool:
    """Tell whether a file's name is one that Canvas gives to a student's file.

    Parameters
    ----------
    file : str
        The name.

    Returns
    -------
    bool
        Whether it is.

    Examples
    --------
    >>> of_canvas("exampleada_LATE_12345_67890_lstm_cell-1.ipynb"), of_canvas("lstm_cell.ipynb")
    (True, False)
    """
    return bool(CANVAS.fullmatch(file))


def collect(
    course: Course, assignment: str, downloads: Iterable[Path], force: bool = False
) -> Iterator[Taken]:
    """Copy each notebook of a download to where `grade` looks for it.

    Parameters
    ----------
    course : Course
        The class.
    assignment : str
        The assignment that was downloaded.
    downloads : iterable of Path
        Archives, folders that they were unpacked to, or single files of Canvas.
    force : bool
        Replace what a student handed in before.

    Yields
    ------
    Taken
        For each file of the downloads.

    Raises
    ------
    CourseError
        If there is no course, or a download cannot be read.
    """
    require_gradebook(course)
    with gradebook_of(course) as gradebook:
        known = [_known(student) for student in gradebook.students]
    for download in downloads:
        try:
            with ExitStack() as stack:
                yield from _collect(course, assignment, _files(download, stack), known, force)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
            raise CourseError(
                f"{download} cannot be read: {error}. What was taken in before stays. Download it "
                "again, and run the same command."
            ) from None


def _collect(
    course: Course,
    assignment: str,
    files: Iterable[Found | Taken],
    known: list[Known],
    force: bool,
) -> Iterator[Taken]:
    """Take in one download: first it is known whose files it holds, then each is copied."""
    found: dict[tuple[str, str, str], list[Found]] = {}
    for one in files:
        if isinstance(one, Taken):
            yield one
        else:
            found.setdefault((one.system, one.who, one.number), []).append(one)
    names = [(system, who) for system, who, _ in found]
    for (system, who, number), notebooks in found.items():
        student, problem = _student(known, system, who, number)
        if system == "moodle" and names.count((system, who)) > 1:
            problem = f"several students are named {who}"
        named = [one for one in notebooks if one.name == f"{assignment}.ipynb"]
        chosen = named if len(named) == 1 else notebooks
        if len(chosen) > 1:
            problem = f"{len(notebooks)} notebooks of one student: choose one"
        for one in notebooks:
            if problem:
                yield Taken(one.place, problem=f"{problem}. {BY_HAND}")
            elif one is chosen[0]:
                yield _put(course.folder("submitted") / student / assignment, one, force)
            else:
                yield Taken(one.place, problem=f"not taken in, since {assignment}.ipynb was")


def _known(student: Student) -> Known:
    """Return how other systems may name a student of the class."""
    first, last = student.first_name or "", student.last_name or ""
    full = (f"{first} {last}", f"{last} {first}", f"{last}, {first}")  # as Moodle is set up
    return student.id, (student.id, *full), student.lms_user_id


def _student(known: list[Known], system: str, who: str, number: str) -> tuple[str, str]:
    """Return the name of a student's folder, and why nobody can tell who it is, or nothing.

    Canvas numbers persons. Moodle numbers them anew in each assignment, so there the name counts.
    """
    if system == "canvas":
        found = [name for name, _, theirs in known if theirs == number]
        return usable_name(found[0] if len(found) == 1 else number), ""
    found = [name for name, names, _ in known if who in names]
    if len(found) > 1:
        return who, f"several students of the class are named {who}"
    if not who.strip(". "):
        return who, "its folder names nobody"
    return usable_name(found[0] if found else who.strip()), ""


def _put(folder: Path, one: Found, force: bool) -> Taken:
    """Write a notebook to its place, unless another one is there."""
    path = folder / f"{folder.name}.ipynb"
    data = one.read()
    if os.path.lexists(path) and not (path.is_file() and path.read_bytes() == data) and not force:
        return Taken(one.place, problem=f"{path} differs, and was kept. Replace it with --force")
    folder.mkdir(parents=True, exist_ok=True)
    with replacing(path) as file:
        file.write(data)
    return Taken(one.place, path)


def _files(download: Path, stack: ExitStack) -> Iterator[Found | Taken]:
    """Yield the notebooks of a download, and what cannot be taken in."""
    for place, size, read in _inside(download.absolute(), stack):
        if not place.name.startswith(".") and not LITTER.intersection(place.parts):
            yield _file(place, size, read)


def _inside(download: Path, stack: ExitStack) -> Iterator[Inside]:
    """Yield the place, size and contents of each file of a download. Links are not followed."""
    if download.is_dir():
        for path in sorted(download.rglob("*")):
            if path.is_file() and not path.is_symlink():
                place = PurePosixPath(path.relative_to(download.parent))
                yield place, path.stat().st_size, path.read_bytes
    elif zipfile.is_zipfile(download):
        archive = stack.enter_context(zipfile.ZipFile(download))
        for entry in archive.infolist():
            if not entry.is_dir():
                place = PurePosixPath(download.name, entry.filename.lstrip("/"))
                yield place, entry.file_size, functools.partial(archive.read, entry)
    else:
        place = PurePosixPath(download.parent.name, download.name)
        yield place, download.stat().st_size, download.read_bytes


def _file(place: PurePosixPath, size: int, read: Callable[[], bytes]) -> Found | Taken:
    """Tell whose notebook a file is, or why it cannot be taken in."""
    if place.suffix.lower() != ".ipynb":
        return Taken(str(place), problem="not a notebook")
    if size > LARGEST:
        return Taken(str(place), problem=f"larger than {LARGEST // 2**20} MiB")
    for part in place.parts:
        if of := MOODLE.fullmatch(part):
            name = of["file"] or place.name
            return Found("moodle", of["name"], of["number"], name, str(place), read)
    if of := CANVAS.fullmatch(place.name):
        name = AGAIN.sub("", of["file"])
        return Found("canvas", of["name"], of["number"], name, str(place), read)
    return Taken(str(place), problem=f"neither Moodle nor Canvas says whose it is. {BY_HAND}")
