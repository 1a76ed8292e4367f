"""The two series of the sine chapters: the sine itself, and one that drifts."""

import numpy as np

from lstm_lib.arguments import real_number, whole_number


def sine_wave(n_points=1000, stop=100.0):
    """Return a sine, sampled at evenly spaced times from 0 to ``stop``, both included.

    Parameters
    ----------
    n_points : int
        How many points, 2 or more.
    stop : float
        The last point's time, in radians.

    Returns
    -------
    ndarray of shape (n_points,)
        ``sin`` at each time, float64.

    Raises
    ------
    TypeError
        If ``n_points`` is not a whole number or ``stop`` not a number.
    ValueError
        If ``n_points`` is under 2, or ``stop`` is not finite and positive.

    Examples
    --------
    >>> sine_wave(n_points=3, stop=np.pi).round(6) + 0.0
    array([0., 1., 0.])
    """
    return np.sin(_times(n_points, stop))


def drifting_wave(n_points=1000, stop=100.0, drift=0.01):
    """Return the same sine on a rising straight line, so that its maximum comes late.

    A scaler that has seen the end of this series differs from one that has seen only the
    beginning; on `sine_wave` the two are equal, and leakage cannot be seen.

    Parameters
    ----------
    n_points : int
        How many points, 2 or more.
    stop : float
        The last point's time, in radians.
    drift : float
        How far the line rises in one radian.

    Returns
    -------
    ndarray of shape (n_points,)
        ``sin(t) + drift * t`` at each time t, float64.

    Raises
    ------
    TypeError
        If ``n_points`` is not a whole number, or ``stop`` or ``drift`` not a number.
    ValueError
        If ``n_points`` is under 2, ``stop`` is not finite and positive, or ``drift`` not finite.

    Examples
    --------
    >>> drifting_wave(n_points=3, stop=2 * np.pi, drift=1 / np.pi).round(6)
    array([0., 1., 2.])
    """
    times = _times(n_points, stop)
    return np.sin(times) + real_number("drift", drift) * times


def _times(n_points, stop):
    """Return ``n_points`` evenly spaced times from 0 to ``stop``."""
    n_points = whole_number("n_points", n_points, least=2)
    stop = real_number("stop", stop)
    if stop <= 0:
        raise ValueError(f"stop is {stop}, expected a time after 0")
    return np.linspace(0.0, stop, n_points)
