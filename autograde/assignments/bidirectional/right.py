"""Right answers to the exercise `bidirectional`, written another way than in the statement.

For each check, rows of: how the answer differs, and what was typed, which is the body of the
function or a whole cell. The tests run each as a submission's cell, and it has to get full marks.
"""

RIGHT = {
    "reverse_within_lengths": [
        (
            "one look-up for all",
            """t = np.arange(inputs.shape[1])
last = np.asarray(lengths)[:, None] - 1
source = np.where(t <= last, last - t, t)
return np.take_along_axis(inputs, source[:, :, None], axis=1)
""",
        ),
        (
            "joined from two pieces, as a list",
            """rows = []
for sequence, length in zip(inputs, lengths):
    rows.append(np.concatenate([sequence[:length][::-1], sequence[length:]]).tolist())
return rows
""",
        ),
        (
            "step by step",
            """turned = np.empty_like(inputs)
for n in range(inputs.shape[0]):
    for t in range(inputs.shape[1]):
        source = lengths[n] - 1 - t if t < lengths[n] else t
        turned[n, t] = inputs[n, source]
return turned
""",
        ),
        (
            "numbers exchanged, read from the inputs",
            """out = inputs.copy()
for k, n in enumerate(lengths):
    for t in range(n // 2):
        out[k, t], out[k, n-1-t] = inputs[k, n-1-t], inputs[k, t]
return out
""",
        ),
        (
            "rows exchanged by a list of places",
            """out = inputs.copy()
for k, n in enumerate(lengths):
    for t in range(n // 2):
        out[k, [t, n - 1 - t]] = out[k, [n - 1 - t, t]]
return out
""",
        ),
        (
            "with flip, in float32",
            """turned = np.array(inputs, dtype=np.float32)
for n, length in enumerate(lengths):
    turned[n, :length] = np.flip(turned[n, :length], axis=0).copy()
return turned
""",
        ),
    ],
    "run_both": [
        (
            "with flip and a loop over the runs",
            """halves = []
for weights, back in (
    ((W_forward, U_forward, b_forward), False),
    ((W_backward, U_backward, b_backward), True),
):
    x = np.flip(inputs, axis=1) if back else inputs
    h = run_lstm(x, *weights)
    halves.append(np.flip(h, axis=1) if back else h)
return np.concatenate(halves, axis=-1)
""",
        ),
        (
            "flip of the steps by a negative axis",
            """h = run_lstm(inputs, W_forward, U_forward, b_forward)
back = run_lstm(np.flip(inputs, axis=-2), W_backward, U_backward, b_backward)
return np.c_[h, np.flip(back, axis=-2)]
""",
        ),
        (
            "turned around by part 1",
            """lengths = np.full(len(inputs), inputs.shape[1])
h = run_lstm(inputs, W_forward, U_forward, b_forward)
turned = reverse_within_lengths(inputs, lengths)
back = run_lstm(turned, W_backward, U_backward, b_backward)
return np.dstack([h, reverse_within_lengths(back, lengths)])
""",
        ),
        (
            "into an array made before, one sequence at a time",
            """batch, steps, _ = inputs.shape
units = len(U_forward)
outputs = np.zeros((batch, steps, 2 * units))
for n in range(batch):
    x = inputs[n : n + 1]
    outputs[n, :, :units] = run_lstm(x, W_forward, U_forward, b_forward)[0]
    outputs[n, ::-1, units:] = run_lstm(x[:, ::-1], W_backward, U_backward, b_backward)[0]
return outputs
""",
        ),
    ],
    "count_bidirectional": [
        (
            "weight by weight",
            """one = 0
for block in "ifgo":
    one += features * units + units * units + units
return one + one
""",
        ),
        ("by shapes", "return 2 * (features * 4 * units + units * 4 * units + 4 * units)"),
        ("as a NumPy number", "return np.int64(8) * units * (units + features + 1)"),
    ],
    "looks_ahead": [
        (
            "one input at a time, replaced by noise",
            """rng = np.random.default_rng(0)
answers = np.asarray(model(window))
for t in range(1, window.shape[1]):
    other = window.copy()
    other[0, t] = rng.normal(size=window.shape[2])
    if np.abs(np.asarray(model(other)) - answers)[0, :t].max() > 1e-6:
        return True
return False
""",
        ),
        (
            "only the answer right before, with all later inputs changed",
            """before = model(window)
for t in range(1, window.shape[1]):
    other = window.copy()
    other[:, t:] += 1
    if not np.allclose(model(other)[:, t - 1], before[:, t - 1]):
        return True
return False
""",
        ),
        (
            "later inputs set to zero, as 0 and 1",
            """found = 0
for t in range(window.shape[1]):
    other = np.zeros_like(window)
    other[:, :t] = window[:, :t]
    found |= int((model(other)[:, :t] != model(window)[:, :t]).any())
return found
""",
        ),
        (
            "put back after each change",
            """answers = model(window)
looks = False
for t in range(1, window.shape[1]):
    kept = window[:, t].copy()
    window[:, t] = -5
    looks = looks or not np.allclose(model(window)[:, :t], answers[:, :t])
    window[:, t] = kept
return looks
""",
        ),
        (
            "cut short",
            """answers = model(window)
for t in range(1, window.shape[1]):
    if not np.allclose(model(window[:, :t]), answers[:, :t]):
        return np.True_
return np.False_
""",
        ),
        (
            "all at once, in one batch",
            """steps = window.shape[1]
others = np.repeat(window, steps, axis=0)
for t in range(steps):
    others[t, t:] = others[t, t:] * 2 + 3
changed = np.abs(model(others) - model(window))[:, :, 0] > 1e-9
return bool(np.any(changed & np.tri(steps, k=-1, dtype=bool)))
""",
        ),
    ],
    "build_both": [
        (
            "the functional API, with names, TimeDistributed",
            """window = keras.Input(shape=(steps, features), name="letters")
lstm = keras.layers.LSTM(units, return_sequences=True, name="lstm")
states = keras.layers.Bidirectional(lstm, name="both")(window)
ends = keras.layers.TimeDistributed(keras.layers.Dense(1), name="ends")(states)
return keras.Model(inputs=[window], outputs=[ends])""",
        ),
        (
            "Sequential.add, compiled, merge mode by name",
            """from tensorflow.keras.layers import LSTM, Bidirectional, Dense, Input
from tensorflow.keras.models import Sequential

model = Sequential()
model.add(Input(shape=(steps, features)))
model.add(Bidirectional(LSTM(units=units, return_sequences=True), merge_mode="concat"))
model.add(Dense(units=1, activation=None))
model.compile(loss="mse", optimizer="adam")
return model""",
        ),
        (
            "input_shape of the wrapper, as older code has it, a linear Activation",
            """import warnings

of = keras.layers
model = keras.Sequential()
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    lstm = of.LSTM(units, return_sequences=True)
    model.add(of.Bidirectional(lstm, input_shape=(steps, features)))
model.add(of.Dense(1))
model.add(of.Activation("linear"))
return model""",
        ),
        (
            "a backward layer of one's own",
            """there = keras.layers.LSTM(units, return_sequences=True)
back = keras.layers.LSTM(units, return_sequences=True, go_backwards=True)
both = keras.layers.Bidirectional(there, backward_layer=back)
return keras.Sequential([keras.Input((steps, features)), both, keras.layers.Dense(1)])""",
        ),
        (
            "states returned that nothing reads",
            """inputs = keras.Input((steps, features))
lstm = keras.layers.LSTM(units, return_sequences=True, return_state=True)
outputs, *states = keras.layers.Bidirectional(lstm)(inputs)
return keras.Model(inputs, keras.layers.Dense(1)(outputs))""",
        ),
        (
            "sizes from NumPy, a Sequential within another",
            """steps, features, units = (np.int64(n) for n in (steps, features, units))
lstm = keras.layers.LSTM(int(units), return_sequences=True)
inner = keras.Sequential([keras.Input((steps, features)), keras.layers.Bidirectional(lstm)])
return keras.Sequential([keras.Input((steps, features)), inner, keras.layers.Dense(1)])""",
        ),
        (
            "half precision of the LSTM alone",
            """lstm = keras.layers.LSTM(units, return_sequences=True, dtype="mixed_float16")
layers = [keras.layers.Bidirectional(lstm), keras.layers.Dense(1)]
return keras.Sequential([keras.Input((steps, features)), *layers])""",
        ),
        (
            "the global policy of bfloat16, as a notebook's first cell sets it",
            """before = keras.mixed_precision.dtype_policy()
keras.mixed_precision.set_dtype_policy("mixed_bfloat16")
try:
    both = keras.layers.Bidirectional(keras.layers.LSTM(units, return_sequences=True))
    return keras.Sequential([keras.Input((steps, features)), both, keras.layers.Dense(1)])
finally:
    keras.mixed_precision.set_dtype_policy(before)""",
        ),
        (
            "built by the shape of a batch",
            """both = keras.layers.Bidirectional(keras.layers.LSTM(units, return_sequences=True))
model = keras.Sequential([both, keras.layers.Dense(1)])
model.build((None, steps, features))
return model""",
        ),
    ],
}
