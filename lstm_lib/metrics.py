"""Two ways to read an error against a floor: how much is saved, and how far ahead that lasts."""

import numpy as np

from lstm_lib.arguments import finite_array, finite_numbers


def skill(error, floor):
    """Return the share of a floor's error that a forecast saves.

    One minus the ratio of two mean squared errors (Murphy 1988, Monthly Weather Review 116, page
    2417). A forecast without error scores 1, one as good as the floor scores 0, and a worse one
    scores less than 0.

    Parameters
    ----------
    error : float or array_like
        Mean squared error of the forecast; an array holds one for each horizon or seed.
    floor : float or array_like
        Mean squared error of the yardstick, in the same units; an array is paired with the errors.

    Returns
    -------
    float or ndarray
        As many as there are errors.

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If one is NaN, infinite or negative, a floor is zero, or the shapes do not fit.

    Examples
    --------
    >>> skill(0.5, 2.0)
    0.75
    >>> skill([0.0, 2.0, 6.0], 2.0)
    array([ 1.,  0., -2.])
    """
    error, floor = _errors("error", error), _errors("floor", floor)
    if np.any(floor == 0):
        raise ValueError("floor is 0, expected more than 0: there is no error to save")
    try:
        saved = 1 - error / floor
    except ValueError:
        raise ValueError(
            f"error has shape {error.shape} and floor {floor.shape}, expected shapes that fit"
        ) from None
    return float(saved) if np.ndim(saved) == 0 else saved


def usable_horizon(errors, limit):
    """Return how many steps ahead a forecast stays below a limit without a break.

    Parameters
    ----------
    errors : array_like of shape (horizon,)
        Mean squared error one step ahead, two steps ahead and so on.
    limit : float or array_like of shape (horizon,)
        What the error must stay below, in the same units: one number, or a floor by horizon.

    Returns
    -------
    int
        The number of steps before the first one whose error is not below its limit. If there is
        no such step, the whole horizon: it was too short to see the end.

    Raises
    ------
    TypeError
        If an argument does not hold real numbers.
    ValueError
        If ``errors`` is empty, a value is NaN, infinite or negative, or the lengths differ.

    Examples
    --------
    >>> usable_horizon([0.1, 0.2, 0.4, 0.3], limit=0.35)
    2
    >>> usable_horizon([0.1, 0.2, 0.4, 0.3], limit=0.5)
    4
    """
    errors = _errors("errors", finite_array("errors", errors, ("horizon",)))
    limit = _errors("limit", limit)
    if len(errors) == 0:
        raise ValueError("errors has 0 values, expected 1 or more")
    if limit.shape not in ((), errors.shape):
        raise ValueError(f"limit has shape {limit.shape}, expected one number or {errors.shape}")
    passed = np.flatnonzero(errors >= limit)
    return int(passed[0]) if passed.size else len(errors)


def _errors(name, value):
    """Return an array of finite numbers, none of them negative."""
    array = finite_numbers(name, value)
    if np.any(array < 0):
        raise ValueError(f"{name} is negative somewhere, expected mean squared errors")
    return array
