"""Mistakes in the exercise `bidirectional`, as learners type them.

For each check, rows of: the diagnosis, words of it that no other diagnosis of the check has, and
what was typed, which is the body of the function or a whole cell. They are written from the words:
the tests run each as a submission's cell, and it has to be named.
"""

REVERSE = """turned = inputs.copy()
for n, length in enumerate(lengths):
    turned[n, :length] = inputs[n, :length][::-1]
return turned
"""
BOTH = """h_f = run_lstm(inputs, W_forward, U_forward, b_forward)
x = inputs[:, ::-1]
h_b = run_lstm(x, W_backward, U_backward, b_backward)
h_b = h_b[:, ::-1]
return np.concatenate([h_f, h_b], axis=-1)
"""
LOOKS = """answers = model(window)
for t in range(1, window.shape[1]):
    other = window.copy()
    other[:, t:] = other[:, t:] + 1
    if not np.allclose(model(other)[:, :t], answers[:, :t]):
        return True
return False
"""
# A network's parts.
OF = "layers = keras.layers\n"
WINDOW, DENSE = "keras.Input((steps, features))", "layers.Dense(1)"
EVERY = "layers.LSTM(units, return_sequences=True)"
WRAPPED = f"layers.Bidirectional({EVERY})"


def _changed(text, *changes):
    """Type a right answer with pieces changed, given as pairs of before and after."""
    for before, after in zip(changes[::2], changes[1::2], strict=True):
        assert before in text, before
        text = text.replace(before, after)
    return text


# The length that is used for every sequence.
ONE_LENGTH = [
    ("longest for all", "within the length of the longest one", "max(lengths)"),
    ("shortest for all", "within the length of the shortest one", "min(lengths)"),
    ("first length for all", "within the length of the first one", "lengths[0]"),
]
# What stands in place of the last line.
JOINS = [
    ("backward first", "have the backward half first", "np.concatenate([h_b, h_f], axis=-1)"),
    ("added up", "are the sum of both runs' states", "h_f + h_b"),
    ("averaged", "are the mean of both runs' states", "0.5 * (h_f + h_b)"),
    ("multiplied", "are the product of both runs' states", "h_f * h_b"),
    (
        "joined along the steps",
        "behind the forward ones, in the shape (batch, 2 · steps, units)",
        "np.concatenate([h_f, h_b], axis=1)",
    ),
    (
        "joined along the batch",
        "below the forward ones, in the shape (2 · batch, steps, units)",
        "np.concatenate([h_f, h_b])",
    ),
    ("an axis of its own", "`np.concatenate` makes no new axis", "np.array([h_f, h_b])"),
    ("forward run only", "are the states of the forward run alone", "h_f"),
    ("backward run only", "are the states of the backward run alone", "h_b"),
    (
        "last states only",
        "are what each run ends with",
        "np.concatenate([h_f[:, -1], h_b[:, 0]], axis=1)",
    ),
]
# What is counted.
COUNTS = [
    ("one run only", "equals the count of one run", "4 * units * (units + features + 1)"),
    (
        "one run of twice the units",
        "one LSTM with twice the units",
        "4 * (2 * units) * (2 * units + features + 1)",
    ),
    (
        "second run reads the first",
        "equals the count of a stack",
        "4 * units * (units + features + 1) + 4 * units * (units + units + 1)",
    ),
    ("no bias", "equals the count without biases", "2 * 4 * units * (units + features)"),
    (
        "one bias for both",
        "with the biases of one run",
        "2 * 4 * (units * units + units * features) + 4 * units",
    ),
    (
        "recurrent weights left out",
        "without the recurrent weights",
        "2 * 4 * units * (features + 1)",
    ),
    (
        "input weights shared",
        "that share their input weights",
        "4 * units * features + 2 * 4 * units * (units + 1)",
    ),
    ("three blocks", "which is a GRU's", "2 * 3 * units * (units + features + 1)"),
    ("one block", "of one block of each run", "2 * units * (units + features + 1)"),
    ("two biases", "as in PyTorch", "2 * 4 * units * (units + features + 2)"),
    (
        "units and features swapped",
        "runs of `features` units that read `units` features",
        "2 * 4 * features * (units + features + 1)",
    ),
    (
        "dense layer counted",
        "includes a dense layer",
        "2 * 4 * units * (units + features + 1) + 2 * units + 1",
    ),
]

