"""Mistakes in the exercise `sine_windows`, as learners type them.

For each check, rows of: the diagnosis, words of it that no other diagnosis of the check has, and
what was typed, which is the body of the function or a whole cell. They are written from the words:
the tests run each as a submission's cell, and it has to be named.
"""


def _loop(windows="range(len(series) - steps)", window="i : i + steps", target="i + steps"):
    """Type a loop over the windows; what it takes from each may be wrong."""
    return (
        "inputs, targets = [], []\n"
        f"for i in {windows}:\n"
        f"    inputs.append(series[{window}])\n"
        f"    targets.append(series[{target}])\n"
        "inputs = np.array(inputs)\n"
    )


FEATURE = "return inputs[:, :, np.newaxis], np.array(targets)"
NO_FEATURE = "return inputs, np.array(targets)"

WINDOWS = [
    (
        "one window too few",
        "how many windows have a value after them?",
        _loop("range(len(series) - steps - 1)") + FEATURE,
    ),
    (
        "one window too few, and no feature axis",
        "the last target must be the last value of the series. Besides",
        _loop("range(len(series) - steps - 1)") + NO_FEATURE,
    ),
    (
        "one window too many",
        "one window more than there are targets",
        """inputs = np.array([series[i : i + steps] for i in range(len(series) - steps + 1)])
targets = series[steps:]
return inputs.reshape(-1, steps, 1), targets
""",
    ),
    (
        "target inside the window",
        "are the last values of their own windows",
        _loop(target="i + steps - 1") + FEATURE,
    ),
    (
        "target inside the window, and one window more",
        "come from windows that end in their own target",
        _loop("range(len(series) - steps + 1)", target="i + steps - 1") + FEATURE,
    ),
    (
        "windows begin one late",
        "begin at point 1, not at point 0, so",
        _loop(window="i + 1 : i + 1 + steps") + FEATURE,
    ),
    (
        "target two ahead",
        "skip a point",
        _loop("range(len(series) - steps - 1)", target="i + steps + 1") + FEATURE,
    ),
    (
        "first window begins at point 1",
        "Let it begin at point 0",
        _loop("range(1, len(series) - steps)") + FEATURE,
    ),
    (
        "first window begins at point 1, and no feature axis",
        "begins at point 1, not at point 0. Besides",
        _loop("range(1, len(series) - steps)") + NO_FEATURE,
    ),
    (
        "target is the first point of the window",
        "are the first values of their own windows",
        _loop(target="i") + FEATURE,
    ),
    (
        "window one step too long",
        "one step more than was asked for",
        _loop(window="i : i + steps + 1") + FEATURE,
    ),
    (
        "window one step too short",
        "one step less than was asked for",
        _loop(window="i : i + steps - 1") + FEATURE,
    ),
    ("steps not used", "whatever `steps` says", "steps = 10\n" + _loop() + FEATURE),
    ("reversed in time", "run backwards", _loop(window="i : i + steps][::-1") + FEATURE),
    (
        "non-overlapping windows",
        "do not overlap",
        _loop("range(0, len(series) - steps, steps)") + FEATURE,
    ),
    *(
        ("scaled", "hold scaled values", f"series = {scaled}\n{_loop()}{FEATURE}")
        for scaled in (
            "MinMaxScaler().fit_transform(series.reshape(-1, 1))[:, 0]",
            "MinMaxScaler(feature_range=(-1, 1)).fit_transform(series.reshape(-1, 1)).ravel()",
            "(series - np.mean(series)) / np.std(series)",
        )
    ),
    (
        "shuffled",
        "the right ones in another order",
        f"""{_loop()}targets = np.array(targets)
order = np.random.default_rng(3).permutation(len(inputs))
return inputs[order][:, :, np.newaxis], targets[order]
""",
    ),
    (
        "wrapped around",
        "as with `np.roll`",
        """inputs = np.zeros((len(series), steps, 1))
targets = np.zeros(len(series))
for i in range(len(series)):
    rolled = np.roll(series, -i)
    inputs[i, :, 0] = rolled[:steps]
    targets[i] = rolled[steps]
return inputs, targets
""",
    ),
    ("no feature axis", "have two axes, and three were expected", _loop() + NO_FEATURE),
    (
        "batch and time axes swapped",
        "have the steps along the first axis",
        """n = len(series) - steps
inputs = np.array([series[k : k + n] for k in range(steps)])
return inputs[:, :, np.newaxis], series[steps:]
""",
    ),
    (
        "time and feature axes swapped",
        "windows of one step with many features",
        _loop() + "return inputs.reshape(-1, 1, steps), np.array(targets)",
    ),
    (
        "targets with an extra axis",
        "have two axes, and one was expected",
        _loop() + "return inputs[:, :, np.newaxis], np.array(targets).reshape(-1, 1)",
    ),
    (
        "inputs and targets swapped",
        "return the inputs first",
        _loop() + "return np.array(targets), inputs[..., np.newaxis]",
    ),
]

