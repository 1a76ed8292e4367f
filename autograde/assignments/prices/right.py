"""Right answers to the exercise `prices`, written in other ways than its solution.

For each check, rows of: how it differs, and what was typed, which is the body of the function or a
whole cell. The tests run each as a submission's cell, and it has to get full marks.
"""

RIGHT = {
    "log_returns": [
        ("a quotient", "return np.log(prices[1:] / prices[:-1])"),
        (
            "a loop",
            """returns = []
for yesterday, today in zip(prices, prices[1:]):
    returns.append(np.log(today) - np.log(yesterday))
return returns""",
        ),
        (
            "pandas, without the day that has none",
            """import pandas as pd

logs = np.log(pd.Series(prices))
return (logs - logs.shift(1)).dropna()""",
        ),
        ("log1p of the simple return", "return np.log1p(np.diff(prices) / prices[:-1])"),
        (
            "the math module",
            """import math

return np.array([math.log(b) - math.log(a) for a, b in zip(prices[:-1], prices[1:])])""",
        ),
        ("another base, taken back", "return np.diff(np.log10(prices)) * np.log(10)"),
        ("in float32", "return np.diff(np.log(prices.astype(np.float32)))"),
    ],
    "har_rows": [
        (
            "pandas",
            """import pandas as pd

known = pd.Series(volatility).shift(1)
columns = [known, known.rolling(5).mean(), known.rolling(22).mean()]
frame = pd.concat(columns, axis=1).dropna()
return frame.to_numpy(), volatility[frame.index]""",
        ),
        (
            "windows",
            """windows = np.lib.stride_tricks.sliding_window_view(volatility, 22)[:-1]
rows = np.column_stack([windows[:, -n:].mean(axis=1) for n in (1, 5, 22)])
return rows, volatility[22:]""",
        ),
        (
            "cumulated sums",
            """sums = np.concatenate([[0], np.cumsum(volatility)])
day = np.arange(22, len(volatility))
columns = [(sums[day] - sums[day - n]) / n for n in (1, 5, 22)]
return np.transpose(columns), volatility[day]""",
        ),
        (
            "convolution",
            """def mean_of(n):
    return np.convolve(volatility, np.ones(n) / n, mode="valid")[22 - n : -1]

return np.stack([mean_of(1), mean_of(5), mean_of(22)], axis=1), volatility[22:]""",
        ),
        (
            "lists",
            """rows, targets = [], []
for t in range(len(volatility)):
    if t >= 22:
        month = list(volatility[t - 22 : t])
        rows.append([month[-1], sum(month[-5:]) / 5, sum(month) / 22])
        targets.append(volatility[t])
return rows, targets""",
        ),
        (
            "walked backwards",
            """n = len(volatility)
rows = np.empty((n - 22, 3))
for t in range(n - 1, 21, -1):
    for column, span in enumerate((1, 5, 22)):
        rows[t - 22, column] = np.mean(volatility[t - span : t])
return rows, volatility[-(n - 22) :]""",
        ),
    ],
    "walk_forward": [
        (
            "scikit-learn",
            """from sklearn.model_selection import TimeSeriesSplit

split = TimeSeriesSplit(n_folds, test_size=test_days, gap=gap)
return list(split.split(np.zeros((n_days, 1))))""",
        ),
        (
            "ranges",
            """first = n_days - n_folds * test_days
return [
    (range(first + k * test_days - gap), range(first + k * test_days, first + (k + 1) * test_days))
    for k in range(n_folds)
]""",
        ),
        (
            "from the end, then turned round",
            """folds, stop = [], n_days
while len(folds) < n_folds:
    start = stop - test_days
    folds.append([list(range(0, start - gap)), list(range(start, stop))])
    stop = start
return folds[::-1]""",
        ),
        (
            "marks on the days",
            """days = np.arange(n_days)
folds = []
for k in range(n_folds, 0, -1):
    start = n_days - k * test_days
    folds.append((days < start - gap, (days >= start) & (days < start + test_days)))
return folds""",
        ),
        (
            "a generator",
            """def folds():
    for test in np.split(np.arange(n_days - n_folds * test_days, n_days), n_folds):
        yield np.arange(test[0] - gap), test

return folds()""",
        ),
        (
            "slices",
            """starts = [n_days - k * test_days for k in range(n_folds, 0, -1)]
return [(slice(0, start - gap), slice(start, start + test_days)) for start in starts]""",
        ),
    ],
    "scale_fold": [
        (
            "scikit-learn",
            """from sklearn.preprocessing import StandardScaler

scaler = StandardScaler().fit(features[train])
return scaler.transform(features[train]), scaler.transform(features[test])""",
        ),
        (
            "all rows, then cut",
            """seen = features[train]
scaled = (features - np.mean(seen, axis=0)) / np.std(seen, axis=0)
return scaled[train], scaled[test]""",
        ),
        (
            "feature by feature",
            """parts = [], []
for column in features.T:
    seen = column[train]
    for part, days in zip(parts, (train, test)):
        part.append((column[days] - seen.mean()) / seen.std())
return np.transpose(parts[0]), np.transpose(parts[1])""",
        ),
        (
            "pandas, told to divide by all",
            """import pandas as pd

frame = pd.DataFrame(features)
seen = frame.iloc[train]
scaled = (frame - seen.mean()) / seen.std(ddof=0)
return scaled.iloc[train], scaled.iloc[test]""",
        ),
        (
            "the root of the mean square",
            """seen = np.take(features, train, axis=0)
center = seen.sum(axis=0) / len(seen)
width = np.sqrt(((seen - center) ** 2).mean(axis=0))
return [(features[days] - center) / width for days in (train, test)]""",
        ),
        (
            "SciPy",
            """from scipy.stats import zmap, zscore

return zscore(features[train], axis=0), zmap(features[test], features[train], axis=0)""",
        ),
    ],
    "skill_beside": [
        (
            "scikit-learn",
            """from sklearn.metrics import mean_squared_error

return 1 - mean_squared_error(truth, forecast) / mean_squared_error(truth, floor)""",
        ),
        (
            "sums",
            "return 1 - np.sum((truth - forecast) ** 2) / np.sum((truth - floor) ** 2)",
        ),
        (
            "the share that is saved",
            """left, whole = ((said - truth) @ (said - truth) for said in (forecast, floor))
return (whole - left) / whole""",
        ),
        (
            "a loop",
            """left = whole = 0.0
for came, said, cheap in zip(truth, forecast, floor):
    left += (said - came) ** 2
    whole += (cheap - came) ** 2
return 1 - left / whole""",
        ),
        (
            "norms",
            "norm = np.linalg.norm\nreturn 1 - (norm(truth - forecast) / norm(truth - floor)) ** 2",
        ),
    ],
    "share_verdict": [
        (
            "loops",
            """def error(said, k=slice(None)):
    return np.mean((said[k] - truth[k]) ** 2)

floor = min(floors, key=error)
overall = [1 - error(said) / error(floor) for said in forecasts]
medians = []
for k in range(len(truth)):
    medians.append(np.median([1 - error(said, k) / error(floor, k) for said in forecasts]))
if min(overall) > 0 and min(medians) > 0:
    return "shown"
return "worse" if np.median(overall) < 0 else "not shown\"""",
        ),
        (
            "errors compared instead of skills",
            """squares = np.mean((floors - truth) ** 2, axis=2)
floor = squares[squares.sum(axis=1).argmin()]
errors = np.mean((forecasts - truth) ** 2, axis=2)
every_seed = (errors.mean(axis=1) < floor.mean()).all()
every_fold = (np.median(errors, axis=0) < floor).all()
if every_seed and every_fold:
    return "shown"
if np.median(errors.mean(axis=1)) > floor.mean():
    return "worse"
return "not shown\"""",
        ),
        (
            "worse asked first",
            """def mse(said):
    return ((said - truth) ** 2).mean(axis=-1)

best = floors[np.argmin([mse(floor).mean() for floor in floors])]
skills = [1 - mse(said).mean() / mse(best).mean() for said in forecasts]
by_fold = np.median([1 - mse(said) / mse(best) for said in forecasts], axis=0)
shown = all(s > 0 for s in skills) and all(s > 0 for s in by_fold)
if not shown and np.median(skills) < 0:
    return "worse"
return "shown" if shown else "not shown\"""",
        ),
        (
            "the statistics module",
            """from statistics import fmean, median

def squares(said, k):
    return fmean((a - b) ** 2 for a, b in zip(said[k], truth[k]))

folds = range(len(truth))
floor = min(floors, key=lambda said: fmean(squares(said, k) for k in folds))
total = fmean(squares(floor, k) for k in folds)
overall = [1 - fmean(squares(said, k) for k in folds) / total for said in forecasts]
won = [median(1 - squares(s, k) / squares(floor, k) for s in forecasts) > 0 for k in folds]
if all(won) and min(overall) > 0:
    return "shown"
return "worse" if median(overall) < 0 else "not shown\"""",
        ),
    ],
}
