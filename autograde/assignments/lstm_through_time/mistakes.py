"""Mistakes in the exercise `lstm_through_time`, as learners type them.

For each check, rows of: the diagnosis, words of it that no other diagnosis of the check has, and
what was typed, which is the body of the function or a whole cell. They are written from the words:
the tests run each as a submission's cell, and it has to be named.
"""

from itertools import permutations
from textwrap import indent

RUN = """h_t, c_t = h_0, c_0
h, c = [], []
for t in range(inputs.shape[1]):
    h_t, c_t = lstm_step(inputs[:, t], h_t, c_t, W, U, b)
    h.append(h_t)
    c.append(c_t)
return np.stack(h, axis=1), np.stack(c, axis=1)
"""
RUN_WITH_OWN_STEP = """h_t, c_t = h_0, c_0
h, c = [], []
for t in range(inputs.shape[1]):
    z = inputs[:, t] @ W + h_t @ U + b
    i, f, g, o = np.split(z, 4, axis=1)
    i, f, o = [1 / (1 + np.exp(-gate)) for gate in (i, f, o)]
    c_t = f * c_t + i * np.tanh(g)
    h_t = o * np.tanh(c_t)
    h.append(h_t)
    c.append(c_t)
return np.stack(h, axis=1), np.stack(c, axis=1)
"""
RUN_INTO_ARRAYS = """batch, steps, _ = inputs.shape
h = np.zeros((batch, steps, h_0.shape[1]))
c = np.zeros((batch, steps, c_0.shape[1]))
h_t, c_t = h_0, c_0
for t in range(steps):
    h_t, c_t = lstm_step(inputs[:, t], h_t, c_t, W, U, b)
    h[:, t] = h_t
    c[:, t] = c_t
return h, c
"""
CHUNKS = """h_start, c_start = h_0, c_0
all_h, all_c = [], []
for start in range(0, inputs.shape[1], chunk):
    h, c = run_lstm(inputs[:, start:start + chunk], h_start, c_start, W, U, b)
    all_h.append(h)
    all_c.append(c)
    h_start, c_start = h[:, -1], c[:, -1]
return np.concatenate(all_h, axis=1), np.concatenate(all_c, axis=1)
"""


def _changed(text, *changes):
    """Type a right answer with pieces changed, given as pairs of before and after."""
    for before, after in zip(changes[::2], changes[1::2], strict=True):
        assert before in text, before
        text = text.replace(before, after)
    return text


