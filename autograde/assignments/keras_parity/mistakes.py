"""Mistakes in the exercise `keras_parity`, as learners type them.

For each check, rows of: the diagnosis, words of it that no other diagnosis of the check has, and
what was typed, which is the body of the function. They are written from the words: the tests run
each as a submission's cell, and it has to be named.
"""

from itertools import permutations


def _changed(text, before, after):
    """Type the right answer with one piece changed."""
    assert text.count(before) == 1, before
    return text.replace(before, after)


CUT = """W, U, b = layer.get_weights()
units = layer.units
result = {}
for k, gate in enumerate(["i", "f", "g", "o"]):
    start, end = k * units, (k + 1) * units
    result[gate] = (W[:, start:end], U[:, start:end], b[start:end])
return result
"""
BLOCK = "(W[:, start:end], U[:, start:end], b[start:end])"


def _in_order(order):
    """Type blocks that are cut in another order."""
    names = ", ".join(f'"{gate}"' for gate in order)
    return f"""W, U, b = layer.get_weights()
blocks = zip(np.split(W, 4, axis=1), np.split(U, 4, axis=1), np.split(b, 4))
return dict(zip([{names}], blocks))
"""


RUN = """W, U, b = layer.get_weights()
batch, steps, features = inputs.shape
units = U.shape[0]
h = np.zeros((batch, units))
c = np.zeros((batch, units))
hidden = []
for t in range(steps):
    h, c = lstm_step(inputs[:, t, :], h, c, W, U, b)
    hidden.append(h)
return np.stack(hidden, axis=1)
"""
OWN_STEP = """z = inputs[:, t, :] @ W + h @ U + b
    {order} = np.split(z, 4, axis=1)
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    h = sigmoid(o) * np.tanh(c)"""
IN_ORDER = OWN_STEP.format(order="i, f, g, o")
# The diagnosis, words of it, and what is changed in a step of one's own.
STEPS = [
    *(
        (f"{name}: {wrong}", f"{says} {name}{end}", right, by)
        for name, right, no, twice, other in (
            ("input gate", "sigmoid(i)", "i", "sigmoid(sigmoid(i))", "np.tanh(i)"),
            ("forget gate", "sigmoid(f)", "f", "sigmoid(sigmoid(f))", "np.tanh(f)"),
            ("output gate", "sigmoid(o)", "o", "sigmoid(sigmoid(o))", "np.tanh(o)"),
        )
        for wrong, says, end, by in (
            ("tanh for sigmoid", "with tanh in the", "", other),
            ("no activation", "when the", " goes through no activation", no),
            ("activation twice", "when the", " goes through sigmoid twice", twice),
        )
    ),
    ("candidate: sigmoid for tanh", "with sigmoid in the candidate", "np.tanh(g)", "sigmoid(g)"),
    ("candidate: no activation", "when the candidate goes through no", "np.tanh(g)", "g"),
    (
        "candidate: activation twice",
        "when the candidate goes through tanh twice",
        "np.tanh(g)",
        "np.tanh(np.tanh(g))",
    ),
    ("no tanh in front of the output gate", "with o · c_t", "np.tanh(c)", "c"),
    (
        "sigmoid for tanh in front of the output gate",
        "with o · sigmoid(c_t)",
        "np.tanh(c)",
        "sigmoid(c)",
    ),
    ("bias twice", "when the bias is added twice", "@ U + b", "@ U + b + b"),
]
TWIN = """batch, steps, features = inputs.shape
twin = keras.layers.LSTM(layer.units, return_sequences=True)
twin.build((None, None, features))
twin.set_weights(layer.get_weights())
return twin(inputs).numpy()
"""
CELL = """h = c = np.zeros((len(inputs), layer.units), "float32")
hidden = []
for t in range(inputs.shape[1]):
    _, (h, c) = layer.cell(inputs[:, t], [h, c])
    hidden.append(h)
return np.stack(hidden, axis=1)
"""
STEP = "h, c = lstm_step(inputs[:, t, :], h, c, W, U, b)"

