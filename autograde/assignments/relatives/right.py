"""Right answers to the exercise `relatives`, written another way than in the statement.

For each check, rows of: how the answer differs, and what was typed, which is the body of the
function or a whole cell. The tests run each as a submission's cell, and it has to get full marks.
"""

GRU = [
    (
        "blocks by slices, biases one by one",
        """u = h_prev.shape[1]
k = sigmoid(x_t @ W[:, :u] + h_prev @ U[:, :u] + b[:u])
r = sigmoid(x_t @ W[:, u:2*u] + h_prev @ U[:, u:2*u] + b[u:2*u])
h_hat = np.tanh(x_t @ W[:, 2*u:] + np.dot(r * h_prev, U[:, 2*u:]) + b[2*u:])
return (1 - k) * h_hat + k * h_prev
""",
    ),
    (
        "the new part as a step toward the candidate",
        """W_k, W_r, W_g = np.hsplit(W, 3)
U_k, U_r, U_g = np.hsplit(U, 3)
b_k, b_r, b_g = np.hsplit(b, 3)
k = 1 / (1 + np.exp(-(x_t @ W_k + h_prev @ U_k + b_k)))
r = 1 / (1 + np.exp(-(x_t @ W_r + h_prev @ U_r + b_r)))
g = np.tanh(x_t @ W_g + (h_prev * r) @ U_g + b_g)
return g + k * (h_prev - g)
""",
    ),
    (
        "both gates in one product",
        """u = len(U)
both = sigmoid(np.hstack([x_t, h_prev]) @ np.vstack([W, U])[:, :2 * u] + b[:2 * u])
k, r = both[:, :u], both[:, u:]
g = np.tanh(np.hstack([x_t, r * h_prev]) @ np.vstack([W, U])[:, 2 * u:] + b[2 * u:])
return k * h_prev + (1 - k) * g
""",
    ),
    (
        "sequence by sequence, as a list",
        """u, new = h_prev.shape[1], []
for x, h in zip(x_t, h_prev):
    z = x @ W + b
    k = sigmoid(z[:u] + h @ U[:, :u])
    r = sigmoid(z[u:2 * u] + h @ U[:, u:2 * u])
    g = np.tanh(z[2 * u:] + (r * h) @ U[:, 2 * u:])
    new.append(k * h + (1 - k) * g)
return new
""",
    ),
    (
        "in float32",
        """x_t, h_prev, W, U, b = (np.float32(a) for a in (x_t, h_prev, W, U, b))
x_k, x_r, x_g = np.split(x_t @ W + b, 3, axis=1)
U_k, U_r, U_g = np.split(U, 3, axis=1)
k, r = sigmoid(x_k + h_prev @ U_k), sigmoid(x_r + h_prev @ U_r)
return k * h_prev + (1 - k) * np.tanh(x_g + (r * h_prev) @ U_g)
""",
    ),
    (
        "a function for one block",
        """def gru_step(x, h, W, U, b):
    n = h.shape[-1]
    def block(j, read):
        where = slice(j * n, (j + 1) * n)
        return x @ W[:, where] + read @ U[:, where] + b[where]
    keep, reset = sigmoid(block(0, h)), sigmoid(block(1, h))
    return keep * h + (1 - keep) * np.tanh(block(2, reset * h))
""",
    ),
]

GATES = [
    (
        "the logarithms named",
        """old = log_sigmoid(z_f) + m_prev
m = np.where(old > z_i, old, z_i)
return np.exp(z_i - m), np.exp(old - m), m
""",
    ),
    (
        "stacked, largest over the new axis",
        """logs = np.stack([z_i, log_sigmoid(z_f) + m_prev])
m_t = logs.max(axis=0)
i, f = np.exp(logs - m_t)
return [i, f, m_t]
""",
    ),
    (
        "the logarithm written out",
        """log_f = np.minimum(z_f, 0) - np.log1p(np.exp(-np.abs(z_f)))
m_t = np.maximum(m_prev + log_f, z_i)
return np.exp(z_i - m_t), np.exp(m_prev + log_f - m_t), m_t
""",
    ),
    (
        "number by number",
        """i, f, m = (np.empty(z_i.shape) for _ in range(3))
for at in np.ndindex(z_i.shape):
    old = -np.logaddexp(0.0, -z_f[at]) + m_prev[at]
    m[at] = max(old, z_i[at])
    i[at] = np.exp(z_i[at] - m[at])
    f[at] = np.exp(old - m[at])
return i, f, m
""",
    ),
    (
        "with a special case for the first step, as the authors have it",
        """old = m_prev + log_sigmoid(z_f)
first = np.isneginf(m_prev)
m_t = np.where(first, z_i, np.maximum(z_i, old))
i = np.minimum(np.exp(z_i - m_t), 1)
f = np.minimum(np.exp(old - m_t), 1)
return i, f, m_t
""",
    ),
    (
        "in float32",
        """z_i, z_f, m_prev = np.float32(z_i), np.float32(z_f), np.float32(m_prev)
log_f = log_sigmoid(z_f)
m_t = np.maximum(log_f + m_prev, z_i)
return np.exp(z_i - m_t), np.exp(log_f + m_prev - m_t), m_t
""",
    ),
]

STATES = [
    (
        "divided first",
        "c = c_prev * f + g * i\nn = i + n_prev * f\nreturn c / n * o, c, n",
    ),
    (
        "never below 1, as the normalizer of a stabilized step is anyway",
        """c_t = f * c_prev + i * g
n_t = f * n_prev + i
return o * c_t / np.maximum(np.abs(n_t), 1), c_t, n_t
""",
    ),
    (
        "both states in one array",
        """both = f * np.stack([c_prev, n_prev]) + i * np.stack([g, np.ones_like(g)])
return (o * both[0] / both[1], *both)
""",
    ),
    (
        "as a list of lists",
        """c_t, n_t = f * c_prev + i * g, f * n_prev + i
return [a.tolist() for a in (o * c_t / n_t, c_t, n_t)]
""",
    ),
    (
        "in float32",
        """i, f, g, o, c, n = (a.astype(np.float32) for a in (i, f, g, o, c_prev, n_prev))
c, n = f * c + i * g, f * n + i
return o * c / n, c, n
""",
    ),
    (
        "a tiny number below, against a division by zero",
        """c_t = f * c_prev + i * g
n_t = f * n_prev + i
return o * c_t / (n_t + 1e-12), c_t, n_t
""",
    ),
]

COUNTS = [
    (
        "arrays counted",
        """W, U, b = np.zeros((features, units)), np.zeros((units, units)), np.zeros(units)
one = W.size + U.size + b.size
return 4 * one, 4 * one + 3 * b.size, 3 * one, 3 * (W.size + b.size)
""",
    ),
    (
        "gate by gate",
        """lstm = gru = min_lstm = 0
for gate in "ifgo":
    lstm += features * units + units ** 2 + units
for gate in "krg":
    gru += features * units + units ** 2 + units
    min_lstm += features * units + units
return lstm, lstm + 3 * units, gru, min_lstm
""",
    ),
    (
        "as one array",
        """n, d = units, features
return np.array([4*n*(n+d+1), 4*n*(n+d+1) + 3*n, 3*n*(n+d+1), 3*n*(d+1)])
""",
    ),
    (
        "as floating point",
        """block = float(units * features + units * units + units)
return 4 * block, 4 * block + 3.0 * units, 3 * block, 3.0 * units * (1 + features)
""",
    ),
]

RIGHT = {
    "gru_step": GRU,
    "stabilized_gates": GATES,
    "slstm_states": STATES,
    "parameter_counts": COUNTS,
}
