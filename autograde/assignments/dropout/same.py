"""What changes nothing in answers of `dropout`: inputs to draw."""


def _mask(rng, shape):
    """Draw an inverted mask."""
    rate = rng.uniform(0.2, 0.7)
    return (rng.random(shape) >= rate) / (1 - rate)


def _drawn(rng):
    """Draw numbers between 0 and 1, and a rate."""
    return rng.random(rng.integers(1, 7, 2)), float(rng.uniform(0.05, 0.95))


def _sequences(rng):
    """Draw sequences and a mask for each."""
    batch, steps, features = rng.integers(1, 7, 3)
    return rng.normal(size=(batch, steps, features)), _mask(rng, (batch, features))


def _weights(rng, features, units):
    """Draw the weights of an LSTM."""
    return (
        rng.normal(size=(features, 4 * units)),
        rng.normal(size=(units, 4 * units)),
        rng.normal(size=4 * units),
    )


def _step(rng):
    """Draw what one step takes."""
    batch, features, units = rng.integers(1, 6, 3)
    return (
        rng.normal(size=(batch, features)),
        rng.uniform(-1, 1, (batch, units)),
        rng.normal(size=(batch, units)),
        *_weights(rng, features, units),
        _mask(rng, (batch, features)),
        _mask(rng, (batch, units)),
    )


def _run(rng):
    """Draw what a run takes, in training or in use."""
    batch, steps, features, units = rng.integers(1, 6, 4)
    return (
        rng.normal(size=(batch, steps, features)),
        *_weights(rng, features, units),
        _mask(rng, (batch, features)),
        _mask(rng, (batch, units)),
        bool(rng.integers(2)),
    )


def _often(rng):
    """Draw hidden states, masks and a dense layer."""
    times, batch, units, outputs = rng.integers(1, 6, 4)
    return (
        rng.uniform(-1, 1, (batch, units)),
        _mask(rng, (times, batch, units)),
        rng.normal(size=(units, outputs)),
        rng.normal(size=outputs),
    )


INPUTS = {
    "inverted_mask": _drawn,
    "drop_along": _sequences,
    "masked_step": _step,
    "run_masked": _run,
    "ask_often": _often,
}
