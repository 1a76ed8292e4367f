"""What changes nothing in answers of `normalization`: inputs to draw, and records."""


def _scale(rng, features):
    """Draw gain, offset and epsilon."""
    return rng.normal(size=features), rng.normal(size=features), float(rng.uniform(0.1, 1))


def _rows(rng):
    """Draw what a layer norm takes."""
    sizes = rng.integers(1, 6, rng.integers(2, 4))
    return rng.normal(size=sizes), *_scale(rng, sizes[-1])


def _batch(rng):
    """Draw what a batch norm takes in use."""
    sizes = rng.integers(1, 6, 3)
    running = rng.normal(size=sizes[2]), rng.uniform(0.1, 2, sizes[2])
    return rng.normal(size=sizes), *_scale(rng, sizes[2]), *running


def _training(rng):
    """Draw what a batch norm takes in training."""
    return *_batch(rng), float(rng.uniform(0, 1))


def _step(rng):
    """Draw what a step takes."""
    batch, features, units = rng.integers(1, 6, 3)
    return (
        rng.normal(size=(batch, features)),
        rng.uniform(-1, 1, (batch, units)),
        rng.normal(size=(batch, units)),
        rng.normal(size=(features, 4 * units)),
        rng.normal(size=(units, 4 * units)),
        rng.normal(size=4 * units),
        rng.normal(size=4 * units),
        rng.normal(size=4 * units),
        rng.normal(size=units),
        rng.normal(size=units),
        float(rng.uniform(0.1, 1)),
    )


INPUTS = {
    "layer_norm": _rows,
    "batch_norm_training": _training,
    "batch_norm_in_use": _batch,
    "layer_norm_step": _step,
}
