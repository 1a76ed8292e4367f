"""Right answers to the exercise `single_lstm`, written in other ways than its solution.

For each check, rows of: how it differs, and what was typed, which is the body of the function or a
whole cell. The tests run each as a submission's cell, and it has to get full marks.
"""

FIT = 'model.compile("adam", "mse")\nmodel.fit(data.inputs_train, data.targets_train, verbose=0)\n'
MODEL = f"model = build_single(10, 1, 8)\n{FIT}"  # trained for one epoch, which is quick

RIGHT = {
    "build_single": [
        (
            "the functional API, with names",
            """window = keras.Input(shape=(steps, features), name="window")
hidden = keras.layers.LSTM(units, name="memory")(window)
forecast = keras.layers.Dense(1, name="forecast")(hidden)
return keras.Model(inputs=[window], outputs=[forecast], name="single")""",
        ),
        (
            "Sequential.add, compiled",
            """model = keras.models.Sequential()
model.add(keras.layers.Input(shape=(steps, features)))
model.add(keras.layers.LSTM(units=units, activation="tanh"))
model.add(keras.layers.Dense(units=1, activation="linear"))
model.compile(optimizer="adam", loss="mean_squared_error")
return model""",
        ),
        (
            "input_shape in the first layer, as older code has it",
            """import warnings

from tensorflow.keras.layers import LSTM, Dense
from tensorflow.keras.models import Sequential

model = Sequential()
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    model.add(LSTM(units, input_shape=(steps, features)))
model.add(Dense(1))
return model""",
        ),
        (
            "a linear Activation after the dense layer",
            """of = keras.layers
return keras.Sequential(
    [keras.Input((steps, features)), of.LSTM(units), of.Dense(1), of.Activation("linear")]
)""",
        ),
        (
            "states returned that nothing reads",
            """inputs = keras.Input((steps, features))
output, h, c = keras.layers.LSTM(units, return_state=True)(inputs)
return keras.Model(inputs, keras.layers.Dense(1)(output))""",
        ),
        (
            "the last hidden state, taken from the states",
            """inputs = keras.Input((steps, features))
sequence, h, c = keras.layers.LSTM(units, return_sequences=True, return_state=True)(inputs)
return keras.Model(inputs, keras.layers.Dense(1)(h))""",
        ),
        (
            "half precision",
            """of, half = keras.layers, "mixed_float16"
return keras.Sequential(
    [keras.Input((steps, features)), of.LSTM(units, dtype=half), of.Dense(1, dtype=half)]
)""",
        ),
        (
            "the global policy of bfloat16, as a notebook's first cell sets it",
            """before = keras.mixed_precision.dtype_policy()
keras.mixed_precision.set_dtype_policy("mixed_bfloat16")
try:
    layers = [keras.layers.LSTM(units), keras.layers.Dense(1)]
    return keras.Sequential([keras.Input((steps, features)), *layers])
finally:
    keras.mixed_precision.set_dtype_policy(before)""",
        ),
        (
            "a Flatten that changes nothing, an identity",
            """model = keras.Sequential([keras.Input((steps, features))])
for layer in (keras.layers.LSTM(units), keras.layers.Flatten(), keras.layers.Dense(1)):
    model.add(layer)
model.add(keras.layers.Identity())
return model""",
        ),
        (
            "built by the shape of a batch",
            """of = keras.layers
model = keras.Sequential([of.LSTM(units, unroll=True), of.Dense(1)])
model.build(input_shape=(None, steps, features))
return model""",
        ),
    ],
    "trained_single": [
        (
            "Adam by name of its rate, a validation part, early stopping",
            """keras.utils.set_random_seed(0)
model = build_single(10, 1, 12)
model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.02), loss="mse", metrics=["mae"])
stop = keras.callbacks.EarlyStopping(patience=8, restore_best_weights=True)
model.fit(
    data.inputs_train,
    data.targets_train,
    validation_data=(data.inputs_validation, data.targets_validation),
    epochs=15,
    callbacks=[stop],
    verbose=0,
)""",
        ),
        (
            "another optimizer, and compiled again to measure",
            """keras.utils.set_random_seed(0)
model = build_single(steps=10, features=1, units=16)
model.compile(keras.optimizers.Nadam(0.01), keras.losses.MeanSquaredError())
model.fit(data.inputs_train, data.targets_train[:, np.newaxis], epochs=15, verbose=0)
model.compile(loss="mse", metrics=["mae"])""",
        ),
        (
            "fit epoch by epoch, shuffled by hand",
            """keras.utils.set_random_seed(1)
model = build_single(10, 1, 12)
model.compile("adam", "mse")
model.optimizer.learning_rate = 0.02
rng = np.random.default_rng(0)
for epoch in range(14):
    order = rng.permutation(len(data.inputs_train))
    model.fit(data.inputs_train[order], data.targets_train[order], epochs=1, verbose=0)""",
        ),
        (
            "half precision",
            """keras.utils.set_random_seed(0)
before = keras.mixed_precision.dtype_policy()
keras.mixed_precision.set_dtype_policy("mixed_float16")
model = build_single(10, 1, 12)
keras.mixed_precision.set_dtype_policy(before)
model.compile(optimizer=keras.optimizers.Adam(0.02), loss="mse")
model.fit(data.inputs_train, data.targets_train, epochs=15, batch_size=32, verbose=0)""",
        ),
    ],
    "test_mse": [
        (
            "evaluate",
            f"{MODEL}test_mse = model.evaluate(data.inputs_test, data.targets_test, verbose=0)",
        ),
        (
            "scikit-learn",
            f"""from sklearn.metrics import mean_squared_error

{MODEL}test_mse = mean_squared_error(data.targets_test, model.predict(data.inputs_test, verbose=0))
""",
        ),
        (
            "Keras' loss, a tensor",
            f"""{MODEL}answers = model(data.inputs_test)
test_mse = keras.losses.MeanSquaredError()(data.targets_test[:, np.newaxis], answers)""",
        ),
        (
            "a loop over the windows",
            f"""{MODEL}answers = model.predict_on_batch(data.inputs_test).flatten()
total = 0.0
for answer, target in zip(answers, data.targets_test):
    total += (float(answer) - target) ** 2
test_mse = total / len(answers)""",
        ),
        (
            "pandas",
            f"""import pandas as pd

{MODEL}frame = pd.DataFrame({{"y": data.targets_test}})
frame["answer"] = model.predict(data.inputs_test, verbose=0)
test_mse = ((frame["answer"] - frame["y"]) ** 2).mean()""",
        ),
        (
            "half precision",
            f"""before = keras.mixed_precision.dtype_policy()
keras.mixed_precision.set_dtype_policy("mixed_float16")
{MODEL}keras.mixed_precision.set_dtype_policy(before)
answers = np.array(model.predict(data.inputs_test, verbose=0), dtype=float).squeeze()
test_mse = np.mean((answers - data.targets_test) ** 2)""",
        ),
    ],
    "predict_next": [
        (
            "reshape, and predict_on_batch",
            """scaled = scaler.transform(series[-steps:].reshape(-1, 1))
answer = model.predict_on_batch(scaled.reshape(1, steps, 1))
return scaler.inverse_transform(answer)[0][0]""",
        ),
        (
            "the whole series is scaled, and its end is cut out",
            """every = scaler.transform(np.reshape(series, (-1, 1)))
window = np.expand_dims(every[len(every) - steps :], axis=0)
return scaler.inverse_transform(np.array(model(window))).item()""",
        ),
        (
            "the scaler's formula written out",
            """low, high = scaler.data_min_[0], scaler.data_max_[0]
window = (series[-steps:] - low) / (high - low)
answer = model.predict(window[None, :, None], verbose=0).squeeze()
return float(low + answer * (high - low))""",
        ),
        (
            "a list of the last points",
            """window = []
for value in series[-steps:]:
    window.append(scaler.transform([[value]])[0])
answer = float(model.predict(np.array([window]), verbose=0)[0, 0])
return float(scaler.inverse_transform([[answer]])[0, 0])""",
        ),
        (
            "pandas, and an array of one number",
            """import pandas as pd

column = pd.Series(series).tail(steps).to_numpy()[:, np.newaxis]
answer = model(scaler.transform(column)[np.newaxis], training=False)
return scaler.inverse_transform(answer.numpy())""",
        ),
        (
            "training mode, which changes nothing without dropout",
            """window = scaler.transform(series[-steps:, np.newaxis])
answer = model(window[np.newaxis], training=True)
return float(scaler.inverse_transform(answer.numpy())[0, 0])""",
        ),
        (
            "tensors of float32",
            """scaled = scaler.transform(series[-steps:, None])
answer = keras.ops.squeeze(model(keras.ops.convert_to_tensor([scaled], "float32")))
return (answer - scaler.min_[0]) / scaler.scale_[0]""",
        ),
    ],
}
