"""Right answers to the exercise `lstm_through_time`, written another way than in the statement.

For each check, rows of: how the answer differs, and what was typed, which is the body of the
function or a whole cell. The tests run each as a submission's cell, and it has to get full marks.
"""

RUNS = [
    (
        "into arrays made before",
        """batch, steps, _ = inputs.shape
h, c = np.zeros((batch, steps, len(U))), np.zeros((batch, steps, len(U)))
for t in range(steps):
    before = (h[:, t - 1], c[:, t - 1]) if t > 0 else (h_0, c_0)
    h[:, t], c[:, t] = lstm_step(inputs[:, t], *before, W, U, b)
return h, c
""",
    ),
    (
        "one sequence at a time",
        """all_h, all_c = [], []
for n in range(len(inputs)):
    h_t, c_t = h_0[n : n + 1], c_0[n : n + 1]
    hs, cs = [], []
    for x_t in inputs[n]:
        h_t, c_t = lstm_step(x_t.reshape(1, -1), h_t, c_t, W, U, b)
        hs.append(h_t[0])
        cs.append(c_t[0])
    all_h.append(hs)
    all_c.append(cs)
return np.array(all_h), np.array(all_c)
""",
    ),
    (
        "from a generator, by keywords",
        """def states():
    h_t, c_t = h_0, c_0
    for x_t in inputs.swapaxes(0, 1):
        h_t, c_t = lstm_step(x_t=x_t, h_prev=h_t, c_prev=c_t, W=W, U=U, b=b)
        yield h_t, c_t

return tuple(np.stack(every, axis=1) for every in zip(*states()))
""",
    ),
    (
        "an own step, in float32, as lists",
        """inputs, h_t, c_t, W, U, b = (np.float32(a) for a in (inputs, h_0, c_0, W, U, b))
h, c = [], []
for t in range(inputs.shape[1]):
    z = inputs[:, t] @ W + h_t @ U + b
    i, f, g, o = np.split(z, 4, axis=1)
    i, f, o = (1 / (1 + np.exp(-a)) for a in (i, f, o))
    c_t = f * c_t + i * np.tanh(g)
    h_t = o * np.tanh(c_t)
    h.append(h_t)
    c.append(c_t)
return np.stack(h, 1).tolist(), np.stack(c, 1).tolist()
""",
    ),
    (
        "as one stacked array, transposed at the end",
        """every = [(h_0, c_0)]
for t in range(inputs.shape[1]):
    every.append(lstm_step(inputs[:, t, :], every[-1][0], every[-1][1], W, U, b))
return np.array(every[1:]).transpose(1, 2, 0, 3)
""",
    ),
    (
        "with accumulate",
        """from itertools import accumulate

walk = accumulate(
    np.moveaxis(inputs, 1, 0), lambda s, x: lstm_step(x, *s, W, U, b), initial=(h_0, c_0)
)
next(walk)
h, c = zip(*walk)
return np.stack(h, axis=1), np.stack(c, axis=1)
""",
    ),
    (
        "an own step of other argument names",
        """def lstm_step(x, h, c, Wx, Wh, bias):
    xh = np.concatenate([x, h], axis=1)
    i, f, g, o = np.split(xh @ np.concatenate([Wx, Wh]) + bias, 4, axis=1)
    squash = lambda z: 0.5 + 0.5 * np.tanh(z / 2)
    c = squash(f) * c + squash(i) * np.tanh(g)
    return squash(o) * np.tanh(c), c


def run_lstm(inputs, h_0, c_0, W, U, b):
    h, c = [h_0], [c_0]
    for t in range(inputs.shape[1]):
        new = lstm_step(x=inputs[:, t], h=h[-1], c=c[-1], Wx=W, Wh=U, bias=b)
        h.append(new[0])
        c.append(new[1])
    return np.stack(h[1:], axis=1), np.stack(c[1:], axis=1)
""",
    ),
    (
        "joined along a new axis, step after step",
        """t, h_t, c_t = 0, h_0, c_0
h = np.empty((len(h_0), 0, h_0.shape[1]))
c = h.copy()
while t < inputs.shape[1]:
    h_t, c_t = lstm_step(inputs[:, t], h_t, c_t, W, U, b)
    h = np.concatenate([h, h_t[:, np.newaxis]], axis=1)
    c = np.concatenate([c, c_t[:, None, :]], axis=1)
    t += 1
return h, c
""",
    ),
    (
        "checked step by step",
        """h_t, c_t, h, c = h_0, c_0, [], []
for t in range(inputs.shape[1]):
    f = 1 / (1 + np.exp(-(inputs[:, t] @ W + h_t @ U + b)))[:, len(U) : 2 * len(U)]
    kept = f * c_t
    h_t, c_t = lstm_step(inputs[:, t], h_t, c_t, W, U, b)
    assert np.all(np.abs(c_t - kept) < 1) and h_t.shape == h_0.shape
    h += [h_t]
    c += [c_t]
return np.stack(h, axis=1), np.stack(c, axis=1)
""",
    ),
]

