"""Mistakes in the exercise `prices`, as learners type them.

For each check, rows of: the diagnosis, words of it that no other diagnosis of the check has, and
what was typed, which is the body of the function or a whole cell. They are written from the words:
the tests run each as a submission's cell, and it has to be named.
"""


def _typed(before, rows):
    """Type the lines that these mistakes share, and then what each returns."""
    return [(name, says, f"{before}return {value}") for name, says, value in rows]


def _changed(right, before, after):
    """Type the right answer with one piece changed."""
    assert before in right
    return right.replace(before, after)


LOG = "returns = np.diff(np.log(prices))\n"
OLD, NEW = "prices[:-1]", "prices[1:]"
PANDAS = "import pandas as pd\n\nlogs = np.log(pd.Series(prices))\n"

RETURNS = [
    ("difference", "in dollars", "return prices[1:] - prices[:-1]"),
    ("simple return", "a share of the old price. Close", f"return ({NEW} - {OLD}) / {OLD}"),
    (
        "simple return",
        "a share of the old price. Close",
        "import pandas as pd\n\nreturn pd.Series(prices).pct_change().dropna().to_numpy()",
    ),
    ("divided by the new price", "a share of the new price", f"return np.diff(prices) / {NEW}"),
    ("factor", "are the factors", f"return {NEW} / {OLD}"),
    ("base 10", "of base 10", "return np.diff(np.log10(prices))"),
    ("base 2", "of base 2", f"return np.log2({NEW} / {OLD})"),
    ("percent", "are in percent, 100 times", f"{LOG}return returns * 100"),
    ("percent of the old price", "in percent of the old", f"return 100 * ({NEW} / {OLD} - 1)"),
    ("sign", "have the wrong sign", f"return np.log({OLD} / {NEW})"),
    ("zero in front", "begin with a 0", f"{LOG}return np.insert(returns, 0, 0.0)"),
    (
        "zero in front",
        "begin with a 0",
        "return np.diff(np.log(prices), prepend=np.log(prices[0]))",
    ),
    ("zero in front", "begin with a 0", f"{PANDAS}return logs.diff().fillna(0)"),
    ("NaN in front", "begin with NaN", f"{PANDAS}return logs - logs.shift(1)"),
    ("NaN in front", "begin with NaN", f"{PANDAS}return logs.diff().to_numpy()"),
    ("zero at the end", "end with a 0", f"{LOG}return np.append(returns, 0)"),
    (
        "rolled round",
        "from the last day to the first one",
        "return np.log(prices) - np.log(np.roll(prices, 1))",
    ),
    ("first return left out", "lack the first return", f"{LOG}return returns[1:]"),
    (
        "first return left out",
        "lack the first return",
        "return np.array([np.log(prices[t] / prices[t - 1]) for t in range(2, len(prices))])",
    ),
    ("last return left out", "lack the return of the last day", f"{LOG}return returns[:-1]"),
    ("logarithms", "are the logarithms of the prices", "return np.log(prices)"),
    ("since the first day", "since the first day", "return np.log(prices[1:] / prices[0])"),
    ("over two days", "over two days", "return np.log(prices[2:]) - np.log(prices[:-2])"),
    ("absolute", "never negative", f"{LOG}return abs(returns)"),
    ("squared", "are squared", f"{LOG}return returns**2"),
    ("mean taken out", "have a mean of zero", f"{LOG}return returns - np.mean(returns)"),
    (
        "scaled",
        "to mean 0 and spread 1",
        "from sklearn.preprocessing import StandardScaler\n\n"
        f"{LOG}return StandardScaler().fit_transform(returns[:, np.newaxis])[:, 0]",
    ),
    ("backwards", "run backwards", f"{LOG}return returns[::-1]"),
    (
        "logarithm of the difference",
        "logarithms of differences",
        "return np.log(np.abs(prices[1:] - prices[:-1]))",
    ),
    ("column", "are a column", f"{LOG}return returns.reshape(-1, 1)"),
]

WALK = """rows, targets = [], []
for t in range(22, len(volatility)):
    rows.append([volatility[t - 1], volatility[t - 5 : t].mean(), volatility[t - 22 : t].mean()])
    targets.append(volatility[t])
return np.array(rows), np.array(targets)
"""
FRAME = """import pandas as pd

v = pd.Series(volatility)
frame = pd.DataFrame({"day": v.shift(1), "week": WEEK, "month": MONTH, "target": v})
frame = frame.dropna()
return frame[["day", "week", "month"]].to_numpy(), frame["target"].to_numpy()
"""


def _rows(*changes):
    """Type the loop with some pieces changed."""
    typed = WALK
    for before, after in changes:
        typed = _changed(typed, before, after)
    return typed


