"""Mistakes in the exercise `normalization`, as learners type them.

For each check, rows of: the diagnosis, words of it that no other diagnosis of the check has, and
what was typed, which is the body of the function or a whole cell. They are written from the words:
the tests run each as a submission's cell, and it has to be named.
"""

LAYER = """mu = np.mean(x, axis=-1, keepdims=True)
var = np.var(x, axis=-1, keepdims=True)
normed = (x - mu) / np.sqrt(var + epsilon)
return normed * gain + offset
"""
TRAINING = """mu = np.mean(x, axis=(0, 1))
var = np.var(x, axis=(0, 1))
normed = (x - mu) / np.sqrt(var + epsilon)
y = normed * gain + offset
new_mean = momentum * running_mean + (1 - momentum) * mu
new_var = momentum * running_variance + (1 - momentum) * var
return y, new_mean, new_var
"""
IN_USE = """normed = (x - running_mean) / np.sqrt(running_variance + epsilon)
return normed * gain + offset
"""
STEP = """zx = layer_norm(x_t @ W, gain_x, np.zeros_like(b), epsilon)
zh = layer_norm(h_prev @ U, gain_h, np.zeros_like(b), epsilon)
z = zx + zh + b
n = len(U)
i, f, g, o = z[:, :n], z[:, n:2 * n], z[:, 2 * n:3 * n], z[:, 3 * n:]
c_t = sigmoid(f) * c_prev + sigmoid(i) * np.tanh(g)
c_hat = layer_norm(c_t, gain_c, offset_c, epsilon)
h_t = sigmoid(o) * np.tanh(c_hat)
return h_t, c_t
"""
OWN = """def norm(a):
    mu = a.mean(axis=1, keepdims=True)
    var = a.var(axis=1, keepdims=True)
    return (a - mu) / np.sqrt(var + epsilon)

z = norm(x_t @ W) * gain_x + norm(h_prev @ U) * gain_h + b
i, f, g, o = np.split(z, 4, axis=1)
c = sigmoid(f) * c_prev + sigmoid(i) * np.tanh(g)
return sigmoid(o) * np.tanh(norm(c) * gain_c + offset_c), c
"""


