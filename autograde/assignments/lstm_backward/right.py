"""Right answers to the exercise `lstm_backward`, written another way than in the statement.

For each check, rows of: how the answer differs, and what was typed, which is the body of the
function or a whole cell. The tests run each as a submission's cell, and it has to get full marks.
"""

NUDGES = [
    (
        "in a flat copy, each entry put back",
        """flat = value.flatten()
slopes = []
for k in range(flat.size):
    kept = flat[k]
    flat[k] = kept + step
    up = function(flat.reshape(value.shape))
    flat[k] = kept - step
    down = function(flat.reshape(value.shape))
    flat[k] = kept
    slopes.append((up - down) / (2 * step))
return np.array(slopes).reshape(value.shape)
""",
    ),
    (
        "with nditer, as public code has it",
        """grad = np.zeros_like(value)
x = value.copy()
it = np.nditer(x, flags=["multi_index"], op_flags=["readwrite"])
while not it.finished:
    ix = it.multi_index
    oldval = x[ix]
    x[ix] = oldval + step
    pos = function(x)
    x[ix] = oldval - step
    neg = function(x)
    x[ix] = oldval
    grad[ix] = (pos - neg) / (2 * step)
    it.iternext()
return grad
""",
    ),
    (
        "in the array itself, which is left as it was",
        """gradient = np.empty(value.shape)
for place, kept in np.ndenumerate(value.copy()):
    value[place] = kept + step
    above = function(value)
    value[place] = kept - step
    below = function(value)
    value[place] = kept
    gradient[place] = (above - below) / step / 2
return gradient
""",
    ),
    (
        "with unit arrays, as nested lists",
        """units = np.eye(value.size).reshape(-1, *value.shape)
slopes = [(function(value + step * e) - function(value - step * e)) / (2 * step) for e in units]
return np.reshape(slopes, value.shape).tolist()
""",
    ),
    (
        "a function of one place, vectorized",
        """def slope(k):
    e = np.zeros(value.size)
    e[k] = step
    e = e.reshape(value.shape)
    return 0.5 * (function(value + e) - function(value - e)) / step

return np.vectorize(slope)(np.arange(value.size).reshape(value.shape))
""",
    ),
    (
        "two sums, subtracted at the end",
        """up, down = np.zeros_like(value), np.zeros_like(value)
for place in np.ndindex(*value.shape):
    for result, sign in ((up, 1), (down, -1)):
        nudged = np.array(value)
        nudged[place] = nudged[place] + sign * step
        result[place] = function(nudged)
return (up - down) / (2.0 * step)
""",
    ),
]

CELL_STATES = [
    (
        "with the hyperbolic cosine, number by number",
        """import math

return [
    [dc + dh * gate / math.cosh(c) ** 2 for dh, dc, c, gate in zip(*rows)]
    for rows in zip(dh_t, dc_next, c_t, o)
]
""",
    ),
    (
        "in place, in an array of its own",
        """tanh_c = np.tanh(c_t)
dc_t = dh_t * o
dc_t *= 1 - tanh_c * tanh_c
dc_t += dc_next
return dc_t
""",
    ),
    (
        "in float32",
        """dh_t, dc_next, c_t, o = (a.astype(np.float32) for a in (dh_t, dc_next, c_t, o))
dtanh = (1 - np.tanh(c_t)) * (1 + np.tanh(c_t))
return o * dh_t * dtanh + dc_next
""",
    ),
    (
        "a slope of its own, from a lambda",
        "dtanh = lambda z: 1 - np.tanh(z) ** 2\n"
        "return np.add(dc_next, np.multiply(np.multiply(dh_t, o), dtanh(c_t)))",
    ),
    (
        "row by row",
        """dc_t = np.copy(dc_next)
for n in range(dh_t.shape[0]):
    dc_t[n, :] += dh_t[n, :] * o[n, :] * (1 - np.square(np.tanh(c_t[n, :])))
return dc_t
""",
    ),
    (
        "with other names and exponentials",
        """def cell_state_gradient(dh, dc, c, output_gate):
    squashed = (np.exp(c) - np.exp(-c)) / (np.exp(c) + np.exp(-c))
    through_h = dh * output_gate - dh * output_gate * squashed**2
    return sum((dc, through_h))
""",
    ),
]

