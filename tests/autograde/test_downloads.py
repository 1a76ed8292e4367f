"""Downloads of Moodle and Canvas: each notebook comes to its student, or is named."""

import shutil
import zipfile

import pytest
from grading_tools import Class, nbgrader_may_warn

from autograde.intake.downloads import of_canvas, of_moodle

pytestmark = pytest.mark.slow

ADA = "Ada Example_12345_assignsubmission_file"
BEN = "Ben Łukasz Van der Berg_678_assignsubmission_file_"


@pytest.fixture(scope="session")
def released(tmp_path_factory):
    """Return a class in which an assignment was released; no test changes it."""
    made = Class(tmp_path_factory.mktemp("class") / "course")
    made.release("lstm_cell")
    return made


@pytest.fixture
def course(released, tmp_path):
    """Return a copy of it."""
    shutil.copytree(released.course.root, tmp_path / "course")
    return Class(tmp_path / "course")


def packed(tmp_path, files, name="download.zip"):
    """Return an archive of these files, each holding its own name unless it says otherwise."""
    path = tmp_path / name
    with zipfile.ZipFile(path, "w") as archive:
        for place, text in files.items():
            archive.writestr(place, text)
    return path


def submitted(course):
    """Return what each student handed in, as text."""
    folder = course.course.folder("submitted")
    return {
        str(path.relative_to(folder)): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def put(student):
    """Return where a student's notebook belongs."""
    return f"{student}/lstm_cell/lstm_cell.ipynb"


def test_moodle(course, tmp_path):
    """Does each student's only notebook become their submission, whatever its name?"""
    archive = packed(
        tmp_path, {f"{ADA}/lstm_cell.ipynb": "ada's", f"{BEN}/My work (2).ipynb": "ben's"}
    )
    code, out, errors = course.run("collect", "lstm_cell", archive)
    assert (code, errors) == (0, "")
    assert out.splitlines()[-1] == "2 notebooks taken in, 0 files with a problem."
    expected = {put("Ada Example"): "ada's", put("Ben Łukasz Van der Berg"): "ben's"}
    assert submitted(course) == expected


def test_moodle_without_folders(course, tmp_path):
    """Are the files found if Moodle put each student's name before the file's?"""
    archive = packed(
        tmp_path, {f"{ADA}_lstm_cell.ipynb": "ada's", f"{ADA}_notes.ipynb": "ada's notes"}
    )
    code, out, _ = course.run("collect", "lstm_cell", archive)
    assert (code, "notes.ipynb: PROBLEM: not taken in" in out) == (1, True)
    assert submitted(course) == {put("Ada Example"): "ada's"}


def test_canvas(course, tmp_path):
    """Is the student Canvas's own number, also if the file is late or was handed in again?"""
    archive = packed(
        tmp_path,
        {
            "exampleada_12345_111_lstm_cell.ipynb": "ada's",
            "bergben_LATE_678_222_lstm_cell-2.ipynb": "ben's",
        },
    )
    assert course.run("collect", "lstm_cell", archive)[0] == 0
    assert submitted(course) == {put("12345"): "ada's", put("678"): "ben's"}


@pytest.mark.parametrize("first", ["Ada", "Example"])
def test_students_of_the_gradebook_keep_their_names(course, tmp_path, first):
    """Is a student found by the full name of Moodle, in any order, and by Canvas's number?"""
    last = {"Ada": "Example", "Example": "Ada"}[first]
    with nbgrader_may_warn(), course.gradebook() as gradebook:
        gradebook.add_student("ae1", first_name=first, last_name=last)
        gradebook.add_student("bb2", lms_user_id="678")
    course.run("collect", "lstm_cell", packed(tmp_path, {f"{ADA}/x.ipynb": "a"}, "moodle.zip"))
    course.run("collect", "lstm_cell", packed(tmp_path, {"berg_678_1_x.ipynb": "b"}, "canvas.zip"))
    assert submitted(course) == {put("ae1"): "a", put("bb2"): "b"}


@pytest.mark.parametrize("where", ["in the download", "in the gradebook"])
def test_nobody_is_guessed(course, tmp_path, where):
    """Are two students of the same name both left out and named?"""
    files = {f"{ADA}/lstm_cell.ipynb": "one"}
    if where == "in the download":
        files[f"{ADA.replace('12345', '54321')}/lstm_cell.ipynb"] = "other"
    else:
        with nbgrader_may_warn(), course.gradebook() as gradebook:
            for name in ("ae1", "ae2"):
                gradebook.add_student(name, first_name="Ada", last_name="Example")
    code, out, _ = course.run("collect", "lstm_cell", packed(tmp_path, files))
    assert code == 1
    assert out.count("are named Ada Example. Copy it by hand to submitted/STUDENT") == len(files)
    assert submitted(course) == {}


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"homework/lstm_cell.ipynb": ""}, "neither Moodle nor Canvas says whose it is"),
        ({f"{ADA}/answers.pdf": ""}, "not a notebook"),
        ({f"{ADA}/a.ipynb": "", f"{ADA}/b.ipynb": ""}, "2 notebooks of one student: choose one"),
        ({f".._1_{ADA[18:]}/lstm_cell.ipynb": ""}, "its folder names nobody"),
        ({f"../../{ADA}/../x.ipynb": ""}, ""),
    ],
)
def test_what_is_not_taken_in_is_named(course, tmp_path, files, says):
    """Is each file a problem with exit code 1, and is nothing written outside `submitted`?"""
    archive = packed(tmp_path, files)
    before = sorted(tmp_path.rglob("*"))
    code, out, _ = course.run("collect", "lstm_cell", archive)
    assert says in out
    if says:
        assert code == 1
        assert out.count("PROBLEM") == len(files)
        assert sorted(tmp_path.rglob("*")) == before
    outside = [path for path in tmp_path.rglob("*.ipynb") if path not in before]
    assert all(course.course.folder("submitted") in path.parents for path in outside)


