"""Right answers to the exercise `normalization`, written another way than in the statement.

For each check, rows of: how the answer differs, and what was typed, which is the body of the
function or a whole cell. The tests run each as a submission's cell, and it has to get full marks.
"""

LAYER_NORMS = [
    (
        "the deviation squared",
        "mu, sd = x.mean(-1), x.std(-1)\n"
        "return (x - mu[..., None]) / np.sqrt(sd[..., None] ** 2 + epsilon) * gain + offset",
    ),
    (
        "centered once",
        "left = x - np.mean(x, axis=-1, keepdims=True)\n"
        "var = np.mean(left * left, axis=-1, keepdims=True)\n"
        "return offset + gain * left * (var + epsilon) ** -0.5",
    ),
    (
        "row by row",
        """rows = x.reshape(-1, x.shape[-1])
made = [(r - r.mean()) / (r.var() + epsilon) ** 0.5 * gain + offset for r in rows]
return np.reshape(made, x.shape)
""",
    ),
    (
        "mean square less squared mean",
        "mu = x.mean(axis=-1, keepdims=True)\n"
        "var = (x**2).mean(axis=-1, keepdims=True) - mu**2\n"
        "return gain * ((x - mu) / np.sqrt(var + epsilon)) + offset",
    ),
    (
        "sums by hand",
        "n = np.shape(x)[-1]\nmu = np.sum(x, axis=-1)[..., np.newaxis] / n\n"
        "var = np.sum((x - mu) ** 2, axis=-1)[..., np.newaxis] / n\n"
        "return (x - mu) * gain / np.sqrt(epsilon + var) + offset",
    ),
    (
        "in float32",
        "x = x.astype('float32')\nmu = x.mean(axis=x.ndim - 1, keepdims=True)\n"
        "sd = np.sqrt(x.var(axis=x.ndim - 1, keepdims=True) + np.float32(epsilon))\n"
        "return (x - mu) / sd * gain + offset",
    ),
    (
        "as lists",
        "mu = x.mean(axis=-1, keepdims=True)\nvar = x.var(axis=-1, keepdims=True)\n"
        "return (gain * (x - mu) / np.sqrt(var + epsilon) + offset).tolist()",
    ),
]

TRAININGS = [
    (
        "rows of features",
        """rows = x.reshape(-1, x.shape[-1])
mu, var = rows.mean(axis=0), rows.var(axis=0)
y = ((rows - mu) / np.sqrt(var + epsilon) * gain + offset).reshape(x.shape)
m, v = running_mean.copy(), running_variance.copy()
m += (1 - momentum) * (mu - m)
v += (1 - momentum) * (var - v)
return y, m, v
""",
    ),
    (
        "axes kept, and squeezed at the end",
        """mu = x.mean(axis=(0, 1), keepdims=True)
var = ((x - mu) ** 2).mean(axis=(0, 1), keepdims=True)
y = gain * (x - mu) * (var + epsilon) ** -0.5 + offset
keep = lambda old, new: old - (1 - momentum) * (old - new[0, 0])
return [y, keep(running_mean, mu), keep(running_variance, var)]
""",
    ),
    (
        "feature by feature",
        """y, m, v = np.empty_like(x), [], []
for k in range(x.shape[2]):
    column = x[:, :, k]
    mu, var = column.mean(), column.var()
    y[:, :, k] = (column - mu) / np.sqrt(var + epsilon) * gain[k] + offset[k]
    m.append(momentum * running_mean[k] + (1 - momentum) * mu)
    v.append(momentum * running_variance[k] + (1 - momentum) * var)
return y, m, v
""",
    ),
    (
        "averaged by NumPy",
        """mu, sd = x.mean((0, 1)), x.std((0, 1))
y = (x - mu) / np.sqrt(sd**2 + epsilon) * gain + offset
shares = [momentum, 1 - momentum]
m = np.average([running_mean, mu], axis=0, weights=shares)
return y, m, np.average([running_variance, sd**2], axis=0, weights=shares)
""",
    ),
    (
        "means of means",
        """mu = x.mean(axis=1).mean(axis=0)
var = ((x - mu) ** 2).mean(axis=1).mean(axis=0)
y = gain * (x - mu) / np.sqrt(var + epsilon) + offset
m = running_mean * momentum + mu * (1.0 - momentum)
return y, m, running_variance * momentum + var * (1.0 - momentum)
""",
    ),
]