GATES = [
    (
        "backward line by line, as public code has it",
        """tanh_c = np.tanh(c_t)
do = dh_t * tanh_c
dz_o = do * o * (1 - o)
di = dc_t * g
dz_i = di * i * (1 - i)
df = c_prev * dc_t
dz_f = df * f * (1 - f)
dg = dc_t * i
dz_g = dg * (1 - g * g)
return dz_i, dz_f, dz_g, dz_o
""",
    ),
    (
        "two slopes of their own, as a list",
        """def dsigmoid(s):
    return s - s**2


def dtanh(s):
    return (1 + s) * (1 - s)


def gate_gradients(dh_t, dc_t, c_prev, c_t, i, f, g, o):
    into = [dc_t * g, dc_t * c_prev, dc_t * i, dh_t * np.tanh(c_t)]
    slopes = [dsigmoid(i), dsigmoid(f), dtanh(g), dsigmoid(o)]
    return [a * b for a, b in zip(into, slopes)]
""",
    ),
    (
        "as one stacked array",
        """slopes = np.stack([i - i * i, f - f * f, 1 - g**2, o - o * o])
return slopes * np.stack([dc_t * g, dc_t * c_prev, dc_t * i, dh_t * np.tanh(c_t)])
""",
    ),
    (
        "with h_t, which holds the output gate already",
        """h_t = o * np.tanh(c_t)
return (
    dc_t * g * (i - i**2),
    dc_t * c_prev * (f - f**2),
    dc_t * i * (1 - g**2),
    dh_t * h_t * (1 - o),
)
""",
    ),
    (
        "in float32, as nested lists",
        """a = [np.float32(a) for a in (dh_t, dc_t, c_prev, c_t, i, f, g, o)]
dh_t, dc_t, c_prev, c_t, i, f, g, o = a
made = dc_t * g * i * (1 - i), dc_t * c_prev * f * (1 - f), dc_t * i * (1 - g * g)
return tuple(one.tolist() for one in (*made, dh_t * np.tanh(c_t) * o * (1 - o)))
""",
    ),
    (
        "split from one wide array",
        """d = np.concatenate([dc_t * g, dc_t * c_prev, dc_t * i, dh_t * np.tanh(c_t)], axis=1)
gates = np.concatenate([i, f, g, o], axis=1)
n = i.shape[1]
slope = gates * (1 - gates)
slope[:, 2 * n : 3 * n] = 1 - gates[:, 2 * n : 3 * n] ** 2
return np.split(d * slope, 4, axis=1)
""",
    ),
    (
        "one after the other, from a generator",
        """def gate_gradients(dh_t, dc_t, c_prev, c_t, i, f, g, o):
    for s, other in ((i, g), (f, c_prev)):
        yield dc_t * other * s * (1 - s)
    yield dc_t * i * (1 - np.power(g, 2))
    yield dh_t * np.tanh(c_t) * o * (1 - o)
""",
    ),
    (
        "number by number",
        """results = [np.zeros_like(i) for _ in range(4)]
for at in np.ndindex(i.shape):
    results[0][at] = dc_t[at] * g[at] * i[at] * (1 - i[at])
    results[1][at] = dc_t[at] * c_prev[at] * f[at] * (1 - f[at])
    results[2][at] = dc_t[at] * i[at] * (1 - g[at] ** 2)
    results[3][at] = dh_t[at] * np.tanh(c_t[at]) * o[at] * (1 - o[at])
return tuple(results)
""",
    ),
]