# What `lstm_step` is given at every step, before W, U and b.
HANDED = [
    ("neither state handed on", "all begin with h_0 and c_0", "inputs[:, t], h_0, c_0"),
    ("cell state not handed on", "all begin with c_0", "inputs[:, t], h_t, c_0"),
    ("hidden state not handed on", "all begin with h_0. The", "inputs[:, t], h_0, c_t"),
    (
        "both states zero at each step",
        "all begin with zeros",
        "inputs[:, t], np.zeros_like(h_0), np.zeros_like(c_0)",
    ),
    (
        "cell state zero at each step",
        "given zeros as their cell state",
        "inputs[:, t], h_t, np.zeros_like(c_0)",
    ),
    (
        "hidden state zero at each step",
        "given zeros as their hidden state",
        "inputs[:, t], np.zeros_like(h_0), c_t",
    ),
    ("arguments of the step exchanged", "from the first one on", "inputs[:, t], c_t, h_t"),
    (
        "hidden state where cell state belongs",
        "get the hidden state twice",
        "inputs[:, t], h_t, h_t",
    ),
    (
        "cell state where hidden state belongs",
        "get the cell state twice",
        "inputs[:, t], c_t, c_t",
    ),
    ("first input at every step", "reads the first input again", "inputs[:, 0], h_t, c_t"),
    ("last input at every step", "reads the last input at every", "inputs[:, -1], h_t, c_t"),
]
# What stands in place of `h_0, c_0` before the loop.
BEGINS = [
    (
        "initial states ignored",
        "begins with zeros, not with h_0 and c_0",
        "np.zeros((len(inputs), len(U))), np.zeros((len(inputs), len(U)))",
    ),
    (
        "initial hidden state ignored",
        "begins with a hidden state of zeros",
        "np.zeros(h_0.shape), c_0",
    ),
    (
        "initial cell state ignored",
        "begins with a cell state of zeros",
        "h_0, np.zeros(c_0.shape)",
    ),
    ("initial states exchanged", "begins with c_0 as its hidden state", "c_0, h_0"),
]
# The numbers of the steps in the loop.
STEPS = [
    ("reversed in time", "goes toward the first", "reversed(range(inputs.shape[1]))"),
    ("last step left out", "the last input is not read", "range(inputs.shape[1] - 1)"),
    ("first step left out", "the first input is not read", "range(1, inputs.shape[1])"),
]
# What is returned after the loop.
RETURNED = [
    (
        "h and c swapped",
        "return all hidden states first",
        "np.stack(c, axis=1), np.stack(h, axis=1)",
    ),
    (
        "steps before sequences",
        "it has the shape (steps, batch, units)",
        "np.array(h), np.array(c)",
    ),
    (
        "steps last",
        "it has the shape (batch, units, steps)",
        "np.stack(h, axis=-1), np.stack(c, axis=-1)",
    ),
    (
        "sequences joined along the batch",
        "one step below the other",
        "np.concatenate(h), np.concatenate(c)",
    ),
    ("last step only", "the state after the last step alone", "h_t, c_t"),
]
# What is typed in a step that is written out: in place of what, and what.
OWN_STEPS = [
    ("no bias in the gates", "without the bias b", " + b", ""),
    ("bias twice", "with the bias b in it twice", " + b", " + b + b"),
    ("forget bias added", "has 1 added to its sum", "gate in (i, f, o)", "gate in (i, f + 1, o)"),
    ("input left out of the gates", "read h_prev alone", "inputs[:, t] @ W + ", ""),
    ("gates swapped", "whose i and f are swapped", "f * c_t + i", "i * c_t + f"),
    *(
        (
            f"blocks in the order {' '.join(order)}",
            f"whose blocks were cut in the order {', '.join(order)};",
            "i, f, g, o = np",
            f"{', '.join(order)} = np",
        )
        for order in permutations("ifgo")
        if "".join(order) not in ("ifgo", "figo")
    ),
    ("sigmoid for tanh in the candidate", "g is a sigmoid", "np.tanh(g)", "1 / (1 + np.exp(-g))"),
    ("no tanh in the candidate", "g has not gone through tanh", "np.tanh(g)", "g"),
    *(
        (name, f"whose h_t equals {says}", "o * np.tanh(c_t)", emitted)
        for name, says, emitted in (
            ("no tanh in front of the output gate", "o · c_t.", "o * c_t"),
            (
                "sigmoid for tanh in front of the output gate",
                "o · sigmoid(c_t).",
                "o / (1 + np.exp(-c_t))",
            ),
            ("output gate left out", "tanh(c_t)", "np.tanh(c_t)"),
        )
    ),
]
# What the next chunk begins with.
NEXT = [
    (
        "chunks begin with zeros",
        "begins with zeros in every chunk after the first",
        "h_start, c_start = np.zeros_like(h_0), np.zeros_like(c_0)",
    ),
    ("only the hidden state handed on", "but begins each one with c_0", "h_start = h[:, -1]"),
    (
        "only the hidden state handed on, the cell state zero",
        "and a cell state of zeros",
        "h_start, c_start = h[:, -1], np.zeros(c_0.shape)",
    ),
    ("only the cell state handed on", "but begins each one with h_0", "c_start = c[:, -1]"),
    (
        "only the cell state handed on, the hidden state zero",
        "and a hidden state of zeros",
        "h_start, c_start = np.zeros(h_0.shape), c[:, -1]",
    ),
    (
        "states exchanged between chunks",
        "take the last hidden state for the cell state",
        "c_start, h_start = h[:, -1], c[:, -1]",
    ),
    (
        "hidden state for both",
        "get the last hidden state twice",
        "h_start, c_start = h[:, -1], h[:, -1]",
    ),
    (
        "first states of the chunk handed on",
        "after the first step of the chunk before",
        "h_start, c_start = h[:, 0], c[:, 0]",
    ),
]


def _all(text, before, rows, after="{}"):
    """Type a right answer several times, each with one piece changed."""
    return [(name, says, _changed(text, before, after.format(new))) for name, says, new in rows]


