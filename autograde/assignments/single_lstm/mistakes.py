"""Mistakes in the exercise `single_lstm`, as learners type them.

For each check, rows of: the diagnosis, words of it that no other diagnosis of the check has, and
what was typed, which is the body of the function or a whole cell. They are written from the words:
the tests run each as a submission's cell, and it has to be named.
"""

LSTM, DENSE = "layers.LSTM(units)", "layers.Dense(1)"
WINDOW = "keras.Input((steps, features))"
SEQUENCES = "layers.LSTM(units, return_sequences=True)"

# The diagnosis, words of it, and the layers as they stand in the list.
LAYERS = [
    ("bidirectional", "in both directions", f"layers.Bidirectional({LSTM}), {DENSE}"),
    ("GRU for LSTM", "has a GRU", f"layers.GRU(units), {DENSE}"),
    ("SimpleRNN for LSTM", "a plain recurrent layer", f"layers.SimpleRNN(units), {DENSE}"),
    (
        "RNN for LSTM",
        "uses RNN with a cell inside",
        f"layers.RNN(layers.LSTMCell(units)), {DENSE}",
    ),
    (
        "no LSTM",
        "has no recurrent layer",
        f"layers.Flatten(), layers.Dense(units, activation='relu'), {DENSE}",
    ),
    ("flattened", "lays them side by side", f"{SEQUENCES}, layers.Flatten(), {DENSE}"),
    (
        "time-distributed",
        "answers at every step",
        f"{SEQUENCES}, layers.TimeDistributed({DENSE})",
    ),
    (
        "return_sequences on the last LSTM",
        "gives `steps` answers for each window",
        f"{SEQUENCES}, {DENSE}",
    ),
    ("missing dense layer", "ends in an LSTM", LSTM),
    (
        "activation on the output",
        "puts an activation on its output",
        f"{LSTM}, layers.Dense(1, activation='sigmoid')",
    ),
    (
        "several outputs",
        "more than one value for each window",
        f"{LSTM}, layers.Dense(steps)",
    ),
    (
        "backwards",
        "from the newest value to the oldest",
        f"layers.LSTM(units, go_backwards=True), {DENSE}",
    ),
    (
        "activation of the LSTM",
        "changes the activation of the LSTM",
        f"layers.LSTM(units, activation='relu'), {DENSE}",
    ),
    (
        "extra dense layer",
        "one dense layer more than was asked for",
        f"{LSTM}, layers.Dense(units, activation='relu'), {DENSE}",
    ),
    ("no bias", "leaves out a bias", f"{LSTM}, layers.Dense(1, use_bias=False)"),
    (
        "dropout in the LSTM",
        "drops values inside the LSTM",
        f"layers.LSTM(units, dropout=0.2), {DENSE}",
    ),
    ("stacked", "has more than one LSTM", f"{SEQUENCES}, {LSTM}, {DENSE}"),
]
# The same of the windows that the network reads.
WINDOWS = [
    ("axes swapped", "the axes of a window swapped", "keras.Input((features, steps)), "),
    ("no Input", "does not begin with an Input", ""),
    ("fixed batch", "reads batches of one size", f"{WINDOW[:-1]}, batch_size=32), "),
]
# And of those that only the sizes of a function's arguments show.
SIZES = [
    ("fixed window", "always reads windows of 10 steps", f"keras.Input((10, 1)), {LSTM}"),
    ("steps left open", "leaves open how many steps", f"keras.Input((None, features)), {LSTM}"),
    ("fixed units", "always has 50 units", f"{WINDOW}, layers.LSTM(50)"),
    ("other units", "whose size is not `units`", f"{WINDOW}, layers.LSTM(2 * units)"),
    ("no features axis", "has an Input of `steps` alone", f"keras.Input((steps,)), {LSTM}"),
]
# Whole models, each with the lines that make it.
OF_STATES = [
    (
        "cell state for hidden state",
        "hands on the cell state",
        f"""window = {WINDOW}
output, h, c = keras.layers.LSTM(units, return_state=True)(window)
model = keras.Model(window, keras.layers.Dense(1)(c))""",
    ),
]
MODELS = [
    (
        "custom layer",
        "has a layer that is not one of Keras' own",
        f"""class MyLSTM(keras.layers.LSTM):
    pass

model = keras.Sequential([{WINDOW}, MyLSTM(units), keras.layers.Dense(1)])""",
    ),
    (
        "subclassed model",
        "is a model class of your own, Network",
        """class Network(keras.Model):
    def __init__(self):
        super().__init__()
        self.lstm = keras.layers.LSTM(units)
        self.dense = keras.layers.Dense(1)

    def call(self, inputs):
        return self.dense(self.lstm(inputs))

model = Network()""",
    ),
    (
        "no chain of layers",
        "is not one layer after another",
        f"""window = {WINDOW}
hidden = keras.layers.LSTM(units, return_sequences=True)(window)
model = keras.Model(window, keras.layers.Dense(1)(hidden[:, -1]))""",
    ),
    (
        "a class, not a model",
        "and not a model made from it",
        "model = keras.Sequential",
    ),
]


