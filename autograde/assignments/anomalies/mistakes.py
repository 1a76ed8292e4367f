"""Mistakes in the exercise `anomalies`, as learners type them.

For each check, rows of: the diagnosis, words of it that no other diagnosis of the check has, and
what was typed, which is the body of the function or a whole cell. They are written from the words:
the tests run each as a submission's cell, and it has to be named.
"""


def _means(known):
    """Type the means of each place over some of the values, for every point."""
    return f"""place = np.arange(len(values)) % season
known, places = {known}
means = np.array([known[places == k].mean() for k in range(season)])
return means[place]
"""


MEANS = [
    (
        "whole series",
        "over the whole series",
        "import pandas as pd\n\nplace = np.arange(len(values)) % season\n"
        'return pd.Series(values).groupby(place).transform("mean")',
    ),
    ("whole series", "over the whole series", _means("values, place")),
    ("test part", "which nobody knows yet", _means("values[n_train:], place[n_train:]")),
    (
        "one mean for all",
        "one number for all points",
        "return values[:n_train].mean() + 0 * values",
    ),
    (
        "median for mean",
        "the medians of the training part",
        _means("values[:n_train], place[:n_train]")
        .replace(".mean()", "")
        .replace("known[places == k]", "np.median(known[places == k])"),
    ),
    ("one season", "repeat the first season", "return np.resize(values[:season], len(values))"),
    (
        "last season",
        "repeat the last season",
        "t = np.arange(len(values))\nlast = n_train - season\n"
        "return values[last + (t - last) % season]",
    ),
    (
        "one season alone",
        "are those of one season",
        "return [np.mean(values[k:n_train:season]) for k in range(season)]",
    ),
    (
        "test part alone",
        "begin after the training part",
        _means("values[:n_train], place[:n_train]").replace(
            "means[place]", "means[place[n_train:]]"
        ),
    ),
    (
        "begins after the training part",
        "begin with place 0 there",
        """means = [np.mean(values[k:n_train:season]) for k in range(season)]
return np.array([means[t % season] for t in range(len(values) - n_train)])
""",
    ),
    (
        "last place left over",
        "do not fill a whole season",
        """seasons = n_train // season
means = values[: seasons * season].reshape(seasons, season).mean(axis=0)
return np.resize(means, len(values))
""",
    ),
    (
        "places counted from the end",
        "from another point than the first one",
        """rest = n_train % season
means = values[rest:n_train].reshape(-1, season).mean(axis=0)
return np.tile(means, len(values) // season + 1)[: len(values)]
""",
    ),
    (
        "training part too long",
        "the value at `n_train`",
        _means("values[: n_train + 1], place[: n_train + 1]"),
    ),
    (
        "training part too short",
        "leave out the last value",
        _means("values[: n_train - 1], place[: n_train - 1]"),
    ),
    (
        "one place off",
        "one place too late",
        _means("values[:n_train], place[:n_train]").replace("means[place]", "means[place - 1]"),
    ),
    (
        "one place off",
        "one place too early",
        _means("values[:n_train], place[:n_train]").replace(
            "means[place]", "means[(place + 1) % season]"
        ),
    ),
    (
        "season, not place",
        "over all points of a season",
        """n_seasons = n_train // season
means = [values[s * season : (s + 1) * season].mean() for s in range(n_seasons)]
return np.array([means[min(t // season, n_seasons - 1)] for t in range(len(values))])
""",
    ),
    (
        "up to now",
        "a value is part of its own forecast",
        """import pandas as pd

series = pd.Series(values)
place = series.index % season
return series.groupby(place).expanding().mean().droplevel(0).sort_index()
""",
    ),
]


def _medians(before, start="season * seasons", end="len(values)", of="np.median"):
    """Type what is made of some values before each point."""
    return f"""forecasts = []
for t in range({start}, {end}):
    forecasts.append({of}({before}))
return np.array(forecasts)
"""


