"""Right answers to the exercise `keras_parity`, written in other ways than its solution.

For each check, rows of: how it differs, and what was typed, which is the body of the function or a
whole cell. The tests run each as a submission's cell, and it has to get full marks.
"""

RIGHT = {
    "gate_weights": [
        (
            "np.split, and a dict of zipped names",
            """W, U, b = layer.get_weights()
parts = zip(np.split(W, 4, axis=1), np.split(U, 4, axis=1), np.split(b, 4))
return dict(zip("ifgo", parts))""",
        ),
        (
            "each gate written out, in another order of keys",
            """W, U, b = layer.get_weights()
u = layer.units
return {
    "o": (W[:, 3 * u :], U[:, 3 * u :], b[3 * u :]),
    "g": (W[:, 2 * u : 3 * u], U[:, 2 * u : 3 * u], b[2 * u : 3 * u]),
    "f": (W[:, u : 2 * u], U[:, u : 2 * u], b[u : 2 * u]),
    "i": (W[:, :u], U[:, :u], b[:u]),
}""",
        ),
        (
            "the cell's variables, cut by a reshape, as lists",
            """def block(variable, number):
    array = np.asarray(variable)
    return array.reshape(*array.shape[:-1], 4, -1)[..., number, :]

cell = layer.cell
parts = (cell.kernel, cell.recurrent_kernel, cell.bias)
return {gate: [block(part, k).tolist() for part in parts] for k, gate in enumerate("ifgo")}""",
        ),
        (
            "Keras' own split, as tensors",
            """split = [keras.ops.split(weights, 4, axis=-1) for weights in layer.weights]
return {gate: tuple(part[k] for part in split) for k, gate in enumerate("ifgo")}""",
        ),
        (
            "pandas frames",
            """import pandas as pd

W, U, b = map(pd.DataFrame, layer.get_weights())
u = len(U)
blocks = {}
for k, gate in enumerate("ifgo"):
    columns = range(k * u, (k + 1) * u)
    blocks[gate] = (W[list(columns)], U[list(columns)], b.iloc[list(columns), 0])
return blocks""",
        ),
        (
            "three arrays in one of objects",
            """W, U, b = layer.get_weights()
cut = {}
for gate, w, u, bias in zip("ifgo", *(np.split(a, 4, axis=-1) for a in (W, U, b))):
    cut[gate] = np.empty(3, dtype=object)
    cut[gate][:] = [w, u, bias]
return cut""",
        ),
    ],
    "parameter_count": [
        ("one formula", "return 4 * units * (units + features + int(use_bias))"),
        (
            "array by array",
            """W = features * 4 * units
U = units * 4 * units
b = 4 * units if use_bias else 0
return W + U + b""",
        ),
        (
            "sizes of NumPy arrays",
            """shapes = [(features, 4 * units), (units, 4 * units)] + [(4 * units,)] * use_bias
return sum(np.zeros(shape).size for shape in shapes)""",
        ),
        (
            "Keras counts",
            """layer = keras.layers.LSTM(units, use_bias=use_bias)
layer.build((None, None, features))
return layer.count_params()""",
        ),
        ("a float", "return np.float64((features + units + (1 if use_bias else 0)) * units * 4)"),
        (
            "added up gate by gate",
            """total = 0
for gate in ("input", "forget", "candidate", "output"):
    total += features * units + units**2
    if use_bias:
        total += units
return total""",
        ),
    ],
    "run_in_numpy": [
        (
            "an array that is filled",
            """W, U, b = layer.get_weights()
batch, steps, _ = inputs.shape
hidden = np.zeros((batch, steps, layer.units))
h, c = np.zeros((batch, layer.units)), np.zeros((batch, layer.units))
for t in range(steps):
    h, c = lstm_step(inputs[:, t, :], h, c, W, U, b)
    hidden[:, t] = h
return hidden""",
        ),
        (
            "steps in front, and turned at the end",
            """weights = layer.get_weights()
state = np.zeros((2, len(inputs), layer.units), dtype="float32")
hidden = []
for x_t in np.swapaxes(inputs, 0, 1):
    state = lstm_step(x_t, *state, *weights)
    hidden.append(state[0])
return np.transpose(hidden, (1, 0, 2))""",
        ),
        (
            "a step of one's own, gate by gate",
            """def step(x, h, c):
    gates = {}
    for name, (W, U, b) in gate_weights(layer).items():
        z = x @ W + h @ U + b
        gates[name] = np.tanh(z) if name == "g" else 1 / (1 + np.exp(-z))
    c = gates["f"] * c + gates["i"] * gates["g"]
    return gates["o"] * np.tanh(c), c

h = c = np.zeros((inputs.shape[0], layer.units))
hidden = []
for t in range(inputs.shape[1]):
    h, c = step(inputs[:, t], h, c)
    hidden.append(h[:, None, :])
return np.concatenate(hidden, axis=1)""",
        ),
        (
            "one sequence after the other, as nested lists",
            """W, U, b = [w.numpy() for w in layer.weights]
answer = []
for sequence in inputs:
    h = c = np.zeros((1, U.shape[0]))
    rows = []
    for x_t in sequence:
        h, c = lstm_step(x_t[np.newaxis, :], h, c, W, U, b)
        rows.append(h[0].tolist())
    answer.append(rows)
return answer""",
        ),
        (
            "itertools.accumulate",
            """from itertools import accumulate

weights = layer.get_weights()
zeros = np.zeros((len(inputs), layer.units), inputs.dtype)
steps = [inputs[:, t] for t in range(inputs.shape[1])]
states = accumulate(steps, lambda s, x: lstm_step(x, *s, *weights), initial=(zeros, zeros))
return np.stack([h for h, c in list(states)[1:]], axis=1)""",
        ),
        (
            "in float64, the products with the inputs taken at once",
            """W, U, b = [w.astype(float) for w in layer.get_weights()]
z_x = inputs.astype(float) @ W + b
h = c = np.zeros((len(inputs), layer.units))
out = np.empty((*inputs.shape[:2], layer.units))
for t in range(inputs.shape[1]):
    i, f, g, o = np.split(z_x[:, t] + h @ U, 4, axis=-1)
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    out[:, t] = h = sigmoid(o) * np.tanh(c)
return out""",
        ),
    ],
    "output_shapes": [
        (
            "a list that grows",
            """shapes = []
shapes.append((batch, steps, units) if return_sequences else (batch, units))
if return_state:
    shapes.append((batch, units))
    shapes.append((batch, units))
return shapes""",
        ),
        (
            "a layer is called, and its tensors' own shapes are returned",
            """layer = keras.layers.LSTM(
    units, return_sequences=return_sequences, return_state=return_state
)
out = layer(np.zeros((batch, steps, 3), "float32"))
return [part.shape for part in out] if return_state else [out.shape]""",
        ),
        (
            "lists instead of tuples, in a tuple",
            """state = [batch, units]
output = [batch, steps, units] if return_sequences else state
return (output, state, state) if return_state else (output,)""",
        ),
        (
            "a single shape without a list",
            """output = (batch, units)
if return_sequences:
    output = (batch, steps, units)
return [output] + 2 * [(batch, units)] if return_state else output""",
        ),
        (
            "shapes of NumPy arrays",
            """every = np.zeros((batch, steps, units))
arrays = [every if return_sequences else every[:, -1]]
if return_state:
    arrays += [np.zeros((batch, units)) for _ in "hc"]
return [np.array(a.shape) for a in arrays]""",
        ),
        (
            "four branches",
            """if return_sequences and return_state:
    return [(batch, steps, units), (batch, units), (batch, units)]
elif return_sequences:
    return [(batch, steps, units)]
elif return_state:
    return [(batch, units), (batch, units), (batch, units)]
else:
    return [(batch, units)]""",
        ),
    ],
    "forget_gates": [
        (
            "states shifted by a pad",
            """W, U, b = gate_weights(layer)["f"]
h = np.pad(run_in_numpy(layer, inputs), ((0, 0), (1, 0), (0, 0)))[:, :-1]
return sigmoid(inputs @ W + h @ U + b)""",
        ),
        (
            "step by step, in one piece",
            """W, U, b = layer.get_weights()
u = layer.units
h = c = np.zeros((len(inputs), u))
gates = []
for t in range(inputs.shape[1]):
    z = inputs[:, t] @ W + h @ U + b
    gates.append(sigmoid(z[:, u : 2 * u]))
    h, c = lstm_step(inputs[:, t], h, c, W, U, b)
return np.stack(gates, axis=1)""",
        ),
        (
            "Keras gives the hidden states",
            """every = keras.layers.LSTM(layer.units, return_sequences=True)
every.build((None, None, inputs.shape[-1]))
every.set_weights(layer.get_weights())
h = np.array(every(inputs))
W, U, b = (np.split(w, 4, axis=-1)[1] for w in layer.get_weights())
before = np.concatenate([np.zeros((len(h), 1, layer.units)), h[:, :-1]], axis=1)
return 1 / (1 + np.exp(-(inputs @ W + before @ U + b)))""",
        ),
        (
            "np.roll, with the first step set to zero",
            """parts = gate_weights(layer)
h = np.roll(run_in_numpy(layer=layer, inputs=inputs), 1, axis=1)
h[:, 0] = 0
z = np.einsum("bsf,fu->bsu", inputs, parts["f"][0]) + h @ parts["f"][1] + parts["f"][2]
return 0.5 * (1 + np.tanh(z / 2))""",
        ),
        (
            "a list for each sequence and step",
            """W, U, b = gate_weights(layer)["f"]
h = run_in_numpy(layer, inputs)
f = [
    [
        sigmoid(x[t] @ W + (states[t - 1] @ U if t > 0 else 0) + b).tolist()
        for t in range(len(x))
    ]
    for x, states in zip(inputs, h)
]
return f""",
        ),
    ],
    "longest_kept": [
        ("two means", "return np.argmax(f.mean(axis=0).mean(axis=0))"),
        (
            "a loop over the units",
            """best, most = 0, -1.0
for unit in range(f.shape[2]):
    kept = np.mean(f[:, :, unit])
    if kept > most:
        best, most = unit, kept
return best""",
        ),
        ("sorted places", "return int(np.argsort(f.reshape(-1, f.shape[-1]).mean(axis=0))[-1])"),
        (
            "pandas",
            """import pandas as pd

return pd.DataFrame(f.reshape(-1, f.shape[2])).mean().idxmax()""",
        ),
        ("sums", "sums = np.einsum('bsu->u', f)\nreturn sums.tolist().index(max(sums))"),
        ("an array of one number", "return np.flatnonzero((m := f.mean((0, 1))) == m.max())"),
    ],
}
