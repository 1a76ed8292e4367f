"""Right answers to the exercise `sine_windows`, written in other ways than its solution.

For each check, rows of: how it differs, and what was typed, which is the body of the function or a
whole cell. The tests run each as a submission's cell, and it has to get full marks.
"""

N_TRAIN = "n_train = int(train_fraction * (len(series) - steps))"

RIGHT = {
    "make_windows": [
        (
            "sliding_window_view",
            """view = np.lib.stride_tricks.sliding_window_view(series, steps + 1)
return view[:, :-1, np.newaxis], view[:, -1]""",
        ),
        (
            "a loop that appends, as lists",
            """X, y = [], []
for i in range(len(series) - steps):
    X.append([[value] for value in series[i : i + steps]])
    y.append(series[i + steps])
return X, y""",
        ),
        (
            "a table of indices",
            """index = np.arange(len(series) - steps)[:, None] + np.arange(steps)
return series[index][..., None], series[steps:].copy()""",
        ),
        (
            "a pandas frame of shifted columns",
            """import pandas as pd

shifted = pd.concat([pd.Series(series).shift(-k) for k in range(steps + 1)], axis=1).dropna()
return shifted.iloc[:, :steps].to_numpy().reshape(-1, steps, 1), shifted.iloc[:, steps]""",
        ),
        (
            "arrays that are filled, in float32",
            """n = series.size - steps
inputs = np.empty((n, steps, 1), dtype="float32")
targets = np.empty(n, dtype="float32")
for start in range(n):
    inputs[start, :, 0] = series[start : start + steps]
    targets[start] = series[start + steps]
return inputs, targets""",
        ),
        (
            "columns stacked, one for each step",
            """n = len(series) - steps
inputs = np.column_stack([series[k : k + n] for k in range(steps)])
return [np.expand_dims(inputs, -1), np.array([series[i + steps] for i in range(n)])]""",
        ),
    ],
    "split_in_time": [
        (
            "slices by name",
            """border = int(len(inputs) * train_fraction)
train, test = slice(0, border - gap), slice(border, len(inputs))
return inputs[train], targets[train], inputs[test], targets[test]""",
        ),
        (
            "np.floor, and the gap cut off the end",
            """n = int(np.floor(train_fraction * inputs.shape[0]))
inputs_train, inputs_test = inputs[:n], inputs[n:]
targets_train, targets_test = targets[:n], targets[n:]
if gap:
    inputs_train, targets_train = inputs_train[:-gap], targets_train[:-gap]
return inputs_train, targets_train, inputs_test, targets_test""",
        ),
        (
            "np.split at two places",
            """k = int(train_fraction * len(targets))
x_train, _, x_test = np.split(inputs, [k - gap, k])
y_train, _, y_test = np.split(targets, [k - gap, k])
return x_train, y_train, x_test, y_test""",
        ),
        (
            "places from scikit-learn, without shuffling",
            """from sklearn.model_selection import train_test_split

k = int(train_fraction * len(inputs))
early, late = train_test_split(np.arange(len(inputs)), train_size=k, shuffle=False)
early = early[: k - gap]
return inputs[early], targets[early], inputs[late], targets[late]""",
        ),
        (
            "masks of the windows' numbers, as a list",
            """number = np.arange(len(inputs))
border = train_fraction * len(inputs) // 1
early, late = number < border - gap, number >= border
return [inputs[early], targets[early], inputs[late], targets[late]]""",
        ),
        (
            "lists of windows, the targets as a pandas series",
            """import pandas as pd

k = int(train_fraction * len(inputs))
y = pd.Series(targets)
return list(inputs)[: k - gap], y.iloc[: k - gap], list(inputs)[k:], y.iloc[k:]""",
        ),
    ],
    "fit_scaler": [
        (
            "a column by np.newaxis, fitted on a line of its own",
            f"""{N_TRAIN}
scaler = MinMaxScaler()
scaler.fit(series[: n_train + steps, np.newaxis])
return scaler""",
        ),
        (
            "fit_transform, whose values are dropped",
            f"""{N_TRAIN}
scaler = MinMaxScaler()
_ = scaler.fit_transform(series[: steps + n_train, None])
return scaler""",
        ),
        (
            "windows counted by the earlier function",
            """inputs, targets = make_windows(series, steps)
train_windows = int(train_fraction * len(targets))
return MinMaxScaler().fit(series[: train_windows + steps, None])""",
        ),
        (
            "a pandas frame with a named column",
            f"""import pandas as pd

{N_TRAIN}
frame = pd.DataFrame({{"value": series}})
return MinMaxScaler().fit(frame[["value"]].iloc[: n_train + steps])""",
        ),
        (
            "the points that each training window touches, collected in a set",
            f"""{N_TRAIN}
touched = set()
for i in range(n_train):
    touched |= set(range(i, i + steps + 1))
return MinMaxScaler().fit([[series[k]] for k in sorted(touched)])""",
        ),
        (
            "partial_fit, point by point",
            f"""{N_TRAIN}
scaler = MinMaxScaler()
for value in series[: n_train + steps]:
    scaler.partial_fit([[value]])
return scaler""",
        ),
    ],
}
