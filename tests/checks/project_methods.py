"""Methods of projects that are right, each with models, features and numbers of its own.

For each check, rows of how a method differs, and what was typed, as in `right.py`.
"""

SPLIT = [
    (
        "sizes counted from the end",
        """test = len(series) // 5
validation = len(series) // 6
return series[: -test - validation], series[-test - validation : -test], series[-test:]""",
    ),
    (
        "lists, in a loop",
        """parts = ([], [], [])
for k, value in enumerate(series):
    share = k / len(series)
    parts[0 if share < 0.6 else 1 if share < 0.75 else 2].append(value)
return parts""",
    ),
    (
        "train_test_split of scikit-learn, not shuffled, twice",
        """from sklearn.model_selection import train_test_split

rest, test = train_test_split(series, test_size=0.2, shuffle=False)
train, validation = train_test_split(rest, test_size=0.25, shuffle=False)
return train, validation, test""",
    ),
]

EXAMPLES = [
    (
        "differences in, differences out",
        """steps = np.diff(series[:train_end])
rows = np.lib.stride_tricks.sliding_window_view(steps, 10 + horizon)
return rows[:, :10, None] / steps.std(), rows[:, 10:] / steps.std()""",
    ),
    (
        "each window by its own mean and deviation",
        """rows = np.lib.stride_tricks.sliding_window_view(series[:train_end], 20 + horizon)
means = rows[:, :20].mean(axis=1, keepdims=True)
deviations = rows[:, :20].std(axis=1, keepdims=True)
scaled = (rows - means) / deviations
return scaled[:, :20, None], scaled[:, 20:]""",
    ),
    (
        "the newest values and those of a season ago",
        """known = (series[:train_end] - np.mean(series[:train_end])) / np.std(series[:train_end])
ends = np.arange(40, train_end - horizon + 1)
lags = np.array([1, 2, 3, 12, 13, 24])
return known[ends[:, None] - lags], known[ends[:, None] + np.arange(horizon)]""",
    ),
    (
        "a standard scaler, a direct forecast of the last step",
        """from sklearn.preprocessing import StandardScaler

scaled = StandardScaler().fit_transform(series[:train_end].reshape(-1, 1))[:, 0]
inputs, targets = [], []
for end in range(30, train_end - horizon + 1):
    inputs.append(scaled[end - 30 : end, None])
    targets.append(scaled[end + horizon - 1])
return np.array(inputs), np.array(targets)""",
    ),
    (
        "pandas: lags, a trailing mean, a trailing deviation",
        """import pandas as pd

frame = pd.DataFrame({"now": series[:train_end]})
for lag in (1, 2, 11):
    frame[f"lag {lag}"] = frame["now"].shift(lag)
frame["mean"] = frame["now"].rolling(12).mean()
frame["deviation"] = frame["now"].rolling(6).std()
targets = pd.concat([frame["now"].shift(-m) for m in range(1, horizon + 1)], axis=1)
keep = frame.notna().all(axis=1) & targets.notna().all(axis=1)
return frame[keep].to_numpy(), targets[keep].to_numpy()""",
    ),
    (
        "columns scaled one by one, as scikit-learn does it",
        """from sklearn.preprocessing import StandardScaler

known = series[:train_end]
rows = np.array([known[i : i + 8 + horizon] for i in range(len(known) - 8 - horizon + 1)])
inputs = StandardScaler().fit_transform(rows[:, :8])
targets = StandardScaler().fit_transform(rows[:, 8:])
return inputs, targets""",
    ),
    (
        "logarithms, and the season as an angle",
        """known = np.log(series[:train_end])
inputs, targets = [], []
for t in range(36, train_end - horizon + 1):
    angle = 2 * np.pi * t / 12
    inputs.append([*known[t - 36 : t], np.sin(angle), np.cos(angle)])
    targets.append(known[t : t + horizon])
return np.array(inputs), np.array(targets)""",
    ),
]

FLOOR = [
    (
        "the last value again",
        """return np.full(horizon, history[-1])""",
    ),
    (
        "the mean of the history",
        """return np.ones(horizon) * np.mean(history)""",
    ),
    (
        "last value, and the season's change a year ago",
        """past = np.asarray(history)
year_ago = past[len(past) - 12 + np.arange(horizon) % 12]
return past[-1] + year_ago - past[-13]""",
    ),
    (
        "a line through the first and the last point",
        """slope = (history[-1] - history[0]) / (len(history) - 1)
return history[-1] + slope * np.arange(1, horizon + 1)""",
    ),
    (
        "the median of the last values",
        """return [float(np.median(history[-20:]))] * horizon""",
    ),
    (
        "a linear model of the last three values, rolled out",
        """past = np.asarray(history, dtype=float)
rows = np.column_stack([past[2:-1], past[1:-2], past[:-3], np.ones(len(past) - 3)])
weights = np.linalg.lstsq(rows, past[3:], rcond=None)[0]
values = list(past[-3:])
for _ in range(horizon):
    values.append(weights[0] * values[-1] + weights[1] * values[-2] + weights[2] * values[-3]
                  + weights[3])
return values[3:]""",
    ),
]

