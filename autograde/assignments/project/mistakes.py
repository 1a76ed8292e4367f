"""Mistakes in the exercise `project`, as learners type them.

For each check, rows of: the diagnosis, words of it that no other diagnosis of the check has, and
what was typed, which is the body of the function or a whole cell. They are written from the words:
the tests run each as a submission's cell, and it has to be named.
"""

import textwrap


def _changed(right, *pairs):
    """Type a right answer with some pieces changed."""
    for before, after in pairs:
        assert before in right, before
        right = right.replace(before, after)
    return right


BORDERS = """a, b = int(0.6 * len(series)), int(0.8 * len(series))
"""
SHUFFLED = """from sklearn.model_selection import train_test_split

rest, test = train_test_split(series, test_size=0.2, random_state=1)
train, validation = train_test_split(rest, test_size=0.25, random_state=1)
return train, validation, test
"""
SPLITS = [
    (
        "values changed",
        "leave the scaling for later",
        f"{BORDERS}series = (series - series.min()) / (series.max() - series.min())\n"
        "return series[:a], series[a:b], series[b:]",
    ),
    ("random split", "is not one stretch of time", SHUFFLED),
    (
        "random split",
        "is not one stretch of time",
        f"{BORDERS}order = np.random.permutation(len(series))\n"
        "return series[order[:a]], series[order[a:b]], series[order[b:]]",
    ),
    (
        "in turns",
        "with others in between",
        "return series[0::3], series[1::3], series[2::3]",
    ),
    (
        "parts overlap",
        "shares points with the part before it",
        f"{BORDERS}return series[:b], series[a:b], series[b:]",
    ),
    (
        "no such part",
        "is empty",
        "a = int(0.8 * len(series))\nreturn series[:a], series[a:a], series[a:]",
    ),
    (
        "wrong order",
        "lie in the order",
        "a = len(series) // 5\nreturn series[2 * a :], series[a : 2 * a], series[:a]",
    ),
    (
        "points left out",
        "in no part",
        f"{BORDERS}return series[:a], series[a + 10 : b], series[b + 10 :]",
    ),
    ("points left out", "in no part", f"{BORDERS}return series[:a], series[a:b], series[b:-1]"),
    (
        "training part too small",
        "half of them at least",
        "n = len(series) // 3\nreturn series[:n], series[n : 2 * n], series[2 * n :]",
    ),
    (
        "part too small",
        "the least from which to judge",
        "return series[:-20], series[-20:-10], series[-10:]",
    ),
]

