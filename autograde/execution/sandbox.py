"""Whether submissions run in a box, and what to say where they cannot."""

import functools
import os

from autograde.errors import CourseError
from autograde.gradebook.course import Course
from autograde.places import SAMPLE

VARIABLE = "AUTOGRADE_SANDBOX"  # "no": submissions run as programs of this account
GET_IT = "sudo apt install bubblewrap (or your system's own way to install it)"


def runs_boxed(course: Course) -> bool:
    """Tell whether a class's submissions run in a box, and refuse where they should and cannot.

    Parameters
    ----------
    course : Course
        The class. The sample class, which is the course's own, runs with or without a box.

    Returns
    -------
    bool
        False only if that was asked for, or for the sample class on a machine without boxes.

    Raises
    ------
    CourseError
        If this machine cannot shut a submission in, and nobody said to go on without.
    """
    if os.environ.get(VARIABLE) == "no":
        return False
    reason = why_not()
    if not reason:
        return True
    if course.root.resolve() == SAMPLE.resolve():
        return False
    raise CourseError(
        f"This machine cannot shut submissions in: {reason}. Nothing was run. What is missing is "
        "told by: autograde doctor. To run them all the same, as programs of your own account "
        "that can reach whatever you can reach: "
        f"autograde --course {course.root} grade --no-sandbox"
    )


@functools.cache
def why_not() -> str:
    """Say why this machine cannot shut a submission in, or nothing; found by trying, once.

    Returns
    -------
    str
        In words for an instructor.
    """
    try:
        from autograde.kernel.forking import refusal
    except (ImportError, OSError, AttributeError, RuntimeError) as error:
        return f"{type(error).__name__}: {error}"  # no Linux, or no libseccomp
    return refusal()
