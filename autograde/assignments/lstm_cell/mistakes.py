"""Mistakes in the exercise `lstm_cell`, as learners type them.

For each check, rows of: the diagnosis, words of it that no other diagnosis of the check has, and
what was typed, which is the body of the function or a whole cell. They are written from the words:
the tests run each as a submission's cell, and it has to be named.
"""

from itertools import permutations

SUM = "z = x_t @ W + h_prev @ U + b"
WORDS = {
    "input_gate": "input gate",
    "forget_gate": "forget gate",
    "candidate": "candidate",
    "output_gate": "output gate",
}
# How a learner cuts each gate's columns out of W, U, b or z.
CUT = {
    "input_gate": ":units",
    "forget_gate": "units:2 * units",
    "candidate": "2 * units:3 * units",
    "output_gate": "3 * units:",
}


def _gate(name):
    """List the mistakes in one gate."""
    others = [other for other in WORDS if other != name]
    right, wrong = ("np.tanh", "sigmoid") if name == "candidate" else ("sigmoid", "np.tanh")
    units, cut = "units = h_prev.shape[1]", CUT[name]
    rows = [
        (
            f"block of the {WORDS[other]}",
            f"the weights of the {WORDS[other]} give",
            f"{units}\n{SUM}\nreturn {right}(z[:, {CUT[other]}])",
        )
        for other in others
    ]
    rows += [
        (
            f"bias of the {WORDS[other]}",
            f"with the bias of the {WORDS[other]}",
            f"{units}\n"
            f"z = x_t @ W[:, {cut}] + h_prev @ U[:, {cut}] + b[{CUT[other]}]\n"
            f"return {right}(z)",
        )
        for other in others
    ]
    rows += [
        (
            f"{part} of the {WORDS[other]}",
            f"with {part} cut in the columns of the {WORDS[other]}",
            f"{units}\n"
            f"z = x_t @ W[:, {CUT[other] if part == 'W' else cut}]\n"
            f"z = z + h_prev @ U[:, {CUT[other] if part == 'U' else cut}] + b[{cut}]\n"
            f"return {right}(z)",
        )
        for part in "WU"
        for other in others
    ]
    if name != "candidate":
        reversed_gate = f"{units}\n{SUM}\nreturn 1 - sigmoid(z[:, {cut}])"
        rows.append(("gate reversed", "is inverted", reversed_gate))
        rows += [
            (
                "hard sigmoid",
                "which is made of straight lines",
                f"{units}\n{SUM}\nreturn np.clip({line}, 0, 1)[:, {cut}]",
            )
            for line in ("z / 6 + 0.5", "0.2 * z + 0.5")
        ]
    if name == "forget_gate":
        added = f"{units}\n{SUM}\nreturn sigmoid(z[:, {cut}] + 1.0)"
        rows.append(("forget bias added", "with 1 added to the sum", added))
    swapped = (
        ("sigmoid for tanh", "with sigmoid")
        if name == "candidate"
        else (
            "tanh for sigmoid",
            "with tanh",
        )
    )
    return [
        *rows,
        (*swapped, f"{units}\n{SUM}\nreturn {wrong}(z[:, {cut}])"),
        (
            "activation twice",
            f"has gone through {right.removeprefix('np.')} twice",
            f"{units}\n{SUM}\ngate = {right}(z)\nreturn {right}(gate[:, {cut}])",
        ),
        (
            "bias twice",
            "has the bias b in it twice",
            f"{units}\nz = (x_t @ W + b) + (h_prev @ U + b)\nreturn {right}(z[:, {cut}])",
        ),
        *(
            (
                "h_prev meets W",
                "and W and U joined in the other",
                f"{units}\nxh = np.concatenate(({read}), axis=1)\n"
                f"z = xh @ np.concatenate(({weights})) + b\nreturn {right}(z[:, {cut}])",
            )
            for read, weights in (("h_prev, x_t", "W, U"), ("x_t, h_prev", "U, W"))
        ),
        (
            "U transposed",
            "with the block of U transposed",
            f"{units}\nz = x_t @ W[:, {cut}] + h_prev @ U[:, {cut}].T + b[{cut}]\n"
            f"return {right}(z)",
        ),
        ("no activation", "before the activation", f"{units}\n{SUM}\nreturn z[:, {cut}]"),
        (
            "no bias",
            "without the bias b",
            f"{units}\nz = x_t @ W + h_prev @ U\nreturn {right}(z[:, {cut}])",
        ),
        (
            "hidden state left out",
            "from x_t alone",
            f"{units}\nz = x_t @ W + b\nreturn {right}(z[:, {cut}])",
        ),
        (
            "input left out",
            "from h_prev alone",
            f"{units}\nz = h_prev @ U + b\nreturn {right}(z[:, {cut}])",
        ),
        (
            "every fourth column",
            "what every fourth column gives",
            f"{SUM}\nreturn {right}(z[:, {list(WORDS).index(name)}::4])",
        ),
    ]