def _frame(week, month, **others):
    """Type the same with pandas, which drops the days that have no month."""
    typed = FRAME.replace("WEEK", week).replace("MONTH", month)
    for before, after in others.values():
        typed = _changed(typed, before, after)
    return typed


DAY = "volatility[t - 1]"
WEEK, MONTH = "volatility[t - 5 : t].mean()", "volatility[t - 22 : t].mean()"
ROW = f"[{DAY}, {WEEK}, {MONTH}]"
FROM, TARGET = "range(22, len(volatility))", "targets.append(volatility[t])"
LAST_LINE = "return np.array(rows), np.array(targets)"
INCLUDING = (WEEK, "volatility[t - 4 : t + 1].mean()"), (MONTH, "volatility[t - 21 : t + 1].mean()")

ROWS = [
    (
        "the day itself",
        "hold the day itself in all three",
        _rows((DAY, "volatility[t]"), *INCLUDING),
    ),
    ("the day itself in the means", "not shifted", _rows(*INCLUDING)),
    (
        "the day itself in the means",
        "not shifted",
        _frame("v.rolling(5).mean()", "v.rolling(22).mean()").replace(
            "frame = frame.dropna()", "frame = frame.iloc[22:]"
        ),
    ),
    ("the day itself in the first column", "in the first column", _rows((DAY, "volatility[t]"))),
    (
        "one day too early",
        "end two days before",
        "v = volatility\n"
        "rows = [[v[t - 2], v[t - 6 : t - 1].mean(), v[max(t - 23, 0) : t - 1].mean()]"
        "\n        for t in range(22, len(v))]\nreturn np.array(rows), v[22:]",
    ),
    (
        "yesterday left out of the means",
        "leave yesterday out",
        _rows(
            (WEEK, "volatility[t - 6 : t - 1].mean()"),
            (MONTH, "volatility[max(t - 23, 0) : t - 1].mean()"),
        ),
    ),
    (
        "around yesterday",
        "`center=True` looks ahead",
        _rows(
            (WEEK, "volatility[t - 3 : t + 2].mean()"),
            (MONTH, "volatility[t - 11 : t + 11].mean()"),
        ),
    ),
    (
        "one day short",
        "over 4 and 21 days",
        _rows((WEEK, "volatility[t - 4 : t].mean()"), (MONTH, "volatility[t - 21 : t].mean()")),
    ),
    (
        "one day long",
        "over 6 and 23 days",
        _rows(
            (WEEK, "volatility[t - 6 : t].mean()"),
            (MONTH, "volatility[t - 23 : t].mean()"),
            (FROM, "range(23, len(volatility))"),
        ),
    ),
    (
        "calendar days",
        "over 7 and 30 days",
        _frame("v.shift(1).rolling(7).mean()", "v.shift(1).rolling(30).mean()"),
    ),
    (
        "twenty days",
        "a month of 20 days",
        _frame("v.shift(1).rolling(5).mean()", "v.shift(1).rolling(20).mean()"),
    ),
    (
        "twenty-one days",
        "a month of 21 days",
        _frame("v.shift(1).rolling(5).mean()", "v.shift(1).rolling(21).mean()"),
    ),
    (
        "sums",
        "are sums",
        _rows((WEEK, WEEK.replace("mean", "sum")), (MONTH, MONTH.replace("mean", "sum"))),
    ),
    ("sum of the week", "have the sum of the week", _rows((WEEK, WEEK.replace("mean", "sum")))),
    ("sum of the month", "have the sum of the month", _rows((MONTH, MONTH.replace("mean", "sum")))),
    (
        "reversed in time",
        "run backwards in time",
        _rows((LAST_LINE, "return np.array(rows)[::-1], np.array(targets)[::-1]")),
    ),
    (
        "medians",
        "are medians",
        _frame("v.shift(1).rolling(5).median()", "v.shift(1).rolling(22).median()"),
    ),
    (
        "largest",
        "are the largest",
        _rows((WEEK, WEEK.replace("mean", "max")), (MONTH, MONTH.replace("mean", "max"))),
    ),
    (
        "spreads",
        "hold standard deviations",
        _rows((WEEK, WEEK.replace("mean", "std")), (MONTH, MONTH.replace("mean", "std"))),
    ),
    ("order of columns", "the columns month, week, day", _rows((ROW, f"[{MONTH}, {WEEK}, {DAY}]"))),
    (
        "single values",
        "of 1, 5 and 22 days ago",
        _rows((WEEK, "volatility[t - 5]"), (MONTH, "volatility[t - 22]")),
    ),
    ("everything before", "of all days so far", _rows((MONTH, "volatility[:t].mean()"))),
    (
        "exponential means",
        "weighted exponentially",
        _frame("v.ewm(span=5).mean().shift(1)", "v.ewm(span=22).mean().shift(1)").replace(
            "frame = frame.dropna()", "frame = frame.iloc[22:]"
        ),
    ),
    ("no day", "lack the first column", _rows((ROW, f"[{WEEK}, {MONTH}]"))),
    ("intercept", "a column of ones at the end", _rows((ROW, f"[{DAY}, {WEEK}, {MONTH}, 1.0]"))),
    (
        "intercept in front",
        "a column of ones in front",
        _rows((ROW, f"[1.0, {DAY}, {WEEK}, {MONTH}]")),
    ),
    ("the whole month", "hold all 22 values", _rows((ROW, "volatility[t - 22 : t]"))),
    (
        "axes exchanged",
        "are (3, days",
        _rows((LAST_LINE, "return np.array(rows).T, np.array(targets)")),
    ),
    (
        "two days ahead",
        "paired one day too late",
        _rows(
            (FROM, "range(22, len(volatility) - 1)"), (TARGET, "targets.append(volatility[t + 1])")
        ),
    ),
    (
        "yesterday for a target",
        "are yesterday's values",
        _rows((TARGET, "targets.append(volatility[t - 1])")),
    ),
    (
        "change for a target",
        "are changes since",
        _rows((TARGET, "targets.append(volatility[t] - volatility[t - 1])")),
    ),
    ("last day left out", "stop one day early", _rows((FROM, "range(22, len(volatility) - 1)"))),
    ("first row left out", "begin one day late", _rows((FROM, "range(23, len(volatility))"))),
    (
        "targets as a column",
        "are a column, (days",
        _rows((LAST_LINE, "return np.array(rows), np.array(targets).reshape(-1, 1)")),
    ),
    (
        "days without a month",
        "begin with day 0 and hold NaN",
        _frame("v.shift(1).rolling(5).mean()", "v.shift(1).rolling(22).mean()").replace(
            "frame = frame.dropna()\n", ""
        ),
    ),
    (
        "rows of a running tally",
        "begin on day 1",
        _frame(
            "v.shift(1).rolling(5, min_periods=1).mean()",
            "v.shift(1).rolling(22, min_periods=1).mean()",
        ),
    ),
]

