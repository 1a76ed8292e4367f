"""Mistakes in the exercise `stacked_lstm`, as learners type them.

For each check, rows of: the diagnosis, words of it that no other diagnosis of the check has, and
what was typed, which is the body of the function or a whole cell. They are written from the words:
the tests run each as a submission's cell, and it has to be named.
"""

WINDOW = "keras.Input((steps, features))"
FIRST, DROPOUT = "layers.LSTM(units, return_sequences=True)", "layers.Dropout(dropout)"
SECOND, DENSE = "layers.LSTM(units)", "layers.Dense(1)"
ASKED_FOR = f"{FIRST}, {DROPOUT}, {SECOND}, {DENSE}"

# The diagnosis, words of it, and the layers as they stand in the list.
LAYERS = [
    (
        "bidirectional",
        "in both directions",
        f"layers.Bidirectional({FIRST}), {DROPOUT}, layers.Bidirectional({SECOND}), {DENSE}",
    ),
    (
        "GRU for LSTM",
        "has a GRU",
        f"layers.GRU(units, return_sequences=True), {DROPOUT}, layers.GRU(units), {DENSE}",
    ),
    (
        "SimpleRNN for LSTM",
        "has a plain recurrent layer",
        f"layers.SimpleRNN(units, return_sequences=True), {DROPOUT}, {SECOND}, {DENSE}",
    ),
    (
        "SimpleRNN for LSTM",
        "has a plain recurrent layer",
        f"{FIRST}, {DROPOUT}, layers.SimpleRNN(units), {DENSE}",
    ),
    (
        "no LSTM",
        "has no recurrent layer",
        f"layers.Flatten(), layers.Dense(units), {DROPOUT}, layers.Dense(units), {DENSE}",
    ),
    (
        "flattened",
        "lays them side by side",
        f"{FIRST}, {DROPOUT}, {FIRST}, layers.Flatten(), {DENSE}",
    ),
    (
        "return_sequences on the last LSTM",
        "gives `steps` answers for each window",
        f"{FIRST}, {DROPOUT}, {FIRST}, {DENSE}",
    ),
    ("missing dense layer", "ends in an LSTM", f"{FIRST}, {DROPOUT}, {SECOND}"),
    (
        "activation on the output",
        "puts an activation on its output",
        f"{FIRST}, {DROPOUT}, {SECOND}, layers.Dense(1, activation='relu')",
    ),
    ("one LSTM only", "has one LSTM", f"{SECOND}, {DROPOUT}, {DENSE}"),
    (
        "three LSTMs",
        "has more than two LSTMs",
        f"{FIRST}, {DROPOUT}, {FIRST}, {SECOND}, {DENSE}",
    ),
]
# The same of the windows that the network reads.
WINDOWS = [
    ("axes swapped", "the axes of a window swapped", "keras.Input((features, steps)), "),
    ("no Input", "does not begin with an Input", ""),
    ("fixed batch", "reads batches of one size", f"{WINDOW[:-1]}, batch_size=32), "),
]
# And of those that only the sizes of a function's arguments show.
SIZES = [
    ("fixed window", "always reads windows of 10 steps", f"keras.Input((10, 1)), {ASKED_FOR}"),
    (
        "steps left open",
        "leaves open how many steps",
        f"keras.Input((None, features)), {ASKED_FOR}",
    ),
    (
        "fixed units",
        "always has 50 units",
        f"{WINDOW}, layers.LSTM(50, return_sequences=True), {DROPOUT}, layers.LSTM(50), {DENSE}",
    ),
    (
        "other units",
        "whose size is not `units`",
        f"{WINDOW}, {FIRST}, {DROPOUT}, layers.LSTM(2 * units), {DENSE}",
    ),
    ("no features axis", "has an Input of `steps` alone", f"keras.Input((steps,)), {ASKED_FOR}"),
    (
        "no sequence for the second LSTM",
        "its second LSTM one hidden state to read",
        f"{WINDOW}, {SECOND}, {DROPOUT}, {SECOND}, {DENSE}",
    ),
]
DROPOUTS = [
    (
        "dropout inside the LSTM",
        "drops inputs of an LSTM, inside it",
        f"{FIRST}, layers.LSTM(units, dropout=dropout), {DENSE}",
    ),
    (
        "dropout inside the LSTM too",
        "in an LSTM that has a `dropout` of its own",
        f"{FIRST}, {DROPOUT}, layers.LSTM(units, dropout=dropout), {DENSE}",
    ),
    (
        "recurrent dropout",
        "drops hidden states between the steps",
        f"layers.LSTM(units, return_sequences=True, recurrent_dropout=dropout), "
        f"{DROPOUT}, {SECOND}, {DENSE}",
    ),
    ("no dropout", "has no dropout between its LSTMs", f"{FIRST}, {SECOND}, {DENSE}"),
    (
        "dropout after the second LSTM",
        "what the second LSTM hands to the dense layer",
        f"{FIRST}, {SECOND}, {DROPOUT}, {DENSE}",
    ),
    (
        "dropout before the first LSTM",
        "drops values of the window itself",
        f"{DROPOUT}, {FIRST}, {SECOND}, {DENSE}",
    ),
    (
        "dropout in two places",
        "in more than one place",
        f"{FIRST}, {DROPOUT}, {SECOND}, {DROPOUT}, {DENSE}",
    ),
    (
        "share kept for share dropped",
        "keeps the share that it should drop",
        f"{FIRST}, layers.Dropout(1 - dropout), {SECOND}, {DENSE}",
    ),
    *(
        (
            "another dropout",
            "has another kind of dropout",
            f"{FIRST}, layers.{kind}(dropout), {SECOND}, {DENSE}",
        )
        for kind in ("SpatialDropout1D", "GaussianDropout")
    ),
    (
        "dropped together",
        "has a `noise_shape`",
        f"{FIRST}, layers.Dropout(dropout, noise_shape=(None, 1, units)), {SECOND}, {DENSE}",
    ),
    (
        "dropped together",
        "has a `noise_shape`",
        f"{FIRST}, layers.Dropout(dropout, noise_shape=(None, steps, 1)), {SECOND}, {DENSE}",
    ),
    (
        "fixed rate",
        "always drops a fifth",
        f"{FIRST}, layers.Dropout(0.2), {SECOND}, {DENSE}",
    ),
]
# Whole models, each with the lines that make it.
MODELS = [
    (
        "subclassed model",
        "is a model class of your own, Stacked",
        """class Stacked(keras.Model):
    def __init__(self):
        super().__init__()
        self.first = keras.layers.LSTM(units, return_sequences=True)
        self.dropout = keras.layers.Dropout(dropout)
        self.second = keras.layers.LSTM(units)
        self.dense = keras.layers.Dense(1)

    def call(self, inputs):
        return self.dense(self.second(self.dropout(self.first(inputs))))

model = Stacked()""",
    ),
    (
        "no chain of layers",
        "is not one layer after another",
        f"""window = {WINDOW}
hidden = keras.layers.LSTM(units, return_sequences=True)(window)
hidden = keras.layers.Dropout(dropout)(hidden)
hidden = keras.layers.LSTM(units, return_sequences=True)(hidden)
model = keras.Model(window, keras.layers.Dense(1)(hidden[:, -1]))""",
    ),
    (
        "cell state for hidden state",
        "hands on the cell state",
        f"""window = {WINDOW}
hidden, h, c = keras.layers.LSTM(units, return_sequences=True, return_state=True)(window)
hidden = keras.layers.Dropout(dropout)(hidden)
hidden, h, c = keras.layers.LSTM(units, return_state=True)(hidden)
model = keras.Model(window, keras.layers.Dense(1)(c))""",
    ),
    ("a class, not a model", "and not a model made from it", "model = keras.Sequential"),
]


