"""What goes wrong in the rows of a heterogeneous autoregression, and what to say about it."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.prices.judge.empty import EMPTY
from lstm_lib.checks.judge.diagnosis import WrongAnswer

SPANS = (1, 5, 22)
FIRST = 22  # the first day with a month before it
Mean = Callable[[np.ndarray], Any]


def har_rows(volatility):
    """Return day, week and month before each day from 22 on, and the values of these days."""
    return _rows(volatility), volatility[FIRST:]


def _rows(
    v: np.ndarray,
    spans: Sequence[int] = SPANS,
    ends: Sequence[int] = (0, 0, 0),
    mean: Mean = np.mean,
    first: int = FIRST,
) -> np.ndarray:
    """Return rows whose spans end so many days after the day before."""
    days = range(first, len(v))
    return np.array(
        [
            [
                mean(v[max(t + end - span, 0) : t + end])
                for span, end in zip(spans, ends, strict=True)
            ]
            for t in days
        ]
    )


def _wrong(**kinds: Any) -> Callable[[np.ndarray], Any]:
    """Make an answer whose rows are cut in another way."""
    return lambda v: (_rows(v, **kinds), v[kinds.get("first", FIRST) :])


def _changed(change: Callable[[np.ndarray], Any]) -> Callable[[np.ndarray], Any]:
    """Make an answer that does something to the right rows."""
    return lambda v: (change(_rows(v)), v[FIRST:])


def _smooth(v: np.ndarray) -> np.ndarray:
    """Return rows of exponentially weighted means, as pandas computes them with a span."""
    columns = []
    for span in SPANS:
        keep = 1 - 2 / (span + 1)
        weights = [keep ** np.arange(t)[::-1] for t in range(FIRST, len(v))]
        means = [np.sum(w * v[: len(w)]) / np.sum(w) for w in weights]
        columns.append(means)
    return np.column_stack(columns)


def _filled(v: np.ndarray) -> np.ndarray:
    """Return a row for each day, empty where there are not enough days before it."""
    rows = np.full((len(v), 3), EMPTY)
    for column, span in enumerate(SPANS):
        for t in range(span, len(v)):
            rows[t, column] = np.mean(v[t - span : t])
    return rows


PEEKS = "The row of a day may hold only what is known the evening before"

WRONG_ROWS = (
    WrongAnswer(
        "the day itself",
        _wrong(ends=(1, 1, 1)),
        f"hold the day itself in all three columns: they know what they are to forecast. {PEEKS}",
    ),
    WrongAnswer(
        "the day itself in the means",
        _wrong(ends=(0, 1, 1)),
        "have the day itself in the means of week and month, as a rolling mean has that is not "
        f"shifted. {PEEKS}",
    ),
    WrongAnswer(
        "the day itself in the first column",
        _wrong(ends=(1, 0, 0)),
        f"hold the day itself in the first column. {PEEKS}",
    ),
    WrongAnswer(
        "one day too early",
        _wrong(ends=(-1, -1, -1)),
        "end two days before the day that is forecast, and leave yesterday unused",
    ),
    WrongAnswer(
        "yesterday left out of the means",
        _wrong(ends=(0, -1, -1)),
        "leave yesterday out of the means of week and month. These end with the day before, too",
    ),
    WrongAnswer(
        "around yesterday",
        _wrong(ends=(0, 2, 11)),
        "have means around yesterday, as many days after it as before: `center=True` looks ahead. "
        f"{PEEKS}",
    ),
    WrongAnswer(
        "one day short",
        _wrong(spans=(1, 4, 21)),
        "have means over 4 and 21 days. A week has 5 trading days, and a month 22",
    ),
    WrongAnswer(
        "one day long",
        _wrong(spans=(1, 6, 23), first=23),
        "have means over 6 and 23 days. A week has 5 trading days, and a month 22",
    ),
    WrongAnswer(
        "calendar days",
        _wrong(spans=(1, 7, 30), first=30),
        "have means over 7 and 30 days. There is no trade at weekends: 5 and 22 days are left",
    ),
    WrongAnswer(
        "twenty days",
        _wrong(spans=(1, 5, 20), first=20),
        "have a month of 20 days, and 22 were asked for",
    ),
    WrongAnswer(
        "twenty-one days",
        _wrong(spans=(1, 5, 21), first=21),
        "have a month of 21 days, and 22 were asked for",
    ),
    WrongAnswer("sums", _wrong(mean=np.sum), "are sums. Take the means of week and month"),
    WrongAnswer(
        "sum of the week",
        _changed(lambda rows: rows * [1, 5, 1]),
        "have the sum of the week. Take its mean",
    ),
    WrongAnswer(
        "sum of the month",
        _changed(lambda rows: rows * [1, 1, 22]),
        "have the sum of the month. Take its mean",
    ),
    WrongAnswer(
        "reversed in time",
        lambda v: (_rows(v)[::-1], v[FIRST:][::-1]),
        "run backwards in time. Day 22 comes first",
    ),
    WrongAnswer("medians", _wrong(mean=np.median), "are medians. Take the means of week and month"),
    WrongAnswer("largest", _wrong(mean=np.max), "are the largest values of week and month"),
    WrongAnswer(
        "spreads",
        lambda v: (
            np.column_stack([v[FIRST - 1 : -1], _rows(v, (5, 22), (0, 0), np.std)]),
            v[FIRST:],
        ),
        "hold standard deviations of week and month. Take the means",
    ),
    WrongAnswer(
        "order of columns",
        _changed(lambda rows: rows[:, ::-1]),
        "have the columns month, week, day. Day, week, month was asked for",
    ),
    WrongAnswer(
        "single values",
        lambda v: (np.array([[v[t - 1], v[t - 5], v[t - 22]] for t in range(22, len(v))]), v[22:]),
        "hold the values of 1, 5 and 22 days ago. Take the means over these days",
    ),
    WrongAnswer(
        "everything before",
        lambda v: (
            np.array([[v[t - 1], v[t - 5 : t].mean(), v[:t].mean()] for t in range(22, len(v))]),
            v[22:],
        ),
        "have the mean of all days so far in the last column. Take that of the last 22 days",
    ),
    WrongAnswer(
        "exponential means",
        lambda v: (_smooth(v), v[FIRST:]),
        "hold means that are weighted exponentially. In these means each day counts the same",
    ),
    WrongAnswer(
        "no day",
        _changed(lambda rows: rows[:, 1:]),
        "lack the first column, the value of the day before",
    ),
    WrongAnswer(
        "intercept",
        _changed(lambda rows: np.column_stack([rows, np.ones(len(rows))])),
        "have a column of ones at the end. Three columns were asked for; the fit adds the constant",
    ),
    WrongAnswer(
        "intercept in front",
        _changed(lambda rows: np.column_stack([np.ones(len(rows)), rows])),
        "have a column of ones in front. Three columns were asked for; the fit adds the constant",
    ),
    WrongAnswer(
        "the whole month",
        lambda v: (np.array([v[t - 22 : t] for t in range(22, len(v))]), v[22:]),
        "hold all 22 values before each day. Three numbers were asked for",
    ),
    WrongAnswer(
        "axes exchanged",
        _changed(np.transpose),
        "are (3, days − 22). A row for each day was asked for",
    ),
    WrongAnswer(
        "two days ahead",
        lambda v: (_rows(v)[:-1], v[FIRST + 1 :]),
        "are paired one day too late: a row meets the value of the day after the one it forecasts",
    ),
    WrongAnswer(
        "yesterday for a target",
        lambda v: (_rows(v), v[FIRST - 1 : -1]),
        "are yesterday's values, which stand in the rows already",
    ),
    WrongAnswer(
        "change for a target",
        lambda v: (_rows(v), v[FIRST:] - v[FIRST - 1 : -1]),
        "are changes since the day before. The values of the days themselves were asked for",
    ),
    WrongAnswer(
        "last day left out",
        lambda v: (_rows(v)[:-1], v[FIRST:-1]),
        "stop one day early: the last day has a row as well",
    ),
    WrongAnswer(
        "first row left out",
        _wrong(first=23),
        "begin one day late: day 22, counted from 0, has a month before it",
    ),
    WrongAnswer(
        "targets as a column",
        lambda v: (_rows(v), v[FIRST:, np.newaxis]),
        "are a column, (days − 22, 1). One axis was asked for",
    ),
    WrongAnswer(
        "days without a month",
        lambda v: (_filled(v), v),
        "begin with day 0 and hold NaN. The first 22 days have no month before them: leave them "
        "out",
    ),
    WrongAnswer(
        "rows of a running tally",
        lambda v: (
            np.array(
                [
                    [v[t - 1], v[max(t - 5, 0) : t].mean(), v[max(t - 22, 0) : t].mean()]
                    for t in range(1, len(v))
                ]
            ),
            v[1:],
        ),
        "begin on day 1, with means over less than a month. Leave the first 22 days out",
    ),
)
