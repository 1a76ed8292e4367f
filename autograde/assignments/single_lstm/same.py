"""What changes nothing in answers of `single_lstm`: inputs to draw, and records."""

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
    (
        "build_single",
        "sequence, h, c = "
        "keras.layers.LSTM(units, return_sequences=True, return_state=True)(inputs)",
        "sequence, h, c = keras.layers.LSTM(units, return_state=True)(inputs)",
        "No layer reads the sequence, and the last hidden state is the same without it.",
    ),
    (
        "test_mse",
        "answers = model.predict(data.inputs_test, verbose=0)[:, 0]",
        "answers = model.predict(data.inputs_test, verbose=0)[:, -1]",
        "The network answers one value, which is the first and the last.",
    ),
    (
        "predict_next",
        "return float(scaler.inverse_transform(scaled)[0, 0])",
        "return float(scaler.inverse_transform(scaled)[-1, 0])",
        "The batch holds one window, which is the first and the last.",
    ),
    (
        "predict_next",
        "return float(scaler.inverse_transform(scaled)[0, 0])",
        "return float(scaler.inverse_transform(scaled)[0, -1])",
        "The network answers one value, which is the first and the last.",
    ),
]
