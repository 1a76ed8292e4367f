"""What is said of a file that holds no series, or none that can be read without a guess."""


class SeriesError(ValueError):
    """A file that cannot be read as a series: what came, what is expected, what to do."""