RIGHT_BEFORE = "[values[t - k * season] for k in range(1, seasons + 1)]"
ROLLING = """import pandas as pd

by_place = pd.Series(values).groupby(np.arange(len(values)) % season)
medians = by_place.transform(lambda same: same.rolling({count}).median())
return medians[season * seasons :]
"""

MEDIANS = [
    (
        "includes the present",
        "seen what it forecasts",
        _medians("[values[t - k * season] for k in range(seasons + 1)]"),
    ),
    ("includes the present", "seen what it forecasts", ROLLING.format(count="seasons + 1")),
    (
        "present for the last season",
        "stop one season early",
        _medians("[values[t - k * season] for k in range(seasons)]"),
    ),
    ("present for the last season", "stop one season early", ROLLING.format(count="seasons")),
    ("looks ahead", "those after the point included", _medians("values[t % season :: season]")),
    (
        "all seasons before",
        "all seasons before the point",
        _medians("values[t % season : t : season]"),
    ),
    ("mean for median", "equal the means", _medians(RIGHT_BEFORE, of="np.mean")),
    (
        "nearest season",
        "a single season back",
        "t = np.arange(season * seasons, len(values))\nreturn values[t - season]",
    ),
    (
        "furthest season",
        "`seasons` seasons back",
        "return values[: -season * seasons]",
    ),
    (
        "all values between",
        "all values in the seasons before",
        _medians("values[t - season * seasons : t]"),
    ),
    (
        "all values up to now",
        "ends with the point itself",
        _medians("values[t - season * seasons : t + 1]"),
    ),
    ("last values", "the last `seasons` values", _medians("values[t - seasons : t]")),
    (
        "one season too many",
        "one season more",
        _medians(
            "[values[t - k * season] for k in range(1, seasons + 2)]", "season * (seasons + 1)"
        ),
    ),
    (
        "one season too few",
        "`range(1, seasons)` ends before",
        _medians("[values[t - k * season] for k in range(1, seasons)]"),
    ),
    (
        "one season too few",
        "begin a season too early",
        _medians("[values[t - k * season] for k in range(1, seasons)]", "season * (seasons - 1)"),
    ),
    (
        "one point late",
        "the point before the same place",
        _medians("[values[t - k * season - 1] for k in range(1, seasons + 1)]"),
    ),
    (
        "one point early",
        "the point after the same place",
        _medians("[values[t - k * season + 1] for k in range(1, seasons + 1)]"),
    ),
    (
        "first point left out",
        "the first point that has enough",
        _medians(RIGHT_BEFORE, "season * seasons + 1"),
    ),
    (
        "last point left out",
        "the last point of the series",
        _medians(RIGHT_BEFORE, end="len(values) - 1"),
    ),
    (
        "one point beyond",
        "one point beyond the series",
        _medians(RIGHT_BEFORE, end="len(values) + 1"),
    ),
    (
        "whole season beyond",
        "for a season after the series has ended",
        _medians(RIGHT_BEFORE, end="len(values) + season"),
    ),
    (
        "zeros in front",
        "have zeros in front",
        """forecasts = np.zeros(len(values))
for t in range(season * seasons, len(values)):
    forecasts[t] = np.median([values[t - k * season] for k in range(1, seasons + 1)])
return forecasts
""",
    ),
    (
        "values in front",
        "the values themselves in front",
        """forecasts = values.copy()
for t in range(season * seasons, len(values)):
    forecasts[t] = np.median([values[t - k * season] for k in range(1, seasons + 1)])
return forecasts
""",
    ),
    (
        "NaN in front",
        "have NaN in front",
        """import pandas as pd

shifted = [pd.Series(values).shift(k * season) for k in range(1, seasons + 1)]
return pd.concat(shifted, axis=1).median(axis=1, skipna=False)
""",
    ),
]