FIT = [
    (
        "least squares on lags, rolled out, without scaling",
        """known = series[:train_end]
rows = np.lib.stride_tricks.sliding_window_view(known, 21)
lags = np.column_stack([rows[:, :-1], np.ones(len(rows))])
weights = np.linalg.lstsq(lags, rows[:, -1], rcond=None)[0]

def forecast(history):
    values = list(history[-20:])
    for _ in range(horizon):
        values.append(np.append(values[-20:], 1) @ weights)
    return np.array(values[20:])

return forecast""",
    ),
    (
        "the most alike stretches of the past",
        """known = series[:train_end]
starts = np.arange(len(known) - 16 - horizon + 1)
windows = np.array([known[s : s + 16] for s in starts])

def forecast(history):
    distance = ((windows - history[-16:]) ** 2).sum(axis=1)
    alike = starts[np.argsort(distance)[:5]] + 16
    return np.mean([known[s : s + horizon] for s in alike], axis=0)

return forecast""",
    ),
    (
        "a ridge for each step ahead, with scikit-learn's scaler",
        """from sklearn.preprocessing import StandardScaler

scaler = StandardScaler().fit(series[:train_end, None])
scaled = scaler.transform(series[:train_end, None])[:, 0]
rows = np.array([scaled[i : i + 24 + horizon] for i in range(train_end - 24 - horizon + 1)])
model = Ridge(alpha=1.0).fit(rows[:, :24], rows[:, 24:])

def forecast(history):
    window = scaler.transform(np.asarray(history[-24:])[:, None])[:, 0]
    answer = model.predict(window[None])[0]
    return scaler.inverse_transform(answer[:, None])[:, 0]

return forecast""",
    ),
    (
        "a small network of scikit-learn",
        """from sklearn.neural_network import MLPRegressor

mean, spread = series[:train_end].mean(), series[:train_end].std()
scaled = (series[:train_end] - mean) / spread
rows = np.array([scaled[i : i + 14 + horizon] for i in range(len(scaled) - 14 - horizon + 1)])
net = MLPRegressor(hidden_layer_sizes=(12,), solver="lbfgs", max_iter=60, random_state=seed)
net.fit(rows[:, :14], rows[:, 14:])
return lambda history: net.predict([(history[-14:] - mean) / spread])[0] * spread + mean""",
    ),
    (
        "a forest on differences",
        """from sklearn.ensemble import RandomForestRegressor

steps = np.diff(series[:train_end])
rows = np.array([steps[i : i + 15 + horizon] for i in range(len(steps) - 15 - horizon + 1)])
forest = RandomForestRegressor(15, random_state=seed).fit(rows[:, :15], rows[:, 15:])

class Forecast:
    def __call__(self, history):
        ahead = forest.predict(np.diff(history[-16:])[None])[0]
        return history[-1] + np.cumsum(ahead)

return Forecast()""",
    ),
    (
        "a reservoir, rolled out",
        """rng = np.random.default_rng(seed)
known = series[:train_end]
low, high = np.min(known), np.max(known)
scale = lambda values: 2 * (values - low) / (high - low) - 1
W_in = rng.uniform(-1, 1, (40, 2))
W = rng.normal(size=(40, 40))
W *= 0.8 / np.abs(np.linalg.eigvals(W)).max()

def run(values, state):
    states = []
    for value in values:
        state = np.tanh(W_in @ [value, 1] + W @ state)
        states.append(state)
    return np.array(states)

states = run(scale(known), np.zeros(40))
model = Ridge(alpha=1e-4).fit(states[50:-1], scale(known)[51:])

def forecast(history):
    state = run(scale(history[-80:]), np.zeros(40))[-1]
    answers = []
    for _ in range(horizon):
        answers.append(float(model.predict(state[None])[0]))
        state = run(answers[-1:], state)[-1]
    return low + (np.array(answers) + 1) / 2 * (high - low)

return forecast""",
    ),
    (
        "the last value and a part of the trend, which is weak",
        """known = series[:train_end]
ends = np.arange(6, train_end - horizon + 1)
trend = (known[ends - 1] - known[ends - 6]) / 5
moves = [known[ends - 1 + m] - known[ends - 1] for m in range(1, horizon + 1)]
shares = np.array([trend @ move for move in moves]) / (trend @ trend)
return lambda history: history[-1] + (history[-1] - history[-6]) / 5 * shares""",
    ),
    (
        "exponential smoothing with a trend",
        """def smooth(values, alpha, beta):
    level, trend, off = values[0], 0.0, 0.0
    for value in values[1:]:
        off += (value - level - trend) ** 2
        before, level = level, alpha * value + (1 - alpha) * (level + trend)
        trend += beta * (level - before - trend)
    return off, level, trend

grid = [(a, b) for a in (0.2, 0.4, 0.6, 0.8, 1.0) for b in (0.0, 0.1, 0.4, 0.8)]
best = min(grid, key=lambda pair: smooth(series[:train_end], *pair)[0])

def forecast(history):
    _, level, trend = smooth(history[-80:], *best)
    return level + trend * np.arange(1, horizon + 1)

return forecast""",
    ),
    *(
        (
            f"the same point of three seasons of {length}, corrected",
            f"""SEASON = {length}

def fit(series, train_end, horizon, setting, seed):
    def naive(history):
        seasons = np.asarray(history[-3 * SEASON :]).reshape(3, SEASON)
        return np.resize(seasons.mean(axis=0), horizon)

    ends = np.arange(4 * SEASON, train_end - horizon + 1)
    off = np.array([series[t : t + horizon] - naive(series[:t]) for t in ends])
    moved = np.array([series[t - 1] - series[t - 1 - SEASON] for t in ends])
    line = np.column_stack([np.ones(len(ends)), moved])
    weights = np.linalg.lstsq(line, off, rcond=None)[0]
    return lambda history: (
        naive(history) + weights[0] + (history[-1] - history[-1 - SEASON]) * weights[1]
    )""",
        )
        for length in (4, 7, 24, 30)
    ),
]

