"""Read a series from a file of one's own, and say what was understood.

From a terminal: ``python -m lstm_lib.reading FILE``.
"""

from lstm_lib.reading.errors import SeriesError
from lstm_lib.reading.series import Reading, read_series

__all__ = ["Reading", "SeriesError", "read_series"]