def _scores(errors):
    """Type scores of the last values, with zeros in front."""
    return f"""n = len(forecasts)
last = values[-n:]
errors = {errors}
return np.concatenate([np.zeros(len(values) - n), errors])
"""


IN_PLACE = """scores = np.zeros(len(values))
first = len(values) - len(forecasts)
for k in range(len(forecasts)):
    {line}
return scores
"""

SCORES = [
    ("signed", "far below it", _scores("last - forecasts")),
    ("signed", "far below it", _scores("forecasts - last")),
    ("one side", "lies below its forecast. Both", _scores("np.clip(last - forecasts, 0, None)")),
    ("one side", "lies above its forecast. Both", _scores("np.maximum(forecasts - last, 0)")),
    ("squared", "the squares of the errors", _scores("(last - forecasts) ** 2")),
    ("relative", "as shares of the values", _scores("abs((last - forecasts) / last)")),
    ("relative", "as shares of the forecasts", _scores("abs(last / forecasts - 1)")),
    (
        "scaled by themselves",
        "divided by the largest of them",
        _scores("abs(last - forecasts)").replace("return", "errors /= errors.max()\nreturn"),
    ),
    (
        "scaled by themselves",
        "the spread of all errors, anomalies",
        _scores("abs(last - forecasts) / (last - forecasts).std()"),
    ),
    (
        "scaled by themselves",
        "by mean and spread of all errors",
        "from scipy.stats import zscore\n\n" + _scores("abs(zscore(last - forecasts))"),
    ),
    (
        "from the start",
        "with the first values",
        IN_PLACE.format(line="scores[k] = abs(values[k] - forecasts[k])"),
    ),
    (
        "at the wrong end",
        "the zeros at the end",
        "n = len(forecasts)\nscores = np.zeros(len(values))\n"
        "scores[:n] = abs(values[len(values) - n :] - forecasts)\nreturn scores",
    ),
    (
        "no zeros",
        "as many as there are forecasts",
        "return abs(values[-len(forecasts):] - forecasts)",
    ),
    (
        "NaN for zero",
        "hold NaN where there is no forecast",
        "scores = np.full(len(values), np.nan)\nn = len(forecasts)\n"
        "scores[-n:] = np.abs(values[-n:] - forecasts)\nreturn scores",
    ),
    (
        "values for zeros",
        "the values themselves where there is no forecast",
        "scores = np.array(values)\nn = len(forecasts)\n"
        "scores[-n:] = abs(scores[-n:] - forecasts)\nreturn scores",
    ),
    (
        "one point early",
        "one point too early",
        "from_the_end = -len(forecasts)\n"
        "scores = np.append(np.zeros(len(values) + from_the_end), "
        "abs(values[from_the_end:] - forecasts))\nreturn np.roll(scores, -1)",
    ),
    (
        "one point late",
        "one point too late",
        "from_the_end = -len(forecasts)\n"
        "scores = np.append(np.zeros(len(values) + from_the_end), "
        "abs(values[from_the_end:] - forecasts))\nreturn np.roll(scores, 1)",
    ),
    (
        "value before",
        "with the value before the one",
        IN_PLACE.format(
            line="if first + k > 0:\n"
            "        scores[first + k] = abs(values[first + k - 1] - forecasts[k])"
        ),
    ),
    (
        "changes of the values",
        "the changes from value to value",
        "return np.append(0, np.abs(np.diff(values)))",
    ),
    (
        "mean of all",
        "one number, the mean error",
        "return np.mean(np.abs(values[-len(forecasts):] - forecasts))",
    ),
]


def _threshold(chosen):
    """Type the quantile of some scores."""
    return f"return np.quantile(scores[{chosen}], quantile)"


def _of_normal(value):
    """Type something else of the right scores."""
    return f"normal = scores[is_validation & ~is_anomaly]\nreturn {value}"


AFTER = "np.arange(len(scores)) > np.flatnonzero(is_validation).max()"

