"""Errors that an instructor sees: what came, what was wanted, what to do next."""


class CourseError(Exception):
    """Something that the user can mend; shown as one message, without a traceback."""