RIGHT = """known = series[:train_end]
scaled = (known - known.min()) / (known.max() - known.min())
inputs, targets = [], []
for i in range(len(scaled) - 20 - horizon + 1):
    inputs.append(scaled[i : i + 20])
    targets.append(scaled[i + 20 : i + 20 + horizon])
inputs = np.array(inputs)[..., None]
return inputs, np.array(targets)
"""
BY_COUNT = """inputs, targets = [], []
for i in range(len(series) - 20 - horizon + 1):
    inputs.append(series[i : i + 20])
    targets.append(series[i + 20 : i + 20 + horizon])
inputs, targets = np.array(inputs)[..., None], np.array(targets)
"""
FRAME = """import pandas as pd

table = pd.DataFrame({"now": series[:train_end]})
for lag in range(1, 10):
    table[f"lag {lag}"] = table["now"].shift(lag)
FEATURE
ahead = pd.concat([table["now"].shift(-m) for m in range(1, horizon + 1)], axis=1)
keep = table.notna().all(axis=1) & ahead.notna().all(axis=1)
return table[keep].to_numpy(), ahead[keep].to_numpy()
"""
EXAMPLES = [
    (
        "not two arrays",
        "does not return two things",
        _changed(RIGHT, ("inputs, np.array(t", "np.array(t")),
    ),
    (
        "nothing returned",
        "Is there a `return` line?",
        _changed(RIGHT, ("return inputs, np", "both = inputs, np")),
    ),
    (
        "no rows",
        "is one number",
        _changed(RIGHT, ("np.array(targets)\n", "np.array(targets).mean()\n")),
    ),
    (
        "unequal lengths",
        "rows of inputs and",
        _changed(RIGHT, ("np.array(targets)\n", "np.array(targets)[1:]\n")),
    ),
    (
        "inputs and targets swapped",
        "return inputs first",
        _changed(RIGHT, ("return inputs, np.array(targets)", "return np.array(targets), inputs")),
    ),
    (
        "few examples",
        "Let each point begin one",
        _changed(RIGHT, ("horizon + 1)", "horizon + 1, 20 + horizon)")),
    ),
    (
        "few examples",
        "Let each point begin one",
        _changed(
            RIGHT, ("known = series[:train_end]", "known = series[train_end - 26 : train_end]")
        ),
    ),
    (
        "NaN or infinity",
        "NaN or infinite values",
        _changed(
            FRAME,
            ("FEATURE", 'table["mean"] = table["now"].rolling(5).mean()'),
            ("table.notna().all(axis=1) & ", ""),
        ),
    ),
    (
        "different each time",
        "two calls with the same series",
        _changed(
            RIGHT,
            (
                "return inputs, np.array(targets)",
                "order = np.random.permutation(len(inputs))\n"
                "return inputs[order], np.array(targets)[order]",
            ),
        ),
    ),
    (
        "number of examples depends on values",
        "depends on the values of single points",
        _changed(
            RIGHT,
            (
                "    inputs.append",
                "    if scaled[i] % 0.01 < 0.003:\n        continue\n    inputs.append",
            ),
        ),
    ),
    (
        "scaler saw the future",
        "a scaler's lowest and highest value",
        _changed(
            RIGHT,
            (
                "known = series[:train_end]\n"
                "scaled = (known - known.min()) / (known.max() - known.min())",
                "scaled = (series - series.min()) / (series.max() - series.min())\n"
                "scaled = scaled[:train_end]",
            ),
        ),
    ),
    (
        "scaler saw the future",
        "a scaler's lowest and highest value",
        _changed(
            RIGHT,
            (
                "known = series[:train_end]\n"
                "scaled = (known - known.min()) / (known.max() - known.min())",
                "from sklearn.preprocessing import StandardScaler\n\n"
                "scaled = StandardScaler().fit_transform(series.reshape(-1, "
                "1)).ravel()[:train_end]",
            ),
        ),
    ),
    (
        "targets' scaler saw the future",
        "nearly all targets, and few inputs",
        _changed(RIGHT, ("np.array(targets)\n", "np.array(targets) / series.std()\n")),
    ),
    ("border ignored", "long after", f"{BY_COUNT}return inputs, targets"),
    (
        "windows across the border",
        "They were cut first and split afterwards",
        f"{BY_COUNT}count = int(len(inputs) * train_end / len(series))\n"
        f"return inputs[:count], targets[:count]",
    ),
    (
        "windows across the border",
        "They were cut first and split afterwards",
        f"{BY_COUNT}return inputs[:train_end - 20], targets[:train_end - 20]",
    ),
    (
        "random choice of windows",
        "shuffled, or picked at random",
        f"{BY_COUNT}order = "
        f"np.random.default_rng(0).permutation(len(inputs))[:train_end - 30]\n"
        f"return inputs[order], targets[order]",
    ),
    (
        "number depends on the future",
        "depends on later values",
        _changed(
            RIGHT,
            ("targets = [], []", "targets = [], []\nfirst = int(1000 * series[-1]) % 40"),
            ("range(len", "range(first, len"),
        ),
    ),
    (
        "a feature knows the future",
        "a centered mean",
        _changed(FRAME, ("FEATURE", 'table["mean"] = table["now"].rolling(7, center=True).mean()')),
    ),
    (
        "a feature knows the future",
        "a centered mean",
        _changed(FRAME, ("FEATURE", 'table["step"] = table["now"].shift(-2) - table["now"]')),
    ),
    (
        "target inside the window",
        "would only have to copy it",
        _changed(RIGHT, ("scaled[i + 20 : i + 20 + horizon]", "scaled[i + 19 : i + 19 + horizon]")),
    ),
    (
        "target inside the window",
        "would only have to copy it",
        _changed(FRAME, ("FEATURE", 'table["step"] = -table["now"].diff(-1)')),
    ),
    (
        "unrelated rows",
        "Are both in the same order?",
        _changed(RIGHT, ("return inputs, ", "return inputs[::-1], ")),
    ),
    (
        "inputs without the series",
        "depends on any point near its target",
        _changed(
            RIGHT,
            (
                "inputs.append(scaled[i : i + 20])",
                "inputs.append(np.sin(2 * np.pi * np.arange(i, i + 20) / 12))",
            ),
        ),
    ),
    (
        "a point skipped",
        "used for neither",
        _changed(
            RIGHT,
            ("scaled[i + 20 : i + 20 + horizon]", "scaled[i + 21 : i + 21 + horizon]"),
            ("horizon + 1)", "horizon)"),
        ),
    ),
    (
        "a point skipped",
        "used for neither",
        _changed(
            RIGHT,
            ("scaled[i + 20 : i + 20 + horizon]", "scaled[i + 20 + horizon]"),
            ("horizon + 1)", "horizon)"),
        ),
    ),
    (
        "number of columns",
        "targets in a row, for a horizon of",
        _changed(
            RIGHT,
            ("scaled[i + 20 : i + 20 + horizon]", "scaled[i + 20 : i + 23]"),
            (" - horizon + 1", " - 3 + 1"),
        ),
    ),
    (
        "columns out of order",
        "from left to right",
        _changed(RIGHT, ("+ 20 + horizon]", "+ 20 + horizon][::-1]")),
    ),
    (
        "newest example left out",
        "does not reach the last training point",
        _changed(RIGHT, ("horizon + 1)", "horizon)")),
    ),
]

