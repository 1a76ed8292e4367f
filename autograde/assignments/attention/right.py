"""Right answers to the exercise `attention`, written another way than in the statement.

For each check, rows of: how the answer differs, and what was typed, which is the body of the
function or a whole cell. The tests run each as a submission's cell, and it has to get full marks.
"""

SCORES = [
    ("einsum", "return np.einsum('bu,bju->bj', h_t, encoder_h)"),
    ("a matrix product", "return (encoder_h @ h_t[:, :, None])[:, :, 0]"),
    (
        "a matrix product, query first",
        "return np.squeeze(h_t[:, None] @ encoder_h.swapaxes(1, 2), 1)",
    ),
    (
        "sequence by sequence",
        "return np.stack([h @ q for h, q in zip(encoder_h, h_t)])",
    ),
    (
        "number by number, as lists",
        """scores = []
for n in range(len(h_t)):
    row = []
    for j in range(encoder_h.shape[1]):
        total = 0.0
        for k in range(h_t.shape[1]):
            total += h_t[n, k] * encoder_h[n, j, k]
        row.append(total)
    scores.append(row)
return scores
""",
    ),
    ("in float32", "return np.matvec(np.float32(encoder_h), np.float32(h_t))"),
    ("a lambda, with other names", "dot_scores = lambda q, keys: (q[:, None, :] * keys).sum(-1)"),
    (
        "step by step into zeros",
        """scores = np.zeros(encoder_h.shape[:2])
for t in range(encoder_h.shape[1]):
    scores[:, t] = np.sum(h_t * encoder_h[:, t], axis=-1)
return scores
""",
    ),
]

WEIGHTS = [
    (
        "a large negative number in place of infinity",
        "s = np.where(mask, scores, -1e9)\ne = np.exp(s - np.max(s, axis=-1, keepdims=True))\n"
        "return e / np.sum(e, axis=-1, keepdims=True)",
    ),
    (
        "masked after exp, less the largest score of a real step, and divided then",
        "top = scores.max(axis=1, keepdims=True, where=mask, initial=-np.inf)\n"
        "e = np.where(mask, np.exp(np.minimum(scores - top, 0)), 0)\n"
        "return e / e.sum(axis=1, keepdims=True)",
    ),
    (
        "row by row, on the real steps",
        """weights = np.zeros_like(scores)
for row, real, out in zip(scores, mask, weights):
    e = np.exp(row[real] - row[real].max())
    out[real] = e / e.sum()
return weights
""",
    ),
    (
        "mask added, as a large negative number",
        "s = scores + (mask - 1) * 1e9\ns = s - s.max(axis=1, keepdims=True)\n"
        "e = np.exp(s)\nreturn e / e.sum(axis=1, keepdims=True)",
    ),
    (
        "a masked array",
        "s = np.ma.array(scores, mask=~mask)\n"
        "e = np.exp(s - s.max(axis=1, keepdims=True)).filled(0)\n"
        "return e / e.sum(axis=1, keepdims=True)",
    ),
    (
        "infinity taken away again",
        """with np.errstate(over="ignore"):
    e = np.where(mask, np.exp(scores - np.where(mask, scores, -np.inf).max(1)[:, None]), 0)
return e / e.sum(1)[:, None]
""",
    ),
    (
        "by logarithms",
        "s = np.where(mask, scores, -np.inf)\n"
        "return np.exp(s - np.logaddexp.reduce(s, axis=1, keepdims=True))",
    ),
    (
        "as lists",
        """import math

rows = []
for row, real in zip(scores.tolist(), mask.tolist()):
    top = max(s for s, r in zip(row, real) if r)
    e = [math.exp(s - top) if r else 0.0 for s, r in zip(row, real)]
    rows.append([x / sum(e) for x in e])
return rows
""",
    ),
    (
        "in float32",
        "s = np.where(mask, scores, -np.inf).astype('float32')\n"
        "e = np.exp(s - s.max(1)[:, None])\nreturn e / e.sum(1)[:, None]",
    ),
    (
        "a copy changed in place",
        "s = scores.copy()\ns[~mask] = -np.inf\ns -= s.max(axis=1, keepdims=True)\n"
        "np.exp(s, out=s)\ns /= s.sum(axis=1, keepdims=True)\nreturn s",
    ),
]

CONTEXTS = [
    ("einsum", "return np.einsum('bj,bju->bu', weights, encoder_h)"),
    ("a matrix product", "return (weights[:, None] @ encoder_h)[:, 0]"),
    ("sequence by sequence", "return np.array([w @ h for w, h in zip(weights, encoder_h)])"),
    (
        "step by step",
        """total = np.zeros_like(encoder_h[:, 0])
for t in range(weights.shape[1]):
    total = total + weights[:, t, None] * encoder_h[:, t]
return total
""",
    ),
    ("transposed", "return (encoder_h.transpose(0, 2, 1) @ weights[..., None]).squeeze(-1)"),
    (
        "averaged by NumPy",
        "return np.array([np.average(h, 0, w) for h, w in zip(encoder_h, weights)])",
    ),
    (
        "in float32, as lists",
        "return np.vecmat(np.float32(weights), np.float32(encoder_h)).tolist()",
    ),
    ("a lambda", "context = lambda w, h: np.sum(w.reshape(*w.shape, 1) * h, axis=-2)"),
]

