"""Mistakes in the exercise `dropout`, as learners type them.

For each check, rows of: the diagnosis, words of it that no other diagnosis of the check has, and
what was typed, which is the body of the function or a whole cell. They are written from the words:
the tests run each as a submission's cell, and it has to be named.
"""

from itertools import permutations

STEP = "return lstm_step(x_t * input_mask, h_prev * recurrent_mask, c_prev, W, U, b)"
RUN = """h, c = np.zeros(recurrent_mask.shape), np.zeros(recurrent_mask.shape)
if not training:
    input_mask, recurrent_mask = np.ones_like(input_mask), np.ones_like(recurrent_mask)
for t in range(inputs.shape[1]):
    h, c = masked_step(inputs[:, t], h, c, W, U, b, input_mask, recurrent_mask)
return h
"""
ALONE = """h, c = np.zeros(recurrent_mask.shape), np.zeros(recurrent_mask.shape)
if not training:
    input_mask, recurrent_mask = np.ones_like(input_mask), np.ones_like(recurrent_mask)
for t in range(inputs.shape[1]):
    h, c = lstm_step(inputs[:, t] * input_mask, h * recurrent_mask, c, W, U, b)
return h
"""
OFTEN = """scores = (h_t * masks) @ V + a
answers = softmax(scores, axis=-1)
return np.mean(answers, axis=0), np.std(answers, axis=0)
"""


WRITTEN = """z = (x_t * input_mask) @ W + (h_prev * recurrent_mask) @ U + b
z_i, z_f, z_g, z_o = np.split(z, 4, axis=1)
sigmoid = lambda z: 1 / (1 + np.exp(-z))
c_t = sigmoid(z_f) * c_prev + sigmoid(z_i) * np.tanh(z_g)
h_t = sigmoid(z_o) * np.tanh(c_t)
return h_t, c_t
"""
BY_HAND = """z = (h_t * masks) @ V + a
e = np.exp(z - z.max(axis=2, keepdims=True))
p = e / e.sum(axis=2, keepdims=True)
mean = p.mean(axis=0)
return mean, np.sqrt(((p - mean) ** 2).mean(axis=0))
"""


def _changed(text, old, new):
    """Return an answer with one change."""
    assert old in text
    return text.replace(old, new)


