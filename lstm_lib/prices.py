"""From the prices of a share to its returns and its volatility, and what a floor of these reads."""

import numpy as np

from lstm_lib.arguments import finite_array

SPANS = (1, 5, 22)  # trading days in a day, in a week and in a month


def log_returns(prices):
    """Return by how much the logarithm of a price changes from each day to the next.

    A return of 0.01 means that the price grew by 1.005 %: the factor is its exponential. Returns of
    consecutive days add up to the return of the whole time.

    Parameters
    ----------
    prices : array_like of shape (days,)
        In any currency, in order of time; without the jumps of splits and dividends, since a jump
        is no gain.

    Returns
    -------
    ndarray of shape (days - 1,)
        The first day has no return: entry 0 belongs to the second day.

    Raises
    ------
    TypeError
        If ``prices`` does not hold real numbers.
    ValueError
        If there are fewer than 2 days, or a price is NaN, infinite, zero or negative.

    Examples
    --------
    >>> log_returns([100.0, 100.0, 50.0, 100.0]).round(3)
    array([ 0.   , -0.693,  0.693])
    """
    prices = _prices("prices", prices)
    if len(prices) < 2:
        raise ValueError(f"prices has {len(prices)} days, expected 2 or more: a return is a change")
    return np.diff(np.log(prices))


def log_volatility(opens, highs, lows, closes):
    r"""Return the logarithm of each day's volatility, estimated from four prices of that day.

    The volatility is a standard deviation of the log price, for one day. Its square is estimated as
    :math:`\frac12 \ln(H/L)^2 - (2 \ln 2 - 1) \ln(C/O)^2` (Garman and Klass 1980, On the Estimation
    of Security Price Volatilities from Historical Data, Journal of Business 53, the practical one
    of their estimators): the whole span of a day tells more than where it ended.

    Parameters
    ----------
    opens, highs, lows, closes : array_like of shape (days,)
        The first, highest, lowest and last price of each day, as they were paid.

    Returns
    -------
    ndarray of shape (days,)
        Natural logarithms: 0.7 more means about twice the volatility.

    Raises
    ------
    TypeError
        If an array does not hold real numbers.
    ValueError
        If lengths differ, a price is NaN, infinite, zero or negative, or a day has no span or a
        price outside it.

    Examples
    --------
    A day that spans a factor of e and ends where it began has the variance one half.

    >>> e = float(np.e)
    >>> log_volatility([1.0], [e], [1.0], [1.0]).round(4) == round(0.5 * np.log(0.5), 4)
    array([ True])
    """
    named = {"opens": opens, "highs": highs, "lows": lows, "closes": closes}
    arrays = [_prices(name, value) for name, value in named.items()]
    if len({len(array) for array in arrays}) > 1:
        lengths = ", ".join(f"{name} {len(a)}" for name, a in zip(named, arrays, strict=True))
        raise ValueError(f"the arrays have different numbers of days, expected one: {lengths}")
    opens, highs, lows, closes = arrays
    outside = (np.minimum(opens, closes) < lows) | (np.maximum(opens, closes) > highs)
    if np.any(outside):
        raise ValueError(
            f"on day {outside.argmax()} a first or last price lies outside low and high, expected "
            "it between them: are the four arrays in the order opens, highs, lows, closes?"
        )
    if np.any(flat := highs == lows):
        raise ValueError(
            f"on day {flat.argmax()} high equals low, so that the logarithm of its volatility is "
            "minus infinity; expected a span on every day: leave such days out"
        )
    span, move = np.log(highs / lows), np.log(closes / opens)
    return 0.5 * np.log(0.5 * span**2 - (2 * np.log(2) - 1) * move**2)


def har_rows(volatility):
    """Return what a heterogeneous autoregression reads to forecast each day, and that day itself.

    It reads the value of the day before, the mean of the 5 days before and the mean of the 22 days
    before: a day, a week and a month (Corsi 2009, A Simple Approximate Long-Memory Model of
    Realized Volatility, Journal of Financial Econometrics 7). The row of a day holds nothing of
    that day.

    Parameters
    ----------
    volatility : array_like of shape (days,)
        In order of time.

    Returns
    -------
    rows : ndarray of shape (days - 22, 3)
        Day, week and month.
    targets : ndarray of shape (days - 22,)
        The values from day 22 on, counted from 0.

    Raises
    ------
    TypeError
        If ``volatility`` does not hold real numbers.
    ValueError
        If a value is NaN or infinite, or there are fewer than 23 days.

    Examples
    --------
    >>> rows, targets = har_rows(np.arange(24))
    >>> rows
    array([[21. , 19. , 10.5],
           [22. , 20. , 11.5]])
    >>> targets
    array([22., 23.])
    """
    volatility = finite_array("volatility", volatility, ("days",)).astype(np.float64)
    days, longest = len(volatility), max(SPANS)
    if days <= longest:
        raise ValueError(f"volatility has {days} days, expected more than {longest}")
    windows = np.lib.stride_tricks.sliding_window_view(volatility[:-1], longest)
    rows = np.column_stack([windows[:, -span:].mean(axis=1) for span in SPANS])
    return rows, volatility[longest:]


def _prices(name, value):
    """Return prices as an array of numbers above zero."""
    prices = finite_array(name, value, ("days",)).astype(np.float64)
    if np.any(low := prices <= 0):
        raise ValueError(
            f"{name} has {np.count_nonzero(low)} of {len(prices)} values at or below 0, the first "
            f"of them {prices[low][0]:g} on day {low.argmax()}; expected prices above 0: leave "
            "such days out, or find out what was paid"
        )
    return prices
