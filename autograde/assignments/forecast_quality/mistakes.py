"""Mistakes in the exercise `forecast_quality`, as learners type them.

For each check, rows of: the diagnosis, words of it that no other diagnosis of the check has, and
what was typed, which is the body of the function or a whole cell. They are written from the words:
the tests run each as a submission's cell, and it has to be named.
"""


def _typed(before, rows):
    """Type the lines that these mistakes share, and then what each returns."""
    return [(name, says, f"{before}return {value}") for name, says, value in rows]


def _means(row):
    """List the mistakes in a mean of squares; the errors have one row per window or start."""
    return [
        ("one number", "the mean over all steps ahead", "np.mean(errors**2)"),
        ("mean over the steps ahead", f"are one for each {row}", "np.mean(errors**2, axis=1)"),
        (
            "up to each step",
            "are means from the first step up to each",
            "[np.mean(errors[:, : m + 1] ** 2) for m in range(errors.shape[1])]",
        ),
        ("root", "the roots of the mean squared errors", "np.sqrt(np.mean(errors**2, axis=0))"),
        ("absolute error", "the mean absolute errors", "abs(errors).mean(axis=0)"),
        ("sum for mean", "the sums of the squared errors", "(errors**2).sum(axis=0)"),
        ("squared too late", "the squares of the mean errors", "np.mean(errors, axis=0) ** 2"),
    ]


def _persistence(said, futures="futures"):
    """Type persistence that predicts something other than the last value of each window."""
    return f"said = {said}\nreturn np.mean(({futures} - said) ** 2, axis=0)"


ONE_STEP_BEHIND = """errors = []
value = inputs[:, -1, 0]
for m in range(futures.shape[1]):
    errors.append(np.mean((futures[:, m] - value) ** 2))
    value = futures[:, m]
return np.array(errors)
"""
SIGNED = "the means of the errors themselves"

PERSISTENCE = [
    ("first value", "the first value of each window", _persistence("inputs[:, 0]")),
    ("second newest value", "one step further ahead", _persistence("inputs[:, -2]")),
    (
        "mean of the window",
        "predicting the mean of the window",
        _persistence("inputs.mean(axis=1)"),
    ),
    ("mean of the future", "that knows their mean", _persistence("np.mean(futures, axis=0)")),
    ("told each value before", "compare each value with the one before it", ONE_STEP_BEHIND),
    ("one value for all windows", "is used for all windows", _persistence("inputs[-1, -1, 0]")),
    (
        "first step left out",
        "begin two steps ahead",
        _persistence("inputs[:, -1]", "futures[:, 1:]"),
    ),
    ("not squared", SIGNED, "return np.mean(futures - inputs[:, -1], axis=0)"),
    ("not squared", SIGNED, "return (inputs[:, -1] - futures).mean(axis=0)"),
    *_typed("newest = inputs[:, -1, 0][:, None]\nerrors = futures - newest\n", _means("window")),
]

ROWS = """def rows(inputs):
    return np.column_stack([inputs[:, :, 0], np.ones(len(inputs))])

"""
LINE = f"""{ROWS}weights, *_ = np.linalg.lstsq(rows(inputs_train), targets_train)
forecasts = rows(inputs_test) @ weights
return float(np.mean((forecasts - targets_test) ** 2))
"""
BY_SKLEARN = """from sklearn.linear_model import LinearRegression

x_train, x_test = inputs_train[:, :, 0], inputs_test[:, :, 0]
model = LinearRegression().fit(x_train, targets_train)
return float(np.mean((model.predict(x_test) - targets_test) ** 2))
"""
CENTERED = """def centered(values):
    return values - values.mean(axis=0)

x, x_test = centered(inputs_train[:, :, 0]), centered(inputs_test[:, :, 0])
weights, *_ = np.linalg.lstsq(x, centered(targets_train))
return float(np.mean((x_test @ weights - centered(targets_test)) ** 2))
"""
EXCHANGED = f"""inputs_train, inputs_test = inputs_test, inputs_train
targets_train, targets_test = targets_test, targets_train
{LINE}"""
RESIDUALS = f"""{ROWS}weights, residuals, *_ = np.linalg.lstsq(rows(inputs_train), targets_train)
return float(residuals[0])
"""
BOTH_PARTS = f"""inputs_train = np.concatenate([inputs_train, inputs_test])
targets_train = np.concatenate([targets_train, targets_test])
{LINE}"""