LAST = [
    ("a loop over the batch", "return np.array([h[n, lengths[n] - 1] for n in range(len(h))])"),
    (
        "take_along_axis",
        "at = (lengths - 1)[:, None, None]\nreturn np.take_along_axis(h, at, axis=1)[:, 0]",
    ),
    (
        "a mask over the steps",
        "return h[np.arange(h.shape[1])[None, :] == lengths[:, None] - 1]",
    ),
    (
        "a product with ones and zeros",
        "return np.einsum('btu,bt->bu', h, np.eye(h.shape[1])[lengths - 1])",
    ),
    (
        "cut, and its last one, as lists",
        "return [sequence[:length][-1].tolist() for sequence, length in zip(h, lengths)]",
    ),
    (
        "a flat index",
        "batch, steps, units = h.shape\n"
        "return h.reshape(-1, units)[np.arange(batch) * steps + lengths - 1]",
    ),
    (
        "written over until it ends, in float32",
        "last = np.zeros((h.shape[0], h.shape[2]), dtype=np.float32)\n"
        "for t in range(h.shape[1]):\n"
        "    for n in range(h.shape[0]):\n"
        "        if t < lengths[n]:\n"
        "            last[n] = h[n, t]\n"
        "return last",
    ),
    (
        "a function of one sequence, in a lambda",
        "last_hidden = lambda h, lengths: np.stack(\n"
        "    list(map(lambda one: one[0][one[1] - 1], zip(h, lengths)))\n)",
    ),
]