MISTAKES = {
    "inverted_mask": [
        ("not scaled", "is 1 where a value is kept", "return (draws >= rate).astype(int)"),
        (
            "rate taken for what is kept",
            "keeps a share of `rate`. Here",
            "return (draws < rate) / rate",
        ),
        (
            "dropped and kept exchanged",
            "the other way round",
            "return np.where(draws < rate, 1 / (1 - rate), 0)",
        ),
        ("dropped and kept exchanged", "without scaling", "return (draws < rate).astype(float)"),
        (
            "compared with 1 − rate",
            "which is a share of `rate`",
            "keep = 1 - rate\nreturn np.where(draws > keep, 1 / keep, 0)",
        ),
        (
            "compared with 1 − rate",
            "but the largest draws",
            "keep = 1 - rate\nreturn (draws < keep) / keep",
        ),
        (
            "multiplied by 1 − rate",
            "is smaller where it should be larger",
            "return (draws >= rate) * (1 - rate)",
        ),
        ("divided by the rate", "is divided by the rate. What", "return (draws > rate) / rate"),
        (
            "scaled by what was kept",
            "the share that was kept this time",
            "mask = (draws >= rate).astype(float)\nreturn mask * mask.size / mask.sum()",
        ),
        (
            "draws kept",
            "holds the draws themselves",
            "mask = draws.copy()\nmask[mask < rate] = 0\nreturn mask / (1 - rate)",
        ),
        (
            "one row for all",
            "has the first row's draws in every row",
            "mask = np.zeros(draws.shape)\nfor row in mask:\n"
            "    row[:] = (draws[0] >= rate) / (1 - rate)\nreturn mask",
        ),
    ],
    "drop_along": [
        (
            "first step alone",
            "is dropped at the first step alone",
            "out = inputs.copy()\nout[:, 0] = out[:, 0] * mask\nreturn out",
        ),
        (
            "last step alone",
            "is dropped at the last step alone",
            "out = inputs.copy()\nout[:, -1] = inputs[:, -1] * mask\nreturn out",
        ),
        (
            "one mask for all sequences",
            "from the first sequence's mask everywhere",
            "return inputs * mask[:1, None]",
        ),
        (
            "mask of truth values",
            "what is kept is not scaled",
            "return np.where(mask[:, None] != 0, inputs, 0)",
        ),
        (
            "dropped and kept exchanged",
            "keeps what the mask drops",
            "return np.where(mask[:, None] == 0, inputs, 0)",
        ),
        (
            "scaled twice",
            "is scaled twice",
            "keep = 1 / mask.max()\nreturn inputs * mask[:, None] / keep",
        ),
        (
            "scaled back",
            "is divided by the mean of the mask",
            "return inputs * mask[:, None] / np.mean(mask)",
        ),
        ("mask left out", "nothing is dropped", "return inputs.copy()"),
        (
            "mask alone",
            "is the mask, repeated for each step",
            "return np.repeat(mask[:, None], inputs.shape[1], axis=1)",
        ),
        ("mask added", "is the sum of both", "return inputs + mask[:, None]"),
        (
            "masks multiplied from step to step",
            "is scaled once more at each step",
            "out, m = inputs.copy(), mask.copy()\nfor t in range(out.shape[1]):\n"
            "    out[:, t] *= m\n    m = m * mask\nreturn out",
        ),
    ],
    "masked_step": [
        (
            "cell state dropped",
            "from a cell state that was dropped as well",
            _changed(STEP, "c_prev,", "c_prev * recurrent_mask,"),
        ),
        (
            "cell state dropped in place of the hidden state",
            "and a hidden state that was not",
            "return lstm_step(x_t * input_mask, h_prev, c_prev * recurrent_mask, W, U, b)",
        ),
        (
            "recurrent mask left out",
            "comes from h_prev without its mask",
            _changed(STEP, "h_prev * recurrent_mask", "h_prev"),
        ),
        (
            "input mask left out",
            "comes from x_t without its mask",
            _changed(STEP, "x_t * input_mask", "x_t"),
        ),
        (
            "nothing dropped",
            "comes from a step without any mask",
            "return lstm_step(x_t, h_prev, c_prev, W, U, b)",
        ),
        (
            "new hidden state dropped",
            "comes from a mask on h_t, after the step",
            "h_t, c_t = lstm_step(x_t * input_mask, h_prev, c_prev, W, U, b)\n"
            "return h_t * recurrent_mask, c_t",
        ),
        (
            "new states dropped",
            "comes from a mask on h_t and c_t",
            "h_t, c_t = lstm_step(x_t * input_mask, h_prev, c_prev, W, U, b)\n"
            "return h_t * recurrent_mask, c_t * recurrent_mask",
        ),
        (
            "candidate dropped",
            "comes from a mask on the candidate g",
            """z = (x_t * input_mask) @ W + h_prev @ U + b
i, f, g, o = np.split(z, 4, axis=1)
i, f, o = (1 / (1 + np.exp(-gate)) for gate in (i, f, o))
c_t = f * c_prev + i * (np.tanh(g) * recurrent_mask)
return o * np.tanh(c_t), c_t
""",
        ),
        (
            "masks of truth values",
            "from masks that were turned into 0 and 1",
            "x, h = x_t.copy(), h_prev.copy()\nx[input_mask == 0] = 0\n"
            "h[recurrent_mask == 0] = 0\nreturn lstm_step(x, h, c_prev, W, U, b)",
        ),
        (
            "one mask for all sequences",
            "from the first sequence's masks everywhere",
            "return lstm_step(x_t * input_mask[0], h_prev * recurrent_mask[0], c_prev, W, U, b)",
        ),
        (
            "previous states swapped",
            "from h_prev and c_prev in each other's place",
            "return lstm_step(x_t * input_mask, c_prev * recurrent_mask, h_prev, W, U, b)",
        ),
        (
            "c_prev in place of h_prev",
            "reads c_prev twice",
            _changed(STEP, "h_prev *", "c_prev *"),
        ),
        (
            "h_prev in place of c_prev",
            "reads h_prev twice",
            _changed(STEP, "c_prev, W", "h_prev, W"),
        ),
        ("no bias in the gates", "without the bias b", _changed(WRITTEN, "@ U + b", "@ U")),
        ("bias twice", "with the bias b in it twice", _changed(WRITTEN, "@ U + b", "@ U + b + b")),
        *(
            (
                f"blocks in the order {' '.join(order)}",
                f"cut in the order {', '.join(order)};",
                _changed(
                    WRITTEN, "z_i, z_f, z_g, z_o =", ", ".join(f"z_{name}" for name in order) + " ="
                ),
            )
            for order in permutations("ifgo")
            if "".join(order) != "ifgo"
        ),
        *(
            row
            for symbol, gate in (("i", "input"), ("f", "forget"), ("o", "output"))
            for row in (
                (
                    f"tanh for sigmoid in {symbol}",
                    f"with tanh in the {gate} gate",
                    _changed(WRITTEN, f"sigmoid(z_{symbol})", f"np.tanh(z_{symbol})"),
                ),
                (
                    f"no sigmoid in {symbol}",
                    f"without a sigmoid in the {gate} gate",
                    _changed(WRITTEN, f"sigmoid(z_{symbol})", f"z_{symbol}"),
                ),
                (
                    f"sigmoid twice in {symbol}",
                    f"with two sigmoids in the {gate} gate",
                    _changed(WRITTEN, f"sigmoid(z_{symbol})", f"sigmoid(sigmoid(z_{symbol}))"),
                ),
            )
        ),
        (
            "sigmoid for tanh in g",
            "with a sigmoid in the candidate",
            _changed(WRITTEN, "np.tanh(z_g)", "sigmoid(z_g)"),
        ),
        (
            "no tanh in g",
            "without a tanh in the candidate",
            _changed(WRITTEN, "np.tanh(z_g)", "z_g"),
        ),
        (
            "tanh twice in g",
            "with two tanh in the candidate",
            _changed(WRITTEN, "np.tanh(z_g)", "np.tanh(np.tanh(z_g))"),
        ),
        (
            "sigmoid for tanh of c_t",
            "with a sigmoid of c_t in h_t",
            _changed(WRITTEN, "np.tanh(c_t)", "sigmoid(c_t)"),
        ),
        ("no tanh of c_t", "without the tanh of c_t", _changed(WRITTEN, "np.tanh(c_t)", "c_t")),
        (
            "h_t and c_t swapped",
            "holds the other state",
            _changed(STEP, "return ", "h_t, c_t = ") + "\nreturn c_t, h_t",
        ),
    ],
    "run_masked": [
        (
            "dropped in use",
            "is dropped in use as well",
            _changed(RUN, "if not training:", "if False:"),
        ),
        (
            "never dropped",
            "is never dropped",
            "from lstm_lib.sequence import lstm_forward\n\n"
            "return lstm_forward(inputs, W, U, b).h[:, -1]",
        ),
        (
            "training reversed",
            "is dropped in use and not in training",
            _changed(RUN, "if not training:", "if training:"),
        ),
        (
            "masks at the first step alone",
            "comes from masks at the first step alone",
            _changed(
                RUN,
                "return h\n",
                "",
            )
            + "    input_mask = np.ones_like(input_mask)\n"
            "    recurrent_mask = np.ones_like(recurrent_mask)\nreturn h\n",
        ),
        (
            "masks of zeros in use",
            "which drop everything",
            RUN.replace("ones_like", "zeros_like"),
        ),
        (
            "scaled in use",
            "is scaled down in use",
            """keep_x, keep_h = 1 / input_mask.max(), 1 / recurrent_mask.max()
if not training:
    input_mask = keep_x * np.ones_like(input_mask)
    recurrent_mask = keep_h * np.ones_like(recurrent_mask)
h = c = np.zeros(recurrent_mask.shape)
for t in range(inputs.shape[1]):
    h, c = masked_step(inputs[:, t], h, c, W, U, b, input_mask, recurrent_mask)
return h
""",
        ),
        (
            "cell state for hidden state",
            "is the last cell state",
            _changed(RUN, "return h", "return c"),
        ),
        (
            "every hidden state",
            "holds the hidden states of all steps",
            "every = []\n"
            + _changed(RUN, "return h\n", "    every.append(h)\nreturn np.stack(every, axis=1)\n"),
        ),
        (
            "first hidden state",
            "is the hidden state after the first step",
            _changed(RUN, "return h\n", "    return h\n"),
        ),
        (
            "one step too few",
            "is the hidden state before the last step",
            _changed(RUN, "inputs.shape[1]", "inputs.shape[1] - 1"),
        ),
        (
            "states not handed on",
            "from a last step that begins with zero states",
            _changed(RUN, "h, c, W", "np.zeros(h.shape), np.zeros(h.shape), W"),
        ),
        (
            "states swapped",
            "handed on in each other's place",
            _changed(RUN, "h, c, W", "c, h, W"),
        ),
        (
            "cell state in place of hidden state",
            "are given the cell state twice",
            _changed(RUN, "h, c, W", "c, c, W"),
        ),
        (
            "hidden state in place of cell state",
            "are given the hidden state twice",
            _changed(RUN, "h, c, W", "h, h, W"),
        ),
        (
            "steps in reverse order",
            "from the steps in reverse order",
            _changed(RUN, "range(inputs.shape[1])", "reversed(range(inputs.shape[1]))"),
        ),
        (
            "cell state dropped",
            "from a cell state that was dropped as well",
            _changed(ALONE, "c, W", "c * recurrent_mask, W"),
        ),
        (
            "recurrent mask left out",
            "comes from h_prev without its mask",
            _changed(ALONE, "h * recurrent_mask", "h"),
        ),
        (
            "input mask left out",
            "comes from x_t without its mask",
            _changed(ALONE, "inputs[:, t] * input_mask", "inputs[:, t]"),
        ),
    ],
    "ask_often": [
        (
            "divided by times − 1",
            "is divided by times − 1",
            _changed(OFTEN, "np.std(answers, axis=0)", "np.std(answers, axis=0, ddof=1)"),
        ),
        (
            "standard error",
            "is divided by the root of times",
            _changed(OFTEN, "axis=0)\n", "axis=0) / len(masks) ** 0.5\n"),
        ),
        ("variance", "is the variance", _changed(OFTEN, "np.std", "np.var")),
        (
            "range for deviation",
            "is the largest answer less the smallest one",
            _changed(OFTEN, "np.std(answers, axis=0)", "answers.max(axis=0) - answers.min(axis=0)"),
        ),
        (
            "softmax of the mean scores",
            "is softmax of the mean scores",
            _changed(OFTEN, "np.mean(answers, axis=0)", "softmax(scores.mean(axis=0), axis=-1)"),
        ),
        (
            "spread of the scores",
            "is the spread of the scores",
            _changed(OFTEN, "np.std(answers", "np.std(scores"),
        ),
        (
            "no softmax",
            "softmax is missing",
            _changed(OFTEN, "softmax(scores, axis=-1)", "scores"),
        ),
        (
            "softmax over everything",
            "as scipy's softmax does without an axis",
            _changed(OFTEN, "softmax(scores, axis=-1)", "softmax(scores)"),
        ),
        (
            "softmax along the axis of times",
            "from shares that add up to 1 over the times",
            _changed(OFTEN, "softmax(scores, axis=-1)", "softmax(scores, axis=0)"),
        ),
        (
            "softmax over the batch",
            "from shares that add up to 1 over the batch",
            _changed(OFTEN, "softmax(scores, axis=-1)", "softmax(scores, axis=1)"),
        ),
        *(
            row
            for axis, where in ((0, "over the axis of times"), (1, "over the axis of the batch"))
            for row in (
                (
                    f"divided by the sum {where}",
                    f"that divides by the sum {where}",
                    _changed(BY_HAND, "e.sum(axis=2", f"e.sum(axis={axis}"),
                ),
                (
                    f"largest taken off {where}",
                    f"that takes off the largest score {where}",
                    _changed(BY_HAND, "z.max(axis=2", f"z.max(axis={axis}"),
                ),
            )
        ),
        (
            "mean for sum in softmax",
            "that divides by the mean",
            _changed(BY_HAND, "e.sum(axis=2", "e.mean(axis=2"),
        ),
        (
            "sum for mean",
            "is the sum of all answers",
            _changed(OFTEN, "np.mean(answers, axis=0)", "np.sum(answers, axis=0)"),
        ),
        (
            "sum for mean",
            "the deviation was reckoned from it",
            "answers = softmax((h_t * masks) @ V + a, axis=-1)\nmean = answers.sum(axis=0)\n"
            "variance = (answers**2).mean(axis=0) - mean**2\n"
            "return mean, np.sqrt(np.maximum(variance, 0))",
        ),
        (
            "mean divided once more",
            "is divided by the number of answers twice",
            _changed(BY_HAND, "mean = p.mean(axis=0)", "mean = p.mean(axis=0) / len(masks)"),
        ),
        (
            "sum for mean in the deviation",
            "is the root of the *sum* of the squares",
            _changed(BY_HAND, "** 2).mean(axis=0)", "** 2).sum(axis=0)"),
        ),
        (
            "sum for mean in the deviation",
            "from the *sum* of the squares of all answers",
            "answers = softmax((h_t * masks) @ V + a, axis=-1)\nmean = answers.mean(axis=0)\n"
            "return mean, np.sqrt((answers**2).sum(axis=0) - mean**2)",
        ),
        (
            "absolute for square",
            "is the root of the mean distance",
            _changed(BY_HAND, "((p - mean) ** 2)", "abs(p - mean)"),
        ),
        (
            "over the batch",
            "is taken over the sequences of the batch",
            OFTEN.replace("axis=0", "axis=1"),
        ),
        ("over the outputs", "is taken over the outputs", OFTEN.replace("axis=0", "axis=2")),
        (
            "nothing dropped",
            "from answers without any mask",
            "answers = np.stack([softmax(h_t @ V + a, axis=1) for _ in masks])\n"
            "return answers.mean(axis=0), answers.std(axis=0)",
        ),
        (
            "first mask alone",
            "from the first mask each time",
            "answers = np.stack([softmax(h_t * masks[0] @ V + a, axis=1) for _ in masks])\n"
            "return answers.mean(axis=0), answers.std(axis=0)",
        ),
        (
            "masks of truth values",
            "from masks that were turned into 0 and 1",
            _changed(OFTEN, "h_t * masks", "h_t * (masks > 0)"),
        ),
        ("bias left out", "without the bias a", _changed(OFTEN, " @ V + a", " @ V")),
        (
            "mean and deviation swapped",
            "holds the other one",
            "answers = softmax((h_t * masks) @ V + a, axis=-1)\n"
            "return answers.std(axis=0), answers.mean(axis=0)",
        ),
    ],
}
