"""Several series at once: gaps, values on a circle, and windows that lie in one place.

Nothing here looks ahead: what is made of an hour comes from that hour and earlier ones.
"""

from typing import NamedTuple

import numpy as np

from lstm_lib.arguments import finite_array, finite_numbers, real_array, real_number, whole_number


class Windows(NamedTuple):
    """Windows of several places, and what follows each.

    ``inputs`` is of shape (windows, steps, features), ``targets`` of shape (windows, horizon),
    ``last``, of shape (windows,), says which row is the last one of each window.
    """

    inputs: np.ndarray
    targets: np.ndarray
    last: np.ndarray


def fill_forward(rows):
    """Fill each gap with the last reading before it.

    This is the only filling that a forecast can do in the hour in which it is made. A straight
    line across the gap ends at a reading that has not been made yet.

    Parameters
    ----------
    rows : array_like of shape (hours, columns)
        In time order; NaN is a gap.

    Returns
    -------
    ndarray of shape (hours, columns)
        A copy. What comes before a column's first reading stays NaN.

    Raises
    ------
    TypeError
        If ``rows`` does not hold real numbers.
    ValueError
        If it has not two axes, or no values.

    Examples
    --------
    >>> fill_forward([[1.0], [np.nan], [np.nan], [4.0]])[:, 0]
    array([1., 1., 1., 4.])
    """
    rows = np.array(real_array("rows", rows), np.float64)
    if rows.ndim != 2 or rows.size == 0:
        raise ValueError(f"rows has shape {rows.shape}, expected (hours, columns), 1 or more")
    places = np.where(np.isnan(rows), 0, np.arange(len(rows))[:, np.newaxis])
    return np.take_along_axis(rows, np.maximum.accumulate(places), axis=0)


def on_circle(values, period):
    """Return sine and cosine of a value that comes back to where it was after a period.

    Parameters
    ----------
    values : float or array_like
        Such as the hour of a day, from 0 to 23.
    period : float
        After how much everything begins anew: 24 for hours, not 23.

    Returns
    -------
    sine, cosine : ndarray
        A point on the circle of radius 1 for each value.

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If a value is NaN or infinite, or the period not more than 0.

    Examples
    --------
    >>> sine, cosine = on_circle([0, 6, 24], 24)
    >>> sine.round(6) + 0.0, cosine.round(6)
    (array([0., 1., 0.]), array([1., 0., 1.]))
    """
    values = finite_numbers("values", values)
    period = real_number("period", period)
    if period <= 0:
        raise ValueError(f"period is {period}, expected more than 0")
    angle = 2 * np.pi * values / period
    return np.sin(angle), np.cos(angle)


def windows_ahead(features, target, places, steps, horizon):
    """Cut windows with the values that follow each, and none across two places.

    Parameters
    ----------
    features : array_like of shape (hours, features)
        All places, one below the other; of each place every hour, in time order.
    target : array_like of shape (hours,)
        What is forecast, for the same hours.
    places : array_like of shape (hours,)
        Which place each row belongs to.
    steps, horizon : int
        Hours that a window holds, and hours that are forecast.

    Returns
    -------
    Windows
        Every window that lies in one place with all the hours that follow. The first target of a
        window is the target one hour after the window's last row.

    Raises
    ------
    TypeError
        If ``features`` or ``target`` does not hold real numbers, or ``steps`` or ``horizon`` is
        not a whole number.
    ValueError
        If a number is NaN or infinite, lengths differ, or no window fits.

    Examples
    --------
    Two places with four hours each; a window that begins in one and ends in the other is left out.

    >>> hours = np.arange(8.0)
    >>> inputs, targets, last = windows_ahead(hours[:, None], hours, list("AAAABBBB"), 2, 1)
    >>> inputs[:, :, 0].tolist()
    [[0.0, 1.0], [1.0, 2.0], [4.0, 5.0], [5.0, 6.0]]
    >>> targets[:, 0], last
    (array([2., 3., 6., 7.]), array([1, 2, 5, 6]))
    """
    features = finite_array("features", features, ("hours", "features"))
    target = finite_array("target", target, ("hours",))
    places = np.asarray(places)
    steps, horizon = whole_number("steps", steps), whole_number("horizon", horizon)
    if len(features) != len(target) or places.shape != target.shape:
        raise ValueError(
            f"features has {len(features)} rows, target {len(target)} values and places the shape "
            f"{places.shape}, expected as many of each, ({len(features)},)"
        )
    last = np.arange(steps - 1, len(features) - horizon)
    last = last[places[last - steps + 1] == places[last + horizon]]
    if len(last) == 0:
        raise ValueError(
            f"no place has {steps + horizon} hours, expected as many: {steps} to read and "
            f"{horizon} to forecast"
        )
    before, after = np.arange(1 - steps, 1), np.arange(1, horizon + 1)
    return Windows(
        features[last[:, np.newaxis] + before], target[last[:, np.newaxis] + after], last
    )
