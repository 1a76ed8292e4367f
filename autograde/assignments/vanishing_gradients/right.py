"""Right answers to the exercise `vanishing_gradients`, written another way than in the statement.

For each check, rows of: how the answer differs, and what was typed, which is the body of the
function or a whole cell. The tests run each as a submission's cell, and it has to get full marks.
"""

BACK = [
    ("einsum", "return np.einsum('nk,jk->nj', dh_t * (1 - h_t * h_t), U)"),
    (
        "the Jacobian of each sequence",
        "return np.stack([U @ np.diag(1 - h**2) @ dh for dh, h in zip(dh_t, h_t)])",
    ),
    (
        "number by number, as lists",
        """back = []
for n in range(len(h_t)):
    row = []
    for j in range(len(U)):
        row.append(sum(dh_t[n, k] * (1 - h_t[n, k] ** 2) * U[j, k] for k in range(len(U))))
    back.append(row)
return back
""",
    ),
    ("transposed, in float32", "dz = np.float32(dh_t * (1 - h_t**2))\nreturn (U @ dz.T).T"),
    (
        "in place, in an array of its own",
        "dz = np.square(h_t)\nnp.subtract(1, dz, out=dz)\ndz *= dh_t\nreturn dz.dot(U.T)",
    ),
    (
        "the slope at z, which tanh read",
        "z = np.arctanh(h_t)\nreturn np.matmul(dh_t / np.cosh(z) ** 2, np.transpose(U))",
    ),
    (
        "a slope of its own, from a lambda",
        "dtanh = lambda y: (1 + y) * (1 - y)\n"
        "step_back = lambda dh, h, W_hh: np.inner(dh * dtanh(h), W_hh)",
    ),
]

STATES = [
    (
        "a list, turned around and stacked",
        """found = [dh_T]
for t in range(h.shape[1] - 1, 0, -1):
    found.append(step_back(found[-1], h[:, t], U))
return np.stack(found[::-1], axis=1)
""",
    ),
    (
        "own step, one sequence at a time, as lists",
        """result = []
for dh, states in zip(dh_T, h):
    rows = [dh]
    for h_t in states[:0:-1]:
        rows.insert(0, U @ (rows[0] * (1 - h_t**2)))
    result.append([row.tolist() for row in rows])
return result
""",
    ),
    (
        "by keywords, into zeros",
        """dh = np.zeros(h.shape)
dh[:, -1, :] = dh_T
for t in reversed(range(1, h.shape[1])):
    dh[:, t - 1] = step_back(dh_t=dh[:, t], h_t=h[:, t], U=U)
return dh
""",
    ),
    (
        "a step of other argument names",
        """def step_back(grad, hidden, W_hh):
    return (grad * (1 - hidden**2)) @ W_hh.T


def state_gradients(dh_T, h, U):
    steps = h.shape[1]
    dh = [None] * steps
    dh[-1] = dh_T
    for t in range(steps - 2, -1, -1):
        dh[t] = step_back(grad=dh[t + 1], hidden=h[:, t + 1], W_hh=U)
    return np.swapaxes(np.array(dh), 0, 1)
""",
    ),
    (
        "recursion",
        """if h.shape[1] == 1:
    return dh_T[:, None]
before = state_gradients(step_back(dh_T, h[:, -1], U), h[:, :-1], U)
return np.concatenate([before, dh_T[:, None]], axis=1)
""",
    ),
    (
        "slopes of all steps at once, in float32",
        """slopes, U = np.float32(1 - h**2), np.float32(U)
dh = np.empty_like(slopes)
dh[:, -1] = dh_T
for t in range(h.shape[1] - 2, -1, -1):
    np.matmul(dh[:, t + 1] * slopes[:, t + 1], U.T, out=dh[:, t])
return dh
""",
    ),
    (
        "compared with a slope of its own",
        """dh_t, found = dh_T, [dh_T]
for t in range(h.shape[1] - 1, 0, -1):
    back = step_back(dh_t, h[:, t], U)
    assert np.allclose(back, (dh_t * (1 - h[:, t] ** 2)) @ U.T)
    found = [back, *found]
    dh_t = back
return np.stack(found, axis=1)
""",
    ),
]

NORMS = [
    (
        "squares, sum, root",
        "return np.sqrt((dh**2).sum(axis=-1)).mean(axis=0)[::-1]",
    ),
    (
        "a loop over the lags, as a list",
        """norms = []
for lag in range(dh.shape[1]):
    of_step = dh[:, -1 - lag]
    norms.append(float(np.mean([np.linalg.norm(row) for row in of_step])))
return norms
""",
    ),
    ("einsum", "return np.flip(np.sqrt(np.einsum('btu,btu->bt', dh, dh)).mean(0))"),
    (
        "turned around first, in float32",
        "back = np.float32(dh[:, ::-1])\nreturn np.average(np.linalg.norm(back, axis=2), axis=0)",
    ),
    (
        "number by number",
        """batch, steps, units = dh.shape
result = np.zeros(steps)
for t in range(steps):
    for n in range(batch):
        square = 0.0
        for k in range(units):
            square += dh[n, t, k] ** 2
        result[steps - 1 - t] += square**0.5 / batch
return result
""",
    ),
    (
        "along an axis, from a lambda",
        "gradient_norms = lambda dh: np.apply_along_axis(np.linalg.norm, 2, dh).sum(0)[::-1] "
        "/ len(dh)",
    ),
]