def _changed(text, *changes):
    """Return an answer with some changes, each an old and a new text."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


def _forms(text, normed, variance):
    """Return the rows that all norms share: how they divide, and what they do with the scales."""
    root, scale = f"np.sqrt({variance} + epsilon)", "normed * gain + offset"
    changes = [
        ("epsilon left out", "what you get without epsilon", root, f"np.sqrt({variance})"),
        (
            "epsilon outside the root",
            "epsilon added to the standard deviation",
            root,
            f"(np.sqrt({variance}) + epsilon)",
        ),
        ("root left out", "The root of it is missing", root, f"({variance} + epsilon)"),
        (
            "standard deviation under the root",
            "one root, not two",
            root,
            f"np.sqrt({variance} ** 0.5 + epsilon)",
        ),
        ("not divided", "but is not divided by anything", f" / {root}", ""),
        ("multiplied by the root", "where it should be divided", f" / {root}", f" * {root}"),
        ("mean not taken off", "but nothing was taken off", f"({normed})", "x"),
        ("gain left out", "what you get without the gain", scale, "normed + offset"),
        ("offset left out", "what you get without the offset", scale, "normed * gain"),
        ("gain and offset left out", "and then neither multiplied", scale, "normed"),
        ("gain and offset swapped", "and the gain is added", scale, "normed * offset + gain"),
        ("offset times gain", "The offset comes last", scale, "(normed + offset) * gain"),
    ]
    return [(name, says, _changed(text, (old, new))) for name, says, old, new in changes]


MISTAKES = {
    "layer_norm": [
        (
            "over the batch",
            "has means over the batch",
            _changed(LAYER, ("axis=-1", "axis=0")),
        ),
        *(
            (
                "over the steps",
                "has means over the steps",
                _changed(LAYER, ("axis=-1", f"axis={axis}")),
            )
            for axis in (1, -2)
        ),
        (
            "over steps and features",
            "has one mean for each sequence",
            _changed(LAYER, ("axis=-1", "axis=tuple(range(1, np.ndim(x)))")),
        ),
        (
            "batch norm",
            "that is batch norm",
            _changed(LAYER, ("axis=-1", "axis=tuple(range(x.ndim - 1))")),
        ),
        (
            "over everything",
            "one mean for the whole batch",
            "return (x - x.mean()) / np.sqrt(x.var() + epsilon) * gain + offset",
        ),
        (
            "divided by one less",
            "divided by features - 1",
            _changed(LAYER, ("np.var(x, ", "np.var(x, ddof=1, ")),
        ),
        (
            "root mean square",
            "RMSNorm",
            "rms = np.sqrt(np.mean(x**2, axis=-1, keepdims=True) + epsilon)\n"
            "return x / rms * gain + offset",
        ),
        (
            "mean left in the variance",
            "is the mean square of what is left",
            _changed(LAYER, ("np.var(x, ", "np.mean(x**2, ")),
        ),
        (
            "gain and offset before the norm",
            "applied before the norm",
            f"x = x * gain + offset\n{_changed(LAYER, ('normed * gain + offset', 'normed'))}",
        ),
        *(
            ("sum for mean", "comes from a sum where a mean belongs", text)
            for text in (
                _changed(LAYER, ("np.mean(x", "np.sum(x")),
                _changed(
                    LAYER,
                    ("np.mean(x", "np.sum(x"),
                    ("np.var(x,", "np.mean((x - mu) ** 2,"),
                ),
                _changed(LAYER, ("np.var(x,", "np.sum((x - mu) ** 2,")),
            )
        ),
        (
            "distances not squared",
            "has these distances squared",
            _changed(LAYER, ("np.var(x,", "np.mean(np.abs(x - mu),")),
        ),
        *_forms(LAYER, "x - mu", "var"),
    ],
    "batch_norm_training": [
        (
            "running averages used in training",
            "comes from the running averages",
            _changed(
                TRAINING,
                ("x - mu", "x - running_mean"),
                ("np.sqrt(var", "np.sqrt(running_variance"),
            ),
        ),
        (
            "new running averages used in training",
            "comes from the new running averages",
            """mu, var = x.mean((0, 1)), x.var((0, 1))
m = momentum * running_mean + (1 - momentum) * mu
v = momentum * running_variance + (1 - momentum) * var
return (x - m) / np.sqrt(v + epsilon) * gain + offset, m, v
""",
        ),
        *(
            ("for each step", "over the sequences alone", _changed(TRAINING, ("axis=(0, 1)", axis)))
            for axis in ("axis=0", "axis=0, keepdims=True")
        ),
        (
            "for each sequence",
            "over the steps alone",
            _changed(TRAINING, ("axis=(0, 1)", "axis=1, keepdims=True")),
        ),
        (
            "for each sequence",
            "over the steps alone",
            _changed(
                TRAINING,
                ("axis=(0, 1)", "axis=1"),
                ("(x - mu)", "(x - mu[:, None])"),
                ("np.sqrt(var + epsilon)", "np.sqrt(var + epsilon)[:, None]"),
            ),
        ),
        (
            "layer norm",
            "that is layer norm",
            _changed(TRAINING, ("axis=(0, 1)", "axis=-1, keepdims=True")),
        ),
        *(
            (
                "over everything",
                "one mean for all features",
                _changed(TRAINING, (", axis=(0, 1)", keep)),
            )
            for keep in ("", ", keepdims=True")
        ),
        (
            "divided by one less",
            "A norm divides by the count",
            _changed(TRAINING, ("np.var(x, ", "np.var(x, ddof=1, ")),
        ),
        (
            "running variance divided by one less",
            "as PyTorch keeps it",
            _changed(
                TRAINING,
                ("(1 - momentum) * var", "(1 - momentum) * x.var(axis=(0, 1), ddof=1)"),
            ),
        ),
        (
            "momentum the wrong way round",
            "gives the momentum to the batch",
            _changed(
                TRAINING,
                (
                    "momentum * running_mean + (1 - momentum) * mu",
                    "(1 - momentum) * running_mean + momentum * mu",
                ),
                (
                    "momentum * running_variance + (1 - momentum) * var",
                    "(1 - momentum) * running_variance + momentum * var",
                ),
            ),
        ),
        (
            "running averages not moved",
            "this batch left no trace",
            _changed(
                TRAINING,
                ("return y, new_mean, new_var", "return y, running_mean, running_variance"),
            ),
        ),
        (
            "running averages replaced",
            "nothing is left of the old average",
            _changed(TRAINING, ("return y, new_mean, new_var", "return y, mu, var")),
        ),
        (
            "the batch added in full",
            "has the batch's number added in full",
            _changed(TRAINING, ("(1 - momentum) * ", "")),
        ),
        (
            "old average kept in full",
            "keeps the old average in full",
            _changed(TRAINING, ("momentum * running", "running")),
        ),
        (
            "plain mean of old and new",
            "whatever the momentum",
            """mu, var = x.mean((0, 1)), x.var((0, 1))