PARAMETERS = [
    (
        "outer products, added over the batch",
        """dW, dU = np.zeros((x_t.shape[1], dz.shape[1])), np.zeros((h_prev.shape[1], dz.shape[1]))
db = np.zeros(dz.shape[1])
for x, h, z in zip(x_t, h_prev, dz):
    dW += np.outer(x, z)
    dU += np.outer(h, z)
    db += z
return dW, dU, db
""",
    ),
    (
        "einsum",
        "return np.einsum('nj,nk->jk', x_t, dz), np.einsum('nj,nk->jk', h_prev, dz), "
        "np.einsum('nk->k', dz)",
    ),
    (
        "both weights in one product, cut in two",
        """xh = np.concatenate([x_t, h_prev, np.ones((len(dz), 1))], axis=1)
d = xh.T.dot(dz)
features = x_t.shape[1]
return d[:features], d[features:-1], d[-1]
""",
    ),
    (
        "in float32, as a list of lists",
        """x_t, h_prev, dz = np.float32(x_t), np.float32(h_prev), np.float32(dz)
return [(x_t.T @ dz).tolist(), (h_prev.T @ dz).tolist(), np.sum(dz, 0).tolist()]
""",
    ),
    (
        "products of three axes, summed over the first",
        """dW = (x_t[:, :, None] * dz[:, None, :]).sum(axis=0)
dU = (h_prev[:, :, np.newaxis] * dz[:, np.newaxis]).sum(0)
return dW, dU, dz.T @ np.ones(len(dz))
""",
    ),
    (
        "transposed at the end, and tensordot",
        "return (dz.T @ x_t).T, np.tensordot(h_prev, dz, axes=([0], [0])), sum(dz)",
    ),
    (
        "an object array of three",
        "made = np.empty(3, dtype=object)\n"
        "made[0], made[1], made[2] = x_t.T @ dz, h_prev.T @ dz, np.add.reduce(dz)\n"
        "return made",
    ),
]

INPUTS = [
    (
        "block by block",
        """n = f.shape[1]
dx_t, dh_prev = 0, 0
for k in range(4):
    block = slice(k * n, (k + 1) * n)
    dx_t = dx_t + dz[:, block] @ W[:, block].T
    dh_prev = dh_prev + dz[:, block] @ U[:, block].T
return dx_t, dh_prev, f * dc_t
""",
    ),
    (
        "both weights in one product, cut in two",
        """d = np.dot(dz, np.vstack([W, U]).T)
dx_t, dh_prev = np.split(d, [len(W)], axis=1)
return dx_t, dh_prev, np.multiply(dc_t, f)
""",
    ),
    (
        "einsum, as a list",
        "return [np.einsum('nk,jk->nj', dz, W), np.einsum('nk,jk->nj', dz, U), dc_t * f]",
    ),
    (
        "row by row, with weights first",
        """dx_t = np.array([W @ z for z in dz])
dh_prev = np.array([U.dot(z) for z in dz])
return dx_t, dh_prev, np.array([a * b for a, b in zip(dc_t, f)])
""",
    ),
    (
        "in float32, as nested lists",
        """dz, dc_t, f, W, U = map(np.float32, (dz, dc_t, f, W, U))
return (dz @ W.T).tolist(), (dz @ U.T).tolist(), (dc_t * f).tolist()
""",
    ),
    (
        "transposed twice, with inner",
        "back = {name: (a @ dz.T).T for name, a in (('x', W), ('h', U))}\n"
        "return back['x'], np.inner(dz, U), dc_t - dc_t * (1 - f)",
    ),
    (
        "number by number",
        """dx_t, dh_prev = np.zeros((len(dz), len(W))), np.zeros((len(dz), len(U)))
for n in range(len(dz)):
    for k in range(dz.shape[1]):
        for j in range(len(W)):
            dx_t[n, j] += dz[n, k] * W[j, k]
        for j in range(len(U)):
            dh_prev[n, j] += dz[n, k] * U[j, k]
return dx_t, dh_prev, dc_t * f
""",
    ),
]