def _model(layers):
    """Type a model that is a list of layers."""
    return f"layers = keras.layers\nmodel = keras.Sequential([{layers}])"


NAMED_MODELS = [
    *((name, says, _model(f"{WINDOW}, {layers}")) for name, says, layers in LAYERS),
    *((name, says, _model(f"{window}{LSTM}, {DENSE}")) for name, says, window in WINDOWS),
    *OF_STATES,
    *MODELS,
]


def _trained(
    inputs="data.inputs_train",
    targets="data.targets_train",
    optimizer="keras.optimizers.Adam(learning_rate)",
    rate=0.02,
    epochs=10,
    units=12,
    before="",
):
    """Type a training with one piece changed."""
    return f"""{before}
keras.utils.set_random_seed(0)
epochs = {epochs}
learning_rate = keras.optimizers.schedules.CosineDecay({rate}, epochs * 22)
model = build_single(10, 1, {units})
model.compile(optimizer={optimizer}, loss="mse")
model.fit({inputs}, {targets}, epochs=epochs, batch_size=32, verbose=0)
"""


RAW = """from lstm_lib.windows import make_windows

inputs, targets = make_windows(wave, 10)
inputs, targets = inputs[:693], targets[:693]"""
MEASURED = """answers = model.predict(data.inputs_test, verbose=0)[:, 0]
"""


def _forecast(points="series[-steps:]", read="", answer="model(window[np.newaxis])", back=""):
    """Type a forecast with one line changed."""
    return f"""points = {points}
window = {read or "scaler.transform(points.reshape(-1, 1))"}
answer = np.array({answer})
return float({back or "scaler.inverse_transform(answer)[0, 0]"})"""