COUNTED = "k = int(train_fraction * len(inputs))"


def _split(train=":k - gap", test="k:", counted=COUNTED):
    """Type a split; how the windows are counted, or where a part is cut, may be wrong."""
    return (
        f"{counted}\n"
        f"inputs_train, targets_train = inputs[{train}], targets[{train}]\n"
        f"inputs_test, targets_test = inputs[{test}], targets[{test}]\n"
        "return inputs_train, targets_train, inputs_test, targets_test"
    )


SPLITS = [
    (
        "random split",
        "are not one stretch of time",
        """rng = np.random.default_rng(42)
order = rng.permutation(len(inputs))
k = int(train_fraction * len(inputs))
train, test = order[: k - gap], order[k:]
return inputs[train], targets[train], inputs[test], targets[test]
""",
    ),
    (
        "random split",
        "are not one stretch of time",
        """from sklearn.model_selection import train_test_split
inputs_train, inputs_test, targets_train, targets_test = train_test_split(
    inputs, targets, train_size=train_fraction, random_state=0
)
return inputs_train, targets_train, inputs_test, targets_test
""",
    ),
    ("gap ignored", "go right up to the test part", _split(":k")),
    (
        "gap taken from the test part",
        "takes the gap from the beginning of the test part",
        _split(":k", "k + gap:"),
    ),
    (
        "gap taken from both parts",
        "lack the windows of a second gap",
        _split(":k - gap", "k + gap:"),
    ),
    ("gap taken twice", "end two gaps before the test part", _split(":k - 2 * gap")),
    ("gap taken from the beginning", "lack windows at the beginning", _split("gap:k")),
    (
        "gap moves the border",
        "begin where the training part ends",
        _split(":k", "k:", f"{COUNTED} - gap"),
    ),
    (
        "gap makes the parts overlap",
        "puts the windows of the gap in both parts",
        _split(":k", "k - gap:"),
    ),
    (
        "nothing left with a gap of 0",
        "are empty when the gap is 0",
        """k = int(train_fraction * len(inputs))
inputs_train, inputs_test = inputs[:k], inputs[k:]
targets_train, targets_test = targets[:k], targets[k:]
return inputs_train[:-gap], targets_train[:-gap], inputs_test, targets_test
""",
    ),
    (
        "fraction taken after the gap",
        "counted from what the gap leaves",
        _split(":n_train", "n_train + gap:", "n_train = int(train_fraction * (len(inputs) - gap))"),
    ),
    (
        "rounded up",
        "by rounding up",
        _split(counted="k = int(np.ceil(train_fraction * len(inputs)))"),
    ),
    (
        "rounded to the nearest",
        "to the nearest whole number",
        _split(counted="k = round(train_fraction * len(inputs))"),
    ),
    (
        "fraction of the points",
        "counted from the points of the series",
        _split(
            counted="windows, steps, _ = inputs.shape\nk = int(train_fraction * (windows + steps))"
        ),
    ),
    (
        "fraction of the points, less a window",
        "as if the points were split first",
        _split(
            counted="steps = inputs.shape[1]\n"
            "n_points = len(inputs) + steps\n"
            "train_points = int(train_fraction * n_points)\n"
            "k = train_points - steps"
        ),
    ),
    (
        "fraction to test on",
        "for the fraction to test on",
        _split(counted="k = int((1 - train_fraction) * len(inputs))"),
    ),
    (
        "fraction to test on",
        "for the fraction to test on",
        _split(
            counted="n_test = int(train_fraction * len(inputs))\nk = len(inputs) - n_test",
        ),
    ),
    ("one training window too many", "one window too many at the end", _split(":k - gap + 1")),
    ("one test window too many", "begin one window early", _split(test="k - 1:")),
    ("one test window too few", "begin one window late", _split(test="k + 1:")),
    ("last window lost", "lack the last window", _split(test="k:-1")),
    (
        "test part before training part",
        "tests on the past",
        _split("n_test + gap:", ":n_test", f"{COUNTED}\nn_test = len(inputs) - k"),
    ),
    (
        "trained on what comes after",
        "trains on the windows after the border",
        _split("k + gap:", ":k"),
    ),
    (
        "parts returned in the wrong order",
        "are those of the other part",
        f"{COUNTED}\nend = k - gap\nreturn inputs[k:], targets[k:], inputs[:end], targets[:end]",
    ),
    (
        "inputs together, targets together",
        "`train_test_split` has another order",
        f"{COUNTED}\nend = k - gap\nreturn inputs[:end], inputs[k:], targets[:end], targets[k:]",
    ),
]