y = gain * (x - mu) / np.sqrt(var + epsilon) + offset
return y, (running_mean + mu) / 2, (running_variance + var) / 2
""",
        ),
        (
            "standard deviation kept",
            "The variance is kept",
            _changed(TRAINING, ("(1 - momentum) * var", "(1 - momentum) * np.sqrt(var)")),
        ),
        (
            "variance about the running mean",
            "is about its own mean",
            _changed(
                TRAINING, ("np.var(x, axis=(0, 1))", "((x - running_mean) ** 2).mean(axis=(0, 1))")
            ),
        ),
        (
            "mean and variance swapped",
            "holds the other average",
            _changed(TRAINING, ("y, new_mean, new_var", "y, new_var, new_mean")),
        ),
        (
            "gain and offset before the norm",
            "applied before the norm",
            f"x = x * gain + offset\n{_changed(TRAINING, ('normed * gain + offset', 'normed'))}",
        ),
        *(
            (
                "sum for mean",
                "comes from a sum where a mean belongs",
                _changed(TRAINING, *changes),
            )
            for mean, square in (
                ("np.sum(x, axis=(0, 1))", "((x - mu) ** 2).sum(axis=(0, 1))"),
                ("x.mean(axis=1).sum(axis=0)", "((x - mu) ** 2).mean(axis=1).sum(axis=0)"),
                ("x.sum(axis=1).mean(axis=0)", "((x - mu) ** 2).sum(axis=1).mean(axis=0)"),
            )
            for changes in (
                [("np.mean(x, axis=(0, 1))", mean)],
                [
                    ("np.mean(x, axis=(0, 1))", mean),
                    ("np.var(x, axis=(0, 1))", "((x - mu) ** 2).mean(axis=(0, 1))"),
                ],
                [("np.var(x, axis=(0, 1))", square)],
            )
        ),
        (
            "distances not squared",
            "has these distances squared",
            _changed(TRAINING, ("np.var(x, axis", "np.mean(abs(x - mu), axis")),
        ),
        *_forms(TRAINING, "x - mu", "var"),
    ],
    "batch_norm_in_use": [
        (
            "the batch's own moments",
            "comes from the mean and the variance of this batch",
            "mu, var = x.mean(axis=(0, 1)), x.var(axis=(0, 1))\n"
            "return gain * (x - mu) / np.sqrt(var + epsilon) + offset",
        ),
        (
            "the batch's own variance",
            "but from this batch's variance",
            _changed(IN_USE, ("running_variance", "x.var(axis=(0, 1))")),
        ),
        (
            "the batch's own mean",
            "but from this batch's mean",
            _changed(IN_USE, ("running_mean", "x.mean(axis=(0, 1))")),
        ),
        ("layer norm", "that is layer norm", LAYER),
        (
            "running variance squared",
            "It is a variance already",
            _changed(IN_USE, ("running_variance", "running_variance**2")),
        ),
        (
            "gain and offset before the norm",
            "applied before the norm",
            "x = x * gain + offset\n"
            "return (x - running_mean) / np.sqrt(running_variance + epsilon)",
        ),
        *_forms(IN_USE, "x - running_mean", "running_variance"),
    ],
    "layer_norm_step": [
        *(
            (
                "norm of the sum",
                "comes from a norm of the sum",
                f"z = layer_norm(x_t @ W + h_prev @ U{inside}\n{STEP[STEP.index('n = len') :]}",
            )
            for inside in (
                ", gain_x, b, epsilon)",
                ", gain_h, b, epsilon)",
                ", gain_x + gain_h, 0, epsilon) + b",
                ", gain_x * gain_h, 0, epsilon) + b",
                " + b, gain_x, 0, epsilon)",
                " + b, gain_h, 0, epsilon)",
                " + b, gain_x + gain_h, 0, epsilon)",
                " + b, gain_x * gain_h, 0, epsilon)",
            )
        ),
        *(
            (
                "bias inside the norm",
                "from a bias inside a norm",
                _changed(STEP, ("zx + zh + b", "zx + zh"), *changes),
            )
            for changes in (
                [("x_t @ W,", "x_t @ W + b,")],
                [("h_prev @ U,", "h_prev @ U + b,")],
                [("x_t @ W,", "x_t @ W + b,"), ("h_prev @ U,", "h_prev @ U + b,")],
            )
        ),
        ("bias left out", "without the bias b", _changed(STEP, ("zx + zh + b", "zx + zh"))),
        (
            "gate by gate",
            "of each gate by itself",
            """gates = []