MISTAKES = {
    "build_single": [
        *((name, says, f"{typed}\nreturn model") for name, says, typed in NAMED_MODELS),
        *(
            (name, says, f"{_model(f'{layers}, {DENSE}')}\nreturn model")
            for name, says, layers in SIZES
        ),
        (
            "frozen",
            "its weights are frozen",
            f"{_model(f'{WINDOW}, {LSTM}, {DENSE}')}\nmodel.trainable = False\nreturn model",
        ),
        ("not a model", "and a Keras model was expected", "return keras.layers.LSTM(units)"),
        (
            "nothing returned",
            "Is there a `return` line?",
            f"{_model(f'{WINDOW}, {LSTM}, {DENSE}')}\n"
            'return model.compile(optimizer="adam", loss="mse")',
        ),
    ],
    "trained_single": [
        *(
            (name, says, f"steps, features, units = 10, 1, 8\n{typed}")
            for name, says, typed in NAMED_MODELS
        ),
        (
            "frozen",
            "Leave `trainable` as Keras sets it",
            """model = keras.Sequential(
    [
        keras.Input((10, 1)),
        keras.layers.LSTM(8, recurrent_activation="hard_sigmoid"),
        keras.layers.Dense(1),
    ]
)
model.trainable = False
model.compile("adam", "mse")""",
        ),
        (
            "not a model",
            "and a Keras model was expected",
            """model = build_single(10, 1, 8)
model.compile("adam", "mse")
model = model.fit(data.inputs_train[:64], data.targets_train[:64], verbose=0)""",
        ),
        (
            "windows reversed in time",
            "on windows that are reversed in time",
            _trained(inputs="data.inputs_train[:, ::-1]"),
        ),
        (
            "not scaled",
            "far better on values in the series' own units",
            _trained("inputs", "targets", before=RAW),
        ),
        (
            "inputs not scaled",
            "far better on windows in the series' own units",
            _trained("inputs", before=RAW),
        ),
        (
            "last value of the window as the target",
            "answers the last value of the window",
            _trained(targets="data.inputs_train[:, -1, 0]"),
        ),
        (
            "one step too far",
            "answers the value two steps after the window",
            _trained("data.inputs_train[:-1]", "data.targets_train[1:]"),
        ),
        (
            "frozen",
            "it cannot learn",
            """model = build_single(10, 1, 8)
model.trainable = False
model.compile("adam", "mse")
model.fit(data.inputs_train[:64], data.targets_train[:64], verbose=0)""",
        ),
        (
            "diverged",
            "the training diverged",
            _trained(optimizer="keras.optimizers.SGD(1000.0)", epochs=2),
        ),
        (
            "not evaluated",
            "and this check evaluates up to",
            _trained("data.inputs_train[:64]", "data.targets_train[:64]", units=300, epochs=1),
        ),
        ("too few epochs", "train for more epochs", _trained(epochs=1, rate=0.001)),
        (
            "optimizer too slow",
            "by SGD at a learning rate of 0.01",
            _trained(optimizer='"sgd"', epochs=3),
        ),
        (
            "optimizer too slow",
            "by Adam at a learning rate of 1e-05",
            _trained(rate=0.00001, epochs=3),
        ),
        (
            "not trained",
            "`fit` has never updated them",
            """trained = build_single(10, 1, 12)
trained.compile(optimizer=keras.optimizers.Adam(0.02), loss="mse")
trained.fit(data.inputs_train, data.targets_train, epochs=12, batch_size=32, verbose=0)
model = build_single(10, 1, 12)
model.set_weights(trained.get_weights())
""",
        ),
        (
            "mean answered",
            "it answers nearly the mean",
            _trained(targets="np.random.permutation(data.targets_train)", epochs=8),
        ),
        (
            "above the floor",
            "no better than repeating the last value",
            _trained(rate=0.002),
        ),
    ],
    "test_mse": [
        *(
            (name, says, f"steps, features, units = 10, 1, 8\n{typed}\ntest_mse = 0.0012")
            for name, says, typed in MODELS
            if name != "custom layer"
        ),
        (
            "not a model",
            "and a Keras model was expected",
            'model = history\ntest_mse = model.history["val_loss"][-1]',
        ),
        (
            "a dict, not a number",
            "take its `loss`",
            """test_mse = model.evaluate(
    data.inputs_test, data.targets_test, verbose=0, return_dict=True
)""",
        ),
        (
            "stretched shapes",
            "every answer is compared with every target",
            """answers = model.predict(data.inputs_test, verbose=0)
test_mse = ((answers - data.targets_test) ** 2).mean()""",
        ),
        (
            "root",
            "the root of the mean squared error",
            f"{MEASURED}test_mse = np.sqrt(np.mean((answers - data.targets_test) ** 2))",
        ),
        (
            "absolute error",
            "the mean absolute error",
            f"{MEASURED}test_mse = np.mean(abs(answers - data.targets_test))",
        ),
        (
            "sum for mean",
            "the sum of the squared errors",
            f"{MEASURED}test_mse = 0\n"
            "for answer, target in zip(answers, data.targets_test):\n"
            "    test_mse += (answer - target) ** 2",
        ),
        (
            "training part",
            "the error on the training part",
            "test_mse = model.evaluate(data.inputs_train, data.targets_train, verbose=0)",
        ),
        (
            "validation part",
            "the error on the validation part",
            'test_mse = history.history["val_loss"][-1]',
        ),
        *(
            (
                "answers and targets of two parts",
                "answers to windows of one part are compared with targets of another",
                f"answers = model.predict(data.inputs_{one}, verbose=0)[:, 0]\n"
                "errors = []\n"
                f"for answer, target in zip(answers, data.targets_{other}):\n"
                "    errors.append((answer - target) ** 2)\n"
                f"test_mse = {total}",
            )
            for part in ("train", "validation")
            for one, other in ((part, "test"), ("test", part))
            for total in ("np.mean(errors)", "sum(errors) / len(answers)")
        ),
        (
            "series' own units",
            "the error in the series' own units",
            """answers = data.scaler.inverse_transform(model.predict(data.inputs_test, verbose=0))
targets = data.scaler.inverse_transform(data.targets_test.reshape(-1, 1))
test_mse = np.mean((answers - targets) ** 2)""",
        ),
        (
            "model not evaluated",
            "because your model cannot be evaluated",
            f"model = build_single(10, 1, 300)\n{MEASURED}"
            "test_mse = np.mean((answers - data.targets_test) ** 2)",
        ),
        (
            "rounded",
            "is the error of your model, rounded",
            f"{MEASURED}test_mse = np.mean((answers - data.targets_test) ** 2)\n"
            'test_mse = float(f"{test_mse:.0e}")',
        ),
    ],
    "predict_next": [
        ("not taken back", "the network's answer in scaled units", _forecast(back="answer[0, 0]")),
        (
            "taken back twice",
            "is applied twice",
            _forecast(back="scaler.inverse_transform(scaler.inverse_transform(answer))[0, 0]"),
        ),
        (
            "scaled again",
            "the answer is scaled once more",
            _forecast(back="scaler.transform(answer)[0, 0]"),
        ),
        (
            "scaled twice",
            "the window is scaled twice",
            _forecast(read="scaler.transform(scaler.transform(points.reshape(-1, 1)))"),
        ),
        (
            "not scaled",
            "reads values in the series' own units",
            _forecast(read="points.reshape(-1, 1)"),
        ),
        (
            "scaler not used at all",
            "without the scaler",
            "return model(series[-steps:].reshape(1, steps, 1))[0, 0]",
        ),
        (
            "value that the series holds",
            "which the series already holds",
            _forecast("series[-steps - 1 : -1]"),
        ),
        ("window reversed", "the window is reversed in time", _forecast("series[::-1][:steps]")),
        ("first window", "from the first window of the series", _forecast("series[:steps]")),
        (
            "scaler fitted anew",
            "fitted again on this series",
            "scaled = scaler.fit_transform(series.reshape(-1, 1))\n"
            + _forecast(read="scaled[-steps:]"),
        ),
        (
            "scaler fitted on the window",
            "fitted again on the last window",
            _forecast(read="scaler.fit_transform(points.reshape(-1, 1))"),
        ),
        (
            "the notebook's scaler",
            "with the notebook's `data.scaler`",
            _forecast(
                read="data.scaler.transform(points.reshape(-1, 1))",
                back="data.scaler.inverse_transform(answer)[0, 0]",
            ),
        ),
        ("always 10 steps", "from a window of 10 points", _forecast("series[-10:]")),
        ("last value again", "persistence, without the network", "return series[-1]"),
    ],
}
