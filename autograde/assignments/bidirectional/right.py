"""Right answers to the exercise `bidirectional`, written another way than in the statement.

For each check, rows of: how the answer differs, and what was typed, which is the body of the
function or a whole cell. The tests run each as a submission's cell, and it has to get full marks.
"""

RIGHT = {
    "reverse_within_lengths": [
        (
            "one look-up for all",
            """t = np.arange(inputs.shape[1])
last = np.asarray(lengths)[:, None] - 1
source = np.where(t <= last, last - t, t)
return np.take_along_axis(inputs, source[:, :, None], axis=1)
""",
        ),
        (
            "joined from two pieces, as a list",
            """rows = []
for sequence, length in zip(inputs, lengths):
    rows.append(np.concatenate([sequence[:length][::-1], sequence[length:]]).tolist())
return rows
""",
        ),
        (
            "step by step",
            """turned = np.empty_like(inputs)
for n in range(inputs.shape[0]):
    for t in range(inputs.shape[1]):
        source = lengths[n] - 1 - t if t < lengths[n] else t
        turned[n, t] = inputs[n, source]
return turned
""",
        ),
        (
            "numbers exchanged, read from the inputs",
            """out = inputs.copy()
for k, n in enumerate(lengths):
    for t in range(n // 2):
        out[k, t], out[k, n-1-t] = inputs[k, n-1-t], inputs[k, t]
return out
""",
        ),
        (
            "rows exchanged by a list of places",
            """out = inputs.copy()
for k, n in enumerate(lengths):
    for t in range(n // 2):
        out[k, [t, n - 1 - t]] = out[k, [n - 1 - t, t]]
return out
""",
        ),
        (
            "with flip, in float32",
            """turned = np.array(inputs, dtype=np.float32)
for n, length in enumerate(lengths):
    turned[n, :length] = np.flip(turned[n, :length], axis=0).copy()
return turned
""",
        ),
    ],
    "run_both": [
        (
            "with flip and a loop over the runs",
            """halves = []
for weights, back in (
    ((W_forward, U_forward, b_forward), False),
    ((W_backward, U_backward, b_backward), True),
):
    x = np.flip(inputs, axis=1) if back else inputs
    h = run_lstm(x, *weights)
    halves.append(np.flip(h, axis=1) if back else h)
return np.concatenate(halves, axis=-1)
""",
        ),
        (
            "flip of the steps by a negative axis",
            """h = run_lstm(inputs, W_forward, U_forward, b_forward)
back = run_lstm(np.flip(inputs, axis=-2), W_backward, U_backward, b_backward)
return np.c_[h, np.flip(back, axis=-2)]
""",
        ),
        (
            "turned around by part 1",
            """lengths = np.full(len(inputs), inputs.shape[1])
h = run_lstm(inputs, W_forward, U_forward, b_forward)
turned = reverse_within_lengths(inputs, lengths)
back = run_lstm(turned, W_backward, U_backward, b_backward)
return np.dstack([h, reverse_within_lengths(back, lengths)])
""",
        ),
        (
            "into an array made before, one sequence at a time",
            """batch, steps, _ = inputs.shape
units = len(U_forward)
outputs = np.zeros((batch, steps, 2 * units))
for n in range(batch):
    x = inputs[n : n + 1]
    outputs[n, :, :units] = run_lstm(x, W_forward, U_forward, b_forward)[0]
    outputs[n, ::-1, units:] = run_lstm(x[:, ::-1], W_backward, U_backward, b_backward)[0]
return outputs
""",
        ),
    ],
    "count_bidirectional": [
        (
            "weight by weight",
            """one = 0
for block in "ifgo":
    one += features * units + units * units + units
return one + one
""",
        ),
        ("by shapes", "return 2 * (features * 4 * units + units * 4 * units + 4 * units)"),
        ("as a NumPy number", "return np.int64(8) * units * (units + features + 1)"),
    ],
    "looks_ahead": [
        (
            "one input at a time, replaced by noise",
            """rng = np.random.default_rng(0)
answers = np.asarray(model(window))
for t in range(1, window.shape[1]):
    other = window.copy()
    other[0, t] = rng.normal(size=window.shape[2])
    if np.abs(np.asarray(model(other)) - answers)[0, :t].max() > 1e-6:
        return True
return False
""",
        ),
        (
            "only the answer right before, with all later inputs changed",
            """before = model(window)
for t in range(1, window.shape[1]):
    other = window.copy()
    other[:, t:] += 1
    if not np.allclose(model(other)[:, t - 1], before[:, t - 1]):
        return True
return False
""",
        ),
        (
            "later inputs set to zero, as 0 and 1",
            """found = 0
for t in range(window.shape[1]):
    other = np.zeros_like(window)
    other[:, :t] = window[:, :t]
    found |= int((model(other)[:, :t] != model(window)[:, :t]).any())
return found
""",
        ),
        (
            "put back after each change",
            """answers = model(window)
looks = False
for t in range(1, window.shape[1]):
    kept = window[:, t].copy()
    window[:, t] = -5
    looks = looks or not np.allclose(model(window)[:, :t], answers[:, :t])
    window[:, t] = kept
return looks
""",
        ),
        (
            "cut short",
            """answers = model(window)
for t in range(1, window.shape[1]):
    if not np.allclose(model(window[:, :t]), answers[:, :t]):
        return np.True_
return np.False_
""",
        ),
        (
            "all at once, in one batch",
            """steps = window.shape[1]
others = np.repeat(window, steps, axis=0)
for t in range(steps):
    others[t, t:] = others[t, t:] * 2 + 3
changed = np.abs(model(others) - model(window))[:, :, 0] > 1e-9
return bool(np.any(changed & np.tri(steps, k=-1, dtype=bool)))
""",
        ),
    ],
}