CHOOSE = [
    (
        "fit is given the training part alone",
        """train, validation, _ = split(series)
known = np.concatenate([train, validation])
errors = np.zeros(len(settings))
for k, setting in enumerate(settings):
    for seed in range(3):
        forecast = fit(train, len(train), horizon, setting, seed=seed)
        for t in range(len(train), len(known) - horizon + 1):
            errors[k] += abs(np.asarray(forecast(known[:t])) - known[t : t + horizon]).sum()
return settings[int(errors.argmin())]""",
    ),
    (
        "sorted, with a helper",
        """def trained(setting, seed):
    return fit(series, first, horizon, setting, 10 + seed)

def error(forecast):
    starts = np.arange(first, first + len(parts[1]) - horizon + 1)
    truths = series[starts[:, None] + np.arange(horizon)]
    said = np.stack([forecast(series[:t]) for t in starts])
    return np.abs(said - truths).mean()

parts = split(series)
first = len(parts[0])
means = [np.mean([error(trained(s, seed)) for seed in range(3)]) for s in settings]
table = [(mean, k) for k, mean in enumerate(means)]
return settings[sorted(table)[0][1]]""",
    ),
]

REPORT = [
    (
        "scikit-learn's measure, lists",
        """from sklearn.metrics import mean_absolute_error

train, validation, test = split(series)
past = list(train) + list(validation)
starts = range(len(past), len(past) + len(test) - horizon + 1)
truths = [list(series[t : t + horizon]) for t in starts]
said = [
    [forecast(series[:t]) for t in starts]
    for forecast in [fit(series, len(train), horizon, setting, seed) for seed in range(3)]
]
simple = [floor(series[:t], horizon) for t in starts]
errors = [mean_absolute_error(truths, one, multioutput="raw_values") for one in said]
return errors, mean_absolute_error(truths, simple, multioutput="raw_values")""",
    ),
    (
        "step by step ahead, in loops",
        """first = sum(len(part) for part in split(series)[:2])
last = len(series) - horizon
forecasts = [fit(series, first, horizon, setting, seed) for seed in range(4)]
errors, floors = np.zeros((4, horizon)), np.zeros(horizon)
for t in range(first, last + 1):
    truth = series[t : t + horizon]
    for k, forecast in enumerate(forecasts):
        errors[k] += np.abs(forecast(series[:t]) - truth)
    floors += np.abs(floor(series[:t], horizon) - truth)
count = last - first + 1
return errors / count, floors / count""",
    ),
]

METHODS = {
    "split": SPLIT,
    "training_examples": EXAMPLES,
    "floor": FLOOR,
    "fit": FIT,
    "choose": CHOOSE,
    "report": REPORT,
}