for block in range(4):
    s = slice(block * len(U), (block + 1) * len(U))
    a = layer_norm(x_t @ W[:, s], gain_x[s], 0, epsilon)
    gates.append(a + layer_norm(h_prev @ U[:, s], gain_h[s], 0, epsilon) + b[s])
i, f, g, o = gates
c_t = sigmoid(f) * c_prev + sigmoid(i) * np.tanh(g)
return sigmoid(o) * np.tanh(layer_norm(c_t, gain_c, offset_c, epsilon)), c_t
""",
        ),
        (
            "gains of the products swapped",
            "gain_x and gain_h in each other's place",
            _changed(
                STEP,
                ("x_t @ W, gain_x", "x_t @ W, gain_h"),
                ("h_prev @ U, gain_h", "h_prev @ U, gain_x"),
            ),
        ),
        (
            "one gain for both products",
            "gain_x on both products",
            _changed(STEP, ("h_prev @ U, gain_h", "h_prev @ U, gain_x")),
        ),
        (
            "input product not normalized",
            "comes from x_t W as it is",
            _changed(STEP, ("layer_norm(x_t @ W, gain_x, np.zeros_like(b), epsilon)", "x_t @ W")),
        ),
        (
            "recurrent product not normalized",
            "comes from h_prev U as it is",
            _changed(
                STEP, ("layer_norm(h_prev @ U, gain_h, np.zeros_like(b), epsilon)", "h_prev @ U")
            ),
        ),
        (
            "no norm at the gates",
            "the gates of an LSTM without norms",
            f"z = x_t @ W + h_prev @ U + b\n{STEP[STEP.index('n = len') :]}",
        ),
        *(
            (
                "cell state normalized and handed on",
                "The next step gets the cell state as it is",
                _changed(STEP, *changes),
            )
            for changes in (
                [("return h_t, c_t", "return h_t, c_hat")],
                [
                    ("c_hat = layer_norm(c_t", "c_t = layer_norm(c_t"),
                    ("np.tanh(c_hat)", "np.tanh(layer_norm(c_t, gain_c, offset_c, epsilon))"),
                ],
            )
        ),
        (
            "previous cell state normalized",
            "comes from c_prev after a norm",
            _changed(
                STEP,
                ("* c_prev", "* layer_norm(c_prev, gain_c, offset_c, epsilon)"),
                ("np.tanh(c_hat)", "np.tanh(c_t)"),
            ),
        ),
        (
            "cell state not normalized",
            "comes from c_t without its norm",
            _changed(STEP, ("np.tanh(c_hat)", "np.tanh(c_t)")),
        ),
        (
            "norm after tanh",
            "tanh first and the norm second",
            _changed(
                STEP, ("layer_norm(c_t", "layer_norm(np.tanh(c_t)"), ("np.tanh(c_hat)", "c_hat")
            ),
        ),
        (
            "hidden state normalized",
            "is normalized at the end",
            _changed(
                STEP,
                (
                    "sigmoid(o) * np.tanh(c_hat)",
                    "layer_norm(sigmoid(o) * np.tanh(c_t), gain_c, offset_c, epsilon)",
                ),
            ),
        ),
        (
            "no tanh",
            "lacks the tanh around",
            _changed(STEP, ("np.tanh(c_hat)", "c_hat")),
        ),
        (
            "offset_c left out",
            "what you get without offset_c",
            _changed(STEP, ("gain_c, offset_c,", "gain_c, 0,")),
        ),
        (
            "gain_c left out",
            "what you get without gain_c",
            _changed(STEP, ("gain_c, offset_c,", "1, offset_c,")),
        ),
        *(
            (f"{gate} {how}", f"{gate} {says}", _changed(STEP, (f"sigmoid({letter})", typed)))
            for letter, gate in (("i", "input gate"), ("f", "forget gate"), ("o", "output gate"))
            for how, says, typed in (
                ("through tanh", "that went through tanh", f"np.tanh({letter})"),
                ("without its sigmoid", "without its sigmoid", letter),
                (
                    "through its sigmoid twice",
                    "that went through sigmoid twice",
                    f"sigmoid(sigmoid({letter}))",
                ),
            )
        ),
        (
            "candidate without its tanh",
            "a candidate without its tanh",
            _changed(STEP, ("np.tanh(g)", "g")),
        ),
        (
            "candidate through tanh twice",
            "a candidate that went through tanh twice",
            _changed(STEP, ("np.tanh(g)", "np.tanh(np.tanh(g))")),
        ),
        (
            "sigmoid around the cell state",
            "Tanh stands there",
            _changed(STEP, ("np.tanh(c_hat)", "sigmoid(c_hat)")),
        ),
        ("bias twice", "adds the bias twice", _changed(STEP, ("zx + zh + b", "zx + b + zh + b"))),
        (
            "c_prev in the recurrent product",
            "comes from c_prev U",
            _changed(STEP, ("h_prev @ U", "c_prev @ U")),
        ),
        (
            "h_prev behind the forget gate",
            "a forget gate that multiplies h_prev",
            _changed(STEP, ("sigmoid(f) * c_prev", "sigmoid(f) * h_prev")),
        ),
        (
            "order i g f o",
            "the forget gate and the candidate in each other's place",
            _changed(STEP, ("i, f, g, o", "i, g, f, o")),
        ),
        (
            "candidate through a sigmoid",
            "a candidate that went through a sigmoid",
            _changed(STEP, ("np.tanh(g)", "sigmoid(g)")),
        ),
        ("order i f o g", "in the order i, f, o, g", _changed(STEP, ("i, f, g, o", "i, f, o, g"))),
        (
            "input and forget gate swapped",
            "the input gate and the forget gate in each other's place",
            _changed(STEP, ("i, f, g, o", "f, i, g, o")),
        ),
        (
            "previous states swapped",
            "from h_prev and c_prev in each other's place",
            f"h_prev, c_prev = c_prev, h_prev\n{STEP}",
        ),
        (
            "h_t and c_t swapped",
            "holds the other state",
            _changed(STEP, ("return h_t, c_t", "return c_t, h_t")),
        ),
        (
            "own norm over the batch",
            "comes from norms over the batch",
            _changed(OWN, ("axis=1, keepdims=True", "axis=0, keepdims=True")),
        ),
        (
            "own norm divided by one less",
            "comes from norms whose variance",
            _changed(OWN, ("a.var(axis=1", "a.var(ddof=1, axis=1")),
        ),
        (
            "own norm: epsilon left out",
            "of your own that equals what you get without epsilon",
            _changed(OWN, ("np.sqrt(var + epsilon)", "np.sqrt(var)")),
        ),
        (
            "own norm: epsilon outside the root",
            "of your own that has epsilon added to the standard deviation",
            _changed(OWN, ("np.sqrt(var + epsilon)", "(np.sqrt(var) + epsilon)")),
        ),
        (
            "own norm: root left out",
            "of your own that is divided by the variance",
            _changed(OWN, ("np.sqrt(var + epsilon)", "(var + epsilon)")),
        ),
    ],
}
