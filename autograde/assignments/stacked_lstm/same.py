"""What changes nothing in answers of `stacked_lstm`: inputs to draw, and records."""

INPUTS = {
    "count_parameters": lambda rng: [int(n) for n in rng.integers(1, 99, 2)],
    "count_stacked": lambda rng: [int(n) for n in rng.integers(1, 99, 2)],
    "persistence_mse": lambda rng: (
        rng.normal(size=(windows := int(rng.integers(1, 9)), rng.integers(1, 7), 1)),
        rng.normal(size=windows),
    ),
}
SAME = [
    (
        "roll_out",
        "answer = float(model(window[np.newaxis], training=False)[0, 0])",
        "answer = float(model(window[np.newaxis])[0, 0])",
        "A model that is called trains only if it is told to.",
    ),
    (
        "roll_out",
        "answer = float(model(window[np.newaxis], training=False)[0, 0])",
        "answer = float(model(window[np.newaxis], training=False)[-1, 0])",
        "The batch holds one window, which is the first and the last.",
    ),
    (
        "roll_out",
        "answer = float(model(window[np.newaxis], training=False)[0, 0])",
        "answer = float(model(window[np.newaxis], training=False)[0, -1])",
        "The network answers one value, which is the first and the last.",
    ),
]