MISTAKES = {
    "run_lstm": [
        *_all(RUN, "inputs[:, t], h_t, c_t", HANDED),
        *_all(RUN, "h_t, c_t = h_0, c_0", BEGINS, "h_t, c_t = {}"),
        *_all(RUN, "range(inputs.shape[1])", STEPS),
        *_all(RUN, "np.stack(h, axis=1), np.stack(c, axis=1)", RETURNED),
        *(
            (name, says, _changed(RUN_WITH_OWN_STEP, before, after))
            for name, says, before, after in OWN_STEPS
        ),
        (
            "results of the step exchanged",
            "It returns h_t first, then c_t",
            _changed(RUN, "h_t, c_t = lstm_step", "c_t, h_t = lstm_step"),
        ),
        (
            "states exchanged between steps",
            "the old hidden state as c_prev and the old cell state as h_prev",
            """h_t, c_t = lstm_step(inputs[:, 0], h_0, c_0, W, U, b)
h, c = [h_t], [c_t]
for t in range(1, inputs.shape[1]):
    h_t, c_t = lstm_step(inputs[:, t], c[-1], h[-1], W, U, b)
    h.append(h_t)
    c.append(c_t)
return np.stack(h, axis=1), np.stack(c, axis=1)
""",
        ),
        (
            "two calls a step",
            "of which the second reads the hidden state that the first has made new",
            _changed(
                RUN,
                "    h_t, c_t = lstm_step(inputs[:, t], h_t, c_t, W, U, b)\n",
                "    h_t, _ = lstm_step(inputs[:, t], h_t, c_t, W, U, b)\n"
                "    _, c_t = lstm_step(inputs[:, t], h_t, c_t, W, U, b)\n",
            ),
        ),
        (
            "reversed in time, states put in place",
            "each state depends on the steps after it, and on none before",
            _changed(RUN_INTO_ARRAYS, "range(steps)", "range(steps - 1, -1, -1)"),
        ),
        (
            "zeros at each step but the first",
            "given zeros, all but the first one",
            _changed(
                RUN_INTO_ARRAYS,
                "range(steps)",
                "range(steps - 1, -1, -1)",
                "inputs[:, t], h_t, c_t",
                "inputs[:, t], *((h[:, t - 1], c[:, t - 1]) if t else (h_0, c_0))",
            ),
        ),
        (
            "states in reverse order",
            "the right states with the last step first",
            _changed(RUN, "h.append(h_t)", "h.insert(0, h_t)", "c.append(c_t)", "c.insert(0, c_t)"),
        ),
        (
            "states before the steps",
            "is one step late: it begins with the initial state and lacks the last one",
            """h_t, c_t = h_0, c_0
h, c = [], []
for t in range(inputs.shape[1]):
    h.append(h_t)
    c.append(c_t)
    h_t, c_t = lstm_step(inputs[:, t], h_t, c_t, W, U, b)
return np.stack(h, axis=1), np.stack(c, axis=1)
""",
        ),
        (
            "initial states included",
            "one entry too many",
            """h, c = [h_0], [c_0]
for t in range(inputs.shape[1]):
    h_t, c_t = lstm_step(inputs[:, t], h[-1], c[-1], W, U, b)
    h.append(h_t)
    c.append(c_t)
return np.stack(h, axis=1), np.stack(c, axis=1)
""",
        ),
        (
            "last state at every step",  # one array stands on the list again and again
            "Keep each state when it is computed",
            """h_t, c_t = h_0.copy(), c_0.copy()
h, c = [], []
for t in range(inputs.shape[1]):
    h_t[:], c_t[:] = lstm_step(inputs[:, t], h_t, c_t, W, U, b)
    h.append(h_t)
    c.append(c_t)
return np.stack(h, axis=1), np.stack(c, axis=1)
""",
        ),
        (
            "wrong call of the step",
            "call 2 of `lstm_step`, on case 1, was not given the right c_prev",
            _changed(RUN, "    h.append(h_t)", "    c_t = np.tanh(c_t)\n    h.append(h_t)"),
        ),
        (
            "wrong call of the step",
            "`lstm_step` was called 4 times on case 1, which has 5 steps",
            _changed(RUN_INTO_ARRAYS, "range(steps)", "range(steps - 1)"),
        ),
        (
            "wrong call of the step",
            "every call of `lstm_step` is right. Look at what you keep",
            _changed(
                RUN_INTO_ARRAYS,
                "h[:, t] = h_t",
                "h[:, t:] += h_t[:, None]",
                "c[:, t] = c_t",
                "c[:, t:] += c_t[:, None]",
            ),
        ),
        (
            "looks ahead",
            "changes when only the inputs from step 3 onward change",
            """h = np.zeros((len(inputs), inputs.shape[1], len(U)))
c = np.zeros_like(h)
for n, sequence in enumerate(inputs):
    sequence = (sequence - sequence.mean(axis=0)) / sequence.std(axis=0)
    h_t, c_t = h_0[n:n + 1], c_0[n:n + 1]
    for t in range(len(sequence)):
        h_t, c_t = lstm_step(sequence[t:t + 1], h_t, c_t, W, U, b)
        h[n, t], c[n, t] = h_t[0], c_t[0]
return h, c
""",
        ),
    ],
    "last_hidden": [
        ("last column", "that step is padding", "return h[:, -1]"),
        ("last column", "that step is padding", "return h[:, h.shape[1] - 1, :]"),
        (
            "one step too late",
            "is one step too late",
            "return np.array([h[n, lengths[n]] for n in range(len(h))])",
        ),
        (
            "one step too early",
            "is one step too early",
            "return h[np.arange(len(lengths)), lengths - 2]",
        ),
        ("first step", "is the state after the first step", "return h[:, 0]"),
        (
            "every length for every sequence",
            "Pair each sequence with its own length.",
            "return h[:, lengths - 1]",
        ),
        (
            "every length for every sequence, one step too late",
            "with its own length, and count from 0",
            "return h[:, lengths, :]",
        ),
        ("longest for all", "of the longest sequence", "return h[:, max(lengths) - 1]"),
        ("shortest for all", "of the shortest sequence", "return h[:, min(lengths) - 1]"),
        (
            "counted from the end",
            "counted from the end of the padding",
            "last = []\n"
            "for n in range(h.shape[0]):\n"
            "    last.append(h[n, -lengths[n]])\n"
            "return np.stack(last)",
        ),
        *(
            (
                name,
                says,
                "last = []\n"
                "for n, length in enumerate(lengths):\n"
                f"    last.append(h[n, :length].{join}(axis=0))\n"
                "return np.array(last)",
            )
            for name, says, join in (
                ("mean over the real steps", "is the mean over the real steps", "mean"),
                ("sum over the real steps", "is the sum over the real steps", "sum"),
                ("largest of the real steps", "is the largest value of each unit", "max"),
            )
        ),
        ("mean over all steps", "padding included", "return np.mean(h, axis=1)"),
        (
            "step axis kept",
            "with an axis of length 1 left over",
            "return np.take_along_axis(h, (lengths - 1)[:, None, None], axis=1)",
        ),
        (
            "padding set to zero",
            "with zeros at the padding",
            "last = h.copy()\n"
            "for n, length in enumerate(lengths):\n"
            "    last[n, length:] = 0\n"
            "return last",
        ),
    ],
    "run_in_chunks": [
        *_all(CHUNKS, "h_start, c_start = h[:, -1], c[:, -1]", NEXT),
        (
            "chunks begin with the initial states",
            "begins again with h_0 and c_0 in every chunk",
            _changed(CHUNKS, "    h_start, c_start = h[:, -1], c[:, -1]\n", ""),
        ),
        (
            "initial states exchanged",
            "begins with c_0 as its hidden state",
            _changed(CHUNKS, "h_start, c_start = h_0, c_0", "h_start, c_start = c_0, h_0"),
        ),
        (
            "arguments of the run exchanged",
            "all get the cell state before the hidden state",
            _changed(CHUNKS, "h_start, c_start, W", "c_start, h_start, W"),
        ),
        (
            "initial states ignored",
            "begins with zeros, not with h_0 and c_0",
            _changed(
                CHUNKS,
                "h_start, c_start = h_0, c_0",
                "h_start = np.zeros((inputs.shape[0], U.shape[0]))\nc_start = h_start.copy()",
            ),
        ),
        (
            "last chunk dropped",
            "lacks the steps that are left over",
            "steps = inputs.shape[1]\n"
            "if steps <= chunk:\n"
            "    return run_lstm(inputs, h_0, c_0, W, U, b)\n"
            + _changed(
                CHUNKS, "range(0, inputs.shape[1], chunk)", "range(0, steps - chunk + 1, chunk)"
            ),
        ),
        *(
            ("last chunk dropped", "lacks the steps that are left over", dropping)
            for dropping in (
                _changed(
                    CHUNKS,
                    "range(0, inputs.shape[1], chunk)",
                    "range(0, inputs.shape[1] - chunk + 1, chunk)",
                ),
                "made, states = [], (h_0, c_0)\n"
                "for k in range(inputs.shape[1] // chunk):\n"
                "    made.append(run_lstm(inputs[:, k * chunk:][:, :chunk], *states, W, U, b))\n"
                "    states = [every[:, -1] for every in made[-1]]\n"
                "h, c = zip(*made)\n"
                "return np.concatenate(h, axis=1), np.concatenate(c, axis=1)\n",
            )
        ),
        (
            "chunks overlap by a step",
            "the last step of each is read again as the first of the next",
            _changed(CHUNKS, "start + chunk]", "start + chunk + 1]"),
        ),
        (
            "a step lost in each chunk",
            "a step is lost at the end of each",
            _changed(CHUNKS, "start + chunk]", "start + chunk - 1]"),
        ),
        (
            "last chunk only",
            "holds the last chunk alone",
            _changed(
                CHUNKS, "np.concatenate(all_h, axis=1), np.concatenate(all_c, axis=1)", "h, c"
            ),
        ),
        (
            "last step of each chunk only",
            "The states of all steps were expected",
            """h_t, c_t = h_0, c_0
all_h, all_c = [], []
for start in range(0, inputs.shape[1], chunk):
    h, c = run_lstm(inputs[:, start:start + chunk], h_t, c_t, W, U, b)
    h_t, c_t = h[:, -1], c[:, -1]
    all_h.append(h_t)
    all_c.append(c_t)
return np.stack(all_h, axis=1), np.stack(all_c, axis=1)
""",
        ),
        (
            "chunks in reverse order",
            "with the last chunk first",
            _changed(
                CHUNKS,
                "all_h.append(h)",
                "all_h = [h] + all_h",
                "all_c.append(c)",
                "all_c = [c] + all_c",
            ),
        ),
        (
            "h and c swapped",
            "return all hidden states first",
            _changed(
                CHUNKS,
                "return np.concatenate(all_h, axis=1), np.concatenate(all_c, axis=1)",
                "return np.concatenate(all_c, axis=1), np.concatenate(all_h, axis=1)",
            ),
        ),
        (
            "other chunks",
            "A sequence that does not fit into memory cannot be read that way",
            f"def run_lstm(inputs, h_0, c_0, W, U, b):\n{indent(RUN, '    ')}\n\n"
            "whole = run_lstm\n\n\n"
            "def run_in_chunks(inputs, chunk, h_0, c_0, W, U, b):\n"
            "    return whole(inputs, h_0, c_0, W, U, b)\n",
        ),
        (
            "other chunks",
            "A sequence that does not fit into memory cannot be read that way",
            "return run_lstm(inputs, h_0, c_0, W, U, b)",
        ),
        (
            "other chunks",
            "the chunks are too short",
            _changed(
                CHUNKS,
                "inputs.shape[1], chunk)",
                "inputs.shape[1])",
                "start + chunk]",
                "start + 1]",
            ),
        ),
    ],
    "input_products": [
        (
            "steps before sequences",
            "it has the shape (steps, batch, 4·units)",
            "products = []\n"
            "for t in range(inputs.shape[1]):\n"
            "    products.append(inputs[:, t] @ W)\n"
            "return np.array(products)",
        ),
        (
            "columns before steps",
            "it has the shape (batch, 4·units, steps)",
            "return np.stack([inputs[:, t] @ W for t in range(inputs.shape[1])], axis=-1)",
        ),
        (
            "sequences and steps on one axis",
            "has sequences and steps on one axis",
            "return np.concatenate([sequence @ W for sequence in inputs])",
        ),
        (
            "sequences and steps mixed up",
            "the right products in wrong places",
            "batch, steps, features = inputs.shape\n"
            "products = [inputs[:, t] @ W for t in range(steps)]\n"
            "return np.array(products).reshape(batch, steps, W.shape[1])",
        ),
        (
            "last step only",
            "the product of the last step alone",
            "for t in range(inputs.shape[1]):\n    product = inputs[:, t] @ W\nreturn product",
        ),
        ("first step only", "the product of the first step alone", "return inputs[:, 0] @ W"),
        (
            "sum over the steps",
            "is the sum over all steps",
            "product = 0\n"
            "for t in range(inputs.shape[1]):\n"
            "    product += inputs[:, t] @ W\n"
            "return product",
        ),
        ("mean over the steps", "is the mean over all steps", "return np.mean(inputs, axis=1) @ W"),
        (
            "mean over the features",
            "is divided by the number of features",
            "return np.mean(inputs[:, :, :, None] * W, axis=2)",
        ),
        (
            "one block only",
            "holds the first block of columns alone",
            "units = W.shape[1] // 4\nreturn inputs @ W[:, :units]",
        ),
        (
            "sum over the features",
            "sums over the features that were taken before the product",
            "return np.einsum('btf,gk->btk', inputs, W)",  # the two letters have to be one
        ),
        (
            "sum over the features",
            "sums over the features that were taken before the product",
            "return inputs.sum(axis=2)[:, :, None] * W.sum(axis=0)",
        ),
    ],
}