SPLIT = """folds = []
for k in range(n_folds):
    start = n_days - (n_folds - k) * test_days
    train = np.arange(0, start - gap)
    test = np.arange(start, start + test_days)
    folds.append((train, test))
return folds
"""
TRAIN, TEST = "np.arange(0, start - gap)", "np.arange(start, start + test_days)"
START = "n_days - (n_folds - k) * test_days"


def _split(*changes):
    """Type the split with some pieces changed."""
    typed = SPLIT
    for before, after in changes:
        typed = _changed(typed, before, after)
    return typed


ALL_OTHERS = "np.setdiff1d(np.arange(n_days), test)"
MOVE_DOWN = (
    "    train = np.arange(0, start - gap)\n    test = np.arange(start, start + test_days)\n"
)


def _others(train):
    """Type a split whose training days are found after its test days."""
    return _split((MOVE_DOWN, f"    test = {TEST}\n    train = {train}\n"))


K_FOLD = """from sklearn.model_selection import KFold

folds = KFold(n_folds, shuffle=True, random_state=0)
return list(folds.split(np.zeros(n_days)))
"""
DRAWN = """order = np.random.default_rng(0).permutation(n_days)
folds = []
for k in range(n_folds):
    test = np.sort(order[k * test_days : (k + 1) * test_days])
    folds.append((np.setdiff1d(np.arange(n_days), test), test))
return folds
"""
K_FOLD_IN_ORDER = """from sklearn.model_selection import KFold

return list(KFold(n_folds).split(np.zeros(n_days)))
"""