def _model(layers):
    """Type a model that is a list of layers."""
    return f"layers = keras.layers\nmodel = keras.Sequential([{layers}])"


NAMED_MODELS = [
    *((name, says, _model(f"{WINDOW}, {layers}")) for name, says, layers in LAYERS),
    *((name, says, _model(window + ASKED_FOR)) for name, says, window in WINDOWS),
    *MODELS,
]
RIGHT_MODEL = _model(f"{WINDOW}, {ASKED_FOR}")


def _trained(
    inputs="data.inputs_train",
    targets="data.targets_train",
    optimizer="keras.optimizers.Adam(learning_rate)",
    rate=0.02,
    epochs=10,
    units=8,
    before="",
):
    """Type a training with one piece changed."""
    return f"""{before}
keras.utils.set_random_seed(0)
epochs = {epochs}
learning_rate = keras.optimizers.schedules.CosineDecay({rate}, epochs * 22)
model = build_stacked(10, 1, {units}, 0.1)
model.compile(optimizer={optimizer}, loss="mse")
model.fit({inputs}, {targets}, epochs=epochs, batch_size=32, verbose=0)
"""


RAW = """from lstm_lib.windows import make_windows

inputs, targets = make_windows(sine_wave(), 10)
inputs, targets = inputs[:693], targets[:693]"""


