"""Right answers to the exercise `dropout`, written another way than in the statement.

For each check, rows of: how the answer differs, and what was typed, which is the body of the
function or a whole cell. The tests run each as a submission's cell, and it has to get full marks.
"""

MASKS = [
    ("where", "return np.where(draws < rate, 0.0, 1 / (1 - rate))"),
    ("above, and not at least", "keep = 1 - rate\nreturn (draws > rate).astype(float) / keep"),
    (
        "set in place",
        "mask = np.full(draws.shape, 1 / (1 - rate))\nmask[draws < rate] = 0\nreturn mask",
    ),
    (
        "number by number, as lists",
        """mask = []
for row in draws:
    mask.append([0.0 if u < rate else 1.0 / (1.0 - rate) for u in row])
return mask
""",
    ),
    ("what is left of one", "return (1 - (draws < rate)) / (1 - rate)"),
    ("turned around", "return ((1 - draws) <= 1 - rate) * (1 / (1 - rate))"),
    ("in float32", "return np.float32(draws >= rate) / np.float32(1 - rate)"),
    ("a lambda, with other names", "inverted_mask = lambda u, p: ~(u < p) / (1 - p)"),
    ("rounded up", "return np.ceil(draws - rate).clip(0, 1) / (1 - rate)"),
]

ALONG = [
    ("einsum", "return np.einsum('btf,bf->btf', inputs, mask)"),
    ("with None", "return inputs * mask[:, None, :]"),
    ("repeated", "return inputs * np.repeat(mask[:, np.newaxis], inputs.shape[1], axis=1)"),
    (
        "step by step into zeros",
        """out = np.zeros_like(inputs)
for t in range(inputs.shape[1]):
    out[:, t] = inputs[:, t] * mask
return out
""",
    ),
    ("sequence by sequence", "return np.stack([x * m for x, m in zip(inputs, mask)])"),
    ("steps in front", "return (inputs.swapaxes(0, 1) * mask).swapaxes(0, 1)"),
    ("a copy changed in place", "out = inputs.copy()\nout *= np.expand_dims(mask, 1)\nreturn out"),
    ("in float32, as lists", "return (np.float32(inputs) * np.float32(mask)[:, None]).tolist()"),
]

STEPS = [
    ("in one line", "return lstm_step(x_t * input_mask, h_prev * recurrent_mask, c_prev, W, U, b)"),
    (
        "by names, as a list",
        """h_t, c_t = lstm_step(
    x_t=np.multiply(input_mask, x_t), h_prev=np.multiply(recurrent_mask, h_prev),
    c_prev=c_prev, W=W, U=U, b=b,
)
return [h_t, c_t]
""",
    ),
    (
        "written out",
        """z = (x_t * input_mask) @ W + (h_prev * recurrent_mask) @ U + b
z_i, z_f, z_g, z_o = np.split(z, 4, axis=1)
sigmoid = lambda z: 1 / (1 + np.exp(-z))
c_t = sigmoid(z_f) * c_prev + sigmoid(z_i) * np.tanh(z_g)
return sigmoid(z_o) * np.tanh(c_t), c_t
""",
    ),
    (
        "one sequence at a time",
        """rows = []
for n in range(len(x_t)):
    x, h = x_t[n : n + 1] * input_mask[n], h_prev[n : n + 1] * recurrent_mask[n]
    rows.append(lstm_step(x, h, c_prev[n : n + 1], W, U, b))
return tuple(np.concatenate(made) for made in zip(*rows))
""",
    ),
    (
        "the rows of the weights scaled, for each sequence",
        """made = [
    lstm_step(x[None], h[None], c[None], m[:, None] * W, r[:, None] * U, b)
    for x, h, c, m, r in zip(x_t, h_prev, c_prev, input_mask, recurrent_mask)
]
return np.concatenate([h for h, _ in made]), np.concatenate([c for _, c in made])
""",
    ),
    (
        "in float32",
        "f = np.float32\nread = f(x_t * input_mask), f(h_prev * recurrent_mask), f(c_prev)\n"
        "return lstm_step(*read, f(W), f(U), f(b))",
    ),
]