REACHES = [
    (
        "where, with a way out",
        "below = np.where(norms < share * norms[0])[0]\n"
        "return below[0] if below.size else len(norms)",
    ),
    (
        "argmax of a mask that ends with true",
        "return int(np.argmax(np.append(norms < share * norms[0], True)))",
    ),
    (
        "next, with a default",
        "limit = share * norms[0]\n"
        "return next((lag for lag, norm in enumerate(norms) if norm < limit), len(norms))",
    ),
    (
        "a while loop",
        "lag = 0\nwhile lag < len(norms) and norms[lag] >= share * norms[0]:\n    lag += 1\n"
        "return lag",
    ),
    (
        "counted with accumulate",
        "return np.logical_and.accumulate(norms >= share * norms[0]).sum()",
    ),
    (
        "an error caught, in an array of one",
        "try:\n"
        "    return np.array([[norm < share * norms[0] for norm in norms].index(True)])\n"
        "except ValueError:\n"
        "    return norms.size",
    ),
    (
        "a minimum of all, as a float",
        "limit = norms[0] * share\n"
        "return float(min([lag for lag in range(len(norms)) if norms[lag] < limit] "
        "+ [len(norms)]))",
    ),
]

PATHS = [
    (
        "a product for each step",
        "return np.stack([f[:, t + 1 :].prod(axis=1) for t in range(f.shape[1])], axis=1)",
    ),
    (
        "cumprod from the end, ones appended",
        "back = np.cumprod(f[:, :0:-1], axis=1)[:, ::-1]\n"
        "return np.concatenate([back, np.ones((len(f), 1, f.shape[2]))], axis=1)",
    ),
    (
        "cumprod of everything, divided by the own gate",
        "from_here = np.flip(np.cumprod(np.flip(f, 1), axis=1), 1)\nreturn from_here / f",
    ),
    (
        "logarithms added up",
        "logs = np.log(f)\nafter = logs.sum(axis=1, keepdims=True) - np.cumsum(logs, axis=1)\n"
        "return np.exp(after)",
    ),
    (
        "a list from the last step, as nested lists",
        """left = np.ones(f[:, 0].shape)
shares = []
for t in reversed(range(f.shape[1])):
    shares.append(left)
    left = left * f[:, t]
return np.stack(shares[::-1], axis=1).tolist()
""",
    ),
    (
        "number by number, in float32",
        """share = np.ones(f.shape, dtype="float32")
for n, t, k in np.ndindex(f.shape):
    for later in range(t + 1, f.shape[1]):
        share[n, t, k] *= f[n, later, k]
return share
""",
    ),
    (
        "shifted by a step",
        """moved = np.ones_like(f)
moved[:, :-1] = f[:, 1:]
return np.multiply.accumulate(moved[:, ::-1], axis=1)[:, ::-1]
""",
    ),
]

CLIPS = [
    (
        "all numbers in one row",
        "norm = np.linalg.norm(np.concatenate([g.ravel() for g in gradients]))\n"
        "return [g * min(1, limit / norm) for g in gradients]",
    ),
    (
        "a norm of norms, copied below the limit",
        """total = np.linalg.norm([np.linalg.norm(g) for g in gradients])
if total <= limit:
    return [g.copy() for g in gradients]
return [g / total * limit for g in gradients]
""",
    ),
    (
        "loops over all numbers",
        """total = 0.0
for g in gradients:
    for number in g.flat:
        total += number * number
scale = limit / total**0.5
clipped = []
for g in gradients:
    clipped.append(g * scale if scale < 1 else g)
return clipped
""",
    ),
    (
        "a tuple, in place in copies",
        """norm = sum((g**2).sum() for g in gradients) ** 0.5
copies = tuple(np.array(g) for g in gradients)
if norm > limit:
    for g in copies:
        g *= limit / norm
return copies
""",
    ),
    (
        "a factor from maximum, as nested lists",
        "norm = np.sqrt(np.sum([np.vdot(g, g) for g in gradients]))\n"
        "return [(g * limit / np.maximum(norm, limit)).tolist() for g in gradients]",
    ),
    (
        "the list itself below the limit, in float32 above",
        "norm = sum(np.dot(g.ravel(), g.ravel()) for g in gradients) ** 0.5\n"
        "if norm <= limit:\n    return gradients\n"
        "return [np.float32(g) * np.float32(limit / norm) for g in gradients]",
    ),
    (
        "with math, and map",
        """import math

norm = math.sqrt(sum(float(np.sum(np.square(g))) for g in gradients))
clip = lambda g: g * (limit / norm if norm > limit else 1)
return list(map(clip, gradients))
""",
    ),
]

RIGHT = {
    "step_back": BACK,
    "state_gradients": STATES,
    "gradient_norms": NORMS,
    "reach": REACHES,
    "direct_path": PATHS,
    "clip_by_norm": CLIPS,
}
