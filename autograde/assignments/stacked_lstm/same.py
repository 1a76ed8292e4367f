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
        "count_stacked",
        "return total + units * 1 + 1",
        "return total + units / 1 + 1",
        "A number divided by one is itself, and a count may come as a float.",
    ),
    (
        "build_stacked",
        "x = keras.layers.LSTM(units, return_sequences=False, name='upper')(x)",
        "x = keras.layers.LSTM(units, name='upper')(x)",
        "An LSTM hands on its last hidden state alone unless it is told otherwise.",
    ),
    (
        "roll_out",
        "for step in range(horizon):",
        "for step in reversed(range(horizon)):",
        "The number of a step is not used.",
    ),
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