# The layers behind the Input, as they stand in the list.
LAYERS = [
    (
        "GRU for LSTM",
        "reads with a GRU",
        f"layers.Bidirectional(layers.GRU(units, return_sequences=True)), {DENSE}",
    ),
    (
        "SimpleRNN for LSTM",
        "reads with a plain recurrent layer",
        f"layers.Bidirectional(layers.SimpleRNN(units, return_sequences=True)), {DENSE}",
    ),
    (
        "RNN for LSTM",
        "uses RNN with a cell inside",
        f"layers.Bidirectional(layers.RNN(layers.LSTMCell(units), return_sequences=True)), {DENSE}",
    ),
    (
        "no LSTM",
        "has no recurrent layer",
        f"layers.Dense(units, activation='relu'), layers.TimeDistributed({DENSE})",
    ),
    ("no Bidirectional", "has no `Bidirectional` layer", f"{EVERY}, {DENSE}"),
    (
        "no Bidirectional",
        "has no `Bidirectional` layer",
        f"{EVERY}, {EVERY[:-1]}, go_backwards=True), {DENSE}",
    ),
    ("second recurrent layer", "has a second recurrent layer", f"{WRAPPED}, {WRAPPED}, {DENSE}"),
    (
        "second recurrent layer",
        "has a second recurrent layer",
        f"{WRAPPED}, layers.Bidirectional(layers.LSTM(units)), {DENSE}",
    ),
    ("second recurrent layer", "has a second recurrent layer", f"{WRAPPED}, {EVERY}, {DENSE}"),
    (
        "one output repeated",
        "makes one output of the whole sequence and repeats it",
        "layers.Bidirectional(layers.LSTM(units)), layers.RepeatVector(steps), "
        f"layers.TimeDistributed({DENSE})",
    ),
    (
        "return_sequences missing",
        "hands on one output for each sequence",
        f"layers.Bidirectional(layers.LSTM(units)), {DENSE}",
    ),
    (
        "return_sequences missing",
        "hands on one output for each sequence",
        "layers.Bidirectional(layers.LSTM(units)), layers.Dense(steps)",
    ),
    (
        "return_sequences missing",
        "hands on one output for each sequence",
        f"layers.Bidirectional(layers.LSTM(units)), layers.TimeDistributed({DENSE})",
    ),
    (
        "return_sequences missing",
        "hands on one output for each sequence",
        f"layers.Bidirectional(layers.LSTM(units)), {WRAPPED}, {DENSE}",
    ),
    ("flattened", "lays the steps side by side", f"{WRAPPED}, layers.Flatten(), {DENSE}"),
    (
        "flattened",
        "lays the steps side by side",
        f"{WRAPPED}, layers.Flatten(), layers.Dense(steps)",
    ),
    ("missing dense layer", "ends in its `Bidirectional` layer", WRAPPED),
    (
        "runs exchanged",
        "has its two runs exchanged",
        f"layers.Bidirectional({EVERY[:-1]}, go_backwards=True), backward_layer={EVERY}), {DENSE}",
    ),
    *(
        (
            "runs not side by side",
            "makes one number of each pair of units",
            f"layers.Bidirectional({EVERY}, merge_mode={mode!r}), {DENSE}",
        )
        for mode in ("sum", "ave", "mul")
    ),
    (
        "activation on the output",
        "puts an activation on its answers",
        f"{WRAPPED}, layers.Dense(1, activation='sigmoid')",
    ),
    (
        "activation on the output",
        "puts an activation on its answers",
        f"{WRAPPED}, {DENSE}, layers.Activation('sigmoid')",
    ),
    (
        "activation on the output",
        "puts an activation on its answers",
        f"{WRAPPED}, layers.TimeDistributed(layers.Dense(1, activation='softmax'))",
    ),
    ("several outputs", "gives more than one number", f"{WRAPPED}, layers.Dense(units)"),
    ("several outputs", "gives more than one number", f"{WRAPPED}, layers.Dense(2)"),
    (
        "several outputs",
        "gives more than one number",
        f"{WRAPPED}, layers.TimeDistributed(layers.Dense(steps))",
    ),
    (
        "extra dense layer",
        "one dense layer more than was asked for",
        f"{WRAPPED}, layers.Dense(units, activation='relu'), {DENSE}",
    ),
    (
        "activation of the LSTM",
        "changes an activation inside the LSTM",
        f"layers.Bidirectional({EVERY[:-1]}, activation='relu')), {DENSE}",
    ),
    (
        "activation of the LSTM",
        "changes an activation inside the LSTM",
        f"layers.Bidirectional({EVERY[:-1]}, recurrent_activation='hard_sigmoid')), {DENSE}",
    ),
    ("units halved", "half of the `units`", f"{WRAPPED.replace('units', 'units // 2')}, {DENSE}"),
    ("units doubled", "2 · `units` units", f"{WRAPPED.replace('units', '2 * units')}, {DENSE}"),
    ("other units", "whose size is not `units`", f"{WRAPPED.replace('units', '64')}, {DENSE}"),
    (
        "no bias",
        "leaves out a bias",
        f"layers.Bidirectional({EVERY[:-1]}, use_bias=False)), {DENSE}",
    ),
    ("no bias", "leaves out a bias", f"{WRAPPED}, layers.Dense(1, use_bias=False)"),
    ("dropout", "asks for no dropout", f"{WRAPPED}, layers.Dropout(0.3), {DENSE}"),
    (
        "dropout",
        "asks for no dropout",
        f"layers.Bidirectional({EVERY[:-1]}, dropout=0.2, recurrent_dropout=0.2)), {DENSE}",
    ),
    (
        "return_sequences of the wrapper",
        "gives `return_sequences` to the `Bidirectional` layer",
        f"layers.Bidirectional(layers.LSTM(units), return_sequences=True), {DENSE}",
    ),
    (
        "both runs in one direction",
        "has two runs that read in one direction",
        f"layers.Bidirectional({EVERY}, backward_layer={EVERY}), {DENSE}",
    ),
    (
        "both runs in one direction",
        "has two runs that read in one direction",
        f"layers.Bidirectional({EVERY[:-1]}, go_backwards=True)), {DENSE}",
    ),
    (
        "no layer to wrap",
        "something that is no layer",
        f"layers.Bidirectional(layers.LSTM), {DENSE}",
    ),
    ("no layer to wrap", "something that is no layer", f"layers.Bidirectional(units), {DENSE}"),
    (
        "dense layer wrapped",
        "has `Bidirectional` around its dense layer",
        f"{EVERY}, layers.Bidirectional({DENSE})",
    ),
    (
        "dense layer wrapped",
        "has `Bidirectional` around its dense layer",
        f"{EVERY}, layers.Bidirectional(layers.TimeDistributed({DENSE}))",
    ),
    (
        "runs not joined",
        "hands on both runs one by one",
        f"layers.Bidirectional({EVERY}, merge_mode=None), {DENSE}",
    ),
]
# What stands in front of them.
WINDOWS = [
    ("axes swapped", "the axes of a window swapped", "keras.Input((features, steps)), "),
    ("no Input", "does not begin with an Input", ""),
    ("fixed window", "always reads windows of 10 steps", "keras.Input((10, 1)), "),
    ("fixed batch", "reads batches of one size", f"{WINDOW[:-1]}, batch_size=32), "),
    ("steps left open", "leaves open how many steps", "keras.Input((None, features)), "),
    ("no features axis", "has an Input of `steps` alone", "keras.Input((steps,)), "),
    (
        "batch axis in the Input",
        "has one axis too many in its Input",
        "keras.Input((None, steps, features)), ",
    ),
]
# Whole bodies.
BODIES = [
    (
        "no Input",
        "does not begin with an Input",
        """import warnings

model = keras.Sequential()
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    inner = keras.layers.LSTM(units, return_sequences=True, input_shape=(steps, features))
model.add(keras.layers.Bidirectional(inner))
model.add(keras.layers.Dense(1))
return model""",
    ),
    (
        "custom layer",
        "has a layer that is not one of Keras' own",
        f"""class Both(keras.layers.Bidirectional):
    pass

both = Both(keras.layers.LSTM(units, return_sequences=True))
return keras.Sequential([{WINDOW}, both, keras.layers.Dense(1)])""",
    ),
    (
        "state for the sequence",
        "hands on a state that `return_state` returns",
        f"""window = {WINDOW}
lstm = keras.layers.LSTM(units, return_sequences=True, return_state=True)
outputs, h, c, h_back, c_back = keras.layers.Bidirectional(lstm)(window)
return keras.Model(window, keras.layers.Dense(1)(h_back))""",
    ),
    (
        "no chain of layers",
        "two LSTMs that are joined by hand",
        f"""window = {WINDOW}
there = keras.layers.LSTM(units, return_sequences=True)(window)
back = keras.layers.LSTM(units, return_sequences=True, go_backwards=True)(window)
both = keras.layers.Concatenate()([there, back])
return keras.Model(window, keras.layers.Dense(1)(both))""",
    ),
    (
        "no chain of layers",
        "two LSTMs that are joined by hand",
        f"""window = {WINDOW}
lstm = keras.layers.LSTM(units, return_sequences=True)
there, back = keras.layers.Bidirectional(lstm, merge_mode=None)(window)
return keras.Model(window, keras.layers.Dense(1)(keras.layers.Concatenate()([there, back])))""",
    ),
    (
        "subclassed model",
        "is a model class of your own, Network",
        """class Network(keras.Model):
    def __init__(self):
        super().__init__()
        self.both = keras.layers.Bidirectional(keras.layers.LSTM(units, return_sequences=True))
        self.dense = keras.layers.Dense(1)

    def call(self, inputs):
        return self.dense(self.both(inputs))

return Network()""",
    ),
    ("a class, not a model", "and not a model made from it", "return keras.Sequential"),
    (
        "not a model",
        "and a Keras model was expected",
        "return keras.layers.Bidirectional(keras.layers.LSTM(units, return_sequences=True))",
    ),
    (
        "nothing returned",
        "Is there a `return` line?",
        f"{OF}model = keras.Sequential([{WINDOW}, {WRAPPED}, {DENSE}])\n"
        'model.compile(optimizer="adam", loss="mse")',
    ),
    (
        "frozen",
        "its weights are frozen",
        f"{OF}model = keras.Sequential([{WINDOW}, {WRAPPED}, {DENSE}])\n"
        "model.layers[0].forward_layer.trainable = False\nreturn model",
    ),
]

