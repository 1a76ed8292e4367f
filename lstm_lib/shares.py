"""One share, three questions: what its price, its return and its volatility will be tomorrow.

Each is asked in a walk-forward: the test days come in folds of one year, and whatever is fitted for
a fold has seen only the days before it.
"""

from typing import NamedTuple

import numpy as np
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import TimeSeriesSplit

from lstm_lib.arguments import finite_array, whole_number
from lstm_lib.prices import SPANS, har_rows, log_returns, log_volatility

FOLDS, TEST_DAYS = 5, 252  # a year has about 252 trading days
STEPS = max(SPANS)  # a window is a month, which the strongest floor reads as well
LEAST = STEPS + 2 * TEST_DAYS  # before the first fold: a window, a year to learn, one to stop by


class Question(NamedTuple):
    """What is asked of a share, and what needs no network to answer it.

    ``series`` is of shape (days,) and holds what is asked for, on every day but the first one;
    ``inputs``, of shape (days, features), is what a network may read of these days; ``folds`` are
    the (training days, test days) of each fold, as indices of both. ``floors`` holds the forecast
    of each floor by its name, of shape (folds, test days).
    """

    series: np.ndarray
    inputs: np.ndarray
    folds: list[tuple[np.ndarray, np.ndarray]]
    floors: dict[str, np.ndarray]

    @property
    def truth(self):
        """What came on the test days, of shape (folds, test days)."""
        return np.array([self.series[test] for _, test in self.folds])


def share_questions(share):
    """Return the three questions about a share, each with its floors.

    Parameters
    ----------
    share : lstm_lib.datasets.SharePrices
        Five years are tested, and at least two years and a month before them are learned from.

    Returns
    -------
    dict of str to Question
        ``levels``, the adjusted price in dollars, with the floor ``yesterday``; ``returns``, of
        logarithms, with the floors ``zero`` and ``mean so far``; ``volatility``, the logarithm of a
        day's standard deviation, with the floors ``yesterday``, ``mean of 22 days`` and ``HAR``.

    Raises
    ------
    TypeError
        If ``share`` is not what `lstm_lib.datasets.share_prices` returns for a share, or a price
        is not a number.
    ValueError
        If there are too few days, or a price is NaN, infinite, zero or negative.

    Examples
    --------
    >>> from lstm_lib.datasets import share_prices
    >>> questions = share_questions(share_prices()["IBM"])
    >>> {name: list(question.floors) for name, question in questions.items()}
    {'levels': ['yesterday'], 'returns': ['zero', 'mean so far'],
     'volatility': ['yesterday', 'mean of 22 days', 'HAR']}
    >>> questions["returns"].truth.shape
    (5, 252)
    """
    try:
        returns = log_returns(share.adjusted)
        volatility = log_volatility(share.open, share.high, share.low, share.close)[1:]
    except AttributeError:
        raise TypeError(
            f"share is {type(share).__name__}, expected one of those of share_prices()"
        ) from None
    if len(returns) != len(volatility):
        raise ValueError(
            f"adjusted has {len(returns) + 1} days and close {len(volatility) + 1}, expected one "
            "number of days"
        )
    folds = share_folds(len(returns))
    levels = np.asarray(share.adjusted, float)[1:]
    both = np.column_stack([returns, volatility])
    return {
        "levels": Question(levels, levels[:, np.newaxis], folds, _floors_of_levels(levels, folds)),
        "returns": Question(returns, both, folds, _floors_of_returns(returns, folds)),
        "volatility": Question(
            volatility, both[:, ::-1], folds, _floors_of_volatility(volatility, folds)
        ),
    }


def share_folds(days):
    """Return the training days and the test days of each fold of a walk-forward.

    Parameters
    ----------
    days : int
        How many days have a return.

    Returns
    -------
    list of (ndarray, ndarray)
        For each of five folds, the indices of all days before its test days, and of these, 252
        each. Nothing has to lie between them, since what is asked for is the next day alone.

    Raises
    ------
    TypeError
        If ``days`` is not a whole number.
    ValueError
        If there are fewer than 1,786 days.

    Examples
    --------
    >>> [(len(train), len(test)) for train, test in share_folds(2000)]
    [(740, 252), (992, 252), (1244, 252), (1496, 252), (1748, 252)]
    """
    days = whole_number("days", days)
    if days < (least := LEAST + FOLDS * TEST_DAYS):
        raise ValueError(
            f"the share has {days} days with a return, expected {least:,} or more: {FOLDS} years "
            "to test, and two years and a month before them to learn from. Take a share with a "
            "longer history"
        )
    split = TimeSeriesSplit(FOLDS, test_size=TEST_DAYS)
    return list(split.split(np.zeros(days)))


def implied_levels(levels, returns):
    """Return the prices that forecasts of the return stand for.

    Parameters
    ----------
    levels : Question
        About the price of the share.
    returns : array_like of shape (seeds, folds, test days)
        Forecasts of its return.

    Returns
    -------
    ndarray of shape (seeds, folds, test days)
        Yesterday's price, grown by the return: the forecast of no return is yesterday's price.

    Raises
    ------
    TypeError
        If ``levels`` is not such a question, or ``returns`` does not hold real numbers.
    ValueError
        If ``returns`` has another shape, or holds NaN or infinity.

    Examples
    --------
    >>> from lstm_lib.datasets import share_prices
    >>> levels = share_questions(share_prices()["IBM"])["levels"]
    >>> implied = implied_levels(levels, np.zeros((1, 5, 252)))
    >>> bool(np.all(implied[0] == levels.floors["yesterday"]))
    True
    """
    if not isinstance(levels, Question) or list(levels.floors) != ["yesterday"]:
        raise TypeError(f"levels is {type(levels).__name__}, expected the question of that name")
    returns = finite_array("returns", returns, ("seeds", "folds", "test days"))
    yesterday = levels.floors["yesterday"]
    if returns.shape[1:] != yesterday.shape:
        raise ValueError(
            f"returns have shape {returns.shape}, expected (seeds, *{yesterday.shape})"
        )
    return yesterday * np.exp(returns)


def _floors_of_levels(levels, folds):
    """Return the price of the day before, for each test day."""
    return {"yesterday": np.array([levels[test - 1] for _, test in folds])}


def _floors_of_returns(returns, folds):
    """Return no change at all, and the mean change of the training days."""
    means = [np.full(len(test), returns[train].mean()) for train, test in folds]
    return {"zero": np.zeros_like(means), "mean so far": np.array(means)}


def _floors_of_volatility(volatility, folds):
    """Return the day before, the mean of a month, and a line through day, week and month."""
    rows, targets = har_rows(volatility)  # row 0 belongs to day 22
    lines = []
    for train, test in folds:
        known = train[STEPS:] - STEPS
        line = LinearRegression().fit(rows[known], targets[known])
        lines.append(line.predict(rows[test - STEPS]))
    day, month = (np.array([rows[test - STEPS, k] for _, test in folds]) for k in (0, 2))
    return {"yesterday": day, "mean of 22 days": month, "HAR": np.array(lines)}