def test_the_one_of_the_right_name_is_taken(course, tmp_path):
    """Is it taken if a student handed in several, and are the others named?"""
    files = {f"{ADA}/lstm_cell.ipynb": "right", f"{ADA}/other.ipynb": "other"}
    code, out, _ = course.run("collect", "lstm_cell", packed(tmp_path, files))
    assert (code, "other.ipynb: PROBLEM: not taken in" in out) == (1, True)
    assert submitted(course) == {put("Ada Example"): "right"}


def test_nothing_is_replaced_unless_asked(course, tmp_path):
    """Does an earlier submission stay, the rest come in, and `--force` replace it?"""
    course.run("collect", "lstm_cell", packed(tmp_path, {f"{ADA}/a.ipynb": "first"}))
    again = packed(tmp_path, {f"{ADA}/a.ipynb": "second", f"{BEN}/b.ipynb": "ben's"})
    code, out, _ = course.run("collect", "lstm_cell", again)
    assert (code, "differs, and was kept. Replace it with --force" in out) == (1, True)
    ben = put("Ben Łukasz Van der Berg")
    assert submitted(course) == {put("Ada Example"): "first", ben: "ben's"}
    assert course.run("collect", "lstm_cell", again, "--force")[0] == 0
    assert submitted(course) == {put("Ada Example"): "second", ben: "ben's"}
    assert course.run("collect", "lstm_cell", again)[0] == 0  # the same file is no conflict


@pytest.mark.parametrize("kind", ["the folder of all", "one student's folder", "one file"])
def test_an_unpacked_download(course, tmp_path, kind):
    """Is it taken in as well, and left as it was, without a link being followed?"""
    place = tmp_path / "download" / ADA / "lstm_cell.ipynb"
    place.parent.mkdir(parents=True)
    place.write_text("ada's")
    (tmp_path / "secret.ipynb").write_text("of the grader")
    (place.parent / "link.ipynb").symlink_to(tmp_path / "secret.ipynb")
    given = {
        "the folder of all": place.parents[1],
        "one student's folder": place.parent,
        "one file": place,
    }
    assert course.run("collect", "lstm_cell", given[kind])[0] == 0
    assert submitted(course) == {put("Ada Example"): "ada's"}
    assert place.read_text() == "ada's"


def test_what_cannot_be_read_is_a_clear_error(course, tmp_path):
    """Are a missing file, a damaged archive and an unknown assignment refused in words?"""
    damaged = packed(tmp_path, {f"{ADA}/lstm_cell.ipynb": "x" * 1000})
    damaged.write_bytes(damaged.read_bytes().replace(b"x" * 100, b"y" * 100, 1))
    for name, given, says in (
        ("lstm_cell", tmp_path / "none.zip", "none.zip cannot be read"),
        ("lstm_cell", damaged, "download.zip cannot be read: Bad CRC-32"),
        ("lstm_sell", damaged, "There is no assignment 'lstm_sell'"),
    ):
        code, _, errors = course.run("collect", name, given)
        assert (code, says in errors) == (2, True), errors
    assert submitted(course) == {}


@pytest.mark.parametrize("name", ["ada", "lstm_cell.ipynb", "hw_1.ipynb", "my_lstm_cell.ipynb"])
def test_an_ordinary_name_is_of_neither(name):
    """Is a name that no other system makes recognized as such?"""
    assert not of_moodle(name)
    assert not of_canvas(name)