RUNS = [
    (
        "lstm_step in use",
        """h = np.zeros((inputs.shape[0], U.shape[0]))
c = np.zeros_like(h)
for t in range(inputs.shape[1]):
    if training:
        h, c = masked_step(inputs[:, t], h, c, W, U, b, input_mask, recurrent_mask)
    else:
        h, c = lstm_step(inputs[:, t], h, c, W, U, b)
return h
""",
    ),
    (
        "everything here",
        """h, c = np.zeros((2, len(inputs), len(U)))
for t in range(inputs.shape[1]):
    x, kept = inputs[:, t], h
    if training:
        x, kept = x * input_mask, kept * recurrent_mask
    h, c = lstm_step(x, kept, c, W, U, b)
return h
""",
    ),
    (
        "the masks are the number one in use",
        """m, r = (input_mask, recurrent_mask) if training else (1.0, 1.0)
h = c = np.zeros((len(inputs), len(U)))
for x in np.moveaxis(inputs, 1, 0):
    h, c = masked_step(x, h, c, W, U, b, m, r)
return h
""",
    ),
    (
        "every hidden state kept, the last returned",
        """if not training:
    input_mask = np.ones(input_mask.shape)
    recurrent_mask = np.ones(recurrent_mask.shape)
every, c = [np.zeros(recurrent_mask.shape)], np.zeros(recurrent_mask.shape)
for t in range(inputs.shape[1]):
    h, c = masked_step(
        x_t=inputs[:, t], h_prev=every[-1], c_prev=c, W=W, U=U, b=b,
        input_mask=input_mask, recurrent_mask=recurrent_mask,
    )
    every.append(h)
return np.stack(every, axis=1)[:, -1]
""",
    ),
    (
        "the inputs dropped before the loop",
        """if training:
    inputs = drop_along(inputs, input_mask)
h = c = np.zeros((len(inputs), len(U)))
for t in range(inputs.shape[1]):
    h, c = lstm_step(inputs[:, t], h * recurrent_mask if training else h, c, W, U, b)
return h
""",
    ),
    (
        "the library's run in use",
        """from lstm_lib.sequence import lstm_forward

if not training:
    return lstm_forward(inputs, W, U, b).h[:, -1]
h, c = np.zeros(recurrent_mask.shape), np.zeros(recurrent_mask.shape)
for t in range(inputs.shape[1]):
    h, c = masked_step(inputs[:, t], h, c, W, U, b, input_mask, recurrent_mask)
return h
""",
    ),
]

OFTEN = [
    (
        "time by time",
        """answers = []
for mask in masks:
    answers.append(softmax((h_t * mask) @ V + a, axis=1))
return np.mean(answers, axis=0), np.std(answers, axis=0)
""",
    ),
    (
        "softmax by hand",
        """z = np.einsum('tbu,uo->tbo', masks * h_t, V) + a
e = np.exp(z - z.max(axis=2, keepdims=True))
p = e / e.sum(axis=2, keepdims=True)
mean = p.sum(axis=0) / len(p)
return mean, np.sqrt(((p - mean) ** 2).mean(axis=0))
""",
    ),
    (
        "mean of the squares",
        """p = softmax((h_t[None] * masks) @ V + a, axis=2)
mean = p.mean(0)
return [mean, np.sqrt(np.abs((p**2).mean(0) - mean**2))]
""",
    ),
    (
        "sequence by sequence",
        """means, deviations = [], []
for n in range(len(h_t)):
    p = softmax(h_t[n] * masks[:, n] @ V + a, axis=-1)
    means.append(p.mean(axis=0))
    deviations.append(p.std(axis=0))
return np.array(means), np.array(deviations)
""",
    ),
    (
        "by statistics, as lists",
        """import statistics

p = np.array([softmax(h_t * m @ V + a, axis=1) for m in masks])
means = [[statistics.fmean(p[:, n, k]) for k in range(p.shape[2])] for n in range(p.shape[1])]
spread = [[statistics.pstdev(p[:, n, k].tolist()) for k in range(p.shape[2])]
          for n in range(p.shape[1])]
return means, spread
""",
    ),
    (
        "in float32",
        "f = np.float32\np = softmax(f(h_t) * f(masks) @ f(V) + f(a), axis=-1)\n"
        "return p.mean(axis=0), p.std(axis=0)",
    ),
]

RIGHT = {
    "inverted_mask": MASKS,
    "drop_along": ALONG,
    "masked_step": STEPS,
    "run_masked": RUNS,
    "ask_often": OFTEN,
}