SPLITS = [
    ("no gap", "the gap is missing", _split((TRAIN, "np.arange(start)"))),
    (
        "no gap",
        "the gap is missing",
        "from sklearn.model_selection import TimeSeriesSplit\n\n"
        "return list(TimeSeriesSplit(n_folds, test_size=test_days).split(np.zeros(n_days)))",
    ),
    ("later days", "in a cross-validation", _others(ALL_OTHERS)),
    (
        "later days, with gaps",
        "with a gap on either",
        _others("np.setdiff1d(np.arange(n_days), np.arange(start - gap, start + test_days + gap))"),
    ),
    (
        "later days, with a gap before",
        "with a gap before it",
        _others("np.concatenate([np.arange(start - gap), np.arange(start + test_days, n_days)])"),
    ),
    (
        "rolling",
        "a rolling window. An expanding",
        _split((TRAIN, "np.arange(k * test_days, start - gap)")),
    ),
    ("rolling, no gap", "and leave no gap", _split((TRAIN, "np.arange(k * test_days, start)"))),
    (
        "the part before",
        "only as many days as the test",
        _split((TRAIN, "np.arange(start - gap - test_days, start - gap)")),
    ),
    (
        "never trained anew",
        "the same in every fold",
        _split((TRAIN, "np.arange(n_days - n_folds * test_days - gap)")),
    ),
    (
        "gap one day short",
        "one day less than the gap",
        _split((TRAIN, "np.arange(start - gap + 1)")),
    ),
    (
        "gap one day long",
        "one day more than the gap",
        _split((TRAIN, "np.arange(start - gap - 1)")),
    ),
    (
        "test days too",
        "hold the test days as well",
        _split((TRAIN, "np.arange(start + test_days)")),
    ),
    ("everything", "all days in every fold", _split((TRAIN, "np.arange(n_days)"))),
    (
        "gap between the tests",
        "a gap in the test days",
        _split((TEST, "np.arange(start + gap, start + test_days)")),
    ),
    (
        "gap after the training",
        "moved on by the gap",
        _split(
            (TRAIN, "np.arange(start)"),
            (
                TEST,
                "np.arange(start + gap, min(start + gap + test_days, n_days))",
            ),
        ),
    ),
    (
        "counted from the beginning",
        "as early as they can",
        _split((START, "(k + 1) * test_days")),
    ),
    (
        "counted from the beginning, after the gap",
        "begin early in the series",
        _split((START, "gap + (k + 1) * test_days")),
    ),
    (
        "equal parts",
        "into equal parts",
        _split(
            (START, "n_days - (n_folds - k) * (n_days // (n_folds + 1))"),
            (TEST, "np.arange(start, start + n_days // (n_folds + 1))"),
        ),
    ),
    (
        "equal parts",
        "into equal parts",
        "from sklearn.model_selection import TimeSeriesSplit\n\n"
        "return list(TimeSeriesSplit(n_folds, gap=gap).split(np.zeros(n_days)))",
    ),
    ("last day left out", "stop one day early", _split((START, f"{START} - 1"))),
    (
        "newest fold first",
        "in the wrong order: the oldest",
        _split(("return folds", "return folds[::-1]")),
    ),
    (
        "growing tests",
        "hold the days of earlier folds",
        _split((TEST, "np.arange(n_days - n_folds * test_days, start + test_days)")),
    ),
    (
        "all later days tested",
        "to the end of the series",
        _split((TEST, "np.arange(start, n_days)")),
    ),
    ("one fold", "those of the last fold alone", _split(("return folds", "return folds[-1:]"))),
    (
        "parts exchanged",
        "in each pair, the training days",
        _split(("folds.append((train, test))", "folds.append((test, train))")),
    ),
    (
        "one day of training missing",
        "begin on day 1",
        _split((TRAIN, "np.arange(1, start - gap)")),
    ),
    (
        "two numbers",
        "hold two days in each fold",
        _split((TRAIN, "(0, start - gap - 1)"), (TEST, "(start, start + test_days - 1)")),
    ),
    (
        "beyond the series",
        "that the series does not have",
        _split((START, "n_days - (n_folds - k - 1) * test_days")),
    ),
    ("beyond the series", "that the series does not have", _split((START, f"{START} + 1"))),
    ("number of folds", "folds, and", _split(("range(n_folds)", "range(1, n_folds)"))),
    ("drawn at random", "leave the test days in a row", K_FOLD),
    ("drawn at random", "leave the test days in a row", DRAWN),
    ("the future", "after the first test day of their fold", K_FOLD_IN_ORDER),
]

SCALE = """mean = seen.mean(axis=0)
deviation = seen.std(axis=0)
return (features[train] - mean) / deviation, (features[test] - mean) / deviation
"""
SCALER = """from sklearn.preprocessing import StandardScaler

scaler = StandardScaler()
"""


def _seen(rows, *changes):
    """Type a scale by the rows that it has seen."""
    typed = f"seen = {rows}\n{SCALE}"
    for before, after in changes:
        typed = _changed(typed, before, after)
    return typed


