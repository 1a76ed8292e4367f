"""What changes nothing in answers of `bidirectional`: inputs to draw."""

from lstm_lib.checks.exercises.bidirectional.models import MODELS, made


def _padded(rng):
    """Draw sequences, and how many steps of each are real: one at least."""
    batch, steps, features = rng.integers(1, 7, 3)
    return rng.normal(size=(batch, steps, features)), rng.integers(1, steps + 1, batch)


def _runs(rng):
    """Draw sequences and the weights of two runs."""
    batch, steps, features, units = rng.integers(1, 7, 4)
    shapes = [(features, 4 * units), (units, 4 * units), (4 * units,)] * 2
    return rng.normal(size=(batch, steps, features)), *(rng.normal(size=s) for s in shapes)


def _sizes(rng):
    """Draw units and features."""
    return tuple(int(n) for n in rng.integers(1, 90, 2))


def _models(rng):
    """Draw a model and a window of three steps or more."""
    steps, features = rng.integers(3, 8), rng.integers(1, 4)
    kind = str(rng.choice(list(MODELS)))
    return made(kind, rng.uniform(0.4, 1.2, (features, 1))), rng.normal(size=(1, steps, features))


INPUTS = {
    "reverse_within_lengths": _padded,
    "run_both": _runs,
    "count_bidirectional": _sizes,
    "looks_ahead": _models,
    "build_both": lambda rng: [int(n) for n in rng.integers(2, 20, 3)],
}
