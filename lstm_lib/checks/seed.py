"""The seed of a check's cases.

The observing half and the judging half draw the same cases from the same seed.
"""

import hashlib

import numpy as np


def random_generator(seed: str, check: str) -> np.random.Generator:
    """Return the generator that draws a check's cases.

    Parameters
    ----------
    seed : str
        Hexadecimal digits.
    check : str
        The check's name: two checks with the same seed draw different cases.

    Returns
    -------
    numpy.random.Generator
        The same for the same arguments, on every machine.

    Raises
    ------
    ValueError
        If `seed` is not a string of hexadecimal digits.

    Examples
    --------
    >>> a, b = random_generator("07", "lstm_step"), random_generator("07", "lstm_step")
    >>> bool(a.random() == b.random())
    True
    """
    if not isinstance(seed, str) or not seed or set(seed) - set("0123456789abcdef"):
        raise ValueError(f"seed is {seed!r}, expected a string of hexadecimal digits")
    digest = hashlib.sha256(f"{seed}\0{check}".encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:16], "big"))
