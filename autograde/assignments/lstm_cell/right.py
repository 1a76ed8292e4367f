"""Right answers to the exercise `lstm_cell`, written another way than in the statement.

For each check, rows of: how the answer differs, and what was typed, which is the body of the
function or a whole cell. The tests run each as a submission's cell, and it has to get full marks.
"""

WORDS = ("input_gate", "forget_gate", "candidate", "output_gate")


def _gate(block, name):
    """List ways to write one gate, whose columns are the given block of the four."""
    squash = "np.tanh" if name == "candidate" else "sigmoid"
    number = "math.tanh(z)" if name == "candidate" else "1 / (1 + math.exp(-z))"
    takes = "x_t, h_prev, W, U, b"
    return [
        (
            "split in four",
            f"z = x_t @ W + h_prev @ U + b\nreturn {squash}(np.split(z, 4, axis=1)[{block}])",
        ),
        (
            "input and hidden state side by side, weights stacked",
            "xh = np.concatenate([x_t, h_prev], axis=1)\n"
            "z = xh.dot(np.concatenate([W, U], axis=0)) + b\n"
            f"n = z.shape[1] // 4\nreturn {squash}(z[:, {block} * n : {block + 1} * n])",
        ),
        (
            "hidden state first",
            f"columns = slice({block} * len(U), ({block} + 1) * len(U))\n"
            + "z = np.hstack((h_prev, x_t)) @ np.vstack((U, W))[:, columns] + b[columns]\n"
            f"return {squash}(z)",
        ),
        (
            "number by number, as lists",
            f"""import math

units = len(U)
rows = []
for n in range(len(x_t)):
    row = []
    for k in range({block} * units, {block + 1} * units):
        z = b[k]
        for j in range(len(W)):
            z += x_t[n][j] * W[j][k]
        for j in range(units):
            z += h_prev[n][j] * U[j][k]
        row.append({number})
    rows.append(row)
return rows
""",
        ),
        (
            "einsum over reshaped weights",
            f"blocks = [a.reshape(len(a), 4, -1)[:, {block}] for a in (W, U)]\n"
            + "z = np.einsum('bf,fu->bu', x_t, blocks[0]) + np.einsum('bj,ju->bu', h_prev, "
            f"blocks[1])\nreturn {squash}(z + b.reshape(4, -1)[{block}])",
        ),
        (
            "in float32",
            f"{takes} = (np.asarray(a, dtype='float32') for a in ({takes}))\n"
            f"units = U.shape[0]\nz = np.matmul(x_t, W) + np.matmul(h_prev, U) + b\n"
            f"return {squash}(z[:, {block} * units :][:, :units])",
        ),
        (
            "row by row, with transposed weights",
            "def one(x, h):\n"
            "    z = W.T @ x + U.T @ h + b\n"
            f"    return {squash}(np.array_split(z, 4)[{block}])\n"
            "return np.stack([one(x, h) for x, h in zip(x_t, h_prev)])",
        ),
        (
            "other names, and the sigmoid written out",
            f"def {name}(x, h, Wx, Wh, bias):\n"
            "    n = h.shape[-1]\n"
            f"    a = (x @ Wx + h @ Wh + bias)[..., {block} * n:{block + 1} * n]\n"
            + (
                "    return (np.exp(2 * a) - 1) / (np.exp(2 * a) + 1)\n"
                if name == "candidate"
                else "    return 0.5 * (1 + np.tanh(a / 2))\n"
            ),
        ),
        (
            "a callable object",
            "class Gate:\n"
            "    def __init__(self, place, squash):\n"
            "        self.place, self.squash = place, squash\n\n"
            f"    def __call__(self, {takes}):\n"
            "        units = h_prev.shape[1]\n"
            "        start = self.place * units\n"
            "        W, U, b = [a[..., start:start + units] for a in (W, U, b)]\n"
            "        return self.squash(x_t @ W + h_prev @ U + b)\n\n"
            f"{name} = Gate({block}, {squash})\n",
        ),
        (
            "a lambda",
            f"{name} = lambda {takes}: {squash}("
            f"(x_t @ W + h_prev @ U + b)[:, len(U) * {block}:len(U) * {block + 1}])",
        ),
        (
            "in place, in an array of its own",
            "z = np.empty((x_t.shape[0], W.shape[1]))\n"
            "np.dot(x_t, W, out=z)\nz += h_prev @ U\nz += b\n"
            + f"z = z[:, {block} * len(U):{block + 1} * len(U)]\n"
            + (
                "np.tanh(z, out=z)\nreturn z"
                if name == "candidate"
                else "np.negative(z, out=z)\nnp.exp(z, out=z)\nz += 1\nreturn 1 / z"
            ),
        ),
    ]


