"""What comes back each day or week: forecasts that need no network, and days that change places.

A point is one value of a series that comes at a steady pace: one an hour, or one each half-hour.
"""

import numpy as np

from lstm_lib.arguments import finite_array, whole_number

DAYS = 7  # in a week


def seasonal_median(values, season, seasons):
    """Forecast each value as the median of those at the same place in the seasons before it.

    With one season it is the value at the same hour of last week.

    Parameters
    ----------
    values : array_like of shape (n_points,)
        In time order, in any unit.
    season : int
        Points in one season, such as the 168 hours of a week.
    seasons : int
        How many seasons back to look.

    Returns
    -------
    ndarray of shape (n_points - season · seasons,)
        The forecasts of the last values, in their unit; the first ones have too little before them.

    Raises
    ------
    TypeError
        If ``values`` does not hold real numbers, or another argument is not a whole number.
    ValueError
        If a value is NaN or infinite, a number is under 1, or the series is not longer than the
        seasons asked for.

    Examples
    --------
    >>> seasonal_median([1.0, 10.0, 3.0, 20.0, 8.0, 60.0, 5.0], season=2, seasons=3)
    array([3.])
    """
    values = finite_array("values", values, ("n_points",))
    season, seasons = whole_number("season", season), whole_number("seasons", seasons)
    n_before = season * seasons
    if len(values) <= n_before:
        raise ValueError(
            f"values has {len(values)} points, expected more than the {n_before} of {seasons} "
            f"seasons of {season}"
        )
    before = [values[k * season : len(values) - n_before + k * season] for k in range(seasons)]
    return np.median(before, axis=0)


def seasonal_mean(values, season, n_train):
    """Forecast each value as the mean of those at the same place of a season in the training part.

    Parameters
    ----------
    values : array_like of shape (n_points,)
        In time order, in any unit.
    season : int
        Points in one season, such as the 168 hours of a week.
    n_train : int
        How many values at the beginning are the training part: one season or more.

    Returns
    -------
    ndarray of shape (n_points,)
        A forecast of every value, in its unit; those of the training part have seen their values.

    Raises
    ------
    TypeError
        If ``values`` does not hold real numbers, or another argument is not a whole number.
    ValueError
        If a value is NaN or infinite, or the training part is shorter than a season or longer than
        the series.

    Examples
    --------
    >>> seasonal_mean([1.0, 10.0, 3.0, 20.0, 8.0, 60.0], season=2, n_train=4)
    array([ 2., 15.,  2., 15.,  2., 15.])
    """
    values = finite_array("values", values, ("n_points",))
    season = whole_number("season", season)
    n_train = whole_number("n_train", n_train)
    if not season <= n_train <= len(values):
        raise ValueError(
            f"n_train is {n_train}, expected at least the season's {season} points and at most "
            f"the {len(values)} of values"
        )
    place = np.arange(len(values)) % season
    sums = np.bincount(place[:n_train], values[:n_train], minlength=season)
    return (sums / np.bincount(place[:n_train], minlength=season))[place]


def calendar(n_points, day):
    """Return the time of day and the day of the week of each point, as numbers for a network.

    Parameters
    ----------
    n_points : int
        How many points, the first of which begins a day.
    day : int
        Points in one day.

    Returns
    -------
    ndarray of shape (n_points, 9)
        Sine and cosine of the time of day, and seven columns of which one is 1: the first day is
        in the first of them, and so is each seventh after it.

    Raises
    ------
    TypeError
        If an argument is not a whole number.
    ValueError
        If one is under 1.

    Examples
    --------
    >>> calendar(2, day=1)
    array([[0., 1., 1., 0., 0., 0., 0., 0., 0.],
           [0., 1., 0., 1., 0., 0., 0., 0., 0.]])
    """
    points = np.arange(whole_number("n_points", n_points))
    day = whole_number("day", day)
    angles = 2 * np.pi * (points % day) / day
    weekdays = np.eye(DAYS)[points // day % DAYS]
    return np.column_stack([np.sin(angles), np.cos(angles), weekdays])


def windows_ahead(values, features, steps, ahead):
    """Cut windows from which each value can be forecast a number of points ahead.

    At each step stand the value, and the features of the point that lies ``ahead`` points later:
    a calendar is known beforehand. So the last step has the features of the point to forecast.

    Parameters
    ----------
    values : array_like of shape (n_points,)
        In time order, scaled.
    features : array_like of shape (n_points, features)
        What is known of each point beforehand.
    steps : int
        Points in one window.
    ahead : int
        How many points lie from the last value of a window to the one to forecast.

    Returns
    -------
    ndarray of shape (n_points - steps - ahead + 1, steps, 1 + features)
        A window for each of the last values, scaled as they are.

    Raises
    ------
    TypeError
        If an array does not hold real numbers, or a number is not a whole one.
    ValueError
        If a value is NaN or infinite, there are not as many features as values, a number is under
        1, or the series is too short for one window.

    Examples
    --------
    >>> windows_ahead([1.0, 2.0, 3.0, 4.0], [[10], [20], [30], [40]], steps=2, ahead=2)
    array([[[ 1., 30.],
            [ 2., 40.]]])
    """
    values = finite_array("values", values, ("n_points",))
    features = finite_array("features", features, ("n_points", "features"))
    steps, ahead = whole_number("steps", steps), whole_number("ahead", ahead)
    if len(features) != len(values):
        raise ValueError(f"features has {len(features)} points, expected {len(values)} as values")
    if len(values) < steps + ahead:
        raise ValueError(
            f"values has {len(values)} points, expected {steps + ahead} or more: {steps} in a "
            f"window, and one {ahead} ahead"
        )
    known = np.column_stack([values[: len(values) - ahead], features[ahead:]])
    windows = np.lib.stride_tricks.sliding_window_view(known, steps, axis=0)
    return windows.transpose(0, 2, 1).copy()


def swap_days(values, first, second, day):
    """Return a series in which two days have changed places.

    Parameters
    ----------
    values : array_like of shape (n_points,)
        In time order, in any unit.
    first, second : int
        The two days, counted from 0.
    day : int
        Points in one day.

    Returns
    -------
    ndarray of shape (n_points,)
        A copy, in the unit of the values.

    Raises
    ------
    TypeError
        If ``values`` does not hold real numbers, or another argument is not a whole number.
    ValueError
        If a value is NaN or infinite, or a day lies outside the series.

    Examples
    --------
    >>> swap_days([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], first=0, second=2, day=2)
    array([5., 6., 3., 4., 1., 2.])
    """
    values = finite_array("values", values, ("n_points",))
    first, second = whole_number("first", first, 0), whole_number("second", second, 0)
    day = whole_number("day", day)
    if (max(first, second) + 1) * day > len(values):
        raise ValueError(
            f"day {max(first, second)} is not in the series, expected one of its "
            f"{len(values) // day} days, counted from 0"
        )
    one, other = (slice(k * day, (k + 1) * day) for k in (first, second))
    swapped = values.copy()
    swapped[one], swapped[other] = values[other], values[one]
    return swapped