SHAPES = """if return_sequences:
    output = (batch, steps, units)
else:
    output = (batch, units)
if return_state:
    return [output, (batch, units), (batch, units)]
return [output]
"""
STATES = "[output, (batch, units), (batch, units)]"

GATES = """W, U, b = gate_weights(layer)["f"]
h = run_in_numpy(layer, inputs)
h_prev = np.zeros_like(h)
h_prev[:, 1:] = h[:, :-1]
f = sigmoid(inputs @ W + h_prev @ U + b)
return f
"""
SHIFTED = "h_prev[:, 1:] = h[:, :-1]"

MISTAKES = {
    "gate_weights": [
        *(
            (
                f"blocks in the order {' '.join(order)}",
                f"is cut in the order {', '.join(order)};",
                _in_order(order),
            )
            for order in permutations("ifgo")
            if "".join(order) != "ifgo"
        ),
        (
            "rows for columns",
            "cut along its rows",
            _changed(CUT, BLOCK, "(W[start:end], U[start:end], b[start:end])"),
        ),
        (
            "every fourth column",
            "holds every fourth column",
            "W, U, b = layer.get_weights()\n"
            'return {gate: (W[:, k::4], U[:, k::4], b[k::4]) for k, gate in enumerate("ifgo")}',
        ),
        (
            "transposed",
            "is transposed",
            _changed(CUT, BLOCK, "(W.T[start:end], U.T[start:end], b[start:end])"),
        ),
        (
            "kernel and recurrent kernel exchanged",
            "is swapped with the other",
            _changed(CUT, "W, U, b = layer", "U, W, b = layer"),
        ),
        (
            "nothing cut",
            "all four blocks under every key",
            'W, U, b = layer.get_weights()\nreturn {gate: (W, U, b) for gate in "ifgo"}',
        ),
        ("bias not cut", "holds the bias of all four gates", _changed(CUT, "b[start:end]", "b")),
        ("bias left out", "is zero", _changed(CUT, "b[start:end]", "np.zeros(units)")),
        (
            "blocks as wide as the features",
            "as wide as there are features",
            _changed(CUT, "units = layer.units", "units = W.shape[0]"),
        ),
        (
            "three blocks",
            "is cut into three blocks",
            _changed(CUT, "units = layer.units", "units = W.shape[1] // 3"),
        ),
        (
            "1 added to the forget bias",
            "has 1 added for the forget gate",
            _changed(
                CUT,
                "return result",
                'W_f, U_f, b_f = result["f"]\n'
                'result["f"] = (W_f, U_f, b_f + 1)  # Keras starts it at 1\n'
                "return result",
            ),
        ),
    ],
    "parameter_count": [
        (
            "use_bias not asked",
            "`use_bias` is not read",
            "return 4 * (features * units + units * units + units)",
        ),
        (
            "bias left out",
            "counts no biases",
            "W = features * 4 * units\nU = units * 4 * units\nreturn W + U",
        ),
        (
            "one block's bias taken away",
            "lacks the biases of one block",
            "count = 4 * units * (features + units + 1)\n"
            "if not use_bias:\n    count = count - units\nreturn count",
        ),
        (
            "one number a block taken away",
            "lacks one number per block",
            "count = 4 * units * (features + units + 1)\n"
            "if not use_bias:\n    count -= 4\nreturn count",
        ),
        (
            "use_bias turned around",
            "`use_bias` is inverted",
            "count = 4 * (features * units + units ** 2)\n"
            "if use_bias:\n    return count\nreturn count + 4 * units",
        ),
        (
            "three blocks",
            "is that of three blocks",
            "gate = features * units + units * units\n"
            "if use_bias:\n    gate += units\nreturn 3 * gate",
        ),
        (
            "one block",
            "is that of one block",
            "count = features * units + units * units\n"
            "if use_bias:\n    count += units\nreturn count",
        ),
        (
            "a GRU's",
            "is that of a GRU",
            "layer = keras.layers.GRU(units, use_bias=use_bias)\n"
            "layer.build((None, None, features))\nreturn layer.count_params()",
        ),
        (
            "two biases",
            "two biases for each block",
            "bias = 2 * units if use_bias else 0\n"
            "return 4 * (features * units + units * units + bias)",
        ),
        (
            "input weights left out",
            "lacks W",
            "bias = 4 * units if use_bias else 0\nreturn units * 4 * units + bias",
        ),
        (
            "recurrent weights left out",
            "lacks U",
            "bias = 4 * units if use_bias else 0\nreturn features * 4 * units + bias",
        ),
        (
            "one recurrent weight for each unit",
            "has one recurrent weight for each unit",
            "W = features * 4 * units\nU = 4 * units\nb = 4 * units if use_bias else 0\n"
            "return W + U + b",
        ),
        (
            "one bias for each gate",
            "has one bias for each gate",
            "weights = 4 * units * (features + units)\nreturn weights + 4 if use_bias else weights",
        ),
        (
            "units and features exchanged",
            "a layer of `features` units",
            "block = units * features + features * features\n"
            "if use_bias:\n    block += features\nreturn 4 * block",
        ),
        (
            "recurrent weights of the features",
            "features · features recurrent weights",
            "count = features * units + features * features\n"
            "if use_bias:\n    count += units\nreturn 4 * count",
        ),
        (
            "product for sum",
            "multiplies units and features",
            "block = (features * units) * units\n"
            "if use_bias:\n    block += units\nreturn 4 * block",
        ),
    ],
    "run_in_numpy": [
        (
            "last step alone",
            "of the last step alone",
            _changed(RUN, "return np.stack(hidden, axis=1)", "return h"),
        ),
        (
            "states before each step",
            "those before each step",
            _changed(RUN, f"{STEP}\n    hidden.append(h)", f"hidden.append(h)\n    {STEP}"),
        ),
        (
            "starting state kept as well",
            "one step too many",
            _changed(RUN, "hidden = []", "hidden = [h]"),
        ),
        (
            "cell states",
            "are the cell states. `lstm_step`",
            _changed(RUN, "hidden.append(h)", "hidden.append(c)"),
        ),
        (
            "cell states",
            "which each step also reads as hidden states",
            _changed(RUN, "h, c = lstm_step", "c, h = lstm_step"),
        ),
        (
            "states exchanged on the way",
            "given c_t as its hidden state",
            _changed(RUN, "h, c, W, U, b)", "c, h, W, U, b)"),
        ),
        (
            "hidden state not handed on",
            "begins with a hidden state of zeros",
            _changed(RUN, STEP, "h, c = lstm_step(inputs[:, t], np.zeros_like(h), c, W, U, b)"),
        ),
        (
            "cell state not handed on",
            "begins with a cell state of zeros",
            _changed(RUN, STEP, "h, _ = lstm_step(inputs[:, t], h, c, W, U, b)"),
        ),
        (
            "neither state handed on",
            "Pass both states on",
            _changed(
                RUN, "for t in range(steps):", "for t in range(steps):\n    h, c = 0 * h, 0 * c"
            ),
        ),
        (
            "hidden state handed on for both",
            "h_t is passed on as the cell state as well",
            _changed(RUN, "h, c, W, U, b)\n", "h, c, W, U, b)\n    c = h\n"),
        ),
        (
            "cell state handed on for both",
            "c_t is passed on as the hidden state as well",
            _changed(RUN, "h, c, W, U, b)", "c, c, W, U, b)"),
        ),
        (
            "from the last step to the first",
            "read from the last one to the first",
            _changed(RUN, "in range(steps)", "in reversed(range(steps))"),
        ),
        (
            "from the last step to the first",
            "are each in their place",
            "W, U, b = layer.get_weights()\n"
            "hidden = np.zeros((*inputs.shape[:2], layer.units))\n"
            "h = c = np.zeros((len(inputs), layer.units))\n"
            "for t in range(inputs.shape[1] - 1, -1, -1):\n"
            "    h, c = lstm_step(inputs[:, t], h, c, W, U, b)\n"
            "    hidden[:, t] = h\n"
            "return hidden",
        ),
        (
            "last step first",
            "the last step comes first",
            _changed(RUN, "hidden.append(h)", "hidden.insert(0, h)"),
        ),
        (
            "steps in front",
            "have the shape (steps, batch, units)",
            _changed(RUN, "np.stack(hidden, axis=1)", "np.array(hidden)"),
        ),
        (
            "the last step at every step",
            "of the last step, at every step",
            "W, U, b = layer.get_weights()\n"
            "hidden = np.zeros((*inputs.shape[:2], layer.units))\n"
            "h = c = np.zeros((len(inputs), layer.units))\n"
            "for t in range(inputs.shape[1]):\n"
            "    h, c = lstm_step(inputs[:, t], h, c, W, U, b)\n"
            "    hidden[:] = h[:, np.newaxis]\n"
            "return hidden",
        ),
        (
            "the first step at every step",
            "reads the first step's input",
            _changed(RUN, "inputs[:, t, :]", "inputs[:, 0, :]"),
        ),
        (
            "states handed to the next sequence",
            "the last states of the one before it",
            "W, U, b = layer.get_weights()\n"
            "batch, steps, features = inputs.shape\n"
            "hidden = np.zeros((batch, steps, layer.units))\n"
            "h = c = np.zeros((1, layer.units))\n"
            "for n in range(batch):\n"
            "    for t in range(steps):\n"
            "        h, c = lstm_step(inputs[n, t].reshape(1, features), h, c, W, U, b)\n"
            "        hidden[n, t] = h[0]\n"
            "return hidden",
        ),
        ("no bias", "without the bias", _changed(RUN, "W, U, b)", "W, U, np.zeros(4 * units))")),
        (
            "1 added to the forget bias",
            "1 is added to the forget gate's bias",
            _changed(RUN, "hidden = []", "hidden = []\nb[units : 2 * units] += 1"),
        ),
        (
            "layer called",
            "your function calls the layer",
            "layer.return_sequences = True\nreturn layer(inputs)",
        ),
        ("layer called", "a copy of it", TWIN),
        ("layer called", "or its cell", CELL),
        *(
            (name, says, _changed(RUN, STEP, _changed(IN_ORDER, before, after)))
            for name, says, before, after in STEPS
        ),
        (
            "U transposed",
            "with each block of U transposed",
            _changed(
                RUN, "batch, steps", "U = np.hstack([u.T for u in np.hsplit(U, 4)])\nbatch, steps"
            ),
        ),
        *(
            (
                f"blocks in the order {' '.join(order)}",
                f"the blocks in the order {', '.join(order)};",
                _changed(RUN, STEP, OWN_STEP.format(order=", ".join(order))),
            )
            for order in permutations("ifgo")
            if "".join(order) != "ifgo"
        ),
    ],
    "output_shapes": [
        (
            "return_sequences not asked",
            "where `return_sequences` asks for all",
            "shapes = [(batch, units)]\n"
            "if return_state:\n    shapes += [(batch, units), (batch, units)]\nreturn shapes",
        ),
        (
            "always all steps",
            "where `return_sequences` is False",
            "shapes = [(batch, steps, units)]\n"
            "if return_state:\n    shapes += [(batch, units)] * 2\nreturn shapes",
        ),
        (
            "return_sequences turned around",
            "of the other `return_sequences`",
            _changed(SHAPES, "if return_sequences", "if not return_sequences"),
        ),
        (
            "return_state not asked",
            "lack the two states",
            "return [(batch, steps, units)] if return_sequences else [(batch, units)]",
        ),
        (
            "always with states",
            "hold the two states even where `return_state` is False",
            _changed(SHAPES, "return [output]", f"return {STATES}"),
        ),
        (
            "return_state turned around",
            "of the other `return_state`",
            _changed(SHAPES, "if return_state", "if not return_state"),
        ),
        (
            "flags exchanged",
            "with the two flags swapped",
            "output = (batch, steps, units) if return_state else (batch, units)\n"
            f"return {STATES} if return_sequences else [output]",
        ),
        (
            "states of all steps",
            "`return_sequences` concerns the output alone",
            _changed(SHAPES, STATES, "[output, output, output]"),
        ),
        (
            "states always of all steps",
            "whatever `return_sequences` does",
            _changed(SHAPES, STATES, "[output, (batch, steps, units), (batch, steps, units)]"),
        ),
        ("one state", "hold one state", _changed(SHAPES, STATES, "[output, (batch, units)]")),
        (
            "output left out",
            "hold the two states alone",
            _changed(SHAPES, STATES, "[(batch, units), (batch, units)]"),
        ),
        (
            "states before the output",
            "begin with the states",
            _changed(SHAPES, STATES, "[(batch, units), (batch, units), output]"),
        ),
        (
            "states in one array",
            "both states into one array",
            _changed(SHAPES, STATES, "[output, (2, batch, units)]"),
        ),
        (
            "steps in front",
            "the steps before the batch",
            _changed(SHAPES, "(batch, steps, units)", "(steps, batch, units)"),
        ),
        (
            "an axis of one step",
            "an axis for the one step that is left",
            _changed(SHAPES, "output = (batch, units)", "output = (batch, 1, units)"),
        ),
        (
            "units left out",
            "lack the last axis",
            "shapes = [(batch, steps)] if return_sequences else [(batch,)]\n"
            "if return_state:\n    shapes += [(batch,), (batch,)]\nreturn shapes",
        ),
        (
            "batch left out",
            "lack the first axis",
            "shapes = [(steps, units)] if return_sequences else [(units,)]\n"
            "if return_state:\n    shapes += [(units,), (units,)]\nreturn shapes",
        ),
        (
            "four times as wide",
            "four times as wide as they should be",
            f"width = 4 * units\n{SHAPES.replace('units)', 'width)')}",
        ),
    ],
    "forget_gates": [
        (
            "hidden state of the same step",
            "the hidden state of their own step",
            _changed(GATES, "h_prev @ U", "h @ U"),
        ),
        (
            "states turned around the end",
            "as `np.roll` puts it there",
            "W, U, b = gate_weights(layer)['f']\n"
            "h_prev = np.roll(run_in_numpy(layer, inputs), 1, axis=1)\n"
            "return sigmoid(inputs @ W + h_prev @ U + b)",
        ),
        (
            "hidden state of the next step",
            "the hidden state of the step after",
            _changed(GATES, SHIFTED, "h_prev[:, :-1] = h[:, 1:]"),
        ),
        (
            "last hidden state at every step",
            "read the last hidden state at every step",
            "W, U, b = gate_weights(layer)['f']\n"
            "h = layer(inputs).numpy()\n"
            "return np.stack(\n"
            "    [sigmoid(inputs[:, t] @ W + h @ U + b) for t in range(inputs.shape[1])], axis=1\n"
            ")",
        ),
        (
            "hidden state left out",
            "read the inputs alone",
            "W, U, b = gate_weights(layer)['f']\nreturn sigmoid(inputs @ W + b)",
        ),
        ("input left out", "read the hidden states alone", _changed(GATES, "inputs @ W + ", "")),
        ("no bias", "without the bias", _changed(GATES, " + b)", ")")),
        ("1 added to the bias", "1 is added to the bias", _changed(GATES, " + b)", " + b + 1)")),
        *(
            (
                f"block of the {name}",
                f"the weights of the {name} give",
                _changed(GATES, '["f"]', f'["{key}"]'),
            )
            for key, name in {"i": "input gate", "g": "candidate", "o": "output gate"}.items()
        ),
        (
            "candidate",
            "are the candidates",
            _changed(GATES, '["f"]', '["g"]').replace("sigmoid", "np.tanh"),
        ),
        ("tanh for sigmoid", "with tanh", _changed(GATES, "sigmoid", "np.tanh")),
        ("no activation", "before the activation", _changed(GATES, "sigmoid", "")),
        ("gates reversed", "are inverted", _changed(GATES, "return f", "return 1 - f")),
        ("bias twice", "when the bias is added twice", _changed(GATES, " + b)", " + b + b)")),
        ("U transposed", "with the block of U transposed", _changed(GATES, "@ U", "@ U.T")),
        (
            "activation twice",
            "through the sigmoid twice",
            _changed(GATES, "return f", "return sigmoid(f)"),
        ),
        (
            "last step alone",
            "of the last step alone",
            _changed(GATES, "return f", "return f[:, -1]"),
        ),
        (
            "first step left out",
            "lack the first step",
            "W, U, b = gate_weights(layer)['f']\n"
            "h = run_in_numpy(layer, inputs)\n"
            "return sigmoid(inputs[:, 1:] @ W + h[:, :-1] @ U + b)",
        ),
        (
            "steps in front",
            "have the shape (steps, batch, units)",
            "W, U, b = layer.get_weights()\n"
            "units = layer.units\n"
            "h = c = np.zeros((len(inputs), units))\n"
            "f = []\n"
            "for t in range(inputs.shape[1]):\n"
            "    z = inputs[:, t] @ W + h @ U + b\n"
            "    f.append(sigmoid(z[:, units : 2 * units]))\n"
            "    h, c = lstm_step(inputs[:, t], h, c, W, U, b)\n"
            "return np.array(f)",
        ),
        (
            "mean over the batch",
            "averaged over the batch",
            _changed(GATES, "return f", "return f.mean(axis=0)"),
        ),
    ],
    "longest_kept": [
        ("keeps least", "is the one that keeps least", "return f.mean(axis=(0, 1)).argmin()"),
        ("value for place", "the largest mean itself", "return np.max(f.mean(axis=(0, 1)))"),
        ("counted from 1", "is one too many", "return np.argmax(f.mean(axis=(0, 1))) + 1"),
        (
            "largest value",
            "the largest single value",
            "return int(np.unravel_index(np.argmax(f), f.shape)[2])",
        ),
        (
            "last step alone",
            "keeps most at the last step",
            "return int(np.argmax(f[:, -1, :].mean(axis=0)))",
        ),
        (
            "first step alone",
            "keeps most at the first step",
            "return int(np.argmax(f[:, 0, :].mean(axis=0)))",
        ),
        (
            "first sequence alone",
            "keeps most in the first sequence",
            "means = [f[0, :, unit].mean() for unit in range(f.shape[2])]\n"
            "return means.index(max(means))",
        ),
        ("median", "the largest median", "return np.argmax(np.median(f, axis=(0, 1)))"),
        ("product", "the largest product", "return np.argmax(np.prod(f, axis=(0, 1)))"),
        ("step for unit", "is a step:", "return int(np.argmax(f.mean(axis=2).mean(axis=0)))"),
        (
            "sequence for unit",
            "is a sequence of the batch",
            "return int(np.argmax(f.mean(axis=(1, 2))))",
        ),
        (
            "place in the whole array",
            "is an index into the whole, flattened array",
            "return int(f.argmax())",
        ),
        (
            "place in sequences and steps",
            "is an index into sequences and steps",
            "return int(np.argmax(f.reshape(-1, f.shape[2]).mean(axis=1)))",
        ),
        (
            "place in steps and units",
            "is an index into steps and units",
            "return int(f.mean(axis=0).argmax())",
        ),
    ],
}