UPDATES = [
    ("named functions", "return np.add(np.multiply(f, c_prev), np.multiply(i, g))"),
    (
        "step by step, in place in a copy",
        "c_t = c_prev.copy()\nc_t *= f\nc_t += i * g\nreturn c_t",
    ),
    (
        "number by number, as lists",
        "return [\n"
        "    [f[n][k] * c_prev[n][k] + i[n][k] * g[n][k] for k in range(len(c_prev[n]))]\n"
        "    for n in range(len(c_prev))\n]",
    ),
    (
        "row by row into zeros",
        "c_t = np.zeros_like(c_prev)\n"
        "for n in range(c_prev.shape[0]):\n    c_t[n] = f[n] * c_prev[n] + i[n] * g[n]\nreturn c_t",
    ),
    (
        "a sum of a stack, in float32",
        "pairs = np.float32([[f, c_prev], [i, g]])\nreturn pairs.prod(axis=1).sum(axis=0)",
    ),
    ("einsum", "return np.einsum('kbu,kbu->bu', np.stack([f, i]), np.stack([c_prev, g]))"),
    (
        "a lambda of vectors",
        "update_cell_state = np.vectorize(lambda c, i, f, g: f * c + i * g)",
    ),
    (
        "a named part for each of the two",
        "def kept(c, gate):\n    return gate * c\n\n\n"
        "def update_cell_state(c, i_t, f_t, c_tilde):\n"
        "    stored = i_t * c_tilde\n    return kept(c, f_t) + stored\n",
    ),
]