TWO_PARTS = f"""{ROWS}weights, *_ = np.linalg.lstsq(rows(inputs_train), targets_train)
errors = []
for forecast, target in zip(rows({{windows}}) @ weights, {{targets}}):
    errors.append((forecast - target) ** 2)
return float(np.mean(errors))
"""


def _changed(right, before, after):
    """Type the right answer with one piece changed."""
    assert before in right
    return right.replace(before, after)


def _line(before, after):
    """Type a linear model by least squares with one piece changed."""
    return _changed(LINE, before, after)


def _by_sklearn(before, after):
    """Type a linear model of scikit-learn with one piece changed."""
    return _changed(BY_SKLEARN, before, after)


LINEAR = [
    (
        "no intercept",
        "without an intercept",
        _by_sklearn("LinearRegression()", "LinearRegression(fit_intercept=False)"),
    ),
    (
        "fitted on the test part",
        "fitted on the test part, on which it is judged",
        _by_sklearn("fit(x_train, targets_train)", "fit(x_test, targets_test)"),
    ),
    ("fitted on both parts", "it has seen the test part", BOTH_PARTS),
    (
        "error on the training part",
        "the error on the training part, on which the model was fitted",
        _by_sklearn("predict(x_test) - targets_test", "predict(x_train) - targets_train"),
    ),
    ("parts exchanged", "judged on the training part", EXCHANGED),
    ("each part centered by itself", "each part's own mean is subtracted", CENTERED),
    (
        "windows and targets of two parts",
        "targets of the test part are compared with forecasts from training windows",
        TWO_PARTS.format(windows="inputs_train", targets="targets_test"),
    ),
    (
        "windows and targets of two parts",
        "forecasts from test windows are compared with targets of the training part",
        TWO_PARTS.format(windows="inputs_test", targets="targets_train"),
    ),
    ("last value only", "of each window alone", _by_sklearn("[:, :, 0]", "[:, -1:, 0]")),
    ("last two values only", "from the last two values", _line("[:, :, 0]", "[:, -2:, 0]")),
    (
        "constant forecast",
        "always predicting the mean of the training targets",
        "forecast = targets_train.mean()\nreturn float(np.mean((targets_test - forecast) ** 2))",
    ),
    (
        "persistence",
        "nothing is fitted",
        "return float(np.mean((inputs_test[:, -1, 0] - targets_test) ** 2))",
    ),
    (
        "test windows reversed",
        "in reversed order",
        _line("rows(inputs_test)", "rows(inputs_test[:, ::-1])"),
    ),
    (
        "stretched shapes",
        "every one is compared with every target",
        _line("targets_train)", "targets_train.reshape(-1, 1))"),
    ),
    ("residuals of the fit", "the sum of squares that least squares leaves", RESIDUALS),
    ("root", "the root of the mean squared error", _line("float(", "np.sqrt(")),
    (
        "absolute error",
        "the mean absolute error",
        _line("(forecasts - targets_test) ** 2", "abs(forecasts - targets_test)"),
    ),
    ("sum for mean", "the sum of the squared errors", _line("np.mean(", "np.sum(")),
    (
        "not squared",
        "the mean of the errors themselves",
        _line("(forecasts - targets_test) ** 2", "targets_test - forecasts"),
    ),
    ("not squared", "the mean of the errors themselves", _line(" ** 2", "")),
]

ROLL_OUT = """window = series[start - steps : start]
forecasts = []
for _ in range(horizon):
    answer = predict(window[:, np.newaxis])
    forecasts.append(answer)
    window = np.append(window[1:], answer)
return np.array(forecasts)
"""


FIRST = "series[start - steps : start]"
COLUMN = "window[:, np.newaxis]"
TRUE_VALUES = """forecasts = []
for t in range(start, start + horizon):
    forecasts.append(predict(series[t - steps : t, np.newaxis]))
return np.array(forecasts)
"""
NEVER_CHANGED = """window = series[start - steps : start, np.newaxis]
return np.array([predict(window) for _ in range(horizon)])
"""
FROM_THE_KNOWN = """window = series[start - steps : start]
forecasts = [window[-1]]
while len(forecasts) < horizon:
    forecasts.append(predict(window[:, np.newaxis]))
    window = np.append(window[1:], forecasts[-1])
return np.array(forecasts)
"""
WITH_WINDOW = """values = list(series[start - steps : start])
for _ in range(horizon):
    values.append(predict(np.array(values[-steps:])[:, np.newaxis]))
return np.array(values)
"""
ALL_AT_ONCE = """windows = np.array([series[:start]] * 12)
return np.array([predict(windows) for _ in range(horizon)])
"""