THRESHOLDS = [
    ("all scores", "the quantile of all scores", "return np.quantile(scores, quantile)"),
    ("all normal scores", "of all normal scores", _threshold("~is_anomaly")),
    ("anomalies included", "of the whole validation part", _threshold("is_validation")),
    (
        "anomalies alone",
        "of the anomalies of the validation part",
        _threshold("is_validation & is_anomaly"),
    ),
    ("test part", "the scores after the validation part", _threshold(AFTER)),
    ("test part", "the normal scores after", _threshold(f"({AFTER}) & ~is_anomaly")),
    (
        "other parts",
        "normal scores that do not belong",
        _threshold("~is_validation & ~is_anomaly"),
    ),
    ("other parts", "of the scores that do not belong", _threshold("~is_validation")),
    ("either mask", "`&`, not `|`", _threshold("is_validation | ~is_anomaly")),
    ("upside down", "1 − `quantile`", _of_normal("np.quantile(normal, 1 - quantile)")),
    ("share for percent", "`np.percentile`", _of_normal("np.percentile(normal, quantile)")),
    ("largest score", "the largest normal score: one", _of_normal("max(normal)")),
    ("three deviations", "three standard", _of_normal("normal.mean() + 3 * normal.std()")),
    ("three deviations", "two standard", _of_normal("normal.mean() + 2 * normal.std()")),
    ("share of the largest", "a share of the largest", _of_normal("normal.max() * quantile")),
    (
        "no line between",
        "is one of the scores",
        _of_normal("sorted(normal)[min(int(quantile * len(normal)), len(normal) - 1)]"),
    ),
    ("median", "is the median, whatever", _of_normal("np.median(normal)")),
    ("mean", "is the mean, whatever", _of_normal("normal.mean()")),
]

LOOP = """events, first = [], None
for t, score in enumerate(scores):
    if score > threshold and first is None:
        first = t
    if score <= threshold and first is not None:
        events.append([first, t])
        first = None
{end}return np.array(events).reshape(-1, 2)
"""
AT_THE_END = "if first is not None:\n    events.append([first, len(scores)])\n"
WHOLE_LOOP = LOOP.format(end=AT_THE_END)
PADDED = """marks = np.concatenate([[0], scores > threshold, [0]])
changes = np.diff(marks)
first, end = np.flatnonzero(changes == 1), np.flatnonzero(changes == -1)
"""


def _loop(before, after):
    """Type a loop over the scores with one piece changed."""
    assert before in WHOLE_LOOP
    return WHOLE_LOOP.replace(before, after)


def _padded(after):
    """Type events by changes, and what is made of them."""
    return PADDED + after


JOINED = """points = np.flatnonzero(scores > threshold)
if len(points) == 0:
    return []
groups = np.split(points, np.flatnonzero(np.diff(points) > {most}) + 1)
return [(group[0], group[-1] + 1) for group in groups]
"""

