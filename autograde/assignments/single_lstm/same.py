"""What changes nothing in answers of `single_lstm`: inputs to draw, and records."""

import numpy as np
from sklearn.preprocessing import MinMaxScaler

from autograde.quality.networks import Quick


def _series(rng):
    """Draw a network, a series, a scaler that is fitted on its first part, and the steps."""
    steps = int(rng.integers(1, 7))
    series = rng.normal(0, 3, steps + int(rng.integers(2, 9)))
    scaler = MinMaxScaler().fit(series[: len(series) - 1, np.newaxis])
    return Quick(rng, dropout=False), series, scaler, steps


INPUTS = {
    "build_single": lambda rng: [int(n) for n in rng.integers(2, 20, 3)],
    "predict_next": _series,
}
# The number is compared with the model as it is; how this was built and trained is judged before.
OF_ANY_MODEL = "The number is the error of whichever model there is."
SAME = [
    *(
        ("test_mse", "model = build_single(10, 1, 8)", other, OF_ANY_MODEL)
        for other in ("pass", "model = build_single(10, 1, 7)", "model = build_single(10, 1, 9)")
    ),
    (
        "test_mse",
        "test_mse = mean_squared_error(data.targets_test, "
        "model.predict(data.inputs_test, verbose=0))",
        "test_mse = mean_squared_error(model.predict(data.inputs_test, verbose=0), "
        "data.targets_test)",
        "The square of a difference is the same from either side.",
    ),
    (
        "test_mse",
        "for answer, target in zip(answers, data.targets_test):",
        "for answer, target in zip(data.targets_test, answers):",
        "The square of a difference is the same from either side.",
    ),
    (
        "test_mse",
        "test_mse = keras.losses.MeanSquaredError()(data.targets_test[:, np.newaxis], answers)",
        "test_mse = keras.losses.MeanSquaredError()(answers, data.targets_test[:, np.newaxis])",
        "The square of a difference is the same from either side.",
    ),
    (
        "test_mse",
        "model.fit(data.inputs_train, data.targets_train, verbose=0)",
        "pass",
        OF_ANY_MODEL,
    ),
    *(
        (
            "build_single",
            "sequence, h, c = "
            "keras.layers.LSTM(units, return_sequences=True, return_state=True)(inputs)",
            f"sequence, h, c = keras.layers.LSTM(units, {other}return_state=True)(inputs)",
            "No layer reads the sequence, and the last hidden state is the same without it.",
        )
        for other in ("", "return_sequences=False, ")
    ),
    (
        "test_mse",
        "answers = model.predict(data.inputs_test, verbose=0)[:, 0]",
        "answers = model.predict(data.inputs_test, verbose=0)[:, -1]",
        "The network answers one value, which is the first and the last.",
    ),
    *(
        ("test_mse", line, "pass", "Any precision is right.")
        for line in (
            "keras.mixed_precision.set_dtype_policy('mixed_float16')",
            "keras.mixed_precision.set_dtype_policy(before)",
        )
    ),
    (
        "test_mse",
        "answers = np.array(model.predict(data.inputs_test, verbose=0), dtype=float).squeeze()",
        "answers = np.array(model.predict(data.inputs_test, verbose=0)).squeeze()",
        "The targets are float64, and so is what they are subtracted from.",
    ),
]