UPDATES = [
    ("gates swapped", "the input gate scales the old cell state", "i * c_prev + f * g"),
    ("forget gate left out", "without the forget gate", "c_prev + i * g"),
    ("input gate left out", "without the input gate", "f * c_prev + g"),
    ("input gate tied to forget gate", "in place of i", "f * c_prev + (1 - f) * g"),
    ("forget gate reversed", "in place of f", "(1 - f) * c_prev + i * g"),
    ("forget gate over both", "scales the old cell state alone", "f * (c_prev + i * g)"),
    ("squashed", "the tanh of the right one", "np.tanh(f * c_prev + i * g)"),
    ("old cell state left out", "the old cell state is missing", "i * g"),
    ("new part left out", "equals f · c_prev alone", "f * c_prev"),
    ("input gate added to candidate", "equals f · c_prev + i + g", "f * c_prev + (i + g)"),
    ("difference for sum", "the difference of what is kept and", "f * c_prev - i * g"),
    ("mean for sum", "is half of the right one", "(f * c_prev + i * g) / 2"),
    ("candidate squashed twice", "with tanh(g) in place of g", "f * c_prev + i * np.tanh(g)"),
    ("old cell state returned", "the old cell state as it was", "c_prev"),
    ("product for sum", "the product of all four", "f * c_prev * i * g"),
]

GATES = "i, f, g, o = (gate(x_t, h_prev, W, U, b) for gate in all_gates)"
STEP = f"""all_gates = input_gate, forget_gate, candidate, output_gate
{GATES}
"""
IN_ONE_PIECE = """units = h_prev.shape[1]
z = x_t @ W + h_prev @ U + b
i, f, o = (sigmoid(z[:, k * units : (k + 1) * units]) for k in (0, 1, 3))
g = np.tanh(z[:, 2 * units : 3 * units])
c_t = f * c_prev + i * g
return o * np.tanh(c_t), c_t
"""

ONE_GATE = (
    ("i", "sigmoid", "input gate"),
    ("f", "sigmoid", "forget gate"),
    ("g", "tanh", "candidate"),
    ("o", "sigmoid", "output gate"),
)
GATES_IN_ONE_PIECE = "".join(f"{line}\n" for line in IN_ONE_PIECE.splitlines()[:4])


def _emitted(h_t):
    """Type a step whose parts are right, up to what it emits."""
    return f"{STEP}c_t = update_cell_state(c_prev, i, f, g)\nreturn {h_t}, c_t"


def _made_with(before, after):
    """Type a step that makes its gates itself, with a line of it changed."""
    assert before in IN_ONE_PIECE
    return IN_ONE_PIECE.replace(before, after)


def _in_order(order):
    """Type a step that cuts the four blocks in another order."""
    squash = "".join(
        f"{gate} = {'np.tanh' if gate == 'g' else 'sigmoid'}({gate})\n" for gate in order
    )
    return (
        f"z = x_t @ W + h_prev @ U + b\n{', '.join(order)} = np.split(z, 4, axis=1)\n{squash}"
        "c_t = f * c_prev + i * g\nreturn o * np.tanh(c_t), c_t"
    )


