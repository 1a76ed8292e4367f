"""Mistakes in the exercise `weather`, as learners type them.

For each check, rows of: the diagnosis, words of it that no other diagnosis of the check has, and
what was typed, which is the body of the function or a whole cell. They are written from the words:
the tests run each as a submission's cell, and it has to be named.
"""

PANDAS = "import pandas as pd\n\n"
FILL = """filled = rows.copy()
for t in range(1, len(rows)):
    for k in range(rows.shape[1]):
        if np.isnan(filled[t, k]):
            filled[t, k] = filled[t - 1, k]
return filled
"""
EACH = """filled = rows.copy()
for k in range(rows.shape[1]):
    column = rows[:, k]
    known = np.flatnonzero(~np.isnan(column))
    for t in np.flatnonzero(np.isnan(column)):
        filled[t, k] = VALUE
return filled
"""


def _changed(text, old, new):
    """Return an answer with one change."""
    assert old in text
    return text.replace(old, new)


def _frame(how):
    """Type a filling by pandas."""
    return f"{PANDAS}return pd.DataFrame(rows){how}.to_numpy()"


def _each(value):
    """Type a loop over the gaps that puts a value into each."""
    return _changed(EACH, "VALUE", value)


FILLED = [
    ("interpolated", "a straight line across", _frame(".interpolate()")),
    (
        "interpolated",
        "a straight line across",
        _each("np.interp(t, known, column[known])"),
    ),
    ("filled backward", "holds the next reading in each gap", _frame(".bfill().ffill()")),
    (
        "nearest reading",
        "nearest in time",
        _each("column[known[np.abs(known - t).argmin()]]"),
    ),
    (
        "mean of both neighbors",
        "the mean of the readings before and after",
        f"{PANDAS}d = pd.DataFrame(rows)\nreturn ((d.ffill() + d.bfill().ffill()) / 2).to_numpy()",
    ),
    (
        "mean of the series",
        "the mean of the whole series",
        "return np.where(np.isnan(rows), np.nanmean(rows, axis=0), rows)",
    ),
    ("mean of the series", "the mean of the whole series", _each("np.nanmean(column)")),
    (
        "median of the series",
        "the median of the whole series",
        f"{PANDAS}d = pd.DataFrame(rows)\nreturn d.fillna(d.median()).to_numpy()",
    ),
    ("mean so far", "the mean of all readings before", _each("column[known[known < t]].mean()")),
    ("zeros", "holds 0 in each gap", "return np.nan_to_num(rows)"),
    ("first reading", "the first reading of the series", _each("column[0]")),
    ("last reading of all", "the last reading of the whole series", _each("column[known[-1]]")),
    (
        "whole rows repeated",
        "repeats the whole row above",
        """out = [rows[0]]
for row in rows[1:]:
    out.append(out[-1] if np.isnan(row).any() else row)
return np.array(out)""",
    ),
    (
        "filled with the series beside",
        "what the series beside it read",
        _frame(".ffill(axis=1).ffill()"),
    ),
    ("rows left out", "has no row for an hour with a gap", _frame(".dropna()")),
    (
        "one hour late",
        "what was known an hour before",
        f"{PANDAS}d = pd.DataFrame(rows).ffill()\nlate = d.shift(1)\n"
        "late.iloc[0] = d.iloc[0]\nreturn late.to_numpy()",
    ),
]

CIRCLE = "turn = 2 * np.pi * values / period\nreturn np.sin(turn), np.cos(turn)"
CIRCLES = [
    ("a number, no circle", "a number that jumps back", "x = values / period\nreturn x, x"),
    ("period one too small", "a period of one less", _changed(CIRCLE, "period", "(period - 1)")),
    ("period one too large", "a period of one more", _changed(CIRCLE, "period", "(period + 1)")),
    ("always 24", "a period of 24 in every case", _changed(CIRCLE, "period", "24")),
    (
        "largest value for period",
        "the largest value in place",
        _changed(CIRCLE, "period", "np.max(values)"),
    ),
    ("half a turn", "comes from half a turn", _changed(CIRCLE, "2 * np.pi", "np.pi")),
    ("no turn", "the share of the period as an angle", _changed(CIRCLE, "2 * np.pi * ", "")),
    ("period left out", "one turn for each hour", _changed(CIRCLE, " / period", "")),
    (
        "values for angles",
        "the values themselves as angles",
        "return np.sin(values), np.cos(values)",
    ),
    ("degrees for radians", "an angle in degrees", _changed(CIRCLE, "2 * np.pi", "360")),
    ("counted from 1", "values of one less", _changed(CIRCLE, "values", "(values - 1)")),
    ("turned the other way", "an angle that runs backward", _changed(CIRCLE, "2 *", "-2 *")),
    (
        "sine and cosine exchanged",
        "is the other one of the two",
        _changed(CIRCLE, "np.sin(turn), np.cos(turn)", "np.cos(turn), np.sin(turn)"),
    ),
    (
        "moved to 0 to 1",
        "was moved to the range",
        _changed(
            CIRCLE,
            "np.sin(turn), np.cos(turn)",
            "0.5 * np.sin(turn) + 0.5, 0.5 * np.cos(turn) + 0.5",
        ),
    ),
]

