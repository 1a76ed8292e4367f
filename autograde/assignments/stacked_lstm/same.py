"""What changes nothing in answers of `stacked_lstm`: inputs to draw, and records."""

from autograde.quality.networks import Quick


def _window(rng):
    """Draw a network, a window, and how far to go."""
    steps, horizon = map(int, rng.integers(1, 7, 2))
    return Quick(rng, dropout=True), rng.random((steps, 1)), horizon


INPUTS = {
    "build_stacked": lambda rng: (
        *map(int, rng.integers(2, 20, 3)),
        float(rng.uniform(0.05, 0.9)),
    ),
    "count_parameters": lambda rng: [int(n) for n in rng.integers(1, 99, 2)],
    "count_stacked": lambda rng: [int(n) for n in rng.integers(1, 99, 2)],
    "persistence_mse": lambda rng: (
        rng.normal(size=(windows := int(rng.integers(1, 9)), rng.integers(1, 7), 1)),
        rng.normal(size=windows),
    ),
    "roll_out": _window,
}
SAME = [
    (
        "count_stacked",
        "return total + units * 1 + 1",
        "return total + units / 1 + 1",
        "A number divided by one is itself, and a count may come as a float.",
    ),
    *(
        (
            "count_stacked",
            "return build_stacked(5, features, units, 0.2).count_params()",
            f"return build_stacked({other}).count_params()",
            "The number of parameters depends neither on the steps nor on the dropout rate.",
        )
        for other in (
            "6, features, units, 0.2",
            "4, features, units, 0.2",
            "5, features, units, 0.1",
        )
    ),
]
