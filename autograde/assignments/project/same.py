"""What changes nothing in answers of `project`: inputs to draw, and methods that are as right.

A method has numbers of its own, such as the length of a window. Another number is another method,
and not a mistake.
"""


def _series(rng):
    """Draw a series."""
    return (rng.normal(size=int(rng.integers(40, 200))).cumsum(),)


def _to_learn(rng):
    """Draw a series, a border in it, and a horizon."""
    n_points = int(rng.integers(120, 200))
    return rng.normal(size=n_points).cumsum() + 90, n_points - int(rng.integers(1, 40)), 3


def _history(rng):
    """Draw a history and a horizon."""
    return rng.normal(size=int(rng.integers(60, 200))), int(rng.integers(1, 9))


FOUR = "Four seeds are as good as three."
MEASURE = "Each setting has as many errors, and the median of all is as honest as the mean."
ORDER = "In which order the points are asked makes no difference to a mean."
SCALE = "Any scale that the training part alone decides is as right."
WINDOW = "A window of another length is another method."
SCALED = "scaled = (known - known.min()) / (known.max() - known.min())"
ROOTS = "errors.append(np.sqrt(np.mean(np.square(off))))"
LAGS = "rows = np.lib.stride_tricks.sliding_window_view(known, 13)"
FIRST = "Where the oldest example begins is left to the method."
SUMS = "errors[k] += np.abs(forecast(series[:end]) - series[end:end + horizon]).sum()"
ENDS = "for end in range(STEPS, len(known) - horizon + 1):"
PLACES = "ends = np.arange(STEPS, train_end - horizon + 1)"
AHEAD = "known[ends[:, None] + np.arange(horizon)]"
AROUND = f"return (known[ends[:, None] + np.arange(-STEPS, 0)], {AHEAD})"
SAME = [
    (
        "split",
        "first, second = (len(series) * 3 // 5, len(series) * 4 // 5)",
        "first, second = (len(series) * 3 // 6, len(series) * 4 // 5)",
        "Half of the points are enough to train on.",
    ),
    ("training_examples", ENDS, ENDS.replace("(STEPS,", "(STEPS + 1,"), FIRST),
    (
        "training_examples",
        ENDS,
        "for end in list(range(STEPS, len(known) - horizon + 1))[1:]:",
        FIRST,
    ),
    (
        "training_examples",
        "inputs.append(known[end - STEPS:end])",
        "inputs.append(known[end - STEPS + 1:end])",
        WINDOW,
    ),
    ("training_examples", PLACES, PLACES.replace("(STEPS,", "(STEPS + 1,"), FIRST),
    ("training_examples", AROUND, AROUND.replace("(-STEPS,", "(-STEPS + 1,"), WINDOW),
    ("choose", SUMS, SUMS.replace(".sum()", ".mean()"), MEASURE),
    *(
        ("choose", "return np.mean(np.abs(off))", f"return np.{other}(np.abs(off))", MEASURE)
        for other in ("sum", "median")
    ),
    *(
        (check, line, line.replace("range(3)", "range(4)"), FOUR)
        for check, line in (
            (
                "choose",
                "forecasts = [fit(series, first, horizon, setting, seed) for seed in range(3)]",
            ),
            (
                "report",
                "errors = [mean_error(fit(series, begin, horizon, setting, seed)) "
                "for seed in range(3)]",
            ),
        )
    ),
    ("training_examples", LAGS, LAGS.replace("13", "14"), WINDOW),
    ("training_examples", LAGS, LAGS.replace("13", "12"), WINDOW),
    ("choose", ROOTS, ROOTS.replace("np.mean", "np.median"), MEASURE),
    ("choose", ROOTS, ROOTS.replace("np.mean", "np.sum"), MEASURE),
    ("choose", ROOTS, ROOTS.replace("np.sqrt", "np.square"), "The order stays the same."),
    (
        "choose",
        "medians[setting] = np.median(errors)",
        "medians[setting] = np.mean(errors)",
        "The statement allows the mean and the median over the seeds.",
    ),
    ("fit", "known = series[:train_end]", "known = series[:train_end - 1]", SCALE),
    ("fit", "return low + span * answer[0]", "return low + span * answer[-1]", "There is one row."),
    *(
        (
            "fit",
            "window = (history[-STEPS:] - low) / span",
            f"window = (history[{other}] - low) / span",
            WINDOW,
        )
        for other in (":", "-STEPS + 1:", "-STEPS - 1:", "STEPS:")
    ),
    *(
        ("training_examples", SCALED, SCALED.replace(before, after), SCALE)
        for before, after in (
            (") / (", ") * ("),
            ("known - known.min()", "known + known.min()"),
            ("known.max() - known", "known.max() + known"),
        )
    ),
    (
        "training_examples",
        "inputs = np.array([scaled[i:i + STEPS] for i in range(examples)])",
        "inputs = np.array([scaled[i + 1:i + STEPS] for i in range(examples)])",
        WINDOW,
    ),
    ("choose", "return np.mean(errors)", "return np.sum(errors)", MEASURE),
    ("choose", "return np.mean(errors)", "return np.median(errors)", MEASURE),
    ("choose", "for seed in range(3):", "for seed in range(4):", FOUR),
    ("report", "for seed in range(3):", "for seed in range(4):", FOUR),
    (
        "choose",
        "for t in range(first, last + 1):",
        "for t in reversed(range(first, last + 1)):",
        ORDER,
    ),
]
INPUTS = {"split": _series, "training_examples": _to_learn, "floor": _history}
