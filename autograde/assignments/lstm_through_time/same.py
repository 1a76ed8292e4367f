"""What changes nothing in answers of `lstm_through_time`: inputs to draw, and records."""


def _sequences(rng):
    """Draw sequences, both first states and weights, of any sizes."""
    batch, steps, features, units = rng.integers(1, 7, 4)
    return (
        rng.normal(size=(batch, steps, features)),
        rng.uniform(-1, 1, (batch, units)),
        rng.normal(size=(batch, units)),
        rng.normal(size=(features, 4 * units)),
        rng.normal(size=(units, 4 * units)),
        rng.normal(size=4 * units),
    )


def _padded(rng):
    """Draw hidden states, and how many steps of each sequence are real: one at least."""
    batch, steps, units = rng.integers(1, 7, 3)
    return rng.uniform(-1, 1, (batch, steps, units)), rng.integers(1, steps + 1, batch)


def _chunks(rng):
    """Draw sequences and the length of a chunk, which may be longer than they are."""
    inputs, *rest = _sequences(rng)
    return inputs, int(rng.integers(1, 8)), *rest


def _products(rng):
    """Draw sequences and input weights."""
    inputs, _, _, W, *_ = _sequences(rng)
    return inputs, W


INPUTS = {
    "run_lstm": _sequences,
    "last_hidden": _padded,
    "run_in_chunks": _chunks,
    "input_products": _products,
}