def _rolled(before, after):
    """Type a roll-out with one piece changed."""
    return _changed(ROLL_OUT, before, after)


def _moved(next_window):
    """Type a roll-out whose window moves on in another way."""
    return _changed(ROLL_OUT, "window = np.append(window[1:], answer)", next_window)


LESS, MORE = "one point less than `steps`: the ", "one point more than `steps`: "
STARTS = [
    ("one point late", "It ends one point earlier", "series[start - steps + 1 : start + 1]"),
    ("one point early", "ends two points before", "series[start - steps - 1 : start - 1]"),
    ("begins at the start", "begins at the point `start`", "series[start : start + steps]"),
    ("first points of the series", "holds the first points", "series[:steps]"),
    ("last points of the series", "holds the last points", "series[-steps:]"),
    ("everything before the start", "holds all points before `start`", "series[:start]"),
    ("one step too short", f"{LESS}oldest one", "series[start - steps + 1 : start]"),
    ("one step too short", f"{LESS}one right before", "series[start - steps : start - 1]"),
    ("one step too long", f"{MORE}it begins", "series[start - steps - 1 : start]"),
    ("one step too long", f"{MORE}the point `start`", "series[start - steps : start + 1]"),
    ("reversed in time", "runs backwards", "series[start - steps : start][::-1]"),
]

ROLL_OUTS = [
    *((name, says, _rolled(FIRST, first)) for name, says, first in STARTS),
    ("no feature axis", "has one axis, (steps,)", _rolled(COLUMN, "window")),
    ("batch axis", "has an axis for a batch", _rolled(COLUMN, "window.reshape(1, steps, 1)")),
    ("a row", "is a row, (1, steps)", _rolled(COLUMN, "window[np.newaxis]")),
    ("teacher forcing", "move on over the true series", TRUE_VALUES),
    ("not fed back", "repeat the first answer", NEVER_CHANGED),
    (
        "last known value fed back",
        "the last measured value is put again and again",
        _moved("window = np.append(window[1:], series[start - 1])"),
    ),
    (
        "shifted the wrong way",
        "the answer enters the window in front",
        _moved("window = np.insert(window[:-1], 0, answer)"),
    ),
    (
        "newest value overwritten",
        "takes the place of the newest value",
        _moved("window = window.copy(); window[-1] = answer"),
    ),
    (
        "oldest value overwritten",
        "takes the place of the oldest value",
        _moved("window = window.copy(); window[0] = answer"),
    ),
    ("window grows", "grows by every answer", _moved("window = np.append(window, answer)")),
    ("one too many", "one more than `horizon`", _rolled("range(horizon)", "range(horizon + 1)")),
    ("one too few", "one less than `horizon`", _rolled("range(horizon)", "range(1, horizon)")),
    ("starts with the known value", "begin with the last value of the window", FROM_THE_KNOWN),
    ("window returned too", "hold the window as well", WITH_WINDOW),
    (
        "last forecast only",
        "are one number, the last forecast",
        _rolled("np.array(forecasts)", "answer"),
    ),
    ("column", "have the shape (horizon, 1)", _rolled("append(answer)", "append([answer])")),
    (
        "never asked",
        "was not called on any window",
        "return np.array([series[start - 1]] * horizon)",
    ),
    ("not a window", "more than 100 points", ALL_AT_ONCE),
]

BACK = "in_degrees = forecasts * (high - low) + low\n"
SCALED = "errors = forecasts - (truths - low) / (high - low)\n"


def _brought_back(back):
    """Type errors of forecasts that are taken back to the series' units in another way."""
    return f"in_degrees = {back}\nreturn np.mean((in_degrees - truths) ** 2, axis=0)"


