"""What changes nothing in answers of `single_lstm`: inputs to draw, and records."""

SAME = [
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
