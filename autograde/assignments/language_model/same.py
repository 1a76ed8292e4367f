"""What changes nothing in answers of `language_model`: inputs to draw."""

import numpy as np

LETTERS = list("abcdefghij ")


def _text(rng, most=12):
    """Draw a text."""
    return "".join(rng.choice(LETTERS[:4], rng.integers(1, most)))


def _encode(rng):
    """Draw a text and a vocabulary that holds all of it."""
    return _text(rng), "".join(rng.permutation(LETTERS))


def _decode(rng):
    """Draw places and a vocabulary."""
    return rng.integers(len(LETTERS), size=rng.integers(1, 12)), "".join(rng.permutation(LETTERS))


def _streams(rng):
    """Draw a text as numbers, and sizes that it fills once or more often."""
    batch, steps = (int(n) for n in rng.integers(1, 5, 2))
    return rng.integers(30, size=batch * steps + rng.integers(1, 40)), batch, steps


def _bits(rng):
    """Draw probabilities, targets and lengths."""
    windows, steps, size = (int(n) for n in rng.integers(1, 6, 3))
    return (
        rng.dirichlet(np.ones(size), (windows, steps)),
        rng.integers(size, size=(windows, steps)),
        rng.integers(1, steps + 1, windows),
    )


def _temperature(rng):
    """Draw probabilities and a temperature."""
    return rng.dirichlet(np.ones(rng.integers(2, 7))), float(rng.uniform(0.2, 3))


def _copy(rng):
    """Draw two texts."""
    return _text(rng), _text(rng, 25)


INPUTS = {
    "encode": _encode,
    "decode": _decode,
    "stream_windows": _streams,
    "bits_per_character": _bits,
    "with_temperature": _temperature,
    "longest_copy": _copy,
}