ERRORS = [
    (
        "scaled against unscaled",
        "compare scaled forecasts with truths",
        "return np.mean((forecasts - truths) ** 2, axis=0)",
    ),
    ("in scaled units", "are in scaled units", f"{SCALED}return np.mean(errors**2, axis=0)"),
    (
        "width not squared",
        "scaled errors times the width of the scale",
        f"{SCALED}return np.mean(errors**2, axis=0) * (high - low)",
    ),
    ("low not added", "`low` is not added", _brought_back("forecasts * (high - low)")),
    ("stretched by high", "stretches by `high`", _brought_back("low + forecasts * high")),
    (
        "low and high exchanged",
        "0 would become `high`",
        _brought_back("np.interp(forecasts, [0, 1], [high, low])"),
    ),
    ("scaled once more", "a second time", _brought_back("(forecasts - low) / (high - low)")),
    (
        "one step apart",
        "with the truth one step before it",
        f"{BACK}return np.mean((in_degrees[:, 1:] - truths[:, :-1]) ** 2, axis=0)",
    ),
    *_typed(
        f"{BACK}errors = in_degrees - truths\n",
        [
            ("median over the starts", "the medians", "np.median(errors**2, axis=0)"),
            ("variance", "the variances of the errors", "np.var(errors, axis=0)"),
            *_means("start"),
        ],
    ),
]

SKILLS = [
    ("upside down", "the floor is divided by the error", "1 - floor / error"),
    ("share that is left", "the share of the floor's error that is left", "error / floor"),
    ("times better", "equals floor / error.", "floor / error"),
    ("sign", "has the wrong sign", "(error - floor) / floor"),
    ("more than the error", "as a part of the error", "(floor - error) / error"),
    ("root", "from the roots of the errors", "1 - np.sqrt(error) / np.sqrt(floor)"),
    ("difference", "the difference of floor and error", "floor - error"),
    ("share of both", "as a share of the sum of both", "(floor - error) / (floor + error)"),
    ("percent", "is in percent", "(floor - error) / floor * 100"),
    ("cut off at zero", "never falls below 0", "np.clip(1 - error / floor, 0, None)"),
    ("logarithm", "it counts powers of ten", "np.log10(floor / error)"),
    ("one number", "the mean of their skills", "np.mean(1 - error / floor)"),
]


def _stopping(condition, answer="m", end="len(errors)"):
    """Type a walk along the errors that stops at a condition."""
    return (
        f"for m in range(len(errors)):\n    if {condition}:\n        return {answer}\nreturn {end}"
    )


PASSED = "errors[m] >= limits[m]"
NONE_PASSES = "if np.all(errors < limits):\n    return len(errors)\n"
LAST_BELOW = """usable = 0
for m in range(len(errors)):
    if errors[m] < limits[m]:
        usable = m + 1
return usable
"""
ALL_BELOW = """usable = 0
for error, limit in zip(errors, limits):
    if error < limit:
        usable += 1
return usable
"""


def _unless_none_passes(condition):
    """Type a walk that stops at a condition, after a test that no error passes its limit."""
    return NONE_PASSES + _stopping(condition)


HORIZONS = [
    ("first step that passes", "the number of the first step", _stopping(PASSED, "m + 1")),
    ("counted from 0", "is one too few: index 0 stands", _stopping(PASSED, "m - 1")),
    ("last step below", "is the last step whose error is below", LAST_BELOW),
    ("all steps below", "counts every step below its limit", ALL_BELOW),
    (
        "upside down",
        "is where the error is first below its limit. When",
        _unless_none_passes("errors[m] < limits[m]"),
    ),
    (
        "upside down",
        "or 0 where it never is",
        f"passed = errors >= limits\n{NONE_PASSES}return int(np.argmin(passed))",
    ),
    ("steps above", "counts the steps", f"{NONE_PASSES}return int(np.sum(errors >= limits))"),
    ("at the limit is below", "the error equals its limit", _stopping("errors[m] > limits[m]")),
    (
        "first limit for all",
        "with the first limit",
        _unless_none_passes("errors[m] >= limits[0]"),
    ),
    ("last limit for all", "with the last limit", _stopping("errors[m] >= limits[-1]")),
    (
        "mean limit for all",
        "with the mean of the limits",
        _unless_none_passes("errors[m] >= np.mean(limits)"),
    ),
    (
        "largest error",
        "is where the error is largest",
        f"{NONE_PASSES}return list(errors).index(max(errors))",
    ),
    ("whole horizon", "is the whole horizon, although", "return len(errors)"),
    ("zero", "is 0 although", "return int(np.argmax(errors >= limits))"),
    ("minus one", "is −1 although", _stopping(PASSED, end="-1")),
    ("one too few", "all steps are usable, and index 0", _stopping(PASSED, end="m")),
    ("one too many", "is one more than there are errors", _stopping(PASSED, end="m + 2")),
    ("infinity", "is infinity", _stopping(PASSED, end='float("inf")')),
    ("no first step", "then all steps are usable", "return np.where(errors >= limits)[0][0]"),
    ("no first step", "then all steps are usable", _stopping(PASSED, end="None")),
]