WIND = "a = direction * np.pi / 180\nreturn -speed * np.sin(a), -speed * np.cos(a)"
TO_EAST, TO_NORTH = "-speed * np.sin(a)", "-speed * np.cos(a)"
WINDS = [
    (
        "where it comes from",
        "points to where the wind comes from. A west",
        _changed(WIND, "-speed", "speed"),
    ),
    ("east turned around", "has the wrong sign to the east", _changed(WIND, TO_EAST, TO_EAST[1:])),
    (
        "north turned around",
        "has the wrong sign to the north",
        _changed(WIND, TO_NORTH, TO_NORTH[1:]),
    ),
    (
        "sine and cosine exchanged",
        "has cosine where sine belongs",
        _changed(WIND, f"{TO_EAST}, {TO_NORTH}", f"{TO_NORTH}, {TO_EAST}"),
    ),
    (
        "exchanged and turned around",
        "reads the degrees as in mathematics",
        "a = np.deg2rad(direction)\nreturn speed * np.cos(a), speed * np.sin(a)",
    ),
    (
        "degrees for radians",
        "comes from degrees given to",
        "return -speed * np.sin(direction), -speed * np.cos(direction)",
    ),
    (
        "degrees for radians, and where it comes from",
        "comes from degrees where radians belong",
        "return speed * np.sin(direction), speed * np.cos(direction)",
    ),
    ("speed left out", "does not grow with the speed", _changed(WIND, "speed * ", "")),
    (
        "mean direction",
        "the mean of all directions",
        _changed(WIND, "direction *", "np.mean(direction) *"),
    ),
    (
        "direction as a share",
        "as a share of 360",
        "share = direction / 360\nreturn speed * share, speed * (1 - share)",
    ),
]

SCALE = """train = values[:n_train]
m, s = train.mean(axis=0), train.std(axis=0)
return (values - m) / s
"""


def _scale(old, new):
    """Type a scaling with one change."""
    return _changed(SCALE, old, new)


def _scaler(name, fitted):
    """Type a scaling by scikit-learn."""
    return (
        f"from sklearn.preprocessing import {name}\n\n"
        f"return {name}().fit({fitted}).transform(values)"
    )


