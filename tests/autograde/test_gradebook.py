"""Writing to the gradebook: one writer, a backup before each run, and restoring it."""

import shutil

import pytest
from grading_tools import Class, copy_class
from small_class import small_class
from sqlalchemy import event, text

from autograde.errors import CourseError
from autograde.gradebook import writer as gradebook
from autograde.gradebook.nbgrading import open_nbgrader
from autograde.gradebook.shared import one_engine

pytestmark = pytest.mark.slow


@pytest.fixture
def course(small, tmp_path):
    """Return a copy of a graded class, without backups."""
    copy = copy_class(small.course, tmp_path / "course")
    shutil.rmtree(copy.backups, ignore_errors=True)
    return copy


def total(course):
    """Return the sum of all automatic marks."""
    with Class(course.root).gradebook() as book:
        return book.db.execute(text("SELECT sum(auto_score) FROM grade")).scalar()


def set_all(course, mark):
    """Overwrite all automatic marks."""
    with Class(course.root).gradebook() as book:
        book.db.execute(text("UPDATE grade SET auto_score = :mark"), {"mark": mark})
        book.db.commit()


def test_second_writer_is_told_who_writes(course):
    """Is a second writer refused, and told the first one's process?"""
    with gradebook.writing(course):
        with pytest.raises(CourseError, match=r"Process \d+ of .* is writing"):
            with gradebook.writing(course):
                pass
    with gradebook.writing(course):
        pass  # allowed once the first has finished


def test_backup_is_made_before_anything_is_written(course):
    """Does the backup hold the earlier marks, and restore them?"""
    before = total(course)
    with gradebook.writing(course):
        set_all(course, 0.5)
    [copy] = gradebook.backups(course)
    assert total(course) != before
    assert gradebook.restore(course, copy.name) == copy
    assert total(course) == before
    assert len(gradebook.backups(course)) == 2  # what was replaced is among them


def test_oldest_backup_goes(course, monkeypatch):
    """Are only the newest backups kept?"""
    monkeypatch.setattr(gradebook, "KEPT", 3)
    made = [gradebook.back_up(course) for _ in range(5)]
    assert gradebook.backups(course) == made[:1:-1]


def test_backup_that_was_killed_is_no_backup(course):
    """Is a partial copy left by a killed run never listed, and removed by the next backup?"""
    course.backups.mkdir()
    (course.backups / "new.part").write_bytes(b"half")
    (course.backups / "new.part-journal").write_bytes(b"a journal of the half")
    assert gradebook.backups(course) == []
    copy = gradebook.back_up(course)
    assert gradebook.backups(course) == [copy] == list(course.backups.iterdir())
    assert gradebook.restore(course, copy.name) == copy


def test_backup_that_does_not_exist(course):
    """Does the error for a wrong name list the existing ones?"""
    copy = gradebook.back_up(course)
    with pytest.raises(CourseError, match=copy.name):
        gradebook.restore(course, "gradebook-1999")


def test_file_that_is_no_gradebook_is_not_restored(course):
    """Does a damaged backup leave the gradebook as it is?"""
    before = total(course)
    course.backups.mkdir()
    (course.backups / "gradebook-0.db").write_text("not a database at all, but long enough" * 100)
    with pytest.raises(CourseError, match="is not a gradebook"):
        gradebook.restore(course, "gradebook-0")
    assert total(course) == before


def test_nothing_is_graded_without_a_backup(course, monkeypatch):
    """Does a backup that fails stop the run before it writes?"""

    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(gradebook, "_save", full)
    before = total(course)
    with pytest.raises(CourseError, match="could not be backed up"):
        with gradebook.writing(course):
            set_all(course, 0.5)
    assert total(course) == before


@pytest.mark.parametrize("junk", ["not a database", "SQLite format 3\0 that was cut off"])
def test_damaged_gradebook_is_replaced_by_a_backup(tmp_path, junk):
    """Does a backup replace an unreadable gradebook, and is the unreadable file kept?"""
    course = copy_class(small_class().course, tmp_path / "course")
    before = total(course)
    copy = gradebook.back_up(course)
    course.gradebook.write_text(junk * 100)
    assert gradebook.restore(course, copy.name) == copy
    assert total(course) == before
    assert gradebook.backups(course)[0].read_text() == junk * 100


def test_nbgrader_reaches_its_gradebook_through_one_engine(course):
    """Is the engine shared while a class is graded, and not after it?"""
    api = open_nbgrader(course)
    with one_engine(), api.gradebook as one, api.gradebook as other:
        assert one.engine is other.engine
    with api.gradebook as after:
        assert after.engine is not one.engine


def test_nbgrader_looks_for_its_tables_once(course):
    """Does it ask a gradebook that is opened again neither for tables nor for its course?"""
    api, asked = open_nbgrader(course), []
    with one_engine(), api.gradebook as first:
        event.listen(first.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
        with api.gradebook:
            assert asked == []
    with Class(course.root).gradebook() as after:
        assert after.find_student("ada").id == "ada"
