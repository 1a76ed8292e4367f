"""Right answers to the exercise `stacked_lstm`, written in other ways than its solution.

For each check, rows of: how it differs, and what was typed, which is the body of the function or a
whole cell. The tests run each as a submission's cell, and it has to get full marks.
"""

RIGHT = {
    "build_stacked": [
        (
            "the functional API, with names",
            """window = keras.Input(shape=(steps, features))
x = keras.layers.LSTM(units, return_sequences=True, name="lower")(window)
x = keras.layers.Dropout(rate=dropout, seed=3)(x)
x = keras.layers.LSTM(units, return_sequences=False, name="upper")(x)
return keras.Model(window, keras.layers.Dense(1, name="forecast")(x))""",
        ),
        (
            "Sequential.add, compiled",
            """model = keras.Sequential(name="stacked")
model.add(keras.Input((steps, features)))
model.add(keras.layers.LSTM(units, return_sequences=True))
model.add(keras.layers.Dropout(dropout))
model.add(keras.layers.LSTM(units))
model.add(keras.layers.Dense(1))
model.compile(optimizer="adam", loss="mse")
return model""",
        ),
        (
            "input_shape in the first layer, as older code has it",
            """import warnings

from tensorflow.keras.layers import LSTM, Dense, Dropout
from tensorflow.keras.models import Sequential

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    first = LSTM(units, return_sequences=True, input_shape=(steps, features))
return Sequential([first, Dropout(dropout), LSTM(units), Dense(1)])""",
        ),
        (
            "a rate of float32",
            """of = keras.layers
return keras.Sequential(
    [
        keras.Input((steps, features)),
        of.LSTM(units, return_sequences=True),
        of.Dropout(np.float32(dropout)),
        of.LSTM(units),
        of.Dense(1),
    ]
)""",
        ),
        (
            "states returned that nothing reads, a linear Activation at the end",
            """window = keras.Input((steps, features))
x, h, c = keras.layers.LSTM(units, return_sequences=True, return_state=True)(window)
x = keras.layers.Dropout(dropout)(x)
x, h, c = keras.layers.LSTM(units, return_state=True)(x)
x = keras.layers.Activation("linear")(keras.layers.Dense(1)(x))
return keras.Model(inputs=window, outputs=x)""",
        ),
        (
            "a noise_shape that names every axis, half precision",
            """of, half = keras.layers, "mixed_float16"
model = keras.Sequential([keras.Input((steps, features))])
for layer in (
    of.LSTM(units, return_sequences=True, dtype=half),
    of.Dropout(dropout, noise_shape=(None, steps, units), dtype=half),
    of.LSTM(units, dtype=half),
    of.Dense(1, dtype=half),
):
    model.add(layer)
return model""",
        ),
        (
            "a part of two layers, and a part of the rest",
            """of = keras.layers
reads = keras.Sequential(
    [keras.Input((steps, features)), of.LSTM(units, return_sequences=True), of.Dropout(dropout)]
)
answers = keras.Sequential([of.LSTM(units), of.Dense(1)])
return keras.Sequential([reads, answers])""",
        ),
        (
            "a loop over two layers",
            """x = window = keras.layers.Input((steps, features))
for is_last in (False, True):
    x = keras.layers.LSTM(units, return_sequences=not is_last)(x)
    if not is_last:
        x = keras.layers.Dropout(dropout)(x)
return keras.models.Model(window, keras.layers.Dense(1, activation=None)(x))""",
        ),
    ],
    "count_parameters": [
        ("W, U and b", "return features * 4 * units + units * 4 * units + 4 * units"),
        ("multiplied out", "return 4 * (units**2 + units * features + units)"),
        (
            "one block after the other",
            """count = 0
for block in "ifgo":
    count += (features + units + 1) * units
return count""",
        ),
        (
            "Keras counts",
            """layer = keras.layers.LSTM(units)
layer.build((None, None, features))
return layer.count_params()""",
        ),
        (
            "sizes of NumPy arrays",
            "return np.zeros((features + units + 1, 4 * units)).size",
        ),
    ],
    "count_stacked": [
        (
            "in one piece",
            """lower = 4 * units * (features + units + 1)
upper = 4 * units * (units + units + 1)
return lower + upper + (units + 1)""",
        ),
        (
            "a loop over what each layer reads",
            """total = 0
for reads in (features, units):
    total += count_parameters(units, reads)
return total + units * 1 + 1""",
        ),
        (
            "by name",
            """first = count_parameters(units=units, features=features)
second = count_parameters(features=units, units=units)
return sum([first, second, units, 1])""",
        ),
        ("Keras counts", "return build_stacked(5, features, units, 0.2).count_params()"),
        (
            "a sum of NumPy",
            """reads = np.array([features, units])
return np.sum(4 * units * (reads + units + 1)) + units + 1""",
        ),
    ],
    "trained_stacked": [
        (
            "a validation part, and a rate that is halved",
            """keras.utils.set_random_seed(0)
model = build_stacked(10, 1, 12, 0.1)
model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.02), loss="mse")
history = model.fit(
    data.inputs_train,
    data.targets_train,
    epochs=12,
    batch_size=32,
    validation_data=(data.inputs_validation, data.targets_validation),
    callbacks=[keras.callbacks.ReduceLROnPlateau(factor=0.5, patience=3)],
    verbose=0,
)""",
        ),
        (
            "another optimizer, compiled again to measure",
            """keras.utils.set_random_seed(0)
model = build_stacked(steps=10, features=1, units=16, dropout=0.1)
model.compile(keras.optimizers.Nadam(0.01), keras.losses.MeanSquaredError())
model.fit(data.inputs_train, data.targets_train.reshape(-1, 1), epochs=12, verbose=0)
model.compile(loss="mse")""",
        ),
        (
            "fit twice, with smaller steps at the end",
            """keras.utils.set_random_seed(2)
model = build_stacked(10, 1, 12, 0.05)
for rate, epochs in ((0.02, 8), (0.003, 5)):
    model.compile(keras.optimizers.Adam(rate), "mse")
    model.fit(data.inputs_train, data.targets_train, epochs=epochs, verbose=0, shuffle=True)""",
        ),
    ],
    "persistence_mse": [
        ("squeezed", "return np.square(inputs.squeeze(-1)[:, -1] - targets).mean()"),
        (
            "a list of squares",
            """errors = [(window[-1, 0] - target) ** 2 for window, target in zip(inputs, targets)]
return sum(errors) / len(errors)""",
        ),
        (
            "scikit-learn",
            """from sklearn.metrics import mean_squared_error

return mean_squared_error(targets, inputs[:, -1, 0])""",
        ),
        (
            "Keras' loss",
            """last = inputs[:, -1:, 0].astype("float32")
loss = keras.losses.MeanSquaredError()
return float(loss(targets.reshape(-1, 1), last))""",
        ),
        (
            "pandas",
            """import pandas as pd

frame = pd.DataFrame({"last": inputs[:, -1, 0], "target": targets})
return frame.diff(axis=1)["target"].pow(2).mean()""",
        ),
        ("a product", "e = targets - inputs[:, -1].ravel()\nreturn e @ e / e.size"),
    ],
    "roll_out": [
        (
            "predict, and np.roll",
            """current = np.array(window)
out = []
for step in range(horizon):
    out.append(model.predict(current.reshape(1, -1, 1), verbose=0)[0][0])
    current = np.roll(current, -1, axis=0)
    current[-1, 0] = out[-1]
return np.array(out)""",
        ),
        (
            "a list that grows",
            """values, steps = window.ravel().tolist(), len(window)
while len(values) < steps + horizon:
    values.append(float(model(np.array(values[-steps:]).reshape(1, steps, 1))[0, 0]))
return values[steps:]""",
        ),
        (
            "a deque",
            """from collections import deque

recent = deque(window[:, 0], maxlen=len(window))
forecast = np.zeros(horizon)
for k in range(horizon):
    forecast[k] = model.predict_on_batch(np.array(recent)[None, :, None]).item()
    recent.append(forecast[k])
return forecast""",
        ),
        (
            "tensors",
            """current = keras.ops.cast(window[np.newaxis], "float32")
answers = []
for _ in range(horizon):
    answer = model(current, training=False)
    answers.append(answer)
    current = keras.ops.concatenate([current[:, 1:], answer[:, None]], axis=1)
return keras.ops.concatenate(answers, axis=1)[0]""",
        ),
        (
            "a function that calls itself",
            """if horizon == 0:
    return np.array([])
answer = float(model(window[np.newaxis])[0, 0])
moved = np.append(window[1:], [[answer]], axis=0)
return np.append(answer, roll_out(model, moved, horizon - 1))""",
        ),
        (
            "a pandas series",
            """import pandas as pd

series = pd.Series(window[:, 0])
steps = len(series)
for _ in range(horizon):
    series.loc[len(series)] = model(series.tail(steps).to_numpy()[None, :, None]).numpy()[0, 0]
return series.iloc[steps:]""",
        ),
    ],
}
