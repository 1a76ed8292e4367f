"""What learners receive: nothing of theirs is overwritten, and nothing shows a solution."""

import html
import io
import re
import subprocess
import sys
import zipfile

import nbformat
import pytest
from grading_tools import source

from autograde.cli.machine import locked_versions
from autograde.cli.main import main
from autograde.errors import CourseError
from autograde.gradebook.course import Course
from autograde.places import ASSIGNMENTS, LEARNERS_LOCK, LOCK
from autograde.release.build import read_assignment
from autograde.release.learner import pack, put
from autograde.release.release import SOLUTION
from autograde.release.statement import assignment_names
from lstm_lib.fetch.lock import find_lock, read_lock

ANSWER = "return f * c_prev + i * g"


@pytest.fixture
def course(tmp_path):
    """Return a class with one notebook that was released, as nbgrader would write it."""
    course = Course(tmp_path / "course")
    course.create()
    notebook = source()
    for cell in notebook.cells:
        cell.source = re.sub(
            r"### BEGIN SOLUTION\n.*?### END SOLUTION",
            "# YOUR CODE HERE\n    raise NotImplementedError()",
            cell.source,
            flags=re.DOTALL,
        )
    path = course.folder("release") / "lstm_cell" / "lstm_cell.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)
    return course


@pytest.fixture
def book(tmp_path):
    """Return a built book of two pages."""
    book = tmp_path / "html"
    (book / "chapters").mkdir(parents=True)
    (book / "index.html").write_text("<h1>The book</h1>")
    (book / "chapters" / "one.html").write_text("<p>A gate opens.</p>")
    (book / ".buildinfo").write_text("")
    return book


def test_notebooks_are_put_into_a_new_folder(course, tmp_path):
    """Do released notebooks arrive, byte for byte?"""
    (done,) = put(course, tmp_path / "mine" / "work")
    released = course.folder("release") / "lstm_cell" / "lstm_cell.ipynb"
    assert done.path.read_bytes() == released.read_bytes()
    assert not done.kept


def test_a_learners_file_is_kept(course, tmp_path, capsys):
    """Is a notebook that is already there left as it is, with a message?"""
    work = tmp_path / "lstm_cell.ipynb"
    work.write_text("my work")
    assert main(["--course", str(course.root), "learner", "--into", str(tmp_path)]) == 0
    assert work.read_text() == "my work"
    assert capsys.readouterr().out == f"{work}: kept as it was\n"


def test_a_folder_that_is_a_file_is_refused(course, tmp_path):
    """Is a file in place of the folder a clear error, and is it kept?"""
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(CourseError, match="cannot be written"):
        put(course, tmp_path / "mine")
    assert (tmp_path / "mine").read_text() == "mine"


def test_nothing_released_is_refused(tmp_path):
    """Does the error for a class without a release say how to make one?"""
    course = Course(tmp_path / "course")
    course.create()
    with pytest.raises(CourseError, match="release"):
        put(course, tmp_path / "mine")
    assert not (tmp_path / "mine").exists()


def test_a_notebook_that_shows_a_solution_is_refused(course, tmp_path):
    """Is a released notebook refused if it contains a solution?"""
    path = course.folder("release") / "lstm_cell" / "lstm_cell.ipynb"
    path.write_text(path.read_text().replace("raise NotImplementedError()", ANSWER))
    with pytest.raises(CourseError, match="shows a line of its solution"):
        put(course, tmp_path / "mine")


def members(package):
    """Return the files of a package, by path below its top folder."""
    with zipfile.ZipFile(package) as packed:
        assert packed.testzip() is None
        return {name.partition("/")[2]: packed.read(name) for name in packed.namelist()}


@pytest.mark.slow
def test_package_holds_what_a_learner_needs(course, book, tmp_path):
    """Are book, notebooks, library, lock, license and README there, and nothing of the grader?"""
    files = members(pack(course, tmp_path / "build" / "lstm.zip", book))
    (wheel,) = (name for name in files if name.endswith(".whl"))
    assert {name.partition("/")[0] for name in files} == {
        "README.md",
        "LICENSE",
        "book",
        "install.py",
        "notebooks",
        "requirements-uv.lock",
        "requirements.lock",
        wheel,
    }
    assert {"book/chapters/one.html", "notebooks/lstm_cell.ipynb"} < set(files)
    assert files["requirements.lock"] == LEARNERS_LOCK.read_bytes()
    library = zipfile.ZipFile(io.BytesIO(files[wheel])).namelist()
    judge = "lstm_lib/checks/exercises/lstm_cell/judge/judges.py"
    assert {"lstm_lib/cell.py", judge} < set(library)
    carried = {f"lstm_lib/data/{one.file}" for one in read_lock(find_lock()).values()}
    assert {"lstm_lib/data.lock", *carried} < set(library)
    assert {"lstm_lib/data.lock", *carried} < set(library)
    assert "lstm_lib/trained/plays_networks.npz" in library
    files |= dict.fromkeys(library)
    assert not [name for name in files if "autograde" in name or "pycache" in name]