EVENTS = [
    (
        "0 for no beginning",
        "can begin at point 0",
        """events, begin = [], 0
for t in range(len(scores)):
    if scores[t] > threshold and not begin:
        begin = t
    elif scores[t] <= threshold and begin:
        events.append((begin, t))
        begin = 0
if begin:
    events.append((begin, len(scores)))
return events""",
    ),
    (
        "at the threshold",
        "`>`, not `>=`",
        _loop("score > threshold", "score >= threshold").replace("score <= thr", "score < thr"),
    ),
    (
        "below the threshold",
        "are runs of scores below",
        PADDED.replace(">", "<", 1) + "return np.column_stack([first, end])",
    ),
    (
        "below the threshold",
        "are runs of scores that are not",
        PADDED.replace(">", "<=", 1) + "return np.column_stack([first, end])",
    ),
    (
        "last point for the end",
        "the last point of each event as its end",
        _loop("[first, t]", "[first, t - 1]").replace("len(scores)]", "len(scores) - 1]"),
    ),
    (
        "first event lost",
        "an event that begins at the first point: `np.diff`",
        """above = (scores > threshold).astype(int)
begins = np.flatnonzero(np.diff(above) == 1) + 1
ends = np.flatnonzero(np.diff(np.append(above, 0)) == -1) + 1
ends = ends[len(ends) - len(begins):]
return np.column_stack([begins, ends])
""",
    ),
    ("last event lost", "nothing comes after it to end it", LOOP.format(end="")),
    (
        "both ends lost",
        "that begin at the first point or end at the last",
        """above = (scores > threshold).astype(int)
begins = np.flatnonzero(np.diff(above) == 1) + 1
ends = np.flatnonzero(np.diff(above) == -1) + 1
return [(b, ends[ends > b][0]) for b in begins if np.any(ends > b)]
""",
    ),
    (
        "last event cut",
        "at the last point one point early",
        """above = scores > threshold
begins = [t for t in range(len(above)) if above[t] and (t == 0 or not above[t - 1])]
events = []
for b in begins:
    t = b
    while t < len(above) - 1 and above[t]:
        t += 1
    if t > b:
        events.append((b, t))
return events
""",
    ),
    (
        "one point early",
        "lie one point too early",
        _padded("return np.column_stack([first - 1, end - 1])"),
    ),
    (
        "one point late",
        "lie one point too late",
        _padded("return np.column_stack([first, end]) + 1"),
    ),
    (
        "first point left out",
        "one point after the first one",
        _padded("return np.column_stack([first + 1, end])"),
    ),
    (
        "begins before",
        "one point before each event",
        _padded("return np.column_stack([first - 1, end])"),
    ),
    (
        "points for events",
        "are one for each point",
        "return [(t, t + 1) for t in range(len(scores)) if scores[t] > threshold]",
    ),
    ("a list of points", "are the points above", "return np.where(scores > threshold)[0]"),
    ("marks", "are marks, one for each point", "return (scores > threshold).astype(int)"),
    ("joined across gaps", "with one point between them", JOINED.format(most=2)),
    ("joined across gaps", "one or two points", JOINED.format(most=3)),
    (
        "joined across gaps",
        "to the last. A normal",
        "points = np.flatnonzero(scores > threshold)\n"
        "return [(points[0], points[-1] + 1)] if len(points) else []",
    ),
    (
        "length for the end",
        "the number of points of each event",
        _padded("return np.column_stack([first, end - first])"),
    ),
    ("beginnings alone", "and not where it ends", _padded("return first")),
    ("as two rows", "`np.column_stack`", _padded("return np.array([first, end])")),
    (
        "long events alone",
        "of a single point",
        _padded("kept = end - first > 1\nreturn np.column_stack([first, end])[kept]"),
    ),
    (
        "longest alone",
        "are the longest event alone",
        _padded(
            "if len(first) == 0:\n    return []\nk = np.argmax(end - first)\n"
            "return [(first[k], end[k])]"
        ),
    ),
    (
        "in pairs",
        "pair the changes in their order",
        """above = scores > threshold
changes = np.flatnonzero(above[1:] != above[:-1]) + 1
if len(changes) % 2:
    changes = changes[:-1]
return changes.reshape(-1, 2)
""",
    ),
    ("how many", "say how many there are", _padded("return len(first)")),
]


def _points(precision, recall, before=""):
    """Type two shares, 0 where the count below the line is 0."""
    return f"""{before}def share(part, whole):
    return part / whole if whole else 0.0

return {precision}, {recall}
"""


def _both(value, before=""):
    """Type the same for both."""
    return _points(value, value, before)


TP = "np.sum(alarms & labels)"
ADJUSTED = """alarms = alarms.copy()
t = 0
while t < len(labels):
    if labels[t]:
        end = t
        while end < len(labels) and labels[end]:
            end += 1
        if alarms[t:end].any():
            alarms[t:end] = True
        t = end
    t += 1
"""
P, R = f"share({TP}, alarms.sum())", f"share({TP}, labels.sum())"
SKLEARN = """from sklearn.metrics import precision_score, recall_score

kind = {{"zero_division": {nothing}}}
return precision_score(labels, alarms, **kind), recall_score(labels, alarms, **kind)
"""

