"""What a grading writes to the gradebook: one transaction for a submission, before its notebook."""

from contextlib import contextmanager

import nbformat
import pytest
from hostile_class import WRONG_GATE
from nbgrader.converters import Autograde
from sqlalchemy import Engine, event, make_url, text

from autograde.marking.late import LatePenalties
from autograde.record import read_record

pytestmark = pytest.mark.slow


def rows(course, table):
    """Return all rows of a table of the gradebook, read through an engine of its own."""
    with course.gradebook() as book:
        found = book.db.execute(text(f"SELECT * FROM {table} ORDER BY id"))
        return [tuple(row) for row in found]


def everything(course):
    """Return what the gradebook holds about submissions."""
    names = ("student", "submitted_assignment", "submitted_notebook", "grade", "comment")
    return {name: rows(course, name) for name in names}


@contextmanager
def counted_writing(course):
    """Yield a list with the number of changes of each transaction that wrote to the gradebook.

    A backup is written as well, into a database of its own.
    """
    transactions, changes = [], []
    ours = make_url(course.course.db_url).database

    def executed(connection, cursor, sql, *_):
        writes = sql.split()[0] in ("INSERT", "UPDATE", "DELETE")
        if writes and connection.engine.url.database == ours:
            changes.append(sql)

    def committed(connection):
        if changes and connection.engine.url.database == ours:
            transactions.append(len(changes))
            changes.clear()

    event.listen(Engine, "before_cursor_execute", executed)
    event.listen(Engine, "commit", committed)
    try:
        yield transactions
    finally:
        event.remove(Engine, "before_cursor_execute", executed)
        event.remove(Engine, "commit", committed)


def test_submission_takes_one_transaction(copied):
    """Are a new student, a submission and all its marks written together?"""
    course = copied("right")
    course.hand_in("new", {})
    with counted_writing(course) as transactions:
        assert course.grade()["new"].score == 10
    assert len(transactions) == 1
    assert transactions[0] > 3


@pytest.mark.parametrize("student", ["right", "new"])
def test_failed_grading_writes_nothing(copied, monkeypatch, student):
    """If the last step fails, does the gradebook hold what it held before, to the last row?"""
    course = copied("right")
    course.hand_in(student, {"source": {"forget-gate": WRONG_GATE}})
    before = everything(course)

    def fail(*_):
        raise ValueError("a step that fails")

    with monkeypatch.context() as patched:
        patched.setattr(LatePenalties, "preprocess", fail)
        assert "a step that fails" in course.grade()[student].problem
    assert everything(course) == before
    assert course.grade()[student].score == 9


def test_mark_is_written_before_its_notebook(copied, monkeypatch):
    """Is the mark there when the graded notebook appears, so that no kill between loses it?"""
    course, marks = copied("right"), []
    course.hand_in("right", {"source": {"forget-gate": WRONG_GATE}})
    write = Autograde.write_single_notebook

    def look(self, output, resources):
        if read_record(nbformat.reads(output, as_version=4)).get("judged"):
            with course.gradebook() as book:
                marks.append(book.find_submission("lstm_cell", "right").score)
        write(self, output, resources)

    monkeypatch.setattr(Autograde, "write_single_notebook", look)
    course.grade()
    assert marks == [9]
