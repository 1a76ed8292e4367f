"""Tables for Canvas and Moodle: a row for each learner, a column for each assignment."""

from collections.abc import Sequence
from dataclasses import dataclass

from autograde.errors import CourseError
from autograde.gradebook.course import Course
from autograde.gradebook.nbgrading import gradebook_of, require_gradebook
from autograde.intake.marks import FINAL, Mark, class_marks
from autograde.intake.names import FORMULA
from autograde.release.statement import assignment_names

CANVAS_COLUMNS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
POINTS_POSSIBLE = "    Points Possible"  # Canvas recognizes the row by these words
MOODLE_COLUMNS = ("Username", "First name", "Last name", "Email address")
NAMED = 10  # how many marks that are not final are named
NO_GRADE = "-"  # Moodle's sign for no grade; in a new column it reads an empty cell as 0


@dataclass(frozen=True)
class Learner:
    """A student in the gradebook; `name` is the name of their folder in `submitted`."""

    name: str
    last_name: str = ""
    first_name: str = ""
    email: str = ""


@dataclass(frozen=True)
class ClassMarks:
    """The marks to write: the learners, the maximum of each assignment, and the scores.

    `notes` say which marks are left out, and why.
    """

    learners: tuple[Learner, ...]
    assignments: dict[str, float]
    scores: dict[tuple[str, str], float]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """Rows of cells, and how many learners, assignments and marks of the class they hold."""

    rows: list[list[str]]
    learners: int
    assignments: int
    marks: int
    notes: tuple[str, ...] = ()


def read_class(course: Course, names: list[str], every: bool = False) -> ClassMarks:
    """Read the marks of a class from its gradebook.

    Parameters
    ----------
    course : Course
        The class.
    names : list of str
        The assignments; if empty, all that have submissions.
    every : bool
        Include marks that are not final.

    Returns
    -------
    ClassMarks
        Late penalties are taken off, as nbgrader does.

    Raises
    ------
    CourseError
        If there is no course or no gradebook, or the gradebook has no mark.
    """
    require_gradebook(course)
    with gradebook_of(course) as gradebook:
        known = {one.name: one.max_score for one in gradebook.assignments}
        learners = tuple(
            Learner(s.id, s.last_name or "", s.first_name or "", s.email or "")
            for s in sorted(gradebook.students, key=lambda student: student.id)
        )
    marks = [mark for mark, _ in class_marks(course, names or assignment_names())]
    expected = names or sorted({mark.assignment for mark in marks if mark.score is not None})
    assignments = {name: known[name] for name in expected if name in known}
    if not assignments or not learners:
        raise CourseError(
            f"There is no mark of {', '.join(names) or 'any assignment'} in {course.gradebook}. "
            f"Run: autograde --course {course.root} grade"
        )
    taken = [m for m in marks if m.score is not None and (every or m.status == FINAL)]
    left = [mark for mark in marks if mark not in taken]
    return ClassMarks(
        learners,
        assignments,
        {(mark.student, mark.assignment): mark.score or 0.0 for mark in taken},
        not_final(left, "left out, because it is not final"),
    )


def not_final(marks: Sequence[Mark], what: str) -> tuple[str, ...]:
    """Sum up in one line which marks are not final.

    Parameters
    ----------
    marks : sequence of Mark
        Those that are not final.
    what : str
        What became of them.

    Returns
    -------
    tuple of str
        One line, or none if there are no such marks.

    Examples
    --------
    >>> not_final([Mark("ben", "lstm_cell"), Mark("cy", "lstm_cell")], "left out")
    ('left out: ben lstm_cell (not graded yet), cy lstm_cell (not graded yet)',)
    """
    if not marks:
        return ()
    named = ", ".join(f"{one.student} {one.assignment} ({one.status})" for one in marks[:NAMED])
    more = len(marks) - NAMED
    return (f"{what}: {named}" + (f", and {more} more: see the report" if more > 0 else ""),)


def canvas_table(of: ClassMarks) -> Table:
    """Make the table that Canvas imports into a gradebook.

    Parameters
    ----------
    of : ClassMarks
        The marks.

    Returns
    -------
    Table
        Canvas finds a learner by the SIS Login ID, and an assignment by its title. A cell without
        a mark is empty.

    Examples
    --------
    >>> marks = {("ada", "lstm_cell"): 12.5}
    >>> table = canvas_table(ClassMarks((Learner("ada"), Learner("ben")), {"lstm_cell": 13}, marks))
    >>> table.rows[2:]
    [['ada', '', '', 'ada', '', '12.5'], ['ben', '', '', 'ben', '', '']]
    """
    head = [*CANVAS_COLUMNS, *of.assignments]
    most = [POINTS_POSSIBLE, "", "", "", "", *map(number, of.assignments.values())]
    rows = []
    for learner in of.learners:
        names = [harmless(name) for name in (learner.last_name, learner.first_name) if name]
        who = [", ".join(names) or learner.name, "", "", learner.name, ""]
        rows.append([*who, *_cells(of, learner, "")])
    return Table([head, most, *rows], len(rows), len(of.assignments), len(of.scores))


def moodle_table(of: ClassMarks) -> Table:
    """Make the table that Moodle imports as grades.

    Parameters
    ----------
    of : ClassMarks
        The marks.

    Returns
    -------
    Table
        A cell without a mark holds Moodle's `-`.
    """
    rows = []
    for learner in of.learners:
        names = (learner.first_name, learner.last_name, learner.email)
        rows.append([learner.name, *map(harmless, names), *_cells(of, learner, NO_GRADE)])
    return Table(
        [[*MOODLE_COLUMNS, *of.assignments], *rows], len(rows), len(of.assignments), len(of.scores)
    )


def _cells(of: ClassMarks, learner: Learner, none: str) -> list[str]:
    """Return a learner's points by assignment."""
    scores = [of.scores.get((learner.name, name)) for name in of.assignments]
    return [none if score is None else number(score) for score in scores]


def number(points: float) -> str:
    """Write points for a program: with a decimal point, and without trailing zeros.

    Parameters
    ----------
    points : float
        Points.

    Returns
    -------
    str
        All significant digits.

    Examples
    --------
    >>> number(13.0), number(12.5), number(4 / 3)
    ('13', '12.5', '1.333333333')
    """
    return f"{points:.10g}"


def harmless(text: str) -> str:
    """Write a person's name so that no spreadsheet reads it as a formula.

    Parameters
    ----------
    text : str
        A name or an address.

    Returns
    -------
    str
        With an apostrophe in front, if the text could be the start of a formula.

    Examples
    --------
    >>> harmless("=1+1"), harmless("Ada-Maria")
    ("'=1+1", 'Ada-Maria')
    """
    return f"'{text}" if text.lstrip().startswith(FORMULA) else text
