"""Mistakes in the exercise `relatives`, as learners type them.

For each check, rows of: the diagnosis, words of it that no other diagnosis of the check has, and
what was typed, which is the body of the function or a whole cell. They are written from the words:
the tests run each as a submission's cell, and it has to be named.
"""

GRU = """x_k, x_r, x_g = np.split(x_t @ W + b, 3, axis=1)
U_k, U_r, U_g = np.split(U, 3, axis=1)
k = sigmoid(x_k + h_prev @ U_k)
r = sigmoid(x_r + h_prev @ U_r)
g = np.tanh(x_g + (r * h_prev) @ U_g)
return k * h_prev + (1 - k) * g
"""
GATES = """log_f = log_sigmoid(z_f)
m_t = np.maximum(log_f + m_prev, z_i)
i = np.exp(z_i - m_t)
f = np.exp(log_f + m_prev - m_t)
return i, f, m_t
"""
STATES = """c_t = f * c_prev + i * g
n_t = f * n_prev + i
h_t = o * c_t / n_t
return h_t, c_t, n_t
"""
COUNTS = """block = units * (units + features + 1)
return 4 * block, 4 * block + 3 * units, 3 * block, 3 * units * (features + 1)
"""


def _changed(text, *changes):
    """Return an answer with lines changed: pairs of what was and what came."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


def _quiet(text):
    """Return an answer that says nothing of its overflow, as a notebook shows a warning alone."""
    body = "".join(f"    {line}\n" for line in text.splitlines())
    return f"with np.errstate(all='ignore'):\n{body}"


def _gru(name, words, *changes):
    """Return a row of a GRU step with changes."""
    return name, words, _changed(GRU, *changes)


def _gates(name, words, *changes):
    """Return a row of gates with changes."""
    return name, words, _quiet(_changed(GATES, *changes))


def _states(name, words, *changes):
    """Return a row of states with changes."""
    return name, words, _changed(STATES, *changes)


def _counts(name, words, *changes):
    """Return a row of counts with changes."""
    return name, words, _changed(COUNTS, *changes)


# Of each block: its word, its letter, what is squashed, its function, and the other one.
LINES = (
    ("an update gate", "k", "x_k + h_prev @ U_k", "sigmoid", "np.tanh"),
    ("a reset gate", "r", "x_r + h_prev @ U_r", "sigmoid", "np.tanh"),
    ("a candidate", "g", "x_g + (r * h_prev) @ U_g", "np.tanh", "sigmoid"),
)


def _of_one_block(said, letter, z, right, other):
    """Return rows of what goes wrong in one gate, or in the candidate, alone."""
    word = said.split(" ", 1)[1]
    names = [function.removeprefix("np.") for function in (other, right)]
    bias = {"k": "b[:len(U)]", "r": "b[len(U):-len(U)]", "g": "b[-len(U):]"}[letter]
    old = f"{right}({z})"
    return [
        _gru(
            f"{word}: {' for '.join(names)}",
            f"{said} that has gone through {names[0]} in place of",
            (old, f"{other}({z})"),
        ),
        _gru(f"{word}: no activation", f"{said} that nothing has squashed", (old, z)),
        _gru(
            f"{word}: activation twice",
            f"{said} that has gone through {names[1]} twice",
            (old, f"{right}({right}({z}))"),
        ),
        _gru(f"{word}: bias left out", f"{said} without its bias", (z, f"{z} - {bias}")),
        _gru(f"{word}: bias added twice", f"{said} to which the bias", (z, f"{z} + {bias}")),
        _gru(
            f"{word}: recurrent weights transposed",
            f"{said} with its block of U transposed",
            (f"@ U_{letter}", f"@ U_{letter}.T"),
        ),
    ]


COPIED = """from_x = np.split(x_t @ W + b[0], 3, axis=1)
from_h = np.split(h_prev @ U + b[1], 3, axis=1)
k = sigmoid(from_x[0] + from_h[0])
r = sigmoid(from_x[1] + from_h[1])
g = np.tanh(from_x[2] + r * from_h[2])
return k * h_prev + (1 - k) * g
"""  # the lines of the chapter `remembering`, where Keras' bias has two rows
TURNED = [(f"@ U_{letter}", f"@ U_{letter}.T") for letter in "krg"]
MAXIMUM = "m_t = np.maximum(log_f + m_prev, z_i)"
MIX = "k * h_prev + (1 - k) * g"
MISTAKES = {
    "gru_step": [
        _gru("update gate reversed", "k and 1 − k exchanged", (MIX, "(1 - k) * h_prev + k * g")),
        _gru(
            "reset after the product",
            "is that of the other form",
            ("(r * h_prev) @ U_g", "r * (h_prev @ U_g)"),
        ),
        _gru("reset left out", "the reset gate is missing", ("(r * h_prev)", "h_prev")),
        _gru("reset gate reversed", "1 − r in place of r", ("(r * h_prev)", "((1 - r) * h_prev)")),
        _gru(
            "update gate in place of the reset gate",
            "reads k times h_prev",
            ("(r * h_prev)", "(k * h_prev)"),
        ),
        _gru(
            "candidate reads the input alone",
            "a candidate that reads x_t alone",
            (" + (r * h_prev) @ U_g", ""),
        ),
        _gru("reset gate alone", "a candidate that reads r itself", ("(r * h_prev)", "r")),
        _gru(
            "reset gate on all of the candidate",
            "multiplies what comes from x_t as well",
            ("x_g + (r * h_prev) @ U_g", "r * (x_g + h_prev @ U_g)"),
        ),
        _gru(
            "bias under the reset gate",
            "No bias goes through the reset gate",
            ("x_g + (r * h_prev) @ U_g", "x_g - b[-len(U):] + r * (h_prev @ U_g + b[-len(U):])"),
        ),
        _gru(
            "bias under the reset gate",
            "No bias goes through the reset gate",
            ("x_g + (r * h_prev) @ U_g", "x_g + r * (h_prev @ U_g + b[-len(U):])"),
        ),
        ("single numbers of the bias", "Keras' GRU has two rows of biases", COPIED),
        *(
            ("single numbers of the bias", "single numbers of b, such as b[0]", _changed(*changed))
            for changed in (
                (
                    COPIED,
                    ("g = ", "U_g = np.split(U, 3, axis=1)[2]\ng = "),
                    ("r * from_h[2]", "(r * h_prev) @ U_g + b[1]"),
                ),
                (
                    COPIED,
                    ("g = ", "U_g = np.split(U, 3, axis=1)[2]\ng = "),
                    ("r * from_h[2]", "(r * h_prev) @ U_g"),
                ),
                (COPIED, ("r * from_h[2]", "r * (h_prev @ U[:, -len(U):])")),
                (GRU, ("x_t @ W + b", "x_t @ W + b[0]")),
                (
                    GRU,
                    ("x_t @ W + b", "x_t @ W"),
                    ("x_k + ", "x_k + b[0] + "),
                    ("x_r + ", "x_r + b[1] + "),
                    ("x_g + ", "x_g + b[2] + "),
                ),
            )
        ),
        *(
            _gru(
                "order of the blocks",
                f"comes from the blocks in the order {' '.join(order)}",
                ("x_k, x_r, x_g", ", ".join(f"x_{name}" for name in order)),
                ("U_k, U_r, U_g", ", ".join(f"U_{name}" for name in order)),
            )
            for order in ("rkg", "rgk", "grk", "gkr", "kgr")
        ),
        _gru("bias left out", "a step without its bias", ("x_t @ W + b", "x_t @ W")),
        _gru(
            "bias added twice",
            "a step whose bias is added twice",
            ("x_t @ W + b", "x_t @ W + 2 * b"),
        ),
        _gru(
            "gates read the input alone",
            "comes from gates that read x_t alone",
            ("sigmoid(x_k + h_prev @ U_k)", "sigmoid(x_k)"),
            ("sigmoid(x_r + h_prev @ U_r)", "sigmoid(x_r)"),
        ),
        _gru("gates not squashed", "gates without their sigmoid", ("sigmoid(", "(")),
        _gru("tanh for sigmoid", "gates that have gone through tanh", ("sigmoid(", "np.tanh(")),
        _gru("candidate returned", "is the candidate: the old state", (MIX, "g")),
        _gru("candidate added whole", "equals k · h_prev + g", (MIX, "k * h_prev + g")),
        _gru("old state kept whole", "keeps all of h_prev", (MIX, "h_prev + (1 - k) * g")),
        _gru("reset gate for 1 − k", "takes the share r of", (MIX, "k * h_prev + r * g")),
        _gru("both shares are k", "takes the share k of both", (MIX, "k * h_prev + k * g")),
        _gru(
            "reset state kept",
            "keeps k of the reset hidden state",
            (MIX, "k * (r * h_prev) + (1 - k) * g"),
        ),
        _gru("tanh of the new state", "through tanh once more", (MIX, f"np.tanh({MIX})")),
        _gru("update gate returned", "is the update gate", (MIX, "k")),
        *(row for block in LINES for row in _of_one_block(*block)),
        _gru(
            "gates: activation twice",
            "two gates that have gone through sigmoid twice",
            ("sigmoid(x_k + h_prev @ U_k)", "sigmoid(sigmoid(x_k + h_prev @ U_k))"),
            ("sigmoid(x_r + h_prev @ U_r)", "sigmoid(sigmoid(x_r + h_prev @ U_r))"),
        ),
        _gru(
            "gates: bias left out",
            "two gates without their biases",
            ("@ U_k", "@ U_k - b[:len(U)]"),
            ("@ U_r", "@ U_r - b[len(U):-len(U)]"),
        ),
        _gru(
            "gates: bias added twice",
            "two gates to which their biases",
            ("@ U_k", "@ U_k + b[:len(U)]"),
            ("@ U_r", "@ U_r + b[len(U):-len(U)]"),
        ),
        _gru("recurrent weights transposed", "all three blocks of U", *TURNED),
    ],
    "stabilized_gates": [
        _gates(
            "stabilizer in no gate",
            "gates without the stabilizer",
            ("np.exp(z_i - m_t)", "np.exp(z_i)"),
            ("np.exp(log_f + m_prev - m_t)", "sigmoid(z_f)"),
        ),
        _gates(
            "stabilizer missing in the forget gate",
            "with m_t in the input gate alone",
            ("np.exp(log_f + m_prev - m_t)", "sigmoid(z_f)"),
        ),
        _gates(
            "stabilizer missing in the input gate",
            "lacks the stabilizer that the forget gate has",
            ("np.exp(z_i - m_t)", "np.exp(z_i)"),
        ),
        _gates(
            "old stabilizer missing in the forget gate",
            "lacks m_prev",
            ("np.exp(log_f + m_prev - m_t)", "np.exp(log_f - m_t)"),
        ),
        _gates(
            "new stabilizer missing in the forget gate",
            "m_t is not taken off",
            ("np.exp(log_f + m_prev - m_t)", "np.exp(log_f + m_prev)"),
        ),
        *(
            _gates(
                "old stabilizer taken off",
                "is what comes of taking off m_prev",
                ("np.exp(z_i - m_t)", "np.exp(z_i - m_prev)"),
                ("np.exp(log_f + m_prev - m_t)", f),
            )
            for f in (
                "np.exp(log_f + m_prev - m_t)",
                "np.exp(log_f)",
                "np.exp(log_f + m_prev - m_prev)",
            )
        ),
        *(
            _gates(
                "wrong sign in the forget gate",
                words,
                ("np.exp(log_f + m_prev - m_t)", f"np.exp({typed})"),
            )
            for words, typed in (
                ("the signs of m_prev and m_t exchanged", "log_f - m_prev + m_t"),
                ("has m_prev taken off a second time", "log_f - m_prev - m_t"),
                ("comes from −log_f", "-log_f + m_prev - m_t"),
            )
        ),
        _gates(
            "forget gate left out of the stabilizer",
            "comes from the larger of m_prev and z_i",
            ("np.maximum(log_f + m_prev, z_i)", "np.maximum(m_prev, z_i)"),
        ),
        _gates(
            "old stabilizer left out",
            "comes from the larger of log_f and z_i",
            ("np.maximum(log_f + m_prev, z_i)", "np.maximum(log_f, z_i)"),
        ),
        _gates(
            "old stabilizer left out",
            "comes from the larger of log_f and z_i",
            ("log_f + m_prev", "log_f"),
        ),
        _gates(
            "exponential forget gate",
            "comes from z_f in place of log_f",
            ("log_sigmoid(z_f)", "z_f"),
        ),
        _gates(
            "logarithm of the forget gate left out",
            "comes from sigmoid(z_f) among logarithms",
            ("log_sigmoid(z_f)", "sigmoid(z_f)"),
        ),
        _gates(
            "logarithm of zero",
            "a sigmoid that has rounded to 0",
            ("log_sigmoid(z_f)", "np.log(sigmoid(z_f))"),
        ),
        _gates(
            "sigmoid input gate",
            "comes from a sigmoid at the input gate",
            ("log_f = log_sigmoid(z_f)", "log_f, log_i = log_sigmoid(z_f), log_sigmoid(z_i)"),
            (", z_i)", ", log_i)"),
            ("z_i - m_t", "log_i - m_t"),
        ),
        _gates(
            "sigmoid for exp",
            "has gone through sigmoid where exp belongs",
            ("np.exp(z_i - m_t)", "sigmoid(z_i - m_t)"),
        ),
        _gates(
            "sigmoid for exp",
            "has gone through sigmoid where exp belongs",
            ("np.exp(", "sigmoid("),
        ),
        _gates("logarithm of z_i", "comes from log(z_i)", ("prev, z_i)", "prev, np.log(z_i))")),
        _gates(
            "logarithm of z_i",
            "comes from log(z_i)",
            (MAXIMUM, f"z_i = np.log(z_i)\n{MAXIMUM}"),
        ),
        _gates(
            "exponential in the maximum",
            "comes from exp(z_i) in the maximum",
            ("prev, z_i)", "prev, np.exp(z_i))"),
        ),
        _gates(
            "exponential in the maximum",
            "comes from exp(z_i) in the maximum",
            (MAXIMUM, f"z_i = np.exp(z_i)\n{MAXIMUM}"),
        ),
        *(
            _gates("stabilizer starts at 0", "comes from 0 in place of −∞", ("log_f =", start))
            for start in (
                "m_prev = np.nan_to_num(m_prev, neginf=0)\nlog_f =",
                "m_prev = np.where(np.isinf(m_prev), 0, m_prev)\nlog_f =",
            )
        ),
        _gates("smaller for larger", "the smaller of the two logarithms", ("maximum", "minimum")),
        _gates(
            "logarithm of the sum",
            "the logarithm of the sum of both weights",
            ("maximum", "logaddexp"),
        ),
        _gates(
            "input alone in the stabilizer",
            "z_i as the stabilizer",
            ("np.maximum(log_f + m_prev, z_i)", "z_i"),
        ),
        *(
            _gates(
                "one stabilizer for many",
                "one stabilizer that several units share",
                ("z_i)\ni =", f"z_i){ending}\ni ="),
            )
            for ending in (
                ".max()",
                ".max() + np.zeros(z_i.shape)",
                ".max(axis=1, keepdims=True)",
                ".max(axis=0, keepdims=True)",
            )
        ),
        _gates(
            "sign reversed",
            "the opposite sign in its exponential",
            ("np.exp(z_i - m_t)", "np.exp(-(z_i - m_t))"),
            ("np.exp(log_f + m_prev - m_t)", "np.exp(-(log_f + m_prev - m_t))"),
        ),
        _gates("stabilizer added", "comes from m_t added", (" - m_t", " + m_t")),
        _gates("logarithms returned", "is a logarithm still", ("np.exp(", "(")),
        _gates("gates swapped", "is the other gate", ("return i, f", "return f, i")),
        _gates("stabilizer first", "stands in another's place", ("i, f, m_t\n", "m_t, i, f\n")),
        _gates(
            "overflow",
            "infinity by infinity nor 0 times infinity",
            ("np.exp(z_i - m_t)", "np.exp(z_i) / np.exp(m_t)"),
            ("np.exp(log_f + m_prev - m_t)", "np.exp(log_f + m_prev) / np.exp(m_t)"),
        ),
        _gates(
            "overflow",
            "infinity by infinity nor 0 times infinity",
            ("np.exp(log_f + m_prev - m_t)", "sigmoid(z_f) * np.exp(m_prev - m_t)"),
        ),
        _gates(
            "overflow",
            "infinity by infinity nor 0 times infinity",
            (MAXIMUM, "m_t = np.log(np.maximum(np.exp(log_f + m_prev), np.exp(z_i)))"),
        ),
    ],
    "slstm_states": [
        _states("not divided", "is not divided by the normalizer", (" / n_t", "")),
        _states("tanh of the cell state", "as in an LSTM", ("c_t / n_t", "np.tanh(c_t)")),
        _states("tanh of the mean", "has a tanh too many", ("c_t / n_t", "np.tanh(c_t / n_t)")),
        _states("old normalizer divides", "is divided by n_prev", ("c_t / n_t", "c_t / n_prev")),
        _states("old cell state shown", "comes from c_prev.", ("c_t / n_t", "c_prev / n_t")),
        _states(
            "old states shown",
            "comes from c_prev / n_prev",
            ("c_t / n_t", "c_prev / n_prev"),
        ),
        _states(
            "tanh before the division",
            "comes from tanh(c_t) / n_t",
            ("c_t / n_t", "np.tanh(c_t) / n_t"),
        ),
        _states("ratio upside down", "is divided by the cell state", ("c_t / n_t", "n_t / c_t")),
        _states(
            "multiplied by the normalizer",
            "is multiplied by the normalizer",
            ("c_t / n_t", "c_t * n_t"),
        ),
        _states("output gate left out", "the output gate is missing", ("o * c_t", "c_t")),
        _states("normalizer does not forget", "comes from n_prev + i", ("f * n_prev", "n_prev")),
        _states(
            "candidate in the normalizer",
            "a normalizer with the candidate in it",
            ("n_prev + i", "n_prev + i * g"),
        ),
        _states("normalizer starts anew", "comes from f + i.", ("f * n_prev", "f")),
        _states(
            "normalizer adds no input gate",
            "comes from f · n_prev alone",
            ("n_prev + i", "n_prev"),
        ),
        _states("normalizer adds 1", "comes from 1 in place of i", ("n_prev + i", "n_prev + 1")),
        *(
            _states("1 − f for the input gate", "comes from 1 − f in place of i", *changes)
            for changes in (
                [("i * g", "(1 - f) * g"), ("n_prev + i", "n_prev + 1 - f")],
                [("i * g", "(1 - f) * g")],
                [("n_prev + i", "n_prev + 1 - f")],
            )
        ),
        _states(
            "cell state for the normalizer",
            "comes from c_prev in the normalizer",
            ("f * n_prev", "f * c_prev"),
        ),
        _states(
            "gates exchanged",
            "has i and f in each other's place",
            ("f * c_prev + i * g", "i * c_prev + f * g"),
            ("f * n_prev + i", "i * n_prev + f"),
        ),
        _states(
            "gates exchanged in the cell state",
            "a cell state with i and f in each other's place",
            ("f * c_prev + i * g", "i * c_prev + f * g"),
        ),
        _states("old cell state not forgotten", "keeps all of c_prev", ("f * c_prev", "c_prev")),
        _states("candidate added whole", "adds the whole candidate", ("i * g", "g")),
        _states("candidate squashed again", "comes from tanh(g)", ("i * g", "i * np.tanh(g)")),
        _states(
            "cell state divided",
            "The states stay as they are",
            ("return h_t, c_t", "return h_t, c_t / n_t"),
        ),
        _states("h_t and c_t swapped", "return h_t first", ("return h_t, c_t", "return c_t, h_t")),
        _states("c_t and n_t swapped", "after h_t comes c_t", ("h_t, c_t, n_t", "h_t, n_t, c_t")),
    ],
    "parameter_counts": [
        _counts("bias left out", "leaves out the bias", (" + 1)", ")")),
        _counts("two biases", "counts two biases", ("+ 1)", "+ 2)")),
        _counts(
            "one block", "counts a single block", ("4 * b", "b"), ("3 * b", "b"), (", 3 *", ",")
        ),
        _counts(
            "gates without the candidate",
            "counts the gates alone",
            ("3 * block", "2 * block"),
            ("4 * block", "3 * block"),
            (", 3 * units", ", 2 * units"),
        ),
        _counts(
            "four blocks everywhere",
            "counts four blocks",
            ("3 * block", "4 * block"),
            (", 3 * units", ", 4 * units"),
        ),
        _counts(
            "recurrent weights left out",
            "leaves out the recurrent weights U",
            ("units + features", "features"),
        ),
        _counts(
            "recurrent weights in a minLSTM",
            "counts recurrent weights",
            (", 3 * units * (features + 1)", ", 3 * block"),
        ),
        _counts(
            "features and units swapped",
            "features and units in each other's place",
            ("block = units", "block = features"),
            ("3 * units * (features + 1)", "3 * features * (units + 1)"),
        ),
        _counts(
            "features and units swapped",
            "features and units in each other's place",
            ("block = units", "units, features = features, units\nblock = units"),
        ),
        _counts(
            "features and units swapped",
            "features and units in each other's place",
            ("+ 3 * units", "+ 3 * features"),
        ),
        _counts(
            "one bias for a block",
            "one bias for a whole block",
            ("units * (units + features + 1)", "units * (units + features) + 1"),
            ("3 * units * (features + 1)", "3 * (units * features + 1)"),
        ),
        (
            "one bias for a layer",
            "one bias for the whole layer",
            """lstm, gru = (n * units * (units + features) + 1 for n in (4, 3))
return lstm, lstm + 3 * units, gru, 3 * units * features + 1
""",
        ),
        _counts("four peepholes", "four peepholes a unit", ("+ 3 * units", "+ 4 * units")),
        _counts(
            "matrices of peepholes", "matrices of peepholes", ("+ 3 * units", "+ 3 * units**2")
        ),
        _counts("peepholes of one unit", "three peepholes for the whole", ("+ 3 * units", "+ 3")),
        _counts("one peephole", "one peephole a unit", ("+ 3 * units", "+ units")),
        _counts("peepholes left out", "without peepholes", (" + 3 * units", "")),
    ],
}