SCALES = [
    (
        "all days",
        "mean and standard deviation of all days. These",
        f"{SCALER}scaled = scaler.fit_transform(features)\nreturn scaled[train], scaled[test]",
    ),
    (
        "both parts",
        "of both parts together",
        _seen("np.concatenate([features[train], features[test]])"),
    ),
    ("up to the tests", "by all days before the test days", _seen("features[: test[0]]")),
    ("up to the last test day", "up to the end of the test", _seen("features[: test[-1] + 1]")),
    (
        "up to the last training day",
        "from day 0 to the last training day",
        _seen("features[: train[-1] + 1]"),
    ),
    (
        "fitted on each part",
        "are each scaled by their own",
        f"{SCALER}fit = scaler.fit_transform\nreturn fit(features[train]), fit(features[test])",
    ),
    ("the test's own", "deviation of the test days", _seen("features[test]")),
    (
        "one scale for all features",
        "one mean and one standard deviation for all features",
        _seen("features[train]", ("mean(axis=0)", "mean()"), ("std(axis=0)", "std()")),
    ),
    (
        "another axis",
        "day by day, over the features",
        "def scaled(part):\n"
        "    middle = part.mean(axis=1, keepdims=True)\n"
        "    return (part - middle) / part.std(axis=1, keepdims=True)\n\n"
        "return scaled(features[train]), scaled(features[test])",
    ),
    (
        "between 0 and 1",
        "to lie between 0 and 1. Mean",
        "from sklearn.preprocessing import MinMaxScaler\n\n"
        "scaler = MinMaxScaler().fit(features[train])\n"
        "return scaler.transform(features[train]), scaler.transform(features[test])",
    ),
    (
        "between 0 and 1, by all days",
        "to lie between 0 and 1, by all days",
        "from sklearn.preprocessing import MinMaxScaler\n\n"
        "scaled = MinMaxScaler().fit_transform(features)\nreturn scaled[train], scaled[test]",
    ),
    ("not divided", "not divided by anything", _seen("features[train]", ("seen.std(axis=0)", "1"))),
    (
        "mean not subtracted",
        "the mean was not subtracted",
        _seen("features[train]", ("seen.mean(axis=0)", "0")),
    ),
    ("variance", "by the variance", _seen("features[train]", ("std", "var"))),
    (
        "one less",
        "by one day less",
        _seen("features[train]", ("std(axis=0)", "std(axis=0, ddof=1)")),
    ),
    (
        "one less",
        "by one day less",
        "import pandas as pd\n\n"
        "frame = pd.DataFrame(features)\nseen = frame.iloc[train]\n"
        "scaled = (frame - seen.mean()) / seen.std()\n"
        "return scaled.iloc[train], scaled.iloc[test]",
    ),
    (
        "sum for mean",
        "have lost the sum",
        _seen("features[train]", ("seen.mean(axis=0)", "seen.sum(axis=0)")),
    ),
    (
        "sum for mean in the deviation",
        "the root of the summed squares",
        _seen("features[train]", ("seen.std(axis=0)", "np.linalg.norm(seen - mean, axis=0)")),
    ),
    (
        "scaled the wrong way",
        "the way back from scaled",
        f"{SCALER}scaler.fit(features[train])\n"
        "return tuple(scaler.inverse_transform(features[days]) for days in (train, test))",
    ),
    (
        "median",
        "have lost the median",
        _seen("features[train]", ("seen.mean(axis=0)", "np.median(seen, axis=0)")),
    ),
    (
        "divided by the range",
        "of the smallest from the largest",
        _seen("features[train]", ("seen.std(axis=0)", "seen.max(axis=0) - seen.min(axis=0)")),
    ),
    (
        "deviation of all days",
        "but the standard deviation of all",
        _seen("features[train]", ("seen.std", "features.std")),
    ),
    (
        "mean of all days",
        "but the mean of all days",
        _seen("features[train]", ("seen.mean", "features.mean")),
    ),
    (
        "test not scaled",
        "leave the test as it was",
        f"{SCALER}return scaler.fit_transform(features[train]), features[test]",
    ),
    (
        "parts exchanged",
        "the training part comes first",
        "test, train = train, test\n" + _seen("features[test]"),
    ),
    (
        "axes exchanged",
        "days and features exchanged",
        _seen(
            "features[train]",
            (
                "return (features[train] - mean) / deviation, (features[test] - mean) / deviation",
                "scaled = (features - mean) / deviation\nreturn scaled[train].T, scaled[test].T",
            ),
        ),
    ),
    ("added", "have the mean added", _seen("features[train]", ("= seen.mean", "= -seen.mean"))),
    (
        "divided first",
        "divided before the mean",
        _seen("features[train]").split("return")[0]
        + "return features[train] / deviation - mean, features[test] / deviation - mean",
    ),
]