@pytest.mark.slow
def test_package_shows_no_solution(course, book, tmp_path):
    """Does no page, notebook or README of the package hold a line of a solution?

    The library is left out: it holds the reference that the checks compare with.
    """
    texts = {
        name: " ".join(html.unescape(re.sub(r"<[^>]*>", "", data.decode())).split())
        for name, data in members(pack(course, tmp_path / "lstm.zip", book)).items()
        if name.endswith((".md", ".ipynb", ".html"))
    }
    assert len(texts) == 4
    seen = 0
    for name in assignment_names():
        cells = read_assignment(ASSIGNMENTS / name / "notebook.md").cells
        given = SOLUTION.sub("", "\n".join(cell.source for cell in cells))
        solutions = [text for cell in cells for text in SOLUTION.findall(cell.source)]
        lines = {" ".join(line.split()) for text in solutions for line in text.splitlines()}
        telling = [line for line in lines if len(line) > 20 and line not in given]
        seen += len(telling)
        assert [(path, ln) for path, text in texts.items() for ln in telling if ln in text] == []
    assert seen > 50


@pytest.mark.slow
def test_the_packages_library_says_what_it_needs(course, book, tmp_path):
    """Is the library a separate wheel with what learners need, readable by all users?"""
    package = pack(course, tmp_path / "lstm.zip", book)
    (wheel,) = (data for name, data in members(package).items() if name.endswith(".whl"))
    with zipfile.ZipFile(io.BytesIO(wheel)) as library:
        (described,) = (n for n in library.namelist() if n.endswith("METADATA"))
        text = library.read(described).decode()
    assert "Name: lstm-lib\n" in text
    needed = set(re.findall(r"^Requires-Dist: ([\w-]+)", text, re.MULTILINE))
    assert {"numpy", "pandas", "tensorflow", "keras", "scikit-learn", "nbgrader"} <= needed
    assert "jupyterlab" in needed
    assert not {"distributed", "psycopg", "playwright", "sphinx", "mypy"} & needed
    with zipfile.ZipFile(package) as packed:
        modes = {info.external_attr >> 16 & 0o444 for info in packed.infolist()}
    assert modes == {0o444}


def test_the_learners_lock_is_a_part_of_the_whole_one():
    """Does a learner get the versions that the course is tested with, and nothing of the grader?"""
    whole, learners = (locked_versions(path.read_text()) for path in (LOCK, LEARNERS_LOCK))
    assert learners.items() <= whole.items()
    assert {"keras", "pandas", "jupyterlab", "nbgrader"} <= set(learners)
    assert not {"distributed", "psycopg", "playwright", "sphinx", "mypy"} & set(learners)


@pytest.mark.slow
def test_an_older_package_is_replaced(course, book, tmp_path):
    """Is an older package replaced, leaving nothing else?"""
    package = pack(course, tmp_path / "build" / "lstm.zip", book)
    (book / "two.html").write_text("more")
    assert "book/two.html" in members(pack(course, package, book))
    assert list(package.parent.iterdir()) == [package]


@pytest.mark.slow
def test_another_file_is_not_replaced(course, book, tmp_path):
    """Is a file that is not one of our packages kept?"""
    mine = tmp_path / "mine.zip"
    mine.write_text("mine")
    with pytest.raises(CourseError, match="not a learner's package"):
        pack(course, mine, book)
    assert mine.read_text() == "mine"


def test_a_package_of_another_ending_is_refused(course, book, tmp_path):
    """Is a name without .zip refused, and nothing written?"""
    with pytest.raises(CourseError, match=r"end in \.zip: .*lstm\.tar\.zip"):
        pack(course, tmp_path / "lstm.tar", book)
    assert not (tmp_path / "lstm.tar").exists()


def test_without_a_book_there_is_no_package(course, tmp_path):
    """Does the error for a missing book name the command that builds it?"""
    with pytest.raises(CourseError, match="make book"):
        pack(course, tmp_path / "lstm.zip", tmp_path / "nothing")
    assert not (tmp_path / "lstm.zip").exists()


@pytest.mark.slow
def test_unpacked_notebook_runs_on_the_packed_library(course, book, tmp_path):
    """Does a notebook of the package run with the package's own library and say "not attempted"?"""
    with zipfile.ZipFile(pack(course, tmp_path / "lstm.zip", book)) as packed:
        packed.extractall(tmp_path / "unpacked")
    top = tmp_path / "unpacked" / "lstm-course"
    with zipfile.ZipFile(next(top.glob("*.whl"))) as library:
        library.extractall(tmp_path / "installed")
    program = (
        "import nbformat, nbclient, os\n"
        f"os.environ['PYTHONPATH'] = {str(tmp_path / 'installed')!r}\n"
        "notebook = nbformat.read('lstm_cell.ipynb', as_version=4)\n"
        "notebook.cells.append(nbformat.v4.new_code_cell('import lstm_lib; lstm_lib.__file__'))\n"
        "nbclient.NotebookClient(notebook).execute()\n"
        "print([o.data['text/plain'] for c in notebook.cells for o in c.get('outputs', [])])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=top / "notebooks",
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.count("Not attempted") == 6
    assert str(tmp_path / "installed" / "lstm_lib") in done.stdout
