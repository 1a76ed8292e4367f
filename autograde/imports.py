"""Imports that cost the garbage collector less."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def lasting() -> Iterator[None]:
    """Import what stays until the process ends: the garbage collector never searches it.

    Yields
    ------
    None
        While the garbage collector is off.

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