SWEEPS = [
    (
        "states put in front of the others",
        """hs = np.concatenate([h_0[:, None], h], axis=1)
cs = np.concatenate([c_0[:, None], c], axis=1)
grads = {"W": np.zeros(W.shape), "U": np.zeros(U.shape), "b": np.zeros(b.shape)}
dh_next, dc_next = np.zeros(h_0.shape), np.zeros(c_0.shape)
for t in range(inputs.shape[1] - 1, -1, -1):
    out = step_backward(dh[:, t] + dh_next, dc_next, inputs[:, t], hs[:, t], cs[:, t], W, U, b)
    dh_next, dc_next = out[1], out[2]
    for name, share in zip("WUb", out[3:]):
        grads[name] += share
return grads["W"], grads["U"], grads["b"], dh_next, dc_next
""",
    ),
    (
        "by keywords, shares kept in lists",
        """shares, dh_next, dc_next = [], 0 * h_0, 0 * c_0
for t in list(range(inputs.shape[1]))[::-1]:
    given = {"x_t": inputs[:, t, :], "W": W, "U": U, "b": b}
    given["h_prev"], given["c_prev"] = (h[:, t - 1], c[:, t - 1]) if t else (h_0, c_0)
    _, dh_next, dc_next, *share = step_backward(dh_t=dh[:, t] + dh_next, dc_next=dc_next, **given)
    shares.append(share)
return [sum(one) for one in zip(*shares)] + [dh_next, dc_next]
""",
    ),
    (
        "one sequence at a time",
        """dW, dU, db = 0, 0, 0
rows_h, rows_c = [], []
for n in range(len(inputs)):
    one = slice(n, n + 1)
    dh_next, dc_next = np.zeros_like(h_0[one]), np.zeros_like(c_0[one])
    for t in reversed(range(inputs.shape[1])):
        before = (h[one, t - 1], c[one, t - 1]) if t > 0 else (h_0[one], c_0[one])
        _, dh_next, dc_next, a, u, d = step_backward(
            dh[one, t] + dh_next, dc_next, inputs[one, t], *before, W, U, b
        )
        dW, dU, db = dW + a, dU + u, db + d
    rows_h.append(dh_next)
    rows_c.append(dc_next)
return dW, dU, db, np.concatenate(rows_h), np.concatenate(rows_c)
""",
    ),
    (
        "recursion from the last step",
        """def back(t, dh_next, dc_next, total):
    if t < 0:
        return (*total, dh_next, dc_next)
    h_before = h[:, t - 1] if t else h_0
    c_before = c[:, t - 1] if t else c_0
    _, dh_prev, dc_prev, *share = step_backward(
        dh[:, t] + dh_next, dc_next, inputs[:, t], h_before, c_before, W, U, b
    )
    return back(t - 1, dh_prev, dc_prev, [a + s for a, s in zip(total, share)])

zero = np.zeros_like(h_0)
return back(inputs.shape[1] - 1, zero, zero, [np.zeros_like(a) for a in (W, U, b)])
""",
    ),
    (
        "the parts called, no step",
        """hs = np.concatenate([h_0[:, None], h], axis=1)
cs = np.concatenate([c_0[:, None], c], axis=1)
dW, dU, db = np.zeros_like(W), np.zeros_like(U), np.zeros_like(b)
dh_next, dc_next = np.zeros_like(h_0), np.zeros_like(c_0)
for t in reversed(range(inputs.shape[1])):
    i, f, g, o = lstm_gates(inputs[:, t], hs[:, t], W, U, b)
    dh_t = dh[:, t] + dh_next
    dc_t = cell_state_gradient(dh_t, dc_next, cs[:, t + 1], o)
    dz = np.hstack(gate_gradients(dh_t, dc_t, cs[:, t], cs[:, t + 1], i, f, g, o))
    _, dh_next, dc_next = input_gradients(dz, dc_t, f, W, U)
    shares = parameter_gradients(dz, inputs[:, t], hs[:, t])
    dW, dU, db = dW + shares[0], dU + shares[1], db + shares[2]
return dW, dU, db, dh_next, dc_next
""",
    ),
    (
        "without W, which only the inputs' gradient needs",
        """hs = np.concatenate([h_0[:, None], h], axis=1)
cs = np.concatenate([c_0[:, None], c], axis=1)
dW, dU, db = 0, 0, 0
dh_next, dc_next = 0 * h_0, 0 * c_0
for t in reversed(range(inputs.shape[1])):
    i, f, g, o = lstm_gates(inputs[:, t], hs[:, t], W, U, b)
    dh_t = dh[:, t] + dh_next
    dc_t = cell_state_gradient(dh_t, dc_next, cs[:, t + 1], o)
    dz = np.hstack(gate_gradients(dh_t, dc_t, cs[:, t], cs[:, t + 1], i, f, g, o))
    _, dh_next, dc_next = input_gradients(dz, dc_t, f, 0 * W, U)
    a, u, d = parameter_gradients(dz, inputs[:, t], hs[:, t])
    dW, dU, db = dW + a, dU + u, db + d
return dW, dU, db, dh_next, dc_next
""",
    ),
    (
        "in one piece, in float32",
        """dh, inputs, h, c, h_0, c_0, W, U, b = (
    np.float32(a) for a in (dh, inputs, h, c, h_0, c_0, W, U, b)
)
hs = np.concatenate([h_0[:, None], h[:, :-1]], axis=1)
cs = np.concatenate([c_0[:, None], c[:, :-1]], axis=1)
dz, dh_next, dc_next = [None] * inputs.shape[1], 0, 0
for t in range(inputs.shape[1])[::-1]:
    i, f, g, o = lstm_gates(inputs[:, t], hs[:, t], W, U, b)
    tanh_c, dh_t = np.tanh(c[:, t]), dh[:, t] + dh_next
    dc_t = dc_next + dh_t * o * (1 - tanh_c**2)
    dz[t] = np.concatenate(
        [
            dc_t * g * i * (1 - i),
            dc_t * cs[:, t] * f * (1 - f),
            dc_t * i * (1 - g**2),
            dh_t * tanh_c * o * (1 - o),
        ],
        axis=1,
    )
    dh_next, dc_next = dz[t] @ U.T, dc_t * f
dz = np.stack(dz, axis=1)
dW = np.einsum("bti,btk->ik", inputs, dz)
return dW, np.einsum("btj,btk->jk", hs, dz), dz.sum(axis=(0, 1)), dh_next, dc_next
""",
    ),
    (
        "what a step returns compared with its shapes and its own parts",
        """dW, dU, db = np.zeros_like(W), np.zeros_like(U), np.zeros_like(b)
dh_next, dc_next = np.zeros_like(h_0), np.zeros_like(c_0)
for t in reversed(range(inputs.shape[1])):
    h_before, c_before = (h[:, t - 1], c[:, t - 1]) if t > 0 else (h_0, c_0)
    dh_t, x_t = dh[:, t] + dh_next, inputs[:, t]
    i, f, g, o = lstm_gates(x_t, h_before, W, U, b)
    dc_t = dc_next + dh_t * o * (1 - np.tanh(c[:, t]) ** 2)
    dx, dh_next, dc_next, a, u, d = step_backward(dh_t, dc_next, x_t, h_before, c_before, W, U, b)
    assert dx.shape == x_t.shape and a.shape == W.shape
    assert np.allclose(dc_next, dc_t * f)
    dW, dU, db = dW + a, dU + u, db + d
return dW, dU, db, dh_next, dc_next
""",
    ),
    (
        "a step of its own argument names",
        """def step_backward(dh, dc, x, h, c, Wx, Wh, bias):
    i, f, g, o = lstm_gates(x, h, Wx, Wh, bias)
    c_new = f * c + i * g
    dc = dc + dh * o * (1 - np.tanh(c_new) ** 2)
    dz = [dc * g * i * (1 - i), dc * c * f * (1 - f), dc * i * (1 - g**2)]
    dz = np.hstack([*dz, dh * np.tanh(c_new) * o * (1 - o)])
    return dz @ Wx.T, dz @ Wh.T, dc * f, x.T @ dz, h.T @ dz, dz.sum(0)


def backward_through_time(dh, inputs, h, c, h_0, c_0, W, U, b):
    total, back_h, back_c = [0, 0, 0], np.zeros_like(h_0), np.zeros_like(c_0)
    for t in range(inputs.shape[1] - 1, -1, -1):
        _, back_h, back_c, *share = step_backward(
            dh=dh[:, t] + back_h,
            dc=back_c,
            x=inputs[:, t],
            h=h[:, t - 1] if t else h_0,
            c=c[:, t - 1] if t else c_0,
            Wx=W,
            Wh=U,
            bias=b,
        )
        total = [a + s for a, s in zip(total, share)]
    return (*total, back_h, back_c)
""",
    ),
]

RIGHT = {
    "numerical_gradient": NUDGES,
    "cell_state_gradient": CELL_STATES,
    "gate_gradients": GATES,
    "parameter_gradients": PARAMETERS,
    "input_gradients": INPUTS,
    "backward_through_time": SWEEPS,
}
