"""What a learner receives: the released notebooks in a folder, or everything in one file."""

import importlib.metadata
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

import lstm_lib
from autograde.errors import CourseError
from autograde.files import replacing
from autograde.gradebook.course import Course
from autograde.places import (
    ASSIGNMENTS,
    INSTALLER,
    LEARNERS_LOCK,
    LOCK,
    ROOT,
    TEMPLATES,
    UV_LOCK,
)
from autograde.release import validation
from autograde.release.build import read_assignment
from autograde.release.release import leaks
from autograde.release.statement import assignment_names
from lstm_lib.fetch import lock as data_lock

BOOK = ROOT / "_build" / "html"
PAGES = TEMPLATES / "learner"
LIBRARY = Path(lstm_lib.__file__).parent
# What the library asks `lstm_lib.trained` for.
TRAINED = ("plays_networks.npz", "translation.npz", "weather_intervals.npz")
TOP = "lstm-course"  # the folder that the package unpacks into
TELLTALE = f"{TOP}/{INSTALLER.name}"  # every package that `pack` made holds it


@dataclass(frozen=True)
class Put:
    """One notebook in a learner's folder; `kept` tells whether its name was taken already."""

    path: Path
    kept: bool


def put(course: Course, folder: Path) -> list[Put]:
    """Put the released notebooks into a learner's folder; one that is there is never touched.

    Parameters
    ----------
    course : Course
        The class that they were released in.
    folder : Path
        The learner's folder; it is made if it is missing.

    Returns
    -------
    list of Put
        Each notebook, new or kept as it was.

    Raises
    ------
    CourseError
        If nothing was released, or the folder cannot be written.
    """
    done = []
    try:
        for notebook in released(course):
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / notebook.name
            try:
                with notebook.open("rb") as source, path.open("xb") as copy:
                    shutil.copyfileobj(source, copy)
            except FileExistsError:
                done.append(Put(path, kept=True))
            else:
                done.append(Put(path, kept=False))
        (folder / validation.FILE).write_text(validation.settings(), encoding="utf-8")
    except OSError as error:
        raise CourseError(f"{folder} cannot be written: {error.strerror}.") from None
    return done


def released(course: Course) -> list[Path]:
    """Return the notebooks that were released to a class.

    Parameters
    ----------
    course : Course
        The class.

    Returns
    -------
    list of Path
        In alphabetical order.

    Raises
    ------
    CourseError
        If nothing was released, or a notebook shows a solution.
    """
    course.require()
    found = []
    for name in assignment_names():
        path = course.folder("release") / name / f"{name}.ipynb"
        if not path.exists():
            continue
        if shown := leaks(read_assignment(ASSIGNMENTS / name / "notebook.md"), path):
            raise CourseError(
                f"{path} shows a line of its solution: {shown[0]!r}. "
                f"Release it again: autograde --course {course.root} release {name}"
            )
        found.append(path)
    if not found:
        raise CourseError(
            f"No assignment was released in {course.root} yet. "
            f"Run: autograde --course {course.root} release"
        )
    return found


