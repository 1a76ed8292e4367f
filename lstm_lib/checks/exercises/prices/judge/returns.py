"""What goes wrong in returns, and what to say about it."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.prices.judge.empty import EMPTY
from lstm_lib.checks.judge.diagnosis import WrongAnswer

Read = Callable[[np.ndarray], Any]


def log_returns(prices):
    """Return the change of the logarithm from each day to the next."""
    return np.log(prices[1:] / prices[:-1])


def _of_returns(change: Read) -> Read:
    """Make an answer that does something more to the right returns."""
    return lambda prices: change(log_returns(prices))


WRONG_RETURNS = (
    WrongAnswer(
        "difference",
        np.diff,
        "are differences of prices, in dollars. A dollar more means much for a price of 10, and "
        "little for one of 500",
    ),
    WrongAnswer(
        "simple return",
        lambda p: np.diff(p) / p[:-1],
        "are changes as a share of the old price. Close, but they do not add up over several days: "
        "take the difference of the logarithms",
    ),
    WrongAnswer(
        "divided by the new price",
        lambda p: np.diff(p) / p[1:],
        "are changes as a share of the new price, which nobody knew before. Take the difference of "
        "the logarithms",
    ),
    WrongAnswer(
        "factor",
        lambda p: p[1:] / p[:-1],
        "are the factors from one price to the next. No change gives 1 here, and should give 0",
    ),
    WrongAnswer(
        "base 10",
        _of_returns(lambda r: r / np.log(10)),
        "are taken with the logarithm of base 10. Take the natural one",
    ),
    WrongAnswer(
        "base 2",
        _of_returns(lambda r: r / np.log(2)),
        "are taken with the logarithm of base 2. Take the natural one",
    ),
    WrongAnswer("percent", _of_returns(lambda r: 100 * r), "are in percent, 100 times too large"),
    WrongAnswer(
        "percent of the old price",
        lambda p: 100 * np.diff(p) / p[:-1],
        "are changes in percent of the old price. Take the difference of the logarithms, not in "
        "percent",
    ),
    WrongAnswer(
        "sign",
        _of_returns(np.negative),
        "have the wrong sign: a price that grows has a positive return",
    ),
    WrongAnswer(
        "zero in front",
        _of_returns(lambda r: np.concatenate([[0.0], r])),
        "begin with a 0 that nobody measured. The first day has no return: leave it out",
    ),
    WrongAnswer(
        "NaN in front",
        _of_returns(lambda r: np.concatenate([[EMPTY], r])),
        "begin with NaN, as pandas' `shift` and `diff` do. The first day has no return: leave it "
        "out",
    ),
    WrongAnswer(
        "zero at the end",
        _of_returns(lambda r: np.concatenate([r, [0.0]])),
        "end with a 0 that nobody measured. There is one return less than there are prices",
    ),
    WrongAnswer(
        "rolled round",
        lambda p: np.log(p / np.roll(p, 1)),
        "begin with the change from the last day to the first one: np.roll takes what falls out at "
        "one end in at the other",
    ),
    WrongAnswer(
        "first return left out",
        _of_returns(lambda r: r[1:]),
        "lack the first return, that of the second day",
    ),
    WrongAnswer(
        "last return left out",
        _of_returns(lambda r: r[:-1]),
        "lack the return of the last day",
    ),
    WrongAnswer("logarithms", np.log, "are the logarithms of the prices, not their differences"),
    WrongAnswer(
        "since the first day",
        _of_returns(np.cumsum),
        "are changes since the first day. A return is the change since the day before",
    ),
    WrongAnswer(
        "over two days",
        lambda p: np.log(p[2:] / p[:-2]),
        "are changes over two days",
    ),
    WrongAnswer("absolute", _of_returns(np.abs), "are never negative: their sign is lost"),
    WrongAnswer("squared", _of_returns(np.square), "are squared, so that their sign is lost"),
    WrongAnswer(
        "mean taken out",
        _of_returns(lambda r: r - r.mean()),
        "have a mean of zero: it was subtracted, and it takes all days to know it",
    ),
    WrongAnswer(
        "scaled",
        _of_returns(lambda r: (r - r.mean()) / r.std()),
        "are scaled to mean 0 and spread 1. Scaling comes later, by the training days alone",
    ),
    WrongAnswer("backwards", _of_returns(lambda r: r[::-1]), "run backwards in time"),
    WrongAnswer(
        "logarithm of the difference",
        lambda p: np.log(np.abs(np.diff(p))),
        "are logarithms of differences. Take the difference of logarithms",
    ),
    WrongAnswer(
        "column",
        _of_returns(lambda r: r[:, np.newaxis]),
        "are a column, (days − 1, 1), and one axis was expected",
    ),
)
