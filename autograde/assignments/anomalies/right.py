"""Right answers to the exercise `anomalies`, written in other ways than its solution.

For each check, rows of: how it differs, and what was typed, which is the body of the function or a
whole cell. The tests run each as a submission's cell, and it has to get full marks.
"""

MEANS = [
    (
        "pandas, grouped by place",
        """import pandas as pd

place = np.arange(len(values)) % season
means = pd.Series(values[:n_train]).groupby(place[:n_train]).mean()
return means.loc[place].to_numpy()
""",
    ),
    (
        "bincount",
        """place = np.arange(len(values)) % season
sums = np.bincount(place[:n_train], weights=values[:n_train])
return (sums / np.bincount(place[:n_train]))[place]
""",
    ),
    (
        "point by point",
        "return [np.mean(values[t % season : n_train : season]) for t in range(len(values))]",
    ),
    (
        "masks into zeros",
        """forecasts = np.zeros(len(values))
t = np.arange(len(values))
for place in range(season):
    same = t % season == place
    forecasts[same] = values[same & (t < n_train)].mean()
return forecasts
""",
    ),
    (
        "regression on one column for each place",
        """rows = np.eye(season)[np.arange(len(values)) % season]
weights = np.linalg.lstsq(rows[:n_train], values[:n_train])[0]
return rows @ weights
""",
    ),
    (
        "rows of whole seasons with NaN for what is missing",
        """n_rows = -(-n_train // season)
table = np.full(n_rows * season, np.nan)
table[:n_train] = values[:n_train]
means = np.nanmean(table.reshape(n_rows, season), axis=0)
return np.tile(means, len(values) // season + 1)[: len(values)]
""",
    ),
    (
        "a pandas series",
        """import pandas as pd

series = pd.Series(values)
known = series.where(series.index < n_train)
return known.groupby(series.index % season).transform("mean")
""",
    ),
]

MEDIANS = [
    (
        "a loop and a list",
        """forecasts = []
for t in range(season * seasons, len(values)):
    same = [values[t - k * season] for k in range(1, seasons + 1)]
    forecasts.append(np.median(same))
return forecasts
""",
    ),
    (
        "a slice backwards",
        """n = season * seasons
return np.array([np.median(values[t - n : t : season]) for t in range(n, len(values))])
""",
    ),
    (
        "pandas, shifted",
        """import pandas as pd

series = pd.Series(values)
before = pd.concat([series.shift(k * season) for k in range(1, seasons + 1)], axis=1)
return before.median(axis=1)[season * seasons :]
""",
    ),
    (
        "pandas, rolling within each place",
        """import pandas as pd

place = np.arange(len(values)) % season
medians = pd.Series(values).groupby(place).transform(
    lambda same: same.shift(1).rolling(seasons).median()
)
return medians.dropna()
""",
    ),
    (
        "the standard library",
        """from statistics import median

n = season * seasons
return [median(values[t - k] for k in range(season, n + 1, season)) for t in range(n, len(values))]
""",
    ),
    (
        "sliding windows",
        """n = season * seasons
windows = np.lib.stride_tricks.sliding_window_view(values, n)[: len(values) - n]
return np.median(windows[:, ::season], axis=1)
""",
    ),
    (
        "quantile",
        """n = season * seasons
rows = np.stack([values[k * season : k * season + len(values) - n] for k in range(seasons)])
return np.quantile(rows, 0.5, axis=0)
""",
    ),
]

SCORES = [
    (
        "a loop",
        """scores = [0.0] * (len(values) - len(forecasts))
for value, forecast in zip(values[len(scores):], forecasts):
    scores.append(abs(value - forecast))
return scores
""",
    ),
    (
        "padded",
        "first = len(values) - len(forecasts)\n"
        "return np.pad(np.abs(values[first:] - forecasts), (first, 0))",
    ),
    (
        "the values stand in for missing forecasts",
        "said = np.array(values)\nsaid[len(values) - len(forecasts) :] = forecasts\n"
        "return np.abs(values - said)",
    ),
    (
        "the root of the square",
        "n = len(forecasts)\nreturn np.append(np.zeros(len(values) - n), "
        "np.sqrt((values[-n:] - forecasts) ** 2))",
    ),
    (
        "pandas",
        """import pandas as pd

said = pd.Series(forecasts, index=range(len(values) - len(forecasts), len(values)))
return (pd.Series(values) - said).abs().fillna(0)
""",
    ),
    (
        "larger less smaller",
        "n = len(forecasts)\nscores = np.zeros_like(values)\n"
        "scores[-n:] = np.maximum(values[-n:], forecasts) - np.minimum(values[-n:], forecasts)\n"
        "return scores",
    ),
]