ERRORS = "error = np.mean((truth - forecast) ** 2)\nfloor_error = np.mean((truth - floor) ** 2)\n"
E, F = "truth - forecast", "truth - floor"
SKILLS = [
    (
        "root mean square",
        "from the roots",
        "from sklearn.metrics import root_mean_squared_error as rmse\n\n"
        "return 1 - rmse(truth, forecast) / rmse(truth, floor)",
    ),
    ("absolute error", "mean absolute errors", f"return 1 - abs({E}).mean() / abs({F}).mean()"),
    (
        "squared too late",
        "squares the mean error",
        f"return 1 - np.mean({E}) ** 2 / np.mean({F}) ** 2",
    ),
    (
        "variance of the errors",
        "the variances of the errors",
        f"return 1 - np.var({E}) / np.var({F})",
    ),
    ("median", "from medians", f"return 1 - np.median(({E}) ** 2) / np.median(({F}) ** 2)"),
    (
        "largest error",
        "the largest squared errors",
        f"return 1 - max(({E}) ** 2) / max(({F}) ** 2)",
    ),
    (
        "absolute error of the forecast",
        "has the forecast's mean absolute",
        f"{ERRORS}return 1 - abs({E}).mean() / floor_error",
    ),
    (
        "absolute error of the floor",
        "has the floor's mean absolute",
        f"{ERRORS}return 1 - error / abs({F}).mean()",
    ),
    (
        "sum for mean of the forecast",
        "the forecast's sum of squares",
        f"{ERRORS}return 1 - sum(({E}) ** 2) / floor_error",
    ),
    (
        "sum for mean of the floor",
        "by the floor's sum",
        f"{ERRORS}return 1 - error / sum(({F}) ** 2)",
    ),
    (
        "R²",
        "its floor is the mean of these",
        "from sklearn.metrics import r2_score\n\nreturn r2_score(truth, forecast)",
    ),
    ("R²", "its floor is the mean of these", f"{ERRORS}return 1 - error / np.var(truth)"),
    (
        "R² of the floor",
        "is the R² of the floor",
        "from sklearn.metrics import r2_score\n\nreturn r2_score(truth, floor)",
    ),
    ("zero for a floor", "takes zero for a floor", f"{ERRORS}return 1 - error / np.mean(truth**2)"),
    (
        "own denominator",
        "of the floor's forecasts",
        f"{ERRORS}return 1 - error / np.mean(floor**2)",
    ),
    (
        "forecast beside floor",
        "compares the forecast with the floor's",
        f"{ERRORS}return 1 - np.mean((forecast - floor) ** 2) / floor_error",
    ),
    (
        "spread of the forecasts",
        "the variance of the forecasts",
        f"{ERRORS}return 1 - error / forecast.var()",
    ),
    *_typed(
        ERRORS,
        [
            ("sign", "has the wrong sign", "(error - floor_error) / floor_error"),
            ("upside down", "is upside down", "1 - floor_error / error"),
            ("share that is left", "error that is left", "error / floor_error"),
            ("times better", "how many times smaller", "floor_error / error"),
            ("difference", "difference of the two errors", "floor_error - error"),
            ("share of the error", "forecast's own error", "(floor_error - error) / error"),
            (
                "share of both",
                "the sum of both",
                "(floor_error - error) / (floor_error + error)",
            ),
            ("percent", "is in percent", "(1 - error / floor_error) * 100"),
            ("cut off at zero", "never falls below 0", "max(0, 1 - error / floor_error)"),
            ("error", "is the mean squared error of", "error"),
        ],
    ),
    ("day by day", "one number for each day", f"return 1 - ({E}) ** 2 / ({F}) ** 2"),
    ("mean of ratios", "a mean of daily ratios", f"return np.mean(1 - ({E}) ** 2 / ({F}) ** 2)"),
    ("correlation", "is the correlation", "return np.corrcoef(forecast, truth)[0, 1]"),
    (
        "correlation squared",
        "is the squared correlation",
        "return np.corrcoef(forecast, truth)[0, 1] ** 2",
    ),
    (
        "right directions",
        "with the right sign",
        "return np.mean((forecast > 0) == (truth > 0))",
    ),
]

VERDICT = """errors = (forecasts - truth) ** 2
floor_errors = (floors - truth) ** 2
floor = floor_errors[floor_errors.mean(axis=(1, 2)).argmin()]
overall = 1 - errors.mean(axis=(1, 2)) / floor.mean()
in_folds = 1 - errors.mean(axis=2) / floor.mean(axis=1)
if np.all(overall > 0) and np.all(np.median(in_folds, axis=0) > 0):
    return "shown"
elif np.median(overall) < 0:
    return "worse"
return "not shown"
"""
SEEDS, FOLDS = "np.all(overall > 0)", "np.all(np.median(in_folds, axis=0) > 0)"
BOTH, BELOW = f"{SEEDS} and {FOLDS}", "np.median(overall) < 0"
FLOOR = "floor_errors[floor_errors.mean(axis=(1, 2)).argmin()]"
ENTER = "errors = (forecasts - truth) ** 2\n"


