"""What changes nothing in answers of `keras_parity`: inputs to draw, and records."""

from types import SimpleNamespace


def _layer(rng):
    """Draw what a layer is asked for, its weights, and sequences."""
    batch, steps, features, units = rng.integers(1, 6, 4)
    shapes = (features, 4 * units), (units, 4 * units), 4 * units
    weights = [rng.normal(size=shape).astype("float32") for shape in shapes]
    variables = [SimpleNamespace(numpy=weight.copy) for weight in weights]
    layer = SimpleNamespace(
        units=int(units),
        weights=variables,
        get_weights=lambda: [weight.copy() for weight in weights],
    )
    return layer, rng.normal(size=(batch, steps, features)).astype("float32")


INPUTS = {
    "gate_weights": lambda rng: _layer(rng)[:1],
    "parameter_count": lambda rng: [*map(int, rng.integers(1, 50, 2)), bool(rng.integers(2))],
    "run_in_numpy": _layer,
    "output_shapes": lambda rng: [
        *map(int, rng.integers(1, 50, 3)),
        *map(bool, rng.integers(2, size=2)),
    ],
    "forget_gates": _layer,
    "longest_kept": lambda rng: [rng.uniform(0, 1, rng.integers(1, 7, 3))],
}