SCALED = [
    ("fitted to the whole series", "deviation of all hours", _scaler("StandardScaler", "values")),
    ("fitted to the whole series", "deviation of all hours", _scale("values[:n_train]", "values")),
    (
        "fitted to the later part",
        "of the hours after the training part",
        _scale("values[:n_train]", "values[n_train:]"),
    ),
    (
        "each part by itself",
        "comes from two scalings",
        """from sklearn.preprocessing import StandardScaler

train = StandardScaler().fit_transform(values[:n_train])
test = StandardScaler().fit_transform(values[n_train:])
return np.vstack([train, test])""",
    ),
    ("one scale for all series", "one deviation for all series", _scale("axis=0", "")),
    (
        "scaled hour by hour",
        "deviation of each hour over its series",
        "m, s = values.mean(axis=1), values.std(axis=1)\nreturn ((values.T - m) / s).T",
    ),
    (
        "range of the training part",
        "spans 0 to 1 on the training part",
        _scaler("MinMaxScaler", "values[:n_train]"),
    ),
    (
        "range of the whole series",
        "spans 0 to 1 on the whole series",
        _scaler("MinMaxScaler", "values"),
    ),
    ("variance for deviation", "is divided by the variance", _scale("train.std(", "train.var(")),
    (
        "n − 1 in the deviation",
        "with n − 1 below",
        f"{PANDAS}d = pd.DataFrame(values)\nt = d.iloc[:n_train]\n"
        "return ((d - t.mean()) / t.std()).to_numpy()",
    ),
    (
        "mean absolute deviation",
        "the mean size of the deviations",
        "t = values[:n_train]\nm = t.mean(axis=0)\nreturn (values - m) / abs(t - m).mean(axis=0)",
    ),
    ("sum for mean", "has the sum of the training part", _scale("train.mean(", "train.sum(")),
    ("scaled the way back", "that is the way back", _scale("(values - m) / s", "values * s + m")),
    ("mean not subtracted", "the mean was not subtracted before", _scale("(values - m)", "values")),
    ("not divided", "is not divided by the deviation", _scale(" / s", "")),
    (
        "mean subtracted too late",
        "subtracted after the division",
        _scale("(values - m) / s", "values / s - m"),
    ),
    ("training part one too long", "n_train + 1 rows", _scale(":n_train", ": n_train + 1")),
    ("training part one too short", "n_train − 1 rows", _scale(":n_train", ": n_train - 1")),
    ("training part alone", "holds the training part alone", _scale("(values - m)", "(train - m)")),
    (
        "later part not scaled",
        "holds the later part as it was",
        _scale(
            "return (values - m) / s",
            "out = values.copy()\nout[:n_train] = (train - m) / s\nreturn out",
        ),
    ),
]

CUT = """X, Y = [], []
for i in range(len(features) - steps - horizon + 1):
    if len(set(places[i : i + steps + horizon])) > 1:
        continue
    X.append(features[i : i + steps])
    Y.append(target[i + steps : i + steps + horizon])
return np.array(X), np.array(Y)
"""
ASKED = "    if len(set(places[i : i + steps + horizon])) > 1:\n        continue\n"
RANGE, FOLLOWING = "len(features) - steps - horizon + 1", "target[i + steps : i + steps + horizon]"
SPAN = "places[i : i + steps + horizon]"
WINDOW = "features[i : i + steps]"


def _cut(*pairs):
    """Type windows with some pieces changed."""
    text = CUT
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        text = _changed(text, old, new)
    return text


WINDOWS = [
    ("across two places", "begin in one place and end", _cut(ASKED, "")),
    (
        "targets in another place",
        "whose targets lie in another place",
        _cut(SPAN, "places[i : i + steps]"),
    ),
    (
        "only the first target asked for its place",
        "only the first one was asked",
        _cut(SPAN, "places[i : i + steps + 1]"),
    ),
    (
        "targets begin in the window",
        "which is known already",
        _cut(
            RANGE,
            "len(features) - steps - horizon + 2",
            SPAN,
            "places[i : i + steps + horizon - 1]",
            FOLLOWING,
            "target[i + steps - 1 : i + steps + horizon - 1]",
        ),
    ),
    (
        "targets begin in the window, as many windows",
        "lack the last hour of the horizon",
        _cut(FOLLOWING, "target[i + steps - 1 : i + steps + horizon - 1]"),
    ),
    (
        "targets one hour late",
        "begin two hours after",
        _cut(
            RANGE,
            "len(features) - steps - horizon",
            SPAN,
            "places[i : i + steps + horizon + 1]",
            FOLLOWING,
            "target[i + steps + 1 : i + steps + horizon + 1]",
        ),
    ),
    (
        "targets begin after the horizon",
        "begin `horizon` hours after",
        _cut(
            RANGE,
            "len(features) - steps - 2 * horizon + 2",
            SPAN,
            "places[i : i + steps + 2 * horizon - 1]",
            FOLLOWING,
            "target[i + steps + horizon - 1 : i + steps + 2 * horizon - 1]",
        ),
    ),
    (
        "one target",
        "the last hour of the horizon alone",
        _cut(FOLLOWING, "target[i + steps + horizon - 1]"),
    ),
    ("next hour alone", "hold the next hour alone", _cut(FOLLOWING, "target[i + steps]")),
    (
        "last window left out",
        "lack the last window",
        _cut(RANGE, "len(features) - steps - horizon", SPAN, "places[i : i + steps + horizon + 1]"),
    ),
    ("a feature for the target", "the first feature's values", _cut("target[", "features[:, 0][")),
    (
        "changes for targets",
        "are changes since",
        _cut(FOLLOWING, f"{FOLLOWING} - target[i + steps - 1]"),
    ),
    (
        "targets in reverse order",
        "the next hour comes first",
        _cut(FOLLOWING, f"{FOLLOWING}[::-1]"),
    ),
    ("windows in reverse order", "the oldest hour comes first", _cut(WINDOW, f"{WINDOW}[::-1]")),
    (
        "last window first",
        "the last one first",
        _cut("return np.array(X), np.array(Y)", "return np.array(X[::-1]), np.array(Y[::-1])"),
    ),
    (
        "places in the order of their numbers",
        "in the order of the places' numbers",
        """X, Y = [], []
for place in np.unique(places):
    f, t = features[places == place], target[places == place]
    for i in range(len(f) - steps - horizon + 1):
        X.append(f[i : i + steps])
        Y.append(t[i + steps : i + steps + horizon])
return np.array(X), np.array(Y)""",
    ),
    ("features before steps", "windows, features, steps", _cut(WINDOW, f"{WINDOW}.T")),
    ("one feature", "hold the first feature alone", _cut(WINDOW, "features[i : i + steps, :1]")),
    ("windows laid flat", "are laid flat", _cut(WINDOW, f"{WINDOW}.ravel()")),
    (
        "windows side by side",
        "begin every `steps` hours",
        """X, Y = [], []
for place in np.unique(places)[np.argsort(np.unique(places, return_index=True)[1])]:
    x, y = features[places == place], target[places == place]
    for i in range(0, len(x) - steps - horizon + 1, steps):
        X.append(x[i : i + steps])
        Y.append(y[i + steps : i + steps + horizon])
return np.array(X), np.array(Y)""",
    ),
]

