"""Keras, imported without the lines that TensorFlow writes to stderr while it loads.

They come from C++ and say that the machine has no GPU; no Python setting silences them, and in a
notebook they would appear in red above the first result. So write
``from lstm_lib.backend import keras``.
"""

import contextlib
import os
from collections.abc import Iterator

# TensorFlow reads this once, when it loads: from then on it logs errors only.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


@contextlib.contextmanager
def _stderr_of_process_muted() -> Iterator[None]:
    """Discard what C++ writes to file descriptor 2; Python's own warnings still show."""
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