FLOORS = [
    ("one value", "one number for all steps", "return history[-1]"),
    ("one value", "one number for all steps", "return np.array([history[-12:].mean()])"),
    ("another number of values", "it returns the shape", "return history[-12:]"),
    (
        "another number of values",
        "it returns the shape",
        "return np.full((horizon, 1), history[-1])",
    ),
    (
        "not finite",
        "NaN or infinite",
        "import pandas as pd\n\nreturn pd.Series(history).rolling(12).mean().to_numpy()[:horizon]",
    ),
    (
        "by chance",
        "two calls with the same history",
        "return np.random.choice(history[-30:], horizon)",
    ),
    ("history not used", "it is a constant, such as zero", "return np.zeros(horizon)"),
    (
        "history not used",
        "it is a constant, such as zero",
        "return np.resize(series[-SEASON:], horizon)",
    ),
    (
        "scaled units",
        "Take them back from the scaled ones",
        "scaled = (history - history.min()) / (history.max() - history.min())\n"
        "return np.resize(scaled[-SEASON:], horizon)",
    ),
    (
        "scaled units",
        "Take them back from the scaled ones",
        "return np.full(horizon, (history[-1] - history.mean()) / history.std())",
    ),
    (
        "units decide",
        "A fixed number is added to it",
        "return history[-1] + 0.1 * np.arange(1, horizon + 1)",
    ),
    (
        "units decide",
        "A fixed number is added to it",
        "return np.clip(np.resize(history[-12:], horizon), 0, 100)",
    ),
    (
        "units decide",
        "A fixed number is added to it",
        "return history[-1] * 1.02 ** np.arange(1, horizon + 1)",
    ),
]

FLOORS += [
    (
        "older value",
        "repeat a value of the history that is not the last one",
        "return np.full(horizon, history[-2])",
    ),
    (
        "season shifted",
        "another point of the season",
        "return np.resize(history[-SEASON - 1 :], horizon)",
    ),
    (
        "season shifted",
        "another point of the season",
        "return history[-SEASON + 1 :][:horizon]",
    ),
    ("season shifted", "another point of the season", "return np.resize(history, horizon)"),
]