PINBALL = (
    "e = truths[:, None] - forecasts\nreturn np.maximum(levels * e, (levels - 1) * e).mean(axis=0)"
)
COST = "np.maximum(levels * e, (levels - 1) * e)"


def _cost(new):
    """Type losses in which an error costs something else."""
    return _changed(PINBALL, COST, new)


LOSSES = [
    (
        "sides exchanged",
        "the levels mirrored at one half",
        _changed(PINBALL, "truths[:, None] - forecasts", "forecasts - truths[:, None]"),
    ),
    (
        "sides exchanged",
        "the levels mirrored at one half",
        _cost("np.where(e > 0, (1 - levels) * e, -levels * e)"),
    ),
    ("levels in reverse order", "the levels in reverse order", f"levels = levels[::-1]\n{PINBALL}"),
    ("absolute error", "are mean absolute errors", _cost("np.abs(e)")),
    ("half the absolute error", "are half the mean absolute", _cost("(0.5 * np.abs(e))")),
    ("level on both sides", "cost level times the error on both", _cost("(levels * np.abs(e))")),
    (
        "larger of both weights",
        "the larger of level and 1 − level",
        _cost("(np.maximum(levels, 1 - levels) * np.abs(e))"),
    ),
    ("sign of 1 − level", "earns something", _cost("np.maximum(levels * e, (1 - levels) * e)")),
    (
        "sign of 1 − level",
        "earns something",
        _cost("np.where(e > 0, levels * e, (1 - levels) * e)"),
    ),
    (
        "smaller for larger",
        "take the smaller of both",
        _cost("np.minimum(levels * e, (levels - 1) * e)"),
    ),
    ("one side alone", "count truths above the forecast alone", _cost("np.maximum(levels * e, 0)")),
    (
        "other side alone",
        "count truths below the forecast alone",
        _cost("np.maximum((levels - 1) * e, 0)"),
    ),
    (
        "squared",
        "weigh squared errors",
        _cost("np.where(e >= 0, levels * e**2, (1 - levels) * e**2)"),
    ),
    ("not an error", "positive and negative ones cancel", _cost("(levels * e)")),
    ("share below", "are shares of truths below", _cost("(truths[:, None] <= forecasts)")),
    ("doubled", "are twice the pinball", _cost(f"2 * {COST}")),
    ("sum for mean", "are sums, not means", _changed(PINBALL, "mean(", "sum(")),
    ("one number", "the mean over all levels", _changed(PINBALL, "mean(axis=0)", "mean()")),
    (
        "mean over the levels",
        "are one for each forecast. The mean",
        _changed(PINBALL, "axis=0", "axis=1"),
    ),
    (
        "not averaged",
        "are one for each forecast and level",
        _changed(PINBALL, ".mean(axis=0)", ""),
    ),
    (
        "median for mean",
        "are medians of the losses",
        f"e = truths[:, None] - forecasts\nreturn np.median({COST}, axis=0)",
    ),
]

