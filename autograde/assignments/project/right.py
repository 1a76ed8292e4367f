"""Right answers in the exercise `project` that are written otherwise than its solution.

A method has numbers of its own, and with other numbers it is another right method. So most methods
are in `tests/checks/project_methods.py`, where nothing is changed in them.
"""

SPLIT = [
    (
        "np.split at two borders",
        """n = len(series)
return np.split(series, [int(n * 0.7), int(n * 0.85)])""",
    ),
    (
        "two cuts, from the end",
        """n = len(series)
rest, test = series[: n - n // 5], series[n - n // 5 :]
return rest[: -(n // 5)], rest[-(n // 5) :], test""",
    ),
    (
        "fifths",
        """first, second = len(series) * 3 // 5, len(series) * 4 // 5
return list(series[:first]), list(series[first:second]), list(series[second:])""",
    ),
]

EXAMPLES = [
    (
        "unscaled lags, the next value as target",
        """known = np.array(series[:train_end])
rows = np.lib.stride_tricks.sliding_window_view(known, 13)
return rows[:, :-1], rows[:, -1]""",
    ),
    (
        "a loop over ends, unscaled",
        """known = series[:train_end]
inputs, targets = [], []
for end in range(STEPS, len(known) - horizon + 1):
    inputs.append(known[end - STEPS : end])
    targets.append(known[end : end + horizon])
return np.array(inputs), np.array(targets)""",
    ),
    (
        "an array of places",
        """known = series[:train_end]
ends = np.arange(STEPS, train_end - horizon + 1)
return known[ends[:, None] + np.arange(-STEPS, 0)], known[ends[:, None] + np.arange(horizon)]""",
    ),
]

FLOOR = [
    (
        "the last season in a loop, as a list",
        """values = list(history)
for _ in range(horizon):
    values.append(values[-SEASON])
return values[-horizon:]""",
    ),
    (
        "an array of places",
        """return history[np.arange(len(history), len(history) + horizon) - SEASON]""",
    ),
    (
        "np.tile",
        """season = history[len(history) - SEASON :]
return np.tile(season, horizon)[:horizon]""",
    ),
]

FIT = [
    (
        "a class, and one row by its shape",
        """known = series[:train_end]
low, span = known.min(), known.max() - known.min()
inputs, targets = training_examples(series, train_end, horizon)
last_states = drawn_lstm(setting, seed)
dense = Ridge().fit(last_states(inputs), targets)

class Forecast:
    def __call__(self, history):
        window = (history[-STEPS:] - low) / span
        answer = dense.predict(last_states(window.reshape(1, STEPS, 1)))
        return low + span * answer[0]

return Forecast()""",
    ),
    (
        "targets in units",
        """known = series[:train_end]
low, span = known.min(), known.max() - known.min()
inputs, targets = training_examples(series, train_end, horizon)
last_states = drawn_lstm(setting, seed)
dense = Ridge().fit(last_states(inputs), low + span * targets)

def forecast(history):
    window = (history[-STEPS:] - low) / span
    return dense.predict(last_states(window.reshape(1, STEPS, 1)))[0]

return forecast""",
    ),
    (
        "a ridge that chooses its penalty on the training part",
        """from sklearn.linear_model import RidgeCV

known = series[:train_end]
low, span = known.min(), known.max() - known.min()
inputs, targets = training_examples(series, train_end, horizon)
last_states = drawn_lstm(setting, seed)
dense = RidgeCV().fit(last_states(inputs), targets)

def forecast(history):
    window = (history[-STEPS:] - low) / span
    answer = dense.predict(last_states(window.reshape(1, STEPS, 1)))
    return low + span * answer[0]

return forecast""",
    ),
]

CHOOSE = [
    (
        "a dictionary of medians",
        """train, validation, test = split(series)
begin, end = len(train), len(train) + len(validation)
medians = {}
for setting in settings:
    errors = []
    for seed in range(3):
        forecast = fit(series, begin, horizon, setting, seed)
        starts = range(begin, end - horizon + 1)
        off = [forecast(series[:t]) - series[t : t + horizon] for t in starts]
        errors.append(np.sqrt(np.mean(np.square(off))))
    medians[setting] = np.median(errors)
return min(medians, key=medians.get)""",
    ),
    (
        "fit is given the training part alone",
        """train, validation, _ = split(series)
first, last = len(train), len(train) + len(validation) - horizon
errors = np.zeros(len(settings))
for k, setting in enumerate(settings):
    for seed in range(3):
        forecast = fit(train, first, horizon, setting, seed)
        for end in range(first, last + 1):
            errors[k] += np.abs(forecast(series[:end]) - series[end : end + horizon]).sum()
return settings[int(errors.argmin())]""",
    ),
    (
        "sorted by the error",
        """parts = split(series)
first = len(parts[0])
last = first + len(parts[1]) - horizon

def error_of(setting):
    forecasts = [fit(series, first, horizon, setting, seed) for seed in range(3)]
    starts = range(first, last + 1)
    off = [say(series[:t]) - series[t : t + horizon] for say in forecasts for t in starts]
    return np.mean(np.abs(off))

return sorted(settings, key=error_of)[0]""",
    ),
]

REPORT = [
    (
        "root mean squared errors, trained on all before the test part",
        """train, validation, test = split(series)
begin = len(series) - len(test)
starts = np.arange(begin, len(series) - horizon + 1)
truths = series[starts[:, None] + np.arange(horizon)]

def rmse(said):
    return np.sqrt(np.mean((np.array(said) - truths) ** 2, axis=0))

errors = []
for seed in range(3):
    forecast = fit(series, begin, horizon, setting, seed)
    errors.append(rmse([forecast(series[:t]) for t in starts]))
return np.array(errors), rmse([floor(series[:t], horizon) for t in starts])""",
    ),
    (
        "a function for both",
        """train, validation, test = split(series)
begin = len(train) + len(validation)
starts = np.arange(begin, len(series) - horizon + 1)
truths = series[starts[:, None] + np.arange(horizon)]

def mean_error(forecast):
    said = np.array([forecast(series[:t]) for t in starts])
    return np.mean(np.abs(said - truths), axis=0)

errors = [mean_error(fit(series, begin, horizon, setting, seed)) for seed in range(3)]
return errors, mean_error(lambda history: floor(history, horizon))""",
    ),
    (
        "sums, divided at the end",
        """first = sum(len(part) for part in split(series)[:2])
last = len(series) - horizon
forecasts = [fit(series, first, horizon, setting, seed) for seed in range(3)]
errors, floors = np.zeros((3, horizon)), np.zeros(horizon)
for end in range(first, last + 1):
    truth = series[end : end + horizon]
    for k, forecast in enumerate(forecasts):
        errors[k] += np.abs(forecast(series[:end]) - truth)
    floors += np.abs(floor(series[:end], horizon) - truth)
return errors / (last - first + 1), floors / (last - first + 1)""",
    ),
]

RIGHT = {
    "split": SPLIT,
    "training_examples": EXAMPLES,
    "floor": FLOOR,
    "fit": FIT,
    "choose": CHOOSE,
    "report": REPORT,
}