CHUNKS = [
    (
        "into arrays made before",
        """h = np.zeros((*inputs.shape[:2], len(U)))
c = np.zeros_like(h)
for start in range(0, inputs.shape[1], chunk):
    part = slice(start, min(start + chunk, inputs.shape[1]))
    h[:, part], c[:, part] = run_lstm(inputs[:, part], h_0, c_0, W, U, b)
    h_0, c_0 = h[:, part][:, -1], c[:, part][:, -1]
return h, c
""",
    ),
    (
        "cut before, by split",
        """made = []
state = (h_0, c_0)
for part in np.split(inputs, np.arange(chunk, inputs.shape[1], chunk), axis=1):
    made.append(run_lstm(part, *state, W, U, b))
    state = [every[:, -1] for every in made[-1]]
return tuple(np.concatenate(every, axis=1) for every in zip(*made))
""",
    ),
    (
        "whole chunks counted, then the rest",
        """steps = inputs.shape[1]
h_all, c_all = [], []
for k in range(steps // chunk):
    h, c = run_lstm(inputs[:, k * chunk : (k + 1) * chunk], h_0, c_0, W, U, b)
    h_0, c_0 = h[:, -1, :], c[:, -1, :]
    h_all.append(h)
    c_all.append(c)
if steps % chunk:
    h, c = run_lstm(inputs[:, -(steps % chunk) :], h_0, c_0, W, U, b)
    h_all.append(h)
    c_all.append(c)
return np.hstack(h_all), np.hstack(c_all)
""",
    ),
    (
        "recursion",
        """h, c = run_lstm(inputs[:, :chunk], h_0, c_0, W, U, b)
if inputs.shape[1] <= chunk:
    return h, c
rest = run_in_chunks(inputs[:, chunk:], chunk, h[:, -1], c[:, -1], W, U, b)
return np.concatenate([h, rest[0]], axis=1), np.concatenate([c, rest[1]], axis=1)
""",
    ),
    (
        "a while loop, as lists",
        """start, every_h, every_c = 0, [], []
while start < inputs.shape[1]:
    h, c = run_lstm(inputs=inputs[:, start : start + chunk], h_0=h_0, c_0=c_0, W=W, U=U, b=b)
    every_h.append(h)
    every_c.append(c)
    h_0, c_0, start = h[:, -1], c[:, -1], start + chunk
return [np.concatenate(every_h, 1).tolist(), np.concatenate(every_c, 1).tolist()]
""",
    ),
    (
        "a run of other argument names, under another name",
        """def run_lstm(x, h0, c0, Wx, Wh, bias):
    h, c = [], []
    for t in range(x.shape[1]):
        h0, c0 = lstm_step(x[:, t], h0, c0, Wx, Wh, bias)
        h.append(h0)
        c.append(c0)
    return np.stack(h, axis=1), np.stack(c, axis=1)


run = run_lstm


def run_in_chunks(inputs, chunk, h_0, c_0, W, U, b):
    parts = []
    for start in range(0, inputs.shape[1], chunk):
        part = inputs[:, start : start + chunk]
        parts.append(run(x=part, h0=h_0, c0=c_0, Wx=W, Wh=U, bias=b))
        h_0, c_0 = parts[-1][0][:, -1], parts[-1][1][:, -1]
    return np.concatenate([p[0] for p in parts], 1), np.concatenate([p[1] for p in parts], 1)
""",
    ),
    (
        "a loop of its own within each chunk",
        """h, c = [], []
for start in range(0, inputs.shape[1], chunk):
    for t in range(start, min(start + chunk, inputs.shape[1])):
        h_0, c_0 = lstm_step(inputs[:, t], h_0, c_0, W, U, b)
        h.append(h_0)
        c.append(c_0)
return np.stack(h, axis=1), np.stack(c, axis=1)
""",
    ),
    (
        "as one stacked array",
        """parts = []
for start in range(0, inputs.shape[1], chunk):
    parts.append(np.stack(run_lstm(inputs[:, start : start + chunk], h_0, c_0, W, U, b)))
    h_0, c_0 = parts[-1][:, :, -1]
return np.concatenate(parts, axis=2)
""",
    ),
]

PRODUCTS = [
    ("einsum", "return np.einsum('btf,fk->btk', inputs, W)"),
    ("tensordot", "return np.tensordot(inputs, W, axes=1)"),
    (
        "on two axes, and back to three",
        "batch, steps, features = inputs.shape\n"
        "flat = inputs.reshape(batch * steps, features)\n"
        "return (flat @ W).reshape(batch, steps, -1)",
    ),
    (
        "a loop over the steps",
        "return np.stack([inputs[:, t] @ W for t in range(inputs.shape[1])], axis=1)",
    ),
    (
        "a loop over the sequences, in float32",
        "return np.array([np.float32(one) @ np.float32(W) for one in inputs])",
    ),
    ("dot, as nested lists", "return np.dot(inputs, W).tolist()"),
    ("a sum over a fourth axis", "return (inputs[..., None] * W).sum(axis=2)"),
    (
        "number by number, into zeros",
        "product = np.zeros((*inputs.shape[:2], W.shape[1]))\n"
        "for n, t in np.ndindex(*inputs.shape[:2]):\n"
        "    for j in range(len(W)):\n"
        "        product[n, t] += inputs[n, t, j] * W[j]\n"
        "return product",
    ),
]

RIGHT = {
    "run_lstm": RUNS,
    "last_hidden": LAST,
    "run_in_chunks": CHUNKS,
    "input_products": PRODUCTS,
}