def _verdict(better="np.max(errors) < floor", worse="np.median(errors) > floor", before=""):
    """Type a comparison of seeds with one of its rules changed."""
    return (
        f'{before}if {better}:\n    return "better"\n'
        f'elif {worse}:\n    return "worse"\n'
        'else:\n    return "not shown"'
    )


LOOP = """for error in errors:
    if error < floor:
        {better}
    elif error > floor:
        {worse}
    else:
        {neither}
"""
FIRST_SEED = LOOP.format(
    better='return "better"', worse='return "worse"', neither='return "not shown"'
)
LAST_SEED = LOOP.format(
    better='word = "better"', worse='word = "worse"', neither='word = "not shown"'
)
EXCHANGED_WORDS = """if np.max(errors) < floor:
    return "worse"
return "better" if np.median(errors) > floor else "not shown"
"""


def _middle(place):
    """Type a comparison whose median is the error at a place in order of size."""
    return _verdict(worse=f"ordered[{place}] > floor", before="ordered = sorted(errors)\n")


MEDIAN_BELOW, MEAN_BELOW = "np.median(errors) < floor", "np.mean(errors) < floor"
VERDICTS = [
    ("best seed", "lets the best seed decide", _verdict("min(errors) < floor")),
    ("median for all", "as soon as the median is below", _verdict(MEDIAN_BELOW)),
    ("mean for all", "as soon as the mean is below", _verdict(MEAN_BELOW)),
    ("mean for median", "where the median was asked", _verdict(worse="errors.mean() > floor")),
    ("mean for both", "compares the mean", _verdict(MEAN_BELOW, "np.mean(errors) > floor")),
    ("one seed above is worse", "as soon as one seed", _verdict(worse="np.any(errors > floor)")),
    ("all above is worse", "only if every seed", _verdict(worse="(errors > floor).all()")),
    ("best seed for median", "the rules", _verdict(MEDIAN_BELOW, "np.all(errors > floor)")),
    ("upside down", "is upside down", _verdict("np.all(errors > floor)", MEDIAN_BELOW)),
    ("words exchanged", 'swaps "better" and "worse"', EXCHANGED_WORDS),
    ("first seed", "looks at the first seed alone", FIRST_SEED),
    ("last seed", "looks at the last seed alone", f"{LAST_SEED}return word"),
    ("not sorted", "in the middle of the list", _verdict(worse="errors[len(errors) // 2] > floor")),
    ("larger middle one", "the larger of the two", _middle("len(ordered) // 2")),
    ("smaller middle one", "the smaller of the two", _middle("(len(ordered) - 1) // 2")),
    ("equal is below", "where an error equals the floor", _verdict("np.all(errors <= floor)")),
    ("equal is above", "the median equals", _verdict(worse="np.median(errors) >= floor")),
    (
        "nothing in between",
        'says only "better" or "worse"',
        'return "better" if np.median(errors) < floor else "worse"',
    ),
    (
        "worse unless better",
        'wherever "better" was not shown',
        'if np.all(errors < floor):\n    return "better"\nreturn "worse"',
    ),
    ("root of the floor", "compares roots", _verdict(before="errors = np.sqrt(errors)\n")),
    ("other words", "it returns 'unclear'", _verdict().replace("not shown", "unclear")),
]

MISTAKES = {
    "persistence_errors": PERSISTENCE,
    "linear_error": LINEAR,
    "roll_out_from": ROLL_OUTS,
    "errors_by_horizon": ERRORS,
    "skill": _typed("", SKILLS),
    "usable_horizon": HORIZONS,
    "compare_seeds": VERDICTS,
}
