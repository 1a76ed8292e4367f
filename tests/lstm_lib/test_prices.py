"""Returns, volatility and the rows of HAR, by other ways to compute them."""

import numpy as np
import pandas as pd
import pytest

from lstm_lib.prices import har_rows, log_returns, log_volatility

RNG = np.random.default_rng(5)


def test_returns_lead_from_the_first_price_to_each_later_one():
    """Do returns, added up and put through the exponential, give the prices back?"""
    prices = np.exp(RNG.normal(3, 0.2, 40))
    back = prices[0] * np.exp(np.cumsum(log_returns(prices)))
    assert np.allclose(back, prices[1:], rtol=1e-12)


def test_a_split_changes_one_return_alone():
    """Does halving all prices from a day on change the return of that day, and no other?"""
    prices = np.exp(RNG.normal(3, 0.2, 40))
    halved = np.where(np.arange(40) < 17, prices, prices / 2)
    change = log_returns(halved) - log_returns(prices)
    assert np.flatnonzero(np.abs(change) > 1e-9).tolist() == [16]
    assert np.isclose(change[16], -np.log(2))


def test_volatility_of_a_known_walk():
    """Does the estimate come near the standard deviation that a day's prices were drawn with?

    A day is 2,000 steps; the highest and lowest of them lie a little inside those of a walk
    without steps, so the estimate is a little low.
    """
    deviation = 0.02
    steps = RNG.normal(0, deviation / np.sqrt(2000), (400, 2000))
    walks = np.exp(np.cumsum(np.column_stack([np.zeros(400), steps]), axis=1))
    spans = walks[:, 0], walks.max(axis=1), walks.min(axis=1), walks[:, -1]
    variance = np.mean(np.exp(2 * log_volatility(*spans)))
    assert 0.93 < variance / deviation**2 < 1.03


def test_volatility_has_no_currency():
    """Does it stay the same when all prices are given in cents?"""
    lows = np.exp(RNG.normal(3, 0.2, 9))
    spans = [lows * factor for factor in (1.05, 1.2, 1.0, 1.1)]
    assert np.allclose(log_volatility(*spans), log_volatility(*(100 * s for s in spans)))


def test_rows_are_rolling_means_of_the_days_before():
    """Are they what pandas' rolling means give, shifted by a day?"""
    volatility = RNG.normal(size=60)
    known = pd.Series(volatility).shift(1)
    expected = pd.concat([known.rolling(n).mean() for n in (1, 5, 22)], axis=1).to_numpy()[22:]
    rows, targets = har_rows(volatility)
    assert np.allclose(rows, expected)
    assert np.array_equal(targets, volatility[22:])


def test_rows_do_not_look_ahead():
    """Does a changed day change its own target, and rows of later days alone?"""
    volatility = RNG.normal(size=40)
    other = volatility.copy()
    other[30] += 1
    (rows, targets), (rows_too, targets_too) = har_rows(volatility), har_rows(other)
    assert np.flatnonzero(targets != targets_too).tolist() == [8]
    assert np.flatnonzero(np.any(rows != rows_too, axis=1)).tolist() == list(range(9, 18))


@pytest.mark.parametrize(
    ("function", "arguments", "words"),
    [
        (log_returns, ([5.0],), "1 days, expected 2 or more"),
        (log_returns, ([5.0, 0.0, 4.0],), "1 of 3 values at or below 0.*0 on day 1; expected"),
        (log_returns, ([5.0, -2.0, -3.0],), "2 of 3 values .* first of them -2 on day 1"),
        (log_returns, ([5.0, np.nan],), "1 of 2 values NaN or infinite, expected none"),
        (
            log_volatility,
            ([2.0], [3.0], [1.0], [4.0]),
            "on day 0 a first or last price lies outside",
        ),
        (log_volatility, ([2.0], [2.0], [2.0], [2.0]), "on day 0 high equals low"),
        (log_volatility, ([2.0, 2.0], [3.0], [1.0], [2.0]), "opens 2, highs 1, lows 1, closes 1"),
        (har_rows, (np.zeros(22),), "22 days, expected more than 22"),
    ],
)
def test_what_cannot_be_used_is_refused(function, arguments, words):
    """Does the error say what came, what was expected and, where it helps, what to do?"""
    with pytest.raises(ValueError, match=words):
        function(*arguments)
