"""A class of four that is graded once, for the tests of the steps after grading."""

import atexit
import functools
import shutil
import tempfile
from pathlib import Path

from grading_tools import Class, nbgrader_may_warn, new_database, source

HOSTILE = (
    "The forget gate <script>steal()</script> is [near](javascript:steal()) 1 "
    "![x](http://elsewhere.example/x.png) and $i < 1$."
)
MISNAMED = "dee"


def solution(cell):
    """Return a cell's source with its solution."""
    (text,) = [c.source for c in source().cells if c.id == cell]
    return text


def wrong_answers():
    """Return three cells: two with mistakes that have a diagnosis, and one that raises."""
    forget = solution("forget-gate").replace("slice(units, 2 * units)", "slice(0, units)")
    update = solution("update-cell-state").replace("f * c_prev + i * g", "i * c_prev + f * g")
    step = "def lstm_step(x_t, h_prev, c_prev, W, U, b):\n    return no_such_name"
    return {"forget-gate": forget, "update-cell-state": update, "lstm-step": step}


def small_class(database="sqlite"):
    """Return a graded class, once for each process and kind of database; no test changes it.

    Ada is right and her written answer has a mark. Ben is wrong and his written answer awaits one.
    <i>Cy</i> handed in the notebook unchanged. Dee's notebook has another name.
    """
    return _made(database)


@functools.cache
def _made(database):
    """Make the small class."""
    place = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, place)
    made = Class(place / "course", new_database(database))
    made.release("lstm_cell")
    made.hand_in("ada", {"source": {"written": "All of it."}})
    made.hand_in("ben", {"source": {**wrong_answers(), "written": HOSTILE}})
    made.hand_in("<i>cy", {"answers": "release"})
    made.hand_in(MISNAMED, {"name": "mine.ipynb"})
    made.results = made.grade()
    with nbgrader_may_warn(), made.gradebook() as gradebook:
        grade = gradebook.find_grade("written", "lstm_cell", "lstm_cell", "ada")
        grade.manual_score, grade.needs_manual_grade = 2.5, False
        gradebook.db.commit()
    return made