TRAIN_WINDOWS = "n_train = int(train_fraction * (len(series) - steps))"
TOUCHED = f"{TRAIN_WINDOWS}\ntouched = series[: n_train + steps].reshape(-1, 1)"
OWN_WINDOWS = f"inputs, targets = make_windows(series, steps)\n{TRAIN_WINDOWS}"
OWN_PARTS = """inputs, targets = make_windows(series, steps)
inputs_train, targets_train, inputs_test, targets_test = split_in_time(
    inputs, targets, train_fraction, 0
)"""


def _of_series(points, counted=TRAIN_WINDOWS):
    """Type a scaler that is fitted on a stretch of the series."""
    return f"{counted}\nreturn MinMaxScaler().fit(series[{points}].reshape(-1, 1))"


def _of_own(points, taken=OWN_PARTS):
    """Type a scaler that is fitted on what the earlier functions return."""
    return f"{taken}\npoints = {points}\nreturn MinMaxScaler().fit(points.reshape(-1, 1))"


SCALERS = [
    *(
        ("whole series", "the test part too: that is leakage", typed)
        for typed in (
            "return MinMaxScaler().fit(series.reshape(-1, 1))",
            _of_own("np.concatenate([inputs.ravel(), targets])", OWN_WINDOWS),
            _of_own(
                "np.concatenate(\n    [inputs_train.ravel(), targets_train, "
                "inputs_test.ravel(), targets_test]\n)"
            ),
        )
    ),
    *(
        ("whole series", "has seen all windows", typed)
        for typed in (
            "return MinMaxScaler().fit(series[:-1].reshape(-1, 1))",
            _of_own("inputs", OWN_WINDOWS),
            _of_own("np.concatenate([inputs_train, inputs_test])"),
        )
    ),
    *(
        ("missing the last target", "not the target of the last one", typed)
        for typed in (
            _of_series(": n_train + steps - 1"),
            _of_own("inputs[:n_train]", OWN_WINDOWS),
            _of_own("inputs_train"),
        )
    ),
    *(
        ("only targets", "the training targets alone", typed)
        for typed in (
            _of_series("steps : steps + n_train"),
            _of_own("targets[:n_train]", OWN_WINDOWS),
            _of_own("targets_train"),
        )
    ),
    *(
        ("first and last point only", "but not all in between", typed)
        for typed in (
            f"{TRAIN_WINDOWS}\n"
            "first, last = series[0], series[n_train + steps - 1]\n"
            "return MinMaxScaler().fit([[first], [last]])",
            _of_own("np.array([inputs_train[0, 0, 0], targets_train[-1]])"),
        )
    ),
    (
        "fraction of the points",
        "it has seen a fraction of the points",
        _of_series(":n_train", "n_train = int(train_fraction * len(series))"),
    ),
    (
        "fraction of the points, plus a window",
        "there are fewer windows than points",
        _of_series(": n_train + steps", "n_train = int(train_fraction * len(series))"),
    ),
    (
        "first points of the windows",
        "their first points",
        _of_series(":n_train"),
    ),
    (
        "one point too many",
        "one point after the last training target",
        _of_series(": n_train + steps + 1"),
    ),
    (
        "one window too many counted",
        "Your count of windows is one too many",
        _of_series(
            ": n_train + steps", "n_train = int(train_fraction * (len(series) - steps + 1))"
        ),
    ),
    (
        "rounded up",
        "wherever the fraction of the windows is not whole",
        _of_series(
            ": n_train + steps", "n_train = int(np.ceil(train_fraction * (len(series) - steps)))"
        ),
    ),
    *(
        ("test part", "the points that the test part touches", typed)
        for typed in (
            _of_series("n_train:"),
            _of_own("np.append(inputs[n_train:], targets[n_train:])", OWN_WINDOWS),
            _of_own("np.append(inputs_test, targets_test)"),
        )
    ),
    (
        "range from −1 to 1",
        "to −1 … 1, and 0 … 1 was expected",
        f"{TOUCHED}\nreturn MinMaxScaler(feature_range=(-1, 1)).fit(touched)",
    ),
    (
        "values clipped",
        "cuts off what lies outside",
        f"{TOUCHED}\nscaler = MinMaxScaler(clip=True)\nscaler.fit(touched)\nreturn scaler",
    ),
    (
        "StandardScaler",
        "centers on the mean",
        "from sklearn.preprocessing import StandardScaler\n"
        f"{TOUCHED}\nreturn StandardScaler().fit(touched)",
    ),
    (
        "another scaler",
        "it is a MaxAbsScaler",
        "from sklearn.preprocessing import MaxAbsScaler\n"
        f"{TOUCHED}\nreturn MaxAbsScaler().fit(touched)",
    ),
    (
        "transform already applied",
        "an array came back",
        f"{TOUCHED}\nreturn MinMaxScaler().fit_transform(touched)",
    ),
    (
        "scaler and values",
        "several values came back",
        f"{TOUCHED}\nscaler = MinMaxScaler()\nscaled = scaler.fit_transform(touched)\n"
        "return scaler, scaled",
    ),
    ("not fitted", "has seen nothing yet", "scaler = MinMaxScaler()\nreturn scaler"),
    (
        "a range for each step",
        "a range for each step of a window",
        f"{OWN_WINDOWS}\nreturn MinMaxScaler().fit(inputs[:n_train, :, 0])",
    ),
    (
        "a range for each point",
        "they came as one row",
        f"{TOUCHED}\nreturn MinMaxScaler().fit(touched.reshape(1, -1))",
    ),
    (
        "split with a gap",
        "Here there is no gap",
        _of_own(
            "np.append(inputs_train, targets_train)",
            OWN_PARTS.replace("fraction, 0", "fraction, steps"),
        ),
    ),
    (
        "wrong arguments",
        "`make_windows` was not given series in its place",
        """n = int(train_fraction * len(series))
inputs, targets = make_windows(series[:n], steps)
points = np.append(inputs, targets)
return MinMaxScaler().fit(points.reshape(-1, 1))
""",
    ),
]

MISTAKES = {"make_windows": WINDOWS, "split_in_time": SPLITS, "fit_scaler": SCALERS}