COVERED = """bottom, top = np.minimum(low, high), np.maximum(low, high)
inside = (truths >= bottom) & (truths <= top)
return inside.mean(axis=0)
"""
AS_THEY_COME = "inside = (truths >= low) & (truths <= high)\nreturn inside.mean(axis=0)"


def _covered(old, new):
    """Type a coverage with one change."""
    return _changed(COVERED, old, new)


def _loop(condition):
    """Type a coverage of ends as they come, hour by hour."""
    return f"""shares = []
for hour in range(truths.shape[1]):
    inside = 0
    for l, h, t in zip(low[:, hour], high[:, hour], truths[:, hour]):
        if {condition}:
            inside += 1
    shares.append(inside / len(truths))
return np.array(shares)"""


COVERAGE = [
    ("low above high", "counts no truth where low is larger", AS_THEY_COME),
    ("low above high", "counts no truth where low is larger", _loop("l <= t <= h")),
    (
        "crossed intervals left out",
        "leaves out the intervals whose ends crossed",
        "ok = low <= high\ninside = ok & (low <= truths) & (truths <= high)\n"
        "return inside.sum(axis=0) / ok.sum(axis=0)",
    ),
    (
        "ends left out",
        "a truth that lies on an end",
        "a, b = np.sort([low, high], axis=0)\nreturn ((a < truths) & (truths < b)).mean(axis=0)",
    ),
    ("lower end left out", "a truth that lies on the lower end", _covered(">= bottom", "> bottom")),
    ("upper end left out", "a truth that lies on the upper end", _covered("<= top", "< top")),
    ("low above high, and ends left out", "no truth on an end, and none", _loop("l < t < h")),
    (
        "low above high, and the lower left out",
        "no truth on the lower end, and",
        _loop("l < t <= h"),
    ),
    (
        "low above high, and the upper left out",
        "no truth on the upper end, and",
        _loop("l <= t < h"),
    ),
    (
        "low and high exchanged",
        "which only the crossed intervals have",
        "return ((high <= truths) & (low >= truths)).mean(axis=0)",
    ),
    (
        "low and high exchanged",
        "and there are none",
        _covered("np.minimum(low, high), np.maximum(", "np.maximum(low, high), np.minimum("),
    ),
    ("upper end alone", "asks the upper end alone", _covered("(truths >= bottom) & ", "")),
    ("upper end alone, as it comes", "asks `high` alone", "return (truths <= high).mean(axis=0)"),
    ("lower end alone", "asks the lower end alone", _covered(" & (truths <= top)", "")),
    ("lower end alone, as it comes", "asks `low` alone", _loop("t >= l")),
    ("either condition", "joins the two conditions by or", _loop("t >= l or t <= h")),
    ("outside", "of truths outside of", _covered("return inside", "return (~inside)")),
    ("sum for mean", "is a count", _covered("mean(", "sum(")),
    ("percent", "is in percent", _covered("return ", "return 100 * ")),
    ("one number", "is one number", _covered("mean(axis=0)", "mean()")),
    ("mean over the hours", "is one for each forecast", _covered("axis=0", "axis=1")),
    ("whole rows", "of which every hour holds", _covered("mean(axis=0)", "all(axis=1).mean()")),
    (
        "divided by the hours",
        "by the number of hours",
        _covered("inside.mean(axis=0)", "inside.sum(axis=0) / truths.shape[1]"),
    ),
    (
        "mean divided again",
        "by the number of forecasts twice",
        _covered("mean(axis=0)", "mean(axis=0) / len(truths)"),
    ),
    ("not averaged", "is true or false for each", _covered(".mean(axis=0)", "")),
]

MISTAKES = {
    "fill_forward": FILLED,
    "on_circle": CIRCLES,
    "wind_components": WINDS,
    "scale_by_training": SCALED,
    "windows_ahead": WINDOWS,
    "pinball_losses": LOSSES,
    "coverage_by_hour": COVERAGE,
}