GRADIENTS = [
    (
        "by the matrix of slopes",
        """rows = []
for d, w in zip(d_weights, weights):
    J = np.diag(w) - np.outer(w, w)
    rows.append(J @ d)
return np.array(rows)
""",
    ),
    (
        "the product once",
        "g = weights * d_weights\nreturn g - weights * g.sum(axis=1, keepdims=True)",
    ),
    (
        "einsum",
        "return weights * (d_weights - np.einsum('bj,bj->b', weights, d_weights)[:, None])",
    ),
    (
        "averaged by NumPy",
        "mean = np.average(d_weights, axis=1, weights=weights)\n"
        "return (d_weights - mean[:, None]) * weights",
    ),
    (
        "number by number",
        """d_scores = np.zeros_like(weights)
for n in range(len(weights)):
    for j in range(weights.shape[1]):
        for k in range(weights.shape[1]):
            slope = weights[n, k] * ((j == k) - weights[n, j])
            d_scores[n, j] += slope * d_weights[n, k]
return d_scores
""",
    ),
    (
        "in float32, as lists",
        "w, d = np.float32(weights), np.float32(d_weights)\n"
        "return (w * (d - (w * d).sum(1)[:, None])).tolist()",
    ),
    (
        "einsum over the slopes of all pairs",
        "slopes = np.eye(weights.shape[1]) * weights[:, None] - "
        "weights[:, :, None] * weights[:, None]\n"
        "return np.einsum('bjk,bk->bj', slopes, d_weights)",
    ),
]

STEPS = [
    (
        "in one piece",
        """h_t, c_t = lstm_step(x_t, h_prev, c_prev, W, U, b)
s = np.where(mask, np.einsum("bu,bju->bj", h_t, encoder_h), -np.inf)
w = np.exp(s - s.max(axis=1, keepdims=True))
w /= w.sum(axis=1, keepdims=True)
read = np.einsum("bj,bju->bu", w, encoder_h)
return h_t, c_t, w, np.tanh(np.hstack([read, h_t]) @ W_attended)
""",
    ),
    (
        "two products added",
        """h_t, c_t = lstm_step(x_t, h_prev, c_prev, W, U, b)
w = attention_weights(dot_scores(h_t, encoder_h), mask)
n = h_t.shape[1]
z = context(w, encoder_h) @ W_attended[:n] + h_t @ W_attended[n:]
return [h_t, c_t, w, np.tanh(z)]
""",
    ),
    (
        "parts called by their names",
        """h, c = lstm_step(x_t=x_t, h_prev=h_prev, c_prev=c_prev, W=W, U=U, b=b)
w = attention_weights(mask=mask, scores=dot_scores(encoder_h=encoder_h, h_t=h))
read = context(encoder_h=encoder_h, weights=w)
return h, c, w, np.tanh(np.concatenate((read, h), axis=-1).dot(W_attended))
""",
    ),
    (
        "one sequence at a time",
        """rows = []
for n in range(len(x_t)):
    one = slice(n, n + 1)
    h, c = lstm_step(x_t[one], h_prev[one], c_prev[one], W, U, b)
    w = attention_weights(dot_scores(h, encoder_h[one]), mask[one])
    read = context(w, encoder_h[one])
    rows.append((h, c, w, np.tanh(np.concatenate([read, h], axis=1) @ W_attended)))
return tuple(np.concatenate(made) for made in zip(*rows))
""",
    ),
    (
        "some parts called, some written out",
        """h_t, c_t = lstm_step(x_t, h_prev, c_prev, W, U, b)
w = attention_weights((encoder_h @ h_t[:, :, None])[:, :, 0], mask)
read = (w[:, None] @ encoder_h)[:, 0]
return h_t, c_t, w, np.tanh(np.c_[read, h_t] @ W_attended)
""",
    ),
    (
        "weights compared with what they should be",
        """h_t, c_t = lstm_step(x_t, h_prev, c_prev, W, U, b)
w = attention_weights(dot_scores(h_t, encoder_h), mask)
assert np.allclose(w.sum(axis=1), 1)
return h_t, c_t, w, np.tanh(np.hstack((context(w, encoder_h), h_t)) @ W_attended)
""",
    ),
    (
        "in float32",
        """f = np.float32
h_t, c_t = lstm_step(*map(f, (x_t, h_prev, c_prev, W, U, b)))
w = attention_weights(dot_scores(h_t, f(encoder_h)), mask)
return h_t, c_t, w, np.tanh(np.hstack([context(w, f(encoder_h)), h_t]) @ f(W_attended))
""",
    ),
]

RIGHT = {
    "dot_scores": SCORES,
    "attention_weights": WEIGHTS,
    "context": CONTEXTS,
    "scores_gradient": GRADIENTS,
    "decoder_step": STEPS,
}
