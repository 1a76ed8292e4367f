"""Right answers to the exercise `weather`, written in other ways than its solution.

For each check, rows of: how it differs, and what was typed, which is the body of the function or a
whole cell. The tests run each as a submission's cell, and it has to get full marks.
"""

RIGHT = {
    "fill_forward": [
        ("pandas", "import pandas as pd\n\nreturn pd.DataFrame(rows).ffill().to_numpy()"),
        ("pandas, as a frame", "import pandas as pd\n\nreturn pd.DataFrame(rows).ffill()"),
        (
            "the index of the last reading",
            """index = np.where(np.isnan(rows), 0, np.arange(len(rows))[:, None])
index = np.maximum.accumulate(index, axis=0)
return rows[index, np.arange(rows.shape[1])]""",
        ),
        (
            "a last row that is kept",
            """last, out = rows[0], []
for row in rows:
    last = np.where(np.isnan(row), last, row)
    out.append(last)
return out""",
        ),
        (
            "value by value",
            """rows = rows.copy()
for t in range(1, rows.shape[0]):
    for k in range(rows.shape[1]):
        if rows[t, k] != rows[t, k]:
            rows[t, k] = rows[t - 1, k]
return rows""",
        ),
        (
            "series by series",
            """columns = []
for series in rows.T:
    values, last = [], None
    for value in series:
        last = last if np.isnan(value) else value
        values.append(last)
    columns.append(values)
return np.column_stack(columns)""",
        ),
    ],
    "on_circle": [
        (
            "degrees, turned into radians",
            "a = np.radians(360 * values / period)\nreturn np.sin(a), np.cos(a)",
        ),
        (
            "complex numbers",
            "z = np.exp(2j * np.pi * values / period)\nreturn z.imag, z.real",
        ),
        (
            "a list",
            """import math

sines = [math.sin(math.tau * v / period) for v in values]
cosines = [math.cos(math.tau * v / period) for v in values]
return [sines, cosines]""",
        ),
        (
            "the rest of the period first",
            "turn = (values % period) / period * 2 * np.pi\nreturn np.sin(turn), np.cos(turn)",
        ),
        (
            "pandas",
            "import pandas as pd\n\na = pd.Series(values) * (2 * np.pi / period)\n"
            "return np.sin(a), np.cos(a)",
        ),
    ],
    "wind_components": [
        (
            "the angle of mathematics",
            "a = np.radians(270 - direction)\nreturn speed * np.cos(a), speed * np.sin(a)",
        ),
        (
            "turned to where it goes",
            "to = np.deg2rad(direction + 180)\nreturn speed * np.sin(to), speed * np.cos(to)",
        ),
        (
            "complex numbers",
            "z = -speed * np.exp(1j * np.radians(direction))\nreturn np.stack([z.imag, z.real])",
        ),
        (
            "one by one",
            """import math

east = [-s * math.sin(math.radians(d)) for d, s in zip(direction, speed)]
north = [-s * math.cos(math.radians(d)) for d, s in zip(direction, speed)]
return east, north""",
        ),
    ],
    "scale_by_training": [
        (
            "scikit-learn",
            "from sklearn.preprocessing import StandardScaler\n\n"
            "return StandardScaler().fit(values[:n_train]).transform(values)",
        ),
        (
            "pandas",
            "import pandas as pd\n\nd = pd.DataFrame(values)\nt = d[:n_train]\n"
            "return (d - t.mean()) / t.std(ddof=0)",
        ),
        (
            "series by series",
            """out = np.empty_like(values)
for k in range(values.shape[1]):
    mean = sum(values[:n_train, k]) / n_train
    variance = sum((v - mean) ** 2 for v in values[:n_train, k]) / n_train
    out[:, k] = (values[:, k] - mean) / variance**0.5
return out""",
        ),
        (
            "the root of a difference",
            "t = values[:n_train]\nm = t.mean(0)\n"
            "return (values - m) / np.sqrt((t**2).mean(0) - m**2)",
        ),
    ],
    "windows_ahead": [
        (
            "index arrays",
            """last = np.arange(steps - 1, len(features) - horizon)
last = last[places[last - steps + 1] == places[last + horizon]]
X = features[last[:, None] + np.arange(1 - steps, 1)]
return X, target[last[:, None] + np.arange(1, horizon + 1)]""",
        ),
        (
            "place by place",
            """X, Y = [], []
for place in dict.fromkeys(places):
    x, y = features[places == place], target[places == place]
    for i in range(len(x) - steps - horizon + 1):
        X.append(x[i : i + steps])
        Y.append(y[i + steps : i + steps + horizon])
return X, Y""",
        ),
        (
            "a view of all windows",
            """from numpy.lib.stride_tricks import sliding_window_view as view

X = view(features, steps, axis=0)[: len(features) - steps - horizon + 1].transpose(0, 2, 1)
Y = view(target, horizon)[steps:]
same = (view(places, steps + horizon).T == places[: len(X)]).all(axis=0)
return X[same], Y[same]""",
        ),
        (
            "counted from the window's last row",
            """X, Y = [], []
for t in range(steps - 1, len(target)):
    if t + horizon < len(target) and places[t - steps + 1] == places[t + horizon]:
        X.append(features[t - steps + 1 : t + 1])
        Y.append([target[t + k] for k in range(1, horizon + 1)])
return np.stack(X), np.stack(Y)""",
        ),
    ],
    "pinball_losses": [
        (
            "two sides",
            "e = truths[:, None] - forecasts\n"
            "return np.where(e >= 0, levels * e, (levels - 1) * e).mean(0)",
        ),
        (
            "scikit-learn",
            """from sklearn.metrics import mean_pinball_loss

return [mean_pinball_loss(truths, forecasts[:, k], alpha=q) for k, q in enumerate(levels)]""",
        ),
        (
            "half the size, and a slope",
            "e = truths[:, None] - forecasts\n"
            "return np.mean(np.abs(e) / 2 + (levels - 0.5) * e, axis=0)",
        ),
        (
            "one by one",
            """losses = []
for column, q in zip(forecasts.T, levels):
    total = 0.0
    for f, t in zip(column, truths):
        total += q * (t - f) if t > f else (1 - q) * (f - t)
    losses.append(total / len(truths))
return losses""",
        ),
        (
            "a truth value as a weight",
            "e = truths.reshape(-1, 1) - forecasts\nreturn ((levels - (e < 0)) * e).mean(axis=0)",
        ),
    ],
    "coverage_by_hour": [
        (
            "a product of two distances",
            "return ((truths - low) * (truths - high) <= 0).mean(axis=0)",
        ),
        (
            "the distance from the middle",
            "return np.mean(abs(truths - (low + high) / 2) <= abs(high - low) / 2, axis=0)",
        ),
        (
            "sorted",
            "a, b = np.sort([low, high], axis=0)\n"
            "return ((a <= truths) & (truths <= b)).sum(axis=0) / len(low)",
        ),
        (
            "either order",
            "one = (low <= truths) & (truths <= high)\nother = (high <= truths) & (truths <= low)\n"
            "return (one | other).mean(axis=0)",
        ),
        (
            "one by one",
            """shares = []
for k in range(truths.shape[1]):
    held = [min(l, h) <= t <= max(l, h) for l, h, t in zip(low[:, k], high[:, k], truths[:, k])]
    shares.append(sum(held) / len(held))
return shares""",
        ),
        (
            "less what lies outside",
            "low, high = np.minimum(low, high), np.maximum(low, high)\n"
            "return 1 - np.mean((truths < low) | (truths > high), axis=0)",
        ),
    ],
}