def pack(course: Course, package: Path, book: Path = BOOK) -> Path:
    """Pack book, notebooks and library into one file for learners, without the grader.

    The library holds `data.lock`, the data that a package may carry, and the weights of trained
    networks; the installer fetches the rest of the data.

    Parameters
    ----------
    course : Course
        The class that the notebooks were released in.
    package : Path
        The zip file. An older package is replaced, any other file is not.
    book : Path
        The built book.

    Returns
    -------
    Path
        The package.

    Raises
    ------
    CourseError
        If nothing was released, the book is not built, the file exists but is not a package, or
        its name does not end in .zip.
    DataError
        If data that the package carries are not on this machine.
    """
    if package.suffix.lower() != ".zip":
        raise CourseError(
            f"{package} will be a zip file, so its name has to end in .zip: {package}.zip"
        )
    notebooks = released(course)
    if not (book / "index.html").exists():
        raise CourseError(f"The book is not built: {book} holds no index.html. Run: make book")
    if missing := [path for path in (LEARNERS_LOCK, UV_LOCK, INSTALLER) if not path.exists()]:
        raise CourseError(f"{missing[0]} is missing: pack from the course's own files.")
    if package.exists() and not _is_package(package):
        raise CourseError(f"{package} exists and is not a learner's package. Name another file.")
    try:
        package.parent.mkdir(parents=True, exist_ok=True)
        with (
            tempfile.TemporaryDirectory() as folder,
            replacing(package) as file,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as z,
        ):
            wheel = _wheel(Path(folder))
            z.write(PAGES / "README.md", f"{TOP}/README.md")
            z.write(LEARNERS_LOCK, f"{TOP}/{LOCK.name}")
            for path in (UV_LOCK, INSTALLER, ROOT / "LICENSE"):
                z.write(path, f"{TOP}/{path.name}")
            z.write(wheel, f"{TOP}/{wheel.name}")
            _write(z, f"{TOP}/notebooks/{validation.FILE}", validation.settings())
            for notebook in notebooks:
                z.write(notebook, f"{TOP}/notebooks/{notebook.name}")
            for path in _files(book):
                z.write(path, f"{TOP}/book/{path.relative_to(book).as_posix()}")
    except OSError as error:
        raise CourseError(f"{package} cannot be written: {error.strerror}.") from None
    return package


def _is_package(path: Path) -> bool:
    """Tell whether a file is a package that `pack` made."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as package:
        return TELLTALE in package.namelist()


def _files(folder: Path) -> Iterator[Path]:
    """Return a folder's files in a stable order, without what Python and editors leave behind."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and "__pycache__" not in path.parts and not hidden:
            yield path


def _write(package: zipfile.ZipFile, name: str, text: str) -> None:
    """Write a text file into a package, readable by all users."""
    described = zipfile.ZipInfo(name, time.localtime()[:6])
    described.external_attr = 0o644 << 16
    package.writestr(described, text)


def _wheel(folder: Path) -> Path:
    """Build the library as a wheel: it installs without leaving anything beside the notebooks."""
    shutil.copytree(LIBRARY, folder / LIBRARY.name, ignore=shutil.ignore_patterns("__pycache__"))
    _put_data(folder / LIBRARY.name)
    _put_trained(folder / LIBRARY.name)
    (folder / "pyproject.toml").write_text(_pyproject(), encoding="utf-8")
    build = "from setuptools.build_meta import build_wheel; build_wheel('.')"
    done = subprocess.run([sys.executable, "-c", build], cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise CourseError(f"The library could not be packed: {done.stderr.strip()[-300:]}")
    return next(folder.glob("*.whl"))


def _put_data(library: Path) -> None:
    """Put `data.lock` into a library's folder, with the data that a package may carry."""
    source = data_lock.find_lock()
    lock = library / data_lock.FILE
    shutil.copyfile(source, lock)
    for one in data_lock.read_lock(lock).values():
        if one.carried:
            copy = data_lock.path_of(lock, one)
            copy.parent.mkdir(exist_ok=True)
            copy.write_bytes(data_lock.read(one.name, source))


def _put_trained(library: Path) -> None:
    """Put the weights of trained networks into a library's folder, where `trained` finds them."""
    folder = library / "trained"
    folder.mkdir(exist_ok=True)
    for name in TRAINED:
        shutil.copyfile(ROOT / "chapters" / "experiments" / name, folder / name)


def _pyproject() -> str:
    """Write the library's own pyproject.toml, from what the whole course needs."""
    facts = importlib.metadata.metadata("lstm-course")
    needed = [r for r in importlib.metadata.requires("lstm-course") or [] if "extra ==" not in r]
    environment = Environment(
        loader=FileSystemLoader(PAGES), undefined=StrictUndefined, keep_trailing_newline=True
    )
    return environment.get_template("pyproject.toml.j2").render(
        version=facts["Version"], python=facts["Requires-Python"], requirements=needed
    )