MISTAKES = {
    "reverse_within_lengths": [
        (
            "all steps turned around",
            "so that the padding comes first",
            "return inputs[:, ::-1]",
        ),
        ("not turned around", "nothing is turned around", "return inputs.copy()"),
        (
            "padding set to zero",
            "zero at the padding",
            _changed(REVERSE, "inputs.copy()", "np.zeros(inputs.shape)"),
        ),
        (
            "padding turned around too",
            "have the padding in reverse order behind them",
            """turned = np.empty_like(inputs)
for n, length in enumerate(lengths):
    turned[n, :length] = inputs[n, :length][::-1]
    turned[n, length:] = inputs[n, length:][::-1]
return turned
""",
        ),
        (
            "one step too many",
            "together with one step of their padding",
            _changed(REVERSE, ":length]", ":length + 1]"),
        ),
        (
            "one step too few",
            "have their last real step where it was",
            _changed(REVERSE, ":length]", ":length - 1]"),
        ),
        *(
            (name, says, _changed(REVERSE, ":length]", f":{one}]"))
            for name, says, one in ONE_LENGTH
        ),
        (
            "batch turned around",
            "stand in reverse order in the batch",
            "return inputs[::-1]",
        ),
        (
            "features turned around",
            "have their features in reverse order. The steps",
            "return np.flip(inputs, axis=-1)",
        ),
        (
            "features turned around",
            "have their features in reverse order. The steps",
            _changed(
                REVERSE,
                "inputs[n, :length][::-1]",
                "np.flip(inputs[n, :length], axis=1)",
            ),
        ),
        (
            "steps and features turned around",
            "as `np.flip` without an axis leaves them",
            "turned = inputs[:, :, ::-1].copy()\n"
            "for n, length in enumerate(lengths):\n"
            "    turned[n, :length] = turned[n, :length][::-1].copy()\n"
            "return turned",
        ),
        (
            "steps and features turned around",
            "as `np.flip` without an axis leaves them",
            _changed(REVERSE, "inputs[n, :length][::-1]", "np.flip(inputs[n, :length])"),
        ),
        (
            "all axes turned around",
            "are turned around along all three axes",
            "return np.flip(inputs)",
        ),
        *(
            (
                "the same half twice",
                "hold one half of each sequence twice",
                f"""out = inputs.copy()
for k, n in enumerate(lengths):
    for t in range(n{half}):
        {pair}
return out
""",
            )
            for half, pair in (
                ("", "out[k, t], out[k, n-1-t] = out[k, n-1-t], out[k, t]"),
                (" // 2", "out[k, n-1-t], out[k, t] = out[k, t], out[k, n-1-t]"),
            )
        ),
    ],
    "run_both": [
        *(
            (name, says, _changed(BOTH, "np.concatenate([h_f, h_b], axis=-1)", join))
            for name, says, join in JOINS
        ),
        (
            "backward states not turned back",
            "in the order in which it read",
            _changed(BOTH, "h_b = h_b[:, ::-1]\n", ""),
        ),
        (
            "backward run reads forward",
            "from two runs that both read forward",
            _changed(BOTH, "h_b = h_b[:, ::-1]\n", "", "x = inputs[:, ::-1]", "x = inputs"),
        ),
        (
            "turned around afterward only",
            "whose states are turned around afterward",
            _changed(BOTH, "x = inputs[:, ::-1]", "x = inputs"),
        ),
        (
            "one set of weights",
            "with the weights of the forward run",
            _changed(BOTH, "W_backward, U_backward, b_backward", "W_forward, U_forward, b_forward"),
        ),
        (
            "weights exchanged",
            "a forward run with the backward weights",
            """h_f = run_lstm(inputs, W_backward, U_backward, b_backward)
h_b = run_lstm(inputs[:, ::-1], W_forward, U_forward, b_forward)
return np.concatenate([h_f, h_b[:, ::-1]], axis=2)
""",
        ),
        (
            "everything turned back",
            "are turned around as a whole",
            _changed(
                BOTH,
                "h_b = h_b[:, ::-1]\n",
                "",
                "np.concatenate([h_f, h_b], axis=-1)",
                "np.concatenate([h_f, h_b], axis=-1)[:, ::-1]",
            ),
        ),
        (
            "backward run reads forward",  # the batch is turned around, and back again
            "turn the second axis around, not the first",
            _changed(BOTH, "[:, ::-1]", "[::-1]"),
        ),
        *(
            (
                "all axes turned around",
                "come from a backward run that was turned around along all axes",
                _changed(BOTH, "x = inputs[:, ::-1]", f"x = {before}", "h_b[:, ::-1]", after),
            )
            for before, after in (
                ("np.flip(inputs)", "np.flip(h_b)"),
                ("np.flip(inputs, axis=1)", "np.flip(h_b)"),
                ("np.flip(inputs)", "np.flip(h_b, axis=1)"),
            )
        ),
        *(
            (
                "batch turned around",
                "with the sequences of the batch in reverse order",
                _changed(BOTH, piece, piece.replace("[:, ::-1]", "[::-1]")),
            )
            for piece in ("x = inputs[:, ::-1]", "h_b = h_b[:, ::-1]")
        ),
    ],
    "count_bidirectional": [(name, says, f"return {term}") for name, says, term in COUNTS],
    "looks_ahead": [
        (
            "yes and no exchanged",
            "and False where it should be True",
            _changed(LOOKS, "True", "None", "False", "True", "None", "False"),
        ),
        (
            "answers at the changed steps count",
            "that only use their own step, or those before it",
            _changed(LOOKS, "model(other)[:, :t], answers[:, :t]", "model(other), answers"),
        ),
        (
            "answers at the changed steps count",
            "that only use their own step, or those before it",
            _changed(LOOKS, "[:, :t],", "[:, t:],", "answers[:, :t]", "answers[:, t:]"),
        ),
        *(
            (
                "answer at the first changed step counts",
                "the slice `:t` ends in front of it",
                _changed(LOOKS, "[:, :t]", "[:, :t + 1]", "range(1, ", first),
            )
            for first in ("range(1, ", "range(")
        ),
        (
            "last input changed and its answer compared",
            "and False for some that look ahead",
            """other = window.copy()
other[:, -1] += 1
return not np.allclose(model(other), model(window))
""",
        ),
        (
            "past changed",
            "is True for models whose answers depend on earlier inputs",
            """before = model(window)
for t in range(1, window.shape[1]):
    other = window.copy()
    other[:, :t] += 1
    if not np.allclose(model(other)[:, t:], before[:, t:]):
        return True
return False
""",
        ),
        *(
            (
                "one cut only",
                "on one side of the middle alone",
                f"""t = {cut}
other = window.copy()
other[:, t:] += 1
return not np.allclose(model(other)[:, :t], model(window)[:, :t])
""",
            )
            for cut in ("window.shape[1] // 2", "(window.shape[1] + 1) // 2")
        ),
        (
            "first cut left out",
            "whose first answer depends on the second input alone",
            _changed(LOOKS, "range(1, ", "range(2, "),
        ),
        (
            "last cut left out",
            "`range` stops in front of its end",
            _changed(LOOKS, "window.shape[1])", "window.shape[1] - 1)"),
        ),
        (
            "every cut has to show it",
            "return False only after the loop",
            _changed(LOOKS, "if not np", "if np", "True", "None", "False", "True", "None", "False"),
        ),
        (
            "only the answer right before compared",
            "only the nearest is compared",
            """before = model(window)
for t in range(1, window.shape[1]):
    other = window.copy()
    other[:, t] += 1
    if not np.allclose(model(other)[:, t - 1], before[:, t - 1]):
        return True
return False
""",
        ),
        (
            "distance returned",
            "is the number of steps by which the model looks ahead",
            """before = model(window)
far = 0
for t in range(1, window.shape[1]):
    other = window.copy()
    other[:, t:] += 1
    bad = np.abs(model(other) - before)[0, :t, 0] > 1e-9
    if bad.any():
        far = max(far, t - int(np.flatnonzero(bad)[0]))
return far
""",
        ),
        (
            "only the last input changed",
            "but never at the last step",
            """other = window.copy()
other[:, -1] = 7
return not np.allclose(model(other)[:, :-1], model(window)[:, :-1])
""",
        ),
        (
            "only the first answer compared",
            "is False for a model whose first answer does not look ahead",
            """other = window.copy()
other[:, 1:] = 7
return not np.allclose(model(other)[:, 0], model(window)[:, 0])
""",
        ),
        (
            "only the answer before compared",
            "whose first answer depends on the last input",
            """other = window.copy()
other[:, -1] += 5
return bool(np.any(model(other)[:, 0] != model(window)[:, 0]))
""",
        ),
        (
            "only the answer before compared",
            "whose first answer depends on the last input",
            _changed(LOOKS, "[:, :t],", "[:, :t - 1],", "answers[:, :t]", "answers[:, :t - 1]"),
        ),
        ("always yes", "is True for every model", "return True"),
        ("always no", "is False for every model", "return False"),
    ],
    "build_both": [
        *(
            (name, says, f"{OF}return keras.Sequential([{window}{layers}])")
            for name, says, window, layers in (
                *((name, says, f"{WINDOW}, ", layers) for name, says, layers in LAYERS),
                *((name, says, window, f"{WRAPPED}, {DENSE}") for name, says, window in WINDOWS),
            )
        ),
        *BODIES,
    ],
}