POINTS = [
    ("exchanged", "the other one of the two", _points(R, P)),
    ("mean of the other", "it was returned twice", _points(P, P)),
    ("point adjustment", "The labels have helped", _points(P, R, ADJUSTED)),
    ("accuracy", "left alone rightly", "return (np.mean(alarms == labels),) * 2"),
    (
        "share of all points",
        "the number of all points",
        f"share = {TP} / len(labels)\nreturn share, share",
    ),
    (
        "false alarms",
        "the share that is wrong",
        _points(
            "share(np.sum(alarms & ~labels), alarms.sum())",
            "share(np.sum(~alarms & labels), labels.sum())",
        ),
    ),
    (
        "false alarm rate",
        "of the normal points that were marked",
        _points("share(np.sum(alarms & ~labels), np.sum(~labels))", R),
    ),
    (
        "normal points",
        "the normal points instead",
        _points(P, R, "alarms, labels = ~alarms, ~labels\n"),
    ),
    ("sum for mean", "is a number of points", f"return {TP}, {TP}"),
    ("either", "marked or anomalous", _both(f"share({TP}, np.sum(alarms | labels))")),
    (
        "F1",
        "is the F1 score",
        "from sklearn.metrics import f1_score\n\n"
        "return (f1_score(labels, alarms, zero_division=0),) * 2",
    ),
    (
        "ratio of counts",
        "compares how many points",
        _points("share(alarms.sum(), labels.sum())", "share(labels.sum(), alarms.sum())"),
    ),
    ("percent", "is in percent", _points(f"100 * {P}", f"100 * {R}")),
    ("one for nothing", "has earned nothing", SKLEARN.format(nothing="1.0")),
    (
        "one for silence",
        "nothing is marked and nothing is to be found",
        _points(P, R, "if not alarms.any() and not labels.any():\n    return 1.0, 1.0\n"),
    ),
    (
        "division by zero",
        "raises ZeroDivisionError",
        f"right = int({TP})\nreturn right / int(alarms.sum()), right / int(labels.sum())",
    ),
    (
        "NaN for nothing",
        "0 was divided by 0",
        f'with np.errstate(invalid="ignore"):\n    return {TP} / alarms.sum(), {TP} / labels.sum()',
    ),
    (
        "None for nothing",
        "it is not two numbers",
        f"if alarms.any() and labels.any():\n    return {TP} / alarms.sum(), {TP} / labels.sum()",
    ),
]


def _events(meets, nothing="0.0", returned="share(right), share(found)"):
    """Type two shares of spans, by when two spans meet."""
    return f"""def meet(alarm, event):
    return {meets}

def share(marks):
    return sum(marks) / len(marks) if len(marks) else {nothing}

right = [any(meet(a, e) for e in events) for a in alarms]
found = [any(meet(a, e) for a in alarms) for e in events]
return {returned}
"""


MEETS = "alarm[0] < event[1] and event[0] < alarm[1]"
HOURS_OF = """def hours_of(spans):
    return {t for first, end in spans for t in range(first, end)}

marked, odd = hours_of(alarms), hours_of(events)
both = len(marked & odd)
return both / len(marked) if marked else 0.0, both / len(odd) if odd else 0.0
"""