def _total(total):
    """Type a count of the whole network."""
    return f"""first = count_parameters(units, features)
second = count_parameters(units, units)
dense = units + 1
return {total}"""


def _rolled_out(answers="answers", moved="np.concatenate([window[1:], answer])", times="horizon"):
    """Type a roll-out with one piece changed."""
    return f"""answers = []
start = window
for _ in range({times}):
    answer = np.array(model(window[np.newaxis]))
    answers.append(answer[0, 0])
    window = {moved}
return np.array({answers})"""


MISTAKES = {
    "build_stacked": [
        *((name, says, f"{typed}\nreturn model") for name, says, typed in NAMED_MODELS),
        *((name, says, f"{_model(layers)}\nreturn model") for name, says, layers in SIZES),
        *(
            (name, says, f"{_model(f'{WINDOW}, {layers}')}\nreturn model")
            for name, says, layers in DROPOUTS
        ),
        (
            "frozen",
            "its weights are frozen",
            f"{RIGHT_MODEL}\nmodel.trainable = False\nreturn model",
        ),
        ("not a model", "and a Keras model was expected", f"return keras.{SECOND}"),
        (
            "nothing returned",
            "Is there a `return` line?",
            f'{RIGHT_MODEL}\nmodel.compile(optimizer="adam", loss="mse")',
        ),
    ],
    "count_parameters": [
        ("no bias", "the count without biases", "return 4 * units * (units + features)"),
        ("three blocks", "which is a GRU's", "return 3 * units * (units + features + 1)"),
        (
            "a GRU's",
            "Keras' count for a GRU",
            "layer = keras.layers.GRU(units)\n"
            "layer.build((None, None, features))\nreturn layer.count_params()",
        ),
        (
            "two biases",
            "with two biases per block",
            """W = features * 4 * units
U = units * 4 * units
b = 2 * 4 * units
return W + U + b""",
        ),
        (
            "recurrent weights left out",
            "without the recurrent weights",
            "return 4 * (units * features + units)",
        ),
        (
            "one block",
            "equals the count of one block",
            "return units * features + units * units + units",
        ),
        (
            "input weights left out",
            "without the input weights",
            "return 4 * (units * units + units)",
        ),
        (
            "units and features swapped",
            "of `features` units that reads `units` features",
            "return 4 * features * (features + units + 1)",
        ),
        (
            "dense layer counted",
            "includes the dense layer",
            "return 4 * units * (units + features + 1) + units + 1",
        ),
    ],
    "count_stacked": [
        (
            "second LSTM reads the window",
            "the second LSTM reads `features` values",
            _total("first + first + dense"),
        ),
        (
            "dense layer reads the window",
            "has a weight for each feature",
            _total("first + second + features + 1"),
        ),
        ("dense layer left out", "without the dense layer", _total("first + second")),
        (
            "no bias in the dense layer",
            "the dense layer has a bias",
            _total("first + second + units"),
        ),
        ("one LSTM only", "the single LSTM's network", _total("first + dense")),
        (
            "units and features exchanged",
            "with `features` units in its layers",
            "return build_stacked(5, units, features, 0.2).count_params()",
        ),
        (
            "arguments swapped",
            "is given features first",
            _total("count_parameters(features, units) + second + dense"),
        ),
    ],
    "trained_stacked": [
        *(
            (name, says, f"steps, features, units, dropout = 10, 1, 8, 0.2\n{typed}")
            for name, says, typed in NAMED_MODELS
        ),
        (
            "frozen",
            "Leave `trainable` as Keras sets it",
            """model = keras.Sequential(
    [
        keras.Input((10, 1)),
        keras.layers.LSTM(8, return_sequences=True, recurrent_activation="hard_sigmoid"),
        keras.layers.Dropout(0.2),
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
            """model = build_stacked(10, 1, 8, 0.2)
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
            _trained(targets="data.inputs_train[:, -1, 0]", epochs=15),
        ),
        (
            "one step too far",
            "answers the value two steps after the window",
            _trained("data.inputs_train[:-1]", "data.targets_train[1:]", epochs=15, units=12),
        ),
        (
            "frozen",
            "it cannot learn",
            """model = build_stacked(10, 1, 8, 0.2)
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
            _trained("data.inputs_train[:64]", "data.targets_train[:64]", units=200, epochs=1),
        ),
        ("too few epochs", "train for more epochs", _trained(epochs=1, rate=0.001)),
        (
            "optimizer too slow",
            "by SGD at a learning rate of 0.01",
            _trained(optimizer='"sgd"', epochs=3),
        ),
        (
            "not trained",
            "`fit` has never updated them",
            """trained = build_stacked(10, 1, 12, 0.2)
trained.compile(optimizer=keras.optimizers.Adam(0.02), loss="mse")
trained.fit(data.inputs_train, data.targets_train, epochs=12, batch_size=32, verbose=0)
model = build_stacked(10, 1, 12, 0.2)
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
    "persistence_mse": [
        (
            "first value",
            "predicting the first value of the window",
            "return np.mean((inputs[:, 0, 0] - targets) ** 2)",
        ),
        (
            "stretched shapes",
            "every one is compared with every target",
            "last = inputs[:, -1]\nreturn np.mean((last - targets) ** 2)",
        ),
        (
            "root",
            "the root of the mean squared error",
            "return np.mean((inputs[:, -1, 0] - targets) ** 2) ** 0.5",
        ),
        (
            "absolute error",
            "the mean absolute error",
            "return np.abs(inputs[:, -1, 0] - targets).mean()",
        ),
        (
            "sum for mean",
            "the sum of the squared errors",
            """error = 0.0
for window, target in zip(inputs, targets):
    error += (window[-1, 0] - target) ** 2
return error""",
        ),
        (
            "mean of the window",
            "predicting the mean of the window",
            "said = inputs.mean(axis=(1, 2))\nreturn np.mean((said - targets) ** 2)",
        ),
        (
            "whole window",
            "every step of the window with the target",
            "return np.mean((inputs - targets.reshape(-1, 1, 1)) ** 2)",
        ),
        (
            "target before",
            "compares each target with the one before it",
            "return np.mean(np.diff(targets) ** 2)",
        ),
        (
            "errors not squared",
            "positive and negative ones cancel",
            "return np.mean(inputs[:, -1, 0] - targets)",
        ),
    ],
    "roll_out": [
        (
            "as in training",
            "when dropout is on",
            """answers = []
for _ in range(horizon):
    answers.append(float(model(window[np.newaxis], training=True)[0, 0]))
    window = np.append(window[1:], [[answers[-1]]], axis=0)
return np.array(answers)""",
        ),
        ("not fed back", "the window never changes", _rolled_out(moved="start")),
        (
            "answer put in front",
            "the answer enters the window in front",
            _rolled_out(moved="np.concatenate([answer, window[:-1]])"),
        ),
        (
            "newest value overwritten",
            "takes the place of the newest value",
            """window = window.copy()
answers = np.zeros(horizon)
for k in range(horizon):
    answers[k] = model(window[np.newaxis])[0, 0]
    window[-1] = answers[k]
return answers""",
        ),
        (
            "oldest value overwritten",
            "takes the place of the oldest value",
            """window = window.copy()
answers = np.zeros(horizon)
for k in range(horizon):
    answers[k] = model(window[np.newaxis])[0, 0]
    window[0] = answers[k]
return answers""",
        ),
        (
            "window grows",
            "the window grows by every answer",
            _rolled_out(moved="np.concatenate([window, answer])"),
        ),
        ("one too many", "one value more than `horizon`", _rolled_out(times="horizon + 1")),
        ("one too few", "one value less than `horizon`", _rolled_out(times="1, horizon")),
        (
            "starts with the known value",
            "begins with the last value of the window",
            _rolled_out(answers="[start[-1, 0], *answers[:-1]]"),
        ),
        (
            "window returned too",
            "holds the window as well",
            _rolled_out(answers="[*start[:, 0], *answers]"),
        ),
        (
            "column",
            "has the shape (horizon, 1).",
            _rolled_out(answers="answers).reshape(-1, 1"),
        ),
        (
            "batch axis kept",
            "has the shape (horizon, 1, 1)",
            """answers = []
for _ in range(horizon):
    answers.append(np.array(model(window[np.newaxis])))
    window = np.concatenate([window[1:], answers[-1]])
return np.array(answers)""",
        ),
    ],
}