OWN_NAMES = """def z_of(x, h, Wx, Wh, bias, place):
    n = h.shape[1]
    return (x @ Wx + h @ Wh + bias)[:, place * n:(place + 1) * n]


def forget_gate(x, h, Wx, Wh, bias):
    return sigmoid(z_of(x, h, Wx, Wh, bias, 1))


def input_gate(x, h, Wx, Wh, bias):
    return sigmoid(z_of(x, h, Wx, Wh, bias, 0))


def candidate(x, h, Wx, Wh, bias):
    return np.tanh(z_of(x, h, Wx, Wh, bias, 2))


def output_gate(x, h, Wx, Wh, bias):
    return sigmoid(z_of(x, h, Wx, Wh, bias, 3))


def update_cell_state(c_old, i_t, f_t, g_t):
    return f_t * c_old + i_t * g_t


"""
PARTS = """f = forget_gate(x_t, h_prev, W, U, b)
i = input_gate(x_t, h_prev, W, U, b)
g = candidate(x_t, h_prev, W, U, b)
o = output_gate(x_t, h_prev, W, U, b)
"""
STEPS = [
    (
        "own parts, called by their own argument names",
        OWN_NAMES
        + """def lstm_step(x_t, h_prev, c_prev, W, U, b):
    given = {"x": x_t, "h": h_prev, "Wx": W, "Wh": U, "bias": b}
    f, i, g, o = (gate(**given) for gate in (forget_gate, input_gate, candidate, output_gate))
    c_t = update_cell_state(c_old=c_prev, f_t=f, i_t=i, g_t=g)
    return o * np.tanh(c_t), c_t
""",
    ),
    (
        "own parts, one sequence at a time",
        """rows = []
for n in range(len(x_t)):
    x, h, c = x_t[n : n + 1], h_prev[n : n + 1], c_prev[n : n + 1]
    f, i = forget_gate(x, h, W, U, b), input_gate(x, h, W, U, b)
    g, o = candidate(x, h, W, U, b), output_gate(x, h, W, U, b)
    c_new = update_cell_state(c, i, f, g)
    rows.append((o * np.tanh(c_new), c_new))
return np.vstack([row[0] for row in rows]), np.vstack([row[1] for row in rows])
""",
    ),
    (
        "own parts, compared with what they should be",
        f"""{PARTS}units = h_prev.shape[1]
z = x_t @ W + h_prev @ U + b
assert np.allclose(f, sigmoid(z[:, units : 2 * units]))
assert np.allclose(g, np.tanh(z[:, 2 * units : 3 * units]))
c_t = update_cell_state(c_prev, i, f, g)
assert np.allclose(c_t, f * c_prev + i * g)
return o * np.tanh(c_t), c_t
""",
    ),
    (
        "own parts, kept in a dictionary before",
        """PARTS = {"i": input_gate, "f": forget_gate, "g": candidate, "o": output_gate}
update = update_cell_state


def lstm_step(x_t, h_prev, c_prev, W, U, b):
    made = {name: part(x_t, h_prev, W, U, b) for name, part in PARTS.items()}
    c_t = update(c_prev, made["i"], made["f"], made["g"])
    return made["o"] * np.tanh(c_t), c_t
""",
    ),
    (
        "own parts, by keywords in another order",
        """given = dict(b=b, U=U, W=W, h_prev=h_prev, x_t=x_t)
c_t = update_cell_state(
    g=candidate(**given), f=forget_gate(**given), i=input_gate(**given), c_prev=c_prev
)
return output_gate(**given) * np.tanh(c_t), c_t
""",
    ),
    (
        "some parts called, some written out",
        """f, o = forget_gate(x_t, h_prev, W, U, b), output_gate(x_t, h_prev, W, U, b)
z_i, _, z_g, _ = np.split(x_t @ W + h_prev @ U + b, 4, axis=1)
c_t = f * c_prev + sigmoid(z_i) * np.tanh(z_g)
return o * np.tanh(c_t), c_t
""",
    ),
    (
        "in one piece, as one stacked array",
        """z = np.concatenate([x_t, h_prev], axis=1) @ np.concatenate([W, U]) + b
i, f, g, o = np.split(z, 4, axis=1)
i, f, o = 1 / (1 + np.exp(-i)), 1 / (1 + np.exp(-f)), 1 / (1 + np.exp(-o))
c_t = f * c_prev + i * np.tanh(g)
return np.array([o * np.tanh(c_t), c_t])
""",
    ),
    (
        "in float32, as lists",
        """x_t, h_prev, c_prev, W, U, b = (np.float32(a) for a in (x_t, h_prev, c_prev, W, U, b))
i, f, g, o = np.hsplit(x_t @ W + h_prev @ U + b, 4)
c_t = sigmoid(f) * c_prev + sigmoid(i) * np.tanh(g)
return [(sigmoid(o) * np.tanh(c_t)).tolist(), c_t.tolist()]
""",
    ),
    (
        "one after the other, from a generator",
        f"""{PARTS}c_t = update_cell_state(c_prev, i, f, g)
return (state for state in (np.multiply(o, np.tanh(c_t)), c_t))
""",
    ),
    (
        "number by number",
        """batch, units = h_prev.shape
h_t, c_t = np.empty((batch, units)), np.empty((batch, units))
for n in range(batch):
    z = [sum(x_t[n] * W[:, k]) + sum(h_prev[n] * U[:, k]) + b[k] for k in range(4 * units)]
    for k in range(units):
        keep, store, emit = sigmoid(z[units + k]), sigmoid(z[k]), sigmoid(z[3 * units + k])
        c_t[n, k] = keep * c_prev[n, k] + store * np.tanh(z[2 * units + k])
        h_t[n, k] = emit * np.tanh(c_t[n, k])
return h_t, c_t
""",
    ),
    (
        "a cell object",
        """class Cell:
    def __init__(self, W, U, b):
        self.W, self.U, self.b = W, U, b

    def gates(self, x, h):
        z = x @ self.W + h @ self.U + self.b
        n = h.shape[1]
        i, f, g, o = (z[:, k * n : (k + 1) * n] for k in range(4))
        return sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)

    def step(self, x, h, c):
        i, f, g, o = self.gates(x, h)
        self.c = f * c + i * g
        self.h = o * np.tanh(self.c)
        return self.h, self.c


def lstm_step(x_t, h_prev, c_prev, W, U, b):
    return Cell(W, U, b).step(x_t, h_prev, c_prev)
""",
    ),
]

RIGHT = {
    **{name: _gate(block, name) for block, name in enumerate(WORDS)},
    "update_cell_state": UPDATES,
    "lstm_step": STEPS,
}