MISTAKES = {
    **{name: _gate(name) for name in WORDS},
    "update_cell_state": [(name, says, f"return {typed}") for name, says, typed in UPDATES],
    "lstm_step": [
        (
            "h_t and c_t swapped",
            "return h_t first, then c_t",
            f"{STEP}c_t = update_cell_state(c_prev, i, f, g)\nreturn c_t, o * np.tanh(c_t)",
        ),
        (
            "hidden state where cell state belongs",
            "h_prev takes the place of c_prev",
            _made_with("f * c_prev", "f * h_prev"),
        ),
        ("no tanh in front of the output gate", "equals o · c_t", _emitted("o * c_t")),
        (
            "sigmoid for tanh in front of the output gate",
            "equals o · sigmoid(c_t)",
            _emitted("o * sigmoid(c_t)"),
        ),
        (
            "old cell state emitted",
            "the output gate emits the new one",
            _emitted("o * np.tanh(c_prev)"),
        ),
        (
            "tanh twice in front of the output gate",
            "one tanh too many",
            _emitted("o * np.tanh(np.tanh(c_t))"),
        ),
        ("output gate left out", "the output gate is missing", _emitted("np.tanh(c_t)")),
        (
            "tanh after the output gate",
            "tanh comes first, the output gate after it",
            _emitted("np.tanh(o * c_t)"),
        ),
        *(
            (name, says, f"{STEP}c_t = {typed}\nreturn o * np.tanh(c_t), c_t")
            for name, says, typed in UPDATES
        ),
        (
            "squashed",
            "the tanh of the right one",
            f"{STEP}c_t = np.tanh(f * c_prev + i * g)\nreturn o * c_t, c_t",
        ),
        (
            "old cell state returned",
            "the old cell state as it was",
            f"{STEP}c_t = f * c_prev + i * g\nreturn o * np.tanh(c_t), c_prev",
        ),
        *(
            (
                "activation twice",
                "go through their activation twice",
                f"{made}c_t = sigmoid(f) * c_prev + sigmoid(i) * np.tanh(g)\n"
                "return sigmoid(o) * np.tanh(c_t), c_t",
            )
            for made in (STEP, GATES_IN_ONE_PIECE)
        ),
        *(
            (
                f"{words}: activation twice",
                f"comes from {squash}({s}): ",
                _made_with("c_t = f", f"{s} = {squash.replace('tanh', 'np.tanh')}({s})\nc_t = f"),
            )
            for s, squash, words in ONE_GATE
            if s != "g"
        ),
        *(
            (
                f"{words}: activation twice",
                f"comes from {squash}({s}): ",
                f"{STEP}{s} = {squash.replace('tanh', 'np.tanh')}({s})\n"
                "c_t = f * c_prev + i * g\nreturn o * np.tanh(c_t), c_t",
            )
            for s, squash, words in ONE_GATE
            if s != "g"
        ),
        *(
            (
                f"{words}: no activation",
                f"{s} without its {squash}",
                _made_with("c_t = f", f"{s} = np.split(z, 4, axis=1)[{k}]\nc_t = f"),
            )
            for k, (s, squash, words) in enumerate(ONE_GATE)
        ),
        *(
            (
                f"{words}: tanh for sigmoid",
                f"comes from an {s} that has gone through tanh",
                _made_with("c_t = f", f"{s} = np.tanh(np.split(z, 4, axis=1)[{k}])\nc_t = f"),
            )
            for k, (s, squash, words) in enumerate(ONE_GATE)
            if s != "g"
        ),
        (
            "forget bias added",
            "your forget gate has 1 added to its sum",
            _made_with("c_t = f", "f = sigmoid(z[:, units : 2 * units] + 1)\nc_t = f"),
        ),
        (
            "bias twice",
            "have the bias b in them twice",
            _made_with("x_t @ W + h_prev @ U + b", "x_t @ W + b + h_prev @ U + b"),
        ),
        *(
            (
                "hard sigmoid",
                "which is made of straight lines",
                f"sigmoid = lambda z: np.clip({line}, 0, 1)\n{IN_ONE_PIECE}",
            )
            for line in ("z / 6 + 0.5", "0.2 * z + 0.5")
        ),
        *(
            (
                "h_prev meets W",
                "and W and U joined in the other",
                _made_with("x_t @ W + h_prev @ U", f"np.hstack(({read})) @ np.vstack(({weights}))"),
            )
            for read, weights in (("h_prev, x_t", "W, U"), ("x_t, h_prev", "U, W"))
        ),
        (
            "U transposed",
            "have each block of U transposed",
            _made_with(
                "h_prev @ U", "np.hstack([h_prev @ block.T for block in np.split(U, 4, axis=1)])"
            ),
        ),
        *(
            (
                f"blocks of U in the order {' '.join(order)}",
                f"with the blocks {', '.join(order)} of U",
                "U_i, U_f, U_g, U_o = np.split(U, 4, axis=1)\n"
                + _made_with("h_prev @ U", f"h_prev @ np.hstack((U_{', U_'.join(order)}))"),
            )
            for order in permutations("ifgo")
            if "".join(order) != "ifgo"
        ),
        (
            "wrong arguments",
            "was not given i in its place",
            f"{STEP}c_t = update_cell_state(c_prev, f, i, g)\nreturn o * np.tanh(c_t), c_t",
        ),
        (
            "sigmoid on all four blocks",
            "your g is a sigmoid, as the gates are",
            _made_with("np.tanh(z[", "sigmoid(z["),
        ),
        (
            "gates read the cell state",
            "where h_prev belongs",
            _made_with("h_prev @ U", "c_prev @ U"),
        ),
        ("no bias in the gates", "those without the bias b", _made_with(" + b", "")),
        (
            "hidden state left out of the gates",
            "the hidden state of the step before is missing",
            _made_with(" + h_prev @ U", ""),
        ),
        (
            "input left out of the gates",
            "the input x_t is missing",
            _made_with("x_t @ W + ", ""),
        ),
        ("gates swapped", "your i and f are swapped", _in_order("figo")),
        *(
            (
                f"blocks in the order {' '.join(order)}",
                f"were cut in the order {', '.join(order)};",
                _in_order(order),
            )
            for order in permutations("ifgo")
            if "".join(order) not in ("ifgo", "figo")
        ),
    ],
}
