"""Every command prints on every terminal, whatever signs a name has."""

import contextlib
import io
import shutil

import pytest
from grading_tools import Class, copy_class, nbgrader_may_warn

from autograde.cli.main import main

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("small class")]

NAME = "Łukasz 雪 \udcff"  # the last is a byte that is no text


@pytest.fixture
def course(small, tmp_path):
    """Return a copy of the small class with a name that few terminals can show."""
    course = Class(copy_class(small.course, tmp_path / "course").root)
    shutil.copytree(
        course.path("submitted", "ada").parents[1], course.course.folder("submitted") / "Łukasz 雪"
    )
    with nbgrader_may_warn(), course.gradebook() as gradebook:
        gradebook.add_student("Łukasz", last_name="Łukasz 雪")
    assert course.grade()["Łukasz 雪"].problem == ""
    return course


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_every_command_prints(course, encoding, tmp_path):
    """Does each command end as it does elsewhere, and is the name legible where it can be?"""
    download = tmp_path / "Łukasz 雪_1_assignsubmission_file" / "x.ipynb"
    download.parent.mkdir()
    download.write_text("{}")
    calls = (
        ["grade"],
        ["grade", "--json"],
        ["report"],
        ["feedback"],
        ["export"],
        ["export", "--format", "moodle"],
        ["rejudge"],
        ["backups"],
        ["collect", "lstm_cell", str(download)],
        ["grade", "--student", NAME],
        ["learner", "--into", str(tmp_path / "Łukasz")],
        ["report", "Łukasz"],
    )
    for arguments in calls:
        shown = io.BytesIO()
        stream = io.TextIOWrapper(shown, encoding=encoding)
        with (
            nbgrader_may_warn(),
            contextlib.redirect_stdout(stream),
            contextlib.redirect_stderr(stream),
        ):
            code = main(["--course", str(course.course.root), *arguments])
        stream.flush()
        text = shown.getvalue().decode(encoding)
        assert code in (0, 1, 2), arguments
        if arguments[0] in ("report", "feedback") and len(arguments) == 1:
            written = "Łukasz" if encoding == "utf-8" else "\\u0141ukasz"
            assert written in text, arguments
