"""Gradients without a derivation: measured by nudging, compared, and clipped."""

import numpy as np

from lstm_lib.arguments import finite_numbers, real_number


def numerical_gradient(function, value, step=1e-5):
    """Return the gradient of a function by central differences.

    Each number is nudged up and down by ``step``; half the difference divided by ``step`` is the
    slope, with an error that shrinks with the square of ``step``.

    Parameters
    ----------
    function : callable
        Takes an array of the shape of ``value`` and returns one number.
    value : array_like
        Where to measure; any shape.
    step : float
        How far to nudge, above 0.

    Returns
    -------
    ndarray of the shape of ``value``
        The gradient, float64.

    Raises
    ------
    TypeError
        If ``function`` cannot be called or does not return one real number, or ``value`` does not
        hold real numbers.
    ValueError
        If ``value`` or what ``function`` returns is not finite, or ``step`` is not above 0.

    Examples
    --------
    >>> numerical_gradient(lambda x: np.sum(x**2), [1.0, 2.0]).round(6)
    array([2., 4.])
    """
    if not callable(function):
        raise TypeError(f"function is {function!r}, expected a function of one array")
    step = real_number("step", step)
    if step <= 0:
        raise ValueError(f"step is {step}, expected a number above 0")
    value = finite_numbers("value", value).astype(np.float64)
    gradient = np.empty_like(value)
    for place in np.ndindex(value.shape):
        up, down = value.copy(), value.copy()
        up[place] += step
        down[place] -= step
        rise = _number(function(up)) - _number(function(down))
        gradient[place] = rise / (2 * step)
    return gradient


def relative_error(found, expected):
    """Return how far apart two arrays are, relative to the larger of their norms.

    Parameters
    ----------
    found, expected : array_like of the same shape
        For instance, a derived gradient and a measured one.

    Returns
    -------
    float
        The norm of the difference divided by the larger of the two norms: 0 for equal arrays, 2 for
        opposite ones.

    Raises
    ------
    TypeError
        If an array does not hold real numbers.
    ValueError
        If the shapes differ, or an array holds NaN or infinity.

    Examples
    --------
    >>> relative_error([3.0, 4.0], [3.0, 4.0]), relative_error([1.0], [-1.0])
    (0.0, 2.0)
    """
    found, expected = finite_numbers("found", found), finite_numbers("expected", expected)
    if found.shape != expected.shape:
        raise ValueError(
            f"found has shape {found.shape}, expected {expected.shape}, the shape of expected"
        )
    found, expected = found.astype(np.float64), expected.astype(np.float64)
    longer = max(np.linalg.norm(found), np.linalg.norm(expected))
    return 0.0 if longer == 0 else float(np.linalg.norm(found - expected) / longer)


def clip_by_norm(gradients, limit):
    """Scale gradients down together until their global norm is within a limit.

    Pascanu, Mikolov and Bengio (2013), algorithm 1. The direction stays; Keras does the same with
    ``global_clipnorm``.

    Parameters
    ----------
    gradients : list or tuple of array_like
        The gradients of all weights, of any shapes.
    limit : float
        The largest global norm, above 0.

    Returns
    -------
    list of ndarray
        In the same order; unchanged if their global norm is within the limit.

    Raises
    ------
    TypeError
        If ``gradients`` is not a list or tuple, a gradient does not hold real numbers, or
        ``limit`` is not a number.
    ValueError
        If a gradient holds NaN or infinity, ``gradients`` is empty, or ``limit`` is not above 0.

    Examples
    --------
    The global norm of 3 and 4 is 5.

    >>> clip_by_norm([np.array([3.0]), np.array([4.0])], limit=1.0)
    [array([0.6]), array([0.8])]
    """
    limit = real_number("limit", limit)
    if limit <= 0:
        raise ValueError(f"limit is {limit}, expected a number above 0")
    if not isinstance(gradients, list | tuple):
        kind = type(gradients).__name__
        raise TypeError(f"gradients is {kind}, expected a list or a tuple of arrays")
    arrays = [finite_numbers(f"gradients[{k}]", gradient) for k, gradient in enumerate(gradients)]
    if not arrays:
        raise ValueError("gradients has 0 arrays, expected 1 or more")
    norm = float(np.sqrt(sum(np.sum(np.square(array, dtype=np.float64)) for array in arrays)))
    return [array * (limit / norm) if norm > limit else array for array in arrays]


def _number(returned):
    """Return what a function returned as a float, if it is one finite number."""
    array = np.asarray(returned)
    if array.size != 1 or array.dtype.kind not in "fiu":
        raise TypeError(
            f"function returned {array.dtype} of shape {array.shape}, expected one real number"
        )
    return real_number("what function returned", array.item())