def _verdict(*changes):
    """Type the verdict with some pieces changed."""
    typed = VERDICT
    for before, after in changes:
        typed = _changed(typed, before, after)
    return typed


def _last(typed, word):
    """Type a verdict that says another word in the end."""
    return typed.removesuffix('return "not shown"\n') + f'return "{word}"\n'


LOST_FOLD = "np.any(np.median(in_folds, axis=0) < 0)"
MEAN_OF_FOLDS = _verdict(
    (
        "floor.mean(axis=1)\n",
        "floor.mean(axis=1)\noverall = in_folds.mean(axis=1)\n",
    )
)
# A sum where a mean belongs: of the forecasts' errors or of the floor's, over days, folds or both.
ERROR, ONE_FLOOR, IN_FOLD = "errors.mean(axis=(1, 2))", "floor.mean()", "errors.mean(axis=2)"
FLOOR_IN_FOLD = "floor.mean(axis=1)"
ERROR_SUMS = ("errors.sum(axis=(1, 2))", "errors.mean(axis=2).sum(axis=1)")
FLOOR_SUMS = ("floor.sum()", "floor.mean(axis=1).sum()")
IN_FOLD_SUM = (IN_FOLD, "errors.sum(axis=2)")
FLOOR_IN_FOLD_SUM = (FLOOR_IN_FOLD, "floor.sum(axis=1)")
SUMS = [
    [(ERROR, "errors.sum(axis=2).mean(axis=1)"), IN_FOLD_SUM],
    [(f"{ERROR} / {ONE_FLOOR}", f"{ERROR} / floor.sum(axis=1).mean()"), FLOOR_IN_FOLD_SUM],
    *([(ERROR, sums)] for sums in ERROR_SUMS),
    *([(f"{ERROR} / {ONE_FLOOR}", f"{ERROR} / {sums}")] for sums in FLOOR_SUMS),
    [IN_FOLD_SUM],
    [FLOOR_IN_FOLD_SUM],
    *([(SEEDS, f"np.all({sums} < {ONE_FLOOR})")] for sums in ERROR_SUMS),
    *([(SEEDS, f"np.all({ERROR} < {sums})")] for sums in FLOOR_SUMS),
    *([(BELOW, f"np.median({sums}) > {ONE_FLOOR}")] for sums in ERROR_SUMS),
    *([(BELOW, f"np.median({ERROR}) > {sums}")] for sums in FLOOR_SUMS),
]
VERDICTS = [
    ("best seed", "best seed decide over all days", _verdict((SEEDS, "np.max(overall) > 0"))),
    ("best seed alone", "and looks at no fold", _verdict((BOTH, "max(overall) > 0"))),
    ("median for all", "asks the median seed", _verdict((SEEDS, "np.median(overall) > 0"))),
    ("mean for all", "asks the mean over the seeds", _verdict((SEEDS, "overall.mean() > 0"))),
    (
        "median alone",
        "the median seed over all days, and",
        _verdict((BOTH, "np.median(overall) > 0")),
    ),
    ("mean alone", "the mean skill over all days, and", _verdict((BOTH, "overall.mean() > 0"))),
    ("folds not looked at", "one good year may carry", _verdict((BOTH, SEEDS))),
    ("seeds not looked at", "looks at folds alone", _verdict((BOTH, FOLDS))),
    (
        "every seed in every fold",
        "asks every seed in every fold",
        _verdict((FOLDS, "np.all(in_folds > 0)")),
    ),
    (
        "mean in each fold",
        "the mean over the seeds in each fold",
        _verdict((FOLDS, "np.all(in_folds.mean(axis=0) > 0)")),
    ),
    (
        "best seed in each fold",
        "the best seed of each fold",
        _verdict((FOLDS, "np.all(in_folds.max(axis=0) > 0)")),
    ),
    (
        "most folds",
        "content with most of the folds",
        _verdict((FOLDS, "np.mean(np.median(in_folds, axis=0) > 0) > 0.5")),
    ),
    (
        "median over another axis",
        "the median over the folds",
        _verdict((FOLDS, "np.all(np.median(in_folds, axis=1) > 0)")),
    ),
    (
        "any fold",
        "content with one fold",
        _verdict((FOLDS, "np.any(np.median(in_folds, axis=0) > 0)")),
    ),
    ("mean of the folds", "the mean of the folds' skills", MEAN_OF_FOLDS),
    ("either", "one of its two conditions", _verdict((BOTH, f"{SEEDS} or {FOLDS}"))),
    *(("sum for mean", "a sum of squared errors", _verdict(*changes)) for changes in SUMS),
    (
        "absolute errors",
        "compares mean absolute errors",
        _verdict(
            (ENTER, "errors = np.abs(forecasts - truth)\n"),
            ("floor_errors = (floors - truth) ** 2", "floor_errors = np.abs(floors - truth)"),
        ),
    ),
    (
        "absolute errors of the forecasts",
        "the forecasts' absolute errors",
        _verdict((ENTER, "errors = np.abs(forecasts - truth)\n")),
    ),
    (
        "absolute errors of the floors",
        "the floor's absolute ones",
        _verdict(("floor_errors = (floors - truth) ** 2", "floor_errors = abs(floors - truth)")),
    ),
    (
        "axis of the floors",
        "the place of the fold",
        _verdict(
            (
                "floor_errors.mean(axis=(1, 2)).argmin()",
                "min(floor_errors.mean(axis=(0, 2)).argmin(), len(floors) - 1)",
            )
        ),
    ),
    ("first floor", "with the first floor", _verdict((FLOOR, "floor_errors[0]"))),
    ("last floor", "with the last floor", _verdict((FLOOR, "floor_errors[-1]"))),
    ("largest floor for smallest", "with the weakest floor", _verdict(("argmin", "argmax"))),
    (
        "mean of the floors",
        "mean error of all floors",
        _verdict((FLOOR, "floor_errors.mean(axis=0)")),
    ),
    (
        "a floor for each fold",
        "another floor in each fold",
        _verdict(
            (
                FLOOR,
                "floor_errors[floor_errors.mean(axis=2).argmin(axis=0), np.arange(len(truth))]",
            )
        ),
    ),
    ("R²", "as R² does", _verdict((FLOOR, "(truth - truth.mean()) ** 2"))),
    (
        "mean forecast",
        "for one forecast. That is another model",
        _verdict((ENTER, f"forecasts = forecasts.mean(axis=0, keepdims=True)\n{ENTER}")),
    ),
    (
        "first seed",
        "at the first seed alone",
        _verdict((ENTER, f"forecasts = forecasts[:1]\n{ENTER}")),
    ),
    (
        "last seed",
        "at the last seed alone",
        _verdict((ENTER, f"forecasts = forecasts[-1:]\n{ENTER}")),
    ),
    ("mean for median", "one seed that failed", _verdict((BELOW, "np.mean(overall) < 0"))),
    ("one seed below is worse", "as soon as one seed is", _verdict((BELOW, "np.any(overall < 0)"))),
    ("all below is worse", "only if every seed", _verdict((BELOW, "np.all(overall < 0)"))),
    ("a fold below is worse", "as soon as one fold is lost", _verdict((BELOW, LOST_FOLD))),
    (
        "smaller middle one",
        "the smaller of the two",
        _verdict((BELOW, "sorted(overall)[(len(overall) - 1) // 2] < 0")),
    ),
    (
        "larger middle one",
        "the larger of the two",
        _verdict((BELOW, "sorted(overall)[len(overall) // 2] < 0")),
    ),
    (
        "not sorted",
        "in the middle of the list",
        _verdict((BELOW, "overall[len(overall) // 2] < 0")),
    ),
    (
        "equal is above",
        "where a skill is exactly 0",
        _verdict((BOTH, BOTH.replace("> 0", ">= 0"))),
    ),
    (
        "equal is above over all days",
        "skill over all days is exactly 0",
        _verdict((SEEDS, "np.all(overall >= 0)")),
    ),
    (
        "equal is below",
        "where the median is exactly 0",
        _verdict((BELOW, "np.median(overall) <= 0")),
    ),
    (
        "equal is above in a fold",
        "the median of a fold is exactly 0",
        _verdict((FOLDS, "np.all(np.median(in_folds, axis=0) >= 0)")),
    ),
    (
        "upside down",
        "is upside down",
        _verdict((BOTH, BOTH.replace("> 0", "< 0")), (BELOW, "np.median(overall) > 0")),
    ),
    (
        "words exchanged",
        'swaps "shown" and "worse"',
        _verdict(
            ('return "shown"', 'return "better"'),
            ('return "worse"', 'return "shown"'),
            ('return "better"', 'return "worse"'),
        ),
    ),
    ("always shown", "of every forecast", 'return "shown"'),
    (
        "never shown",
        'never says "shown"',
        _verdict(('return "shown"', 'return "not shown"')),
    ),
    ("worse unless shown", 'wherever "shown" does not', _last(_verdict(), "worse")),
    ("never worse", 'never says "worse"', _verdict(('return "worse"', 'return "not shown"'))),
    ("other words", "it returns 'unclear'", _last(_verdict(), "unclear")),
]

MISTAKES = {
    "log_returns": RETURNS,
    "har_rows": ROWS,
    "walk_forward": SPLITS,
    "scale_fold": SCALES,
    "skill_beside": SKILLS,
    "share_verdict": VERDICTS,
}
