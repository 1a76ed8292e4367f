"""Keras, imported without the lines that TensorFlow writes to stderr while it loads.

They come from C++ and say that the machine has no GPU; no Python setting reaches them, and in a
notebook they would stand in red above the first result. ``from lstm_lib.backend import keras``.
"""

import contextlib
import os
from collections.abc import Iterator

# TensorFlow reads this once, when it is loaded: what it logs afterwards is left to errors.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


@contextlib.contextmanager
def _stderr_of_process_muted() -> Iterator[None]:
    """Send what C++ writes to file descriptor 2 nowhere; Python's own warnings still show."""
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


with _stderr_of_process_muted():
    import keras

__all__ = ["keras"]
