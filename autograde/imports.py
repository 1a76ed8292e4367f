"""Imports that take less of the cores."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def lasting() -> Iterator[None]:
    """Import what stays to the end: no search for garbage goes through it, now or later.

    Yields
    ------
    None
        While that holds.

    Examples
    --------
    >>> with lasting():
    ...     import json
    >>> gc.isenabled()
    True
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