THRESHOLDS = [
    (
        "percentile",
        "normal = scores[np.logical_and(is_validation, np.logical_not(is_anomaly))]\n"
        "return np.percentile(normal, 100 * quantile)",
    ),
    (
        "pandas",
        "import pandas as pd\n\n"
        "return pd.Series(scores)[is_validation & ~is_anomaly].quantile(quantile)",
    ),
    (
        "a list",
        """normal = []
for score, chosen, odd in zip(scores, is_validation, is_anomaly):
    if chosen and not odd:
        normal.append(score)
return np.quantile(normal, quantile)
""",
    ),
    (
        "by hand",
        """normal = np.sort(scores[is_validation > is_anomaly])
place = quantile * (len(normal) - 1)
low = int(place)
high = min(low + 1, len(normal) - 1)
return normal[low] + (place - low) * (normal[high] - normal[low])
""",
    ),
    (
        "interpolated",
        "normal = np.sort(scores[is_validation * ~is_anomaly])\n"
        "return np.interp(quantile, np.linspace(0, 1, len(normal)), normal)",
    ),
    (
        "NaN for the others",
        "return np.nanquantile(np.where(is_validation & ~is_anomaly, scores, np.nan), quantile)",
    ),
]

EVENTS = [
    (
        "a loop",
        """events, first = [], None
for t, score in enumerate(scores):
    if score > threshold and first is None:
        first = t
    elif score <= threshold and first is not None:
        events.append((first, t))
        first = None
if first is not None:
    events.append((first, len(scores)))
return events
""",
    ),
    (
        "groupby of the standard library",
        """from itertools import groupby

events = []
for above, group in groupby(enumerate(scores), key=lambda pair: pair[1] > threshold):
    points = [t for t, _ in group]
    if above:
        events.append([points[0], points[-1] + 1])
return np.array(events)
""",
    ),
    (
        "SciPy's labels",
        """from scipy.ndimage import find_objects, label

return [(part.start, part.stop) for (part,) in find_objects(label(scores > threshold)[0])]
""",
    ),
    (
        "changes in pairs",
        """above = np.pad(scores > threshold, 1)
return np.flatnonzero(above[1:] != above[:-1]).reshape(-1, 2)
""",
    ),
    (
        "points split where they jump",
        """points = np.flatnonzero(scores > threshold)
if not points.size:
    return np.zeros((0, 2))
groups = np.split(points, np.flatnonzero(np.diff(points) != 1) + 1)
return np.array([(g[0], g[-1] + 1) for g in groups])
""",
    ),
    (
        "both ends asked for",
        """above = list(scores > threshold)
n = len(above)
begins = [t for t in range(n) if above[t] and (t == 0 or not above[t - 1])]
ends = [t + 1 for t in range(n) if above[t] and (t == n - 1 or not above[t + 1])]
return list(zip(begins, ends))
""",
    ),
    (
        "pandas",
        """import pandas as pd

above = pd.Series(scores > threshold)
number = (above != above.shift()).cumsum()
points = pd.Series(above.index, index=above.index)
runs = points[above].groupby(number[above])
return pd.DataFrame({"first": runs.min(), "end": runs.max() + 1})
""",
    ),
]