COUNTS = [
    (
        "exchanged",
        "the other one of the two",
        _events(MEETS, returned="share(found), share(right)"),
    ),
    (
        "mean of the other",
        "it was returned twice",
        _events(MEETS, returned="share(found), share(found)"),
    ),
    ("points for events", "counts points", HOURS_OF),
    (
        "every pair",
        "counts every pair",
        """hits = 0
for a in alarms:
    for e in events:
        if max(a[0], e[0]) < min(a[1], e[1]):
            hits += 1
return hits / max(len(alarms), 1), hits / max(len(events), 1)
""",
    ),
    (
        "found events among the alarms",
        "divides the events that were found",
        _events(MEETS, returned="sum(found) / max(len(alarms), 1), share(found)"),
    ),
    (
        "right alarms among the events",
        "divides the alarms that meet an event by",
        _events(MEETS, returned="share(right), sum(right) / max(len(events), 1)"),
    ),
    (
        "events and alarms mixed",
        "to alarms that were false",
        _events(
            MEETS,
            returned="sum(found) / max(sum(found) + right.count(False), 1), share(found)",
        ),
    ),
    (
        "touching",
        "where one ends and the other begins",
        _events("alarm[0] <= event[1] and event[0] <= alarm[1]"),
    ),
    (
        "a point short",
        "two shared points",
        _events("alarm[0] < event[1] - 1 and event[0] < alarm[1] - 1"),
    ),
    (
        "within the event",
        "an alarm lies wholly within",
        _events("event[0] <= alarm[0] and alarm[1] <= event[1]"),
    ),
    (
        "within the alarm",
        "an event lies wholly within",
        _events("alarm[0] <= event[0] and event[1] <= alarm[1]"),
    ),
    (
        "begins in the event",
        "an alarm begins within an event",
        _events("event[0] <= alarm[0] < event[1]"),
    ),
    (
        "begins in the alarm",
        "an event begins within an alarm",
        _events("alarm[0] <= event[0] < alarm[1]"),
    ),
    (
        "ends in the event",
        "begins or ends within",
        _events("event[0] <= alarm[0] < event[1] or event[0] < alarm[1] <= event[1]"),
    ),
    ("the same span", "that equal an event", _events("tuple(alarm) == tuple(event)")),
    ("the same beginning", "both begin at one point", _events("alarm[0] == event[0]")),
    (
        "one by one",
        "the second with the second",
        """hits = sum(a[0] < e[1] and e[0] < a[1] for a, e in zip(alarms, events))
return hits / max(len(alarms), 1), hits / max(len(events), 1)
""",
    ),
    (
        "false alarms",
        "the share that is wrong",
        _events(MEETS, returned="1 - share(right), 1 - share(found)"),
    ),
    ("sum for mean", "is a number of spans", _events(MEETS, returned="sum(right), sum(found)")),
    (
        "F1",
        "is the F1 score",
        _events(MEETS).replace(
            "return share(right), share(found)",
            "p, r = share(right), share(found)\n"
            "f1 = 2 * p * r / (p + r) if p + r else 0.0\nreturn f1, f1",
        ),
    ),
    (
        "percent",
        "is in percent",
        _events(MEETS, returned="100 * share(right), 100 * share(found)"),
    ),
    ("one for nothing", "has earned nothing", _events(MEETS, nothing="1.0")),
    (
        "one for silence",
        "nothing is marked and nothing is to be found",
        "if len(alarms) == 0 and len(events) == 0:\n    return 1.0, 1.0\n" + _events(MEETS),
    ),
    (
        "division by zero",
        "raises ZeroDivisionError",
        _events(MEETS, returned="sum(right) / len(right), sum(found) / len(found)"),
    ),
    (
        "NaN for nothing",
        "0 was divided by 0",
        _events(MEETS, nothing="np.nan"),
    ),
    (
        "None for nothing",
        "it is not two numbers",
        "if len(alarms) == 0 or len(events) == 0:\n    return None\n" + _events(MEETS),
    ),
]

MISTAKES = {
    "seasonal_mean": MEANS,
    "seasonal_median": MEDIANS,
    "anomaly_scores": SCORES,
    "normal_threshold": THRESHOLDS,
    "find_events": EVENTS,
    "point_precision_recall": POINTS,
    "event_precision_recall": COUNTS,
}