IN_USE = [
    (
        "scale and shift put together",
        "scale = gain / np.sqrt(running_variance + epsilon)\n"
        "return x * scale + (offset - running_mean * scale)",
    ),
    (
        "a power",
        "return (x - running_mean) * (running_variance + epsilon) ** -0.5 * gain + offset",
    ),
    (
        "sequence by sequence",
        "sd = np.sqrt(epsilon + running_variance)\n"
        "return np.stack([(one - running_mean) / sd * gain + offset for one in x])",
    ),
    (
        "axes added by hand",
        "m, v = running_mean[None, None], running_variance[None, None]\n"
        "return offset + np.divide(x - m, np.sqrt(v + epsilon)) * gain",
    ),
    (
        "a lambda, with other names",
        "batch_norm_in_use = lambda a, g, o, e, m, v: g * (a - m) / np.sqrt(v + e) + o",
    ),
]

STEPS = [
    (
        "in one piece",
        """def norm(a):
    return (a - a.mean(axis=1, keepdims=True)) / np.sqrt(a.var(axis=1, keepdims=True) + epsilon)

z = norm(x_t @ W) * gain_x + norm(h_prev @ U) * gain_h + b
i, f, g, o = np.split(z, 4, axis=-1)
c_t = sigmoid(f) * c_prev + sigmoid(i) * np.tanh(g)
return sigmoid(o) * np.tanh(gain_c * norm(c_t) + offset_c), c_t
""",
    ),
    (
        "gains multiplied outside",
        """zx = gain_x * layer_norm(x_t @ W, 1, 0, epsilon)
zh = gain_h * layer_norm(h_prev @ U, 1, 0, epsilon)
z = zx + zh + b
n = c_prev.shape[1]
c = sigmoid(z[:, n:2 * n]) * c_prev + sigmoid(z[:, :n]) * np.tanh(z[:, 2 * n:-n])
normed = layer_norm(c, 1, 0, epsilon) * gain_c + offset_c
return sigmoid(z[:, -n:]) * np.tanh(normed), c
""",
    ),
    (
        "the bias as an offset",
        """zx = layer_norm(x=x_t @ W, gain=gain_x, offset=b, epsilon=epsilon)
zh = layer_norm(h_prev @ U, gain_h, np.zeros(4 * len(U)), epsilon)
i, f, g, o = np.hsplit(zx + zh, 4)
c_t = c_prev * sigmoid(f) + np.tanh(g) * sigmoid(i)
h_t = np.tanh(layer_norm(c_t, gain_c, offset_c, epsilon)) * sigmoid(o)
return [h_t, c_t]
""",
    ),
    (
        "one sequence at a time",
        """rows = []
for n in range(len(x_t)):
    one = slice(n, n + 1)
    z = layer_norm(x_t[one] @ W, gain_x, 0, epsilon) + b
    z = z + layer_norm(h_prev[one] @ U, gain_h, 0, epsilon)
    i, f, g, o = np.split(z, 4, axis=1)
    c = sigmoid(f) * c_prev[one] + sigmoid(i) * np.tanh(g)
    rows.append((sigmoid(o) * np.tanh(layer_norm(c, gain_c, offset_c, epsilon)), c))
return tuple(np.concatenate(made) for made in zip(*rows))
""",
    ),
    (
        "two norms called, one written out",
        """z = layer_norm(x_t @ W, gain_x, 0, epsilon) + layer_norm(h_prev @ U, gain_h, 0, epsilon)
i, f, g, o = np.split(z + b, 4, axis=1)
c_t = sigmoid(f) * c_prev + sigmoid(i) * np.tanh(g)
left = c_t - c_t.mean(axis=1, keepdims=True)
left /= np.sqrt((left**2).mean(axis=1, keepdims=True) + epsilon)
return sigmoid(o) * np.tanh(left * gain_c + offset_c), c_t
""",
    ),
    (
        "rows that must have no mean",
        """zx = layer_norm(x_t @ W, 1, 0, epsilon)
zh = layer_norm(h_prev @ U, 1, 0, epsilon)
assert np.allclose(zx.mean(axis=1), 0) and np.allclose(zh.mean(axis=1), 0)
i, f, g, o = np.split(zx * gain_x + zh * gain_h + b, 4, axis=1)
c_t = sigmoid(f) * c_prev + sigmoid(i) * np.tanh(g)
return sigmoid(o) * np.tanh(layer_norm(c_t, gain_c, offset_c, epsilon)), c_t
""",
    ),
]

RIGHT = {
    "layer_norm": LAYER_NORMS,
    "batch_norm_training": TRAININGS,
    "batch_norm_in_use": IN_USE,
    "layer_norm_step": STEPS,
}
