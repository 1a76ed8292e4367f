"""Quantiles as forecasts: the loss that asks for one, and how often an interval holds."""

import numpy as np

from lstm_lib.arguments import finite_array


def pinball_losses(forecasts, truths, levels):
    """Return the mean pinball loss of forecast quantiles, one for each level.

    An error of 1 costs ``level`` if the truth lies above the forecast, and ``1 - level`` if it
    lies below (Koenker and Bassett 1978, Econometrica 46, pages 33 to 50). So the loss is smallest
    where a share ``level`` of the truths lies below.

    Parameters
    ----------
    forecasts : array_like of shape (forecasts, levels)
        The quantiles.
    truths : array_like of shape (forecasts,)
        What came, in the same units.
    levels : array_like of shape (levels,)
        More than 0 and less than 1.

    Returns
    -------
    ndarray of shape (levels,)
        In the units of the forecasts.

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If shapes do not fit, there is no forecast, a number is NaN or infinite, or a level is not
        between 0 and 1.

    Examples
    --------
    Ten degrees too low costs nine where the 90 % quantile is asked for, and ten too high costs one.

    >>> pinball_losses([[10.0], [30.0]], [20.0, 20.0], [0.9])
    array([5.])
    """
    forecasts = finite_array("forecasts", forecasts, ("forecasts", "levels"))
    truths = finite_array("truths", truths, ("forecasts",))
    levels = finite_array("levels", levels, ("levels",))
    if len(truths) == 0 or forecasts.shape != (len(truths), len(levels)):
        raise ValueError(
            f"forecasts has shape {forecasts.shape}, expected one row for each of {len(truths)} "
            f"truths, 1 or more, and one column for each of {len(levels)} levels"
        )
    if np.any((levels <= 0) | (levels >= 1)):
        raise ValueError(f"levels holds {levels.tolist()}, expected more than 0 and less than 1")
    errors = truths[:, np.newaxis] - forecasts
    return np.maximum(levels * errors, (levels - 1) * errors).mean(axis=0)


def coverage(low, high, truths):
    """Return the share of truths that lie in their intervals, for each hour ahead.

    Both ends belong to the interval. Two quantiles that a network forecasts may cross; then the
    interval lies between them all the same.

    Parameters
    ----------
    low, high : array_like of shape (forecasts, horizon)
        The ends of the intervals.
    truths : array_like of shape (forecasts, horizon)
        What came, in the same units.

    Returns
    -------
    ndarray of shape (horizon,)
        From 0, none lies inside, to 1.

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If shapes differ, there is no forecast, or a number is NaN or infinite.

    Examples
    --------
    >>> coverage([[0.0], [0.0]], [[2.0], [2.0]], [[2.0], [3.0]])
    array([0.5])
    """
    low, high, truths = (
        finite_array(name, value, ("forecasts", "horizon"))
        for name, value in (("low", low), ("high", high), ("truths", truths))
    )
    if len(truths) == 0 or not low.shape == high.shape == truths.shape:
        raise ValueError(
            f"low has shape {low.shape}, high {high.shape} and truths {truths.shape}, expected one "
            "shape with 1 forecast or more"
        )
    inside = (np.minimum(low, high) <= truths) & (truths <= np.maximum(low, high))
    return inside.mean(axis=0)