MODEL = """known = series[:train_end]
low, span = known.min(), known.max() - known.min()
scaled = (known - low) / span
rows = np.array([scaled[i : i + 20 + horizon] for i in range(len(scaled) - 20 - horizon + 1)])
rng = np.random.default_rng(seed)
mix = rng.normal(size=(20, 30))
model = Ridge(alpha=0.001).fit(np.tanh(rows[:, :20] @ mix), rows[:, 20:])

def forecast(history):
    window = (history[-20:] - low) / span
    return low + span * model.predict(np.tanh(window @ mix)[None])[0]

return forecast
"""
ROLLED = """known = series[:train_end]
rows = np.lib.stride_tricks.sliding_window_view(known, 21)
model = Ridge(alpha=0.001).fit(rows[:, :-1], rows[:, -1])

def forecast(history):
    values = list(history[-20:])
    for _ in range(horizon):
        values.append(model.predict([values[-20:]])[0])
    return np.array(values[20:])

return forecast
"""
FITS = [
    (
        "kept from another training",
        "kept in a global variable",
        f"""kept = []

def fit(series, train_end, horizon, setting, seed):
    if len(kept) < 3:
        kept.append(trained(series, train_end, horizon, setting, seed))
    return kept[-1]

def trained(series, train_end, horizon, setting, seed):
{textwrap.indent(MODEL, "    ")}""",
    ),
    (
        "no settings",
        "is not a list",
        "SETTINGS = 16\n\ndef fit(series, train_end, horizon, setting, seed):\n    return None",
    ),
    ("nothing returned", "it returns None", _changed(MODEL, ("\nreturn forecast\n", ""))),
    (
        "no function",
        "without parentheses",
        _changed(MODEL, ("return forecast\n", "return forecast(series)\n")),
    ),
    (
        "no function",
        "without parentheses",
        _changed(MODEL, ("return forecast\n", "return model\n")),
    ),
    (
        "another number of forecasts",
        "`forecast` returns the shape",
        _changed(
            MODEL,
            (".predict(np.tanh(window @ mix)[None])[0]", ".predict(np.tanh(window @ mix)[None])"),
        ),
    ),
    (
        "another number of forecasts",
        "`forecast` returns the shape",
        _changed(ROLLED, ("np.array(values[20:])", "values[-1]")),
    ),
    (
        "not finite",
        "its forecasts are NaN",
        _changed(MODEL, ("return low + span *", "return np.nan * span *")),
    ),
    ("scaled units", "they are scaled", _changed(MODEL, ("return low + span *", "return"))),
    (
        "far out of range",
        "not the way there turned round",
        _changed(MODEL, ("low + span *", "low * span +")),
    ),
    (
        "training knows the future",
        "the training, or its scaler, has seen them",
        _changed(
            MODEL,
            (
                "low, span = known.min(), known.max() - known.min()",
                "low, span = series.min(), series.max() - series.min()",
            ),
        ),
    ),
    (
        "training knows the future",
        "the training, or its scaler, has seen them",
        _changed(ROLLED, ("known = series[:train_end]", "known = series")),
    ),
    (
        "forecast reads the truth",
        "never from true values",
        _changed(
            ROLLED,
            ("    values = list(history[-20:])\n", "    start, values = len(history), []\n"),
            (
                "    for _ in range(horizon):\n"
                "        values.append(model.predict([values[-20:]])[0])\n"
                "    return np.array(values[20:])",
                "    for t in range(start, start + horizon):\n"
                "        values.append(model.predict([series[t - 20 : t]])[0])\n"
                "    return np.array(values)",
            ),
        ),
    ),
    (
        "not repeatable",
        "has not been given `seed`",
        _changed(MODEL, ("default_rng(seed)", "default_rng()")),
    ),
    (
        "not repeatable",
        "has not been given `seed`",
        _changed(
            MODEL, ("rng = np.random.default_rng(seed)\nmix = rng.normal", "mix = np.random.normal")
        ),
    ),
    (
        "fixed seed",
        "one seed three times",
        _changed(MODEL, ("default_rng(seed)", "default_rng(42)")),
    ),
    (
        "nothing learned",
        "whatever `history` is",
        _changed(MODEL, ("history[-20:]", "known[-20:]")),
    ),
    (
        "history not read",
        "a history with another end",
        _changed(MODEL, ("history[-20:]", "series[len(history) - 20 : len(history)]")),
    ),
    (
        "steps shifted",
        "counted wrongly",
        _changed(MODEL, ("rows[:, 20:])", "rows[:, 19:-1])")),
    ),
    (
        "steps shifted",
        "counted wrongly",
        _changed(ROLLED, ("values[20:]", "values[19:-1]")),
    ),
    (
        "steps in reverse",
        "from the last step ahead to the first",
        _changed(MODEL, ("[None])[0]", "[None])[0][::-1]")),
    ),
    (
        "one step repeated",
        "put its answer at the end of the window",
        _changed(ROLLED, ("predict([values[-20:]])", "predict([values[:20]])")),
    ),
    (
        "another answer each time",
        "asked twice about the same history",
        _changed(MODEL, ("(window @ mix)", "((window * (rng.random(20) > 0.1)) @ mix)")),
    ),
    (
        "fixed seed",
        "the same number seeds both trainings",
        """from sklearn.ensemble import RandomForestRegressor

steps = np.diff(series[:train_end])
rows = np.lib.stride_tricks.sliding_window_view(steps, 15 + horizon)
forest = RandomForestRegressor(8, random_state=0).fit(rows[:, :15], rows[:, 15:])
return lambda history: history[-1] + np.cumsum(forest.predict(np.diff(history[-16:])[None])[0])""",
    ),
    (
        "nothing learned",
        "one who always says the mean",
        _changed(
            MODEL,
            ("window = (history[-20:] - low) / span", "window = 1 - (history[-20:] - low) / span"),
        ),
    ),
]

