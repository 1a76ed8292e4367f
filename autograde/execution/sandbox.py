"""Whether submissions run in a box, and what to say if they cannot."""

import functools
import os

from autograde.errors import CourseError
from autograde.gradebook.course import Course
from autograde.places import SAMPLE

VARIABLE = "AUTOGRADE_SANDBOX"  # "no": submissions run as programs of this account
GET_IT = "sudo apt install bubblewrap (or your system's own way to install bubblewrap)"


def runs_boxed(course: Course) -> bool:
    """Tell whether a class's submissions run in a box, and refuse if they should but cannot.

    Parameters
    ----------
    course : Course
        The class. The sample class, whose code is the course's own, runs with or without a box.

    Returns
    -------
    bool
        False only if you passed `--no-sandbox`, or for the sample class on a machine without boxes.

    Raises
    ------
    CourseError
        If this machine cannot shut a submission in, and you did not pass `--no-sandbox`.
    """
    if os.environ.get(VARIABLE) == "no":
        return False
    reason = why_not()
    if not reason:
        return True
    if course.root.resolve() == SAMPLE.resolve():
        return False
    raise CourseError(
        f"This machine cannot shut submissions in: {reason}. Nothing was run. To see what is "
        "missing, run: autograde doctor. To run submissions without a box, as programs that can "
        "reach whatever your account can reach, run: "
        f"autograde --course {course.root} grade --no-sandbox"
    )


@functools.cache
def why_not() -> str:
    """Try once to shut a process in, and say why this machine cannot, or nothing.

    Returns
    -------
    str
        A reason that an instructor understands; empty if there is none.
    """
    try:
        from autograde.kernel.forking import refusal
    except (ImportError, OSError, AttributeError, RuntimeError) as error:
        return f"{type(error).__name__}: {error}"  # not Linux, or no libseccomp
    return refusal()