POINTS = [
    (
        "scikit-learn",
        """from sklearn.metrics import precision_score, recall_score

return (
    precision_score(labels, alarms, zero_division=0),
    recall_score(labels, alarms, zero_division=0),
)
""",
    ),
    (
        "a confusion matrix",
        """from sklearn.metrics import confusion_matrix

(_, false), (missed, right) = confusion_matrix(labels, alarms, labels=[False, True])
return right / max(right + false, 1), right / max(right + missed, 1)
""",
    ),
    (
        "a loop that counts",
        """right = false = missed = 0
for alarm, label in zip(alarms, labels):
    if alarm and label:
        right += 1
    elif alarm:
        false += 1
    elif label:
        missed += 1
precision = right / (right + false) if right + false else 0
recall = right / (right + missed) if right + missed else 0
return precision, recall
""",
    ),
    (
        "means of one among the other",
        "return (\n    labels[alarms].mean() if alarms.any() else 0.0,\n"
        "    alarms[labels].mean() if labels.any() else 0.0,\n)",
    ),
    (
        "sets",
        """marked, odd = set(np.flatnonzero(alarms)), set(np.flatnonzero(labels))
both = marked & odd
return [len(both) / len(one) if one else 0 for one in (marked, odd)]
""",
    ),
    (
        "NaN replaced",
        """right = np.dot(alarms.astype(int), labels.astype(int))
with np.errstate(invalid="ignore"):
    return tuple(np.nan_to_num([right / alarms.sum(), right / labels.sum()]))
""",
    ),
    (
        "an exception",
        """def share(part, whole):
    try:
        return int(part) / int(whole)
    except ZeroDivisionError:
        return 0.0

both = np.count_nonzero(alarms & labels)
return share(both, np.count_nonzero(alarms)), share(both, np.count_nonzero(labels))
""",
    ),
]

COUNTS = [
    (
        "a table of who meets whom",
        """if len(alarms) == 0 or len(events) == 0:
    return 0.0, 0.0
meet = (alarms[:, None, 0] < events[None, :, 1]) & (events[None, :, 0] < alarms[:, None, 1])
return meet.any(axis=1).mean(), meet.any(axis=0).mean()
""",
    ),
    (
        "sets of points",
        """def points(span):
    return set(range(span[0], span[1]))

def share(spans, others):
    if len(spans) == 0:
        return 0.0
    hits = [any(points(span) & points(other) for other in others) for span in spans]
    return sum(hits) / len(hits)

return share(alarms, events), share(events, alarms)
""",
    ),
    (
        "marks of the points",
        """n = int(max([end for _, end in [*alarms, *events]], default=0))
marked, odd = np.zeros(n, bool), np.zeros(n, bool)
for first, end in alarms:
    marked[first:end] = True
for first, end in events:
    odd[first:end] = True
right = sum(odd[first:end].any() for first, end in alarms)
found = sum(marked[first:end].any() for first, end in events)
return right / max(len(alarms), 1), found / max(len(events), 1)
""",
    ),
    (
        "how many points are shared",
        """def shared(a, e):
    return max(0, min(a[1], e[1]) - max(a[0], e[0]))

def share(spans, others):
    hits = [span for span in spans if sum(shared(span, other) for other in others)]
    return len(hits) / len(spans) if len(spans) else 0.0

return share(alarms, events), share(events, alarms)
""",
    ),
    (
        "not apart",
        """right, found = set(), set()
for i, (a, b) in enumerate(alarms):
    for j, (c, d) in enumerate(events):
        if not (b <= c or d <= a):
            right.add(i)
            found.add(j)
precision = len(right) / len(alarms) if len(alarms) > 0 else 0.0
recall = len(found) / len(events) if len(events) > 0 else 0.0
return precision, recall
""",
    ),
    (
        "either begins within the other",
        """def meet(a, e):
    return e[0] <= a[0] < e[1] or a[0] <= e[0] < a[1]

p = [any(meet(a, e) for e in events) for a in alarms] or [False]
r = [any(meet(a, e) for a in alarms) for e in events] or [False]
return np.mean(p), np.mean(r)
""",
    ),
]

RIGHT = {
    "seasonal_mean": MEANS,
    "seasonal_median": MEDIANS,
    "anomaly_scores": SCORES,
    "normal_threshold": THRESHOLDS,
    "find_events": EVENTS,
    "point_precision_recall": POINTS,
    "event_precision_recall": COUNTS,
}