CHOICE = """train, validation, test = split(series)
begin, end = len(train), len(train) + len(validation)
means = []
for setting in settings:
    errors = []
    for seed in range(3):
        forecast = fit(series, begin, horizon, setting, seed)
        for t in range(begin, end - horizon + 1):
            errors.append(np.abs(forecast(series[:t]) - series[t : t + horizon]).mean())
    means.append(np.mean(errors))
return settings[int(np.argmin(means))]
"""
ON_TEST = (
    "begin, end = len(train), len(train) + len(validation)",
    "begin, end = len(train) + len(validation), len(series)",
)
CHOICES = [
    (
        "split not called",
        "take the parts from it",
        _changed(
            CHOICE,
            (
                "train, validation, test = split(series)",
                "a, b = int(0.6 * len(series)), int(0.8 * len(series))\n"
                "train, validation = series[:a], series[a:b]",
            ),
        ),
    ),
    (
        "no training",
        "nothing was trained",
        "train, validation, test = split(series)\nreturn settings[1]",
    ),
    (
        "setting left out",
        "was not trained",
        _changed(CHOICE, ("for setting in settings:", "for setting in settings[:-1]:")),
    ),
    (
        "another setting",
        "none of the settings it should try",
        _changed(CHOICE, ("horizon, setting, seed", "horizon, settings, seed")),
    ),
    (
        "another series",
        "does not begin as this one does",
        _changed(CHOICE, ("fit(series, begin", "fit(validation, begin")),
    ),
    (
        "another horizon",
        "another horizon than",
        _changed(CHOICE, ("begin, horizon, setting", "begin, 1, setting")),
    ),
    (
        "trained on the validation part",
        "on which you choose",
        _changed(CHOICE, ("fit(series, begin", "fit(series, end")),
    ),
    (
        "trained on the validation part",
        "on which you choose",
        _changed(CHOICE, ("fit(series, begin", "fit(series, len(series)")),
    ),
    (
        "part of the training part",
        "the training part ends at",
        _changed(CHOICE, ("fit(series, begin", "fit(series, begin - horizon")),
    ),
    ("one seed", "was trained once", _changed(CHOICE, ("range(3)", "[42]"))),
    ("two seeds", "trained with two seeds", _changed(CHOICE, ("range(3)", "range(2)"))),
    (
        "the same seed again",
        "one training several times",
        _changed(CHOICE, ("setting, seed)", "setting, 0)")),
    ),
    (
        "never asked",
        "no forecast was asked for",
        _changed(
            CHOICE,
            (
                "        for t in range(begin, end - horizon + 1):\n"
                "            errors.append(np.abs(forecast(series[:t]) - series[t : "
                "t + horizon]).mean())\n",
                "        errors.append(1)\n",
            ),
            ("np.argmin(means)", "1"),
        ),
    ),
    (
        "history in other units",
        "none of the series",
        _changed(
            CHOICE,
            (
                "means = []",
                "scaled = (series - train.min()) / (train.max() - train.min())\nmeans = []",
            ),
            ("forecast(series[:t])", "forecast(scaled[:t])"),
        ),
    ),
    (
        "history cut",
        "may be too short for its windows",
        _changed(CHOICE, ("forecast(series[:t])", "forecast(series[t - 24 : t])")),
    ),
    (
        "not a setting",
        "one of `settings` was expected",
        _changed(CHOICE, ("settings[int(np.argmin(means))]", "int(np.argmin(means))")),
    ),
    (
        "not a setting",
        "one of `settings` was expected",
        _changed(CHOICE, ("settings[int(np.argmin(means))]", "min(means)")),
    ),
    (
        "test part used for choice",
        "cannot judge any more",
        _changed(CHOICE, ON_TEST, ("fit(series, begin", "fit(series, len(train)")),
    ),
    (
        "test part used for choice",
        "cannot judge any more",
        _changed(CHOICE, ("end - horizon + 1", "len(series) - horizon + 1")),
    ),
    (
        "reaches into the test part",
        "points before its end",
        _changed(CHOICE, ("end - horizon + 1", "end")),
    ),
    (
        "chosen on the training part",
        "the one that learns by heart wins",
        _changed(
            CHOICE, ("range(begin, end - horizon + 1)", "range(begin // 2, begin - horizon + 1)")
        ),
    ),
    (
        "validation part not used up",
        "have all their steps ahead in it",
        _changed(CHOICE, ("range(begin, end", "range(begin + 24, end")),
    ),
    (
        "validation part not used up",
        "have all their steps ahead in it",
        _changed(CHOICE, ("end - horizon + 1)", "end - horizon + 1, horizon)")),
    ),
    (
        "lucky seed",
        "whose best seed is best",
        _changed(
            CHOICE,
            ("    errors = []\n    for seed", "    best = np.inf\n    for seed"),
            ("        for t in", "        errors = []\n        for t in"),
            (
                "    means.append(np.mean(errors))",
                "        best = min(best, np.mean(errors))\n    means.append(best)",
            ),
        ),
    ),
    ("largest error chosen", "with the largest error", _changed(CHOICE, ("argmin", "argmax"))),
    (
        "truths shifted",
        "paired wrongly",
        _changed(CHOICE, ("series[t : t + horizon]", "series[t + 1 : t + 1 + horizon]")),
    ),
    (
        "truths shifted",
        "paired wrongly",
        _changed(CHOICE, ("series[t : t + horizon]", "series[t - 1 : t - 1 + horizon]")),
    ),
]

REPORT = """train, validation, test = split(series)
begin = len(train) + len(validation)
starts = list(range(begin, len(series) - horizon + 1))
truths = np.array([series[t : t + horizon] for t in starts])
errors = []
for seed in range(3):
    forecast = fit(series, begin, horizon, setting, seed)
    said = np.array([forecast(series[:t]) for t in starts])
    errors.append(np.abs(said - truths).mean(axis=0))
errors = np.array(errors)
simple = np.array([floor(series[:t], horizon) for t in starts])
floors = np.abs(simple - truths).mean(axis=0)
return errors, floors
"""


def _measured(measure, *more):
    """Type a report whose errors are measured in another way."""
    return _changed(REPORT, ("np.abs(said - truths).mean(axis=0)", measure), *more)


REPORTS = [
    (
        "split not called",
        "take the parts from it",
        _changed(
            REPORT,
            (
                "train, validation, test = split(series)\nbegin = len(train) + len(validation)",
                "begin = int(0.8 * len(series))",
            ),
        ),
    ),
    (
        "no training",
        "nothing was trained",
        _changed(
            REPORT,
            (
                "forecast = fit(series, begin, horizon, setting, seed)",
                "forecast = lambda history: floor(history, horizon)",
            ),
        ),
    ),
    (
        "another setting",
        "none of the settings it should try",
        _changed(REPORT, ("horizon, setting, seed", "horizon, SETTINGS[0], seed")),
    ),
    (
        "another series",
        "does not begin as this one does",
        _changed(REPORT, ("fit(series, begin", "fit(validation, len(validation)")),
    ),
    (
        "another horizon",
        "another horizon than",
        _changed(REPORT, ("begin, horizon, setting", "begin, 1, setting")),
    ),
    (
        "trained on the test part",
        "the test part begins at",
        _changed(REPORT, ("fit(series, begin", "fit(series, len(series)")),
    ),
    (
        "part of the training part",
        "the training part ends at",
        _changed(REPORT, ("fit(series, begin", "fit(series, len(train) - 12")),
    ),
    ("one seed", "was trained once", _changed(REPORT, ("range(3)", "[42]"))),
    ("two seeds", "trained with two seeds", _changed(REPORT, ("range(3)", "(0, 1)"))),
    (
        "the same seed again",
        "one training several times",
        _changed(REPORT, ("setting, seed)", "setting, 42)")),
    ),
    (
        "never asked",
        "no forecast was asked for",
        _changed(REPORT, ("forecast(series[:t]) for", "series[t - 1 : t - 1 + horizon] for")),
    ),
    (
        "history in other units",
        "none of the series",
        _changed(
            REPORT, ("forecast(series[:t])", "forecast((series[:t] - train.min()) / np.ptp(train))")
        ),
    ),
    (
        "history cut",
        "may be too short for its windows",
        _changed(
            REPORT,
            ("forecast(series[:t])", "forecast(series[begin - 24 : t])"),
            ("floor(series[:t]", "floor(series[:t]"),
            (".mean(axis=0)\n", ".mean(axis=0)\n"),
        ),
    ),
    (
        "no floor",
        "An error says nothing by itself",
        _changed(
            REPORT,
            (
                "simple = np.array([floor(series[:t], horizon) for t in starts])",
                "simple = truths.mean(axis=0)",
            ),
        ),
    ),
    (
        "beyond the end",
        "reach beyond the series",
        _changed(
            REPORT,
            ("range(begin, len(series) - horizon + 1)", "range(begin, len(series))"),
            (
                "truths = np.array([series[t : t + horizon] for t in starts])",
                "padded = np.append(series, np.repeat(series[-1], horizon))\n"
                "truths = np.array([padded[t : t + horizon] for t in starts])",
            ),
        ),
    ),
    (
        "judged before the test part",
        "which training or choice has seen",
        _changed(
            REPORT,
            (
                "starts = list(range(begin, len(series) - horizon + 1))",
                "starts = list(range(len(train), begin - horizon + 1))",
            ),
        ),
    ),
    (
        "judged before the test part",
        "which training or choice has seen",
        _changed(REPORT, ("starts = list(range(begin,", "starts = list(range(begin - horizon,")),
    ),
    (
        "test part not used up",
        "have all their steps ahead in the test part",
        _changed(REPORT, ("horizon + 1))", "horizon + 1, horizon))")),
    ),
    (
        "test part not used up",
        "have all their steps ahead in the test part",
        _changed(REPORT, ("list(range(begin,", "list(range(begin + 24,")),
    ),
    (
        "floor on another part",
        "On an easier or a harder stretch",
        _changed(
            REPORT,
            (
                "simple = ",
                "starts = list(range(len(train), begin - horizon + 1))\n"
                "truths = np.array([series[t : t + horizon] for t in starts])\n"
                "simple = ",
            ),
        ),
    ),
    (
        "floor on another part",
        "On an easier or a harder stretch",
        _changed(
            REPORT,
            (
                "simple = ",
                "starts = list(range(50, len(series) - horizon + 1))\n"
                "truths = np.array([series[t : t + horizon] for t in starts])\n"
                "simple = ",
            ),
        ),
    ),
    (
        "floor of another horizon",
        "`floor` was given another horizon",
        _changed(REPORT, ("floor(series[:t], horizon)", "floor(series[:t], 1)")),
    ),
    (
        "one step reported as many",
        "those of the first step",
        _measured("np.repeat(np.abs(said[:, 0] - truths[:, 0]).mean(), horizon)"),
    ),
    (
        "one step reported as many",
        "those of the first step",
        _changed(
            REPORT,
            (
                "[forecast(series[:t]) for t in starts]",
                "[[forecast(series[: t + m])[0] for m in range(horizon)] for t in starts]",
            ),
        ),
    ),
    (
        "best seed",
        "hold the best seed alone",
        _changed(REPORT, ("return errors,", "return errors[errors.mean(axis=1).argmin()],")),
    ),
    (
        "best seed",
        "hold the best seed alone",
        _changed(REPORT, ("return errors,", "return errors.min(axis=0),")),
    ),
    (
        "mean over the seeds",
        "Their spread is the result too",
        _changed(REPORT, ("return errors,", "return errors.mean(axis=0),")),
    ),
    ("square units", "in squares of the units", _measured("((said - truths) ** 2).mean(axis=0)")),
    ("signed errors", "in which errors cancel out", _measured("(said - truths).mean(axis=0)")),
    ("signed errors", "in which errors cancel out", _measured("(truths - said).mean(axis=0)")),
    ("sum for mean", "they grow with the length", _measured("np.abs(said - truths).sum(axis=0)")),
    (
        "largest errors",
        "which a single point decides",
        _measured("np.abs(said - truths).max(axis=0)"),
    ),
    (
        "mean over the steps ahead",
        "a step ahead is easier than many",
        _measured("np.abs(said - truths).mean()"),
    ),
    (
        "mean over the steps ahead",
        "a step ahead is easier than many",
        _measured("np.sqrt(np.mean((said - truths) ** 2))"),
    ),
    (
        "mean over the steps ahead",
        "a step ahead is easier than many",
        _measured("np.full(horizon, np.abs(said - truths).mean())"),
    ),
    (
        "mean over each origin's steps",
        "Take the mean over the points",
        _measured("np.abs(said - truths).mean(axis=1)"),
    ),
    (
        "truths shifted",
        "compare forecasts with the values one step",
        _changed(
            REPORT,
            (
                "truths = np.array([series[t : t + horizon]",
                "truths = np.array([series[t - 1 : t - 1 + horizon]",
            ),
        ),
    ),
    (
        "two measures",
        "Measure both alike",
        _measured("np.sqrt(((said - truths) ** 2).mean(axis=0))"),
    ),
    (
        "relative to the floor",
        "Report both in the series' units",
        _changed(REPORT, ("return errors,", "return errors / floors,")),
    ),
    (
        "errors and floors swapped",
        "in each other's place",
        _changed(REPORT, ("return errors, floors", "return floors, errors")),
    ),
]
MISTAKES = {
    "split": SPLITS,
    "training_examples": EXAMPLES,
    "floor": FLOORS,
    "fit": FITS,
    "choose": CHOICES,
    "report": REPORTS,
}
